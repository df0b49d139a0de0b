"""Sign-in: who are you; or, in an empty folder, the way into training."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QProgressBar, QPushButton, QWidget

from inspector_app.ui.controls.notice import Notice
from inspector_app.ui.controls.parts import (
    Avatar,
    Item,
    breakable,
    button,
    column,
    frame,
    keycap,
    label,
    reveal,
    row,
    sign,
    tall,
)
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words

CARD_WIDTH = 420


class Named(Protocol):
    """Somebody who may sign in."""

    @property
    def user(self) -> str:
        """The account."""

    @property
    def name(self) -> str:
        """The name on screen."""


class SignInPage(QWidget):
    """Shows who may sign in; opens nothing by itself.

    Signals:
        sign_in_requested: (account, password).
        training_requested: make the training workspace here.
        join_requested: this laptop is to belong to an office.
        recover_requested: (account, name) whose password is lost.
        cancel_requested: stop making it.
    """

    sign_in_requested = Signal(str, str)
    training_requested = Signal()
    join_requested = Signal()
    recover_requested = Signal(str, str)
    cancel_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        self.notice = Notice(look, self)
        self._avatar = Avatar(look, size=36)
        self._people = QComboBox()
        self._people.setObjectName("people")
        self._people.currentTextChanged.connect(self._avatar.show_name)
        self._people.setAccessibleName(self.tr("登录人"))
        self._password = QLineEdit()
        self._password.setObjectName("password")
        self._password.setAccessibleName(self.tr("密码"))
        self._password.setPlaceholderText(self.tr("密码"))
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.installEventFilter(self)
        self._caps = label(self.tr("大写锁定（Caps Lock）开着"), "warn")
        self._enter = button(self.tr("登录"), "enter", kind="main", look=look, icon="log-in")
        tall(self._enter)
        self._hint = label("", "m", wrap=True)
        self._lost = button(self.tr("忘记密码…"), "lost_password", kind="bare", look=look)
        self._lost.clicked.connect(
            lambda: self.recover_requested.emit(self._people.currentData(), self._people.currentText())
        )
        self._known = self._known_part()
        self._unknown = self._unknown_part(look)
        self._busy = self._busy_part()
        self._lay_out(look)
        self._enter.clicked.connect(self._on_enter)
        self.setTabOrder(self._people, self._password)
        self.setTabOrder(self._password, self._enter)
        self.show_people(())

    def _known_part(self) -> QWidget:
        part = QWidget()
        column(
            part,
            [
                label(self.tr("登录人"), "m"),
                row(None, [self._avatar, (self._people, 1)], gap=10),
                4,
                label(self.tr("密码"), "m"),
                self._password,
                self._caps,
                self._hint,
                8,
                self._enter,
                row(None, [None, self._lost, None]),
            ],
            gap=6,
        )
        reveal(self._caps, shown=False)
        return part

    def _unknown_part(self, look: Look) -> QWidget:
        part = QWidget()
        self._nothing = label("", "s", wrap=True)
        training = self._training = button(
            self.tr("进入培训工作区"), "training", kind="main", look=look, icon="graduation-cap"
        )
        tall(training)
        training.clicked.connect(self.training_requested)
        told = self.tr("培训工作区自带示例工地和案例，文号与文书只供练习，不连办公数据。")
        join = button(self.tr("加入本局…"), "join", look=look, icon="log-in")
        tall(join)
        join.clicked.connect(self.join_requested)
        joins = self.tr("正式使用：用局里管理员给的加入码或文件，在这台电脑上开通您的账户。")
        both: list[Item] = [training, label(told, "m", wrap=True), 4, join, label(joins, "m", wrap=True)]
        column(part, [self._nothing, 4, *both], gap=8)
        return part

    def _busy_part(self) -> QWidget:
        part = QWidget()
        self._doing = label("", "s", wrap=True)
        self._bar = QProgressBar()
        self._bar.setObjectName("bar")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("进度"))
        self._stop = button(self.tr("取消"), "stop")
        self._stop.clicked.connect(self.cancel_requested)
        column(part, [self._doing, self._bar, row(None, [None, self._stop])], gap=10)
        return part

    def _lay_out(self, look: Look) -> None:
        card = frame("card", "sign_in_card")
        card.setFixedWidth(look.px(CARD_WIDTH))
        self.notice.setFixedWidth(look.px(CARD_WIDTH))
        shield = sign(look, "shield-check", look.tokens.accent, 28)
        head = row(None, [shield, label(self.tr("住建执法"), "h1"), None], gap=10)
        told = label(self.tr("现场检查与执法文书 · 离线可用"), "s")
        pad = look.px(28)
        column(card, [head, told, 10, self._known, self._unknown, self._busy], (pad, pad, pad, pad), 8)
        middle = column(None, [None, self.notice, card, None], gap=12)
        enter, tab = label(self.tr("登录"), "m"), label(self.tr("下一格"), "m")
        self._keys = QWidget()  # only where there is somebody to sign in
        row(self._keys, [None, keycap("Enter"), enter, 12, keycap("Tab"), tab, None], (0, 0, 0, 16), 6)
        column(self, [(row(None, [None, middle, None]), 1), self._keys])

    def show_people(
        self, people: Sequence[Named], *, where: str = "", hint: str = "", last: str = ""
    ) -> None:
        """Show who may sign in; nobody means that this folder holds no workspace yet.

        Args:
            where: the data folder, named when it is empty.
            hint: said below the password, e.g. the training account's.
            last: account of who signed in last, chosen already.
        """
        self._people.clear()
        for person in people:
            self._people.addItem(person.name, person.user)
        self._people.setCurrentIndex(max(self._people.findData(last), 0) if people else -1)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._lost.setVisible(not hint)  # everybody knows the training password
        self._nothing.setText(self.tr("这台电脑上还没有工作区。数据文件夹：%s") % breakable(where))
        self._known.setVisible(bool(people))
        self._unknown.setVisible(not people)
        self._busy.hide()
        self._keys.setVisible(bool(people))
        (self._password if people else self._training).setFocus()

    def show_busy(self, doing: str, *, stoppable: bool = False) -> None:
        """Show that something is under way."""
        self._doing.setText(doing)
        self._bar.setRange(0, 0)
        self._stop.setVisible(stoppable)
        self._busy.show()
        self._unknown.hide()
        self._enter.setEnabled(False)

    def show_progress(self, done: int, total: int, doing: str) -> None:
        """Show how far it is."""
        if doing:
            self._doing.setText(doing)
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def show_ready(self) -> None:
        """Show that nothing is under way any more."""
        self._busy.hide()
        self._enter.setEnabled(True)
        self._unknown.setVisible(self._people.count() == 0)

    def show_failure(self, words: Words) -> None:
        """Say why it did not work; the password is asked again."""
        self.show_ready()
        self.notice.show_words(words)
        self._password.selectAll()
        self._password.setFocus()

    def forget(self) -> None:
        """Empty the password."""
        self._password.clear()
        reveal(self._caps, shown=False)
        self.notice.clear()

    def _on_enter(self) -> None:
        if self._enter.isEnabled() and self._people.count():
            self.notice.clear()
            self.sign_in_requested.emit(self._people.currentData(), self._password.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say that Caps Lock is on, as soon as a letter shows it; Qt itself cannot be asked."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text().isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            reveal(self._caps, shown=event.text().isascii() and event.text().isupper() is not shift)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keys, and signs in from anywhere else."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            held = self.focusWidget()
            held.click() if isinstance(held, QPushButton) else self._on_enter()
            return
        super().keyPressEvent(event)
