"""One paper of a late entry: its scans and its file in the vault, its record, and its signed act of issue."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk, Rendered
from inspector_app.casework.papers import defences, owing, returns
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.domain import chinese, stops
from inspector_app.domain.acts import ActKind
from inspector_app.domain.content import Annex, Content, PhotoCell, canonical
from inspector_app.domain.errors import Problem, ProblemsError, RuleError
from inspector_app.domain.inspections import Approval
from inspector_app.domain.late import LatePaper, LateVisit, Scan, Seen, tidy
from inspector_app.domain.parties import Party
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import ORDERING, DocumentKind, DocumentTemplate
from inspector_app.store.transaction import Tx
from inspector_app.trust.keys import SigningKey

NOTE = "补录：本页是纸质文书的扫描件，以纸质原件为准"
LAYOUT = "scan"


@dataclass(frozen=True, slots=True)
class File:
    """A paper whose scans and file lie in the vault."""

    content: Content
    rendered: Rendered
    pdf_sha256: str
    scans: tuple[dict[str, object], ...]

    @property
    def told(self) -> dict[str, object]:
        """What the act of issue says of it; a paper from elsewhere bears no code of ours."""
        return {
            "content": canonical(self.content).decode(),
            "content_sha256": self.rendered.content_hash.hex(),
            "pdf_sha256": self.pdf_sha256,
            "pages": self.rendered.pages,
            "scans": [dict(scan) for scan in self.scans],
            "code": "",
            "qr": "",
            "sealing": "",
        }


@dataclass(frozen=True, slots=True)
class Ready:
    """A paper that may be written: `dues` are the last days by the finding's number and party."""

    paper: LatePaper
    file: File
    template: DocumentTemplate
    target: Target
    seen: tuple[Seen, ...]
    author: str
    reason: str
    warned: tuple[str, ...]

    @property
    def due(self) -> date | None:
        """The last day that the paper sets its addressee."""
        return _due(self.paper, self.seen)


def ready(
    desk: Desk,
    target: Target,
    seen: tuple[Seen, ...],
    paper: LatePaper,
    where: str,
    visit: LateVisit,
    warned: Iterable[Problem],
) -> Ready:
    """Keep a paper's scans and its file, so that its act may be written.

    Args:
        where: the field that the paper stands in, e.g. `late.papers.1`.
        warned: what the whole day lacks; what is about other papers, or findings that this one does not name,
            is left to those that it concerns.

    Raises:
        RuleError: what a scan is refused for, with the scan as its place.
    """
    codes = [one.code for one in warned if _concerns(one, paper, where)]
    paper = replace(paper, number=tidy(paper.number))
    template = desk.rules.template_for(paper.kind, target.kind)
    if template is None:
        raise RuleError("document.no_template", where=str(paper.kind))
    file = _file(desk, paper, template, target, seen, where)
    told = tuple(dict.fromkeys(codes))
    return Ready(paper, file, template, target, seen, visit.author.strip(), visit.reason.strip(), told)


def _concerns(one: Problem, paper: LatePaper, where: str) -> bool:
    if one.where.startswith("late.papers."):
        return f"{one.where}.".startswith(f"{where}.")
    found = _OF_FINDING.match(one.where)
    return found is None or int(found[1]) in paper.findings


_OF_FINDING = re.compile(r"late\.findings\.(\d+)\.")


def _file(
    desk: Desk, paper: LatePaper, template: DocumentTemplate, target: Target, seen: Iterable[Seen], where: str
) -> File:
    addressee = party_of(target, paper.addressee_id)
    facts = (
        ("addressee", addressee.name if addressee else ""),
        ("issued", values.iso(paper.issued_on)),
        ("deadline", values.iso(_due(paper, seen))),
        ("scope", _scope(paper)),
        ("count", str(len(paper.findings)) if paper.findings else ""),
    )
    return keep(desk, template, paper.number, facts, paper.scans, where)


