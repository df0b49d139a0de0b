"""A recheck: old findings under their numbers, results that can be corrected, and an opinion on them."""

from datetime import date, timedelta

import pytest

from inspector_app.casework.followup import opinions, recheck_rows, rechecks, replies
from inspector_app.casework.followup.rechecks import Way
from inspector_app.casework.followup.replies import Report
from inspector_app.casework.papers import documents, drafts, duties, issued
from inspector_app.casework.play import scene
from inspector_app.casework.visits import findings, inspections, photos
from inspector_app.casework.visits.findings import NewFinding
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import ProblemsError
from inspector_app.domain.replying import Said
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.counting import counted
from tests.casework.risen import Risen, rise

AGAIN = timedelta(days=5)


@pytest.fixture
def risen(bench: Bench) -> Risen:
    told = rise(bench)
    told.after(0)
    return told


def begun(risen: Risen, way: Way = Way.SITE) -> str:
    return rechecks.begin(risen.desk, [risen.scene.notice_id], way=way)


def end(risen: Risen, recheck_id: str) -> None:
    risen.story.move(minutes=30)
    inspections.change(risen.desk, recheck_id, ended=risen.story.clock.now().isoformat())


def opinion(risen: Risen, recheck_id: str, **more: date) -> str:
    document_id = opinions.begin(risen.desk, recheck_id, **more)
    risen.story.issue(document_id)
    return document_id


def test_the_old_findings_stand_on_top_under_their_numbers(risen: Risen) -> None:
    first, second = risen.scene.finding_ids
    today = risen.desk.today()
    report = Report(risen.scene.notice_id, risen.party, today, today, (Said(second, "已更换配电箱。"),))
    replies.take_in(risen.desk, report)
    recheck_id = begun(risen)
    rows = recheck_rows.rows(risen.desk, recheck_id)
    assert [(one.finding_id, one.number, one.row) for one in rows] == [(first, 1, 1), (second, 2, 2)]
    assert (
        rows[0].before
        == findings.found_of(risen.desk.store, risen.desk.store.several("finding", [first]))[0].photos
    )
    assert rows[0].after == ()
    (duty,) = rows[1].duties
    assert (duty.party, duty.due, duty.round, duty.word) == (
        risen.scene.contractor.name,
        risen.scene.due,
        1,
        "已回复",
    )
    assert (duty.replied, duty.result, duty.open) == ("已更换配电箱。", "", True)
    assert not rows[0].seen
    told = inspections.inspection_of(risen.desk.store, recheck_id)
    assert tuple(one.id for one in told.officers) == risen.scene.officer_ids
    assert told.place == risen.scene.target.address


def test_a_result_typed_by_mistake_is_corrected_and_never_closes(risen: Risen) -> None:
    first, second = risen.scene.finding_ids
    recheck_id = begun(risen)
    rechecks.note(risen.desk, recheck_id, first, "rectified")
    assert risen.word() == "待整改"
    rechecks.note(risen.desk, recheck_id, first, "not_rectified", note="仍无挡脚板")
    rechecks.note(risen.desk, recheck_id, second, "unverifiable", note="加工棚上锁")
    rechecks.note(risen.desk, recheck_id, second, "")
    end(risen, recheck_id)
    told = risen.refused(
        "recheck.unseen",
        f"recheck.results.{second}",
        lambda: rechecks.conclude(risen.desk, recheck_id),
    )
    assert told.values["item"] == 2
    rechecks.note(risen.desk, recheck_id, second, "unverifiable", note="加工棚上锁")
    rechecks.conclude(risen.desk, recheck_id)
    assert [risen.word(n) for n in (0, 1)] == ["复查不合格", "待复查"]
    acts = risen.desk.store.acts("finding", first, ActKind.RECHECK)
    assert [(one.content["result"], one.content["note"]) for one in acts] == [("not_rectified", "仍无挡脚板")]
    risen.refused(
        "inspection.locked", recheck_id, lambda: rechecks.note(risen.desk, recheck_id, first, "rectified")
    )


