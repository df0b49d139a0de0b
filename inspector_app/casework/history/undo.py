"""Undo and redo of everything that is not issued.

A step is read from the journal: what the entries of one action changed, and what stood there before. So no
action has to say how it is taken back, and none can forget to. Taking back writes new entries; a record that
an action removed comes back under its own id, since a value that names the tombstone as replaced revives it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.casework.visits import after_photos, findings, inspections, results
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import Heads
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Json, Record
from inspector_app.store.store import Store
from inspector_app.store.transaction import Tx

MOST_STEPS = 200
"""Steps that are remembered; more than a visit has."""

PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Change:
    """What an action changed in one record.

    Attributes:
        was, now: the fields that it changed, as they stood before and after; None where there was no value.
        was_there, is_there: whether the record stood before and after.
    """

    entity: str
    id: str
    was: Mapping[str, Json]
    now: Mapping[str, Json]
    was_there: bool
    is_there: bool

    def turned(self) -> "Change":
        """Return the change that takes this one back."""
        return Change(self.entity, self.id, self.now, self.was, self.is_there, self.was_there)


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a person.

    Attributes:
        what: in words of the office's language, for the line that says what was undone.
    """

    what: str
    changes: tuple[Change, ...]

    def turned(self) -> "Step":
        """Return the step that takes this one back."""
        return replace(self, changes=tuple(one.turned() for one in reversed(self.changes)))

    @property
    def records(self) -> frozenset[str]:
        """The ids of the records it changed."""
        return frozenset(one.id for one in self.changes)


@dataclass(slots=True)
class Steps:
    """What was done and undone, the newest last; doing something new forgets what was undone."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def note(self, step: Step) -> None:
        """Remember a step; one that changed nothing is none."""
        if step.changes:
            self.undone.clear()
            self.done = [*self.done[1 - MOST_STEPS :], step]


def since(store: Store, place: int, what: str, *, photos: Iterable[str] = ()) -> Step:
    """Return what was changed after a place of the own journal (`Store.place`) as one step.

    Photos come in beside the screen: a transaction that attaches one is left out, unless it is among those
    asked for, and then nothing else is in.

    Args:
        photos: ids of photo records; given, the step is about them alone.
    """
    wanted = frozenset(photos)
    entries = list(store.entries(store.meta.journal_id, place))
    with_acts = {one.header.tx: str(one.fields.get("kind", "")) for one in entries if one.header.op == "act"}
    touched: dict[tuple[str, str], None] = {}
    for one in entries:
        header = one.header
        attached = with_acts.get(header.tx) == ActKind.ATTACH
        if header.op == "act" or attached != (header.entity_id in wanted):
            continue
        if not wanted and header.tx in with_acts:
            continue  # an act is told once and never taken back, nor is what was written with it
        touched[header.entity, header.entity_id] = None
    return Step(what, tuple(_change(store, place, entity, record_id) for entity, record_id in touched))


def _change(store: Store, place: int, entity: str, record_id: str) -> Change:
    own = store.meta.journal_id
    before, after = Heads(), Heads()
    known = False
    for one in store.entries_of(record_id):
        if one.header.entity != entity:
            continue
        after.take(one)
        if not _later(one, own, place):
            before.take(one)
            known = known or one.header.op != "act"
    told = after.folded()
    stood = before.folded() if known else None
    was = stood.fields if stood is not None else {}
    names = [name for name in told.fields if name not in was or was[name] != told.fields[name]]
    return Change(
        entity,
        record_id,
        {name: was.get(name) for name in names},
        {name: told.fields[name] for name in names},
        stood is not None and not stood.deleted,
        not told.deleted,
    )


def _later(entry: Entry, own: str, place: int) -> bool:
    return entry.header.journal_id == own and entry.header.seq > place


def undo(desk: Desk, steps: Steps) -> Step | None:
    """Take back the newest step and return it, None when there is none.

    A step that may not be taken back is forgotten, so that the one before it can be.

    Raises:
        RuleError: `undo.issued`, `undo.concluded`, `undo.changed_since`.
    """
    if not steps.done:
        return None
    step = steps.done.pop()
    _write(desk, step.turned())
    steps.undone.append(step)
    return step


def redo(desk: Desk, steps: Steps) -> Step | None:
    """Do the step again that was undone last and return it, None when there is none.

    Raises:
        RuleError: `undo.issued`, `undo.concluded`, `undo.changed_since`.
    """
    if not steps.undone:
        return None
    step = steps.undone.pop()
    _write(desk, step)
    steps.done.append(step)
    return step


def _write(desk: Desk, step: Step) -> None:
    """Bring every record of a step to where the step leads, all in one transaction.

    Raises:
        RuleError: see `undo`; nothing is written then.
    """
    with desk.store.transaction(desk.user) as tx:
        # Asked inside: what comes in beside the screen must not slip in between.
        for one in step.changes:
            _may(tx, one, step.what)
        for one in step.changes:
            _put(tx, one)


def _put(tx: Tx, change: Change) -> None:
    if not change.is_there:
        tx.delete(change.entity, change.id)
        return
    told = dict(change.now)
    if not told:
        record = tx.record(change.entity, change.id)
        # Any value of its own, told anew, revives it.
        told = dict(list(record.fields.items())[:1]) if record is not None else {}
    tx.set(change.entity, change.id, told)


def _may(reads: Reads, change: Change, what: str) -> None:
    record = reads.record(change.entity, change.id)
    there = record is not None and not record.deleted
    held = record.fields if record is not None else {}
    # What is gone holds nothing that could have changed meanwhile.
    differs = there and any(held.get(name) != value for name, value in change.was.items())
    if record is None or there != change.was_there or differs:
        raise RuleError("undo.changed_since", where=change.id, what=what)
    _refuse_final(reads, change.entity, record, what)


def _refuse_final(reads: Reads, entity: str, record: Record, what: str) -> None:
    """Refuse to touch what is issued or belongs to a concluded visit, however far up that stands."""
    if entity == "inspection" and inspections.concluded(reads, record.id):
        raise RuleError("undo.concluded", where=record.id, what=what)
    if entity == "document" and issued.issue_act(reads, record.id) is not None:
        raise RuleError("undo.issued", where=record.id, what=what)
    if entity == "finding" and findings.ordered_by(reads, record.id):
        raise RuleError("undo.issued", where=record.id, what=what)
    recheck_id = _recheck_of(entity, record)
    if recheck_id and after_photos.told_of(reads, recheck_id, values.text(record.fields, "finding_id")):
        raise RuleError("undo.issued", where=record.id, what=what)
    for name, above in _ABOVE.items():
        if recheck_id and above == "finding":
            continue  # what a recheck sees of an old finding is none of what was ordered of it
        owner = values.text(record.fields, name)
        held = reads.record(above, owner) if owner and (entity, above) not in _APART else None
        if held is not None:
            _refuse_final(reads, above, held, what)


def _recheck_of(entity: str, record: Record) -> str:
    """Return the recheck at which a result or a photo of an old finding came in, else nothing."""
    if entity == results.KIND:
        return values.text(record.fields, "recheck_id")
    after = entity == PHOTO and after_photos.is_after(record)
    return values.text(record.fields, "inspection_id") if after else ""


_ABOVE = {
    "inspection_id": "inspection",
    "recheck_id": "inspection",
    "finding_id": "finding",
    "document_id": "document",
}
"""Fields by which a record belongs to another one."""

_APART = frozenset({("document", "inspection"), ("ticked", "finding")})
"""What is its own master: a document may be made after the visit was concluded, and be about what another
document orders."""
