"""Row 20: kill -9 on both sides of a sync, at any moment: nothing acknowledged is lost, nothing comes twice.

The laptops are real stores, each worked on by a child process; the hub serves over TLS in its own process.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.hub import founding
from inspector_app.hub.books import Hub
from inspector_app.sync import exchange
from tests.hub.conftest import server  # noqa: F401 - a fixture
from tests.hub.postgres import Server
from tests.hub_http.conftest import Running, start
from tests.ports import free_port
from tests.simulation.bureau import CHEAP, Quiet
from tests.simulation.enrolled import Enrolled, Hands, enrol, told_where

SEED = 20
KILLS = {"sqlite": 100, "postgresql": 30}
HUB_SHARE = 0.16
ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="KILL NOT TESTED: needs fork"),
]


class Working:
    """A laptop whose work goes on in a child process, again and again from where a kill left it."""

    def __init__(self, laptop: Enrolled) -> None:
        self.laptop = laptop
        self.numbers: list[tuple[int, int]] = []
        self.photos: list[str] = []
        self.told: Counter[str] = Counter()
        self._pid = 0
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.simulation.syncer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def begin(self) -> None:
        assert self._nursery.stdin is not None
        line = (str(self.laptop.folder), self.laptop.person.to_bytes().hex(), self.laptop.user)
        self._nursery.stdin.write("\t".join(line) + "\n")
        self._nursery.stdin.flush()
        # The child may speak before its parent names it.
        while not self._pid:
            self._hear()

    def kill(self, chance: random.Random) -> None:
        """Let it come to the end of a sync or not, wait a moment, and end it."""
        synced = self.told["synced"] + (chance.random() < 0.6)
        while self.told["synced"] < synced:
            self._hear()
        for _ in range(chance.randint(0, 4)):
            self._hear()
        time.sleep(chance.uniform(0, 0.3))
        os.kill(self._pid, signal.SIGKILL)
        while self._pid:
            self._hear()

    def close(self) -> None:
        self._nursery.communicate()

    def _hear(self) -> None:
        assert self._nursery.stdout is not None
        what, *words = self._nursery.stdout.readline().split()
        assert what != "failed", words
        self.told[what] += 1
        if what == "pid":
            self._pid = int(words[0])
        elif what == "gone":
            self._pid = 0
        elif what == "issued":
            self.numbers.append((int(words[0]), int(words[1])))
        elif what == "photo":
            self.photos.append(words[0])


@pytest.fixture(params=sorted(KILLS))
def way(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """Which database the hub has, and its URL."""
    if request.param == "sqlite":
        yield "sqlite", ""
        return
    running: Server = request.getfixturevalue("server")
    url = running.fresh()
    yield "postgresql", url
    running.drop(url)


def bureau(path: Path, url: str, port: int) -> tuple[str, list[Enrolled]]:
    """Found a hub and enrol two laptops at it."""
    founding.found(path / "hub", "办公室", database_url=url, cost=CHEAP)
    hub = told_where(Hub.open(path / "hub"), f"https://127.0.0.1:{port}")
    laptops = [enrol(hub, path / name, name, Hands(datetime.now(UTC))) for name in ("one", "two")]
    hub.close()
    for each in laptops:
        each.store.close()
    return hub.facts.id, laptops


def test_kills_on_both_sides(tmp_path: Path, way: tuple[str, str]) -> None:
    database, url = way
    port, chance, killed = free_port(), random.Random(SEED), Counter[str]()
    hub_id, laptops = bureau(tmp_path, url, port)
    working = [Working(each) for each in laptops]
    hub = start(tmp_path / "hub", hub_id, "--listen", f"127.0.0.1:{port}")
    try:
        for each in working:
            each.begin()
        while sum(killed.values()) < KILLS[database]:
            if chance.random() < HUB_SHARE:
                time.sleep(chance.uniform(0.05, 0.4))
                hub.kill()
                hub.close()
                hub = start(tmp_path / "hub", hub_id, "--listen", f"127.0.0.1:{port}")
                killed["hub"] += 1
            else:
                one = chance.choice(working)
                one.kill(chance)
                one.begin()
                killed["laptop"] += 1
        for each in working:
            each.kill(chance)
            each.close()
        told = sum((each.told for each in working), Counter[str]())
        print(f"\nrow 20, hub on {database}: seed {SEED}, kills {dict(killed)}; laptops said {dict(told)}")
        print(f"repeat: pytest tests/faults/test_row_20_kills.py -k {database} -s")
        nothing_is_lost(hub, working)
    finally:
        for each in working:
            each.close()
        hub.close()
    assert min(killed["hub"], killed["laptop"]) >= KILLS[database] // 15


def nothing_is_lost(hub: Running, working: list[Working]) -> None:
    """Open what the kills left, sync until all is everywhere, and hold it to what was acknowledged."""
    for each in working:
        each.laptop.reopen()
    for each in (*working, *working):
        told = exchange.run(each.laptop.store, datetime.now(UTC), Quiet())
        assert told.branches == ()
    stores = [each.laptop.store for each in working]
    assert exchange.run(stores[0], datetime.now(UTC), Quiet()).same is True
    assert stores[0].tips() == stores[1].tips()
    assert stores[0].digest() == stores[1].digest()
    assert stores[0].numbers() == stores[1].numbers()
    borne = Counter((each.machine_code, each.serial) for each in stores[0].numbers().numbers)
    assert max(borne.values()) == 1, "a number twice"
    assert stores[0].numbers().gaps == ()
    for each in working:
        store = each.laptop.store
        assert set(each.numbers) <= set(borne), "acknowledged, and lost"
        assert len(each.numbers) == len(set(each.numbers))
        assert all(store.has_blob(photo) for photo in each.photos)
        state = store.state()
        assert (state.received, state.blobs_received) == (state.entries, state.blobs)
        assert store.branches() == []
        assert store.integrity().problems == ()
        assert store.replay_check().same
        store.close()
    assert hub.process.poll() is None
