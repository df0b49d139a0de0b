"""The timeline of a target: everything that happened there, in order, in words, bounded in its reads."""

from datetime import date, timedelta

import pytest

from inspector_app.casework.overview import dossier
from inspector_app.casework.play.stage import Played
from inspector_app.catalog.case import Case
from inspector_app.catalog.messages import Messages
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import RuleError
from tests.casework.bench import Bench
from tests.casework.conftest import play
from tests.casework.counting import counted
from tests.casework.dossiers import again, codes, forged, target_of

ZH, EN = Messages("zh"), Messages("en")


def test_the_main_job_is_told_in_its_order(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case)
    lines = dossier.timeline(bench.desk, target_of(bench.desk.store, played), newest_first=False)
    assert "debt" in codes(lines), "the stop-work was approved by telephone"
    told = [one for one in codes(lines) if one != "debt"]
    first = ["visit", "finding_major", "finding_new", "finding_new", "issue_due", "issue", "issue_due"]
    assert sorted(told[:7]) == sorted(first)
    assert told[0] == "visit"
    assert told.count("serve_reached") == 4
    assert told[-4:] == ["recheck_rectified_noted", "issue", "resume_full", "serve_reached"]
    assert told.index("conclude") < told.index("recheck_rectified_noted")
    assert list(reversed(lines)) == list(dossier.timeline(bench.desk, target_of(bench.desk.store, played)))


def test_each_line_says_day_time_words_who_and_where_it_leads(bench: Bench, played: Played) -> None:
    lines = dossier.timeline(bench.desk, target_of(bench.desk.store, played), newest_first=False)
    visit = lines[0]
    assert (visit.on, visit.who, visit.visit_id) == (
        date(2026, 11, 24),
        ("沈知远", "贺兰溪"),
        played.inspection_id,
    )
    assert dict(visit.values)["findings"] == "3"
    stop = next(line for line in lines if line.code == "dossier.issue_due")
    assert stop.document_id in played.document_ids
    assert stop.who == ("培训员",)
    assert dict(stop.values)["party"] == "青澜宏岳建设集团有限公司"
    assert stop.at is not None
    assert local_date(stop.at) == stop.on
    for line in lines:
        for messages in (ZH, EN):
            said = messages.text(line.code, "", dict(line.values))[0]
            assert messages.knows(line.code), line.code
            assert "—" not in said, said


def test_one_action_on_several_findings_is_one_line(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case, until="recheck")
    lines = dossier.timeline(bench.desk, target_of(bench.desk.store, played))
    (line,) = (one for one in lines if one.code.startswith("dossier.recheck"))
    assert dict(line.values)["findings"] == "1、2、3"
    assert set(line.finding_ids) == set(played.finding_ids)


def test_a_clause_found_again_within_twelve_months_is_told_as_repeated(bench: Bench, played: Played) -> None:
    store = bench.desk.store
    target_id = target_of(store, played)
    old = store.record("finding", played.finding_ids[1])
    assert old is not None
    clause, seen = str(old.fields["clause"]), date.fromisoformat(str(old.fields["seen_on"]))
    within = again(bench, target_id, clause, seen.replace(year=seen.year + 1))
    beyond = again(bench, target_id, "another-clause", seen.replace(year=seen.year + 1))
    late = again(bench, target_id, clause, seen.replace(year=seen.year + 2) + timedelta(days=1))
    told = {
        line.finding_ids[0]: line
        for line in dossier.timeline(bench.desk, target_id)
        if line.code.startswith("dossier.finding")
    }
    assert told[within].code == "dossier.finding_repeated"
    assert dict(told[within].values)["last"] == seen.isoformat()
    assert told[beyond].code == told[late].code == "dossier.finding_new"


def test_an_act_without_effect_stands_there_marked(bench: Bench, played: Played) -> None:
    forged(bench.desk.store, played.document_ids[0])
    lines = dossier.timeline(bench.desk, target_of(bench.desk.store, played))
    (line,) = (one for one in lines if not one.effect)
    assert (line.code, line.document_id, line.who) == (
        "dossier.refused_approve",
        played.document_ids[0],
        ("stranger",),
    )
    assert line.reason
    assert "approve" not in codes(lines)


def test_an_act_of_a_kind_that_nobody_knows_is_shown_as_such(bench: Bench, played: Played) -> None:
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.act("teleport", "document", played.document_ids[0], {"x": 1})
    lines = dossier.timeline(bench.desk, target_of(bench.desk.store, played))
    line = next(one for one in lines if one.code == "dossier.unknown")
    assert dict(line.values) == {"act": "teleport"}
    assert line.effect


def test_every_kind_of_act_is_told_or_left_out_on_purpose() -> None:
    assert set(dossier.kinds_told()) == {str(kind) for kind in ActKind}


def test_a_period_is_both_days_inclusive(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case)
    target_id = target_of(bench.desk.store, played)
    every = dossier.timeline(bench.desk, target_id)
    days = sorted({line.on for line in every if line.on})
    first = dossier.timeline(bench.desk, target_id, days[0], days[0])
    rest = dossier.timeline(bench.desk, target_id, days[0] + timedelta(days=1))
    assert {line.on for line in first} == {days[0]}
    assert len(first) + len(rest) == len(every)
    with pytest.raises(RuleError) as caught:
        dossier.timeline(bench.desk, target_id, days[-1], days[0] - timedelta(days=1))
    assert caught.value.code == "dossier.period_reversed"


def test_ten_times_the_visits_take_as_many_looks(bench: Bench, played: Played) -> None:
    target_id = target_of(bench.desk.store, played)
    desk, few = counted(bench)
    dossier.timeline(desk, target_id)
    for n in range(10):
        again(bench, target_id, "c", date(2027, 1, 1) + timedelta(days=n))
    desk, many = counted(bench)
    dossier.timeline(desk, target_id)
    assert many == few
