"""案卷: what came in later, what had no effect, and photos that show two things are filed as they are."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from inspector_app.casework.followup import replies, stop_news
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.followup.stops import Asked
from inspector_app.casework.overview import binding, dossier, dossier_file
from inspector_app.casework.overview.binding_files import Filed
from inspector_app.casework.papers import documents, drafts, issued, made_up, service
from inspector_app.casework.papers.made_up import Paper
from inspector_app.casework.papers.service import Service
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import inspections, marks
from inspector_app.catalog.case import Case
from inspector_app.catalog.messages import Messages
from inspector_app.documents.binding import PdfBinder
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.dossier import Album, Bound, Listing, Part, Shot, Volume
from inspector_app.domain.errors import Progress
from inspector_app.domain.inspections import Approval
from inspector_app.domain.marks import Mark, MarkKind
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.conftest import play
from tests.casework.dossiers import codes, forged, picture, target_of
from tests.casework.risen import rise
from tests.casework.test_replies import a_report
from tests.casework.test_rights import Act, journal_of
from tests.casework.test_stops import Site


def plan_of(bench: Bench, subject_id: str, *days: date) -> binding.Plan:
    return binding.plan(bench.desk, binding.scope_of(bench.desk, subject_id, *days))


# ---- what came in later


def test_the_approval_of_a_visit_made_up_on_paper_is_in_its_file(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case, until="findings")
    desk, visit = bench.desk, played.inspection_id
    urgent = Approval("", None, urgent_reason="举报有坍塌危险")
    inspections.change(desk, visit, approval=inspections.approval_fields(urgent))
    (stop,) = [
        one
        for one in drafts.documents_of(desk.store, visit)
        if drafts.kind_of(desk.store, one) is DocumentKind.STOP_WORK_NOTICE
    ]
    own = Approval("韩立群", bench.clock.moment, "书面9号")
    drafts.change(desk, stop, approval=inspections.approval_fields(own))
    documents.issue(desk, stop, date_confirmed=True)
    signed = bench.clock.moment + timedelta(hours=3)
    bench.clock.moment += timedelta(days=2)
    sha256 = made_up.take_in(desk, visit, picture("yellow"), Paper("韩立群", "批9号", signed), name="批.jpg")
    (entry,) = [one for one in plan_of(bench, visit).entries if one.part is Part.APPROVAL]
    assert isinstance(entry.body, Filed)
    assert (entry.body.sha256, entry.name, entry.visit_id) == (sha256, "补办的审批单", visit)
    assert entry.on == signed.astimezone(CHINA).date(), "the day on the paper, not that of its entry"


def test_a_period_holds_what_was_handed_in_then_for_older_findings(bench: Bench) -> None:
    risen = rise(bench)
    risen.after(-1)
    replies.take_in(risen.desk, a_report(risen))
    notice = issued.must_be_issued(risen.desk.store, risen.scene.notice_id)
    on = risen.desk.today()
    assert notice.issued_on is not None
    assert notice.issued_on < on
    after = plan_of(bench, notice.target_id, on, on)
    assert [(one.name, one.on) for one in after.entries] == [("整改报告", on)]
    assert after.entries[0].visit_id == notice.inspection_id
    assert after.entries[0].number == notice.number
    before = plan_of(bench, notice.target_id, date(2020, 1, 1), on - timedelta(days=1))
    assert "整改报告" not in [one.name for one in before.entries]
    assert notice.number in [one.number for one in before.entries]


def test_what_was_handed_in_for_a_resumption_is_called_by_what_it_is(bench: Bench) -> None:
    site = Site(bench)
    site.story.move(days=2)
    asked = Asked(site.desk.today(), full=True, words="已整改完毕")
    stop_news.ask(site.desk, site.stop, asked, (Scan(picture("pink"), "申请.jpg"),))
    site.story.move(days=1)
    seen = site.seen(*site.now().held.remaining[:1])
    stop_news.violate(site.desk, site.stop, seen, (Scan(picture("purple"), "取土.jpg"),))
    told = [one.name for one in plan_of(bench, site.visit).entries if one.part is Part.RESUMPTIONS]
    assert told == ["复工申请材料", "抢工取证材料"]


def test_a_picture_of_the_service_is_filed_once(bench: Bench, played: Played) -> None:
    told = issued.must_be_issued(bench.desk.store, played.document_ids[0])
    sha256 = service.attach_photo(bench.desk, told.id, picture("orange"))
    main = next(one.party_id for one in told.recipients if one.main)
    at = bench.clock.moment
    done = Service(main, "direct", at, "项目部", "骆远山", "项目经理", photos=(sha256,))
    service.serve(bench.desk, told.id, done)
    plan = plan_of(bench, played.inspection_id)
    assert [one.name for one in plan.entries if one.part in (Part.SERVICE, Part.OTHER)] == ["送达影像"]


# ---- what had no effect


def test_a_paper_issued_without_the_right_is_listed(bench: Bench, site_case: Case) -> None:
    """It never got a number that counts, so it is no paper of the file; that it was tried is told."""
    played = play(bench, site_case, until="issue")
    visit = played.inspection_id
    draft = drafts.begin(bench.desk, visit, DocumentKind.RECTIFICATION_NOTICE, played.finding_ids[:1])
    forged(bench.desk.store, draft, ActKind.ISSUE)
    for subject in (visit, target_of(bench.desk.store, played)):
        listing = plan_of(bench, subject).entries[-1].body
        assert isinstance(listing, Listing)
        assert [row[2] for row in listing.rows] == ["签发"]


@pytest.fixture
def served_and_void(bench: Bench, played: Played) -> str:
    """Two laptops, neither of which knew of the other: voided on one, served by the other."""
    told = issued.must_be_issued(bench.desk.store, played.document_ids[0])
    documents.void(bench.desk, told.id, "写错")
    main = next(one.party_id for one in told.recipients if one.main)
    served = Act("serve", "document", told.id, {"recipient_id": main, "reached": True}, bench.desk.user, None)
    bench.desk.store.merge(journal_of(bench, served))
    return told.id


def test_a_voiding_without_effect_is_told_once_and_with_its_reason(
    bench: Bench, played: Played, served_and_void: str
) -> None:
    lines = dossier.timeline(bench.desk, target_of(bench.desk.store, played))
    assert "void" not in codes(lines)
    (line,) = (one for one in lines if not one.effect)
    assert (line.code, line.document_id) == ("dossier.refused_void_served", served_and_void)
    for language in ("zh", "en"):
        assert Messages(language).knows(line.code)


def test_the_list_of_acts_without_effect_says_why_in_words(
    bench: Bench, played: Played, served_and_void: str
) -> None:
    listing = plan_of(bench, played.inspection_id).entries[-1].body
    assert isinstance(listing, Listing)
    (row,) = listing.rows
    assert (row[2], row[5]) == ("作废", "文书已经送达，不能作废")
    assert "作废" in listing.note


# ---- photos, and visits of one day


class Looking(PdfBinder):
    """A binder that keeps what it was given."""

    def bind(self, volume: Volume, out: Path, work: Path, progress: Progress) -> Bound:
        self.volume = volume
        return super().bind(volume, out, work, progress)


def test_a_photo_of_two_findings_bears_the_marks_of_each(
    bench: Bench, site_case: Case, tmp_path: Path
) -> None:
    """What is covered under one finding must not show because it was not covered under the other."""
    played = play(bench, site_case, until="findings")
    desk, store = bench.desk, bench.desk.store
    digest = store.put_blob(picture("white"))
    ids = []
    with store.transaction(desk.user) as tx:
        for n, finding_id in enumerate(played.finding_ids[:2]):
            told = {"inspection_id": played.inspection_id, "finding_id": finding_id, "sha256": digest}
            ids.append(tx.create("photo", {**told, "caption": f"甲{n}", "sort": 9}))
    covered = (Mark(MarkKind.PIXELATE, 0, 0, 5000, 5000),)
    marks.set_marks(desk, ids[1], covered)
    binder = Looking()
    scope = binding.scope_of(desk, played.inspection_id)
    dossier_file.export(desk, binder, scope, tmp_path / "out")
    albums = [one.leaf for one in binder.volume.items if isinstance(one.leaf, Album)]
    shots = [shot for one in albums for row in one.rows for shot in row.shots if isinstance(shot, Shot)]
    assert [one.marks for one in shots if one.sha256 == digest] == [(), covered]
    assert len({one.path for one in shots if one.sha256 == digest}) == 1, "its bytes are kept once"


@pytest.mark.parametrize(("many", "last"), [(5, "公司5"), (8, "公司8"), (12, "另有5家")])
def test_the_cover_names_all_who_answer(
    bench: Bench, site_case: Case, tmp_path: Path, many: int, last: str
) -> None:
    played = play(bench, site_case, until="issue")
    target_id = target_of(bench.desk.store, played)
    with bench.desk.store.transaction(bench.desk.user) as tx:
        known = len(tx.records("party", where={"target_id": target_id}))
        for n in range(known + 1, many + 1):
            told = {"target_id": target_id, "role": "designer", "name": f"公司{n}"}
            tx.create("party", told)
    binder = Looking()
    dossier_file.export(bench.desk, binder, binding.scope_of(bench.desk, target_id), tmp_path / "out")
    parties = binder.volume.cover.parties
    assert len(parties) == min(many, 8)
    assert last in [name for _, name in parties]


def test_visits_of_one_minute_are_told_apart(bench: Bench, played: Played) -> None:
    target_id = target_of(bench.desk.store, played)
    for started in ("2026-12-01T16:20:00+00:00", "2026-12-01T16:30:00+00:00", "2026-12-01T16:30:40+00:00"):
        inspections.begin(bench.desk, target_id, (), started=started, source="复查")
    told = [words for _, words in binding.visits_offered(bench.desk, target_id)]
    assert len(set(told)) == len(told) == 4
    assert [one for one in told if "（00:30）" in one and "16:30" not in one], "the hour is that of China"
