"""What a second visit takes over from the first, the register and the same morning; nothing more."""

from datetime import timedelta

import pytest

from inspector_app.casework.base import values
from inspector_app.casework.history import carry
from inspector_app.casework.papers import duties, recheck
from inspector_app.casework.papers.recheck import Result
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.errors import RuleError
from inspector_app.domain.people import Officer, PersonPresent
from tests.casework.bench import Bench


def again(bench: Bench, played: Played, days: int = 10) -> str:
    """Begin another visit to the same target some days later."""
    bench.clock.moment += timedelta(days=days)
    target_id = inspections.inspection_of(bench.desk.store, played.inspection_id).target_id
    return carry.begin(bench.desk, target_id)


def test_officers_and_place_come_from_the_register_and_the_last_visit(bench: Bench, played: Played) -> None:
    first = inspections.inspection_of(bench.desk.store, played.inspection_id)
    second = inspections.inspection_of(bench.desk.store, again(bench, played))
    assert [one.id for one in second.officers] == [one.id for one in first.officers]
    assert second.place == registry.target_of(bench.desk.store, first.target_id).address
    assert second.started == bench.clock.moment.replace(second=0, microsecond=0)


def test_nothing_is_asserted_that_nobody_stated(bench: Bench, played: Played) -> None:
    second = inspections.inspection_of(bench.desk.store, again(bench, played))
    assert (second.present, second.credentials_shown, str(second.recusal)) == ((), False, "untold")
    assert (second.approval, second.source, second.ended) == (None, "", None)


def test_the_campaign_and_its_approval_are_remembered_for_the_day_only(bench: Bench, played: Played) -> None:
    desk = bench.desk
    first = again(bench, played)
    approval = {"approver": "韩立群", "at": bench.clock.moment.isoformat(), "number": "3-88"}
    inspections.change(
        desk, first, approval=approval, source="冬季专项", notice_waived="双随机", notice="3-90"
    )
    bench.clock.moment += timedelta(hours=2)
    same = inspections.inspection_of(desk.store, again(bench, played, days=0))
    assert same.approval is not None
    assert (same.approval.approver, same.source, same.notice_waived) == ("韩立群", "冬季专项", "双随机")
    assert same.notice == "", "a notice names one visit"
    later = inspections.inspection_of(desk.store, again(bench, played, days=1))
    assert (later.approval, later.source) == (None, "")


def test_who_signs_in_leads_and_the_partner_of_the_last_visit_comes_with(bench: Bench) -> None:
    desk = bench.desk
    own = next(one.name for one in desk.store.keyring.certificates() if one.user == desk.user)
    named = [Officer("", name, f"51{n:08d}", None, None) for n, name in enumerate(("甲", own, "乙"))]
    ids = [registry.add_officer(desk, one) for one in named]
    assert carry.usual_officers(desk) == [ids[1]]
    target = registry.add_target(desk, registry.NewTarget("construction_site", "云栖里", "1号", ()))
    inspections.begin(desk, target, (ids[2], ids[1]))
    inspections.begin(desk, target, (ids[0], ids[2]))
    assert carry.usual_officers(desk) == [ids[1], ids[2]]


def test_what_is_not_closed_is_offered_until_it_is_taken_over(bench: Bench, played: Played) -> None:
    desk = bench.desk
    second = again(bench, played)
    last = carry.last_time(desk, second)
    assert last.visit_id == played.inspection_id
    ordered = {one for one in played.finding_ids if findings.ordered_by(desk.store, one)}
    assert {one.finding.id for one in last.open} == ordered
    old = last.open[0].finding
    new_id = carry.take_over(desk, second, old.id)
    (new,) = findings.findings_of(desk.store, second)
    assert (new.id, new.repeats, new.number) == (new_id, old.id, 1)
    assert (new.fact, new.clause_id, new.location) == (old.fact, old.clause_id, old.location)
    assert (new.severity, new.criterion_id, new.photos) == (old.severity, old.criterion_id, ())
    assert new.seen_on == desk.today()
    for duty in old.obligations:
        taken = new.obligation(duty.party_id)
        assert taken is not None
        assert taken.measure == duty.measure
        if duty.due is not None and old.seen_on is not None and taken.due is not None:
            assert taken.due - desk.today() == duty.due - old.seen_on
    left = carry.left_over(last, findings.findings_of(desk.store, second), ())
    assert old.id not in [one.finding.id for one in left.open]
    with pytest.raises(RuleError) as refused:
        carry.take_over(desk, second, old.id)
    assert refused.value.code == "carry.taken"


