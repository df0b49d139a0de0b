"""A campaign's targets: who goes where by which day, and what has become of each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people.names import Names
from inspector_app.casework.plans import campaigns, draws, seen
from inspector_app.casework.plans.campaigns import CAMPAIGN, ENTRY, Campaign
from inspector_app.domain.errors import RuleError
from inspector_app.domain.planning import Linked, Progress, Seen, Standing, standing
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Record

MOST_AT_ONCE = 500
"""Targets that one action adds: one transaction holds so many and no more."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A target to be visited: by whom, the one who answers first, and by which day.

    Attributes:
        draw_id: the draw that it came from, empty for one that was chosen.
    """

    target_id: str
    officer_ids: tuple[str, ...]
    day: date
    draw_id: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A target of a campaign with what has become of it.

    Attributes:
        officers: names of those who go, the one who answers first.
        removed_on, reason: when and why it was taken out; None and empty while it stands.
    """

    id: str
    target_id: str
    target: str
    officer_ids: tuple[str, ...]
    officers: tuple[str, ...]
    day: date
    standing: Standing
    draw_id: str = ""
    removed_on: date | None = None
    reason: str = ""

    @property
    def owner_id(self) -> str:
        """The officer who answers for it."""
        return self.officer_ids[0] if self.officer_ids else ""


@dataclass(frozen=True, slots=True)
class Share:
    """What one officer answers for, and how it stands."""

    person_id: str
    name: str
    of: int
    done: int
    under_way: int
    due: int
    overdue: int


@dataclass(frozen=True, slots=True)
class CampaignProgress:
    """A campaign, its targets in their order, and the shares of its officers."""

    campaign: Campaign
    lines: tuple[Line, ...]

    def count(self, progress: Progress) -> int:
        """Return of how many targets this became."""
        return sum(one.standing.progress is progress for one in self.lines)

    @property
    def of(self) -> int:
        """Targets that stand."""
        return sum(one.removed_on is None for one in self.lines)

    @property
    def linked(self) -> Linked:
        """The campaign as what an item of the task list hangs on."""
        return Linked(self.count(Progress.DONE), self.of, begun=bool(self.count(Progress.UNDER_WAY)))

    @property
    def shares(self) -> tuple[Share, ...]:
        """How it stands with each officer who answers for a target, in the order of the list."""
        standing_lines = [one for one in self.lines if one.removed_on is None]
        owners = {one.owner_id: one.officers[0] if one.officers else "" for one in standing_lines}
        told = []
        for person_id, name in owners.items():
            of = Counter(one.standing.progress for one in standing_lines if one.owner_id == person_id)
            counts = (of[one] for one in (Progress.DONE, Progress.UNDER_WAY, Progress.DUE, Progress.OVERDUE))
            told.append(Share(person_id, name, of.total(), *counts))
        return tuple(told)


def add(desk: Desk, campaign_id: str, entries: Iterable[NewEntry]) -> tuple[str, ...]:
    """Add targets to a campaign, all of them or none, and return the entries' ids.

    Raises:
        RuleError: `campaign.none`, `campaign.closed`, `registry.no_target`, `campaign.target_there`,
            `plan.owner`, `campaign.day_outside`, `campaign.too_many`.
    """
    wanted = list(entries)
    if len(wanted) > MOST_AT_ONCE:
        raise RuleError("campaign.too_many", where="campaign.targets", there=len(wanted), most=MOST_AT_ONCE)
    with desk.store.transaction(desk.user) as tx:
        plan = campaigns.must_be_open(tx, campaign_id).plan
        known = campaigns.entries_of(tx, campaign_id, removed=True)
        there = {
            values.text(one.fields, "target_id") for one in known if not values.text(one.fields, "removed_on")
        }
        sort = 1 + max((values.number(one.fields, "sort") for one in known), default=-1)
        for one in wanted:
            name = _name_of(tx, one.target_id)
            if one.target_id in there:
                raise RuleError("campaign.target_there", where=one.target_id, name=name)
            there.add(one.target_id)
            campaigns.refuse_unknown_owner(tx, one.officer_ids, "campaign.officers")
            campaigns.refuse_outside(tx, plan, _fields(campaign_id, one, sort), one.target_id)
        return tuple(
            tx.create(ENTRY, _fields(campaign_id, one, n)) for n, one in enumerate(wanted, start=sort)
        )


def from_draw(desk: Desk, campaign_id: str, draw_id: str, day: date) -> tuple[str, ...]:
    """Add what was drawn to a campaign, in the drawn order, each target with its two officers.

    Args:
        day: the day by which all are to be visited; `reassign` gives single ones another.

    Raises:
        RuleError: those of `add`, `draw.none`, `draw.not_drawn`, `draw.does_not_hold` when reckoning it
            again gives something else.
    """
    told = draws.draw(desk.store, draw_id)
    wrong = draws.check(desk.store, draw_id)
    if wrong:
        raise RuleError("draw.does_not_hold", where=draw_id, occasion=told.pool.occasion, n=len(wrong))
    drawn = [NewEntry(one.target_id, one.officer_ids, day, draw_id) for one in told.result]
    return add(desk, campaign_id, drawn)


def _name_of(reads: Reads, target_id: str) -> str:
    record = reads.record("target", target_id)
    if record is None or record.deleted:
        raise RuleError("registry.no_target", where=target_id)
    return values.text(record.fields, "name")


