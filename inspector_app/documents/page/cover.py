"""封面 of a 案卷: whose it is, about what, from when to when, how long it is kept, how many pages."""

from dataclasses import dataclass

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.page.sheet import (
    FIVE,
    FOUR,
    LEFT,
    MM,
    PAGE_HEIGHT,
    SMALL_FOUR,
    TITLE_SIZE,
    WIDTH,
    Sheet,
)
from inspector_app.documents.page.titles import lay_title
from inspector_app.documents.pen import Pen
from inspector_app.domain.dossier import Bound, Cover

_SPACED = "案　卷"
_OFFICE_TOP = PAGE_HEIGHT - 42 * MM
_FIELDS_TOP, _FIELDS_FOOT = PAGE_HEIGHT - 122 * MM, 62 * MM
_SIZES = (16.0, FOUR, SMALL_FOUR, FIVE, 9.0, 7.5)
_LABEL_CELLS, _GAP = 4, 4 * MM
_INSET = 6 * MM
_UNDER = 1.1 * MM
_FOOT_TOP, _FOOT_ROW = 48 * MM, 11 * MM


@dataclass(frozen=True, slots=True)
class _Field:
    """A label and its value, each with its lines broken."""

    label: Block
    value: Block

    @property
    def height(self) -> float:
        return max(self.label.height, self.value.height)


def set_cover(cover: Cover, items: int, bound: Bound) -> Sheet:
    """Return the one page of the cover."""
    sheet = Sheet(PAGE_HEIGHT - 20 * MM, 20 * MM)
    _place_head(sheet, cover)
    fields, air = _fitted(_told(cover))
    y = _FIELDS_TOP
    for one in fields:
        _place_field(sheet, one, y)
        y -= one.height + air
    _place_foot(sheet, cover, items, bound)
    return sheet


def _place_head(sheet: Sheet, cover: Cover) -> None:
    office = lay_title(cover.office, Style(TITLE_SIZE, TITLE_SIZE * 1.4, Align.CENTRED), WIDTH)
    sheet.text(office, LEFT + (WIDTH - office.width) / 2, _OFFICE_TOP)
    kind = lay([(_SPACED, Script.TITLE)], Style(48, 60, Align.CENTRED), WIDTH)
    sheet.text(kind, LEFT, _OFFICE_TOP - office.height - 12 * MM)


def _told(cover: Cover) -> list[tuple[str, str]]:
    told = [
        ("案卷题名", cover.title),
        ("检查对象", cover.target),
        ("地　　址", cover.address),
        *cover.parties,
        ("检查事由", cover.matter),
        ("起止日期", cover.period),
    ]
    return [(label, value) for label, value in told if value]


def _fitted(told: list[tuple[str, str]]) -> tuple[list[_Field], float]:
    """Return the fields in the largest size that fits between title and foot, and the air beneath each."""
    room = _FIELDS_TOP - _FIELDS_FOOT
    for size in _SIZES:
        fields = [_field(label, value, size) for label, value in told]
        height = sum(one.height for one in fields)
        air = min((room - height) / max(len(fields), 1), 4.5 * MM)
        if air >= 1.5 * MM or size == _SIZES[-1]:
            break
    return fields, max(air, 0.5 * MM)


def _field(label: str, value: str, size: float) -> _Field:
    lead = size * 1.55
    wide = _LABEL_CELLS * size
    name = lay([(_opened(label), Script.HEADING)], Style(size, lead, Align.LEFT), wide + 1)
    room = WIDTH - 2 * _INSET - wide - _GAP
    return _Field(name, lay(value, Style(size, lead, Align.LEFT), room))


def _opened(label: str) -> str:
    """Return a label of two or three characters opened to four cells."""
    if len(label) == 2:
        return f"{label[0]}\u3000\u3000{label[1]}"
    return label


def _place_field(sheet: Sheet, one: _Field, top: float) -> None:
    size, lead = one.value.style.size, one.value.style.lead
    left = LEFT + _INSET
    right = left + _LABEL_CELLS * size + _GAP
    sheet.text(one.label, left, top)
    sheet.text(one.value, right, top)
    lines = len(one.value.lines)

    def drawing(pen: Pen) -> None:
        for n in range(1, lines + 1):
            y = top - n * lead + lead / 2 - size / 2 - _UNDER
            pen.rule(right - 1 * MM, y, LEFT + WIDTH - _INSET, y, 0.5)

    sheet.put(drawing)


def _place_foot(sheet: Sheet, cover: Cover, items: int, bound: Bound) -> None:
    """Set the three fields that the archive looks for: 档号, 保管期限, and how much lies in the file."""
    amount = f"{items}件　{bound.numbered}页"
    cells = (
        ("档　　号", cover.archive_number, 62 * MM),
        ("保管期限", cover.retention, 40 * MM),
        ("卷内共", amount, 54 * MM),
    )
    x = LEFT
    for label, value, width in cells:
        _place_cell(sheet, label, value, x, width)
        x += width


def _place_cell(sheet: Sheet, label: str, value: str, x: float, width: float) -> None:
    wide = 22 * MM
    style = Style(SMALL_FOUR, SMALL_FOUR * 1.3, Align.CENTRED)
    name = lay([(label, Script.HEADING)], style, wide - 2 * MM)
    told = _in_box(value, style, width - wide - 2 * MM)
    _place_box(sheet, name, x, wide)
    _place_box(sheet, told, x + wide, width - wide)


def _in_box(value: str, style: Style, width: float) -> Block:
    """Return a value in the largest size at which it stays within its box."""
    for size in (style.size, FIVE, 9.0, 7.5, 6.0):
        block = lay(value, Style(size, size * 1.3, style.align), width)
        if block.height <= _FOOT_ROW - 1 * MM:
            break
    return block


def _place_box(sheet: Sheet, block: Block, x: float, width: float) -> None:
    sheet.text(block, x + 1 * MM, _FOOT_TOP - (_FOOT_ROW - block.height) / 2)
    sheet.put(lambda pen: pen.box(x, _FOOT_TOP - _FOOT_ROW, width, _FOOT_ROW, 0.8))


def amount_in_words(items: int, pages: int, photos: int) -> str:
    """Return how much lies in a file, as a 备考表 says it."""
    shown = f"，其中照片{photos}张" if photos else ""
    return f"本卷共有文件材料{items}件，编有页号{pages}页{shown}。"
