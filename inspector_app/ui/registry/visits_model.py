"""Inspections as rows: read-only, holds values only."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.casework.visits.inspections import Visit
from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.style import typed
from inspector_app.ui.style.tones import tone
from inspector_app.ui.style.translation import said

Index = QModelIndex | QPersistentModelIndex


class VisitColumn(IntEnum):
    """What a row shows."""

    TARGET = 0
    STARTED = 1
    FINDINGS = 2
    STATE = 3


class VisitsModel(QAbstractTableModel):
    """One row an inspection, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._visits: list[Visit] = []
        self._heads = (self.tr("对象"), self.tr("时间"), self.tr("问题 · 文书"), self.tr("状态"))

    def show(self, visits: Sequence[Visit]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._visits = list(visits)
        self.endResetModel()

    def visit(self, index: Index) -> Visit:
        """Return the inspection of a row."""
        return self._visits[index.row()]

    def row_of(self, inspection_id: str) -> int:
        """Return the row of an inspection, -1 when it has none."""
        return next((n for n, one in enumerate(self._visits) if one.id == inspection_id), -1)

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of inspections."""
        return 0 if parent.isValid() else len(self._visits)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(VisitColumn)

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
        visit, column = self._visits[index.row()], VisitColumn(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(visit, column)
        if role == Role.STRONG:
            return column is VisitColumn.TARGET
        if role == Role.CHIP and column is VisitColumn.STATE:
            return (visit.state.word, tone(visit.state.word))
        return None

    def _words(self, visit: Visit, column: VisitColumn) -> str:
        match column:
            case VisitColumn.TARGET:
                return visit.target
            case VisitColumn.STARTED:
                return typed.show_moment(visit.started) or self.tr("未开始")
            case VisitColumn.FINDINGS:
                told = self.tr("%1 项问题 · %2 份文书")
                return told.replace("%1", str(visit.findings)).replace("%2", str(visit.documents))
            case VisitColumn.STATE:
                return said(visit.state.word)
