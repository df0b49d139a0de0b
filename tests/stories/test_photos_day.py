"""A day of photos at the real window: the tray, a phone, a card, a zip; attached and taken back."""

import http.client
import json
import os
import threading
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QLabel

from inspector_app.answers import demos
from inspector_app.casework.visits import inspections
from inspector_app.domain.findings import Finding
from inspector_app.receiving.addresses import Network
from inspector_app.ui.photos.folder_dialog import FolderDialog
from inspector_app.ui.photos.intake_room import IntakeRoom
from inspector_app.ui.photos.tray_page import TrayPage
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.office import MORNING

PHOTO = demos.shipped_cases()[0].parent / "photos" / "edge.jpg"
LOOPBACK = [Network("测试网", "127.0.0.1", wireless=True)]


def a_jpeg(n: int, size: tuple[int, int] = (320, 240)) -> bytes:
    out, exif = BytesIO(), Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = f"2026:11:24 09:{n:02d}:00"
    Image.new("RGB", size, ((n * 17) % 256, 90, 40)).save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


def put(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for n in range(count):
        path = folder / f"IMG_{n:04d}.jpg"
        path.write_bytes(a_jpeg(n))
        when = (MORNING + timedelta(minutes=n)).timestamp()
        os.utime(path, (when, when))
        made.append(path)
    return made


def files(*paths: Path) -> QMimeData:
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return told


def room(hands: Hands) -> IntakeRoom:
    assert hands.desktop.house is not None
    return hands.desktop.house.intake


def page(hands: Hands) -> TrayPage:
    return room(hands).page


def found(hands: Hands) -> tuple[Finding, ...]:
    assert hands.rooms.work.bench is not None
    return hands.rooms.work.bench.findings


def waiting(hands: Hands) -> int:
    tray = room(hands)._tray
    assert tray is not None
    return tray.waiting


def to_tray(hands: Hands) -> None:
    """Turn to the tray by its key."""
    for _ in range(6):
        if hands.rooms.bench.middle.tab == "tray":
            break
        hands.press(Qt.Key.Key_F6)
    hands.until(lambda: hands.focused in ("tray_grid", "from_phone"), "the tray has the keys")


def the_folder_dialog(hands: Hands) -> FolderDialog:
    dialog = hands.dialog("folder_dialog")
    assert isinstance(dialog, FolderDialog)
    return dialog


class Phone:
    """A phone's browser in a thread of its own, as a phone has one."""

    def __init__(self, url: str) -> None:
        self._url, self._cookie = urlsplit(url), ""
        self.told: list[tuple[int, str]] = []

    def _ask(self, method: str, path: str, body: bytes | None, name: str) -> None:
        line = http.client.HTTPConnection(self._url.netloc, timeout=60)
        line.request(method, path, body, {"Cookie": self._cookie, "X-Name": quote(name)})
        answer = line.getresponse()
        raw = answer.read().decode()
        self._cookie = (answer.getheader("Set-Cookie") or self._cookie).split(";")[0]
        self.told.append((answer.status, json.loads(raw)["words"] if method == "POST" else raw))
        line.close()

    def open(self) -> None:
        self._ask("GET", self._url.path, None, "")

    def send(self, raw: bytes, name: str) -> None:
        self._ask("POST", f"{self._url.path}/photo", raw, name)


def meanwhile(hands: Hands, work: Callable[[], None]) -> None:
    """Let somebody else do something while the window lives on."""
    other = threading.Thread(target=work)
    other.start()
    hands.until(lambda: not other.is_alive(), "the other one is done")
    other.join()
    hands.rest()


def test_photos_come_first_and_are_attached_by_keys_while_writing(seated: Hands, tmp_path: Path) -> None:
    seated.begin("临江")
    paths = put(tmp_path, 5)
    seated.paste(files(*paths))
    assert "照片托盘" in seated.notice
    assert waiting(seated) == 5
    assert all(one.fields["finding_id"] == "" for one in seated.store.records("photo"))
    seated.new_finding()
    seated.phrase("lb")
    to_tray(seated)
    seated.press(Qt.Key.Key_Space)
    seated.press(Qt.Key.Key_Right)
    seated.press(Qt.Key.Key_Right)
    seated.press(Qt.Key.Key_Space)
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert [photo.taken.minute for photo in found(seated)[0].photos if photo.taken] == [0, 2]
    assert waiting(seated) == 3
    seated.new_finding()
    seated.phrase("lb")
    to_tray(seated)
    seated.press(Qt.Key.Key_1)
    seated.press(Qt.Key.Key_Left, SHIFT)
    seated.press(Qt.Key.Key_2)
    seated.rest()
    assert [len(one.photos) for one in found(seated)] == [3, 2]
    assert waiting(seated) == 0


def test_what_was_attached_or_removed_is_taken_back_by_one_key(seated: Hands, tmp_path: Path) -> None:
    seated.begin("临江")
    seated.paste(files(*put(tmp_path, 2)))
    seated.new_finding()
    seated.phrase("lb")
    to_tray(seated)
    seated.press(Qt.Key.Key_1)
    seated.rest()
    assert (len(found(seated)[0].photos), waiting(seated)) == (1, 1)
    seated.press(Qt.Key.Key_Z, CTRL)
    seated.rest()
    assert (len(found(seated)[0].photos), waiting(seated)) == (0, 2)
    to_tray(seated)
    seated.press(Qt.Key.Key_Delete)
    seated.rest()
    assert waiting(seated) == 1
    assert page(seated)._undo.isVisible()
    seated.press(Qt.Key.Key_Z, CTRL)
    seated.rest()
    assert waiting(seated) == 2
    assert not page(seated)._undo.isVisible()


def test_a_clipboard_without_a_picture_is_said_where_it_happened_and_a_screen_shot_is_taken(
    seated: Hands,
) -> None:
    from_screen = QMimeData()
    image = seated.desktop.window.grab().toImage()
    from_screen.setImageData(image)
    seated.begin("临江")
    words = QMimeData()
    words.setText("补充一句")
    to_tray(seated)
    seated.paste(words)
    assert "没有图片" in seated.notice
    seated.rooms.frame.notice.clear()
    seated.paste(from_screen)
    assert waiting(seated) == 1
    (photo,) = seated.store.records("photo")
    assert seated.store.blob(str(photo.fields["sha256"])).startswith(b"\x89PNG")


def test_a_camera_card_is_offered_by_name_and_the_visit_is_chosen(seated: Hands, tmp_path: Path) -> None:
    put(tmp_path / "EOS/DCIM/100", 6)
    old = put(tmp_path / "EOS/DCIM/099", 2)
    for path in old:
        os.utime(path, (1_600_000_000, 1_600_000_000))
    seated.begin("临江")
    room(seated).volumes = lambda: [("EOS_DIGITAL", tmp_path / "EOS")]
    seated.press(Qt.Key.Key_K, CTRL | SHIFT)
    dialog = the_folder_dialog(seated)
    seated.until(lambda: dialog._cards.count() == 1, "the card is offered")
    seated.tab_to("card")
    seated.press(Qt.Key.Key_Space)
    seated.until(lambda: len(dialog.grid.tiles) == 8, "the card is listed")
    assert len(dialog.grid.chosen) == 6
    seated.until(dialog.grid.hasFocus)
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert waiting(seated) == 6
    seated.rooms.frame.notice.clear()
    seated.paste(files(tmp_path / "EOS"))
    again = the_folder_dialog(seated)
    seated.until(lambda: len(again.grid.tiles) == 8)
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert waiting(seated) == 6
    assert "已经有了" in seated.notice


@pytest.mark.qt_log_ignore("JPEG", extend=True)
def test_a_zip_of_a_phone_gives_its_photos_and_a_list_of_what_was_refused(
    seated: Hands, tmp_path: Path
) -> None:
    path = tmp_path / "手机.zip"
    with zipfile.ZipFile(path, "w") as made:
        for n in range(3):
            made.writestr(zipfile.ZipInfo(f"a/{n}.jpg", (2026, 11, 24, 9, 12 + n, 0)), a_jpeg(n))
        made.writestr(zipfile.ZipInfo("a/torn.jpg", (2026, 11, 24, 9, 20, 0)), a_jpeg(9)[:500])
        made.writestr(zipfile.ZipInfo("a/text.png", (2026, 11, 24, 9, 20, 0)), b"no photo")
    seated.begin("临江")
    seated.new_finding()
    seated.phrase("lb")
    to_tray(seated)
    seated.paste(files(path))
    dialog = the_folder_dialog(seated)
    seated.until(lambda: len(dialog.grid.tiles) == 5)
    seated.press(Qt.Key.Key_Return)
    refused = seated.dialog("refused_dialog")
    seated.rest()
    shown = " ".join(one.text() for one in refused.findChildren(QLabel))
    assert "收下 3 张，放在第 1 个问题" in shown
    assert "torn.jpg" in shown
    assert "text.png" in shown
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: seated._open("refused_dialog") is None)
    assert len(found(seated)[0].photos) == 3


