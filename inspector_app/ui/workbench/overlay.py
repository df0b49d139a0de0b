"""What the page shows of words that are still being typed: a draft with them in their places. Knows no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from inspector_app.casework.base import values
from inspector_app.casework.papers.subjects import OWN
from inspector_app.domain.deadlines import WorkCalendar
from inspector_app.domain.documents import Draft
from inspector_app.domain.errors import RuleError
from inspector_app.domain.findings import Finding, Obligation
from inspector_app.domain.inspections import Approval, Inspection
from inspector_app.domain.templates import FieldKind, OwnField
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.style import typed

FINDING_WORDS = frozenset({"fact", "location", "batch"})
VISIT_WORDS = frozenset(
    {"place", "source", "notice", "notice_waived", "scope", "handling", "opinion", "refusal", "entry_code"}
)
APPROVAL_WORDS = frozenset({"approver", "number", "phone", "words", "urgent_reason"})
PARTS = {
    "stop_parts": ("stop_work", "parts"),
    "evacuation": ("stop_work", "evacuation"),
    "conditions": ("stop_work", "conditions"),
    "stop_start": ("stop_work", "start"),
    "resume_parts": ("resumption", "parts"),
    "resume_start": ("resumption", "start"),
    "verification": ("resumption", "verification"),
    "service_matter": ("service", "matter"),
    "service_place": ("service", "place"),
    "defence_words": ("defence", "words"),
}
"""A field of the document's form: the part of the draft it belongs to, and its name there."""

MOMENTS, DAYS = frozenset({"stop_start", "started", "ended"}), frozenset({"resume_start", "reply_due"})


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How days and times are read that somebody types."""

    today: date
    calendar: WorkCalendar
    own: tuple[OwnField, ...] = ()

    def day(self, told: str) -> date | None:
        """Return the day typed.

        Raises:
            RuleError: `ui.bad_day`; half a date, most often.
        """
        return typed.day(told, self.today, self.calendar)

    def moment(self, told: str) -> datetime | None:
        """Return the time typed.

        Raises:
            RuleError: `ui.bad_time`, `ui.bad_day`.
        """
        return typed.moment(told, self.today, self.calendar)

    def value(self, name: str, told: str) -> object:
        """Return what a field of this name holds once it is written."""
        if name in MOMENTS:
            return self.moment(told)
        return self.day(told) if name in DAYS else told.strip()


def with_typed(draft: Draft, typing: Mapping[Spot, str], reckoning: Reckoning) -> Draft:
    """Return the draft as it will be when every field is left; half a date changes nothing yet."""
    for spot, told in typing.items():
        try:
            draft = _put(draft, spot, told, reckoning)
        except RuleError:
            continue
    return draft


def _put(draft: Draft, spot: Spot, told: str, reckoning: Reckoning) -> Draft:
    if spot.entity == "finding":
        found = [_finding(one, spot, told, reckoning) if one.id == spot.id else one for one in draft.findings]
        return replace(draft, findings=tuple(found))
    if spot.entity == "inspection" and spot.id == draft.inspection.id:
        return replace(draft, inspection=_visit(draft.inspection, spot.name, told, reckoning))
    if spot.entity == "document" and spot.id == draft.id:
        return _document(draft, spot.name, told, reckoning)
    return draft


def _finding(finding: Finding, spot: Spot, told: str, reckoning: Reckoning) -> Finding:
    name, _, party_id = spot.name.partition(":")
    if name in FINDING_WORDS:
        return replace(finding, **{name: told.strip()})  # type: ignore[arg-type]
    if name == "seen_on":
        return replace(finding, seen_on=reckoning.day(told))
    if name not in ("measure", "due") or not party_id:
        return finding
    known = finding.obligation(party_id) or Obligation(party_id, "", None)
    if name == "measure":
        new = replace(known, measure=told.strip())
    else:
        new = replace(known, due=reckoning.day(told))
    others = tuple(one for one in finding.obligations if one.party_id != party_id)
    return replace(finding, obligations=(*others, new))


def _visit(visit: Inspection, name: str, told: str, reckoning: Reckoning) -> Inspection:
    if name.startswith("approval."):
        return replace(visit, approval=_approval(visit.approval, name, told, reckoning))
    if name in VISIT_WORDS or name in MOMENTS:
        return replace(visit, **{name: reckoning.value(name, told)})  # type: ignore[arg-type]
    return visit


def _approval(known: Approval | None, name: str, told: str, reckoning: Reckoning) -> Approval:
    known, part = known or Approval("", None), name.removeprefix("approval.")
    if part == "at":
        return replace(known, at=reckoning.moment(told))
    return replace(known, **{part: told.strip()}) if part in APPROVAL_WORDS else known  # type: ignore[arg-type]


def _document(draft: Draft, name: str, told: str, reckoning: Reckoning) -> Draft:
    if name.startswith("approval."):
        return replace(draft, approval=_approval(draft.approval, name, told, reckoning))
    if name.startswith(OWN):
        return _own(draft, name.removeprefix(OWN), told, reckoning)
    if name == "reply_due":
        return replace(draft, reply_due=reckoning.day(told))
    if name == "trace":
        return replace(draft, trace=told.strip())
    part, attribute = PARTS.get(name, ("", ""))
    known = getattr(draft, part) if part else None
    if known is None:
        return draft
    changed = replace(known, **{attribute: reckoning.value(name, told)})
    return replace(draft, **{part: changed})


def _own(draft: Draft, code: str, told: str, reckoning: Reckoning) -> Draft:
    field = next((one for one in reckoning.own if one.code == code), None)
    if field is not None and field.kind is FieldKind.DAY:
        told = values.iso(reckoning.day(told)) or ""
    return replace(draft, own=tuple(sorted({**dict(draft.own), code: told.strip()}.items())))
