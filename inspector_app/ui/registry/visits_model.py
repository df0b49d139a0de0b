"""Inspections as rows: read-only, holds values only."""

from enum import IntEnum

from PySide6.QtCore import QObject

from inspector_app.casework.visits.inspections import Visit
from inspector_app.ui.controls.listed_model import ListedModel
from inspector_app.ui.style import typed
from inspector_app.ui.style.tones import tone
from inspector_app.ui.style.translation import said


class VisitColumn(IntEnum):
    """What a row shows."""

    TARGET = 0
    STARTED = 1
    FINDINGS = 2
    STATE = 3


class VisitsModel(ListedModel[Visit]):
    """One row an inspection, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name_columns(self.tr("对象"), self.tr("时间"), self.tr("问题 · 文书"), self.tr("状态"))

    def id_of(self, told: Visit) -> str:
        """Return the inspection's id."""
        return told.id

    def chip(self, told: Visit, column: int) -> tuple[str, str] | None:
        """Return the state as a chip."""
        return (self.words(told, column), tone(told.state.word)) if column == VisitColumn.STATE else None

    def words(self, told: Visit, column: int) -> str:
        """Return the words of a cell."""
        match VisitColumn(column):
            case VisitColumn.TARGET:
                return told.target
            case VisitColumn.STARTED:
                return typed.show_moment(told.started) or self.tr("未开始")
            case VisitColumn.FINDINGS:
                counted = self.tr("%1 项问题 · %2 份文书")
                return counted.replace("%1", str(told.findings)).replace("%2", str(told.documents))
            case VisitColumn.STATE:
                return said(told.state.word)
