"""A content becomes a PDF. The same content is the same bytes, today and for every later print."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from inspector_app.documents import faces, photos, qr
from inspector_app.documents.code import code_of
from inspector_app.documents.form import set_form
from inspector_app.documents.furniture import Furniture
from inspector_app.documents.letter import set_letter
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import Derivatives, PhotoFacts
from inspector_app.documents.sheet import PAGE_HEIGHT, PAGE_WIDTH, Sheet
from inspector_app.documents.shown import shown
from inspector_app.domain.content import Content, canonical
from inspector_app.domain.errors import RuleError

_PRODUCER = "inspector_app"
_SETTERS: dict[str, Callable[..., Sheet]] = {"letter": set_letter, "form": set_form}
_PRINTED_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})-(\d{2})-(\d{2})")

# ASCII85 around compressed streams costs a quarter of the size and 130 ms a photo page.
rl_config.useA85 = 0

# reportlab's faces keep a reading position of their own, so only one document is drawn at a time.
_drawing = Lock()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF and what its bytes stand for."""

    pdf: bytes
    pages: int
    content_hash: bytes


@dataclass(frozen=True, slots=True)
class _Moment:
    """The file's date, in the shape reportlab asks for: noon in China of the document's own day."""

    YMDhms: tuple[int, int, int, int, int, int]
    dhh: int = 8
    dmm: int = 0
    t: float = 0.0


def content_hash(content: Content) -> bytes:
    """Return the sha256 of a content's canonical form.

    Raises:
        RuleError: `documents.not_text` for half a surrogate pair, which is no character.
    """
    try:
        return sha256(canonical(content)).digest()
    except UnicodeEncodeError as error:
        raise RuleError("documents.not_text", where=content.kind_label or content.kind) from error


def render(content: Content, *, photos: Mapping[str, bytes], qr: str | None, draft: bool = False) -> Rendered:
    """Draw a content.

    Args:
        photos: originals by their sha256 (lower hex), for the annex.
        qr: signed text of the QR code; a draft never shows one.
        draft: mark the pages 草稿, and name a missing glyph on the page instead of refusing.

    Raises:
        RuleError: `documents.layout_unknown`, `documents.not_text`, `documents.glyph_missing`,
            `documents.photo_missing`, `documents.margin_full`, and what a photo is refused for.
    """
    hashed = content_hash(content)
    setter = _SETTERS.get(content.layout)
    if setter is None:
        raise RuleError("documents.layout_unknown", where=content.kind, layout=content.layout)
    lacking = faces.missing(canonical(content).decode())
    if lacking and not draft:
        raise RuleError("documents.glyph_missing", where=content.kind, characters="".join(sorted(lacking)))
    with _drawing:
        sheet = setter(content, Derivatives(photos), draft=draft)
        furniture = Furniture(content, hashed, None if draft else qr, draft)
        return Rendered(_drawn(sheet, furniture), len(sheet.pages), hashed)


def _drawn(sheet: Sheet, furniture: Furniture) -> bytes:
    out = BytesIO()
    canvas = _canvas(out, furniture)
    pen = Pen(canvas)
    for page, drawings in enumerate(sheet.pages, start=1):
        furniture.draw(pen, page, len(sheet.pages))
        for drawing in drawings:
            drawing(pen)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _canvas(out: BytesIO, furniture: Furniture) -> Canvas:
    """Return a canvas whose every byte follows from the content: no clock, no random identifier."""
    faces.font(faces.FIRST_FACE)
    content = furniture.content
    # The stubs take the font's name for a number.
    first_face: Any = faces.FIRST_FACE
    canvas = Canvas(
        out,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        initialFontName=first_face,
        lang="zh-CN",
    )
    title = "　".join(part for part in (*content.title[-1:], content.number) if part)
    canvas.setTitle(shown(title))
    canvas.setAuthor(shown(content.issuer))
    canvas.setSubject(shown(content.kind_label))
    canvas.setCreator(_PRODUCER)
    canvas.setProducer(_PRODUCER)
    inside: Any = canvas
    document = inside._doc
    document._timeStamp = _Moment((*_day(content), 12, 0, 0))
    identity = sha256(b"pdf1" + furniture.content_hash).hexdigest()[:32].encode()
    document._ID = b"\n[<%b><%b>]\n" % (identity, identity)
    return canvas


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

    def code(self, content_hash: bytes) -> str:
        """Return the 12-character code of a content."""
        return code_of(content_hash)

    def missing(self, text: str) -> frozenset[str]:
        """Return the characters that no font can draw."""
        return faces.missing(text)

    def inspect_photo(self, raw: bytes) -> PhotoFacts:
        """Refuse what is no photo and say what it states of itself."""
        return photos.inspect_photo(raw)
