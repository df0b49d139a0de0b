"""QPrinter as something to draw pages on: for Windows, which takes no PDF. Never run on Windows."""

from collections.abc import Callable

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from inspector_app.documents import preview
from inspector_app.domain.printing import PrinterState
from inspector_app.printing.ipp import looks_thermal
from inspector_app.printing.printer import PrinterFacts
from inspector_app.printing.raster import GreyPage, RasterPrinters

_STATES = {
    QPrinter.PrinterState.Idle: PrinterState.READY,
    QPrinter.PrinterState.Active: PrinterState.BUSY,
    QPrinter.PrinterState.Aborted: PrinterState.STOPPED,
    QPrinter.PrinterState.Error: PrinterState.STOPPED,
}
_FALLBACK_DOTS = 300
_BOTH = QPrinter.DuplexMode.DuplexLongSide


class QtRasterJob:
    """One job on a QPrinter."""

    def __init__(self, printer: QPrinter) -> None:
        self._printer = printer
        self._painter = QPainter()
        self._drawn = False
        self.begun = self._painter.begin(printer)
        self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)

    @property
    def dots(self) -> int:
        """The job's resolution in dots per inch."""
        return self._printer.resolution()

    def draw(self, page: GreyPage) -> bool:
        """Draw a page over the whole sheet, pixel for dot where the printer's numbers allow."""
        if not self.blank():
            return False
        image = QImage(page.grey, page.width, page.height, page.width, QImage.Format.Format_Grayscale8)
        self._painter.drawImage(self._painter.viewport(), image)
        return self._printer.printerState() is not QPrinter.PrinterState.Error

    def blank(self) -> bool:
        """Begin the next page; the first has begun with the job."""
        begun = not self._drawn or self._printer.newPage()
        self._drawn = True
        return begun

    def end(self) -> bool:
        """Hand the job to the spooler."""
        return self._painter.end() and self._printer.printerState() is not QPrinter.PrinterState.Error

    def throw_away(self) -> None:
        """Give the job up."""
        self._printer.abort()
        if self._painter.isActive():
            self._painter.end()


def system_printer(name: str) -> QPrinter | None:
    """Return a printer of the system, None if there is none of that name."""
    info = QPrinterInfo.printerInfo(name)
    return None if info.isNull() else QPrinter(info, QPrinter.PrinterMode.HighResolution)


class QtRasterDevice:
    """The system's printers by Qt.

    Attributes:
        printer_of: returns a fresh QPrinter by name, None if there is none.
    """

    def __init__(self, printer_of: Callable[[str], QPrinter | None] = system_printer) -> None:
        self._printer_of = printer_of

    def printers(self) -> tuple[PrinterFacts, ...]:
        """Return all printers of the system."""
        return tuple(_facts(info) for info in QPrinterInfo.availablePrinters())

    def open(self, printer: str, title: str, *, duplex: bool, most_dots: int) -> QtRasterJob | None:
        """Begin a job on A4, grey, without margins of Qt's own."""
        device = self._printer_of(printer)
        if device is None or not device.isValid():
            return None
        device.setDocName(title)
        device.setResolution(min(device.resolution() or _FALLBACK_DOTS, most_dots))
        a4 = QPageSize(QPageSize.PageSizeId.A4)
        upright = QPageLayout.Orientation.Portrait
        device.setPageLayout(QPageLayout(a4, upright, QMarginsF(0, 0, 0, 0)))
        device.setFullPage(True)
        device.setColorMode(QPrinter.ColorMode.GrayScale)
        device.setDuplex(_BOTH if duplex else QPrinter.DuplexMode.DuplexNone)
        job = QtRasterJob(device)
        return job if job.begun else None


def _facts(info: QPrinterInfo) -> PrinterFacts:
    dots = max(info.supportedResolutions(), default=0)
    sizes = [size.id() for size in info.supportedPageSizes()]
    return PrinterFacts(
        name=info.printerName(),
        label=info.description() or info.printerName(),
        state=_STATES.get(info.state(), PrinterState.UNKNOWN),
        takes_a4=QPageSize.PageSizeId.A4 in sizes if sizes else None,
        duplex=_BOTH in info.supportedDuplexModes(),
        resolution=dots,
        thermal=looks_thermal(f"{info.printerName()} {info.makeAndModel()}", dots),
        default=info.isDefault(),
    )


class PdfPages:
    """Draws the pages of a PDF in grey, by the documents room."""

    def pages(self, pdf: bytes) -> int:
        """Return how many pages a file has."""
        return preview.page_count(pdf)

    def page(self, pdf: bytes, page: int, dots: int) -> GreyPage:
        """Return page `page`, from 0, at `dots` per inch."""
        drawn = preview.page_grey(pdf, page, dots)
        return GreyPage(drawn.width, drawn.height, drawn.grey)


def windows_printers() -> RasterPrinters:
    """Return the printers of a system that takes no PDF."""
    return RasterPrinters(QtRasterDevice(), PdfPages())
