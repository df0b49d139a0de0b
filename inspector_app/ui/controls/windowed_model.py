"""Rows of a list that may be a million long: their number, and the pages of them that are looked at."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from inspector_app.ui.controls.delegate import Role

Index = QModelIndex | QPersistentModelIndex
R = TypeVar("R")

PAGE = 128
MOST_PAGES = 64
MOST_AT_ONCE = 3
"""Pages that are asked for at once; of more that were passed by, the last ones are seen."""


@dataclass(frozen=True, slots=True)
class Window:
    """Rows that a list wants to show.

    Attributes:
        tag: of the answer that they belong to; one that came meanwhile makes them stale.
        pages: (first row, how many), each.
    """

    tag: int
    pages: tuple[tuple[int, int], ...]


class WindowedModel(QAbstractTableModel, Generic[R]):
    """One row a value; the values of a page are asked for when a row of it is looked at, and forgotten again.

    Signals:
        wanted: a Window of rows that are seen, or will be next, and are not here.
    """

    wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tag = 0
        self._count = 0
        self._columns = 0
        self._pages: dict[int, tuple[R, ...]] = {}
        self._missed: dict[int, None] = {}
        self._asked: frozenset[int] = frozenset()
        self._seen, self._step = -1, 1
        # Once for all that is painted in one go; nothing is asked from within a painting.
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._ask)

    # Rows.

    def show(self, count: int, first: int = 0, rows: Sequence[R] = ()) -> None:
        """Replace all rows by another answer; its rows from `first`, the beginning of a page, are here."""
        self.beginResetModel()
        self.tag += 1
        self._count = count
        self._forget()
        if rows:
            self._keep(first, rows)
        self.endResetModel()

    def show_columns(self, count: int) -> None:
        """Have so many columns from now on; the rows stay."""
        self.beginResetModel()
        self._columns = count
        self.endResetModel()

    def take(self, tag: int, first: int, rows: Sequence[R]) -> None:
        """Take rows that were wanted; those of an answer that is no longer shown are passed by."""
        if tag != self.tag or not self._columns:
            return
        self._asked -= {(first + n) // PAGE for n in range(0, max(len(rows), 1), PAGE)}
        self._keep(first, rows)
        if rows:
            last = min(first + len(rows), self._count) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(last, self._columns - 1))

    def give_up(self, tag: int) -> None:
        """Hear that what was wanted last does not come; the next look asks for it anew."""
        if tag == self.tag:
            self._asked = frozenset()

    def value(self, row: int) -> R | None:
        """Return the value of a row, None when there is none or it is not here."""
        page = self._pages.get(row // PAGE, ())
        return page[row % PAGE] if 0 <= row < self._count and row % PAGE < len(page) else None

    def row_of(self, known: str) -> int:
        """Return the row of an id among those that are here, -1 when it is not."""
        for page, rows in self._pages.items():
            for n, one in enumerate(rows):
                if self.id_of(one) == known:
                    return page * PAGE + n
        return -1

    @property
    def held(self) -> int:
        """How many rows are held in memory."""
        return sum(map(len, self._pages.values()))

    def _forget(self) -> None:
        self._pages, self._missed, self._asked = {}, {}, frozenset()
        self._seen, self._step = -1, 1

    def _keep(self, first: int, rows: Sequence[R]) -> None:
        # A page that turned out to be empty is kept as that: it would be asked for again at every look.
        for start in range(0, max(len(rows), 1), PAGE):
            page = (first + start) // PAGE
            self._pages.pop(page, None)
            self._pages[page] = tuple(rows[start : start + PAGE])
        while len(self._pages) > MOST_PAGES:
            del self._pages[next(iter(self._pages))]

    def _look_at(self, row: int) -> R | None:
        page = row // PAGE
        if page != self._seen:
            if self._seen >= 0:
                self._step = 1 if page > self._seen else -1
            self._seen = page
            if page in self._pages:  # looked at last, forgotten last
                self._pages[page] = self._pages.pop(page)
            self._turn.start()
        if page not in self._pages:
            self._missed[page] = None
            self._turn.start()
        return self.value(row)

    def _ask(self) -> None:
        missed, self._missed = [one for one in self._missed if one not in self._pages], {}
        if not missed:
            ahead = self._seen + self._step
            if not self._asked and ahead not in self._pages and 0 <= ahead * PAGE < self._count:
                missed = [ahead]
        if not missed or self._asked.issuperset(missed):
            return
        pages = sorted(missed[-MOST_AT_ONCE:])
        self._asked = frozenset(pages)
        self.wanted.emit(Window(self.tag, tuple((one * PAGE, PAGE) for one in pages)))

    # Told by the model of each list.

    @abstractmethod
    def id_of(self, told: R) -> str:
        """Return the id by which a value is found again."""

    @abstractmethod
    def words(self, told: R, column: int) -> str:
        """Return the words of a cell."""

    def chip(self, told: R, column: int) -> tuple[str, str] | None:  # noqa: ARG002 - for the lists that have such
        """Return word and tone of a cell that is a chip, None for one that is not."""
        return None

    def counts(self, column: int) -> bool:  # noqa: ARG002 - for the lists that have such
        """Return whether a column holds numbers, which stand at its right edge."""
        return False

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rows, those that are not here as well."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows; of a row that is not here, that it is awaited."""
        if not index.isValid():
            return None
        told = self._look_at(index.row())
        if role == Role.AWAITED:
            return told is None
        if told is None:
            return self.tr("正在读取") if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(told, index.column())
        if role == Role.CHIP:
            return self.chip(told, index.column())
        return None
