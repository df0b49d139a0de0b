"""双随机: recomputed by other means, fair within bounds, blind to order, and every change is noticed."""

from collections import Counter
from dataclasses import replace
from datetime import date
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import drawing
from inspector_app.domain.drawing import Barred, Drawn, Excluded, Lot, Pool, Told
from inspector_app.domain.errors import RuleError

SEED = "3f9c2a417d5be806"


def lots(letter: str, n: int) -> tuple[Lot, ...]:
    return tuple(Lot(f"{letter}{k:02d}", f"{letter}号{k}") for k in range(n))


def a_pool(targets: int = 14, officers: int = 6, want: int = 5, **changes: object) -> Pool:
    whole = Pool(
        "2026年11月双随机抽查",
        date(2026, 11, 24),
        date(2026, 12, 18),
        want,
        lots("t", targets),
        lots("p", officers),
        left_out=(Excluded("t90", "停业站", "2026年3月1日停业"),),
        officers_left_out=(Excluded("p90", "许怀谷", "专家不计入执法人员"),),
        barred=(Barred("p00", "t03", "配偶在该企业任职"),),
        chosen_by="预拌混凝土企业",
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def told(pool: Pool, seed: str = SEED, **changes: object) -> Told:
    whole = Told(pool.hash, pool.hash, seed, pool.method, drawing.draw(pool, seed), 10, 11)
    return replace(whole, **changes)  # type: ignore[arg-type]


def codes(pool: Pool, said: Told) -> list[str]:
    return [one.code for one in drawing.check(pool, said)]


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    targets = draw(st.integers(1, 30))
    officers = draw(st.integers(3, 9))
    pairs = st.tuples(st.integers(0, officers - 1), st.integers(0, targets - 1))
    # Of three or more officers one at most is barred from each target, so that a pair is always left.
    by_target = {t: p for p, t in draw(st.lists(pairs, max_size=10))}
    return a_pool(
        targets,
        officers,
        draw(st.integers(1, targets)),
        barred=tuple(Barred(f"p{p:02d}", f"t{t:02d}", "亲属") for t, p in by_target.items()),
    )


SEEDS = st.text("0123456789abcdef", min_size=6, max_size=40)


def test_known_by_hand() -> None:
    """Four targets ranked by sha256sum of `pencil-1|A` and so on, as a witness would with a shell."""
    by_hand = sorted("ABCD", key=lambda one: sha256(f"pencil-1|{one}".encode()).hexdigest())
    assert by_hand == ["C", "D", "A", "B"], "taken down from sha256sum"
    assert drawing.rank("pencil-1", "DBCA") == by_hand


def test_the_pair_is_the_least_laden_and_then_the_smallest_hash() -> None:
    pool = a_pool(targets=3, officers=4, want=3, barred=())
    first, second, third = drawing.draw(pool, SEED)
    ids = [one.id for one in pool.officers]

    def by_hash(target: str, of: list[str]) -> list[str]:
        return sorted(of, key=lambda one: sha256(f"{SEED}|{target}|{one}".encode()).hexdigest())

    assert list(first.officer_ids) == by_hash(first.target_id, ids)[:2]
    rest = [one for one in ids if one not in first.officer_ids]
    assert list(second.officer_ids) == by_hash(second.target_id, rest), "who has none yet goes first"
    assert list(third.officer_ids) == by_hash(third.target_id, ids)[:2], "all have one: the hash decides"


@given(pools(), SEEDS)
def test_a_result_is_whole_and_heeds_every_bar(pool: Pool, seed: str) -> None:
    drawing.refuse_unfit(pool)
    result = drawing.draw(pool, seed)
    barred = {(one.officer_id, one.target_id) for one in pool.barred}
    assert len({one.target_id for one in result}) == len(result) == pool.want
    for one in result:
        assert len(set(one.officer_ids)) == drawing.PAIR
        assert not {(who, one.target_id) for who in one.officer_ids} & barred
    assert drawing.check(pool, told(pool, seed)) == ()


@given(pools(), SEEDS, st.randoms())
def test_the_order_of_the_pool_changes_nothing(pool: Pool, seed: str, chance: Random) -> None:
    def shuffled(of: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(chance.sample(of, len(of)))

    other = replace(
        pool,
        targets=shuffled(pool.targets),
        officers=shuffled(pool.officers),
        barred=shuffled(pool.barred),
        left_out=shuffled(pool.left_out),
    )
    assert other.hash == pool.hash
    assert drawing.draw(other, seed) == drawing.draw(pool, seed)


def test_each_target_is_drawn_as_often_as_any_other() -> None:
    """6,000 draws of 4 from 12: each expected 2,000 times, σ = √(6000·⅓·⅔) ≈ 36.5; five σ either way."""
    pool = a_pool(targets=12, officers=5, want=4, barred=())
    often: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for n in range(6000):
        result = drawing.draw(pool, f"seed-{n}")
        often.update(one.target_id for one in result)
        first[result[0].target_id] += 1
    assert set(often) == {one.id for one in pool.targets}
    assert all(abs(times - 2000) < 183 for times in often.values()), often
    # The first place alone: 500 expected, σ ≈ 21.4.
    assert all(abs(times - 500) < 108 for times in first.values()), first


def test_the_work_is_shared_evenly_and_pairs_mix() -> None:
    pool = a_pool(targets=20, officers=6, want=20, barred=())
    pairs: Counter[frozenset[str]] = Counter()
    for n in range(600):
        result = drawing.draw(pool, f"seed-{n}")
        loads = Counter(who for one in result for who in one.officer_ids)
        assert max(loads.values()) - min(loads[one.id] for one in pool.officers) <= 1
        pairs.update(frozenset(one.officer_ids) for one in result)
    # 12,000 pairs over 15 kinds: 800 each on average; none is preferred or shunned.
    assert len(pairs) == 15
    assert all(600 < times < 1000 for times in pairs.values()), pairs


def test_another_seed_gives_another_order() -> None:
    pool = a_pool(want=14)
    orders = {tuple(one.target_id for one in drawing.draw(pool, f"seed-{n}")) for n in range(200)}
    assert len(orders) == 200


CHANGED = {
    "a target more": {"targets": (*lots("t", 14), Lot("t77", "新站"))},
    "a target less": {"targets": lots("t", 13)},
    "a target renamed": {"targets": (Lot("t00", "别名"), *lots("t", 14)[1:])},
    "an officer less": {"officers": lots("p", 5)},
    "no bar": {"barred": ()},
    "another reason": {"barred": (Barred("p00", "t03", "同学"),)},
    "nobody left out": {"left_out": ()},
    "another reason left out": {"left_out": (Excluded("t90", "停业站", "领导要求"),)},
    "no expert left out": {"officers_left_out": ()},
    "one more wanted": {"want": 6},
    "other days": {"last": date(2026, 12, 19)},
    "another occasion": {"occasion": "2026年12月双随机抽查"},
    "other conditions": {"chosen_by": "在建工程"},
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_change_of_the_pool_is_noticed(change: str) -> None:
    pool = a_pool()
    assert "draw.pool_differs" in codes(replace(pool, **CHANGED[change]), told(pool))  # type: ignore[arg-type]


def test_what_moves_between_two_fields_is_noticed() -> None:
    """Quotes and commas in names must not make two pools one text."""
    one = a_pool(targets=1, want=1, barred=(), left_out=(Excluded("x", 'a","b', "c"),))
    other = replace(one, left_out=(Excluded("x", "a", 'b","c'),))
    assert one.hash != other.hash


@given(pools(), SEEDS, st.data())
def test_a_change_of_the_result_is_noticed(pool: Pool, seed: str, data: st.DataObject) -> None:
    result = drawing.draw(pool, seed)
    n = data.draw(st.integers(0, len(result) - 1))
    spoilt = list(result)
    how = data.draw(st.sampled_from(["officers", "target", "less", "more"]))
    if how == "officers":
        spoilt[n] = replace(spoilt[n], officer_ids=tuple(reversed(spoilt[n].officer_ids)))
    elif how == "target":
        spoilt[n] = replace(spoilt[n], target_id="t99")
    elif how == "less":
        del spoilt[n]
    else:
        spoilt.append(Drawn("t99", ("p00", "p01")))
    assert drawing.check(pool, told(pool, seed, result=tuple(spoilt)))


def test_two_that_changed_places_are_both_named() -> None:
    pool = a_pool()
    result = list(drawing.draw(pool, SEED))
    result[1], result[3] = result[3], result[1]
    wrong = drawing.check(pool, told(pool, result=tuple(result)))
    assert [(one.code, one.where) for one in wrong] == [
        ("draw.result_differs", "draw.result.2"),
        ("draw.result_differs", "draw.result.4"),
    ]


def test_another_seed_than_the_one_told_is_noticed() -> None:
    pool = a_pool()
    assert "draw.result_differs" in codes(
        pool, told(pool, seed="0123456789", result=drawing.draw(pool, SEED))
    )


def test_a_seed_before_its_pool_and_a_foreign_pool_or_method_are_named() -> None:
    pool = a_pool()
    assert codes(pool, told(pool, seed_order=9)) == ["draw.seed_before_pool"]
    assert codes(pool, told(pool, hash="0" * 64)) == ["draw.result_of_other_pool"]
    assert codes(pool, told(pool, method="dice/1")) == ["draw.unknown_method"]
    newer = replace(pool, method="sha256-rank/2")
    assert codes(newer, told(newer)) == ["draw.unknown_method"]


UNFIT = {
    "draw.occasion_missing": {"occasion": "  "},
    "draw.days": {"last": date(2026, 11, 23)},
    "draw.too_few_targets": {"want": 15},
    "draw.duplicate": {"targets": (*lots("t", 14), Lot("t00", "t号0"))},
    "draw.drawn_and_left_out": {"left_out": (Excluded("t00", "t号0", "停业"),)},
    "draw.no_reason": {"left_out": (Excluded("t90", "停业站", " "),)},
    "draw.unknown_barred": {"barred": (Barred("p00", "t90", "亲属"),)},
    "draw.too_few_officers": {"barred": tuple(Barred(f"p{n:02d}", "t03", "同村") for n in range(5))},
}


@pytest.mark.parametrize("code", UNFIT)
def test_what_could_fail_or_be_doubted_is_refused_before_the_seed(code: str) -> None:
    drawing.refuse_unfit(a_pool())
    with pytest.raises(RuleError) as caught:
        drawing.refuse_unfit(replace(a_pool(), **UNFIT[code]))  # type: ignore[arg-type]
    assert caught.value.code == code
    assert caught.value.where


def test_a_bar_without_a_reason_and_a_draw_of_none_are_refused() -> None:
    for pool, code in (
        (a_pool(barred=(Barred("p00", "t03", ""),)), "draw.no_reason"),
        (a_pool(want=0), "draw.too_few_targets"),
        (a_pool(officers=1, barred=()), "draw.too_few_officers"),
    ):
        with pytest.raises(RuleError) as caught:
            drawing.refuse_unfit(pool)
        assert caught.value.code == code


def test_what_is_a_seed_and_what_is_none() -> None:
    seeds = ("164253", "骰子 3 5 1 6 2 4", "x" * 200)
    none = ("", "12345", " 123456", "123456 ", "12|3456", "123\n456", "x" * 201)
    refused = {}
    for seed in (*seeds, *none):
        try:
            drawing.refuse_seed(seed)
        except RuleError as error:
            refused[seed] = error.code
    assert refused == dict.fromkeys(none, "draw.seed")
