"""Bundles: what was packed comes out whole, or nothing does; whoever carried it, whoever signed it."""

import tracemalloc
from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import (
    DamagedError,
    InspectorError,
    RuleError,
    UnavailableError,
    UnverifiableError,
)
from inspector_app.journal import canonical
from inspector_app.journal.bundle import PURPOSE, Limits, cut, pack, unpack
from inspector_app.journal.entry import Entry, frame
from inspector_app.trust.keys import SigningKey, VerifyKey
from tests.journal.histories import History, histories
from tests.journal.writing import Laptop, head_of, id_of, key_of, value

RECORD = id_of("record")
DEVICE = key_of("device")
TRANSACTIONS = st.lists(st.integers(1, 4), min_size=1, max_size=10)


def known(key_id: str) -> VerifyKey | None:
    return DEVICE.public if key_id == DEVICE.key_id else None


def journal(transactions: list[int], *, finished: bool = True) -> list[Entry]:
    """Return one journal with transactions of these lengths; the last may still be open."""
    laptop = Laptop("one")
    for number, length in enumerate(transactions):
        for place in range(length):
            last = place == length - 1 and (finished or number < len(transactions) - 1)
            told = {"name": value("滨海新区" * place)}
            laptop.write("set", "site", RECORD, told, last=last, tx=id_of("tx", number))
    return laptop.entries


def plain(entries: list[Entry]) -> bytes:
    """Return a bundle in the first form, whose body are the entries' bytes."""
    raw = b"".join(entry.raw for entry in entries)
    return reforged(pack(entries, DEVICE), packed(raw), version=1)


def reforged(
    bundle: bytes,
    unlike: bytes | None = None,
    signer: SigningKey = DEVICE,
    version: int | None = None,
    **changes: object,
) -> bytes:
    """Return the bundle as a device that lies would sign it: other header fields, another body."""
    length = int.from_bytes(bundle[4:8])
    told = canonical.load_object(bundle[8 : 8 + length], "x")
    body = bundle[8 + length + 64 :] if unlike is None else unlike
    told.update({"body": sha256(body).hexdigest(), **changes})
    header = canonical.dump({name: each for name, each in told.items() if each is not None})
    form = bundle[3:4] if version is None else bytes((version,))
    start = (bundle[:3], form, len(header).to_bytes(4), header)
    return b"".join((*start, signer.sign(PURPOSE, header), body))


def packed(raw: bytes, **frame_options: bool) -> bytes:
    return zstandard.ZstdCompressor(**frame_options).compress(raw)


def assert_refused(
    content: bytes, code: str, find: Callable[[str], VerifyKey | None] = known
) -> InspectorError:
    with pytest.raises(InspectorError) as caught:
        unpack(content, find)
    assert caught.value.code == code
    return caught.value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories(30), start=st.integers(0, 20))
def test_what_was_packed_comes_out(history: History, start: int) -> None:
    for laptop in history.laptops:
        told = [each.redact() if each.hash in history.redacted else each for each in laptop.entries[start:]]
        for run in cut(told):
            out = unpack(pack(run, DEVICE), known)
            assert [entry.raw for entry in out] == [entry.raw for entry in run]


def test_every_changed_byte_is_refused() -> None:
    bundle = pack(journal([2, 1]), DEVICE)
    for place in range(len(bundle)):
        for difference in (1, 2, 4, 8, 16, 32, 64, 128, 255):
            changed = bytearray(bundle)
            changed[place] ^= difference
            with pytest.raises((DamagedError, UnverifiableError, UnavailableError)):
                unpack(bytes(changed), known)


def test_no_part_of_a_bundle_and_nothing_longer_is_a_bundle() -> None:
    bundle = pack(journal([1]), DEVICE)
    for end in range(len(bundle)):
        assert_refused(bundle[:end], "journal.bundle_damaged")
    for more in (b"\0", b"\n", bundle, packed(b"more")):
        assert_refused(bundle + more, "journal.bundle_damaged")


@settings(max_examples=100)
@given(content=st.binary(max_size=300))
def test_noise_is_no_bundle(content: bytes) -> None:
    assert_refused(content, "journal.bundle_damaged")
    assert_refused(b"IJB\x01" + content, "journal.bundle_damaged")


