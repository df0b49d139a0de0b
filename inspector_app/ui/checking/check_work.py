"""What the checklists' wishes become: one transaction a key, answered with values."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from PySide6.QtCore import QObject, Signal

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.visits import check_marks, checks
from inspector_app.domain.checking import Board, Mark
from inspector_app.domain.errors import InspectorError
from inspector_app.store.store import Store
from inspector_app.ui.checking import values
from inspector_app.ui.checking.values import Checks

Noting = Callable[[Store, str], AbstractContextManager[None]]
"""Notes as one step that can be undone what is written meanwhile; takes the step's words."""


@contextmanager
def _unnoted(_: Store, __: str) -> Iterator[None]:
    yield


class CheckWork(QObject):
    """Notes what was looked at in the open inspection.

    Attributes:
        noting: what remembers steps for undo; the shell hands it in.

    Signals:
        shown: Checks, all of it, after every change.
        saved: something became durable.
        failed: the exception of a wish that was not fulfilled.
        finding_wanted: a function that records a finding and returns its id.
        finding_opened: the id of a finding that is there already.
        sheet_added: the id of a sheet that was added.
    """

    shown = Signal(object)
    saved = Signal()
    failed = Signal(object)
    finding_wanted = Signal(object)
    finding_opened = Signal(str)
    sheet_added = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.noting: Noting = _unnoted
        self._session: Session | None = None
        self._board: Board | None = None
        self._numbers: Mapping[str, int] = {}
        self._locked = False
        self.checks: Checks | None = None

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop."""
        self._session, self._board, self.checks = None, None, None

    @property
    def desk(self) -> Desk:
        """The desk of the signed-in person."""
        if self._session is None:
            raise RuntimeError("nobody is signed in")
        return self._session.desk

    def open(self, inspection_id: str, numbers: Mapping[str, int], *, locked: bool) -> None:
        """Show the checklists of an inspection, read anew: another wish or an undo may have changed them.

        Args:
            numbers: of its findings, by id.
        """
        try:
            board = checks.board(self.desk, inspection_id)
        except InspectorError as error:
            self.failed.emit(error)
            return
        told = (board, dict(numbers), locked)
        if told == (self._board, self._numbers, self._locked):
            return  # most changes of a visit are none of its checklists
        self._board, self._numbers, self._locked = told
        self._show()

    def _show(self) -> None:
        if self._board is None:
            return
        try:
            self.checks = values.read(self._board, self._numbers, locked=self._locked)
        except InspectorError as error:
            # A deduction that the present edition of the forms does not know: said, not reckoned with.
            self.failed.emit(error)
            return
        self.shown.emit(self.checks)

    def _fulfil(self, wish: Callable[[Board], Board]) -> bool:
        if self._board is None:
            return False
        try:
            with self.noting(self.desk.store, self.tr("检查表")):
                self._board = wish(self._board)
        except InspectorError as error:
            self.failed.emit(error)
            self._show()
            return False
        self.saved.emit()
        self._show()
        return True

    def mark(self, sheet_id: str, line_id: str, told: Mark) -> None:
        """Note something of an item."""
        self._fulfil(lambda board: check_marks.mark(self.desk, board, sheet_id, line_id, told))

    def set_absent(self, sheet_id: str, absent: bool) -> None:
        """Say that a whole table does not apply, or that it does after all."""
        self._fulfil(lambda board: check_marks.change_sheet(self.desk, board, sheet_id, absent=absent))

    def rename(self, sheet_id: str, name: str) -> None:
        """Say of which machine or place a sheet is."""
        self._fulfil(lambda board: check_marks.change_sheet(self.desk, board, sheet_id, name=name))

    def add_sheet(self, listing_id: str, part: str, name: str) -> None:
        """Add another sheet of a table."""
        made: list[str] = []

        def wish(board: Board) -> Board:
            board, sheet_id = check_marks.add_sheet(self.desk, board, listing_id, part, name)
            made.append(sheet_id)
            return board

        if self._fulfil(wish):
            self.sheet_added.emit(made[0])

    def raise_finding(self, sheet_id: str, line_id: str, criterion_id: str) -> None:
        """Ask for a finding of a failed item; one that is there already is opened."""
        board = self._board
        sheet = board.sheet(sheet_id) if board is not None else None
        if board is None or sheet is None:
            return
        linked = sheet.mark(line_id).findings
        of = [one for criterion, one in linked if criterion_id in ("", criterion) and one in self._numbers]
        if of:
            self.finding_opened.emit(of[0])
            return

        def make() -> str:
            self._board, finding_id = check_marks.raise_finding(
                self.desk, board, sheet_id, line_id, criterion_id
            )
            return finding_id

        self.finding_wanted.emit(make)
