"""What the site manager is shown: his site, his findings, what is ordered, his rights. Knows no Qt.

The words are those of the paper, in the office's language: it is the paper that is shown.
"""

import json
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import drafts, issued
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain import chinese
from inspector_app.domain.composition import scope_text
from inspector_app.domain.documents import Draft
from inspector_app.domain.findings import Finding, Severity
from inspector_app.domain.marks import Mark
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.signing.sign_dialog import ToSign

RIGHTS = frozenset({"defence", "defence_until", "rights", "remedies"})
"""Elements of a document that tell the addressee what he may do against it."""
HEARD = "您有权陈述和申辩：可以现在就说，执法人员当场记录；也可以书面提出。"


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo by its hash, with its marks: what a mosaic hides stays hidden here, too."""

    sha256: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One thing found wrong, as told to the one who must put it right."""

    number: int
    fact: str
    location: str
    measure: str
    due: date | None
    major: bool
    photos: tuple[ShownPhoto, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the site manager sees.

    Attributes:
        number: empty for a draft, which nobody can sign for.
        signs: whether there is somebody to sign for it.
        to_sign: under what and for whom is signed.
    """

    document_id: str
    target: str
    addressee: str
    label: str
    number: str
    order: str
    findings: tuple[ShownFinding, ...]
    rights: tuple[str, ...]
    today: date
    signs: bool
    to_sign: ToSign


def read(desk: Desk, document_id: str) -> Shown:
    """Return what the addressee of a document is shown.

    Raises:
        RuleError: `document.none`, `document.unknown_kind`, `document.no_template`, `inspection.none`,
            `registry.no_target`.
    """
    draft = drafts.draft_of(desk, document_id)
    frozen = issued.document(desk.store, document_id)
    label = frozen.label if frozen is not None else drafts.template_of(desk, draft.kind).label
    party = draft.addressee.id if draft.addressee is not None else ""
    found = findings.findings_of(desk.store, draft.inspection.id)
    named = frozen.finding_ids if frozen is not None else tuple(one.id for one in draft.findings)
    told = tuple(_finding(one, party) for one in found if one.id in named)
    return Shown(
        document_id,
        draft.target.name,
        frozen.addressee if frozen is not None else draft.addressee.name if draft.addressee else "",
        label,
        frozen.number if frozen is not None else "",
        _order(draft, label, len(told)),
        told,
        (HEARD, *_rights(desk, draft, frozen)),
        desk.today(),
        frozen is not None and frozen.fate == "issued" and bool(frozen.recipients),
        _to_sign(desk, label, frozen),
    )


def _finding(told: Finding, party_id: str) -> ShownFinding:
    duty = told.obligation(party_id) or next(iter(told.obligations), None)
    return ShownFinding(
        told.number,
        told.fact,
        told.location,
        duty.measure if duty else "",
        duty.due if duty else None,
        told.severity is Severity.MAJOR,
        tuple(ShownPhoto(one.sha256, one.marks) for one in told.photos),
    )


def _order(draft: Draft, label: str, count: int) -> str:
    """Return what the document orders, in one sentence."""
    due = f"{chinese.day(draft.due)}（含当日）前" if draft.due is not None else ""
    if draft.stop_work is not None:
        start = f"{chinese.minute(draft.stop_work.start)}起" if draft.stop_work.start else "即日起"
        return f"{start}{scope_text(draft)}；下面{count}项隐患排除、经复查同意后才能复工。"
    if draft.resumption is not None:
        return f"同意{scope_text(draft)}。"
    if draft.kind in (DocumentKind.RECTIFICATION_NOTICE, DocumentKind.PLANT_ORDER) and due:
        return f"请在{due}把下面{count}项问题整改好，并书面回复整改情况。"
    return f"请核对这份{label}的内容。"


def _rights(desk: Desk, draft: Draft, frozen: Issued | None) -> list[str]:
    """Return the document's own sentences on rights and remedies; of an issued one as it was issued."""
    if frozen is not None:
        told = json.loads(frozen.content).get("paragraphs", [])
        return [str(one.get("text", "")) for one in told if one.get("element") in RIGHTS]
    content = drafts.content(desk, draft, "")
    return [one.text for one in content.paragraphs if one.element in RIGHTS]


def _to_sign(desk: Desk, label: str, frozen: Issued | None) -> ToSign:
    main = next((one for one in frozen.recipients if one.main), None) if frozen is not None else None
    if frozen is None or main is None:
        return ToSign(label, "")
    visit = inspections.inspection_of(desk.store, frozen.inspection_id)
    met = [one for one in visit.present if one.company == main.name]
    first = met[0] if met else None
    parties = registry.target_of(desk.store, frozen.target_id).parties
    manager = next((one.manager for one in parties if one.id == main.party_id), "")
    return ToSign(
        label,
        frozen.number,
        main.party_id,
        main.name,
        first.name if first else manager,
        first.position if first else "",
        known=tuple((one.name, one.position) for one in met),
    )
