"""One of the office's matters: a section narrowed by words, which says who may change it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import rights
from inspector_app.casework.targets.initials import initials
from inspector_app.domain.acts import Role
from inspector_app.ui.controls.board_values import Line
from inspector_app.ui.controls.section import MOST_LINES, Section
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

CLERKS = frozenset({Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
MOST_READ = 20_000
"""Lines that are looked through for what is typed."""


def found(lines: Sequence[Line], words: str) -> list[Line]:
    """Return the lines in which every one of these words stands, or begins a title's pinyin initials."""
    wanted = words.casefold().split()
    return [one for one in lines if all(_holds(one, word) for word in wanted)]


def _holds(line: Line, word: str) -> bool:
    text = " ".join((line.title, line.note, line.state, line.right, line.right_note)).casefold()
    if word in text:
        return True
    return word.isascii() and word.isalnum() and any(word in one for one in initials(line.title))


class Matter(Section):
    """A section of the page 管理; WHO may change it, everybody else reads it.

    Signals:
        allowed: words that say why nothing may be changed; empty where the person may.
    """

    ROOM = "administration"
    WHO: frozenset[Role] = CLERKS

    allowed = Signal(str)

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._words = ""
        self.why_not = ""

    def every(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return all lines of a choice; runs beside the screen."""
        raise NotImplementedError

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice in which what is typed stands."""
        told = self.every(desk, chosen)
        return found(told[:MOST_READ], self._words)[:MOST_LINES] if self._words else told

    def seek(self, words: str) -> None:
        """Narrow the list to what is typed."""
        self._words = words.strip()
        self.refresh()

    def refresh(self) -> None:
        """Look anew at everything that is shown, and at what the person may do."""
        session = self.session
        if session is not None:
            may = rights.holds(session.desk, self.WHO)
            self.why_not = "" if may else self.refusal()
            self.allowed.emit(self.why_not)
        super().refresh()

    def refusal(self) -> str:
        """Return why somebody may read here and change nothing."""
        if self.WHO == ADMINISTRATORS:
            return self.tr("只能看：改动须由管理员登录，用本人签发码签名。")
        return self.tr("只能看：改动由内勤、科室负责人或管理员办理。")

    def get_up(self) -> None:
        """Stop, and forget what was shown and typed."""
        super().get_up()
        self._words = self.why_not = ""
