"""Printers that take no PDF (Windows): pages become lossless grey pictures behind the same seam.

Never run on Windows: what is proved is the order of pages, the resolution and that each failure is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.printing import JobState, PrinterState
from inspector_app.printing.printer import Job, JobReport, JobTicket, PrinterFacts, shown_title

MOST_DOTS = 600
"""Dots per inch; more only costs memory: an A4 page in grey is 35 MB at 600."""


@dataclass(frozen=True, slots=True)
class GreyPage:
    """A page in pixels: 8-bit grey, rows from the top, no padding."""

    width: int
    height: int
    grey: bytes


class Rasterise(Protocol):
    """Draws pages; handed in, since the documents room is a neighbour."""

    def pages(self, pdf: bytes) -> int:
        """Return how many pages a file has."""

    def page(self, pdf: bytes, page: int, dots: int) -> GreyPage:
        """Return page `page`, from 0, at `dots` per inch."""


class RasterJob(Protocol):
    """A job that was opened; it is either ended or thrown away."""

    @property
    def dots(self) -> int:
        """The printer's resolution in dots per inch, as it was set for this job."""

    def draw(self, page: GreyPage) -> bool:
        """Draw a page over the whole sheet; tell whether the printer took it."""

    def blank(self) -> bool:
        """Leave a page blank; tell whether the printer took it."""

    def end(self) -> bool:
        """Hand the job to the spooler; tell whether it took it."""

    def throw_away(self) -> None:
        """Give the job up; nothing of it prints."""


class RasterDevice(Protocol):
    """The system's printers as something to draw on."""

    def printers(self) -> tuple[PrinterFacts, ...]:
        """Return all printers."""

    def open(self, printer: str, title: str, *, duplex: bool, most_dots: int) -> RasterJob | None:
        """Begin a job on A4 at the printer's resolution, at most `most_dots`; None if it refuses."""


class RasterPrinters:
    """Printers by pictures of pages."""

    name = "windows"

    def __init__(self, device: RasterDevice, rasterise: Rasterise) -> None:
        self._device, self._rasterise = device, rasterise
        self._ids = count(1)

    def printers(self) -> tuple[PrinterFacts, ...]:
        """Return all printers; see `PrinterSystem`."""
        return self._device.printers()

    def submit(self, pdf: bytes, ticket: JobTicket) -> Job:
        """Draw a file page by page; see `PrinterSystem`."""
        if all(one.name != ticket.printer for one in self._device.printers()):
            raise UnavailableError("print.gone", where=ticket.printer, printer=ticket.printer)
        title = shown_title(ticket.title)
        job = self._device.open(ticket.printer, title, duplex=ticket.duplex, most_dots=MOST_DOTS)
        if job is None:
            raise UnavailableError("print.refused", where=ticket.printer, printer=ticket.printer, reason="—")
        drawn = False
        try:
            drawn = all(self._put(job, pdf, page) for page in self._order(pdf, ticket)) and job.end()
        finally:
            if not drawn:
                job.throw_away()
        if not drawn:
            raise UnavailableError("print.broken_off", where=ticket.printer, printer=ticket.printer)
        return Job(ticket.printer, next(self._ids))

    def _order(self, pdf: bytes, ticket: JobTicket) -> Iterator[int | None]:
        first, last = ticket.pages or (1, self._rasterise.pages(pdf))
        return sides(first, last, ticket.copies, duplex=ticket.duplex, backwards=ticket.backwards)

    def _put(self, job: RasterJob, pdf: bytes, page: int | None) -> bool:
        if page is None:
            return job.blank()
        return job.draw(self._rasterise.page(pdf, page - 1, min(job.dots, MOST_DOTS)))

    def watch(self, job: Job) -> JobReport:
        """Return that the job was handed over: no more is told here; see `PrinterSystem`."""
        facts = next((one for one in self._device.printers() if one.name == job.printer), None)
        return JobReport(JobState.UNTOLD, facts.state if facts else PrinterState.GONE)

    def cancel(self, job: Job) -> None:
        """Refuse: what was handed over can only be taken back at the system's own queue.

        Raises:
            UnavailableError: `print.asked_in_vain`.
        """
        raise UnavailableError("print.asked_in_vain", where=job.printer, reason="—")


def sides(first: int, last: int, copies: int, *, duplex: bool, backwards: bool) -> Iterator[int | None]:
    """Yield the pages in the order in which they are printed, None for a side left blank.

    Each copy begins on a sheet of its own; backwards turns the order of sheets, not the two sides of one.
    """
    step = 2 if duplex else 1
    sheets = [
        [page if page <= last else None for page in range(n, n + step)] for n in range(first, last + 1, step)
    ]
    for copy in range(copies):
        for place, sheet in enumerate(reversed(sheets) if backwards else sheets):
            ends = copy == copies - 1 and place == len(sheets) - 1
            yield from sheet[:1] if ends and sheet[-1] is None else sheet
