"""The foot of a letter: officers and receipt at the left, body, date and seal at the right; and the 版记."""

from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.pen import Pen
from inspector_app.documents.sheet import (
    BODY_SIZE,
    CELL,
    FIVE,
    FOUR,
    LEFT,
    MM,
    PITCH,
    SMALL_FIVE,
    WIDTH,
    Sheet,
)
from inspector_app.domain.chinese import spaced_name
from inspector_app.domain.content import Content

_TABLE = 73 * MM
_LABEL, _NAME, _ASKED = 17 * MM, 29 * MM, 10 * MM
_LEAST_ROW, _GOOD_ROW = 7.0 * MM, 7.7 * MM
_SEAL_RADIUS = 21 * MM
_GRID = Style(BODY_SIZE, PITCH, Align.LEFT, cell=CELL)
_IMPRINT_LEAD = 21.0


def _rows(content: Content) -> list[tuple[str, ...]]:
    officers = [
        ("执法人员", f"{spaced_name(name)} {certificate}", "签名", "")
        for name, certificate in content.officers
    ]
    return [*officers, *content.receipt]


def sign_height(content: Content) -> float:
    """Return the least height of the signature block, in points."""
    return max(len(_rows(content)) * _LEAST_ROW + 1 * MM, 4.4 * PITCH)


def place_sign(sheet: Sheet, content: Content, tail: float, *, draft: bool) -> None:
    """Set the signature block; the caller has made room for it and for `tail` points beneath."""
    rows = _rows(content)
    wanted = max(len(rows) * _GOOD_ROW + 1 * MM, 5.35 * PITCH)
    height = max(min(wanted, sheet.room - tail), sign_height(content))
    top = sheet.y - 1 * MM
    if rows:
        _place_rows(sheet, content, top, (height - 1 * MM) / len(rows))
    _place_date(sheet, content, sheet.y, draft=draft)
    sheet.y -= height


def _place_rows(sheet: Sheet, content: Content, top: float, row_height: float) -> None:
    rows = _rows(content)
    laid = [[(x, w, _cell(text, n, w)) for n, (x, w, text) in enumerate(_columns(row))] for row in rows]

    def drawing(pen: Pen) -> None:
        for n, cells in enumerate(laid):
            y = top - n * row_height
            if n:
                pen.rule(LEFT, y, LEFT + _TABLE, y, 0.9 if n == len(content.officers) else 0.6)
            for x, _, block in cells:
                if x > LEFT:
                    pen.rule(x, y, x, y - row_height)
                pen.block(block, x + 0.8 * MM, y - (row_height - block.height) / 2)
        pen.box(LEFT, top - row_height * len(laid), _TABLE, row_height * len(laid), 0.9)

    sheet.put(drawing)


def _columns(row: tuple[str, ...]) -> list[tuple[float, float, str]]:
    """Return (left edge, width, text) of each cell; a row has one or two labels, each with its blank."""
    widths = [_LABEL, _TABLE - _LABEL] if len(row) <= 2 else [_LABEL, _NAME, _ASKED, _TABLE - 56 * MM]
    edges = [LEFT + sum(widths[:n]) for n in range(len(widths))]
    cells = (*row, "", "", "")[: len(widths)]
    return list(zip(edges, widths, cells, strict=True))


def _cell(text: str, n: int, width: float) -> Block:
    """Set a cell of the block: labels in 五号, the officer's name with certificate a step smaller."""
    filled = n == 1 and text[:1] != "年"
    align = Align.CENTRED if n != 1 or filled else Align.RIGHT
    block = lay(text, Style(FIVE, 12.5, align), width - 1.6 * MM)
    return (
        block
        if len(block.lines) == 1 and not filled
        else lay(text, Style(SMALL_FIVE, 10, align), width - 1.6 * MM)
    )


def _place_date(sheet: Sheet, content: Content, top: float, *, draft: bool) -> None:
    """Set 发文机关署名 and 成文日期: the date four cells from the right, the body centred on it (7.3.5.1)."""
    date = lay(content.date, _GRID, WIDTH)
    date_width = max((line.width for line in date.lines), default=0.0)
    issuer = lay(content.issuer, _GRID, WIDTH - _TABLE - 1 * MM)
    issuer = lay(content.issuer, Style(BODY_SIZE, PITCH, Align.CENTRED, cell=CELL), issuer.width)
    issuer_width = max((line.width for line in issuer.lines), default=0.0)
    centre = min(LEFT + WIDTH - 4 * CELL - date_width / 2, LEFT + WIDTH - issuer_width / 2)
    base = top - max(2.5 * PITCH, issuer.height + 0.5 * PITCH)
    seal_y = base - PITCH + 4 * MM

    def drawing(pen: Pen) -> None:
        pen.block(issuer, centre - issuer.width / 2, base + issuer.height - PITCH)
        pen.block(date, centre - date_width / 2, base - PITCH)
        if draft:
            pen.seal_place(centre, seal_y, _SEAL_RADIUS)

    sheet.put(drawing)


def _copied(content: Content) -> Block | None:
    if not content.copied:
        return None
    style = Style(FOUR, _IMPRINT_LEAD, indent=CELL, hang=CELL + 3 * FOUR)
    return lay(f"抄送：{'，'.join(content.copied)}。", style, WIDTH - CELL)


def imprint_height(content: Content) -> float:
    """Return the height of the 版记, in points; 0 for a document without one."""
    copied = _copied(content)
    if copied is None and not content.imprint:
        return 0.0
    return (copied.height if copied else 0.0) + (_IMPRINT_LEAD + 4 if content.imprint else 0.0) + 6


def place_imprint(sheet: Sheet, content: Content) -> None:
    """Set 抄送 and 印发 at the foot of the last page (GB/T 9704-2012 7.4)."""
    height = imprint_height(content)
    if not height:
        return
    sheet.need(height)
    copied = _copied(content)
    left, _, right = content.imprint.partition("\u3000\u3000")
    issuer = lay(left, Style(FOUR, _IMPRINT_LEAD, Align.LEFT), WIDTH - CELL)
    printed = lay(right.strip(), Style(FOUR, _IMPRINT_LEAD, Align.RIGHT), WIDTH - 2 * CELL)
    bottom = sheet.bottom

    def drawing(pen: Pen) -> None:
        top = bottom + height
        pen.rule(LEFT, top, LEFT + WIDTH, top, 1)
        if copied:
            top = pen.block(copied, LEFT, top - 2) - 2
        if content.imprint:
            if copied:
                pen.rule(LEFT, top, LEFT + WIDTH, top, 0.7)
            pen.block(issuer, LEFT + CELL, top - 2)
            pen.block(printed, LEFT + CELL, top - 2)
        pen.rule(LEFT, bottom, LEFT + WIDTH, bottom, 1)

    sheet.put(drawing)
    sheet.y = sheet.bottom
