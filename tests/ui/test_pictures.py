"""What was pasted or dropped becomes pictures; originals stay as they are; small pictures stay small."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from inspector_app.domain.errors import RuleError
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.pictures import THUMB, offered, read, small

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


def test_a_screen_shot_becomes_a_png_with_the_same_pixels() -> None:
    image = QImage(7, 5, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    told = QMimeData()
    told.setImageData(image)
    (raw,) = offered(told)
    assert isinstance(raw, bytes)
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
    for raw in (b"", b"GIF89a", b"\xff\xd8\xff\xe0 broken", a_jpeg()[:200]):
        assert small(raw).isNull() or small(raw).width() > 0
    assert small(b"no picture").isNull()
