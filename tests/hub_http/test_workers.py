"""Several processes on one socket over PostgreSQL: one log, one end, and no worker outlives its parent."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from inspector_app.hub import admitting
from inspector_app.hub.admitting import Wanted
from inspector_app.journal.log import log_of
from inspector_app.sync import wire
from tests.hub import postgres
from tests.hub_http.conftest import Running, founded
from tests.hub_http.laptops import Laptop, client, frames_of

Serving = Callable[..., Running]


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    found = postgres.Server.find()
    if found is None:
        if os.environ.get(postgres.MUST) == "must":
            raise RuntimeError("PostgreSQL must be here, and is not")
        pytest.skip("no PostgreSQL on this machine: install postgresql or set TEST_DATABASE_URL")
    yield found
    found.stop()


@pytest.fixture
def database(server: postgres.Server) -> Iterator[str]:
    url = server.fresh()
    yield url
    server.drop(url)


def children(pid: int) -> list[int]:
    """Return the processes below one, themselves serving or not."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [int(one) for one in told]


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # the latter: gone between opening and reading
        return False


def gone(pids: list[int], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while any(is_alive(one) for one in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def laptop_of(running: Running, database: str) -> Laptop:
    one = Laptop(client(running.url), running.hub)
    running.clients.append(one.http)
    one.enrol(admitting.enrol(running.data, Wanted("张三", "", (), 1, 7, ""), database=database)["code"])
    return one.sign_on()


@pytest.mark.slow
def test_two_workers_write_one_log(serving: Serving, database: str, tmp_path: Path) -> None:
    told = founded(tmp_path / "data", "--database", database)
    running = serving("--workers", "2", "--database", database, data=tmp_path / "data", hub=told["hub_id"])
    workers = children(running.process.pid)
    assert len(workers) >= 2
    laptops = [laptop_of(running, database) for _ in range(6)]
    bundles = [[one.write(5) for _ in range(5)] for one in laptops]

    def push(one: Laptop, raws: list[bytes]) -> int:
        done = 0
        for raw in raws:
            # A connection of its own each time, so that both workers get their share.
            with client(running.url) as fresh:
                one.http, kept = fresh, one.http
                done += len(frames_of(one.push(raw)))
                one.http = kept
        return done

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(push, laptops, bundles)) == 30
    held, end = laptops[0].pull()
    assert not end["more"]
    assert set(held) >= {raw for raws in bundles for raw in raws}
    assert end["log"] == log_of(sha256(raw).digest() for raw in held).hex()
    assert end["no"] == len(held) == len(set(held))
    assert running.stop() == 0
    assert gone(workers)


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced_and_none_outlives_the_parent(
    serving: Serving, database: str, tmp_path: Path
) -> None:
    told = founded(tmp_path / "data", "--database", database)
    running = serving("--workers", "2", "--database", database, data=tmp_path / "data", hub=told["hub_id"])
    before = children(running.process.pid)
    for one in before:
        os.kill(one, signal.SIGKILL)
    until = time.monotonic() + 60
    answered = 0
    while not answered and time.monotonic() < until:
        try:
            with client(running.url) as fresh:
                answered = fresh.get(wire.HELLO).status_code
        except httpx.TransportError:
            time.sleep(0.2)
    assert answered == 200
    workers = children(running.process.pid)
    running.kill()
    assert gone(workers), "a worker went on without its parent"
