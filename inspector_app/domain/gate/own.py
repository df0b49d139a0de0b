"""A kind's own fields and the document it is about; and what some kinds ask beyond them."""

from collections.abc import Iterator
from datetime import date

from inspector_app.domain.chinese import iso_day
from inspector_app.domain.documents import RECTIFIED
from inspector_app.domain.gate.missing import Missing, Weighed
from inspector_app.domain.placeholders import own_values
from inspector_app.domain.statistics import REFUSED
from inspector_app.domain.templates import CORRECTED, REVOKED, DocumentKind, FieldKind, OwnField

RECHECK = "建质〔2014〕154号"
DEFENCE = "行政处罚法 44、45"

PASSED, FAILED = "合格", "不合格"
"""How the conclusion of a recheck begins."""
GRANTED = "同意"
"""How the decision that grants an extension begins."""
SILENT = "逾期未提出"
"""How it begins when nothing was said in defence by the last day for it."""
WAIVED = "书面放弃"
"""How it begins when the defence was given up."""

WEIGHED_CHOICES: dict[DocumentKind, tuple[tuple[str, str], ...]] = {
    DocumentKind.RECHECK_OPINION: (("conclusion", PASSED), ("conclusion", FAILED)),
    DocumentKind.EXTENSION_DECISION: (("decision", GRANTED),),
    DocumentKind.CONDUCT_DETERMINATION: (("defence", SILENT), ("defence", WAIVED), ("result", REFUSED)),
    DocumentKind.REVOCATION: (("decision", CORRECTED), ("decision", REVOKED)),
}
"""(choice, how one of its values begins) that rules weigh: wording that lost one is refused when loaded."""


def own_fields(weighed: Weighed) -> Iterator[Missing]:
    """Each field that the kind asks for is written, is one of its choices, is a day where days can be."""
    told = own_values(weighed.draft, weighed.template.fields)
    asked = [field for field in weighed.template.fields if field.asked(told)]
    shown = {field.code: told[field.code] for field in asked}
    for field in asked:
        value = shown[field.code]
        place = f"document.own.{field.code}"
        # Weighed as it is printed: a choice or a day with blanks around it is neither.
        if not value.strip():
            if field.required:
                yield Missing.of("gate.own_missing", place, field.source, label=field.label)
        elif field.kind is FieldKind.CHOICE and value not in field.choices:
            yield Missing.of("gate.own_no_choice", place, field.source, label=field.label, value=value)
        elif field.kind is FieldKind.DAY:
            yield from _day(weighed, field, value, shown.get(field.after, ""))


def _day(weighed: Weighed, field: OwnField, value: str, before: str) -> Iterator[Missing]:
    day, first = iso_day(value), iso_day(before)
    place = f"document.own.{field.code}"
    if day is None:
        yield Missing.of("gate.own_no_day", place, field.source, label=field.label, value=value)
    elif field.future and day < weighed.on:
        yield Missing.of("gate.own_day_past", place, field.source, label=field.label, due=day.isoformat())
    elif field.past and day > weighed.on:
        yield Missing.of("gate.own_day_ahead", place, field.source, label=field.label, due=day.isoformat())
    elif first is not None and day < first:
        yield Missing.of(
            "gate.own_day_order",
            place,
            field.source,
            label=field.label,
            due=day.isoformat(),
            before=first.isoformat(),
        )
    elif field.deadline and _forbidden(weighed, day):
        yield Missing.of("gate.own_day_off", place, field.source, label=field.label, due=day.isoformat())


def _forbidden(weighed: Weighed, day: date) -> bool:
    """Tell whether the office sets no deadline on this day off."""
    return not weighed.rules.options.deadline_on_holidays and not weighed.rules.calendar.is_working(day)


def about(weighed: Weighed) -> Iterator[Missing]:
    """It names a standing document of a fitting kind, served where that is asked."""
    template, subject = weighed.template, weighed.draft.about
    if subject is None:
        if template.about_needed:
            # What must have reached somebody first is a notice: nobody is judged unheard.
            source = DEFENCE if template.about_served else ""
            yield Missing.of("gate.about_missing", "document.about", source)
        return
    if subject.kind not in template.about:
        yield Missing.of("gate.about_unfit", "document.about", "", document=subject.label)
    elif not subject.stands:
        yield Missing.of("gate.about_not_standing", "document.about", "", number=subject.number)
    elif template.about_served and not subject.served:
        yield Missing.of("gate.about_not_served", "document.about", DEFENCE, number=subject.number)
    if subject.issued_on is not None and subject.issued_on > weighed.on:
        yield Missing.of("gate.about_later", "document.about", "", number=subject.number)


def rechecked(weighed: Weighed) -> Iterator[Missing]:
    """Each finding has a result, and the conclusion does not contradict them."""
    draft = weighed.draft
    if not draft.findings:
        yield Missing.of("gate.findings_missing", "findings", RECHECK)
    unknown = failing = 0
    for index, finding in enumerate(draft.findings):
        told = draft.recheck_of(finding.id)
        if told is None:
            unknown += 1
            yield Missing.of("gate.recheck_missing", f"findings.{index}", RECHECK, number=finding.number)
        elif told.label != RECTIFIED:
            failing += 1
    conclusion = own_values(draft, weighed.template.fields).get("conclusion", "")
    # One result more may bear out 不合格; 合格 is refuted by a single one that fails.
    refuted = conclusion.startswith(PASSED if failing else FAILED) and (failing > 0 or not unknown)
    if draft.findings and refuted:
        yield Missing.of(
            "gate.recheck_contradiction", "document.own.conclusion", RECHECK, count=failing, said=conclusion
        )


def extension(weighed: Weighed) -> Iterator[Missing]:
    """A granted extension ends later than what it extends, and there is still something to extend."""
    told = own_values(weighed.draft, weighed.template.fields)
    new = iso_day(told.get("new_due", ""))
    granted = told.get("decision", "").startswith(GRANTED)
    old = weighed.draft.due_before
    for index, finding in enumerate(weighed.draft.findings if granted else ()):
        standing = weighed.draft.owed_for(finding.id)
        if standing is not None and not standing.running:
            yield Missing.of(
                "gate.extension_not_running",
                f"findings.{index}",
                RECHECK,
                number=finding.number,
                state=standing.word,
            )
    if granted and new is not None and old is not None and new <= old:
        yield Missing.of(
            "gate.extension_not_later",
            "document.own.new_due",
            RECHECK,
            due=new.isoformat(),
            before=old.isoformat(),
        )
