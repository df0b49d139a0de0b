"""日汇报 and 周调度: every number equals a recount from the journal; what stands and comes is told."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from inspector_app.answers.stories import STORIES
from inspector_app.casework.overview import calendar, digests
from inspector_app.casework.papers import board, debts, documents, issued, made_up
from inspector_app.casework.papers.made_up import Paper
from inspector_app.casework.papers.service import serve
from inspector_app.casework.plans import campaign_targets, campaigns, plan_items
from inspector_app.casework.plans.campaign_targets import NewEntry
from inspector_app.casework.plans.plan_items import NewItem
from inspector_app.casework.play.stage import Played
from inspector_app.casework.play.story import Story
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.digest import Digest
from inspector_app.domain.digest_paper import compose
from inspector_app.domain.errors import RuleError
from inspector_app.domain.serving import Service
from inspector_app.domain.states import FindingState
from inspector_app.reports import figures as half_year
from tests.casework import planned
from tests.casework.bench import Bench
from tests.casework.counting import READS, counted, work_of
from tests.casework.recounting import figures_of, recount
from tests.casework.test_handin import scan

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
RECOUNTED = (
    "officer_visits",
    "visits",
    "findings",
    "major",
    "issued",
    "served",
    "replies",
    "rechecks",
    "violations",
)


def tell_story(bench: Bench, name: str) -> tuple[Story, date, date]:
    """Play a story and return its first and last day."""
    story = Story(bench.desk, bench.clock, filing=bench.session.filing_desk(bench.desk))
    STORIES[name](story)
    days = [one.at.astimezone(CHINA).date() for one in story.steps]
    return story, min(days), bench.desk.today()


def expected(ids: dict[str, set[str]]) -> dict[str, set[str]]:
    prefixes = ("visits.", "issued.")
    return {code: of for code, of in ids.items() if of and (code in RECOUNTED or code.startswith(prefixes))}


def of_recount(made: Digest) -> dict[str, set[str]]:
    return expected(figures_of(made.figures))


@pytest.mark.parametrize("name", STORIES)
def test_every_day_and_week_of_a_story_counts_as_its_journal_does(bench: Bench, name: str) -> None:
    _, first, last = tell_story(bench, name)
    store = bench.desk.store
    day, seen = first, Counter[str]()
    while day <= last:
        made = digests.day(bench.desk, day)
        told = of_recount(made)
        assert told == expected(recount(store, day, day)), day
        seen.update(told.keys())
        if day.weekday() == 0 or day == first:
            of_week = digests.week(bench.desk, day)
            assert of_recount(of_week) == expected(recount(store, of_week.first, of_week.last)), day
            before = expected(figures_of(of_week.before))
            assert before == expected(recount(store, of_week.first - 7 * DAY, of_week.last - 7 * DAY)), day
        day += DAY
    assert seen["issued"], "nothing was counted"


@pytest.mark.parametrize("name", STORIES)
def test_days_agree_with_the_half_years_figures(bench: Bench, name: str) -> None:
    """The bureau reads both: what the days add up to is what the half-year's report says."""
    _, first, last = tell_story(bench, name)
    report = half_year.count(board.reckoned(bench.desk), first, last)
    whole = {one.code: set(one.ids) for one in report}
    told: dict[str, set[str]] = {}
    day = first
    while day <= last:
        for code, ids in figures_of(digests.day(bench.desk, day).figures).items():
            told.setdefault(code, set()).update(ids)
        day += DAY
    for code, other in (
        ("officer_visits", "officer_visits"),
        ("findings", "findings"),
        ("major", "major_hazards"),
        ("visits.construction_site", "site_visits"),
        ("visits.concrete_plant", "plant_visits"),
        ("issued.rectification_notice", "rectification_notices"),
        ("issued.stop_work_notice", "stop_work_notices"),
        ("issued.plant_order", "plant_orders"),
    ):
        assert told.get(code, set()) == whole[other], code
    closed = {one.id for one in half_year.facts_of(bench.desk.store).findings if one.closed_on is not None}
    assert told.get("closed", set()) == closed


def test_what_is_closed_counts_on_the_day_of_its_last_recheck(bench: Bench) -> None:
    _, first, last = tell_story(bench, "partial_stop")
    days = {}
    day = first
    while day <= last:
        for one in digests.day(bench.desk, day).told.closed:
            days[one.id] = one.on
        day += DAY
    rows = bench.desk.store.duties()
    ends = {one.finding_id: max(r.closed_on for r in rows if r.finding_id == one.finding_id) for one in rows}
    assert days == {one: date.fromisoformat(on) for one, on in ends.items() if on}
    assert days


