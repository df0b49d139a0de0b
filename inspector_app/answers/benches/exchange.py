"""`bench sync`: push and fresh replica beside PouchDB, and 200 laptops at once on both databases.

Real laptops with their encrypted stores exchange with a real hub over TLS. An entry here is a change of a
finding with three to six fields: header and payload as the journal keeps them.
"""

import json
import shutil
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from inspector_app.answers.benches import exchange_changes, exchange_postgres, exchange_pouch
from inspector_app.answers.benches.answers import Extent
from inspector_app.answers.benches.contest import Bound, Facts
from inspector_app.answers.benches.exchange_hub import Admit, Hub, Member, Served
from inspector_app.answers.benches.exchange_pouch import Pouch
from inspector_app.answers.benches.figures import Timing, percentile
from inspector_app.answers.benches.plays import Entrant, Peer, Work, child, room
from inspector_app.casework.base.clocks import SystemClock
from inspector_app.casework.base.desk import Renderer
from inspector_app.casework.people import workspace
from inspector_app.journal import bundle
from inspector_app.store.store import Store
from inspector_app.sync import exchange

CHANGES = 120_000
MOST_OF_PEER = 200_000
"""Changes that the peer still does in the time of a bench."""

PUSH_LIMIT, REPLICA_LIMIT = 1 / 40, 1 / 15
PUSH_EACH_S, REPLICA_EACH_S = 2_600, 2_560
"""What the peer did a second when the limits were set: held against where it is not run."""

MOST_BYTES = 75
CROWD_MS, PUSH_P99_MS, MOST_MB = 8_000, 1_500, 200
_LAPTOPS = "inspector_app.answers.benches.exchange_laptops"


@dataclass(frozen=True, slots=True)
class Size:
    """How many laptops sync at once, and what each brings; bytes of a photo."""

    laptops: int = 200
    changes: int = 200
    photos: int = 20
    photo: int = 200_000


def works(extent: Extent, renderer: Callable[[], Renderer], admit: Admit) -> list[Work]:
    """Return push and replica of `rows` changes, and the crowd on SQLite and on PostgreSQL."""
    folder, count = room(), extent.rows or CHANGES
    stage = _Stage(folder, count, renderer(), admit)
    peers = _peers(folder, count)
    return [
        Work(f"sync: {count:,} changes pushed", Entrant("ours", stage.push, stage.push_facts), peers[0]),
        Work(f"sync: fresh replica of {count:,} changes", Entrant("ours", stage.pull, stage.facts), peers[1]),
        *crowds(folder, admit),
    ]


def crowds(folder: Path, admit: Admit, size: Size | None = None) -> list[Work]:
    """Return the laptops that sync at once, at a hub on SQLite and, where there is one, on PostgreSQL."""
    size = size or Size()
    told = list(_Crowd(folder / "crowd", admit, size, "SQLite", lambda: None).works())
    found = exchange_postgres.binaries()
    if found is not None:
        started = partial(exchange_postgres.started, found)
        told += _Crowd(folder / "crowd-pg", admit, size, "PostgreSQL", started).works()
    return told


_Peers = tuple[Peer | Bound, ...]


def _peers(folder: Path, count: int) -> tuple[_Peers, _Peers]:
    if count > MOST_OF_PEER:
        most_push = round(count / PUSH_EACH_S * 1000 * PUSH_LIMIT)
        most_pull = round(count / REPLICA_EACH_S * 1000 * REPLICA_LIMIT)
        return (Bound(most_push),), (Bound(most_pull),)
    place = exchange_pouch.installed(folder)
    if isinstance(place, str):
        absent = Entrant(f"PouchDB ({place})", None, dict)
        return (Peer(absent, PUSH_LIMIT),), (Peer(absent, REPLICA_LIMIT),)
    pouch = Pouch(place, count)
    push = Entrant(pouch.name, partial(pouch.ready, "push"), pouch.told)
    pull = Entrant(pouch.name, partial(pouch.ready, "pull"), pouch.told)
    return (Peer(push, PUSH_LIMIT),), (Peer(pull, REPLICA_LIMIT),)


