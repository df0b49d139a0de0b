"""Holidays entered by hand, periods of keeping, the office's laptops, and stamped sheets as counted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import archiving, machines, retention, sheet_book
from inspector_app.casework.overview.retention import FileKind
from inspector_app.casework.papers import sheets
from inspector_app.casework.people import edition_book, editions, holiday_years, workspace
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import inspections
from inspector_app.catalog import calendars
from inspector_app.catalog.toml_text import tables
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.dossier import PERMANENT
from inspector_app.domain.errors import InspectorError
from inspector_app.trust.certificates import certify
from inspector_app.trust.keys import SigningKey
from tests.casework.bench import Bench
from tests.casework.bureau import bureau_of
from tests.casework.planned import plants, visited

NOTICE = "国办发明电〔2026〕9号"
OFF, ON = "1月1日至3日、2月5日到2月11日\n4月5日，10.1-10.7", "2月14日、9.26"


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(InspectorError) as caught:
        action()
    return caught.value.code


@pytest.fixture
def room(bench: Bench) -> Path:
    return bench.folder / workspace.FORMS


# Holidays.


@given(st.lists(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=40))
def test_days_are_read_back_from_how_they_are_written(told: list[date]) -> None:
    for pattern in ("{0.month}月{0.day}日", "{0.year}-{0.month:02d}-{0.day:02d}", "{0.month}.{0.day}"):
        words = "、".join(pattern.format(one) for one in told)
        assert calendars.days(words, 2027, "x") == tuple(sorted(set(told)))


@pytest.mark.parametrize(
    "told", ["13月1日", "2月30日", "2026-01-01", "初一", "1月3日至1日", "1月", "1", "1月1日至"]
)
def test_what_is_no_day_of_that_year_is_named(told: str) -> None:
    assert refused(lambda: calendars.days(f"1月1日、{told}", 2027, "x")) == "calendar.bad_days"


@given(st.sets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), min_size=1, max_size=60))
def test_a_year_written_is_read_as_it_was_typed(days: set[date]) -> None:
    week = {one for one in days if one.weekday() < 5}
    ends = {one for one in days if one.weekday() >= 5}
    if not week:
        assert refused(lambda: calendars.calendar_file(2027, days, (), "x")) == "calendar.empty"
        return
    told = tables(calendars.calendar_file(2027, days, (), 'a "b" \\ c'))
    assert (set(told["holidays"]), told["workdays"], told["provenance"]) == (week, [], 'a "b" \\ c')
    told = tables(calendars.calendar_file(2027, week, ends, "x"))
    assert set(told["workdays"]) == ends


def test_a_year_is_entered_checked_and_used_for_deadlines(bench: Bench, room: Path) -> None:
    years = holiday_years.years(bench.desk)
    assert [(one.year, one.known, one.missed) for one in years[:2]] == [
        (2027, False, True),
        (2026, True, False),
    ]
    start = date(2026, 12, 31)
    assert holiday_years.falls_on(bench.desk, start, 1) == (date(2027, 1, 1), False)
    made = holiday_years.with_year(bench.desk, room, 2027, OFF, ON, NOTICE)
    assert made.fit
    (change,) = made.changes
    assert (change.file, change.old) == ("calendars/2027.toml", None)
    edition_book.put_into_use(bench.desk, made, room)
    desk = replace(bench.desk, rules=editions.in_use(bench.desk.store, room)[0])
    assert holiday_years.falls_on(desk, start, 1) == (date(2027, 1, 4), True)
    assert desk.rules.calendar.is_working(date(2027, 2, 14))
    assert [(one.year, one.known) for one in holiday_years.years(desk)[:2]] == [(2028, False), (2027, True)]


def test_what_does_not_fit_changes_nothing(bench: Bench, room: Path) -> None:
    desk = bench.desk
    before = desk.store.digest()
    for year, off, on, source, code in (
        (27, OFF, ON, NOTICE, "calendar.bad_year"),
        (2027, OFF, ON, " ", "calendar.source_missing"),
        (2027, OFF, "1月1日", NOTICE, "calendar.both"),
        (2027, "1月2日", "", NOTICE, "calendar.empty"),
        (2027, "十一", "", NOTICE, "calendar.bad_days"),
    ):
        assert refused(lambda: holiday_years.with_year(desk, room, year, off, on, source)) == code  # noqa: B023
    assert desk.store.digest() == before


def test_before_november_the_next_year_is_not_missed(bench: Bench) -> None:
    bench.clock.moment = datetime(2026, 10, 31, 9, 0, tzinfo=CHINA)
    assert not holiday_years.years(bench.desk)[0].missed
    bench.clock.moment = datetime(2027, 1, 5, 9, 0, tzinfo=CHINA)
    assert holiday_years.years(bench.desk)[0].missed


# Periods of keeping.


def test_a_period_begins_on_the_first_of_january_after() -> None:
    assert retention.ends(date(2016, 1, 1), 10) == date(2026, 12, 31)
    assert retention.ends(date(2016, 12, 31), 10) == date(2026, 12, 31)


def test_files_past_their_period_are_listed_and_noted_and_stay(bench: Bench) -> None:
    desk = bench.desk
    (plant,) = plants(bench, 1)
    old = visited(bench, plant, date(2015, 3, 2))
    visited(bench, plant, date(2016, 3, 2))
    visited(bench, plant, date(2015, 4, 2), concluded=False)
    late = visited(bench, plant, date(2025, 12, 30), late=True)
    assert retention.past(desk) == ()  # the office set nothing yet
    for act in desk.store.acts("inspection", old, ActKind.CONCLUDE):
        assert act.wall.startswith("2026")  # entered late: it was concluded here today
    archiving.set_retention(desk, 3)
    bench.clock.moment = datetime(2029, 12, 31, 9, 0, tzinfo=CHINA)
    assert [(one.id, one.until) for one in retention.past(desk)] == [(late, date(2028, 12, 31))]
    bench.clock.moment += timedelta(days=1)
    told = retention.past(desk)
    assert [one.until for one in told[1:]] == [date(2029, 12, 31)] * 2
    assert {one.kind for one in told} == {FileKind.VISIT}
    retention.note(desk, [old], "续存 10 年")
    noted = next(one for one in retention.past(desk) if one.id == old)
    assert noted.note.endswith("培训员 续存 10 年")
    assert desk.store.record("inspection", old) is not None
    retention.set_period(desk, FileKind.VISIT, PERMANENT)
    assert retention.past(desk) == ()
    retention.set_period(desk, FileKind.VISIT, None)
    assert len(retention.past(desk)) == 3


def test_the_weightiest_paper_decides(bench: Bench, played: Played) -> None:
    desk = bench.desk
    inspections.conclude(desk, played.inspection_id)
    archiving.set_retention(desk, 10)
    retention.set_period(desk, FileKind.STOP, 30)
    bench.clock.moment = datetime(2050, 1, 1, 9, 0, tzinfo=CHINA)
    assert retention.past(desk) == ()
    bench.clock.moment = datetime(2057, 1, 1, 9, 0, tzinfo=CHINA)
    (one,) = retention.past(desk)
    assert (one.id, one.kind, one.years) == (played.inspection_id, FileKind.STOP, 30)


def test_periods_are_set_by_who_may_and_within_reason(bench: Bench) -> None:
    inspector = bureau_of(bench).inspector
    before = bench.desk.store.digest()
    assert refused(lambda: retention.set_period(inspector, FileKind.STOP, 30)) == "dossier.no_right"
    assert refused(lambda: retention.set_period(bench.desk, FileKind.STOP, 101)) == "dossier.retention_wrong"
    assert refused(lambda: retention.note(inspector, ["x"], "y")) == "dossier.no_right"
    assert refused(lambda: retention.note(bench.desk, ["x"], " ")) == "administration.decision_missing"
    assert bench.desk.store.digest() == before


# Laptops.


def another_laptop(desk: Desk) -> str:
    signer = desk.signer
    assert signer is not None
    told = certify(
        signer,
        workspace=desk.store.meta.workspace,
        subject=SigningKey.new().public,
        user="laptop-7",
        name="七号电脑",
        roles={Role.DEVICE},
        valid_from=desk.today(),
        valid_to=desk.today() + timedelta(days=300),
    )
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.ROLE, "certificate", told.key_id, told.to_content(), signer)
    return told.key_id


def test_laptops_are_told_and_shut_out_by_an_administrator(bench: Bench) -> None:
    key = another_laptop(bench.desk)
    own, other = machines.machines(bench.desk)
    assert (own.own, own.codes, own.spares) == (True, (workspace.TRAINING_MACHINE,), 4)
    assert own.last is not None
    assert (other.name, other.last, other.withdrawn, other.keys) == ("七号电脑", None, None, (key,))
    supervisor = bureau_of(bench).supervisor
    before = bench.desk.store.digest()
    assert refused(lambda: machines.shut_out(supervisor, other.id)) == "store.no_right"
    assert refused(lambda: machines.shut_out(bench.desk, own.id)) == "administration.own_machine"
    assert refused(lambda: machines.shut_out(bench.desk, "x")) == "administration.no_machine"
    assert bench.desk.store.digest() == before
    assert machines.shut_out(bench.desk, other.id) == bench.desk.today()
    gone = machines.machines(bench.desk)[-1]
    assert (gone.name, gone.withdrawn, gone.keys) == ("七号电脑", bench.desk.today(), ())
    assert bench.desk.store.keyring.roles(key, bench.desk.today()) == frozenset()
    assert refused(lambda: machines.shut_out(bench.desk, other.id)) == "administration.no_key"


# Stamped sheets.


def test_gaps_and_holders_are_counted(bench: Bench) -> None:
    desk = bench.desk
    for first, last, to in (
        ("A001", "A003", "trainee"),
        ("A006", "A006", "car"),
        ("A010", "A011", "car"),
        ("B1", "B2", "car"),
        ("B00001", "B00001", "trainee"),
    ):
        sheets.issue(desk, first, last, to)
    known = sheets.all_sheets(desk.store)
    assert sheet_book.gaps(known) == (("A004", "A005"), ("A007", "A009"))
    told = sheet_book.holders(known, sheet_book.names(desk))
    assert [(one.name, one.counts.free, one.next) for one in told] == [
        ("培训员", 4, "A001"),
        ("car", 5, "A006"),
    ]
    sheets.spoil(desk, "A006", "破")
    assert sheet_book.gaps(sheets.all_sheets(desk.store)) == (("A004", "A005"), ("A007", "A009"))
