"""备考表: the state of the file when it was laid up, and who answers for it; slips for what is not there."""

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.page.cover import amount_in_words
from inspector_app.documents.page.sheet import (
    BODY_SIZE,
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
from inspector_app.domain.dossier import Bound, Slip, Volume

CLOSING = "卷内备考表"
_STATE = "本卷情况说明："
_SIGNED = ("立　卷　人：", "检　查　人：", "立卷时间：　　　　年　　月　　日")
_TOP, _FOOT = PAGE_HEIGHT - 30 * MM, 28 * MM
_PAD = 6 * MM
_SIGN_LEAD = 30.0
_SIGN_WIDTH = 90 * MM
_SIZES = (BODY_SIZE, FOUR, SMALL_FOUR)


def set_closing(volume: Volume, bound: Bound) -> Sheet:
    """Return the pages of the 备考表; remarks that are too long for one page go on overleaf."""
    sheet = Sheet(_TOP, _FOOT)
    _place_title(sheet, CLOSING)
    told = (amount_in_words(len(volume.items), bound.numbered, volume.photos), *volume.remarks)
    foot = len(_SIGNED) * _SIGN_LEAD + _PAD
    blocks = _fitted(told, sheet.room - foot - 4 * _PAD)
    top = sheet.y
    state = lay([(_STATE, Script.HEADING)], Style(FOUR, FOUR * 1.6, Align.LEFT), WIDTH - 2 * _PAD)
    sheet.text(state, LEFT + _PAD, sheet.y - _PAD)
    sheet.y -= _PAD + state.height + 2 * MM
    for block in blocks:
        rest = block
        while rest.height > sheet.room - foot - _PAD and len(rest.lines) > 1:
            lines = max(int((sheet.room - _PAD) // rest.style.lead), 1)
            if lines >= len(rest.lines):
                lines = len(rest.lines) - 1
            sheet.text(rest.part(0, lines), LEFT + _PAD, sheet.y)
            _frame(sheet, top)
            sheet.new_page()
            top, rest = sheet.y, rest.part(lines)
            sheet.y -= _PAD
        sheet.text(rest, LEFT + _PAD, sheet.y)
        sheet.y -= rest.height
    _place_signed(sheet)
    _frame(sheet, top)
    return sheet


def _place_title(sheet: Sheet, text: str) -> None:
    title = lay_title(text, Style(TITLE_SIZE, TITLE_SIZE * 1.3, Align.CENTRED), WIDTH)
    sheet.text(title, LEFT + (WIDTH - title.width) / 2, sheet.y)
    sheet.y -= title.height + 5 * MM


def _fitted(told: tuple[str, ...], room: float) -> list[Block]:
    blocks: list[Block] = []
    for size in _SIZES:
        style = Style(size, size * 1.65, Align.JUSTIFIED, indent=2 * size)
        blocks = [lay(one, style, WIDTH - 2 * _PAD) for one in told]
        if sum(block.height for block in blocks) <= room:
            break
    return blocks


def _frame(sheet: Sheet, top: float) -> None:
    sheet.put(lambda pen: pen.box(LEFT, sheet.bottom, WIDTH, top - sheet.bottom, 1.2))


def _place_signed(sheet: Sheet) -> None:
    y = sheet.bottom + len(_SIGNED) * _SIGN_LEAD + _PAD
    for text in _SIGNED:
        block = lay(text, Style(FOUR, _SIGN_LEAD, Align.LEFT), _SIGN_WIDTH)
        sheet.text(block, LEFT + WIDTH - _SIGN_WIDTH - _PAD, y)
        y -= _SIGN_LEAD


def set_slip(slip: Slip) -> Sheet:
    """Return the page that stands for something missing: what it was, and why it is not here."""
    sheet = Sheet(_TOP, _FOOT)
    _place_title(sheet, slip.title)
    for label, value in slip.facts:
        _place_fact(sheet, label, value)
    sheet.y -= 6 * MM
    style = Style(FOUR, FOUR * 1.7, Align.JUSTIFIED, indent=2 * FOUR)
    sheet.text(lay(slip.words, style, WIDTH), LEFT, sheet.y)
    return sheet


def _place_fact(sheet: Sheet, label: str, value: str) -> None:
    wide, style = 34 * MM, Style(SMALL_FOUR, SMALL_FOUR * 1.45, Align.LEFT)
    name = lay([(label, Script.HEADING)], style, wide - 4 * MM)
    told = lay(value, style, WIDTH - wide - 4 * MM)
    height, top = max(name.height, told.height) + 4 * MM, sheet.y

    def drawing(pen: Pen) -> None:
        pen.box(LEFT, top - height, wide, height)
        pen.box(LEFT + wide, top - height, WIDTH - wide, height)

    sheet.put(drawing)
    sheet.text(name, LEFT + 2 * MM, top - (height - name.height) / 2)
    sheet.text(told, LEFT + wide + 2 * MM, top - (height - told.height) / 2)
    sheet.y -= height
