"""附页: the list of findings and the photos, two a row, each whole and with its caption."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.documents.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import Derivative, Derivatives
from inspector_app.documents.sheet import BODY_SIZE, FIVE, LEFT, MM, PITCH, TITLE_SIZE, WIDTH, Sheet
from inspector_app.documents.table import IN_ANNEX, LaidTable, TableSetter
from inspector_app.documents.titles import lay_title
from inspector_app.domain.content import Annex, PhotoCell

_GAP = 4 * MM
_BOX_WIDTH = (WIDTH - _GAP) / 2
_USUAL, _LEAST = _BOX_WIDTH * 0.75, 38 * MM
"""Height of a photo: that of 4:3 across half the page; a little less where a page is saved by it."""
_STEP = 1 * MM
_BENEATH = 2 * MM
_NARROWEST = 50 * MM
"""A caption is at least so wide, however narrow its photo."""
_CAPTION = Style(FIVE, 14, Align.LEFT)
_STATED = Style(FIVE, 14, Align.RIGHT)


def place_annex(sheet: Sheet, annex: Annex, number: str, photos: Derivatives, tail: float) -> None:
    """Set the annex from a new page on; `tail` points stay free beneath its last row.

    Raises:
        RuleError: `documents.photo_missing`, and what a photo is refused for.
    """
    sheet.new_page()
    _place_head(sheet, annex.title, number)
    if annex.table is not None and annex.table.rows:
        TableSetter(sheet, LaidTable(annex.table), IN_ANNEX).place(0.0 if annex.photos else tail)
        sheet.y -= 3 * MM
    if annex.photos:
        _place_photos(sheet, [_Photo(cell, photos.of(cell.sha256)) for cell in annex.photos], tail)


def _place_head(sheet: Sheet, text: str, number: str) -> None:
    sheet.text(lay([("附页", Script.HEADING)], Style(BODY_SIZE, PITCH, Align.LEFT), WIDTH), LEFT, sheet.y)
    title = lay_title(text, Style(TITLE_SIZE, PITCH, Align.CENTRED), WIDTH - 80 * MM)
    sheet.text(title, LEFT + (WIDTH - title.width) / 2, sheet.y - PITCH * 0.25)
    told = lay(number, Style(FIVE, 14, Align.RIGHT), 40 * MM)
    last = sheet.y - title.height - 0.55 * PITCH
    sheet.text(told, LEFT + WIDTH - told.width, last + told.height)
    sheet.y -= max(title.height + PITCH * 0.6, told.height + PITCH * 0.6)


@dataclass(frozen=True, slots=True)
class _Photo:
    """A photo with its caption; never cropped, for what is cut off may be evidence."""

    cell: PhotoCell
    picture: Derivative

    def size(self, tallest: float) -> tuple[float, float]:
        """Return (width, height) on paper."""
        scale = min(_BOX_WIDTH / self.picture.width, tallest / self.picture.height)
        return self.picture.width * scale, self.picture.height * scale

    def caption_width(self, tallest: float) -> float:
        return min(_BOX_WIDTH, max(self.size(tallest)[0], _NARROWEST))

    def caption(self, tallest: float) -> tuple[Block, ...]:
        """Return the caption, and the time as stated beside it where both fit into one line."""
        width = self.caption_width(tallest)
        caption = lay(self.cell.caption, _CAPTION, width)
        if not self.cell.taken:
            return (caption,)
        stated = lay(self.cell.taken, _STATED, width)
        if _beside(caption, stated, width):
            return (caption, stated)
        return (caption, Block(_CAPTION, stated.lines, width))

    def caption_height(self, tallest: float) -> float:
        caption = self.caption(tallest)
        if len(caption) == 2 and caption[1].style is _STATED:
            return caption[0].height
        return sum(block.height for block in caption)


def _beside(caption: Block, stated: Block, width: float) -> bool:
    if len(caption.lines) > 1 or len(stated.lines) > 1:
        return False
    return caption.lines[0].width + stated.lines[0].width + FIVE / 2 <= width


@dataclass(frozen=True, slots=True)
class _Row:
    photos: tuple[_Photo, ...]
    tallest: float

    @property
    def box(self) -> float:
        return max(photo.size(self.tallest)[1] for photo in self.photos)

    @property
    def height(self) -> float:
        return self.box + max(photo.caption_height(self.tallest) for photo in self.photos) + _BENEATH


def _rows(photos: Sequence[_Photo], tallest: float) -> list[_Row]:
    return [_Row(tuple(photos[n : n + 2]), tallest) for n in range(0, len(photos), 2)]


def _place_photos(sheet: Sheet, photos: Sequence[_Photo], tail: float) -> None:
    for n, page in enumerate(_paged(photos, sheet.room, sheet.height, tail)):
        if n:
            sheet.new_page()
        for row in page:
            _place_row(sheet, row)


def _paged(photos: Sequence[_Photo], room: float, whole: float, tail: float) -> list[list[_Row]]:
    """Share rows of photos among pages, of which the first may hold none.

    Photos are as large as two a row allow. Where the last page would hold a single row, all become a little
    smaller if that saves the page; else a row from the page before keeps it company.

    Args:
        room: what is left of the first page; `whole` a whole page; `tail` what stays free on the last one.
    """
    usual = _filled(_rows(photos, _USUAL), room, whole, tail)
    if len(usual) == 1 or len(usual[-1]) > 1:
        return usual
    tallest = _USUAL - _STEP
    while tallest >= _LEAST:
        smaller = _filled(_rows(photos, tallest), room, whole, tail)
        if len(smaller) < len(usual):
            return smaller
        tallest -= _STEP
    if usual[-2] and _height([usual[-2][-1], *usual[-1]]) + tail <= whole:
        usual[-1].insert(0, usual[-2].pop())
    return usual


def _filled(rows: list[_Row], room: float, whole: float, tail: float) -> list[list[_Row]]:
    pages: list[list[_Row]] = [[]]
    for n, row in enumerate(rows):
        left = (room if len(pages) == 1 else whole) - _height(pages[-1])
        need = row.height + (tail if n == len(rows) - 1 else 0.0)
        if need > left + 0.5 and (pages[-1] or len(pages) == 1):
            pages.append([])
        pages[-1].append(row)
    return pages


def _height(rows: Sequence[_Row]) -> float:
    return sum(row.height for row in rows)


def _place_row(sheet: Sheet, row: _Row) -> None:
    for n, photo in enumerate(row.photos):
        _place_photo(sheet, photo, row, LEFT + n * (_BOX_WIDTH + _GAP))
    sheet.y -= row.height


def _place_photo(sheet: Sheet, photo: _Photo, row: _Row, x: float) -> None:
    width, height = photo.size(row.tallest)
    caption, across = photo.caption(row.tallest), photo.caption_width(row.tallest)
    left, foot = x + (_BOX_WIDTH - width) / 2, sheet.y - row.box
    picture, aside = photo.picture, x + (_BOX_WIDTH - across) / 2

    def drawing(pen: Pen) -> None:
        pen.picture(picture.jpeg, picture.name, left, foot, width, height)
        pen.box(left, foot, width, height, 0.5)
        edge = foot - 1
        for block in caption:
            below = pen.block(block, aside, edge)
            if len(caption) == 2 and caption[1].style is _CAPTION:
                edge = below

    sheet.put(drawing)