@pytest.mark.qt_log_ignore("JPEG", extend=True)
def test_bad_ones_among_good_ones_keep_none_waiting(seated: Hands, tmp_path: Path) -> None:
    good = put(tmp_path, 3)
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(60_000_001)
    torn, heic = tmp_path / "torn.jpg", tmp_path / "a.heic"
    torn.write_bytes(good[0].read_bytes()[:600])
    heic.write_bytes(b"\0\0\0\x18ftypheic" + bytes(40))
    many = tmp_path / "many.jpg"
    # The head of a JPEG of 14000 by 14000 pixels: more than is ever decoded.
    raw = bytearray(good[1].read_bytes())
    at = raw.index(b"\xff\xc0")
    raw[at + 5 : at + 9] = (14_000).to_bytes(2, "big") * 2
    many.write_bytes(bytes(raw))
    seated.begin("临江")
    seated.paste(files(good[0], huge, torn, good[1], heic, many, good[2]))
    refused = seated.dialog("refused_dialog")
    shown = " ".join(one.text() for one in refused.findChildren(QLabel))
    for words in ("字节", "不是完整的照片", "HEIC", "太大"):
        assert words in shown, words
    seated.press(Qt.Key.Key_Escape)
    seated.rest()
    assert waiting(seated) == 3


