"""A resumption is begun against its stop-work: for all of it, or for parts that are still stopped."""

from collections.abc import Sequence
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import stops
from inspector_app.casework.followup.stops import Begun, Stop
from inspector_app.casework.papers import drafts
from inspector_app.casework.visits import inspections
from inspector_app.domain.errors import RuleError
from inspector_app.domain.stops import StopState
from inspector_app.domain.templates import DocumentKind

SOURCE = "安全生产法 65；建质〔2014〕154号"


def begin(
    desk: Desk, document_id: str, *, full: bool, parts: Sequence[str] = (), start: date | None = None
) -> Begun:
    """Begin the notice by which work is resumed, to be finished at the workbench.

    It belongs to the newest visit to the target that is under way since the stop-work, else to the
    stop-work's own visit. What it still lacks is for the gate to say.

    Args:
        full: all that is stopped; otherwise `parts`.
        start: the first day of work; left out, today.

    Raises:
        RuleError: `document.not_issued`, `stops.not_a_stop_work`, `stops.not_standing`,
            `stops.resumed_already`, `stops.resume_scope_missing`, `stops.resume_too_wide`,
            `stops.resume_too_early`, `document.no_template`.
    """
    told = _standing(desk, document_id)
    wanted = tuple(one.strip() for one in parts if one.strip())
    first = start or desk.today()
    if not full and not wanted:
        raise RuleError("stops.resume_scope_missing", where="stop.resume.parts", source=SOURCE)
    beyond = () if full else tuple(one for one in wanted if not told.held.holds(one))
    if beyond:
        raise RuleError(
            "stops.resume_too_wide",
            where="stop.resume.parts",
            number=told.number,
            parts="、".join(beyond),
            stopped=told.held.words,
            source=SOURCE,
        )
    if told.issued_on is not None and first < told.issued_on:
        raise RuleError(
            "stops.resume_too_early",
            where="stop.resume.start",
            number=told.number,
            on=first.isoformat(),
            issued_on=told.issued_on.isoformat(),
            source=SOURCE,
        )
    visit = _visit(desk, told)
    begun = drafts.begin(
        desk,
        visit,
        DocumentKind.RESUMPTION_NOTICE,
        (),
        resumes=told.document_id,
        resume_full=full,
        resume_parts="" if full else "\n".join(wanted),
        resume_start=values.iso(first),
    )
    return Begun(visit, begun)


def _standing(desk: Desk, document_id: str) -> Stop:
    told = stops.stop(desk, document_id)
    if told.state in (StopState.VOID, StopState.REVOKED):
        raise RuleError("stops.not_standing", where=document_id, number=told.number, source="安全生产法 65")
    if told.state is StopState.LIFTED:
        raise RuleError("stops.resumed_already", where="stop.resume.parts", number=told.number, source=SOURCE)
    return told


def _visit(desk: Desk, told: Stop) -> str:
    """Return the visit that the notice is written at."""
    store, since = desk.store, values.iso(told.issued_on)
    there = store.records("inspection", where={"target_id": told.target_id}, order="-started")
    later = (one.id for one in there if values.text(one.fields, "started")[:10] >= since)
    return next((one for one in later if not inspections.concluded(store, one)), told.inspection_id)
