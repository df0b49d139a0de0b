"""What each kind of act says on a timeline: its code, the values its words name, and the day it happened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from inspector_app.casework.base import values
from inspector_app.casework.people.names import Names
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.conduct import WAIVED
from inspector_app.domain.countersigning import ROLE_LABELS
from inspector_app.domain.reviewing import Step
from inspector_app.domain.serving import METHOD_LABELS
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """An issued document as a timeline names it; one without a number has only its label."""

    label: str
    number: str
    visit_id: str
    recipients: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Book:
    """Names for the ids that acts hold.

    Attributes:
        numbers: of findings; `visit_of` of findings and documents.
        withdrawn: findings that were recorded by mistake.
    """

    people: Mapping[str, str]
    officers: Mapping[str, tuple[str, ...]]
    parties: Mapping[str, str]
    papers: Mapping[str, Paper]
    numbers: Mapping[str, int]
    visit_of: Mapping[str, str]
    withdrawn: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What an act says.

    Attributes:
        day: the name of the field that holds its day; empty when the day of the entry counts.
        document_id: of the document it is about, where that is not the act's own record.
    """

    code: str
    values: Values = ()
    who: tuple[str, ...] = ()
    day: str = ""
    at: datetime | None = None
    document_id: str = ""


def book_of(
    store: Store,
    target_id: str,
    visit_ids: Iterable[str],
    findings: Iterable[Record],
    documents: Iterable[Record],
) -> Book:
    """Read the names that the acts about a target may need, in as many looks for many visits as for one."""
    known = list(findings)
    attended: dict[str, list[str]] = {}
    names = Names(store)
    attendance = store.several("attendance", visit_ids, "inspection_id", "sort")
    names.foresee("person", [values.text(one.fields, "person_id") for one in attendance])
    for one in attendance:
        name = names.of("person", values.text(one.fields, "person_id"))
        attended.setdefault(values.text(one.fields, "inspection_id"), []).append(name)
    papers = {one.id: _paper(one, ()) for one in documents}
    issues = store.acts_of("document", papers, ActKind.ISSUE)
    papers |= {one.id: _paper(one, issues.get(one.id, ())) for one in documents}
    withdrawn = store.acts_of("finding", [one.id for one in known], ActKind.WITHDRAW)
    return Book(
        people={one.user: one.name for one in store.keyring.people()},
        officers={visit_id: tuple(told) for visit_id, told in attended.items()},
        parties={
            one.id: values.text(one.fields, "name")
            for one in store.several("party", [target_id], "target_id")
        },
        papers=papers,
        numbers={one.id: values.number(one.fields, "number") for one in known},
        visit_of={one.id: values.text(one.fields, "inspection_id") for one in (*known, *documents)},
        withdrawn=frozenset(withdrawn),
    )


def _paper(record: Record, issues: Iterable[Act]) -> Paper:
    first = next(iter(issues), None)
    told = first.content if first is not None else {}
    recipients = told.get("recipients")
    return Paper(
        values.text(told, "label"),
        values.text(told, "number"),
        values.text(record.fields, "inspection_id"),
        {
            values.text(one, "party_id"): values.text(one, "name")
            for one in (recipients if isinstance(recipients, list) else [])
            if isinstance(one, dict)
        },
    )


def told(act: Act, book: Book) -> Told | None:
    """Return what an act says; None for one that a line of its own would only repeat."""
    if act.kind in _SILENT:
        return None
    teller = _TELLERS.get(act.kind)
    return teller(act, book) if teller is not None else Told("dossier.unknown", (("act", act.kind),))


def _texts(act: Act, *names: str) -> Values:
    """Return some of an act's texts and numbers by their names; what it does not tell is left out."""
    told = []
    for name in names:
        value = act.content.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            told.append((name, "、".join(str(value).split("\n")) if name == "parts" else str(value)))
    return tuple(told)


