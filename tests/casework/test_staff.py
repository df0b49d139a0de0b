"""The bureau's people: how certificates stand, roles by signature, who leaves and what they owe."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import departing, staff
from inspector_app.casework.overview.departing import Owes
from inspector_app.casework.overview.staff import Standing
from inspector_app.casework.papers import approvals, drafts, sheets
from inspector_app.casework.people import leavers, rights, roles
from inspector_app.casework.plans import campaigns, plan_items
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import Case
from inspector_app.catalog.messages import Messages
from inspector_app.domain.acts import Role
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.people import Officer
from inspector_app.domain.templates import DocumentKind
from inspector_app.trust.slots import SlotFile
from tests.builders import an_officer
from tests.casework.bench import Bench
from tests.casework.bureau import INSPECTOR, OTHER, SUPERVISOR, Bureau, bureau_of
from tests.casework.conftest import play
from tests.casework.planned import officers, plants, visited

TODAY = date(2026, 11, 24)


@pytest.fixture
def bureau(bench: Bench) -> Bureau:
    return bureau_of(bench)


def refused(desk: Desk, action: Callable[[], object]) -> InspectorError:
    """The refusal, after which nothing has changed."""
    before = desk.store.digest()
    with pytest.raises(InspectorError) as caught:
        action()
    assert desk.store.digest() == before
    return caught.value


def by_name(desk: Desk, name: str) -> staff.Member:
    return next(one for one in staff.staff(desk) if one.name == name)


@pytest.mark.parametrize(
    ("days", "word"),
    [
        (-1, Standing.OVER),
        (0, Standing.SOON),
        (30, Standing.SOON),
        (31, Standing.NEAR),
        (90, Standing.NEAR),
        (91, Standing.VALID),
    ],
)
def test_a_certificate_is_told_by_its_last_day(days: int, word: Standing) -> None:
    one = an_officer(valid_from=date(2020, 1, 1), valid_to=TODAY + timedelta(days=days))
    assert staff.standing(one, TODAY) is word


def test_experts_early_and_incomplete_ones_are_told_apart() -> None:
    whole = an_officer(valid_from=date(2027, 1, 1), valid_to=date(2028, 1, 1))
    assert staff.standing(whole, TODAY) is Standing.EARLY
    assert staff.standing(replace(whole, valid_to=None), TODAY) is Standing.UNDATED
    assert staff.standing(replace(whole, certificate=" "), TODAY) is Standing.UNDATED
    assert staff.standing(replace(whole, expert=True, certificate=""), TODAY) is Standing.EXPERT


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_who_enforces_today_is_never_told_as_over(first: date, last: date) -> None:
    one = an_officer(valid_from=first, valid_to=last)
    told = staff.standing(one, TODAY)
    assert one.certified(TODAY) == (told in (Standing.SOON, Standing.NEAR, Standing.VALID))


def test_those_of_whom_something_must_be_done_stand_first(bench: Bench, bureau: Bureau) -> None:
    for n, (name, last) in enumerate((("戊", "2029-01-01"), ("己", "2026-11-01"), ("庚", "2026-12-20"))):
        told = Officer("", name, f"519{n}", date(2020, 1, 1), date.fromisoformat(last))
        registry.add_officer(bench.desk, told)
    registry.add_officer(bench.desk, Officer("", INSPECTOR.name, "9", date(2020, 1, 1), date(2027, 1, 1)))
    people = staff.staff(bench.desk)
    assert [one.name for one in people[:4]] == ["己", "庚", INSPECTOR.name, "戊"]
    assert [one.name for one in staff.expiring(bench.desk)] == ["己", "庚", INSPECTOR.name]
    mine = by_name(bench.desk, INSPECTOR.name)
    assert mine.account is not None
    assert (mine.account.user, mine.account.roles) == (INSPECTOR.user, {Role.INSPECTOR})
    alone = by_name(bench.desk, SUPERVISOR.name)
    assert (alone.officer, alone.standing) == (None, Standing.UNKNOWN)


def test_two_of_one_name_are_not_taken_for_each_other(bench: Bench, bureau: Bureau) -> None:
    for number in ("1", INSPECTOR.user):
        registry.add_officer(bench.desk, Officer("", INSPECTOR.name, number, None, None))
    told = {one.officer.certificate: one.account for one in staff.staff(bench.desk) if one.officer}
    assert told["1"] is None
    assert told[INSPECTOR.user] is not None  # the sign-in id is that certificate's number


def test_roles_are_given_by_an_administrator_alone(bench: Bench, bureau: Bureau) -> None:
    last = TODAY + timedelta(days=30)
    told = refused(
        bureau.supervisor, lambda: roles.give(bureau.supervisor, INSPECTOR.user, [Role.CLERK], last)
    )
    assert told.code == "store.no_right"
    unsigned = replace(bench.desk, signer=None)
    told = refused(unsigned, lambda: roles.give(unsigned, INSPECTOR.user, [Role.CLERK], last))
    assert told.code == "administration.not_signed"
    for wanted, code in (
        ([Role.ADMINISTRATOR], "administration.role_of_root"),
        ([Role.INSPECTOR], "administration.no_role"),
    ):
        told = refused(bench.desk, lambda: roles.give(bench.desk, INSPECTOR.user, wanted, last))  # noqa: B023
        assert told.code == code
    told = refused(bench.desk, lambda: roles.give(bench.desk, "nobody", [Role.CLERK], last))
    assert told.code == "administration.no_key"
    past = TODAY - timedelta(days=1)
    told = refused(bench.desk, lambda: roles.give(bench.desk, INSPECTOR.user, [Role.CLERK], past))
    assert told.code == "administration.days_past"
    assert roles.give(bench.desk, INSPECTOR.user, [Role.CLERK, Role.INSPECTOR], last) == {Role.CLERK}
    assert rights.person_holds(bench.desk, INSPECTOR.user, frozenset({Role.CLERK}))
    bench.clock.moment = datetime(2026, 12, 25, 9, 0, tzinfo=CHINA)
    assert not rights.person_holds(bench.desk, INSPECTOR.user, frozenset({Role.CLERK}))
    assert rights.person_holds(bench.desk, INSPECTOR.user, frozenset({Role.INSPECTOR}))


def test_who_leaves_signs_nothing_from_tomorrow_and_loses_the_way_in(bench: Bench, bureau: Bureau) -> None:
    person = registry.add_officer(bench.desk, Officer("", INSPECTOR.name, "9", None, None))
    for reason, code in (("", "administration.reason_missing"), ("调离", "administration.not_signed")):
        unsigned = replace(bench.desk, signer=None)
        assert refused(unsigned, lambda: departing.leave(unsigned, person, reason)).code == code  # noqa: B023
    day = departing.leave(bench.desk, person, "调离")
    assert day == TODAY + timedelta(days=1)
    (gone,) = staff.left(bench.desk)
    assert (gone.name, gone.left_why, gone.left_on) == (INSPECTOR.name, "调离", TODAY)
    assert person not in {one.id for one in registry.officers(bench.desk.store)}
    kept = bench.desk.store.record("person", person)
    assert kept is not None
    assert kept.fields["name"] == INSPECTOR.name
    assert rights.person_holds(bench.desk, INSPECTOR.user, frozenset({Role.INSPECTOR}))
    bench.clock.moment += timedelta(days=1)
    assert not rights.person_holds(bench.desk, INSPECTOR.user, frozenset({Role.INSPECTOR}))
    assert leavers.drop_after_exchange(bench.desk) == (INSPECTOR.user,)
    assert INSPECTOR.user not in dict(SlotFile.read(bench.desk.store.folder.slots).people())


def test_nobody_lets_themselves_go_and_only_the_root_ends_administrators(
    bench: Bench, bureau: Bureau
) -> None:
    me = f"user:{bench.desk.user}"
    assert refused(bench.desk, lambda: departing.leave(bench.desk, me, "调离")).code == (
        "administration.own_account"
    )
    clerk = replace(bureau.supervisor, signer=bench.desk.signer)
    told = refused(clerk, lambda: departing.leave(clerk, me, "调离"))
    assert told.code == "administration.root_only"
    inspector = bureau.inspector
    told = refused(inspector, lambda: departing.leave(inspector, f"user:{OTHER.user}", "调离"))
    assert told.code == "administration.no_right"
    assert refused(bench.desk, lambda: departing.leave(bench.desk, "user:x", "调离")).code == (
        "administration.no_member"
    )


def test_what_somebody_still_owes_is_handed_over_or_stays_theirs(bench: Bench, bureau: Bureau) -> None:
    desk = bench.desk
    one, other = officers(bench, 2)
    (plant,) = plants(bench, 1)
    visit = visited(bench, plant, TODAY, concluded=False)
    inspections.attend(desk, visit, one)
    campaign = campaigns.make(
        desk, campaigns.NewCampaign("冬季", "冬季专项", date(2026, 11, 1), date(2026, 12, 31), one)
    )
    item = plan_items.add(
        desk, plan_items.NewItem("台账清零", one, date(2026, 11, 1), date(2026, 12, 1), "清零")
    )
    leaving = next(each for each in staff.staff(desk) if each.id == one)
    told = departing.owed(desk, leaving)
    assert [each.kind for each in told] == [Owes.VISIT, Owes.CAMPAIGN, Owes.TASK]
    missing = refused(desk, lambda: departing.leave(desk, one, "调离"))
    assert (missing.code, missing.values["count"]) == ("administration.no_heir", 3)
    for unfit in (one, "0" * 32):
        told_off = refused(desk, lambda: departing.leave(desk, one, "调离", unfit))  # noqa: B023
        assert told_off.code == "administration.heir_unfit"
    departing.leave(desk, one, "调离", other)
    store = desk.store
    assert other in {each.id for each in inspections.inspection_of(store, visit).officers}
    assert campaigns.campaign(store, campaign).plan.owner_id == other
    (task,) = plan_items.items(desk, 2026)
    assert (task.id, task.plan.owner_id) == (item, other)
    heir = next(each for each in staff.staff(desk) if each.id == other)
    assert {each.kind for each in departing.owed(desk, heir)} == {Owes.VISIT, Owes.CAMPAIGN, Owes.TASK}


def test_approvals_drafts_and_sheets_hold_who_owes_them(
    bench: Bench, bureau: Bureau, site_case: Case
) -> None:
    made = play(replace(bench, desk=bureau.inspector), site_case, until="findings")
    store = bench.desk.store
    (stop,) = [
        one
        for one in drafts.documents_of(store, made.inspection_id)
        if drafts.kind_of(store, one) is DocumentKind.STOP_WORK_NOTICE
    ]
    drafts.change(bureau.inspector, stop, approval=None)
    bench.clock.moment = datetime(2026, 11, 24, 10, 50, tzinfo=CHINA)
    approvals.submit(bureau.inspector, stop, to=SUPERVISOR.user)
    sheets.issue(bench.desk, "A00001", "A00003", INSPECTOR.user)
    supervisor, inspector = by_name(bench.desk, SUPERVISOR.name), by_name(bench.desk, INSPECTOR.name)
    assert [one.kind for one in departing.owed(bench.desk, supervisor)] == [Owes.APPROVAL]
    kinds = [one.kind for one in departing.stays(departing.owed(bench.desk, inspector))]
    assert kinds == [Owes.DRAFT, Owes.SHEETS]
    other = by_name(bench.desk, OTHER.name)
    assert departing.owed(bench.desk, other) == ()  # it was laid before somebody else
    told = refused(bench.desk, lambda: departing.leave(bench.desk, supervisor.id, "退休"))
    assert told.code == "administration.still_owes"
    for language, words in (("zh", "待其审批：临江"), ("en", "Awaits their approval: ")):
        message, _ = Messages(language).text(told.code, told.where, told.values)
        assert words in message
    approvals.return_(bureau.supervisor, stop, "写明停工范围")
    departing.leave(bench.desk, supervisor.id, "退休")
