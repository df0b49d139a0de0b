"""The fold: what the entries say, whatever their order and however often each comes.

A value stands (is a head) until another entry about the same field names its stamp as replaced. Of
several heads the one with the greatest stamp shows, and all of them are the conflict a person sees.
A deletion is the head of a field of its own. It stands, and the record is deleted, until a later value
of any field names the deletion's stamp as replaced: that revives the record, with every other field as
it stood. What is set by somebody who did not know of the deletion is kept as a head and does not revive.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from inspector_app.domain.acts import Act
from inspector_app.trust.certificates import Certificate, Keyring

from . import authority
from .authority import judge, keyring_of
from .digest import digest
from .entry import Entry
from .form import MOST_N
from .order import rank_of

__all__ = [
    "FOLD_VERSION",
    "TOMBSTONE",
    "Folded",
    "Head",
    "Heads",
    "State",
    "fold",
    "judge",
    "keyring_of",
    "winner",
]

FOLD_VERSION = 8
"""Of the rules here, in `authority` and `order`, and of the projected tables; another one's are replayed."""

TOMBSTONE = ""
"""The field that a deletion is the head of; no real field has this name."""


class Head(NamedTuple):
    """A standing value; the order of heads is that of their stamps (n, hash).

    Attributes:
        n: one more than the greatest n it replaces.
        hash: of the entry that set it, 32 bytes.
        value: JSON value.
    """

    n: int
    hash: bytes
    value: object

    @property
    def stamp(self) -> tuple[int, bytes]:
        """What orders heads and what a later value's base names."""
        return self.n, self.hash


@dataclass(frozen=True, slots=True)
class Folded:
    """One record as its entries leave it.

    Attributes:
        fields: the values that show.
        heads: every head by field, the one that shows first; the tombstone's field among them.
        made, place: wall time of its first entry, a claim, and that entry's place in its journal; for
            display order only.
        deleted: a tombstone stands.
    """

    fields: dict[str, object]
    heads: dict[str, tuple[Head, ...]]
    made: str
    place: int
    deleted: bool

    @property
    def conflicts(self) -> dict[str, list[tuple[tuple[int, bytes], object]]]:
        """Fields with several heads: [(stamp, value), …], the one that shows first."""
        return {
            name: [(each.stamp, each.value) for each in heads]
            for name, heads in self.heads.items()
            if len(heads) > 1 and name != TOMBSTONE
        }

    @property
    def stamps(self) -> dict[str, tuple[int, bytes]]:
        """The stamp that shows, by field."""
        return {name: heads[0].stamp for name, heads in self.heads.items()}


class Heads:
    """One record's entries taken in one after the other, in any order, each any number of times.

    It remembers what was replaced, also before the replaced entry arrives. The fold and the store use it
    alike, so there is one rule.
    """

    __slots__ = ("_gone", "_made", "_put")

    def __init__(self) -> None:
        self._put: dict[tuple[str, bytes], Head] = {}
        self._gone: set[tuple[str, bytes]] = set()
        self._made: tuple[bool, str, int, bytes] | None = None

    def take(self, entry: Entry) -> None:
        """Take in a create, set or delete entry; an act says nothing about fields."""
        header, stamp = entry.header, entry.hash
        op = header.op
        if op == "act":
            return
        made = (op != "create", header.wall, header.seq, stamp)
        if self._made is None or made < self._made:
            self._made = made
        put, gone = self._put, self._gone
        for name, told in _changes(entry):
            n = 0
            for replaced_n, replaced in told["base"]:
                n = max(n, replaced_n)
                replaced_hash = bytes.fromhex(replaced)
                gone.add((name, replaced_hash))
                gone.add((TOMBSTONE, replaced_hash))
            put[name, stamp] = Head(next_n(n), stamp, told.get("value"))

    def heads(self) -> dict[str, tuple[Head, ...]]:
        """Return the heads by field, the greatest stamp first; fields in order of their names."""
        standing: dict[str, list[Head]] = {}
        for place, head in self._put.items():
            if place not in self._gone:
                standing.setdefault(place[0], []).append(head)
        return {name: ranked(standing[name]) for name in sorted(standing)}

    def made(self) -> tuple[str, int]:
        """Return wall time and place of the first entry.

        Raises:
            ValueError: no entry was taken in.
        """
        if self._made is None:
            raise ValueError("a record without an entry")
        return self._made[1:3]

    def folded(self) -> Folded:
        """Return the record as the entries so far leave it.

        Raises:
            ValueError: no entry was taken in.
        """
        made, heads = self.made(), self.heads()
        shown = {name: each[0].value for name, each in heads.items() if name != TOMBSTONE}
        return Folded(shown, heads, *made, TOMBSTONE in heads)


