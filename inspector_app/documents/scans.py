"""Scans and photos of signed paper: is it a file that can be read, and how many pages has it."""

from time import monotonic

import pypdfium2  # type: ignore[import-untyped]

from inspector_app.documents.photos import inspect_photo
from inspector_app.documents.preview import reading
from inspector_app.domain.errors import RuleError

MOST_PAGES = 50
_MOST_SECONDS = 8.0


def inspect_scan(raw: bytes) -> int:
    """Refuse what is neither a whole photo nor a readable PDF, and return its pages, 1 for a photo.

    Raises:
        RuleError: `documents.scan_unreadable`, `documents.scan_locked`, `documents.scan_too_long`, and
            what `inspect_photo` refuses.
    """
    if b"%PDF-" not in raw[:1024]:
        inspect_photo(raw)
        return 1
    with reading:
        try:
            document = pypdfium2.PdfDocument(raw)
        except pypdfium2.PdfiumError as error:
            locked = "assword" in str(error)
            raise RuleError("documents.scan_locked" if locked else "documents.scan_unreadable") from error
        try:
            return _pages(document)
        except pypdfium2.PdfiumError as error:
            raise RuleError("documents.scan_unreadable") from error
        finally:
            document.close()


def _pages(document: pypdfium2.PdfDocument) -> int:
    pages = len(document)
    if pages > MOST_PAGES:
        raise RuleError("documents.scan_too_long", pages=pages, most=MOST_PAGES)
    if not pages:
        raise RuleError("documents.scan_unreadable")
    end = monotonic() + _MOST_SECONDS
    for n in range(pages):
        document[n].close()
        if monotonic() > end:
            break  # what opened so far is readable; pictures are never decoded here
    return pages
