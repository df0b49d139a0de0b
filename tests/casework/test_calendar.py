"""Everything that has a last day stands on it, with whose it is; of a case nobody is told without its key."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from inspector_app.answers.stories import STORIES
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import conduct, filings
from inspector_app.casework.overview import calendar, followed
from inspector_app.casework.overview.calendar import FAR, Item, Matter
from inspector_app.casework.papers import board, debts
from inspector_app.casework.plans import campaign_targets, campaigns, plan_items, rounds
from inspector_app.casework.plans.campaign_targets import NewEntry
from inspector_app.casework.plans.plan_items import NewItem
from inspector_app.casework.play import scene
from inspector_app.casework.play.stage import Played
from inspector_app.casework.play.story import Story
from inspector_app.casework.targets import registry
from inspector_app.domain.people import Officer
from tests.casework import planned
from tests.casework.bench import Bench
from tests.casework.counting import counted, work_of
from tests.casework.test_conduct import PLACE, Set, begun

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


@dataclass(slots=True)
class Watched(Story):
    """A story of which the calendar is read at every step."""

    calendars: list[tuple[str, tuple[Item, ...]]] = field(default_factory=list)

    def step(self, what: str, **seen: object) -> None:
        """Note the step, and what is due then."""
        Story.step(self, what, **seen)
        self.calendars.append((what, calendar.due_to(self.desk, FAR, self.filing)))

    def ever(self, kind: Matter) -> list[Item]:
        return [one for _, told in self.calendars for one in told if one.kind is kind]


def watched(bench: Bench, name: str) -> Watched:
    story = Watched(bench.desk, bench.clock, filing=bench.session.filing_desk(bench.desk))
    STORIES[name](story)
    return story


def of_kind(desk: Desk, kind: Matter, filing: Desk | None = None) -> list[Item]:
    return [one for one in calendar.due_to(desk, FAR, filing) if one.kind is kind]


def test_open_duties_stand_on_their_last_day_grouped_by_order_and_party(bench: Bench, played: Played) -> None:
    told = of_kind(bench.desk, Matter.DUTY)
    rows = [one for one in board.open_duties(bench.desk) if one.due]
    assert sum(one.count for one in told) == len({(one.finding_id, one.party_id) for one in rows})
    expected = {(one.document_id, one.party_id, one.due) for one in rows}
    assert {tuple(one.id.split(":")[1:]) for one in told} == expected
    for one in told:
        owed, _ = followed.one_followed(bench.desk, one.link.partition(":")[2])
        assert (one.about, one.who) == (owed.target, owed.party)
        assert len(one.officers) >= 2
        assert one.left == (one.due - TODAY).days


def test_the_days_of_a_span_hold_what_is_due_then_and_nothing_else(bench: Bench, played: Played) -> None:
    every = calendar.due_to(bench.desk, FAR)
    days = sorted({one.due for one in every})
    told = calendar.calendar(bench.desk, days[0], days[-1])
    assert [one for of in told.values() for one in of] == list(every)
    assert all(one.due == day for day, of in told.items() for one in of)
    middle = days[len(days) // 2]
    assert set(calendar.calendar(bench.desk, middle, middle)) == {middle}
    assert calendar.calendar(bench.desk, days[-1] + DAY, days[-1] + 9 * DAY) == {}


def test_each_thing_stands_under_one_choice(bench: Bench) -> None:
    for n, left in enumerate((-1, 0, 1, 7, 8, 30, 31)):
        registry.add_officer(
            bench.desk, Officer("", f"执法员{n}", f"51990{n}", date(2024, 1, 1), TODAY + left * DAY)
        )
    registry.add_officer(bench.desk, Officer("", "许怀谷", "", None, None, expert=True))
    told = {choice: calendar.listed(bench.desk, choice) for choice in calendar.CHOICES}
    names = {
        choice: [one.about for one in of if one.kind is Matter.CERTIFICATE] for choice, of in told.items()
    }
    own = {"执法员0": "overdue", "执法员1": "today", "执法员2": "week", "执法员3": "week"}
    own |= {"执法员4": "month", "执法员5": "month", "执法员6": "later"}
    assert {name: choice for choice, of in names.items() for name in of if name in own} == own
    every = calendar.due_to(bench.desk, FAR)
    assert sum(len(of) for of in told.values()) == len(every)
    assert not any(one.about == "许怀谷" for one in every)


def test_a_debt_is_due_with_its_hours_and_then_overdue(bench: Bench) -> None:
    story = watched(bench, "phone_approvals")
    seen = story.ever(Matter.DEBT)
    assert seen
    (standing,) = of_kind(bench.desk, Matter.DEBT)
    (debt,) = debts.debts(bench.desk)
    assert (standing.id, standing.overdue, standing.document_id) == (f"debt:{debt.id}", True, debt.id)
    assert standing.who
    assert any(not one.overdue for one in seen)
    assert calendar.choice_of(standing) == calendar.OVERDUE


def test_a_case_is_told_only_to_who_has_its_key(bench: Bench) -> None:
    story = watched(bench, "failed_rechecks")
    assert story.filing is not None
    told = of_kind(bench.desk, Matter.FILING, story.filing)
    (case,) = filings.cases(story.filing)
    running = case.course.running
    assert running is not None
    assert [(one.due, one.certain, one.link) for one in told] == [
        (running.due, running.certain, f"filings:{case.id}")
    ]
    assert case.matter in told[0].what
    without = calendar.due_to(bench.desk, FAR)
    assert not [one for one in without if one.kind is Matter.FILING or case.matter in one.what]
    # What went on by stronger means stands with their clock, not with its old order as well.
    escalated = {one.finding_id for one in board.open_duties(bench.desk) if one.word == "升级"}
    assert escalated
    assert of_kind(bench.desk, Matter.DUTY, story.filing) == []


def test_an_extension_asked_for_waits_until_its_decision(bench: Bench) -> None:
    story = watched(bench, "late_extension")
    asked = [what for what, told in story.calendars if any(one.kind is Matter.EXTENSION for one in told)]
    assert asked
    assert all("申请" in what for what in asked)
    assert of_kind(bench.desk, Matter.EXTENSION) == []
    assert any(one.overdue for one in story.ever(Matter.EXTENSION)), "one was asked for after the deadline"


def test_a_notice_is_waited_for_and_never_overdue_while_it_is(bench: Bench) -> None:
    story = watched(bench, "conduct_withdrawn")
    waits = [one for one in story.ever(Matter.CONDUCT) if one.what.startswith("陈述申辩期限届满")]
    assert waits
    assert all(not one.overdue and one.who for one in waits)
    assert of_kind(bench.desk, Matter.CONDUCT) == []


def test_a_publication_stands_on_the_day_it_runs_out(bench: Bench) -> None:
    story = Story(bench.desk, bench.clock)
    told = scene.rise(story, "礁石湾3号楼")
    story.move_to(told.due + 2 * DAY)
    notice = begun(story, told)
    story.issue(notice)
    known = Set(bench, story, told, notice)
    known.serve()
    paper = known.judged()
    known.serve(paper)
    conduct.publish(bench.desk, paper, PLACE)
    published = known.course().published
    assert published is not None
    (runs,) = of_kind(bench.desk, Matter.PUBLICATION)
    assert (runs.due, runs.overdue) == (published.last, False)
    assert runs.what.startswith("公示期满")
    story.move_to(published.last + 3 * DAY)
    (over,) = of_kind(bench.desk, Matter.PUBLICATION)
    assert over.overdue
    assert over.what.startswith("撤下公示")
    conduct.take_down(bench.desk, paper, bench.desk.today())
    assert of_kind(bench.desk, Matter.PUBLICATION) == []


def test_a_quarter_of_plants_names_who_goes_where_by_when(bench: Bench) -> None:
    story = watched(bench, "plant_quarter")
    entries = [one for one in story.ever(Matter.CAMPAIGN) if one.id.startswith("entry:")]
    assert all(one.who for one in entries)
    kind = rounds.kinds(bench.desk)[0].code
    standing = rounds.standing(bench.desk, kind)
    (told,) = of_kind(bench.desk, Matter.ROUND)
    assert (told.due, told.count) == (standing.period.last, len(standing.owed))
    assert told.count == 4
    assert str(told.count) in told.what


def test_a_campaign_of_the_next_year_is_due_on_its_own_days(bench: Bench) -> None:
    (owner,) = planned.officers(bench, 1)
    (plant,) = planned.plants(bench, 1)
    first, last, day = date(2027, 1, 4), date(2027, 1, 22), date(2027, 1, 8)
    campaign_id = campaigns.make(bench.desk, planned.a_campaign(owner, first=first, last=last))
    campaign_targets.add(bench.desk, campaign_id, [NewEntry(plant, (owner,), day)])
    planned.at(bench, date(2026, 12, 28))
    told = calendar.calendar(bench.desk, first, last)
    assert {on for on, of in told.items() for one in of if one.kind is Matter.CAMPAIGN} == {day, last}


def test_an_item_of_the_task_list_is_its_owners(bench: Bench) -> None:
    (owner,) = planned.officers(bench, 1)
    item = plan_items.add(
        bench.desk, NewItem("冬季施工抽查", owner, date(2026, 11, 1), date(2026, 11, 30), "抽查二十个")
    )
    (told,) = of_kind(bench.desk, Matter.PLAN)
    assert (told.about, told.who, told.due, told.link) == (
        "冬季施工抽查",
        "执法员1",
        date(2026, 11, 30),
        f"plans:items:{item}",
    )
    plan_items.note(bench.desk, item, "已抽查二十一个", finished=True)
    assert of_kind(bench.desk, Matter.PLAN) == []


def test_a_hundred_times_the_work_takes_as_many_looks(bench: Bench) -> None:
    work_of(bench, 10)
    board.catch_up(bench.desk)
    looks = []
    for more in (0, 490):
        work_of(bench, more)
        board.catch_up(bench.desk)
        desk, reads = counted(bench)
        told = calendar.due_to(desk, FAR)
        looks.append(reads.total())
    assert sum(one.kind is Matter.DUTY for one in told) == 500
    assert looks[1] == looks[0], looks


@pytest.mark.parametrize("name", STORIES)
def test_whatever_is_told_has_words_and_a_way(bench: Bench, name: str) -> None:
    for _, told in watched(bench, name).calendars:
        for one in told:
            assert one.what
            assert "%" not in one.what
            assert one.about
            assert one.link or one.kind is Matter.CERTIFICATE
            assert len({each.id for each in told}) == len(told)