def _words(act: Act) -> Values:
    """Return the note of an act, without its last full stop: it stands within a sentence."""
    found = (values.text(act.content, name) for name in ("reason", "words", "note", "text"))
    return (("words", next((one.strip().rstrip("。.") for one in found if one.strip()), "")),)


def _named(act: Act, book: Book) -> Values:
    paper = book.papers.get(act.entity_id)
    return (("label", paper.label if paper else ""),)


def _party(act: Act, book: Book) -> Values:
    party_id = values.text(act.content, "party_id")
    return (("party", book.parties.get(party_id, "")),)


def _recipient(act: Act, book: Book) -> str:
    wanted, paper = values.text(act.content, "recipient_id"), book.papers.get(act.entity_id)
    return (paper.recipients.get(wanted, "") if paper else "") or book.parties.get(wanted, "")


def _issue(act: Act, _: Book) -> Told:
    addressee = values.part(act.content, "addressee") or {}
    told = (*_texts(act, "label", "due_on"), ("party", values.text(addressee, "name")))
    late = values.flag(act.content, "late")
    code = "issue_late" if late else "issue_due" if values.text(act.content, "due_on") else "issue"
    return Told(f"dossier.{code}", told, day="issued_on")


def _plain(code: str, day: str = "", *, noted: bool = False) -> Callable[[Act, Book], Told]:
    """Return a teller for acts whose words name the document, the party, a note and the acts' own texts."""

    def tell(act: Act, book: Book) -> Told:
        own = _texts(act, "due", "number", "of", "to", "step", "name")
        told = (*_named(act, book), *_party(act, book), *_words(act), *own)
        return Told(_noted(code, told) if noted else code, told, day=day)

    return tell


def _print(act: Act, book: Book) -> Told:
    return Told("dossier.print", (*_named(act, book), *_texts(act, "copy", "recipient", "n", "printer")))


def _serve(act: Act, book: Book) -> Told:
    method = values.text(act.content, "method")
    told = (
        *_named(act, book),
        ("party", _recipient(act, book)),
        ("method", METHOD_LABELS.get(method, method)),
        *_texts(act, "receiver", "refusal", "mail_number", "reached_on"),
    )
    reached = act.content.get("reached") is True
    refused = values.text(act.content, "refusal").strip() and not reached
    code = "serve_reached" if reached else "serve_refused" if refused else "serve_sent"
    return Told(f"dossier.{code}", told, at=values.moment(act.content, "at"))


def _return(act: Act, book: Book) -> Told:
    whole = values.flag(act.content, "signed") and values.flag(act.content, "sealed")
    told = (*_named(act, book), ("party", _recipient(act, book)), *_texts(act, "pages"), *_words(act))
    return Told("dossier.return_whole" if whole else "dossier.return_part", told)


def _countersign(act: Act, book: Book) -> Told:
    roles = {str(role): label for role, label in ROLE_LABELS.items()}
    role = values.text(act.content, "role")
    told = (*_named(act, book), *_texts(act, "name"), ("role", roles.get(role, role)))
    return Told("dossier.countersign", told, at=values.moment(act.content, "at"))


def _recheck(act: Act, book: Book) -> Told:
    result = values.text(act.content, "result")
    known = result if result in _RESULTS else "other"
    told = (*_words(act), *_party(act, book), *_texts(act, "result"))
    by = values.text(act.content, "by")
    return Told(_noted(f"dossier.recheck_{known}", told), told, _officers(act), "on", document_id=by)


def _officers(act: Act) -> tuple[str, ...]:
    officers = act.content.get("officers")
    return tuple(str(one) for one in officers) if isinstance(officers, list) else ()


def _noted(code: str, told: Values) -> str:
    """Return the code for the sentence with a note where there is one."""
    return f"{code}_noted" if dict(told).get("words") else code


