"""Font files that come from outside: examined before anything else may read them.

A font is a program's worth of tables written by strangers. What is measured here (size, bounds, loops,
overlaps) is what a hostile or broken file would otherwise turn into a hang or a crash while a page is drawn.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from inspector_app.documents.fonts.names import families_of
from inspector_app.domain.errors import DamagedError, RuleError, UnavailableError

LARGEST = 60_000_000
"""Bytes; the largest system font of rare characters has 31 MB."""
_TRUETYPE = (b"\0\1\0\0", b"true")
_COLLECTION = b"ttcf"
_NEEDED = ("head", "hhea", "maxp", "hmtx", "cmap", "loca", "glyf", "post", "name")
_MOST_TABLES, _MOST_CHARACTERS, _DEEPEST = 128, 262_144, 16
_RESTRICTED, _NO_SUBSET, _BITMAP_ONLY = 0x0002, 0x0100, 0x0200
_WORDS, _SCALE, _TWO_SCALES, _MATRIX, _MORE = 0x0001, 0x0008, 0x0040, 0x0080, 0x0020


@dataclass(frozen=True, slots=True)
class FontFacts:
    """What an examined font file says of itself.

    Attributes:
        path: where it lies.
        families: its family and full names in every language, lower case without blanks.
        ranges: (first, last) code points it may draw; holes inside them are possible.
        styled: whether it calls itself bold or italic.
    """

    path: Path
    families: frozenset[str]
    ranges: tuple[tuple[int, int], ...]
    styled: bool

    def covers(self, code: int) -> bool:
        """Tell whether a code point lies within what the file claims to draw."""
        return any(first <= code <= last for first, last in self.ranges)

    @property
    def count(self) -> int:
        """How many code points it claims to draw."""
        return sum(last - first + 1 for first, last in self.ranges)


def examine(path: Path) -> FontFacts:
    """Read a font file and refuse what no page could be drawn with; of a collection the first face counts.

    Raises:
        RuleError: `fonts.not_truetype` (CFF, WOFF, no font at all), `fonts.not_embeddable` (OS/2 fsType
            forbids embedding or subsetting), `fonts.too_large` (more than 60 MB).
        DamagedError: `fonts.damaged`, with the table that is wrong.
        UnavailableError: `fonts.unreadable`.
    """
    data = _read(path)
    tables = _Tables(path.name, data)
    _check_embedding(path.name, tables)
    glyphs = _check_glyphs(tables)
    ranges = tuple(_characters(tables))
    names = tables.get("name")
    families, styled = families_of(names)
    return FontFacts(path, families, ranges if glyphs else (), styled)


def _read(path: Path) -> bytes:
    try:
        told = path.stat()
        if not S_ISREG(told.st_mode):
            raise RuleError("fonts.not_truetype", where=path.name)
        if told.st_size > LARGEST:
            raise RuleError(
                "fonts.too_large", where=path.name, size=told.st_size // 1_000_000, most=LARGEST // 1_000_000
            )
        return path.read_bytes()
    except OSError as error:
        raise UnavailableError("fonts.unreadable", where=path.name, reason=error.strerror or "") from error


class _Tables:
    """The tables of one face, each within the file."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self._data = name, data
        start = 0
        if data[:4] == _COLLECTION:
            start = self._number(">L", 12)
        if data[start : start + 4] not in _TRUETYPE:
            raise RuleError("fonts.not_truetype", where=name)
        self._places = dict(self._directory(start))
        if "glyf" not in self._places:
            raise RuleError("fonts.not_truetype", where=name)
        for tag in _NEEDED:
            if tag not in self._places:
                raise self.damaged(tag)

    def damaged(self, table: str) -> DamagedError:
        """Return the error that names a table."""
        return DamagedError("fonts.damaged", where=self.name, table=table)

    def _number(self, shape: str, at: int) -> int:
        try:
            number: int = struct.unpack_from(shape, self._data, at)[0]
        except struct.error as error:
            raise self.damaged("directory") from error
        return number

    def _directory(self, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        count = self._number(">H", start + 4)
        if count > _MOST_TABLES:
            raise self.damaged("directory")
        for n in range(count):
            at = start + 12 + 16 * n
            offset, length = self._number(">L", at + 8), self._number(">L", at + 12)
            try:
                tag = self._data[at : at + 4].decode("ascii")
            except UnicodeDecodeError as error:
                raise self.damaged("directory") from error
            if offset + length > len(self._data):
                raise self.damaged(tag)
            yield tag, (offset, length)

    def get(self, tag: str) -> bytes:
        """Return a table, empty where the file has none."""
        offset, length = self._places.get(tag, (0, 0))
        return self._data[offset : offset + length]

    def field(self, tag: str, shape: str, at: int) -> int:
        """Return one number of a table; a table too short for it is damaged."""
        offset, length = self._places.get(tag, (0, 0))
        if at + struct.calcsize(shape) > length:
            raise self.damaged(tag)
        number: int = struct.unpack_from(shape, self._data, offset + at)[0]
        return number


def _check_embedding(name: str, tables: _Tables) -> None:
    """Refuse what its maker forbids to embed (OpenType OS/2 fsType); what states nothing forbids nothing."""
    if not tables.get("OS/2"):
        return
    rights = tables.field("OS/2", ">H", 8)
    # Several rights at once were allowed in old versions: the most liberal counts.
    restricted = rights & 0x000E == _RESTRICTED
    if restricted or rights & (_NO_SUBSET | _BITMAP_ONLY):
        raise RuleError("fonts.not_embeddable", where=name, rights=f"0x{rights:04X}")


def _check_glyphs(tables: _Tables) -> int:
    """Return how many glyphs there are; each lies within its table and is made of others without a loop."""
    if tables.field("head", ">L", 12) != 0x5F0F3CF5 or not 16 <= tables.field("head", ">H", 18) <= 16_384:
        raise tables.damaged("head")
    count, metrics = tables.field("maxp", ">H", 4), tables.field("hhea", ">H", 34)
    tables.field("post", ">L", 12)
    if not 0 < metrics <= count or len(tables.get("hmtx")) < metrics * 4 + (count - metrics) * 2:
        raise tables.damaged("hmtx")
    places, outlines = _places(tables, count), tables.get("glyf")
    if len(places) <= count or places[count] > len(outlines):
        raise tables.damaged("loca")
    made_of: dict[int, tuple[int, ...]] = {}
    for n in range(count):
        start, end = places[n], places[n + 1]
        if end < start or 0 < end - start < 10:
            raise tables.damaged("loca")
        if end > start and outlines[start] & 0x80:
            made_of[n] = tuple(_components(tables, outlines[start:end]))
    _check_loops(tables, made_of, count)
    return count


def _places(tables: _Tables, count: int) -> tuple[int, ...]:
    long = tables.field("head", ">h", 50)
    raw = tables.get("loca")[: (count + 1) * (4 if long else 2)]
    if long:
        return struct.unpack(f">{len(raw) // 4}L", raw[: len(raw) // 4 * 4])
    return tuple(2 * one for one in struct.unpack(f">{len(raw) // 2}H", raw[: len(raw) // 2 * 2]))


def _components(tables: _Tables, outline: bytes) -> Iterator[int]:
    at, flags = 10, _MORE
    while flags & _MORE:
        if at + 4 > len(outline):
            raise tables.damaged("glyf")
        flags, part = struct.unpack_from(">HH", outline, at)
        yield part
        at += 4 + (4 if flags & _WORDS else 2)
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0


def _check_loops(tables: _Tables, made_of: Mapping[int, tuple[int, ...]], count: int) -> None:
    """Refuse glyphs made of themselves, of too many levels, or of glyphs that are not there."""
    if any(part >= count for parts in made_of.values() for part in parts):
        raise tables.damaged("glyf")
    left = {n: [part for part in parts if part in made_of] for n, parts in made_of.items()}
    for _ in range(_DEEPEST):
        left = {n: rest for n, parts in left.items() if (rest := [part for part in parts if part in left])}
        if not left:
            return
    raise tables.damaged("glyf")


def _characters(tables: _Tables) -> Iterator[tuple[int, int]]:
    """Yield the code points that the file's Unicode map speaks of, in order, none twice."""
    total, last = 0, -1
    for first, end in sorted(_mapped(tables)):
        total += end - first + 1
        if first <= last or end > 0x10FFFF or total > _MOST_CHARACTERS:
            raise tables.damaged("cmap")
        last = end
        yield first, end


def _mapped(tables: _Tables) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the map that reportlab will choose; it reads formats 4 and 12 rightly."""
    at = _chosen(tables)
    shape = tables.field("cmap", ">H", at)
    if shape == 4:
        yield from _format_4(tables, at)
    elif shape == 12:
        groups = tables.field("cmap", ">L", at + 12)
        if at + 16 + 12 * groups > len(tables.get("cmap")):
            raise tables.damaged("cmap")
        for first, end, _ in struct.iter_unpack(">LLL", tables.get("cmap")[at + 16 : at + 16 + 12 * groups]):
            if end < first:
                raise tables.damaged("cmap")
            yield first, end
    else:
        raise tables.damaged("cmap")


def _chosen(tables: _Tables) -> int:
    """Return the offset of the last Unicode map, which is the one of the most characters.

    Maps are ordered by platform and encoding (OpenType cmap): Windows' full repertoire (3, 10) stands last.
    """
    place = None
    for n in range(min(tables.field("cmap", ">H", 2), _MOST_TABLES)):
        platform, encoding = (tables.field("cmap", ">H", 4 + 8 * n + part) for part in (0, 2))
        if platform == 3 and encoding not in (1, 10):
            raise tables.damaged("cmap")
        if platform == 3 or (platform, encoding) == (1, 1) or (platform == 0 and encoding != 5):
            place = tables.field("cmap", ">L", 4 + 8 * n + 4)
    if place is None:
        raise tables.damaged("cmap")
    return place


def _format_4(tables: _Tables, at: int) -> Iterator[tuple[int, int]]:
    cmap = tables.get("cmap")
    length, segments = tables.field("cmap", ">H", at + 2), tables.field("cmap", ">H", at + 6) // 2
    if at + length > len(cmap) or 16 + 8 * segments > length:
        raise tables.damaged("cmap")
    ends = struct.unpack_from(f">{segments}H", cmap, at + 14)
    starts = struct.unpack_from(f">{segments}H", cmap, at + 16 + 2 * segments)
    for first, end in zip(starts, ends, strict=True):
        if end < first:
            raise tables.damaged("cmap")
        if first != 0xFFFF:
            yield first, end
