"""Small windows of the settings: another password, another account, and before one is removed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.casework.people.accounts import MAY_BE_GIVEN
from inspector_app.domain.acts import Role
from inspector_app.trust.slots import LEAST_PASSWORD
from inspector_app.ui.controls.dialogs import Dialog, grid, line
from inspector_app.ui.controls.parts import DropDown, column, label
from inspector_app.ui.settings.settings_values import role_said
from inspector_app.ui.style.look import Look


def secret(name: str, spoken: str, hint: str = "") -> QLineEdit:
    """Return a line whose characters nobody sees."""
    made = line(name, spoken, hint)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


class PasswordDialog(Dialog):
    """Asks for the old password and twice for a new one.

    Signals:
        given: (old, new).
    """

    given = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "password_dialog", parent)
        self.setWindowTitle(self.tr("修改登录密码"))
        self._old = secret("old_password", self.tr("现在的密码"))
        self._new = secret("new_password", self.tr("新密码"), self.tr("至少 %s 个字符") % LEAST_PASSWORD)
        self._again = secret("new_password_again", self.tr("再输一次"))
        fields = (self._old, self._new, self._again)
        for field in fields:
            field.textChanged.connect(self._check)
        told = label(self.tr("一句短话容易记住，也不容易被猜到。"), "s", wrap=True)
        parts = QWidget()
        column(parts, [told, grid([(field.accessibleName(), field) for field in fields])], gap=10)
        self.finish(parts, self.tr("修改"), "password_accept", width=420)
        self._check()
        self._old.setFocus()

    def _check(self) -> None:
        new = self._new.text()
        self.accept_button.setEnabled(
            bool(self._old.text()) and len(new) >= LEAST_PASSWORD and new == self._again.text()
        )

    def wish(self) -> None:
        """Emit both; the window stays until it was done."""
        self.accept_button.setEnabled(False)
        self.given.emit(self._old.text(), self._new.text())


class AccountDialog(Dialog):
    """Asks for a person who is to sign in on this laptop as well.

    Signals:
        given: (the administrator's password, user, name, password, Role, last day as typed).
    """

    given = Signal(str, str, str, str, object, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "account_dialog", parent)
        self.setWindowTitle(self.tr("添加登录账户"))
        self._name = line("account_name", self.tr("姓名"))
        self._user = line("account_user", self.tr("登录编号"), self.tr("如执法证号；以后不能改"))
        self._role = DropDown()
        self._role.setObjectName("account_role")
        self._role.setAccessibleName(self.tr("角色"))
        for role in MAY_BE_GIVEN:
            self._role.addItem(role_said(role), role.value)
        self._until = line("account_until", self.tr("证书有效期至"), self.tr("不填与您的证书相同"))
        self._new = secret(
            "account_password", self.tr("登录密码"), self.tr("至少 %s 个字符") % LEAST_PASSWORD
        )
        self._again = secret("account_password_again", self.tr("再输一次"))
        self._own = secret("account_own_password", self.tr("您的密码"), self.tr("管理员确认"))
        fields = (self._name, self._user, self._role, self._until, self._new, self._again, self._own)
        for field in (self._name, self._user, self._new, self._again, self._own):
            field.textChanged.connect(self._check)
        told = label(
            self.tr(
                "本机为他（她）生成一把只属于本人的签名密钥，由您的证书担保；签发码由本人第一次签发时设定。"
            ),
            "s",
            wrap=True,
        )
        parts = QWidget()
        column(parts, [told, grid([(field.accessibleName(), field) for field in fields])], gap=10)
        self.finish(parts, self.tr("添加"), "account_accept", icon="user-plus", width=480)
        self._check()
        self._name.setFocus()

    def _check(self) -> None:
        told = all(field.text().strip() for field in (self._name, self._user, self._own))
        new = self._new.text()
        self.accept_button.setEnabled(told and len(new) >= LEAST_PASSWORD and new == self._again.text())

    def wish(self) -> None:
        """Emit what was typed; the window stays until it was done."""
        self.accept_button.setEnabled(False)
        self.given.emit(
            self._own.text(),
            self._user.text().strip(),
            self._name.text().strip(),
            self._new.text(),
            Role(self._role.currentData()),
            self._until.text(),
        )
