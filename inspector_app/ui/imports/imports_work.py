"""Reading, trying and bringing in, beside the screen; dialogs ask for files."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from inspector_app.casework.importing import bringing, returned
from inspector_app.casework.importing.bringing import Reader, Weighed
from inspector_app.casework.importing.columns import Kind
from inspector_app.casework.importing.outcomes import Outcome, Place
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import Problem, Progress, RuleError
from inspector_app.ui.imports import imports_values as values
from inspector_app.ui.imports.imports_page import ImportsPage
from inspector_app.ui.imports.imports_values import Opened, ResultLine
from inspector_app.ui.jobs import BOARD, PAPER, Job, Jobs
from inspector_app.ui.style.words import Texts

SHOWN = 500
"""Rows that the page lists; the workbook of rows sent back has all of them."""


class ImportsWork(QObject):
    """Works for the page.

    Signals:
        failed: an error to be told.
        said: (code, values) of a piece of news.
        brought: something was written.
    """

    failed = Signal(object)
    said = Signal(str, dict)
    brought = Signal()

    def __init__(
        self, page: ImportsPage, jobs: Jobs, texts: Texts, reader: Reader, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._page, self._jobs, self._texts, self._reader = page, jobs, texts, reader
        self._session: Session | None = None
        self._opened: Opened | None = None
        self._weighed: Weighed | None = None
        self._job: Job | None = None
        page.choose_requested.connect(self.choose)
        page.file_given.connect(self.open)
        page.field_chosen.connect(self._choose_field)
        page.try_requested.connect(self.weigh)
        page.bring_requested.connect(self.bring)
        page.cancel_requested.connect(self._cancel)
        page.save_requested.connect(lambda: self._ask_where("退回的行.xlsx", self._save))
        page.map_requested.connect(lambda: self._ask_where("映射.toml", self._save_map))

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop; what is being written stops at its next step."""
        self._cancel()
        self._session = self._opened = self._weighed = None
        self._page.clear()

    def choose(self) -> None:
        """Ask for a file."""
        asked = QFileDialog(
            self._page, self.tr("选择工作簿"), "", self.tr("Excel 工作簿 (*.xlsx *.xlsm);;所有文件 (*)")
        )
        asked.setObjectName("import_file")
        asked.setOption(QFileDialog.Option.DontUseNativeDialog)
        asked.setFileMode(QFileDialog.FileMode.ExistingFile)
        asked.fileSelected.connect(self._page.give)
        asked.open()

    def open(self, path: str, kind: str) -> None:
        """Read a workbook and recognise its columns."""
        session = self._session
        if session is None:
            return
        reader = self._reader
        self._page.show_busy(busy=True)
        self._start(
            lambda _: values.opened(session.desk, Path(path), Kind(kind), reader),
            self._show_opened,
        )

    def _show_opened(self, told: Opened) -> None:
        self._opened, self._weighed = told, None
        self._page.show_opened(told)
        if not any(one.field for sheet in told.sheets for one in sheet.columns):
            sheets = [one.map.sheet for one in told.sheets]
            self.failed.emit(
                RuleError("import.nothing_recognised", where=told.request.source.name, sheets=sheets)
            )
        else:
            self.weigh([])

    def _choose_field(self, sheet: str, number: int, code: str) -> None:
        if self._opened is not None:
            self._opened = values.changed(self._opened, sheet, number, code)
            self.weigh(self._page.accepted)

    def weigh(self, accepted: list[str]) -> None:
        """Try: say what would come of it."""
        session, told = self._session, self._opened
        if session is not None and told is not None:
            self._page.show_busy(busy=True)
            self._start(lambda _: values.weighed(session.desk, told, accepted), self._show_weighed)

    def _show_weighed(self, told: Weighed) -> None:
        self._weighed = told
        self._show(told.outcome, signs=told.signs)

    def _show(self, outcome: Outcome, *, signs: bool = False) -> None:
        self._page.show_busy(busy=False)
        self._page.show_outcome(outcome, self._lines(outcome), self._notes(outcome), signs=signs)

    def _lines(self, told: Outcome) -> list[ResultLine]:
        lines = []
        for one in told.proposed:
            what, cure = self._words(Problem(one.code, one.place.head, one.shown))
            state = "已接受" if one.accepted else "待定"
            lines.append(ResultLine(_at(one.place), state, "", what, cure, one.key))
        lines += [
            ResultLine(_at(one.place), "退回的", one.value, *self._words(one.problem))
            for one in told.rejected
        ]
        for change in told.changed:
            fields = "；".join(f"{name} {old or '—'} → {new or '—'}" for name, old, new in change.fields)
            lines.append(ResultLine(_at(change.place), "变更", change.name, fields))
        lines += [
            ResultLine(_at(one.place), "略过", one.value, self._words(Problem(one.code))[0])
            for one in told.skipped
        ]
        return lines[:SHOWN]

    def _notes(self, told: Outcome) -> str:
        notes = [" ".join(self._words(one)).strip() for one in told.notes]
        if told.unknown:
            heads = tuple(f"{one.column}“{one.head}”" for one in told.unknown)
            notes.append(self._words(Problem.of("import.unknown_columns", columns=heads))[0])
        return "\n".join(notes)

    def _words(self, problem: Problem) -> tuple[str, str]:
        return self._texts.text(problem.code, problem.where, dict(problem.values))

    def bring(self) -> None:
        """Write what was tried; a history with documents asks for the signature first."""
        session, told = self._session, self._weighed
        if session is None or told is None:
            return
        pin = self._page.pin.text() if told.signs else ""

        def write(progress: Progress) -> Outcome:
            return bringing.bring_in(session.sign(pin) if told.signs else session.desk, told, progress)

        self._page.pin.clear()
        self._page.show_busy(busy=True, writes=True)
        # Documents are drawn: nothing else may draw meanwhile.
        self._job = self._jobs.start(
            write,
            self._on_written,
            failed=self._on_failed,
            progressed=lambda done, total, _: self._page.show_progress(done, total),
            lane=PAPER,
        )

    def _on_written(self, told: Outcome) -> None:
        self._job = None
        self._show(told)
        self.brought.emit()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self._page.show_busy(busy=False)

    def _start(self, work: Callable[[Progress], object], then: Callable[..., None]) -> None:
        self._jobs.start(work, then, failed=self._on_failed, lane=BOARD)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._page.show_busy(busy=False)
        self.failed.emit(error)

    def _ask_where(self, name: str, then: Callable[[Path], None]) -> None:
        asked = QFileDialog(self._page, self.tr("存到"), name)
        asked.setObjectName("import_where")
        asked.setOption(QFileDialog.Option.DontUseNativeDialog)
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setFileMode(QFileDialog.FileMode.AnyFile)
        asked.selectFile(name)
        asked.fileSelected.connect(lambda path: then(Path(path)))
        asked.open()

    def _save(self, path: Path) -> None:
        told = self._weighed
        if told is not None:
            words = lambda one: " ".join(self._words(one.problem)).strip()  # noqa: E731 - said on the spot
            self._start(
                lambda _: returned.save(path, told, words),
                lambda count: self.said.emit("import.returned_saved", {"count": count, "file": str(path)}),
            )

    def _save_map(self, path: Path) -> None:
        session, told = self._session, self._opened
        if session is not None and told is not None:
            self._start(
                lambda _: returned.save_text(path, values.map_text(session.desk, told)),
                lambda _: self.said.emit("import.map_saved", {"file": str(path)}),
            )


def _at(place: Place) -> str:
    return f"{place.sheet}!{place.column}{place.row}"
