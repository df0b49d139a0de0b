"""Small windows that ask for one thing; opened with open(), so that a test can drive and close them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from inspector_app.domain.documents import Office
from inspector_app.domain.people import Officer
from inspector_app.ui.controls.notice import Notice
from inspector_app.ui.controls.parts import Item, button, column, label, reveal, row, sign
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.typed import show_day
from inspector_app.ui.style.words import Words


class Dialog(QDialog):
    """A titled window with a message line, a line for what is under way, and two buttons."""

    def __init__(self, look: Look, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.look = look
        self.notice = Notice(look)
        self._under_way = label("", "m")
        self._under_way.setObjectName("under_way")

    def finish(
        self, parts: QWidget, accept: str, name: str, *, icon: str = "check", width: int = 460
    ) -> None:
        """Lay out the parts above the two buttons."""
        self.accept_button = button(accept, name, kind="main", look=self.look, icon=icon)
        self.accept_button.setDefault(True)
        cancel = button(self.tr("取消"), f"{name}_cancel")
        cancel.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self._on_accept)
        buttons = row(None, [None, cancel, self.accept_button])
        # What height there is to spare stands above the buttons: titles and lines stay where they are read.
        head: list[Item] = [label(self.windowTitle(), "h2"), self.notice]
        column(self, [*head, parts, self._under_way, 4, None, buttons], (24, 20, 24, 20), 12)
        reveal(self._under_way, shown=False)
        self.setFixedWidth(self.look.px(width))

    def _on_accept(self) -> None:
        if self._under_way.isHidden():  # what is typed meanwhile may have put the button back
            self.wish()

    def wish(self) -> None:
        """Emit what the person wants; the dialog stays until it was done."""

    def show_doing(self, words: str) -> None:
        """Say what is under way, and offer it no second time meanwhile; empty when nothing is."""
        self._under_way.setText(words)
        reveal(self._under_way, shown=bool(words))
        self.accept_button.setEnabled(not words)
        if words:
            self.notice.clear()
        self._fit()

    def show_failure(self, words: Words) -> None:
        """Say why it was not done; everything typed stays."""
        self.show_doing("")
        self.notice.show_words(words)
        self.accept_button.setEnabled(True)
        self._fit()

    def say(self, words: Words) -> None:
        """Say something calmly: nothing was refused."""
        self.notice.show_words(words, tone="info")
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the main button; where only others are offered, the one that has the keys."""
        held, enter = self.focusWidget(), event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.accept_button.isHidden() and isinstance(held, QPushButton):
            held.click()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the words need at this width."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        # Qt's own guess is made for the width it likes best, and cuts wrapped words off at the fixed one.
        layout, hint = self.layout(), self.sizeHint().height()
        wanted = layout.totalHeightForWidth(self.width()) if layout is not None else hint
        self.resize(self.width(), max(wanted, hint))


def line(name: str, spoken: str, hint: str = "") -> QLineEdit:
    """Return a plain line of a dialog."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setPlaceholderText(hint)
    return made


def grid(rows: Sequence[tuple[str, QWidget]]) -> QWidget:
    """Return labels and fields below each other."""
    made = QWidget()
    lines = QGridLayout(made)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setHorizontalSpacing(12)
    lines.setVerticalSpacing(8)
    for n, (words, field) in enumerate(rows):
        if words:  # an empty label would keep the room of a line whose field is hidden
            told = label(words, "s")
            told.setBuddy(field)
            lines.addWidget(told, n, 0)
        lines.addWidget(field, n, 1)
    lines.setColumnStretch(1, 1)
    return made


class OfficeDialog(Dialog):
    """Asks for the issuing body's names as its papers show them.

    Signals:
        office_given: an Office.
    """

    office_given = Signal(object)

    def __init__(self, look: Look, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "office_dialog", parent)
        self.setWindowTitle(self.tr("本机关"))
        self._lines = {
            "name": line("office_name", self.tr("机关全称"), self.tr("××区住房和城乡建设局")),
            "prefix": line("office_prefix", self.tr("机关代字"), self.tr("×住建")),
            "review_body": line("office_review_body", self.tr("行政复议机关"), self.tr("××区人民政府")),
            "phone": line("office_phone", self.tr("核实电话"), self.tr("文书上供人核实真伪")),
            "station": line("office_station", self.tr("受委托机构"), self.tr("以站名义发文时填写，可空")),
            "station_prefix": line("office_station_prefix", self.tr("机构代字"), self.tr("可空")),
        }
        for name, field in self._lines.items():
            field.setText(getattr(office, name))
        rows = [(field.accessibleName(), field) for field in self._lines.values()]
        self.finish(grid(rows), self.tr("保存"), "office_accept")

    def wish(self) -> None:
        """Emit the office as typed."""
        self.office_given.emit(Office(**{name: field.text().strip() for name, field in self._lines.items()}))


class OfficerDialog(Dialog):
    """Asks for a person of the bureau, new or to be changed: name, certificate and its days.

    Signals:
        officer_given: (name, certificate, first day, last day, expert) as typed.
    """

    officer_given = Signal(str, str, str, str, bool)

    def __init__(self, look: Look, officer: Officer | None = None, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "officer_dialog", parent)
        self.setWindowTitle(self.tr("修改执法人员") if officer else self.tr("登记执法人员"))
        self._name = line("officer_name", self.tr("姓名"))
        self._certificate = line("officer_certificate", self.tr("执法证号"))
        self._from = line("officer_from", self.tr("有效期自"), self.tr("2024-01-01"))
        self._to = line("officer_to", self.tr("有效期至"), self.tr("2028-12-31"))
        self._expert = QCheckBox(self.tr("专家（协助检查，不计入执法人员）"))
        self._expert.setObjectName("officer_expert")
        self._expert.setAccessibleName(self._expert.text())
        if officer is not None:
            self._name.setText(officer.name)
            self._certificate.setText(officer.certificate)
            self._from.setText(show_day(officer.valid_from))
            self._to.setText(show_day(officer.valid_to))
            self._expert.setChecked(officer.expert)
        self._name.textChanged.connect(self._check)
        fields = (self._name, self._certificate, self._from, self._to)
        rows: list[tuple[str, QWidget]] = [(field.accessibleName(), field) for field in fields]
        accept = self.tr("保存") if officer else self.tr("登记")
        self.finish(grid([*rows, ("", self._expert)]), accept, "officer_accept")
        self._check()

    def _check(self) -> None:
        # A person once entered stays in the register: nobody without a name.
        self.accept_button.setEnabled(bool(self._name.text().strip()))

    def wish(self) -> None:
        """Emit the person as typed."""
        self.officer_given.emit(
            self._name.text().strip(),
            self._certificate.text().strip(),
            self._from.text(),
            self._to.text(),
            self._expert.isChecked(),
        )


class LeaveNote(Dialog):
    """Asks before something that cannot be undone here, and names the consequence.

    Signals:
        confirmed: the person wants it.
    """

    confirmed = Signal()

    def __init__(self, look: Look, title: str, told: str, accept: str, parent: QWidget | None = None) -> None:
        super().__init__(look, title, "confirm_dialog", parent)
        parts = QWidget()
        picture = sign(look, "triangle-alert", look.tokens.chips["amber"][1], 20)
        row(parts, [column(None, [picture, None]), (label(told, "s", wrap=True), 1)], gap=12)
        self.finish(parts, accept, "confirm", width=420)
        self.accept_button.setFocus()  # Enter presses it: the ring says so

    def wish(self) -> None:
        """Emit the wish and close."""
        self.confirmed.emit()
        self.accept()
