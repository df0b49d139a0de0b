"""Pages of a 案卷 that we draw ourselves: cover, 卷内目录, albums, lists, slips, 备考表, and page numbers."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from inspector_app.documents.canvas import begun
from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Style, lay, remembered
from inspector_app.documents.page.album import Pictures, set_album
from inspector_app.documents.page.closing import set_closing, set_slip
from inspector_app.documents.page.cover import set_cover
from inspector_app.documents.page.listing import number_pages, register_of, set_listing
from inspector_app.documents.page.sheet import MM, PAGE_HEIGHT, PAGE_WIDTH, SMALL_FOUR, Sheet
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import Derivatives
from inspector_app.documents.proof.archival import About, finish_page, one_at_a_time
from inspector_app.domain.dossier import Album, Bound, Listing, Shot, Slip, Volume
from inspector_app.domain.errors import RuleError

REGISTER_WORD = "目录"
_STAMP_EDGE, _STAMP_TOP = PAGE_WIDTH - 8 * MM, PAGE_HEIGHT - 7 * MM
"""The upper right corner (GB/T 9705-2008), beside the QR code of a form and above every type area."""
_STAMP_WIDTH = 14 * MM


def album(told: Album, pictures: Pictures) -> bytes:
    """Return the pages of an album as a PDF."""
    return _file(lambda: set_album(told, pictures), told.title)


def listing(told: Listing) -> bytes:
    """Return the pages of a listing as a PDF."""
    return _file(lambda: set_listing(told), told.title)


def slip(told: Slip) -> bytes:
    """Return the page that stands for something missing as a PDF."""
    return _file(lambda: set_slip(told), told.title)


def front(volume: Volume, bound: Bound) -> tuple[bytes, bytes]:
    """Return cover and 卷内目录, each as a PDF."""
    cover = volume.cover
    target = f"案卷题名：{cover.title}"

    def register() -> Sheet:
        sheet = set_listing(register_of(volume.items, bound, target))
        number_pages(sheet, REGISTER_WORD)
        return sheet

    first = _file(lambda: set_cover(cover, len(volume.items), bound), cover.title)
    return first, _file(register, REGISTER_WORD)


def closing(volume: Volume, bound: Bound) -> bytes:
    """Return the 备考表 as a PDF."""
    return _file(lambda: set_closing(volume, bound), volume.cover.title)


def stamps(numbers: Sequence[int]) -> bytes:
    """Return a PDF with one page for each number, which bears nothing but that number."""

    def numbered() -> Sheet:
        sheet = Sheet(PAGE_HEIGHT, 0)
        for place, number in enumerate(numbers):
            if place:
                sheet.new_page()
            block = lay([(str(number), Script.HEADING)], Style(SMALL_FOUR, 14, Align.RIGHT), _STAMP_WIDTH)
            sheet.text(block, _STAMP_EDGE - _STAMP_WIDTH, _STAMP_TOP)
        return sheet

    return _file(numbered, "页号")


def derived(shot: Shot) -> Any:
    """Return a photo made ready for paper, None when its file is not there or is no picture any more."""
    if shot.path is None:
        return None
    try:
        return Derivatives({shot.sha256: shot.path.read_bytes()}).of(shot.sha256, shot.marks)
    except RuleError:
        return None


def _file(setter: Callable[[], Sheet], title: str) -> bytes:
    """Set and draw pages; two documents are never drawn at once."""
    with one_at_a_time, remembered():
        return _drawn(setter(), title)


def _drawn(sheet: Sheet, title: str) -> bytes:
    out = BytesIO()
    day = date(2000, 1, 1)  # these pages carry no date of their own; the bound file does
    about = About(title, "", "案卷", (day.year, day.month, day.day), json.dumps({"title": title}).encode())
    canvas = begun(out, about)
    inside: Any = canvas
    pen = Pen(canvas)
    for page in sheet.pages:
        for drawing in page:
            drawing(pen)
        canvas.showPage()
        finish_page(inside._doc)
    canvas.save()
    return out.getvalue()
