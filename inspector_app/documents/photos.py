"""Photos: what they state of themselves, and the small JPEG for paper. Originals stay untouched."""

import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO
from threading import Lock, RLock
from typing import Any, Literal

from PIL import Image, ImageOps, UnidentifiedImageError

from inspector_app.documents.marks import burnt, name_of
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import RuleError
from inspector_app.domain.marks import Mark

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 40_000_000, "WEBP": 25_000_000}
"""Largest pictures by format: a JPEG is read at reduced size, the others only whole."""

MOST_SCANNED = 400_000_000
"""Pixels times scans of a progressive JPEG: each scan costs time and all of them memory."""

_EDGE = 560
_KEPT = 256
_QUALITY = 80
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError,
           ZeroDivisionError, struct.error)  # fmt: skip
_CAMERA_YEARS = range(1900, 2200)
_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _OFFSET, _MAKE, _MODEL = 0x9003, 0x9011, 0x010F, 0x0110

_PROBE = 64
"""Edge at which a photo is only proven whole: each byte is read, few pixels are made."""

_warnings_lock = RLock()

# The limits above are this room's own and are checked before a pixel is decoded.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What a photo states of itself; evidence of nothing but the statement.

    Attributes:
        format: JPEG, PNG or WEBP.
        width, height: pixels as stored.
        taken: time as stated by the device; without a stated zone it is taken as China's.
        gps: WGS-84 as stated, `纬度,经度` in degrees with six decimals; empty when not stated.
        stated: time, place and device in one line.
    """

    format: str
    width: int
    height: int
    taken: datetime | None
    gps: str
    stated: str


@dataclass(frozen=True, slots=True)
class Derivative:
    """A photo made ready for paper: 560 pixels for 76 mm, about 190 dpi."""

    jpeg: bytes
    width: int
    height: int
    name: str


class Derivatives:
    """The photos of one document by their hash."""

    def __init__(self, photos: Mapping[str, bytes]) -> None:
        self._photos = photos

    def of(self, sha256: str, marks: tuple[Mark, ...] = ()) -> Derivative:
        """Return the photo for paper, its marks burnt in.

        Raises:
            RuleError: `documents.photo_missing`, and what `inspect_photo` refuses.
        """
        raw = self._photos.get(sha256)
        if raw is None:
            raise RuleError("documents.photo_missing", where=sha256[:12])
        return _derived(sha256, raw, marks)

    def raw(self, sha256: str) -> bytes | None:
        """Return a file as it came, e.g. the picture of an electronic seal; None when it is not at hand."""
        return self._photos.get(sha256)


def _webp_size(raw: bytes) -> tuple[int, int]:
    """Return the canvas of a WEBP file from its head: its decoder would allocate it on opening."""
    kind, head = raw[12:16], raw[20:30]
    if len(head) < 10:
        raise RuleError("documents.not_a_photo")
    if kind == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", head[6:10])
    return width & 0x3FFF, height & 0x3FFF


@contextmanager
def warning_as(action: Literal["error", "ignore"]) -> Iterator[None]:
    """Treat warnings so for a while; one thread at a time, for what is put back is the whole program's."""
    with _warnings_lock, warnings.catch_warnings():
        warnings.simplefilter(action)
        yield


def open_picture(raw: bytes) -> Any:
    """Return an unread Pillow picture whose size is known to be safe.

    Raises:
        RuleError: `documents.photo_heic`, `documents.not_a_photo`, `documents.photo_too_large`.
    """
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIC_BRANDS:
        raise RuleError("documents.photo_heic")
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        _bound("WEBP", *_webp_size(raw))
    try:
        with warning_as("error"):
            picture = Image.open(BytesIO(raw), formats=FORMATS)
    except (UnidentifiedImageError, Warning, *_BROKEN) as error:
        raise RuleError("documents.not_a_photo") from error
    kind = "JPEG" if picture.format == "MPO" else picture.format or ""
    _bound(kind, *picture.size)
    if picture.info.get("progressive"):
        scanned = picture.width * picture.height * raw.count(b"\xff\xda")
        if scanned > MOST_SCANNED:
            raise RuleError(
                "documents.photo_too_large", width=picture.width, height=picture.height, most=MOST_SCANNED
            )
    return picture


def _bound(kind: str, width: int, height: int) -> None:
    if width * height > MOST_PIXELS.get(kind, 0) or min(width, height) < 1:
        most = MOST_PIXELS.get(kind, 0) // 1_000_000
        raise RuleError("documents.photo_too_large", width=width, height=height, most=most)