def test_a_key_that_nobody_vouches_for_proves_nothing() -> None:
    bundle = pack(journal([1]), key_of("stranger"))
    told = assert_refused(bundle, "journal.bundle_unknown_key")
    assert isinstance(told, UnverifiableError)
    assert told.values == {"key": key_of("stranger").key_id}


def test_another_key_than_the_one_named_signed_it() -> None:
    bundle = reforged(pack(journal([1]), DEVICE), signer=key_of("stranger"))
    assert isinstance(assert_refused(bundle, "journal.bundle_forged"), DamagedError)
    assert_refused(pack(journal([1]), DEVICE), "journal.bundle_forged", lambda _: key_of("stranger").public)


def test_a_signature_for_another_purpose_does_not_count() -> None:
    bundle = pack(journal([1]), DEVICE)
    length = int.from_bytes(bundle[4:8])
    header, body = bundle[8 : 8 + length], bundle[8 + length + 64 :]
    assert_refused(bundle[: 8 + length] + DEVICE.sign("act", header) + body, "journal.bundle_forged")


@pytest.mark.parametrize("version", [0, 3, 255])
def test_a_newer_bundle_is_named_not_misread(version: int) -> None:
    bundle = pack(journal([1]), DEVICE)
    told = assert_refused(bundle[:3] + bytes((version,)) + bundle[4:], "journal.newer_bundle")
    assert isinstance(told, UnavailableError)
    assert told.values == {"needed": version, "have": 2}


def test_an_entry_inside_that_a_later_version_wrote_is_named() -> None:
    entry = journal([1])[0]
    head = canonical.dump({**canonical.load_object(head_of(entry), "x"), "min_reader": 2})
    raw = frame(head, entry.payload)
    bundle = reforged(pack([entry], DEVICE), packed(raw), version=1, raw_len=len(raw))
    assert isinstance(assert_refused(bundle, "journal.newer_entry"), UnavailableError)


@pytest.mark.parametrize(
    "changes",
    [
        {"alg": 2},
        {"alg": True},
        {"first": 0},
        {"first": 2},
        {"n": 0},
        {"n": "3"},
        {"raw_len": 0},
        {"prev": "1" * 64},
        {"prev": "0" * 63},
        {"last_hash": "F" * 64},
        {"journal_id": 1},
        {"workspace": "5a"},
        {"key": ""},
        {"key": None},
        {"more": 1},
        {"more": "x" * 4096},
    ],
    ids=str,
)
def test_a_header_that_breaks_the_form_is_refused(changes: dict[str, object]) -> None:
    told = assert_refused(reforged(pack(journal([3]), DEVICE), **changes), "journal.bundle_damaged")
    assert told.where == "header"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"n": 2}, "journal.bundle_damaged"),
        ({"n": 4}, "journal.bundle_damaged"),
        ({"last_hash": "1" * 64}, "journal.bundle_damaged"),
        ({"workspace": "6b" * 16}, "journal.bundle_damaged"),
        ({"journal_id": "1" * 32}, "journal.chain_broken"),
        ({"first": 2, "prev": "1" * 64}, "journal.chain_broken"),
        ({"raw_len": 1}, "journal.bundle_damaged"),
        ({"raw_len": 3_999_999}, "journal.bundle_damaged"),
        ({"body": "0" * 64}, "journal.bundle_damaged"),
        ({"n": 2_001}, "journal.bundle_over_limit"),
        ({"raw_len": 4_000_001}, "journal.bundle_over_limit"),
    ],
)
def test_a_device_that_signs_what_is_not_inside_is_refused(changes: dict[str, object], code: str) -> None:
    assert_refused(reforged(plain(journal([3])), **changes), code)
    # A lean body's journal and places are those of the header: other ones only hash to something else.
    lean_code = "journal.bundle_damaged" if code == "journal.chain_broken" else code
    assert_refused(reforged(pack(journal([3]), DEVICE), **changes), lean_code)


def bodies() -> dict[str, tuple[bytes, int]]:
    """Return frames that unpack to more than they should, with the length that the header claims."""
    large = bytes(20_000_000)
    honest = packed(large)
    silent = packed(large, write_content_size=False)
    place = honest.index(len(large).to_bytes(4, "little"))
    lying = honest[:place] + (100_000).to_bytes(4, "little") + honest[place + 4 :]
    one = b"".join(entry.raw for entry in journal([1]))
    return {
        "honest": (honest, 100_000),
        "without length": (silent, 100_000),
        "lying": (lying, 100_000),
        "two frames": (packed(one) + honest, len(one)),
        "frame and skipped bytes": (packed(one) + b"\x50\x2a\x4d\x18\x04\0\0\0more", len(one)),
        "skipped bytes first": (b"\x50\x2a\x4d\x18\x04\0\0\0more" + packed(one), len(one)),
        "no frame": (b"", 1),
        "noise": (b"\x28\xb5\x2f\xfd noise", 100),
    }


