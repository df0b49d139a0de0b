"""整改报告: what it lacks, what it moves, and what is refused with nothing half-written."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.casework.followup import opinions, rechecks, replies
from inspector_app.casework.followup.replies import Picture, Report, Supplement
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.casework.play import scene
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.domain.acts import ActKind
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.replying import PreCheck, Said, Signature
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.risen import Risen, rise

SIGNED = tuple(
    Signature(role, name, stamped=True)
    for role, name in (
        (PartyRole.CONTRACTOR, "骆行远"),
        (PartyRole.OWNER, "蔺清和"),
        (PartyRole.SUPERVISOR, "师明谦"),
    )
)


@pytest.fixture
def risen(bench: Bench) -> Risen:
    told = rise(bench)
    told.after(-1)
    return told


def a_report(risen: Risen, **changes: object) -> Report:
    today = risen.desk.today()
    whole = Report(
        risen.scene.notice_id,
        risen.party,
        on=today,
        received_on=today,
        said=tuple(Said(one, "已按要求整改。") for one in risen.scene.finding_ids),
        signatures=SIGNED,
        scans=(Scan(scene.picture("scaffold.jpg", today), "报告.jpg"),),
    )
    return replace(whole, **changes)


def test_a_whole_report_waits_for_its_recheck(risen: Risen) -> None:
    taken = replies.take_in(risen.desk, a_report(risen))
    assert taken.complete
    assert taken.warnings == ()
    assert [risen.word(n) for n in (0, 1)] == ["待复查", "待复查"]
    kept = replies.reply_of(risen.desk.store, taken.report_id)
    assert risen.desk.store.blob(kept.scans[0].sha256) == scene.picture("scaffold.jpg", risen.desk.today())
    (act,) = risen.desk.store.acts("finding", risen.scene.finding_ids[0], ActKind.REPLY)
    assert act.content["complete"] is True
    assert act.content["document_id"] == risen.scene.notice_id
    assert act.content["scans"] == [kept.scans[0].sha256]


def test_of_a_report_over_some_findings_the_others_wait_on(risen: Risen) -> None:
    first = risen.scene.finding_ids[0]
    assert replies.take_in(risen.desk, a_report(risen, said=(Said(first, "已整改。"),))).complete
    assert [risen.word(n) for n in (0, 1)] == ["待复查", "待整改"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"signatures": SIGNED[:2]}, ["reply.signature_missing"]),
        ({"signatures": (*SIGNED[:2], replace(SIGNED[2], stamped=False))}, ["reply.stamp_missing"]),
        ({"signatures": (*SIGNED[:2], replace(SIGNED[2], name=" "))}, ["reply.signature_missing"]),
        ({"scans": ()}, ["reply.scan_missing"]),
        ({"precheck": PreCheck.FAILED}, ["reply.precheck_failed"]),
        ({"signatures": (), "scans": ()}, ["reply.scan_missing", *["reply.signature_missing"] * 3]),
    ],
)
def test_what_is_lacking_is_told_and_the_finding_is_only_replied_to(
    risen: Risen, changes: dict[str, object], codes: list[str]
) -> None:
    taken = replies.take_in(risen.desk, a_report(risen, **changes))
    assert [one.code for one in taken.lacking] == codes
    assert all(one.source == "建质〔2014〕154号" for one in taken.lacking)
    assert [one.code for one in replies.lacking(risen.desk, taken.report_id)] == codes
    assert risen.word() == "已回复"


def test_an_unanswered_finding_leaves_the_report_incomplete_until_it_is_supplemented(risen: Risen) -> None:
    first, second = risen.scene.finding_ids
    taken = replies.take_in(
        risen.desk, a_report(risen, said=(Said(first, "已整改。"), Said(second)), signatures=SIGNED[:2])
    )
    assert [one.code for one in taken.lacking] == ["reply.unanswered", "reply.signature_missing"]
    assert dict(taken.lacking[0].values) == {"number": 2}
    risen.story.move(days=1)
    today = risen.desk.today()
    photo = Picture(second, Scan(scene.picture("switchbox.jpg", today)), after=True, caption="更换后")
    more = Supplement(today, today, (Said(second, "已更换。"),), SIGNED[2:], pictures=(photo,))
    again = replies.supplement(risen.desk, taken.report_id, more)
    assert again.complete
    assert [risen.word(n) for n in (0, 1)] == ["待复查", "待复查"]
    kept = replies.reply_of(risen.desk.store, taken.report_id)
    assert {one.role for one in kept.signatures} == {one.role for one in SIGNED}
    assert (kept.of(first), kept.of(second)) == ("已整改。", "已更换。")
    assert [one.caption for one in kept.pictures] == ["更换后"]
    assert kept.on == today
    assert len(replies.replies_to(risen.desk.store, [risen.scene.notice_id])) == 1


def test_who_signs_is_the_forms_and_a_role_that_nobody_has_is_not_asked(risen: Risen) -> None:
    kinds = risen.desk.rules.targets
    assert set(kinds["construction_site"].signers) == {one.role for one in SIGNED}
    assert kinds["concrete_plant"].signers == (PartyRole.PLANT,)
    supervisor = risen.scene.target.party(PartyRole.SUPERVISOR)
    assert supervisor is not None
    with risen.desk.store.transaction(risen.desk.user) as tx:
        tx.delete("party", supervisor.id)
    assert registry.target_of(risen.desk.store, risen.scene.target.id).party(PartyRole.SUPERVISOR) is None
    assert replies.take_in(risen.desk, a_report(risen, signatures=SIGNED[:2])).complete


def test_an_order_that_was_not_served_is_warned_of_and_the_report_kept(bench: Bench) -> None:
    risen = rise(bench)
    again = drafts.begin(
        risen.desk,
        risen.scene.visit_id,
        DocumentKind.RECTIFICATION_NOTICE,
        risen.scene.finding_ids,
        reply_due="2026-09-24",
    )
    risen.story.issue(again)
    taken = replies.take_in(risen.desk, a_report(risen, document_id=again))
    assert [one.code for one in taken.warnings] == ["reply.order_not_served"]
    assert risen.word() == "待复查"


def test_days_that_cannot_be(risen: Risen) -> None:
    today, issued_on = risen.desk.today(), scene.FIRST_DAY
    day = timedelta(days=1)

    def take(**changes: object) -> object:
        return replies.take_in(risen.desk, a_report(risen, **changes))

    told = risen.refused("reply.before_order", "reply.on", lambda: take(on=issued_on - day))
    assert told.values["against"] == issued_on.isoformat()
    assert told.values["source"] == "建质〔2014〕154号"
    risen.refused("reply.ahead", "reply.on", lambda: take(on=today + day, received_on=today + day))
    risen.refused("reply.ahead", "reply.received_on", lambda: take(received_on=today + day))
    risen.refused("reply.received_before", "reply.received_on", lambda: take(received_on=today - day))


def test_what_it_cannot_answer(risen: Risen) -> None:
    owner = risen.scene.target.party(PartyRole.OWNER)
    assert owner is not None
    strange = "0" * 32
    first = risen.scene.finding_ids[0]

    def take(**changes: object) -> object:
        return replies.take_in(risen.desk, a_report(risen, **changes))

    risen.refused("document.not_issued", strange, lambda: take(document_id=strange))
    risen.refused("reply.unknown_party", "reply.party", lambda: take(party_id=owner.id))
    risen.refused("reply.unknown_party", "reply.party", lambda: take(party_id=strange))
    risen.refused("reply.nothing_told", "reply.said", lambda: take(said=()))
    risen.refused("reply.unknown_finding", f"reply.said.{strange}", lambda: take(said=(Said(strange, "x"),)))
    photo = Picture(strange, Scan(scene.picture("edge.jpg", risen.desk.today())), after=True)
    risen.refused("reply.unknown_finding", f"reply.said.{strange}", lambda: take(pictures=(photo,)))
    risen.refused("reply.words_long", f"reply.said.{first}", lambda: take(said=(Said(first, "长" * 2001),)))
    risen.refused("reply.none", strange, lambda: replies.reply_of(risen.desk.store, strange))


def test_a_void_or_revoked_order(risen: Risen) -> None:
    again = drafts.begin(
        risen.desk,
        risen.scene.visit_id,
        DocumentKind.RECTIFICATION_NOTICE,
        risen.scene.finding_ids,
        reply_due="2026-09-24",
    )
    risen.story.issue(again)
    documents.void(risen.desk, again, "写错")
    report = a_report(risen, document_id=again)
    told = risen.refused(
        "reply.order_not_standing", "reply.document", lambda: replies.take_in(risen.desk, report)
    )
    assert told.values["number"] == issued.must_be_issued(risen.desk.store, again).number


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"no picture at all", "documents.not_a_photo"),
        (b"%PDF-1.7 broken", "documents.scan_unreadable"),
        (b"\xff\xd8\xff" + b"\0" * 60_000_000, "scan.too_large"),
    ],
)
def test_a_scan_that_is_none(risen: Risen, raw: bytes, code: str) -> None:
    kept = sorted(Path(risen.desk.store.folder.vault).rglob("*"))
    report = a_report(risen, scans=(Scan(raw, "坏.pdf"),))
    risen.refused(code, "坏.pdf", lambda: replies.take_in(risen.desk, report))
    photo = Picture(risen.scene.finding_ids[0], Scan(raw, "坏.jpg"), after=True)
    risen.refused(code, "坏.jpg", lambda: replies.take_in(risen.desk, a_report(risen, pictures=(photo,))))
    assert sorted(Path(risen.desk.store.folder.vault).rglob("*")) == kept


def test_an_item_is_called_by_the_row_under_which_the_party_knows_it(risen: Risen) -> None:
    """Second among the findings of the visit, the first of its notice: the paper calls it 第1项."""
    second = risen.scene.finding_ids[1]
    alone = drafts.begin(
        risen.desk,
        risen.scene.visit_id,
        DocumentKind.RECTIFICATION_NOTICE,
        [second],
        reply_due="2026-09-24",
    )
    risen.story.issue(alone)
    taken = replies.take_in(risen.desk, a_report(risen, document_id=alone, said=(Said(second),)))
    assert [(one.code, dict(one.values)) for one in taken.lacking] == [("reply.unanswered", {"number": 1})]


def test_an_opinion_calls_its_items_as_the_order_before_it_did(risen: Risen) -> None:
    first, second = risen.scene.finding_ids
    earlier = rechecks.begin(risen.desk, [risen.scene.notice_id])
    rechecks.note(risen.desk, earlier, first, "rectified")
    rechecks.note(risen.desk, earlier, second, "unverifiable")
    risen.story.move(minutes=30)
    inspections.change(risen.desk, earlier, ended=risen.story.clock.now().isoformat())
    rechecks.conclude(risen.desk, earlier)
    recheck_id = rechecks.begin(risen.desk, [risen.scene.notice_id])
    rechecks.note(risen.desk, recheck_id, second, "not_rectified")
    opinion = opinions.begin(risen.desk, recheck_id, again=risen.desk.today() + timedelta(days=5))
    risen.story.issue(opinion)
    assert issued.must_be_issued(risen.desk.store, opinion).finding_ids == (second,)
    report = a_report(risen, document_id=opinion, said=(Said(second, "长" * 2001),))
    told = risen.refused(
        "reply.words_long", f"reply.said.{second}", lambda: replies.take_in(risen.desk, report)
    )
    assert told.values["item"] == 2