def test_an_opinion_makes_results_final_and_orders_again(risen: Risen) -> None:
    first, second = risen.scene.finding_ids
    recheck_id = begun(risen)
    rechecks.note(risen.desk, recheck_id, first, "partial", note="缺一道横杆")
    rechecks.note(risen.desk, recheck_id, second, "rectified")
    again = risen.desk.today() + AGAIN
    document_id = opinion(risen, recheck_id, again=again)
    assert [risen.word(n) for n in (0, 1)] == ["已下达", "合格闭环"]
    assert (risen.course().due, risen.course().order_id, risen.course().state.round) == (
        again,
        document_id,
        2,
    )
    told = issued.must_be_issued(risen.desk.store, document_id)
    assert "部分整改" in told.content
    assert "缺一道横杆" in told.content
    assert "不合格，责令再次整改" in told.content
    refused = risen.refused(
        "recheck.told",
        f"recheck.results.{first}",
        lambda: rechecks.note(risen.desk, recheck_id, first, "rectified"),
    )
    assert refused.values["number"] == told.number
    end(risen, recheck_id)
    inspections.conclude(risen.desk, recheck_id)
    assert len(risen.desk.store.acts("finding", first, ActKind.RECHECK)) == 1
    assert risen.word() == "已下达"


def test_a_void_opinion_takes_its_results_with_it_and_the_next_tells_them_again(risen: Risen) -> None:
    first, second = risen.scene.finding_ids
    recheck_id = begun(risen)
    for one in (first, second):
        rechecks.note(risen.desk, recheck_id, one, "rectified")
    wrong = opinion(risen, recheck_id)
    assert [risen.word(n) for n in (0, 1)] == ["合格闭环", "合格闭环"]
    documents.void(risen.desk, wrong, "第1项点错")
    assert [risen.word(n) for n in (0, 1)] == ["待整改", "待整改"]
    rechecks.note(risen.desk, recheck_id, first, "not_rectified")
    opinion(risen, recheck_id, again=risen.desk.today() + AGAIN)
    assert [risen.word(n) for n in (0, 1)] == ["已下达", "合格闭环"]


def test_an_opinion_lists_what_is_still_unseen_and_the_gate_names_it(risen: Risen) -> None:
    recheck_id = begun(risen)
    risen.refused("recheck.nothing_seen", "recheck.results", lambda: opinions.begin(risen.desk, recheck_id))
    rechecks.note(risen.desk, recheck_id, risen.scene.finding_ids[0], "rectified")
    document_id = opinions.begin(risen.desk, recheck_id, again=risen.desk.today() + AGAIN)
    codes = [one.code for one in drafts.gate(risen.desk, document_id)]
    assert codes == ["gate.recheck_missing"]
    rechecks.note(risen.desk, recheck_id, risen.scene.finding_ids[1], "rectified")
    (miss,) = drafts.gate(risen.desk, document_id)
    assert miss.code == "gate.recheck_contradiction"
    with pytest.raises(ProblemsError):
        risen.story.issue(document_id)
    assert risen.word() == "待整改"


def test_a_recheck_by_paper_says_so(risen: Risen) -> None:
    recheck_id = begun(risen, Way.PAPER)
    for one in risen.scene.finding_ids:
        rechecks.note(risen.desk, recheck_id, one, "rectified")
    told = issued.must_be_issued(risen.desk.store, opinion(risen, recheck_id))
    assert "书面查验" in told.content
    (act,) = risen.desk.store.acts("finding", risen.scene.finding_ids[0], ActKind.RECHECK)
    assert (act.content["way"], act.content["recheck_id"]) == ("paper", recheck_id)


def test_results_of_two_parties_are_their_own(risen: Risen) -> None:
    first = risen.scene.finding_ids[0]
    with risen.desk.store.transaction(risen.desk.user) as tx:
        told = {"finding_id": first, "measure": "督促整改", "due": risen.scene.due.isoformat()}
        tx.create("obligation", {**told, "party_id": "supervising"})
    recheck_id = begun(risen)
    rechecks.note(risen.desk, recheck_id, first, "rectified")
    rechecks.note(risen.desk, recheck_id, first, "not_rectified", party_id="supervising")
    rechecks.note(risen.desk, recheck_id, risen.scene.finding_ids[1], "rectified")
    assert [one.result for one in recheck_rows.rows(risen.desk, recheck_id)[0].duties] == [
        "rectified",
        "not_rectified",
    ]
    opinion(risen, recheck_id)
    known = duties.courses(risen.desk, [first])[first]
    assert known[risen.party].state.word == "合格闭环"
    assert known["supervising"].state.word == "待整改"
    end(risen, recheck_id)
    rechecks.conclude(risen.desk, recheck_id)
    known = duties.courses(risen.desk, [first])[first]
    assert known[risen.party].state.word == "合格闭环"
    assert known["supervising"].state.word == "复查不合格"


