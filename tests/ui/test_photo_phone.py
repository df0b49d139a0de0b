"""The code that a phone scans, and what the dialog says."""

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inspector_app.receiving.addresses import Network, is_near, reachable
from inspector_app.ui.controls.parts import Elided
from inspector_app.ui.photos.phone_dialog import Code, PhoneDialog
from inspector_app.ui.photos.phone_line import own_networks
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words

URL = "http://192.168.43.17:51234/DU3-MqqP7sfP2zlgDqDelA"


def seen(code: Code) -> str:
    """What a camera reads of it."""
    shot = code.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    picture = Image.frombytes(
        "L", (shot.width(), shot.height()), bytes(shot.constBits()), "raw", "L", shot.bytesPerLine()
    )
    told = zxingcpp.read_barcodes(picture)
    return told[0].text if told else ""


@pytest.mark.parametrize("side", [200, 264, 317])
def test_the_code_is_read_back_as_the_address(look: Look, qtbot: QtBot, side: int) -> None:
    code = Code(look, "码", side)
    qtbot.addWidget(code)
    code.show_text(URL)
    assert seen(code) == URL
    code.show_text("")
    assert seen(code) == ""


def test_the_dialog_says_what_came_and_what_did_not(look: Look, qtbot: QtBot) -> None:
    dialog = PhoneDialog(look, "照片托盘")
    qtbot.addWidget(dialog)
    one, other = Network("WLAN", "192.168.1.7", wireless=True), Network("eth0", "10.0.0.7")
    dialog.show_networks([one, other], one)
    dialog.show_address(URL)
    dialog.open()
    assert dialog._networks.isVisible()
    assert "等待" in dialog._state.accessibleName()
    dialog.show_opened()
    dialog.show_fate("a.jpg", Words("已收到", "", "phone.taken"), taken=True, known=False)
    dialog.show_fate("a.jpg", Words("已有", "", "phone.known"), taken=True, known=True)
    assert "收到 1 张" in dialog._state.accessibleName()
    dialog.show_fate("b.txt", Words("b.txt 不是完整的照片。", "换一张。", "x.y"), taken=False, known=False)
    assert "换一张" in dialog.notice.accessibleName()
    with qtbot.waitSignal(dialog.network_chosen) as chosen:
        dialog._networks.activated.emit(1)
    assert chosen.args == [other]
    dialog.show_over(Words("停用", "换一个", "phone.over"))
    assert seen(dialog._code) == ""


def test_a_hundred_photos_are_told_of_the_last_fifty_stay_in_the_list(look: Look, qtbot: QtBot) -> None:
    dialog = PhoneDialog(look, "照片托盘")
    qtbot.addWidget(dialog)
    dialog.open()
    for n in range(100):
        dialog.show_fate(f"{n:03d}.jpg", Words("已收到", "", "phone.taken"), taken=True, known=False)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    shown = [one.accessibleName() for one in dialog.findChildren(Elided)]
    assert sorted(shown) == [f"{n:03d}.jpg" for n in range(50, 100)]
    assert "收到 100 张" in dialog._state.accessibleName()


def test_a_name_that_looks_like_markup_is_shown_as_it_is(look: Look, qtbot: QtBot) -> None:
    dialog = PhoneDialog(look, "照片托盘")
    qtbot.addWidget(dialog)
    words = Words("<img src=x> 不是照片。", "换一张。", "documents.not_a_photo")
    dialog.show_fate("<img src=x>", words, taken=False, known=False)
    (line,) = dialog.findChildren(Elided)
    assert "&lt;img" in line.toolTip()


def test_own_networks_are_private_and_none_is_loopback() -> None:
    told = own_networks()
    assert all(is_near(one.address) and not one.address.startswith("127.") for one in told)
    assert told == reachable(told)


def test_the_dialog_says_how_a_wrong_photo_is_taken_back(look: Look, qtbot: QtBot) -> None:
    dialog = PhoneDialog(look, "照片托盘")
    qtbot.addWidget(dialog)
    told = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "按 Delete 移除" in told
    assert "Ctrl Z 不撤销" in told