def test_a_phone_sends_photos_and_both_sides_are_told_of_each(seated: Hands) -> None:
    seated.begin("临江")
    room(seated).networks = lambda: LOOPBACK
    seated.press(Qt.Key.Key_M, CTRL | SHIFT)
    seated.dialog("phone_dialog")
    server = room(seated).line.server
    assert server is not None
    phone = Phone(server.url)

    def send() -> None:
        phone.open()
        phone.send(a_jpeg(1), "IMG_1.jpg")
        phone.send(a_jpeg(1), "IMG_1.jpg")
        phone.send(b"no photo at all", "备忘.txt")
        phone.send(a_jpeg(2)[:700], "torn.jpg")
        phone.send(a_jpeg(3), "IMG_3.jpg")

    meanwhile(seated, send)
    statuses = [status for status, _ in phone.told]
    assert statuses == [200, 200, 200, 422, 422, 200]
    words = [told for _, told in phone.told[1:]]
    assert "已收到" in words[0]
    assert "已有" in words[1]
    assert "不是完整的照片" in words[2]
    assert "不是完整的照片" in words[3]
    assert waiting(seated) == 2
    dialog = room(seated)._phone
    assert dialog is not None
    assert "收到 2 张" in dialog._state.accessibleName()
    assert "不是完整的照片" in dialog.notice.accessibleName()
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: room(seated).line.server is None, "the address is dead")
    assert server.ended(60)
    with pytest.raises(OSError):
        phone.send(a_jpeg(4), "late.jpg")
    assert waiting(seated) == 2


