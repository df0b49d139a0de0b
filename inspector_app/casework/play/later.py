"""Papers that follow others: lists, recheck opinions, decisions, filing, transfer, revocation."""

from inspector_app.casework.followup import conduct
from inspector_app.casework.papers import cases, drafts, issued
from inspector_app.casework.play import filing
from inspector_app.casework.play.afterwards import serve
from inspector_app.casework.play.filling import fill
from inspector_app.casework.play.stage import Stage, issue, kinds, someone
from inspector_app.domain.conduct import Answer
from inspector_app.domain.gate.own import SILENT, WAIVED
from inspector_app.domain.templates import DocumentKind

ORDER = (
    DocumentKind.FINDING_LIST,
    DocumentKind.EXTENSION_DECISION,
    DocumentKind.RECHECK_OPINION,
    DocumentKind.CONDUCT_NOTICE,
    DocumentKind.CONDUCT_DETERMINATION,
    DocumentKind.INTERVIEW_RECORD,
    DocumentKind.FILING_FORM,
    DocumentKind.TRANSFER_LETTER,
    DocumentKind.REVOCATION,
)
"""The order in which one paper can be about another."""


def issue_all(stage: Stage) -> None:
    """Issue the later papers that the case lists, and serve those that go to somebody."""
    wanted = set(kinds(stage))
    for kind in ORDER:
        if kind not in wanted:
            continue
        if kind is DocumentKind.FILING_FORM and stage.filing is not None:
            _, ids = _subject(stage, kind)
            filing.file(stage, stage.filing, ids)
        else:
            told = issue(stage, _begun(stage, kind))
            main = next((one for one in told.recipients if one.main), None)
            if main is not None:
                serve(stage, told.id, main.party_id)


def _subject(stage: Stage, kind: DocumentKind) -> tuple[str, list[str]]:
    """Return the paper that a later one is about, empty when none, and its findings."""
    told = stage.told(kind)
    about = _newest(stage, told.about.kind) if told.about else ""
    numbers = cases.numbers_of(told, kind, stage.findings)
    ids = [stage.played.finding_ids[number - 1] for number in numbers]
    if about and ids and told.findings is None:
        # What is about another paper is about that paper's findings.
        ids = list(issued.must_be_issued(stage.desk.store, about).finding_ids)
    return about, ids


def _begun(stage: Stage, kind: DocumentKind) -> str:
    about, ids = _subject(stage, kind)
    if about and kind is DocumentKind.CONDUCT_DETERMINATION:
        _hear(stage, about, stage.told(kind).own.get("defence", ""))
    document_id = drafts.begin(stage.desk, stage.played.inspection_id, kind, ids, about=about)
    fill(stage, kind, document_id)
    return document_id


def _hear(stage: Stage, notice_id: str, said: str) -> None:
    """Note the defence that the case's determination speaks of; nothing when it says that there was none."""
    if not said or said.startswith(SILENT):
        return
    person = someone(stage)
    waived = said.startswith(WAIVED)
    words = "书面放弃陈述申辩，材料存卷" if waived else "书面陈述申辩意见一份，随附材料存卷"
    way = "waived" if waived else "written"
    answer = Answer(way, stage.desk.today(), person.name, person.position, words)
    conduct.defend(stage.desk, notice_id, answer)


def _newest(stage: Stage, kind: str) -> str:
    """Return the newest standing paper of that kind that this play issued, empty when there is none."""
    here = [one for one in stage.played.document_ids if one not in stage.played.filed_ids]
    told = [issued.must_be_issued(stage.desk.store, one) for one in here]
    return next((one.id for one in reversed(told) if one.kind == kind and one.fate == "issued"), "")
