"""Which way to the printers this machine has."""

import shutil
import sys
from dataclasses import dataclass

from inspector_app.domain.errors import Problem
from inspector_app.printing import libcups
from inspector_app.printing.cups import CupsPrinters
from inspector_app.printing.lp import LpPrinters
from inspector_app.printing.printer import PrinterSystem


@dataclass(frozen=True, slots=True)
class Chosen:
    """The way to the printers, or None and why there is none.

    Attributes:
        asked_elsewhere: this machine prints, but only from its window.
    """

    system: PrinterSystem | None
    reason: Problem | None = None
    asked_elsewhere: bool = False


def choose_printer_system(
    *,
    server: str = "",
    patience: float = 2.0,
    platform: str = sys.platform,
    windows: PrinterSystem | None = None,
) -> Chosen:
    """Return libcups where it is, else the command `lp`, else nothing with the reason.

    Args:
        server: address or socket of the print server; empty for the system's own.
        patience: seconds an answer may take.
        windows: printers that take no PDF (`ui.raster_printer`), handed in where there is a window.
    """
    if platform == "win32":
        return (
            Chosen(windows)
            if windows
            else Chosen(None, Problem.of("print.needs_window"), asked_elsewhere=True)
        )
    cups = libcups.library()
    if cups is not None:
        return Chosen(CupsPrinters(cups, server, patience))
    if shutil.which("lp") and shutil.which("lpstat"):
        return Chosen(LpPrinters(server, patience))
    return Chosen(None, Problem.of("print.no_system"))