def keep(
    desk: Desk,
    template: DocumentTemplate,
    number: str,
    facts: Iterable[tuple[str, str]],
    scans: Sequence[Scan],
    where: str,
) -> File:
    """Keep the scans and the file that is made of them; both are durable before the act that names them.

    Args:
        facts: what the paper says in short, as in `Content.facts`; `issued` is its day in ISO form.
        where: the field that the paper stands in.

    Raises:
        RuleError: what a scan is refused for, with the scan as its place.
    """
    kept: list[dict[str, object]] = []
    for n, scan in enumerate(scans, start=1):
        try:
            kind, pages = returns.inspected(desk, scan.raw, scan.name)
        except RuleError as refused:
            told = {**refused.values, "name": scan.name}
            raise RuleError(refused.code, where=f"{where}.scans.{n}", **told) from refused
        sha256 = desk.store.put_blob(scan.raw)
        kept.append({"sha256": sha256, "kind": kind, "pages": pages, "name": scan.name})
    content = _content(desk, template, number, dict(facts), kept)
    rendered = desk.renderer.late_paper(content, [one.raw for one in scans])
    return File(content, rendered, desk.store.put_blob(rendered.pdf), tuple(kept))


def _content(
    desk: Desk,
    template: DocumentTemplate,
    number: str,
    facts: dict[str, str],
    kept: Iterable[dict[str, object]],
) -> Content:
    issuer, _ = registry.office_of(desk.store).body(template.body)
    told = (("number", number), ("kind", template.label), *facts.items())
    cells = tuple(PhotoCell(str(one["sha256"]), str(one["name"])) for one in kept)
    return Content(
        kind=str(template.kind),
        kind_label=template.label,
        layout=LAYOUT,
        title=(issuer, template.label),
        number=number,
        issuer=issuer,
        date=chinese.day(chinese.iso_day(facts.get("issued", ""))),
        edition=desk.rules.edition,
        annex=Annex("扫描件", None, cells),
        facts=tuple(one for one in told if one[1]),
        left_note=f"{NOTE}\u3000{number}",
    )


def _scope(paper: LatePaper) -> str:
    if paper.kind is not DocumentKind.STOP_WORK_NOTICE:
        return ""
    return "全面停工" if paper.stop_full else f"局部停工：{paper.stop_parts.strip()}"


def _due(paper: LatePaper, seen: Iterable[Seen]) -> date | None:
    days = [one.dues.get(paper.addressee_id) for one in seen if one.number in paper.findings]
    latest = max((day for day in days if day is not None), default=None)
    if paper.kind not in ORDERING:
        return paper.defence_until or paper.due_on
    return max((day for day in (latest, paper.due_on) if day is not None), default=None)


def party_of(target: Target, party_id: str) -> Party | None:
    """Return a company of the target by its id."""
    return next((one for one in target.parties if one.id == party_id), None)


def write(
    desk: Desk, tx: Tx, one: Ready, visit_id: str, named: dict[int, str], where: str, signer: SigningKey
) -> str:
    """Write a paper, what it names, its act of issue, and its return where the scan is that too.

    Args:
        named: the ids of the visit's findings by their numbers.

    Raises:
        ProblemsError: `late.refused` when its number was taken since the paper was weighed.
    """
    paper = one.paper
    refuse_taken(tx, paper.number, where)
    document_id = tx.create("document", _fields(one, visit_id))
    for sort, number in enumerate(paper.findings):
        tx.create("ticked", {"document_id": document_id, "finding_id": named[number], "sort": sort})
    owes = owing.told_late(
        desk, paper.kind, approval(paper), paper.issued_on or desk.today(), paper.stop_start
    )
    told = {**_told(desk, one, visit_id, named), **({"approval": owes} if owes else {})}
    tx.act(ActKind.ISSUE, "document", document_id, told, signer)
    owing.arise_late(desk, tx, document_id, owes)
    tell_return(tx, document_id, one.file, paper.addressee_id, signed=paper.signed, sealed=paper.sealed)
    return document_id


def refuse_taken(tx: Tx, number: str, where: str) -> None:
    """Refuse a number that somebody keyed in, or that arrived, since it was weighed.

    Raises:
        ProblemsError: `late.refused`.
    """
    known = tx.bearers(number)
    if known:
        taken = {"number": number, "known": next(iter(known.values()))}
        raise ProblemsError(
            "late.refused", [Problem.of("late.number_exists", f"{where}.number", **taken)], where="late"
        )


