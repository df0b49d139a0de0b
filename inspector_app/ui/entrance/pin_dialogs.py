"""The PIN: asked before something becomes final, and set anew with the password."""

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from inspector_app.ui.controls.dialogs import Dialog, grid, line
from inspector_app.ui.controls.parts import column, label, reveal
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words


class PinDialog(Dialog):
    """Asks for the PIN before something becomes final, and names the consequence.

    Signals:
        pin_given: (pin, the date was confirmed).
    """

    pin_given = Signal(str, bool)

    def __init__(
        self, look: Look, what: str, whom: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, "", "pin_dialog", parent)
        self.setWindowTitle(self.tr("签发%s") % what)
        told = self.tr("主送：%s\n签发后取得文号，页面与内容固定，不能再改；要更正须另发文书。") % whom
        self._pin = line("pin", self.tr("六位签发码"), self.tr("六位数字"))
        self._pin.setEchoMode(QLineEdit.EchoMode.Password)
        self._pin.setMaxLength(6)
        self._pin.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,6}"), self))
        self._date = QCheckBox(self.tr("我已核对电脑日期，无误"))
        self._date.setObjectName("date_confirmed")
        self._date.setAccessibleName(self._date.text())
        self._date.hide()
        parts = QWidget()
        fields = grid([(self.tr("签发码"), self._pin)])
        said = label(hint, "m", wrap=True)
        reveal(said, shown=bool(hint))
        column(parts, [label(told, "s", wrap=True), fields, said, self._date], gap=10)
        self.finish(parts, self.tr("签发"), "pin_accept", icon="stamp", width=420)
        self.accept_button.setEnabled(False)
        self._pin.textChanged.connect(self._on_text)
        self._pin.setFocus()

    def _on_text(self, told: str) -> None:
        self.accept_button.setEnabled(len(told) == 6)

    def wish(self) -> None:
        """Emit the PIN; the button waits until it is answered."""
        self.accept_button.setEnabled(False)
        self.pin_given.emit(self._pin.text(), self._date.isChecked())

    def ask_for_date(self) -> None:
        """Ask that a person looks at the date: the laptop's clock seems off."""
        self._date.show()

    def show_failure(self, words: Words) -> None:
        """Say why; the PIN is asked again."""
        super().show_failure(words)
        self._pin.selectAll()
        self._pin.setFocus()


class NewPinDialog(Dialog):
    """Asks for the password and twice for a new PIN; this is also how a locked PIN is freed.

    Signals:
        given: (password, new pin).
    """

    given = Signal(str, str)

    def __init__(self, look: Look, why: str = "", parent: QWidget | None = None) -> None:
        super().__init__(look, "", "new_pin_dialog", parent)
        self.setWindowTitle(self.tr("设签发码"))
        self._password = line("new_pin_password", self.tr("登录密码"))
        self._pin = line("new_pin", self.tr("新签发码"), self.tr("六位数字"))
        self._again = line("new_pin_again", self.tr("再输一次"), self.tr("六位数字"))
        for field in (self._password, self._pin, self._again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textChanged.connect(self._check)
        for field in (self._pin, self._again):
            field.setMaxLength(6)
            field.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,6}"), self))
        told = self.tr("签发码在签发时代表您本人。请输入登录密码，并设一个只有您知道的新签发码。")
        parts = QWidget()
        fields = (self._password, self._pin, self._again)
        words = label("\n".join(part for part in (why, told) if part), "s", wrap=True)
        column(parts, [words, grid([(field.accessibleName(), field) for field in fields])], gap=10)
        self.finish(parts, self.tr("设定"), "new_pin_accept", width=420)
        self._check()
        self._password.setFocus()

    def _check(self) -> None:
        same = len(self._pin.text()) == 6 and self._pin.text() == self._again.text()
        self.accept_button.setEnabled(same and bool(self._password.text()))

    def wish(self) -> None:
        """Emit both; the window stays until it was done."""
        self.accept_button.setEnabled(False)
        self.given.emit(self._password.text(), self._pin.text())
