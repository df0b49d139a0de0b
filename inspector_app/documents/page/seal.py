"""The picture of an electronic seal: what is accepted, and its ink made ready for the page."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops

from inspector_app.documents.photos import warning_as
from inspector_app.domain.errors import RuleError

LEAST_MM, MOST_MM = 30, 60
"""Diameters of a seal: offices use 42 mm and 45 mm; what is larger has no place beside the receipt."""
MOST_PIXELS = 4_000
_FINEST = 1_000
"""Pixels a side that are embedded: 600 a inch at 42 mm, more than a printer sets."""
_SQUARE = 0.10
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError)


@dataclass(frozen=True, slots=True)
class SealInk:
    """A seal's colours with its transparency, RGBA, and a name that follows from its bytes."""

    picture: Any
    name: str


def inspect_seal(raw: bytes, diameter_mm: int) -> None:
    """Refuse a picture that cannot stand as a seal on paper.

    Args:
        raw: the file; a PNG, about square, of at most 4,000 pixels a side.
        diameter_mm: diameter on paper, 30 to 60 mm; a larger one would not keep to its place on the page.

    Raises:
        RuleError: `documents.seal_unfit`.
    """
    width, height = _size(raw)
    square = abs(width - height) <= _SQUARE * max(width, height)
    if not (width and square and max(width, height) <= MOST_PIXELS and LEAST_MM <= diameter_mm <= MOST_MM):
        raise _unfit(width, height, diameter_mm)
    try:
        _read(raw)
    except (Warning, *_BROKEN) as error:
        raise _unfit(width, height, diameter_mm) from error


def ink(raw: bytes, diameter_mm: int) -> SealInk:
    """Return the seal as it stands with issuer and date: what is white paper in it is transparent.

    Raises:
        RuleError: `documents.seal_unfit`.
    """
    inspect_seal(raw, diameter_mm)
    return _ink(raw)


@lru_cache(maxsize=4)
def _ink(raw: bytes) -> SealInk:
    picture = _read(raw)
    if picture.getchannel("A").getextrema() == (255, 255):
        # A scan without transparency would hide the date: its darkness becomes its cover.
        darkest = ImageChops.darker(
            ImageChops.darker(picture.getchannel("R"), picture.getchannel("G")), picture.getchannel("B")
        )
        picture.putalpha(ImageChops.invert(darkest))
    picture.thumbnail((_FINEST, _FINEST))
    return SealInk(picture, f"S{sha256(raw).hexdigest()[:24]}")


def _size(raw: bytes) -> tuple[int, int]:
    """Return pixels as the file's head states them, before anything is decoded; (0, 0) for no PNG."""
    if raw[:8] != _SIGNATURE or raw[12:16] != b"IHDR" or len(raw) < 24:
        return 0, 0
    return int.from_bytes(raw[16:20], "big"), int.from_bytes(raw[20:24], "big")


def _read(raw: bytes) -> Any:
    with warning_as("error"):
        picture = Image.open(BytesIO(raw), formats=("PNG",))
        picture.load()
        return picture.convert("RGBA")


def _unfit(width: int, height: int, diameter_mm: int) -> RuleError:
    return RuleError("documents.seal_unfit", where="seal", width=width, height=height, diameter=diameter_mm)
