"""附页: the list of findings and the photos, two a row, each whole and with its caption."""

from inspector_app.documents.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import Derivative, Derivatives
from inspector_app.documents.sheet import BODY_SIZE, FIVE, LEFT, MM, PITCH, TITLE_SIZE, WIDTH, Sheet
from inspector_app.documents.table import IN_ANNEX, TableSetter
from inspector_app.domain.content import Annex, PhotoCell

_GAP = 4 * MM
_BOX_WIDTH = (WIDTH - _GAP) / 2
_BENEATH = 2 * MM
_CAPTION = Style(FIVE, 14, Align.LEFT)
_STATED = Style(FIVE, 14, Align.RIGHT)


def place_annex(sheet: Sheet, annex: Annex, number: str, photos: Derivatives, tail: float) -> None:
    """Set the annex from a new page on; `tail` points stay free beneath its last row."""
    sheet.new_page()
    sheet.text(lay([("附页", Script.HEADING)], Style(BODY_SIZE, PITCH, Align.LEFT), WIDTH), LEFT, sheet.y)
    title = lay([(annex.title, Script.TITLE)], Style(TITLE_SIZE, PITCH, Align.CENTRED), WIDTH - 60 * MM)
    sheet.text(title, LEFT + 30 * MM, sheet.y - PITCH * 0.25)
    sheet.text(lay(number, Style(FIVE, PITCH, Align.RIGHT), WIDTH), LEFT, sheet.y - PITCH * 0.55)
    sheet.y -= title.height + PITCH * 0.6
    if annex.table is not None and annex.table.rows:
        TableSetter(sheet, annex.table, IN_ANNEX).place(0.0 if annex.photos else tail)
        sheet.y -= 3 * MM
    pairs = [annex.photos[start : start + 2] for start in range(0, len(annex.photos), 2)]
    tallest = _tallest(sheet.room - tail, pairs)
    for n, pair in enumerate(pairs):
        _place_pair(sheet, pair, photos, tallest, tail if n == len(pairs) - 1 else 0.0)


def _tallest(room: float, pairs: list[tuple[PhotoCell, ...]]) -> float:
    """Return the greatest height of a photo: somewhat smaller when all of them then fit on this page."""
    captions = sum(max(_height(_caption(cell)) for cell in pair) + _BENEATH for pair in pairs)
    share = (room - captions) / max(len(pairs), 1)
    usual = _BOX_WIDTH * 0.75
    return share if usual * 0.75 <= share < usual else usual


def _place_pair(
    sheet: Sheet, pair: tuple[PhotoCell, ...], photos: Derivatives, tallest: float, tail: float
) -> None:
    pictures = [photos.of(cell.sha256) for cell in pair]
    captions = [_caption(cell) for cell in pair]
    sizes = [_size(picture, tallest) for picture in pictures]
    box = max(height for _, height in sizes)
    height = box + max(_height(caption) for caption in captions) + _BENEATH
    sheet.need(height + tail)
    for n, (picture, size) in enumerate(zip(pictures, sizes, strict=True)):
        _place_photo(sheet, picture, captions[n], LEFT + n * (_BOX_WIDTH + _GAP), box, size)
    sheet.y -= height


def _size(picture: Derivative, tallest: float) -> tuple[float, float]:
    """Return (width, height) on paper: a picture is never cropped, for what is cut off may be evidence."""
    scale = min(_BOX_WIDTH / picture.width, tallest / picture.height)
    return picture.width * scale, picture.height * scale


def _place_photo(
    sheet: Sheet,
    picture: Derivative,
    caption: list[Block],
    x: float,
    box: float,
    size: tuple[float, float],
) -> None:
    width, height = size
    left, foot, top = x + (_BOX_WIDTH - width) / 2, sheet.y - box, sheet.y - box - 1

    def drawing(pen: Pen) -> None:
        pen.picture(picture.jpeg, picture.name, left, foot, width, height)
        pen.box(left, foot, width, height, 0.5)
        edge = top
        for block in caption:
            below = pen.block(block, x, edge)
            edge = edge if block is caption[0] and _beside(caption) else below

    sheet.put(drawing)


def _caption(cell: PhotoCell) -> list[Block]:
    """Return the caption, and the time as stated beside it where both fit into one line."""
    caption = lay(cell.caption, _CAPTION, _BOX_WIDTH)
    return [caption, lay(cell.taken, _STATED, _BOX_WIDTH)] if cell.taken else [caption]


def _beside(caption: list[Block]) -> bool:
    if len(caption) < 2 or len(caption[0].lines) > 1:
        return False
    return caption[0].lines[0].width + caption[1].lines[0].width + FIVE / 2 <= _BOX_WIDTH


def _height(caption: list[Block]) -> float:
    """Return the height of a photo's caption, in points."""
    return caption[0].height if _beside(caption) else sum(block.height for block in caption)
