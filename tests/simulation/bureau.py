"""A bureau on disk, step by step: real laptops, the real books of a hub, files on a stick.

What is held after every step: laptops with the same entries have the same digest. At the end of each history:
nothing that the hub acknowledged and nothing that a laptop in use holds is lost, all show the same, and every
number is there, twice only where a laptop went on in parallel with its own copy.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from inspector_app.domain.errors import DamagedError, InspectorError, Progress
from inspector_app.hub import founding
from inspector_app.hub.books import Hub
from inspector_app.journal import bundle
from inspector_app.journal.log import START
from inspector_app.sync import files
from inspector_app.trust.wrapping import Cost
from tests.simulation.enrolled import Enrolled, Hands, Line, copies, enrol, exchange, told_where

MOST_LAPTOPS = 5
CHEAP = Cost(memory=64, time=1, lanes=1)
REFUSED_FILES = {
    "store.journal_gap",  # what stands before it came to the hub, and not here
    "exchange.unknown_sender",
    "exchange.sender_withdrawn",
    "exchange.bundle_of_withdrawn",
    "exchange.not_for_us",  # written before this laptop was enrolled, or known there
    "journal.bundle_unknown_key",
}
JUMPS = [timedelta(0), timedelta(days=1), timedelta(days=-1), timedelta(days=365), timedelta(days=-365)]

which = st.integers(0, 11)


class Quiet(Progress):
    """Progress that nobody looks at."""

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Go on."""


