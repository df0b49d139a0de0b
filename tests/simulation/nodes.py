"""A laptop and a hub in memory around the real journal: entries, chains, bundles, branches, log, receipts."""

import random
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import NamedTuple

from inspector_app.domain.errors import UnverifiableError
from inspector_app.journal import log
from inspector_app.journal.branches import Came, Chain, Link, Tip, covered, gives_way, judge, lacking, moved
from inspector_app.journal.bundle import open_header, pack, unpack
from inspector_app.journal.chain import Head, append
from inspector_app.journal.entry import Entry, act_message
from inspector_app.journal.fold import Heads
from inspector_app.trust.keys import SigningKey
from tests.journal.writing import WORKSPACE, id_of, key_of
from tests.simulation.rules import TRUE, Rules

Have = dict[str, frozenset[bytes]]
"""A machine's tips by journal, as it tells them to others."""


class CutError(ConnectionError):
    """The line broke, or a message came altered and was refused."""


class Parcel(NamedTuple):
    """A bundle on its way: packed and signed as in earnest, or its entries only, which is faster.

    Attributes:
        hashes: of its entries; for who made it, receivers go by what they read.
        raws: the entries, empty when packed.
        packed: a bundle's bytes, or nothing.
    """

    journal_id: str
    first: int
    prev: bytes
    hashes: tuple[bytes, ...]
    raws: tuple[bytes, ...]
    packed: bytes = b""

    def digest(self) -> bytes:
        """Return what the hub's log names it by."""
        return sha256(self.packed or b"".join(self.raws)).digest()


class Receipt(NamedTuple):
    """The hub holds this journal up to this entry, and its log was so long."""

    journal_id: str
    hash: bytes
    no: int
    log: bytes


@dataclass
class Tree:
    """One journal as one machine knows it."""

    links: dict[bytes, Link] = field(default_factory=dict)
    places: dict[bytes, int] = field(default_factory=dict)
    tips: dict[str, Tip] = field(default_factory=dict)

    def copy(self) -> "Tree":
        return Tree(dict(self.links), dict(self.places), dict(self.tips))

    def add(self, entry: Entry) -> None:
        self.links[entry.hash] = Link(entry.header.prev, entry.header.seq)
        self.places[entry.hash] = entry.header.seq


@dataclass
class Machine:
    """What laptops and the hub have in common: they keep entries and judge what comes.

    Attributes:
        entries: by hash, in the order of arrival.
        forks: how many chains that diverge were stored.
    """

    rules: Rules
    device: SigningKey
    packing: bool
    trees: dict[str, Tree] = field(default_factory=dict)
    entries: dict[bytes, Entry] = field(default_factory=dict)
    forks: int = 0

    def have(self) -> Have:
        """Return the tips."""
        return {
            journal_id: frozenset(tip.hash for tip in tree.tips.values())
            for journal_id, tree in self.trees.items()
        }

    def read(self, parcel: Parcel) -> list[Entry]:
        """Return a parcel's entries; DamagedError when it was altered or cut."""
        if parcel.packed:
            return unpack(parcel.packed, lambda _: self.device.public)
        return self.rules.read(parcel.raws, parcel.first, parcel.prev, parcel.journal_id)

    def judge_and_keep(self, parcel: Parcel, entries: list[Entry]) -> tuple[Came, list[Entry]]:
        """Take in what is new of a parcel; nothing of one with a gap before it."""
        chain = Chain(parcel.first, parcel.prev, tuple(entry.hash for entry in entries))
        tree = self.trees.setdefault(parcel.journal_id, Tree())
        judged = self.rules.judge(chain, tree.places, tree.tips)
        if judged.came is Came.DIVERGES:
            if not self.rules.keeps_forks:
                return judged.came, []
            self.forks += 1
        if judged.came is Came.GAP:
            if not tree.tips:
                del self.trees[parcel.journal_id]
            return judged.came, []
        tree.tips = moved(tree.tips, chain, judged)
        fresh = entries[judged.new :]
        for entry in fresh:
            tree.add(entry)
            self.entries[entry.hash] = entry
        return judged.came, fresh

    def _copied(self) -> dict[str, object]:
        trees = {journal_id: tree.copy() for journal_id, tree in self.trees.items()}
        return {"trees": trees, "entries": dict(self.entries)}


