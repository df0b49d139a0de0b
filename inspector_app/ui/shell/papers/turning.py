"""A long PDF in the large view: a page is drawn when it is looked at, and let go when it is left behind."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from shiboken6 import isValid

from inspector_app.domain.errors import Progress, UnavailableError
from inspector_app.ui.controls.eyes import Draw
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.papers.large_page import LargePage

AROUND = 1
"""Pages before and after the one that is looked at which are drawn too."""
MOST = 12
"""Pages that are kept in memory, about 5 MB each."""


class Turning(QObject):
    """Draws the pages of a file for a large view, as they come into sight."""

    def __init__(
        self,
        view: LargePage,
        jobs: Jobs,
        draw: Draw,
        path: Path,
        pages: int,
        width: int,
        failed: Callable[[Exception], None],
    ) -> None:
        super().__init__(view)
        self._tell, self._broken = failed, False
        self._view, self._jobs, self._draw = view, jobs, draw
        self._path, self._width = path, width
        self._pages = pages
        self._raw = b""
        self._drawn: dict[int, None] = {}
        self._wanted: set[int] = set()
        # Not white: what waits to be drawn must not look like an empty page.
        self._blank = QImage(210, 297, QImage.Format.Format_RGB32)
        self._blank.fill(0xFFF4F5F6)
        view.show_pages([self._blank] * pages)
        view.paper.turned.connect(lambda page, _: self.look(page))
        self.look(1)

    def look(self, page: int) -> None:
        """Draw a page (from 1) and those beside it, unless they are drawn already."""
        if self._broken:
            return
        first, last = max(page - AROUND, 1), min(page + AROUND, self._pages)
        for one in (page, *range(first, last + 1)):
            if 0 < one <= self._pages and one not in self._drawn and one not in self._wanted:
                self._wanted.add(one)
                self._jobs.start(partial(self._pictured, one), self._show, failed=self._failed)

    def _pictured(self, page: int, _: Progress) -> tuple[int, QImage]:
        if not self._raw:
            try:
                self._raw = self._path.read_bytes()
            except OSError as error:
                reason = error.strerror or str(error)
                raise UnavailableError("dossier.gone", where=str(self._path), reason=reason) from error
        return page, self._draw(self._raw, self._width, page - 1)[0]

    def _show(self, told: tuple[int, QImage]) -> None:
        page, image = told
        if self._broken or not isValid(self) or not isValid(self._view):
            return
        self._wanted.discard(page)
        self._drawn[page] = None
        self._view.paper.sheet(page).show_image(image)
        while len(self._drawn) > MOST:
            far = max(self._drawn, key=lambda one: abs(one - self._view.paper.page))
            del self._drawn[far]
            self._view.paper.sheet(far).show_image(self._blank)

    def _failed(self, error: Exception) -> None:
        if self._broken or not isValid(self):
            return
        self._broken = True
        self._tell(error)
