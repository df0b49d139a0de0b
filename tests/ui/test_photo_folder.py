"""Folders, cards and zip files: listed at once, bounded, nothing frozen, nothing unpacked."""

import os
import struct
import threading
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import Cancelled, RuleError
from inspector_app.ui.controls import pictures
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.photos import folder_scan, folder_zip
from inspector_app.ui.photos.folder_dialog import FolderDialog
from inspector_app.ui.photos.folder_held import Listing, preselected
from inspector_app.ui.photos.folder_work import FolderWork, mounted_cards
from inspector_app.ui.style.look import Look

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=CHINA)


class Steps:
    """Counts the steps of a work; stops it at one of them."""

    def __init__(self, stop_at: int = 0) -> None:
        self.count, self._stop_at = 0, stop_at

    def step(self, done: int, total: int, doing: str = "") -> None:
        self.count += 1
        if self.count == self._stop_at:
            raise Cancelled


def a_jpeg(shade: int = 0) -> bytes:
    out = BytesIO()
    Image.new("RGB", (80, 60), (shade % 256, 90, 40)).save(out, "JPEG")
    return out.getvalue()


def put(path: Path, raw: bytes = b"", when: datetime = NOW) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    os.utime(path, (when.timestamp(), when.timestamp()))
    return path


def packed(path: Path, *entries: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as made:
        for name, raw in entries:
            made.writestr(zipfile.ZipInfo(name, (2026, 11, 24, 9, 30, 0)), raw, method)
    return path


def assert_refused(code: str, path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        folder_scan.scan(path, Steps())
    assert caught.value.code == code
    assert caught.value.where


def test_photos_of_a_card_are_found_in_all_its_folders_newest_day_first(tmp_path: Path) -> None:
    yesterday = NOW - timedelta(days=1)
    put(tmp_path / "DCIM/100CANON/IMG_1.JPG", when=yesterday)
    put(tmp_path / "DCIM/101CANON/IMG_3.jpeg", when=NOW + timedelta(minutes=2))
    put(tmp_path / "DCIM/101CANON/IMG_2.png", when=NOW)
    put(tmp_path / "DCIM/101CANON/film.mp4")
    put(tmp_path / "DCIM/101CANON/a.HEIC")
    put(tmp_path / "DCIM/.trash/._IMG_9.jpg")
    told = folder_scan.scan(tmp_path, Steps())
    assert [one.name for one in told.held] == ["IMG_2.png", "IMG_3.jpeg", "IMG_1.JPG"]
    assert (told.heic, told.cut) == (1, False)


def test_two_thousand_photos_are_listed_without_reading_one(tmp_path: Path) -> None:
    for n in range(2000):
        # None of them is a photo: whoever read them would say so.
        put(tmp_path / f"DCIM/{n // 500}/IMG_{n:05d}.jpg", b"x", NOW - timedelta(minutes=n))
    steps = Steps()
    told = folder_scan.scan(tmp_path, steps)
    assert len(told.held) == 2000
    assert steps.count >= 10, "it can be stopped on the way"
    with pytest.raises(Cancelled):
        folder_scan.scan(tmp_path, Steps(stop_at=3))


def test_links_are_not_followed_and_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    put(tmp_path / "here/a.jpg")
    (tmp_path / "here/round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "here/gone.jpg").symlink_to(tmp_path / "nowhere")
    (tmp_path / "here/endless.jpg").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "here/pipe.jpg")
    told = folder_scan.scan(tmp_path / "here", Steps())
    assert [one.name for one in told.held] == ["a.jpg"]
    (tmp_path / "here/a.jpg").unlink()
    with pytest.raises(RuleError) as caught:
        told.held[0].read()
    assert caught.value.code == "ui.file_unreadable"
    assert_refused("ui.file_unreadable", tmp_path / "nowhere")


def test_a_file_that_is_too_large_is_refused_and_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "a.jpg", bytes(5000))
    monkeypatch.setattr(folder_scan, "MOST_ENTRY_BYTES", 4000)
    (one,) = folder_scan.scan(tmp_path, Steps()).held
    with pytest.raises(RuleError) as caught:
        one.read()
    assert caught.value.code == "photo.too_large"


def test_photos_of_the_visit_are_those_within_ten_minutes_of_it(tmp_path: Path) -> None:
    for n, minutes in enumerate((-11, -9, 30, 69, 71)):
        put(tmp_path / f"{n}.jpg", when=NOW + timedelta(minutes=minutes))
    held = folder_scan.scan(tmp_path, Steps()).held
    chosen = preselected(held, NOW, NOW + timedelta(hours=1))
    assert sorted(Path(one).name for one in chosen) == ["1.jpg", "2.jpg", "3.jpg"]
    assert preselected(held, None, None) == []


def test_cards_are_what_is_mounted_where_cards_are(tmp_path: Path) -> None:
    told = folder_scan.volumes(
        [
            ("root", "/"),
            ("home", "/home"),
            ("EOS_DIGITAL", "/media/li/EOS_DIGITAL"),
            ("", "/run/media/li/1234-ABCD"),
            ("System", "C:/"),
            ("NIKON", "E:/"),
        ],
        "C:/",
    )
    assert [name for name, _ in told] == ["EOS_DIGITAL", "1234-ABCD", "NIKON"]
    assert isinstance(mounted_cards(), list)


def test_photos_in_a_zip_are_listed_and_paths_in_it_are_only_names(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "手机.zip",
        ("DCIM/现场 1.jpg", a_jpeg(1)),
        ("../../../etc/passwd.jpg", a_jpeg(2)),
        ("C:\\Windows\\evil.png", b"\x89PNG"),
        ("notes.txt", b"x"),
        ("b.heic", b"x"),
        ("inner.zip", b"PK"),
        ("__MACOSX/._a.jpg", b"x"),
    )
    told = folder_scan.scan(path, Steps())
    assert sorted(one.name for one in told.held) == ["evil.png", "passwd.jpg", "现场 1.jpg"]
    assert (told.heic, told.odd) == (1, 1)
    one = next(each for each in told.held if each.name == "现场 1.jpg")
    assert one.read() == a_jpeg(1)
    assert one.when == datetime(2026, 11, 24, 9, 30, tzinfo=CHINA)
    told.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["手机.zip"]


def test_a_zip_that_is_none_locked_nested_or_too_full_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_refused("photo.zip_broken", put(tmp_path / "text.zip", b"no zip at all"))
    whole = packed(tmp_path / "whole.zip", ("a.jpg", a_jpeg()))
    assert_refused("photo.zip_broken", put(tmp_path / "torn.zip", whole.read_bytes()[:60]))
    assert_refused("photo.zip_nested", packed(tmp_path / "nested.zip", ("inner.zip", whole.read_bytes())))
    locked = bytearray(whole.read_bytes())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert_refused("photo.zip_locked", put(tmp_path / "locked.zip", bytes(locked)))
    many = packed(tmp_path / "many.zip", *((f"{n}.jpg", b"") for n in range(folder_zip.MOST_ENTRIES + 1)))
    assert_refused("photo.zip_too_many", many)
    monkeypatch.setattr(folder_zip, "MOST_ZIP_BYTES", 100)
    assert_refused("photo.zip_too_large", whole)


def test_a_zip_whose_true_end_lies_far_is_believed_by_that_end(tmp_path: Path) -> None:
    """The plain end says one entry, the zip64 one says how many bytes are really read into memory."""
    raw = packed(tmp_path / "one.zip", ("a.jpg", a_jpeg())).read_bytes()
    at = raw.rindex(b"PK\x05\x06")

    def with_far_end(count: int, size: int) -> bytes:
        start = int.from_bytes(raw[at + 16 : at + 20], "little")
        far = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
        return raw[:at] + far + struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1) + raw[at:]

    listed = int.from_bytes(raw[at + 12 : at + 16], "little")
    told = folder_scan.scan(put(tmp_path / "far.zip", with_far_end(1, listed)), Steps())
    assert [one.name for one in told.held] == ["a.jpg"]
    told.close()
    assert_refused("photo.zip_too_many", put(tmp_path / "lie.zip", with_far_end(1, 4_000_000_000)))
    assert_refused("photo.zip_too_many", put(tmp_path / "many.zip", with_far_end(70_000, listed)))


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_an_entry_that_is_damaged_is_said_in_words_however_it_was_packed(tmp_path: Path, method: int) -> None:
    raw = bytearray(packed(tmp_path / "a.zip", ("a.jpg", a_jpeg() * 9), method=method).read_bytes())
    raw[50:90] = b"\xff" * 40
    told = folder_scan.scan(put(tmp_path / "b.zip", bytes(raw)), Steps())
    with pytest.raises(RuleError) as caught:
        told.held[0].read()
    assert caught.value.code == "photo.zip_entry_broken"
    told.close()


