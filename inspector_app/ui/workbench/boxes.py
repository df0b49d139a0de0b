"""Boxes whose lines are made anew when values change, and buttons as large as the line they are."""

from PySide6.QtWidgets import QLayout, QPushButton, QSizePolicy

UNBOUNDED = 16_777_215
"""As wide or high as there is room: Qt's own largest size, in pixels."""


def emptied(box: QLayout) -> None:
    """Take everything out of a box and let it go; it is not seen any more at once."""
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def stretch(made: QPushButton, width: int, height: int) -> None:
    """Let a button fill its line, at least so large; the sheet's own size would hold it small.

    Args:
        width, height: the least, in pixels of the screen.
    """
    made.setMinimumSize(width, height)
    made.setMaximumSize(UNBOUNDED, UNBOUNDED)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
