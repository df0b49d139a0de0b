"""All pages of a signed-in person and the work behind them, built together and connected once."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector_app.casework.workspace import Session
from inspector_app.domain.clock import Clock
from inspector_app.printing.choosing import Chosen
from inspector_app.ui.controls.eyes import Draw
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.shell.going import Going, Here
from inspector_app.ui.shell.paper_room import PaperRoom
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.shell.wires import bench, papers, registry
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts


@dataclass(frozen=True, slots=True)
class Ways:
    """What the pages reach outside themselves: PDF pages as pictures, printers, the time."""

    draw: Draw
    printers: Callable[[], Chosen]
    clock: Clock


class House(QObject):
    """Rooms, what leads through them and what works in them; another look builds another house.

    Attributes:
        going: what leads from page to page.
        paper: what is done around issued documents.

    Signals:
        dress_requested: ScreenSettings the person chose.
    """

    dress_requested = Signal(object)

    def __init__(
        self, look: Look, jobs: Jobs, texts: Texts, ways: Ways, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.rooms = Rooms(look, jobs, texts, ways.draw, self)
        self.going = Going(self.rooms, jobs, texts, ways.clock, self)
        self.paper = PaperRoom(look, self.rooms, jobs, texts, ways.printers, self)
        self._texts = texts
        self.rooms.frame.place_requested.connect(self.going.go)
        bench.connect(self.rooms, self.going)
        papers.connect(self.rooms, self.going, self.paper)
        registry.connect(self.rooms, self.going)

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        rooms = self.rooms
        self.going.sit_down(session)
        rooms.work.sit_down(session)
        rooms.archive.sit_down(session)
        self.paper.sit_down(session)
        rooms.questions.sit_down(session, self._texts)
        rooms.reception.sit_down(session, self._texts)
        rooms.frame.show_person(session.name, session.user, training=session.training)
        rooms.frame.notice.clear()

    def get_up(self) -> Here:
        """Stop: what is typed is left, every question is taken back; return where the person was."""
        rooms = self.rooms
        here = self.going.here()
        rooms.bench.settle()
        rooms.bench.forget()
        rooms.questions.get_up()
        rooms.work.get_up()
        rooms.archive.get_up()
        self.paper.get_up()
        rooms.reception.get_up()
        self.going.get_up()
        return here
