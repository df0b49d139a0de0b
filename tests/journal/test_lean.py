"""The lean body of a bundle: what was written comes out, and a body that lies is refused like a plain one."""

import random
from collections.abc import Sequence

import orjson
import pytest
import zstandard

from inspector_app.journal import bundle, lean
from inspector_app.journal.bundle import DEFAULT_LIMITS, Place, open_header, pack, seal, unpack
from inspector_app.journal.entry import Entry, split_frames
from inspector_app.journal.envelope import BundleHeader, close
from tests.journal import test_quick as quick_tests
from tests.journal.test_quick import DEVICE, HEADS, PAYLOADS, Change, known, lied, outcome
from tests.journal.writing import Laptop, id_of, value

SEED = 12


def journal(count: int = 60) -> list[Entry]:
    """Return changes of five records in transactions of three, each replacing the value before it."""
    laptop = Laptop("one")
    stamps: dict[str, tuple[int, bytes]] = {}
    for number in range(count):
        record = id_of("record", number % 5)
        told = {"fact": value(f"三层临边防护缺失 {number}", *([stamps[record]] if record in stamps else []))}
        last, tx = number % 3 == 2, id_of("tx", number // 3)
        laptop.write("set", "finding", record, told, last=last, tx=tx)
        stamps[record] = (1 + stamps[record][0] if record in stamps else 1, laptop.entries[-1].hash)
    return laptop.entries


def place_of(entries: Sequence[Entry]) -> Place:
    first = entries[0].header
    return Place(first.workspace, first.journal_id, first.seq, first.prev)


def body_of(entries: Sequence[Entry]) -> bytes:
    told = lean.pack([each.raw for each in entries], [each.hash for each in entries])
    assert told is not None
    return told


def signed(entries: Sequence[Entry], body: bytes) -> bytes:
    """Return what a device signs that puts another body under an honest header."""
    told = open_header(pack(entries, DEVICE))
    packed = zstandard.ZstdCompressor().compress(body)
    return close(bundle.KIND, told, packed, DEVICE, 2)


def test_usual_entries_travel_lean_and_come_out_as_they_were() -> None:
    entries = journal()
    content = pack(entries, DEVICE)
    raw = b"".join(each.raw for each in entries)
    assert content[3] == 2
    assert len(content) < len(zstandard.ZstdCompressor().compress(raw)) * 0.65
    assert [each.raw for each in unpack(content, known)] == [each.raw for each in entries]
    for mine, theirs in zip(unpack(content, known), entries, strict=True):
        assert (mine.header, mine.fields, mine.payload) == (theirs.header, theirs.fields, theirs.payload)


def test_a_part_of_a_journal_names_what_lies_before_it_by_its_hash() -> None:
    entries = journal()[30:]
    content = pack(entries, DEVICE)
    assert content[3] == 2
    assert [each.raw for each in unpack(content, known)] == [each.raw for each in entries]


def test_hashes_that_stand_anywhere_else_come_back_too() -> None:
    laptop = Laptop("one")
    name = "ab" * 32
    laptop.write("set", "photo", id_of("p"), {"sha256": value(name), "also": value([name, name.upper()])})
    laptop.write("set", "photo", id_of("p"), {"of": value(laptop.entries[0].hash.hex())})
    content = pack(laptop.entries, DEVICE)
    assert content[3] == 2
    assert [each.raw for each in unpack(content, known)] == [each.raw for each in laptop.entries]


@pytest.mark.parametrize("unusual", ['a"b', "a\\b"])
def test_what_is_not_of_the_usual_form_travels_plain(unusual: str) -> None:
    laptop = Laptop("one", user=unusual)
    laptop.write("set", "site", id_of("s"), {"name": value("滨海")})
    content = pack(laptop.entries, DEVICE)
    assert content[3] == 1
    assert [each.raw for each in unpack(content, known)] == [each.raw for each in laptop.entries]


@pytest.mark.parametrize("user", ["王", "w" * 128, "王" * 128])
def test_whoever_wrote_them_they_travel_lean(user: str) -> None:
    laptop = Laptop("one", user=user)
    for n in range(5):
        laptop.write("set", "site", f"工地-{n}", {"name": value("滨海")})
    content = pack(laptop.entries, DEVICE)
    assert content[3] == 2
    assert [each.raw for each in unpack(content, known)] == [each.raw for each in laptop.entries]
    assert outcome(content) == ("sound",)


def lied_lean(entries: Sequence[Entry], at: int, head: Change = bytes, payload: Change = bytes) -> bytes:
    """Return what `lied` returns, its body lean where that can be."""
    raw = lied(entries, at, head, payload)
    told = open_header(raw)
    length = int.from_bytes(raw[4:8])
    body = zstandard.ZstdDecompressor().decompress(raw[8 + length + 64 :])
    raws = split_frames(body)
    hashes = quick_tests.quick.hashes_of(raws, told.prev)
    return seal(raws, hashes, Place(told.workspace, told.journal_id, told.first, told.prev), DEVICE)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("at", [0, 1])
def test_every_unsound_payload_is_judged_like_in_a_plain_body(payload: bytes, at: int) -> None:
    entries = quick_tests.journal()
    plain = lied(entries, at, payload=lambda _: payload)
    assert outcome(lied_lean(entries, at, payload=lambda _: payload)) == outcome(plain)


@pytest.mark.parametrize("change", range(len(HEADS)))
@pytest.mark.parametrize("at", [0, 1])
def test_every_unsound_header_is_judged_like_in_a_plain_body(change: int, at: int) -> None:
    entries = quick_tests.journal()
    plain, told = lied(entries, at, head=HEADS[change]), lied_lean(entries, at, head=HEADS[change])
    sound = ("sound",)
    assert (outcome(told) == sound) == (outcome(plain) == sound)


def test_a_body_of_which_any_byte_was_changed_is_refused() -> None:
    random.seed(SEED)
    entries = journal(9)
    body = body_of(entries)
    for at in range(len(body)):
        changed = bytearray(body)
        changed[at] ^= random.randrange(1, 256)
        assert outcome(signed(entries, bytes(changed)))[0].startswith("journal.")


def test_no_part_of_a_body_and_nothing_longer_is_one() -> None:
    entries = journal(9)
    body = body_of(entries)
    for end in range(len(body)):
        assert outcome(signed(entries, body[:end]))[0].startswith("journal.")
    for more in (b"\n", b"\x01", b"x", body):
        assert outcome(signed(entries, body + more))[0].startswith("journal.")


def test_a_body_longer_than_its_entries_is_refused_before_it_is_unpacked() -> None:
    entries = journal(3)
    told = open_header(pack(entries, DEVICE))
    large = zstandard.ZstdCompressor().compress(body_of(entries) + bytes(20_000_000))
    content = close(bundle.KIND, told, large, DEVICE, 2)
    assert outcome(content) == ("journal.bundle_damaged", "raw_len", "[]")


def with_head(body: bytes, **changes: object) -> bytes:
    """Return a body whose head says something else."""
    size = int.from_bytes(body[:4])
    head = orjson.dumps({**orjson.loads(body[4 : 4 + size]), **changes})
    return len(head).to_bytes(4) + head + body[4 + size :]


@pytest.mark.parametrize(
    "changes",
    [
        {"kinds": []},
        {"kinds": [["Finding", "set"]]},
        {"kinds": [["finding", "drop"]]},
        {"kinds": [['x","y', "set"]]},
        {"kinds": 7},
        {"runs": []},
        {"runs": [[60, "wang", "2026-03-02T08:00:00+08:00", True]]},
        {"runs": [[-3, "wang", "2026-03-02T08:00:00+08:00", True]] * 20},
        {"runs": [[3, 'wang","v":2', "2026-03-02T08:00:00+08:00", True]] * 20},
        {"runs": [[3, "wang", "2026-02-30T08:00:00+08:00", True]] * 20},
        {"runs": [[3, "wang", 8, True]] * 20},
        {"runs": [[3.0, "wang", "2026-03-02T08:00:00+08:00", True]] * 20},
        {"runs": [[3, "wang", "2026-03-02T08:00:00+08:00", 1]] * 20},
        {"hexes": -1},
        {"hexes": 4},
        {"hexes": 1e9},
        {"references": 2**40},
        {"references": 54},
        {"references": 56},
        {"foreign": 1},
        {"foreign": True},
        {"ids": ["王"]},
        {"ids": ['a","b']},
    ],
    ids=str,
)
def test_a_head_that_says_something_else_is_refused(changes: dict[str, object]) -> None:
    entries = journal()
    assert outcome(signed(entries, with_head(body_of(entries), **changes)))[0] == "journal.bundle_damaged"


def test_a_reference_to_itself_or_to_what_comes_later_leads_nowhere() -> None:
    entries = journal(9)
    first = place_of(entries)
    size = sum(len(each.raw) for each in entries)
    body = body_of(entries)
    size_of_head = int.from_bytes(body[:4])
    at = 4 + size_of_head + 16 * 3 + 9 + 18 + 16 * 5 + 16 * 9
    assert lean.unpack(body, first, 9, size) is not None
    for told in (0, 6, 9, 0x7FFF, 0x8000, 0xFFFF):
        changed = body[:at] + told.to_bytes(2) + body[at + 2 :]
        assert lean.unpack(changed, first, 9, size) is None


def test_more_entries_than_a_reference_can_count_travel_plain() -> None:
    entries = journal(3)
    many = [entries[0].raw] * (lean.MOST_ENTRIES + 1)
    assert lean.pack(many, [entries[0].hash] * len(many)) is None


def test_a_header_that_claims_too_few_bytes_is_refused() -> None:
    entries = journal(9)
    told = open_header(pack(entries, DEVICE))
    body = body_of(entries)
    claimed = BundleHeader(
        told.workspace,
        told.journal_id,
        told.first,
        told.n,
        told.prev,
        told.last_hash,
        told.raw_len - 1,
        told.key,
    )
    content = close(bundle.KIND, claimed, zstandard.ZstdCompressor().compress(body), DEVICE, 2)
    assert outcome(content, DEFAULT_LIMITS)[0] == "journal.bundle_damaged"
