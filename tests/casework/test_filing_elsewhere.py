"""A filing form is made in the filing workspace alone, once there is one; what may become a case is told."""

from datetime import timedelta

import pytest

from inspector_app.casework.followup import escalation, filing_papers, filings
from inspector_app.casework.overview import filing_book
from inspector_app.casework.papers import documents, drafts, elsewhere, recheck
from inspector_app.casework.papers.recheck import Result
from inspector_app.casework.play import scene
from inspector_app.domain.errors import ProblemsError, RuleError, SignInError
from inspector_app.domain.filing import Step, StepKind
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.workbench import bench_values
from tests.casework.bench import Bench
from tests.casework.risen import Risen, rise

FORM = DocumentKind.FILING_FORM
MATTER = "涉嫌未按要求整改案"
PENALTY = "《建设工程安全生产管理条例》第六十二条"


@pytest.fixture
def risen(bench: Bench) -> Risen:
    told = rise(bench)
    told.after(3)
    return told


def open_case(risen: Risen, bench: Bench) -> str:
    filing = bench.session.filing_desk(risen.desk)
    return escalation.file(risen.desk, filing, risen.scene.finding_ids, risen.party, MATTER)


def test_the_main_workspace_begins_none(risen: Risen) -> None:
    risen.refused(
        "filing.form_elsewhere",
        "document.kind",
        lambda: drafts.begin(risen.desk, risen.scene.visit_id, FORM, risen.scene.finding_ids),
    )
    risen.refused(
        "filing.form_elsewhere",
        "document.kind",
        lambda: escalation.begin(risen.desk, FORM, risen.scene.finding_ids, risen.party),
    )


def test_a_draft_from_before_is_issued_neither(risen: Risen) -> None:
    with risen.desk.store.transaction(risen.desk.user) as tx:
        told = {"inspection_id": risen.scene.visit_id, "kind": str(FORM), "addressee_id": risen.party}
        draft = tx.create("document", told)
    (first, *_) = drafts.gate(risen.desk, draft)
    assert (first.code, first.field) == ("filing.form_elsewhere", "document.kind")
    with pytest.raises(ProblemsError) as refused:
        documents.issue(risen.desk, draft, date_confirmed=True)
    assert "filing.form_elsewhere" in {one.code for one in refused.value.problems}
    assert risen.desk.store.acts("document", draft) == []


def test_the_workbench_does_not_offer_it(risen: Risen, monkeypatch: pytest.MonkeyPatch) -> None:
    assert FORM not in dict(bench_values.read(risen.desk, risen.scene.visit_id).kinds)
    monkeypatch.setattr(elsewhere.filing_workspace, "is_there", lambda _: False)
    assert FORM in dict(bench_values.read(risen.desk, risen.scene.visit_id).kinds)


def test_the_filing_workspace_makes_it(risen: Risen, bench: Bench) -> None:
    filing = bench.session.filing_desk(risen.desk)
    case_id = open_case(risen, bench)
    own = filing_papers.offered_fields(filing, case_id, FORM)
    told = filing_papers.issue(filing, case_id, FORM, {**own, "penalty": PENALTY}, date_confirmed=True)
    assert told.kind == FORM
    assert filing_papers.begun(filing, case_id, FORM) == ""


def test_what_is_refused_stays_a_draft_and_is_gone_on_with(risen: Risen, bench: Bench) -> None:
    filing = bench.session.filing_desk(risen.desk)
    case_id = open_case(risen, bench)
    own = filing_papers.offered_fields(filing, case_id, FORM)
    with pytest.raises(ProblemsError) as refused:
        filing_papers.issue(filing, case_id, FORM, {**own, "proposal": "建议立案"}, date_confirmed=True)
    assert refused.value.where == "document.own.penalty"
    draft = filing_papers.begun(filing, case_id, FORM)
    assert filing_papers.offered_fields(filing, case_id, FORM)["proposal"] == "建议立案"
    told = filing_papers.issue(filing, case_id, FORM, {**own, "penalty": PENALTY}, date_confirmed=True)
    assert told.id == draft
    with pytest.raises(SignInError):
        filing_papers.issue(bench.session.filing_desk(bench.session.desk), case_id, FORM, own)


def test_candidates_are_what_the_law_lets_become_a_case(bench: Bench) -> None:
    told = rise(bench)
    for words, code in (
        (" ", "filing.target_missing"),
        ("没有的地方", "filing.target_unknown"),
        ("观澜里", "filing.nothing_to_file"),
    ):
        with pytest.raises(RuleError) as refused:
            filing_book.candidates(told.desk, words)
        assert (refused.value.code, refused.value.where) == (code, "filing.target")
    told.after(1)
    (one,) = filing_book.candidates(told.desk, "gll")
    assert (one.party_id, one.inspection_id) == (told.party, told.scene.visit_id)
    assert [each.finding_id for each in one.suspects] == list(told.scene.finding_ids)
    edge, box = told.scene.finding_ids
    seen = (Result(edge, "not_rectified"), Result(box, "rectified"))
    recheck.recheck(told.desk, told.desk.today(), seen, scene.OFFICERS)
    (one,) = filing_book.candidates(told.desk, "观澜里")
    assert [(each.finding_id, each.word) for each in one.suspects] == [(edge, "复查不合格")]
    assert filing_book.candidates_of(told.desk, [edge], told.party) == (one,)


def test_the_lists_of_cases(risen: Risen, bench: Bench) -> None:
    filing = bench.session.filing_desk(risen.desk)
    case_id = open_case(risen, bench)

    def where() -> list[str]:
        return [
            choice
            for choice in filing_book.CHOICES
            if case_id in {one.id for one in filing_book.chosen(filing, choice)}
        ]

    assert where() == ["verifying", "all"]
    risen.story.move(days=16)
    assert where() == ["verifying", "overdue", "all"]
    step = Step(StepKind.NOT_FILED, filing.today(), reason="情节轻微")
    filings.take(risen.desk, filing, case_id, step)
    assert where() == ["verifying", "all"]
    filings.take(risen.desk, filing, case_id, Step(StepKind.CLOSED, filing.today()))
    assert where() == ["ended", "all"]
    told = filing_book.case_book(filing, case_id)
    assert [(one.kind, one.by, one.stands) for one in told.steps] == [
        ("opened", "培训员", True),
        ("not_filed", "培训员", True),
        ("closed", "培训员", True),
    ]
    assert told.moves == ()
    assert told.steps[0].on == filing.today() - timedelta(days=16)


def test_a_step_that_lost_its_footing_is_shown_as_without_effect(risen: Risen, bench: Bench) -> None:
    filing = bench.session.filing_desk(risen.desk)
    case_id = open_case(risen, bench)
    own = filing_papers.offered_fields(filing, case_id, FORM)
    form = filing_papers.issue(filing, case_id, FORM, {**own, "penalty": PENALTY}, date_confirmed=True)
    filings.take(risen.desk, filing, case_id, Step(StepKind.FILED, filing.today(), document_id=form.id))
    filings.take(risen.desk, filing, case_id, Step(StepKind.PAUSED, filing.today(), reason="testing"))
    documents.void(filing, form.id, "当事人名称有误")
    told = filing_book.case_book(filing, case_id)
    # Without the filing there is nothing to pause: neither of the two counts.
    assert [(one.kind, one.stands) for one in told.steps] == [
        ("opened", True),
        ("filed", False),
        ("paused", False),
    ]
