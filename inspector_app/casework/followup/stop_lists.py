"""Stop-works as lists want them: what stands, what is to be resumed, what was defied, what is over."""

from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import stops
from inspector_app.casework.followup.stops import Stop
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import ActKind
from inspector_app.domain.stops import StopState
from inspector_app.domain.templates import DocumentKind

HOLDING, APPLIED, VIOLATED, LIFTED = "holding", "applied", "violated", "lifted"
CHOICES = (HOLDING, APPLIED, VIOLATED, LIFTED)
"""Standing; standing and a resumption applied for; standing and worked against (抢工); lifted this year."""

MOST_NOTICES = 1000
"""Resumption notices of two years that are looked at for what was lifted this year."""


def listed(desk: Desk, choice: str) -> tuple[Stop, ...]:
    """Return the stop-works of a choice: those violated first, then the longest; the lifted newest first."""
    if choice == LIFTED:
        return lifted_in(desk, desk.today().year)
    told = stops.standing_stops(desk)
    if choice == APPLIED:
        return tuple(one for one in told if one.applied)
    if choice == VIOLATED:
        return tuple(one for one in told if one.violations)
    return told


def lifted_in(desk: Desk, year: int) -> tuple[Stop, ...]:
    """Return the stop-works that were lifted in a year, the last one first.

    They are found by their resumptions, which may have been issued at the end of the year before.
    """
    notices = desk.store.numbered(DocumentKind.RESUMPTION_NOTICE, year - 1, MOST_NOTICES)
    signed = desk.store.acts_of("document", notices, ActKind.ISSUE)
    # Notices of older versions, and late entries, name their stop-work in their record alone.
    records = {one.id: one.fields for one in desk.store.several("document", notices)}
    named = {
        values.text(signed[one][0].content, "resumes") or values.text(records.get(one, {}), "resumes")
        for one in notices
        if one in signed
    }
    told = stops.several(desk, sorted(named - {""}))
    over = [one for one in told if one.state is StopState.LIFTED and _year(one) == year]
    return tuple(sorted(over, key=lambda one: (one.lifted_on or date.min, one.number), reverse=True))


def _year(one: Stop) -> int:
    """Return the year in which it was lifted; that of its issue where an old notice tells no day."""
    day = one.lifted_on or one.issued_on
    return day.year if day is not None else 0


def officers(desk: Desk, told: Stop) -> tuple[str, ...]:
    """Return the names of those who may look after a stop-work: those of its visit first, then all others."""
    there = desk.store.records("attendance", where={"inspection_id": told.inspection_id}, order="sort")
    first = [values.text(one.fields, "person_id") for one in there]
    known = [one for one in registry.officers(desk.store) if one.certified(desk.today())]
    order = {one: n for n, one in enumerate(first)}
    known.sort(key=lambda one: (order.get(one.id, len(first)), one.name))
    return tuple(dict.fromkeys(one.name for one in known))
