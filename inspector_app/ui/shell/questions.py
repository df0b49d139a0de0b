"""What is asked before something is chosen or becomes final: files, places, consequences, the PIN."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import InspectorError
from inspector_app.ui.controls.dialogs import LeaveNote
from inspector_app.ui.entrance.pin_dialogs import NewPinDialog, PinDialog
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.papers.archive import Archive
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import PIN_TO_SET, Texts, explain
from inspector_app.ui.workbench.bench_work import BenchWork
from inspector_app.ui.workbench.workbench_page import WorkbenchPage

PHOTO_FILES = "*.jpg *.jpeg *.png *.webp"


class Questions(QObject):
    """Asks over the window, one small window at a time, and hands the answer to the work behind the pages.

    Signals:
        pin_set: the person's PIN is another one now.
    """

    pin_set = Signal()

    def __init__(
        self, look: Look, over: QWidget, jobs: Jobs, bench: WorkbenchPage, work: BenchWork, archive: Archive
    ) -> None:
        super().__init__(over)
        self._look, self._over, self._jobs = look, over, jobs
        self._bench, self._work, self._archive = bench, work, archive
        self._session: Session | None = None
        self._texts: Texts | None = None
        self._pin: PinDialog | None = None

    def sit_down(self, session: Session, texts: Texts) -> None:
        """Begin to ask a signed-in person."""
        self._session, self._texts = session, texts

    def get_up(self) -> None:
        """Take back every question that is open."""
        for dialog in self._over.window().findChildren(QDialog):
            dialog.reject()
        self._session = None

    def photos(self, finding_id: str) -> None:
        """Ask for photo files of a finding."""
        dialog = QFileDialog(self._over, self.tr("选择照片"), "", f"{self.tr('照片')} ({PHOTO_FILES})")
        dialog.setObjectName("photo_files")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(
            lambda files: self._work.attach(finding_id, [Path(one) for one in files])
        )
        dialog.open()

    def place(self, document_id: str) -> None:
        """Ask where to save a frozen PDF."""
        name = self._archive.file_name(document_id)
        dialog = QFileDialog(self._over, self.tr("另存 PDF"), name, "PDF (*.pdf)")
        dialog.setObjectName("pdf_place")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: self._archive.save(document_id, Path(path)))
        dialog.open()

    def place_of_open_paper(self) -> None:
        """Ask where to save the document that is on the workbench."""
        bench = self._work.bench
        if bench is not None and bench.issued is not None:
            self.place(bench.issued.id)

    def conclude(self) -> None:
        """Ask before an inspection is closed."""
        self._bench.settle()
        told = self.tr("结束后这次检查不能再改；要更正，须新记一次检查，或作撤销（更正）决定书。")
        note = LeaveNote(self._look, self.tr("结束检查"), told, self.tr("结束"), self._over)
        note.confirmed.connect(self._work.conclude)
        note.open()

    def pin(self) -> None:
        """Ask for the PIN that issues the document; before the gate is clear, show the way instead."""
        session = self._session
        self._bench.settle()
        bench = self._work.bench
        if session is None or bench is None or bench.issued is not None:
            return
        if bench.draft is None:
            self._bench.paper.focus_kind()
            return
        if not self._bench.may_issue():
            self._bench.follow_first()
            return
        label = dict(bench.kinds).get(bench.draft.kind, "")
        whom = bench.draft.addressee.name if bench.draft.addressee else ""
        hint = self.tr("培训签发码 %s") % workspace.TRAINING_PIN if session.training else ""
        self._pin = PinDialog(self._look, label, whom, hint, self._over)
        self._pin.pin_given.connect(self._work.issue)
        self._pin.finished.connect(self._forget_pin)
        self._pin.open()

    def _forget_pin(self) -> None:
        self._pin = None

    def issued(self) -> None:
        """Close the PIN's window: it is done."""
        if self._pin is not None:
            self._pin.accept()

    def not_issued(self, error: Exception) -> bool:
        """Say in the PIN's window why it was not issued; False when it is not open any more."""
        if self._pin is None or self._texts is None:
            return False
        code = error.code if isinstance(error, InspectorError) else ""
        if code in PIN_TO_SET:
            self._pin.reject()
            self.new_pin(explain(error, self._texts).message, then=self.pin)
            return True
        if code == "document.date_to_confirm":
            self._pin.ask_for_date()
        self._pin.show_failure(explain(error, self._texts))
        return True

    def new_pin(self, why: str = "", *, then: Callable[[], None] | None = None) -> None:
        """Ask for the password and a new PIN; `then` goes on with what needed it."""
        if self._session is None:
            return
        dialog = NewPinDialog(self._look, why, self._over)
        dialog.given.connect(lambda password, pin: self._set_pin(dialog, password, pin, then))
        dialog.open()

    def _set_pin(
        self, dialog: NewPinDialog, password: str, pin: str, then: Callable[[], None] | None
    ) -> None:
        session, texts = self._session, self._texts
        if session is None or texts is None:
            return

        def done(_: object) -> None:
            if isValid(dialog):
                dialog.accept()
            self.pin_set.emit()
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            if isValid(dialog):
                dialog.show_failure(explain(error, texts))

        # The password and the PIN cost a quarter of a second each: beside the screen.
        self._jobs.start(lambda _: session.new_pin(password, pin), done, failed=failed)
