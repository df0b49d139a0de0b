"""The pages of a PDF: the codes on them and the content embedded in it. It reads whatever it is given."""

import ctypes
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, process_time
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import zxingcpp

from inspector_app.documents.preview import raster, reading
from inspector_app.documents.proof.embedded import content_json, hash_of

MOST_PAGES = 20
_MOST_SECONDS, _MOST_WORK = 8.0, 1.0
"""Of the clock and of the processor; what is not begun by then is left unread."""
_DPI = 220
_QR_ONLY = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True)
class Pages:
    """What was found on the pages of a PDF.

    Attributes:
        codes: text of each QR code, in reading order, each once.
        count: pages; complete: all of them were read.
        content_sha256: hash of the embedded content, lower hex; empty for none.
    """

    codes: tuple[str, ...] = ()
    count: int = 0
    complete: bool = False
    content_sha256: str = ""


def read_pages(raw: bytearray) -> Pages:
    """Read a PDF's pages; what cannot be read is left out and never an error."""
    with reading:
        try:
            # No copy of it: the bounds of memory hold the file itself too.
            document = pypdfium2.PdfDocument((ctypes.c_char * len(raw)).from_buffer(raw))
        except pypdfium2.PdfiumError:
            return Pages()
        try:
            return _of_document(document)
        finally:
            document.close()


def _of_document(document: pypdfium2.PdfDocument) -> Pages:
    found: list[str] = []
    pages = read = 0
    content = hash_of(content_json(document))
    with suppress(pypdfium2.PdfiumError):
        pages = len(document)
        for texts in _page_codes(document):
            read += 1
            found += [one for one in texts if one not in found]
    return Pages(tuple(found), pages, read == pages > 0, content)


def _page_codes(document: pypdfium2.PdfDocument) -> Iterator[list[str]]:
    end, work = monotonic() + _MOST_SECONDS, process_time() + _MOST_WORK
    for n in range(min(len(document), MOST_PAGES)):
        if monotonic() > end or process_time() > work:
            return
        yield list(codes_in(raster(document[n], _DPI, grey=True)))


def codes_in(picture: Any) -> Iterator[str]:
    """Yield the texts of QR codes; only UTF-8 text counts, as our codes are nothing else."""
    found = zxingcpp.read_barcodes(picture, formats=_QR_ONLY)
    for one in sorted(found, key=lambda code: (code.position.top_left.y, code.position.top_left.x)):
        try:
            yield bytes(one.bytes).decode("utf-8")
        except UnicodeDecodeError:
            continue
