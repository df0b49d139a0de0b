"""The person's own: who is signed in, what they may do and until when; password and PIN."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.parts import Avatar, Chip, Item, button, column, label, row
from inspector_app.ui.settings.facts import Facts, card
from inspector_app.ui.settings.settings_values import Shown, in_order
from inspector_app.ui.style.look import Look


class PersonPart(QWidget):
    """Shows the signed-in person.

    Signals:
        password_wanted: change the password.
        pin_wanted: set another PIN.
    """

    password_wanted = Signal()
    pin_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._avatar, self._name, self._state = Avatar(look, size=40), label("", "h3"), Chip(look)
        self._facts = Facts(
            look,
            (
                ("user", self.tr("登录编号")),
                ("roles", self.tr("角色")),
                ("certificate", self.tr("证书有效期")),
            ),
        )
        password = button(
            self.tr("修改密码"), "change_password", look=look, icon="lock", spoken=self.tr("修改登录密码")
        )
        pin = button(self.tr("重设签发码"), "change_pin", look=look, icon="key-round")
        password.clicked.connect(self.password_wanted)
        pin.clicked.connect(self.pin_wanted)
        who = row(None, [self._avatar, self._name, self._state, None], gap=look.px(10))
        told = label(self.tr("签发时输入签发码，文书上就是您本人的签名；不要告诉别人。"), "m", wrap=True)
        buttons = row(None, [password, pin, None])
        parts: list[Item] = [who, self._facts, told, buttons]
        column(self, [card(look, "person_card", self.tr("我的账户"), "user-cog", parts)])

    def show_person(self, shown: Shown) -> None:
        """Show who is signed in."""
        person = shown.person
        self._avatar.show_name(person.name)
        self._name.setText(person.name)
        self._facts.show_value("user", person.user)
        self._facts.show_value("roles", self.tr("、").join(in_order(person.roles)))
        days = "–"
        if person.valid_from is not None and person.valid_to is not None:
            days = self.tr("%1 至 %2").replace("%1", person.valid_from.isoformat())
            days = days.replace("%2", person.valid_to.isoformat())
        self._facts.show_value("certificate", days)
        valid = bool(person.roles)
        self._state.show_state(
            self.tr("证书有效") if valid else self.tr("证书已到期"), "green" if valid else "red"
        )