def test_late_entries_are_marked_and_count_by_the_day_on_the_paper(bench: Bench) -> None:
    story, _, _ = tell_story(bench, "paper_day")
    papers = issued.documents(bench.desk.store, story.document_ids)
    late = {one.id: one for one in papers.values() if one.late and one.fate == "issued"}
    assert late
    for one in late.values():
        assert one.issued_on is not None
        made = digests.day(bench.desk, one.issued_on)
        figure = made.figure("issued")
        assert figure is not None
        assert one.id in figure.late
        assert "补录" in compose(made).opening
        assert f"{one.number}（补录）" in compose(made).text()
        assert made.figure("visits") is not None
        assert set(made.figure("visits").late) == {v.id for v in made.told.visits if v.late}  # type: ignore[union-attr]


def test_a_void_paper_does_not_count(bench: Bench, played: Played) -> None:
    before = digests.day(bench.desk, TODAY)
    notice = issued.must_be_issued(bench.desk.store, played.document_ids[1])
    assert notice.id in before.figure("issued").ids  # type: ignore[union-attr]
    documents.void(bench.desk, notice.id, "送达前发现主送单位有误，重新制发")
    after = digests.day(bench.desk, TODAY)
    assert set(before.figure("issued").ids) - set(after.figure("issued").ids) == {notice.id}  # type: ignore[union-attr]
    assert notice.number not in compose(after).text()


def due_days(bench: Bench) -> dict[str, date]:
    board.catch_up(bench.desk)
    rows = bench.desk.store.duties(is_open=True)
    return {f"{one.finding_id}:{one.party_id}": date.fromisoformat(one.due) for one in rows if one.due}


def test_what_is_due_is_announced_the_day_before_and_overdue_the_day_after(
    bench: Bench, played: Played
) -> None:
    days = due_days(bench)
    assert days
    for due in sorted(set(days.values())):
        ids = {one for one, of in days.items() if of == due}
        planned.at(bench, due - DAY, 18)
        made = digests.day(bench.desk, due - DAY)
        assert sum(one.due == due and one.kind == "整改" for one in made.coming) > 0
        planned.at(bench, due, 18)
        assert not set(figures_of(digests.day(bench.desk, due).figures).get("overdue", ())) & ids
        planned.at(bench, due + DAY, 8)
        told = digests.day(bench.desk, due + DAY)
        assert ids <= set(told.figure("overdue").ids)  # type: ignore[union-attr]
        assert {one.due for one in told.told.overdue} == {due}
        assert all(one.officers for one in told.told.overdue)
        planned.at(bench, due + 2 * DAY, 8)
        again = digests.day(bench.desk, due + 2 * DAY)
        assert not set(figures_of(again.figures).get("overdue", ())) & ids
        assert ids <= {each for one in again.late for each in one.ids}


def test_on_a_friday_what_is_due_until_monday_is_told(bench: Bench, played: Played) -> None:
    friday = date(2026, 11, 27)
    planned.at(bench, friday, 18)
    made = digests.day(bench.desk, friday)
    assert made.until == date(2026, 11, 30)
    told = calendar.calendar(bench.desk, friday + DAY, date(2026, 11, 30))
    assert [one.id for one in made.coming] == [one.id for of in told.values() for one in of]
    eve = replace(made, coming=made.coming or ())
    title = "至下一工作日（11月30日）到期事项"
    assert (title in compose(eve).text()) == bool(made.coming)


def test_a_stop_work_stands_on_the_days_between_its_issue_and_its_lifting(bench: Bench) -> None:
    story, first, last = tell_story(bench, "partial_stop")
    (stop,) = [
        one
        for one in issued.documents(bench.desk.store, story.document_ids).values()
        if one.kind == "stop_work_notice"
    ]
    assert stop.issued_on is not None
    standing = []
    day = first - DAY
    while day <= last:
        if stop.id in figures_of(digests.day(bench.desk, day).figures).get("stops", ()):
            standing.append(day)
        day += DAY
    assert standing[0] == stop.issued_on
    assert len(standing) == (standing[-1] - standing[0]).days + 1
    scopes = {digests.day(bench.desk, day).stops[0].scope for day in standing}
    assert len(scopes) > 1, "what was given back in part is not told"


