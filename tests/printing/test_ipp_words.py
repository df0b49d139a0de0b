"""The words of IPP as states."""

import pytest

from inspector_app.domain.printing import JobState, PrinterState
from inspector_app.printing import ipp
from inspector_app.printing.printer import JobTicket, shown_title


@pytest.mark.parametrize(
    ("state", "reasons", "message", "told"),
    [
        (3, [], "", PrinterState.READY),
        (3, ["none"], "", PrinterState.READY),
        (4, ["cups-waiting-for-job-completed"], "Printing.", PrinterState.BUSY),
        (5, ["paused"], "Paused", PrinterState.STOPPED),
        (5, [], "", PrinterState.STOPPED),
        (3, ["hold-new-jobs"], "", PrinterState.STOPPED),
        (4, ["media-empty-error"], "", PrinterState.NO_PAPER),
        (4, ["media-needed", "media-empty-error"], "", PrinterState.NO_PAPER),
        (4, ["media-needed-warning"], "", PrinterState.WRONG_PAPER),
        (5, ["media-empty", "media-jam-error"], "", PrinterState.JAM),
        (4, ["cover-open-report"], "", PrinterState.COVER_OPEN),
        (4, ["toner-empty-error"], "", PrinterState.NO_INK),
        (3, ["toner-low-warning", "media-low-report"], "", PrinterState.READY),
        (4, ["connecting-to-device"], "", PrinterState.OFFLINE),
        (4, [], "The printer is unreachable at this time.", PrinterState.OFFLINE),
        (4, [], "打印机暂时不存在或不可用。", PrinterState.OFFLINE),
        (3, [], "The printer is unreachable at this time.", PrinterState.READY),
        (0, [], "", PrinterState.UNKNOWN),
        (99, ["something-new"], "", PrinterState.UNKNOWN),
    ],
)
def test_the_state_of_a_printer(state: int, reasons: list[str], message: str, told: PrinterState) -> None:
    assert ipp.printer_state(state, reasons, message) is told


def test_a_queue_that_takes_no_jobs_is_stopped_and_one_without_a4_has_the_wrong_paper() -> None:
    assert ipp.printer_state(3, [], accepting=False) is PrinterState.STOPPED
    assert ipp.printer_state(3, [], a4=False) is PrinterState.WRONG_PAPER
    assert ipp.printer_state(3, [], a4=None) is PrinterState.READY


def test_the_state_of_a_job() -> None:
    assert [ipp.job_state(n) for n in range(3, 10)] == [
        JobState.WAITING,
        JobState.HELD,
        JobState.PRINTING,
        JobState.STOPPED,
        JobState.CANCELLED,
        JobState.ABORTED,
        JobState.DONE,
    ]
    assert ipp.job_state(77) is JobState.WAITING


def test_a4_is_found_under_its_names() -> None:
    assert ipp.takes_a4([]) is None
    assert ipp.takes_a4(["na_letter_8.5x11in"]) is False
    for name in ("iso_a4_210x297mm", "A4", "iso_a4_210x297mm.borderless", "iso-a4"):
        assert ipp.takes_a4(["na_letter_8.5x11in", name]) is True


@pytest.mark.parametrize(
    ("name", "dots", "thermal"),
    [
        ("Zebra ZPL Label Printer", 300, True),
        ("HPRT MT800 车载热敏打印机", 0, True),
        ("Brother PJ-763MFi", 300, True),
        ("Unknown", 203, True),
        ("HP LaserJet P1108", 600, False),
        ("Pantum P2200", 1200, False),
        ("EPSON L3250", 360, False),
    ],
)
def test_thermal_printers_are_guessed(name: str, dots: int, thermal: bool) -> None:
    assert ipp.looks_thermal(name, dots) is thermal


def test_a_ticket_is_always_a4_and_never_scaled() -> None:
    plain = JobTicket("p", "t").options()
    assert plain["media"] == "iso_a4_210x297mm"
    assert plain["print-scaling"] == "none"
    assert (plain["sides"], plain["copies"], plain["page-delivery"]) == ("one-sided", "1", "same-order")
    assert "page-ranges" not in plain
    some = JobTicket("p", "t", copies=3, duplex=True, pages=(2, 4), backwards=True).options()
    assert (some["sides"], some["copies"]) == ("two-sided-long-edge", "3")
    assert (some["page-ranges"], some["page-delivery"]) == ("2-4", "reverse-order")


def test_a_title_is_one_short_line() -> None:
    assert shown_title("a\nb\tc\u202e") == "a b c"
    assert shown_title("") == "document"
    assert len(shown_title("望" * 500)) == 80
