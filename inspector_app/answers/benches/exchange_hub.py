"""The hub of the bench of exchange: founded and served by its own commands, in a process of its own."""

import atexit
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspector_app.casework.base.clocks import SystemClock
from inspector_app.casework.people import joining, pending
from inspector_app.domain.errors import UnavailableError
from inspector_app.trust.enrolment import Grant, ask
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import Cost

OFFICE = "某区住房和城乡建设局"
CHEAP = Cost(memory=64, time=1, lanes=1)
_WAIT_S = 90

Admit = Callable[[Path, str, Path, Path, str | None], object]
"""Answers a request file: the hub's folder, a name, the request, the grant to write, a database's URL."""


@dataclass(frozen=True, slots=True)
class Served:
    """A hub that answers."""

    url: str
    process: "subprocess.Popen[bytes]"

    def peak_mb(self) -> int | None:
        """Return the most memory that it ever held; None where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.is_file():
            return None
        lines = status.read_text("ascii", "replace").splitlines()
        return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:")), None)


@dataclass(frozen=True, slots=True)
class Member:
    """A laptop that was let in, as its keys and what the office granted."""

    device: SigningKey = field(repr=False)
    grant: Grant


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub's folder; it may be copied while nobody serves it."""

    data: Path
    admit: Admit
    database: str | None = None

    def found(self) -> None:
        """Found it: one for practice, whose laptops need no password of their own."""
        words = ["--json", "hub", "init", "--training", "--workspace", OFFICE]
        done = subprocess.run(  # noqa: S603 - our own program, in this very interpreter
            _words(self.data, *words, *self._database()), capture_output=True, check=False, timeout=_WAIT_S
        )
        if done.returncode:
            raise _failed("hub init", done.stdout + done.stderr)

    @contextmanager
    def served(self) -> Iterator[Served]:
        """Serve it on a free port of this machine until the block ends."""
        ready, log = self.data.with_suffix(".ready"), self.data.with_suffix(".log")
        words = ["--json", "hub", "serve", "--listen", "127.0.0.1:0", "--ready-file", str(ready)]
        with log.open("ab") as said:
            process = subprocess.Popen(_words(self.data, *words, *self._database()), stdout=said, stderr=said)  # noqa: S603
        atexit.register(process.kill)
        try:
            yield Served(str(_awaited(process, ready, log)["url"]), process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(_WAIT_S)
            atexit.unregister(process.kill)

    def let_in(self, names: Sequence[str]) -> list[Member]:
        """Let laptops in by file while it serves: each with real keys and certificates."""
        members = []
        for name in names:
            device, person = SigningKey.new(), SigningKey.new()
            request = ask(device, person, datetime.now(UTC), "", name)
            members.append(Member(device, self._granted(name, request.to_bytes(), device)))
        return members

    def joined(self, name: str, path: Path) -> None:
        """Let a laptop in while the hub serves, and make its folder as `join` does."""
        clock = SystemClock()
        told = pending.request(clock, "", name)
        grant = self._granted(name, told.request.to_bytes(), told.device)
        joining.join(path, told, grant, None, clock, cost=CHEAP)

    def _granted(self, name: str, request: bytes, device: SigningKey) -> Grant:
        asked, out = self.data.with_suffix(".request"), self.data.with_suffix(".grant")
        asked.write_bytes(request)
        out.unlink(missing_ok=True)
        self.admit(self.data, name, asked, out, self.database)
        return Grant.opened(out.read_bytes(), device)

    def _database(self) -> tuple[str, ...]:
        return ("--database", self.database) if self.database else ()


def _words(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "inspector_app", "--data", str(data), *words]


def _awaited(process: "subprocess.Popen[bytes]", ready: Path, log: Path) -> Any:
    until = time.monotonic() + _WAIT_S
    while not ready.is_file():
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise _failed("hub serve", log.read_bytes())
        time.sleep(0.02)
    return json.loads(ready.read_text("utf-8"))


def _failed(where: str, said: bytes) -> UnavailableError:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return UnavailableError("bench.play_failed", where=where, reason=(lines or ["—"])[-1])
