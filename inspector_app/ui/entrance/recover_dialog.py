"""A lost password: the recovery code from paper, and a new one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.trust.slots import LEAST_PASSWORD
from inspector_app.ui.controls.dialogs import Dialog, grid, line
from inspector_app.ui.controls.parts import column, label
from inspector_app.ui.style.look import Look


class RecoverDialog(Dialog):
    """Asks for the code of this laptop and twice for a new password.

    Args:
        name: whose password is set.

    Signals:
        given: (recovery code, new password); the window stays until it was done.
    """

    given = Signal(str, str)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "recover_dialog", parent)
        self.setWindowTitle(self.tr("忘记密码"))
        self._code = line("recover_code", self.tr("恢复码"), self.tr("纸上的那一串，大小写和横线都不要紧"))
        self._new = line("recover_password", self.tr("新密码"), self.tr("至少 %s 个字符") % LEAST_PASSWORD)
        self._again = line("recover_again", self.tr("再输一次"))
        for secret in (self._new, self._again):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        fields = (self._code, self._new, self._again)
        for field in fields:
            field.textChanged.connect(self._check)
        told = label(
            self.tr(
                "为%s重设登录密码。数据都在，以前签发的都有效；签名钥匙同时更换，"
                "要经本局重新办理才能再签发。恢复码也找不到时，请局里用恢复钥匙从备份恢复。"
            )
            % name,
            "s",
            wrap=True,
        )
        parts = QWidget()
        rows = [(field.accessibleName(), field) for field in fields]
        column(parts, [told, grid(rows)], gap=10)
        self.finish(parts, self.tr("重设密码"), "recover_accept", icon="key-round", width=480)
        self._check()
        self._code.setFocus()

    def _check(self) -> None:
        new = self._new.text()
        whole = bool(self._code.text().strip()) and len(new) >= LEAST_PASSWORD and new == self._again.text()
        self.accept_button.setEnabled(whole)

    def wish(self) -> None:
        """Emit both."""
        self.show_doing(self.tr("正在核对…"))
        self.given.emit(self._code.text().strip(), self._new.text())