def test_what_cannot_be_rechecked(risen: Risen) -> None:
    store, strange = risen.desk.store, "0" * 32
    again = drafts.begin(
        risen.desk,
        risen.scene.visit_id,
        DocumentKind.RECTIFICATION_NOTICE,
        risen.scene.finding_ids,
        reply_due="2026-09-24",
    )
    risen.refused("document.not_issued", again, lambda: rechecks.begin(risen.desk, [again]))
    risen.refused("recheck.nothing_named", "recheck.orders", lambda: rechecks.begin(risen.desk, []))
    risen.story.issue(again)
    recheck_id = rechecks.begin(risen.desk, [again])
    documents.void(risen.desk, again, "写错")
    told = risen.refused(
        "recheck.order_not_standing", "recheck.orders", lambda: rechecks.begin(risen.desk, [again])
    )
    assert told.values["source"] == "建质〔2014〕154号"
    assert told.values["number"] == issued.must_be_issued(store, again).number
    first = risen.scene.finding_ids[0]
    risen.refused(
        "recheck.order_not_standing",
        "recheck.orders",
        lambda: rechecks.note(risen.desk, recheck_id, first, "rectified"),
    )
    visit = risen.scene.visit_id
    risen.refused("recheck.no_recheck", visit, lambda: recheck_rows.rows(risen.desk, visit))
    risen.refused("inspection.none", strange, lambda: recheck_rows.rows(risen.desk, strange))


def test_what_cannot_be_noted(risen: Risen) -> None:
    first = risen.scene.finding_ids[0]
    recheck_id = begun(risen)
    field = f"recheck.results.{first}"

    def noted(result: str, finding: str = first, **more: str) -> object:
        return rechecks.note(risen.desk, recheck_id, finding, result, **more)

    risen.refused("recheck.unknown_result", field, lambda: noted("fine"))
    risen.refused("recheck.not_ordered", f"recheck.results.{'0' * 32}", lambda: noted("rectified", "0" * 32))
    risen.refused("recheck.closed", field, lambda: noted("rectified", party_id="nobody"))
    risen.refused("recheck.words_long", f"recheck.notes.{first}", lambda: noted("rectified", note="长" * 501))
    before = (scene.FIRST_DAY - timedelta(days=1)).isoformat()
    inspections.change(risen.desk, recheck_id, started=f"{before}T09:00:00+08:00")
    told = risen.refused("recheck.before_order", field, lambda: noted("rectified"))
    assert told.values["ordered_on"] == scene.FIRST_DAY.isoformat()
    inspections.change(risen.desk, recheck_id, started="2026-12-01T09:00:00+08:00")
    risen.refused("recheck.ahead", "inspection.started", lambda: noted("rectified"))


def test_what_is_closed_is_not_rechecked(risen: Risen) -> None:
    recheck_id = begun(risen)
    for one in risen.scene.finding_ids:
        rechecks.note(risen.desk, recheck_id, one, "rectified")
    opinion(risen, recheck_id)
    risen.refused("recheck.nothing_open", "recheck.orders", lambda: begun(risen))
    assert rechecks.orders_open(risen.desk, risen.scene.target.id) == ()


