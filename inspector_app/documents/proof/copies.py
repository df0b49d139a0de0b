"""Marks in the margin of a copy, as an incremental update: the original's bytes stay first and whole.

What follows the original can be recognised as ours because it is made the same way again, byte for byte
(`mark_of`); even so a file with anything behind its original is never called genuine (casework.verification).
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from inspector_app.documents.fonts import faces
from inspector_app.documents.fonts.embedding import DEFLATE
from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.page.sheet import FIVE, LEFT, MM, PAGE_HEIGHT, PAGE_WIDTH, SMALL_FIVE, WIDTH
from inspector_app.documents.pen import Pen
from inspector_app.documents.preview import reading
from inspector_app.documents.proof.archival import one_at_a_time
from inspector_app.documents.proof.embedded import content_json, layout_of
from inspector_app.domain.copies import CopyKind, CopyMark
from inspector_app.domain.errors import DamagedError, RuleError

_TOP, _BAND = PAGE_HEIGHT - 8 * MM, 6 * MM
"""Printers leave 4 mm unprinted; the forms' title and QR code begin lower or further right."""
_FORM_WIDTH = 126 * MM
_SIZES = (FIVE, SMALL_FIVE, 7.5, 6.0, 5.0)
_GREY = 0.82
_NOTE = b"%inspector-copy "
_MOST_NOTE = 4000
_TAIL = re.compile(rb"\nstartxref\n(\d{1,12})\n%%EOF\n\Z")
_TRAILER = (rb"/Info \d{1,9} 0 R", rb"/Root (\d{1,9}) 0 R", rb"\[<([0-9a-f]{32})><")
_EMPTY = ("BT ET",)


@dataclass(frozen=True, slots=True)
class _Original:
    """What an update must know of the file it follows.

    Attributes:
        size: one more than the highest object number.
        xref: where its cross-reference table begins.
        kept: the trailer's Root and Info entries.
        identity: the first half of its ID.
        pages: (object number, dictionary) of each page.
        form: whether it is a form, whose QR code stands at the head.
    """

    size: int
    xref: int
    kept: bytes
    identity: bytes
    pages: tuple[tuple[int, bytes], ...]
    form: bool


def mark_copy(pdf: bytes, mark: CopyMark) -> bytes:
    """Return the original followed by an update that draws the mark in the margin of each page.

    The same original and mark give the same bytes.

    Raises:
        DamagedError: `documents.pdf_unreadable`.
        RuleError: `documents.copy_of_foreign` for a file that this program did not write or that is marked
            already.
    """
    original = _read(pdf)
    with one_at_a_time:
        objects, last = _overlay(original, mark)
    return pdf + _update(original, len(pdf), mark, objects, last)


def mark_of(raw: bytes, length: int) -> CopyMark | None:
    """Return the mark of a copy: its first `length` bytes are an original and the rest is exactly ours."""
    note, _, _ = raw[length : length + _MOST_NOTE].partition(b"\n")
    if not note.startswith(_NOTE):
        return None
    try:
        told = json.loads(note.removeprefix(_NOTE))
        on = date.fromisoformat(told["on"]) if told["on"] else None
        mark = CopyMark(int(told["n"]), str(told["to"]), CopyKind(told["kind"]), int(told["prints"]), on)
        again = mark_copy(raw[:length], mark)
    except (ValueError, TypeError, KeyError, DamagedError, RuleError):
        return None
    return mark if again == raw else None


def _read(pdf: bytes) -> _Original:
    with reading:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise DamagedError("documents.pdf_unreadable") from error
        try:
            pages, form = len(document), layout_of(content_json(document)) != "letter"
        finally:
            document.close()
    original = _parsed(pdf, form=form)
    if original is None or len(original.pages) != pages:
        raise RuleError("documents.copy_of_foreign")
    return original


