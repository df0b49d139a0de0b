"""The window in which somebody signs on the screen: who, as what, under which document, and the field."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QWidget

from inspector_app.domain.countersigning import ROLE_LABELS, Signer, SignerRole
from inspector_app.ui.controls.dialogs import line
from inspector_app.ui.controls.full_window import FullWindow
from inspector_app.ui.controls.notice import Notice
from inspector_app.ui.controls.parts import DropDown, Item, button, column, label, row, tab_as_laid_out
from inspector_app.ui.signing.pad import Pad
from inspector_app.ui.signing.strokes import Signature
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Words


@dataclass(frozen=True, slots=True)
class ToSign:
    """Under what somebody signs, and who it most likely is.

    Attributes:
        label, number: of the document.
        recipient_id, recipient: for whose copy, empty for none.
        roles: as what they may sign; the first is offered.
        known: (name, position) of people met on site.
    """

    label: str
    number: str
    recipient_id: str = ""
    recipient: str = ""
    name: str = ""
    position: str = ""
    roles: tuple[SignerRole, ...] = (SignerRole.RECEIVER,)
    known: tuple[tuple[str, str], ...] = ()


class SignDialog(FullWindow):
    """Asks for a signature on the screen; it cannot be typed, and the way on without pen and finger is paper.

    Signals:
        given: a Signature.
        refused: the person will not sign.
        paper_wanted: it is to be signed on paper.
    """

    given = Signal(object)
    refused = Signal()
    paper_wanted = Signal()

    def __init__(self, look: Look, told: ToSign, parent: QWidget | None = None) -> None:
        super().__init__(look, "sign_dialog", "", parent)
        self.setWindowTitle(self.tr("屏幕签名"))
        self._told = told
        self.notice = Notice(look)
        self.pad = Pad(look)
        self.pad.written.connect(self._show_state)
        self.pad.full.connect(lambda: self._tell(self.tr("笔画太多了"), self.tr("请按“清除”重新签。")))
        upper: list[Item] = [self._head(look, told), self._who(look, told), self.notice]
        column(self, [*upper, (self.pad, 1), self._foot(look)], (28, 20, 28, 20), 12)
        self._connect()
        tab_as_laid_out(self)
        self._show_state()
        (self._accept if told.name else self.name).setFocus()

    def _big(self, told: str, px: int, *, bold: bool = False) -> QLabel:
        made = label(told, "big", wrap=True)
        made.setFont(self.look.font(px, bold=bold))
        return made

    def _head(self, look: Look, told: ToSign) -> QFrame:
        head = QFrame()
        whom = self.tr("请在下面签名")
        if told.recipient:
            whom = self.tr("%s的签收人请在下面签名") % told.recipient
        under = self._big(f"{told.label}　{told.number}", 20)
        words = column(None, [self._big(whom, 24, bold=True), under], gap=4)
        back = button(self.tr("返回  Esc"), "sign_back", look=look, icon="arrow-left")
        back.clicked.connect(self.reject)
        row(head, [(words, 1), column(None, [back, None])], gap=16)
        return head

    def _who(self, look: Look, told: ToSign) -> QFrame:
        who = QFrame()
        self.name = self._field("signer_name", self.tr("签名人姓名"), told.name)
        self.position = self._field("signer_position", self.tr("职务"), told.position)
        self.role = DropDown()
        self.role.setObjectName("signer_role")
        self.role.setAccessibleName(self.tr("签名身份"))
        for role in told.roles:
            self.role.addItem(said(ROLE_LABELS[role]), str(role))
        self.role.setEnabled(len(told.roles) > 1)
        self.role.setMinimumHeight(look.row(36))
        self.role.setMinimumContentsLength(9)
        for one in (self.name, self.position):
            one.setMinimumHeight(look.row(36))
        row(
            who,
            [
                label(self.tr("签名人"), "s"),
                (self.name, 2),
                label(self.tr("职务"), "s"),
                (self.position, 2),
                label(self.tr("身份"), "s"),
                (self.role, 2),
            ],
            gap=10,
        )
        return who

    def _field(self, name: str, spoken: str, told: str) -> QLineEdit:
        made = line(name, spoken)
        made.setText(told)
        made.setMaxLength(60)
        return made

    def _foot(self, look: Look) -> QFrame:
        foot = QFrame()
        self._undo = self._wish(self.tr("撤销一笔"), "sign_undo", "undo-2", "Ctrl+Z")
        self._clear = self._wish(self.tr("清除"), "sign_clear", "eraser", "Ctrl+Del")
        self._refuse = self._wish(self.tr("拒绝签名"), "sign_refused", "x", "Ctrl+R")
        self._paper = self._wish(self.tr("改用纸质"), "sign_paper", "printer", "F8 / Ctrl+P")
        self._accept = button(self.tr("签好了"), "sign_accept", kind="main", look=look, icon="check")
        self._accept.setToolTip(self.tr("签好了") + "  Ctrl+Enter")
        for one in (self._undo, self._clear, self._refuse, self._paper, self._accept):
            one.setMinimumHeight(look.row(44))
        why = label(
            self.tr("签名只能用笔、手指或者鼠标写，不能用键盘打出来；没有这些，按 F8 打印，在纸上签。"),
            "m",
            wrap=True,
        )
        self._accept.setProperty("big", "true")
        self._accept.setMinimumWidth(look.px(150))
        row(foot, [self._undo, self._clear, (why, 1), self._refuse, self._paper, self._accept], gap=10)
        return foot

    def _wish(self, told: str, name: str, icon: str, keys: str) -> QPushButton:
        made = button(told, name, look=self.look, icon=icon)
        made.setToolTip(f"{told}  {keys}")
        return made

    def _connect(self) -> None:
        self._undo.clicked.connect(self.pad.undo)
        self._clear.clicked.connect(self.pad.clear)
        self._refuse.clicked.connect(self._on_refused)
        self._paper.clicked.connect(self._on_paper)
        self._accept.clicked.connect(self.wish)
        self.name.textEdited.connect(self._on_name)
        for keys, wish in (
            ("Ctrl+Z", self.pad.undo),
            ("Ctrl+Del", self.pad.clear),
            ("Ctrl+R", self._on_refused),
            ("F8", self._on_paper),
            ("Ctrl+P", self._on_paper),
            ("Ctrl+Return", self.wish),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(wish)

    def _on_name(self, told: str) -> None:
        """Fill in the position of somebody who was met on site."""
        position = dict(self._told.known).get(told.strip(), "")
        if position and not self.position.text().strip():
            self.position.setText(position)

    def _show_state(self) -> None:
        there = bool(self.pad.strokes.strokes)
        self._undo.setEnabled(there)
        self._clear.setEnabled(there)
        if there:
            self.notice.clear()

    def _tell(self, message: str, remedy: str) -> None:
        self.notice.show_words(Words(message, remedy, "sign"), tone="warn")

    def wish(self) -> None:
        """Give the signature; without a name or a stroke, say what is missing."""
        name = self.name.text().strip()
        if not name:
            self._tell(self.tr("还没有写签名人是谁"), self.tr("请先填姓名，再签名。"))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.pad.strokes.empty:
            remedy = self.tr("请在白色方框里签名；不愿签的按“拒绝签名”，要在纸上签的按 F8。")
            self._tell(self.tr("还没有签名"), remedy)
            return
        role = SignerRole(str(self.role.currentData()))
        recipient = self._told.recipient_id if role is SignerRole.RECEIVER else ""
        signer = Signer(name, self.position.text().strip(), role, recipient)
        self.given.emit(Signature(signer, self.pad.strokes.strokes, self.pad.aspect))

    def _on_refused(self) -> None:
        self.reject()
        self.refused.emit()

    def _on_paper(self) -> None:
        self.reject()
        self.paper_wanted.emit()


def roles_for(recipient_id: str) -> Sequence[SignerRole]:
    """Return as what somebody may sign a paper that came back: for a recipient first, else for themselves."""
    own = (SignerRole.INSPECTED, SignerRole.WITNESS, SignerRole.OFFICER)
    return (SignerRole.RECEIVER, *own) if recipient_id else own