def test_what_a_recheck_closed_is_not_offered(bench: Bench, played: Played) -> None:
    desk = bench.desk
    second = again(bench, played)
    closed = carry.last_time(desk, second).open[0].finding.id
    recheck.recheck(desk, desk.today(), (Result(closed, "rectified"),), ("甲", "乙"))
    assert closed not in [one.finding.id for one in carry.last_time(desk, second).open]


def test_people_of_the_last_visit_are_offered_and_noted_when_a_person_says_so(
    bench: Bench, played: Played
) -> None:
    desk = bench.desk
    before = inspections.inspection_of(desk.store, played.inspection_id).present
    assert before
    second = again(bench, played)
    inspections.meet(desk, second, PersonPresent(before[0].name, "", before[0].company))
    told = carry.last_time(desk, second)
    offered = carry.left_over(told, (), inspections.inspection_of(desk.store, second).present).present
    assert [one.name for one in offered] == [one.name for one in before[1:]]
    if offered:
        assert carry.meet_again(desk, second) == len(offered)
    there = inspections.inspection_of(desk.store, second).present
    assert [one.name for one in there] == [one.name for one in before]
    with pytest.raises(RuleError) as refused:
        carry.meet_again(desk, second)
    assert refused.value.code == "carry.nobody"


def test_a_first_visit_has_nothing_to_take_over(bench: Bench) -> None:
    target = registry.add_target(bench.desk, registry.NewTarget("construction_site", "云栖里", "1号", ()))
    assert carry.last_time(bench.desk, carry.begin(bench.desk, target)) == carry.LastTime()


def test_showing_certificates_and_telling_recusal_is_one_statement_of_a_person(
    bench: Bench, played: Played
) -> None:
    second = again(bench, played)
    carry.introduce(bench.desk, second)
    told = inspections.inspection_of(bench.desk.store, second)
    assert (told.credentials_shown, str(told.recusal)) == (True, "waived")


def test_the_end_is_now_only_if_nobody_said_when(bench: Bench, played: Played) -> None:
    desk = bench.desk
    second = again(bench, played)
    bench.clock.moment += timedelta(minutes=73)
    assert carry.end_now(desk, second) == bench.clock.moment.strftime("%H:%M")
    record = desk.store.record("inspection", second)
    assert record is not None
    ended = values.moment(record.fields, "ended")
    bench.clock.moment += timedelta(minutes=5)
    assert carry.end_now(desk, second) == ""
    assert inspections.inspection_of(desk.store, second).ended == ended


def test_the_states_of_many_findings_are_those_of_each(bench: Bench, played: Played) -> None:
    desk = bench.desk
    visit = again(bench, played)
    findings.add(desk, visit, findings.NewFinding(fact="新问题"))
    ids = [*played.finding_ids, *(one.id for one in findings.findings_of(desk.store, visit))]
    recheck.recheck(desk, desk.today(), (Result(ids[0], "not_rectified"),), ("甲",))
    told = duties.finding_states(desk, ids)
    assert told == {one: duties.finding_state(desk, one) for one in ids}
    assert len({state.word for state in told.values()}) > 1


def test_a_partner_of_long_ago_is_still_known(bench: Bench) -> None:
    desk = bench.desk
    own = next(one.name for one in desk.store.keyring.certificates() if one.user == desk.user)
    named = [Officer("", name, f"51{n:08d}", None, None) for n, name in enumerate(("甲", own, "乙", "丙"))]
    ids = [registry.add_officer(desk, one) for one in named]
    target = registry.add_target(desk, registry.NewTarget("construction_site", "云栖里", "1号", ()))
    inspections.begin(desk, target, (ids[1], ids[3]))
    for _ in range(carry.RECENT):
        inspections.begin(desk, target, (ids[0], ids[2]))
    assert carry.usual_officers(desk) == [ids[1], ids[3]]
