"""Printers by the commands `lp`, `lpstat` and `cancel`: where libcups cannot be loaded but these are there.

They tell less than libcups: no paper, no resolution, no both sides, not always how a job ended. No shell is
between, words are asked in English, and the file goes in by standard input: no copy of it lies on the disk.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence

from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.printing import JobState, PrinterState
from inspector_app.printing import ipp
from inspector_app.printing.printer import Job, JobReport, JobTicket, PrinterFacts, shown_title

_PRINTER = re.compile(r"printer (\S+) (is idle|now printing|disabled|is holding|)")
_JOB_ID = re.compile(r"request id is (\S+)-(\d+) ")
_STATES = {
    "is idle": ipp.IDLE,
    "now printing": ipp.PROCESSING,
    "disabled": ipp.STOPPED,
    "is holding": ipp.STOPPED,
}
_ENDED = (
    ("job-completed", JobState.DONE),
    ("job-canceled", JobState.CANCELLED),
    ("aborted-by-system", JobState.ABORTED),
    ("job-aborted", JobState.ABORTED),
)
_OPEN = (
    ("job-printing", JobState.PRINTING),
    ("job-hold-until-specified", JobState.HELD),
    ("job-stopped", JobState.STOPPED),
)


class LpPrinters:
    """The queues as the commands tell them.

    Attributes:
        server: address or socket; empty for the system's own.
        patience: seconds that each command may take.
    """

    name = "lp"

    def __init__(self, server: str = "", patience: float = 2.0) -> None:
        self.server, self.patience = server, patience

    def printers(self) -> tuple[PrinterFacts, ...]:
        """Return all queues; see `PrinterSystem`."""
        done = self._run("lpstat", "-l", "-p", "-a", "-d")
        told = done.stdout.decode("utf-8", "replace")
        if done.returncode != 0 and not told.startswith("printer "):
            said = _said(done)
            if "No destinations added" in said:
                return ()
            raise _silent_or_refusing(said, self.server)
        return tuple(_printers(told))

    def submit(self, pdf: bytes, ticket: JobTicket) -> Job:
        """Pipe a file into a queue; see `PrinterSystem`."""
        options = ticket.options()
        asked = [
            word for name, value in options.items() if name != "copies" for word in ("-o", f"{name}={value}")
        ]
        to = ("-d", ticket.printer, "-n", options["copies"], "-t", shown_title(ticket.title))
        try:
            done = self._run("lp", *to, *asked, "-o", "document-format=application/pdf", stdin=pdf)
        except UnavailableError as error:
            if error.code != "print.server_silent":
                raise
            # Stopped in the middle: how much of it the server has, nobody says.
            raise UnavailableError("print.unsure", where=ticket.printer, printer=ticket.printer) from error
        found = _JOB_ID.search(done.stdout.decode("utf-8", "replace"))
        if done.returncode == 0 and found:
            return Job(ticket.printer, int(found[2]))
        # `lp` calls a printer missing when only the server is away; `lpstat` knows the difference.
        if self._printer(ticket.printer).state is PrinterState.GONE:
            raise UnavailableError("print.gone", where=ticket.printer, printer=ticket.printer)
        raise UnavailableError(
            "print.refused", where=ticket.printer, printer=ticket.printer, reason=_said(done)
        )

    def watch(self, job: Job) -> JobReport:
        """Return what became of a job; see `PrinterSystem`."""
        printer = self._printer(job.printer)
        for which, meanings, otherwise in (
            ("not-completed", _OPEN, JobState.WAITING),
            ("completed", _ENDED, JobState.UNTOLD),
        ):
            done = self._run("lpstat", "-l", "-W", which, "-o")
            alerts = _alerts_of(done.stdout.decode("utf-8", "replace"), f"{job.printer}-{job.id}")
            if alerts is not None:
                state = next((state for word, state in meanings if word in " ".join(alerts)), otherwise)
                return JobReport(state, printer.state, (*alerts, *printer.reasons), printer.message)
            if _silent(_said(done)):
                raise UnavailableError("print.server_silent", where=self.server or job.printer)
        return JobReport(JobState.GONE, printer.state, printer.reasons, printer.message)

    def cancel(self, job: Job) -> None:
        """Take a job back; see `PrinterSystem`."""
        done = self._run("cancel", f"{job.printer}-{job.id}")
        if done.returncode and _silent(_said(done)):
            raise UnavailableError("print.server_silent", where=self.server or job.printer)

    def _printer(self, name: str) -> PrinterFacts:
        done = self._run("lpstat", "-l", "-p", name)
        if done.returncode and _silent(_said(done)):
            raise UnavailableError("print.server_silent", where=self.server or name)
        found = next(iter(_printers(done.stdout.decode("utf-8", "replace"))), None)
        return found or PrinterFacts(name, name, PrinterState.GONE)

    def _run(self, command: str, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        path = shutil.which(command)
        if path is None:
            raise UnavailableError("print.no_command", where=command)
        env = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
        if self.server:
            env["CUPS_SERVER"] = self.server
        try:
            return subprocess.run(  # noqa: S603 - a fixed command of the person's own system; no shell
                [path, *words], input=stdin, capture_output=True, timeout=self.patience, check=False, env=env
            )
        except subprocess.TimeoutExpired as error:
            raise UnavailableError("print.server_silent", where=self.server or command) from error
        except OSError as error:
            raise UnavailableError("print.asked_in_vain", where=command, reason=str(error)) from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8", "replace").strip()


def _silent(said: str) -> bool:
    return any(words in said for words in ("Scheduler is not running", "Bad file descriptor", "onnect"))


def _silent_or_refusing(said: str, server: str) -> UnavailableError:
    if _silent(said):
        return UnavailableError("print.server_silent", where=server)
    return UnavailableError("print.asked_in_vain", where=server, reason=said)


def _printers(told: str) -> Iterator[PrinterFacts]:
    """Read `lpstat -l -p -a -d`: a line each that begins at the margin, details indented below it."""
    lines = told.splitlines()
    refusing = {line.split(" ", 1)[0] for line in lines if " not accepting requests" in line}
    default = next((line.rsplit(" ", 1)[-1] for line in lines if line.startswith("system default")), "")
    for n, line in enumerate(lines):
        found = _PRINTER.match(line)
        if not found:
            continue
        name = found[1]
        below = _indented(lines[n + 1 :])
        reasons = _listed(below, "Alerts:")
        label = " ".join(_after(below, "Description:"))
        message = below[0] if below and not below[0].endswith(":") else ""
        yield PrinterFacts(
            name=name,
            label=label or name,
            state=ipp.printer_state(
                _STATES.get(found[2], 0), reasons, message, accepting=name not in refusing
            ),
            reasons=ipp.plain_reasons(reasons),
            message=message,
            thermal=ipp.looks_thermal(f"{name} {label}", 0),
            default=name == default,
        )


def _alerts_of(told: str, job: str) -> tuple[str, ...] | None:
    """Return the alerts of a job in `lpstat -l -o`, None where it is not listed."""
    lines = told.splitlines()
    for n, line in enumerate(lines):
        if line.split(" ", 1)[0] == job:
            return ipp.plain_reasons(_listed(_indented(lines[n + 1 :]), "Alerts:"))
    return None


def _indented(lines: Sequence[str]) -> list[str]:
    below = []
    for line in lines:
        if not line.startswith(("\t", " ")):
            break
        below.append(line.strip())
    return below


def _after(lines: Sequence[str], word: str) -> list[str]:
    return next((line.removeprefix(word).split() for line in lines if line.startswith(word)), [])


def _listed(lines: Sequence[str], word: str) -> list[str]:
    return [part for one in _after(lines, word) for part in one.split(",") if part]
