"""Contrast as it is painted: words against the ground that they stand on, measured in the picture."""

from collections import Counter

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from inspector_app.ui.controls.parts import Chip, Elided
from inspector_app.ui.style.tokens import contrast

LEAST = 4.5
"""WCAG 2.2, 1.4.3; what is disabled is excepted there."""
SHARP = 2
"""Drawn so much larger that the strokes of small words reach their full colour."""
BORDER = 6
"""Frames and the mark of the keys are no words."""
SEEN = 0.75
"""Of what is scrolled away up to less than this, nothing is measured."""


def dim(root: QWidget, least: float = LEAST) -> list[str]:
    """Tell which words of a window stand out less than they must."""
    image = QImage(root.size() * SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARP)
    root.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawWindowBackground | _CHILDREN)
    told = []
    for one in root.findChildren(QWidget):
        words = _words(one)
        if not words or not one.isVisibleTo(root) or not one.isEnabled():
            continue
        seen = one.visibleRegion().boundingRect().translated(one.mapTo(root, QPoint()))
        if seen.height() < one.height() * SEEN:
            continue
        if not isinstance(one, QLabel):
            seen = seen.adjusted(BORDER, BORDER // 2, -BORDER, -BORDER // 2)
        reached = _reached(image, seen)
        if 0 < reached < least:
            told.append(f"{words[:20]} {reached:.2f}")
    return told


_CHILDREN = QWidget.RenderFlag.DrawChildren


def _words(one: QWidget) -> str:
    if isinstance(one, QLabel | QAbstractButton | QLineEdit):
        return one.text().strip()
    if isinstance(one, QComboBox):
        return one.currentText()
    return one.accessibleName() if isinstance(one, Chip | Elided) else ""


def _reached(image: QImage, where: QRect) -> float:
    """Return the greatest contrast of a place to its commonest colour; 0 where nothing is seen."""
    if where.width() < 4 or where.height() < 4:
        return 0
    part = image.copy(where.x() * SHARP, where.y() * SHARP, where.width() * SHARP, where.height() * SHARP)
    colours = Counter(memoryview(bytes(part.constBits())).cast("I"))
    ground = _hex(colours.most_common(1)[0][0])
    return max(contrast(_hex(one), ground) for one in colours)


def _hex(pixel: int) -> str:
    return f"#{pixel & 0xFFFFFF:06x}"