def test_photos_of_a_phone_go_to_the_finding_that_is_open(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.phrase("lb")
    room(seated).networks = lambda: LOOPBACK
    room(seated).call_phone()
    seated.dialog("phone_dialog")
    server = room(seated).line.server
    assert server is not None
    phone = Phone(server.url)

    def send() -> None:
        phone.open()
        phone.send(a_jpeg(1), "IMG_1.jpg")

    meanwhile(seated, send)
    assert len(found(seated)[0].photos) == 1
    seated.press(Qt.Key.Key_Escape)


def test_a_new_code_is_for_the_network_that_was_chosen(seated: Hands) -> None:
    seated.begin("临江")
    other = Network("热点", "127.0.0.2")
    room(seated).networks = lambda: [*LOOPBACK, other]
    room(seated).call_phone()
    dialog = room(seated)._phone
    assert dialog is not None
    dialog.network_chosen.emit(other)
    first = room(seated).line.server
    dialog._again.click()
    second = room(seated).line.server
    assert first is not None
    assert second is not None
    assert first.host.startswith("127.0.0.2:")
    assert second.host.startswith("127.0.0.2:")
    assert first.ended(60)
    assert dialog._networks.currentData() == other
    seated.press(Qt.Key.Key_Escape)


def test_without_a_network_the_dialog_says_what_to_do(seated: Hands) -> None:
    seated.begin("临江")
    room(seated).networks = list
    room(seated).call_phone()
    seated.dialog("phone_dialog")
    assert room(seated)._phone is not None
    assert "热点" in room(seated)._phone.notice.accessibleName()
    room(seated).networks = lambda: LOOPBACK
    room(seated)._phone._again.click()
    assert room(seated).line.server is not None
    seated.press(Qt.Key.Key_Escape)
    seated.until(lambda: room(seated).line.server is None)


def test_locking_the_laptop_ends_the_address(seated: Hands) -> None:
    seated.begin("临江")
    room(seated).networks = lambda: LOOPBACK
    room(seated).call_phone()
    seated.dialog("phone_dialog")
    server = room(seated).line.server
    assert server is not None
    seated.desktop.lock()
    seated.until(lambda: server.ended(0.1), "nobody listens any more")


def test_photos_do_not_wait_behind_a_page_that_is_drawn(seated: Hands, tmp_path: Path) -> None:
    seated.begin("临江")
    gate = threading.Event()
    seated.desktop.jobs.start(lambda _: gate.wait(60), lambda _: None)
    told = files(*put(tmp_path, 2))
    room(seated).take("", told)
    seated.until(lambda: waiting(seated) == 2, "photos are in while the lane of paper is busy")
    gate.set()
    seated.rest()


def test_a_concluded_inspection_takes_no_photo_and_says_so(seated: Hands, tmp_path: Path) -> None:
    seated.begin("临江")
    work = seated.rooms.work
    inspections.change(seated.desk, work.inspection_id, ended=MORNING.isoformat())
    inspections.conclude(seated.desk, work.inspection_id)
    work.refresh()
    seated.paste(files(*put(tmp_path, 1)))
    assert seated.notice
    assert seated.store.records("photo") == []


def test_two_hundred_photos_are_stopped_in_the_middle_and_what_is_in_stays(
    seated: Hands, tmp_path: Path
) -> None:
    seated.begin("临江")
    room(seated).take("", files(*put(tmp_path, 200)))
    seated.until(lambda: page(seated)._busy.isVisibleTo(page(seated)), "it is said how far it is")
    seated.until(lambda: len(seated.store.records("photo")) >= 8)
    page(seated).stop_wanted.emit()
    seated.rest()
    kept = len(seated.store.records("photo"))
    assert 8 <= kept < 200
    assert waiting(seated) == kept
    assert "已停止" in seated.notice
