"""The fold: one answer whatever the order and repetition, and nothing that it is shown gets lost."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.acts import SIGNED_KINDS, ActKind, Role
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import Heads, State, fold
from tests.journal.histories import STEPS, History, arrivals, histories
from tests.journal.writing import ROOT, ROOT_KEY, Laptop, certificate, id_of, key_of, value

RECORD = id_of("record")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=8), each, max_size=3),
    max_leaves=8,
)


def rights(state: State) -> object:
    return state.keyring.certificates(), state.keyring.withdrawals(), state.keyring.keys()


def same(one: State, other: State) -> bool:
    return one == other and one.digest() == other.digest() and rights(one) == rights(other)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories(), seed=st.integers(0, 2**20))
def test_any_order_and_any_repetition_gives_one_state(history: History, seed: int) -> None:
    chance, expected = random.Random(seed), fold(history.entries, ROOT)
    for _ in range(2):
        assert same(fold(arrivals(history.entries, chance), ROOT), expected)
    assert same(fold(reversed(history.entries), ROOT), expected)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories(), seed=st.integers(0, 2**20))
def test_a_redacted_copy_beside_the_whole_entry_takes_nothing_away(history: History, seed: int) -> None:
    whole = list(history.written.values())
    copies = [entry.redact() for entry in whole if entry.hash in history.redacted] or [whole[0].redact()]
    assert same(fold(arrivals(whole + copies, random.Random(seed)), ROOT), fold(whole, ROOT))
    assert same(fold([*copies, *whole], ROOT), fold(whole, ROOT))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories())
def test_every_act_is_kept_refused_or_not(history: History) -> None:
    state = fold(history.entries, ROOT)
    acts = {entry.hash.hex() for entry in history.entries if entry.header.op == "act"}
    assert {act.id for act in state.acts} == acts
    assert [bytes.fromhex(act.id) for act in state.acts if not act.valid] == [
        each for each, _ in state.refused
    ]
    assert all(code for _, code in state.refused)
    orders = [act.order for act in state.acts]
    assert orders == sorted(set(orders))
    assert min(orders, default=1) > 0
    changed = {(e.header.entity, e.header.entity_id) for e in history.entries if e.header.op != "act"}
    assert state.entities.keys() == changed


def test_the_histories_reach_what_these_tests_are_about() -> None:
    chance, codes, seen = random.Random(7), set(), set()
    for _ in range(150):
        steps = [
            (chance.randrange(5), chance.choice(sorted(STEPS)), *chance.choices(range(12), k=2))
            for _ in range(40)
        ]
        history = History(steps)
        state = fold(history.entries, ROOT)
        codes |= {code for _, code in state.refused}
        folded = list(state.entities.values())
        facts = {
            "conflict": any(each.conflicts for each in folded),
            "deleted": any(each.deleted for each in folded),
            "standing": any(not each.deleted for each in folded),
            "two tombstones": any(len(each.heads.get("", ())) > 1 for each in folded),
            "fork": len(history.laptops) > 2,
            "redacted": bool(history.redacted),
            "unknown kind": any(act.kind == "seal_off" for act in state.acts),
            "unknown header": any(entry.header.extra for entry in history.entries),
            "withdrawn": bool(state.keyring.withdrawals()),
            **{f"valid {kind}": any(a.valid and a.kind == kind for a in state.acts) for kind in SIGNED_KINDS},
        }
        seen |= {name for name, true in facts.items() if true}
    assert seen == facts.keys()
    assert codes == {
        "journal.act_unsigned",
        "journal.act_unknown_key",
        "journal.act_no_right",
        "journal.act_not_the_signer",
        "journal.role_not_issuer",
        "journal.role_withdrawal",
        "trust.issuer_no_right",
    }


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from([*SIGNED_KINDS, "serve", "seal_off", ""]),
    content=st.dictionaries(st.text(max_size=8), JSON, max_size=4)
    | st.fixed_dictionaries({"withdrawn": JSON, "from": JSON})
    | st.fixed_dictionaries(dict.fromkeys(certificate("li").to_content(), JSON)),
    told=st.fixed_dictionaries({}, optional={"key": JSON | st.just(key_of("wang").key_id), "sig": JSON}),
)
def test_whatever_an_act_says_the_fold_goes_on(
    kind: str, content: dict[str, object], told: dict[str, object]
) -> None:
    laptop = Laptop("one")
    laptop.appoint(certificate("wang"))
    entry = laptop.write("act", "document", RECORD, {"kind": kind, "content": content, **told})
    state = fold(laptop.entries, ROOT)
    assert (entry.hash.hex(), kind not in SIGNED_KINDS) in {(act.id, act.valid) for act in state.acts}


@settings(max_examples=60, deadline=None)
@given(content=st.dictionaries(st.sampled_from(sorted(certificate("li").to_content())), JSON, min_size=1))
def test_a_signed_certificate_with_strange_fields_is_refused_and_the_fold_goes_on(
    content: dict[str, object],
) -> None:
    laptop, genuine = Laptop("one"), certificate("li").to_content()
    entry = laptop.act("role", {**genuine, **content}, ROOT_KEY, "c" * 16, "certificate")
    state = fold(laptop.entries, ROOT)
    refused = {**genuine, **content} != genuine
    assert (entry.hash in dict(state.refused)) is refused
    assert (state.keyring.certificate(key_of("li").key_id) is None) is refused


def test_nothing_gives_nothing() -> None:
    state = fold([], ROOT)
    assert (state.entities, state.acts, state.refused) == ({}, [], [])
    assert state.keyring.certificates() == []
    with pytest.raises(ValueError, match="without an entry"):
        Heads().folded()


def test_an_unknown_kind_has_effect_and_an_unknown_header_field_is_kept() -> None:
    laptop = Laptop("one", extra={"witness": "赵", "place": {"x": [1]}})
    laptop.write("create", "site", RECORD, {"name": value("甲")})
    entry = laptop.act("seal_off", {"door": 3, "parts": ["a", None]}, key_of("nobody"))
    again = [Entry.parse(each.raw) for each in laptop.entries]
    assert [each.header.extra for each in again] == [laptop.extra, laptop.extra]
    state = fold(again, ROOT)
    assert state.entities["site", RECORD].fields == {"name": "甲"}
    assert [(act.id, act.kind, act.content, act.valid) for act in state.acts] == [
        (entry.hash.hex(), "seal_off", {"door": 3, "parts": ["a", None]}, True)
    ]


def test_an_unknown_part_of_a_change_is_kept_and_changes_nothing() -> None:
    laptop = Laptop("one")
    laptop.write("create", "site", RECORD, {"name": {**value("甲"), "unit": "m"}})
    assert fold(laptop.entries, ROOT).entities["site", RECORD].fields == {"name": "甲"}
    assert laptop.entries[0].fields["name"]["unit"] == "m"


def test_both_branches_of_a_fork_count() -> None:
    laptop = Laptop("one")
    laptop.appoint(certificate("wang"))
    laptop.write("create", "site", RECORD, {"name": value("甲")})
    twin = laptop.fork("clone")
    stamp = (1, laptop.head.hash)
    laptop.write("set", "site", RECORD, {"name": value("乙", stamp)})
    mine = laptop.act(ActKind.ISSUE, {"number": "1"}, key_of("wang"))
    twin.write("set", "site", RECORD, {"name": value("丙", stamp)})
    theirs = twin.act(ActKind.ISSUE, {"number": "1"}, key_of("wang"))
    state = fold([*twin.entries, *laptop.entries], ROOT)
    assert {name for _, name in state.entities["site", RECORD].conflicts["name"]} == {"乙", "丙"}
    issued = [act for act in state.acts if act.kind == ActKind.ISSUE]
    assert {act.id for act in issued} == {mine.hash.hex(), theirs.hash.hex()}
    assert all(act.valid for act in issued)


def test_rights_that_come_later_in_the_journal_or_from_another_laptop_count() -> None:
    one, two = Laptop("one"), Laptop("two")
    act = one.act(ActKind.ISSUE, {"number": "1"}, key_of("wang"))
    assert fold(one.entries, ROOT).refused == [(act.hash, "journal.act_unknown_key")]
    admin = certificate("admin", Role.ADMINISTRATOR)
    two.appoint(certificate("wang", issuer=key_of("admin")), key_of("admin"))
    two.appoint(admin)
    assert fold([*one.entries, *two.entries], ROOT).refused == []


def test_the_digest_of_a_state_covers_values_verdicts_and_tombstones() -> None:
    laptop = Laptop("one")
    created = laptop.write("create", "site", RECORD, {"name": value("甲")})
    laptop.act("serve", {})
    state = fold(laptop.entries, ROOT)
    digests = {state.digest(), fold([created], ROOT).digest(), fold([], ROOT).digest()}
    digests.add(replace(state, acts=[replace(state.acts[0], valid=False)]).digest())
    laptop.write("delete", "site", RECORD, {"base": []})
    digests.add(fold(laptop.entries, ROOT).digest())
    assert len(digests) == 5
