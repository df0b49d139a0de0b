"""Bad conduct on a real store: codes, defences, determinations, publication; each refusal writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest

from inspector_app.casework.followup import conduct, conduct_courses
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.papers import documents, drafts, duties, issued, service
from inspector_app.casework.papers.service import Service
from inspector_app.casework.play import scene
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import inspections
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.conduct import Answer, ConductState, Step
from inspector_app.domain.errors import ProblemsError
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.bureau import bureau_of
from tests.casework.counting import counted
from tests.casework.test_refusals import assert_refused_with

NOTICE, JUDGED = DocumentKind.CONDUCT_NOTICE, DocumentKind.CONDUCT_DETERMINATION
PLACE = "局门户网站"
UPHELD, NOT_UPHELD = "认定为不良行为", "不予认定"
DAY = timedelta(days=1)
NOTHING = "0" * 32


@dataclass
class Set:
    """A notice about an overdue finding, issued on 23 September 2026, and the scene around it."""

    bench: Bench
    story: Story
    scene: Scene
    notice_id: str

    @property
    def today(self) -> date:
        return self.bench.desk.today()

    def serve(self, document_id: str = "") -> None:
        scene.serve(self.story, document_id or self.notice_id, self.scene.contractor)

    def course(self) -> conduct_courses.ConductCourse:
        return conduct_courses.course(self.bench.desk, self.notice_id)

    def answer(self, **changes: object) -> Answer:
        return replace(Answer("written", self.today, "骆行远", "项目经理", "已补设栏杆"), **changes)

    def defend(self, **changes: object) -> None:
        conduct.defend(self.bench.desk, self.notice_id, self.answer(**changes))

    def judge(self, result: str = UPHELD, **fields: object) -> str:
        """Begin a determination with all that a person writes, and return its id."""
        paper = conduct.begin_determination(
            self.bench.desk, self.notice_id, own_review="事实清楚", own_result=result, **fields
        )
        approve(self.story, paper)
        return paper

    def judged(self, result: str = UPHELD, **fields: object) -> str:
        """Wait until the time for a defence is over, issue the determination, and return its id."""
        ends = self.course().answer
        assert ends is not None
        self.story.move_to(ends.due + DAY)
        paper = self.judge(result, **fields)
        self.story.issue(paper)
        return paper


def approve(story: Story, document_id: str) -> None:
    approval = inspections.approval_fields(scene.approved(story, "青住建批〔2026〕9号"))
    drafts.change(story.desk, document_id, approval=approval)


def begun(story: Story, told: Scene, code: str = "D1-4-02", **fields: object) -> str:
    until = conduct.earliest_until(story.desk).due
    given = {"own_defence_until": until.isoformat(), "own_contact": "纪闻笛", **fields}
    notice = drafts.begin(
        story.desk,
        told.visit_id,
        NOTICE,
        told.finding_ids[:1],
        addressee_id=told.contractor.id,
        about=told.notice_id,
        **given,
    )
    conduct.choose(story.desk, notice, code)
    approve(story, notice)
    return notice


@pytest.fixture
def unserved(bench: Bench) -> Set:
    story = Story(bench.desk, bench.clock)
    told = scene.rise(story, "礁石湾3号楼")
    story.move_to(told.due + 2 * DAY)
    notice = begun(story, told)
    story.issue(notice)
    return Set(bench, story, told, notice)


@pytest.fixture
def told(unserved: Set) -> Set:
    unserved.serve()
    return unserved


def refused_by_gate(told: Set, document_id: str, *codes: str) -> None:
    """Assert that issuing is refused for exactly these reasons, and that nothing is written."""
    before = told.bench.desk.store.digest()
    with pytest.raises(ProblemsError) as refused:
        documents.issue(told.bench.desk, document_id, date_confirmed=True)
    assert refused.value.code == "document.gate"
    assert sorted(one.code for one in refused.value.problems) == sorted(codes)
    assert told.bench.desk.store.digest() == before


# Codes


def test_a_code_fills_the_notice_and_its_determination(told: Set) -> None:
    own = dict(drafts.draft_of(told.bench.desk, told.notice_id).own)
    code = told.bench.desk.rules.conduct["D1-4-02"]
    assert (own["conduct_code"], own["conduct"], own["rule"]) == (code.code, code.conduct, code.rule)
    assert own["consequence"] == "拟公示六个月"
    paper = told.judge()
    filled = dict(drafts.draft_of(told.bench.desk, paper).own)
    assert {name: filled[name] for name in ("conduct_code", "conduct", "rule")} == {
        name: own[name] for name in ("conduct_code", "conduct", "rule")
    }
    assert filled["published_from"] == told.today.isoformat()
    assert "defence" not in filled, "the time still runs: nobody has said what became of it"
    written = conduct.choose(told.bench.desk, paper, "D1-4-05")
    assert set(written) == {"conduct_code", "conduct", "rule"}, "a determination proposes nothing"


def test_codes_are_offered_by_role(bench: Bench) -> None:
    offered = {role: {one.code for one in conduct.codes(bench.desk, role)} for role in PartyRole}
    assert "D1-4-05" in offered[PartyRole.CONTRACTOR]
    assert not offered[PartyRole.CONTRACTOR] & offered[PartyRole.SUPERVISOR]
    assert {"HNT-070", "LOCAL-RMC-01"} <= offered[PartyRole.PLANT]
    assert offered[PartyRole.OTHER] == set()


def test_a_code_that_cannot_be_is_refused(told: Set) -> None:
    draft = begun(told.story, told.scene)
    for document, code, refusal in (
        (draft, "D1-4-99", "conduct.code_unknown"),
        (draft, "JL-02", "conduct.code_other_role"),
        (told.notice_id, "D1-4-05", "document.issued"),
        (NOTHING, "D1-4-05", "document.none"),
    ):
        assert_refused_with(
            told.bench, refusal, lambda one=document, of=code: conduct.choose(told.bench.desk, one, of)
        )
    order = drafts.begin(
        told.bench.desk, told.scene.visit_id, DocumentKind.RECTIFICATION_NOTICE, told.scene.finding_ids
    )
    assert_refused_with(
        told.bench, "conduct.kind_without_code", lambda: conduct.choose(told.bench.desk, order, "D1-4-05")
    )
    # Written past the choice, the gate holds it all the same.
    for code, refusal in (("D1-4-99", "unknown"), ("JL-02", "other_role")):
        drafts.change(told.bench.desk, draft, own_conduct_code=code)
        refused_by_gate(told, draft, f"gate.conduct_code_{refusal}")
    drafts.change(
        told.bench.desk, draft, own_conduct_code="D1-4-02", own_defence_until=told.today.isoformat()
    )
    refused_by_gate(told, draft, "gate.defence_too_short")


# The defence


def test_the_time_for_a_defence_runs_from_service_and_not_from_issue(unserved: Set) -> None:
    """The notice of 23 September prints 8 October; served on the 29th, five working days end on the 12th."""
    assert unserved.course().state is ConductState.NOTICED
    unserved.story.move_to(date(2026, 9, 29))
    unserved.serve()
    course = unserved.course()
    assert (course.served_on, course.answer and course.answer.due) == (date(2026, 9, 29), date(2026, 10, 12))
    assert course.state is ConductState.ANSWERING


@pytest.mark.parametrize(
    ("way", "changes", "said"),
    [
        ("written", {}, "已提出，经复核不予采纳"),
        ("oral", {"heard_by": ("纪闻笛", "乔以宁")}, "已提出，经复核部分采纳"),
        ("waived", {"words": "书面放弃，原件存卷"}, "书面放弃"),
    ],
)
def test_a_defence_or_a_waiver_ends_the_waiting(
    told: Set, way: str, changes: dict[str, object], said: str
) -> None:
    told.story.move(days=1)
    told.defend(way=way, **changes)
    course = told.course()
    assert course.state is ConductState.TO_REVIEW
    assert [one.answer.way for one in course.defences] == [way]
    paper = told.judge(own_defence=said)
    assert told.story.issue(paper).number
    assert told.course().state is ConductState.DETERMINED


def test_a_waiver_on_record_is_written_into_the_determination(told: Set) -> None:
    told.defend(way="waived", words="书面放弃，原件存卷")
    assert drafts.draft_of(told.bench.desk, told.judge()).own_value("defence") == "书面放弃"


def test_what_the_determination_says_of_the_defence_is_what_is_on_record(told: Set) -> None:
    paper = told.judge(own_defence="书面放弃")
    refused_by_gate(told, paper, "gate.defence_unrecorded")
    drafts.change(told.bench.desk, paper, own_defence="已提出，经复核予以采纳")
    refused_by_gate(told, paper, "gate.defence_unrecorded")
    told.defend()
    drafts.change(told.bench.desk, paper, own_defence="逾期未提出")
    refused_by_gate(told, paper, "gate.defence_made")
    drafts.change(told.bench.desk, paper, own_defence="书面放弃")
    refused_by_gate(told, paper, "gate.defence_made")


def test_a_late_defence_is_heard_and_marked(told: Set) -> None:
    told.story.move_to(date(2026, 10, 9))
    told.defend()
    (defence,) = told.course().defences
    assert defence.late
    assert told.course().state is ConductState.TO_REVIEW


def test_a_defence_that_cannot_be_is_refused(told: Set) -> None:
    desk, after = told.bench.desk, told.today + DAY
    for changes, code in (
        ({"way": "call"}, "conduct.way_unknown"),
        ({"by": " "}, "conduct.by_missing"),
        ({"words": ""}, "conduct.paper_missing"),
        ({"way": "oral"}, "conduct.hearers_missing"),
        ({"way": "oral", "words": "", "heard_by": ("纪闻笛",)}, "conduct.words_missing"),
        ({"on": told.today - DAY}, "conduct.defence_before_notice"),
        ({"on": after}, "conduct.defence_ahead"),
    ):
        assert_refused_with(told.bench, code, lambda one=changes: told.defend(**one))
    for document, code in (
        (NOTHING, "document.not_issued"),
        (told.scene.notice_id, "conduct.no_notice"),
    ):
        assert_refused_with(told.bench, code, lambda one=document: conduct.defend(desk, one, told.answer()))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"MZ\x90\x00 not a picture", "documents.not_a_photo"),
        (b"", "documents.not_a_photo"),
        (b"%PDF-1.7\nbroken", "documents.scan_unreadable"),
    ],
)
def test_evidence_that_is_no_picture_or_pdf_is_refused(told: Set, raw: bytes, code: str) -> None:
    picture = Scan(scene.picture("edge.jpg", told.today), "照片.jpg")
    work: Callable[[], object] = lambda: conduct.defend(  # noqa: E731 - handed on as it is
        told.bench.desk, told.notice_id, told.answer(), [picture, Scan(raw, "证据.pdf")]
    )
    assert_refused_with(told.bench, code, work)
    assert told.course().defences == ()


def test_a_notice_unserved_or_void_takes_no_defence_and_no_determination(unserved: Set) -> None:
    assert_refused_with(unserved.bench, "conduct.unserved", unserved.defend)
    paper = unserved.judge(own_defence="逾期未提出")
    refused_by_gate(unserved, paper, "gate.about_not_served", "gate.defence_still_open")
    documents.void(unserved.bench.desk, unserved.notice_id, "当事人名称有误")
    assert_refused_with(unserved.bench, "document.not_standing", unserved.defend)
    refused_by_gate(unserved, paper, "gate.about_not_standing", "gate.defence_still_open")
    assert unserved.course().state is ConductState.VOID
    assert unserved.course().step is None


def test_an_announced_notice_reaches_nobody_for_thirty_days(unserved: Set) -> None:
    at = datetime.combine(unserved.today, time(10), CHINA)
    announced = Service(
        unserved.scene.contractor.id,
        "announced",
        at,
        medium="《青屿日报》",
        note="下落不明，其他方式无法送达",
    )
    service.serve(unserved.bench.desk, unserved.notice_id, announced)
    unserved.story.move(days=10)
    assert unserved.course().state is ConductState.NOTICED
    # Announced, nothing is late: it reaches the party when its thirty days are over.
    assert (unserved.course().due, unserved.course().overdue) == (date(2026, 10, 23), False)
    assert_refused_with(unserved.bench, "conduct.unserved", unserved.defend)
    refused_by_gate(unserved, unserved.judge(own_defence="逾期未提出"), "gate.about_not_served")
    unserved.story.move_to(date(2026, 10, 23))
    course = unserved.course()
    assert course.state is ConductState.ANSWERING
    assert course.answer is not None
    assert course.answer.due == date(2026, 10, 30)


# The determination


def test_a_determination_without_its_notice_or_before_the_time_is_over_is_refused(told: Set) -> None:
    paper = told.judge(own_defence="逾期未提出")
    refused_by_gate(told, paper, "gate.defence_still_open")
    told.story.move_to(date(2026, 10, 8), time(23, 59))
    refused_by_gate(told, paper, "gate.defence_still_open", "gate.publication_too_early")
    drafts.change(told.bench.desk, paper, about="")
    told.story.move_to(date(2026, 10, 9))
    drafts.change(told.bench.desk, paper, own_published_from="2026-10-09", own_published_to="2027-04-08")
    refused_by_gate(told, paper, "gate.about_missing")
    drafts.change(told.bench.desk, paper, about=told.scene.notice_id)
    refused_by_gate(told, paper, "gate.about_unfit")
    drafts.change(told.bench.desk, paper, about=told.notice_id)
    assert told.story.issue(paper).number
    assert_refused_with(
        told.bench, "conduct.no_notice", lambda: conduct.begin_determination(told.bench.desk, paper)
    )


def test_a_notice_is_determined_once(told: Set) -> None:
    told.judged()
    again = told.judge(NOT_UPHELD, own_defence="逾期未提出")
    refused_by_gate(told, again, "gate.determined_already")


def test_what_is_found_is_what_was_announced(told: Set) -> None:
    told.story.move_to(date(2026, 10, 9))
    paper = told.judge()
    conduct.choose(told.bench.desk, paper, "D1-4-05")
    refused_by_gate(told, paper, "gate.conduct_code_unlike")


@pytest.mark.parametrize(
    ("last", "code"), [("2027-04-07", "too_short"), ("2029-10-10", "too_long"), ("2026-10-09", "too_short")]
)
def test_a_determination_names_a_lawful_time_of_being_public(told: Set, last: str, code: str) -> None:
    told.story.move_to(date(2026, 10, 9))
    paper = told.judge(own_published_to=last)
    refused_by_gate(told, paper, f"gate.publication_{code}")


def test_a_defence_after_the_determination_is_refused_and_one_before_is_noted_later(told: Set) -> None:
    paper = told.judged()
    told.story.move(days=2)
    assert_refused_with(told.bench, "conduct.defence_after_determination", told.defend)
    day = issued.must_be_issued(told.bench.desk.store, paper).issued_on
    told.defend(on=day)
    assert told.course().defences[0].late


# Made public


def test_it_is_public_for_its_time_and_expires_by_date(told: Set) -> None:
    desk, paper = told.bench.desk, told.judged()
    assert told.course().step is Step.SERVE_DETERMINATION
    told.serve(paper)
    assert told.course().step is Step.PUBLISH
    conduct.publish(desk, paper, PLACE)
    course = told.course()
    assert course.published is not None
    assert (course.published.first, course.published.last) == (date(2026, 10, 9), date(2027, 4, 8))
    assert (course.state, course.step, course.overdue) == (ConductState.PUBLISHED, Step.AWAIT_EXPIRY, False)
    told.story.move_to(date(2027, 4, 9))
    assert (told.course().state, told.course().overdue) == (ConductState.EXPIRED, False)
    assert conduct_courses.overdue_next_step(desk, told.notice_id) is None
    told.story.move(days=1)
    assert conduct_courses.overdue_next_step(desk, told.notice_id) == (Step.TAKE_DOWN, date(2027, 4, 9))
    conduct.take_down(desk, paper, date(2027, 4, 9))
    assert (told.course().state, told.course().step) == (ConductState.EXPIRED, None)
    assert_refused_with(
        told.bench, "conduct.taken_down_already", lambda: conduct.take_down(desk, paper, told.today)
    )


def test_what_was_not_upheld_is_not_published(told: Set) -> None:
    paper = told.judged(NOT_UPHELD)
    told.serve(paper)
    assert_refused_with(
        told.bench, "conduct.not_upheld", lambda: conduct.publish(told.bench.desk, paper, PLACE)
    )
    assert (told.course().state, told.course().step) == (ConductState.NOT_UPHELD, None)


def test_a_publication_that_cannot_be_is_refused(told: Set) -> None:
    desk, paper = told.bench.desk, told.judged()
    first, last = date(2026, 10, 9), date(2027, 4, 8)
    for wanted, code in (
        ({"place": " "}, "conduct.place_missing"),
        ({"first": first - DAY}, "conduct.published_before"),
        ({"last": last - DAY}, "conduct.period_too_short"),
        ({"last": date(2029, 10, 10)}, "conduct.period_too_long"),
        ({"last": last + DAY}, "conduct.period_unlike"),
        ({"first": last + DAY}, "conduct.period_unlike"),
    ):
        given: dict[str, object] = {"place": PLACE, **wanted}
        assert_refused_with(told.bench, code, lambda one=given: conduct.publish(desk, paper, **one))
    for document, code in (
        (told.notice_id, "conduct.no_determination"),
        (NOTHING, "document.not_issued"),
        (told.scene.notice_id, "conduct.no_determination"),
    ):
        assert_refused_with(told.bench, code, lambda one=document: conduct.publish(desk, one, PLACE))
    # Begun three days late, it ends on the day that was decided.
    conduct.publish(desk, paper, PLACE, first=first + 3 * DAY)
    assert_refused_with(told.bench, "conduct.published_already", lambda: conduct.publish(desk, paper, PLACE))
    published = told.course().published
    assert published is not None
    assert (published.first, published.last) == (first + 3 * DAY, last)
    assert told.course().state is ConductState.DETERMINED, "not before its first day"


def test_only_a_supervisor_lets_what_is_public_end(told: Set) -> None:
    desk, paper = told.bench.desk, told.judged()
    conduct.publish(desk, paper, PLACE)
    bureau, three = bureau_of(told.bench), date(2027, 1, 8)
    why = {"reason": "整改完毕并通过验收", "approver": "李望川"}
    for work in (
        lambda: conduct.shorten(bureau.inspector, paper, three, **why),
        lambda: conduct.take_down(bureau.inspector, paper, told.today),
    ):
        assert_refused_with(told.bench, "conduct.no_right", work)
    assert not conduct.may_end(bureau.inspector)
    assert conduct.may_end(bureau.supervisor)
    conduct.shorten(bureau.supervisor, paper, three, **why)
    told.story.move_to(three + DAY)
    assert_refused_with(
        told.bench, "conduct.no_right", lambda: conduct.take_down(bureau.inspector, paper, told.today)
    )
    conduct.take_down(bureau.supervisor, paper, told.today)
    published = told.course().published
    assert published is not None
    assert published.taken_down_on == told.today


def test_what_a_form_shows_as_bounds_is_what_is_taken(told: Set) -> None:
    desk, paper = told.bench.desk, told.judged()
    bounds = conduct.bounds(desk, paper)
    assert (bounds.first, bounds.last, bounds.printed) == (date(2026, 10, 9), date(2027, 4, 8), True)
    assert (bounds.least, bounds.most) == (date(2027, 4, 8), date(2029, 10, 9))
    conduct.publish(desk, paper, PLACE, first=bounds.first, last=bounds.last)
    known = told.course().published
    assert known is not None
    assert conduct.shortest(known, told.today) == date(2027, 1, 8)
    assert conduct.shortest(known, date(2027, 2, 1)) == date(2027, 2, 1)
    conduct.shorten(desk, paper, date(2027, 1, 8), reason="整改完毕", approver="柏知行")


def test_it_is_shortened_after_repair_to_three_months_at_the_least(told: Set) -> None:
    desk, paper = told.bench.desk, told.judged()

    def shorten(last: date, reason: str = "整改完毕并通过验收", approver: str = "柏知行") -> object:
        return conduct.shorten(desk, paper, last, reason=reason, approver=approver)

    three = date(2027, 1, 8)
    assert_refused_with(told.bench, "conduct.not_published", lambda: shorten(three))
    conduct.publish(desk, paper, PLACE)
    for work, code in (
        (lambda: shorten(three - DAY), "conduct.period_too_short"),
        (lambda: shorten(date(2027, 4, 8)), "conduct.no_shorter"),
        (lambda: shorten(told.today - DAY), "conduct.shorten_past"),
        (lambda: shorten(three, reason=""), "conduct.reason_missing"),
        (lambda: shorten(three, approver=" "), "conduct.approver_missing"),
    ):
        assert_refused_with(told.bench, code, work)
    shorten(three)
    published = told.course().published
    assert published is not None
    assert (published.last, published.shortened_from) == (three, date(2027, 4, 8))
    assert (published.reason, published.approver) == ("整改完毕并通过验收", "柏知行")
    told.story.move_to(three)
    assert told.course().state is ConductState.PUBLISHED
    early = told.today
    assert_refused_with(told.bench, "conduct.taken_down_early", lambda: conduct.take_down(desk, paper, early))
    told.story.move(days=1)
    assert told.course().state is ConductState.EXPIRED
    assert_refused_with(
        told.bench, "conduct.taken_down_ahead", lambda: conduct.take_down(desk, paper, told.today + DAY)
    )
    conduct.take_down(desk, paper, told.today)
    assert_refused_with(told.bench, "conduct.taken_down_already", lambda: shorten(three - DAY))


def test_a_determination_taken_back_comes_down_at_once(told: Set) -> None:
    desk, paper = told.bench.desk, told.judged()
    told.serve(paper)
    conduct.publish(desk, paper, PLACE)
    revocation = drafts.begin(
        desk,
        told.scene.visit_id,
        DocumentKind.REVOCATION,
        told.scene.finding_ids[:1],
        addressee_id=told.scene.contractor.id,
        about=paper,
        own_decision="撤销",
        own_reason="认定的责任主体有误",
    )
    approve(told.story, revocation)
    told.story.issue(revocation)
    course = told.course()
    assert course.determination is None
    assert (course.state, course.step, course.overdue) == (ConductState.TO_REVIEW, Step.TAKE_DOWN, True)
    assert_refused_with(told.bench, "document.not_standing", lambda: conduct.publish(desk, paper, PLACE))
    conduct.take_down(desk, paper, told.today)
    course = told.course()
    assert (course.state, course.step) == (ConductState.TO_REVIEW, Step.REVIEW)


def test_nothing_is_published_once_its_notice_was_taken_back(told: Set) -> None:
    desk, paper = told.bench.desk, told.judged()
    revocation = drafts.begin(
        desk,
        told.scene.visit_id,
        DocumentKind.REVOCATION,
        (),
        addressee_id=told.scene.contractor.id,
        about=told.notice_id,
        own_decision="撤销",
        own_reason="主体认定有误",
    )
    approve(told.story, revocation)
    told.story.issue(revocation)
    assert told.course().state is ConductState.REVOKED
    assert_refused_with(told.bench, "document.not_standing", lambda: conduct.publish(desk, paper, PLACE))
    assert told.course().step is None


def test_an_announced_determination_is_not_late_while_its_thirty_days_run(told: Set) -> None:
    paper = told.judged()
    at = datetime.combine(told.today, time(10), CHINA)
    announced = Service(told.scene.contractor.id, "announced", at, medium="《青屿日报》", note="下落不明")
    service.serve(told.bench.desk, paper, announced)
    reaches = conduct_courses.course(told.bench.desk, told.notice_id).due
    told.story.move(days=20)
    course = told.course()
    assert (course.step, course.due, course.overdue) == (Step.SERVE_DETERMINATION, reaches, False)
    assert reaches is not None
    told.story.move_to(reaches)
    assert told.course().step is Step.PUBLISH


# What follows for the findings, and lists


def test_a_notice_escalates_its_finding_and_not_upholding_it_gives_it_free(told: Set) -> None:
    finding, other = told.scene.finding_ids

    def state(one: str) -> tuple[str, bool]:
        known = duties.courses(told.bench.desk, [one])[one][told.scene.contractor.id].state
        return known.word, known.overdue

    assert state(finding) == (FindingState.ESCALATED, False)
    assert state(other) == (FindingState.TO_RECTIFY, True)
    told.judged(NOT_UPHELD)
    assert state(finding) == (FindingState.TO_RECTIFY, True)
    acts = told.bench.desk.store.acts("finding", finding, ActKind.RELEASE, valid_only=True)
    assert [act.content["of"] for act in acts] == [told.notice_id]


def test_what_was_upheld_stays_escalated(told: Set) -> None:
    told.judged()
    finding = told.scene.finding_ids[0]
    known = duties.courses(told.bench.desk, [finding])[finding][told.scene.contractor.id]
    assert known.state.word == FindingState.ESCALATED


def test_an_unpublished_year_is_warned_of(unserved: Set) -> None:
    """Served at the end of December: the calendar of 2027 is not among the shipped ones."""
    assert unserved.course().warnings == ()
    unserved.story.move_to(date(2026, 12, 29))
    unserved.serve()
    course = unserved.course()
    assert course.answer is not None
    assert not course.answer.certain
    assert [one.code for one in course.warnings] == ["conduct.calendar_unpublished"]


def test_lists_hold_what_is_open_with_what_is_late_first(told: Set) -> None:
    desk = told.bench.desk
    late = begun(told.story, told.scene)
    told.story.issue(late)
    listed = conduct_courses.courses(desk)
    assert {one.notice.id for one in listed} == {told.notice_id, late}
    told.story.move_to(date(2026, 10, 8))
    first, second = conduct_courses.courses(desk, only_open=True)
    assert (first.notice.id, first.step, first.overdue) == (late, Step.SERVE_NOTICE, True)
    assert (second.notice.id, second.step, second.overdue) == (told.notice_id, Step.AWAIT_DEFENCE, False)
    told.judged(NOT_UPHELD)
    assert conduct_courses.overdue_next_step(desk, late) == (Step.SERVE_NOTICE, date(2026, 9, 30))
    of_target = conduct_courses.courses(desk, target_id=told.scene.target.id)
    assert {one.notice.id for one in of_target} == {told.notice_id, late}
    assert conduct_courses.courses(desk, target_id=NOTHING) == ()
    assert conduct_courses.courses(desk, since=2027) == ()
    assert len(conduct_courses.courses(desk, most=1)) == 1


def test_many_notices_take_as_many_looks_as_one(told: Set) -> None:
    def looks() -> int:
        desk, reads = counted(told.bench)
        conduct_courses.courses(desk)
        return reads.total()

    one = looks()
    for _ in range(3):
        told.story.issue(begun(told.story, told.scene))
    assert looks() == one
    assert len(conduct_courses.courses(told.bench.desk)) == 4
