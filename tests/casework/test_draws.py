"""双随机 in the journal: pool first, then the seed, never twice in silence, and every forgery noticed."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from inspector_app.casework.plans import campaign_targets, campaigns, draws, lives, pools
from inspector_app.casework.plans.draw_acts import pool_content, result_content
from inspector_app.casework.plans.pools import Wish
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import ActKind
from inspector_app.domain.drawing import Barred, Drawn, Lot, Pool
from inspector_app.domain.errors import DamagedError
from inspector_app.domain.people import Officer
from inspector_app.domain.planning import Progress
from tests.casework.bench import Bench
from tests.casework.planned import PLANT, a_campaign, at, officers, plants, refused, visited

FIRST, LAST = date(2026, 11, 24), date(2026, 12, 18)


def a_wish(want: int = 5, **changes: object) -> Wish:
    return replace(Wish("2026年11月双随机抽查", PLANT, FIRST, LAST, want), **changes)  # type: ignore[arg-type]


def gathered(bench: Bench, want: int = 5, **changes: object) -> Pool:
    return pools.gather(bench.desk, a_wish(want, **changes))


def drawn(bench: Bench, want: int = 5, typed: str = "", **changes: object) -> draws.Draw:
    frozen = draws.freeze(bench.desk, gathered(bench, want, **changes))
    return draws.seed(bench.desk, frozen.id, typed, witness="纪检派驻组" if typed else "")


def test_the_pool_says_whom_it_left_out_and_why(bench: Bench) -> None:
    desk = bench.desk
    north = plants(bench, 5, district="北港街道", risk="高")
    plants(bench, 1, district="南岸镇", risk="高")
    plants(bench, 1, district="北港街道", risk="低")
    (who, *_) = officers(bench, 2)
    late = Officer("", "新来的", "5199039999", date(2026, 12, 1), date(2030, 1, 1))
    registry.add_officer(desk, late)
    registry.add_officer(desk, Officer("", "许怀谷", "", None, None, expert=True))
    visited(bench, north[0], date(2026, 11, 3))
    visited(bench, north[1], date(2026, 8, 31))
    visited(bench, north[2], date(2026, 11, 4), concluded=False)
    lives.close_business(desk, north[3], date(2026, 11, 1), "注销")
    pool = gathered(
        bench,
        2,
        facts=(("district", "北港街道"), ("risk", "高")),
        not_since=date(2026, 9, 1),
        exclude={north[4]: "正在立案调查"},
        barred=(Barred(who, north[1], "配偶在该企业任职"), Barred(who, north[4], "同上")),
    )
    assert [one.id for one in pool.targets] == [north[1], north[2]]
    assert {one.id: one.reason for one in pool.left_out} == {
        north[0]: "2026年11月3日检查过",
        north[3]: "2026年11月1日停业",
        north[4]: "正在立案调查",
    }
    assert [one.name for one in pool.officers] == ["执法员1", "执法员2"]
    assert {one.name: one.reason for one in pool.officers_left_out} == {
        "新来的": "2026年11月24日至2026年12月18日期间执法证不全程有效",
        "许怀谷": "专家不计入执法人员",
    }
    assert [one.target_id for one in pool.barred] == [north[1]]
    assert pool.chosen_by == "预拌混凝土企业；镇街：北港街道；风险等级：高；2026年9月1日以来未检查"
    # Barring one of two leaves no pair: refused before anything is frozen.
    refused("draw.too_few_officers", lambda: draws.freeze(desk, pool), bench)


def test_who_does_not_go_is_barred_from_nothing(bench: Bench) -> None:
    """A bar of somebody who is on leave, or without a certificate, does not stop the draw."""
    where, who = plants(bench, 3), officers(bench, 4)
    bars = (Barred(who[0], where[0], "亲属"), Barred(who[1], where[1], "同学"))
    pool = gathered(bench, 2, officers_out={who[0]: "请假"}, barred=bars)
    assert [(one.officer_id, one.target_id) for one in pool.barred] == [(who[1], where[1])]
    assert draws.freeze(bench.desk, pool).hash == pool.hash


def test_a_condition_that_forms_do_not_know_is_refused(bench: Bench) -> None:
    refused("draw.unknown_kind", lambda: gathered(bench, kind="no_such_kind"), bench)
    refused("draw.unknown_fact", lambda: gathered(bench, facts=(("colour", "red"),)), bench)
    refused("draw.too_few_targets", lambda: draws.freeze(bench.desk, gathered(bench)), bench)


def test_the_pool_is_frozen_and_its_hash_told_before_there_is_a_seed(bench: Bench) -> None:
    where = plants(bench, 8)
    officers(bench, 4)
    pool = gathered(bench)
    frozen = draws.freeze(bench.desk, pool)
    assert (frozen.hash, frozen.seed, frozen.result) == (pool.hash, "", ())
    assert frozen.hash == sha256(pool.text().encode()).hexdigest()
    refused("draw.not_drawn", lambda: draws.check(bench.desk.store, frozen.id), bench)
    # Whatever becomes of the registry now, the pool stays.
    lives.close_business(bench.desk, where[0], FIRST, "注销")
    plants(bench, 3)
    told = draws.seed(bench.desk, frozen.id)
    assert told.pool == pool
    assert len(told.seed) == 32
    assert told.seed_by == draws.BY_PROGRAM
    assert draws.check(bench.desk.store, frozen.id) == ()
    acts = bench.desk.store.acts("draw", frozen.id, ActKind.DRAW)
    assert [act.content["step"] for act in acts] == ["pool", "result"]
    assert "seed" not in acts[0].content
    # By hand, from what stands in the acts alone.
    ids = [row[0] for row in acts[0].content["targets"]]  # type: ignore[attr-defined]
    ranked = sorted(ids, key=lambda one: sha256(f"{told.seed}|{one}".encode()).hexdigest())
    assert [one.target_id for one in told.result] == ranked[:5]


def test_a_seed_from_a_witness(bench: Bench) -> None:
    plants(bench, 8)
    officers(bench, 4)
    desk = bench.desk
    frozen = draws.freeze(desk, gathered(bench))
    refused("draw.witness_missing", lambda: draws.seed(desk, frozen.id, "351624"), bench)
    refused("draw.seed", lambda: draws.seed(desk, frozen.id, "35|624", witness="王委员"), bench)
    refused("draw.none", lambda: draws.seed(desk, "0" * 32), bench)
    told = draws.seed(desk, frozen.id, "351624", witness="王委员")
    assert (told.seed, told.seed_by, told.witness) == ("351624", draws.BY_WITNESS, "王委员")
    assert draws.check(desk.store, frozen.id) == ()


def test_two_seeds_of_the_program_differ(bench: Bench) -> None:
    plants(bench, 3)
    officers(bench, 2)
    first = drawn(bench, 1, occasion="甲", exclude={})
    at(bench, date(2026, 12, 15))
    second = drawn(bench, 1, occasion="乙", last=date(2026, 12, 30))
    assert first.seed != second.seed


def test_a_pool_has_one_seed(bench: Bench) -> None:
    plants(bench, 8)
    officers(bench, 4)
    told = drawn(bench)
    refused("draw.already_drawn", lambda: draws.seed(bench.desk, told.id), bench)


def test_a_list_is_not_drawn_again_in_silence(bench: Bench) -> None:
    where = plants(bench, 8)
    officers(bench, 4)
    desk = bench.desk
    abandoned = draws.freeze(desk, gathered(bench))  # frozen, never drawn: it gave nothing away
    first = drawn(bench)
    again = refused("draw.again", lambda: draws.freeze(desk, gathered(bench)), bench)
    assert again.where == first.id
    # Neither another name nor one target less makes it another list.
    other = gathered(bench, occasion="12月抽查", exclude={where[0]: "停产检修"})
    refused("draw.again", lambda: draws.freeze(desk, other), bench)
    pool = gathered(bench)
    refused("draw.again_unknown", lambda: draws.freeze(desk, pool, again_of=abandoned.id, reason="x"), bench)
    refused("draw.again_reason", lambda: draws.freeze(desk, pool, again_of=first.id, reason=" "), bench)
    second = draws.freeze(desk, pool, again_of=first.id, reason="两名执法人员调离")
    told = draws.seed(desk, second.id)
    assert (told.again_of, told.reason) == (first.id, "两名执法人员调离")
    assert draws.draw(desk.store, first.id) == first, "the first stays as it was"
    assert [one.id for one in draws.of_year(desk, 2026)] == [abandoned.id, first.id, second.id]


def test_after_the_days_of_the_forms_another_occasion_may_draw_the_same_targets(bench: Bench) -> None:
    plants(bench, 8)
    officers(bench, 4)
    drawn(bench)
    days = bench.desk.rules.plans.again_days
    at(bench, date.fromordinal(FIRST.toordinal() + days))
    pool = gathered(bench, occasion="12月抽查", last=date(2026, 12, 30))
    refused("draw.again", lambda: draws.freeze(bench.desk, pool), bench)
    at(bench, date.fromordinal(FIRST.toordinal() + days + 1))
    refused(
        "draw.again", lambda: draws.freeze(bench.desk, replace(pool, occasion="2026年11月双随机抽查")), bench
    )
    draws.freeze(bench.desk, pool)


def test_across_the_new_year_too(bench: Bench) -> None:
    plants(bench, 4)
    officers(bench, 3)
    at(bench, date(2026, 12, 28))
    drawn(bench, 2, last=date(2026, 12, 31))
    at(bench, date(2027, 1, 4))
    pool = gathered(bench, 2, occasion="1月抽查", first=date(2027, 1, 4), last=date(2027, 1, 20))
    refused("draw.again", lambda: draws.freeze(bench.desk, pool), bench)


def forged(bench: Bench, *contents: dict[str, object]) -> str:
    """Write acts as somebody with the database open might, past every rule."""
    with bench.desk.store.transaction(bench.desk.user) as tx:
        draw_id = tx.create("draw", {"occasion": "伪造"})
        for content in contents:
            tx.act(ActKind.DRAW, "draw", draw_id, content)
    return draw_id


def test_forgeries_are_noticed(bench: Bench) -> None:
    plants(bench, 8)
    officers(bench, 4)
    pool = gathered(bench)
    frozen = pool_content(pool, again_of="", reason="")
    result = result_content(pool, "abcdef012345", seed_by="program", witness="")
    told = list(result["result"])  # type: ignore[call-overload]

    def codes(*contents: dict[str, object]) -> set[str]:
        return {one.code for one in draws.check(bench.desk.store, forged(bench, *contents))}

    assert codes(frozen, result) == set()
    smaller = {**frozen, "targets": frozen["targets"][1:]}  # type: ignore[index]
    assert "draw.pool_differs" in codes(smaller, result)
    rehashed = pool_content(replace(pool, targets=pool.targets[1:]), again_of="", reason="")
    assert "draw.result_of_other_pool" in codes(rehashed, result)
    assert codes(frozen, {**result, "result": [told[1], told[0], *told[2:]]}) == {"draw.result_differs"}
    assert codes(frozen, {**result, "result": told[:-1]}) == {"draw.result_count"}
    assert codes(frozen, {**result, "seed": "abcdef012346"}) == {"draw.result_differs"}
    assert codes(result, frozen) == {"draw.seed_before_pool"}
    assert codes(frozen, result, result) == {"draw.drawn_twice"}
    assert codes(frozen, frozen, result) == {"draw.frozen_twice"}
    assert codes(frozen, {**result, "method": "dice/1"}) == {"draw.unknown_method"}


@pytest.mark.parametrize("field", ["targets", "officers", "barred", "first"])
def test_a_torn_act_is_damage_and_no_crash(bench: Bench, field: str) -> None:
    plants(bench, 3)
    officers(bench, 3)
    frozen = {**pool_content(gathered(bench, 1), again_of="", reason=""), field: "torn"}
    from_forgery = forged(bench, frozen)
    with pytest.raises(DamagedError) as caught:
        draws.draw(bench.desk.store, from_forgery)
    assert caught.value.code in ("draw.act_damaged", "casework.bad_date")


def test_what_was_drawn_becomes_a_campaign_in_its_order(bench: Bench) -> None:
    plants(bench, 8)
    who = officers(bench, 4)
    desk = bench.desk
    told = drawn(bench, 4)
    campaign_id = campaigns.make(desk, a_campaign(who[0]))
    campaign_targets.from_draw(desk, campaign_id, told.id, LAST)
    lines = campaign_targets.progress(desk, campaign_id).lines
    assert [Drawn(one.target_id, one.officer_ids) for one in lines] == list(told.result)
    assert {one.draw_id for one in lines} == {told.id}
    assert {one.standing.progress for one in lines} == {Progress.DUE}
    assert draws.names(told.pool, [told.result[0].target_id]) == (lines[0].target,)
    pool = told.pool
    bad = forged(
        bench,
        pool_content(pool, again_of="", reason=""),
        {**result_content(pool, "abcdef012345", seed_by="program", witness=""), "seed": "654321fedcba"},
    )
    other = campaigns.make(desk, a_campaign(who[0], name="另一个"))
    refused("draw.does_not_hold", lambda: campaign_targets.from_draw(desk, other, bad, LAST), bench)


def test_names_in_a_pool_are_those_of_the_day(bench: Bench) -> None:
    assert draws.names(Pool("x", FIRST, LAST, 1, (Lot("a", "甲站"),), ()), ["a", "b"]) == ("甲站", "b")
