"""The office's memory of sentences: the shipped phrases, and what was ordered here in words of its own.

Learnt is only what counted: findings that a standing document orders, and those of concluded visits. A
sentence keeps the clause, measure, days and grade that it was given last. Made once a session, beside the
screen, of the newest findings; after each issue only what is new is added.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from heapq import nsmallest

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.targets.initials import initials
from inspector_app.domain.acts import ActKind
from inspector_app.domain.checklists import Phrase
from inspector_app.domain.deadlines import LONGEST_DAYS
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import ORDERING
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

FORGOTTEN = "phrase_forgotten"
"""The kind of record that says which sentence the office does not want to be offered any more."""

LEAST, LONGEST = 4, 200
"""Characters of a sentence that is worth remembering."""

OFTEN = 2
"""Uses from which an own sentence is offered before the shipped ones."""

MOST_SPELT = 2_000
"""Own sentences that are found by initials, the most used; the others are found by their characters."""

LEARNT = 5_000
"""Findings that are learnt from, the newest: more than half a year of an office of ten. Ten years at each
sign-in would cost two seconds of processor, and offer what nobody has written for long."""

TOPIC = "本单位"

Key = tuple[str, str]
"""The kind of target and the fact."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A phrase with what is known of its use here.

    Attributes:
        initials: what it may be typed by, polyphones in all their readings.
        own: written here; the others came with the forms.
        count: how often it was ordered or concluded here.
        last: the day of the fact when it was used last.
    """

    phrase: Phrase
    initials: tuple[str, ...]
    own: bool = False
    count: int = 0
    last: date | None = None


_BREAK = "\x1f"


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence ready to be searched: one text to look into, and its place among equals."""

    told: str
    order: tuple[bool, int, int, int, str]
    often: bool
    sentence: Sentence


def _line(one: Sentence) -> _Line:
    phrase, last = one.phrase, one.last.toordinal() if one.last else 0
    return _Line(
        _BREAK.join(("", phrase.fact.lower(), *one.initials)),
        (not one.own, -one.count, -last, len(phrase.fact), phrase.id),
        one.own and one.count >= OFTEN,
        one,
    )


@dataclass(slots=True)
class Memory:
    """All sentences of this session; `find` answers from it without the store.

    Attributes:
        taken: ids of the findings that were counted, so that none counts twice.
    """

    known: dict[Key, Sentence] = field(default_factory=dict)
    forgotten: set[Key] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    _of: dict[str, list[_Line]] = field(default_factory=dict)

    def find(self, target: str, told: str, most: int) -> tuple[Sentence, ...]:
        """Return the sentences of a kind of target that fit what was typed, the likeliest first.

        Own sentences used often come first, then what begins with the letters, then what holds them, then
        what is about them.

        Args:
            told: pinyin initials or Chinese characters; shorter than two finds nothing.
        """
        wanted = told.strip().lower()
        if len(wanted) < 2 or _BREAK in wanted:
            return ()
        begins, lines = _BREAK + wanted, self._lines(target)
        held = [one for one in lines if wanted in one.told]
        found = nsmallest(most, held, key=lambda one: (not one.often, begins not in one.told, one.order))
        if len(found) < most and not wanted.isascii():
            about = [one for one in lines if wanted in one.sentence.phrase.topic and wanted not in one.told]
            found += nsmallest(most - len(found), about, key=lambda one: one.order)
        return tuple(one.sentence for one in found)

    def _lines(self, target: str) -> list[_Line]:
        """Return what may be offered for a kind of target, ready to be searched."""
        if target not in self._of:
            # Taken whole: what is learnt beside the screen must not change it under the loop.
            self._of[target] = [
                _line(one)
                for key, one in list(self.known.items())
                if key[0] == target and not (one.own and key in self.forgotten)
            ]
        return self._of[target]

    def ready(self) -> None:
        """Do beforehand what the first search would do."""
        for target in {key[0] for key in list(self.known)}:
            self._lines(target)

    def put(self, key: Key, sentence: Sentence) -> None:
        """Take in a sentence, or what is newly known of it."""
        self.known[key] = sentence
        self._of.pop(key[0], None)

    def renew_forgotten(self, store: Store) -> None:
        """Read which sentences are not to be offered: one was forgotten, or that was undone."""
        self.forgotten = {
            (values.text(one.fields, "target"), values.text(one.fields, "fact"))
            for one in store.records(FORGOTTEN)
        }
        self._of.clear()


def found_at(sentence: Sentence, told: str) -> tuple[int, int]:
    """Return where in the fact stands what was typed: first character and the one after the last.

    (0, 0) when it stands nowhere, as for a phrase that was found by its topic.
    """
    wanted, fact = told.strip().lower(), sentence.phrase.fact
    at = fact.lower().find(wanted)
    if at >= 0:
        return at, at + len(wanted)
    spoken = [n for n, char in enumerate(fact) if char.isalnum()]
    for one in sentence.initials:
        at = one.find(wanted)
        if at >= 0 and at + len(wanted) <= len(spoken):
            return spoken[at], spoken[at + len(wanted) - 1] + 1
    return 0, 0


def shipped(rules: Rules, *, readings: bool = False) -> Memory:
    """Return the memory of an office that ordered nothing yet.

    Args:
        readings: reckon polyphones too; costs a tenth of a millisecond a phrase.
    """
    memory = Memory()
    for one in rules.phrases:
        told = (one.initials, *(initials(one.fact) if readings else ()))
        memory.put((one.target, one.fact), Sentence(one, tuple(dict.fromkeys(told))))
    return memory


