"""A page set that is one table: the 卷内目录, a list of acts without effect."""

from inspector_app.documents.lines import Align, Style, lay
from inspector_app.documents.page.sheet import (
    FIVE,
    LEFT,
    MM,
    PAGE_HEIGHT,
    SMALL_FOUR,
    TITLE_SIZE,
    WIDTH,
    Sheet,
)
from inspector_app.documents.page.table import LaidTable, TableLook, TableSetter
from inspector_app.documents.page.titles import lay_title
from inspector_app.domain.content import Table
from inspector_app.domain.dossier import Bound, Item, Listing

REGISTER = "卷内文件目录"
_HEAD = ("序号", "文件名称", "文　号", "日　期", "页　号", "备　注")
_WIDTHS = (11, 46, 44, 24, 15, 16)
_ALIGN = ("C", "L", "L", "C", "C", "C")
_TOP, _FOOT = PAGE_HEIGHT - 25 * MM, 25 * MM
_LOOK = TableLook(FIVE, 14.2, 3.4 * MM)
_BASE = 18 * MM
_UNREAD = "文件损坏"


def register_of(items: tuple[Item, ...], bound: Bound, target: str) -> Listing:
    """Return the 卷内目录: each item with its pages; each visit begins with a line of its own."""
    rows: list[tuple[str, ...]] = []
    grouped = len({item.group for item in items if item.group}) > 1
    group = ""
    for n, (item, pages) in enumerate(zip(items, bound.pages, strict=True), start=1):
        if grouped and item.group != group:
            group = item.group
            rows.append(("", f"【{group}】", "", "", "", ""))
        note = _UNREAD if n - 1 in bound.unread else item.note
        rows.append((str(n), item.name, item.number, item.day, _pages(pages), note))
    return Listing(REGISTER, target, _HEAD, _WIDTHS, _ALIGN, tuple(rows))


def _pages(pages: tuple[int, int]) -> str:
    first, last = pages
    return str(first) if first == last else f"{first}–{last}"


def set_listing(listing: Listing) -> Sheet:
    """Return the pages of a listing; its head repeats on each of them."""
    sheet = Sheet(_TOP, _FOOT)
    title = lay_title(listing.title, Style(TITLE_SIZE, TITLE_SIZE * 1.3, Align.CENTRED), WIDTH)
    sheet.text(title, LEFT + (WIDTH - title.width) / 2, sheet.y)
    sheet.y -= title.height + 3 * MM
    if listing.note:
        note = lay(listing.note, Style(SMALL_FOUR, 17, Align.LEFT), WIDTH)
        sheet.text(note, LEFT, sheet.y)
        sheet.y -= note.height + 2 * MM
    table = Table(listing.head, listing.widths, listing.align, listing.rows)
    TableSetter(sheet, LaidTable(table), _LOOK).place()
    return sheet


def number_pages(sheet: Sheet, word: str) -> None:
    """Number the pages of a listing among themselves, at their foot; they bear no number of the file."""
    total = len(sheet.pages)
    for n, page in enumerate(sheet.pages, start=1):
        told = lay(f"{word}\u3000第 {n} 页\u3000共 {total} 页", Style(FIVE, 13, Align.CENTRED), WIDTH)
        page.append(lambda pen, told=told: _drawn(pen.block(told, LEFT, _BASE)))


def _drawn(_: float) -> None:
    """Let a drawing return nothing."""
