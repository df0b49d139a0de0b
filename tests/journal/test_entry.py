"""Entries: bytes written once; what is not exactly one entry's form is refused by the part that is wrong."""

from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import DamagedError, RuleError, UnavailableError
from inspector_app.journal import canonical
from inspector_app.journal.chain import check_chain
from inspector_app.journal.entry import MOST_RAW, Entry, act_message, frame, split_frames
from inspector_app.journal.fold import fold
from tests.journal.histories import History, histories
from tests.journal.writing import ROOT, Laptop, head_of, header_of, id_of, key_of, value

RECORD = id_of("record")


def an_entry() -> Entry:
    laptop = Laptop("one", extra={"witness": "赵"})
    return laptop.write("create", "site", RECORD, {"name": value("滨海")})


def an_act() -> Entry:
    return Laptop("two").act("issue", {"number": "1", "parts": [None, True]}, key_of("wang"))


def reworded(entry: Entry, payload: bytes | None = None, **changes: object) -> bytes:
    """Return the raw bytes of an entry with other header fields (None: left out) or another payload."""
    told = {**canonical.load_object(head_of(entry), "x"), **changes}
    head = canonical.dump({name: each for name, each in told.items() if each is not None})
    return frame(head, entry.payload if payload is None else payload)


def hash_of(payload: bytes) -> str:
    return sha256(b"payload1" + payload).hexdigest()


def refused(raw: bytes) -> str:
    with pytest.raises(DamagedError, match=r"journal\.entry_damaged") as caught:
        Entry.parse(raw)
    return caught.value.where


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories())
def test_what_was_written_is_read_back(history: History) -> None:
    for entry in history.entries:
        again = Entry.parse(entry.raw)
        assert again == entry
        assert (again.raw, again.hash, again.payload) == (entry.raw, entry.hash, entry.payload)
        assert (again.header, again.fields) == (entry.header, entry.fields)
        assert hash(again) == hash(entry)
    raw = b"".join(entry.raw for entry in history.entries)
    assert [Entry.parse(each) for each in split_frames(raw)] == history.entries


@pytest.mark.parametrize(
    "entry", [an_entry(), an_act(), an_entry().redact()], ids=["create", "act", "redacted"]
)
def test_every_changed_byte_is_refused_or_gives_another_entry(entry: Entry) -> None:
    another = 0
    for place in range(len(entry.raw)):
        for difference in range(1, 256):
            changed = bytearray(entry.raw)
            changed[place] ^= difference
            try:
                found = Entry.parse(bytes(changed))
            except (DamagedError, UnavailableError):
                continue
            assert found != entry
            another += 1
    assert another, "some changes give a sound entry: only the chain and the signature over it tell"


@pytest.mark.parametrize("entry", [an_entry(), an_act()], ids=["create", "act"])
def test_no_part_of_an_entry_and_nothing_longer_is_an_entry(entry: Entry) -> None:
    for end in range(len(entry.raw)):
        assert refused(entry.raw[:end]) == "length"
    assert refused(entry.raw + b"\0") == "length"
    assert refused(entry.raw + entry.raw) == "length"


