"""What an approval of a campaign covers; rechecks on paper count nowhere; the first draw holds everywhere."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from inspector_app.casework.history import carry
from inspector_app.casework.plans import (
    campaign_targets,
    campaign_visits,
    campaigns,
    caps,
    draws,
    plan_board,
    pool_words,
    pools,
    rounds,
)
from inspector_app.casework.plans.campaign_targets import NewEntry
from inspector_app.casework.plans.pools import Wish
from inspector_app.casework.visits import inspections
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.inspections import Approval
from inspector_app.domain.planning import Progress
from tests.casework.bench import Bench
from tests.casework.counting import counted
from tests.casework.planned import PLANT, a_campaign, approval, at, officers, plants, refused, visited

TODAY = date(2026, 11, 24)
FOUR, FIVE = "望住建专批〔2026〕4号", "望住建专批〔2026〕5号"


def numbered(number: str, day: date = TODAY) -> Approval:
    return Approval("韩立群", datetime.combine(day, time(8, 0), CHINA), number)


def entry(bench: Bench, campaign_id: str, target_id: str, who: list[str]) -> None:
    campaign_targets.add(bench.desk, campaign_id, [NewEntry(target_id, tuple(who), TODAY)])


def begun(bench: Bench, campaign_id: str, target_id: str) -> str:
    return campaign_visits.begin(bench.desk, campaign_id, target_id).inspection_id


def test_what_is_added_after_the_approval_is_not_visited_before_another(bench: Bench) -> None:
    who, where, desk = officers(bench, 2), plants(bench, 3), bench.desk
    campaign_id = campaigns.make(desk, a_campaign(who[0], approval=None))
    entry(bench, campaign_id, where[0], who)
    campaigns.approve(desk, campaign_id, numbered(FOUR))
    entry(bench, campaign_id, where[1], who)
    assert campaigns.campaign(desk.store, campaign_id).beyond(where) == tuple(where[1:])
    assert campaign_visits.open_at(desk, where[1]) == ()
    told = refused("campaign.enlarged", lambda: begun(bench, campaign_id, where[1]), bench)
    assert told.where == "campaign.approval"
    visit = inspections.begin(desk, where[1], who, started=bench.clock.moment.isoformat())
    refused("campaign.enlarged", lambda: campaign_visits.count_to(desk, visit, campaign_id), bench)
    same = refused(
        "campaign.approval_same", lambda: campaigns.approve(desk, campaign_id, numbered(f" {FOUR} ")), bench
    )
    assert same.where == "campaign.number"
    begun(bench, campaign_id, where[0])
    campaigns.approve(desk, campaign_id, numbered(FIVE))
    assert [one.id for one in campaign_visits.open_at(desk, where[1])] == [campaign_id]
    begun(bench, campaign_id, where[1])
    entry(bench, campaign_id, where[2], who)
    refused("campaign.enlarged", lambda: begun(bench, campaign_id, where[2]), bench)


def test_a_list_that_was_approved_before_it_was_drawn_is_closed_by_its_first_visit(bench: Bench) -> None:
    who, where, desk = officers(bench, 2), plants(bench, 4), bench.desk
    campaign_id = campaigns.make(desk, a_campaign(who[0]))
    for one in where[:3]:
        entry(bench, campaign_id, one, who)
    assert campaigns.campaign(desk.store, campaign_id).beyond(where[:3]) == ()
    begun(bench, campaign_id, where[0])
    entry(bench, campaign_id, where[3], who)
    begun(bench, campaign_id, where[2])
    refused("campaign.enlarged", lambda: begun(bench, campaign_id, where[3]), bench)


def test_longer_days_are_planned_but_not_used_before_they_are_approved(bench: Bench) -> None:
    who, where, desk = officers(bench, 2), plants(bench, 2), bench.desk
    plan = a_campaign(who[0])
    campaign_id = campaigns.make(desk, plan)
    for one in where:
        entry(bench, campaign_id, one, who)
    longer = replace(plan, last=date(2027, 1, 31))
    campaigns.change(desk, campaign_id, longer)
    assert campaigns.campaign(desk.store, campaign_id).lengthened
    begun(bench, campaign_id, where[0])
    at(bench, date(2026, 12, 28))
    told = refused("campaign.lengthened", lambda: begun(bench, campaign_id, where[1]), bench)
    assert (told.values["first"], told.values["last"]) == (plan.first, plan.last)
    assert campaign_visits.open_at(desk, where[1]) == ()
    same = replace(approval(date(2026, 12, 27)), number=FOUR)
    refused("campaign.approval_same", lambda: campaigns.approve(desk, campaign_id, same), bench)
    campaigns.approve(desk, campaign_id, numbered(FIVE, date(2026, 12, 27)))
    assert not campaigns.campaign(desk.store, campaign_id).lengthened
    begun(bench, campaign_id, where[1])


def test_a_slip_in_an_approval_is_mended_without_another_number(bench: Bench) -> None:
    who, where, desk = officers(bench, 2), plants(bench, 1), bench.desk
    campaign_id = campaigns.make(desk, a_campaign(who[0], approval=None))
    entry(bench, campaign_id, where[0], who)
    campaigns.approve(desk, campaign_id, numbered(FOUR))
    mended = replace(numbered(FOUR), approver="厉行舟")
    campaigns.approve(desk, campaign_id, mended)
    told = campaigns.campaign(desk.store, campaign_id)
    assert told.plan.approval == mended
    assert told.scope is not None
    assert told.scope.targets == frozenset(where)
    shorter = replace(told.plan, last=date(2026, 12, 1))
    campaigns.change(desk, campaign_id, shorter)
    assert not campaigns.campaign(desk.store, campaign_id).lengthened, "shorter needs nobody"


def test_an_approval_that_a_change_completes_covers_what_stood_then(bench: Bench) -> None:
    who, where, desk = officers(bench, 2), plants(bench, 2), bench.desk
    half = replace(numbered(FOUR), approver="")
    plan = a_campaign(who[0], approval=half)
    campaign_id = campaigns.make(desk, plan)
    entry(bench, campaign_id, where[0], who)
    campaigns.change(desk, campaign_id, replace(plan, approval=numbered(FOUR)))
    entry(bench, campaign_id, where[1], who)
    assert campaigns.campaign(desk.store, campaign_id).beyond(where) == (where[1],)
    refused("campaign.enlarged", lambda: begun(bench, campaign_id, where[1]), bench)
    # Taken away and written again under the same number it covers no more than before.
    campaigns.change(desk, campaign_id, replace(plan, approval=half))
    campaigns.change(desk, campaign_id, replace(plan, approval=numbered(FOUR)))
    assert campaigns.campaign(desk.store, campaign_id).beyond(where) == (where[1],)


def test_the_line_says_that_another_approval_is_due(bench: Bench) -> None:
    who, where, desk = officers(bench, 2), plants(bench, 2), bench.desk
    campaign_id = campaigns.make(desk, a_campaign(who[0], approval=None))
    entry(bench, campaign_id, where[0], who)
    campaigns.approve(desk, campaign_id, numbered(FOUR))
    assert [one.renew for one in plan_board.campaign_lines(desk)] == [False]
    entry(bench, campaign_id, where[1], who)
    (line,) = plan_board.campaign_lines(desk)
    assert (line.renew, line.of, line.done, line.owner) == (True, 2, 0, "执法员1")


def test_a_recheck_on_paper_is_no_visit(bench: Bench) -> None:
    who, where, desk = officers(bench, 2), plants(bench, 1), bench.desk
    campaign_id = campaigns.make(desk, a_campaign(who[0]))
    entry(bench, campaign_id, where[0], who)
    visited(bench, where[0], date(2026, 11, 20), way="paper", campaign_id=campaign_id)
    visited(bench, where[0], date(2026, 11, 21), way="paper", concluded=False, campaign_id=campaign_id)
    (line,) = rounds.standing(desk, PLANT).lines
    assert line.standing.progress is Progress.DUE
    assert rounds.numbers(desk, rounds.standing(desk, PLANT)).visits == 0
    assert caps.yearly(desk, where[0], 2026).visits == ()
    (target,) = campaign_targets.progress(desk, campaign_id).lines
    assert target.standing.progress is Progress.DUE
    assert [one.id for one in campaign_visits.open_at(desk, where[0])] == [campaign_id]
    visit = begun(bench, campaign_id, where[0])  # what is on paper and not concluded is not under way
    inspections.change(desk, visit, ended=(bench.clock.moment + timedelta(hours=1)).isoformat())
    inspections.conclude(desk, visit)
    seen = visited(bench, where[0], date(2026, 11, 22), way="site")
    assert [one.visit_id for one in caps.yearly(desk, where[0], 2026).visits] == [seen, visit]
    assert rounds.standing(desk, PLANT).lines[0].standing.visit_id == seen


class Arrived:
    """Acts as a journal tells them that got them in this order; answers nothing else."""

    def __init__(self, *acts: Act) -> None:
        self._acts = [replace(one, order=n) for n, one in enumerate(acts, start=1)]

    def acts(self, *_: object, **__: object) -> list[Act]:
        return self._acts

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"{name} is not asked for")


def test_whatever_arrives_first_the_first_pool_and_the_first_seed_hold(bench: Bench) -> None:
    plants(bench, 6)
    officers(bench, 3)
    desk = bench.desk
    wish = Wish("11月抽查", PLANT, TODAY, date(2026, 12, 18), 3)
    frozen = draws.freeze(desk, pools.gather(desk, wish))
    draws.seed(desk, frozen.id, "351624", witness="王委员")
    pool, result = desk.store.acts("draw", frozen.id, ActKind.DRAW)
    # Another laptop, a minute later by its clock in another zone, froze less and drew with another seed.
    later = "2099-01-01T00:00:00+00:00"
    small = replace(pool, id="0" * 64, wall=later, content={**pool.content, "want": 1})
    other = replace(result, id="1" * 64, wall=later, content={**result.content, "seed": "999999"})
    told = [
        draws.draw(Arrived(*order), frozen.id)  # type: ignore[arg-type]
        for order in (
            (pool, result, small, other),
            (small, other, pool, result),
            (other, small, result, pool),
            (small, pool, other, result),
        )
    ]
    assert {one.seed for one in told} == {"351624"}
    assert {one.pool.want for one in told} == {3}
    codes = {one.code for one in draws.check(Arrived(pool, result, small, other), frozen.id)}  # type: ignore[arg-type]
    assert codes == {"draw.frozen_twice", "draw.drawn_twice"}, "that there are two is told"
    # Of one moment the act's own hash decides, the same everywhere.
    twin = replace(result, id="0" * 64, content={**result.content, "seed": "000000"})
    both = [draws.draw(Arrived(pool, *two), frozen.id).seed for two in ((result, twin), (twin, result))]  # type: ignore[arg-type]
    assert both == ["000000", "000000"]


def test_what_belongs_to_a_campaign_is_not_carried_to_another_target(bench: Bench) -> None:
    who, where, desk = officers(bench, 2), plants(bench, 2), bench.desk
    campaign_id = campaigns.make(desk, a_campaign(who[0]))
    entry(bench, campaign_id, where[0], who)
    first = carry.set_out(desk, where[0], campaign_id)
    assert inspections.inspection_of(desk.store, first.inspection_id).approval is not None
    second = carry.set_out(desk, where[1])
    told = inspections.inspection_of(desk.store, second.inspection_id)
    assert (told.source, told.approval) == ("", None)


def test_the_cap_is_told_as_a_visit_begins_and_hinders_nothing(bench: Bench) -> None:
    where, desk = plants(bench, 1), bench.desk
    for n in range(5):
        visited(bench, where[0], date(2026, 1 + n, 5))
    sixth = carry.set_out(desk, where[0])
    assert sixth.warning is not None
    assert (sixth.warning.code, dict(sixth.warning.values)["n"]) == ("cap.near", 6)
    visited(bench, where[0], date(2026, 8, 5))
    seventh = carry.set_out(desk, where[0])
    assert seventh.warning is not None
    assert seventh.warning.code == "cap.over"
    assert desk.store.record("inspection", seventh.inspection_id) is not None


def test_who_is_left_out_is_read_as_people_write_it(bench: Bench) -> None:
    where, who, desk = plants(bench, 12), officers(bench, 4), bench.desk
    wish = Wish("11月抽查", PLANT, TODAY, date(2026, 12, 18), 3)
    told = pool_words.told_in(
        desk, wish, "砼源03站，立案调查\n\n砼源11，停产,检修", "执法员2、请假", "执法员1，砼源01站，亲属"
    )
    assert told.exclude == {where[2]: "立案调查", where[10]: "停产,检修"}
    assert told.officers_out == {who[1]: "请假"}
    assert [(one.officer_id, one.target_id, one.reason) for one in told.barred] == [
        (who[0], where[0], "亲属")
    ]
    assert pool_words.bars_of(pools.gather(desk, told)) == "执法员1，砼源01站，亲属"
    bad = {
        "draw.line_incomplete": ("砼源03站", "", ""),
        "draw.line_unknown": ("", "李四，请假", ""),
        "draw.line_several": ("", "", "执法员1，砼源，亲属"),
    }
    for code, written in bad.items():
        refused(code, lambda written=written: pool_words.told_in(desk, wish, *written), bench)


def test_the_lists_are_read_in_as_many_looks_whatever_the_years_before(bench: Bench) -> None:
    who, where, desk = officers(bench, 2), plants(bench, 6), bench.desk
    campaign_id = campaigns.make(desk, a_campaign(who[0]))
    for one in where[:3]:
        entry(bench, campaign_id, one, who)
    looks = []
    for year in (None, 2024):
        if year is not None:
            for n in range(8):
                at(bench, date(year, 1 + n, 3))
                first, last = date(year, 1 + n, 1), date(year, 1 + n, 28)
                days = NewEntry(where[n % 6], tuple(who), last)
                old = campaigns.make(desk, a_campaign(who[0], name=f"{n}", first=first, last=last))
                campaign_targets.add(desk, old, [days])
                visited(bench, where[n % 6], first)
            at(bench, TODAY)
        counting, reads = counted(bench)
        plan_board.campaign_lines(counting)
        plan_board.item_lines(counting)
        plan_board.round_lines(counting)
        plan_board.draw_lines(counting)
        campaign_visits.open_at(counting, where[0])
        looks.append(reads.total())
    assert looks[0] == looks[1]
