"""The words of a chapter with its pictures, as wide as the page at most."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser


class Pages(QTextBrowser):
    """Shows a chapter; its pictures lie in a folder.

    Attributes:
        pictures: the folder; None shows none.
        margin: pixels of the page that a picture leaves free.
    """

    pictures: Path | None = None
    margin = 0

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture, made as narrow as the page is."""
        file = QUrl(name).fileName()
        if self.pictures is None or kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(str(self.pictures / file))
        ratio = self.devicePixelRatioF()
        most = int((self.viewport().width() - self.margin) * ratio)
        if picture.width() > most > 0:
            picture = picture.scaledToWidth(most, Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture
