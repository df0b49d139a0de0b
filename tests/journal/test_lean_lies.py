"""A device that lies in a lean body, and signs what it comes to: the quick way and the careful way agree.

What is spoilt here hashes to what the signed header says, as a laptop would do it that wants others to take
in what no other version can read. A difference would be a hole.
"""

import contextlib
import json
import random
import tracemalloc
from collections.abc import Callable, Sequence

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import InspectorError
from inspector_app.journal import bundle, lean, quick
from inspector_app.journal.bundle import BundleHeader, Place, proven, unpack
from inspector_app.journal.entry import Entry
from inspector_app.journal.envelope import close
from inspector_app.journal.quick import hashes_of
from tests.journal import lean_reader, test_lean
from tests.journal.lean_reader import Body
from tests.journal.test_quick import DEVICE, PAYLOADS, SALT, known
from tests.journal.writing import Laptop, id_of, value

Spoil = Callable[[bytes, random.Random], bytes]
_SIGNS = b'{}[]",:0123456789.eE-+tfnulrasN \\/azAZ_\xe4\xbd\xa0\x00\x01\x1f\x7f\xed\xa0\x80\xc0\xff'
_PIECES = (
    b'"floors":{"base":[],"value":3},', b',"zone":{"base":[],"value":"x"}', b'{"a":{"base":[],"value":0}}',
    b",", b"99999999999999999999",
    b'"base":[]', b'"value":', b"1.5", b"-0", b"1e3", b"9007199254740991", b"9007199254740992", b"[[]]",
    b'{"a":1}', b"null", b"\\u0041", b"\\n", '"国"'.encode(), b'"\xed\xa0\x80"', b'"' + b"ab" * 32 + b'"',
    b'[1,"' + b"cd" * 32 + b'"]', b'"name":{"base":[],"value":1}', b'"\x01":', b"\x01", b"true", b"NaN",
)  # fmt: skip


def signed(body: bytes, place: Place, raws: Sequence[bytes], end: bytes) -> bytes:
    size, room, journal = sum(map(len, raws)), place.workspace, place.journal_id
    header = BundleHeader(room, journal, place.first, len(raws), place.prev, end, size, DEVICE.key_id)
    return close(bundle.KIND, header, zstandard.ZstdCompressor().compress(body), DEVICE, 2)


def taken(content: bytes) -> tuple[list[Entry] | None, list[bytes] | None]:
    """Return what a laptop makes of a bundle, and what the hub does: entries; bytes and hashes."""
    entries, raw = None, None
    with contextlib.suppress(InspectorError):
        entries = unpack(content, known)
    with contextlib.suppress(InspectorError):
        told = proven(content, known)
        raw = [told.raw, *told.hashes]
    return entries, raw


def judged_alike(body: Body, place: Place, *, whole_head: bool = True) -> bool:
    """Tell whether a body is taken in, having seen that everybody judges it as the careful way does.

    Args:
        whole_head: the head is one that our own packer makes. Of others more is refused than the careful way
            refuses, and never less.
    """
    try:
        raws = lean_reader.raws_of(body, place)
    except (ValueError, IndexError, StopIteration, RuntimeError):
        assert lean.unpack(body.to_bytes(), place, len(body.texts), 1_000_000) is None
        return False
    wanted = lean_reader.sound(raws, place)
    content = signed(body.to_bytes(), place, raws, hashes_of(raws, place.prev)[-1])
    entries, proof = taken(content)
    assert (entries is None) == (proof is None)
    if entries is None:
        assert wanted is None or not whole_head, body
        return False
    assert wanted is not None, body
    assert proof == [b"".join(raws), *(each.hash for each in wanted)]
    for mine, theirs in zip(entries, wanted, strict=True):
        assert (mine.header, mine.fields, mine.payload) == (theirs.header, theirs.fields, theirs.payload)
        assert (mine.raw, mine.hash) == (theirs.raw, theirs.hash)
    return True


def journal() -> list[Entry]:
    """Return changes, a deletion and an act, so that every kind of line is there."""
    laptop = Laptop("one")
    laptop.write("create", "site", "工地-1", {"floors": value(3), "name": value("滨海"), "old": value(None)})
    stamp = (1, laptop.entries[-1].hash)
    laptop.write("set", "site", "工地-1", {"name": value("海滨", stamp), "open": value(True, (2, b"f" * 32))})
    laptop.write("delete", "site", "工地-1", {"base": [[1, laptop.entries[0].hash.hex()]]})
    laptop.write("act", "site", id_of("s"), {"kind": "note", "content": {"n": 1, "of": "ab" * 32}})
    return laptop.entries


ENTRIES = journal()
PLACE = test_lean.place_of(ENTRIES)
BODY = Body.read(test_lean.body_of(ENTRIES))
CHANGES = Body.read(test_lean.body_of(ENTRIES[:2]))
"""Of these no value is read while they are what most are: see `quick.sound`."""
BODIES = {"all kinds": BODY, "changes alone": CHANGES}


def test_both_ways_of_proving_are_taken_here() -> None:
    """Otherwise half of the tests here would say nothing."""
    for body, quick_way in ((BODY, False), (CHANGES, True)):
        raws = lean_reader.raws_of(body, PLACE)
        read = lean.unpack(body.to_bytes(), PLACE, len(raws), sum(map(len, raws)))
        assert read is not None
        assert quick._usual(read) is quick_way
        assert quick.sound(read)


def test_the_second_reader_reads_what_was_written() -> None:
    assert BODY.to_bytes() == test_lean.body_of(ENTRIES)
    assert lean_reader.raws_of(BODY, PLACE) == [each.raw for each in ENTRIES]
    assert judged_alike(BODY, PLACE)
    many = test_lean.journal()
    assert judged_alike(Body.read(test_lean.body_of(many)), test_lean.place_of(many))


def spoilt(text: bytes, chance: random.Random) -> bytes:
    out = bytearray(text)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(out) + 1)
        piece = chance.choice(_PIECES) if chance.random() < 0.4 else bytes((chance.choice(_SIGNS),))
        kind = chance.randrange(3)
        out[at : at + (len(piece), 0, chance.randrange(1, 9))[kind]] = piece if kind < 2 else b""
    return bytes(out)


@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 2**48))
def test_any_spoilt_line_is_judged_alike(seed: int) -> None:
    chance = random.Random(seed)
    body = chance.choice((BODY, CHANGES))
    texts = list(body.texts)
    for _ in range(chance.randrange(1, 3)):
        at = chance.randrange(len(texts))
        texts[at] = spoilt(texts[at], chance)
    joined = b"\n".join(texts)
    judged_alike(Body(body.head, body.columns, joined.split(b"\n")), PLACE)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**48))
def test_any_spoilt_column_is_judged_alike(seed: int) -> None:
    chance = random.Random(seed)
    columns = bytearray(BODY.columns)
    for _ in range(chance.randrange(1, 4)):
        columns[chance.randrange(len(columns))] = chance.choice((0, 1, 2, 3, 127, 128, 255))
    judged_alike(Body(BODY.head, bytes(columns), BODY.texts), PLACE)


_WORDS = (
    "", "王", 'a"b', "a\\b", "a\n", "\u200b", "\u2028", "\x7f", "w" * 128, "w" * 129, "王" * 129, "site",
    "Site", "set", "drop", "2026-03-02T08:00:00Z", "2026-02-30T08:00:00Z", "2026-03-02T08:00:00", 0, 1, 2, -1,
    True, False, None, 1.0, 2**53, [], {}, ["a"],
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**48))
def test_no_spoilt_head_gets_past_that_the_careful_way_refuses(seed: int) -> None:
    chance = random.Random(seed)
    told = json.loads(BODY.head)
    for _ in range(chance.randrange(1, 3)):
        name = chance.choice(("kinds", "runs", "ids"))
        row = told[name]
        at = chance.randrange(len(row))
        if name == "ids":
            row[at] = chance.choice(_WORDS)
        else:
            row[at][chance.randrange(len(row[at]))] = chance.choice(_WORDS)
    head = json.dumps(told, ensure_ascii=chance.random() < 0.5, separators=(",", ":")).encode()
    try:
        judged_alike(Body(head, BODY.columns, BODY.texts), PLACE, whole_head=False)
    except (TypeError, KeyError, UnicodeEncodeError):  # the second reader is no match for such a head
        assert lean.unpack(Body(head, BODY.columns, BODY.texts).to_bytes(), PLACE, 4, 1_000_000) is None


@pytest.mark.parametrize(
    "payload", [each for each in PAYLOADS if each.startswith(b'{"fields":') and SALT in each]
)
@pytest.mark.parametrize("name", BODIES)
def test_every_unsound_payload_is_judged_alike_in_a_lean_line(payload: bytes, name: str) -> None:
    text, body = payload[len(b'{"fields":') : payload.rindex(b"," + SALT)], BODIES[name]
    for at in range(len(body.texts)):
        texts = [text if n == at else each for n, each in enumerate(body.texts)]
        judged_alike(Body(body.head, body.columns, b"\n".join(texts).split(b"\n")), PLACE)


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize(
    "text",
    [
        b'{},"x"',
        b'{},"x",{}',
        b"",
        b"{}],[{}",
        b'{},"salt":"00"',
        b"\x01",
        b'{"\x01":1}',
        b'{"a":{"base":[],"value":"\x1f"}}',
        b'{"a":{"base":[],"value":"\t"}}',
        b'{"a":{"base":[],"value":"\x00"}}',
    ],
)
def test_a_line_that_is_no_one_canonical_value_is_refused(text: bytes, name: str) -> None:
    body = BODIES[name]
    for at in range(len(body.texts)):
        texts = [text if n == at else each for n, each in enumerate(body.texts)]
        assert not judged_alike(Body(body.head, body.columns, texts), PLACE)


def bomb(head: dict[str, object], texts: bytes = b"", columns: int = 0, more: bytes = b"") -> bytes:
    """Return a body of four megabytes, as large as one may be, that asks for much more."""
    told = json.dumps(head, separators=(",", ":")).encode()
    return len(told).to_bytes(4) + told + bytes(columns) + more + texts


def head_of(**changes: object) -> dict[str, object]:
    told: dict[str, object] = {
        "kinds": [["site", "set"]],
        "runs": [[1, "wang", "2026-03-02T08:00:00Z", True]],
        "ids": ["a"],
        "hexes": 0,
        "references": 0,
        "foreign": 0,
    }
    return told | changes


MOST = bundle.DEFAULT_LIMITS.raw
RUN = [1, "w", "2026-03-02T08:00:00Z", True]
BOMBS = {
    "one line full of hashes": bomb(
        head_of(references=1_300_000, foreign=1),
        b"\x01" * 1_300_000,
        16 + 19,
        b"\x80\0" * 1_300_000 + bytes(32),
    ),
    "kinds": bomb(head_of(kinds=[["a", "set"]] * 330_000)),
    "runs": bomb(head_of(runs=[RUN] * 110_000)),
    "ids": bomb(head_of(ids=["a"] * 990_000)),
    "hex ids": bomb(head_of(hexes=240_000), b"{}", 16 + 19 + 16 * 240_000),
    "foreign hashes": bomb(head_of(foreign=120_000), b"{}", 16 + 19 + 32 * 120_000),
    "empty lists": bomb(head_of(more=[[]] * 1_300_000)),
    "lines": bomb(head_of(), b"\n" * 3_990_000, 16 + 19),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_body_that_asks_for_much_more_memory_than_it_may_hold_gets_none(name: str) -> None:
    body = BOMBS[name]
    assert 3_000_000 < len(body) < MOST
    place = Place("5a" * 16, "ab" * 16, 1, bytes(32))
    tracemalloc.start()
    try:
        assert lean.unpack(body, place, 1, MOST) is None
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * MOST, f"{peak // 1_000_000} MB"


def test_the_longest_head_of_honest_entries_is_read() -> None:
    """Every entry of a kind, a transaction and a record of its own, all as long as they may be."""
    laptop = Laptop("one")
    for n in range(255):
        laptop.user = f"{n:03d}" + "\U00020bb7" * 125
        laptop.wall = f"2026-03-02T08:{n // 60:02d}:{n % 60:02d}.123456+08:00"
        kind = f"k{n:03d}" + "e" * 60
        laptop.write("set", kind, f"{n:03d}" + "\U00020bb7" * 125, {"a": value(n)})
    body = Body.read(test_lean.body_of(laptop.entries))
    assert len(body.head) > 255 * 1_100
    assert judged_alike(body, test_lean.place_of(laptop.entries))
    assert judged_alike(Body.read(test_lean.body_of(laptop.entries[:1])), PLACE)
