"""The peer of the bench of exchange: PouchDB replicating to express-pouchdb, installed for this alone."""

import atexit
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from inspector_app import assets
from inspector_app.answers.benches import exchange_changes
from inspector_app.answers.benches.figures import Timing

INSTALL_S = 300
_PARTS = ("package.json", "server.js", "client.js")


def installed(folder: Path) -> Path | str:
    """Install the peer below a folder, and return where; or why that cannot be done."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "no npm here"
    place = folder / "pouch"
    place.mkdir()
    for part in _PARTS:
        shutil.copy(assets.folder("resources") / "bench" / "pouch" / part, place / part)
    words = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"]
    try:
        subprocess.run(words, cwd=place, capture_output=True, timeout=INSTALL_S, check=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as problem:
        said = getattr(problem, "stderr", None) or str(problem).encode()
        lines = said.decode("utf-8", "replace").strip().splitlines()
        return f"npm install: {(lines or ['—'])[-1]}"
    return place


class Pouch:
    """The peer at work: its hub and its laptop, a process each, begun when the first round asks.

    Args:
        place: where it is installed.
        count: changes that its laptop holds.
    """

    def __init__(self, place: Path, count: int) -> None:
        self._place, self._count = place, count
        self._url = ""
        self._laptop: subprocess.Popen[str] | None = None

    @property
    def name(self) -> str:
        """Its name with the version that was installed."""
        told = json.loads((self._place / "node_modules/pouchdb/package.json").read_text("utf-8"))
        return f"PouchDB {told['version']} and express-pouchdb"

    def ready(self, word: str, n: int) -> Callable[[], Timing]:
        """Return the run of one round: `push` or `pull`."""
        del n
        self._laptop_there()
        return partial(self._run, word)

    def told(self) -> Mapping[str, object]:
        """Return bytes on the wire and memory of its hub."""
        with urlopen(f"{self._url}/__told", timeout=30) as answer:  # noqa: S310 - our own address
            told = json.load(answer)
        return {"hub_mb": round(told["memory"] / 1e6)}

    def _run(self, word: str) -> Timing:
        laptop = self._laptop_there()
        if laptop.stdin is None:
            raise RuntimeError("no way in")
        laptop.stdin.write(f"{word}\n")
        laptop.stdin.flush()
        return Timing(float(_line(laptop)["seconds"]), 0.0)

    def _laptop_there(self) -> "subprocess.Popen[str]":
        if self._laptop is None:
            file = self._place / "changes.jsonl"
            exchange_changes.write_lines(file, self._count)
            hub = self._started("server.js", str(self._place / "hub"))
            self._url = f"http://127.0.0.1:{_line(hub)['port']}"
            self._laptop = self._started("client.js", str(self._place / "laptop"), self._url, str(file))
            _line(self._laptop)
        return self._laptop

    def _started(self, *words: str) -> "subprocess.Popen[str]":
        node = shutil.which("node") or "node"
        process = subprocess.Popen(  # noqa: S603 - the file that was installed a moment ago
            [node, "--max-old-space-size=4096", *words],
            cwd=self._place,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
            text=True,
            encoding="utf-8",
        )
        atexit.register(_ended, process)
        return process


def _line(process: "subprocess.Popen[str]") -> Any:
    line = process.stdout.readline() if process.stdout is not None else ""
    if not line:
        raise RuntimeError(f"the peer ended with {process.wait()}")
    return json.loads(line)


def _ended(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()
    for end in (process.stdin, process.stdout):
        if end is not None:
            end.close()
