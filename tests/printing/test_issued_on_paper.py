"""An issued document through a real CUPS queue: what arrives is the paper, and no failure un-issues it."""

from collections.abc import Iterator
from io import BytesIO
from itertools import count

import pypdfium2
import pytest

from inspector_app.casework.papers import issued, prints
from inspector_app.casework.play.stage import Played
from inspector_app.domain.printing import CopyWanted, InsertSheet, Paper, PrinterState, WayOn, plan
from inspector_app.domain.templates import DocumentKind
from inspector_app.printing.printer import PrinterSystem
from tests.casework import conftest as casework
from tests.casework.bench import Bench
from tests.printing.conftest import Print
from tests.printing.cups_server import until

bench = casework.bench
site_case = casework.site_case
played = casework.played

COPY = CopyWanted(1, "施工单位")
_numbers = count(1)


@pytest.fixture
def notice(bench: Bench, played: Played) -> issued.Issued:
    papers = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    return next(one for one in papers if one.kind == DocumentKind.STOP_WORK_NOTICE)


@pytest.fixture
def queue(cups: Print) -> Iterator[str]:
    name = f"paper-{next(_numbers)}"
    cups.server.queue(name, cups.laser.device)
    yield name
    cups.server.run("cancel", "-a", name, check=False)
    cups.laser.mend()
    cups.server.run("lpadmin", "-x", name, check=False)


def pages_of(raw: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(BytesIO(raw))
    told = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return told


def finished(
    system: PrinterSystem, outcome: prints.PrintOutcome, marked: prints.Marked
) -> prints.PrintOutcome:
    job = outcome.job
    assert job is not None
    return until(lambda: told if (told := prints.follow(system, job, marked)).over else None)


def test_a_stamped_copy_arrives_sheet_by_sheet_as_text(
    cups: Print, queue: str, bench: Bench, notice: issued.Issued
) -> None:
    system, before = cups.way("cups"), len(cups.laser.files())
    assert notice.pages > 1
    sign_page = 2
    marked = prints.prepare(bench.desk, notice.id, copy=1, recipient="施工单位")
    steps = plan(Paper(notice.pages, sign_page, stamped=True), [COPY], duplex=True, serials=["A00123"])
    for step in steps:
        if not isinstance(step, InsertSheet):
            outcome = prints.print_pages(bench.desk, system, queue, marked, step)
            assert finished(system, outcome, marked).code == "print.done"
    jobs = [step for step in steps if not isinstance(step, InsertSheet)]
    files = until(lambda: told if len(told := cups.laser.files()[before:]) == len(jobs) else None)
    arrived = [page for file in files for page in pages_of(file.read_bytes())]
    assert arrived == pages_of(marked.pdf)
    assert notice.number in arrived[0]
    assert "第1联" in arrived[0]
    stamped = [n for n, step in enumerate(jobs) if step.stamped]
    assert [pages_of(files[n].read_bytes()) for n in stamped] == [[pages_of(marked.pdf)[sign_page - 1]]]
    assert {cups.laser.ticket(files[n])["IPP_SIDES"] for n in stamped} == {"one-sided"}


@pytest.mark.parametrize(
    ("reason", "state", "code"),
    [
        ("media-needed-error", PrinterState.WRONG_PAPER, "print.wrong_paper"),
        ("media-jam-error", PrinterState.JAM, "print.jam"),
    ],
)
def test_trouble_in_mid_job_leaves_it_issued(
    cups: Print, queue: str, bench: Bench, notice: issued.Issued, reason: str, state: PrinterState, code: str
) -> None:
    system = cups.way("cups")
    cups.laser.fail(reason)
    outcome = prints.print_copy(bench.desk, system, queue, notice.id, COPY, duplex=False)
    job = outcome.job
    assert job is not None
    marked = prints.prepare(bench.desk, notice.id, copy=1, recipient="施工单位")
    told = until(lambda: now if (now := prints.follow(system, job, marked)).state is state else None)
    assert told.code == code
    assert told.ways == (WayOn.MEND, WayOn.AGAIN, WayOn.OTHER_PRINTER, WayOn.SAVE_PDF)
    assert prints.give_up(system, job) is None
    assert finished(system, told, marked).over
    assert issued.must_be_issued(bench.desk.store, notice.id) == notice


def test_missing_stopped_and_deleted_leave_it_issued(
    cups: Print, queue: str, bench: Bench, notice: issued.Issued
) -> None:
    system = cups.way("cups")
    missing = prints.print_copy(bench.desk, system, "nowhere", notice.id, COPY, duplex=False)
    assert (missing.code, missing.job) == ("print.gone", None)
    cups.server.run("cupsdisable", queue)
    stopped = prints.print_copy(bench.desk, system, queue, notice.id, COPY, duplex=False)
    assert (stopped.code, stopped.job) == ("print.stopped", None)
    cups.server.run("cupsenable", queue)
    cups.laser.fail("media-empty-error")
    sent = prints.print_copy(bench.desk, system, queue, notice.id, COPY, duplex=False)
    job = sent.job
    assert job is not None
    cups.server.run("lpadmin", "-x", queue)
    marked = prints.prepare(bench.desk, notice.id, copy=1, recipient="施工单位")
    gone = until(
        lambda: now if (now := prints.follow(system, job, marked)).state is PrinterState.GONE else None
    )
    assert (gone.code, gone.ways) == ("print.gone", (WayOn.OTHER_PRINTER, WayOn.SAVE_PDF))
    assert issued.must_be_issued(bench.desk.store, notice.id) == notice
    assert (
        issued.pdf(bench.desk.store, notice.id) == marked.pdf[: len(issued.pdf(bench.desk.store, notice.id))]
    )
