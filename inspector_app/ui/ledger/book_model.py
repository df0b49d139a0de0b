"""A ledger's rows as a table of the columns that were chosen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from inspector_app.casework.ledgers.reading import Row
from inspector_app.domain.ledgers import Column, Holds, Layout
from inspector_app.ui.controls.windowed_model import WindowedModel
from inspector_app.ui.ledger.book_tones import tone_of
from inspector_app.ui.style.translation import said


class BookModel(WindowedModel[Row]):
    """Rows of a ledger; a row's cells stand in the order of the layout, shown in the order chosen."""

    def __init__(self, layout: Layout, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layout_ = layout
        self._places = {one.code: n for n, one in enumerate(layout.columns)}
        self.columns: tuple[Column, ...] = ()

    def choose_columns(self, codes: Sequence[str]) -> None:
        """Show these columns, in this order; codes that the ledger does not have are passed by."""
        found = (self.layout_.column(code) for code in codes)
        self.columns = tuple(one for one in found if one is not None)
        self.show_columns(len(self.columns))

    def place(self, code: str) -> int:
        """Return where a column shows, -1 when it does not."""
        return next((n for n, one in enumerate(self.columns) if one.code == code), -1)

    def cell(self, told: Row, code: str) -> str:
        """Return what stands in a row under a column, shown or not."""
        at = self._places[code]
        return told.cells[at] if at < len(told.cells) else ""

    def id_of(self, told: Row) -> str:
        """Return the row's id."""
        return told.id

    def words(self, told: Row, column: int) -> str:
        """Return the words of a cell."""
        return shown(self.columns[column], self.cell(told, self.columns[column].code))

    def chip(self, told: Row, column: int) -> tuple[str, str] | None:
        """Return a state's chip; a plain no is none."""
        of = self.columns[column]
        words = self.cell(told, of.code) if of.holds is Holds.STATE else ""
        tone = tone_of(of.code, words)
        return (words, tone) if words and tone else None

    def counts(self, column: int) -> bool:
        """Return whether a column holds numbers."""
        return 0 <= column < len(self.columns) and self.columns[column].holds is Holds.NUMBER

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's head."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return said(self.columns[section].label)
        return None


def shown(column: Column, cell: str) -> str:
    """Return a cell as it is shown: a state in the window's language, line breaks as one blank."""
    return said(cell) if column.holds is Holds.STATE and cell else " ".join(cell.split())
