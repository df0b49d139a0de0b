"""What the system around the program offers: printers and an input method. Asked, never assumed."""

from collections.abc import Mapping

from inspector_app.printing.choosing import choose_printer_system
from inspector_app.printing.printer import PrinterFacts

PATIENCE = 0.8
"""Seconds an answer may take; libcups adds one, and a print server that hangs must not hang the question."""


def printers() -> tuple[PrinterFacts, ...] | None:
    """Return the print queues with their states; None where this system cannot be asked from here.

    Raises:
        UnavailableError: `print.server_silent`, `print.asked_in_vain`, within two seconds.
    """
    chosen = choose_printer_system(patience=PATIENCE)
    if chosen.system is not None:
        return chosen.system.printers()
    return None if chosen.asked_elsewhere else ()


def input_method(env: Mapping[str, str], platform: str) -> str:
    """Return the input method that this session announces, empty if none; `system` where it is built in."""
    if not platform.startswith("linux"):
        return "system"
    for name in ("QT_IM_MODULE", "XMODIFIERS", "GTK_IM_MODULE"):
        told = env.get(name, "").removeprefix("@im=").strip()
        if told and told != "none":
            return told
    return ""
