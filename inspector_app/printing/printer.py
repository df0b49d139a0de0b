"""What a system of printers offers, whatever lies behind it: CUPS, the command `lp`, or Windows."""

from dataclasses import dataclass
from typing import Protocol

from inspector_app.domain.printing import JobState, PrinterState

MEDIA = "iso_a4_210x297mm"
"""A4, always; papers of other sizes are no official documents (GB/T 9704-2012 5.1)."""
TITLE_MOST = 80
"""Characters; CUPS keeps 255 bytes of a job's name."""


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """What is known of a printer; None and 0 where the system does not say.

    Attributes:
        name: as the system calls it; `label` as people do.
        reasons: why it is in this state, in the words of IPP (RFC 8011 5.4.12), without their severity.
        message: what the printer or its driver said, in its own words.
        media_ready: the papers set up at the system; not what lies in the tray today.
        takes_a4: whether it can print A4 at all.
        resolution: dots per inch.
        thermal: it looks like a thermal printer: its paper fades, and its head has 203 dots per inch.
        face_up: it lays sheets down face up, so the last page must be printed first.
    """

    name: str
    label: str
    state: PrinterState
    reasons: tuple[str, ...] = ()
    message: str = ""
    media_ready: tuple[str, ...] = ()
    takes_a4: bool | None = None
    colour: bool | None = None
    duplex: bool | None = None
    resolution: int = 0
    thermal: bool = False
    face_up: bool = False
    default: bool = False


@dataclass(frozen=True, slots=True)
class JobTicket:
    """What is asked of a printer: always A4, never scaled.

    Attributes:
        title: as the queue shows it.
        pages: first and last page, from 1; None for all.
        backwards: last page first.
    """

    printer: str
    title: str
    copies: int = 1
    duplex: bool = False
    pages: tuple[int, int] | None = None
    backwards: bool = False

    def options(self) -> dict[str, str]:
        """Return the ticket in the words of IPP, as CUPS takes them."""
        told = {
            "media": MEDIA,
            "sides": "two-sided-long-edge" if self.duplex else "one-sided",
            "copies": str(self.copies),
            "print-scaling": "none",
            # Most printers default to 1,1,2,2: several copies would have to be sorted by hand.
            "multiple-document-handling": "separate-documents-collated-copies",
            "job-sheets": "none",
        }
        if self.pages:
            told["page-ranges"] = f"{self.pages[0]}-{self.pages[1]}"
        # Told even when forwards: a driver's own default may be backwards, and the plan reckons with it.
        told["page-delivery"] = "reverse-order" if self.backwards else "same-order"
        return told


@dataclass(frozen=True, slots=True)
class Job:
    """A job that the spooler took."""

    printer: str
    id: int


@dataclass(frozen=True, slots=True)
class JobReport:
    """What became of a job, and how its printer is meanwhile."""

    state: JobState
    printer: PrinterState
    reasons: tuple[str, ...] = ()
    message: str = ""


class PrinterSystem(Protocol):
    """A way to printers. Every call ends within seconds, whatever hangs on the other side."""

    @property
    def name(self) -> str:
        """Which way this is: `cups`, `lp` or `windows`."""

    def printers(self) -> tuple[PrinterFacts, ...]:
        """Return all queues.

        Raises:
            UnavailableError: `print.server_silent`, `print.asked_in_vain`.
        """

    def submit(self, pdf: bytes, ticket: JobTicket) -> Job:
        """Hand a file over; where that fails, nothing of it will print; after `print.unsure` it may.

        Raises:
            UnavailableError: `print.server_silent`, `print.gone`, `print.refused` with `reason`,
                `print.broken_off`, `print.unsure`.
        """

    def watch(self, job: Job) -> JobReport:
        """Return what became of a job; one that the system forgot is `JobState.GONE`.

        Raises:
            UnavailableError: `print.server_silent`, `print.asked_in_vain`.
        """

    def cancel(self, job: Job) -> None:
        """Take a job back; one that is over or unknown is left alone.

        Raises:
            UnavailableError: `print.server_silent`, `print.asked_in_vain`.
        """


def shown_title(title: str) -> str:
    """Return a job's name in one line of at most 80 characters that no queue chokes on."""
    return "".join(c if c.isprintable() else " " for c in title)[:TITLE_MOST].strip() or "document"
