"""手机传照片: the code to scan, large; the address in words; and what came."""

from collections.abc import Sequence
from math import isqrt
from typing import Any

import zxingcpp
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from inspector_app.receiving.addresses import Network
from inspector_app.ui.controls.notice import Notice
from inspector_app.ui.controls.parts import (
    Chip,
    DropDown,
    Elided,
    button,
    column,
    frame,
    label,
    plain,
    row,
    tab_as_laid_out,
)
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words

_QUIET = 4
"""Modules of white around a code."""

_MOST_LINES = 50
_LEAST_LIST = 92
"""Room for three photos that came; more are scrolled to."""


class Code(QWidget):
    """A QR code, black on white in every look, its modules whole pixels."""

    def __init__(self, look: Look, spoken: str, side: int) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("phone_code")
        self.setFixedSize(side, side)
        self.setAccessibleName(spoken)
        self._plane, self._modules = b"", 0

    def show_text(self, told: str) -> None:
        """Show a text as a code; an empty one shows none."""
        if not told:
            self._plane, self._modules = b"", 0
        else:
            made: Any = zxingcpp.create_barcode(told, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
            self._plane = memoryview(made.to_image(scale=1, add_quiet_zones=False)).tobytes()
            self._modules = isqrt(len(self._plane))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        if not self._modules:
            mark, half = self._look.pixmap("wifi-off", self._look.tokens.mute, 48), self._look.px(48) // 2
            painter.drawPixmap(self.width() // 2 - half, self.height() // 2 - half, mark)
        else:
            painter.fillRect(self.rect(), QColor("#FFFFFF"))
            ratio = self.devicePixelRatioF()
            step = int(self.width() * ratio / (self._modules + 2 * _QUIET)) / ratio
            edge = (self.width() - step * self._modules) / 2
            for n, value in enumerate(self._plane):
                if value == 0:
                    y, x = divmod(n, self._modules)
                    painter.fillRect(QRectF(edge + x * step, edge + y * step, step, step), QColor("#000000"))
        painter.end()


class PhoneDialog(QDialog):
    """Shows where a phone can send photos to, and what came.

    Signals:
        network_chosen: a Network to listen on instead.
        again_wanted: a new address.
    """

    network_chosen = Signal(object)
    again_wanted = Signal()

    def __init__(self, look: Look, whither: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("phone_dialog")
        self.setWindowTitle(self.tr("手机传照片"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.look, self._count = look, 0
        self._lines: list[QWidget] = []
        self.notice = Notice(look)
        self._code = Code(look, self.tr("给手机扫的码"), look.px(264))
        self._address = label("", "m")
        self._state = Chip(look)
        self._whither = label(self.tr("照片放进：%s") % whither, "s", wrap=True)
        self._networks = DropDown(acts=True)
        self._networks.setObjectName("phone_network")
        self._networks.setAccessibleName(self.tr("用哪个网络"))
        self._networks.activated.connect(lambda n: self.network_chosen.emit(self._networks.itemData(n)))
        self._again = button(self.tr("换一个新码"), "phone_again", look=look, icon="refresh-cw")
        self._again.clicked.connect(self.again_wanted)
        close = button(self.tr("传完了"), "phone_close", kind="main", look=look, icon="check")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        body = row(None, [self._left(), (self._right(), 1)], gap=20)
        foot = row(None, [self._again, None, close])
        column(self, [label(self.windowTitle(), "h2"), self.notice, body, 4, foot], (24, 20, 24, 20), 12)
        self.setFixedWidth(look.px(760))
        tab_as_laid_out(self)
        close.setFocus()

    def _left(self) -> QWidget:
        part = QWidget()
        card = frame("card")
        column(card, [self._code], (10, 10, 10, 10))
        column(part, [card, self._address, None], gap=8)
        part.setFixedWidth(self.look.px(286))
        return part

    def _right(self) -> QWidget:
        part = QWidget()
        steps = [
            self.tr("1. 手机和电脑连同一个无线网；没有网，就开手机热点让电脑连上。"),
            self.tr("2. 用手机相机或浏览器扫左边的码。"),
            self.tr("3. 选照片，或当场拍。照片只在这两台之间传，不经过互联网。"),
        ]
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column(inner, [self._list, None])
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setAccessibleName(self.tr("收到的照片"))
        room.setMinimumHeight(self.look.px(_LEAST_LIST))
        room.setWidget(inner)
        self._empty = label(self.tr("收到的照片会一张张列在这里。"), "m", wrap=True)
        self._list.addWidget(self._empty)
        lines = [label(told, "s", wrap=True) for told in steps]
        lines.append(
            label(
                self.tr("传错的照片在照片托盘里按 Delete 移除；Ctrl Z 不撤销手机传来的照片。"), "m", wrap=True
            )
        )
        state = row(None, [self._state, None])
        column(part, [*lines, self._networks, self._whither, state, (room, 1)], gap=8)
        return part

    # What is shown.

    def show_networks(self, networks: Sequence[Network], chosen: Network) -> None:
        """Offer the networks there are; a single one is no choice."""
        self._networks.clear()
        for one in networks:
            self._networks.addItem(f"{one.name} · {one.address}", one)
        self._networks.setCurrentIndex(list(networks).index(chosen))
        self._networks.setVisible(len(networks) > 1)

    def show_address(self, url: str) -> None:
        """Show where to send to."""
        self._code.show_text(url)
        # Over two lines, so that somebody whose camera reads no codes can type all of it.
        host, _, secret = url.rpartition("/")
        self._address.setText(f"{host}/\n{secret}")
        self._state.show_state(self.tr("等待手机扫码"), "amber")

    def show_none(self, words: Words) -> None:
        """There is no address: say why, and what to do."""
        self._code.show_text("")
        self._address.setText("")
        self._networks.setVisible(False)
        self._state.show_state(self.tr("没有开始"), "gray")
        self.notice.show_words(words)

    def show_opened(self) -> None:
        """A phone has opened the page."""
        self.notice.clear()
        self._state.show_state(self._received(), "green")

    def show_over(self, words: Words) -> None:
        """The address is dead."""
        self._code.show_text("")
        self._state.show_state(self.tr("已停止"), "gray")
        self.notice.show_words(words)

    def _received(self) -> str:
        return self.tr("手机已连上，收到 %s 张") % self._count if self._count else self.tr("手机已连上")

    def show_fate(self, name: str, words: Words, *, taken: bool, known: bool) -> None:
        """Say what became of a photo, the newest on top."""
        self._count += taken and not known
        self._empty.hide()
        line = QWidget()
        tone = "gray" if known else "green" if taken else "red"
        word = self.tr("已有") if known else self.tr("收到") if taken else self.tr("没收")
        told = name or self.tr("照片")
        shown = told if taken else words.message if told in words.message else f"{told}：{words.message}"
        text = Elided(self.look, shown)
        if not taken:
            # The name in it is whatever the phone says: never read as markup.
            text.setToolTip(plain(f"{words.message}\n{words.remedy}"))
        row(line, [Chip(self.look, word, tone), (text, 1)], gap=8)
        self._list.insertWidget(0, line)
        self._lines.append(line)
        if len(self._lines) > _MOST_LINES:
            oldest = self._lines.pop(0)
            self._list.removeWidget(oldest)
            oldest.deleteLater()
        self._state.show_state(self._received(), "green" if taken or self._count else "amber")
        if not taken:
            self.notice.show_words(words)
