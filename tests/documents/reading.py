"""Reading pages back, independently of what drew them."""

import re
from collections.abc import Sequence

import pypdfium2

MM = 72 / 25.4


def bare(text: str) -> str:
    """Without blanks and line ends, which a line break may add or drop."""
    return re.sub(r"\s|[\u0000\ufffe\u0002]", "", text)


def whole(pdf: bytes) -> str:
    """All text of all pages in drawing order, without blanks."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(bare(page.get_textpage().get_text_range()) for page in document)


def area(pdf: bytes, bottom: float = 34.6, top: float = 262) -> str:
    """Text between two heights in mm, so that what flows over pages reads on without footers."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(
            bare(page.get_textpage().get_text_bounded(0, bottom * MM, 210 * MM, top * MM))
            for page in document
        )


def pages(pdf: bytes) -> Sequence[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [bare(page.get_textpage().get_text_range()) for page in document]
