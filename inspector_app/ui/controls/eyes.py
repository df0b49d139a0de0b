"""How a PDF becomes pictures on the screen; the drawing itself is handed in, loaded later."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QImage

Draw = Callable[[bytes, int], list[QImage]]
"""Turns a PDF into pictures of its pages of a width in device pixels; called in a job."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """How a PDF becomes pictures, and how wide they are to be, in device pixels."""

    draw: Draw
    width: Callable[[], int]
