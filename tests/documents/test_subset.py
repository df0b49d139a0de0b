"""The font programs inside a PDF: the outlines of the file, checksums that hold, composites renumbered."""

import struct
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest

from inspector_app.documents.fonts import faces
from inspector_app.documents.fonts.subset import Outlines

TEXT = "限期整改通知书，2026年11月（第3号）"
OURS = ("InspectorFang", "InspectorHei", "InspectorTitle", "InspectorSerif")
MAGIC = 0xB1B0AFBA


def tables(program: bytes) -> dict[str, bytes]:
    (count,) = struct.unpack_from(">H", program, 4)
    entries = [struct.unpack_from(">4sLLL", program, 12 + 16 * n) for n in range(count)]
    for _, checksum, start, length in entries:
        assert start % 4 == 0
        data = program[start : start + length]
        if start != head_of(entries):
            assert words(data) == checksum
    return {tag.decode(): program[start : start + length] for tag, _, start, length in entries}


def head_of(entries: Sequence[tuple[bytes, int, int, int]]) -> int:
    return next(start for tag, _, start, _ in entries if tag == b"head")


def words(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF


def outlines(told: dict[str, bytes]) -> list[bytes]:
    (count,) = struct.unpack_from(">H", told["maxp"], 4)
    if told["head"][51]:
        places = struct.unpack(f">{count + 1}L", told["loca"])
    else:
        places = tuple(2 * one for one in struct.unpack(f">{count + 1}H", told["loca"]))
    return [told["glyf"][one:after] for one, after in pairwise(places)]


def mapped(told: dict[str, bytes]) -> list[int]:
    (_, count) = struct.unpack_from(">HH", told["cmap"], 18)
    return list(struct.unpack_from(f">{count}H", told["cmap"], 22))


@pytest.mark.parametrize("name", OURS)
def test_a_subset_draws_each_code_with_the_files_own_outline(name: str) -> None:
    face = faces.font(name).face
    codes = [0, *(ord(one) for one in dict.fromkeys(TEXT) if ord(one) in face.charToGlyph)]
    program = face.makeSubset(codes)
    assert words(program) == MAGIC
    told = tables(program)
    drawn = outlines(told)
    glyf = face.get_table("glyf")
    for code, place in list(zip(codes, mapped(told), strict=True))[1:]:
        number = face.charToGlyph[code]
        original = glyf[face.glyphPos[number] : face.glyphPos[number + 1]]
        assert drawn[place].rstrip(b"\0") == original.rstrip(b"\0")
        advance, bearing = struct.unpack_from(">HH", told["hmtx"], 4 * place)
        assert (advance, bearing) == tuple(value & 0xFFFF for value in face.hmetrics[number])


def test_the_same_codes_are_the_same_bytes_whatever_was_drawn_before() -> None:
    face = faces.font("InspectorHei").face
    first = face.makeSubset([0, ord("整"), ord("改")])
    face.makeSubset([0, ord("改"), ord("停")])
    assert face.makeSubset([0, ord("整"), ord("改")]) == first


def test_a_code_that_the_face_lacks_draws_glyph_0() -> None:
    face = faces.font("InspectorHei").face
    assert mapped(tables(face.makeSubset([0, 0x10FFFD, ord("改")]))) == [0, 0, 1]


def made_up() -> Outlines:
    """A face of four glyphs: 0 empty, 1 and 2 simple, 3 composed of 2 and 1; one advance for the last two."""
    simple = [struct.pack(">hhhhh", 1, 0, 0, size, size) + bytes([size] * 6) for size in (5, 9)]
    composite = struct.pack(">hhhhh", -1, 0, 0, 9, 9)
    composite += struct.pack(">HHhh", 0x21, 2, 3, 4) + struct.pack(">HHbbH", 0x08, 1, 1, 2, 0x4000)
    glyphs = [b"", *simple, composite]
    places = [sum(map(len, glyphs[:n])) for n in range(5)]
    told = {
        "head": bytes(54),
        "hhea": bytes(34) + struct.pack(">H", 3),
        "maxp": struct.pack(">LH", 0x10000, 4) + bytes(26),
        "post": bytes(32),
        "glyf": b"".join(glyphs),
        "loca": struct.pack(">5H", *(place // 2 for place in places)),
        "hmtx": struct.pack(">7H", 500, 0, 600, 1, 700, 2, 7),
    }
    return Outlines(told, {65: 1, 66: 2, 67: 3})


def test_a_composite_takes_its_parts_along_under_new_numbers() -> None:
    program = made_up().program([0, 67, 65])
    assert words(program) == MAGIC
    told = tables(program)
    drawn = outlines(told)
    assert mapped(told) == [0, 1, 2]
    assert len(drawn) == 4, "glyph 0, the composite, A, and the part that no code names"
    assert struct.unpack_from(">HH", drawn[1], 10) == (0x21, 3)
    assert struct.unpack_from(">HH", drawn[1], 18) == (0x08, 2)
    assert drawn[2][10:16] == bytes([5] * 6)
    assert drawn[3][10:16] == bytes([9] * 6)
    assert struct.unpack(">8H", told["hmtx"]) == (500, 0, 700, 7, 600, 1, 700, 2)


def len_of(face: Any, code: int) -> int:
    number = face.charToGlyph[code]
    return int(face.glyphPos[number + 1] - face.glyphPos[number])


def test_many_large_glyphs_get_long_offsets() -> None:
    face = faces.font("InspectorFang").face
    codes = [0, *sorted(face.charToGlyph, key=lambda code: -len_of(face, code))[:255]]
    told = tables(face.makeSubset(codes))
    assert len(told["glyf"]) > 0x1FFFE
    assert told["head"][51] == 1
    assert len(outlines(told)) == 256