def learn(desk: Desk) -> Memory:
    """Return the shipped phrases and what was learnt here from the newest findings, `LEARNT` at most."""
    store = desk.store
    memory = shipped(desk.rules, readings=True)
    newest = store.several("finding", store.ids("finding", LEARNT))
    ids, visits = [one.id for one in newest], {values.text(one.fields, "inspection_id") for one in newest}
    ended = store.acts_of("inspection", visits, ActKind.CONCLUDE)
    ordered = _ordered(store, ids)
    counted = [
        one for one in newest if one.id in ordered or values.text(one.fields, "inspection_id") in ended
    ]
    duties: dict[str, Record] = {}
    for duty in store.several("obligation", ids, "finding_id"):
        duties.setdefault(values.text(duty.fields, "finding_id"), duty)
    _take(memory, counted, _kinds(store, visits), duties)
    memory.renew_forgotten(store)
    memory.ready()
    return memory


def _ordered(store: Store, finding_ids: list[str]) -> set[str]:
    """Return those of these findings that a standing document orders."""
    ticked = [
        (values.text(one.fields, "document_id"), values.text(one.fields, "finding_id"))
        for one in store.several("ticked", finding_ids, "finding_id")
    ]
    papers, kinds = {document_id for document_id, _ in ticked}, {str(kind) for kind in ORDERING}
    fates = store.fates(papers)
    ordering = {
        one.id
        for one in store.several("document", papers)
        if fates.get(one.id) == "issued" and values.text(one.fields, "kind") in kinds
    }
    return {finding_id for document_id, finding_id in ticked if document_id in ordering}


def learn_more(memory: Memory, desk: Desk, finding_ids: Iterable[str]) -> None:
    """Count findings that were ordered or concluded just now."""
    store = desk.store
    told = [store.record("finding", one) for one in finding_ids if one not in memory.taken]
    counted = [one for one in told if one is not None and not one.deleted]
    duties: dict[str, Record] = {}
    kinds: dict[str, str] = {}
    for one in counted:
        for duty in store.records("obligation", where={"finding_id": one.id}):
            duties.setdefault(one.id, duty)
        inspection_id = values.text(one.fields, "inspection_id")
        visit = store.record("inspection", inspection_id)
        target = store.record("target", values.text(visit.fields, "target_id")) if visit else None
        kinds[inspection_id] = values.text(target.fields, "kind") if target else ""
    _take(memory, counted, kinds, duties)
    memory.ready()


def _kinds(store: Store, visits: Iterable[str]) -> dict[str, str]:
    """Return the kind of target by inspection."""
    of = {one.id: values.text(one.fields, "target_id") for one in store.several("inspection", visits)}
    kinds = {one.id: values.text(one.fields, "kind") for one in store.several("target", set(of.values()))}
    return {visit_id: kinds.get(target_id, "") for visit_id, target_id in of.items()}


def _take(
    memory: Memory,
    counted: Iterable[Record],
    kinds: Mapping[str, str],
    duties: Mapping[str, Record],
) -> None:
    for one in counted:
        fact = values.text(one.fields, "fact").strip()
        target = kinds.get(values.text(one.fields, "inspection_id"), "")
        if one.id in memory.taken or not target or not LEAST <= len(fact) <= LONGEST:
            continue
        memory.taken.add(one.id)
        key = target, fact
        seen = values.day(one.fields, "seen_on")
        before = memory.known.get(key)
        if before is None:
            made = _phrase(key, one, duties.get(one.id))
            memory.put(key, Sentence(made, (), own=True, count=1, last=seen))
            continue
        newer = seen is not None and (before.last is None or seen >= before.last)
        phrase = _phrase(key, one, duties.get(one.id)) if before.own and newer else before.phrase
        last = seen if newer else before.last
        memory.put(key, replace(before, phrase=phrase, count=before.count + 1, last=last))
    _spell(memory)


def _spell(memory: Memory) -> None:
    """Reckon the initials of what is used most; it is the dear part, half a millisecond a sentence."""
    own = sorted((one for one in list(memory.known.values()) if one.own), key=lambda one: _line(one).order)
    for one in own[:MOST_SPELT]:
        if not one.initials:
            memory.put((one.phrase.target, one.phrase.fact), replace(one, initials=initials(one.phrase.fact)))


def _phrase(key: Key, finding: Record, duty: Record | None) -> Phrase:
    fields = finding.fields
    seen = values.day(fields, "seen_on")
    due = values.day(duty.fields, "due") if duty else None
    days = (due - seen).days if due is not None and seen is not None else 0
    criterion = values.text(fields, "criterion")
    return Phrase(
        id=f"own-{sha256('/'.join(key).encode()).hexdigest()[:12]}",
        target=key[0],
        topic=TOPIC,
        fact=key[1],
        clause_id=values.text(fields, "clause"),
        measure=values.text(duty.fields, "measure") if duty else "",
        days=min(max(days, 0), LONGEST_DAYS),
        major=values.text(fields, "severity") == "major",
        initials="",
        criterion_id=criterion,
    )


def forget(desk: Desk, phrase: Phrase) -> None:
    """Do not offer an own sentence any more; what was ordered with it stays as it is."""
    with desk.store.transaction(desk.user) as tx:
        tx.create(FORGOTTEN, {"target": phrase.target, "fact": phrase.fact})