def test_a_debt_stands_until_it_is_made_up(bench: Bench) -> None:
    _, first, last = tell_story(bench, "phone_approvals")
    day, seen = first, list[tuple[date, int, int]]()
    while day <= last:
        made = digests.day(bench.desk, day)
        seen.append((day, made.value("debts"), sum(one.over for one in made.debts)))
        assert made.value("debts") == len(made.debts)
        day += DAY
    assert max(of for _, of, _ in seen) >= 1
    assert seen[-1][2] >= 1, "one of them is late at the end"


def test_the_week_names_owners_of_campaigns_and_of_the_list(bench: Bench) -> None:
    people = planned.officers(bench, 2)
    plants = planned.plants(bench, 3)
    campaign = campaigns.make(bench.desk, planned.a_campaign(people[0]))
    campaign_targets.add(
        bench.desk,
        campaign,
        [NewEntry(one, (people[n % 2],), date(2026, 11, 20 + 5 * n)) for n, one in enumerate(plants)],
    )
    item = plan_items.add(
        bench.desk, NewItem("冬季施工抽查", people[1], date(2026, 11, 1), date(2026, 11, 23), "抽查二十个")
    )
    made = digests.week(bench.desk, TODAY)
    assert [(one.owner, one.of, one.overdue) for one in made.shares] == [("执法员1", 2, 1), ("执法员2", 1, 0)]
    assert [(one.id, one.owner, one.left) for one in made.tasks] == [(item, "执法员2", -1)]
    text = compose(made).text()
    assert "清单" in text
    assert "冬季施工抽查" in text
    assert "逾期1天" in text
    coming = {(one.kind, one.who) for one in made.coming}
    assert ("专项检查", "执法员1") in coming


def test_a_digest_of_yesterday_tells_all_that_is_due_today(bench: Bench) -> None:
    """Most of them are made the morning after: what comes next is not over then."""
    (owner,) = planned.officers(bench, 1)
    days = {"今天到期": TODAY, "本周到期": TODAY + 3 * DAY, "昨天到期": TODAY - DAY}
    for title, due in days.items():
        plan_items.add(bench.desk, NewItem(title, owner, date(2026, 11, 1), due, "全部检查一遍"))
    of_day = digests.day(bench.desk, TODAY - DAY)
    assert [(one.about, one.due) for one in of_day.coming] == [("今天到期", TODAY)]
    of_week = digests.week(bench.desk, TODAY - 7 * DAY)
    assert [one.about for one in of_week.coming] == ["昨天到期", "今天到期", "本周到期"]
    assert "本周到期" in compose(of_week).text()


def test_what_is_done_and_what_is_open_of_a_day_that_is_not_over(bench: Bench, played: Played) -> None:
    """The duties of today stand once, beside everything else that is due."""
    (owner,) = planned.officers(bench, 1)
    due = min(due_days(bench).values())
    plan_items.add(bench.desk, NewItem("冬季施工抽查", owner, date(2026, 11, 1), due, "抽查二十个"))
    planned.at(bench, due, 8)
    made = digests.day(bench.desk, due - DAY)
    assert made.until is not None
    told = calendar.calendar(bench.desk, due, made.until)
    assert [one.id for one in made.coming] == [one.id for of in told.values() for one in of]
    assert {"整改", "工作任务"} <= {one.kind for one in made.coming}


def test_an_item_that_runs_into_the_next_year_is_named_once_it_has_begun(bench: Bench) -> None:
    (owner,) = planned.officers(bench, 1)
    ends = date(2027, 1, 31)
    running = plan_items.add(bench.desk, NewItem("冬季施工抽查", owner, TODAY, ends, "抽查二十个"))
    plan_items.add(bench.desk, NewItem("节后复工抽查", owner, date(2027, 1, 4), ends, "抽查十个"))
    assert [one.id for one in digests.week(bench.desk, TODAY).tasks] == [running]


def test_a_debt_of_months_ago_stood_until_the_day_it_was_made_up(bench: Bench, played: Played) -> None:
    """The shipped case orders its stop-work on a call."""
    (debt,) = debts.debts(bench.desk)
    paid = date(2027, 2, 10)
    planned.at(bench, paid, 16)
    told = Paper("韩立群", "批9号", datetime.combine(paid, time(15), CHINA))
    made_up.take_in(bench.desk, debt.id, scan(), told, name="批.jpg")
    planned.at(bench, paid + 2 * DAY)
    for day, count in ((paid - DAY, 1), (paid, 0)):
        assert digests.day(bench.desk, day).value("debts") == count, day
    assert [one.over for one in digests.day(bench.desk, TODAY + 40 * DAY).debts] == [True]


