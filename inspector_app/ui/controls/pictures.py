"""Pictures from outside: the clipboard, dropped files; and small pictures of big photos."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from inspector_app.domain.errors import RuleError

ORIGINALS = ("image/jpeg", "image/png", "image/webp")
"""Clipboard formats that are somebody's file; taken as they are, so that what the device stated stays."""

THUMB = QSize(264, 204)

Picture = Path | bytes


def offered(told: QMimeData) -> list[Picture]:
    """Return the files and pictures that were pasted or dropped.

    Raises:
        RuleError: `ui.nothing_to_attach`.
    """
    paths: list[Picture] = [Path(url.toLocalFile()) for url in told.urls() if url.isLocalFile()]
    if paths:
        return paths
    for kind in ORIGINALS:
        raw = told.data(kind)
        if not raw.isEmpty():
            return [bytes(raw.data())]
    image = told.imageData() if told.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return [_png(image)]
    raise RuleError("ui.nothing_to_attach")


def _png(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(held.data())


def name_of(picture: Picture) -> str:
    """Return what a picture is called when it is refused."""
    return "clipboard" if isinstance(picture, bytes) else picture.name


def read(picture: Picture) -> bytes:
    """Return the bytes of a picture.

    Raises:
        RuleError: `ui.file_unreadable`.
    """
    if isinstance(picture, bytes):
        return picture
    try:
        return picture.read_bytes()
    except OSError as error:
        raise RuleError("ui.file_unreadable", where=str(picture), reason=error.strerror or "") from error


def small(raw: bytes) -> QImage:
    """Return a small picture of a photo, upright; a null image when Qt cannot read it. Any thread."""
    held = QByteArray(raw)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    wanted = size.scaled(THUMB, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if size.isValid() and wanted.height() <= size.height():
        # Decoding to the wanted size takes a fifth of the time of decoding it all. Never larger than the
        # photo is: a strip of 20000 by 2 pixels would fill the room only with 400 million of them.
        reader.setScaledSize(wanted)
    return reader.read()