def _extend(act: Act, book: Book) -> Told:
    granted = values.flag(act.content, "granted")
    code = "dossier.extend_granted" if granted else "dossier.extend_refused"
    told = (*_party(act, book), *_texts(act, "due", "asked_on"))
    return Told(code, told, day="on", document_id=values.text(act.content, "by"))


def _by_document(code: str) -> Callable[[Act, Book], Told]:
    """Return a teller for what a document did to a finding."""

    def tell(act: Act, book: Book) -> Told:
        by = values.text(act.content, "by")
        paper = book.papers.get(by)
        told = (("label", paper.label if paper else ""), *_party(act, book), *_texts(act, "due", "to"))
        return Told(code, (*told, *_words(act)), day="on", document_id=by)

    return tell


def _escalate(act: Act, book: Book) -> Told:
    """Return what a finding was escalated to; a paper of the filing workspace is known by its kind alone."""
    by = values.text(act.content, "by")
    paper, to = book.papers.get(by), values.text(act.content, "to")
    label = paper.label if paper is not None else _ESCALATED.get(to, to)
    told = (("label", label), *_party(act, book), *_texts(act, "due"))
    code = "dossier.escalate_due" if values.text(act.content, "due") else "dossier.escalate"
    return Told(code, told, day="on", document_id=by if paper is not None else "")


def _approve(act: Act, book: Book) -> Told:
    decision = values.text(act.content, "decision")
    code = _DECISIONS.get(decision, "dossier.approve")
    told = (*_named(act, book), *_texts(act, "number"), *_words(act))
    return Told(code if decision == "returned" else _noted(code, told), told)


def _resume(act: Act, book: Book) -> Told:
    code = "dossier.resume_full" if values.flag(act.content, "full") else "dossier.resume_part"
    by = book.papers.get(values.text(act.content, "by"))
    return Told(code, (*_named(act, book), *_texts(act, "parts"), ("by", by.number if by else "")))


def _violate(act: Act, book: Book) -> Told:
    back = bool(values.text(act.content, "takes_back"))
    code = "dossier.violate_taken_back" if back else "dossier.violate"
    told = (*_named(act, book), *_words(act), *_listed(act, "parts"))
    return Told(code, told, _officers(act), "" if back else "seen_on", values.moment(act.content, "at"))


def _watch(act: Act, book: Book) -> Told:
    told = (*_named(act, book), *_words(act), *_listed(act, "parts"))
    if values.text(act.content, "what") == "resumption":
        whole = values.flag(act.content, "full")
        return Told("dossier.watch_asked_full" if whole else "dossier.watch_asked", told, day="on")
    code = "dossier.watch_obeyed" if values.flag(act.content, "obeyed") else "dossier.watch_not_obeyed"
    return Told(code, told, _officers(act), "on")


def _listed(act: Act, name: str) -> Values:
    listed = act.content.get(name)
    return ((name, "、".join(str(one) for one in listed) if isinstance(listed, list) else ""),)


def _defend(act: Act, book: Book) -> Told:
    waived = values.text(act.content, "way") == WAIVED
    code = "dossier.defend_waived" if waived else "dossier.defend"
    return Told(code, (*_named(act, book), *_words(act), *_texts(act, "by", "position")), day="on")


def _publish(act: Act, book: Book) -> Told:
    what = values.text(act.content, "what")
    told = (*_named(act, book), *_words(act), *_texts(act, "from", "to", "place", "approver"))
    code = f"dossier.publish_{what}" if what in _PUBLISH else _noted("dossier.publish", told)
    return Told(code, told, day="on")


def _ask(act: Act, book: Book) -> Told:
    paper = book.papers.get(values.text(act.content, "document_id"))
    told = (("label", paper.label if paper else ""), *_party(act, book), *_texts(act, "new_due"))
    return Told("dossier.ask", told, day="on", document_id=values.text(act.content, "document_id"))


