"""What the recheck tab's wishes become: one transaction a key, answered with values."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from inspector_app.casework.followup import opinions, rechecks
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import InspectorError, Progress
from inspector_app.store.store import Store
from inspector_app.ui.controls.pictures import Shelf
from inspector_app.ui.jobs import THUMBS, Jobs
from inspector_app.ui.photos.tray_work import small_of
from inspector_app.ui.recheck import recheck_values
from inspector_app.ui.recheck.recheck_values import Recheck

Noting = Callable[[Store, str], AbstractContextManager[None]]
"""Notes as one step that can be undone what is written meanwhile; takes the step's words."""


@contextmanager
def _unnoted(_: Store, __: str) -> Iterator[None]:
    yield


class RecheckWork(QObject):
    """Notes what was seen at the open recheck.

    Attributes:
        noting: what remembers steps for undo; the shell hands it in.

    Signals:
        shown: a Recheck, all of it, after every change.
        changed: something was written; whoever shows the inspection looks again.
        saved: something became durable.
        failed: the exception of a wish that was not fulfilled.
        opinion_ready: the id of the opinion to go on with.
        thumb: (hash, QImage).
    """

    shown = Signal(object)
    changed = Signal()
    saved = Signal()
    failed = Signal(object)
    opinion_ready = Signal(str)
    thumb = Signal(str, QImage)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.noting: Noting = _unnoted
        self._jobs = jobs
        self._session: Session | None = None
        self._recheck_id = ""
        self._shelf = Shelf()
        # In a turn of its own: writing and showing together would hold the window too long.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.changed)

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop; nothing that was seen stays in memory."""
        self._session, self._recheck_id = None, ""
        self._later.stop()
        self._shelf.clear()

    @property
    def recheck_id(self) -> str:
        """The recheck that is open, empty when the open inspection is none."""
        return self._recheck_id

    def open(self, recheck_id: str) -> None:
        """Show a recheck, read anew beside the screen; an empty id: the open inspection is none."""
        self._recheck_id = recheck_id
        session = self._session
        if session is None or not recheck_id:
            return
        desk = session.desk
        self._jobs.latest("recheck", lambda _: recheck_values.read(desk, recheck_id), self._on_read)

    def _on_read(self, told: Recheck) -> None:
        if self._session is not None and told.inspection_id == self._recheck_id:
            self.shown.emit(told)

    def mark(self, known: str, result: str, note: str) -> None:
        """Note the result of a line; the opinions that are begun conclude from it."""
        session, (finding_id, _, party_id) = self._session, known.partition(":")
        if session is None:
            return
        desk, recheck_id = session.desk, self._recheck_id

        def wish() -> None:
            rechecks.note(desk, recheck_id, finding_id, result, party_id=party_id, note=note)
            opinions.follow(desk, recheck_id)

        self._fulfil(wish, self.tr("复查结果"))

    def make_opinion(self, order_id: str, party_id: str) -> None:
        """Begin the opinion on an order for a party, or go on with the one that is begun."""
        session = self._session
        if session is None:
            return
        desk, recheck_id = session.desk, self._recheck_id
        made: list[str] = []

        def wish() -> None:
            there = opinions.standing(desk, recheck_id, order_id, party_id)
            made.append(there or opinions.begin(desk, recheck_id, order_id=order_id, party_id=party_id))

        if self._fulfil(wish, self.tr("复查意见书"), show=False):
            self.opinion_ready.emit(made[0])

    def _fulfil(self, wish: Callable[[], None], what: str, *, show: bool = True) -> bool:
        session = self._session
        if session is None:
            return False
        try:
            with self.noting(session.desk.store, what):
                wish()
        except InspectorError as error:
            self.failed.emit(error)
            self._later.start()  # what the tab shows may be what was refused
            return False
        self.saved.emit()
        if show:
            self._later.start()
        return True

    def load_thumbs(self, hashes: list[str]) -> None:
        """Make small pictures of photos."""
        session = self._session
        if session is None:
            return
        store, shelf = session.desk.store, self._shelf
        for one in hashes:
            image = shelf.get(one)
            if image is not None:
                self.thumb.emit(one, image)
        wanted = [one for one in hashes if shelf.get(one) is None]

        def work(progress: Progress) -> dict[str, QImage]:
            told = {}
            for n, one in enumerate(wanted):
                progress.step(n, len(wanted))
                told[one] = small_of(store, one)
            return told

        def done(told: dict[str, QImage]) -> None:
            for one, image in told.items():
                shelf.put(one, image)
                if self._session is session:
                    self.thumb.emit(one, image)

        if wanted:
            self._jobs.start(work, done, lane=THUMBS)
