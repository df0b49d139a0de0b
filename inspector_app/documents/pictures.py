"""JPEG files inside a PDF, passed through as they are."""

from io import BytesIO
from typing import Any

from reportlab.pdfbase import pdfdoc


class _Jpeg:
    """A picture that hands reportlab its own compressed bytes, so that nothing is decoded."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def jpeg_fh(self) -> BytesIO:
        return BytesIO(self._data)


def register(canvas: Any, jpeg: bytes, name: str) -> str:
    """Embed a JPEG under `name` unless it is there already; return the name that operators use."""
    document = canvas._doc
    canvas._currentPageHasImages = 1
    registered: str = document.getXObjectName(name)
    if registered not in document.idToObject:
        made = pdfdoc.PDFImageXObject(name, _Jpeg(jpeg))
        made.name = name
        document.Reference(made, registered)
        document.addForm(name, made)
    canvas._formsinuse.append(name)
    return registered
