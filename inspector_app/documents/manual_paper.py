"""The manual on paper: cover, contents, a page begun for each chapter, pictures, page numbers, an outline."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from reportlab.lib.utils import ImageReader

from inspector_app.documents.canvas import begun
from inspector_app.documents.lines import Align, Block, Style, lay, remembered
from inspector_app.documents.manual_text import PLAIN, STRONG, Kind, Piece, pieces
from inspector_app.documents.page.sheet import FIVE, FOUR, MM, PAGE_HEIGHT, PAGE_WIDTH, Drawing, Sheet
from inspector_app.documents.pen import Pen
from inspector_app.documents.proof.archival import About, finish_page, one_at_a_time
from inspector_app.domain.manual import Manual

LEFT, WIDTH = 25 * MM, 160 * MM
TOP, BOTTOM = PAGE_HEIGHT - 25 * MM, 25 * MM
BODY = Style(FIVE, 17.5)
RAGGED = Style(FIVE, 17.5, Align.LEFT)
HEAD = Style(12.5, 20, Align.LEFT)
CHAPTER = Style(20, 28, Align.LEFT)
CAPTION = Style(9, 14, Align.CENTRED)
SMALL = Style(9, 12, Align.LEFT)
STEP = 18.0
"""Room for the mark before an item, in points."""
GAP, ABOVE_HEAD = 6.0, 8.0
LEAST = 2
"""Lines of a paragraph that stand together at the foot or the head of a page."""
MOST_PICTURE, MOST_SCALE = 86 * MM, 0.55
"""Height of a picture, and points for one of its pixels: a small window is not blown up."""


@dataclass(slots=True)
class _Book:
    """The pages so far.

    Attributes:
        begins: page on which each chapter begins, counted from 0 behind the contents.
    """

    sheet: Sheet = field(default_factory=lambda: Sheet(TOP, BOTTOM))
    begins: list[int] = field(default_factory=list)


def manual(told: Manual) -> bytes:
    """Return the manual as a PDF; the same words and pictures give the same bytes."""
    words = {"title": told.title, "chapters": [list(one) for one in told.chapters]}
    content = json.dumps(words, ensure_ascii=False, sort_keys=True).encode()
    about = About(told.title, told.foot, told.subtitle, told.made_on, content)
    with one_at_a_time, remembered():
        book = _set(told)
        front = _contents(told, book, _contents_pages(told))
        pages = [_cover(told), *front, *_numbered(book.sheet.pages, told)]
        return _drawn(pages, told, book, 1 + len(front), about)


def _drawn(pages: Sequence[Sequence[Drawing]], told: Manual, book: _Book, before: int, about: About) -> bytes:
    out = BytesIO()
    canvas = begun(out, about)
    inside: Any = canvas
    pen = Pen(canvas)
    starts = {page + before: n for n, page in enumerate(book.begins)}
    for number, page in enumerate(pages):
        for drawing in page:
            drawing(pen)
        if number in starts:
            inside.bookmarkPage(_mark(starts[number]))
            inside.addOutlineEntry(told.chapters[starts[number]][0], _mark(starts[number]), 0)
        if 0 < number < before:
            _link(inside, number - 1, told)
        canvas.showPage()
        finish_page(inside._doc)
    canvas.save()
    return out.getvalue()


def _mark(chapter: int) -> str:
    return f"chapter{chapter}"


def _set(told: Manual) -> _Book:
    book = _Book()
    for n, (title, text) in enumerate(told.chapters):
        if n:
            book.sheet.new_page()
        book.begins.append(len(book.sheet.pages) - 1)
        _place(book.sheet, lay([(title, STRONG)], CHAPTER, WIDTH))
        book.sheet.put(_under(book.sheet.y - 3))
        book.sheet.y -= 14
        _chapter(book.sheet, pieces(text), told)
    return book


def _under(y: float) -> Drawing:
    """Return the rule beneath a chapter's title."""
    return lambda pen: pen.rule(LEFT, y, LEFT + WIDTH, y, 0.8)


def _chapter(sheet: Sheet, all_of_it: Sequence[Piece], told: Manual) -> None:
    for n, piece in enumerate(all_of_it):
        after = all_of_it[n + 1].kind if n + 1 < len(all_of_it) else None
        if piece.kind is Kind.HEAD:
            _head(sheet, piece)
        elif piece.kind is Kind.PICTURE:
            _picture(sheet, piece, told)
        elif piece.kind is Kind.ITEM:
            _item(sheet, piece)
            sheet.y -= GAP / 2 if after is Kind.ITEM else GAP
        else:
            _paragraph(sheet, lay(piece.runs, _style(piece), WIDTH), LEFT)
            sheet.y -= GAP


def _style(piece: Piece) -> Style:
    """Return how words are set: Chinese flush at both sides; other words would gape, they stay ragged."""
    text = "".join(words for words, _ in piece.runs)
    han = sum(1 for one in text if one > "\u2e7f")
    return BODY if han * 2 > len(text) else RAGGED


def _head(sheet: Sheet, piece: Piece) -> None:
    block = lay(piece.runs, HEAD, WIDTH)
    sheet.y -= 0 if sheet.fresh else ABOVE_HEAD
    sheet.need(block.height + LEAST * BODY.lead + GAP)
    _place(sheet, block)
    sheet.y -= 3


def _item(sheet: Sheet, piece: Piece) -> None:
    block = lay(piece.runs, _style(piece), WIDTH - STEP)
    sheet.need(min(len(block.lines), LEAST) * BODY.lead)
    mark = lay([(piece.mark, PLAIN)], RAGGED, STEP)
    sheet.text(mark, LEFT + (0 if piece.mark[0].isdigit() else 4), sheet.y)
    _paragraph(sheet, block, LEFT + STEP)


