"""Marks burnt into the small picture that goes on paper; the original is never opened for writing."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from math import ceil, floor
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from inspector_app.documents.fonts import faces
from inspector_app.documents.fonts.faces import Script
from inspector_app.domain import marks
from inspector_app.domain.marks import CASING, LETTERS, RED, Mark, MarkKind

_FINE = 3
"""Marks are drawn this many times larger and brought down, so that their edges are smooth."""
_PARTS = 0.62, 0.19
"""Height of the letters, and of the blank beside them, by the height of their ground."""


def name_of(layer: Sequence[Mark]) -> str:
    """Return a short name of a layer, empty for none; the same marks have the same name."""
    return sha256(repr(tuple(layer)).encode()).hexdigest()[:12] if layer else ""


def burnt(picture: Any, layer: Sequence[Mark]) -> Any:
    """Return the picture with its marks; what a mosaic covers is gone from its pixels."""
    if not layer:
        return picture
    made = picture.convert("RGB")
    for one in layer:
        if one.kind is MarkKind.PIXELATE:
            _pixelate(made, one)
    drawn = [one for one in layer if one.kind is not MarkKind.PIXELATE]
    if drawn:
        sheet = Image.new("RGBA", (made.width * _FINE, made.height * _FINE), (255, 255, 255, 0))
        for one in drawn:
            _draw(ImageDraw.Draw(sheet), one, sheet.width, sheet.height)
        sheet = sheet.resize(made.size, Image.Resampling.LANCZOS)
        made.paste(sheet, mask=sheet.getchannel("A"))
    return made


def _pixelate(picture: Any, one: Mark) -> None:
    """Put one colour a square in place of what was there."""
    width, height = picture.size
    left, top, right, bottom = one.box
    box = (
        min(floor(left * width), width - 1),
        min(floor(top * height), height - 1),
        min(max(ceil(right * width), floor(left * width) + 1), width),
        min(max(ceil(bottom * height), floor(top * height) + 1), height),
    )
    wide, high = box[2] - box[0], box[3] - box[1]
    side = marks.block(width, height, wide, high)
    few = (max(wide // side, 1), max(high // side, 1))
    coarse = picture.crop(box).resize(few, Image.Resampling.BOX)
    picture.paste(coarse.resize((wide, high), Image.Resampling.NEAREST), box)


def _draw(pen: Any, one: Mark, width: int, height: int) -> None:
    thick = marks.thickness(width, height)
    if one.kind is MarkKind.ARROW:
        outline = list(marks.arrow_shape(one, width, height))
        pen.polygon(outline, fill=CASING)
        pen.line([*outline, *outline[:2]], fill=CASING, width=round(thick * 0.8), joint="curve")
        pen.polygon(outline, fill=RED)
    elif one.kind is MarkKind.RING:
        left, top, right, bottom = one.box
        box = (left * width, top * height, right * width, bottom * height)
        for colour, wide, out in ((CASING, thick * 1.8, thick * 0.9), (RED, thick, thick * 0.5)):
            grown = (box[0] - out, box[1] - out, box[2] + out, box[3] + out)
            pen.ellipse(grown, outline=colour, width=max(round(wide), 1))
    else:
        _write(pen, one, width, height)


def _write(pen: Any, one: Mark, width: int, height: int) -> None:
    """Write a text in light letters on its red ground, smaller where it would not fit beside the edge."""
    left, top, most, high = marks.text_room(one, width, height)
    letters, blank = (share * high for share in _PARTS)
    runs = _runs(one.text)
    wide = sum(_face(name, round(letters)).getlength(run) for name, run in runs) + 2 * blank
    if wide > most:
        share = most / wide
        letters, blank, wide, high = letters * share, blank * share, most, high * share
    pen.rounded_rectangle((left, top, left + wide, top + high), radius=high * 0.16, fill=RED)
    x = left + blank
    for name, run in runs:
        face = _face(name, max(round(letters), 1))
        pen.text((x, top + high / 2), run, font=face, fill=LETTERS, anchor="lm")
        x += face.getlength(run)


def _runs(text: str) -> list[tuple[str, str]]:
    """Return a text in pieces, each with the face of the page's 黑体 that has its characters."""
    runs: list[tuple[str, str]] = []
    for char in text:
        found = faces.glyph(char, Script.HEADING)
        if found is None:
            continue  # the content that holds it names it: nothing is issued with it
        if runs and runs[-1][0] == found[0]:
            runs[-1] = (found[0], runs[-1][1] + char)
        else:
            runs.append((found[0], char))
    return runs


@lru_cache(maxsize=32)
def _face(name: str, size: int) -> Any:
    return ImageFont.truetype(str(faces.font(name).face.filename), max(size, 1))
