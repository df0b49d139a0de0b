"""What is said when a service was noted, and what it offers to do next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.paper_dialog import PaperDialog
from inspector_app.ui.controls.parts import button, column, label, row
from inspector_app.ui.style.look import Look


class ServedNote(PaperDialog):
    """Says what was noted, and offers what comes next: the proof of service, a letter to the address.

    Signals:
        proof_requested: begin the 送达回证.
        open_requested: go to the proof at the workbench.
        mail_requested: note a letter to the registered address, too.
    """

    proof_requested = Signal()
    open_requested = Signal()
    mail_requested = Signal()

    def __init__(
        self, look: Look, title: str, told: str, *, mail: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, title, "served_note", parent)
        self._begun = False
        self._told = label(told, "s", wrap=True)
        mailing = button(self.tr("再登记邮寄一份"), "mail_too")
        mailing.clicked.connect(self.mail_requested)
        parts = QWidget()
        column(parts, [self._told, row(None, [mailing, None])], gap=10)
        mailing.setVisible(mail)
        self.finish(parts, self.tr("制作送达回证"), "proof_accept", icon="file-text", width=440)
        self.call_cancel(self.tr("关闭"))
        self.accept_button.setFocus()

    def show_begun(self, told: str) -> None:
        """Say where the proof lies; the button now leads there."""
        self._begun = True
        self._told.setText(told)
        self.accept_button.setText(" " + self.tr("去签发"))
        self.accept_button.setAccessibleName(self.tr("去签发"))
        self.accept_button.setEnabled(True)
        self.accept_button.setFocus()
        self._fit()

    def wish(self) -> None:
        """Begin the proof, or go to it."""
        if self._begun:
            self.open_requested.emit()
            self.accept()
            return
        self.accept_button.setEnabled(False)
        self.proof_requested.emit()