def test_photos_of_the_recheck_stand_beside_those_of_the_fact(risen: Risen) -> None:
    first, second = risen.scene.finding_ids
    store, today = risen.desk.store, risen.desk.today()
    before = findings.findings_of(store, risen.scene.visit_id)
    recheck_id = begun(risen)
    made = photos.take_in(risen.desk, recheck_id, scene.picture("edge.jpg", today), finding_id=first)
    waiting = photos.take_in(risen.desk, recheck_id, scene.picture("scale.jpg", today))
    photos.attach(risen.desk, [waiting.photo_id], second)
    assert findings.findings_of(store, risen.scene.visit_id) == before
    assert [one.stage for one in photos.of_finding(store, first)] == [""]
    rows = recheck_rows.rows(risen.desk, recheck_id)
    assert [[photo.id for photo in one.after] for one in rows] == [[made.photo_id], [waiting.photo_id]]
    assert photos.tray(store, recheck_id) == []
    photos.attach(risen.desk, [waiting.photo_id], first)
    photos.detach(risen.desk, [made.photo_id])
    rows = recheck_rows.rows(risen.desk, recheck_id)
    assert [[photo.id for photo in one.after] for one in rows] == [[waiting.photo_id], []]
    assert [one.id for one in photos.tray(store, recheck_id)] == [made.photo_id]
    for one in (first, second):
        rechecks.note(risen.desk, recheck_id, one, "rectified")
    told = issued.must_be_issued(risen.desk.store, opinion(risen, recheck_id))
    assert [told.content.count(f"{when}：{scene.FOUND[0][0]}") for when in ("整改前", "复查时")] == [1, 1]
    assert scene.FOUND[1][0] in told.content
    assert f"复查时：{scene.FOUND[1][0]}" not in told.content
    risen.refused("photo.ordered", first, lambda: photos.detach(risen.desk, [waiting.photo_id]))
    end(risen, recheck_id)
    rechecks.conclude(risen.desk, recheck_id)
    raw = scene.picture("scaffold.jpg", today)
    risen.refused(
        "inspection.locked",
        recheck_id,
        lambda: photos.take_in(risen.desk, recheck_id, raw, finding_id=first),
    )


def test_a_visit_that_is_no_recheck_gets_no_photo_of_an_old_finding(risen: Risen) -> None:
    other = inspections.begin(risen.desk, risen.scene.target.id, risen.scene.officer_ids)
    raw = scene.picture("scaffold.jpg", risen.desk.today())
    risen.refused(
        "inspection.locked",
        risen.scene.visit_id,
        lambda: photos.take_in(risen.desk, other, raw, finding_id=risen.scene.finding_ids[0]),
    )


def test_what_is_new_is_a_finding_of_the_recheck(risen: Risen) -> None:
    recheck_id = begun(risen)
    new = findings.add(risen.desk, recheck_id, NewFinding(location="塔吊", fact="限位失灵"))
    assert [one.id for one in findings.findings_of(risen.desk.store, recheck_id)] == [new]
    assert new not in [one.finding_id for one in recheck_rows.rows(risen.desk, recheck_id)]


def test_rows_of_two_findings_take_as_many_looks_as_of_one(risen: Risen, bench: Bench) -> None:
    recheck_id = begun(risen)
    desk, reads = counted(bench)
    assert len(recheck_rows.rows(desk, recheck_id)) == 2
    both = reads.total()
    first = risen.scene.finding_ids[0]
    with risen.desk.store.transaction(risen.desk.user) as tx:
        tx.delete("finding", risen.scene.finding_ids[1])
    desk, reads = counted(bench)
    assert [one.finding_id for one in recheck_rows.rows(desk, recheck_id)] == [first]
    assert reads.total() == both


def test_one_order_that_fell_does_not_bar_the_others_of_its_recheck(risen: Risen) -> None:
    """With two orders rechecked at once and one void since, nothing more could be noted nor concluded."""
    other = scene.another_visit(risen.story, risen.scene, served=False)
    recheck_id = rechecks.begin(risen.desk, [risen.scene.notice_id, other.notice_id])
    documents.void(risen.desk, other.notice_id, "主体写错")
    for one in risen.scene.finding_ids:
        rechecks.note(risen.desk, recheck_id, one, "rectified")
    risen.refused(
        "recheck.order_not_standing",
        "recheck.orders",
        lambda: rechecks.note(risen.desk, recheck_id, other.finding_ids[0], "rectified"),
    )
    end(risen, recheck_id)
    rechecks.conclude(risen.desk, recheck_id)
    assert [risen.word(n) for n in (0, 1)] == ["合格闭环", "合格闭环"]


def test_a_finding_of_two_orders_stands_once_where_the_first_lists_it(risen: Risen) -> None:
    first, second = risen.scene.finding_ids
    beside = drafts.begin(
        risen.desk,
        risen.scene.visit_id,
        DocumentKind.RECTIFICATION_NOTICE,
        [first],
        reply_due=(risen.scene.due + AGAIN).isoformat(),
    )
    risen.story.issue(beside)
    recheck_id = rechecks.begin(risen.desk, [risen.scene.notice_id, beside])
    told = recheck_rows.rows(risen.desk, recheck_id)
    assert [(one.finding_id, one.row, one.order_id) for one in told] == [
        (first, 1, risen.scene.notice_id),
        (second, 2, risen.scene.notice_id),
    ]
