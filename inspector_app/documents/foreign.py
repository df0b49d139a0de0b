"""What came from outside, a photo or a scanned PDF, set onto A4 so that it can be bound and numbered.

Only what a page shows is taken over: scripts, links, forms and attached files stay behind. A page whose fonts
do not travel with it is taken as a picture, since it would print differently on another machine.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from inspector_app.documents.canvas import begun
from inspector_app.documents.page.sheet import MM, PAGE_HEIGHT, PAGE_WIDTH
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import decoded
from inspector_app.documents.preview import raster, reading
from inspector_app.documents.proof.archival import About, finish_page, one_at_a_time
from inspector_app.domain.errors import RuleError

_LEFT, _RIGHT, _FOOT, _TOP = 7 * MM, PAGE_WIDTH - 7 * MM, 8 * MM, PAGE_HEIGHT - 14 * MM
_EDGE, _QUALITY, _DPI = 1900, 78, 150
_MOST_DEEP = 6
_ABOUT = About("扫描件", "", "案卷", (2000, 1, 1), b"{}")
_PDF_BROKEN = (pikepdf.PdfError, ValueError, TypeError, LookupError, RuntimeError, AttributeError)
"""What pikepdf raises, by experience, for a file that breaks off or contradicts itself."""


def onto_a4(source: Path, out: Path) -> bool:
    """Write the pages of a photo or PDF to `out`, each on A4; return whether the file could be read.

    A page or picture that lies is turned so that its head is at the binding edge (GB/T 9704-2012 7.6).

    Raises:
        OSError: the disk refuses.
    """
    raw = source.read_bytes()
    if b"%PDF-" not in raw[:1024]:
        try:
            picture = decoded(raw, _EDGE)
        except RuleError:
            return False
        out.write_bytes(_of_pictures([picture]))
        return True
    try:
        _of_pdf(source, out)
    except _PDF_BROKEN:
        return _as_pictures(raw, out)
    return True


def _of_pdf(source: Path, out: Path) -> None:
    with pikepdf.open(source) as file, pikepdf.new() as made:
        if not len(file.pages):
            raise ValueError("no page")  # the more patient reader has the last word
        file.generate_appearance_streams()
        file.flatten_annotations()
        rasters: list[pikepdf.Pdf] = []
        try:
            for n, page in enumerate(file.pages):
                if all(_travels(font) for font in _fonts(page.obj, _MOST_DEEP)):
                    _place(made, page)
                else:
                    rasters.append(pikepdf.open(BytesIO(_of_pictures([_picture(source, n)]))))
                    made.pages.extend(rasters[-1].pages)
            made.save(out)
        finally:
            for one in rasters:
                one.close()


def _place(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
    box = page.trimbox
    wide, high = float(box[2] - box[0]), float(box[3] - box[1])
    turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
    if (high > wide) if turned else (wide > high):
        page.rotate(270, relative=True)
    blank = made.add_blank_page(page_size=(PAGE_WIDTH, PAGE_HEIGHT))
    form, name = made.copy_foreign(page.as_form_xobject()), pikepdf.Name.Scan
    blank.add_resource(form, pikepdf.Name.XObject, name)
    rect = pikepdf.Rectangle(_LEFT, _FOOT, _RIGHT, _TOP)
    blank.contents_add(blank.calc_form_xobject_placement(form, name, rect))


def _fonts(holder: Any, deep: int) -> Iterator[Any]:
    """Yield the fonts of a page and of the forms that it draws."""
    resources = holder.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary):
        return
    yield from dict(resources.get("/Font", {})).values()
    for inner in dict(resources.get("/XObject", {})).values() if deep else ():
        if inner.get("/Subtype") == "/Form":
            yield from _fonts(inner, deep - 1)


def _travels(font: Any) -> bool:
    """Tell whether a font's file lies in the document."""
    if font.get("/Subtype") == "/Type3":
        return True
    inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor")
    return descriptor is not None and any(f"/FontFile{n}" in descriptor for n in ("", "2", "3"))


def _as_pictures(raw: bytes, out: Path) -> bool:
    """Take a PDF that only the more patient reader opens as pictures of its pages."""
    with reading:
        try:
            document = pypdfium2.PdfDocument(raw)
        except pypdfium2.PdfiumError:
            return False
        try:
            pictures = [raster(document[n], _DPI) for n in range(len(document))]
        except pypdfium2.PdfiumError:
            return False
        finally:
            document.close()
    if not pictures:
        return False
    out.write_bytes(_of_pictures(pictures))
    return True


def _picture(source: Path, n: int) -> Image.Image:
    with reading:
        document = pypdfium2.PdfDocument(source)
        try:
            return raster(document[n], _DPI)
        finally:
            document.close()


def _of_pictures(pictures: list[Any]) -> bytes:
    with one_at_a_time:
        out = BytesIO()
        canvas = begun(out, _ABOUT)
        inside: Any = canvas
        pen = Pen(canvas)
        for n, picture in enumerate(pictures):
            _draw(pen, picture, f"S{n}")
            canvas.showPage()
            finish_page(inside._doc)
        canvas.save()
        return out.getvalue()


def _draw(pen: Pen, picture: Any, name: str) -> None:
    if picture.width > picture.height:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    jpeg = BytesIO()
    picture.convert("RGB").save(jpeg, "JPEG", quality=_QUALITY)
    room_wide, room_high = _RIGHT - _LEFT, _TOP - _FOOT
    scale = min(room_wide / picture.width, room_high / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    pen.picture(jpeg.getvalue(), name, _LEFT + (room_wide - wide) / 2, _TOP - high, wide, high)
