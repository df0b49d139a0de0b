"""A real hub: founded by the command line, served in a process of its own over TLS on loopback."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from inspector_app.hub import admitting
from inspector_app.hub.admitting import Wanted
from tests.hub_http.laptops import Laptop, client

START_SECONDS = 180


def command(*args: str, data: Path, check: bool = True) -> dict[str, Any]:
    """Run a command as a program, and return its JSON object."""
    done = subprocess.run(
        [sys.executable, "-m", "inspector_app", "--data", str(data), "--json", *args],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    assert not check or done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    return {**told, "exit": done.returncode, "stderr": done.stderr}


@dataclass
class Running:
    """A hub's process."""

    data: Path
    process: subprocess.Popen[str]
    url: str
    fingerprint: str
    hub: str
    clients: list[httpx.Client] = field(default_factory=list)

    def laptop(self, *, enrolled: bool = True, address: str = "") -> Laptop:
        """Return a laptop that speaks to this hub; an enrolled one is signed on too."""
        one = Laptop(client(self.url, address), self.hub)
        self.clients.append(one.http)
        if enrolled:
            wanted = Wanted("张三", "", (), 1, 7, "")
            one.enrol(admitting.enrol(self.data, wanted, database=None)["code"])
            one.sign_on()
        return one

    def stop(self) -> int:
        """Send SIGTERM, and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(90)

    def kill(self) -> None:
        """End it like a power cut ends a process."""
        self.process.kill()
        self.process.wait(90)

    def close(self) -> None:
        """End it if it still runs, and leave nothing open."""
        if self.process.poll() is None:
            self.kill()
        if self.process.stdout is not None:
            self.process.stdout.close()
        for one in self.clients:
            one.close()

    def memory(self) -> int:
        """Return the most memory that it ever held, in bytes."""
        told = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        (line,) = (one for one in told.splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) * 1024


def founded(data: Path, *more: str) -> dict[str, Any]:
    """Found a hub of an office."""
    return command("hub", "init", "--workspace", "某区住房和城乡建设局", *more, data=data)


def start(data: Path, hub: str, *more: str) -> Running:
    """Serve a hub that was founded."""
    ready = data.parent / f"{data.name}.ready"
    ready.unlink(missing_ok=True)
    log = (data.parent / f"{data.name}.log").open("a", encoding="utf-8")
    args = ["hub", "serve", "--ready-file", str(ready), *more]
    if "--listen" not in more:
        args += ["--listen", "127.0.0.1:0"]
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector_app", "--data", str(data), "--json", *args],
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        env=dict(os.environ),
    )
    log.close()
    until = time.monotonic() + START_SECONDS
    while not ready.exists():
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            process.wait()
            raise AssertionError((data.parent / f"{data.name}.log").read_text("utf-8"))
        time.sleep(0.05)
    told = json.loads(ready.read_text("utf-8"))
    assert told["pid"] == process.pid
    return Running(data, process, told["url"], told["fingerprint"], hub)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hub") / "data"


@pytest.fixture(scope="module")
def running(data: Path) -> Iterator[Running]:
    """A hub that serves for the whole module."""
    one = start(data, founded(data)["hub_id"])
    yield one
    if one.process.poll() is None:
        assert one.stop() == 0
    one.close()
    log = (data.parent / f"{data.name}.log").read_text("utf-8")
    assert "bug" not in log, log
    assert "Traceback" not in log, log


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Serve hubs of one test; what still runs at its end is ended."""
    begun: list[Running] = []

    def begin(*more: str, data: Path | None = None, hub: str = "") -> Running:
        place = data or tmp_path / "data"
        one = start(place, hub or founded(place)["hub_id"], *more)
        begun.append(one)
        return one

    yield begin
    for one in begun:
        one.close()
