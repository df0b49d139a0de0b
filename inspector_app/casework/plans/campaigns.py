"""专项检查: a campaign with its approval, days, owner and checklists, made, changed and closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import seen
from inspector_app.casework.plans.scopes import Scope, scope_fields, scope_of
from inspector_app.casework.visits.inspections import approval_fields, approval_of
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import RuleError
from inspector_app.domain.inspections import Approval
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Record
from inspector_app.store.transaction import Tx

CAMPAIGN, ENTRY = "campaign", "campaign_target"


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """A campaign to be planned, or what one that is planned becomes.

    Attributes:
        source: what its visits say of where their task comes from; its words bring the checklists.
        first, last: days within which a visit counts, inclusive.
        owner_id: the person of the bureau who answers for it.
        checklists: ids of lists its visits are checked by, beside those that are always there.
        approval: who approved it, when and under which number; without it no visit begins.
    """

    name: str
    source: str
    first: date
    last: date
    owner_id: str
    checklists: tuple[str, ...] = ()
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as planned.

    Attributes:
        closed_on, summary: when it was closed and what it came to; None and empty before.
        closed_done, closed_of: how many of its targets were done then, of how many.
        scope: what its approval covers; None while there is none.
    """

    id: str
    plan: NewCampaign
    closed_on: date | None = None
    summary: str = ""
    closed_done: int = 0
    closed_of: int = 0
    scope: Scope | None = None

    @property
    def lengthened(self) -> bool:
        """Its days go beyond those that were approved."""
        told, plan = self.scope, self.plan
        return self.approved and told is not None and not (told.holds(plan.first) and told.holds(plan.last))

    def beyond(self, target_ids: Iterable[str]) -> tuple[str, ...]:
        """Return those of its targets that no approval covers."""
        told = self.scope
        if not self.approved or told is None:
            return ()
        return tuple(one for one in target_ids if not told.names(one))

    @property
    def approved(self) -> bool:
        """Approved in writing: by whom, when and under which number (国办发〔2024〕54号)."""
        told = self.plan.approval
        return (
            told is not None and bool(told.approver.strip() and told.number.strip()) and told.at is not None
        )


def make(desk: Desk, plan: NewCampaign) -> str:
    """Plan a campaign and return its id; its approval may come later.

    Raises:
        RuleError: `campaign.name_missing`, `campaign.source_missing`, `campaign.days`, `plan.owner`,
            `campaign.unknown_checklist`, `campaign.source_lacks_word` when a list would not be brought.
    """
    with desk.store.transaction(desk.user) as tx:
        _refuse_unfit(desk, tx, plan)
        return tx.create(CAMPAIGN, {**_fields(plan), **_approved(plan, ())})


def change(desk: Desk, campaign_id: str, plan: NewCampaign) -> None:
    """Change a campaign that is not closed; visits that were begun keep what they say.

    Longer days are planned freely, but the approval that stands covers those that it was given for.

    Raises:
        RuleError: those of `make`, `campaign.none`, `campaign.closed`, `campaign.day_outside` when a
            target's day would lie outside its days.
    """
    with desk.store.transaction(desk.user) as tx:
        before = must_be_open(tx, campaign_id)
        _refuse_unfit(desk, tx, plan)
        entries = entries_of(tx, campaign_id)
        for entry in entries:
            refuse_outside(tx, plan, entry.fields, entry.id)
        first = before.scope is None and not before.approved
        anew = first or _number(plan) != _number(before.plan)
        tx.set(CAMPAIGN, campaign_id, {**_fields(plan), **(_approved(plan, entries) if anew else {})})


def approve(desk: Desk, campaign_id: str, approval: Approval) -> None:
    """Note that a campaign was approved, with the days and targets that it has now.

    Raises:
        RuleError: `campaign.none`, `campaign.closed`, `campaign.approval_incomplete`,
            `campaign.approval_ahead` for one of a day to come, `campaign.approval_same` when it was made
            longer or larger and the number is the one of before.

    Source: 国办发〔2024〕54号 (a campaign is planned and approved before it begins).
    """
    with desk.store.transaction(desk.user) as tx:
        told = must_be_open(tx, campaign_id)
        plan = replace(told.plan, approval=approval)
        if not replace(told, plan=plan).approved:
            lacking = "number" if approval.approver.strip() and approval.at else "approver"
            raise RuleError("campaign.approval_incomplete", where=f"campaign.{lacking}")
        if approval.at is not None and local_date(approval.at) > desk.today():
            raise RuleError("campaign.approval_ahead", where="campaign.at", on=local_date(approval.at))
        entries = entries_of(tx, campaign_id)
        same = _number(plan) == _number(told.plan)
        if same and (told.lengthened or told.beyond(_targets(entries))):
            raise RuleError("campaign.approval_same", where="campaign.number", number=approval.number.strip())
        scope = {} if same and told.scope is not None else _approved(plan, entries)
        tx.set(CAMPAIGN, campaign_id, {"approval": approval_fields(approval), **scope})


def close_list(tx: Tx, campaign_id: str) -> None:
    """Close a list that was approved before it was made, as its first visit begins."""
    told = campaign(tx, campaign_id)
    if told.scope is not None and told.scope.targets is None:
        listed = _targets(entries_of(tx, campaign_id))
        tx.set(CAMPAIGN, campaign_id, {"approved": scope_fields(told.scope.first, told.scope.last, listed)})


def _number(plan: NewCampaign) -> str:
    return plan.approval.number.strip() if plan.approval is not None else ""


def _targets(entries: Iterable[Record]) -> list[str]:
    return [values.text(one.fields, "target_id") for one in entries]


