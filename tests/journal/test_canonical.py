"""Canonical bytes: one value, one text; one text, one value; and nothing that could be written twice."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.journal import canonical
from inspector_app.journal.canonical import MOST_INT

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
LEAVES = st.none() | st.booleans() | st.integers(-MOST_INT, MOST_INT) | TEXTS
VALUES = st.recursive(
    LEAVES, lambda each: st.lists(each, max_size=4) | st.dictionaries(TEXTS, each, max_size=4), max_leaves=20
)
OBJECTS = st.dictionaries(TEXTS, VALUES, max_size=5)
LOOSE = st.recursive(
    LEAVES | st.floats() | st.integers(),
    lambda each: st.lists(each, max_size=4) | st.dictionaries(TEXTS, each, max_size=4),
    max_leaves=10,
)


def nested(depth: int) -> dict[str, object]:
    """Return an object of so many containers, lists and objects in turn."""
    told: object = 0
    for n in range(depth - 1):
        told = {"a": told} if n % 2 else [told]
    return {"a": told}


@given(told=OBJECTS)
def test_what_is_written_is_read_back(told: dict[str, object]) -> None:
    raw = canonical.dump(told)
    assert canonical.load_object(raw, "x") == told
    assert canonical.dump(canonical.load_object(raw, "x")) == raw
    assert json.loads(raw) == told


@given(told=OBJECTS, order=st.randoms(use_true_random=False))
def test_the_order_of_names_is_that_of_code_points(told: dict[str, object], order: st.DrawFn) -> None:
    names = list(told)
    order.shuffle(names)
    raw = canonical.dump({name: told[name] for name in names})
    assert raw == canonical.dump(told)
    assert list(canonical.load_object(raw, "x")) == sorted(told)
    plain = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert json.loads(raw) == json.loads(plain)


@settings(max_examples=200)
@given(told=st.dictionaries(TEXTS, LOOSE, max_size=4), spaced=st.booleans(), escaped=st.booleans())
def test_a_text_is_read_only_if_it_is_the_one_way_to_write_its_value(
    told: dict[str, object], spaced: bool, escaped: bool
) -> None:
    apart = (", ", ": ") if spaced else (",", ":")
    raw = json.dumps(told, ensure_ascii=escaped, separators=apart).encode()
    try:
        only = canonical.dump(told)
    except RuleError:
        only = b""
    if raw == only:
        assert canonical.load_object(raw, "x") == told
        return
    with pytest.raises(DamagedError, match=r"journal\.entry_damaged x"):
        canonical.load_object(raw, "x")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"1",
        b"null",
        b'{"a":1}\n',
        b' {"a":1}',
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":[-0.5]}',
        b'{"a":-0}',
        b'{"a":9007199254740992}',
        b'{"a":18446744073709551616}',
        b'{"a":"\\u0061"}',
        b'{"a":"\\/"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"a":NaN}',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":1}{"a":1}',
        b'{"a":1',
    ],
)
def test_any_other_text_is_refused(raw: bytes) -> None:
    with pytest.raises(DamagedError, match=r"journal\.entry_damaged header"):
        canonical.load_object(raw, "header")


@pytest.mark.parametrize("text", ["1.5", "x:1.5", "[1e9", ",2.0", '"a":3.5'])
def test_a_text_that_looks_like_a_float_is_no_float(text: str) -> None:
    raw = canonical.dump({"a": text, "b": [f":{text}"]})
    assert canonical.load_object(raw, "x") == {"a": text, "b": [f":{text}"]}


@pytest.mark.parametrize(
    ("told", "code", "where"),
    [
        ({"a": {"b": [0, 1.5]}}, "journal.float_value", "a.b[1]"),
        ({"a": float("nan")}, "journal.float_value", "a"),
        (2.0, "journal.float_value", ""),
        ({"a": MOST_INT + 1}, "journal.unfit_value", "a"),
        ([-MOST_INT - 1], "journal.unfit_value", "[0]"),
        ({"a": b"x"}, "journal.unfit_value", "a"),
        ({"a": {1, 2}}, "journal.unfit_value", "a"),
        ({"a": {1: 2}}, "journal.unfit_value", "a"),
        ({"a": object()}, "journal.unfit_value", "a"),
        ({"a": "\ud800"}, "journal.unfit_value", ""),
        ({"\udfff": 1}, "journal.unfit_value", ""),
    ],
)
def test_what_has_no_one_way_is_not_written(told: object, code: str, where: str) -> None:
    with pytest.raises(RuleError) as caught:
        canonical.dump(told)
    assert (caught.value.code, caught.value.where) == (code, where)


@pytest.mark.parametrize("depth", range(60, 70))
def test_what_is_too_deep_to_be_written_is_too_deep_to_be_read(depth: int) -> None:
    told = nested(depth)
    raw = json.dumps(told, separators=(",", ":")).encode()
    if depth <= 64:
        assert canonical.dump(told) == raw
        assert canonical.load_object(raw, "x") == told
        return
    with pytest.raises(RuleError, match=r"journal\.unfit_value"):
        canonical.dump(told)
    with pytest.raises(DamagedError, match=r"journal\.entry_damaged"):
        canonical.load_object(raw, "x")


@pytest.mark.parametrize("depth", [200, 2_000, 200_000])
def test_depth_without_end_is_refused(depth: int) -> None:
    with pytest.raises(DamagedError, match=r"journal\.entry_damaged"):
        canonical.load_object(b'{"a":' * depth + b"1" + b"}" * depth, "x")
    with pytest.raises(DamagedError, match=r"journal\.entry_damaged"):
        canonical.load_object(b'{"a":' + b"[" * depth + b"]" * depth + b"}", "x")


def test_many_brackets_side_by_side_are_not_deep() -> None:
    told = {"a": [[n, "[{" * 50] for n in range(200)]}
    assert canonical.load_object(canonical.dump(told), "x") == told
