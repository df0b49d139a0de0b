"""All ledgers of the window: each is built when it is first looked at; seven at once would cost a start."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.casework.ledgers.layouts import LAYOUTS
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.ledgers import Layout, Ledger
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger.book_work import BookWork, name_of
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

BOOKS: dict[Ledger, str] = {
    Ledger.INSPECTIONS: "clipboard-check",
    Ledger.FINDINGS: "triangle-alert",
    Ledger.DOCUMENTS: "file-text",
    Ledger.RECHECKS: "history",
    Ledger.CONDUCT: "ban",
    Ledger.FILINGS: "scale",
    Ledger.PLANTS: "building-2",
}
"""Every ledger with its picture, in the order of the list; Alt+Shift and the number lead there."""


class Books(QObject):
    """Builds ledgers, and tells the wishes of all of them.

    Signals:
        failed, said, problems, followed: as those of a BookWork.
    """

    failed = Signal(object)
    said = Signal(str, object)
    problems = Signal(object)
    followed = Signal(str)

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._jobs, self._texts, self._over = look, jobs, texts, over
        self._made: dict[str, BookWork] = {}
        self._layouts: dict[str, Layout] = {name_of(LAYOUTS[one]): LAYOUTS[one] for one in BOOKS}
        self._session: Session | None = None

    @property
    def layouts(self) -> dict[str, Layout]:
        """Every ledger by its name."""
        return self._layouts

    def book(self, name: str) -> BookWork:
        """Return a ledger, built at the first call.

        Raises:
            KeyError: there is none of this name.
        """
        if name not in self._made:
            self._made[name] = self._build(self._layouts[name])
        return self._made[name]

    def _build(self, layout: Layout) -> BookWork:
        made = BookWork(self._look, self._jobs, self._texts, self._over, layout, self)
        made.failed.connect(self.failed)
        made.followed.connect(self.followed)
        made.problems.connect(self.problems)
        made.said.connect(self.said)
        if self._session is not None:
            made.sit_down(self._session)
        return made

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person."""
        self._session = session
        for one in self._made.values():
            one.sit_down(session)

    def go_on_with(self, session: Session) -> None:
        """Read on with a key that was made or regained."""
        self._session = session
        for one in self._made.values():
            one.session = session

    def get_up(self) -> None:
        """Stop, and forget what was shown."""
        self._session = None
        for one in self._made.values():
            one.get_up()