def _fields(campaign_id: str, entry: NewEntry, sort: int) -> dict[str, object]:
    return {
        "campaign_id": campaign_id,
        "target_id": entry.target_id,
        "officer_ids": list(entry.officer_ids),
        "day": values.iso(entry.day),
        "sort": sort,
        **({"draw_id": entry.draw_id} if entry.draw_id else {}),
    }


def reassign(desk: Desk, entry_id: str, officer_ids: Iterable[str], day: date) -> None:
    """Give a campaign's target to other officers or another day.

    Raises:
        RuleError: `campaign.no_entry`, `campaign.closed`, `campaign.entry_removed`, `plan.owner`,
            `campaign.day_outside`.
    """
    told = list(officer_ids)
    with desk.store.transaction(desk.user) as tx:
        entry, plan = _standing_entry(tx, entry_id)
        campaigns.refuse_unknown_owner(tx, told, "campaign.officers")
        moved = {"officer_ids": told, "day": values.iso(day)}
        campaigns.refuse_outside(tx, plan.plan, {**entry.fields, **moved}, entry_id)
        tx.set(ENTRY, entry_id, moved)


def remove(desk: Desk, entry_id: str, reason: str) -> None:
    """Take a target out of a campaign; it stays in the list with the reason.

    Raises:
        RuleError: `campaign.no_entry`, `campaign.closed`, `campaign.entry_removed`,
            `campaign.reason_missing`, `campaign.target_visited` when it was visited for it already.
    """
    if not reason.strip():
        raise RuleError("campaign.reason_missing", where="campaign.reason")
    with desk.store.transaction(desk.user) as tx:
        entry, told = _standing_entry(tx, entry_id)
        target_id = values.text(entry.fields, "target_id")
        if seen.at_target(tx, told.id, target_id):
            raise RuleError("campaign.target_visited", where=entry_id, name=_name_of(tx, target_id))
        gone = {"removed_on": values.iso(desk.today()), "removed_reason": reason.strip()}
        tx.set(ENTRY, entry_id, gone)


def _standing_entry(reads: Reads, entry_id: str) -> tuple[Record, Campaign]:
    record = reads.record(ENTRY, entry_id)
    if record is None or record.deleted:
        raise RuleError("campaign.no_entry", where=entry_id)
    told = campaigns.must_be_open(reads, values.text(record.fields, "campaign_id"))
    if values.text(record.fields, "removed_on"):
        raise RuleError("campaign.entry_removed", where=entry_id)
    return record, told


def progress(desk: Desk, campaign_id: str) -> CampaignProgress:
    """Return a campaign with what has become of each of its targets today.

    Raises:
        RuleError: `campaign.none`.
    """
    store = desk.store
    told = campaigns.campaign(store, campaign_id)
    entries = campaigns.entries_of(store, campaign_id, removed=True)
    visits = seen.of_campaign(store, campaign_id)
    names = Names(store)
    names.foresee("target", [values.text(one.fields, "target_id") for one in entries])
    names.foresee("person", [who for one in entries for who in _officer_ids(one)])
    # What was not done when it was closed stays as it stood that day.
    today = min(desk.today(), told.closed_on) if told.closed_on else desk.today()
    return CampaignProgress(told, tuple(_line(one, told, visits, names, today) for one in entries))


def _officer_ids(record: Record) -> tuple[str, ...]:
    told = record.fields.get("officer_ids")
    return tuple(str(one) for one in told) if isinstance(told, list) else ()


def _line(
    record: Record, told: Campaign, visits: Mapping[str, list[Seen]], names: Names, today: date
) -> Line:
    fields, plan = record.fields, told.plan
    target_id = values.text(fields, "target_id")
    removed, day = values.day(fields, "removed_on"), values.day(fields, "day") or plan.last
    became = (
        Standing(Progress.REMOVED, on=removed)
        if removed
        else standing(visits.get(target_id, []), plan.first, plan.last, day, today)
    )
    ids = _officer_ids(record)
    return Line(
        id=record.id,
        target_id=target_id,
        target=names.of("target", target_id),
        officer_ids=ids,
        officers=tuple(names.of("person", one) for one in ids),
        day=day,
        standing=became,
        draw_id=values.text(fields, "draw_id"),
        removed_on=removed,
        reason=values.text(fields, "removed_reason"),
    )


def close(desk: Desk, campaign_id: str, summary: str) -> CampaignProgress:
    """Close a campaign with what it came to, and return how it stood; what was not done stays named.

    Raises:
        RuleError: `campaign.none`, `campaign.closed`, `campaign.summary_missing`,
            `campaign.visit_under_way` while a visit of it is not concluded.
    """
    if not summary.strip():
        raise RuleError("campaign.summary_missing", where="campaign.summary")
    with desk.store.transaction(desk.user) as tx:
        campaigns.must_be_open(tx, campaign_id)
        told = progress(desk, campaign_id)
        open_at = next((one for one in told.lines if one.standing.progress is Progress.UNDER_WAY), None)
        if open_at is not None:
            raise RuleError("campaign.visit_under_way", where=open_at.standing.visit_id, name=open_at.target)
        closing = {
            "closed_on": values.iso(desk.today()),
            "summary": summary.strip(),
            "closed_done": told.count(Progress.DONE),
            "closed_of": told.of,
        }
        tx.set(CAMPAIGN, campaign_id, closing)
    return progress(desk, campaign_id)
