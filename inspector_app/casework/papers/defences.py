"""What is on record of a notice of bad conduct: its service, the defence, the determination about it."""

from collections.abc import Iterable
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.papers import issued
from inspector_app.domain import conduct
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import iso_day, local_date
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.queries import Reads

UNTIL, CODE = "defence_until", "conduct_code"
"""Own fields of a notice: the last day for the defence that it prints, and the code of what it is about."""


def own(issue: Act) -> dict[str, str]:
    """Return a document's own fields as its act of issue froze them."""
    told = values.part(issue.content, "own") or {}
    return {name: values.text(told, name) for name in told}


def printed_until(issue: Act) -> date | None:
    """Return the last day for the defence that a notice prints."""
    return iso_day(own(issue).get(UNTIL, ""))


def reached_on(services: Iterable[Act]) -> date | None:
    """Return the first day on which somebody was reached; that of an announcement may lie ahead."""
    days = [day for act in services if (day := _day(act)) is not None]
    return min(days, default=None)


def _day(act: Act) -> date | None:
    on = values.day(act.content, "reached_on")
    if on is not None or act.content.get("reached") is not True:
        return on
    at = values.moment(act.content, "at")
    return local_date(at) if at is not None else None


def state(acts: Iterable[Act]) -> str:
    """Return what these acts on a notice tell of the defence: made, waived, or empty for neither."""
    ways = {values.text(act.content, "way") for act in acts if act.kind == ActKind.DEFEND}
    if ways - {conduct.WAIVED, ""}:
        return conduct.MADE
    return conduct.WAIVED if ways else ""


def of(reads: Reads, notice_id: str) -> list[Act]:
    """Return the defences on a notice, in the order in which they were noted."""
    return reads.acts("document", notice_id, ActKind.DEFEND, valid_only=True)


def determination(reads: Reads, notice_id: str) -> Act | None:
    """Return the act of issue of the standing determination about a notice, None when there is none."""
    for record in reads.records("document", where={"about": notice_id}):
        if values.text(record.fields, "kind") == DocumentKind.CONDUCT_DETERMINATION:
            act = issued.issue_act(reads, record.id)
            if act is not None and issued.fate(reads, record.id) == "issued":
                return act
    return None
