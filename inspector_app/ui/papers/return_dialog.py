"""签字件回传: a photo or scan of the signed and sealed sheet, and what a person sees on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.papers.returns import Return
from inspector_app.ui.controls.dialogs import Dialog, grid, line
from inspector_app.ui.controls.parts import (
    DropDown,
    Elided,
    button,
    column,
    frame,
    label,
    row,
    tab_as_laid_out,
)
from inspector_app.ui.signing.sign_dialog import SignDialog, ToSign, roles_for
from inspector_app.ui.style.look import Look

SCAN_FILES = "*.pdf *.jpg *.jpeg *.png *.webp"


@dataclass(frozen=True, slots=True)
class ToReturn:
    """A copy that may come back: the recipient's id (empty for the office's own), its name, what it lacks."""

    recipient_id: str
    name: str
    missing: str


class ReturnDialog(Dialog):
    """Asks for the file and for what is seen on it.

    Signals:
        return_given: (Return, paths of the files).
        signature_given: a Signature, for who cannot sign on paper here and now.
        paper_wanted: it is to be printed and signed on paper after all.
    """

    return_given = Signal(object, list)
    signature_given = Signal(object)
    paper_wanted = Signal()

    def __init__(
        self,
        look: Look,
        document: Issued,
        copies: Sequence[ToReturn],
        chosen: str,
        files: Sequence[Path],
        *,
        sealed: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "", "return_dialog", parent)
        self.setWindowTitle(self.tr("回传签字件 %s") % document.number)
        self.setAcceptDrops(True)
        self._document, self._names_of = document, {one.recipient_id: one.name for one in copies}
        self._files: tuple[Path, ...] = ()
        self._whose = DropDown()
        self._whose.setObjectName("return_recipient")
        self._whose.setAccessibleName(self.tr("哪一家的"))
        for one in copies:
            self._whose.addItem(f"{one.name} · {one.missing}", one.recipient_id)
        self._whose.setCurrentIndex(max(self._whose.findData(chosen), 0))
        self._signed = self._tick("return_signed", self.tr("签字齐全"))
        self._sealed = self._tick("return_sealed", self.tr("盖有本机关印章"))
        self._sealed.setChecked(sealed)
        self._note = line("return_note", self.tr("手写内容"), self.tr("纸上手写的意见照抄在这里，可空"))
        seen = QWidget()
        row(seen, [self._signed, 16, self._sealed, None])
        rows: list[tuple[str, QWidget]] = [
            (self.tr("哪一家的"), self._whose),
            (self.tr("纸上看到"), seen),
            (self.tr("手写内容"), self._note),
        ]
        parts = QWidget()
        column(parts, [self._drop_part(look), grid(rows), self._screen_part(look)], gap=12)
        self.finish(parts, self.tr("存入"), "return_accept", width=560)
        tab_as_laid_out(self)
        self.take(files)
        (self._signed if files else self._choose).setFocus()

    def _tick(self, name: str, words: str) -> QCheckBox:
        made = QCheckBox(words)
        made.setObjectName(name)
        made.setAccessibleName(words)
        return made

    def _drop_part(self, look: Look) -> QWidget:
        room = frame("card")
        self._choose = button(self.tr("选文件…"), "return_choose", look=look, icon="folder-open")
        self._choose.clicked.connect(self._choose_files)
        self._names = Elided(look, bold=True)
        hint = label(self.tr("签字盖章后的扫描件（PDF）或者照片，可以直接拖到这里"), "m", wrap=True)
        row(room, [(column(None, [self._names, hint], gap=4), 1), self._choose], (14, 12, 14, 12), 12)
        return room

    def _screen_part(self, look: Look) -> QWidget:
        part = QWidget()
        sign = button(self.tr("屏幕签名…"), "return_sign", look=look, icon="signature")
        sign.clicked.connect(self.ask_for_signature)
        told = self.tr("纸不在手边：先在屏幕上签，另存一份签名页留痕；纸上的签字仍要回传。")
        row(part, [sign, (label(told, "m", wrap=True), 1)], gap=12)
        return part

    def ask_for_signature(self) -> None:
        """Hand the laptop over to whoever signs on the screen."""
        whose = str(self._whose.currentData() or "")
        name = self._names_of.get(whose, "") if whose else ""
        told = ToSign(self._document.label, self._document.number, whose, name, roles=tuple(roles_for(whose)))
        dialog = SignDialog(self.look, told, self)
        dialog.given.connect(dialog.accept)
        dialog.given.connect(self.signature_given)
        dialog.paper_wanted.connect(self.reject)
        dialog.paper_wanted.connect(self.paper_wanted)
        dialog.open()

    def take(self, files: Sequence[Path]) -> None:
        """Take files in."""
        self._files = tuple(files)
        self._names.show_text(self.tr("、").join(one.name for one in files) or self.tr("还没有选文件"))
        self.accept_button.setEnabled(bool(files))

    def _choose_files(self) -> None:
        dialog = QFileDialog(self, self.tr("选择签字件"), "", f"{self.tr('扫描件和照片')} ({SCAN_FILES})")
        dialog.setObjectName("return_files")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    def _on_files(self, files: list[str]) -> None:
        self.take([Path(one) for one in files])
        self._signed.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files in."""
        if any(one.isLocalFile() for one in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped files."""
        files = [one.toLocalFile() for one in event.mimeData().urls() if one.isLocalFile()]
        event.acceptProposedAction()
        self._on_files(files)

    def wish(self) -> None:
        """Emit what is seen on the sheet; the button waits until it is answered."""
        self.accept_button.setEnabled(False)
        self.notice.clear()
        told = Return(
            str(self._whose.currentData() or ""),
            self._signed.isChecked(),
            self._sealed.isChecked(),
            self._note.text().strip(),
        )
        self.return_given.emit(told, list(self._files))
