"""Photos and files between laptop and hub: some beside each other, each complete by itself."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from hashlib import sha256

from inspector_app.domain.errors import Cancelled, DamagedError, Problem, Progress

from . import outcome, wire
from .frames import Kind, frame, read_all, run_of
from .pace import Pace
from .rooms import Room
from .transport import Connection, RefusedByHubError

LANES = 3
"""Of them small photos, which travel together, have one."""

MOST_NAMED = 20
"""Photos that are named one by one for one reason; the rest is counted."""

_AROUND = 512
"""Bytes, at most, of what is around a photo that travels with others, and of the end of them all."""

_OF_ONE = frozenset({404, 409, 413, 422})
"""What the hub answers because of one photo: it keeps no other one waiting."""


class Lanes:
    """The photos of one sync.

    Attributes:
        news: photos that are lost here, that the hub lost meanwhile or refused, or that came damaged.
        acknowledged: photos that a receipt came for.
    """

    def __init__(self, room: Room, connection: Connection, progress: Progress) -> None:
        self._room, self._store, self._connection = room, room.store, connection
        self._progress = progress
        self._digests: dict[str, str] = {}
        self._stop = threading.Event()
        self._came: set[str] = set()
        self._several = 0
        self._behind, self._counting = 0, threading.Lock()
        self.news: list[Problem] = []
        self.acknowledged: set[str] = set()

    def send(self, owed: Sequence[str]) -> int:
        """Send those of these photos that the hub lacks; return how many. All that it has are receipted."""
        missing = sorted(self._missing(self._named(owed), keep=True))
        small = [name for name in missing if self._room_for(name) <= self._several]
        alone = sorted(set(missing) - set(small))
        work = [partial(self._put_together, small)] if small else []
        return self._side_by_side([*work, *(partial(self._put, name) for name in alone)], len(missing))

    def fetch(self, wanted: Sequence[str]) -> int:
        """Fetch those of these photos that the hub has; return how many came."""
        names = self._named(wanted)
        there = set(names) - self._missing(names, keep=False)
        self._came.clear()
        try:
            return self._side_by_side([partial(self._get, name) for name in sorted(there)], len(there))
        finally:
            self._store.note_received_blobs(self._digests[name] for name in sorted(self._came))

    def leave(self, digests: Sequence[str]) -> None:
        """Note which of these photos the hub holds for whoever asks for them; none of them comes now."""
        names = self._named(digests)
        there = set(names) - self._missing(names, keep=False)
        if there:
            self._store.leave_elsewhere({self._digests[name] for name in there})

    def lacking(self, digests: Sequence[str]) -> set[str]:
        """Return those of these photos that the hub does not hold."""
        names = self._named(digests)
        return {self._digests[name] for name in self._missing(names, keep=False)}

    def told(self) -> list[Problem]:
        """Return the news; of the same thing said of many photos the first ones, and how many more."""
        by_code: dict[str, list[Problem]] = {}
        for one in self.news:
            by_code.setdefault(one.code, []).append(one)
        told = []
        for code, several in by_code.items():
            told += several[:MOST_NAMED]
            if len(several) > MOST_NAMED:
                told.append(Problem.of("exchange.photos_more", count=len(several) - MOST_NAMED, reason=code))
        return told

    def _named(self, digests: Sequence[str]) -> list[str]:
        """Return what these photos are called on the way, and remember which is which."""
        names = {self._room.name_of(one): one for one in digests}
        self._digests.update(names)
        return list(names)

    def _missing(self, asked: Sequence[str], *, keep: bool) -> set[str]:
        """Return those of these names that the hub lacks; `keep` its receipt for the others."""
        missing: set[str] = set()
        for start in range(0, len(asked), wire.MOST_NAMES):
            names = list(asked[start : start + wire.MOST_NAMES])
            told = self._connection.ask(self._path("missing"), {"names": names}, tick=self._look_up)
            missing.update(wire.read_names(told.get("missing")))
            self._several = wire.read_int(told.get("several", 0), "several")
            if keep and told.get("receipt") is not None:
                self._keep(wire.read_raw(told["receipt"], "receipt"))
        return missing & set(asked)

    def _side_by_side(self, work: Sequence[Callable[[], int]], total: int) -> int:
        """Do all this work, some at a time; only this thread tells progress and is cancelled.

        Args:
            work: moves photos and returns how many moved; says itself what is behind it.
            total: photos.
        """
        done, self._behind = 0, 0
        if not work:
            return done
        with ThreadPoolExecutor(LANES, thread_name_prefix="photos") as lanes:
            left: set[Future[int]] = {lanes.submit(one) for one in work}
            try:
                while left:
                    self._progress.step(self._behind, total, outcome.PHOTOS)
                    over, left = wait(left, timeout=0.2, return_when=FIRST_COMPLETED)
                    done += sum(one.result() for one in over)
                self._progress.step(total, total, outcome.PHOTOS)
            except BaseException:
                self._stop.set()
                for one in left:
                    one.cancel()
                raise
        return done

    def _pass(self, count: int) -> None:
        with self._counting:
            self._behind += count

    def _look_up(self) -> None:
        self._progress.step(0, 0, outcome.PHOTOS)

    def _tick(self) -> None:
        if self._stop.is_set():
            raise Cancelled

    def _room_for(self, name: str) -> int:
        """Return the bytes that a photo takes among others, never too few."""
        return self._store.blob_size(self._digests[name]) + _AROUND

    def _put_together(self, names: Sequence[str]) -> int:
        """Bring small photos, as many at once as the line carries in a few seconds; return how many came."""
        sizes = {name: self._room_for(name) for name in names}
        pace, waiting, done = Pace(self._several, wire.MOST_NAMES), deque(sizes.items()), 0
        while waiting:
            self._tick()
            group, began = pace.group(waiting), time.monotonic()
            done += self._put_group(group)
            pace.took(sum(sizes[name] for name in group), time.monotonic() - began)
        return done

    def _put_group(self, names: Sequence[str]) -> int:
        """Bring photos in one question, then each that the hub has not by itself."""
        contents = {name: content for name in names if (content := self._content(name)) is not None}
        self._pass(len(names) - len(contents))
        taken = self._put_several(contents)
        self._pass(len(taken))
        return len(taken) + sum(self._put(name) for name in contents if name not in taken)

    def _put_several(self, contents: Mapping[str, bytes]) -> set[str]:
        frames = (frame(Kind.BLOB, bytes.fromhex(name) + content) for name, content in contents.items())
        body = b"".join(run_of(frames))
        if len(contents) < 2 or len(body) > self._several:
            return set()
        try:
            answered = self._connection.exchange(
                "POST", self._path("several"), body, wire.FRAMES, tick=self._tick
            )
        except RefusedByHubError as refused:
            if refused.status not in _OF_ONE:
                raise
            return set()
        return self._receipted(answered)

    def _receipted(self, answered: bytes) -> set[str]:
        """Keep the receipts that were answered; return the names of the photos that they are for."""
        names: set[str] = set()
        for one in read_all(answered)[0]:
            if one.kind is Kind.BLOB_RECEIPT:
                names |= self._keep(one.content)
        return names

    def _content(self, name: str) -> bytes | None:
        digest = self._digests[name]
        try:
            return self._room.sealed(name, self._store.blob(digest))
        except DamagedError as problem:  # the others go all the same, and the loss is told
            self.news.append(Problem.of("exchange.photo_lost", digest, reason=problem.code))
            return None

    def _put(self, name: str) -> int:
        self._tick()
        content = self._content(name)
        done = content is not None and self._put_alone(name, content)
        self._pass(1)
        return int(done)

    def _put_alone(self, name: str, content: bytes) -> bool:
        digest = self._digests[name]
        try:
            answered = self._connection.exchange(
                "PUT",
                self._path(name),
                content,
                "application/octet-stream",
                tick=self._tick,
                headers={wire.SHA_HEADER: sha256(content).hexdigest()},
            )
        except RefusedByHubError as refused:
            return self._refused(refused, digest)
        self._receipted(answered)
        return True

    def _get(self, name: str) -> int:
        self._tick()
        came = self._got(name)
        self._pass(1)
        return int(came)

    def _got(self, name: str) -> bool:
        try:
            content = self._connection.exchange("GET", self._path(name), tick=self._tick, most=wire.MOST_BLOB)
        except RefusedByHubError as refused:
            if refused.status == 404:
                self.news.append(Problem.of("exchange.photo_not_there", self._digests[name]))
                return False
            return self._refused(refused, self._digests[name])
        try:
            opened = self._room.opened(name, content)
        except DamagedError as problem:  # one that rotted at the hub keeps no other one away
            self.news.append(Problem.of(problem.code, self._digests[name]))
            return False
        self._store.put_blob(opened)
        self._came.add(name)
        return True

    def _refused(self, refused: RefusedByHubError, digest: str) -> bool:
        """Remember that the hub said no to one photo; the others go on, unless it said no to more."""
        if refused.status not in _OF_ONE:
            raise refused
        self.news.append(Problem.of("exchange.photo_refused", digest, reason=refused.code))
        return False

    def _keep(self, raw: bytes) -> set[str]:
        """Keep a receipt, and return the names that it is for."""
        names = self._room.keep_blob_receipt(raw, self._digests)
        self.acknowledged |= names
        return names

    def _path(self, what: str) -> str:
        return wire.path_of(self._room.workspace, f"blobs/{what}")
