"""Visits of a campaign: begun with its source, its approval and its officers, or counted to it afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import campaigns, caps, seen
from inspector_app.casework.plans.campaigns import Campaign
from inspector_app.casework.visits import inspections
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import Problem, RuleError
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Record


@dataclass(frozen=True, slots=True)
class Begun:
    """A visit that was begun, and what is to be said of the yearly cap, None for nothing."""

    inspection_id: str
    warning: Problem | None


def begin(
    desk: Desk, campaign_id: str, target_id: str, officer_ids: Iterable[str] = (), **fields: object
) -> Begun:
    """Begin a visit for a campaign: its source (which brings the checklists), approval and officers.

    Args:
        officer_ids: who goes; left out, those that the campaign names for the target.
        fields: any of `inspections.begin`, in place of what the campaign and the target say.

    Raises:
        RuleError: `registry.no_target`, `campaign.none`, `campaign.closed`, `campaign.not_approved`,
            `campaign.approved_after` when that was after the day, `campaign.outside_days`,
            `campaign.not_in_it`, `campaign.under_way` when a visit of it there is not concluded,
            `campaign.lengthened` on a day and `campaign.enlarged` at a target that no approval covers.

    Source: 国办发〔2024〕54号 (no visit before the approval; a campaign keeps to its targets and days).
    """
    told = campaigns.campaign(desk.store, campaign_id)
    warning = caps.weigh(desk, target_id, told.plan.source)
    with desk.store.transaction(desk.user) as tx:
        told, entry = _allowed(desk, tx, campaign_id, target_id)
        target = tx.record("target", target_id)
        given: dict[str, object] = {
            "started": desk.clock.now().replace(second=0, microsecond=0).isoformat(),
            "place": values.text(target.fields, "address") if target is not None else "",
            "source": told.plan.source,
            "approval": inspections.approval_fields(told.plan.approval),
            **fields,
            "campaign_id": campaign_id,
        }
        named = entry.fields.get("officer_ids")
        planned = [str(one) for one in named if one] if isinstance(named, list) else []
        going = list(officer_ids) or planned
        campaigns.close_list(tx, campaign_id)
        return Begun(inspections.write(desk, tx, target_id, going, **given), warning)


def count_to(desk: Desk, inspection_id: str, campaign_id: str) -> None:
    """Count a visit that was begun otherwise to a campaign; source and approval it lacks come from there.

    Raises:
        RuleError: `inspection.none`, `inspection.locked`, and those of `begin`.
    """
    with desk.store.transaction(desk.user) as tx:
        visit = inspections.must_be_open(tx, inspection_id)
        if values.text(visit.fields, "campaign_id") == campaign_id:
            return
        told, _ = _allowed(desk, tx, campaign_id, values.text(visit.fields, "target_id"), visit)
        lacking: dict[str, object] = {
            "source": told.plan.source,
            "approval": inspections.approval_fields(told.plan.approval),
        }
        given = {name: value for name, value in lacking.items() if not visit.fields.get(name)}
        campaigns.close_list(tx, campaign_id)
        tx.set("inspection", inspection_id, {**given, "campaign_id": campaign_id})


def take_out(desk: Desk, inspection_id: str) -> None:
    """Count a visit to no campaign any more.

    Raises:
        RuleError: `inspection.none`, `inspection.locked`, `campaign.closed`.
    """
    with desk.store.transaction(desk.user) as tx:
        visit = inspections.must_be_open(tx, inspection_id)
        campaign_id = values.text(visit.fields, "campaign_id")
        if campaign_id:
            campaigns.must_be_open(tx, campaign_id)
            tx.set("inspection", inspection_id, {"campaign_id": ""})


def open_at(desk: Desk, target_id: str) -> tuple[Campaign, ...]:
    """Return the approved campaigns of which a visit to this target could begin today."""
    today = desk.today()
    entries = desk.store.records(campaigns.ENTRY, where={"target_id": target_id})
    ids = {
        values.text(one.fields, "campaign_id") for one in entries if not values.text(one.fields, "removed_on")
    }
    told = [
        one
        for one in campaigns.several(desk, ids)
        if one.closed_on is None
        and one.approved
        and one.plan.first <= today <= one.plan.last
        and (one.scope is None or (one.scope.holds(today) and one.scope.names(target_id)))
        and one.id not in seen.running(desk.store, target_id, one.plan.first, one.plan.last)
    ]
    return tuple(sorted(told, key=lambda one: one.plan.last))


def _allowed(
    desk: Desk, reads: Reads, campaign_id: str, target_id: str, visit: Record | None = None
) -> tuple[Campaign, Record]:
    told = campaigns.must_be_open(reads, campaign_id)
    plan = told.plan
    began = values.moment(visit.fields, "started") if visit is not None else None
    on = local_date(began) if began is not None else desk.today()
    if not told.approved:
        raise RuleError("campaign.not_approved", where="campaign.approval", name=plan.name)
    if plan.approval is not None and plan.approval.at is not None:
        approved_on = local_date(plan.approval.at)
        if approved_on > on:
            raise RuleError("campaign.approved_after", where="campaign.approval", on=approved_on, day=on)
    if not plan.first <= on <= plan.last:
        raise RuleError(
            "campaign.outside_days",
            where=campaign_id,
            name=plan.name,
            day=on,
            first=plan.first,
            last=plan.last,
        )
    entries = campaigns.entries_of(reads, campaign_id)
    entry = next((one for one in entries if values.text(one.fields, "target_id") == target_id), None)
    if entry is None:
        raise RuleError("campaign.not_in_it", where=target_id, name=plan.name)
    _refuse_beyond(told, target_id, on)
    for one in seen.at_target(reads, campaign_id, target_id):
        if not one.concluded:
            raise RuleError("campaign.under_way", where=one.id, name=plan.name)
    return told, entry


def _refuse_beyond(told: Campaign, target_id: str, on: date) -> None:
    """Refuse a visit beyond what was approved (国办发〔2024〕54号)."""
    scope, name = told.scope, told.plan.name
    if scope is None:
        return
    if not scope.holds(on):
        raise RuleError(
            "campaign.lengthened",
            where="campaign.approval",
            name=name,
            day=on,
            first=scope.first,
            last=scope.last,
        )
    if not scope.names(target_id):
        raise RuleError("campaign.enlarged", where="campaign.approval", name=name)
