"""Behind the viewer: what a full disk refused is not lost, nothing is decoded in vain, memory is bounded."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from inspector_app.casework.visits import marks
from inspector_app.domain.errors import UnavailableError
from inspector_app.ui.photos import viewer_work
from tests.ui.viewers import SHOTS, Gallery, a_shot, gallery

__all__ = ["gallery"]


def ring(gallery: Gallery) -> None:
    QTest.keyClick(gallery.viewer.canvas, Qt.Key.Key_R)


class Disk:
    """Takes nothing until it is mended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = True
        for name in ("set_marks", "set_caption"):
            monkeypatch.setattr(marks, name, partial(self._write, getattr(marks, name)))

    def _write(self, real: Callable[..., None], *told: object) -> None:
        if self.full:
            raise UnavailableError("store.folder_refused", where="disk", reason="full")
        real(*told)


def test_what_was_not_written_is_written_as_soon_as_the_disk_takes_it(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery.finding(*(one.read_bytes() for one in SHOTS[:2]))
    viewer, disk = gallery.open(), Disk(monkeypatch)
    ring(gallery)
    viewer.caption.setFocus()
    QTest.keyClicks(viewer.caption, "abc")
    viewer.turn(1)
    assert viewer.notice.isVisible()
    disk.full = False
    viewer.turn(-1)
    first = gallery.photos()[0]
    assert (len(first.marks), first.caption) == (1, "abc")
    assert viewer.caption.text() == "abc"


def test_a_viewer_is_not_closed_over_what_is_not_written_unless_asked_twice(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery.finding(a_shot())
    viewer, _ = gallery.open(), Disk(monkeypatch)
    ring(gallery)
    viewer.reject()
    assert gallery.room.viewer is viewer
    assert "没有关" in viewer.notice.accessibleName()
    viewer.reject()
    assert gallery.room.viewer is None


def test_whoever_gets_up_gets_up_whatever_the_disk_says(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery.finding(a_shot())
    gallery.open()
    Disk(monkeypatch)
    ring(gallery)
    gallery.room.get_up()
    assert gallery.room.viewer is None


class Decoder:
    """Decodes one photo after the other, each when it is let; counts them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, self.begun, self.let = 0, threading.Event(), threading.Event()
        self._real = viewer_work.fitted
        monkeypatch.setattr(viewer_work, "fitted", self)

    def __call__(self, raw: bytes, room: QSize) -> QImage:
        self.count += 1
        self.begun.set()
        assert self.let.wait(60)
        return self._real(raw, room)


def test_photos_that_were_turned_past_are_not_decoded(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery.finding(*(a_shot(40 + n, 30) for n in range(12)))
    decoder = Decoder(monkeypatch)
    gallery.room.open(gallery.inspection_id, gallery.photos()[0].id)
    gallery.until(decoder.begun.is_set)
    for _ in range(11):
        gallery.viewer.turn(1)
    decoder.let.set()
    gallery.until(lambda: gallery.viewer.shown and not gallery.jobs.busy)
    assert decoder.count == 3, "the first, the last, and the one before it for later"


def test_a_photo_is_decoded_once_however_often_it_is_asked_for(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ahead, then looked at; and one that is small is not made larger by decoding it anew."""
    gallery.finding(a_shot(200, 150))
    decoder, work, shown = Decoder(monkeypatch), gallery.room.work, list[str]()
    work.loaded.connect(lambda sha256, _: shown.append(sha256))
    sha256 = gallery.photos()[0].sha256
    work.load(sha256, QSize(1200, 700), ahead=True)
    work.load(sha256, QSize(1200, 700))
    decoder.let.set()
    gallery.until(lambda: shown == [sha256])
    for zoom in (1, 2, 4, 8):
        work.load(sha256, QSize(1200, 700) * zoom)
    gallery.until(lambda: not gallery.jobs.busy)
    assert (decoder.count, len(shown)) == (1, 5)


def test_decoded_photos_take_no_more_memory_than_they_may(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery.finding(*(a_shot(400, 300 + n) for n in range(4)))
    monkeypatch.setattr(viewer_work, "MOST_BYTES", 1_100_000)
    work = gallery.room.work
    hashes = [one.sha256 for one in gallery.photos()]
    for one in hashes:
        work.load(one, QSize(400, 400))
    gallery.until(lambda: not gallery.jobs.busy)
    assert list(work._images) == hashes[2:]
    monkeypatch.setattr(viewer_work, "MOST_BYTES", 10)
    work.load(hashes[0], QSize(400, 400))
    gallery.until(lambda: not gallery.jobs.busy)
    assert list(work._images) == hashes[:1], "the newest stays"


def test_what_is_decoded_after_the_person_got_up_is_not_kept(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery.finding(a_shot())
    decoder = Decoder(monkeypatch)
    gallery.room.work.load(gallery.photos()[0].sha256, QSize(400, 400))
    gallery.until(decoder.begun.is_set)
    gallery.room.get_up()
    decoder.let.set()
    gallery.until(lambda: not gallery.jobs.busy)
    assert gallery.room.work._images == {}
