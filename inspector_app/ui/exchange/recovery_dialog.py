"""The code that opens this laptop when every password is lost: shown once, to be copied onto paper."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from inspector_app.ui.controls.dialogs import Dialog, grid, line
from inspector_app.ui.controls.parts import column, frame, label
from inspector_app.ui.exchange.ways import Member
from inspector_app.ui.style.look import Look


class RecoveryDialog(Dialog):
    """Shows the code; it closes when the person says that it stands on paper, and by nothing else."""

    def __init__(
        self, look: Look, told: Member, parent: QWidget | None = None, *, renewed: bool = False
    ) -> None:
        super().__init__(look, "", "recovery_dialog", parent)
        self.setWindowTitle(self.tr("请抄下恢复码"))
        words = self.tr(
            "%1，账户已开通，机号 %2。忘记密码时，只有这个恢复码能打开这台电脑。"
            "它只显示这一次，请抄在纸上，由科室保管。"
        )
        if renewed:
            words = self.tr(
                "忘记密码时，只有这个新的恢复码能打开这台电脑。它只显示这一次，请抄在纸上，由科室保管。"
            )
        words = words.replace("%1", told.name).replace("%2", str(told.machine_code))
        code = label(told.recovery_code, "h2", wrap=True)
        code.setObjectName("recovery_code")
        code.setAccessibleName(self.tr("恢复码 %s") % told.recovery_code)
        code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        card = frame("card")
        column(card, [code], (16, 14, 16, 14))
        self._kept = QCheckBox(self.tr("我已抄在纸上"))
        self._kept.setObjectName("recovery_kept")
        self._kept.setAccessibleName(self._kept.text())
        self._kept.setMinimumHeight(look.target)
        parts = QWidget()
        column(parts, [label(words, "s", wrap=True), card, self._kept], gap=10)
        self.finish(parts, self.tr("完成"), "recovery_accept", width=520)
        self.accept_button.setEnabled(False)
        for cancel in self.findChildren(QPushButton, "recovery_accept_cancel"):
            cancel.hide()
        self._kept.toggled.connect(self.accept_button.setEnabled)
        self._kept.setFocus()

    def wish(self) -> None:
        """Close."""
        self.accept()

    def reject(self) -> None:
        """Stay until the code stands on paper: it is never shown again."""
        if self._kept.isChecked():
            super().reject()
        else:
            self._kept.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay likewise, whatever the window's frame says."""
        if self._kept.isChecked():
            super().closeEvent(event)
        else:
            event.ignore()


class OwnDialog(Dialog):
    """Asks for the own password before another recovery code is made.

    Signals:
        given: the password.
    """

    given = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "recovery_own", parent)
        self.setWindowTitle(self.tr("换恢复码"))
        told = label(
            self.tr(
                "新的恢复码只显示一次，旧的立即作废。以前的备份仍用备份时的恢复码打开，旧纸条请与备份一起保管。"
            ),
            "s",
            wrap=True,
        )
        self._own = line("recovery_own_password", self.tr("您的密码"), self.tr("已登录的人确认"))
        self._own.setEchoMode(self._own.EchoMode.Password)
        parts = QWidget()
        column(parts, [told, grid([(self._own.accessibleName(), self._own)])], gap=10)
        self.finish(parts, self.tr("换新的"), "recovery_own_accept", icon="key-round", width=460)
        self._own.textChanged.connect(lambda told: self.accept_button.setEnabled(bool(told)))
        self.accept_button.setEnabled(False)
        self._own.setFocus()

    def wish(self) -> None:
        """Emit the password; the window stays until the code was made."""
        self.accept_button.setEnabled(False)
        self.given.emit(self._own.text())