def _approved(plan: NewCampaign, entries: Iterable[Record]) -> dict[str, object]:
    """Return what an approval covers, nothing where there is none yet."""
    if not Campaign("", plan).approved:
        return {"approved": None}
    return {"approved": scope_fields(plan.first, plan.last, _targets(entries))}


def must_be_open(reads: Reads, campaign_id: str) -> Campaign:
    """Return a campaign that is not closed.

    Raises:
        RuleError: `campaign.none`, `campaign.closed`.
    """
    told = campaign(reads, campaign_id)
    if told.closed_on is not None:
        raise RuleError("campaign.closed", where=campaign_id, name=told.plan.name, on=told.closed_on)
    return told


def campaign(reads: Reads, campaign_id: str) -> Campaign:
    """Return a campaign.

    Raises:
        RuleError: `campaign.none`.
    """
    record = reads.record(CAMPAIGN, campaign_id)
    if record is None or record.deleted:
        raise RuleError("campaign.none", where=campaign_id)
    return _campaign(record)


def several(desk: Desk, campaign_ids: Iterable[str]) -> tuple[Campaign, ...]:
    """Return campaigns by their ids, by their first day; what is gone is left out."""
    found = desk.store.several(CAMPAIGN, campaign_ids)
    told = (_campaign(one) for one in found if not one.deleted)
    return tuple(sorted(told, key=lambda one: (one.plan.first, one.plan.name)))


def of_year(desk: Desk, year: int) -> tuple[Campaign, ...]:
    """Return the campaigns that begin in a year, by their first day."""
    found = desk.store.records(CAMPAIGN, where={"year_id": seen.year_id(CAMPAIGN, year)})
    return tuple(sorted(map(_campaign, found), key=lambda one: (one.plan.first, one.plan.name)))


def under_way(desk: Desk) -> tuple[Campaign, ...]:
    """Return the campaigns of this year and the last that are not closed, by their first day."""
    year = desk.today().year
    return tuple(one for of in (year - 1, year) for one in of_year(desk, of) if one.closed_on is None)


def entries_of(reads: Reads, campaign_id: str, *, removed: bool = False) -> list[Record]:
    """Return the records of a campaign's targets; those that were removed only when asked for."""
    found = reads.records(ENTRY, where={"campaign_id": campaign_id}, order="sort")
    return [one for one in found if removed or not values.text(one.fields, "removed_on")]


def refuse_outside(reads: Reads, plan: NewCampaign, entry: values.Fields, where: str) -> None:
    """Refuse a target whose day lies outside a campaign's days.

    Args:
        entry: its `target_id` and `day`.

    Raises:
        RuleError: `campaign.day_outside`.
    """
    day = values.day(entry, "day")
    if day is None or not plan.first <= day <= plan.last:
        target = reads.record("target", values.text(entry, "target_id"))
        name = values.text(target.fields, "name") if target is not None else ""
        told = day.isoformat() if day else ""
        raise RuleError(
            "campaign.day_outside", where=where, name=name, day=told, first=plan.first, last=plan.last
        )


def refuse_unknown_owner(reads: Reads, person_ids: Iterable[str], where: str) -> None:
    """Refuse those who answer for something and are no officers of the bureau.

    Raises:
        RuleError: `plan.owner` for nobody, somebody unknown, or an expert, who only advises.
    """
    told: Sequence[str] = list(person_ids)
    records = [reads.record("person", one) if one else None for one in told]
    bad = [one for one in records if one is None or one.deleted or values.flag(one.fields, "expert")]
    if bad or not told:
        raise RuleError("plan.owner", where=where)


def _refuse_unfit(desk: Desk, reads: Reads, plan: NewCampaign) -> None:
    if not plan.name.strip():
        raise RuleError("campaign.name_missing", where="campaign.name")
    if not plan.source.strip():
        raise RuleError("campaign.source_missing", where="campaign.source")
    if plan.last < plan.first:
        raise RuleError("campaign.days", where="campaign.last", first=plan.first, last=plan.last)
    refuse_unknown_owner(reads, [plan.owner_id], "campaign.owner")
    rules = desk.rules
    for one in plan.checklists:
        listed = rules.checklists.get(one)
        if listed is None and one != rules.standard.id:
            raise RuleError("campaign.unknown_checklist", where="campaign.checklists", id=one)
        if listed is not None and listed.campaigns and not any(w in plan.source for w in listed.campaigns):
            raise RuleError(
                "campaign.source_lacks_word",
                where="campaign.source",
                name=listed.name,
                words=listed.campaigns,
            )


def _fields(plan: NewCampaign) -> dict[str, object]:
    return {
        "name": plan.name.strip(),
        "source": plan.source.strip(),
        "first": values.iso(plan.first),
        "last": values.iso(plan.last),
        "owner_id": plan.owner_id,
        "checklists": list(plan.checklists),
        "approval": approval_fields(plan.approval),
        "year_id": seen.year_id(CAMPAIGN, plan.first.year),
    }


def _campaign(record: Record) -> Campaign:
    fields = record.fields
    lists = fields.get("checklists")
    return Campaign(
        record.id,
        NewCampaign(
            name=values.text(fields, "name"),
            source=values.text(fields, "source"),
            first=values.day(fields, "first") or date.min,
            last=values.day(fields, "last") or date.max,
            owner_id=values.text(fields, "owner_id"),
            checklists=tuple(str(one) for one in lists) if isinstance(lists, list) else (),
            approval=approval_of(values.part(fields, "approval")),
        ),
        closed_on=values.day(fields, "closed_on"),
        summary=values.text(fields, "summary"),
        closed_done=values.number(fields, "closed_done"),
        closed_of=values.number(fields, "closed_of"),
        scope=scope_of(fields),
    )