@settings(max_examples=100)
@given(raw=st.binary(max_size=200))
def test_noise_is_no_entry(raw: bytes) -> None:
    refused(raw)
    assert refused(frame(raw, raw)) == "header"
    assert refused(frame(head_of(an_entry()), raw + b" ")) == "payload_hash"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        *((name, None) for name in header_of(an_entry()) if name != "witness"),
        *((name, 7) for name in ("workspace", "journal_id", "tx", "prev", "entity", "wall", "user", "op")),
        ("payload_hash", "0" * 63),
        ("journal_id", "A" * 32),
        ("entity", "Site"),
        ("entity", ""),
        ("entity", "s" * 65),
        ("entity", "a\nb"),
        ("entity_id", ""),
        ("entity_id", "x" * 129),
        ("user", "a\x00"),
        ("wall", "2026-02-30T08:00:00Z"),
        ("wall", "2026-03-02T08:00:00"),
        ("wall", "2026-03-02 08:00:00Z"),
        ("seq", 0),
        ("seq", 2),
        ("seq", True),
        ("seq", "1"),
        ("prev", "1" * 64),
        ("tx_last", 1),
        ("op", "drop"),
        ("v", 2),
        ("alg", 2),
        ("min_reader", 0),
        ("min_reader", True),
    ],
)
def test_a_header_that_breaks_the_form_is_refused_by_name(name: str, wrong: object) -> None:
    told = {**header_of(an_entry()), name: wrong}
    expected = "seq" if name == "prev" and wrong == "1" * 64 else name
    assert refused(reworded(an_entry(), **{name: wrong})) == expected
    if name != "payload_hash":
        with pytest.raises(RuleError, match=rf"journal\.entry_unfit {expected}$"):
            Entry.make({key: each for key, each in told.items() if each is not None}, {})


STAMP = [1, "0" * 64]


@pytest.mark.parametrize(
    ("op", "fields"),
    [
        ("act", {}),
        ("act", {"kind": "issue"}),
        ("act", {"kind": 1, "content": {}}),
        ("act", {"kind": "issue", "content": []}),
        ("delete", {}),
        ("delete", {"base": {}}),
        ("delete", {"base": [[0, "0" * 64]]}),
        ("set", {"name": "甲"}),
        ("set", {"name": {"value": 1}}),
        ("set", {"name": {"base": []}}),
        ("set", {"": value(1)}),
        ("set", {"Name": value(1)}),
        ("create", {"name": {"value": 1, "base": [STAMP[:1]]}}),
        ("create", {"name": {"value": 1, "base": [STAMP, [1, "0" * 63]]}}),
        ("create", {"name": {"value": 1, "base": [[True, "0" * 64]]}}),
        ("create", {"name": {"value": 1, "base": [[2**53 - 1, "0" * 64]]}}),
    ],
)
def test_a_payload_that_breaks_the_form_of_its_op_is_refused(op: str, fields: dict[str, object]) -> None:
    with pytest.raises(RuleError, match=r"journal\.entry_unfit fields"):
        Entry.make({**header_of(an_entry()), "op": op}, fields)


def test_a_payload_must_be_the_one_that_the_header_names_and_in_canonical_form() -> None:
    entry, other = an_entry(), Laptop("x").write("create", "site", RECORD, {})
    assert refused(reworded(entry, other.payload)) == "payload_hash"
    for payload in (b"{}", b"[]", b'{"fields":{}}', b'{"fields":{},"salt":"0"}', b'{"salt":1, "fields":{}}'):
        made = Laptop("x").write("create", "site", RECORD, {})
        raw = reworded(made, payload, payload_hash=hash_of(payload))
        assert refused(raw) in ("payload", "salt")
    listed = b'{"fields":[],"salt":"' + b"0" * 32 + b'"}'
    assert refused(reworded(entry, listed, payload_hash=hash_of(listed))) == "fields"


def test_a_payload_deeper_than_can_be_signed_again_is_refused_and_not_met_by_the_fold() -> None:
    laptop, content = Laptop("one"), b'{"a":' * 100 + b"1" + b"}" * 100
    entry = laptop.act("issue", {"deep": 0}, key_of("wang"))
    payload = entry.payload.replace(b'{"deep":0}', content)
    raw = reworded(entry, payload, payload_hash=hash_of(payload))
    assert refused(raw) == "payload"
    deepest = laptop.act(
        "issue", {"a": canonical.load_object(b'{"a":' * 60 + b"1" + b"}" * 60, "x")}, key_of("wang")
    )
    assert fold([deepest], ROOT).refused == [(deepest.hash, "journal.act_unknown_key")]