@dataclass(frozen=True, slots=True)
class State:
    """What a set of entries says.

    Attributes:
        entities: every record by (entity, id), deleted ones too.
        acts: every act, kinds unknown here too, in the order of `order`.
        refused: acts without effect (无效操作): (entry hash, code of the reason), in the order of `acts`.
        keyring: the certificates that the role acts give.
    """

    entities: dict[tuple[str, str], Folded]
    acts: list[Act]
    refused: list[tuple[bytes, str]]
    keyring: Keyring = field(compare=False)

    def digest(self) -> str:
        """Return the digest of all this, 64 hex digits."""
        heads = (
            (entity, record, name, each.n, each.hash)
            for (entity, record), folded in sorted(self.entities.items(), key=lambda item: item[0])
            for name, several in folded.heads.items()
            for each in reversed(several)
        )
        return digest(heads, sorted((bytes.fromhex(act.id), act.valid) for act in self.acts))


def fold(entries: Iterable[Entry], root: Certificate) -> State:
    """Return what the entries say; their order and repetition do not matter.

    Of an entry that comes both whole and redacted the whole one counts.

    Args:
        root: the certificate that the workspace is founded on.
    """
    seen: set[tuple[bytes, bool]] = set()
    records: dict[tuple[str, str], Heads] = {}
    told_acts: dict[bytes, Entry] = {}
    for entry in entries:
        copy = (entry.hash, entry.redacted)
        if copy in seen:
            continue
        seen.add(copy)
        header = entry.header
        if header.op == "act":
            if not entry.redacted or entry.hash not in told_acts:
                told_acts[entry.hash] = entry
            continue
        subject = (header.entity, header.entity_id)
        heads = records.get(subject)
        if heads is None:
            heads = records[subject] = Heads()
        heads.take(entry)
    acts = list(told_acts.values())
    keyring = authority.keyring_of(root, acts)
    told, refused = _judged(acts, keyring)
    return State({key: heads.folded() for key, heads in records.items()}, told, refused, keyring)


def next_n(replaced: int) -> int:
    """Return the n of a stamp that replaces stamps up to this n.

    It stops growing at the greatest there is: whoever claims that one must not freeze a field for ever. What
    replaces it still does so by name, and between two of the same n the hash decides.
    """
    return min(replaced + 1, MOST_N)


def winner(heads: Iterable[Head]) -> Head:
    """Return the head that shows: the one with the greatest stamp."""
    return max(heads, key=lambda each: (each.n, each.hash))


def ranked(heads: Iterable[Head]) -> tuple[Head, ...]:
    """Return heads, the one that shows first."""
    told = tuple(heads)
    return told if len(told) < 2 else tuple(sorted(told, key=lambda each: (each.n, each.hash), reverse=True))


def told_act(entry: Entry, *, valid: bool = True, order: int = 0) -> Act:
    """Return the act that an entry carries; a redacted one has neither kind nor content."""
    header, content = entry.header, entry.fields.get("content")
    return Act(
        id=entry.hash.hex(),
        kind=str(entry.fields.get("kind", "")),
        entity=header.entity,
        entity_id=header.entity_id,
        user=header.user,
        wall=header.wall,
        content=content if isinstance(content, dict) else {},
        valid=valid,
        order=order,
    )


def _judged(entries: list[Entry], keyring: Keyring) -> tuple[list[Act], list[tuple[bytes, str]]]:
    acts: list[Act] = []
    refused: list[tuple[bytes, str]] = []
    for order, entry in sorted(((rank_of(entry), entry) for entry in entries), key=lambda each: each[0]):
        reason = judge(entry, keyring)
        if reason is not None:
            refused.append((entry.hash, reason))
        acts.append(told_act(entry, valid=reason is None, order=order))
    return acts, refused


def _changes(entry: Entry) -> Iterable[tuple[str, dict[str, Any]]]:
    """Return (field, {value, base}) of a create, set or delete; nothing when it was redacted."""
    if not entry.payload:
        return ()  # it was redacted
    if entry.header.op == "delete":
        return ((TOMBSTONE, entry.fields),)
    return entry.fields.items()
