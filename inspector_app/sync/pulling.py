"""The hub's log, read on from where it was left, and held against every receipt that names a place of it."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from inspector_app.domain.errors import DamagedError, InspectorError, Problem, UnverifiableError
from inspector_app.journal.log import log_after
from inspector_app.store.doubting import Promise
from inspector_app.store.exchanging import Taken

from . import awaiting, outcome
from .ahead import ahead
from .awaiting import Awaiting
from .frames import Kind
from .outcome import Amount
from .rooms import AWAITS_KEY, Came, not_read_in
from .talk import Talk
from .transport import RefusedByHubError
from .trusting import Unpacked

PART_BYTES, PART_ENTRIES = 1_000_000, 10_000
"""What is taken in at once: whoever types meanwhile waits for so much, and no longer."""

MOST_NAMED = 20
"""Receipts that are named one by one."""

Place = tuple[int, bytes]
"""How many bundles of the log, and the log's hash after them."""


class _Part(NamedTuple):
    """What is taken in at once, and where the log stands after it."""

    came: Came
    cursor: Place
    bundles: int
    waits: Place | None
    """Before the first bundle that waits for a key."""


class Pulling:
    """The way in.

    Attributes:
        received: what came so far.
        stopped: what came and could not be taken in. It stops the reading, and nothing else.
    """

    def __init__(self, talk: Talk) -> None:
        self._talk, self._room, self._store = talk, talk.room, talk.room.store
        self.received = Amount()
        self.stopped: InspectorError | None = None
        self._anew = False

    def all(self) -> None:
        """Take in all that is new at the hub; each part moves the cursor with it.

        Raises:
            RefusedByHubError. What `Connection.exchange` raises.
        """
        self.stopped, self._anew = None, False
        self._go_back()
        more = True
        while more and self.stopped is None:
            more = self._page()

    def _go_back(self) -> None:
        """Read on from what waits, once the holder has a key that they had not when it came."""
        waits = awaiting.read(self._store)
        if waits is None or waits.held >= self._room.held:
            return
        # What waits is noted before it is passed: a program that was killed in between has not come so far.
        if waits.no < self._store.cursor(self._room.workspace)[0]:
            self._store.take_in((), cursor=(waits.no, waits.log))
        awaiting.forget(self._store)

    def tell_waiting(self) -> None:
        """Tell that something waits for a key which the office made."""
        waits = awaiting.read(self._store)
        if waits is not None and waits.sure:
            self._talk.tell(Problem.of(AWAITS_KEY, self._room.workspace))

    def _page(self) -> bool:
        """Take in the next page; tell whether more follow."""
        no, log = self._store.cursor(self._room.workspace)
        self._talk.progress.step(self.received.bundles, 0, outcome.RECEIVING)
        try:
            frames, end = self._talk.frames("pull", {"no": no, "log": log.hex()})
        except RefusedByHubError as refused:
            if refused.code != "sync.log_differs" or not no or self._anew:
                raise
            self._anew = True
            # The hub's log is another one than before: all of it is looked at again, and that is told.
            self._talk.tell(Problem.of("exchange.log_differs", no=no))
            self._store.doubt((), anew=True)
            awaiting.forget(self._store)
            return True
        except DamagedError as problem:  # an answer that nobody can read
            self.stopped = problem
            return False
        bundles = [one.content for one in frames if one.kind is Kind.BUNDLE]
        try:
            more = bool(end.get("more") is True and bundles)
            self._take_page(bundles, (no, log), end, more=more)
        except InspectorError as problem:
            self.stopped = problem
            return False
        return more

    def _take_page(
        self, bundles: Sequence[bytes], start: Place, end: dict[str, object], *, more: bool
    ) -> None:
        places = list(_places(bundles, start))
        if (end.get("no"), end.get("log")) != (places[-1][0], places[-1][1].hex()):
            raise DamagedError("exchange.log_forged", where=self._talk.connection.url, no=places[-1][0])
        self._hold_against(places, whole=not more)
        with ahead(self._unpacked(bundles, places), self._tick) as parts:
            for part in parts:
                self._take(part)
                self._tick()

    def _unpacked(self, bundles: Sequence[bytes], places: Sequence[Place]) -> Iterator[_Part]:
        """Yield what came, part by part, proven: the next one while the one before is taken in."""
        at = 0
        for many in _parts([self._room.header(raw).n for raw in bundles], [len(raw) for raw in bundles]):
            came = self._room.pulled(bundles[at : at + many])
            waits = places[at + came.waits[0]] if came.waits else None
            at += many
            yield _Part(came, places[at], many, waits)

    def _tick(self) -> None:
        self._talk.progress.step(self.received.bundles, 0, outcome.RECEIVING)

    def _hold_against(self, places: Sequence[Place], *, whole: bool) -> None:
        """Doubt every receipt that names another log at one of these places, or one beyond the end."""
        told = dict(places)
        last = places[-1][0]
        wrong = [
            one
            for one in self._store.promises()
            if (one.no in told and told[one.no] != one.log) or (whole and one.no > last)
        ]
        if wrong:
            self._store.doubt(wrong)
            self._talk.tell(rewritten(wrong))

    def _take(self, part: _Part) -> None:
        self._talk.tell(*part.came.news)
        if part.waits is not None:
            self._wait(part.waits, sure=part.came.sure)
        unpacked = part.came.unpacked
        try:
            taken = [self._store.take_in(unpacked, cursor=part.cursor)]
        except (DamagedError, UnverifiableError):
            if not self._room.passes_over:
                raise
            taken = [*self._one_by_one(unpacked), self._store.take_in((), cursor=part.cursor)]
        self.received = self.received.plus(entries=sum(one.new for one in taken), bundles=part.bundles)
        if any(one.forked for one in taken):
            self._talk.account.go_on_elsewhere()

    def _wait(self, place: Place, *, sure: bool) -> None:
        """Keep the earliest place from where to read again."""
        waits = awaiting.read(self._store)
        no, log = place if waits is None or place[0] < waits.no else (waits.no, waits.log)
        known = sure or (waits is not None and waits.sure)
        awaiting.keep(self._store, Awaiting(no, log, self._room.held, known))

    def _one_by_one(self, unpacked: Sequence[Unpacked]) -> Iterator[Taken]:
        """Take in what can be, and tell of the rest."""
        for raw, entries in unpacked:
            try:
                yield self._store.take_in([(raw, entries)])
            except (DamagedError, UnverifiableError) as problem:
                # What lies before it may be what waits: then it comes again together with that.
                if problem.code != "store.journal_gap" or awaiting.read(self._store) is None:
                    self._talk.tell(not_read_in(entries[0].header.journal_id, problem))


def rewritten(wrong: Sequence[Promise]) -> Problem:
    """Say which receipts the hub's log contradicts."""
    named = [one.name for one in wrong[:MOST_NAMED]]
    first = min(wrong, key=lambda one: one.no)
    return Problem.of(
        "exchange.log_rewritten", first.name, count=len(wrong), no=first.no, at=first.at, receipts=named
    )


def _places(bundles: Sequence[bytes], start: Place) -> Iterator[Place]:
    """Yield where the log stands before these bundles and after each of them."""
    no, log = start
    yield no, log
    for raw in bundles:
        no, log = no + 1, log_after(log, sha256(raw).digest())
        yield no, log


def _parts(entries: Sequence[int], sizes: Sequence[int]) -> Iterator[int]:
    """Yield how many bundles each part holds."""
    many = held = size = 0
    for n, length in zip(entries, sizes, strict=True):
        if many and (held + n > PART_ENTRIES or size + length > PART_BYTES):
            yield many
            many = held = size = 0
        many, held, size = many + 1, held + n, size + length
    if many:
        yield many