def _paragraph(sheet: Sheet, block: Block, x: float) -> None:
    """Set a paragraph, over pages where it must be; no line stands alone."""
    while block.lines:
        fit = int((sheet.room + 0.5) // block.style.lead)
        lines = len(block.lines)
        here = lines if lines <= fit else min(fit, lines - LEAST)
        if here < min(LEAST, lines) and not sheet.fresh:
            sheet.new_page()
            continue
        part = block.part(0, max(here, 1))
        sheet.text(part, x, sheet.y)
        sheet.y -= part.height
        block = block.part(max(here, 1))
        if block.lines:
            sheet.new_page()


def _picture(sheet: Sheet, piece: Piece, told: Manual) -> None:
    caption = lay(piece.runs, CAPTION, WIDTH)
    raw = told.picture(piece.file)
    if raw is None:
        return
    reader = ImageReader(BytesIO(raw))
    across, down = reader.getSize()
    scale = min(WIDTH / across, MOST_PICTURE / down, MOST_SCALE)
    width, height = across * scale, down * scale
    sheet.need(height + caption.height + 8)
    x, y = LEFT + (WIDTH - width) / 2, sheet.y - height - 2

    def drawing(pen: Pen) -> None:
        pen.screen(reader, x, y, width, height)
        pen.box(x, y, width, height, 0.5)

    sheet.put(drawing)
    sheet.y = y - 3
    _place(sheet, caption)
    sheet.y -= GAP


def _place(sheet: Sheet, block: Block) -> None:
    sheet.need(block.height)
    sheet.text(block, LEFT, sheet.y)
    sheet.y -= block.height


def _cover(told: Manual) -> list[Drawing]:
    title = lay([(told.title, STRONG)], Style(34, 46, Align.CENTRED), WIDTH)
    subtitle = lay([(told.subtitle, PLAIN)], Style(FOUR, 24, Align.CENTRED), WIDTH)
    foot = lay([(told.foot, PLAIN)], Style(FIVE, 18, Align.CENTRED), WIDTH)

    def drawing(pen: Pen) -> None:
        top = PAGE_HEIGHT - 95 * MM
        pen.block(title, LEFT, top)
        pen.rule(PAGE_WIDTH / 2 - 20 * MM, top - 60, PAGE_WIDTH / 2 + 20 * MM, top - 60, 1.6)
        pen.block(subtitle, LEFT, top - 78)
        pen.block(foot, LEFT, 45 * MM)

    return [drawing]


_FIRST_ROW = TOP - 52
WIDE_ROW, CLOSE_ROW = 24.0, 17.0


def _row_height(told: Manual) -> float:
    """Return how far apart the chapters stand in the contents: as wide as one page allows."""
    return max(CLOSE_ROW, min(WIDE_ROW, (_FIRST_ROW - BOTTOM) / max(len(told.chapters), 1)))


def _rows(told: Manual) -> int:
    """Return how many chapters a page of the contents lists."""
    return int((_FIRST_ROW - BOTTOM + 0.01) // _row_height(told))


def _contents_pages(told: Manual) -> int:
    return -(-len(told.chapters) // _rows(told))


def _contents(told: Manual, book: _Book, pages: int) -> list[list[Drawing]]:
    """Return the pages that list the chapters with the page on which each begins."""
    front: list[list[Drawing]] = [[] for _ in range(pages)]
    head = lay([(told.contents, STRONG)], CHAPTER, WIDTH)
    front[0].append(lambda pen: _done(pen.block(head, LEFT, TOP)))
    rows, lead = _rows(told), _row_height(told)
    for n, (title, _) in enumerate(told.chapters):
        y = _FIRST_ROW - (n % rows) * lead
        left = lay([(title, PLAIN)], Style(11, lead, Align.LEFT), WIDTH - 40).part(0, 1)
        right = lay([(str(book.begins[n] + 1), PLAIN)], Style(11, lead, Align.RIGHT), WIDTH)
        front[n // rows].append(_row(left, right, y))
    return front


def _row(left: Block, right: Block, y: float) -> Drawing:
    end, begin = left.lines[0].width + 8, right.lines[0].width + 8

    def drawing(pen: Pen) -> None:
        pen.block(left, LEFT, y)
        pen.block(right, LEFT, y)
        pen.dots(LEFT + end, y - left.style.lead / 2 - 4, LEFT + WIDTH - begin)

    return drawing


def _link(canvas: Any, page: int, told: Manual) -> None:
    rows, lead = _rows(told), _row_height(told)
    for n in range(page * rows, min(len(told.chapters), (page + 1) * rows)):
        y = _FIRST_ROW - (n % rows) * lead
        canvas.linkRect("", _mark(n), (LEFT, y - lead, LEFT + WIDTH, y), relative=0, Border="[0 0 0]")


def _numbered(pages: list[list[Drawing]], told: Manual) -> list[list[Drawing]]:
    """Return the pages with number and title at their foot."""
    for n, page in enumerate(pages, start=1):
        number = lay([(f"{n}", PLAIN)], Style(9, 12, Align.RIGHT), WIDTH)
        title = lay([(told.title, PLAIN)], SMALL, WIDTH)
        page.append(_foot(title, number))
    return pages


def _foot(title: Block, number: Block) -> Drawing:
    def drawing(pen: Pen) -> None:
        pen.block(title, LEFT, 16 * MM)
        pen.block(number, LEFT, 16 * MM)

    return drawing


def _done(_: float) -> None:
    """Let a drawing return nothing."""
