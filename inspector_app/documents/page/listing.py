"""A page set that is one table: the 卷内目录, a list of acts without effect."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.page.sheet import (
    FIVE,
    LEFT,
    MM,
    PAGE_HEIGHT,
    SMALL_FOUR,
    TITLE_SIZE,
    WIDTH,
    Drawing,
    Sheet,
)
from inspector_app.documents.page.titles import lay_title
from inspector_app.documents.pen import Pen
from inspector_app.domain.dossier import Bound, Item, Listing

REGISTER = "卷内文件目录"
OTHERS = "其他材料"
_HEAD = ("序号", "文件名称", "文　号", "日　期", "页　号", "备　注")
_WIDTHS = (11, 42, 46, 24, 15, 18)
_ALIGN = ("C", "L", "L", "C", "C", "C")
_TOP, _FOOT = PAGE_HEIGHT - 25 * MM, 25 * MM
_LEAD, _AIR, _PAD = 14.2, 3.4 * MM, 1.2 * MM
_MOST_LINES = 12
_BASE = 18 * MM
_UNREAD = "文件损坏"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its cells broken into lines; a row of one cell goes across the whole table."""

    cells: tuple[Block, ...]
    widths: tuple[float, ...]

    @property
    def height(self) -> float:
        """Height in points."""
        return max(cell.height for cell in self.cells) + _AIR


def register_of(items: tuple[Item, ...], bound: Bound, target: str) -> Listing:
    """Return the 卷内目录: each item with its pages; each visit begins with a line of its own."""
    rows: list[tuple[str, ...]] = []
    grouped = len({item.group for item in items if item.group}) > 1
    group = ""
    for n, (item, pages) in enumerate(zip(items, bound.pages, strict=True), start=1):
        if grouped and (item.group or OTHERS) != group:
            group = item.group or OTHERS
            rows.append((group,))
        note = _UNREAD if n - 1 in bound.unread else item.note
        rows.append((str(n), item.name, item.number, item.day, _pages(pages), note))
    return Listing(REGISTER, target, _HEAD, _WIDTHS, _ALIGN, tuple(rows))


def _pages(pages: tuple[int, int]) -> str:
    first, last = pages
    return str(first) if first == last else f"{first}–{last}"


def set_listing(listing: Listing) -> Sheet:
    """Return the pages of a listing; its head repeats on each of them, and no row is split."""
    sheet = Sheet(_TOP, _FOOT)
    title = lay_title(listing.title, Style(TITLE_SIZE, TITLE_SIZE * 1.3, Align.CENTRED), WIDTH)
    sheet.text(title, LEFT + (WIDTH - title.width) / 2, sheet.y)
    sheet.y -= title.height + 3 * MM
    if listing.note:
        note = lay(listing.note, Style(SMALL_FOUR, 17, Align.LEFT), WIDTH)
        sheet.text(note, LEFT, sheet.y)
        sheet.y -= note.height + 2 * MM
    widths = tuple(width * WIDTH / sum(listing.widths) for width in listing.widths)
    head = _head(listing.head, widths)
    rows = [_row(cells, widths, listing.align) for cells in listing.rows]
    _place(sheet, head)
    for n, row in enumerate(rows):
        # A line that begins a visit stands with the first of its rows.
        with_next = rows[n + 1].height if len(row.cells) == 1 and n + 1 < len(rows) else 0.0
        if row.height + with_next > sheet.room + 0.5:
            sheet.new_page()
            _place(sheet, head)
        _place(sheet, row)
    return sheet


def _head(cells: Sequence[str], widths: tuple[float, ...]) -> _Row:
    style = Style(FIVE, _LEAD, Align.CENTRED)
    blocks = (
        lay([(cell, Script.HEADING)], style, width - 2 * _PAD)
        for cell, width in zip(cells, widths, strict=True)
    )
    return _Row(tuple(blocks), widths)


def _row(cells: Sequence[str], widths: tuple[float, ...], align: Sequence[str]) -> _Row:
    if len(cells) == 1:
        style = Style(FIVE, _LEAD, Align.LEFT)
        return _Row((lay([(cells[0], Script.HEADING)], style, WIDTH - 2 * _PAD),), (WIDTH,))
    blocks = (
        lay(cell, Style(FIVE, _LEAD, Align(one)), width - 2 * _PAD).part(0, _MOST_LINES)
        for cell, width, one in zip(cells, widths, align, strict=True)
    )
    return _Row(tuple(blocks), widths)


def _place(sheet: Sheet, row: _Row) -> None:
    top, height = sheet.y, row.height

    def drawing(pen: Pen) -> None:
        x = LEFT
        for cell, width in zip(row.cells, row.widths, strict=True):
            pen.box(x, top - height, width, height)
            pen.block(cell, x + _PAD, top - (height - cell.height) / 2)
            x += width

    sheet.put(drawing)
    sheet.y -= height


def number_pages(sheet: Sheet, word: str) -> None:
    """Number the pages of a listing among themselves, at their foot; they bear no number of the file."""
    total = len(sheet.pages)
    for n, page in enumerate(sheet.pages, start=1):
        told = lay(f"{word}\u3000第 {n} 页\u3000共 {total} 页", Style(FIVE, 13, Align.CENTRED), WIDTH)
        page.append(_at_foot(told))


def _at_foot(told: Block) -> Drawing:
    def drawing(pen: Pen) -> None:
        pen.block(told, LEFT, _BASE)

    return drawing
