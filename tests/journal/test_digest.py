"""The digest: every stamp and every verdict counts, and how it is reckoned counts for nothing."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.journal.digest import digest

HASHES = st.binary(min_size=2, max_size=2)
HEADS = st.lists(
    st.tuples(
        st.sampled_from(["site", "party"]),
        st.sampled_from(["1", "é", "\U00020000"]),
        st.sampled_from(["", "name"]),
        st.integers(1, 3),
        HASHES,
    ),
    unique=True,
    max_size=6,
).map(sorted)
ACTS = st.dictionaries(HASHES, st.booleans(), max_size=4).map(lambda told: sorted(told.items()))


def plainly(heads: list[tuple[str, str, str, int, bytes]], acts: list[tuple[bytes, bool]]) -> str:
    """Return the digest as its definition has it: a line each, hashed in one piece."""
    lines: list[object] = [[*head[:4], head[4].hex()] for head in heads]
    told = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines]
    judged = [json.dumps([each.hex(), valid], separators=(",", ":")) for each, valid in acts]
    return sha256("\n".join(["digest1", *told, "acts", *judged]).encode()).hexdigest()


@given(heads=HEADS, acts=ACTS)
def test_it_is_one_hash_over_a_line_each(
    heads: list[tuple[str, str, str, int, bytes]], acts: list[tuple[bytes, bool]]
) -> None:
    assert digest(heads, acts) == plainly(heads, acts)


@pytest.mark.parametrize(
    ("heads", "acts"), [(999, 0), (1000, 0), (0, 999), (1, 998), (1000, 999), (2500, 1700)]
)
def test_how_many_lines_are_taken_at_a_time_does_not_show(heads: int, acts: int) -> None:
    stamps = [("site", f"{n:06}", "name", 1, n.to_bytes(32)) for n in range(heads)]
    judged = [(n.to_bytes(32), n % 2 == 0) for n in range(acts)]
    assert digest(iter(stamps), iter(judged)) == plainly(stamps, judged)


@given(one=st.tuples(HEADS, ACTS), other=st.tuples(HEADS, ACTS))
def test_two_states_with_one_digest_are_one_state(
    one: tuple[list[tuple[str, str, str, int, bytes]], list[tuple[bytes, bool]]],
    other: tuple[list[tuple[str, str, str, int, bytes]], list[tuple[bytes, bool]]],
) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


def test_a_verdict_is_read_as_true_or_false_whatever_the_table_holds() -> None:
    assert digest([], [(b"x", 1)]) == digest([], [(b"x", True)]) != digest([], [(b"x", 0)])
