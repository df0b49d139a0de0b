"""Jobs through a real CUPS server to a virtual printer: what arrives, and what is said when it does not."""

import os
import subprocess
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.printing import OPEN_JOBS, JobState, PrinterState
from inspector_app.printing.printer import Job, JobReport, JobTicket, PrinterFacts, PrinterSystem
from tests.printing.conftest import Print
from tests.printing.cups_server import until

WAYS = pytest.mark.parametrize("name", ["cups", "lp"])
A4 = (595.28, 841.89)
DONE = {"cups": {JobState.DONE}, "lp": {JobState.DONE, JobState.UNTOLD}}
"""`lpstat` does not always tell how a job ended."""
_numbers = count(1)


@pytest.fixture
def pdf() -> bytes:
    canvas = Canvas("unused", pagesize=A4, initialFontName="Courier")
    for page in range(1, 6):
        canvas.setFont("Courier", 20)
        canvas.drawString(100, 700, f"page {page}")
        canvas.rect(12, 12, A4[0] - 24, A4[1] - 24)
        canvas.showPage()
    told = canvas.getpdfdata()
    assert isinstance(told, bytes)
    return told


@pytest.fixture
def queue(cups: Print) -> Iterator[str]:
    """A fresh queue for the printer: what went wrong on another would still stand in its state."""
    name = f"laser-{next(_numbers)}"
    cups.server.queue(name, cups.laser.device)
    yield name
    cups.server.run("cancel", "-a", name, check=False)
    cups.laser.mend()
    cups.server.run("lpadmin", "-x", name, check=False)


@pytest.fixture
def straight(cups: Print) -> Iterator[str]:
    """A queue that hands over and asks no more: a second faster a job."""
    name = f"straight-{next(_numbers)}"
    cups.server.straight_queue(name, cups.laser)
    yield name
    cups.server.run("lpadmin", "-x", name)