@pytest.mark.parametrize("name", bodies())
@pytest.mark.parametrize("version", [1, 2])
def test_a_body_that_unpacks_to_more_is_refused_before_it_takes_the_memory(name: str, version: int) -> None:
    body, claimed = bodies()[name]
    bundle = reforged(pack(journal([1]), DEVICE), body, version=version, raw_len=claimed)
    tracemalloc.start()
    try:
        assert_refused(bundle, "journal.bundle_damaged")
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_limits_hold_for_packing_and_unpacking() -> None:
    entries = journal([2, 1])
    size = sum(len(entry.raw) for entry in entries)
    bundle = pack(entries, DEVICE, Limits(3, size))
    assert unpack(bundle, known, Limits(3, size)) == entries
    for limits in (Limits(2, size), Limits(3, size - 1)):
        with pytest.raises(RuleError, match=r"journal\.bundle_too_large"):
            pack(entries, DEVICE, limits)
        with pytest.raises(DamagedError, match=r"journal\.bundle_over_limit"):
            unpack(bundle, known, limits)


def test_a_torn_transaction_and_a_broken_chain_are_not_packed() -> None:
    entries = journal([2, 3])
    for part, where in ((entries[:1], 1), (entries[:4], 4)):
        with pytest.raises(
            RuleError, match=rf"journal\.bundle_splits {entries[0].header.journal_id}:{where}"
        ):
            pack(part, DEVICE)
    with pytest.raises(DamagedError, match=r"journal\.chain_broken"):
        pack([entries[0], *entries[2:]], DEVICE)
    with pytest.raises(ValueError, match="without entries"):
        pack([], DEVICE)


def test_a_torn_transaction_that_a_device_packed_all_the_same_is_refused() -> None:
    entries = journal([2, 2])
    raw = b"".join(entry.raw for entry in entries[:3])
    told = {"n": 3, "last_hash": entries[2].hash.hex(), "raw_len": len(raw)}
    assert_refused(reforged(pack(entries, DEVICE), packed(raw), **told), "journal.bundle_damaged")
    mixed = Laptop("mixed")
    mixed.write("set", "site", RECORD, {}, last=False, tx="1" * 32)
    mixed.write("set", "site", RECORD, {}, tx="2" * 32)
    with pytest.raises(RuleError, match=r"journal\.bundle_splits"):
        pack(mixed.entries, DEVICE)


@settings(max_examples=80, deadline=None)
@given(
    transactions=TRANSACTIONS, most=st.integers(4, 9), raw=st.integers(3_000, 9_000), finished=st.booleans()
)
def test_a_cut_loses_nothing_and_tears_nothing(
    transactions: list[int], most: int, raw: int, finished: bool
) -> None:
    entries, limits = journal(transactions, finished=finished), Limits(most, raw)
    runs = list(cut(iter(entries), limits))
    whole = entries if finished else entries[: len(entries) - transactions[-1]]
    assert [entry for run in runs for entry in run] == whole
    for run in runs:
        assert run[-1].header.tx_last
        assert unpack(pack(run, DEVICE, limits), known, limits) == run
    for run, after in pairwise(runs):
        more = [*run, *after[: first_transaction(after)]]
        assert len(more) > most or sum(len(entry.raw) for entry in more) > raw, "a run ends too early"


def first_transaction(entries: list[Entry]) -> int:
    return next(place for place, entry in enumerate(entries, 1) if entry.header.tx_last)


def test_a_transaction_that_fits_no_bundle_is_named() -> None:
    entries = journal([1, 4, 1])
    for limits in (Limits(3, 10**6), Limits(4, sum(len(entry.raw) for entry in entries[1:5]) - 1)):
        runs = cut(entries, limits)
        with pytest.raises(RuleError, match=r"journal\.bundle_too_large"):
            list(runs)
    assert list(cut([])) == []
