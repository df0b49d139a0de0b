"""A system of printers that fails where it is told to; what it promises is proved beside the real one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.printing import OPEN_JOBS, JobState, PrinterState
from inspector_app.printing.printer import Job, JobReport, JobTicket, PrinterFacts

NAME = "车上打印机"


class Trouble(StrEnum):
    """Where and how a print fails."""

    NONE = "none"
    LIST_SILENT = "the list is not answered"
    MISSING = "the queue is not there"
    STOPPED = "the queue is stopped beforehand"
    NO_A4 = "the printer cannot take A4"
    SUBMIT_SILENT = "handing over is not answered"
    REFUSED = "handing over is refused"
    BROKEN_OFF = "handing over breaks off"
    UNSURE = "handing over breaks off and cannot be taken back"
    GONE_AT_SUBMIT = "the queue goes while handing over"
    NO_PAPER = "out of paper in mid-job"
    WRONG_PAPER = "wrong paper in mid-job"
    JAM = "jam in mid-job"
    OFFLINE = "unplugged in mid-job"
    HELD = "the job is held"
    ABORTED = "the job is broken off"
    CANCELLED = "somebody cancels the job"
    QUEUE_GONE = "the queue is deleted in mid-job"
    FORGOTTEN = "the job is forgotten"
    WATCH_SILENT = "watching is not answered"


Report = tuple[JobState, PrinterState]

IN_MID_JOB: dict[Trouble, Report] = {
    Trouble.NO_PAPER: (JobState.PRINTING, PrinterState.NO_PAPER),
    Trouble.WRONG_PAPER: (JobState.PRINTING, PrinterState.WRONG_PAPER),
    Trouble.JAM: (JobState.PRINTING, PrinterState.JAM),
    Trouble.OFFLINE: (JobState.PRINTING, PrinterState.OFFLINE),
    Trouble.HELD: (JobState.HELD, PrinterState.READY),
    Trouble.ABORTED: (JobState.ABORTED, PrinterState.READY),
    Trouble.CANCELLED: (JobState.CANCELLED, PrinterState.READY),
    Trouble.QUEUE_GONE: (JobState.ABORTED, PrinterState.GONE),
    Trouble.FORGOTTEN: (JobState.GONE, PrinterState.READY),
}
_AT_SUBMIT: dict[Trouble, Callable[[], UnavailableError]] = {
    Trouble.SUBMIT_SILENT: lambda: UnavailableError("print.server_silent", where=NAME),
    Trouble.REFUSED: lambda: UnavailableError("print.refused", where=NAME, printer=NAME, reason="no"),
    Trouble.BROKEN_OFF: lambda: UnavailableError("print.broken_off", where=NAME, printer=NAME),
    Trouble.UNSURE: lambda: UnavailableError("print.unsure", where=NAME, printer=NAME),
    Trouble.GONE_AT_SUBMIT: lambda: UnavailableError("print.gone", where=NAME, printer=NAME),
}


@dataclass
class FakePrinters:
    """One queue, whose jobs are done the moment they are taken unless something was arranged.

    Attributes:
        taken: what the spooler took, with its ticket.
        cancelled: ids of the jobs that were taken back.
        well: so many jobs go well before the trouble begins.
    """

    trouble: Trouble = Trouble.NONE
    name: str = "fake"
    taken: list[tuple[bytes, JobTicket]] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)
    _jobs: dict[int, Report] = field(default_factory=dict)
    well: int = 0

    def printers(self) -> tuple[PrinterFacts, ...]:
        match self.trouble:
            case Trouble.LIST_SILENT:
                raise UnavailableError("print.server_silent", where="socket")
            case Trouble.MISSING:
                return ()
            case Trouble.STOPPED:
                return (PrinterFacts(NAME, NAME, PrinterState.STOPPED, message="Paused"),)
            case Trouble.NO_A4:
                return (PrinterFacts(NAME, NAME, PrinterState.WRONG_PAPER, takes_a4=False),)
        return (PrinterFacts(NAME, NAME, PrinterState.READY, takes_a4=True, duplex=True, resolution=600),)

    def submit(self, pdf: bytes, ticket: JobTicket) -> Job:
        if ticket.printer != NAME or self.trouble is Trouble.MISSING:
            raise UnavailableError("print.gone", where=ticket.printer, printer=ticket.printer)
        if self.trouble in _AT_SUBMIT:
            raise _AT_SUBMIT[self.trouble]()
        self.taken.append((pdf, ticket))
        job = Job(NAME, len(self.taken))
        done = (JobState.DONE, PrinterState.READY)
        self._jobs[job.id] = done if job.id <= self.well else IN_MID_JOB.get(self.trouble, done)
        return job

    def watch(self, job: Job) -> JobReport:
        if self.trouble is Trouble.WATCH_SILENT:
            raise UnavailableError("print.server_silent", where="socket")
        known = job.printer == NAME and self.trouble is not Trouble.MISSING
        lost = (JobState.GONE, PrinterState.READY if known else PrinterState.GONE)
        return JobReport(*self._jobs.get(job.id, lost))

    def cancel(self, job: Job) -> None:
        if self.trouble is Trouble.WATCH_SILENT:
            raise UnavailableError("print.server_silent", where="socket")
        if self._jobs.get(job.id, (JobState.DONE, PrinterState.READY))[0] in OPEN_JOBS:
            self.cancelled.append(job.id)
            self._jobs[job.id] = (JobState.CANCELLED, PrinterState.READY)
