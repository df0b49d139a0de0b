"""Issued documents as rows: read-only, holds values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.casework.papers.issued import Issued
from inspector_app.domain.states import State
from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.style import typed
from inspector_app.ui.style.tones import tone
from inspector_app.ui.style.translation import said

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A document with its state today; of `recipients` so many were `served`."""

    document: Issued
    state: State
    recipients: int = 0
    served: int = 0


class IssuedColumn(IntEnum):
    """What a row shows."""

    NUMBER = 0
    ADDRESSEE = 1
    STATE = 2


class IssuedModel(QAbstractTableModel):
    """One row a document, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[IssuedRow] = []
        self._heads = (self.tr("文号 · 文种 · 签发"), self.tr("主送 · 送达"), self.tr("状态"))

    def show(self, rows: Sequence[IssuedRow]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def document(self, index: Index) -> Issued:
        """Return the document of a row."""
        return self._rows[index.row()].document

    def row_of(self, document_id: str) -> int:
        """Return the row of a document, -1 when it has none."""
        return next((n for n, one in enumerate(self._rows) if one.document.id == document_id), -1)

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of documents."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(IssuedColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's word."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        shown, column = self._rows[index.row()], IssuedColumn(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(shown, column)
        if role == Role.STRONG:
            return column is IssuedColumn.NUMBER
        if role == Role.NOTE and column is IssuedColumn.NUMBER:
            return f"{shown.document.label} · {typed.show_day(shown.document.issued_on)}"
        if role == Role.NOTE and column is IssuedColumn.ADDRESSEE and shown.recipients:
            told = self.tr("送达 %1/%2").replace("%1", str(shown.served))
            return told.replace("%2", str(shown.recipients))
        if role == Role.CHIP and column is IssuedColumn.STATE:
            return (self._words(shown, column), tone(shown.state.word, overdue=shown.state.overdue))
        return None

    def _words(self, shown: IssuedRow, column: IssuedColumn) -> str:
        document, state = shown.document, shown.state
        match column:
            case IssuedColumn.NUMBER:
                return document.number
            case IssuedColumn.ADDRESSEE:
                return document.addressee
            case IssuedColumn.STATE:
                word, overdue = said(state.word), self.tr("逾期")
                return f"{word} · {overdue}" if state.overdue and word != overdue else word
