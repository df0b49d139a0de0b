"""The yearly cap: what counts, what stands apart, and a word that never stops anybody."""

from dataclasses import replace
from datetime import date

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import campaign_targets, campaign_visits, campaigns, caps
from inspector_app.casework.plans.campaign_targets import NewEntry
from inspector_app.catalog.messages import LANGUAGES, Messages
from inspector_app.domain.planning import Apart, Cap
from tests.casework.bench import Bench
from tests.casework.counting import counted
from tests.casework.planned import PLANT, a_campaign, officers, plants, refused, visited

TODAY = date(2026, 11, 24)


def capped(bench: Bench, most: int = 3, near: int = 1) -> Desk:
    plans = replace(
        bench.desk.rules.plans,
        near=near,
        caps=(Cap(PLANT, "", most), Cap(PLANT, "高", most + 2)),
        apart=(Apart("投诉举报", ("投诉",)), Apart("紧急当场实施", urgent=True)),
    )
    return replace(bench.desk, rules=replace(bench.desk.rules, plans=plans))


def code_of(desk: Desk, target_id: str, source: str = "日常监督检查", *, urgent: bool = False) -> str:
    told = caps.weigh(desk, target_id, source, urgent=urgent)
    return told.code if told is not None else ""


def test_only_concluded_visits_of_the_year_that_do_not_stand_apart_count(bench: Bench) -> None:
    (where, other) = plants(bench, 2)
    counts = [visited(bench, where, date(2026, 1, 1)), visited(bench, where, date(2026, 11, 23))]
    complaint = visited(bench, where, date(2026, 5, 1), source="市民投诉")
    urgent = visited(bench, where, date(2026, 6, 1), approval={"urgent_reason": "接报险情"})
    visited(bench, where, date(2026, 11, 24), concluded=False)
    visited(bench, where, date(2025, 12, 31))
    visited(bench, where, date(2027, 1, 1))
    visited(bench, other, date(2026, 7, 1))
    told = caps.yearly(capped(bench), where, 2026)
    assert [(one.visit_id, one.apart) for one in told.visits] == [
        (counts[0], ""),
        (complaint, "投诉举报"),
        (urgent, "紧急当场实施"),
        (counts[1], ""),
    ]
    assert (told.count, told.most, told.left) == (2, 3, 1)
    refused("registry.no_target", lambda: caps.yearly(bench.desk, "0" * 32, 2026), bench)


def test_the_word_comes_when_it_is_near_and_when_it_is_over(bench: Bench) -> None:
    (where,) = plants(bench, 1)
    desk = capped(bench)
    seen = []
    for n in range(1, 6):
        seen.append(code_of(desk, where))
        visited(bench, where, date(2026, 11, n))
    assert seen == ["", "", "cap.near", "cap.over", "cap.over"]
    assert code_of(desk, where, "市民投诉") == ""
    assert code_of(desk, where, urgent=True) == ""
    assert caps.yearly(desk, where, 2026).left == -2
    told = caps.weigh(desk, where, "日常监督检查")
    assert told is not None
    for language in LANGUAGES:
        message, remedy = Messages(language).text(told.code, told.where, dict(told.values))
        assert all(part in message for part in ("6", "3", "2026"))
        assert "54" in remedy


def test_the_risk_level_has_its_own_cap_and_no_cap_says_nothing(bench: Bench) -> None:
    (high,) = plants(bench, 1, risk="高")
    (plain,) = plants(bench, 1, risk="中")
    desk = capped(bench)
    assert [caps.yearly(desk, one, 2026).most for one in (high, plain)] == [5, 3]
    none = replace(desk, rules=replace(desk.rules, plans=replace(desk.rules.plans, caps=())))
    for n in range(1, 10):
        visited(bench, plain, date(2026, 3, n))
    assert code_of(none, plain) == ""
    assert caps.yearly(none, plain, 2026).left is None


def test_a_visit_of_a_campaign_begins_all_the_same(bench: Bench) -> None:
    who, (where,) = officers(bench, 2), plants(bench, 1)
    desk = capped(bench, most=1)
    campaign_id = campaigns.make(desk, a_campaign(who[0]))
    campaign_targets.add(desk, campaign_id, [NewEntry(where, tuple(who), TODAY)])
    visited(bench, where, date(2026, 3, 1))
    begun = campaign_visits.begin(desk, campaign_id, where)
    assert begun.warning is not None
    assert begun.warning.code == "cap.over"
    assert desk.store.record("inspection", begun.inspection_id) is not None


def test_a_year_is_read_without_the_others(bench: Bench) -> None:
    (where,) = plants(bench, 1)
    for year in range(2017, 2026):
        for month in range(1, 13):
            visited(bench, where, date(year, month, 3))
    visited(bench, where, date(2026, 4, 3))
    desk, reads = counted(bench)
    assert caps.yearly(desk, where, 2026).count == 1
    assert reads.total() == 3
