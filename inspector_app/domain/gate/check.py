"""The gate: every requirement of a kind, in the order in which a person would mend them."""

from collections.abc import Callable
from datetime import date

from inspector_app.domain.composition import overflows, stands
from inspector_app.domain.documents import Draft
from inspector_app.domain.gate import conduct, findings, kinds, own, people, texts
from inspector_app.domain.gate.missing import Check, Missing, Weighed
from inspector_app.domain.placeholders import BY_HAND, holes, own_values, values_of
from inspector_app.domain.rules import Rules
from inspector_app.domain.statutory import STATUTORY
from inspector_app.domain.templates import Addressed, ApprovalRule, DocumentKind, Element

VISIT: tuple[Check, ...] = (people.office, people.target, people.officers, people.lawful_visit)
PLANNED: tuple[Check, ...] = (people.office, people.target, people.officers)
ORDER: tuple[Check, ...] = (people.addressee, *VISIT, findings.findings)

CHECKS: dict[DocumentKind, tuple[Check, ...]] = {
    DocumentKind.SITE_RECORD: (people.addressee, *VISIT, people.record, findings.recorded_findings),
    DocumentKind.RECTIFICATION_NOTICE: (*ORDER, findings.majors_covered, kinds.reply, people.remedies),
    DocumentKind.STOP_WORK_NOTICE: (*ORDER, kinds.stop_work, kinds.defence, people.remedies),
    DocumentKind.PLANT_ORDER: (*ORDER, kinds.trace, people.remedies),
    DocumentKind.RESUMPTION_NOTICE: (people.addressee, *VISIT, kinds.resumption),
    DocumentKind.PROOF_OF_SERVICE: (people.addressee, people.office, people.officers, kinds.service),
    DocumentKind.INSPECTION_APPROVAL: (people.addressee, *PLANNED),
    DocumentKind.INSPECTION_NOTICE: (people.addressee, *PLANNED),
    DocumentKind.FINDING_LIST: (people.addressee, *VISIT, findings.listed_findings),
    DocumentKind.RECHECK_OPINION: (people.addressee, *PLANNED, own.rechecked),
    DocumentKind.EXTENSION_DECISION: (people.addressee, *PLANNED, own.extension),
    DocumentKind.CONDUCT_NOTICE: (
        people.addressee,
        *VISIT,
        findings.listed_findings,
        conduct.coded,
        conduct.announced,
    ),
    DocumentKind.CONDUCT_DETERMINATION: (
        people.addressee,
        *VISIT,
        findings.listed_findings,
        conduct.heard,
        conduct.coded,
        conduct.as_announced,
        conduct.published,
        people.remedies,
    ),
    DocumentKind.INTERVIEW_RECORD: (people.addressee, *PLANNED),
    DocumentKind.FILING_FORM: (people.addressee, *VISIT, findings.listed_findings),
    DocumentKind.TRANSFER_LETTER: (*VISIT, findings.listed_findings),
    DocumentKind.REVOCATION: (people.addressee, *PLANNED, people.remedies),
}
"""What each kind must meet; beside these every kind's wording and characters are weighed."""


def check(
    draft: Draft, rules: Rules, on: date, unprintable: Callable[[str], frozenset[str]]
) -> tuple[Missing, ...]:
    """Return all that stops this draft from being issued on that day; empty when it may be.

    Args:
        unprintable: returns the characters of a text that no font can draw.
    """
    template = rules.template_for(draft.kind, draft.target.kind)
    if template is None:
        return (Missing.of("gate.no_template", "document.kind", "", kind=str(draft.kind)),)
    weighed = Weighed(draft, template, rules, on, unprintable)
    checks = [*CHECKS[draft.kind]]
    if template.approval is not ApprovalRule.NONE:
        checks.append(people.approval)
    checks += [fits_target, own.about, own.own_fields, people.recipients, wording, basis, people.seal]
    checks.append(texts.printable)
    found = tuple(missing for one in checks for missing in one(weighed))
    # The net below all others: what is named already is not named again by its empty place on the page.
    return found or filled(weighed)


def filled(weighed: Weighed) -> tuple[Missing, ...]:
    """Refuse a required element that would print a hole."""
    template = weighed.template
    values = values_of(weighed.draft, template, weighed.rules)
    own_told = own_values(weighed.draft, template.fields)
    crowded = overflows(template, weighed.draft)
    # What must be written is weighed by `own_fields`, with the field to jump to; a form shows an empty cell.
    form = template.layout == "form"
    weighed_there = {one.label for one in template.fields if form or (one.required and one.asked(own_told))}
    free = BY_HAND | weighed_there
    return tuple(
        Missing.of("gate.element_empty", _place(element), "", element=element.code, hole=hole)
        for element in template.elements
        if element.required and stands(element, own_told)
        for hole in holes(element.heading + ((crowded and element.annexed) or element.sentence))
        if hole not in free and not values.get(hole, "").strip()
    )


def fits_target(weighed: Weighed) -> tuple[Missing, ...]:
    """Refuse a kind that the office does not issue for this kind of target; its own papers fit all."""
    if weighed.template.to is Addressed.NOBODY:
        return ()
    kind = weighed.rules.targets.get(weighed.draft.target.kind)
    if kind is not None and weighed.draft.kind in kind.documents:
        return ()
    return (Missing.of("gate.kind_unfit", "document.kind", "", target=weighed.draft.target.kind),)


def wording(weighed: Weighed) -> tuple[Missing, ...]:
    """Refuse a template that lost an element the law demands."""
    return tuple(
        Missing.of("gate.element_missing", f"document.elements.{code}", source, element=code)
        for code, source in STATUTORY[weighed.draft.kind]
        if (element := weighed.template.element(code)) is None or not element.required
    )


def basis(weighed: Weighed) -> tuple[Missing, ...]:
    """Refuse a document whose own legal basis is unknown or not in force on the day of issue."""
    missing = []
    for clause_id in weighed.template.basis:
        clause = weighed.rules.clauses.get(clause_id)
        if clause is None or not clause.in_force(weighed.on):
            cite = clause.cite if clause else clause_id
            missing.append(
                Missing.of("gate.basis_not_in_force", "document.basis", cite, clause=cite, on=str(weighed.on))
            )
    return tuple(missing)


def _place(element: Element) -> str:
    return f"document.elements.{element.code}"
