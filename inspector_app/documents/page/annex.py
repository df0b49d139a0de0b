"""附页: the list of findings and the photos, two a row, each whole and with its caption."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.page.sheet import BODY_SIZE, FIVE, LEFT, MM, PITCH, TITLE_SIZE, WIDTH, Sheet
from inspector_app.documents.page.table import IN_ANNEX, LaidTable, TableSetter
from inspector_app.documents.page.titles import lay_title
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import Derivative, Derivatives
from inspector_app.domain.content import Annex, PhotoCell

_GAP = 4 * MM
_BOX_WIDTH = (WIDTH - _GAP) / 2
_USUAL, _LEAST = _BOX_WIDTH * 0.75, 36 * MM
"""Height of a photo: that of 4:3 across half the page; a little less where a page is saved by it."""
_LARGE_WIDTH, _LARGE = 112 * MM, 84 * MM
"""One or two photos stand alone in their rows, and larger: 560 pixels still print well at this size."""
_STEP = 1 * MM
_BENEATH = 2 * MM
_NARROW = 0.9
"""A photo of less than this share of its box has its caption centred beneath it."""
_CAPTION = Style(FIVE, 14, Align.LEFT)
_STATED = Style(FIVE, 14, Align.RIGHT)
_MIDDLE = Style(FIVE, 14, Align.CENTRED)


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
        _place_photos(
            sheet, [_Photo(cell, photos.of(cell.sha256, cell.marks)) for cell in annex.photos], tail
        )


def _place_head(sheet: Sheet, text: str, number: str) -> None:
    sheet.text(lay([("附页", Script.HEADING)], Style(BODY_SIZE, PITCH, Align.LEFT), WIDTH), LEFT, sheet.y)
    title = lay_title(text, Style(TITLE_SIZE, PITCH, Align.CENTRED), WIDTH - 80 * MM)
    sheet.text(title, LEFT + (WIDTH - title.width) / 2, sheet.y - PITCH * 0.25)
    told = lay(number, Style(FIVE, 14, Align.RIGHT), (WIDTH - title.width) / 2 - 3 * MM)
    height = max(title.height + PITCH * 0.6, told.height + PITCH * 0.8)
    sheet.text(told, LEFT + WIDTH - told.width, sheet.y - height + told.height + 1.2 * MM)
    sheet.y -= height


@dataclass(frozen=True, slots=True)
class _Photo:
    """A photo with its caption; never cropped, for what is cut off may be evidence."""

    cell: PhotoCell
    picture: Derivative

    def size(self, box: "_Box") -> tuple[float, float]:
        """Return (width, height) on paper."""
        scale = min(box.width / self.picture.width, box.tallest / self.picture.height)
        return self.picture.width * scale, self.picture.height * scale

    def caption(self, box: "_Box") -> tuple[Block, ...]:
        """Return caption and stated time: at the box's edges, or centred beneath a narrow photo."""
        caption, stated = self.cell.caption, self.cell.taken
        if self.size(box)[0] < box.width * _NARROW:
            told = lay(f"{caption}\u3000{stated}".rstrip(), _MIDDLE, box.width)
            if len(told.lines) > 1 and stated:
                told = lay(f"{caption}\n{stated}", _MIDDLE, box.width)
            return (told,)
        if not stated:
            return (lay(caption, _CAPTION, box.width),)
        pair = lay(caption, _CAPTION, box.width), lay(stated, _STATED, box.width)
        return pair if _beside(*pair, box.width) else (pair[0], lay(stated, _CAPTION, box.width))

    def caption_height(self, box: "_Box") -> float:
        caption = self.caption(box)
        if len(caption) == 2 and caption[1].style is _STATED:
            return caption[0].height
        return sum(block.height for block in caption)


def _beside(caption: Block, stated: Block, width: float) -> bool:
    if len(caption.lines) > 1 or len(stated.lines) > 1:
        return False
    return caption.lines[0].width + stated.lines[0].width + FIVE / 2 <= width