@dataclass
class Hub(Machine):
    """Keeps bundles as they came, in the order of its log, and gives receipts."""

    log: list[Parcel] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=lambda: [log.START])
    seen: set[bytes] = field(default_factory=set)

    def copy(self) -> "Hub":
        told = self._copied()
        return replace(self, **told, log=list(self.log), hashes=list(self.hashes), seen=set(self.seen))  # type: ignore[arg-type]

    def accept(self, parcel: Parcel) -> Receipt | None:
        """Store one bundle and return the receipt; None: something before it is missing here."""
        entries, digest = self.read(parcel), parcel.digest()
        if digest not in self.seen:
            came, fresh = self.judge_and_keep(parcel, entries)
            if came is Came.GAP or (came is Came.DIVERGES and not self.rules.keeps_forks):
                return None
            if fresh:
                self.seen.add(digest)
                self.log.append(parcel)
                self.hashes.append(log.log_after(self.hashes[-1], digest))
        return Receipt(parcel.journal_id, entries[-1].hash, len(self.log), self.hashes[-1])

    def pull(self, no: int, told: bytes) -> list[Parcel] | None:
        """Return what the log has after this place; None: it is not the log that the asker saw."""
        if self.rules.compares_log and (no >= len(self.hashes) or self.hashes[no] != told):
            return None
        return self.log[no:]


