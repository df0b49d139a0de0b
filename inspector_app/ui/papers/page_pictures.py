"""Pages of a PDF as pictures for the screen."""

from PySide6.QtGui import QImage

from inspector_app.documents import preview

A4_INCHES = 210 / 25.4


def draw(pdf: bytes, width: int, only: int | None = None) -> list[QImage]:
    """Return the pages of a PDF, or only one, as pictures `width` device pixels wide; in jobs only."""
    pages = []
    for n in range(preview.page_count(pdf)) if only is None else (only,):
        raster = preview.page_rgba(pdf, n, width / A4_INCHES)
        form = QImage.Format.Format_RGBA8888
        image = QImage(raster.rgba, raster.width, raster.height, 4 * raster.width, form)
        # The bytes belong to Python; the picture outlives them.
        pages.append(image.copy())
    return pages