@dataclass(frozen=True, slots=True)
class _Box:
    """The room of each photo: how many stand in a row, and how wide and tall they may be."""

    columns: int
    width: float
    tallest: float


@dataclass(frozen=True, slots=True)
class _Row:
    photos: tuple[_Photo, ...]
    box: _Box

    @property
    def pictures(self) -> float:
        return max(photo.size(self.box)[1] for photo in self.photos)

    @property
    def height(self) -> float:
        return self.pictures + max(photo.caption_height(self.box) for photo in self.photos) + _BENEATH


def _rows(photos: Sequence[_Photo], box: _Box) -> list[_Row]:
    columns = box.columns
    return [_Row(tuple(photos[n : n + columns]), box) for n in range(0, len(photos), columns)]


def _place_photos(sheet: Sheet, photos: Sequence[_Photo], tail: float) -> None:
    for n, page in enumerate(_paged(photos, sheet.room, sheet.height, tail)):
        if n:
            sheet.new_page()
        for row in page:
            _place_row(sheet, row)


def _paged(photos: Sequence[_Photo], room: float, whole: float, tail: float) -> list[list[_Row]]:
    """Share rows of photos among pages, of which the first may hold none.

    One or two photos are large if they fit; more stand two a row, as large as that allows. Where the last
    page would hold a single row, they become a little smaller if that saves it, on the pages where it
    takes that; else a row from the page before keeps it company.

    Args:
        room: what is left of the first page; `whole` a whole page; `tail` what stays free on the last one.
    """
    large = _rows(photos, _Box(1, _LARGE_WIDTH, _LARGE))
    if len(photos) <= 2 and _height(large) + tail <= room:
        return [large]
    usual = _filled(_rows(photos, _Box(2, _BOX_WIDTH, _USUAL)), room, whole, tail)
    if len(usual) == 1 or len(usual[-1]) > 1:
        return usual
    tallest = _USUAL - _STEP
    while tallest >= _LEAST:
        smaller = _filled(_rows(photos, _Box(2, _BOX_WIDTH, tallest)), room, whole, tail)
        if len(smaller) < len(usual):
            return _regrown(smaller, room, whole, tail)
        tallest -= _STEP
    if usual[-2] and _height([usual[-2][-1], *usual[-1]]) + tail <= whole:
        usual[-1].insert(0, usual[-2].pop())
    elif not usual[-2] and len(photos) <= 2 and _height(large) + tail <= whole:
        return [[], large]
    return usual


def _regrown(pages: list[list[_Row]], room: float, whole: float, tail: float) -> list[list[_Row]]:
    """Give each page its photos as large as it has room for; what saved a sheet need not shrink all."""
    last = len(pages) - 1
    rooms = [(whole if n else room) - (tail if n == last else 0.0) for n in range(len(pages))]
    return [_largest(page, free) for page, free in zip(pages, rooms, strict=True)]


def _largest(page: list[_Row], free: float) -> list[_Row]:
    photos = [photo for row in page for photo in row.photos]
    tallest = _USUAL
    while page and tallest > page[0].box.tallest:
        rows = _rows(photos, _Box(2, _BOX_WIDTH, tallest))
        if _height(rows) <= free + 0.5:
            return rows
        tallest -= _STEP
    return page


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
        left = LEFT + n * (_BOX_WIDTH + _GAP) if row.box.columns > 1 else LEFT + (WIDTH - row.box.width) / 2
        _place_photo(sheet, photo, row, left)
    sheet.y -= row.height


def _place_photo(sheet: Sheet, photo: _Photo, row: _Row, x: float) -> None:
    width, height = photo.size(row.box)
    caption = photo.caption(row.box)
    left, foot = x + (row.box.width - width) / 2, sheet.y - row.pictures
    picture = photo.picture

    def drawing(pen: Pen) -> None:
        pen.picture(picture.jpeg, picture.name, left, foot, width, height)
        pen.box(left, foot, width, height, 0.5)
        edge = foot - 1
        for block in caption:
            below = pen.block(block, x, edge)
            if len(caption) == 2 and caption[1].style is _CAPTION:
                edge = below

    sheet.put(drawing)
