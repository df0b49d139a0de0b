"""Exporting several dossiers: asks for the folder, shows how far it is, says what was written or why not."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.casework.overview import review_export
from inspector_app.casework.overview.review_export import Exported
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.dossier import Binder, file_name
from inspector_app.domain.errors import Problem, Progress, RuleError
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.jobs import Job, Jobs
from inspector_app.ui.ledger.dossier_dialogs import ExportDialog
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, explain, of_problem

FORM = "review_export_form"


class Exporting(QObject):
    """Binds the chosen dossiers into a new folder.

    Signals:
        told: (code, values) of what was written.
    """

    told = Signal(str, object)

    def __init__(
        self,
        look: Look,
        jobs: Jobs,
        texts: Texts,
        binder: Callable[[], Binder],
        over: QWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._look, self._jobs, self._texts = look, jobs, texts
        self._binder, self._over = binder, over
        self._session: Session | None = None
        self._writing: Job | None = None
        self._dialog: ExportDialog | None = None

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop what is being written; nothing of it stays."""
        if self._writing is not None:
            self._writing.cancel()
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.writing = False
            self._dialog.reject()
        self._writing = self._dialog = self._session = None

    def ask(self, visit_ids: Sequence[str]) -> None:
        """Ask where these dossiers are to go."""
        session = self._session
        if session is None or not visit_ids:
            return
        name = file_name(f"{said('案卷')}-{session.desk.today():%Y%m%d}")
        count = said("1 宗") if len(visit_ids) == 1 else said("%s 宗") % len(visit_ids)
        form = Form(
            FORM,
            said("批量导出案卷"),
            (
                Field("count", said("案卷"), Asks.TOLD, count),
                Field("out", said("存到"), Asks.FOLDER, str(_documents() / name), needed=True),
            ),
            said("导出"),
            note=said(
                "新建一个文件夹，每宗案卷装订成一份 PDF，按日期和对象取名，另附目录。不会覆盖已有的文件。"
            ),
            icon="folder-open",
            width=620,
        )
        dialog = self._dialog = ExportDialog(self._look, form, {}, self._over)
        dialog.given.connect(lambda given: self._export(dialog, tuple(visit_ids), given))
        dialog.stopped.connect(self._stop)
        dialog.open()

    def _export(self, dialog: ExportDialog, visit_ids: tuple[str, ...], given: Given) -> None:
        session, binder = self._session, self._binder
        if session is None:
            return
        desk = session.desk

        def work(progress: Progress) -> Exported:
            return review_export.export(desk, binder(), visit_ids, _place(given), progress=progress)

        job = self._jobs.start(
            work,
            lambda made: self._on_written(dialog, made),
            failed=lambda error: self._on_failed(dialog, error),
            progressed=dialog.show_progress,
        )
        job.cancelled.connect(self._on_stopped)
        self._writing = job

    def _stop(self) -> None:
        if self._writing is not None:
            self._writing.cancel()

    def _on_stopped(self) -> None:
        self._writing = None
        if self._dialog is not None and isValid(self._dialog):
            told = Problem.of("reviewing.export_stopped")
            self._dialog.show_stopped(of_problem(told, self._texts))

    def _on_failed(self, dialog: ExportDialog, error: Exception) -> None:
        self._writing = None
        if isValid(dialog):
            dialog.show_failure(explain(error, self._texts), str(getattr(error, "where", "")))

    def _on_written(self, dialog: ExportDialog, made: Exported) -> None:
        self._writing = self._dialog = None
        if isValid(dialog):
            dialog.writing = False
            dialog.accept()
        left = len(made.dossiers) - made.bound
        code = "reviewing.exported_part" if left else "reviewing.exported"
        self.told.emit(code, {"count": made.bound, "left": left, "where": str(made.folder)})
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(made.folder)))


def _place(given: Given) -> Path:
    """Return the folder that a form names.

    Raises:
        RuleError: `dossier.no_place`.
    """
    out = Path(str(given.get("out", "")).strip()).expanduser()
    if not out.is_absolute():
        raise RuleError("dossier.no_place", where="out", path=str(out))
    return out


def _documents() -> Path:
    told = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(told) if told else Path.home()
