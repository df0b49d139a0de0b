"""What was pasted or dropped becomes pictures; originals stay as they are; small pictures stay small."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from inspector_app.domain.errors import RuleError
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.pictures import THUMB, Shelf, offered, read, small, small_of_file

pytestmark = pytest.mark.usefixtures("qapp")


def a_jpeg(size: tuple[int, int] = (640, 480), orientation: int = 1) -> bytes:
    out, exif = BytesIO(), Image.Exif()
    exif[0x0112] = orientation
    exif[0x0110] = "相机甲"
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    picture.save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


def held(kind: str, raw: bytes) -> QMimeData:
    told = QMimeData()
    told.setData(kind, QByteArray(raw))
    return told


def test_files_are_taken_by_their_path_and_addresses_of_the_web_are_not(tmp_path: Path) -> None:
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg")), QUrl("https://invalid.example/b.jpg")])
    assert offered(told) == [tmp_path / "a.jpg"]


@pytest.mark.parametrize("kind", pictures.ORIGINALS)
def test_somebodys_file_on_the_clipboard_is_taken_as_it_is(kind: str) -> None:
    raw = a_jpeg()
    assert offered(held(kind, raw)) == [raw]


def test_a_screen_shot_becomes_a_png_with_the_same_pixels_when_it_is_read() -> None:
    image = QImage(7, 5, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    told = QMimeData()
    told.setImageData(image)
    (held_back,) = offered(told)
    assert isinstance(held_back, QImage), "encoding takes its time and is left to whoever reads"
    raw = read(held_back)
    assert raw.startswith(b"\x89PNG")
    back = QImage.fromData(raw)
    assert (back.size(), back.pixelColor(3, 3)) == (image.size(), QColor("teal"))


def test_text_nothing_and_an_empty_picture_are_refused_in_words() -> None:
    words, empty = QMimeData(), QMimeData()
    words.setText("临边无防护")
    empty.setImageData(QImage())
    for told in (words, empty, QMimeData(), held("image/png", b"")):
        with pytest.raises(RuleError) as caught:
            offered(told)
        assert caught.value.code == "ui.nothing_to_attach"


def test_a_file_that_vanished_or_is_a_folder_is_refused_by_its_name(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.jpg", tmp_path):
        with pytest.raises(RuleError) as caught:
            read(path)
        assert (caught.value.code, caught.value.where) == ("ui.file_unreadable", str(path))
    (tmp_path / "a.jpg").write_bytes(a_jpeg())
    assert read(tmp_path / "a.jpg") == a_jpeg()
    assert read(b"x") == b"x"


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (3000, 250)])
def test_a_small_picture_covers_its_room_in_the_photos_proportions(size: tuple[int, int]) -> None:
    image = small(a_jpeg(size))
    assert image.width() >= THUMB.width()
    assert image.height() >= THUMB.height()
    assert image.width() / image.height() == pytest.approx(size[0] / size[1], rel=0.02)


@pytest.mark.parametrize("size", [(20_000, 2), (2, 20_000), (10, 10)])
def test_a_picture_is_never_made_larger_than_it_is(size: tuple[int, int]) -> None:
    """A strip of a few bytes must not become hundreds of millions of pixels."""
    image = small(a_jpeg(size))
    assert (image.width(), image.height()) == size


def test_a_small_picture_is_upright() -> None:
    """Orientation 6: the camera was turned; what is stored at the upper left belongs at the upper right."""
    image = small(a_jpeg((640, 480), orientation=6))
    assert image.height() > image.width()
    right, left = image.pixelColor(image.width() - 9, 9), image.pixelColor(9, 9)
    assert (right.red(), right.green() < 80, left.green() > 200) == (254, True, True)


@pytest.mark.qt_log_ignore("JPEG", extend=True)
def test_what_is_no_picture_has_a_null_small_picture() -> None:
    for raw in (b"", b"GIF89a", b"\xff\xd8\xff\xe0 broken", a_jpeg()[:200], b"no picture"):
        assert small(raw).isNull(), raw


def test_a_file_larger_than_any_photo_is_refused_before_it_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "film.jpg"
    with huge.open("wb") as file:
        file.truncate(pictures.MOST_FILE_BYTES + 1)
    with pytest.raises(RuleError) as caught:
        read(huge)
    assert (caught.value.code, caught.value.where) == ("photo.too_large", "film.jpg")


def test_a_small_picture_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(a_jpeg((800, 600)))
    assert small_of_file(path) == small(a_jpeg((800, 600)))
    assert small_of_file(tmp_path / "none.jpg").isNull()


@pytest.mark.qt_log_ignore("JPEG|QImage", extend=True)
def test_a_bomb_has_a_null_small_picture_at_once() -> None:
    """A PNG that says it has 3.6 billion pixels, and a JPEG of a hundred million."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    told = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(100_000), 9)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", told) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    assert small(bomb).isNull()


def test_the_shelf_drops_what_was_not_looked_at_longest() -> None:
    shelf, images = Shelf(most=2), [QImage(n + 1, 1, QImage.Format.Format_RGB32) for n in range(3)]
    shelf.put("a", images[0])
    shelf.put("b", images[1])
    assert shelf.get("a") == images[0]
    shelf.put("c", images[2])
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == (images[0], None, images[2])
    shelf.clear()
    assert shelf.get("a") is None
