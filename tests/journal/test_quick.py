"""The quick proof of a bundle: what it accepts and how it refuses is what the careful one does."""

import random
from collections.abc import Callable, Sequence
from hashlib import sha256

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import InspectorError
from inspector_app.journal import bundle, canonical, quick
from inspector_app.journal.bundle import PURPOSE, Limits, cut, pack, unpack, verify
from inspector_app.journal.entry import Entry, frame, split_frames
from inspector_app.trust.keys import VerifyKey
from tests.journal.histories import History, histories
from tests.journal.writing import Laptop, head_of, id_of, key_of, value

DEVICE = key_of("device")
Change = Callable[[bytes], bytes]


def known(key_id: str) -> VerifyKey | None:
    return DEVICE.public if key_id == DEVICE.key_id else None


def outcome(content: bytes, limits: Limits = bundle.DEFAULT_LIMITS) -> tuple[str, ...]:
    """Return what both ways make of a bundle; they must agree."""
    told = []
    for way in (unpack, verify):
        try:
            way(content, known, limits)
        except InspectorError as problem:
            told.append((problem.code, problem.where, repr(sorted(problem.values.items()))))
        else:
            told.append(("sound",))
    assert told[0] == told[1], told
    return told[0]


def journal(texts: Sequence[str] = ("一", "二", "三"), user: str = "wang") -> list[Entry]:
    laptop = Laptop("one", user=user)
    for number, text in enumerate(texts):
        told = {"name": value(text), "floors": value(number, (1, b"x" * 32))}
        laptop.write("set", "site", id_of("record"), told, last=number % 2 == 1, tx=id_of("tx", number // 2))
    return laptop.entries[: len(texts) - len(texts) % 2]


def lied(entries: Sequence[Entry], at: int, head: Change = bytes, payload: Change = bytes) -> bytes:
    """Return the bundle that a device signs which changed one entry's bytes and chained all anew."""
    first, prev = entries[0].header, entries[0].header.prev
    raws = []
    for place, entry in enumerate(entries):
        body = payload(entry.payload) if place == at else entry.payload
        told = head_of(entry).replace(
            entry.header.payload_hash.hex().encode(), sha256(b"payload1" + body).hexdigest().encode()
        )
        if place:
            told = told.replace(entry.header.prev.hex().encode(), prev.hex().encode())
        told = head(told) if place == at else told
        prev = sha256(b"entry1" + prev + told).digest()
        raws.append(frame(told, body))
    raw = b"".join(raws)
    body = zstandard.ZstdCompressor(write_content_size=True).compress(raw)
    header = canonical.dump(
        {
            "alg": 1,
            "workspace": first.workspace,
            "journal_id": first.journal_id,
            "first": first.seq,
            "n": len(entries),
            "prev": first.prev.hex(),
            "last_hash": prev.hex(),
            "raw_len": len(raw),
            "body": sha256(body).hexdigest(),
            "key": DEVICE.key_id,
        }
    )
    return b"".join((b"IJB\x01", len(header).to_bytes(4), header, DEVICE.sign(PURPOSE, header), body))


def swap(old: bytes, new: bytes) -> Change:
    return lambda told: told.replace(old, new, 1)


SALT = b'"salt":"' + b"0" * 32 + b'"'
PAYLOADS = (
    b"{}",
    b"null",
    b"[]",
    b'{"fields":{},' + SALT + b"}",
    b'{"fields":{},' + SALT + b"},{}",
    b'{"fields":{},"fields":{},' + SALT + b"}",
    b'{ "fields":{},' + SALT + b"}",
    SALT.join((b"{", b',"fields":{}}')),
    b'{"fields":{"name":{"base":[],"value":1.5}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":[1.0]}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":1e3}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":"at :1.5"}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":9007199254740993}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":99999999999999999999}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":' + b"[" * 61 + b"]" * 61 + b"}}," + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":' + b"[" * 62 + b"]" * 62 + b"}}," + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":' + b'{"a":' * 70 + b"1" + b"}" * 70 + b"}}," + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":' + b"[" * 1100 + b"]" * 1100 + b"}}," + SALT + b"}",
    b'{"fields":{"name":{"base":[[1,"' + b"a" * 64 + b'"]],"value":1}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[[0,"' + b"a" * 64 + b'"]],"value":1}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[],"more":1,"value":1}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[]}},' + SALT + b"}",
    b'{"fields":{"Name":{"base":[],"value":1}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":"\xff"}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":"\\u0041"}},' + SALT + b"}",
    b'{"fields":{"name":{"base":[],"value":"a\nb"}},' + SALT + b"}",
    b'{"fields":{},"more":1,' + SALT + b"}",
    b'{"fields":{"b":{"base":[],"value":1},"a":{"base":[],"value":1}},' + SALT + b"}",
    b'{"fields":{"a":{"base":[],"value":1},"a":{"base":[],"value":2}},' + SALT + b"}",
    b'{"fields":{"a":{"base":[],"value":1},},' + SALT + b"}",
    b'{"fields":{"a":{"base":[],"value":-0}},' + SALT + b"}",
    b'{"fields":{"a":{"base":[],"value":01}},' + SALT + b"}",
    b'{"fields":{"a":{"base":[],"value":-7},"b":{"base":[],"value":null}},' + SALT + b"}",
    b'{"fields":{"a":{"base":[[1,"' + b"a" * 64 + b'"],],"value":true}},' + SALT + b"}",
    b'{"fields":{"a":{"base":[],"value":"\xed\xa0\x80"}},' + SALT + b"}",
    '{"fields":{"a":{"base":[],"value":"国"},"b":{"base":[],"value":"\U00020bb7"}},'.encode() + SALT + b"}",
    b'{"fields":{},"salt":"short"}',
    b"",
)
HEADS = (
    swap(b'"alg":1', b'"alg":2'),
    swap(b'"v":1', b'"v":2'),
    swap(b'"min_reader":1', b'"min_reader":2'),
    swap(b'"op":"set"', b'"op":"delete"'),
    swap(b'"op":"set"', b'"op":"act"'),
    swap(b'"op":"set"', b'"op":"drop"'),
    swap(b'"entity":"site"', b'"entity":"Site"'),
    swap(b'"entity":"site"', b'"entity":"' + b"s" * 65 + b'"'),
    swap(b'"user":"wang"', '"user":"王"'.encode()),
    swap(b'"user":"wang"', b'"user":"\xe7\x8e"'),
    swap(b'"user":"wang"', b'"user":"\xed\xa0\x80"'),
    swap(b'"user":"wang"', '"user":"\u200b"'.encode()),
    swap(b'"user":"wang"', ('"user":"' + "王" * 129 + '"').encode()),
    swap(b'"user":"wang"', ('"user":"' + "王" * 128 + '"').encode()),
    swap(b'"user":"wang"', b'"user":""'),
    swap(b'"user":"wang"', b'"user":"a\\"b"'),
    swap(b'"user":"wang"', b'"user":"a\\u0001"'),
    swap(b'"user":"wang"', b'"user":"a\x7f"'),
    swap(b'"user":"wang"', b'"user":"' + b"w" * 129 + b'"'),
    swap(b'"user":"wang"', b'"user":1'),
    swap(b'"user":"wang"', b'"user":"a\xe2\x80\xa8b"'),
    swap(b"2026-03-02T", b"2026-02-30T"),
    swap(b"T08:00:00", b"T24:00:00"),
    swap(b"T08:00:00+08:00", b"T08:00:00.123Z"),
    swap(b"T08:00:00+08:00", b"T08:00:00"),
    swap(b'"seq":2', b'"seq":3'),
    swap(b'"seq":2', b'"seq":02'),
    swap(b'"seq":2', b'"seq":2.0'),
    swap(b'"seq":1', b'"seq":-1'),
    swap(b'"tx_last":true', b'"tx_last":false'),
    swap(b'"tx_last":false', b'"tx_last":true'),
    swap(b'"tx_last":false', b'"tx_last":0'),
    swap(b'"tx":"', b'"tx":"0'),
    swap(b'"v":1,', b'"v":1,"w":"new",'),
    swap(b'"v":1,', b'"w":"new","v":1,'),
    swap(b'"v":1,', b'"v":1, '),
    swap(b'"v":1,', b""),
    swap(b'"workspace":"5a', b'"workspace":"6a'),
    swap(b'"payload_hash":"', b'"payload_hash":"0'),
    swap(b"{", b" {"),
    swap(b"}", b"}}"),
    swap(b'"prev":"', b'"prev":"f'),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories(30), start=st.integers(0, 20))
def test_what_was_packed_is_proven_with_its_hashes(history: History, start: int) -> None:
    for laptop in history.laptops:
        told = [each.redact() if each.hash in history.redacted else each for each in laptop.entries[start:]]
        for run in cut(told):
            content = pack(run, DEVICE)
            assert outcome(content) == ("sound",)
            proven = bundle.proven(content, known)
            assert proven.hashes == [entry.hash for entry in run]
            assert split_frames(proven.raw) == [entry.raw for entry in run]
            assert bundle.contents(content) == (proven.header, [each.raw for each in run], proven.hashes)
            assert verify(content, known) == bundle.open_header(content)


def test_plain_entries_go_the_quick_way() -> None:
    entries = journal()
    raw, first = b"".join(each.raw for each in entries), entries[0].header
    told = quick.walk(raw, first.workspace, first.journal_id, 1, first.prev)
    assert told == [each.hash for each in entries]


def test_a_device_that_changes_nothing_is_believed() -> None:
    assert outcome(lied(journal(), 0)) == ("sound",)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("at", [0, 1])
def test_every_unsound_payload_is_judged_alike(payload: bytes, at: int) -> None:
    outcome(lied(journal(), at, payload=lambda _: payload))


@pytest.mark.parametrize("change", range(len(HEADS)))
@pytest.mark.parametrize("at", [0, 1])
def test_every_unsound_header_is_judged_alike(change: int, at: int) -> None:
    outcome(lied(journal(), at, head=HEADS[change]))


def test_payloads_that_are_sound_only_together_are_refused() -> None:
    both = b'{"fields":{"name":{"base":[],"value":["'
    entries = journal()
    for cut_at in range(1, len(both)):
        for sign in (b",", b'","', b"],[", b""):
            one = lied(entries, 0, payload=lambda _, c=cut_at, s=sign: both[:c] + s)  # type: ignore[misc]
            assert outcome(one) != ("sound",)
    first, rest = b'{"fields":{},' + SALT + b"},{}", b'"x"'
    assert outcome(lied(entries, 0, payload=lambda _: first)) != ("sound",)
    assert outcome(lied(entries, 1, payload=lambda _: rest)) != ("sound",)


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32), many=st.integers(1, 4))
def test_any_changed_bytes_of_a_device_that_lies_are_judged_alike(seed: int, many: int) -> None:
    chance = random.Random(seed)

    def spoil(told: bytes) -> bytes:
        out = bytearray(told)
        for _ in range(many):
            place = chance.randrange(len(out) + 1)
            kind = chance.randrange(3)
            sign = chance.choice(b'{}[]",:0123456789.eE-tfn \\az\xe4\x00')
            if kind == 0 and place < len(out):
                out[place] = sign
            elif kind == 1:
                out.insert(place, sign)
            elif place < len(out):
                del out[place]
        return bytes(out)

    where = chance.randrange(2)
    if chance.random() < 0.5:
        outcome(lied(journal(), where, head=spoil))
    else:
        outcome(lied(journal(), where, payload=spoil))


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_any_changed_byte_on_the_way_is_judged_alike(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(pack(journal(), DEVICE))
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    assert outcome(bytes(content)) != ("sound",)


def test_limits_and_claims_are_judged_alike() -> None:
    content = pack(journal(), DEVICE)
    assert outcome(content, Limits(entries=1))[0] == "journal.bundle_over_limit"
    assert outcome(content, Limits(raw=10))[0] == "journal.bundle_over_limit"
    assert outcome(content)[0] == "sound"


def test_what_was_not_kept_well_is_told() -> None:
    entries = journal()
    content = lied(entries, 0, head=swap(b'"user":"wang"', b'"user":"weng"'))
    assert bundle.contents(content)[0].n == len(entries)
    with pytest.raises(InspectorError) as caught:
        bundle.contents(content[:-1])
    assert caught.value.code == "journal.bundle_damaged"
