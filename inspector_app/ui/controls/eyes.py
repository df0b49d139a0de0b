"""How a PDF becomes pictures on the screen; the drawing itself is handed in, loaded later."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QImage


class Draw(Protocol):
    """Turns a PDF into pictures of its pages of a width in device pixels; called in a job."""

    def __call__(self, pdf: bytes, width: int, only: int | None = None) -> list[QImage]:
        """Return all pages, or the one page (from 0) that is asked for."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """How a PDF becomes pictures, how wide they are to be, in device pixels, and which page is looked at.

    Attributes:
        page: from 1; 0 when there is none.
    """

    draw: Draw
    width: Callable[[], int]
    page: Callable[[], int] = lambda: 0

    def draw_one(self, width: int, pdf: bytes, page: int) -> QImage:
        """Return the picture of one page (from 0)."""
        return self.draw(pdf, width, page)[0]
