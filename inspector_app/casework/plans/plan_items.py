"""工作项目化、项目清单化、清单责任化: a year's task list, each item with owner, day and measure of done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people.names import Names
from inspector_app.casework.plans import campaign_targets, rounds, seen
from inspector_app.casework.plans.campaigns import refuse_unknown_owner
from inspector_app.domain.errors import RuleError
from inspector_app.domain.planning import Linked, Period, Rhythm, TaskState, task_state
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Record

ITEM, NOTE = "plan_item", "plan_note"
CAMPAIGN, ROUND, TARGET = "campaign", "round", "target"
LINKS = (CAMPAIGN, ROUND, TARGET)


@dataclass(frozen=True, slots=True)
class Link:
    """What an item hangs on.

    Attributes:
        kind: one of LINKS.
        what: a campaign's id, a target's id, or of a round `kind/quarter/2026/4`.
    """

    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to be listed, or what one that is listed becomes.

    Attributes:
        measure: by what one sees that it is done.
        begins: first day, from which visits to a linked target count.
    """

    title: str
    owner_id: str
    begins: date
    due: date
    measure: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody noted of an item; `finished` when the measure of done is met."""

    on: date
    by: str
    text: str
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An item with its state today.

    Attributes:
        days_left: to its last day, negative after it; None when it is done or dropped.
        dropped: why it was dropped, empty for one that stands.
    """

    id: str
    plan: NewItem
    owner: str
    state: TaskState
    links: tuple[Linked, ...]
    notes: tuple[Note, ...]
    days_left: int | None
    dropped: str = ""


def round_link(told: rounds.Round) -> Link:
    """Return the link to a round."""
    return Link(ROUND, f"{told.kind}/{told.period.rhythm}/{told.period.year}/{told.period.number}")


def add(desk: Desk, item: NewItem) -> str:
    """List an item in the year of its last day and return its id.

    Raises:
        RuleError: `plan.title_missing`, `plan.measure_missing`, `plan.days`, `plan.owner`,
            `plan.unknown_link`.
    """
    with desk.store.transaction(desk.user) as tx:
        _refuse_unfit(desk, tx, item)
        return tx.create(ITEM, _fields(item))


def change(desk: Desk, item_id: str, item: NewItem) -> None:
    """Change an item that stands.

    Raises:
        RuleError: those of `add`, `plan.none`, `plan.dropped`.
    """
    with desk.store.transaction(desk.user) as tx:
        _must_stand(tx, item_id)
        _refuse_unfit(desk, tx, item)
        tx.set(ITEM, item_id, _fields(item))


def note(desk: Desk, item_id: str, text: str, *, finished: bool = False) -> str:
    """Note progress, or that the measure of done is met, and return the note's id.

    Raises:
        RuleError: `plan.none`, `plan.dropped`, `plan.note_missing`.
    """
    if not text.strip():
        raise RuleError("plan.note_missing", where="plan.note")
    with desk.store.transaction(desk.user) as tx:
        _must_stand(tx, item_id)
        told = {"item_id": item_id, "text": text.strip(), "on": values.iso(desk.today()), "by": desk.user}
        return tx.create(NOTE, {**told, "finished": finished})


def drop(desk: Desk, item_id: str, reason: str) -> None:
    """Drop an item; it stays in the list with the reason.

    Raises:
        RuleError: `plan.none`, `plan.dropped`, `plan.reason_missing`.
    """
    if not reason.strip():
        raise RuleError("plan.reason_missing", where="plan.reason")
    with desk.store.transaction(desk.user) as tx:
        _must_stand(tx, item_id)
        tx.set(ITEM, item_id, {"dropped": reason.strip(), "dropped_on": values.iso(desk.today())})


def _must_stand(reads: Reads, item_id: str) -> Record:
    record = reads.record(ITEM, item_id)
    if record is None or record.deleted:
        raise RuleError("plan.none", where=item_id)
    if values.text(record.fields, "dropped"):
        raise RuleError("plan.dropped", where=item_id, title=values.text(record.fields, "title"))
    return record


def _refuse_unfit(desk: Desk, reads: Reads, item: NewItem) -> None:
    if not item.title.strip():
        raise RuleError("plan.title_missing", where="plan.title")
    if not item.measure.strip():
        raise RuleError("plan.measure_missing", where="plan.measure")
    if item.due < item.begins:
        raise RuleError("plan.days", where="plan.due", first=item.begins, last=item.due)
    refuse_unknown_owner(reads, [item.owner_id], "plan.owner")
    for one in item.links:
        if not _known(desk, reads, one):
            raise RuleError("plan.unknown_link", where="plan.links", kind=one.kind, what=one.what)


