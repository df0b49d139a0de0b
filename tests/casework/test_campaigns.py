"""Campaigns: planned, approved, visited, changed, closed; and the task list that hangs on them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from inspector_app.casework.plans import campaign_targets, campaign_visits, campaigns, plan_items, rounds
from inspector_app.casework.plans.campaign_targets import NewEntry
from inspector_app.casework.plans.plan_items import Link, NewItem
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import checks, inspections
from inspector_app.catalog.messages import Messages
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.inspections import Approval
from inspector_app.domain.people import Officer
from inspector_app.domain.planning import Progress, Rhythm, TaskState
from tests.casework.bench import Bench
from tests.casework.counting import counted
from tests.casework.planned import PLANT, a_campaign, approval, at, officers, plants, refused, visited

TODAY = date(2026, 11, 24)


def planned(bench: Bench, n: int = 3) -> tuple[str, list[str], list[str], list[str]]:
    """A campaign with targets due on the 20th, 24th, 28th of November …, for two officers by turns."""
    who, where = officers(bench, 2), plants(bench, n)
    campaign_id = campaigns.make(bench.desk, a_campaign(who[0]))
    entries = [
        NewEntry(one, (who[k % 2], who[(k + 1) % 2]), date(2026, 11, 20) + timedelta(days=4 * k))
        for k, one in enumerate(where)
    ]
    return campaign_id, who, where, list(campaign_targets.add(bench.desk, campaign_id, entries))


def begin(bench: Bench, campaign_id: str, target_id: str) -> str:
    return campaign_visits.begin(bench.desk, campaign_id, target_id).inspection_id


def conclude(bench: Bench, visit: str) -> None:
    inspections.change(bench.desk, visit, ended=(bench.clock.moment + timedelta(hours=1)).isoformat())
    inspections.conclude(bench.desk, visit)


def became(bench: Bench, campaign_id: str) -> list[Progress]:
    return [one.standing.progress for one in campaign_targets.progress(bench.desk, campaign_id).lines]


def test_a_visit_begun_from_a_campaign_brings_source_checklist_approval_and_officers(bench: Bench) -> None:
    who = officers(bench, 2)
    site = registry.add_target(bench.desk, registry.NewTarget("construction_site", "云栖里", "1号", ()))
    plan = a_campaign(who[0], source="汛期安全专项检查", checklists=("campaign_flood",))
    campaign_id = campaigns.make(bench.desk, plan)
    campaign_targets.add(bench.desk, campaign_id, [NewEntry(site, (who[1], who[0]), TODAY)])
    begun = campaign_visits.begin(bench.desk, campaign_id, site)
    told = inspections.inspection_of(bench.desk.store, begun.inspection_id)
    assert told.source == "汛期安全专项检查"
    assert told.approval == plan.approval
    assert [one.id for one in told.officers] == [who[1], who[0]]
    assert told.place == "1号"
    assert told.started == bench.clock.moment
    board = checks.board(bench.desk, begun.inspection_id)
    assert "campaign_flood" in {one.id for one in board.listings}
    plain = inspections.begin(bench.desk, site, who, source="日常监督检查")
    assert "campaign_flood" not in {one.id for one in checks.board(bench.desk, plain).listings}


def test_progress_follows_the_visits(bench: Bench) -> None:
    campaign_id, who, where, _ = planned(bench, 4)
    assert became(bench, campaign_id) == [Progress.OVERDUE, Progress.DUE, Progress.DUE, Progress.DUE]
    late, running = (begin(bench, campaign_id, one) for one in where[:2])
    assert became(bench, campaign_id)[:2] == [Progress.UNDER_WAY, Progress.UNDER_WAY]
    conclude(bench, late)
    visited(bench, where[2], TODAY)  # an ordinary visit is none of the campaign's
    told = campaign_targets.progress(bench.desk, campaign_id)
    assert [one.standing.progress for one in told.lines] == [
        Progress.DONE,
        Progress.UNDER_WAY,
        Progress.DUE,
        Progress.DUE,
    ]
    assert (told.lines[0].standing.visit_id, told.lines[0].standing.late) == (late, True)
    assert (told.lines[1].standing.visit_id, told.lines[1].standing.days_left) == (running, 0)
    assert told.lines[0].officers == ("执法员1", "执法员2")
    shares = {one.name: (one.of, one.done, one.under_way, one.due, one.overdue) for one in told.shares}
    assert shares == {"执法员1": (2, 1, 0, 1, 0), "执法员2": (2, 0, 1, 1, 0)}
    assert who[0] == told.lines[0].owner_id
    at(bench, date(2026, 12, 3))
    assert became(bench, campaign_id)[2:] == [Progress.OVERDUE, Progress.OVERDUE]


def test_a_visit_is_counted_only_within_the_days_of_its_campaign(bench: Bench) -> None:
    campaign_id, _, where, _ = planned(bench, 1)
    visited(bench, where[0], date(2026, 10, 31), campaign_id=campaign_id)
    assert became(bench, campaign_id) == [Progress.OVERDUE]
    visited(bench, where[0], date(2026, 11, 1), campaign_id=campaign_id)
    assert became(bench, campaign_id) == [Progress.DONE]


def test_no_visit_before_the_approval_outside_the_days_or_of_another_target(bench: Bench) -> None:
    who, where = officers(bench, 2), plants(bench, 2)
    desk = bench.desk
    campaign_id = campaigns.make(desk, a_campaign(who[0], approval=None))
    campaign_targets.add(desk, campaign_id, [NewEntry(where[0], tuple(who), TODAY)])
    refused("campaign.not_approved", lambda: begin(bench, campaign_id, where[0]), bench)
    phone = Approval("韩立群", bench.clock.moment, phone="13900000000", words="同意")
    refused("campaign.approval_incomplete", lambda: campaigns.approve(desk, campaign_id, phone), bench)
    ahead = approval(TODAY + timedelta(days=1))
    refused("campaign.approval_ahead", lambda: campaigns.approve(desk, campaign_id, ahead), bench)
    campaigns.approve(desk, campaign_id, approval(TODAY))
    refused("campaign.not_in_it", lambda: begin(bench, campaign_id, where[1]), bench)
    at(bench, date(2026, 12, 21))
    refused("campaign.outside_days", lambda: begin(bench, campaign_id, where[0]), bench)
    at(bench, date(2026, 12, 20))
    begin(bench, campaign_id, where[0])
    refused("campaign.under_way", lambda: begin(bench, campaign_id, where[0]), bench)


def test_a_visit_begun_otherwise_is_counted_afterwards_and_taken_out_again(bench: Bench) -> None:
    campaign_id, who, where, _ = planned(bench, 2)
    desk = bench.desk
    visit = inspections.begin(desk, where[1], who, started=bench.clock.moment.isoformat(), source="群众投诉")
    campaign_visits.count_to(desk, visit, campaign_id)
    told = inspections.inspection_of(desk.store, visit)
    assert told.source == "群众投诉", "what the record says already stays"
    assert told.approval is not None
    assert told.approval.number == "望住建专批〔2026〕4号"
    assert became(bench, campaign_id)[1] is Progress.UNDER_WAY
    campaign_visits.take_out(desk, visit)
    assert became(bench, campaign_id)[1] is Progress.DUE
    early = datetime(2026, 10, 29, 9, 0, tzinfo=CHINA)
    before = inspections.begin(desk, where[1], who, started=early.isoformat())
    refused("campaign.approved_after", lambda: campaign_visits.count_to(desk, before, campaign_id), bench)
    conclude(bench, visit)
    refused("inspection.locked", lambda: campaign_visits.count_to(desk, visit, campaign_id), bench)


def test_what_is_removed_stays_with_its_reason(bench: Bench) -> None:
    campaign_id, who, where, entries = planned(bench)
    desk = bench.desk
    refused("campaign.reason_missing", lambda: campaign_targets.remove(desk, entries[0], "  "), bench)
    campaign_targets.remove(desk, entries[0], "企业已搬迁至邻区")
    told = campaign_targets.progress(desk, campaign_id)
    gone = told.lines[0]
    assert (gone.standing.progress, gone.reason, gone.removed_on) == (
        Progress.REMOVED,
        "企业已搬迁至邻区",
        TODAY,
    )
    assert (told.of, sum(one.of for one in told.shares)) == (2, 2)
    refused("campaign.entry_removed", lambda: campaign_targets.remove(desk, entries[0], "又"), bench)
    refused("campaign.entry_removed", lambda: campaign_targets.reassign(desk, entries[0], who, TODAY), bench)
    refused("campaign.not_in_it", lambda: begin(bench, campaign_id, where[0]), bench)
    campaign_targets.add(desk, campaign_id, [NewEntry(where[0], tuple(who), TODAY)])
    assert became(bench, campaign_id) == [Progress.REMOVED, Progress.DUE, Progress.DUE, Progress.DUE]
    begin(bench, campaign_id, where[1])
    refused("campaign.target_visited", lambda: campaign_targets.remove(desk, entries[1], "不查了"), bench)


def test_targets_are_added_all_or_none(bench: Bench) -> None:
    campaign_id, who, where, entries = planned(bench, 2)
    desk = bench.desk
    (new,) = plants(bench, 1)
    expert = registry.add_officer(desk, Officer("", "许怀谷", "", None, None, expert=True))

    def adding(*more: NewEntry) -> object:
        return campaign_targets.add(desk, campaign_id, [NewEntry(new, tuple(who), TODAY), *more])

    refused("campaign.target_there", lambda: adding(NewEntry(where[0], tuple(who), TODAY)), bench)
    refused("campaign.target_there", lambda: adding(NewEntry(new, tuple(who), TODAY)), bench)
    refused("registry.no_target", lambda: adding(NewEntry("0" * 32, tuple(who), TODAY)), bench)
    refused("plan.owner", lambda: campaign_targets.reassign(desk, entries[0], [expert], TODAY), bench)
    refused("plan.owner", lambda: campaign_targets.reassign(desk, entries[0], [], TODAY), bench)
    outside = date(2026, 12, 21)
    refused("campaign.day_outside", lambda: campaign_targets.reassign(desk, entries[0], who, outside), bench)
    campaign_targets.reassign(desk, entries[0], reversed(who), date(2026, 12, 20))
    line = campaign_targets.progress(desk, campaign_id).lines[0]
    assert (line.officers, line.day) == (("执法员2", "执法员1"), date(2026, 12, 20))
    assert line.standing.progress is Progress.DUE


BAD: dict[str, dict[str, object]] = {
    "campaign.name_missing": {"name": " "},
    "campaign.source_missing": {"source": ""},
    "campaign.days": {"last": date(2026, 10, 31)},
    "plan.owner": {"owner_id": "0" * 32},
    "campaign.unknown_checklist": {"checklists": ("no_such_list",)},
    "campaign.source_lacks_word": {"checklists": ("campaign_flood",)},
}


@pytest.mark.parametrize("code", BAD)
def test_a_campaign_that_cannot_work_is_not_planned(bench: Bench, code: str) -> None:
    (who,) = officers(bench, 1)
    refused(code, lambda: campaigns.make(bench.desk, replace(a_campaign(who), **BAD[code])), bench)  # type: ignore[arg-type]
    campaign_id = campaigns.make(bench.desk, a_campaign(who))
    changed = replace(a_campaign(who), **BAD[code])  # type: ignore[arg-type]
    refused(code, lambda: campaigns.change(bench.desk, campaign_id, changed), bench)


def test_its_days_cannot_leave_a_target_outside(bench: Bench) -> None:
    campaign_id, who, _, entries = planned(bench)
    shorter = a_campaign(who[0], last=date(2026, 11, 27))
    told = refused("campaign.day_outside", lambda: campaigns.change(bench.desk, campaign_id, shorter), bench)
    assert told.where == entries[2]
    message, _ = Messages("zh").text(told.code, told.where, dict(told.values))
    assert message.startswith("“砼源03站”的日期 2026-11-28 ")
    assert entries[2] not in message, "who reads it knows no ids"
    campaigns.change(bench.desk, campaign_id, replace(shorter, last=date(2026, 11, 28)))
    assert campaigns.campaign(bench.desk.store, campaign_id).plan.last == date(2026, 11, 28)


def test_closing_keeps_what_was_not_done(bench: Bench) -> None:
    campaign_id, who, where, entries = planned(bench)
    desk = bench.desk
    visit = begin(bench, campaign_id, where[0])
    refused("campaign.summary_missing", lambda: campaign_targets.close(desk, campaign_id, " "), bench)
    told = refused(
        "campaign.visit_under_way", lambda: campaign_targets.close(desk, campaign_id, "完成"), bench
    )
    assert told.where == visit
    conclude(bench, visit)
    at(bench, date(2026, 11, 25))
    closed = campaign_targets.close(desk, campaign_id, "查1家，其余并入下季度")
    assert (closed.campaign.summary, closed.campaign.closed_on) == (
        "查1家，其余并入下季度",
        date(2026, 11, 25),
    )
    assert (closed.campaign.closed_done, closed.campaign.closed_of) == (1, 3)
    at(bench, date(2027, 2, 1))
    later = campaign_targets.progress(desk, campaign_id)
    assert later.lines == closed.lines, "it stays as it stood when it was closed"
    for work in (
        lambda: campaigns.change(desk, campaign_id, a_campaign(who[0])),
        lambda: campaigns.approve(desk, campaign_id, approval(TODAY)),
        lambda: campaign_targets.remove(desk, entries[1], "x"),
        lambda: campaign_targets.close(desk, campaign_id, "再结束一次"),
        lambda: begin(bench, campaign_id, where[1]),
    ):
        refused("campaign.closed", work, bench)


def test_lists_of_campaigns(bench: Bench) -> None:
    campaign_id, who, where, _ = planned(bench, 1)
    desk = bench.desk
    old = campaigns.make(desk, a_campaign(who[0], first=date(2025, 3, 1), last=date(2025, 4, 1)))
    assert [one.id for one in campaigns.of_year(desk, 2026)] == [campaign_id]
    assert [one.id for one in campaigns.of_year(desk, 2025)] == [old]
    assert [one.id for one in campaigns.under_way(desk)] == [old, campaign_id]
    assert [one.id for one in campaign_visits.open_at(desk, where[0])] == [campaign_id]
    at(bench, date(2026, 12, 21))
    assert campaign_visits.open_at(desk, where[0]) == ()
    refused("campaign.none", lambda: campaigns.campaign(desk.store, "0" * 32), bench)


def test_a_campaign_of_sixty_targets_is_read_in_as_many_looks_as_one_of_three(bench: Bench) -> None:
    few, *_ = planned(bench)
    many, _, where, _ = planned(bench, 7)
    extra = plants(bench, 53)
    owner = campaigns.campaign(bench.desk.store, many).plan.owner_id
    campaign_targets.add(bench.desk, many, [NewEntry(one, (owner,), TODAY) for one in extra])
    for one in (*where, *extra):
        conclude(bench, begin(bench, many, one))
    looks = []
    for campaign_id in (few, many):
        desk, reads = counted(bench)
        told = campaign_targets.progress(desk, campaign_id)
        looks.append(reads.total())
    assert told.count(Progress.DONE) == 60
    assert looks[0] == looks[1] <= 8


def test_the_task_list_takes_its_states_from_notes_and_links(bench: Bench) -> None:
    campaign_id, who, where, _ = planned(bench, 2)
    desk = bench.desk
    begins, due = date(2026, 11, 20), date(2026, 11, 30)

    def item(title: str, *links: Link) -> str:
        return plan_items.add(desk, NewItem(title, who[0], begins, due, "全部检查一遍", links))

    quarter = rounds.standing(desk, PLANT)
    assert quarter.period.rhythm is Rhythm.QUARTER
    ids = {
        "noted": item("修订检查表"),
        "campaign": item("季度专项", Link(plan_items.CAMPAIGN, campaign_id)),
        "round": item("季度检查", plan_items.round_link(quarter)),
        "target": item("重点企业", Link(plan_items.TARGET, where[0])),
        "dropped": item("已并入其他工作"),
    }

    def states() -> dict[str, TaskState]:
        by_id = {one.id: one.state for one in plan_items.items(desk, 2026)}
        return {name: by_id[one] for name, one in ids.items()}

    assert set(states().values()) == {TaskState.NOT_BEGUN}
    plan_items.note(desk, ids["noted"], "初稿完成")
    plan_items.drop(desk, ids["dropped"], "并入季度专项")
    visited(bench, where[0], date(2026, 11, 19))
    assert states() == {
        "noted": TaskState.UNDER_WAY,
        "campaign": TaskState.NOT_BEGUN,
        "round": TaskState.UNDER_WAY,
        "target": TaskState.NOT_BEGUN,  # that visit was before it began
        "dropped": TaskState.DROPPED,
    }
    for one in where:
        conclude(bench, begin(bench, campaign_id, one))
    assert [states()[name] for name in ("campaign", "round", "target")] == [TaskState.DONE] * 3
    at(bench, date(2026, 12, 1))
    told = {one.id: one for one in plan_items.items(desk, 2026)}
    assert (told[ids["noted"]].state, told[ids["noted"]].days_left) == (TaskState.OVERDUE, -1)
    assert next(iter(told.values())).id == ids["noted"], "what is overdue stands first"
    plan_items.note(desk, ids["noted"], "已发布", finished=True)
    done = {one.id: one for one in plan_items.items(desk, 2026)}[ids["noted"]]
    assert (done.state, [one.text for one in done.notes]) == (TaskState.DONE, ["初稿完成", "已发布"])
    assert plan_items.items(desk, 2027) == ()


def test_items_that_cannot_work_are_refused(bench: Bench) -> None:
    (who,) = officers(bench, 1)
    desk = bench.desk
    good = NewItem("季度检查", who, date(2026, 11, 1), date(2026, 12, 31), "14家全部检查")
    bad: list[tuple[str, NewItem]] = [
        ("plan.title_missing", replace(good, title=" ")),
        ("plan.measure_missing", replace(good, measure="")),
        ("plan.days", replace(good, due=date(2026, 10, 1))),
        ("plan.owner", replace(good, owner_id="")),
    ]
    wrong = [
        Link("campaign", "0" * 32),
        Link("target", "x"),
        Link("visit", "0" * 32),
        Link("round", f"{PLANT}/month/2026/4"),
        Link("round", f"{PLANT}/quarter/2026/5"),
        Link("round", f"{PLANT}/quarter/0/1"),
        Link("round", "construction_site/quarter/2026/4"),
        Link("round", "nothing"),
    ]
    bad += [("plan.unknown_link", replace(good, links=(one,))) for one in wrong]
    for code, told in bad:
        refused(code, lambda told=told: plan_items.add(desk, told), bench)
    item_id = plan_items.add(desk, good)
    refused("plan.note_missing", lambda: plan_items.note(desk, item_id, " "), bench)
    refused("plan.reason_missing", lambda: plan_items.drop(desk, item_id, " "), bench)
    refused("plan.none", lambda: plan_items.note(desk, "0" * 32, "x"), bench)
    plan_items.change(desk, item_id, replace(good, due=date(2027, 1, 5)))
    assert [one.id for one in plan_items.items(desk, 2027)] == [item_id]
    assert plan_items.items(desk, 2026) == ()
    plan_items.drop(desk, item_id, "不再需要")
    refused("plan.dropped", lambda: plan_items.change(desk, item_id, good), bench)
