"""The words of IPP (RFC 8011, PWG 5100.1) turned into the states of this program; pure."""

import re
from collections.abc import Iterable, Sequence

from inspector_app.domain.printing import JobState, PrinterState
from inspector_app.printing.printer import MEDIA

IDLE, PROCESSING, STOPPED = 3, 4, 5

_SEVERITY = re.compile(r"-(error|warning|report)$")
_HINDRANCES: tuple[tuple[PrinterState, frozenset[str]], ...] = (
    (PrinterState.JAM, frozenset({"media-jam"})),
    (PrinterState.COVER_OPEN, frozenset({"cover-open", "door-open", "interlock-open", "input-tray-missing"})),
    (PrinterState.NO_PAPER, frozenset({"media-empty"})),
    (PrinterState.WRONG_PAPER, frozenset({"media-needed", "media-mismatch"})),
    (PrinterState.NO_INK, frozenset({"toner-empty", "marker-supply-empty"})),
    (PrinterState.OFFLINE, frozenset({"offline", "connecting-to-device", "timed-out", "shutdown"})),
    (
        PrinterState.STOPPED,
        frozenset({"paused", "moving-to-paused", "hold-new-jobs", "cups-missing-filter", "output-area-full"}),
    ),
)
"""The first match decides: jam before paper, paper before the network."""

_UNREACHABLE = re.compile(
    r"may not exist|unreachable at this time|not respond|not connected|to become available|is offline"
    r"|不存在或不可用|无法访问|无响应|未连接|变得可用|离线"
)
"""What the backends of CUPS say, in English and in the Chinese of its own translation."""

_JOBS = {
    3: JobState.WAITING,
    4: JobState.HELD,
    5: JobState.PRINTING,
    6: JobState.STOPPED,
    7: JobState.CANCELLED,
    8: JobState.ABORTED,
    9: JobState.DONE,
}
_THERMAL = re.compile(
    r"thermal|热敏|zebra|\bzpl|\btsc\b|label|标签|receipt|小票|pocketjet|\bpj-?[67]\d\d|\bhprt\b|gprinter|godex|dymo",
    re.IGNORECASE,
)
_THERMAL_DOTS = frozenset({180, 200, 203})


def plain_reasons(told: Iterable[str]) -> tuple[str, ...]:
    """Return reasons without `none` and severities; a mere report of low supplies hinders nobody."""
    return tuple(dict.fromkeys(_SEVERITY.sub("", one) for one in told if one and one != "none"))


def printer_state(
    state: int, reasons: Sequence[str], message: str = "", *, accepting: bool = True, a4: bool | None = None
) -> PrinterState:
    """Return the state of a printer.

    Args:
        state: IPP's printer-state, 3 idle, 4 processing, 5 stopped.
        reasons: IPP's printer-state-reasons, with or without severity.
        message: IPP's printer-state-message; CUPS gives no reason while it keeps trying to connect.
        accepting: the queue takes jobs.
        a4: whether the printer takes A4 at all, None if unknown.
    """
    plain = set(plain_reasons(reasons))
    for hindered, words in _HINDRANCES:
        if plain & words:
            return hindered
    if state == PROCESSING and _UNREACHABLE.search(message):
        return PrinterState.OFFLINE
    if state == STOPPED or not accepting:
        return PrinterState.STOPPED
    if a4 is False:
        return PrinterState.WRONG_PAPER
    return {IDLE: PrinterState.READY, PROCESSING: PrinterState.BUSY}.get(state, PrinterState.UNKNOWN)


def job_state(state: int) -> JobState:
    """Return the state of a job by IPP's job-state; an unknown one counts as waiting."""
    return _JOBS.get(state, JobState.WAITING)


def takes_a4(media: Sequence[str]) -> bool | None:
    """Tell whether A4 is among the supported papers; None where the printer names none."""
    if not media:
        return None
    return any(one == MEDIA or one.lower() in ("a4", "iso-a4") or one.startswith("iso_a4_") for one in media)


def looks_thermal(make_and_model: str, dots: int) -> bool:
    """Guess whether a printer burns its paper: by its name, or by the 203 dots per inch of such heads."""
    return bool(_THERMAL.search(make_and_model)) or dots in _THERMAL_DOTS