def _known(desk: Desk, reads: Reads, link: Link) -> bool:
    if link.kind == ROUND:
        return round_of(desk, link.what) is not None
    record = reads.record(link.kind, link.what) if link.kind in LINKS else None
    return record is not None and not record.deleted


def round_of(desk: Desk, what: str) -> tuple[str, Period] | None:
    """Return kind and period that a link names, None when it names none that forms know."""
    parts = what.split("/")
    kind = desk.rules.targets.get(parts[0])
    if len(parts) != 4 or kind is None or not (parts[2].isdecimal() and parts[3].isdecimal()):
        return None
    if parts[1] not in set(Rhythm) or parts[1] != kind.rhythm:
        return None
    year, number = int(parts[2]), int(parts[3])
    most = Period.of(Rhythm(parts[1]), date(2000, 12, 31)).number
    fits = date.min.year < year < date.max.year and 1 <= number <= most
    return (parts[0], Period(Rhythm(parts[1]), year, number)) if fits else None


def items(desk: Desk, year: int) -> tuple[Item, ...]:
    """Return a year's items with their states today, what is overdue first, then by last day."""
    records = desk.store.records(ITEM, where={"year_id": seen.year_id(ITEM, year)})
    by_item: dict[str, list[Note]] = {}
    for one in desk.store.several(NOTE, [each.id for each in records], "item_id"):
        by_item.setdefault(values.text(one.fields, "item_id"), []).append(_note(one))
    names = Names(desk.store)
    names.foresee("person", [values.text(one.fields, "owner_id") for one in records])
    links = _Links(desk)
    told = [_item(one, by_item.get(one.id, []), names, links, desk.today()) for one in records]
    return tuple(sorted(told, key=lambda one: (_FIRST.index(one.state), one.plan.due, one.plan.title)))


_FIRST = (TaskState.OVERDUE, TaskState.UNDER_WAY, TaskState.NOT_BEGUN, TaskState.DONE, TaskState.DROPPED)


class _Links:
    """How much of what items hang on is done; each campaign and each round is looked at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[tuple[str, str, date], Linked] = {}

    def of(self, link: Link, item: NewItem) -> Linked:
        """Return how much of a link is done; what this edition does not know, or is gone, is not."""
        since = item.begins if link.kind == TARGET else date.min
        key = (link.kind, link.what, since)
        if key not in self._known:
            self._known[key] = self._look(link, item)
        return self._known[key]

    def _look(self, link: Link, item: NewItem) -> Linked:
        desk = self._desk
        if link.kind == CAMPAIGN:
            try:
                return campaign_targets.progress(desk, link.what).linked
            except RuleError:
                return Linked(0, 0)
        if link.kind == ROUND:
            named = round_of(desk, link.what)
            return rounds.standing(desk, *named).linked if named else Linked(0, 0)
        found = seen.of_targets(desk.store, [link.what], item.begins, desk.today()).get(link.what, [])
        return Linked(int(any(one.seen.concluded for one in found)), 1, begun=bool(found))


def _item(record: Record, notes: list[Note], names: Names, links: _Links, today: date) -> Item:
    plan = _plan(record.fields)
    linked = tuple(links.of(one, plan) for one in plan.links)
    dropped = values.text(record.fields, "dropped")
    state = task_state(
        plan.due,
        today,
        noted=bool(notes),
        finished=any(one.finished for one in notes),
        dropped=bool(dropped),
        links=linked,
    )
    over = state in (TaskState.DONE, TaskState.DROPPED)
    left = None if over else (plan.due - today).days
    return Item(
        record.id, plan, names.of("person", plan.owner_id), state, linked, tuple(notes), left, dropped
    )


def _plan(fields: values.Fields) -> NewItem:
    links = fields.get("links")
    return NewItem(
        title=values.text(fields, "title"),
        owner_id=values.text(fields, "owner_id"),
        begins=values.day(fields, "begins") or date.min,
        due=values.day(fields, "due") or date.max,
        measure=values.text(fields, "measure"),
        links=tuple(_links(links if isinstance(links, list) else ())),
    )


def _links(told: Iterable[object]) -> Iterable[Link]:
    for one in told:
        if isinstance(one, Mapping):
            yield Link(values.text(dict(one), "kind"), values.text(dict(one), "what"))


def _fields(item: NewItem) -> dict[str, object]:
    return {
        "title": item.title.strip(),
        "owner_id": item.owner_id,
        "begins": values.iso(item.begins),
        "due": values.iso(item.due),
        "measure": item.measure.strip(),
        "links": [{"kind": one.kind, "what": one.what} for one in item.links],
        "year_id": seen.year_id(ITEM, item.due.year),
    }


def _note(record: Record) -> Note:
    fields = record.fields
    return Note(
        values.day(fields, "on") or date.min,
        values.text(fields, "by"),
        values.text(fields, "text"),
        values.flag(fields, "finished"),
    )