def _parsed(pdf: bytes, *, form: bool) -> _Original | None:
    """Read a file that `render` wrote; None for any other form."""
    tail = _TAIL.search(pdf)
    if tail is None:
        return None
    xref = int(tail[1])
    table, _, trailer = pdf[xref:].partition(b"trailer\n")
    told = [re.search(one, trailer) for one in _TRAILER]
    offsets = [int(one) for one in re.findall(rb"^(\d{10}) 00000 n $", table, re.MULTILINE)]
    if not offsets or b"/Prev" in trailer or not table.startswith(b"xref\n0 %d\n" % (len(offsets) + 1)):
        return None
    info, root, identity = told
    if info is None or root is None or identity is None:
        return None
    objects = _Objects(pdf, offsets)
    tree = re.search(rb"/Pages (\d{1,9}) 0 R", objects.body(int(root[1])))
    kids = re.search(rb"/Kids \[([\d R]+)\]", objects.body(int(tree[1]))) if tree else None
    numbers = [int(one) for one in re.findall(rb"(\d{1,9}) 0 R", kids[1])] if kids else []
    pages = tuple((number, objects.body(number)) for number in numbers)
    if not all(re.search(rb"/Contents \d+ 0 R.*/Resources <<", body, re.DOTALL) for _, body in pages):
        return None
    return _Original(len(offsets) + 1, xref, root[0] + b"\n" + info[0], identity[1], pages, form)


@dataclass(frozen=True, slots=True)
class _Objects:
    """The objects of a file by number."""

    pdf: bytes
    offsets: list[int]

    def body(self, number: int) -> bytes:
        """Return an object between `obj` and `endobj`; empty when the table points elsewhere."""
        if not 1 <= number <= len(self.offsets):
            return b""
        head, start = b"%d 0 obj\n" % number, self.offsets[number - 1]
        if not self.pdf.startswith(head, start):
            return b""
        return self.pdf[start + len(head) : self.pdf.find(b"endobj", start)]


def _overlay(original: _Original, mark: CopyMark) -> tuple[list[tuple[int, bytes]], tuple[bytes, bytes]]:
    """Return the new objects by number, and the references of what is drawn before and after a page."""
    faces.font(faces.FIRST_FACE)
    first_face: Any = faces.FIRST_FACE
    size = (PAGE_WIDTH, PAGE_HEIGHT)
    canvas = Canvas(BytesIO(), pagesize=size, invariant=1, initialFontName=first_face)
    inside: Any = canvas
    document = inside._doc
    drawn = []
    for draw in (_draw_void if mark.kind is CopyKind.VOID else _draw_nothing, _draw_margin):
        inside._code.clear()
        draw(canvas, mark, original)
        drawn.append("\n".join(inside._code or _EMPTY))
    for font in document.delayedFonts:
        font.addObjects(document)
    fonts = document.Reference(document.idToObject["BasicFonts"])
    references = [document.Reference(_form(code, fonts)) for code in drawn]
    numbers = document.idToObjectNumberAndVersion
    for name, (number, version) in list(numbers.items()):
        numbers[name] = (number + original.size - 1, version)
    objects = [
        (numbers[name][0], _formatted(document, name)) for _, name in sorted(document.numberToId.items())
    ]
    before, after = (reference.format(document) for reference in references)
    return objects, (before, after)


def _formatted(document: Any, name: str) -> bytes:
    """Return an object; a second subset of a face may not carry the tag of the first (ISO 32000-1, 9.6.4)."""
    raw: bytes = pdfdoc.PDFIndirectObject(name, document.idToObject[name]).format(document)
    return raw if b"stream\n" in raw else raw.replace(b"/AAAA", b"/COPY")


def _form(code: str, fonts: Any) -> Any:
    told = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pdfdoc.PDFArray([0, 0, PAGE_WIDTH, PAGE_HEIGHT]),
        "Resources": pdfdoc.PDFDictionary({"Font": fonts}),
    }
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(told), code, [DEFLATE])


def _draw_nothing(_: Canvas, __: CopyMark, ___: _Original) -> None:
    """Leave the ground of the page as it is."""