class Bureau(RuleBasedStateMachine):
    """One office: three laptops to begin with, their copies, a hub, a stick."""

    database: ClassVar[Callable[[], str]] = staticmethod(lambda: "")
    happened: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.path = Path(tempfile.mkdtemp(prefix="bureau"))
        self.clock = Hands()
        url = type(self).database()
        founding.found(self.path / "hub", "办公室", database_url=url, clock=self.clock, cost=CHEAP)
        self.hub = told_where(Hub.open(self.path / "hub", clock=self.clock))
        self.laptops = [
            enrol(self.hub, self.path / name, name, self.clock) for name in ("one", "two", "three")
        ]
        for each in self.laptops:  # so that files are sealed for all of them
            exchange(self.hub, each)
        # Later than the certificates begin: a day that the clock claims a year too early is one of theirs.
        self.clock.time += timedelta(days=400)
        self.noon = self.clock.time
        self.in_parallel: set[str] = set()
        self.ended: set[str] = set()
        self.kept: dict[str, Path] = {}
        self.stick: list[Path] = []
        self.acknowledged: set[tuple[str, int, bytes]] = set()
        self.given: Counter[tuple[int, int]] = Counter()

    # ---- work

    @rule(who=which, record=which, name=which, value=st.integers(0, 99))
    def edit(self, who: int, record: int, name: int, value: int) -> None:
        laptop = self._laptop(who)
        told = {("name", "floors", "more")[name % 3]: value}
        site = f"{record % 4:032x}"
        with laptop.store.transaction(laptop.user) as tx:
            found = tx.record("site", site)
            if found is None:
                tx.create("site", told, id=site)
            elif value < 8 and not found.deleted:
                tx.delete("site", site)
            else:
                tx.set("site", site, told)

    @rule(who=which)
    def issue(self, who: int) -> None:
        laptop = self._laptop(who)
        number = laptop.issue()
        if number is not None:
            if self.given[number] and laptop.name not in self.in_parallel:
                raise AssertionError(f"{laptop.name} gave {number} again")
            self.given[number] += 1

    @rule(who=which, paper=which)
    def void(self, who: int, paper: int) -> None:
        laptop = self._laptop(who)
        standing = [each.document_id for each in laptop.store.numbers().numbers if each.fate == "issued"]
        if standing:
            laptop.void(standing[paper % len(standing)])

    @rule(jump=st.sampled_from(JUMPS))
    def move_the_clock(self, jump: timedelta) -> None:
        self.clock.time = self.noon + jump

    # ---- exchange

    @rule(who=which, lost=st.integers(-3, 2), cut=st.integers(0, 4))
    def sync(self, who: int, lost: int, cut: int) -> None:
        laptop = self._laptop(who)
        if laptop.name not in self.ended:
            self._count("sync with a lost reply" if lost >= 0 else "sync")
            self.acknowledged |= exchange(self.hub, laptop, Line(lost, cut))

    @rule(who=which, to=which, known=st.booleans())
    def write_file(self, who: int, to: int, known: bool) -> None:
        laptop, path = self._laptop(who), self.path / f"{len(self.stick)}.ijx"
        receiver = self._laptop(to).device.public.key_id if known else ""
        try:
            files.write_out(laptop.store, path, self.clock.now(), Quiet(), to=receiver)
        except InspectorError as problem:
            if problem.code != "exchange.unknown_receiver":  # ended, or not yet heard of
                raise
            return
        self._count("file written")
        self.stick.append(path)

    @rule(who=which, file=which, flip=st.integers(0, 20))
    def read_file(self, who: int, file: int, flip: int) -> None:
        if not self.stick:
            return
        laptop, path = self._laptop(who), self.stick[file % len(self.stick)]
        before = (laptop.store.tips(), laptop.store.digest())
        if flip == 0:
            path = self._altered(path, who)
        try:
            files.read_in(laptop.store, path, Quiet())
        except InspectorError as problem:
            if problem.code not in REFUSED_FILES and not (flip == 0 and isinstance(problem, DamagedError)):
                raise
            assert (laptop.store.tips(), laptop.store.digest()) == before
            self._count(f"file refused: {problem.code}")
        else:
            assert flip, "an altered file was believed"
            self._count("file read")

    # ---- copies

    @rule(who=which)
    def keep(self, who: int) -> None:
        laptop = self._laptop(who)
        self.kept[laptop.name] = laptop.copied(self.path / f"kept {laptop.name}")

    @rule(who=which)
    def restore(self, who: int) -> None:
        """Put the older database back: the anchor tells it, and it goes on under a spare code."""
        laptop = self._laptop(who)
        spares, kept = laptop.store.spares(), self.kept.pop(laptop.name, None)
        free = [each for each in spares if not self._is_used(laptop, each)]
        if kept is None or not free or self._is_whole(kept, laptop):
            return
        if any(code == free[0] for code, _ in self.given):
            # An earlier restore took it, and its work was lost again before anybody else had it.
            self.in_parallel.add(laptop.name)
        laptop.store.close()
        for end in ("", "-wal", "-shm"):
            (laptop.folder / f"inspector.db{end}").unlink(missing_ok=True)
        shutil.copy(kept / "inspector.db", laptop.folder / "inspector.db")
        laptop.reopen(adopt=free[0])
        assert laptop.store.meta.machine_code == free[0]
        laptop.store.set_spares([each for each in laptop.store.spares() if each != free[0]])
        self._count("restored")

    @rule(who=which)
    def put_back(self, who: int) -> None:
        """Put the whole older folder back; it does not know that it is one."""
        laptop = self._laptop(who)
        kept = self.kept.pop(laptop.name, None)
        if kept is not None:
            self.in_parallel.add(laptop.name)
            self._count("put back")
            laptop.store.close()
            shutil.rmtree(laptop.folder)
            shutil.copytree(kept, laptop.folder)
            laptop.reopen()

    @rule(who=which)
    def clone(self, who: int) -> None:
        if len(self.laptops) < MOST_LAPTOPS:
            laptop = self._laptop(who)
            folder = laptop.copied(self.path / f"{laptop.name} copy {len(self.laptops)}")
            twin = replace(laptop, name=folder.name, folder=folder)
            twin.reopen()
            self.laptops.append(twin)
            self.in_parallel |= {laptop.name, twin.name}
            self.ended |= {twin.name} if laptop.name in self.ended else set()
            self._count("cloned")

    @rule(who=which, chosen=which)
    def revoke(self, who: int, chosen: int) -> None:
        """End a laptop from now on, at most one in a history, and never the last that was not copied."""
        if chosen or self.ended:
            return
        laptop = self._laptop(who)
        self.hub.devices.revoke(laptop.device.public.key_id, reason="lost")
        self.ended |= {each.name for each in self.laptops if each.device is laptop.device}
        self._count("revoked")

    # ---- what holds

    @invariant()
    def the_same_entries_are_the_same_state(self) -> None:
        digests: dict[str, str] = {}
        for each in self.laptops:
            digest = each.store.digest()
            assert digests.setdefault(repr(each.store.tips()), digest) == digest

    def teardown(self) -> None:
        try:
            self._settle()
        finally:
            for each in self.laptops:
                each.store.close()
            self.hub.close()
            shutil.rmtree(self.path)

    def _settle(self) -> None:
        working = [each for each in self.laptops if each.name not in self.ended]
        held = copies(working)
        for _ in range(4):
            for each in working:
                self.acknowledged |= exchange(self.hub, each)
        room, at_hub = self.hub.facts.workspace, self._at_hub()
        for journal_id, seq, digest in self.acknowledged:
            assert self.hub.bundles.receipts(room, {journal_id: [(seq, digest)]}), "acknowledged, and lost"
        # Only what an ended laptop wrote may be missing at the hub: it takes no more of that.
        ended = {each for one in self.laptops if one.name in self.ended for each in one.store.own_journals()}
        missing = {digest for digest in held.keys() - at_hub if held[digest] not in ended}
        assert not missing, "held by a laptop, and lost"
        for each in working:
            assert each.hashes().keys() >= at_hub
            assert each.store.replay_check().same
            self._numbers_are_exact(each)
        self._all_show_the_same(working)

    def _at_hub(self) -> set[bytes]:
        page = self.hub.bundles.pull(self.hub.facts.workspace, 0, START, 1_000_000_000)
        assert not page.more
        return {digest for raw in page.bundles for digest in bundle.contents(raw)[2]}

    def _all_show_the_same(self, working: list[Enrolled]) -> None:
        tips = self.hub.bundles.tips(self.hub.facts.workspace).tips
        whole = [each.store for each in working if each.store.tips() == tips]
        assert self.ended or len(whole) == len(working)
        for each in whole[1:]:
            assert each.digest() == whole[0].digest()
            assert each.numbers() == whole[0].numbers()
            assert each.acts() == whole[0].acts()

    def _numbers_are_exact(self, laptop: Enrolled) -> None:
        book = laptop.store.numbers()
        borne = Counter((each.machine_code, each.serial) for each in book.numbers)
        twice = {number for number, times in borne.items() if times > 1}
        shown = {(each.machine_code, each.serial) for each in book.duplicates}
        assert twice == shown
        assert all(self.given[number] > 1 for number in twice), "a number that was given once stands twice"
        greatest: dict[int, int] = {}
        for code, serial in borne:
            greatest[code] = max(greatest.get(code, 0), serial)
        gaps = {(each.machine_code, each.serial) for each in book.gaps}
        every = {(code, serial) for code, most in greatest.items() for serial in range(1, most + 1)}
        assert set(borne) | gaps == every
        assert not set(borne) & gaps

    # ---- helpers

    def _laptop(self, who: int) -> Enrolled:
        return self.laptops[who % len(self.laptops)]

    def _count(self, what: str) -> None:
        type(self).happened[what] += 1

    def _altered(self, path: Path, at: int) -> Path:
        content = bytearray(path.read_bytes())
        content[len(content) * at // 12] ^= 1 + at
        spoilt = path.with_suffix(".spoilt")
        spoilt.write_bytes(bytes(content))
        return spoilt

    def _is_whole(self, kept: Path, laptop: Enrolled) -> bool:
        """Tell whether nothing was written since the copy was made: then the anchor has nothing to tell."""
        scratch = replace(laptop, folder=self.path / "scratch")
        shutil.rmtree(scratch.folder, ignore_errors=True)
        shutil.copytree(kept, scratch.folder)
        vector = scratch.reopen().vector()
        scratch.store.close()
        journal = laptop.store.meta.journal_id
        return vector.get(journal) == laptop.store.vector().get(journal)

    def _is_used(self, laptop: Enrolled, code: int) -> bool:
        return any(each.machine_code == code for each in laptop.store.numbers().numbers)
