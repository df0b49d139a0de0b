"""What is overdue is proposed with its lawful ways, and a clause that came before is shown as repeated."""

from datetime import timedelta

import pytest

from inspector_app.casework.history import overdue
from inspector_app.casework.papers import documents, recheck
from inspector_app.casework.papers.recheck import Result
from inspector_app.casework.play import scene
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.counting import counted, work_of
from tests.casework.risen import Risen, rise


@pytest.fixture
def risen(bench: Bench) -> Risen:
    return rise(bench)


def test_from_the_day_after_the_last_day_on(risen: Risen) -> None:
    risen.after(0)
    assert overdue.overdue(risen.desk) == ()
    risen.after(3)
    (told,) = overdue.overdue(risen.desk)
    assert (told.due, told.days, told.party) == (risen.scene.due, 3, risen.scene.contractor.name)
    assert set(told.finding_ids) == set(risen.scene.finding_ids)
    assert told.document_id == risen.scene.notice_id
    assert told.lawful == (
        DocumentKind.CONDUCT_NOTICE,
        DocumentKind.FILING_FORM,
        DocumentKind.TRANSFER_LETTER,
    )
    assert told.failed == ()
    assert overdue.overdue(risen.desk, "0" * 32) == ()
    assert overdue.overdue(risen.desk, risen.scene.target.id) == (told,)


def test_what_failed_may_be_ordered_again_and_what_is_closed_is_gone(risen: Risen) -> None:
    risen.after(2)
    first, second = risen.scene.finding_ids
    seen = (Result(first, "not_rectified"), Result(second, "rectified"))
    recheck.recheck(risen.desk, risen.desk.today(), seen, scene.OFFICERS)
    (told,) = overdue.overdue(risen.desk)
    assert told.finding_ids == told.failed == (first,)
    assert told.lawful[0] == DocumentKind.RECTIFICATION_NOTICE


def test_the_same_clause_within_twelve_months_is_repeated(bench: Bench) -> None:
    """Both visits of one target found against the same clause: each shows the other one's order."""
    before = rise(bench, "同一工地")
    first = before.scene.finding_ids[0]
    assert overdue.repeated(before.desk, [first]) == {first: ()}
    scene_again = scene.another_visit(before.story, before.scene)
    told = overdue.repeated(before.desk, [scene_again.finding_ids[0]])
    (earlier,) = told[scene_again.finding_ids[0]]
    assert (earlier.document_id, earlier.on) == (before.scene.notice_id, scene.FIRST_DAY)
    before.story.move_to(scene.FIRST_DAY + timedelta(days=500))
    assert overdue.repeated(before.desk, [scene_again.finding_ids[0]])[scene_again.finding_ids[0]] == ()


def test_a_void_order_is_not_overdue(bench: Bench) -> None:
    risen = rise(bench)
    other = scene.another_visit(risen.story, risen.scene, served=False)
    documents.void(risen.desk, other.notice_id, "写错")
    risen.after(60)
    assert {one.document_id for one in overdue.overdue(risen.desk)} == {risen.scene.notice_id}


def test_a_hundred_overdue_orders_take_as_many_looks_as_ten(bench: Bench) -> None:
    work_of(bench, 10)
    desk, reads = counted(bench)
    assert len(overdue.overdue(desk)) == 10
    desk, reads = counted(bench)
    overdue.overdue(desk)
    few = reads.total()
    work_of(bench, 90)
    overdue.overdue(bench.desk)
    desk, reads = counted(bench)
    assert len(overdue.overdue(desk)) == 100
    assert reads.total() == few
