"""按纸质文书补录: the document being worked on was issued on paper; its number, day and scan are keyed in."""

from collections.abc import Mapping
from pathlib import Path

import orjson
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import late_drafts
from inspector_app.casework.papers.late import Scan
from inspector_app.casework.papers.late_drafts import OnPaper
from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import InspectorError, ProblemsError, Progress, RuleError
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.form_dialog import PIN, FormDialog
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import PIN_TO_SET, Texts, explain
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.bench_work import BenchWork
from inspector_app.ui.workbench.workbench_page import WorkbenchPage

NAME = "late_issue_form"
SCANS = "*.pdf *.jpg *.jpeg *.png *.webp"
WHERE = late_drafts.WHERE


class LateIssuing(QObject):
    """Asks what stands on the paper, and issues the draft as that paper beside the screen.

    Signals:
        issued: the number of the paper.
        pin_wanted: (words, what goes on once a PIN was set).
    """

    issued = Signal(str)
    pin_wanted = Signal(str, object)

    def __init__(
        self, look: Look, over: QWidget, jobs: Jobs, texts: Texts, page: WorkbenchPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._look, self._over, self._jobs, self._texts = look, over, jobs, texts
        self._page = page
        self._session: Session | None = None

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop."""
        self._session = None

    def ask(self, work: BenchWork) -> None:
        """Ask; what is being typed is written first."""
        session, bench = self._session, work.bench
        if session is None or not self._page.settle():
            return
        if bench is None or bench.draft is None or bench.issued is not None:
            return
        document_id = bench.draft.id
        form = self._form(bench, document_id, training=session.training)
        dialog = FormDialog(self._look, form, _kept(session.desk, document_id), self._over)
        dialog.typed.connect(lambda told: self._keep(work, document_id, told))
        dialog.given.connect(lambda told: self._issue(dialog, work, document_id, told))
        dialog.open()

    def _form(self, bench: Bench, document_id: str, *, training: bool) -> Form:
        label = dict(bench.kinds).get(bench.draft.kind, "") if bench.draft is not None else ""
        pin = self.tr("培训签发码 %s") % workspace.TRAINING_PIN if training else self.tr("六位数字")
        fields = (
            Field("number", self.tr("文号"), hint=self.tr("照纸上逐字录入"), needed=True),
            Field("issued_on", self.tr("签发日期"), Asks.DAY, hint=self.tr("11-20"), needed=True),
            Field("scans", self.tr("扫描件"), Asks.FILES, hint=SCANS, needed=True),
            Field("signed", self.tr("扫描件上有签字"), Asks.TICK),
            Field("sealed", self.tr("扫描件上有印章"), Asks.TICK),
            Field("author", self.tr("谁写的"), hint=self.tr("纸质文书由谁手写"), needed=True),
            Field("reason", self.tr("为何用纸"), hint=self.tr("电脑故障、打印机故障"), needed=True),
            Field(PIN, self.tr("签发码"), Asks.PIN, hint=pin, needed=True),
        )
        note = self.tr(
            "这份文书已经在纸上签发：文号、日期用纸上的，程序不再编号；内容以扫描件为准。以本人签名入账，不能收回。"
        )
        return Form(
            NAME,
            self.tr("按纸质文书补录：%s") % label,
            fields,
            self.tr("补录入账"),
            about=document_id,
            note=note,
            final=True,
            icon="clipboard-check",
            width=600,
        )

    def _keep(self, work: BenchWork, document_id: str, told: Given) -> None:
        # At once: beside the screen it would wait behind a page, and the lock ends what waits.
        try:
            work.desk.store.buffer_put(_key(document_id), orjson.dumps(dict(told)).decode())
        except InspectorError as error:
            work.failed.emit(error)

    def _issue(self, dialog: FormDialog, work: BenchWork, document_id: str, told: Given) -> None:
        session = self._session
        if session is None:
            return

        def issue(_: Progress) -> str:
            desk = session.sign(str(told[PIN]))
            number = as_on_paper(desk, document_id, told)
            desk.store.buffer_drop(_key(document_id))
            return number

        def done(number: str) -> None:
            if isValid(dialog):
                dialog.accept()
            work.saved.emit()
            work.refresh()
            self.issued.emit(number)

        def failed(error: Exception) -> None:
            code = error.code if isinstance(error, InspectorError) else ""
            if code in PIN_TO_SET and isValid(dialog):
                dialog.reject()
                self.pin_wanted.emit(explain(error, self._texts).message, lambda: self.ask(work))
            elif isValid(dialog):
                dialog.show_failure(explain(error, self._texts), getattr(error, "where", ""))
            else:
                work.failed.emit(error)

        self._jobs.start(issue, done, failed=failed)


def as_on_paper(desk: Desk, document_id: str, told: Given) -> str:
    """Issue a draft as the paper that was filled in here, and return its number.

    Raises:
        ProblemsError: `late.refused`, its place that of the first problem.
        RuleError: `ui.bad_day`, `ui.file_unreadable`, and those of `late_drafts.issue`.
    """
    where, files = f"{WHERE}.issued_on", told["scans"]
    paper = OnPaper(
        str(told["number"]),
        typed.day(str(told["issued_on"]), desk.today(), desk.rules.calendar, where=where),
        tuple(_scan(str(one)) for one in (files if isinstance(files, list) else ())),
        str(told["author"]),
        str(told["reason"]),
        signed=told["signed"] is True,
        sealed=told["sealed"] is True,
    )
    try:
        return late_drafts.issue(desk, document_id, paper).number
    except ProblemsError as refused:
        first = refused.problems[0].where if refused.problems else refused.where
        raise ProblemsError(refused.code, refused.problems, where=first) from refused


def _scan(path: str) -> Scan:
    file = Path(path)
    try:
        return Scan(pictures.read(file), file.name)
    except RuleError as refused:
        where = f"{WHERE}.scans"
        raise RuleError(refused.code, where=where, **{"name": file.name, **refused.values}) from refused


def _kept(desk: Desk, document_id: str) -> Mapping[str, object]:
    told = desk.store.buffer().get(_key(document_id))
    return dict(orjson.loads(told)) if isinstance(told, str) else {}


def _key(document_id: str) -> str:
    return f"form|{NAME}|{document_id}"
