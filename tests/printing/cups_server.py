"""A private CUPS server with virtual printers, everything on a socket of its own and on loopback."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.ports import free_port

TOOLS = ("cupsd", "ippeveprinter", "lpadmin", "cupsdisable", "lp", "lpstat", "cancel", "gcc")
PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin", "/usr/local/sbin"))
PATIENCE = 120.0

_FILES = """\
ServerRoot {root}/conf
RequestRoot {root}/spool
CacheDir {root}/cache
StateDir {root}/state
TempDir {root}/spool/tmp
ErrorLog {root}/log/error_log
AccessLog {root}/log/access_log
PageLog {root}/log/page_log
SystemGroup {admins}
{account}
"""
_SERVER = """\
LogLevel info
Listen {root}/sock
Browsing No
WebInterface No
DefaultAuthType None
PreserveJobHistory Yes
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_PRINT = """\
#!/bin/sh
# Runs for each job: notes what the printer was asked for; waits and tells a state where a test arranged one.
touch {root}/{name}.busy
trap 'rm -f {root}/{name}.busy' EXIT
trap 'exit 1' HUP INT TERM
echo "STATE: none" >&2
env | grep ^IPP_ | sort > "$1.part" && mv "$1.part" "$1.ticket"
told=$(cat {root}/{name}.trouble 2>/dev/null)
[ -z "$told" ] || echo "STATE: +$told" >&2
while [ -e {root}/{name}.trouble ]; do sleep 0.05; done
[ -z "$told" ] || echo "STATE: -$told" >&2
exit 0
"""

T = TypeVar("T")


def lacking() -> list[str]:
    """Return the tools that this machine lacks."""
    return [tool for tool in TOOLS if shutil.which(tool, path=PATH) is None]


def until(told: Callable[[], T | None], patience: float = PATIENCE) -> T:
    """Ask until there is an answer."""
    end = time.monotonic() + patience
    while True:
        answer = told()
        if answer:
            return answer
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@dataclass
class VirtualPrinter:
    """An ippeveprinter and what it received."""

    name: str
    port: int
    received: Path
    trouble: Path
    busy: Path
    process: subprocess.Popen[bytes]

    @property
    def device(self) -> str:
        """Its address."""
        return f"ipp://localhost:{self.port}/ipp/print"

    def fail(self, reason: str) -> None:
        """Let the next job stop in the middle for this reason."""
        self.trouble.write_text(reason, "utf-8")

    def mend(self) -> None:
        """Take the trouble away and wait until the printer let go of its job.

        A job that looks again only after the next test made its own trouble would hold the printer for good.
        """
        self.trouble.unlink(missing_ok=True)
        until(lambda: not self.busy.exists())

    def files(self) -> list[Path]:
        """Return the files that arrived whole, oldest first."""
        return sorted((p for p in self.received.glob("*.pdf") if self._ticket(p).exists()), key=_number)

    def ticket(self, file: Path) -> dict[str, str]:
        """Return what a job asked for."""
        lines = self._ticket(file).read_text("utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def _ticket(self, file: Path) -> Path:
        return file.with_name(file.name + ".ticket")


def _number(path: Path) -> int:
    return int(path.name.split("-", 1)[0])


@dataclass
class CupsServer:
    """The server; `stop` ends every process that was started here."""

    root: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="cups-", dir="/tmp")))
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The server's socket, as CUPS_SERVER takes it."""
        return str(self.root / "sock")

    def start(self) -> None:
        for name in ("conf", "spool/tmp", "cache", "state", "log"):
            (self.root / name).mkdir(parents=True)
        # The server and its filters give up root; they must find their own folders.
        self.root.chmod(0o755)
        root_runs = os.geteuid() == 0
        account = "User lp\nGroup lp" if root_runs else ""
        told = _FILES.format(root=self.root, account=account, admins="root" if root_runs else "users")
        (self.root / "conf/cups-files.conf").write_text(told, "utf-8")
        (self.root / "conf/cupsd.conf").write_text(_SERVER.format(root=self.root), "utf-8")
        if root_runs:
            self.run(
                "chown", "-R", "lp:lp", *(str(self.root / one) for one in ("spool", "cache", "state", "log"))
            )
        self._spawn(
            "cupsd", "-f", "-c", f"{self.root}/conf/cupsd.conf", "-s", f"{self.root}/conf/cups-files.conf"
        )
        until(lambda: self.run("lpstat", "-r", check=False).stdout == b"scheduler is running\n" or None)

    def printer(self, name: str) -> VirtualPrinter:
        """Start a virtual printer on loopback, that takes PDF, A4 and both sides."""
        received, trouble = self.root / f"{name}.received", self.root / f"{name}.trouble"
        received.mkdir()
        command = self.root / f"{name}.sh"
        command.write_text(_PRINT.format(root=self.root, name=name), "utf-8")
        command.chmod(0o755)
        port = free_port()
        asked = ["-n", "localhost", "-p", str(port), "-d", str(received), "-k", "-c", str(command)]
        asked += ["-2", "-f", "application/pdf"]
        process = self._spawn("ippeveprinter", *asked, name, env={"LD_PRELOAD": str(self._quiet())})
        until(lambda: _listens(port) or None)
        return VirtualPrinter(name, port, received, trouble, self.root / f"{name}.busy", process)

    def queue(self, name: str, device: str, model: str = "everywhere") -> None:
        """Make a queue and wait until its driver is there."""
        self.run("lpadmin", "-p", name, "-v", device, "-m", model, "-E")
        until(lambda: (self.root / "conf/ppd" / f"{name}.ppd").exists() or None)

    def straight_queue(self, name: str, printer: VirtualPrinter) -> None:
        """Make a queue that hands over and asks no more: each job is a second faster."""
        self.queue(name, printer.device)
        self.run("lpadmin", "-p", name, "-v", f"{printer.device}?waitjob=false&waitprinter=false")

    def run(self, command: str, *words: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        env = {**os.environ, "CUPS_SERVER": self.address, "LC_ALL": "C.UTF-8", "PATH": PATH}
        return subprocess.run([command, *words], check=check, capture_output=True, timeout=PATIENCE, env=env)

    def _spawn(self, command: str, *words: str, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        path = shutil.which(command, path=PATH)
        assert path is not None
        with (self.root / "log" / f"{command}-{len(self.processes)}.out").open("wb") as out:
            process = subprocess.Popen(
                [path, *words],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env={**os.environ, "LC_ALL": "C.UTF-8", "PATH": PATH, **(env or {})},
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def _quiet(self) -> Path:
        """Build what stands in for Avahi: no message bus is needed, and nothing is announced to a network."""
        made = self.root / "quiet.so"
        if not made.exists():
            source = Path(__file__).with_name("quiet_avahi.c")
            self.run("gcc", "-shared", "-fPIC", "-o", str(made), str(source))
        return made

    def stop(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(PATIENCE)
        shutil.rmtree(self.root, ignore_errors=True)  # a filter that ends later may still write there


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
