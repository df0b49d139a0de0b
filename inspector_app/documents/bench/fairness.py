"""Whether two engines made the same document: pages, embedded fonts, and every text that can be read back."""

import ctypes
import re
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from inspector_app.documents.bench.notice import strings
from inspector_app.domain.content import Content

_BLANK = re.compile(r"\s|[\u0000\u0002\ufffe]")


@dataclass(frozen=True, slots=True)
class Found:
    """What a PDF holds of a content.

    Attributes:
        right, of: how many of its texts can be read back whole, in one piece.
        embedded: whether every font that draws a text is inside the file.
    """

    pages: int
    right: int
    of: int
    embedded: bool


def inspect(pdf: bytes, content: Content) -> Found:
    """Read a PDF back, by another library than made it."""
    told = [_bare(text) for text in strings(content)]
    with pypdfium2.PdfDocument(pdf) as document:
        pages = len(document)
        text = "".join(_bare(page.get_textpage().get_text_range()) for page in document)
        embedded = all(_embedded(page) for page in document)
    return Found(pages, sum(one in text for one in told), len(told), embedded)


def _bare(text: str) -> str:
    """Return a text without blanks and line ends, which breaking lines may add or drop."""
    return _BLANK.sub("", text)


def _embedded(page: pypdfium2.PdfPage) -> bool:
    told = page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=4)
    fonts = {ctypes.addressof(font.contents): font for font in map(raw.FPDFTextObj_GetFont, told)}
    return all(raw.FPDFFont_GetIsEmbedded(font) == 1 for font in fonts.values())
