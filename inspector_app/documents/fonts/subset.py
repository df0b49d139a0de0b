"""A TrueType program with a few glyphs of a face, made afresh for each document (OpenType 1.9, glyf flavour).

reportlab makes one in 1.4 ms for 256 glyphs by walking lists and adding up checksums word by word; here a
face is read once into arrays and the checksum of each outline is remembered, so that a page pays for copying.
"""

import struct
import sys
from array import array
from collections.abc import Mapping, Sequence
from itertools import accumulate

Buffer = bytes | memoryview

_KEPT = ("OS/2", "cvt ", "fpgm", "prep")
_NO_NAMES = b"\0\0\0\0\0\6"
_NO_GLYPH_NAMES = b"\0\3\0\0"
_HEADER = 12
_ENTRY = 16
_MAGIC = 0xB1B0AFBA
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80
_SHORT_LOCA = 0x1FFFE
"""The largest glyph table that offsets halved into 16 bits can reach."""


class Outlines:
    """The glyphs of one face, ready to be picked from.

    Args:
        tables: the tables of the file by tag; the large ones may be views into the file.
        glyphs: glyph numbers by code point.
    """

    def __init__(self, tables: Mapping[str, Buffer], glyphs: Mapping[int, int]) -> None:
        self._head, self._hhea, self._maxp = (bytes(tables[tag]) for tag in ("head", "hhea", "maxp"))
        self._glyf, self._glyphs = memoryview(tables["glyf"]), glyphs
        long = self._head[51]
        self._starts = _words("I" if long else "H", tables["loca"])
        self._unit = 1 if long else 2
        self._metrics = _words("H", tables["hmtx"])
        (self._pairs,) = struct.unpack_from(">H", self._hhea, 34)
        self._sums: dict[int, int] = {}
        self._same = {tag: bytes(tables[tag]) for tag in _KEPT if tag in tables}
        self._same["name"] = _NO_NAMES
        self._same["post"] = _NO_GLYPH_NAMES + bytes(tables["post"])[4:16] + bytes(16)
        self._same_sums = {tag: _sum(data) for tag, data in self._same.items()}

    def program(self, codes: Sequence[int]) -> bytes:
        """Return a font file in which byte n draws the code point `codes[n]`; glyph 0 where there is none."""
        get = self._glyphs.get
        wanted = [get(code, 0) for code in codes]
        chosen = list(dict.fromkeys((0, *wanted)))
        place = {glyph: n for n, glyph in enumerate(chosen)}
        outlines, total = self._outlines(chosen, place)
        offsets = list(accumulate(map(len, outlines), initial=0))
        long = offsets[-1] > _SHORT_LOCA
        count = struct.pack(">H", len(chosen))
        changed = {
            "cmap": _cmap([place[glyph] for glyph in wanted]),
            "head": self._head[:8] + bytes(4) + self._head[12:50] + bytes((0, long)) + self._head[52:],
            "hhea": self._hhea[:34] + count + self._hhea[36:],
            "hmtx": _packed("H", [value for glyph in chosen for value in self._metric(glyph)]),
            "loca": _packed("L", offsets) if long else _packed("H", [offset >> 1 for offset in offsets]),
            "maxp": self._maxp[:4] + count + self._maxp[6:],
        }
        sums = {tag: _sum(data) for tag, data in changed.items()}
        tables = {**self._same, **changed, "glyf": b"".join(outlines)}
        return _file(tables, {**self._same_sums, **sums, "glyf": total})

    def _outlines(self, chosen: list[int], place: dict[int, int]) -> tuple[list[bytes], int]:
        """Return the outlines, each padded to four bytes, and their checksum; parts of glyphs join in."""
        glyf, starts, unit, sums = self._glyf, self._starts, self._unit, self._sums
        outlines, total = [], 0
        for glyph in chosen:  # grows while it is walked: a composite adds what it is made of
            outline = bytes(glyf[starts[glyph] * unit : starts[glyph + 1] * unit])
            if len(outline) & 3:
                outline += bytes(-len(outline) & 3)
            if outline and outline[0] & 0x80:
                outline = _composite(outline, chosen, place)
                total += _sum(outline)
            else:
                known = sums.get(glyph)
                if known is None:
                    known = sums[glyph] = _sum(outline)
                total += known
            outlines.append(outline)
        return outlines, total & 0xFFFFFFFF

    def _metric(self, glyph: int) -> tuple[int, int]:
        """Return (advance, left side bearing); glyphs behind the last pair share its advance."""
        pairs = self._pairs
        if glyph < pairs:
            return self._metrics[2 * glyph], self._metrics[2 * glyph + 1]
        return self._metrics[2 * pairs - 2], self._metrics[pairs + glyph]


def _composite(outline: bytes, chosen: list[int], place: dict[int, int]) -> bytes:
    """Return a composite glyph that names its parts by their new numbers."""
    data, at, more = bytearray(outline), 10, True
    while more:
        flags, glyph = struct.unpack_from(">HH", data, at)
        if glyph not in place:
            place[glyph] = len(chosen)
            chosen.append(glyph)
        struct.pack_into(">H", data, at + 2, place[glyph])
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
        more = bool(flags & _MORE)
    return bytes(data)


def _cmap(glyphs: Sequence[int]) -> bytes:
    """Return a Macintosh map of format 6 from byte 0 on, as symbolic fonts need (PDF 32000-1, 9.6.6.4)."""
    return _packed("H", [0, 1, 1, 0, 0, 12, 6, 10 + 2 * len(glyphs), 0, 0, len(glyphs), *glyphs])


def _file(tables: Mapping[str, bytes], sums: Mapping[str, int]) -> bytes:
    """Join tables into a file with its directory and checksums."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">lHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    directory, parts, at, adjusted = [head], [], _HEADER + _ENTRY * count, 0
    for tag in sorted(tables):
        data = tables[tag]
        directory.append(struct.pack(">4sLLL", tag.encode("ascii"), sums[tag], at, len(data)))
        padded = data + bytes(-len(data) & 3)
        if tag == "head":
            adjusted = at + 8
        parts.append(padded)
        at += len(padded)
    told = b"".join(directory)
    total = _sum(told) + sum(sums.values())
    made = bytearray(told + b"".join(parts))
    struct.pack_into(">L", made, adjusted, (_MAGIC - total) & 0xFFFFFFFF)
    return bytes(made)


def _packed(kind: str, values: Sequence[int]) -> bytes:
    return struct.pack(f">{len(values)}{kind}", *values)


def _words(kind: str, data: Buffer) -> "array[int]":
    """Return a table's big-endian numbers of 16 (H) or 32 (I) bits."""
    words = array(kind, bytes(data))
    if sys.byteorder == "little":
        words.byteswap()
    return words


def _sum(data: bytes) -> int:
    """Return the checksum of a table: its big-endian words added up, the last filled with zeros."""
    return sum(_words("I", data + bytes(-len(data) & 3))) & 0xFFFFFFFF
