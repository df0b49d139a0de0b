"""Pictures from outside: the clipboard, dropped files; and small pictures of big photos."""

import threading
from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from inspector_app.domain.errors import RuleError

ORIGINALS = ("image/jpeg", "image/png", "image/webp")
"""Clipboard formats that are somebody's file; taken as they are, so that what the device stated stays."""

THUMB = QSize(264, 204)

MOST_KEPT = 600
"""Small pictures kept in memory: about 130 MB at the most."""

MOST_FILE_BYTES = 60_000_000
"""A file larger than this is no photo of a phone; it is refused before it is read."""

Picture = Path | bytes | QImage


def offered(told: QMimeData) -> list[Picture]:
    """Return the files and pictures that were pasted or dropped; nothing is read or encoded yet.

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
        return [image]
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
    return picture.name if isinstance(picture, Path) else "clipboard"


def read(picture: Picture) -> bytes:
    """Return the bytes of a picture; a screen shot becomes a PNG. Slow: not for the screen's thread.

    Raises:
        RuleError: `ui.file_unreadable`, `photo.too_large`.
    """
    if isinstance(picture, bytes):
        return picture
    if isinstance(picture, QImage):
        return _png(picture)
    try:
        size = picture.stat().st_size
        if size > MOST_FILE_BYTES:
            raise RuleError("photo.too_large", where=picture.name, size=size, most=MOST_FILE_BYTES)
        return picture.read_bytes()
    except OSError as error:
        raise RuleError("ui.file_unreadable", where=str(picture), reason=error.strerror or "") from error


def small(raw: bytes, room: QSize = THUMB) -> QImage:
    """Return a small picture of a photo, upright; a null image when Qt cannot read it. Any thread."""
    held = QByteArray(raw)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _scaled(QImageReader(buffer), room)


def small_of_file(path: Path, room: QSize = THUMB) -> QImage:
    """Return a small picture of a file without reading more of it than its decoder asks for. Any thread."""
    return _scaled(QImageReader(str(path)), room)


def _scaled(reader: QImageReader, room: QSize) -> QImage:
    reader.setAutoTransform(True)
    size = reader.size()
    wanted = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if size.isValid() and wanted.height() <= size.height():
        # Decoding to the wanted size takes a fifth of the time of decoding it all. Never larger than the
        # photo is: a strip of 20000 by 2 pixels would fill the room only with 400 million of them.
        reader.setScaledSize(wanted)
    return reader.read()


class Shelf:
    """Small pictures by their photo's hash, the ones not looked at longest dropped first. Any thread."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._lock = most, threading.Lock()
        self._images: OrderedDict[str, QImage] = OrderedDict()

    def get(self, sha256: str) -> QImage | None:
        """Return the small picture of a photo, None when it is not at hand."""
        with self._lock:
            image = self._images.get(sha256)
            if image is not None:
                self._images.move_to_end(sha256)
            return image

    def put(self, sha256: str, image: QImage) -> None:
        """Keep a small picture."""
        with self._lock:
            self._images[sha256] = image
            self._images.move_to_end(sha256)
            while len(self._images) > self._most:
                self._images.popitem(last=False)

    def forget(self, sha256: str) -> None:
        """Forget one: there is a better one to be had now."""
        with self._lock:
            self._images.pop(sha256, None)

    def clear(self) -> None:
        """Forget all of them: nobody is signed in who may see them."""
        with self._lock:
            self._images.clear()
