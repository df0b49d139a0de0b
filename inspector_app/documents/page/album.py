"""Pages of photos of a 案卷: two a row with their captions, before and after beside each other.

A photo that is missing or damaged keeps its place: what it showed and why it is not here stands in its box.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Run, Style, lay
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
from inspector_app.documents.page.titles import lay_title
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import Derivative
from inspector_app.domain.dossier import Album, Shot, ShotRow

Pictures = Mapping[Shot, Derivative]
"""The photos made ready for paper; one that is not to be had is not among them."""

UNREADABLE = "照片无法读出"
BEFORE_AFTER = ("整改前", "整改后")
_TOP, _FOOT = PAGE_HEIGHT - 25 * MM, 22 * MM
_GAP, _BENEATH = 4 * MM, 3 * MM
_BOX = (WIDTH - _GAP) / 2
_TALL = _BOX * 0.75
_CAPTION = Style(FIVE, 13.4, Align.LEFT)
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class _Cell:
    """A photo with its caption, or the words in its place."""

    picture: Derivative | None
    caption: Block
    lacking: Block | None

    @property
    def size(self) -> tuple[float, float]:
        """Return (width, height) on paper; never cropped, for what is cut off may be evidence."""
        if self.picture is None:
            return _BOX, _TALL
        scale = min(_BOX / self.picture.width, _TALL / self.picture.height)
        return self.picture.width * scale, self.picture.height * scale


def set_album(album: Album, pictures: Pictures) -> Sheet:
    """Return the pages of an album."""
    sheet = Sheet(_TOP, _FOOT)
    title = lay_title(album.title, Style(TITLE_SIZE, TITLE_SIZE * 1.3, Align.CENTRED), WIDTH)
    sheet.text(title, LEFT + (WIDTH - title.width) / 2, sheet.y)
    sheet.y -= title.height + 2 * MM
    if album.note:
        note = lay(album.note, Style(SMALL_FOUR, 17, Align.LEFT), WIDTH)
        sheet.text(note, LEFT, sheet.y)
        sheet.y -= note.height + 3 * MM
    for row in album.rows:
        _place(sheet, tuple(_cells(row, pictures)))
    return sheet


def _cells(row: ShotRow, pictures: Pictures) -> Iterator[_Cell | None]:
    heads = [_head(row, n) for n in range(len(row.shots))]
    told = [(shot, head) for shot, head in zip(row.shots, heads, strict=True) if shot is not None]
    beside = all(len(_both(shot, head).lines) == 1 for shot, head in told)
    for shot, head in zip(row.shots, heads, strict=True):
        found = pictures.get(shot) if shot is not None else None
        if shot is None:
            yield None
        else:
            yield _Cell(found, _caption(shot, head, beside=beside), None if found else _lacking(shot))


def _head(row: ShotRow, n: int) -> str:
    shot = row.shots[n]
    if not row.paired or shot is None:
        return ""
    return shot.head or BEFORE_AFTER[n]


def _runs(shot: Shot, head: str) -> list[Run]:
    runs = [(f"{head}　" if head else "", Script.HEADING), (shot.caption, Script.BODY)]
    return [run for run in runs if run[0]]


def _both(shot: Shot, head: str) -> Block:
    taken = [(f"　{shot.taken}", Script.BODY)] if shot.taken else []
    return lay([*_runs(shot, head), *taken], _CAPTION, _BOX)


def _caption(shot: Shot, head: str, *, beside: bool) -> Block:
    """Return the caption, the time behind it where one line bears both in its whole row, else beneath it."""
    if not shot.taken:
        return _short(_runs(shot, head))
    if beside:
        return _both(shot, head)
    above = _short(_runs(shot, head))
    beneath = lay(shot.taken, _CAPTION, _BOX)
    return Block(_CAPTION, (*above.lines, *beneath.lines), _BOX)


def _short(told: list[Run]) -> Block:
    """Return a caption; of one that would fill the page the beginning, with a sign that there is more."""
    block = lay(told, _CAPTION, _BOX)
    if len(block.lines) <= _MOST_LINES:
        return block
    kept = block.part(0, _MOST_LINES - 1)
    return Block(_CAPTION, (*kept.lines, *lay("……", _CAPTION, _BOX).lines), _BOX)


def _lacking(shot: Shot) -> Block:
    style = Style(FIVE, 15, Align.CENTRED)
    told = [(shot.lacking or UNREADABLE, Script.HEADING), (f"\nSHA-256 {shot.sha256[:16]}…", Script.BODY)]
    return lay(told, style, _BOX - 8 * MM)


def _place(sheet: Sheet, cells: Sequence[_Cell | None]) -> None:
    there = [cell for cell in cells if cell is not None]
    pictures = max((cell.size[1] for cell in there), default=0.0)
    height = pictures + max((cell.caption.height for cell in there), default=0.0) + 1 * MM + _BENEATH
    sheet.need(height)
    for n, cell in enumerate(cells):
        if cell is not None:
            _place_cell(sheet, cell, LEFT + n * (_BOX + _GAP), pictures)
    sheet.y -= height


def _place_cell(sheet: Sheet, cell: _Cell, x: float, pictures: float) -> None:
    width, height = cell.size
    left, foot, top = x + (_BOX - width) / 2, sheet.y - pictures, sheet.y

    def drawing(pen: Pen) -> None:
        if cell.picture is not None:
            pen.picture(cell.picture.jpeg, cell.picture.name, left, foot, width, height)
        pen.box(left, foot, width, height, 0.5)
        if cell.lacking is not None:
            pen.rule(left, foot, left + width, foot + height, 0.5)
            pen.block(cell.lacking, x + 4 * MM, top - (height - cell.lacking.height) / 2)
        pen.block(cell.caption, x, foot - 1 * MM)

    sheet.put(drawing)
