"""Pages as pictures, for the screen and for printers that take no PDF; no window toolkit needed."""

from dataclasses import dataclass
from io import BytesIO
from threading import Lock

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from inspector_app.domain.errors import DamagedError

_MOST_PIXELS = 40_000_000

# pdfium is not made for several threads at once.
reading = Lock()


@dataclass(frozen=True, slots=True)
class Raster:
    """A page in pixels: 8-bit RGBA, rows from the top, no padding."""

    width: int
    height: int
    rgba: bytes


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has.

    Raises:
        DamagedError: `documents.pdf_unreadable`.
    """
    with reading, _opened(pdf) as document:
        return len(document)


def page_rgba(pdf: bytes, page: int, dpi: float) -> Raster:
    """Return page `page` (from 0) at `dpi`, reduced when it would exceed 40 million pixels.

    Raises:
        DamagedError: `documents.pdf_unreadable`, also for a page that does not exist.
    """
    picture = _picture(pdf, page, dpi).convert("RGBA")
    return Raster(picture.width, picture.height, picture.tobytes())


def page_png(pdf: bytes, page: int, dpi: float) -> bytes:
    """Return page `page` (from 0) as a PNG file.

    Raises:
        DamagedError: `documents.pdf_unreadable`.
    """
    out = BytesIO()
    _picture(pdf, page, dpi).save(out, "PNG", compress_level=1)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Grey:
    """A page in pixels: 8-bit grey, rows from the top, no padding."""

    width: int
    height: int
    grey: bytes


def page_grey(pdf: bytes, page: int, dpi: float) -> Grey:
    """Return page `page` (from 0) in grey for a printer that takes no PDF, reduced as `page_rgba`.

    Raises:
        DamagedError: `documents.pdf_unreadable`.
    """
    picture = _picture(pdf, page, dpi, grey=True)
    return Grey(picture.width, picture.height, picture.convert("L").tobytes())


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise DamagedError("documents.pdf_unreadable") from error


def _picture(pdf: bytes, page: int, dpi: float, *, grey: bool = False) -> Image.Image:
    with reading, _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise DamagedError("documents.pdf_unreadable", where=str(page + 1))
        try:
            return raster(document[page], dpi, grey=grey)
        except pypdfium2.PdfiumError as error:
            raise DamagedError("documents.pdf_unreadable", where=str(page + 1)) from error


def raster(page: pypdfium2.PdfPage, dpi: float, *, grey: bool = False) -> Image.Image:
    """Return an open page as a picture of its own memory; the caller holds `reading`."""
    width, height = page.get_size()
    scale = min(dpi / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    drawn: Image.Image = page.render(scale=scale, grayscale=grey).to_pil()
    return drawn.copy()
