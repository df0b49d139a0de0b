"""The work behind the page 案卷: reads a target's timeline, exports its file, keeps what is typed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from PySide6.QtCore import QObject, QStandardPaths, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import archiving, binding, dossier
from inspector_app.casework.overview.dossier import Line
from inspector_app.casework.overview.dossier_file import Exported
from inspector_app.casework.people import rights
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.domain.dossier import Binder
from inspector_app.domain.errors import InspectorError, Problem, Progress
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.jobs import Job, Jobs
from inspector_app.ui.ledger import dossier_forms as forms
from inspector_app.ui.ledger import timeline_values as values
from inspector_app.ui.ledger.dossier_dialogs import ExportDialog, ExportedDialog
from inspector_app.ui.ledger.dossier_page import BETWEEN, QUARTER, YEAR, DossierPage
from inspector_app.ui.ledger.timeline_values import Entry, Timeline
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, explain, of_problem

LANE = "search"
"""Reading a timeline draws nothing: it does not wait behind a page that is being drawn."""
AT_ONCE = 100
"""Lines that are put into words in one go; between two of them one may stop."""
PATIENCE_MS = 300
"""A reading that takes longer shows how far it is."""


class DossierWork(QObject):
    """Fulfils the wishes of the page.

    Signals:
        told: (code, values) of something that went well.
        look_wanted: (path of a bound PDF, its pages, its title).
    """

    told = Signal(str, object)
    look_wanted = Signal(object, int, str)

    def __init__(
        self,
        look: Look,
        page: DossierPage,
        jobs: Jobs,
        texts: Texts,
        binder: Callable[[], Binder],
        over: QWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._look, self.page, self._jobs, self._texts = look, page, jobs, texts
        self._binder, self._over = binder, over
        self._session: Session | None = None
        self._reading: Job | None = None
        self._writing: Job | None = None
        self._dialog: ExportDialog | None = None
        self._seen = (0, 0)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: page.show_progress(*self._seen))
        page.read_wanted.connect(self.read)
        page.stopped.connect(self.stop)
        page.export_wanted.connect(self.ask_export)
        page.keep_wanted.connect(self.ask_retention)

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop whatever is under way, and forget what was shown."""
        self.stop()
        if self._writing is not None:
            self._writing.cancel()
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.writing = False
        self._writing = self._dialog = self._session = None
        self.page.forget()

    # Reading.

    def show(self, target_id: str) -> None:
        """Show the timeline of a target."""
        self.page.begin(target_id)
        self.page.read()

    def read(self, period: str, first: str, last: str) -> None:
        """Read a period of the target that is shown; what was being read is not wanted any more."""
        session, target_id, texts = self._session, self.page.target_id, self._texts
        if session is None or not target_id:
            return
        self.stop()
        desk = session.desk

        def work(progress: Progress) -> Timeline:
            return read(desk, target_id, _days(desk, period, first, last), texts, progress)

        job = self._jobs.start(
            work,
            lambda told: self._on_read(job, told),
            failed=lambda error: self._on_unread(job, error),
            progressed=self._on_progress,
            lane=LANE,
        )
        job.cancelled.connect(self._on_rested)
        self._reading, self._seen = job, (0, 0)
        self._patience.start()

    def stop(self) -> None:
        """Stop the reading that is under way; what is shown stays."""
        if self._reading is not None:
            self._reading.cancel()
        self._rest()

    def _rest(self) -> None:
        self._reading = None
        self._patience.stop()
        self.page.show_rested()

    def _on_progress(self, done: int, total: int, _: str) -> None:
        self._seen = (done, total)
        if self._reading is not None and not self._patience.isActive():
            self.page.show_progress(done, total)

    def _on_rested(self) -> None:
        if self._reading is None:
            self.page.show_rested()

    def _on_read(self, job: Job, told: Timeline) -> None:
        if job is self._reading:
            self._rest()
            self.page.show_timeline(told)

    def _on_unread(self, job: Job, error: Exception) -> None:
        if job is self._reading:
            self._rest()
            where = str(getattr(error, "where", ""))
            self.page.show_failure(explain(error, self._texts), forms.FIELDS.get(where, where))

    # Exporting.

    def ask_export(self) -> None:
        """Ask what the file is about and where it goes."""
        session, told = self._session, self.page.told
        if session is None or not told.target:
            return
        desk = session.desk
        by_days = self.page.period in (QUARTER, YEAR, BETWEEN)
        form = forms.export_form(told, _documents(), desk.today(), by_days=by_days)
        dialog = ExportDialog(self._look, form, self._kept(form.name, told.target_id), self._over)
        self._dialog = dialog
        self._keeping(dialog, told.target_id)
        dialog.given.connect(lambda given: self._export(dialog, told.target_id, given))
        dialog.stopped.connect(self._stop_writing)
        dialog.open()

    def _export(self, dialog: ExportDialog, target_id: str, given: dict[str, object]) -> None:
        session, title = self._session, self.page.told.target
        if session is None:
            return
        desk, binder, key = session.desk, self._binder, _key(forms.EXPORT, target_id)

        def work(progress: Progress) -> Exported:
            made = forms.export(desk, binder(), target_id, given, progress)
            desk.store.buffer_drop(key)
            return made

        job = self._jobs.start(
            work,
            lambda made: self._on_written(dialog, made, title),
            failed=lambda error: self._on_unwritten(dialog, error),
            progressed=dialog.show_progress,
        )
        job.cancelled.connect(self._on_stopped)
        self._writing = job

    def _stop_writing(self) -> None:
        if self._writing is not None:
            self._writing.cancel()

    def _on_stopped(self) -> None:
        self._writing = None
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.show_stopped(of_problem(Problem.of("dossier.stopped"), self._texts))

    def _on_written(self, dialog: ExportDialog, made: Exported, title: str) -> None:
        self._writing = self._dialog = None
        if isValid(dialog):
            dialog.writing = False
            dialog.accept()
        shown = ExportedDialog(self._look, made, self._over)
        path = shown.bound.path
        shown.look_wanted.connect(lambda: self.look_wanted.emit(path, made.sheets, title))
        shown.folder_wanted.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(made.folder))))
        shown.open()

    def _on_unwritten(self, dialog: ExportDialog, error: Exception) -> None:
        self._writing = None
        if isValid(dialog):
            dialog.show_failure(explain(error, self._texts), str(getattr(error, "where", "")))

    # How long files are kept.

    def ask_retention(self) -> None:
        """Ask how long the office keeps its files."""
        session = self._session
        if session is None:
            return
        form = forms.retention_form(self.page.told.retention)
        dialog = FormDialog(self._look, form, self._kept(form.name, ""), self._over)
        self._keeping(dialog, "")
        desk, key = session.desk, _key(form.name, "")

        def done(_: object) -> None:
            if isValid(dialog):
                dialog.accept()
            self.told.emit("dossier.retention_set", {})
            self.page.read()

        def failed(error: Exception) -> None:
            if isValid(dialog):
                dialog.show_failure(explain(error, self._texts), str(getattr(error, "where", "")))
            else:
                self._jobs.failed.emit(error)

        def work(given: dict[str, object]) -> None:
            forms.keep(desk, given)
            desk.store.buffer_drop(key)

        dialog.given.connect(lambda given: self._jobs.start(lambda _: work(given), done, failed=failed))
        dialog.open()

    # What is typed is kept until it was given.

    def _kept(self, name: str, about: str) -> dict[str, object]:
        session = self._session
        told = session.desk.store.buffer().get(_key(name, about)) if session is not None else None
        return dict(orjson.loads(told)) if isinstance(told, str) else {}

    def _keeping(self, dialog: FormDialog, about: str) -> None:
        session, key = self._session, _key(dialog.form.name, about)
        if session is None:
            return
        store = session.desk.store

        def keep(told: Any) -> None:
            # At once: beside the screen it would wait behind a page, and the lock ends what waits.
            try:
                store.buffer_put(key, orjson.dumps(dict(told)).decode())
            except InspectorError as error:
                self._jobs.failed.emit(error)

        dialog.typed.connect(keep)


