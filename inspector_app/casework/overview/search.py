"""The one search box: targets, papers, people, findings, inspections and commands by a few characters."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.casework.targets.initials import initials
from inspector_app.casework.targets.searched import (
    DOCUMENT,
    FINDING,
    INSPECTION,
    PARTY,
    PERSON,
    TARGET,
    tail,
)
from inspector_app.casework.visits import inspections
from inspector_app.domain.parties import ROLE_LABELS, PartyRole
from inspector_app.store.reading import Record
from inspector_app.store.searching import Hit, fold_char, folded, parts_of
from inspector_app.store.store import Store

MOST = 6
NOWHERE = 9
"""The rank of what these words do not find."""

Range = tuple[int, int]


class Kind(StrEnum):
    """What was found."""

    TARGET = "对象"
    DOCUMENT = "文书"
    PERSON = "人"
    FINDING = "问题"
    INSPECTION = "检查"
    COMMAND = "命令"


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the answer.

    Attributes:
        id: of the target, document, person, finding or inspection; a command's code.
        note: what tells it from others of the same title.
        when: ISO day, empty when it has none.
        ranges, note_ranges: parts of title and note that were asked for, as (first, after last).
        rank: 0 exactly what was asked, 1 begins so, 2 begins so by initials, 3 contains it.
        inspection_id: where a finding or an inspection is worked on.
        target_id: the target that it is about.
    """

    kind: Kind
    id: str
    title: str
    note: str = ""
    when: str = ""
    ranges: tuple[Range, ...] = ()
    rank: int = 3
    inspection_id: str = ""
    target_id: str = ""
    note_ranges: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done by its name.

    Attributes:
        key: the key that does it too, as it is shown.
        words: other words for it.
    """

    code: str
    title: str
    key: str = ""
    words: str = ""


def find(desk: Desk, told: str, most: int = MOST, commands: Iterable[Command] = ()) -> tuple[Found, ...]:
    """Return what some words find, of each kind at most `most`; the kind with the best line comes first.

    Args:
        told: any characters or initials; words with spaces between must all be there.
    """
    if not parts_of(told):
        return ()
    hits = desk.store.search(told, (TARGET, PARTY, PERSON, DOCUMENT, FINDING, INSPECTION), 2 * most)
    by = {entity: [hit for hit in hits if hit.entity == entity] for entity in _ENTITIES}
    parties = _standing(desk.store, by[PARTY])
    targets = list(_targets(desk.store, told, by[TARGET], parties))
    found = [
        *_best(targets, most),
        *_best(_documents(desk.store, told, by[DOCUMENT]), most),
        *_best([*_officers(desk.store, told, by[PERSON]), *_managers(desk.store, told, parties)], most),
        *_best(_findings(desk.store, told, by[FINDING]), most),
        *_best(_inspections(desk, told, by[INSPECTION], [one.id for one in targets[:3]]), most),
        *_best(_commands(told, commands), most),
    ]
    return in_groups([_noted(told, one) for one in found])


def _noted(told: str, one: Found) -> Found:
    """Mark in the note what the title does not show."""
    if one.ranges or one.kind is Kind.COMMAND:
        return one
    return replace(one, note_ranges=matched(told, one.note))


_ENTITIES = (TARGET, PARTY, PERSON, DOCUMENT, FINDING, INSPECTION)


def recent(desk: Desk, most: int = MOST, commands: Iterable[Command] = ()) -> tuple[Found, ...]:
    """Return what a person may want before anything was typed: targets visited last, and commands."""
    told = [
        _target(desk.store, record, "")
        for target_id in desk.store.newest(INSPECTION, "target_id", most)
        if (record := desk.store.record(TARGET, target_id)) is not None and not record.deleted
    ]
    return (*told, *(Found(Kind.COMMAND, one.code, one.title, one.key) for one in commands))


def in_groups(found: Sequence[Found]) -> tuple[Found, ...]:
    """Return the lines kind by kind: first the kind of the best line, then as the kinds are declared."""
    order = list(Kind)
    best = {kind: min((one.rank for one in found if one.kind is kind), default=NOWHERE) for kind in order}
    return tuple(sorted(found, key=lambda one: (best[one.kind], order.index(one.kind))))


def rank(told: str, title: str, *more: str) -> int:
    """Return how well words find a title or one of some other texts; NOWHERE when they do not."""
    parts = parts_of(told)
    texts = [folded(one) for one in (title, *more) if one]
    letters = [each for one in (title, *more) for each in initials(one)]
    if not parts or not all(any(part in one for one in (*texts, *letters)) for part in parts):
        return NOWHERE
    if parts == texts[:1] or parts[0] in letters:
        return 0 if parts == texts[:1] else 2
    if any(one.startswith(parts[0]) for one in texts):
        return 1
    return 2 if any(one.startswith(parts[0]) for one in letters) else 3


def matched(told: str, title: str) -> tuple[Range, ...]:
    """Return the parts of a title that words stand for, by characters or by initials, in order."""
    ranges = []
    for part in parts_of(told):
        found = _by_characters(part, title) or _by_initials(part, title)
        if found is not None:
            ranges.append(found)
    return tuple(sorted(ranges))


def _by_characters(part: str, title: str) -> Range | None:
    places = [n for n, char in enumerate(title) for _ in fold_char(char)]
    at = folded(title).find(part)
    return None if at < 0 else (places[at], places[at + len(part) - 1] + 1)


def _by_initials(part: str, title: str) -> Range | None:
    places = [n for n, char in enumerate(title) if char.isalnum()]
    for letters in initials(title):
        at = letters.find(part)
        if at >= 0 and at + len(part) <= len(places):
            return places[at], places[at + len(part) - 1] + 1
    return None


def _best(found: Iterable[Found], most: int) -> list[Found]:
    """Return the best lines; those of one rank stay in order: the newest first."""
    return sorted(found, key=lambda one: one.rank)[:most]


def _graded(hit: Hit, told: str, title: str, *more: str) -> int:
    """Return the rank of what the index found; a title that only begins so by its initials comes later."""
    return min(rank(told, title, *more), 3) if hit.rank < 2 else 3


def _standing(store: Store, hits: Iterable[Hit]) -> list[tuple[Hit, Record]]:
    told = [(hit, store.record(hit.entity, hit.id)) for hit in hits]
    return [(hit, record) for hit, record in told if record is not None and not record.deleted]


def _targets(
    store: Store, told: str, hits: Iterable[Hit], parties: Iterable[tuple[Hit, Record]]
) -> Iterator[Found]:
    seen = set()
    for hit, record in _standing(store, hits):
        seen.add(hit.id)
        yield _target(store, record, told, _graded(hit, told, values.text(record.fields, "name")))
    for _, party in parties:
        target_id = values.text(party.fields, "target_id")
        record_of = store.record(TARGET, target_id)
        if target_id in seen or record_of is None or record_of.deleted:
            continue
        seen.add(target_id)
        company = values.text(party.fields, "name")
        note = f"{_role(party)} {company}"
        if not matched(told, company):
            note += " · " + " ".join(values.text(party.fields, name) for name in ("manager", "phone"))
        yield _target(store, record_of, told, 3, note.strip(" ·"))


def _target(store: Store, record: Record, told: str, ranked: int = 3, note: str = "") -> Found:
    name = values.text(record.fields, "name")
    visits = store.records(INSPECTION, where={"target_id": record.id}, order="-started")
    when = values.text(visits[0].fields, "started")[:10] if visits else ""
    note = note or values.text(record.fields, "address")
    return Found(Kind.TARGET, record.id, name, note, when, matched(told, name), ranked, target_id=record.id)


def _role(party: Record) -> str:
    told = values.text(party.fields, "role")
    return ROLE_LABELS[PartyRole(told)] if told in set(PartyRole) else told


def _documents(store: Store, told: str, hits: Iterable[Hit]) -> Iterator[Found]:
    for hit in hits:
        paper = issued.document(store, hit.id)
        if paper is None:
            continue
        end = tail(paper.number)
        # What people say is the end of a number: 3-12 and 3-12号 are exactly it.
        exact = folded(told) in {folded(end), folded(end.removesuffix("号")), folded(paper.number)}
        ranked = 0 if exact else _graded(hit, told, paper.number, end, paper.label)
        note = f"{paper.label} · {paper.addressee}" if paper.addressee else paper.label
        yield Found(
            Kind.DOCUMENT,
            hit.id,
            paper.number,
            note,
            values.iso(paper.issued_on),
            matched(told, paper.number),
            ranked,
            paper.inspection_id,
            paper.target_id,
        )


def _officers(store: Store, told: str, hits: Iterable[Hit]) -> Iterator[Found]:
    for hit, record in _standing(store, hits):
        name = values.text(record.fields, "name")
        note = values.text(record.fields, "certificate")
        yield Found(Kind.PERSON, hit.id, name, note, "", matched(told, name), _graded(hit, told, name, note))


def _managers(store: Store, told: str, parties: Iterable[tuple[Hit, Record]]) -> Iterator[Found]:
    """Yield the people who answer for a target on site, once for each company of theirs."""
    seen = set()
    for hit, party in parties:
        name, company = values.text(party.fields, "manager"), values.text(party.fields, "name")
        phone = values.text(party.fields, "phone")
        ranked = rank(told, name, phone) if name else NOWHERE
        if ranked == NOWHERE or (name, company) in seen:
            continue
        seen.add((name, company))
        target_id = values.text(party.fields, "target_id")
        target = store.record(TARGET, target_id)
        if target is None or target.deleted:
            continue
        title = values.text(party.fields, "manager_title")
        note = " · ".join(one for one in (title, company, phone) if one)
        yield Found(Kind.PERSON, hit.id, name, note, "", matched(told, name), ranked, target_id=target_id)


def _findings(store: Store, told: str, hits: Iterable[Hit]) -> Iterator[Found]:
    for hit, record in _standing(store, hits):
        fact = values.text(record.fields, "fact") or values.text(record.fields, "location")
        inspection_id = values.text(record.fields, "inspection_id")
        visit = store.record(INSPECTION, inspection_id)
        if visit is None:
            continue
        target_id = values.text(visit.fields, "target_id")
        note = " · ".join(
            one for one in (_name(store, target_id), values.text(record.fields, "location")) if one
        )
        yield Found(
            Kind.FINDING,
            hit.id,
            fact,
            note,
            values.text(record.fields, "seen_on") or values.text(visit.fields, "started")[:10],
            matched(told, fact),
            min(hit.rank, 1) if hit.rank < 2 else 3,
            inspection_id,
            target_id,
        )


def _name(store: Store, target_id: str) -> str:
    record = store.record(TARGET, target_id)
    return values.text(record.fields, "name") if record is not None else ""


def _inspections(desk: Desk, told: str, hits: Iterable[Hit], targets: Sequence[str]) -> Iterator[Found]:
    """Yield inspections that say so themselves, and the last two of each target that was found."""
    records = [record for _, record in _standing(desk.store, hits)]
    for target_id in targets:
        records += desk.store.records(INSPECTION, where={"target_id": target_id}, order="-started")[:2]
    for record in {one.id: one for one in records}.values():
        target_id = values.text(record.fields, "target_id")
        name = _name(desk.store, target_id)
        started = values.text(record.fields, "started")
        note = " · ".join(
            one
            for one in (inspections.state_of(desk, record).word, values.text(record.fields, "place"))
            if one
        )
        yield Found(
            Kind.INSPECTION,
            record.id,
            name,
            note,
            started[:10],
            matched(told, name),
            3,
            record.id,
            target_id,
        )


def _commands(told: str, commands: Iterable[Command]) -> Iterator[Found]:
    for one in commands:
        ranked = rank(told, one.title, *one.words.split())
        if ranked != NOWHERE:
            yield Found(Kind.COMMAND, one.code, one.title, one.key, "", matched(told, one.title), ranked)