def pages_of(raw: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(raw)
    told = [page.get_textpage().get_text_range().strip() for page in document]
    document.close()
    return told


def sizes_of(raw: bytes) -> set[tuple[int, int]]:
    document = pypdfium2.PdfDocument(raw)
    told = {(round(page.get_width()), round(page.get_height())) for page in document}
    document.close()
    return told


def kinds_of(raw: bytes) -> set[int]:
    document = pypdfium2.PdfDocument(raw)
    told = {one.type for page in document for one in page.get_objects()}
    document.close()
    return told


def printed(system: PrinterSystem, job: Job) -> JobReport:
    """Wait until a job is over."""

    def over() -> JobReport | None:
        report = system.watch(job)
        return report if report.state not in OPEN_JOBS else None

    return until(over)


def states(system: PrinterSystem, job: Job, wanted: PrinterState) -> JobReport:
    """Wait until the printer of a job says this."""

    def said() -> JobReport | None:
        report = system.watch(job)
        return report if report.printer is wanted else None

    return until(said)


def facts(system: PrinterSystem, printer: str) -> PrinterFacts:
    return next(one for one in system.printers() if one.name == printer)


def arrivals(cups: Print, before: int, jobs: int = 1) -> list[Path]:
    """Wait until so many files arrived since."""
    return until(lambda: told if len(told := cups.laser.files()[before:]) >= jobs else None)


@WAYS
def test_a_job_arrives_as_vector_on_a4_with_sides_and_copies(
    cups: Print, straight: str, pdf: bytes, name: str
) -> None:
    system, before = cups.way(name), len(cups.laser.files())
    job = system.submit(pdf, JobTicket(straight, "整改通知书 望住建改〔2026〕3-1号", copies=2, duplex=True))
    assert printed(system, job).state in DONE[name]
    (file,) = arrivals(cups, before)
    arrived, ticket = file.read_bytes(), cups.laser.ticket(file)
    once = [f"page {n}" for n in range(1, 6)]
    # CUPS may leave the copies to the printer or put them into the file, the fifth page's back blank.
    assert pages_of(arrived) in (once, [*once, "", *once])
    assert int(ticket.get("IPP_COPIES", "1")) * (len(pages_of(arrived)) // 5) == 2
    assert sizes_of(arrived) == {(595, 842)}
    assert kinds_of(arrived).isdisjoint(
        {pypdfium2.raw.FPDF_PAGEOBJ_IMAGE, pypdfium2.raw.FPDF_PAGEOBJ_SHADING}
    )
    assert ticket["IPP_MEDIA_DEFAULT"] == "na_letter_8.5x11in"
    told = ticket.get("IPP_MEDIA", "") + ticket.get("IPP_MEDIA_COL", "")
    assert "iso_a4_210x297mm" in told or "x-dimension=21000 y-dimension=29700" in told
    assert ticket["IPP_MULTIPLE_DOCUMENT_HANDLING"] == "separate-documents-collated-copies"
    assert ticket["IPP_SIDES"] == "two-sided-long-edge"


@WAYS
def test_pages_and_order_are_what_the_ticket_says(cups: Print, straight: str, pdf: bytes, name: str) -> None:
    system, before = cups.way(name), len(cups.laser.files())
    for ticket in (
        JobTicket(straight, "some", pages=(2, 3)),
        JobTicket(straight, "one", pages=(4, 4)),
        JobTicket(straight, "back to front", pages=(1, 3), backwards=True),
    ):
        assert printed(system, system.submit(pdf, ticket)).state in DONE[name]
    files = arrivals(cups, before, 3)
    told = [pages_of(file.read_bytes()) for file in files]
    assert told == [["page 2", "page 3"], ["page 4"], ["page 3", "page 2", "page 1"]]
    assert {cups.laser.ticket(file)["IPP_SIDES"] for file in files} == {"one-sided"}


@WAYS
def test_nothing_is_scaled(cups: Print, straight: str, pdf: bytes, name: str) -> None:
    system, before = cups.way(name), len(cups.laser.files())
    printed(system, system.submit(pdf, JobTicket(straight, "frame", pages=(1, 1))))
    (file,) = arrivals(cups, before)
    with pdfplumber.open(BytesIO(file.read_bytes())) as document:
        (frame,) = document.pages[0].rects
    assert [round(frame[edge]) for edge in ("x0", "top", "x1", "bottom")] == [12, 12, 583, 830]


@WAYS
def test_facts_of_a_queue(cups: Print, queue: str, name: str) -> None:
    told = facts(cups.way(name), queue)
    assert told.state is PrinterState.READY
    assert not told.thermal
    if name == "cups":  # the commands do not tell
        assert (told.takes_a4, told.duplex, told.resolution) == (True, True, 600)


@WAYS
def test_a_missing_printer_is_named(cups: Print, pdf: bytes, name: str) -> None:
    system = cups.way(name)
    with pytest.raises(UnavailableError) as refused:
        system.submit(pdf, JobTicket("nowhere", "x"))
    assert (refused.value.code, refused.value.where) == ("print.gone", "nowhere")
    report = system.watch(Job("nowhere", 99_999))
    assert (report.state, report.printer) == (JobState.GONE, PrinterState.GONE)
    system.cancel(Job("nowhere", 99_999))


@WAYS
def test_a_stopped_queue_says_so_and_goes_on(cups: Print, queue: str, pdf: bytes, name: str) -> None:
    system = cups.way(name)
    cups.server.run("cupsdisable", queue)
    assert facts(system, queue).state is PrinterState.STOPPED
    job = system.submit(pdf, JobTicket(queue, "waits"))
    report = states(system, job, PrinterState.STOPPED)
    assert report.state in (JobState.WAITING, JobState.STOPPED)
    cups.server.run("cupsenable", queue)
    assert printed(system, job).state in DONE[name]


@pytest.mark.parametrize(
    ("name", "reason", "state"),
    [
        ("cups", "media-needed-error", PrinterState.WRONG_PAPER),
        ("cups", "media-empty-error", PrinterState.NO_PAPER),
        ("cups", "media-jam-error", PrinterState.JAM),
        ("cups", "cover-open-error", PrinterState.COVER_OPEN),
        ("lp", "media-needed-error", PrinterState.WRONG_PAPER),
    ],
)
def test_trouble_in_mid_job_is_named_and_the_job_goes_on_once_mended(
    cups: Print, queue: str, pdf: bytes, name: str, reason: str, state: PrinterState
) -> None:
    system = cups.way(name)
    cups.laser.fail(reason)
    job = system.submit(pdf, JobTicket(queue, reason))
    assert states(system, job, state).state is JobState.PRINTING
    cups.laser.mend()
    assert printed(system, job).state in DONE[name]


@WAYS
def test_a_job_taken_back_in_mid_job(cups: Print, queue: str, pdf: bytes, name: str) -> None:
    system = cups.way(name)
    cups.laser.fail("media-jam-error")
    job = system.submit(pdf, JobTicket(queue, "taken back"))
    states(system, job, PrinterState.JAM)
    system.cancel(job)
    assert printed(system, job).state is JobState.CANCELLED
    system.cancel(job)


@WAYS
def test_a_queue_deleted_in_mid_job(cups: Print, queue: str, pdf: bytes, name: str) -> None:
    system = cups.way(name)
    cups.laser.fail("media-empty-error")
    job = system.submit(pdf, JobTicket(queue, "lost"))
    states(system, job, PrinterState.NO_PAPER)
    cups.server.run("lpadmin", "-x", queue)
    report = states(system, job, PrinterState.GONE)
    assert report.state in (JobState.ABORTED, JobState.CANCELLED, JobState.GONE)


def test_an_unplugged_printer_is_offline(cups: Print, pdf: bytes) -> None:
    system, queue = cups.way("cups"), "unplugged"
    cups.server.queue(queue, "socket://127.0.0.1:9", "drv:///sample.drv/generpcl.ppd")
    job = system.submit(pdf, JobTicket(queue, "nobody there"))
    report = states(system, job, PrinterState.OFFLINE)
    assert report.state is JobState.PRINTING
    cups.server.run("lpadmin", "-x", queue)


def test_a_label_printer_is_known_for_what_it_is(cups: Print) -> None:
    cups.server.queue("labels", "socket://127.0.0.1:9", "drv:///sample.drv/zebra.ppd")
    told = facts(cups.way("cups"), "labels")
    assert told.thermal
    assert told.resolution == 203
    cups.server.run("lpadmin", "-x", "labels")


def test_a_printer_without_a4_is_known_beforehand(cups: Print) -> None:
    cups.server.queue("tape", "socket://127.0.0.1:9", "drv:///sample.drv/dymo.ppd")
    told = facts(cups.way("cups"), "tape")
    assert (told.takes_a4, told.state) == (False, PrinterState.WRONG_PAPER)
    cups.server.run("lpadmin", "-x", "tape")


@WAYS
def test_a_queue_that_takes_no_jobs_refuses(cups: Print, queue: str, pdf: bytes, name: str) -> None:
    system = cups.way(name)
    cups.server.run("cupsreject", queue)
    assert facts(system, queue).state is PrinterState.STOPPED
    with pytest.raises(UnavailableError) as refused:
        system.submit(pdf, JobTicket(queue, "x"))
    assert refused.value.code == "print.refused"


@WAYS
def test_handing_over_does_not_wait_for_the_printer_and_leaves_no_file_of_ours(
    cups: Print, queue: str, pdf: bytes, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("TMPDIR", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    system = cups.way(name)
    cups.laser.fail("media-jam-error")
    assert queue in {one.name for one in system.printers()}
    job = system.submit(pdf, JobTicket(queue, "quick"))
    assert system.watch(job).state in OPEN_JOBS, "it is handed over while the printer is stuck"
    cups.laser.mend()
    assert printed(system, job).state in DONE[name]
    assert list(tmp_path.rglob("*")) == []


def test_the_memory_of_a_thousand_questions_is_given_back(cups: Print) -> None:
    system = cups.way("cups")

    def resident() -> int:
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True, check=True)
        return int(told.stdout)

    def ask(times: int) -> None:
        for _ in range(times):
            system.printers()
            system.watch(Job("laser", 1))

    ask(100)
    grown = []
    for _ in range(4):
        before = resident()
        ask(250)
        grown.append(resident() - before)
    # An answer holds some 10 kB; kept, those of each round would show as 5 MB, and not of one round alone.
    assert min(grown) < 1_500, grown