def test_a_small_picture_of_a_zip_that_was_let_go_of_is_no_fault_of_the_program(tmp_path: Path) -> None:
    told = folder_scan.scan(packed(tmp_path / "a.zip", ("a.jpg", a_jpeg())), Steps())
    told.close()
    with pytest.raises(RuleError) as caught:
        told.held[0].read()
    assert caught.value.code == "photo.zip_entry_broken"


def test_a_bomb_in_a_zip_is_not_listed_and_a_lie_about_its_size_does_not_help(tmp_path: Path) -> None:
    bomb = packed(
        tmp_path / "bomb.zip", ("a.jpg", bytes(20_000_000)), ("b.jpg", a_jpeg()), method=zipfile.ZIP_DEFLATED
    )
    told = folder_scan.scan(bomb, Steps())
    assert ([one.name for one in told.held], told.odd) == (["b.jpg"], 1)
    told.close()
    # The list says 1000 bytes; 20 million come out.
    raw = bytearray(bomb.read_bytes())
    at = raw.index(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    told = folder_scan.scan(put(tmp_path / "lie.zip", bytes(raw)), Steps())
    liar = next(one for one in told.held if one.name == "a.jpg")
    with pytest.raises(RuleError) as caught:
        liar.read()
    assert caught.value.code == "photo.zip_entry_broken"
    told.close()


def test_a_zip_is_read_by_several_threads(tmp_path: Path) -> None:
    raws = [a_jpeg(n * 9) for n in range(12)]
    told = folder_scan.scan(
        packed(tmp_path / "a.zip", *((f"{n:02d}.jpg", raw) for n, raw in enumerate(raws))), Steps()
    )
    got: dict[str, bytes] = {}
    hands = [threading.Thread(target=lambda one=one: got.update({one.name: one.read()})) for one in told.held]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert [got[f"{n:02d}.jpg"] for n in range(12)] == raws
    told.close()


@pytest.fixture
def dialog(look: Look, qtbot: QtBot) -> FolderDialog:
    made = FolderDialog(look, "照片托盘", (NOW, NOW + timedelta(hours=1)), NOW.date())
    qtbot.addWidget(made)
    made.open()
    return made


def connected(dialog: FolderDialog, work: FolderWork) -> None:
    dialog.place_chosen.connect(work.open)
    dialog.place_chosen.connect(dialog.show_looking)
    dialog.thumbs_wanted.connect(work.load_thumbs)
    dialog.stop_wanted.connect(work.stop)
    work.listed.connect(dialog.show_listing)
    work.looked.connect(dialog.show_looked)
    work.stopped.connect(dialog.show_nothing)
    work.thumb.connect(dialog.show_thumb)


@pytest.mark.qt_log_ignore("JPEG", extend=True)
def test_a_card_of_two_thousand_never_freezes_the_window(
    dialog: FolderDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    """A timer of the screen's thread ticks on while the card is listed, shown and looked through."""
    for n in range(2000):
        put(tmp_path / f"{n // 500}/IMG_{n:05d}.jpg", a_jpeg(n), NOW + timedelta(minutes=n // 60))
    jobs = Jobs()
    work = FolderWork(jobs, list)
    connected(dialog, work)
    ticks, timer = [0], QTimer()
    timer.timeout.connect(lambda: ticks.__setitem__(0, ticks[0] + 1))
    timer.start(5)
    dialog.place_chosen.emit(tmp_path)
    qtbot.waitUntil(lambda: len(dialog.grid.tiles) == 2000)
    first = dialog.grid.tiles[0].thumb
    qtbot.waitUntil(lambda: dialog.grid._shelf.get(first) is not None)
    assert ticks[0] > 1
    assert len(dialog.grid.chosen) == 2000, "all of them lie within the visit"
    bar = dialog.grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = dialog.grid.tiles[-1].thumb
    qtbot.waitUntil(lambda: dialog.grid._shelf.get(last) is not None)
    middle = dialog.grid.tiles[1000].thumb
    assert dialog.grid._shelf.get(middle) is None, "what was never in view is not made"
    timer.stop()
    work.get_up()
    assert jobs.close()


def test_listing_is_stopped_by_escape_and_the_dialog_stays(
    dialog: FolderDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def slow(place: Path, progress: Steps) -> Listing:
        begun.set()
        while True:
            progress.step(0, 0)
            threading.Event().wait(0.002)

    monkeypatch.setattr(folder_scan, "scan", slow)
    jobs = Jobs()
    work = FolderWork(jobs, list)
    connected(dialog, work)
    dialog.place_chosen.emit(tmp_path)
    assert begun.wait(60)
    qtbot.keyClick(dialog, "\x1b")
    qtbot.waitUntil(lambda: not jobs.busy)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog._stack.currentIndex() == 0)
    work.get_up()
    assert jobs.close()


class Gate:
    """A listing that goes on when it is let; it does not look whether it was stopped."""

    def __init__(self) -> None:
        self.begun, self.let, self.closed = threading.Event(), threading.Event(), list[Path]()

    def scan(self, place: Path, progress: Steps) -> Listing:
        if place.name == "slow":
            self.begun.set()
            assert self.let.wait(60)
        return Listing((), close=lambda: self.closed.append(place))


def test_a_listing_that_was_stopped_at_its_last_step_is_not_shown(
    dialog: FolderDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was done already when somebody chose another place, or closed the dialog."""
    gate, jobs = Gate(), Jobs()
    monkeypatch.setattr(folder_scan, "scan", gate.scan)
    work = FolderWork(jobs, list)
    connected(dialog, work)
    listed: list[str] = []
    work.listed.connect(lambda place, _: listed.append(place.name))
    stopped: list[int] = []
    work.stopped.connect(lambda: stopped.append(dialog._stack.currentIndex()))
    dialog.place_chosen.emit(tmp_path / "slow")
    assert gate.begun.wait(60)
    dialog.place_chosen.emit(tmp_path / "other")
    gate.let.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert (listed, stopped) == (["other"], []), "the other place is shown as being listed all the while"
    assert gate.closed == [tmp_path / "slow"]
    work.get_up()
    assert jobs.close()


def test_the_dialog_is_closed_while_a_place_is_listed_and_a_small_picture_made(
    look: Look, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a thread still tells goes nowhere, and is no fault of the program."""
    gate, jobs, faults = Gate(), Jobs(), list[Exception]()
    jobs.failed.connect(faults.append)
    put(tmp_path / "a.jpg", a_jpeg())
    making, made = threading.Event(), threading.Event()

    def small(_: Path) -> QImage:
        making.set()
        assert made.wait(60)
        return QImage()

    monkeypatch.setattr(pictures, "small_of_file", small)
    dialog = FolderDialog(look, "照片托盘", (NOW, NOW), NOW.date())
    work = FolderWork(jobs, list)
    connected(dialog, work)
    dialog.finished.connect(lambda _: work.get_up())
    dialog.open()
    dialog.place_chosen.emit(tmp_path)
    qtbot.waitUntil(making.is_set)
    monkeypatch.setattr(folder_scan, "scan", gate.scan)
    dialog.place_chosen.emit(tmp_path / "slow")
    assert gate.begun.wait(60)
    gone = [False, False]
    dialog.destroyed.connect(lambda: gone.__setitem__(0, True))
    work.destroyed.connect(lambda: gone.__setitem__(1, True))
    dialog.reject()
    qtbot.waitUntil(lambda: gone[0])
    assert not gone[1], "whoever tells of a small picture is still there"
    made.set()
    gate.let.set()
    qtbot.waitUntil(lambda: not jobs.busy and gone[1])
    assert faults == []
    assert gate.closed == [tmp_path / "slow"]
    assert jobs.close()


def test_cards_are_offered_by_name_and_heic_is_told(dialog: FolderDialog, tmp_path: Path) -> None:
    chosen: list[Path] = []
    dialog.place_chosen.connect(chosen.append)
    dialog.show_cards([("EOS_DIGITAL", tmp_path)])
    card = dialog._cards.itemAt(0).widget()
    assert card is not None
    assert card.accessibleName() == "存储卡 EOS_DIGITAL"
    card.click()  # type: ignore[attr-defined]
    assert chosen == [tmp_path]
    dialog.show_cards([("R&D", tmp_path)])
    other = dialog._cards.itemAt(0).widget()
    assert other.text().strip() == "R&&D"  # type: ignore[union-attr]
    put(tmp_path / "a.heic")
    put(tmp_path / "b.jpg", when=NOW)
    dialog.show_listing(tmp_path, folder_scan.scan(tmp_path, Steps()))
    assert "HEIC" in dialog._found.text()
    assert "兼容性最佳" in dialog._found.text()
    assert dialog.accept_button.isEnabled()
    dialog.grid.choose([])
    assert not dialog.accept_button.isEnabled()
