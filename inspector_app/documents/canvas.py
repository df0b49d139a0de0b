"""The canvas that every file of ours begins with: A4, no clock, no random number, ready for the archive."""

from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from inspector_app.documents.fonts import faces
from inspector_app.documents.page.sheet import PAGE_HEIGHT, PAGE_WIDTH
from inspector_app.documents.proof.archival import About, archive


def begun(out: BytesIO, about: About) -> Canvas:
    """Return a canvas whose every byte follows from what is drawn on it and from `about`."""
    faces.font(faces.FIRST_FACE)
    # The stubs take the font's name for a number.
    first_face: Any = faces.FIRST_FACE
    canvas = Canvas(
        out,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        pdfVersion=(1, 7),
        invariant=1,
        initialFontName=first_face,
        lang="zh-CN",
    )
    inside: Any = canvas
    archive(inside._doc, about)
    return canvas
