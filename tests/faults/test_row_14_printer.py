"""Scoreboard row 14: the printer fails after the number: the same bytes again, or void and reissue."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import pytest

from inspector_app.casework.papers import documents, drafts, issued, prints
from inspector_app.casework.play.stage import Played
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.printing import CopyWanted, WayOn
from inspector_app.domain.templates import DocumentKind
from inspector_app.printing.printer import Job, JobTicket
from tests.casework import conftest as casework
from tests.casework.bench import Bench
from tests.fakes_printing import NAME, FakePrinters, Trouble

bench = casework.bench
site_case = casework.site_case
played = casework.played

COPY = CopyWanted(1, "施工单位")
TOLD: dict[Trouble, tuple[str, bool]] = {
    Trouble.LIST_SILENT: ("print.server_silent", False),
    Trouble.MISSING: ("print.gone", False),
    Trouble.STOPPED: ("print.stopped", False),
    Trouble.NO_A4: ("print.wrong_paper", False),
    Trouble.SUBMIT_SILENT: ("print.server_silent", False),
    Trouble.REFUSED: ("print.refused", False),
    Trouble.BROKEN_OFF: ("print.broken_off", False),
    Trouble.UNSURE: ("print.unsure", False),
    Trouble.GONE_AT_SUBMIT: ("print.gone", False),
    Trouble.NO_PAPER: ("print.no_paper", True),
    Trouble.WRONG_PAPER: ("print.wrong_paper", True),
    Trouble.JAM: ("print.jam", True),
    Trouble.OFFLINE: ("print.offline", True),
    Trouble.HELD: ("print.job_held", True),
    Trouble.ABORTED: ("print.job_aborted", True),
    Trouble.CANCELLED: ("print.job_cancelled", True),
    Trouble.QUEUE_GONE: ("print.gone", True),
    Trouble.FORGOTTEN: ("print.job_gone", True),
    Trouble.WATCH_SILENT: ("print.unwatched", True),
}
"""What is said, and whether the spooler had taken the job: then the print is noted."""


def notice_of(bench: Bench, played: Played) -> issued.Issued:
    papers = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    return next(one for one in papers if one.kind == DocumentKind.RECTIFICATION_NOTICE)


def test_every_trouble_is_in_the_table() -> None:
    assert set(TOLD) == set(Trouble) - {Trouble.NONE}


def test_at_each_step_the_document_stays_issued_and_the_same_bytes_print_again(
    bench: Bench, played: Played
) -> None:
    store, told = bench.desk.store, notice_of(bench, played)
    original, numbers = issued.pdf(store, told.id), store.numbers()
    noted = 0
    for trouble, (code, taken) in TOLD.items():
        broken = FakePrinters(trouble)
        outcome = prints.print_copy(bench.desk, broken, NAME, told.id, COPY, duplex=True)
        assert outcome.code == code, trouble
        assert set(outcome.ways) >= {WayOn.OTHER_PRINTER, WayOn.SAVE_PDF}, trouble
        for language in ("zh", "en"):
            problem = outcome.problem
            message, remedy = Messages(language).text(problem.code, problem.where, dict(problem.values))
            assert remedy, trouble
            assert "{" not in message + remedy, trouble
        # Nothing that happens at a printer changes what was issued.
        assert issued.must_be_issued(store, told.id) == told, trouble
        assert store.numbers() == numbers, trouble
        assert sha256(issued.pdf(store, told.id)).hexdigest() == told.pdf_sha256, trouble
        noted += taken
        assert prints.times(bench.desk, told.id, copy=1, recipient="施工单位") == noted, trouble
        # The way on: the same original, by another printer, marked as what it is.
        good = FakePrinters()
        again = prints.print_copy(bench.desk, good, NAME, told.id, COPY, duplex=True)
        assert again.code == "print.done", trouble
        ((pdf, _),) = good.taken
        assert pdf.startswith(original), trouble
        noted += 1
    assert store.integrity().problems == ()
    print(
        f"\nrow 14: {len(TOLD)} failures, {noted} prints noted, document issued and bytes the same after each"
    )
    print("uv run pytest -n 0 -s tests/faults/test_row_14_printer.py")


def test_a_job_that_may_still_print_is_taken_back_before_the_next(bench: Bench, played: Played) -> None:
    told = notice_of(bench, played)
    jammed = FakePrinters(Trouble.JAM)
    outcome = prints.print_copy(bench.desk, jammed, NAME, told.id, COPY, duplex=True)
    assert not outcome.over
    assert outcome.job is not None
    assert prints.give_up(jammed, outcome.job) is None
    marked = prints.prepare(bench.desk, told.id, copy=1, recipient="施工单位")
    assert prints.follow(jammed, outcome.job, marked).code == "print.job_cancelled"


def test_void_and_reissue_names_a_new_number_and_the_old_one_stays_taken(
    bench: Bench, played: Played
) -> None:
    store, told = bench.desk.store, notice_of(bench, played)
    prints.print_copy(bench.desk, FakePrinters(Trouble.ABORTED), NAME, told.id, COPY, duplex=True)
    documents.void(bench.desk, told.id, "打印时卡纸，带章纸损坏，另行制作")
    again = drafts.begin(
        bench.desk,
        played.inspection_id,
        DocumentKind.RECTIFICATION_NOTICE,
        told.finding_ids,
        reply_due="2026-12-01",
    )
    fresh = documents.issue(bench.desk, again)
    fates = {one.number: one.fate for one in store.numbers().numbers}
    assert (fates[told.number], fates[fresh.number]) == ("void", "issued")
    assert fresh.number != told.number
    good = FakePrinters()
    assert prints.print_copy(bench.desk, good, NAME, fresh.id, COPY, duplex=True).code == "print.done"
    assert good.taken[0][0].startswith(issued.pdf(store, fresh.id))
    assert store.numbers().gaps == ()


def test_a_print_that_cannot_be_noted_is_taken_back(bench: Bench, played: Played) -> None:
    """The disk is full at the moment between the spooler's yes and the act: no unrecorded paper comes out."""
    resource = pytest.importorskip("resource", reason="FULL DISK NOT TESTED: needs setrlimit")
    signal = pytest.importorskip("signal")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    class Filling(FakePrinters):
        def submit(self, pdf: bytes, ticket: JobTicket) -> Job:
            job = super().submit(pdf, ticket)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1, limits[1]))
            return job

    @contextmanager
    def enough_again() -> Iterator[None]:
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, handler)

    told, printer = notice_of(bench, played), Filling(Trouble.HELD)
    with enough_again(), pytest.raises(UnavailableError):
        prints.print_copy(bench.desk, printer, NAME, told.id, COPY, duplex=True)
    assert printer.cancelled == [1]
    assert prints.times(bench.desk, told.id, copy=1, recipient="施工单位") == 0
    assert issued.must_be_issued(bench.desk.store, told.id) == told
