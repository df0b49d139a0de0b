"""The table at the foot of a letter: officers with their certificates, and what the recipient fills in."""

from dataclasses import dataclass

from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.page.sheet import FIVE, LEFT, MM, SMALL_FIVE
from inspector_app.domain.chinese import spaced_name
from inspector_app.domain.content import Content

TABLE = 73 * MM
LEAST_ROW, GOOD_ROW = 7.0 * MM, 7.7 * MM
_LABEL, _NAME, _ASKED = 17 * MM, 29 * MM, 10 * MM


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A row of the table: (left edge, block) of each cell."""

    cells: tuple[tuple[float, Block], ...]

    @property
    def least(self) -> float:
        """Least height in points."""
        return max(LEAST_ROW, max(block.height for _, block in self.cells) + 1.6 * MM)


def receipt_rows(content: Content) -> list[ReceiptRow]:
    """Return the rows: officers first, then what the template asks of the recipient."""
    return [_row(cells) for cells in _told(content)]


def _told(content: Content) -> list[tuple[str, ...]]:
    officers = [
        ("执法人员", f"{spaced_name(name)} {certificate}", "签名", "")
        for name, certificate in content.officers
    ]
    return [*officers, *content.receipt]


def _row(row: tuple[str, ...]) -> ReceiptRow:
    return ReceiptRow(tuple((x, _cell(text, n, width)) for n, (x, width, text) in enumerate(_columns(row))))


def _columns(row: tuple[str, ...]) -> list[tuple[float, float, str]]:
    """Return (left edge, width, text) of each cell; a row has one or two labels, each with its blank."""
    widths = [_LABEL, TABLE - _LABEL] if len(row) <= 2 else [_LABEL, _NAME, _ASKED, TABLE - 56 * MM]
    edges = [LEFT + sum(widths[:n]) for n in range(len(widths))]
    cells = (*row, "", "", "")[: len(widths)]
    return list(zip(edges, widths, cells, strict=True))


def _cell(text: str, n: int, width: float) -> Block:
    """Set a cell of the block: labels in 五号, the officer's name with certificate a step smaller."""
    filled = n == 1 and text[:1] != "年"
    align = Align.CENTRED if n != 1 or filled else Align.RIGHT
    block = lay(text, Style(FIVE, 12.5, align), width - 1.6 * MM)
    if len(block.lines) == 1 and not filled:
        return block
    return lay(text, Style(SMALL_FIVE, 10.5, align), width - 1.6 * MM)
