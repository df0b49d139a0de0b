"""Printing as a plan: which pages go onto which paper, in which order, and what is offered when it fails.

A printer never decides anything about a document: whatever it says, the document stays issued.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from inspector_app.domain.errors import RuleError

MOST_PAGES = 5_000
MOST_OF_A_COPY = 99


class PrinterState(StrEnum):
    """What stands between a person and the paper."""

    READY = "ready"
    BUSY = "busy"
    STOPPED = "stopped"  # the queue was switched off, or takes no jobs
    OFFLINE = "offline"  # the system knows it, the machine does not answer
    NO_PAPER = "no_paper"
    WRONG_PAPER = "wrong_paper"  # it has no A4, or cannot take it
    JAM = "jam"
    COVER_OPEN = "cover_open"
    NO_INK = "no_ink"
    UNKNOWN = "unknown"
    GONE = "gone"  # the system does not know it, or not any more


class JobState(StrEnum):
    """What became of a job. `DONE` is what the system says; whether the paper is good, a person sees."""

    WAITING = "waiting"
    HELD = "held"
    PRINTING = "printing"
    STOPPED = "stopped"
    DONE = "done"
    CANCELLED = "cancelled"
    ABORTED = "aborted"
    GONE = "gone"  # the system does not know it any more
    UNTOLD = "untold"  # handed over to a system that tells no more


OPEN_JOBS = frozenset({JobState.WAITING, JobState.HELD, JobState.PRINTING, JobState.STOPPED})
"""A job in one of these may still print; it is cancelled before the same copy goes elsewhere."""


class WayOn(StrEnum):
    """What a person can do now. Each leaves number and bytes as they are."""

    MEND = "mend"  # put it right at the printer; the job then goes on by itself
    AGAIN = "again"  # the same bytes to the same printer
    OTHER_PRINTER = "other_printer"  # the same bytes to another printer
    SAVE_PDF = "save_pdf"  # the same bytes to a stick, to be printed elsewhere


_ALWAYS = (WayOn.OTHER_PRINTER, WayOn.SAVE_PDF)
_AT_PRINTER: dict[PrinterState, tuple[WayOn, ...]] = {
    PrinterState.READY: (),
    PrinterState.BUSY: (),
    PrinterState.STOPPED: (WayOn.MEND, WayOn.AGAIN),
    PrinterState.OFFLINE: (WayOn.MEND, WayOn.AGAIN),
    PrinterState.NO_PAPER: (WayOn.MEND, WayOn.AGAIN),
    PrinterState.WRONG_PAPER: (WayOn.MEND, WayOn.AGAIN),
    PrinterState.JAM: (WayOn.MEND, WayOn.AGAIN),
    PrinterState.COVER_OPEN: (WayOn.MEND, WayOn.AGAIN),
    PrinterState.NO_INK: (WayOn.MEND, WayOn.AGAIN),
    PrinterState.UNKNOWN: (WayOn.AGAIN,),
    PrinterState.GONE: (),
}
_LOST_JOBS = frozenset({JobState.CANCELLED, JobState.ABORTED, JobState.GONE, JobState.STOPPED, JobState.HELD})


def works(printer: PrinterState) -> bool:
    """Tell whether a printer stands in nobody's way."""
    return printer in (PrinterState.READY, PrinterState.BUSY)


def ways_on(printer: PrinterState, job: JobState | None = None) -> tuple[WayOn, ...]:
    """Return what is offered, first the nearest; nothing where nothing failed.

    Args:
        job: what became of the job, None where the spooler never took one. What is mended at the printer
            carries on only a job that still waits.
    """
    if job is JobState.DONE or (works(printer) and job not in _LOST_JOBS):
        return ()
    near = _AT_PRINTER[printer] or (() if printer is PrinterState.GONE else (WayOn.AGAIN,))
    waits = job in OPEN_JOBS
    return tuple(way for way in near if way is not WayOn.MEND or waits) + _ALWAYS


@dataclass(frozen=True, slots=True)
class Paper:
    """What a finished document asks of the printer.

    Attributes:
        sign_page: the page that carries the signature block, from 1; the annex, if any, stands behind it.
        stamped: that page goes onto a sheet that was stamped beforehand (先盖章纸).
    """

    pages: int
    sign_page: int = 0
    stamped: bool = False


