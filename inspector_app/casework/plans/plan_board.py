"""What the lists of plans show: campaigns with their counts, items of three years, rounds with the cap."""

from dataclasses import dataclass

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people.names import Names
from inspector_app.casework.plans import campaign_targets, campaigns, caps, draws, plan_items, rounds
from inspector_app.casework.plans.campaigns import Campaign
from inspector_app.casework.plans.caps import Yearly
from inspector_app.casework.plans.draws import Draw
from inspector_app.casework.plans.plan_items import Item
from inspector_app.casework.plans.rounds import Round, RoundLine
from inspector_app.casework.targets import registry
from inspector_app.domain.errors import RuleError
from inspector_app.domain.people import Officer
from inspector_app.domain.planning import Progress, TaskState


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign as a list shows it.

    Attributes:
        owner: the name of who answers for it.
        overdue: targets whose day is over without a visit.
        renew: it was made longer or larger, and that was not approved.
    """

    campaign: Campaign
    owner: str
    done: int
    of: int
    overdue: int = 0
    renew: bool = False


def campaign_lines(desk: Desk) -> tuple[CampaignLine, ...]:
    """Return the campaigns of three years, the last to the next: open ones by last day, then the closed."""
    year = desk.today().year
    every = [one for of in (year - 1, year, year + 1) for one in campaigns.of_year(desk, of)]
    names = Names(desk.store)
    names.foresee("person", [one.plan.owner_id for one in every])
    told = [campaign_line(desk, one, names) for one in every]
    return tuple(sorted(told, key=_by_end))


def _by_end(told: CampaignLine) -> tuple[bool, int]:
    closed, last = told.campaign.closed_on, told.campaign.plan.last.toordinal()
    return (closed is not None, last if closed is None else -closed.toordinal())


def campaign_line(desk: Desk, one: Campaign, names: Names) -> CampaignLine:
    """Return a campaign as a list shows it; a closed one as it stood when it was closed."""
    owner = names.of("person", one.plan.owner_id)
    if one.closed_on is not None:
        return CampaignLine(one, owner, one.closed_done, one.closed_of)
    told = campaign_targets.progress(desk, one.id)
    standing = [line.target_id for line in told.lines if line.removed_on is None]
    renew = one.lengthened or bool(one.beyond(standing))
    return CampaignLine(
        one, owner, told.count(Progress.DONE), told.of, told.count(Progress.OVERDUE), renew=renew
    )


def addable(desk: Desk, campaign_id: str, target_ids: list[str], told: str) -> tuple[str, ...]:
    """Return those of the targets that were found which a campaign does not have yet.

    Args:
        told: the words by which they were found.

    Raises:
        RuleError: `campaign.none`, `campaign.closed`, `campaign.nothing_found`.
    """
    campaigns.must_be_open(desk.store, campaign_id)
    entries = campaigns.entries_of(desk.store, campaign_id)
    there = {values.text(one.fields, "target_id") for one in entries}
    left = tuple(one for one in target_ids if one not in there)
    if not left:
        raise RuleError("campaign.nothing_found", where="campaign.words", told=told.strip())
    return left


def item_lines(desk: Desk) -> tuple[Item, ...]:
    """Return this year's items, before them what the last year left open, behind them the next year's."""
    year = desk.today().year
    over = (TaskState.DONE, TaskState.DROPPED)
    left = [one for one in plan_items.items(desk, year - 1) if one.state not in over]
    return (*left, *plan_items.items(desk, year), *plan_items.items(desk, year + 1))


def item(desk: Desk, item_id: str) -> Item:
    """Return an item of those years.

    Raises:
        RuleError: `plan.none`.
    """
    year = desk.today().year
    for of in (year, year - 1, year + 1):
        for one in plan_items.items(desk, of):
            if one.id == item_id:
                return one
    raise RuleError("plan.none", where=item_id)


def round_lines(desk: Desk) -> tuple[Round, ...]:
    """Return the rounds of this period, one of each kind whose forms ask for one."""
    return tuple(rounds.standing(desk, one.code) for one in rounds.kinds(desk))


def round_line(desk: Desk, kind: str, target_id: str) -> tuple[Round, RoundLine, Yearly]:
    """Return a round, what became in it of a target, and how often that was visited this year.

    Raises:
        RuleError: `round.none`, `registry.no_target` when it has no part in the round.
    """
    told = rounds.standing(desk, kind)
    line = next((one for one in told.lines if one.target_id == target_id), None)
    if line is None:
        raise RuleError("registry.no_target", where=target_id)
    return told, line, caps.yearly(desk, target_id, desk.today().year)


def draw_lines(desk: Desk) -> tuple[Draw, ...]:
    """Return the draws of this year and the last, the newest first."""
    year = desk.today().year
    told = [*draws.of_year(desk, year - 1), *draws.of_year(desk, year)]
    return tuple(sorted(told, key=lambda one: one.frozen_at, reverse=True))


def kind_of(desk: Desk, drawn: Draw) -> str:
    """Return the kind of what a draw's pool holds, empty when its targets are gone."""
    first = next(iter(drawn.pool.targets), None)
    record = desk.store.record("target", first.id) if first is not None else None
    return values.text(record.fields, "kind") if record is not None else ""


def staff(desk: Desk) -> tuple[Officer, ...]:
    """Return the officers who may answer for something: everybody but the experts."""
    return tuple(one for one in registry.officers(desk.store) if not one.expert)


def label_of(desk: Desk, link: plan_items.Link) -> str:
    """Return what an item hangs on in words; what is not known here stays as it was told."""
    if link.kind == plan_items.ROUND:
        named = plan_items.round_of(desk, link.what)
        return f"{desk.rules.targets[named[0]].label} {named[1].label}" if named else link.what
    record = desk.store.record(link.kind, link.what) if link.kind in plan_items.LINKS else None
    return values.text(record.fields, "name") if record is not None else link.what