def _reply(act: Act, book: Book) -> Told:
    code = "dossier.reply" if values.flag(act.content, "complete") else "dossier.reply_part"
    by = values.text(act.content, "document_id")
    return Told(code, _party(act, book), day="received_on", document_id=by)


def _review(act: Act, book: Book) -> Told:
    step = values.text(act.content, "step")
    told = (*_words(act), *_about(act, book))
    if step == Step.COMMENT and dict(told).get("about"):
        return Told("dossier.review_comment_about", told)
    if step not in set(Step):
        return Told("dossier.unknown", (("act", act.kind),))
    return Told(
        _noted(f"dossier.review_{step}", told) if step in _UNWORDED else f"dossier.review_{step}", told
    )


def _about(act: Act, book: Book) -> Values:
    """Return what a comment hangs on: a document's name, or the number of a finding."""
    known = values.text(act.content, "about_id")
    paper = book.papers.get(known)
    if paper is not None:
        return (("about", f"{paper.label} {paper.number}".strip()),)
    return (("about", f"问题 {book.numbers[known]}"),) if known in book.numbers else ()


def _attach(act: Act, book: Book) -> Told | None:
    if act.entity not in ("document", "inspection"):
        return None
    told = (*_named(act, book), *_texts(act, "purpose", "name", "approver", "number"))
    purpose = values.text(act.content, "purpose")
    return Told(f"dossier.attach_{purpose}" if purpose in _PURPOSES else "dossier.attach", told)


_ESCALATED: dict[str, str] = {
    DocumentKind.CONDUCT_NOTICE: "不良行为告知",
    DocumentKind.FILING_FORM: "立案审查",
    DocumentKind.TRANSFER_LETTER: "移送",
}
_RESULTS = frozenset({"rectified", "partial", "not_rectified", "unverifiable"})
_PUBLISH = frozenset({"published", "shortened", "taken_down"})
_PURPOSES = frozenset({"service", "stop", "approval"})
_UNWORDED = frozenset({Step.PASS, Step.ANSWER})
"""Steps of a review that may come without words."""
_DECISIONS = {"returned": "dossier.approve_returned", "made_up": "dossier.approve_made_up"}
_SILENT = frozenset(map(str, (ActKind.SHEET, ActKind.ROLE, ActKind.EDITION, ActKind.SHARE, ActKind.HAND)))
_TELLERS: dict[str, Callable[[Act, Book], Told | None]] = {
    ActKind.ISSUE: _issue,
    ActKind.VOID: _plain("dossier.void"),
    ActKind.REVOKE: _plain("dossier.revoke"),
    ActKind.CORRECT: _plain("dossier.correct"),
    ActKind.PRINT: _print,
    ActKind.SERVE: _serve,
    ActKind.RETURN: _return,
    ActKind.COUNTERSIGN: _countersign,
    ActKind.REPLY: _reply,
    ActKind.RECHECK: _recheck,
    ActKind.ASK: _ask,
    ActKind.EXTEND: _extend,
    ActKind.ORDER: _by_document("dossier.order"),
    ActKind.ESCALATE: _escalate,
    ActKind.RELEASE: _by_document("dossier.release"),
    ActKind.SETTLE: _by_document("dossier.settle"),
    ActKind.WITHDRAW: _plain("dossier.withdraw"),
    ActKind.SUBMIT: _plain("dossier.submit", noted=True),
    ActKind.APPROVE: _approve,
    ActKind.RESUME: _resume,
    ActKind.VIOLATE: _violate,
    ActKind.WATCH: _watch,
    ActKind.DEFEND: _defend,
    ActKind.PUBLISH: _publish,
    ActKind.CASE: _plain("dossier.case", "on", noted=True),
    ActKind.CONCLUDE: _plain("dossier.conclude"),
    ActKind.DRAW: _plain("dossier.draw", "on", noted=True),
    ActKind.ATTACH: _attach,
    ActKind.REVIEW: _review,
}
KNOWN = frozenset(_TELLERS) | _SILENT
