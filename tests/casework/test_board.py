"""The board of duties: what stands on it is what the acts tell, whatever happened since it was read."""

from datetime import date, datetime, timedelta

import pytest

from inspector_app.casework.base import values
from inspector_app.casework.papers import board, documents, duties, issued, recheck
from inspector_app.casework.papers.recheck import Result
from inspector_app.casework.papers.service import Service, serve
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import findings
from inspector_app.casework.visits.findings import NewFinding
from inspector_app.catalog.case import Case
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.duty_book import DutyRow
from tests.casework.bench import Bench
from tests.casework.conftest import START, play

DAY = START.date()


def stands(bench: Bench) -> dict[tuple[str, str], DutyRow]:
    """Return what stands on the board once it has caught up, by finding and party."""
    board.catch_up(bench.desk)
    return {(one.finding_id, one.party_id): one for one in bench.desk.store.duties()}


def assert_true(bench: Bench) -> dict[tuple[str, str], DutyRow]:
    """Hold the board to what the acts tell of every finding today; return what stands on it."""
    there = stands(bench)
    ids = [one.id for one in bench.desk.store.records("finding")]
    told = {
        (finding_id, party_id): (
            course.state.word,
            course.open and course.state.word != FindingState.NEW,
            values.iso(course.due),
            course.order_id,
            values.iso(course.closed_on),
            course.state.round,
        )
        for finding_id, parties in duties.courses(bench.desk, ids).items()
        for party_id, course in parties.items()
    }
    assert told == {
        key: (row.word, row.open, row.due, row.document_id, row.closed_on, row.round)
        for key, row in there.items()
    }
    return there


@pytest.fixture
def served(bench: Bench, site_case: Case) -> Played:
    return play(bench, site_case, until="serve")


def at(bench: Bench, days: int) -> date:
    day = DAY + timedelta(days=days)
    bench.clock.moment = datetime(day.year, day.month, day.day, 9, 0, tzinfo=CHINA)
    return day


def test_it_follows_the_whole_main_job(bench: Bench, site_case: Case) -> None:
    words = set()
    for until in ("findings", "issue", "serve", "recheck"):
        play(bench, site_case, until=until)
        words |= {row.word for row in assert_true(bench).values()}
    assert words == {FindingState.NEW, FindingState.ORDERED, FindingState.TO_RECTIFY, FindingState.CLOSED}


def test_a_recheck_a_withdrawal_and_a_removal_move_it(bench: Bench, served: Played) -> None:
    first, second, _ = served.finding_ids
    on = at(bench, 1)
    recheck.recheck(bench.desk, on, (Result(first, "rectified"), Result(second, "partial")), ("沈知远",))
    rows = assert_true(bench)
    assert [row.closed_on for (one, _), row in rows.items() if one == first] == [on.isoformat()]
    assert {row.word for (one, _), row in rows.items() if one == second} == {FindingState.FAILED}
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.act(ActKind.WITHDRAW, "finding", second, {"reason": "误录"})
    assert all(not row.open for (one, _), row in assert_true(bench).items() if one == second)


def test_a_finding_that_is_removed_leaves_it(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case, until="findings")
    extra = findings.add(bench.desk, played.inspection_id, NewFinding(fact="通道堆物"))
    assert (extra, "") in stands(bench)
    findings.remove(bench.desk, extra)
    assert (extra, "") not in stands(bench)


def test_a_void_document_takes_its_order_back(bench: Bench, played: Played) -> None:
    by_kind = {issued.must_be_issued(bench.desk.store, one).kind: one for one in played.document_ids}
    notice = by_kind[DocumentKind.RECTIFICATION_NOTICE]
    ordered = {row.finding_id for row in assert_true(bench).values() if row.document_id == notice}
    assert len(ordered) == 2
    documents.void(bench.desk, notice, "主送写错")
    assert {row.word for row in assert_true(bench).values() if row.finding_id in ordered} == {
        FindingState.NEW
    }


def test_an_announcement_reaches_by_itself(bench: Bench, played: Played) -> None:
    """Thirty days after it began, without anybody doing anything (民事诉讼法 95)."""
    by_kind = {issued.must_be_issued(bench.desk.store, one).kind: one for one in played.document_ids}
    told = issued.must_be_issued(bench.desk.store, by_kind[DocumentKind.RECTIFICATION_NOTICE])
    main = next(one.party_id for one in told.recipients if one.main)
    announced = Service(
        recipient_id=main,
        method="announced",
        at=bench.clock.moment,
        medium="望川区住建局网站公告栏",
        note="受送达人下落不明，直接送达和邮寄均退回",
    )
    serve(bench.desk, told.id, announced)
    before = [row for row in assert_true(bench).values() if row.document_id == told.id]
    assert {row.word for row in before} == {FindingState.ORDERED}
    (look_on,) = {row.look_on for row in before}
    assert look_on == (DAY + timedelta(days=30)).isoformat()
    at(bench, 29)
    assert {row.word for row in assert_true(bench).values() if row.document_id == told.id} == {
        FindingState.ORDERED
    }
    at(bench, 30)
    after = [row for row in assert_true(bench).values() if row.document_id == told.id]
    assert {row.word for row in after} == {FindingState.TO_RECTIFY}
    assert {row.look_on for row in after} == {""}


def test_a_replay_reckons_everything_anew(bench: Bench, served: Played) -> None:
    before = assert_true(bench)
    bench.desk.store.replay()
    assert bench.desk.store.duties() == []
    assert assert_true(bench) == before


def test_open_duties_are_asked_by_day_word_and_target(bench: Bench, served: Played) -> None:
    everything = board.open_duties(bench.desk)
    assert [one.due for one in everything] == sorted(one.due for one in everything)
    soon = board.open_duties(bench.desk, due_to=DAY + timedelta(days=3))
    assert {one.due for one in soon} <= {(DAY + timedelta(days=n)).isoformat() for n in (2, 3)}
    assert len(soon) < len(everything)
    (target_id,) = {one.target_id for one in everything}
    assert board.open_duties(bench.desk, target_id=target_id) == everything
    assert board.open_duties(bench.desk, target_id="0" * 32) == []
    assert board.open_duties(bench.desk, words=[FindingState.FAILED]) == []
