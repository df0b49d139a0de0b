"""What the print panel and the print run tell each other. Knows no Qt."""

from dataclasses import dataclass

from inspector_app.domain.errors import InspectorError, Problem
from inspector_app.domain.printing import CopyWanted, InsertSheet, WayOn
from inspector_app.printing.printer import PrinterFacts

NO_PRINTER = Problem.of("ui.no_printer")


@dataclass(frozen=True, slots=True)
class Listing:
    """The printers there are.

    Attributes:
        last: name of the one used last on this laptop.
        problem: why there is none; None where there are some.
        sheets_left: blank stamped sheets that this person holds.
    """

    printers: tuple[PrinterFacts, ...]
    last: str = ""
    problem: Problem | None = None
    sheets_left: int = 0


@dataclass(frozen=True, slots=True)
class PrintWish:
    """What the panel asks for; `stamped` is False where plain paper is to be used for the signed page."""

    printer: PrinterFacts
    copies: tuple[CopyWanted, ...]
    duplex: bool
    stamped: bool


@dataclass(frozen=True, slots=True)
class Halt:
    """Why it does not go on, and what a person can do now.

    Attributes:
        waits: the job still stands in the queue and goes on by itself once the printer is mended.
        sheet: serial of the stamped sheet that was in the printer; it may be spoilt.
        stamped: a stamped sheet was in the printer, whether or not it has a serial.
    """

    problem: Problem
    ways: tuple[WayOn, ...]
    waits: bool = False
    sheet: str = ""
    stamped: bool = False


@dataclass(frozen=True, slots=True)
class SheetAsked:
    """A stamped sheet is to be put in.

    Attributes:
        serial: the one offered; empty where none is free.
        needed: the office keeps serials, so one must be told.
        before: serial of the sheet that bears this copy already; it must be spoilt before another one may.
    """

    step: InsertSheet
    serial: str
    needed: bool
    before: str = ""


def problem_of(error: Exception) -> Problem:
    """Return what went wrong as a problem; what nobody expected as a bug."""
    if isinstance(error, InspectorError):
        return Problem.of(error.code, error.where, **error.values)
    return Problem.of("ui.bug", kind=type(error).__name__)
