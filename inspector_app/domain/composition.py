"""From a draft and the office's wording to the content of a document: every placeholder resolved."""

import re
from collections.abc import Mapping

from inspector_app.domain import chinese
from inspector_app.domain.content import Annex, Content, FormRow, Paragraph, PhotoCell, Table
from inspector_app.domain.documents import Draft
from inspector_app.domain.findings import SEVERITY_LABELS, Finding
from inspector_app.domain.placeholders import holes, own_values, values_of
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import DocumentTemplate, Element, TableTemplate

_HOLE = re.compile(r"\{([^{}]*)\}(?=([。；，、：（）]?))")
_STOP = "。"


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """Return a pattern with its placeholders replaced; braces inside a value stay as they are.

    People end what they write with a stop: where the wording goes on with a mark of its own, it gives way.
    """

    def told(hole: re.Match[str]) -> str:
        value = values.get(hole[1], "")
        return value.rstrip().removesuffix(_STOP) if hole[2] and value.rstrip().endswith(_STOP) else value

    return _HOLE.sub(told, pattern)


def compose(draft: Draft, template: DocumentTemplate, rules: Rules, number: str) -> Content:
    """Return all that the document says.

    Args:
        number: the document number, or empty for a draft that has none yet.
    """
    values = {**values_of(draft, template, rules), "文号": number, "替代": _replaced(draft, template)}
    crowded = overflows(template, draft)
    told = own_values(draft, template.fields)
    paragraphs, table_after = _paragraphs(template, values, told, crowded=crowded)
    in_letter = not crowded and any(element.table for element in template.elements)
    table = _table(template.table, draft, rules) if in_letter else None
    body, _ = draft.office.body(template.body)
    return Content(
        kind=str(template.kind),
        kind_label=template.label,
        layout=template.layout,
        title=tuple(fill(line, values) for line in template.title),
        number=number,
        issuer=body,
        date=values["成文日期"],
        edition=rules.edition,
        addressee=fill(template.addressee, values),
        paragraphs=paragraphs if template.layout == "letter" else (),
        table=table if template.layout == "letter" else None,
        table_after=table_after,
        rows=tuple(_row(row, values) for row in template.rows),
        annex=_annex(draft, template, rules, values, crowded=crowded),
        officers=tuple((one.name, one.certificate) for one in draft.inspection.officers if not one.expert),
        receipt=template.receipt,
        seal=draft.seal,
        copies=tuple((n, fill(to, values)) for n, to in enumerate(template.copies, start=1)),
        main_recipient=draft.addressee.name if draft.addressee else "",
        copied=tuple(party.name for party in draft.copied),
        facts=_facts(draft, template, number),
        phone=draft.office.phone,
        verify_note=template.verify_note,
        left_note=_left_note(template, values),
        footer=fill(template.footer, values),
        imprint=fill(template.imprint, values),
        size_tenths=template.size_tenths,
        lead_tenths=template.lead_tenths,
    )


def overflows(template: DocumentTemplate, draft: Draft) -> bool:
    """Tell whether the findings are too many for the letter: they all stand in the annex then."""
    table = template.table
    return table is not None and 0 < table.most < len(draft.findings)


def stands(element: Element, told: Mapping[str, str]) -> bool:
    """Tell whether an element stands on the page, given the kind's own choices."""
    code, value = element.only_when
    return not code or told.get(code) == value


def _paragraphs(
    template: DocumentTemplate, values: Mapping[str, str], own: Mapping[str, str], *, crowded: bool
) -> tuple[tuple[Paragraph, ...], int]:
    told: list[Paragraph] = []
    table_after = 0
    for element in template.elements:
        if not stands(element, own):
            continue
        if element.table:
            table_after = len(told)
        elif element.sentence or element.heading:
            text = fill((crowded and element.annexed) or element.sentence, values)
            told.append(Paragraph(text, fill(element.heading, values), element.code))
    if values["替代"]:
        told.append(Paragraph(f"{values['替代']}，以本文书为准。", element="replaces"))
    return tuple(told), table_after


def _replaced(draft: Draft, template: DocumentTemplate) -> str:
    return f"原{template.label}（{draft.replaces}）已作废" if draft.replaces else ""


def _left_note(template: DocumentTemplate, values: Mapping[str, str]) -> str:
    """Return the note in a form's head; what the form replaces stands there, for it has no paragraphs."""
    note = _unless_empty(template.left_note, values)
    replaced = values["替代"] if template.layout == "form" else ""
    return "；".join(part for part in (note, replaced) if part)