def tell_return(
    tx: Tx, document_id: str, file: File, recipient_id: str, *, signed: bool, sealed: bool
) -> None:
    """Tell the first scan as the paper's return, where it shows signatures or the seal."""
    if signed or sealed:
        told: dict[str, object] = {
            **file.scans[0],
            "recipient_id": recipient_id,
            "signed": signed,
            "sealed": sealed,
            "note": "",
            "n": 1,
        }
        tx.act(ActKind.RETURN, "document", document_id, told)


def _fields(one: Ready, visit_id: str) -> dict[str, object]:
    """Return a late paper's record, written like a draft's: what follows it reads its fields."""
    paper = one.paper
    fields: dict[str, object] = {
        "inspection_id": visit_id,
        "kind": str(paper.kind),
        "addressee_id": paper.addressee_id,
        "late": True,
        "note": paper.note,
        "approval": inspections.approval_fields(approval(paper)),
        **{f"own_{code}": told for code, told in own(paper).items()},
    }
    if paper.kind is DocumentKind.STOP_WORK_NOTICE:
        fields |= {
            "stop_full": paper.stop_full,
            "stop_parts": paper.stop_parts,
            "stop_start": values.iso(paper.stop_start),
            "conditions": paper.conditions,
        }
    return {name: told for name, told in fields.items() if told not in ("", None)}


def approval(paper: LatePaper) -> Approval | None:
    """Return who approved a paper, as far as anybody knows; None when nobody does."""
    return Approval(paper.approver, None, paper.approval) if paper.approver else None


def own(paper: LatePaper) -> dict[str, str]:
    """Return those of the kind's own fields that a late paper tells."""
    if paper.kind is not DocumentKind.CONDUCT_NOTICE:
        return {}
    told = {
        defences.UNTIL: values.iso(paper.defence_until),
        defences.CODE: paper.conduct_code.strip(),
    }
    return {code: words for code, words in told.items() if words}


def _told(desk: Desk, one: Ready, visit_id: str, named: dict[int, str]) -> dict[str, object]:
    paper = one.paper
    addressee = party_of(one.target, paper.addressee_id)
    return {
        "late": True,
        "number": paper.number,
        "kind": str(paper.kind),
        "label": one.template.label,
        "issued_on": values.iso(paper.issued_on),
        "due_on": values.iso(one.due),
        "inspection_id": visit_id,
        "target_id": one.target.id,
        "addressee": _company(addressee) if addressee else {},
        "recipients": _recipients(one),
        "finding_ids": [named[number] for number in paper.findings],
        "edition": desk.rules.edition,
        **one.file.told,
        "scope": _scope(paper),
        **_halted(paper),
        "about": "",
        "own": own(paper),
        "dues": _dues(one, named),
        "author": one.author,
        "reason": one.reason,
        "warned": list(one.warned),
    }


def _halted(paper: LatePaper) -> dict[str, object]:
    """Return what a stop-work stops, under the signature of the act of issue."""
    if paper.kind is not DocumentKind.STOP_WORK_NOTICE:
        return {"full": False}
    named = () if paper.stop_full else stops.parts(paper.stop_parts)
    return {
        "full": paper.stop_full,
        "stop_parts": list(named),
        "stop_start": values.iso(paper.stop_start),
    }


def _company(party: Party) -> dict[str, object]:
    return {"id": party.id, "name": party.name, "credit_code": party.credit_code, "address": party.address}


def _recipients(one: Ready) -> list[dict[str, object]]:
    ids = (one.paper.addressee_id, *one.paper.copied_ids)
    parties = [party for each in ids if (party := party_of(one.target, each)) is not None]
    return [
        {
            "party_id": party.id,
            "name": party.name,
            "role": str(party.role),
            "credit_code": party.credit_code,
            "address": party.address,
            "manager": party.manager,
            "copy": n,
            "main": n == 1,
        }
        for n, party in enumerate(parties, start=1)
    ]


def _dues(one: Ready, named: dict[int, str]) -> dict[str, object]:
    """Return the last day that an order sets each party for each finding, as the paper says it."""
    if one.paper.kind not in ORDERING:
        return {}
    return {
        named[seen.number]: {party: day.isoformat() for party, day in seen.dues.items() if day is not None}
        for seen in one.seen
        if seen.number in one.paper.findings
    }
