"""What is no photo, pasted, dropped or chosen: refused in words, and the finding stays whole."""

import resource
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from inspector_app.answers import demos
from tests.stories.hands import Hands

PHOTO = demos.shipped_cases()[0].parent / "photos" / "edge.jpg"
MOST_MEGABYTES = 400
"""What refusing may cost at its peak; the bomb unfolded would take 10,800."""


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that says it has 3.6 billion pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(100_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


BAD = {
    "text": (b"this is no photo", "不是"),
    "empty": (b"", "不是"),
    "torn": (PHOTO.read_bytes()[:4000], "不是"),
    "bomb": (bomb(), "太大"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
}


def a_finding(hands: Hands) -> None:
    hands.begin("临江")
    hands.new_finding()
    hands.phrase("lb")


def files(*paths: Path) -> QMimeData:
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return told


def drop(hands: Hands, told: QMimeData) -> None:
    """Drop onto the page, as from a file manager."""
    page, place = hands.rooms.bench, QPoint(500, 500)
    action, button, no_key = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(place, action, told, button, no_key)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(place), action, told, button, no_key))
    hands.rest()


def assert_whole(hands: Hands, photos: int = 0) -> None:
    bench = hands.rooms.work.bench
    assert bench is not None
    (finding,) = bench.findings
    assert finding.fact
    assert len(finding.photos) == photos == len(hands.store.records("photo"))


@pytest.mark.parametrize("way", ["drop", "choose"])
def test_a_file_that_is_no_photo_is_refused_by_what_it_is(seated: Hands, tmp_path: Path, way: str) -> None:
    a_finding(seated)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, (raw, words) in BAD.items():
        photo = tmp_path / f"{name}.jpg"
        photo.write_bytes(raw)
        drop(seated, files(photo)) if way == "drop" else seated.pick_files(photo)
        assert words in seated.notice, name
        assert_whole(seated)
        seated.rooms.frame.notice.clear()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEGABYTES * 1000


def test_what_the_clipboard_calls_a_picture_is_looked_at_all_the_same(seated: Hands) -> None:
    a_finding(seated)
    for name in ("text", "bomb"):
        raw, words = BAD[name]
        told = QMimeData()
        # As the window system hands it on: a picture by its name, and the bytes of where it was copied.
        for kind in ("application/x-qt-image", "image/png"):
            told.setData(kind, QByteArray(raw))
        seated.paste(told)
        assert words in seated.notice, name
        assert_whole(seated)
        seated.rooms.frame.notice.clear()


def test_of_several_files_the_good_ones_before_the_bad_one_are_kept(seated: Hands, tmp_path: Path) -> None:
    (tmp_path / "b.jpg").write_bytes(b"no photo")
    a_finding(seated)
    drop(seated, files(PHOTO, tmp_path / "b.jpg"))
    assert seated.notice
    assert_whole(seated, photos=1)


def test_a_file_that_vanished_is_named(seated: Hands, tmp_path: Path) -> None:
    a_finding(seated)
    drop(seated, files(tmp_path / "没有.jpg"))
    assert "没有.jpg" in seated.notice
    assert_whole(seated)


def test_words_on_the_clipboard_are_typed_into_the_fact_and_refused_elsewhere(seated: Hands) -> None:
    a_finding(seated)
    words = QMimeData()
    words.setText("补充一句")
    seated.tab_to("add_photo")
    seated.paste(words)
    assert "没有图片" in seated.notice
    assert_whole(seated)


def test_the_same_photo_twice_is_kept_once_on_the_disk(seated: Hands) -> None:
    a_finding(seated)
    drop(seated, files(PHOTO, PHOTO))
    assert_whole(seated, photos=2)
    assert len({record.fields["sha256"] for record in seated.store.records("photo")}) == 1


def test_a_photo_of_a_hundred_megapixels_is_kept_as_it_is_and_shown_small(
    seated: Hands, tmp_path: Path
) -> None:
    a_finding(seated)
    photo, out = tmp_path / "huge.jpg", BytesIO()
    Image.new("L", (11_600, 8_700), 90).save(out, "JPEG")
    photo.write_bytes(out.getvalue())
    turns = QTimer(interval=0)
    came = [0]
    turns.timeout.connect(lambda: came.__setitem__(0, came[0] + 1))
    turns.start()
    drop(seated, files(photo))
    turns.stop()
    assert came[0] > 1, "the window had its turns while the photo came in"
    assert_whole(seated, photos=1)
    (kept,) = seated.store.records("photo")
    sha256 = str(kept.fields["sha256"])
    assert seated.store.blob(sha256) == photo.read_bytes()
    seated.until(lambda: not seated.editor.thumbs[sha256]._image.isNull(), "it is seen in the finding")


def test_a_photo_beyond_what_a_phone_takes_is_refused_with_its_size(seated: Hands, tmp_path: Path) -> None:
    a_finding(seated)
    photo = tmp_path / "beyond.jpg"
    Image.new("L", (60_000, 2_400), 90).save(photo, "JPEG")
    drop(seated, files(photo))
    assert "太大" in seated.notice
    assert "60000" in seated.notice.replace(",", "")
    assert_whole(seated)
