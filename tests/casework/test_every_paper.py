"""Every kind of document on a real store: what each does to others, and who may."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.answers import demos
from inspector_app.casework.papers import board, documents, drafts, issued, recheck, subjects
from inspector_app.casework.play import samples
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.catalog.case import AboutCase, Case, read_case, read_papers
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import ProblemsError
from inspector_app.domain.states import DocumentState
from inspector_app.domain.templates import Addressed, DocumentKind
from inspector_app.reports.figures import count
from tests.casework.bench import Bench
from tests.casework.conftest import play


def case_with(*kinds: DocumentKind, **own: dict[str, str]) -> Case:
    """Return the shipped site case with these later papers; `own` replaces fields of a kind by its code."""
    papers = read_papers(samples.folder() / "papers.toml").documents
    wanted = [
        one.model_copy(update={"own": {**one.own, **own.get(one.kind, {})}})
        for one in papers
        if one.kind in kinds
    ]
    shipped = read_case(demos.shipped_cases()[0])
    return shipped.model_copy(update={"documents": [*shipped.documents, *wanted]})


def about(case: Case, kind: DocumentKind, other: DocumentKind) -> Case:
    """Return the case with a paper being about another kind than shipped."""
    told = [
        one.model_copy(update={"about": AboutCase(kind=str(other))}) if one.kind == kind else one
        for one in case.documents
    ]
    return case.model_copy(update={"documents": told})


def of_kind(bench: Bench, played: Played, kind: DocumentKind) -> issued.Issued:
    told = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    return next(one for one in told if one.kind == kind)


EVERY = tuple(DocumentKind)
LATER = (DocumentKind.FINDING_LIST, DocumentKind.REVOCATION)
CONDUCT = (DocumentKind.CONDUCT_NOTICE, DocumentKind.CONDUCT_DETERMINATION)


def test_one_of_each_kind_is_issued_numbered_and_served(bench: Bench) -> None:
    played = play(bench, case_with(*EVERY))
    (form,) = played.filed_ids
    here = [one for one in played.document_ids if one != form]
    told = [issued.must_be_issued(bench.desk.store, one) for one in here]
    filing = bench.session.filing_desk(bench.desk).store
    filed = issued.must_be_issued(filing, form)
    kinds = {one.kind for one in (*told, filed)}
    assert kinds == {str(kind) for kind in DocumentKind} - {"plant_order"}
    assert len({one.number for one in (*told, filed)}) == len(told) + 1
    assert issued.document(bench.desk.store, form) is None
    (counted,) = [
        one
        for one in count(
            board.reckoned(bench.desk), bench.desk.today(), bench.desk.today(), filing=filing, unseen=True
        )
        if one.code == "filings"
    ]
    assert counted.ids == (form,)
    for one in told:
        template = bench.desk.rules.templates[DocumentKind(one.kind)]
        if template.internal:
            assert one.recipients == ()
            assert recheck.document_state(bench.desk, one.id).word == DocumentState.ISSUED
        elif one.kind != DocumentKind.PROOF_OF_SERVICE:
            main = next(each.party_id for each in one.recipients if each.main)
            assert main in issued.served(bench.desk.store, one.id)
            assert (main == subjects.AUTHORITY) is (template.to is Addressed.AUTHORITY)


def test_an_internal_paper_needs_no_proof_of_service(bench: Bench) -> None:
    played = play(bench, case_with(DocumentKind.INSPECTION_APPROVAL))
    proofs = [
        issued.must_be_issued(bench.desk.store, one).content
        for one in played.document_ids
        if issued.must_be_issued(bench.desk.store, one).kind == DocumentKind.PROOF_OF_SERVICE
    ]
    assert proofs
    assert not any("行政检查审批表" in one for one in proofs)


def test_a_revocation_takes_the_other_document_back(bench: Bench) -> None:
    case = case_with(*LATER, revocation={"decision": "撤销", "correction": ""})
    played = play(bench, case)
    revoked, decision = (of_kind(bench, played, kind) for kind in LATER)
    assert revoked.fate == "revoked"
    assert recheck.document_state(bench.desk, revoked.id).word == DocumentState.REVOKED
    assert decision.fate == "issued"
    acts = bench.desk.store.acts("document", revoked.id, ActKind.REVOKE, valid_only=True)
    assert [(act.content["by"], act.content["number"], act.content["of"]) for act in acts] == [
        (decision.id, decision.number, revoked.number)
    ]


def test_a_correction_leaves_the_other_document_standing(bench: Bench) -> None:
    played = play(bench, case_with(*LATER))
    corrected, decision = (of_kind(bench, played, kind) for kind in LATER)
    assert corrected.fate == "issued"
    assert issued.corrected(bench.desk.store, corrected.id) == (decision.number,)
    assert issued.corrected(bench.desk.store, decision.id) == ()


def test_a_document_taken_back_cannot_be_what_another_is_about(bench: Bench) -> None:
    case = case_with(*LATER, revocation={"decision": "撤销", "correction": ""})
    played = play(bench, case)
    revoked = of_kind(bench, played, DocumentKind.FINDING_LIST)
    again = drafts.begin(
        bench.desk, played.inspection_id, DocumentKind.REVOCATION, (), about=revoked.id, own_reason="再次"
    )
    assert "gate.about_not_standing" in {one.code for one in drafts.gate(bench.desk, again)}
    with pytest.raises(ProblemsError):
        documents.issue(bench.desk, again, date_confirmed=True)


def test_a_determination_waits_for_service_and_for_the_defence(bench: Bench) -> None:
    silent = {"conduct_determination": {"defence": "逾期未提出"}}
    with pytest.raises(ProblemsError) as refused:
        play(bench, case_with(*CONDUCT, **silent))
    assert [one.code for one in refused.value.problems] == ["gate.defence_still_open"]


def test_an_unserved_notice_bears_no_determination(bench: Bench) -> None:
    played = play(bench, case_with(DocumentKind.CONDUCT_NOTICE))
    notice = of_kind(bench, played, DocumentKind.CONDUCT_NOTICE)
    unserved = drafts.begin(bench.desk, played.inspection_id, DocumentKind.CONDUCT_NOTICE, notice.finding_ids)
    own = read_papers(samples.folder() / "papers.toml")
    told = next(one for one in own.documents if one.kind == DocumentKind.CONDUCT_NOTICE).own
    fields = {f"own_{code}": value for code, value in told.items() if not value.startswith("+")}
    until = (bench.desk.today() + timedelta(days=7)).isoformat()
    approval = {"approver": "韩立群", "at": bench.clock.now().isoformat(), "number": "望批1号"}
    drafts.change(bench.desk, unserved, own_defence_until=until, approval=approval, **fields)
    unserved_id = documents.issue(bench.desk, unserved, date_confirmed=True).id
    judged = drafts.begin(
        bench.desk,
        played.inspection_id,
        DocumentKind.CONDUCT_DETERMINATION,
        notice.finding_ids,
        about=unserved_id,
    )
    assert "gate.about_not_served" in {one.code for one in drafts.gate(bench.desk, judged)}
    drafts.change(bench.desk, judged, about=notice.id)
    assert "gate.about_not_served" not in {one.code for one in drafts.gate(bench.desk, judged)}


def test_only_a_determination_that_finds_something_is_counted(bench: Bench) -> None:
    def counted() -> int:
        today = bench.desk.today()
        told = count(board.reckoned(bench.desk), today - timedelta(days=30), today)
        return next(one.value for one in told if one.code == "conduct_determinations")

    refused = {
        "result": "不予认定",
        "conduct_code": "",
        "conduct": "",
        "published_from": "",
        "published_to": "",
    }
    play(bench, case_with(*CONDUCT, conduct_determination=refused))
    assert counted() == 0
    play(bench, case_with(*CONDUCT))
    assert counted() == 1


def test_a_recheck_opinion_says_what_was_seen(bench: Bench) -> None:
    case = case_with(DocumentKind.RECHECK_OPINION)
    assert case.recheck is not None
    failing = case.recheck.model_copy(update={"results": {"1": "partial"}})
    with pytest.raises(ProblemsError) as refused:
        play(bench, case.model_copy(update={"recheck": failing}))
    assert [one.code for one in refused.value.problems] == ["gate.recheck_contradiction"]


def test_recipients_are_snapshots(bench: Bench, played: Played) -> None:
    notice = of_kind(bench, played, DocumentKind.RECTIFICATION_NOTICE)
    act = issued.issue_act(bench.desk.store, notice.id)
    assert act is not None
    before = act.content["recipients"]
    assert isinstance(before, list)
    assert [one["role"] for one in before] == ["contractor", "owner", "supervisor"]
    assert all(one["name"] and one["credit_code"] for one in before)
    target = registry.target_of(bench.desk.store, notice.target_id)
    renamed = [replace(party, name=party.name + "（更名）") for party in target.parties]
    with bench.desk.store.transaction(bench.desk.user) as tx:
        for party in renamed:
            tx.set("party", party.id, {"name": party.name})
    after = issued.issue_act(bench.desk.store, notice.id)
    assert after is not None
    assert after.content["recipients"] == before


def test_what_is_taken_back_keeps_its_bytes(bench: Bench) -> None:
    case = case_with(*LATER, revocation={"decision": "撤销", "correction": ""})
    played = play(bench, case)
    revoked = of_kind(bench, played, DocumentKind.FINDING_LIST)
    assert sha256(issued.pdf(bench.desk.store, revoked.id)).hexdigest() == revoked.pdf_sha256


def test_the_shipped_papers_are_all_there() -> None:
    listed = {one.kind for one in read_papers(Path(samples.folder() / "papers.toml")).documents}
    shipped = {one.kind for path in demos.shipped_cases() for one in read_case(path).documents}
    assert listed | shipped == {str(kind) for kind in DocumentKind}


def test_a_reworded_correction_still_corrects(bench: Bench) -> None:
    """The office may say 更正原文: the beginning decides, and nothing is taken back by a word unknown."""
    rules = bench.desk.rules
    template = rules.templates[DocumentKind.REVOCATION]
    fields = tuple(
        replace(one, choices=("撤销", "更正原文")) if one.code == "decision" else one
        for one in template.fields
    )
    templates = {**rules.templates, DocumentKind.REVOCATION: replace(template, fields=fields)}
    bench.desk = replace(bench.desk, rules=replace(rules, templates=templates))
    played = play(bench, case_with(*LATER, revocation={"decision": "更正原文"}))
    corrected, decision = (of_kind(bench, played, kind) for kind in LATER)
    assert corrected.fate == "issued"
    assert issued.corrected(bench.desk.store, corrected.id) == (decision.number,)
