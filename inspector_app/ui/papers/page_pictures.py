"""Pages of a PDF as pictures for the screen."""

from PySide6.QtGui import QImage

from inspector_app.documents import preview

A4_INCHES = 210 / 25.4


def draw(pdf: bytes, width: int) -> list[QImage]:
    """Return the pages of a PDF as pictures, `width` device pixels wide. Called in jobs only."""
    pages = []
    for n in range(preview.page_count(pdf)):
        raster = preview.page_rgba(pdf, n, width / A4_INCHES)
        form = QImage.Format.Format_RGBA8888
        image = QImage(raster.rgba, raster.width, raster.height, 4 * raster.width, form)
        # The bytes belong to Python; the picture outlives them.
        pages.append(image.copy())
    return pages