@dataclass
class Laptop(Machine):
    """Writes, and exchanges with the hub and by file.

    Attributes:
        name: also whose laptop it is; a clone has another name and the same key.
        code, spares: its machine code and those for later; code 0: none is left, numbers wait.
        own: every journal that it ever wrote; `journal_id` is the one it writes now.
        cloned: it or its copy went on in parallel, so its numbers may meet.
        skew: seconds by which its clock is wrong.
        kept: others' bundles as received, by journal.
        receipts: the hub's, by journal.
        cursor: place and hash of the hub's log up to which it pulled.
        peers: tips that other laptops told in their files.
    """

    name: str = ""
    code: int = 0
    spares: tuple[int, ...] = ()
    journal_id: str = ""
    own: frozenset[str] = frozenset()
    cloned: bool = False
    skew: int = 0
    kept: dict[str, list[Parcel]] = field(default_factory=dict)
    receipts: dict[str, frozenset[bytes]] = field(default_factory=dict)
    cursor: tuple[int, bytes] = (0, log.START)
    peers: dict[str, Have] = field(default_factory=dict)
    records: dict[str, list[Entry]] = field(default_factory=dict)
    numbers: dict[int, list[tuple[int, bytes, str]]] = field(default_factory=dict)
    documents: dict[str, bool] = field(default_factory=dict)
    greatest: int = 0

    def copy(self, **changed: object) -> "Laptop":
        told: dict[str, object] = {
            **self._copied(),
            "kept": {each: list(several) for each, several in self.kept.items()},
            "receipts": dict(self.receipts),
            "peers": dict(self.peers),
            "records": {each: list(several) for each, several in self.records.items()},
            "numbers": {each: list(several) for each, several in self.numbers.items()},
            "documents": dict(self.documents),
            **changed,
        }
        return replace(self, **told)  # type: ignore[arg-type]

    # ---- writing

    def start_journal(self, journal_id: str) -> None:
        self.journal_id, self.own = journal_id, self.own | {journal_id}

    def head(self) -> Head:
        """Return where the next entry goes: the end of what it wrote itself."""
        tree = self.trees.get(self.journal_id)
        if tree is None or not tree.tips:
            return Head(self.journal_id)
        tip = max(tree.tips.values())
        return Head(self.journal_id, tip.seq, tip.hash)

    def write(self, steps: Sequence[tuple[str, str, str, dict[str, object]]], wall: str, salt: int) -> None:
        """Append one transaction: (op, entity, record, fields) each."""
        tx = id_of("tx", self.name, salt)
        for number, (op, entity, record, fields) in enumerate(steps, 1):
            entry = append(
                self.head(),
                workspace=WORKSPACE,
                wall=wall,
                user="wang",
                tx=tx,
                tx_last=number == len(steps),
                entity=entity,
                entity_id=record,
                op=op,
                fields=fields,
                salt=salt.to_bytes(16),
            )
            self._append(entry)

    def edit(self, record: str, names: Iterable[str], value: int, wall: str, *, delete: bool = False) -> None:
        """Set fields; each base lists every head known here, as the store does."""
        heads = Heads()
        for entry in self.records.get(record, ()):
            heads.take(entry)
        known = heads.folded().heads if record in self.records else {}
        tombs = [each.stamp for each in known.get("", ())]
        if delete and known:
            base = [each.stamp for several in known.values() for each in several]
            self.write([("delete", "site", record, {"base": _told(base)})], wall, value)
            return
        told: dict[str, object] = {
            name: {"value": value, "base": _told([each.stamp for each in known.get(name, ())] + tombs)}
            for name in names
        }
        op = "set" if known else "create"
        self.write([(op, "site", record, told)], wall, value)

    def issue(self, document: str, wall: str, salt: int) -> int:
        """Give a document the next number of this machine; 0: it has no machine code, numbers wait."""
        if not self.code:
            return 0
        serial = max((each[0] for each in self.numbers.get(self.code, ())), default=0) + 1
        content = {
            "machine_code": self.code,
            "kind": "stop",
            "year": 2026,
            "serial": serial,
            "number": f"{self.code}-{serial}",
        }
        self.write([self._act("issue", document, content)], wall, salt)
        return serial

    def void(self, document: str, wall: str, salt: int) -> None:
        self.write([self._act("void", document, {"reason": "x"})], wall, salt)

    def _act(
        self, kind: str, document: str, content: dict[str, object]
    ) -> tuple[str, str, str, dict[str, object]]:
        message = act_message(kind, "document", document, content, self.head().hash)
        told = {"kind": kind, "content": content, "n": self.greatest + 1, **signed(key_of("wang"), message)}
        return "act", "document", document, told

    def _append(self, entry: Entry) -> None:
        tree = self.trees.setdefault(self.journal_id, Tree())
        chain = Chain(entry.header.seq, entry.header.prev, (entry.hash,))
        # What it wrote itself goes on from its own head, whatever rules it has for what comes.
        tree.tips = moved(tree.tips, chain, judge(chain, tree.places, tree.tips))
        tree.add(entry)
        self.entries[entry.hash] = entry
        self._enter(entry)

    def _enter(self, entry: Entry) -> None:
        """Keep what this machine asks for while it writes: records, documents and numbers."""
        header = entry.header
        if header.op != "act":
            self.records.setdefault(header.entity_id, []).append(entry)
            return
        self.greatest = max(self.greatest, entry.fields.get("n", 0))
        if entry.fields["kind"] == "issue":
            content = entry.fields["content"]
            numbers = self.numbers.setdefault(content["machine_code"], [])
            numbers.append((content["serial"], entry.hash, header.journal_id))
            self.documents.setdefault(header.entity_id, True)
        elif entry.fields["kind"] == "void":
            self.documents[header.entity_id] = False

    # ---- exchanging

    def lacking(self, tips: Have, chance: random.Random) -> Iterator[Parcel]:
        """Yield what somebody with these tips lacks: own entries packed anew, others' bundles as kept."""
        for journal_id, tree in self.trees.items():
            theirs = tips.get(journal_id, frozenset())
            if theirs >= {tip.hash for tip in tree.tips.values()}:
                continue
            if journal_id in self.own:
                for chain in lacking(tree.links, theirs):
                    yield from self._parcels(journal_id, chain, chance.randint(1, 9))
            else:
                held = covered(tree.links, theirs)
                yield from (each for each in self.kept[journal_id] if not held.issuperset(each.hashes))

    def take_in(self, parcels: Sequence[Parcel], fresh_journal: str) -> int:
        """Take in bundles in one step, all or none; return how many entries were new.

        Raises:
            UnverifiableError: `store.journal_gap`. DamagedError: one of them is altered.
        """
        read = [(parcel, self.read(parcel)) for parcel in parcels]
        trial = self.copy()
        found: list[Entry] = []
        for parcel, entries in read:
            came, fresh = trial.judge_and_keep(parcel, entries)
            if came is Came.GAP:
                raise UnverifiableError("store.journal_gap", where=parcel.journal_id)
            if fresh and parcel.journal_id not in trial.own:
                trial.kept.setdefault(parcel.journal_id, []).append(parcel)
            for entry in fresh:
                trial._enter(entry)
            found += fresh
        self.__dict__.update(trial.__dict__)
        self._look_at_itself(found, fresh_journal)
        return len(found)

    def move_on(self, parcels: Sequence[Parcel], receipts: Sequence[Receipt]) -> None:
        """Pass over what it pushed itself when the hub's log grew by that and nothing else."""
        no, told = self.cursor
        for parcel, receipt in zip(parcels, receipts, strict=True):
            no, told = no + 1, log.log_after(told, parcel.digest())
            if (receipt.no, receipt.log) != (no, told):
                return
        self.cursor = (no, told)

    def _look_at_itself(self, fresh: list[Entry], fresh_journal: str) -> None:
        """Go on under another journal or machine code when somebody else wrote under this one's."""
        if any(entry.header.journal_id == self.journal_id for entry in fresh):
            self.start_journal(fresh_journal)
            self.take_spare()
            return
        users = {journal_id for _, _, journal_id in self.numbers.get(self.code, ())}
        if self.rules.gives_way and self.code and gives_way(self.journal_id, users):
            self.take_spare()

    def take_spare(self) -> None:
        """Take the first spare machine code that no number known here bears."""
        free = [each for each in self.spares if each not in self.numbers]
        self.code, self.spares = (free[0], tuple(free[1:])) if free else (0, ())

    def _parcels(self, journal_id: str, chain: Chain, most: int) -> Iterator[Parcel]:
        for run in _runs([self.entries[each] for each in chain.hashes], most):
            first, hashes = run[0].header, tuple(entry.hash for entry in run)
            if self.packing:
                packed = pack(run, self.device)
                assert open_header(packed).last_hash == hashes[-1]
                yield Parcel(journal_id, first.seq, first.prev, hashes, (), packed)
            else:
                yield Parcel(journal_id, first.seq, first.prev, hashes, tuple(entry.raw for entry in run))


def first_parcels(entries: Sequence[Entry], device: SigningKey, *, packing: bool) -> list[Parcel]:
    """Return the office's own journal, which every machine is given first."""
    writer = Laptop(TRUE, device, packing)
    writer.entries = {entry.hash: entry for entry in entries}
    head = entries[0].header
    chain = Chain(head.seq, head.prev, tuple(writer.entries))
    return list(writer._parcels(head.journal_id, chain, 9))


def signed(key: SigningKey, message: bytes) -> dict[str, object]:
    """Return key and signature as an act carries them."""
    signature = urlsafe_b64encode(key.sign("act", message)).rstrip(b"=").decode()
    return {"key": key.key_id, "sig": signature}


def _runs(entries: Sequence[Entry], most: int) -> Iterator[list[Entry]]:
    """CutError where a transaction ends, after at least `most` entries."""
    run: list[Entry] = []
    for entry in entries:
        run.append(entry)
        if entry.header.tx_last and len(run) >= most:
            yield run
            run = []
    if run:
        yield run


def _told(stamps: Iterable[tuple[int, bytes]]) -> list[list[object]]:
    return [[n, digest.hex()] for n, digest in sorted(set(stamps))]