def read(
    desk: Desk,
    target_id: str,
    days: tuple[date | None, date | None],
    texts: Texts,
    progress: Progress | None = None,
) -> Timeline:
    """Return a target's timeline in words; runs beside the screen.

    Raises:
        RuleError: `registry.no_target`, `dossier.period_reversed`.
    """
    target = registry.target_of(desk.store, target_id)
    kind = desk.rules.targets.get(target.kind)
    lines = dossier.timeline(desk, target_id, *days, progress=progress)
    return Timeline(
        target_id=target_id,
        target=target.name,
        kind=kind.label if kind is not None else target.kind,
        entries=tuple(_in_words(lines, texts, progress)),
        period=days,
        visits=binding.visits_offered(desk, target_id),
        retention=archiving.retention(desk.store),
        may_keep=rights.holds(desk, archiving.MAY_SET),
        facts=values.facts_of(lines),
    )


def _in_words(lines: Sequence[Line], texts: Texts, progress: Progress | None) -> Iterator[Entry]:
    for n, one in enumerate(lines):
        if progress is not None and n % AT_ONCE == 0:
            progress.step(n, len(lines))
        yield values.entry(one, texts)


def _days(desk: Desk, period: str, first: str, last: str) -> tuple[date | None, date | None]:
    today = desk.today()
    if period == YEAR:
        return date(today.year, 1, 1), date(today.year, 12, 31)
    if period == QUARTER:
        month = 3 * ((today.month - 1) // 3) + 1
        ends = {1: (3, 31), 4: (6, 30), 7: (9, 30), 10: (12, 31)}[month]
        return date(today.year, month, 1), date(today.year, *ends)
    if period == BETWEEN:
        return forms.day_of(desk, first, "first"), forms.day_of(desk, last, "last")
    return None, None


def _key(name: str, about: str) -> str:
    return f"form|{name}|{about}"


def _documents() -> Path:
    told = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(told) if told else Path.home()