def _draw_void(canvas: Canvas, _: CopyMark, __: _Original) -> None:
    """Draw 作废 across the page, beneath its text so that every word stays legible."""
    block = lay([("作废", Script.HEADING)], Style(180, 190, Align.CENTRED), 420)
    canvas.saveState()
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(40)
    canvas.setFillGray(_GREY)
    Pen(canvas).block(block, -block.width / 2, block.height / 2)
    canvas.restoreState()


def _draw_margin(canvas: Canvas, mark: CopyMark, original: _Original) -> None:
    align, width = (Align.LEFT, _FORM_WIDTH) if original.form else (Align.RIGHT, WIDTH)
    Pen(canvas).block(margin_block(mark, align, width), LEFT, _TOP)


def margin_block(mark: CopyMark, align: Align, width: float) -> Block:
    """Return the mark in the largest size that fits into the band; beyond the least, its end is cut with …"""
    text = " ".join(mark.text().replace("\u3000", "\0").split()).replace("\0", "\u3000")
    for size in _SIZES:
        block = lay([(text, Script.HEADING)], Style(size, size * 1.35, align), width)
        if block.height <= _BAND:
            return block
    style = Style(_SIZES[-1], _SIZES[-1] * 1.35, align)
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if lay([(text[:middle] + "…", Script.HEADING)], style, width).height <= _BAND:
            low = middle
        else:
            high = middle - 1
    return lay([(text[:low] + "…", Script.HEADING)], style, width)


def _update(
    original: _Original,
    length: int,
    mark: CopyMark,
    objects: Iterable[tuple[int, bytes]],
    drawn: tuple[bytes, bytes],
) -> bytes:
    note = {
        "n": mark.n,
        "to": mark.recipient,
        "kind": str(mark.kind),
        "prints": mark.prints,
        "on": mark.printed_on.isoformat() if mark.printed_on else "",
    }
    out = bytearray(_NOTE + json.dumps(note, sort_keys=True).encode() + b"\n")
    places: dict[int, int] = {}
    for number, raw in objects:
        places[number] = length + len(out)
        out += raw
    opening, closing = max(places) + 1, max(places) + 2
    # Some printers' filters join a page's streams without white space between them.
    for number, code in ((opening, b"/CopyUnder Do q\n"), (closing, b"\nQ /CopyOver Do\n")):
        places[number] = length + len(out)
        out += b"%d 0 obj\n<< /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (number, len(code), code)
    for number, body in original.pages:
        places[number] = length + len(out)
        out += b"%d 0 obj\n%bendobj\n" % (number, _page(body, opening, closing, drawn))
    out += _cross_reference(original, places, length + len(out), bytes(out))
    return bytes(out)


def _page(body: bytes, opening: int, closing: int, drawn: tuple[bytes, bytes]) -> bytes:
    """Return a page's dictionary with the marks around its own contents."""
    around = rb"/Contents [ %d 0 R \1 %d 0 R ]" % (opening, closing)
    body = re.sub(rb"/Contents (\d+ 0 R)", around, body, count=1)
    names = b"/CopyUnder %b /CopyOver %b " % drawn
    if b"/XObject <<" in body:
        return body.replace(b"/XObject <<", b"/XObject << " + names, 1)
    return body.replace(b"/Resources <<", b"/Resources << /XObject << " + names + b">> ", 1)


def _cross_reference(original: _Original, places: dict[int, int], start: int, before: bytes) -> bytes:
    rows = [b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items())]
    second = sha256(original.identity + before).hexdigest()[:32].encode()
    return b"xref\n%btrailer\n<<\n%b\n/ID [<%b><%b>]\n/Prev %d\n/Size %d\n>>\nstartxref\n%d\n%%%%EOF\n" % (
        b"".join(rows),
        original.kept,
        original.identity,
        second,
        original.xref,
        max(places) + 1,
        start,
    )