def _unless_empty(pattern: str, values: Mapping[str, str]) -> str:
    """Return the note, or nothing when what it would name is empty (检查审批：____)."""
    return "" if any(not values.get(hole) for hole in holes(pattern)) else fill(pattern, values)


def _row(row: FormRow, values: Mapping[str, str]) -> FormRow:
    cells = tuple(fill(cell, values) for cell in row.cells)
    return FormRow(
        row.widths, cells, row.min_mm, row.grow, row.align, row.top, row.strike, fill(row.sign, values)
    )


def _table(template: TableTemplate | None, draft: Draft, rules: Rules) -> Table | None:
    if template is None:
        return None
    rows = tuple(
        tuple(fill(cell, finding_values(finding, n, draft, rules)) for cell in template.cells)
        for n, finding in enumerate(draft.findings, start=1)
    )
    return Table(template.head, template.widths, template.align, rows, template.note)


def finding_values(finding: Finding, n: int, draft: Draft, rules: Rules) -> dict[str, str]:
    """Return the placeholders of one row of the findings' table; `n` is the row's number."""
    duty = finding.obligation(draft.addressee.id) if draft.addressee else None
    clause = rules.clauses.get(finding.clause_id)
    hazard = rules.hazards.get(finding.criterion_id)
    criterion = rules.clauses.get(hazard.clause_id) if hazard else None
    responsible = [party for party in draft.target.parties if finding.obligation(party.id)]
    return {
        "序号": str(n),
        "部位": finding.location,
        "事实": finding.fact,
        "整改": duty.measure if duty else "",
        "条款": clause.cite if clause else "",
        "条款简称": clause.short if clause else "",
        "判定条款": criterion.short if criterion else "",
        "期限": chinese.day(duty.due) if duty else "",
        "等级": SEVERITY_LABELS[finding.severity],
        "检查项": finding.item or finding.location,
        "批次": finding.batch,
        "责任单位": "、".join(party.name for party in responsible),
        "原序号": str(dict(draft.about.rows).get(finding.id, n) if draft.about else n),
        "复查结论": seen.label if (seen := draft.recheck_of(finding.id)) else "",
        "复查说明": seen.note if seen else "",
    }


def _annex(
    draft: Draft, template: DocumentTemplate, rules: Rules, values: Mapping[str, str], *, crowded: bool
) -> Annex | None:
    wanted = template.annex
    table = _table(template.table, draft, rules) if crowded else None
    overflow = template.table.annex_title if crowded and template.table else ""
    if wanted is None:
        return Annex(overflow, table) if table else None
    table = table or _table(wanted.table, draft, rules)
    photos = photo_cells(draft) if wanted.photos else ()
    if table is None and not photos:
        return None
    return Annex(overflow or fill(wanted.title, values), table, photos)


def photo_cells(draft: Draft) -> tuple[PhotoCell, ...]:
    """Return the photos of all findings, numbered through, with caption and the device's time."""
    cells: list[PhotoCell] = []
    for finding in draft.findings:
        for photo in finding.photos:
            caption = photo.caption or finding.location
            taken = photo.taken.astimezone(chinese.CHINA).strftime("%Y-%m-%d %H:%M") if photo.taken else ""
            cells.append(PhotoCell(photo.sha256, f"照片{len(cells) + 1}\u3000{caption}", taken, photo.marks))
    return tuple(cells)


def _facts(draft: Draft, template: DocumentTemplate, number: str) -> tuple[tuple[str, str], ...]:
    known = {
        "number": number,
        "kind": template.label,
        "addressee": draft.addressee.name if draft.addressee else "",
        "issued": draft.issue_on.isoformat(),
        "deadline": draft.due.isoformat() if draft.due else "",
        "scope": scope_text(draft),
        "count": str(len(draft.findings)),
    }
    return tuple((name, known[name]) for name in template.qr if known.get(name))


def scope_text(draft: Draft) -> str:
    """Return what a stop-work stops or a resumption frees, in a line; empty for other kinds."""
    if draft.stop_work is not None:
        return "全面停工" if draft.stop_work.full else f"局部停工：{'；'.join(draft.stop_work.named)}"
    if draft.resumption is not None:
        return "全部复工" if draft.resumption.full else f"部分复工：{'；'.join(draft.resumption.named)}"
    return ""
