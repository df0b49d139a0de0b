"""The quarterly round: who is done, who is due, who is new or gone; its numbers by an independent count."""

from dataclasses import replace
from datetime import date

from inspector_app.casework.papers import drafts
from inspector_app.casework.plans import lives, rounds
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.acts import ActKind
from inspector_app.domain.planning import Period, Progress, Rhythm
from tests.casework.bench import Bench
from tests.casework.counting import counted
from tests.casework.planned import PLANT, at, plants, refused, visited

Q4 = Period(Rhythm.QUARTER, 2026, 4)


def by_name(told: rounds.Round) -> dict[str, Progress]:
    return {one.name: one.standing.progress for one in told.lines}


def test_the_forms_say_which_kinds_have_a_round(bench: Bench) -> None:
    assert [(one.code, one.rhythm) for one in rounds.kinds(bench.desk)] == [(PLANT, "quarter")]
    refused("round.none", lambda: rounds.standing(bench.desk, "construction_site"), bench)
    refused("round.none", lambda: rounds.standing(bench.desk, "no_such_kind"), bench)
    sites = replace(bench.desk.rules.targets["construction_site"], rhythm="half_year")
    rules = replace(bench.desk.rules, targets={**bench.desk.rules.targets, sites.code: sites})
    told = rounds.standing(replace(bench.desk, rules=rules), "construction_site")
    assert told.period == Period(Rhythm.HALF_YEAR, 2026, 2), "any kind, by its form alone"


def test_done_due_new_and_gone(bench: Bench) -> None:
    where = plants(bench, 9)
    desk = bench.desk
    first = visited(bench, where[0], date(2026, 10, 1))
    visited(bench, where[0], date(2026, 11, 2))
    visited(bench, where[1], date(2026, 9, 30))
    running = visited(bench, where[2], date(2026, 11, 24), concluded=False)
    lives.close_business(desk, where[3], date(2026, 11, 1), "注销公告")
    lives.close_business(desk, where[4], date(2026, 9, 30), "注销公告")
    visited(bench, where[5], date(2026, 10, 20))
    lives.close_business(desk, where[5], date(2026, 11, 10), "停产搬迁")
    lives.opened(desk, where[6], date(2026, 11, 15))
    lives.opened(desk, where[7], date(2026, 12, 10))
    told = rounds.standing(desk, PLANT)
    assert by_name(told) == {
        "砼源01站": Progress.DONE,
        "砼源02站": Progress.DUE,
        "砼源03站": Progress.UNDER_WAY,
        "砼源04站": Progress.CLOSED,
        "砼源06站": Progress.DONE,
        "砼源07站": Progress.DUE,
        "砼源08站": Progress.LATER,
        "砼源09站": Progress.DUE,
    }
    lines = {one.name: one for one in told.lines}
    assert (lines["砼源01站"].standing.visit_id, lines["砼源01站"].standing.on) == (first, date(2026, 10, 1))
    assert lines["砼源03站"].standing.visit_id == running
    assert lines["砼源02站"].standing.days_left == 37
    assert [one.name for one in told.owed] == ["砼源03站", "砼源02站", "砼源07站", "砼源09站"]
    assert (told.linked.done, told.linked.of, told.linked.begun) == (2, 6, True)
    at(bench, date(2027, 1, 4))
    past = rounds.standing(desk, PLANT, Q4)
    assert by_name(past)["砼源02站"] is Progress.OVERDUE
    new = rounds.standing(desk, PLANT)
    assert new.period.label == "2027年第一季度"
    assert set(by_name(new)) == {f"砼源{n:02d}站" for n in (1, 2, 3, 7, 8, 9)}
    assert set(by_name(new).values()) == {Progress.DUE}


def test_a_closing_is_refused_when_it_cannot_be(bench: Bench) -> None:
    (where,) = plants(bench, 1)
    desk = bench.desk
    day = date(2026, 11, 1)
    refused("life.reason_missing", lambda: lives.close_business(desk, where, day, " "), bench)
    refused("life.future", lambda: lives.close_business(desk, where, date(2026, 11, 25), "公告"), bench)
    refused("registry.no_target", lambda: lives.close_business(desk, "0" * 32, day, "公告"), bench)
    lives.opened(desk, where, date(2026, 11, 10))
    refused("life.order", lambda: lives.close_business(desk, where, day, "公告"), bench)
    lives.close_business(desk, where, date(2026, 11, 20), "公告")
    refused("life.order", lambda: lives.opened(desk, where, date(2026, 11, 21)), bench)
    lives.reopen_business(desk, where)
    assert by_name(rounds.standing(desk, PLANT)) == {"砼源01站": Progress.DUE}


def test_numbers_of_a_round(bench: Bench) -> None:
    where = plants(bench, 4)
    desk = bench.desk
    visited(bench, where[0], date(2026, 10, 9))
    again = visited(bench, where[0], date(2026, 11, 9), concluded=False)
    findings.add(desk, again, findings.NewFinding(fact="骨料混仓"))
    gone = findings.add(desk, again, findings.NewFinding(fact="误记"))
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.WITHDRAW, "finding", gone, {"reason": "记错企业"})
    inspections.conclude(desk, again)
    visited(bench, where[1], date(2026, 11, 20), concluded=False)
    told = rounds.standing(desk, PLANT)
    numbers = rounds.numbers(desk, told)
    assert (numbers.period, numbers.targets, numbers.done, numbers.owed) == ("2026年第四季度", 4, 1, 3)
    assert (numbers.visits, numbers.findings, numbers.orders, numbers.ordered) == (2, 1, (), 0)
    drafts.begin(desk, again, next(iter(desk.rules.templates)), ())
    assert rounds.numbers(desk, told).orders == (), "a draft orders nothing"


def test_ten_years_of_visits_are_not_read_for_one_quarter(bench: Bench) -> None:
    where = plants(bench, 14)
    desk, reads = counted(bench)
    rounds.standing(desk, PLANT)
    few = reads.total()
    with bench.desk.store.transaction(bench.desk.user) as tx:
        for year in range(2017, 2026):
            for month in (2, 5, 8, 11):
                for one in where:
                    tx.create(
                        "inspection", {"target_id": one, "started": f"{year}-{month:02d}-03T09:00:00+08:00"}
                    )
    inside = visited(bench, where[0], date(2026, 10, 1))
    desk, reads = counted(bench)
    told = rounds.standing(desk, PLANT)
    assert reads.total() == few <= 4
    assert [one.standing.visit_id for one in told.having(Progress.DONE)] == [inside]
    found = bench.desk.store.visits_to(where, "2026-09-30", "2027-01-02")
    assert [one.id for one in found] == [inside], "only what lies between is read at all"
