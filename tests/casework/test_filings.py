"""Cases: opened over findings, verified, filed, decided, handed over; what the main workspace shows of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from inspector_app.casework.followup import filing_papers, filings
from inspector_app.casework.papers import board, documents, drafts, duties, issued
from inspector_app.casework.people import filing_workspace
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import ProblemsError, RuleError, SignInError
from inspector_app.domain.filing import CaseState, Step, StepKind
from inspector_app.domain.states import FindingState
from inspector_app.domain.statistics import Figure
from inspector_app.domain.templates import DocumentKind
from inspector_app.reports.figures import count
from tests.casework.bench import Bench

K = StepKind
MATTER = "涉嫌未按专项施工方案施工案"
PENALTY = "《建设工程安全生产管理条例》第六十四条"


@pytest.fixture
def case_bench(bench: Bench, played: Played) -> "CaseBench":
    return CaseBench(bench, played)


class CaseBench:
    """A visit with issued papers, and both desks."""

    def __init__(self, bench: Bench, played: Played) -> None:
        self.bench, self.played = bench, played
        self.desk = bench.desk
        self.filing = bench.session.filing_desk(bench.desk)
        visit = inspections.inspection_of(self.desk.store, played.inspection_id)
        target = registry.target_of(self.desk.store, visit.target_id)
        self.party_id = next(one.id for one in target.parties if str(one.role) == "contractor")
        self.party = next(one.name for one in target.parties if one.id == self.party_id)
        self.finding_ids = played.finding_ids[:2]

    @property
    def today(self) -> date:
        return self.desk.today()

    def pass_days(self, days: int) -> None:
        self.bench.clock.moment += timedelta(days=days)

    def open(self, **changes: object) -> str:
        told: dict[str, object] = {"known_on": self.today, "matter": MATTER, **changes}
        return filings.open_case(self.desk, self.filing, self.finding_ids, self.party_id, **told)  # type: ignore[arg-type]

    def take(self, case_id: str, kind: StepKind, **told: object) -> filings.CaseLine:
        step = Step(kind, **{"on": self.today, **told})  # type: ignore[arg-type]
        return filings.take(self.desk, self.filing, case_id, step)

    def form(self, case_id: str, **own: str) -> str:
        document_id = filing_papers.begin_form(self.filing, case_id, **{"penalty": PENALTY, **own})
        documents.issue(self.filing, document_id, date_confirmed=True)
        return document_id

    def letter(self, case_id: str) -> str:
        document_id = filing_papers.begin_letter(
            self.filing, case_id, "滨海新区城市管理综合行政执法局", ground="处罚权已划转"
        )
        approval = {"approver": "顾承宇", "at": self.bench.clock.moment.isoformat(), "number": "移批1号"}
        drafts.change(self.filing, document_id, approval=approval)
        documents.issue(self.filing, document_id, date_confirmed=True)
        return document_id

    def filed(self) -> str:
        case_id = self.open()
        self.take(case_id, K.FILED, document_id=self.form(case_id))
        return case_id

    def state(self, finding_id: str) -> duties.Course:
        return duties.courses(self.desk, [finding_id])[finding_id][self.party_id]


def test_a_case_is_opened_filed_decided_and_closed(case_bench: CaseBench) -> None:
    day = case_bench.today
    case_id = case_bench.open()
    case = filings.case_of(case_bench.filing, case_id)
    assert (case.matter, case.party, case.course.state) == (MATTER, case_bench.party, CaseState.VERIFYING)
    verify = case.course.timer("verify")
    assert verify is not None
    assert verify.due == day + timedelta(days=15)
    first = case_bench.state(case_bench.finding_ids[0])
    assert (first.state.word, first.due) == (FindingState.ESCALATED, verify.due)

    case_bench.pass_days(3)
    form = case_bench.form(case_id)
    case = case_bench.take(case_id, K.FILED, document_id=form)
    decide = case.course.timer("decide")
    assert decide is not None
    assert (case.course.state, decide.began) == (CaseState.FILED, day + timedelta(days=3))
    assert case_bench.state(case_bench.finding_ids[0]).due == decide.due

    case_bench.pass_days(20)
    case = case_bench.take(case_id, K.DECIDED, served_on=case_bench.today)
    assert case.course.outcome is CaseState.DECIDED
    assert case_bench.state(case_bench.finding_ids[0]).open
    case = case_bench.take(case_id, K.CLOSED)
    assert case.course.ended
    for finding_id in case_bench.finding_ids:
        assert case_bench.state(finding_id).state.word == FindingState.CLOSED


def test_the_form_names_party_facts_evidence_and_both_days(case_bench: CaseBench) -> None:
    case_id = case_bench.open()
    form = case_bench.form(case_id)
    told = issued.must_be_issued(case_bench.filing.store, form)
    text = "".join(
        page.extract_text() for page in PdfReader(BytesIO(issued.pdf(case_bench.filing.store, form))).pages
    )
    flat = "".join(text.split())
    papers = filings.papers_of(case_bench.filing, case_id)
    assert {one.kind for one in papers} >= {"stop_work_notice", "rectification_notice"}
    for wanted in (MATTER, case_bench.party, *(one.number for one in papers), PENALTY):
        assert "".join(wanted.split()) in flat
    assert told.number not in {one.number for one in issued.all_documents(case_bench.desk.store)}
    for one in papers:
        assert case_bench.filing.store.blob(one.pdf_sha256) == issued.pdf(
            case_bench.desk.store, one.document_id
        )


def test_a_form_without_the_basis_of_the_penalty_is_not_issued(case_bench: CaseBench) -> None:
    document_id = filing_papers.begin_form(case_bench.filing, case_bench.open())
    with pytest.raises(ProblemsError) as refused:
        documents.issue(case_bench.filing, document_id, date_confirmed=True)
    assert {one.where for one in refused.value.problems} == {"document.own.penalty"}
    assert not case_bench.filing.store.numbers().numbers


def test_the_main_workspace_is_told_no_more_than_that_and_until_when(case_bench: CaseBench) -> None:
    case_id = case_bench.filed()
    acts = case_bench.desk.store.acts("finding", case_bench.finding_ids[0], ActKind.ESCALATE)
    assert [set(act.content) for act in acts] == [{"by", "case", "party_id", "on", "to", "due"}] * 2
    assert {act.content["case"] for act in acts} == {case_id}
    assert {act.content["by"] for act in acts} == {""}


def test_what_was_cut_off_between_the_two_workspaces_is_made_up_for_once(
    case_bench: CaseBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(filings, "tell_main", _power_cut)
        with pytest.raises(ConnectionError):
            case_bench.open()
    (case,) = filings.cases(case_bench.filing)
    assert case_bench.state(case_bench.finding_ids[0]).state.word != FindingState.ESCALATED
    filings.tell_all(case_bench.desk, case_bench.filing)
    assert case_bench.state(case_bench.finding_ids[0]).due == case.course.timers[0].due
    place = case_bench.desk.store.place
    filings.tell_all(case_bench.desk, case_bench.filing)
    assert case_bench.desk.store.place == place


def _power_cut(*_: object) -> None:
    raise ConnectionError


@pytest.mark.parametrize(
    ("kind", "told", "before"),
    [(K.NOT_FILED, {"reason": "情节轻微并已改正"}, False), (K.DROPPED, {"reason": "违法事实不成立"}, True)],
)
def test_a_case_that_comes_to_nothing_gives_its_findings_free(
    case_bench: CaseBench, kind: StepKind, told: Mapping[str, object], before: bool
) -> None:
    finding_id = case_bench.finding_ids[0]
    old = case_bench.state(finding_id)
    case_id = case_bench.filed() if before else case_bench.open()
    case_bench.take(case_id, kind, **told)
    now = case_bench.state(finding_id)
    assert (now.state.word, now.due) == (old.state.word, old.due)
    case_bench.take(case_id, K.CLOSED)
    assert case_bench.state(finding_id).state.word == old.state.word
    again = case_bench.open()
    assert filings.case_of(case_bench.filing, again).course.state is CaseState.VERIFYING


def test_an_office_without_the_power_hands_the_case_over(case_bench: CaseBench) -> None:
    rules = case_bench.filing.rules
    options = replace(rules.options, filing=replace(rules.options.filing, power="transfer"))
    case_bench.filing = replace(case_bench.filing, rules=replace(rules, options=options))
    assert filing_papers.offered(case_bench.filing) == (DocumentKind.TRANSFER_LETTER,)
    case_id = case_bench.open()
    with pytest.raises(RuleError) as refused:
        filing_papers.begin_form(case_bench.filing, case_id)
    assert (refused.value.code, refused.value.where) == ("filing.no_power", "filing.document")
    with pytest.raises(RuleError) as refused:
        case_bench.take(case_id, K.FILED, document_id="0" * 32)
    assert refused.value.code == "filing.no_power"
    case = case_bench.take(case_id, K.HANDED_OVER, document_id=case_bench.letter(case_id))
    assert case.course.outcome is CaseState.HANDED_OVER
    assert case_bench.state(case_bench.finding_ids[0]).state.word == FindingState.CLOSED


def test_an_office_with_the_power_says_why_it_hands_over(case_bench: CaseBench) -> None:
    case_id = case_bench.open()
    letter = case_bench.letter(case_id)
    with pytest.raises(RuleError) as refused:
        case_bench.take(case_id, K.HANDED_OVER, document_id=letter)
    assert (refused.value.code, refused.value.where) == ("filing.transfer_reason", "filing.reason")
    assert case_bench.take(case_id, K.HANDED_OVER, document_id=letter, reason="涉嫌犯罪").course.outcome


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"party_id": "f" * 32}, "filing.party_missing", "addressee.name"),
        ({"finding_ids": ()}, "filing.findings_missing", "findings"),
        ({"finding_ids": ("e" * 32,)}, "finding.none", "e" * 32),
        ({"matter": "  "}, "filing.matter_missing", "filing.matter"),
        ({"days": 1}, "filing.in_future", "filing.known_on"),
        ({"days": -30}, "filing.known_before_finding", "filing.known_on"),
    ],
)
def test_a_case_that_cannot_be_opened_leaves_nothing_behind(
    case_bench: CaseBench, changes: dict[str, object], code: str, where: str
) -> None:
    told = {"finding_ids": case_bench.finding_ids, "party_id": case_bench.party_id, "matter": MATTER}
    told |= changes
    known = case_bench.today + timedelta(days=int(str(told.pop("days", 0))))
    places = (case_bench.desk.store.place, case_bench.filing.store.place)
    with pytest.raises(RuleError) as refused:
        filings.open_case(
            case_bench.desk,
            case_bench.filing,
            told["finding_ids"],  # type: ignore[arg-type]
            str(told["party_id"]),
            known_on=known,
            matter=str(told["matter"]),
        )
    assert (refused.value.code, refused.value.where) == (code, where)
    assert (case_bench.desk.store.place, case_bench.filing.store.place) == places


def test_one_finding_has_one_case_against_one_party_at_a_time(case_bench: CaseBench) -> None:
    case_bench.open()
    with pytest.raises(RuleError) as refused:
        case_bench.open()
    assert refused.value.code == "filing.already_open"


@pytest.mark.parametrize(
    ("kind", "told", "code", "where"),
    [
        (K.DECIDED, {}, "filing.not_filed_yet", "filing.step"),
        (K.FILED, {"document_id": "0" * 32}, "filing.paper_missing", "filing.document_id"),
        (K.HANDED_OVER, {"reason": "涉嫌犯罪"}, "filing.paper_missing", "filing.document_id"),
        (K.NOT_FILED, {}, "filing.reason_missing", "filing.reason"),
        (K.VERIFY_EXTENDED, {"days": 11, "reason": "复杂"}, "filing.extension_days", "filing.days"),
        (K.CLOSED, {}, "filing.out_of_order", "filing.step"),
    ],
)
def test_a_step_out_of_order_is_refused_and_writes_nothing(
    case_bench: CaseBench, kind: StepKind, told: Mapping[str, object], code: str, where: str
) -> None:
    case_id = case_bench.open()
    place = case_bench.filing.store.place
    with pytest.raises(RuleError) as refused:
        case_bench.take(case_id, kind, **told)
    assert (refused.value.code, refused.value.where) == (code, where)
    assert case_bench.filing.store.place == place


def test_filing_after_the_verification_clock_asks_why(case_bench: CaseBench) -> None:
    case_id = case_bench.open()
    case_bench.pass_days(20)
    form = case_bench.form(case_id)
    with pytest.raises(RuleError) as refused:
        case_bench.take(case_id, K.FILED, document_id=form)
    assert (refused.value.code, refused.value.where) == ("filing.verification_over", "filing.reason")
    case = case_bench.take(case_id, K.FILED, document_id=form, reason="等待检测报告")
    verify = case.course.timer("verify")
    assert verify is not None
    assert verify.overdue(case_bench.today)


def test_a_step_that_a_leader_approves_needs_the_leaders_signature(case_bench: CaseBench) -> None:
    case_id = case_bench.open()
    form = case_bench.form(case_id)
    unsigned = replace(case_bench.filing, signer=None)
    with pytest.raises(SignInError) as refused:
        filings.take(case_bench.desk, unsigned, case_id, Step(K.FILED, case_bench.today, document_id=form))
    assert refused.value.code == "filing.not_signed"


def test_a_filing_told_without_approval_has_no_effect(case_bench: CaseBench) -> None:
    case_id = case_bench.open()
    form = case_bench.form(case_id)
    told = {"step": "filed", "on": case_bench.today.isoformat(), "document_id": form}
    with case_bench.filing.store.transaction(case_bench.filing.user) as tx:
        tx.act(ActKind.CASE, "case", case_id, told)
    assert filings.case_of(case_bench.filing, case_id).course.state is CaseState.VERIFYING


def test_a_filing_falls_with_its_form(case_bench: CaseBench) -> None:
    case_id = case_bench.filed()
    form = filings.case_of(case_bench.filing, case_id).course.filed_by
    documents.void(case_bench.filing, form, "当事人名称有误")
    assert filings.case_of(case_bench.filing, case_id).course.state is CaseState.VERIFYING


def test_a_form_of_another_case_does_not_file_this_one(case_bench: CaseBench) -> None:
    first = case_bench.open()
    form = case_bench.form(first)
    case_bench.finding_ids = case_bench.played.finding_ids[2:3]
    second = case_bench.open()
    with pytest.raises(RuleError) as refused:
        case_bench.take(second, K.FILED, document_id=form)
    assert refused.value.code == "filing.paper_missing"


def test_numbers_replay_and_digest_of_the_second_store(case_bench: CaseBench) -> None:
    case_bench.filed()
    store = case_bench.filing.store
    book = store.numbers()
    assert [(one.kind, one.serial, one.fate) for one in book.numbers] == [("filing_form", 1, "issued")]
    assert not book.gaps
    before = store.digest()
    assert store.replay() > 0
    assert store.digest() == before
    assert store.replay_check().same
    assert not store.integrity().problems


def test_a_pause_that_runs_keeps_the_finding_from_looking_overdue(case_bench: CaseBench) -> None:
    case_id = case_bench.filed()
    case_bench.take(case_id, K.PAUSED, reason="testing")
    case_bench.pass_days(100)
    filings.tell_all(case_bench.desk, case_bench.filing)
    case = filings.case_of(case_bench.filing, case_id)
    assert case.course.running is not None
    assert not case.course.running.certain
    assert not case_bench.state(case_bench.finding_ids[0]).state.overdue
    case = case_bench.take(case_id, K.RESUMED)
    assert case.course.running is not None
    assert case_bench.state(case_bench.finding_ids[0]).due == case.course.running.due


def test_the_list_says_of_each_case_what_the_case_says_itself(case_bench: CaseBench) -> None:
    first = case_bench.filed()
    case_bench.finding_ids = case_bench.played.finding_ids[2:3]
    second = case_bench.open(matter="涉嫌另一案")
    case_bench.take(second, K.NOT_FILED, reason="情节轻微")
    case_bench.take(second, K.CLOSED)
    told = filings.cases(case_bench.filing)
    assert [one.id for one in told] == [first, second]
    assert told == tuple(filings.case_of(case_bench.filing, one.id) for one in told)


def _filings(case_bench: CaseBench, first: date, last: date, *, seen: bool = True) -> Figure:
    filing = case_bench.filing.store if seen else None
    told = count(board.reckoned(case_bench.desk), first, last, filing=filing, unseen=True)
    return next(one for one in told if one.code == "filings")


def test_filings_are_counted_by_the_day_they_were_approved(case_bench: CaseBench) -> None:
    opened = case_bench.today
    case_id = case_bench.open()
    form = case_bench.form(case_id)
    case_bench.pass_days(5)
    assert _filings(case_bench, opened, case_bench.today).ids == ()  # a form alone files nothing
    case_bench.take(case_id, K.FILED, document_id=form)
    day = case_bench.today
    assert _filings(case_bench, day, day).ids == (form,)
    assert _filings(case_bench, opened, day - timedelta(days=1)).ids == ()
    blind = _filings(case_bench, day, day, seen=False)
    assert (blind.counted, blind.value) == (False, 0)
    documents.void(case_bench.filing, form, "当事人名称有误")
    assert _filings(case_bench, day, day).ids == ()


def test_an_office_without_a_filing_workspace_counts_its_forms_as_before(case_bench: CaseBench) -> None:
    told = count(board.reckoned(case_bench.desk), case_bench.today, case_bench.today)
    assert all(one.counted for one in told)


def test_a_letter_of_a_case_and_one_of_a_visit_never_bear_one_number(case_bench: CaseBench) -> None:
    """Both workspaces number for themselves, with one machine code."""
    case_id = case_bench.open()
    letter = case_bench.letter(case_id)
    told = issued.must_be_issued(case_bench.filing.store, letter)
    assert "移案〔" in told.number
    assert filing_workspace.is_filing(case_bench.filing.store)
    assert not filing_workspace.is_filing(case_bench.bench.desk.store)
