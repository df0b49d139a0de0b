"""Rows of a list whose order is known by ids alone: the values are read page by page as they are seen."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.controls.windowed_model import PAGE, Window, WindowedModel
from inspector_app.ui.style.translation import said

Index = QModelIndex | QPersistentModelIndex
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Listed(Generic[R]):
    """A list as it was read: all ids in their order, and the rows of the page that is shown first.

    Attributes:
        first: row of the first of `rows`, the beginning of a page.
    """

    ids: tuple[str, ...] = ()
    first: int = 0
    rows: tuple[R, ...] = ()


def page_of(ids: Sequence[str], known: str) -> tuple[int, Sequence[str]]:
    """Return the first row and the ids of the page in which an id stands; the first page without it."""
    at = ids.index(known) if known in ids else 0
    first = at // PAGE * PAGE
    return first, ids[first : first + PAGE]


class ListedModel(WindowedModel[R]):
    """One row an id, in the order given; what its cells say is told by whoever knows the values.

    Attributes:
        strong: the column whose words are bold.
    """

    strong = 0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[str, ...] = ()
        self._places: dict[str, int] = {}
        self._heads: tuple[str, ...] = ()

    def name_columns(self, *heads: str) -> None:
        """Name the columns; called once, by the model's own maker."""
        self._heads = heads
        self.show_columns(len(heads))

    def enlist(self, told: Listed[R]) -> None:
        """Replace all rows."""
        self._ids = told.ids
        self._places = {one: n for n, one in enumerate(told.ids)}
        self.show(len(told.ids), told.first, told.rows)

    def ids_of(self, window: Window) -> list[tuple[int, tuple[str, ...]]]:
        """Return first row and ids of each page that is wanted."""
        return [(first, self._ids[first : first + many]) for first, many in window.pages]

    def id_at(self, row: int) -> str:
        """Return the id of a row, whose value may not be here; empty when there is none."""
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def row_of(self, known: str) -> int:
        """Return the row of an id, -1 when it has none."""
        return self._places.get(known, -1)

    # Told by the model of each list.

    @abstractmethod
    def id_of(self, told: R) -> str:
        """Return the id by which a value is found again."""

    def note(self, told: R, column: int) -> str:  # noqa: ARG002 - for the models that have one
        """Return the second line of a cell, empty for none."""
        return ""

    def mark(self, told: R, column: int) -> tuple[str, str] | None:  # noqa: ARG002 - as above
        """Return word and tone of a chip before the second line, None for a cell without one."""
        return None

    # Qt's own names from here on.

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's word."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        shown = super().data(index, role)
        if not index.isValid():
            return None
        if role == Role.STRONG:
            return index.column() == self.strong
        told = self.value(index.row())
        if told is None:
            return shown
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mark = self.mark(told, index.column())
            return f"{shown} {said(mark[0]) if mark else ''}".strip()
        if role == Role.NOTE:
            return self.note(told, index.column()) or None
        return self.mark(told, index.column()) if role == Role.MARK else shown
