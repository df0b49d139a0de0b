"""A printer that takes everything and keeps it: what was sent can be looked at, and no paper is needed."""

from dataclasses import dataclass, field

from inspector_app.domain.printing import JobState, PrinterState
from inspector_app.printing.printer import Job, JobReport, JobTicket, PrinterFacts

NAME = "车上打印机"


@dataclass
class KeepingPrinter:
    """One queue whose jobs are done the moment they are taken.

    Attributes:
        taken: the files with their tickets, in order.
    """

    name: str = "kept"
    taken: list[tuple[bytes, JobTicket]] = field(default_factory=list)

    def printers(self) -> tuple[PrinterFacts, ...]:
        """Return the one queue."""
        facts = PrinterFacts(
            NAME, NAME, PrinterState.READY, takes_a4=True, duplex=True, resolution=600, default=True
        )
        return (facts,)

    def submit(self, pdf: bytes, ticket: JobTicket) -> Job:
        """Keep a file."""
        self.taken.append((pdf, ticket))
        return Job(ticket.printer, len(self.taken))

    def watch(self, job: Job) -> JobReport:
        """Say that a job is done."""
        known = 0 < job.id <= len(self.taken)
        return JobReport(JobState.DONE if known else JobState.GONE, PrinterState.READY)

    def cancel(self, job: Job) -> None:
        """Do nothing: every job is done already."""
        del job
