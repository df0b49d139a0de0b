"""The file of a late entry (补录): the scans of a paper, page by page, in a file of our own making.

Photos and scans come in any shape; the record holds one kind of file, which prints, bears the margin mark of
a copy and is kept for the archive. The scans themselves stay beside it untouched. Each page says that it is
a scan and that the paper decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from inspector_app.documents import extract
from inspector_app.documents.canvas import begun
from inspector_app.documents.fonts import faces
from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Style, lay
from inspector_app.documents.page.sheet import MM, PAGE_HEIGHT, PAGE_WIDTH, SMALL_FIVE
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import decoded
from inspector_app.documents.preview import raster, reading
from inspector_app.documents.proof.archival import About, finish_page, one_at_a_time
from inspector_app.documents.scans import MOST_PAGES, inspect_scan
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.content import Content, canonical
from inspector_app.domain.errors import RuleError

EDGE = 2200
"""Pixels of the longer edge of a page: 200 dpi on A4, enough for handwriting and a seal."""
_QUALITY = 78
_SIDE, _HEAD, _FOOT = 10 * MM, 16 * MM, 20 * MM
"""Printers leave 4 mm; the mark of a copy stands above the picture, our words below it."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """The finished file, its pages, and the hash of the content that travels inside."""

    pdf: bytes
    pages: int
    content_hash: bytes
    sign_page: int = 0


@dataclass(frozen=True, slots=True)
class _Page:
    jpeg: bytes
    width: int
    height: int


def late_paper(content: Content, scans: Sequence[bytes]) -> Scanned:
    """Return the file of a paper that was scanned or photographed; the same scans give the same bytes.

    Args:
        content: its `left_note` is printed under every page.
        scans: JPEG, PNG or WEBP photos and PDFs, in the order of the pages; without any, of a document
            that only an old register tells of, one page repeats what the register says.

    Raises:
        RuleError: `documents.not_text`, `documents.glyph_missing`, `documents.scan_unreadable`,
            `documents.scan_locked`, `documents.scan_too_long`, and what a photo is refused for.
    """
    try:
        told = canonical(content)
    except UnicodeEncodeError as error:
        raise RuleError("documents.not_text", where=content.kind_label) from error
    said = "" if scans else "".join(f"{one.heading}{one.text}" for one in content.paragraphs)
    lacking = faces.missing(content.left_note + content.number + content.kind_label + said)
    if lacking:
        raise RuleError("documents.glyph_missing", where=content.kind, characters="".join(sorted(lacking)))
    total = sum(inspect_scan(raw) for raw in scans)
    if total > MOST_PAGES:
        raise RuleError("documents.scan_too_long", pages=total, most=MOST_PAGES)
    pages = [page for raw in scans for page in _pages(raw)]
    with one_at_a_time:
        return Scanned(_drawn(content, told, pages), max(len(pages), 1), sha256(told).digest())


def _pages(raw: bytes) -> Iterator[_Page]:
    if b"%PDF-" not in raw[:1024]:
        yield _packed(decoded(raw, EDGE))
        return
    with reading:
        try:
            document = pypdfium2.PdfDocument(raw)
        except pypdfium2.PdfiumError as error:
            raise RuleError("documents.scan_unreadable") from error
        try:
            pictures = [_raster(document[n]) for n in range(len(document))]
        except pypdfium2.PdfiumError as error:
            raise RuleError("documents.scan_unreadable") from error
        finally:
            document.close()
    yield from pictures


def _raster(page: Any) -> _Page:
    width, height = page.get_size()
    dpi = EDGE * 72 / max(width, height, 1.0)
    drawn = raster(page, dpi)
    page.close()
    return _packed(drawn.convert("RGB"))


def _packed(picture: Image.Image) -> _Page:
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, exif=b"")
    return _Page(out.getvalue(), picture.width, picture.height)


def _drawn(content: Content, told: bytes, pages: Sequence[_Page]) -> bytes:
    out = BytesIO()
    canvas = begun(
        out, About(f"{content.kind_label}\u3000{content.number}", content.issuer, "补录", _day(content), told)
    )
    inside: Any = canvas
    pen = Pen(canvas)
    if not pages:
        extract.draw(pen, content)
        _note(pen, content.left_note)
        canvas.showPage()
        finish_page(inside._doc)
    for n, page in enumerate(pages, start=1):
        _draw(pen, page)
        _note(pen, f"{content.left_note}\u3000第 {n} 页\u3000共 {len(pages)} 页")
        canvas.showPage()
        finish_page(inside._doc)
    canvas.save()
    return out.getvalue()


def _day(content: Content) -> tuple[int, int, int]:
    on = iso_day(content.fact("issued"))
    return (on.year, on.month, on.day) if on is not None else (2000, 1, 1)


def _draw(pen: Pen, page: _Page) -> None:
    """Place a page as large as it fits; one that lies on its side stays so, as it was scanned."""
    room_width, room_height = PAGE_WIDTH - 2 * _SIDE, PAGE_HEIGHT - _HEAD - _FOOT
    scale = min(room_width / page.width, room_height / page.height)
    width, height = page.width * scale, page.height * scale
    x, y = (PAGE_WIDTH - width) / 2, PAGE_HEIGHT - _HEAD - height
    pen.picture(page.jpeg, f"L{sha256(page.jpeg).hexdigest()[:24]}", x, y, width, height)


def _note(pen: Pen, text: str) -> None:
    block = lay([(text, Script.BODY)], Style(SMALL_FIVE, 12, Align.CENTRED), PAGE_WIDTH - 2 * _SIDE)
    pen.block(block, _SIDE, _FOOT - 4 * MM)
