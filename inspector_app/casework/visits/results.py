"""What is seen at a recheck of each old finding: changed freely while it is under way, then told as acts.

A result is kept for each party that must answer. It becomes final when the recheck opinion is issued or the
recheck is concluded, whichever comes first; an opinion that is void or taken back takes its results with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Record

KIND = "result"
RECHECK_OF = "recheck_of"
"""The field of an inspection that names the orders it rechecks."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one finding for one party: `result` is a key of papers.duties.RESULTS."""

    id: str
    finding_id: str
    party_id: str
    result: str
    note: str = ""


def of(reads: Reads, recheck_id: str) -> tuple[Seen, ...]:
    """Return what was noted at a recheck, as it was noted."""
    return tuple(_seen(one) for one in reads.records(KIND, where={"recheck_id": recheck_id}))


def _seen(record: Record) -> Seen:
    told = record.fields
    return Seen(
        record.id,
        values.text(told, "finding_id"),
        values.text(told, "party_id"),
        values.text(told, "result"),
        values.text(told, "note"),
    )


def orders_of(inspection: Record) -> tuple[str, ...]:
    """Return the orders that an inspection rechecks; none of an ordinary visit."""
    told = inspection.fields.get(RECHECK_OF)
    return tuple(str(one) for one in told) if isinstance(told, list) else ()


def untold(reads: Reads, recheck_id: str) -> tuple[Seen, ...]:
    """Return the results that no act tells yet, or only one whose opinion does not stand."""
    seen = of(reads, recheck_id)
    return tuple(one for one in seen if not _stands(reads, _told(reads, recheck_id, one)))


def _told(reads: Reads, recheck_id: str, seen: Seen) -> list[Act]:
    acts = reads.acts("finding", seen.finding_id, ActKind.RECHECK, valid_only=True)
    key = (recheck_id, seen.party_id)
    return [
        one
        for one in acts
        if (values.text(one.content, "recheck_id"), values.text(one.content, "party_id")) == key
    ]


def _stands(reads: Reads, acts: Iterable[Act]) -> bool:
    by = [values.text(one.content, "by") for one in acts]
    fates = reads.fates([one for one in by if one]) if any(by) else {}
    return any(not one or fates.get(one) == "issued" for one in by)


def content(
    recheck: Record, seen: Seen, on: date, officers: Iterable[str], by: str = ""
) -> dict[str, object]:
    """Return what an act of recheck tells of a result.

    Args:
        by: the recheck opinion that makes it final; empty when the recheck was concluded without one.
    """
    return {
        "recheck_id": recheck.id,
        "party_id": seen.party_id,
        "result": seen.result,
        "note": seen.note,
        "on": on.isoformat(),
        "officers": list(officers),
        "way": values.text(recheck.fields, "way"),
        "by": by,
    }


def day_of(recheck: Record, today: date) -> date:
    """Return the day of a recheck: the day it began, or today while nobody has told."""
    started = values.moment(recheck.fields, "started")
    return local_date(started) if started is not None else today


def concluding(reads: Reads, recheck: Record, today: date) -> list[tuple[str, dict[str, object]]]:
    """Return what concluding a recheck tells of its findings: whatever no opinion has told."""
    if not orders_of(recheck):
        return []
    there = reads.records("attendance", where={"inspection_id": recheck.id}, order="sort")
    people = [reads.record("person", values.text(one.fields, "person_id")) for one in there]
    officers = [values.text(one.fields, "name") for one in people if one is not None]
    on = day_of(recheck, today)
    return [(one.finding_id, content(recheck, one, on, officers)) for one in untold(reads, recheck.id)]
