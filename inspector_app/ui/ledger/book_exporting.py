"""A ledger as shown becomes a workbook: who may see numbers of persons is asked, then where it goes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.ledgers import exporting
from inspector_app.casework.ledgers.exporting import Exported
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import Progress
from inspector_app.domain.ledgers import Layout, Question
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.jobs import EXPORTS, Job, Jobs
from inspector_app.ui.ledger.book_doing import DoingLine
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts

MASKED, WHOLE = "masked", "whole"


class BookExporting(QObject):
    """Exports one ledger, one file at a time.

    Signals:
        failed: an exception; nothing was written then.
        said: (code, values) of something that went well.
    """

    failed = Signal(object)
    said = Signal(str, object)

    def __init__(
        self,
        look: Look,
        jobs: Jobs,
        texts: Texts,
        over: QWidget,
        layout: Layout,
        doing: DoingLine,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._look, self._jobs, self._texts, self._over = look, jobs, texts, over
        self._layout, self._doing = layout, doing
        self._job: Job | None = None
        doing.stopped.connect(self._stop)

    def begin(
        self, session: Session, filing: Desk | None, question: Question, columns: tuple[str, ...]
    ) -> None:
        """Ask what is needed and where it goes, then write; one at a time, a second wish is passed by."""
        if self._job is not None:
            return
        found = (self._layout.column(code) for code in columns)
        personal = [said(one.label) for one in found if one is not None and one.personal]

        def write(path: str, reason: str) -> None:
            self._write(session, filing, question, columns, Path(path), reason)

        if not personal:
            self._ask_place(session, lambda path: write(path, ""))
            return
        form = self._form(personal, allowed=exporting.may_unmask(session.desk))
        dialog = FormDialog(self._look, form, None, self._over)

        def given(told: Given) -> None:
            reason = str(told.get("reason", "")) if told["numbers"] == WHOLE else ""
            dialog.accept()
            self._ask_place(session, lambda path: write(path, reason))

        dialog.given.connect(given)
        dialog.open()

    def _form(self, personal: list[str], *, allowed: bool) -> Form:
        choices = [(MASKED, self.tr("遮住中间几位"))]
        choices += [(WHOLE, self.tr("写出全部，要写理由"))] if allowed else []
        fields = (
            Field(
                "numbers", self.tr("个人号码"), Asks.CHOICE, value=MASKED, choices=tuple(choices), needed=True
            ),
            Field(
                "reason",
                self.tr("理由"),
                Asks.TEXT,
                hint=self.tr("给谁、做什么用；和导出的人一起留存"),
                needed=True,
                only_when=("numbers", WHOLE),
            ),
        )
        note = self.tr("这些列有个人号码：%s") % self.tr("、").join(personal)
        if not allowed:
            note += "\n" + self.tr("写出全部要科室负责人、管理员或内勤的权限。")
        return Form(
            "export_form", self.tr("导出台账"), fields, self.tr("选择位置…"), note=note, icon="file-down"
        )

    def _ask_place(self, session: Session, write: Callable[[str], None]) -> None:
        name = f"{said(self._layout.label)}{session.desk.today().isoformat()}.xlsx"
        dialog = QFileDialog(self._over, self.tr("导出为 Excel"), name, "Excel (*.xlsx)")
        dialog.setObjectName("ledger_place")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write(
        self,
        session: Session,
        filing: Desk | None,
        question: Question,
        columns: tuple[str, ...],
        out: Path,
        reason: str,
    ) -> None:
        def work(progress: Progress) -> Exported:
            return exporting.export(
                session.desk, question, columns, out, filing=filing, reason=reason, progress=progress
            )

        def done(told: Exported) -> None:
            self._end()
            self.said.emit("books.exported", {"path": str(told.path), "rows": told.rows})

        def failed(error: Exception) -> None:
            self._end()
            self.failed.emit(error)

        self._job = self._jobs.start(work, done, failed=failed, progressed=self._step, lane=EXPORTS)
        self._job.cancelled.connect(self._on_stopped)
        self._doing.show_step(self.tr("正在导出"), 0, 0)

    def _step(self, done: int, total: int, _: str) -> None:
        if self._job is None:
            return
        words = self.tr("正在导出")
        if total > 1:
            words = self.tr("正在导出 %1 / %2 行").replace("%1", f"{done:,}").replace("%2", f"{total:,}")
        self._doing.show_step(words, done, total)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_stopped(self) -> None:
        self._end()
        self.said.emit("books.stopped", {})

    def _end(self) -> None:
        self._job = None
        self._doing.end()
