"""A content becomes a PDF. The same content is the same bytes, today and for every later print."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from inspector_app.documents import photos
from inspector_app.documents.canvas import begun
from inspector_app.documents.countersign import countersign
from inspector_app.documents.digest import digest
from inspector_app.documents.fonts import faces
from inspector_app.documents.late import Scanned, late_paper
from inspector_app.documents.lines import remembered
from inspector_app.documents.page.form import set_form
from inspector_app.documents.page.furniture import Furniture
from inspector_app.documents.page.letter import set_letter
from inspector_app.documents.page.seal import inspect_seal
from inspector_app.documents.page.sheet import Sheet
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import Derivatives, PhotoFacts
from inspector_app.documents.proof import copies, qr
from inspector_app.documents.proof.archival import About, finish_page, one_at_a_time
from inspector_app.documents.scans import inspect_scan
from inspector_app.domain.content import Content, canonical
from inspector_app.domain.copies import CopyMark
from inspector_app.domain.countersigning import Countersign
from inspector_app.domain.digest_paper import DigestPaper
from inspector_app.domain.errors import RuleError
from inspector_app.domain.proof_code import code_of

_SETTERS: dict[str, Callable[..., Sheet]] = {"letter": set_letter, "form": set_form}
_PRINTED_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})-(\d{2})-(\d{2})")

# ASCII85 around compressed streams costs a quarter of the size and 130 ms a photo page.
rl_config.useA85 = 0


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF and what its bytes stand for.

    Attributes:
        sign_page: the page that carries the signature block, from 1; 0 where there is none.
    """

    pdf: bytes
    pages: int
    content_hash: bytes
    sign_page: int = 0


def content_hash(content: Content) -> bytes:
    """Return the sha256 of a content's canonical form.

    Raises:
        RuleError: `documents.not_text` for half a surrogate pair, which is no character.
    """
    return sha256(_canonical(content)).digest()


def _canonical(content: Content) -> bytes:
    try:
        return canonical(content)
    except UnicodeEncodeError as error:
        raise RuleError("documents.not_text", where=content.kind_label or content.kind) from error


def render(content: Content, *, photos: Mapping[str, bytes], qr: str | None, draft: bool = False) -> Rendered:
    """Draw a content.

    Args:
        photos: originals by their sha256 (lower hex), for the annex; the picture of an electronic seal too.
        qr: signed text of the QR code; a draft never shows one.
        draft: mark the pages 草稿, and name a missing glyph on the page instead of refusing.

    Raises:
        RuleError: `documents.layout_unknown`, `documents.not_text`, `documents.glyph_missing`,
            `documents.photo_missing`, `documents.margin_full`, and what a photo is refused for.
    """
    told = _canonical(content)
    hashed = sha256(told).digest()
    setter = _SETTERS.get(content.layout)
    if setter is None:
        raise RuleError("documents.layout_unknown", where=content.kind, layout=content.layout)
    lacking = faces.missing(told.decode())
    if lacking and not draft:
        raise RuleError("documents.glyph_missing", where=content.kind, characters="".join(sorted(lacking)))
    with one_at_a_time, remembered():
        sheet = setter(content, Derivatives(photos), draft=draft)
        furniture = Furniture(content, hashed, None if draft else qr, draft)
        return Rendered(_drawn(sheet, furniture, told), len(sheet.pages), hashed, sheet.sign_page)


def _drawn(sheet: Sheet, furniture: Furniture, told: bytes) -> bytes:
    out = BytesIO()
    canvas = _canvas(out, furniture.content, told)
    inside: Any = canvas
    pen = Pen(canvas)
    for page, drawings in enumerate(sheet.pages, start=1):
        furniture.draw(pen, page, len(sheet.pages))
        for drawing in drawings:
            drawing(pen)
        canvas.showPage()
        finish_page(inside._doc)
    canvas.save()
    return out.getvalue()


def _canvas(out: BytesIO, content: Content, told: bytes) -> Canvas:
    """Return a canvas for the content, which is embedded in the file."""
    title = "　".join(part for part in (*content.title[-1:], content.number) if part)
    return begun(out, About(title, content.issuer, content.kind_label, _day(content), told))


def _day(content: Content) -> tuple[int, int, int]:
    """Return year, month, day of issue, else of 成文日期, else of the year 2000."""
    for told in (content.fact("issued"), content.date):
        found = _PRINTED_DAY.search(told)
        if found:
            year, month, day = (int(part) for part in found.groups() if part)
            return year, month, day
    return 2000, 1, 1


class PdfRenderer:
    """What the desk of casework draws with."""

    def render(
        self, content: Content, *, photos: Mapping[str, bytes], qr: str | None, draft: bool = False
    ) -> Rendered:
        """Return the pages of a content; see `render`."""
        return render(content, photos=photos, qr=qr, draft=draft)

    def content_hash(self, content: Content) -> bytes:
        """Return the sha256 of the content's canonical form."""
        return content_hash(content)

    def qr_text(self, content: Content, key_id: str, sign: Callable[[bytes], bytes]) -> str:
        """Return the signed text of the content's QR code."""
        return qr.qr_text(content, content_hash(content), key_id, sign)

    def mark_copy(self, pdf: bytes, mark: CopyMark) -> bytes:
        """Return a copy of an issued file with its mark in the margin; see `copies.mark_copy`."""
        return copies.mark_copy(pdf, mark)

    def code(self, content_hash: bytes) -> str:
        """Return the 12-character code of a content."""
        return code_of(content_hash)

    def missing(self, text: str) -> frozenset[str]:
        """Return the characters that no font can draw."""
        return faces.missing(text)

    def inspect_photo(self, raw: bytes) -> PhotoFacts:
        """Refuse what is no photo and say what it states of itself."""
        return photos.inspect_photo(raw)

    def inspect_scan(self, raw: bytes) -> int:
        """Refuse what is neither a photo nor a readable PDF and return how many pages it has."""
        return inspect_scan(raw)

    def late_paper(self, content: Content, scans: Sequence[bytes]) -> Scanned:
        """Return the file of a paper that was scanned or photographed (补录)."""
        return late_paper(content, scans)

    def inspect_seal(self, raw: bytes, diameter_mm: int) -> None:
        """Refuse a picture that cannot stand as a seal on paper."""
        inspect_seal(raw, diameter_mm)

    def countersign(self, told: Countersign) -> bytes:
        """Return the file of a 签名页."""
        return countersign(told)

    def digest(self, paper: DigestPaper) -> bytes:
        """Return the file of a digest (日汇报, 周调度)."""
        return digest(paper)

    def word(self, paper: DigestPaper) -> bytes:
        """Return the same as a Word file, for others to go on with."""
        writer: Any = import_module("inspector_app.documents.word")  # a start pays nothing for it
        told: bytes = writer.word(paper)
        return told
