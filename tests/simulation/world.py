"""An office in memory: laptops, their copies, a hub, sticks. All that happens follows from the seed."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, UnavailableError, UnverifiableError
from inspector_app.journal import log
from tests.journal import writing
from tests.simulation.nodes import CutError, Have, Hub, Laptop, Parcel, first_parcels
from tests.simulation.rules import Rules

STEPS = 200
LAPTOPS, MOST_LAPTOPS = 3, 6
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
SKEWS = (0, 0, 7, -500, 86_400, -86_400, 31_536_000, -31_536_000)
ZONES = (8, 8, 8, 0, -11)
OFFICE = writing.Laptop("office")
OFFICE.appoint(writing.certificate("wang", Role.INSPECTOR))
OFFICE.appoint(writing.certificate("li", Role.SUPERVISOR))
PACKED = 10
"""In every tenth world the bundles are packed, signed, verified and unpacked as in earnest."""


class File(NamedTuple):
    """What lies on a stick: its writer's tips, bundles, and the hub's receipts."""

    writer: str
    have: Have
    parcels: tuple[Parcel, ...]
    receipts: dict[str, frozenset[bytes]]


class World:
    """One run.

    Attributes:
        hub, laptops: the machines that live.
        happened: how often each kind of thing happened.
        author: the laptop's name by hash of what it wrote.
        in_parallel: names of laptops of which a second one went on; their numbers may meet.
        acknowledged: what the hub gave a receipt for since it was last set back.
    """

    def __init__(self, seed: int, rules: Rules) -> None:
        self.chance = random.Random(seed)
        self.rules, self.seed = rules, seed
        self.packing = seed % PACKED == 0 and rules.checks
        self.device = writing.key_of("device")
        self.happened: Counter[str] = Counter()
        self.clock, self.uid = MORNING, 0
        self.hub = Hub(rules, self.device, self.packing)
        self.laptops: list[Laptop] = []
        self.backups: dict[str, tuple[Laptop, list[int]]] = {}
        self.hub_backup: Hub | None = None
        self.files: list[File] = []
        self.author: dict[bytes, str] = {}
        self.in_parallel: set[str] = set()
        self.acknowledged: set[bytes] = set()
        self._found()

    def _found(self) -> None:
        office = first_parcels(OFFICE.entries, self.device, packing=self.packing)
        for parcel in office:
            self.hub.accept(parcel)
        for number in range(1, LAPTOPS + 1):
            codes = range(number * 10 + 1, number * 10 + 7)
            laptop = Laptop(
                self.rules,
                self.device,
                self.packing,
                name=f"laptop {number}",
                code=codes[0],
                spares=tuple(codes[1:]),
            )
            laptop.start_journal(self.fresh_journal())
            laptop.take_in(office, "")
            self.laptops.append(laptop)
        self.hub_backup = self.hub.copy()

    # ---- what follows from the seed

    def fresh_journal(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"

    def next_uid(self) -> int:
        self.uid += 1
        return self.uid

    def wall(self, laptop: Laptop) -> str:
        """Return the time that a laptop claims; its clock and zone may be wrong."""
        self.clock += timedelta(minutes=self.chance.randint(0, 60))
        zone = timedelta(hours=self.chance.choice(ZONES))
        told = self.clock + timedelta(seconds=laptop.skew) + zone
        sign, hours = ("-" if zone < timedelta(0) else "+"), abs(zone) // timedelta(hours=1)
        return f"{told:%Y-%m-%dT%H:%M:%S}{sign}{hours:02}:00"

    def run(self, steps: int = STEPS) -> None:
        """Let so many things happen."""
        names, weights = list(WEIGHTS), list(WEIGHTS.values())
        for what in self.chance.choices(names, weights, k=steps):
            self.happened[what.__name__] += 1
            what(self, self.chance.choice(self.laptops))

    # ---- work

    def edit(self, laptop: Laptop) -> None:
        chance = self.chance
        record = writing.id_of("record", chance.randrange(6))
        names = chance.sample(("name", "floors", "more"), chance.randint(1, 2))
        delete = chance.random() < 0.06
        self._written(laptop, lambda wall, uid: laptop.edit(record, names, uid, wall, delete=delete))

    def issue(self, laptop: Laptop) -> None:
        document = writing.id_of("document", self.next_uid())
        known = sorted(laptop.documents)
        if known and self.chance.random() < 0.1:  # a draft that another laptop may have issued too
            document = self.chance.choice(known)
        self._written(laptop, lambda wall, uid: laptop.issue(document, wall, uid))

    def void(self, laptop: Laptop) -> None:
        standing = sorted(each for each, stands in laptop.documents.items() if stands)
        if standing:
            document = self.chance.choice(standing)
            self._written(laptop, lambda wall, uid: laptop.void(document, wall, uid))

    def wrong_clock(self, laptop: Laptop) -> None:
        laptop.skew = self.chance.choice(SKEWS)

    def _written(self, laptop: Laptop, write: Callable[[str, int], object]) -> None:
        before = len(laptop.entries)
        write(self.wall(laptop), self.next_uid())
        for digest in list(laptop.entries)[before:]:
            self.author[digest] = laptop.name

    # ---- the hub

    def sync(self, laptop: Laptop, *, faults: bool = True, nested: bool = False) -> None:
        """Exchange with the hub as the program does: pull, push what its tips lack, and again on a gap."""
        line = _Line(self.chance, faults=faults)
        try:
            for _ in range(4):
                self._pull(laptop, line)
                if faults and not nested and self.chance.random() < 0.15:
                    self.sync(self.chance.choice(self.laptops), nested=True)
                if self._push(laptop, line):
                    break
        except CutError:
            self.happened["cut"] += 1

    def _pull(self, laptop: Laptop, line: "_Line") -> None:
        while True:
            line.may_break()
            no, told = laptop.cursor
            waiting = self.hub.pull(no, told)
            if waiting is None:  # the hub was set back: begin at the start of its log
                self.happened["log differs"] += 1
                laptop.cursor = (0, log.START)
                continue
            if not waiting:
                return
            page = waiting[: self.chance.randint(1, 8)]
            line.may_break()
            arrived = line.carried(page)
            try:
                laptop.take_in(arrived, self.fresh_journal())
            except (DamagedError, UnverifiableError, UnavailableError) as problem:
                self.happened["refused"] += 1
                raise CutError from problem
            laptop.cursor = (no + len(page), self.hub.hashes[no + len(page)])

    def _push(self, laptop: Laptop, line: "_Line") -> bool:
        """Push what the hub's tips lack; False: something is missing there, pull and try again."""
        tips = self.hub.have() if self.rules.asks else laptop.receipts
        waiting = list(laptop.lacking(tips, self.chance))
        while waiting:
            request, waiting = waiting[:4], waiting[4:]
            line.may_break()
            arrived = line.carried(request)
            if line.half():  # the server takes in what came whole
                self._accepted(laptop, arrived[: self.chance.randrange(len(arrived))], told=False)
                raise CutError
            if line.twice():
                self._accepted(laptop, arrived, told=False)
            if not self._accepted(laptop, arrived, told=not line.broken()):
                return False
        return True

    def _accepted(self, laptop: Laptop, parcels: Sequence[Parcel], *, told: bool) -> bool:
        """Let the hub take bundles; `told`: its receipts reach the laptop."""
        receipts = []
        for parcel in parcels:
            try:
                receipt = self.hub.accept(parcel)
            except (DamagedError, UnavailableError) as problem:
                self.happened["refused"] += 1
                raise CutError from problem
            if receipt is None:
                return False
            self.acknowledged.add(receipt.hash)
            if told:
                held = laptop.receipts.get(receipt.journal_id, frozenset())
                laptop.receipts[receipt.journal_id] = held | {receipt.hash}
                receipts.append(receipt)
        if not told:
            raise CutError
        laptop.move_on(parcels, receipts)
        return True

    def keep_hub(self, laptop: Laptop) -> None:
        self.hub_backup = self.hub.copy()

    def restore_hub(self, laptop: Laptop) -> None:
        if self.hub_backup is not None:
            self.hub, self.acknowledged = self.hub_backup.copy(), set()

    # ---- sticks

    def write_file(self, laptop: Laptop) -> None:
        """Write what no receipt covers, or what a laptop lacks whose file was read here."""
        chance = self.chance
        covered: Have = dict(laptop.receipts)
        if laptop.peers and chance.random() < 0.5:
            covered = laptop.peers[chance.choice(sorted(laptop.peers))]
        elif chance.random() < 0.4:
            covered = {}
        self.files.append(self.file_of(laptop, covered))

    def file_of(self, laptop: Laptop, covered: Have) -> File:
        parcels = tuple(laptop.lacking(covered, self.chance))
        return File(laptop.name, laptop.have(), parcels, dict(laptop.receipts))

    def read_file(self, laptop: Laptop) -> None:
        """Read any file that ever was written, again or for the first time, perhaps damaged."""
        if not self.files:
            return
        file = self.chance.choice(self.files)
        if file.parcels and self.chance.random() < 0.2:
            file = file._replace(parcels=_damaged(file.parcels, self.chance))
        self.take_file(laptop, file)

    def take_file(self, laptop: Laptop, file: File) -> None:
        before = list(laptop.entries)
        try:
            laptop.take_in(file.parcels, self.fresh_journal())
        except (DamagedError, UnverifiableError, UnavailableError):  # the last: a version nobody made
            self.happened["refused"] += 1
            assert list(laptop.entries) == before, "a refused file left something behind"
            return
        laptop.peers[file.writer] = file.have
        for journal_id, hashes in file.receipts.items():
            held = laptop.receipts.get(journal_id, frozenset())
            laptop.receipts[journal_id] = held | {each for each in hashes if each in laptop.entries}

    # ---- copies

    def back_up(self, laptop: Laptop) -> None:
        self.backups[laptop.name] = (laptop.copy(), [])

    def restore(self, laptop: Laptop) -> None:
        """Go on from the backup under a new journal and a spare machine code; what came after is lost."""
        found = self.backups.get(laptop.name)
        if found is None:
            return
        backup, used = found
        if used:  # the backup is the second time begun from: nothing tells it that its first spare is taken
            self.in_parallel.add(laptop.name)
        used.append(self.uid)
        self.happened["restored"] += 1
        restored = backup.copy()
        restored.start_journal(self.fresh_journal())
        restored.take_spare()
        self._replace(laptop, restored)

    def put_back(self, laptop: Laptop) -> None:
        """Put an older copy of the folder in its place; it does not know that it is one."""
        found = self.backups.get(laptop.name)
        if found is not None:
            self.happened["put back"] += 1
            self.in_parallel.add(laptop.name)
            self._replace(laptop, found[0].copy())

    def clone(self, laptop: Laptop) -> None:
        if len(self.laptops) < MOST_LAPTOPS:
            twin = laptop.copy(name=f"{laptop.name} copy {len(self.laptops)}")
            self.in_parallel |= {laptop.name, twin.name}
            self.happened["cloned"] += 1
            self.laptops.append(twin)

    def _replace(self, laptop: Laptop, by: Laptop) -> None:
        self.laptops[next(at for at, each in enumerate(self.laptops) if each is laptop)] = by


