"""A document from an old register becomes a late entry (补录): own number and day, and no scan."""

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk, Rendered
from inspector_app.casework.importing.register import PaperTold
from inspector_app.casework.importing.visits_told import REASON
from inspector_app.casework.papers import late_papers
from inspector_app.casework.targets import registry
from inspector_app.domain import chinese, stops
from inspector_app.domain.acts import ActKind
from inspector_app.domain.content import Content, Paragraph, canonical
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.transaction import Tx
from inspector_app.trust.keys import SigningKey

NOTE = "补录：本页摘自历史登记簿，没有扫描件，以纸质原件为准"
VOID = "历史登记簿注明作废"
LACKING = ("late.no_scan",)
"""What such an entry lacks, kept with it."""
_GETA = "〓"
"""Stands for a character that no font has, as printers do it."""


def drawn(desk: Desk, paper: PaperTold, source: str) -> tuple[Content, Rendered]:
    """Return what the page of a document says, and the page."""
    template = desk.rules.template_for(paper.kind, paper.target.kind)
    issuer = registry.office_of(desk.store).name
    if template is not None:
        issuer, _ = registry.office_of(desk.store).body(template.body)
    lines = (
        ("文书", paper.label),
        ("项目（企业）", paper.target.name),
        *paper.told,
        ("来源", f"{source}，工作表“{paper.line.sheet}”第 {paper.line.row} 行"),
    )
    content = Content(
        kind=str(paper.kind),
        kind_label=paper.label,
        layout=late_papers.LAYOUT,
        title=(issuer, paper.label),
        number=paper.number,
        issuer=issuer,
        date=chinese.day(paper.on),
        edition=desk.rules.edition,
        paragraphs=tuple(Paragraph(_printable(desk, told), _printable(desk, label)) for label, told in lines),
        facts=_facts(paper),
        left_note=_printable(desk, f"{NOTE}\u3000{paper.number}"),
    )
    return content, desk.renderer.late_paper(content, ())


def _printable(desk: Desk, told: str) -> str:
    lacking = desk.renderer.missing(told)
    return "".join(_GETA if one in lacking else one for one in told) if lacking else told


def _facts(paper: PaperTold) -> tuple[tuple[str, str], ...]:
    addressee = paper.addressee.name if paper.addressee else paper.given
    told = (
        ("number", paper.number),
        ("kind", paper.label),
        ("addressee", addressee),
        ("issued", paper.on.isoformat()),
        ("deadline", values.iso(paper.due)),
        ("scope", _scope(paper)),
    )
    return tuple(one for one in told if one[1])


def _scope(paper: PaperTold) -> str:
    if paper.kind is not DocumentKind.STOP_WORK_NOTICE or paper.full is None:
        return ""
    return "全面停工" if paper.full else f"局部停工：{paper.scope}".rstrip("：")


def write(desk: Desk, tx: Tx, paper: PaperTold, source: str, signer: SigningKey) -> str:
    """Write a document with its signed act of issue, and of voiding where it was void; return its id.

    Raises:
        RuleError: `store.number_exists` when the number was taken since it was weighed.
        SignInError: `store.no_right`.
    """
    content, rendered = drawn(desk, paper, source)
    pdf_sha256 = desk.store.put_blob(rendered.pdf)
    visit_id = paper.visit.id if paper.visit is not None else ""
    addressee_id = paper.addressee.id if paper.addressee is not None else ""
    document_id = tx.create(
        "document",
        {
            "inspection_id": visit_id,
            "kind": str(paper.kind),
            "addressee_id": addressee_id,
            "late": True,
            "imported": True,
        },
    )
    told = {
        **_told(desk, paper, visit_id),
        "content": canonical(content).decode(),
        "content_sha256": rendered.content_hash.hex(),
        "pdf_sha256": pdf_sha256,
        "pages": rendered.pages,
    }
    tx.act(ActKind.ISSUE, "document", document_id, told, signer)
    if paper.void:
        tx.act(ActKind.VOID, "document", document_id, {"number": paper.number, "reason": VOID}, signer)
    return document_id


def _told(desk: Desk, paper: PaperTold, visit_id: str) -> dict[str, object]:
    party = paper.addressee
    company: dict[str, object] = {"name": paper.given} if paper.given else {}
    recipients: list[dict[str, object]] = []
    if party is not None:
        company = {
            "id": party.id,
            "name": party.name,
            "credit_code": party.credit_code,
            "address": party.address,
        }
        main = {"party_id": party.id, "name": party.name, "role": str(party.role), "copy": 1, "main": True}
        recipients = [main]
    return {
        "late": True,
        "imported": True,
        "number": paper.number,
        "kind": str(paper.kind),
        "label": paper.label,
        "issued_on": paper.on.isoformat(),
        "due_on": values.iso(paper.due),
        "inspection_id": visit_id,
        "target_id": paper.target.id,
        "addressee": company,
        "recipients": recipients,
        "finding_ids": [],
        "edition": desk.rules.edition,
        "scans": [],
        "code": "",
        "qr": "",
        "sealing": "",
        "scope": _scope(paper),
        "full": paper.full if paper.kind is DocumentKind.STOP_WORK_NOTICE else False,
        **({"stop_parts": list(stops.parts(paper.scope))} if paper.full is False and paper.scope else {}),
        "about": "",
        "own": {},
        "dues": {},
        "author": "",
        "reason": REASON,
        "warned": list(LACKING),
        "register": _register(paper),
    }


def _register(paper: PaperTold) -> dict[str, object]:
    told: dict[str, object] = {}
    codes = ("matter", "signer", "way", "replied_on", "closed_on", "due", "remark", "state")
    said = {code: dict(paper.told).get(column.head, "") for code, column in paper.line.columns.items()}
    for code in codes:
        if said.get(code):
            told[code] = said[code]
    return told
