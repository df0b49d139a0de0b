"""Rows of values in a table: read-only, shown and replaced as a whole."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.style.translation import said

Index = QModelIndex | QPersistentModelIndex
R = TypeVar("R")


class RowsModel(QAbstractTableModel, Generic[R]):
    """One row a value, in the order given; what its cells say is told by whoever knows the values.

    Attributes:
        strong: the column whose words are bold.
    """

    strong = 0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[R] = []
        self._heads: tuple[str, ...] = ()

    def name_columns(self, *heads: str) -> None:
        """Name the columns; called once, by the model's own maker."""
        self._heads = heads

    def show(self, rows: Sequence[R]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def value(self, row: int) -> R | None:
        """Return the value of a row, None when there is none."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, known: str) -> int:
        """Return the row of an id, -1 when it has none."""
        return next((n for n, one in enumerate(self._rows) if self.id_of(one) == known), -1)

    # Told by the model of each list.

    @abstractmethod
    def id_of(self, told: R) -> str:
        """Return the id by which a value is found again."""

    @abstractmethod
    def words(self, told: R, column: int) -> str:
        """Return the words of a cell."""

    def note(self, told: R, column: int) -> str:  # noqa: ARG002 - for the models that have one
        """Return the second line of a cell, empty for none."""
        return ""

    def chip(self, told: R, column: int) -> tuple[str, str] | None:  # noqa: ARG002 - as above
        """Return word and tone of a cell that is a chip, None for one that is not."""
        return None

    def mark(self, told: R, column: int) -> tuple[str, str] | None:  # noqa: ARG002 - as above
        """Return word and tone of a chip before the second line, None for a cell without one."""
        return None

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's word."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        told = self.value(index.row()) if index.isValid() else None
        if told is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mark = self.mark(told, index.column())
            return f"{self.words(told, index.column())} {said(mark[0]) if mark else ''}".strip()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(told, index.column())
        if role == Role.STRONG:
            return index.column() == self.strong
        if role == Role.NOTE:
            return self.note(told, index.column()) or None
        if role == Role.MARK:
            return self.mark(told, index.column())
        if role == Role.CHIP:
            return self.chip(told, index.column())
        return None