def test_a_paper_waits_until_its_main_recipient_has_it(bench: Bench, played: Played) -> None:
    paper = next(
        one
        for one in issued.documents(bench.desk.store, played.document_ids).values()
        if len(one.recipients) > 1 and not issued.served(bench.desk.store, one.id)
    )
    copied = next(one for one in paper.recipients if not one.main)
    main = next(one for one in paper.recipients if one.main)
    for to, waits in ((copied, True), (main, False)):
        moment = datetime.combine(TODAY, time(15), CHINA)
        serve(
            bench.desk, paper.id, Service(to.party_id, "direct", moment, receiver="骆远山", position="代表")
        )
        told = next(one for one in compose(digests.day(bench.desk, TODAY)).chapters if "送达" in one.title)
        waiting = next((one for one in told.sentences if "尚未送达" in one), "")
        assert (paper.number in waiting) is waits


PERIODS = {
    "three days": TODAY - 2 * DAY,
    "seven days from a Wednesday": TODAY - 6 * DAY,
    "most of a month": date(2026, 11, 1),
}


@pytest.mark.parametrize("name", PERIODS)
def test_what_is_no_week_is_not_called_one(bench: Bench, played: Played, name: str) -> None:
    paper = compose(digests.digest_of(bench.desk, PERIODS[name], TODAY))
    assert paper.title == "监督检查调度"
    words = paper.text()
    assert not [one for one in ("本周", "上周", "下周") if one in words], words
    titles = [one.title for one in paper.chapters]
    assert {"本期数据", "至12月1日到期事项"} <= set(titles), titles


def test_a_quiet_day_is_one_sentence(bench: Bench) -> None:
    made = digests.day(bench.desk, TODAY)
    assert {one.code: one.value for one in made.figures if one.value} == {}
    paper = compose(made)
    assert paper.opening == "11月24日，未开展检查；未制发文书。"
    assert [one.title for one in paper.chapters if one.title not in ("明日到期事项",)] == []
    assert "当日无整改报告、复查、新增逾期、抢工、待补办审批。" in paper.text()


REFUSED = {
    "digest.reversed": (TODAY, TODAY - DAY),
    "digest.future": (TODAY + DAY, TODAY + 2 * DAY),
    "digest.too_long": (TODAY - 40 * DAY, TODAY),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_no_period_is_refused(bench: Bench, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        digests.digest_of(bench.desk, *REFUSED[code])
    assert caught.value.code == code
    assert caught.value.where in ("digest.from", "digest.to")


def test_a_week_to_come_ends_on_its_sunday_and_is_not_over(bench: Bench) -> None:
    made = digests.week(bench.desk, TODAY)
    assert (made.first, made.last, made.until) == (date(2026, 11, 23), date(2026, 11, 29), date(2026, 12, 6))
    assert not made.over


def test_an_announcement_reaches_nobody_before_its_days_are_over(bench: Bench, played: Played) -> None:
    paper = issued.must_be_issued(bench.desk.store, played.document_ids[0])
    to = paper.recipients[0].party_id
    serve(
        bench.desk,
        paper.id,
        Service(
            to,
            "announced",
            datetime.combine(TODAY, time(15), CHINA),
            medium="望川区人民政府网站",
            note="受送达人下落不明，直接、邮寄均未能送达",
            recorded=True,
        ),
    )
    assert digests.day(bench.desk, TODAY).value("served") == 0
    assert digests.week(bench.desk, TODAY).value("served") == 0
    (act,) = bench.desk.store.acts("document", paper.id, "serve")
    reached = date.fromisoformat(str(act.content["reached_on"]))
    assert reached >= TODAY + 30 * DAY
    planned.at(bench, reached, 18)
    assert digests.day(bench.desk, reached).figure("served").ids == (f"{paper.id}:{to}",)  # type: ignore[union-attr]


def test_a_hundred_times_the_work_takes_as_many_looks(bench: Bench) -> None:
    work_of(bench, 10)
    board.catch_up(bench.desk)
    looks = []
    for more in (0, 490):
        work_of(bench, more)
        board.catch_up(bench.desk)
        desk, reads = counted(bench)
        digests.week(desk, TODAY)
        digests.offered(desk)
        looks.append(reads.total())
    assert {"acts_of", "several"} <= READS
    assert looks[1] <= looks[0] + 2, looks
    assert {one.word for one in bench.desk.store.duties()} == {FindingState.FAILED}
