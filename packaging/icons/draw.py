"""`python packaging/icons/draw.py`: draws the pictures beside inspector-app.svg anew."""

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIDES = (32, 48, 128, 256)
HERE = Path(__file__).resolve().parent


def main() -> int:
    """Draw each size, and one file of all sizes for Windows."""
    _ = QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    drawing = QSvgRenderer(str(HERE / "inspector-app.svg"))
    for side in SIDES:
        picture = QImage(QSize(side, side), QImage.Format.Format_ARGB32)
        picture.fill(0)
        painter = QPainter(picture)
        drawing.render(painter)
        painter.end()
        picture.save(str(HERE / f"inspector-app-{side}.png"))
    with Image.open(HERE / "inspector-app-256.png") as largest:
        largest.save(HERE / "inspector-app.ico", sizes=[(side, side) for side in SIDES])
    return 0


if __name__ == "__main__":
    sys.exit(main())