def test_an_entry_that_a_later_version_wrote_is_named_not_misread() -> None:
    with pytest.raises(UnavailableError, match=r"journal\.newer_entry") as caught:
        Entry.parse(reworded(an_entry(), min_reader=2, v=2, alg=9, op="merge"))
    assert caught.value.values == {"needed": 2, "have": 1}


def test_what_a_newer_version_added_to_the_header_is_kept_and_covered_by_the_hash() -> None:
    entry = an_entry()
    assert entry.header.extra == {"witness": "赵"}
    other = Entry.parse(reworded(entry, witness="钱"))
    assert other.header.extra == {"witness": "钱"}
    assert other.hash != entry.hash
    strange = Entry.parse(reworded(entry, extra={"extra": 1}, day="x"))
    assert strange.header.extra == {"witness": "赵", "extra": {"extra": 1}, "day": "x"}


def test_a_redacted_entry_keeps_hash_place_and_chain_and_gives_nothing_away() -> None:
    laptop = Laptop("one")
    told = laptop.write("create", "site", RECORD, {"phone": value("13800000001")})
    laptop.write("set", "site", RECORD, {"name": value("甲", (1, told.hash))})
    bare = told.redact()
    assert bare == told
    assert bare.redacted
    assert not told.redacted
    assert (bare.fields, bare.payload) == ({}, b"")
    assert b"138" not in bare.raw
    assert Entry.parse(bare.raw) == bare
    assert Entry.parse(bare.raw).redacted
    assert bare.redact().raw == bare.raw
    assert check_chain([bare, laptop.entries[1]]) == laptop.head
    state = fold([bare, laptop.entries[1]], ROOT)
    assert state.entities["site", RECORD].fields == {"name": "甲"}


def test_equal_payloads_do_not_show_as_equal() -> None:
    header = header_of(an_entry())
    one, other = Entry.make(header, {"floors": value(3)}), Entry.make(header, {"floors": value(3)})
    assert one.header.payload_hash != other.header.payload_hash
    assert one != other
    assert one != one.raw
    fixed = [Entry.make(header, {"floors": value(3)}, b"s" * 16) for _ in range(2)]
    assert fixed[0].raw == fixed[1].raw


def test_an_entry_fits_into_one_bundle_or_is_not_made() -> None:
    header, small = header_of(an_entry()), Entry.make(header_of(an_entry()), {"name": value("")})
    room = MOST_RAW - len(small.raw)
    assert len(Entry.make(header, {"name": value("x" * room)}).raw) == MOST_RAW
    with pytest.raises(RuleError, match=r"journal\.entry_too_large"):
        Entry.make(header, {"name": value("x" * (room + 1))})
    assert refused(frame(head_of(small), b"x" * MOST_RAW)) == "length"


def test_frames_end_where_an_entry_ends() -> None:
    raw = an_entry().raw + an_act().raw
    assert split_frames(b"") == []
    assert split_frames(raw) == [an_entry().raw, an_act().raw]
    whole = {0, len(an_entry().raw), len(raw)}
    for end in range(len(raw)):
        if end not in whole:
            with pytest.raises(DamagedError, match=r"journal\.entry_damaged length"):
                split_frames(raw[:end])


def test_a_signed_act_names_its_kind_record_content_and_predecessor() -> None:
    told = ("issue", "document", RECORD, {"number": "1"}, b"p" * 32)
    messages = {act_message(*told)}
    others = ("void", "finding", "0" * 32, {"number": "2"}, b"q" * 32)
    for place, other in enumerate(others):
        messages.add(act_message(*told[:place], other, *told[place + 1 :]))
    assert len(messages) == 6


def test_an_entry_tells_its_day_and_names_itself() -> None:
    entry = an_entry()
    assert entry.header.day.isoformat() == "2026-03-02"
    assert repr(entry) == f"Entry({entry.header.journal_id[:8]}:1 create site {entry.hash.hex()[:8]})"
