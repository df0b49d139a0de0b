"""Printers that take no PDF: the order of sides, the resolution, lossless grey, and each refusal told."""

from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops, ImageStat
from PySide6.QtPrintSupport import QPrinter
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.printing import JobState, PrinterState
from inspector_app.printing.printer import Job, JobTicket, PrinterFacts
from inspector_app.printing.raster import GreyPage, RasterPrinters, sides
from inspector_app.ui.papers.raster_printer import PdfPages, QtRasterDevice
from tests.fakes_printing import NAME


@dataclass
class Sheets:
    """A job on a printer made of lists; it refuses the side of that number."""

    dots: int = 1200
    refuses: int = -1
    ends: bool = True
    drawn: list[GreyPage | None] = field(default_factory=list)
    fate: str = ""

    def draw(self, page: GreyPage) -> bool:
        return self._put(page)

    def blank(self) -> bool:
        return self._put(None)

    def _put(self, page: GreyPage | None) -> bool:
        if len(self.drawn) == self.refuses:
            return False
        self.drawn.append(page)
        return True

    def end(self) -> bool:
        self.fate = "ended" if self.ends else ""
        return self.ends

    def throw_away(self) -> None:
        self.fate = "thrown away"


@dataclass
class Device:
    """The one printer of this machine; `job` is what it opens."""

    job: Sheets | None = field(default_factory=Sheets)
    asked: list[tuple[str, bool, int]] = field(default_factory=list)

    def printers(self) -> tuple[PrinterFacts, ...]:
        return (PrinterFacts(NAME, NAME, PrinterState.READY),)

    def open(self, printer: str, title: str, *, duplex: bool, most_dots: int) -> Sheets | None:
        self.asked.append((title, duplex, most_dots))
        return self.job


class Numbers:
    """Draws no page but says which one it would be."""

    def pages(self, pdf: bytes) -> int:
        return len(pdf)

    def page(self, pdf: bytes, page: int, dots: int) -> GreyPage:
        return GreyPage(page, dots, b"")


@settings(deadline=None)
@given(
    first=st.integers(1, 5),
    more=st.integers(0, 6),
    copies=st.integers(1, 3),
    duplex=st.booleans(),
    backwards=st.booleans(),
)
def test_each_copy_stands_on_sheets_of_its_own(
    first: int, more: int, copies: int, duplex: bool, backwards: bool
) -> None:
    last = first + more
    told = list(sides(first, last, copies, duplex=duplex, backwards=backwards))
    step = 2 if duplex else 1
    leaves = [tuple(told[n : n + step]) for n in range(0, len(told), step)]
    assert all(front is not None for front, *_ in leaves)
    per_copy = len(leaves) // copies
    assert per_copy * copies == len(leaves)
    for n in range(copies):
        own = leaves[n * per_copy : (n + 1) * per_copy]
        read = [side for leaf in (own[::-1] if backwards else own) for side in leaf if side is not None]
        assert read == list(range(first, last + 1))


@pytest.mark.parametrize(("printer", "used"), [(203, 203), (600, 600), (1200, 600), (2400, 600)])
def test_pages_are_drawn_at_the_printers_resolution_up_to_600(printer: int, used: int) -> None:
    device = Device(Sheets(dots=printer))
    system = RasterPrinters(device, Numbers())
    job = system.submit(b"123", JobTicket(NAME, "标题\n", copies=2, duplex=True))
    assert device.asked == [("标题", True, 600)]
    assert device.job is not None
    drawn = [(page.width, page.height) if page else None for page in device.job.drawn]
    once = [(0, used), (1, used), (2, used)]
    assert drawn == [*once, None, *once]
    assert device.job.fate == "ended"
    assert system.watch(job).state is JobState.UNTOLD
    with pytest.raises(UnavailableError):
        system.cancel(job)


@pytest.mark.parametrize("job", [Sheets(refuses=0), Sheets(refuses=2), Sheets(ends=False)])
def test_a_job_that_breaks_off_is_thrown_away(job: Sheets) -> None:
    with pytest.raises(UnavailableError) as refused:
        RasterPrinters(Device(job), Numbers()).submit(b"123", JobTicket(NAME, "t"))
    assert refused.value.code == "print.broken_off"
    assert job.fate == "thrown away"


def test_a_printer_that_is_missing_or_refuses_is_named() -> None:
    for printer, job, code in (("other", Sheets(), "print.gone"), (NAME, None, "print.refused")):
        with pytest.raises(UnavailableError) as refused:
            RasterPrinters(Device(job), Numbers()).submit(b"1", JobTicket(printer, "t"))
        assert (refused.value.code, refused.value.where) == (code, printer)
    gone = RasterPrinters(Device(), Numbers()).watch(Job("other", 1))
    assert gone.printer is PrinterState.GONE


def test_a_page_that_cannot_be_drawn_leaves_no_half_job() -> None:
    class Broken(Numbers):
        def page(self, pdf: bytes, page: int, dots: int) -> GreyPage:
            raise UnavailableError("print.refused", where=NAME, printer=NAME, reason="no memory")

    job = Sheets()
    with pytest.raises(UnavailableError):
        RasterPrinters(Device(job), Broken()).submit(b"1", JobTicket(NAME, "t"))
    assert job.fate == "thrown away"


@pytest.fixture
def pdf() -> bytes:
    canvas = Canvas("unused", pagesize=(595.28, 841.89), initialFontName="Courier")
    for page in range(3):
        canvas.rect(72, 72 + 100 * page, 144, 36, fill=1)
        canvas.showPage()
    told = canvas.getpdfdata()
    assert isinstance(told, bytes)
    return told


@pytest.fixture
def paper(qapp: object, tmp_path: Path) -> Path:
    return tmp_path / "printed.pdf"


def test_qt_draws_each_page_true_to_size_on_a4(paper: Path, pdf: bytes) -> None:
    def to_file(name: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        return printer

    class OneMore(QtRasterDevice):
        def printers(self) -> tuple[PrinterFacts, ...]:
            return (PrinterFacts("file", "file", PrinterState.READY),)

    RasterPrinters(OneMore(to_file), PdfPages()).submit(pdf, JobTicket("file", "三页", pages=(2, 3)))
    document = pypdfium2.PdfDocument(paper)
    assert [(round(page.get_width()), round(page.get_height())) for page in document] == [(595, 842)] * 2
    for page, (want, original) in zip(document, [(1, pdf), (2, pdf)], strict=True):
        seen = page.render(scale=1, grayscale=True).to_pil()
        truth = pypdfium2.PdfDocument(original)
        meant = truth[want].render(scale=1, grayscale=True).to_pil()
        box = (0, 0, 595, 842)
        assert ImageStat.Stat(ImageChops.difference(seen.crop(box), meant.crop(box))).mean[0] < 0.5
        truth.close()
    document.close()


def test_qt_refuses_a_printer_that_is_not_there(qapp: object) -> None:
    device = QtRasterDevice()
    assert device.open("没有这台打印机", "t", duplex=False, most_dots=600) is None
    assert isinstance(device.printers(), tuple)
