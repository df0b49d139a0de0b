"""How long a case (立案) is kept: a visit that led to one, and the case's own file in its workspace."""

from datetime import datetime, timedelta

import pytest

from inspector_app.casework.overview import archiving, retention
from inspector_app.casework.overview.retention import FileKind
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import inspections
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.dossier import PERMANENT
from inspector_app.domain.errors import RuleError
from tests.casework.bench import Bench
from tests.casework.test_filings import CaseBench, K


@pytest.fixture
def case_bench(bench: Bench, played: Played) -> CaseBench:
    made = CaseBench(bench, played)
    inspections.conclude(bench.desk, played.inspection_id)
    archiving.set_retention(bench.desk, 10)
    retention.set_period(bench.desk, FileKind.FILING, 30)
    return made


def at(case_bench: CaseBench, year: int) -> None:
    case_bench.bench.clock.moment = datetime(year, 1, 1, 9, 0, tzinfo=CHINA)


def kinds(case_bench: CaseBench, *, seen: bool = True) -> list[tuple[str, FileKind, int]]:
    told = retention.past(case_bench.desk, case_bench.filing if seen else None)
    return [(one.id, one.kind, one.until.year) for one in told]


def test_a_case_outweighs_every_paper_and_its_file_is_kept_from_its_own_end(case_bench: CaseBench) -> None:
    visit_id = case_bench.played.inspection_id
    case_id = case_bench.filed()
    at(case_bench, 2060)
    assert kinds(case_bench) == kinds(case_bench, seen=False) == [], "a case under way is not past its period"
    case_bench.bench.clock.moment = datetime(2027, 2, 1, 9, 0, tzinfo=CHINA)
    case_bench.take(case_id, K.DECIDED, served_on=case_bench.today)
    case_bench.take(case_id, K.CLOSED)
    at(case_bench, 2057)
    assert kinds(case_bench) == [], "the visit ended in 2026, what it led to in 2027"
    at(case_bench, 2058)
    both = {(visit_id, FileKind.FILING, 2057), (case_id, FileKind.FILING, 2057)}
    assert set(kinds(case_bench)) == both
    assert kinds(case_bench, seen=False) == [(visit_id, FileKind.FILING, 2057)], "a case is seen by who may"
    case = next(one for one in retention.past(case_bench.desk, case_bench.filing) if one.is_case)
    assert (case.id, case.target) == (case_id, "涉嫌未按专项施工方案施工案")


def test_a_case_that_is_not_filed_leaves_the_visit_its_own_kind(case_bench: CaseBench) -> None:
    case_id = case_bench.open()
    case_bench.take(case_id, K.NOT_FILED, reason="情节轻微并已改正")
    at(case_bench, 2037)
    assert kinds(case_bench) == [(case_bench.played.inspection_id, FileKind.STOP, 2036)]
    case_bench.take(case_id, K.CLOSED)
    at(case_bench, 2068)
    assert (case_id, FileKind.FILING, 2067) in kinds(case_bench), "its file is a file all the same"


def test_what_was_decided_on_a_case_stands_in_its_workspace_alone(case_bench: CaseBench) -> None:
    case_id = case_bench.filed()
    case_bench.pass_days(5)
    case_bench.take(case_id, K.DECIDED, served_on=case_bench.today)
    case_bench.take(case_id, K.CLOSED)
    retention.set_period(case_bench.desk, FileKind.FILING, 1)
    case_bench.bench.clock.moment += timedelta(days=2 * 366)
    before = case_bench.desk.store.digest()
    with pytest.raises(RuleError) as refused:
        retention.note_cases(case_bench.filing, [case_id], " ")
    assert refused.value.code == "administration.decision_missing"
    retention.note_cases(case_bench.filing, [case_id], "移交档案馆")
    case = next(one for one in retention.past(case_bench.desk, case_bench.filing) if one.is_case)
    assert case.note.endswith("移交档案馆")
    assert case_bench.desk.store.digest() == before, "nothing of it in the main workspace"
    retention.set_period(case_bench.desk, FileKind.FILING, PERMANENT)
    assert kinds(case_bench) == []


def test_the_period_of_cases_is_one_of_the_office_s(case_bench: CaseBench) -> None:
    told = {one.kind: (one.years, one.own) for one in retention.periods(case_bench.desk.store)}
    assert told[FileKind.FILING] == (30, True)
    assert told[FileKind.STOP] == (10, False)
    assert retention.period(case_bench.desk.store, FileKind.FILING).years == 30
