"""Visits as plans weigh them: which target, which day, concluded or not; read for a span of days only.

A recheck of papers alone is no visit to anybody: no round, no campaign and no cap counts it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_OID, uuid5

from inspector_app.casework.base import values
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.planning import Seen
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

ON_PAPER = "paper"
"""What an inspection that saw nothing but papers says of its way."""


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit with what the yearly cap asks of it."""

    seen: Seen
    source: str
    urgent: bool


def year_id(entity: str, year: int) -> str:
    """Return the id under which what belongs to a year is found by index, whatever the years beside it."""
    return uuid5(NAMESPACE_OID, f"{entity}/{year}").hex


def of_targets(store: Store, target_ids: Iterable[str], first: date, last: date) -> dict[str, list[Visited]]:
    """Return the visits to these targets that began in these days, both inclusive, by target."""
    # A day more on each side: the text of a moment may stand in another zone than China's.
    least, beyond = first - timedelta(days=1), last + timedelta(days=2)
    found = store.visits_to(target_ids, least.isoformat(), beyond.isoformat())
    told: dict[str, list[Visited]] = {}
    for one in _visited(store, found):
        if one.seen.on is not None and first <= one.seen.on <= last:
            told.setdefault(one.seen.target_id, []).append(one)
    return told


def of_campaign(store: Store, campaign_id: str) -> dict[str, list[Seen]]:
    """Return the visits that were begun for a campaign, by target."""
    told: dict[str, list[Seen]] = {}
    for one in _visited(store, store.several("inspection", [campaign_id], "campaign_id")):
        told.setdefault(one.seen.target_id, []).append(one.seen)
    return told


def at_target(reads: Reads, campaign_id: str, target_id: str) -> list[Seen]:
    """Return a campaign's visits to one target, as the transaction that will add to them sees them."""
    records = reads.records("inspection", where={"campaign_id": campaign_id})
    mine = [one for one in records if values.text(one.fields, "target_id") == target_id]
    return [
        _seen(one, concluded=bool(reads.acts("inspection", one.id, ActKind.CONCLUDE, valid_only=True)))
        for one in mine
        if _on_site(one)
    ]


def running(store: Store, target_id: str, first: date, last: date) -> frozenset[str]:
    """Return the campaigns that have a visit to this target, begun in these days and not concluded."""
    least, beyond = first - timedelta(days=1), last + timedelta(days=2)
    found = store.visits_to([target_id], least.isoformat(), beyond.isoformat())
    mine = [one for one in found if _on_site(one) and values.text(one.fields, "campaign_id")]
    concluded = store.acts_of("inspection", [one.id for one in mine], ActKind.CONCLUDE)
    return frozenset(values.text(one.fields, "campaign_id") for one in mine if one.id not in concluded)


def _on_site(record: Record) -> bool:
    return values.text(record.fields, "way") != ON_PAPER


def _visited(store: Store, records: list[Record]) -> list[Visited]:
    records = [one for one in records if _on_site(one)]
    concluded = store.acts_of("inspection", [one.id for one in records], ActKind.CONCLUDE)
    return [
        Visited(
            _seen(one, concluded=one.id in concluded),
            values.text(one.fields, "source"),
            bool(values.text(values.part(one.fields, "approval") or {}, "urgent_reason").strip()),
        )
        for one in records
    ]


def _seen(record: Record, *, concluded: bool) -> Seen:
    began = values.moment(record.fields, "started")
    on = local_date(began) if began else None
    return Seen(record.id, values.text(record.fields, "target_id"), on, concluded)
