"""Printing issued documents: marked copies of the frozen bytes, acts, stamped sheets, void papers."""

from io import BytesIO

import pypdfium2
import pytest

from inspector_app.casework.papers import documents, issued, prints
from inspector_app.casework.play.stage import Played
from inspector_app.domain.errors import RuleError
from inspector_app.domain.printing import CopyWanted, InsertSheet, Paper, PrintPages, plan
from inspector_app.domain.templates import DocumentKind
from inspector_app.printing.printer import Job
from tests.casework.bench import Bench
from tests.fakes_printing import NAME, FakePrinters, Trouble


@pytest.fixture
def notice(bench: Bench, played: Played) -> str:
    """An issued rectification notice."""
    kinds = {issued.must_be_issued(bench.desk.store, one).kind: one for one in played.document_ids}
    return kinds[DocumentKind.RECTIFICATION_NOTICE]


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    told = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(told.split())


def acts(bench: Bench, document_id: str) -> list[dict[str, object]]:
    return [act.content for act in bench.desk.store.acts("document", document_id, "print")]


def test_a_copy_is_marked_handed_over_and_noted(bench: Bench, notice: str) -> None:
    printer = FakePrinters()
    wanted = CopyWanted(2, "建设单位", 3)
    outcome = prints.print_copy(bench.desk, printer, NAME, notice, wanted, duplex=True)
    assert (outcome.code, outcome.ways, outcome.over) == ("print.done", (), True)
    ((pdf, ticket),) = printer.taken
    original = issued.pdf(bench.desk.store, notice)
    assert pdf.startswith(original)
    assert "第2联" in words_of(pdf)
    assert "送：建设单位" in words_of(pdf)
    assert (ticket.copies, ticket.duplex, ticket.pages) == (3, True, None)
    assert acts(bench, notice) == [
        {
            "copy": 2,
            "recipient": "建设单位",
            "printer": NAME,
            "n": 1,
            "count": 3,
            "pages": f"1-{issued.must_be_issued(bench.desk.store, notice).pages}",
            "job": 1,
            "sheet": "",
        }
    ]


def test_a_reprint_counts_and_says_so_and_other_copies_do_not(bench: Bench, notice: str) -> None:
    printer = FakePrinters()
    for wanted in (CopyWanted(1, "施工单位"), CopyWanted(2, "建设单位"), CopyWanted(1, "施工单位")):
        prints.print_copy(bench.desk, printer, NAME, notice, wanted, duplex=False)
    assert [told["n"] for told in acts(bench, notice)] == [1, 1, 2]
    first, other, again = (words_of(pdf) for pdf, _ in printer.taken)
    assert "次打印" not in first + other
    assert "第2次打印" in again


def test_the_copies_of_a_document_are_its_own(bench: Bench, notice: str) -> None:
    told = prints.copies_of(bench.desk, notice)
    assert [one.n for one in told] == list(range(1, len(told) + 1))
    assert all(one.recipient for one in told)
    assert {one.count for one in told} == {1}


def test_a_void_document_prints_only_marked_and_never_on_a_stamped_sheet(bench: Bench, notice: str) -> None:
    documents.void(bench.desk, notice, "受文单位写错")
    assert not prints.paper_of(bench.desk, notice).stamped
    printer = FakePrinters()
    prints.print_copy(bench.desk, printer, NAME, notice, CopyWanted(1, "存档"), duplex=False)
    ((pdf, _),) = printer.taken
    assert "作废" in words_of(pdf)
    marked = prints.prepare(bench.desk, notice, copy=1, recipient="存档")
    with pytest.raises(RuleError) as refused:
        prints.print_pages(
            bench.desk, printer, NAME, marked, PrintPages(1, "存档", 1, 1, stamped=True, serial="A00123")
        )
    assert refused.value.code == "print.sheet_for_void"
    assert len(printer.taken) == 1


def test_a_draft_is_not_printed(bench: Bench) -> None:
    with pytest.raises(RuleError) as refused:
        prints.prepare(bench.desk, "no such document", copy=1, recipient="")
    assert refused.value.code == "document.not_issued"


def test_a_stamped_copy_step_by_step_is_one_print_with_its_serial(bench: Bench, notice: str) -> None:
    printer = FakePrinters()
    pages = issued.must_be_issued(bench.desk.store, notice).pages
    wanted = CopyWanted(1, "施工单位")
    steps = plan(Paper(pages, pages, stamped=True), [wanted], duplex=False, serials=["A00123"])
    marked = prints.prepare(bench.desk, notice, copy=1, recipient="施工单位")
    for step in steps:
        if not isinstance(step, InsertSheet):
            assert prints.print_pages(bench.desk, printer, NAME, marked, step).code == "print.done"
    assert prints.times(bench.desk, notice, copy=1, recipient="施工单位") == 1
    assert prints.sheets_printed(bench.desk, notice) == ["A00123"]
    assert {told["n"] for told in acts(bench, notice)} == {1}
    assert len({pdf for pdf, _ in printer.taken}) == 1


def test_a_spoilt_sheet_is_told_and_the_job_taken_back(bench: Bench, notice: str) -> None:
    printer, spoilt = FakePrinters(Trouble.JAM), list[str]()
    wanted = CopyWanted(1, "施工单位")
    outcome = prints.print_copy(bench.desk, printer, NAME, notice, wanted, duplex=False)
    assert outcome.job is not None
    assert prints.give_up(printer, outcome.job, sheet="A00123", spoilt=spoilt.append) is None
    assert (spoilt, printer.cancelled) == (["A00123"], [outcome.job.id])
    printer.trouble = Trouble.WATCH_SILENT
    problem = prints.give_up(printer, Job(NAME, 1))
    assert problem is not None
    assert problem.code == "print.not_taken_back"