@dataclass(frozen=True, slots=True)
class CopyWanted:
    """A copy (第 n 联), whom it is for, and how many of it."""

    n: int
    recipient: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class InsertSheet:
    """Wait until the printer is done, then ask for the stamped sheet; `serial` is empty if not yet known."""

    copy: int
    recipient: str
    serial: str


@dataclass(frozen=True, slots=True)
class PrintPages:
    """One job.

    Attributes:
        first, last: pages, from 1.
        count: how many times, collated.
        duplex: on both sides, along the long edge.
        backwards: last page first, for a printer that lays sheets down face up.
        stamped: goes onto the sheet just put in, alone and on one side; `serial` is that sheet's.
    """

    copy: int
    recipient: str
    first: int
    last: int
    count: int = 1
    duplex: bool = False
    backwards: bool = False
    stamped: bool = False
    serial: str = ""


Step = InsertSheet | PrintPages


def sheets_needed(paper: Paper, wanted: Sequence[CopyWanted]) -> int:
    """Return how many stamped sheets these copies take."""
    return sum(one.count for one in wanted) if paper.stamped else 0


def plan(
    paper: Paper,
    wanted: Sequence[CopyWanted],
    *,
    duplex: bool,
    serials: Sequence[str] = (),
    face_up: bool = False,
) -> tuple[Step, ...]:
    """Return the steps that leave each copy in reading order in the printer's tray.

    A stamped sheet carries the page with the signature block and nothing else, its back stays blank: what
    stands before it and behind it are jobs of their own, so that nothing runs on over the stamp.

    Args:
        serials: of the stamped sheets, in the order of the copies; empty where they are told at the sheet.
        face_up: the printer lays each sheet on top of the one before, print up.

    Raises:
        RuleError: `print.no_copies`, `print.bad_pages`, `print.sheets` unless there is one sheet each.
    """
    _check(paper, wanted, serials)
    steps: list[Step] = []
    given = iter(serials)
    for one in wanted:
        if not paper.stamped:
            steps.append(_pages(one, 1, paper.pages, duplex=duplex, count=one.count))
            continue
        for _ in range(one.count):
            steps += _stamped(paper, one, next(given, ""), duplex=duplex)
    return tuple(_turned(steps)) if face_up else tuple(steps)


def _check(paper: Paper, wanted: Sequence[CopyWanted], serials: Sequence[str]) -> None:
    if not wanted or not all(1 <= one.count <= MOST_OF_A_COPY for one in wanted):
        raise RuleError("print.no_copies", most=MOST_OF_A_COPY)
    signed = 1 <= paper.sign_page <= paper.pages or not paper.stamped
    if not 1 <= paper.pages <= MOST_PAGES or not signed:
        raise RuleError("print.bad_pages", pages=paper.pages, sign_page=paper.sign_page)
    needed = sheets_needed(paper, wanted)
    if serials and (len(serials) != needed or len(set(serials)) != needed):
        raise RuleError("print.sheets", needed=needed, given=len(set(serials)))


def _stamped(paper: Paper, one: CopyWanted, serial: str, *, duplex: bool) -> Iterator[Step]:
    sign = paper.sign_page
    if sign > 1:
        yield _pages(one, 1, sign - 1, duplex=duplex)
    yield InsertSheet(one.n, one.recipient, serial)
    yield PrintPages(one.n, one.recipient, sign, sign, stamped=True, serial=serial)
    if sign < paper.pages:
        yield _pages(one, sign + 1, paper.pages, duplex=duplex)


def _pages(one: CopyWanted, first: int, last: int, *, duplex: bool, count: int = 1) -> PrintPages:
    # A single page on both sides would make some printers turn the sheet for nothing, and jam.
    return PrintPages(one.n, one.recipient, first, last, count, duplex=duplex and last > first)


def _turned(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield the steps last first; a sheet is still asked for before its page, not behind it."""
    asked: InsertSheet | None = None
    jobs: list[tuple[InsertSheet | None, PrintPages]] = []
    for step in steps:
        if isinstance(step, InsertSheet):
            asked = step
        else:
            jobs.append((asked, step))
            asked = None
    for sheet, job in reversed(jobs):
        if sheet is not None:
            yield sheet
        yield replace(job, backwards=job.last > job.first)