def decoded(raw: bytes, edge: int) -> Any:
    """Return the upright picture with its pixels read, its longer edge about `edge` or less, RGB or L.

    Raises:
        RuleError: as `open_picture`, and `documents.not_a_photo` for a file that breaks off.
    """
    picture = open_picture(raw)
    try:
        with warning_as("error"):
            picture.draft("RGB", (edge, edge))  # a JPEG is decoded at 1/2, 1/4 or 1/8
            picture.load()
            picture.thumbnail((edge, edge), reducing_gap=2.0)
            return _on_white(ImageOps.exif_transpose(picture))
    except (Warning, *_BROKEN) as error:
        raise RuleError("documents.not_a_photo") from error


def _on_white(picture: Any) -> Any:
    """Return the picture in RGB or L; what is transparent shows white paper."""
    if picture.mode in ("RGB", "L"):
        return picture
    if picture.mode not in ("P", "PA", "LA", "RGBA"):
        return picture.convert("RGB")
    rgba = picture.convert("RGBA")
    paper = Image.new("RGB", rgba.size, "white")
    paper.paste(rgba, mask=rgba.getchannel("A"))
    return paper


_derivatives: dict[tuple[str, int, str], Derivative] = {}
_lock = Lock()


def _derived(sha256: str, raw: bytes, marks: tuple[Mark, ...]) -> Derivative:
    """Return the derivative, made once for preview, issue and every later print of this run."""
    layer = name_of(marks)
    key = (sha256, len(raw), layer)
    with _lock:
        found = _derivatives.pop(key, None)
    if found is None:
        picture = burnt(decoded(raw, _EDGE), marks)
        out = BytesIO()
        picture.save(out, "JPEG", quality=_QUALITY, exif=b"")
        found = Derivative(out.getvalue(), picture.width, picture.height, f"P{sha256[:24]}{layer}")
    with _lock:
        _derivatives[key] = found
        while len(_derivatives) > _KEPT:
            del _derivatives[next(iter(_derivatives))]
    return found


def inspect_photo(raw: bytes) -> PhotoFacts:
    """Refuse what is no whole photo, and return what the photo states of itself.

    Raises:
        RuleError: `documents.not_a_photo`, `documents.photo_too_large`, `documents.photo_heic`.
    """
    picture = open_picture(raw)
    size, kind = picture.size, "JPEG" if picture.format == "MPO" else picture.format
    exif = _exif(picture)
    decoded(raw, _PROBE)
    taken, gps = _taken(exif.get("taken"), exif.get("offset")), _gps(exif.get("gps"))
    device = " ".join(_plain(exif.get(name)) for name in ("make", "model")).strip()
    when = taken.strftime("%Y-%m-%d %H:%M:%S %z") if taken else ""
    stated = "；".join(part for part in (when, gps, device) if part)
    return PhotoFacts(str(kind), size[0], size[1], taken, gps, stated)


def _exif(picture: Any) -> dict[str, Any]:
    """Return the few tags that are wanted; damaged EXIF states nothing, and the photo stays a photo."""
    try:
        with warning_as("ignore"):
            told = picture.getexif()
            inner, gps = told.get_ifd(_EXIF), told.get_ifd(_GPS)
            return {
                "taken": inner.get(_TAKEN),
                "offset": inner.get(_OFFSET),
                "make": told.get(_MAKE),
                "model": told.get(_MODEL),
                "gps": dict(gps),
            }
    except _BROKEN:
        return {}


def _plain(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return "".join(one for one in text if one.isprintable()).strip()[:60]


def _taken(value: object, offset: object) -> datetime | None:
    try:
        told = datetime.strptime(_plain(value), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - zone follows
    except ValueError:
        return None
    # At the ends of the calendar no other zone's time can be told; and no camera was there.
    return told.replace(tzinfo=_zone(_plain(offset))) if told.year in _CAMERA_YEARS else None


def _zone(offset: str) -> timezone:
    try:
        hours, _, minutes = offset[1:].partition(":")
        away = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(-away if offset[0] == "-" else away)
    except (ValueError, IndexError, OverflowError):
        return CHINA


def _gps(told: object) -> str:
    if not isinstance(told, dict):
        return ""
    try:
        latitude = _degrees(told[2]) * (-1 if told.get(1) == "S" else 1)
        longitude = _degrees(told[4]) * (-1 if told.get(3) == "W" else 1)
    except _BROKEN:
        return ""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return ""
    return f"{latitude:.6f},{longitude:.6f}"


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
