"""作废: asked with its reason and the PIN; afterwards the paper may be made anew."""

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.casework.papers.issued import Issued
from inspector_app.ui.controls.dialogs import Dialog, grid, line
from inspector_app.ui.controls.paper_dialog import PaperDialog
from inspector_app.ui.controls.parts import column, label, reveal
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words


class VoidDialog(Dialog):
    """Asks why a document is void, and for the PIN.

    Signals:
        void_given: (reason, pin).
    """

    void_given = Signal(str, str)

    def __init__(
        self,
        look: Look,
        document: Issued,
        hint: str = "",
        parent: QWidget | None = None,
        *,
        reason: str = "",
    ) -> None:
        super().__init__(look, "", "void_dialog", parent)
        self.setWindowTitle(self.tr("作废 %s") % document.number)
        told = self.tr(
            "作废以后不能恢复：%s 这个文号保留、不再使用，已打出的纸请收回。要重新发文，须另做一份。"
        )
        self._reason = line("void_reason", self.tr("作废原因"), self.tr("永久留在记录里"))
        self._reason.setText(reason)
        self._pin = line("void_pin", self.tr("六位签发码"), self.tr("六位数字"))
        self._pin.setEchoMode(QLineEdit.EchoMode.Password)
        self._pin.setMaxLength(6)
        self._pin.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,6}"), self))
        said = label(hint, "m", wrap=True)
        reveal(said, shown=bool(hint))
        fields = grid([(self.tr("作废原因"), self._reason), (self.tr("签发码"), self._pin)])
        parts = QWidget()
        column(parts, [label(told % document.number, "s", wrap=True), fields, said], gap=10)
        self.finish(parts, self.tr("作废"), "void_accept", icon="trash-2", width=460)
        for field in (self._reason, self._pin):
            field.textChanged.connect(self._check)
        self._check()
        self._reason.setFocus()

    def _check(self) -> None:
        ready = bool(self._reason.text().strip()) and len(self._pin.text()) == 6
        self.accept_button.setEnabled(ready)

    def wish(self) -> None:
        """Emit both; the button waits until it is answered."""
        self.accept_button.setEnabled(False)
        self.void_given.emit(self._reason.text().strip(), self._pin.text())

    def show_failure(self, words: Words) -> None:
        """Say why; the PIN is asked again."""
        super().show_failure(words)
        self._pin.selectAll()
        self._pin.setFocus()


class VoidedNote(PaperDialog):
    """Says that a document is void, and offers to make it anew.

    Signals:
        anew_requested: begin the document again.
    """

    anew_requested = Signal()

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "voided_note", parent)
        self.setWindowTitle(self.tr("已作废"))
        parts = QWidget()
        column(parts, [label(f"{words.message}\n{words.remedy}", "s", wrap=True)])
        self.finish(parts, self.tr("重做一份"), "anew_accept", icon="file-text", width=440)
        self.call_cancel(self.tr("关闭"))
        self.accept_button.setFocus()

    def wish(self) -> None:
        """Begin the document again; the button waits until it is answered."""
        self.accept_button.setEnabled(False)
        self.anew_requested.emit()