class _Silent:
    """Progress that nobody watches."""

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Say nothing."""


class _Stage:
    """A hub that knows two laptops, one full and one fresh: each round begins with copies of them."""

    def __init__(self, folder: Path, count: int, renderer: Renderer, admit: Admit) -> None:
        self._folder, self._count, self._renderer, self._admit = folder, count, renderer, admit
        self._peak = 0
        self._size = self._entries = self._raw = 0

    def push(self, n: int) -> Callable[[], Timing]:
        """Make a hub without the changes ready, and the laptop that has them."""
        del n
        return partial(self._timed, *self._copies("bare", "full"))

    def pull(self, n: int) -> Callable[[], Timing]:
        """Make a hub with the changes ready, and a laptop that has none."""
        del n
        return partial(self._timed, *self._copies("laden", "fresh"))

    def push_facts(self) -> Facts:
        """Say what a change costs on the wire, and what is meant by one."""
        each = self._size / self._entries
        return {
            "entries": self._entries,
            "bytes_each_entry": round(self._raw / self._entries),
            "bytes_on_wire": round(each, 1),
            "most_bytes": MOST_BYTES,
            "bytes": _verdict(each, MOST_BYTES),
            **self.facts(),
        }

    def facts(self) -> Facts:
        """Say the most memory that a hub held in any round."""
        return {"hub_mb": self._peak} if self._peak else {}

    def _copies(self, hub: str, laptop: str) -> tuple[Hub, Path]:
        places = self._made
        turn = self._folder / f"turn-{time.monotonic_ns()}"
        shutil.copytree(places[hub], turn / "hub")
        shutil.copytree(places[laptop], turn / "laptop")
        return Hub(turn / "hub", self._admit), turn / "laptop"

    def _timed(self, hub: Hub, laptop: Path) -> Timing:
        with hub.served() as served, self._open(laptop) as store:
            now = SystemClock().now()
            began, worked = time.perf_counter(), time.process_time()
            exchange.run(store, now, _Silent(), url=served.url)
            took = Timing(time.perf_counter() - began, time.process_time() - worked)
            self._peak = max(self._peak, served.peak_mb() or 0)
        shutil.rmtree(laptop.parent)
        return took

    @cached_property
    def _made(self) -> Mapping[str, Path]:
        """Found a hub, let two laptops in, write the changes into one of them, and push them once."""
        places = {name: self._folder / name for name in ("bare", "full", "fresh", "laden")}
        hub = Hub(places["bare"], self._admit)
        hub.found()
        with hub.served():
            hub.joined("张三", places["full"])
            hub.joined("李四", places["fresh"])
        with self._open(places["full"]) as store:
            self._entries = exchange_changes.write(store, "u0000zsan", self._count)
            self._weigh(store)
        shutil.copytree(places["bare"], places["laden"])
        twin = self._folder / "twin"
        shutil.copytree(places["full"], twin)
        with Hub(places["laden"], self._admit).served() as served, self._open(twin) as store:
            exchange.run(store, SystemClock().now(), _Silent(), url=served.url)
        shutil.rmtree(twin)
        return places

    def _weigh(self, store: Store) -> None:
        device = store.device_key()
        if device is None:
            raise RuntimeError("a laptop without a key")
        mine, have = store.meta.journal_id, store.tips()
        have.pop(mine, None)
        for raw in store.lacking(have, device):
            self._size += len(raw) + 5
            self._raw += bundle.open_header(raw).raw_len

    def _open(self, path: Path) -> AbstractContextManager[Store]:
        return _opened(path, self._renderer)


@contextmanager
def _opened(path: Path, renderer: Renderer) -> Iterator[Store]:
    user = workspace.people(path)[0].user
    session = workspace.sign_in(path, user, workspace.TRAINING_PASSWORD, SystemClock(), renderer)
    try:
        yield session.desk.store
    finally:
        session.close()


class _Crowd:
    """Many laptops at one hub, which goes on serving from round to round."""

    def __init__(
        self, data: Path, admit: Admit, size: Size, name: str, database: Callable[[], str | None]
    ) -> None:
        self._data, self._admit, self._size = data, admit, size
        self._name, self._database = name, database
        self._told: dict[int, Any] = {}
        self._peak: int | None = None

    def works(self) -> Iterator[Work]:
        """Yield the whole time and the slowest pushes, both of the same plays."""
        size = self._size
        what = f"{size.laptops} laptops × ({size.changes} changes + {size.photos} photos), {self._name}"
        whole = Entrant("ours", partial(self._round, self._whole), self._facts)
        push = Entrant("ours", partial(self._round, self._push), dict)
        yield Work(f"sync: {what}", whole, (Bound(CROWD_MS),))
        yield Work(f"sync: p99 of a push, {what}", push, (Bound(PUSH_P99_MS),))

    def _round(self, told: Callable[[Any], float], n: int) -> Callable[[], Timing]:
        if n not in self._told:
            self._told[n] = self._played()
        return lambda: Timing(told(self._told[n]), self._told[n]["cpu"])

    @staticmethod
    def _whole(told: Any) -> float:
        return float(told["seconds"])

    @staticmethod
    def _push(told: Any) -> float:
        return percentile(told["push"], 99)

    def _facts(self) -> Facts:
        if self._peak is None:
            return {}
        return {"hub_mb": self._peak, "most_mb": MOST_MB, "memory": _verdict(self._peak, MOST_MB)}

    def _played(self) -> Any:
        hub, members = self._made
        with hub.served() as served:
            plan = self._data.with_suffix(".plan")
            plan.write_text(json.dumps(self._plan(served, members)), "utf-8")
            told = child(_LAPTOPS, str(plan))
            peak = served.peak_mb()
            self._peak = peak if self._peak is None or peak is None else max(self._peak, peak)
        return told

    def _plan(self, served: Served, members: list[Member]) -> dict[str, object]:
        grant = members[0].grant
        return {
            "url": served.url,
            "hub": grant.hub.id,
            "certificate": b64encode(grant.hub.certificate_der).decode("ascii"),
            "workspace": grant.workspace,
            "keys": [b64encode(each.device.to_bytes()).decode("ascii") for each in members],
            "changes": self._size.changes,
            "photos": self._size.photos,
            "size": self._size.photo,
        }

    @cached_property
    def _made(self) -> tuple[Hub, list[Member]]:
        hub = Hub(self._data, self._admit, self._database())
        hub.found()
        with hub.served():
            return hub, hub.let_in([f"检查员{n:03}" for n in range(self._size.laptops)])


def _verdict(value: float, most: float) -> str:
    return "kept" if value <= most else "NOT kept"
