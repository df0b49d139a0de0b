"""Issued documents as rows: read-only, holds values only."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject

from inspector_app.casework.papers.issued import Issued
from inspector_app.domain.late import LABEL
from inspector_app.domain.states import DocumentState, State
from inspector_app.ui.controls.listed_model import ListedModel
from inspector_app.ui.style import typed
from inspector_app.ui.style.tones import tone
from inspector_app.ui.style.translation import said


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


class IssuedModel(ListedModel[IssuedRow]):
    """One row a document, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name_columns(self.tr("文号 · 文种 · 签发"), self.tr("主送 · 送达"), self.tr("状态"))

    def states(self) -> set[str]:
        """Return the words of all states that a document can show; a served one is overdue by a word."""
        unserved = f"{said(str(DocumentState.ISSUED))} · {self.tr('逾期')}"
        return {said(str(one)) for one in DocumentState} | {unserved}

    def id_of(self, told: IssuedRow) -> str:
        """Return the document's id."""
        return told.document.id

    def note(self, told: IssuedRow, column: int) -> str:
        """Return what kind of document it is, or how many of its recipients were reached."""
        if column == IssuedColumn.NUMBER:
            return f"{told.document.label} · {typed.show_day(told.document.issued_on)}"
        if column == IssuedColumn.ADDRESSEE and told.recipients:
            reached = self.tr("送达 %1/%2").replace("%1", str(told.served))
            return reached.replace("%2", str(told.recipients))
        return ""

    def chip(self, told: IssuedRow, column: int) -> tuple[str, str] | None:
        """Return the state as a chip."""
        if column != IssuedColumn.STATE:
            return None
        return self.words(told, column), tone(told.state.word, overdue=told.state.overdue)

    def mark(self, told: IssuedRow, column: int) -> tuple[str, str] | None:
        """Return that a document was keyed in late."""
        return (LABEL, "blue") if column == IssuedColumn.NUMBER and told.document.late else None

    def words(self, told: IssuedRow, column: int) -> str:
        """Return the words of a cell."""
        document, state = told.document, told.state
        match IssuedColumn(column):
            case IssuedColumn.NUMBER:
                return document.number
            case IssuedColumn.ADDRESSEE:
                return document.addressee
            case IssuedColumn.STATE:
                word, overdue = said(state.word), self.tr("逾期")
                return f"{word} · {overdue}" if state.overdue and word != overdue else word