WEIGHTS: dict[Callable[[World, Laptop], None], int] = {
    World.edit: 40,
    World.issue: 10,
    World.void: 3,
    World.sync: 22,
    World.write_file: 5,
    World.read_file: 7,
    World.back_up: 4,
    World.restore: 2,
    World.put_back: 1,
    World.clone: 2,
    World.keep_hub: 2,
    World.restore_hub: 1,
    World.wrong_clock: 2,
}


class _Line:
    """A line that loses, cuts, doubles and alters what it carries, when it has faults."""

    def __init__(self, chance: random.Random, *, faults: bool) -> None:
        self._chance, self._faults = chance, faults

    def _is(self, odds: float) -> bool:
        return self._faults and self._chance.random() < odds

    def may_break(self) -> None:
        if self._is(0.05):
            raise CutError

    def broken(self) -> bool:
        return self._is(0.1)

    def half(self) -> bool:
        return self._is(0.06)

    def twice(self) -> bool:
        return self._is(0.1) and self._chance.random() < 0.5

    def carried(self, parcels: Sequence[Parcel]) -> Sequence[Parcel]:
        return _damaged(parcels, self._chance) if self._is(0.05) else parcels


def _damaged(parcels: Sequence[Parcel], chance: random.Random) -> tuple[Parcel, ...]:
    """Alter one bundle: another value in it, an entry left out, or cut off."""
    at = chance.randrange(len(parcels))
    one = parcels[at]
    if one.packed:
        place = chance.randrange(len(one.packed))
        packed = bytearray(one.packed)
        packed[place] ^= 1 << chance.randrange(8)
        spoilt = one._replace(packed=bytes(packed) if chance.random() < 0.7 else one.packed[:place])
    elif len(one.raws) > 1 and chance.random() < 0.5:
        gone = chance.randrange(len(one.raws) - 1)
        spoilt = one._replace(raws=one.raws[:gone] + one.raws[gone + 1 :])
    else:
        raws = list(one.raws)
        place = chance.randrange(len(raws))
        raws[place] = _other_value(raws[place], chance)
        spoilt = one._replace(raws=tuple(raws))
    return (*parcels[:at], spoilt, *parcels[at + 1 :])


def _other_value(raw: bytes, chance: random.Random) -> bytes:
    """Return an entry's bytes with another value in it; all that its hash covers stays."""
    start = 8 + int.from_bytes(raw[:4])
    place = chance.choice([at for at in range(start, len(raw)) if raw[at] in b"123456789"])
    return raw[:place] + (b"1" if raw[place] != ord("1") else b"2") + raw[place + 1 :]
