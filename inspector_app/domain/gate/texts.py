"""Text: within its limits, and every character drawable by some font."""

from collections.abc import Iterator

from inspector_app.domain import proofs
from inspector_app.domain.documents import Draft, ServiceSubject
from inspector_app.domain.gate.missing import Missing, Weighed
from inspector_app.domain.placeholders import own_values
from inspector_app.domain.templates import AUTHORITY, FieldKind

LONGEST_NAME = 120
LONGEST_LINE = 400


def texts(draft: Draft, longest: int) -> Iterator[tuple[str, str, int]]:
    """Yield (field, text, most characters) of all that a person typed."""
    yield from _about(draft)
    yield from _visit(draft)
    for index, finding in enumerate(draft.findings):
        field = f"findings.{index}"
        yield f"{field}.location", finding.location, LONGEST_LINE
        yield f"{field}.fact", finding.fact, longest
        yield f"{field}.item", finding.item, LONGEST_LINE
        yield f"{field}.batch", finding.batch, LONGEST_LINE
        for duty in finding.obligations:
            yield f"{field}.measure", duty.measure, longest
        for n, photo in enumerate(finding.photos):
            yield f"{field}.photos.{n}.caption", photo.caption, LONGEST_NAME
            for mark in photo.marks:
                yield f"{field}.photos.{n}.marks", mark.text, LONGEST_NAME
    yield from _of_kind(draft, longest)


def _about(draft: Draft) -> Iterator[tuple[str, str, int]]:
    for part in ("name", "prefix", "phone", "review_body", "station", "station_prefix"):
        yield f"office.{part}", getattr(draft.office, part), LONGEST_NAME
    yield "target.name", draft.target.name, LONGEST_NAME
    yield "target.address", draft.target.address, LONGEST_LINE
    for code, value in draft.target.fields:
        yield f"target.{code}", value, LONGEST_LINE
    addressee = draft.addressee
    for index, party in enumerate(draft.target.parties):
        if addressee is None or party.id != addressee.id:
            yield f"target.parties.{index}.name", party.name, LONGEST_NAME
    if addressee is not None and addressee.id != AUTHORITY:
        yield "addressee.name", addressee.name, LONGEST_NAME


def _visit(draft: Draft) -> Iterator[tuple[str, str, int]]:
    visit = draft.inspection
    for index, officer in enumerate(visit.officers):
        for part in ("name", "certificate"):
            yield f"inspection.officers.{index}.{part}", getattr(officer, part), LONGEST_NAME
    for index, person in enumerate(visit.present):
        for part in ("name", "position", "company", "phone"):
            yield f"inspection.present.{index}.{part}", getattr(person, part), LONGEST_NAME
    for part in ("place", "source", "notice", "notice_waived", "score"):
        yield f"inspection.{part}", getattr(visit, part), LONGEST_LINE
    if visit.approval is not None:
        for part in ("number", "urgent_reason"):
            yield f"inspection.approval.{part}", getattr(visit.approval, part), LONGEST_LINE


def _of_kind(draft: Draft, longest: int) -> Iterator[tuple[str, str, int]]:
    visit = draft.inspection
    for part in ("scope", "handling", "opinion", "refusal"):
        yield f"inspection.{part}", getattr(visit, part), longest
    if draft.stop_work is not None:
        for part in ("parts", "evacuation", "conditions"):
            yield f"document.stop_work.{part}", getattr(draft.stop_work, part), LONGEST_LINE
    if draft.defence is not None:
        yield "document.defence", draft.defence.words, longest
    if draft.resumption is not None:
        for part in ("parts", "verification"):
            yield f"document.resumption.{part}", getattr(draft.resumption, part), LONGEST_LINE
    if draft.service is not None:
        yield from _service(draft.service, longest)
    if draft.approval is not None:
        yield "document.approval.number", draft.approval.number, LONGEST_LINE
    yield "document.trace", draft.trace, LONGEST_LINE
    yield from _rechecks(draft)


def _service(told: ServiceSubject, longest: int) -> Iterator[tuple[str, str, int]]:
    for part in ("matter", "document", "place"):
        yield f"document.service.{part}", getattr(told, part), LONGEST_LINE
    for text in proofs.noted(told):
        yield "document.service.method", text, longest


def _rechecks(draft: Draft) -> Iterator[tuple[str, str, int]]:
    for index, finding in enumerate(draft.findings):
        told = draft.recheck_of(finding.id)
        yield f"findings.{index}.recheck", told.note if told else "", LONGEST_LINE


def own_texts(weighed: Weighed, longest: int) -> Iterator[tuple[str, str, int]]:
    """Yield the kind's own fields as far as they are asked for; what is not shown stops nothing."""
    told = own_values(weighed.draft, weighed.template.fields)
    for one in weighed.template.fields:
        if one.asked(told):
            most = longest if one.kind is FieldKind.TEXT else LONGEST_LINE
            yield f"document.own.{one.code}", told[one.code], most


def printable(weighed: Weighed) -> Iterator[Missing]:
    """Name each field that is too long, and each character that no font can draw."""
    longest = weighed.rules.options.longest_text
    for field, text, most in (*texts(weighed.draft, longest), *own_texts(weighed, longest)):
        if len(text) > most:
            yield Missing.of("gate.text_too_long", field, "", length=len(text), most=most)
            continue
        lacking = weighed.unprintable(text)
        if lacking:
            named = " ".join(f"{char}(U+{ord(char):04X})" for char in sorted(lacking))
            yield Missing.of("gate.unprintable", field, "", characters=named)
