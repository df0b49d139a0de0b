"""Fulfils the wishes around reports: written, copied, kept, compared with today."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import InspectorError
from inspector_app.ui.controls.board_values import Line, Sheet
from inspector_app.ui.figures import report_reading
from inspector_app.ui.figures.figures_page import FiguresPage, Mode
from inspector_app.ui.figures.figures_reading import Reading
from inspector_app.ui.figures.figures_values import Paper, ReportShown
from inspector_app.ui.figures.figures_work import COUNTING, FiguresWork
from inspector_app.ui.jobs import Jobs

FILTERS = {"docx": "Word (*.docx)", "pdf": "PDF (*.pdf)", "xlsx": "Excel (*.xlsx)"}
OF_MODES = {Mode.HALF_YEAR: Paper.HALF_YEAR, Mode.PLANTS: Paper.PLANTS}


class ReportWork(QObject):
    """Works behind the entries of the page that are reports.

    Signals:
        failed: an exception, shown on the page.
        said: (code, values) of something that went well.
    """

    failed = Signal(object)
    said = Signal(str, object)

    def __init__(
        self,
        page: FiguresPage,
        counts: FiguresWork,
        jobs: Jobs,
        over: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page, self._counts, self._jobs, self._over = page, counts, jobs, over
        self._reading: Reading | None = None
        self._kept: tuple[ReportShown, datetime] | None = None
        page.mode_chosen.connect(self.show)
        page.shown.connect(self._on_shown)
        counts.read.connect(self._on_read)
        page.report.list_wanted.connect(self._read_list)
        page.report.copy_requested.connect(self._copy)
        page.report.file_requested.connect(self._ask_place)
        page.report.keep_requested.connect(self._keep)
        page.saved.done.connect(self._ask_place_of_saved)
        page.saved.chosen.connect(self._read_sheet)
        page.saved.list_wanted.connect(self._read_saved_list)

    def get_up(self) -> None:
        """Stop, and forget what was shown."""
        self._reading, self._kept = None, None

    def _latest(self, name: str, read: Callable[[Session], object], done: Callable[[object], None]) -> None:
        """Begin what is asked for the person who sits here; whoever left is told nothing."""
        session = self._counts.session
        if session is None:
            return

        def work(_: object) -> object:
            try:
                return read(session)
            except InspectorError as error:
                return error

        def ended(told: object) -> None:
            if self._counts.session is not session:
                return
            if isinstance(told, InspectorError):
                self.failed.emit(told)
            else:
                done(told)

        self._jobs.latest(name, work, ended, lane=COUNTING)

    # What is shown.

    def show(self, mode: Mode) -> None:
        """Show an entry of the page and read what it shows."""
        self._page.show_mode(mode)
        if mode in OF_MODES:
            self._read_report()
        elif mode is Mode.SAVED:
            self._read_saved()

    def _on_shown(self) -> None:
        if self._page.mode is Mode.SAVED:
            self._read_saved()

    def _on_read(self, reading: Reading) -> None:
        self._reading = reading
        if self._page.mode in OF_MODES:
            self._read_report()

    def _read_report(self) -> None:
        reading, paper = self._reading, OF_MODES[self._page.mode]
        if reading is None:
            return  # it is shown when it was counted

        def done(told: object) -> None:
            if isinstance(told, ReportShown) and OF_MODES.get(self._page.mode) is paper:
                self._page.report.show_report(told)

        self._latest("figures report", lambda session: report_reading.report(reading, session, paper), done)

    def _read_list(self, code: str, part: str) -> None:
        reading = self._reading
        if reading is None:
            return

        def done(told: object) -> None:
            if isinstance(told, tuple):
                self._page.report.show_entries(code, part, *told)

        self._latest("figures report list", lambda _: report_reading.entries(reading, code, part), done)

    # What is done.

    def _copy(self) -> None:
        told = self._page.report.told
        if told is not None:
            QGuiApplication.clipboard().setText(told.text)
            self.said.emit("figures.copied", {"title": told.title})

    def _ask_place(self, suffix: str) -> None:
        told, reading, session = self._page.report.told, self._reading, self._counts.session
        if told is None or reading is None or session is None:
            return

        def write(out: Path) -> object:
            return report_reading.write(reading, session, told.paper, out)

        self._ask(f"{told.title}{told.span.first:%Y%m%d}-{told.span.last:%Y%m%d}", suffix, write)

    def _ask_place_of_saved(self, suffix: str, known: str) -> None:
        session = self._counts.session
        line = next((one for one in self._page.saved.board.model.lines if one.id == known), None)
        if session is None or line is None:
            return

        def write(out: Path) -> object:
            return report_reading.write_saved(session, known, out)

        self._ask(f"{line.note.partition(' ')[0]}{line.title}".replace(" ", ""), suffix, write)

    def _ask(self, name: str, suffix: str, write: Callable[[Path], object]) -> None:
        """Ask where a file is to go, and write it beside the screen; refused, nothing is changed there."""
        dialog = QFileDialog(self._over, self.tr("另存"), f"{name}.{suffix}", FILTERS[suffix])
        dialog.setObjectName("report_place")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)

        def chosen(path: str) -> None:
            # Papers are written one after the other: in the common lane.
            self._jobs.start(
                lambda _: write(Path(path)),
                lambda out: self.said.emit("figures.written", {"path": str(out)}),
                failed=self.failed.emit,
            )

        dialog.fileSelected.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep(self) -> None:
        """Keep the report once; pressed again while nothing changed, it is not kept twice."""
        told, reading, session = self._page.report.told, self._reading, self._counts.session
        if told is None or reading is None or session is None:
            return
        if self._kept == (told, reading.counted.as_of.at):
            self.said.emit("figures.kept_already", {"title": told.title})
            return
        self._kept = (told, reading.counted.as_of.at)

        def kept(known: object) -> None:
            self.said.emit("figures.kept", {"title": told.title, "period": told.span.words})
            self._page.saved.choose(str(known))

        def failed(error: Exception) -> None:
            self._kept = None
            self.failed.emit(error)

        self._jobs.start(lambda _: report_reading.keep(reading, told), kept, failed=failed, lane=COUNTING)

    # What was kept.

    def _read_saved(self) -> None:
        def done(told: object) -> None:
            if isinstance(told, list):
                lines: list[Line] = told
                self._page.saved.show_lines(lines)

        self._latest("figures saved", report_reading.lines, done)

    def _read_sheet(self, known: str) -> None:
        def done(told: object) -> None:
            if isinstance(told, Sheet):
                self._page.saved.show_sheet(told)

        if known:
            self._latest("figures saved sheet", lambda session: report_reading.sheet(session, known), done)

    def _read_saved_list(self, known: str, what: str, code: str) -> None:
        def done(told: object) -> None:
            if isinstance(told, tuple):
                self._page.saved.show_entries(*told)

        self._latest(
            "figures saved list",
            lambda session: report_reading.saved_entries(session, known, what, code),
            done,
        )
