"""送审: the document being worked on is laid before a supervisor; what is typed for it is kept."""

from collections.abc import Mapping

import orjson
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import approval_book
from inspector_app.casework.overview.approval_book import OF_APPROVAL
from inspector_app.casework.papers import approvals
from inspector_app.domain.errors import InspectorError, Progress
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, explain
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.bench_work import BenchWork
from inspector_app.ui.workbench.workbench_page import WorkbenchPage

NAME = "submit_form"


class Submitting(QObject):
    """Asks before whom it is laid and what they should know, and does it beside the screen.

    Signals:
        submitted: (label of the document, name of the supervisor; empty for any of them).
    """

    submitted = Signal(str, str)

    def __init__(
        self, look: Look, over: QWidget, jobs: Jobs, texts: Texts, page: WorkbenchPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._look, self._over, self._jobs, self._texts = look, over, jobs, texts
        self._page = page

    def ask(self, work: BenchWork) -> None:
        """Ask; what is being typed is written first, for what is submitted is what stands there."""
        if not self._page.settle():
            return
        bench = work.bench
        if bench is None or bench.draft is None or bench.issued is not None or not bench.needs_approval:
            return
        desk, document_id = work.desk, bench.draft.id
        people = approval_book.supervisors(desk)
        form = self._form(bench, document_id, people)
        kept = self._kept(desk, document_id)
        if kept.get("to") not in dict(people):
            kept.pop("to", None)  # somebody who approves nothing any more: nobody is to be taken for another
        dialog = FormDialog(self._look, form, kept, self._over)
        dialog.typed.connect(lambda told: self._keep(work, document_id, told))
        dialog.given.connect(lambda told: self._submit(dialog, work, document_id, told, dict(people)))
        dialog.open()

    def _form(self, bench: Bench, document_id: str, people: tuple[tuple[str, str], ...]) -> Form:
        label = dict(bench.kinds).get(bench.draft.kind, "") if bench.draft is not None else ""
        note = self.tr("送审的是现在这一稿：审批人批准的只是这份内容，送审后再改，须重新送审。")
        lacking = sum(not one.field.startswith(OF_APPROVAL) for one in self._page.paper.gate.lines)
        if lacking:
            note = f"{note}\n{self.tr('签发前还缺 %s 项；补的若写进文书，要重新送审。') % lacking}"
        if not people:
            note = f"{note}\n{self.tr('这台电脑上还没有其他审批人的证书；送审后由任一审批人答复。')}"
        fields = (
            Field("to", self.tr("审批人"), Asks.CHOICE, choices=(("", self.tr("任一审批人")), *people)),
            Field("words", self.tr("送审说明"), Asks.TEXT, hint=self.tr("请审批人注意什么，可以不填")),
        )
        title = self.tr("送审：%s") % label
        return Form(NAME, title, fields, self.tr("送审"), about=document_id, note=note, icon="log-in")

    @staticmethod
    def _kept(desk: Desk, document_id: str) -> dict[str, object]:
        told = desk.store.buffer().get(_key(document_id))
        return dict(orjson.loads(told)) if isinstance(told, str) else {}

    def _keep(self, work: BenchWork, document_id: str, told: Given) -> None:
        # At once: beside the screen it would wait behind a page, and the lock ends what waits.
        try:
            work.desk.store.buffer_put(_key(document_id), orjson.dumps(dict(told)).decode())
        except InspectorError as error:
            work.failed.emit(error)

    def _submit(
        self, dialog: FormDialog, work: BenchWork, document_id: str, told: Given, people: Mapping[str, str]
    ) -> None:
        desk, to, words = work.desk, str(told["to"]), str(told["words"])
        label = (
            next((one.label for one in work.bench.papers if one.id == document_id), "") if work.bench else ""
        )

        def submit(_: Progress) -> None:
            approvals.submit(desk, document_id, to, words)
            desk.store.buffer_drop(_key(document_id))

        def done(_: object) -> None:
            if isValid(dialog):
                dialog.accept()
            work.saved.emit()
            work.refresh()
            self.submitted.emit(label, people.get(to, self.tr("任一审批人")))

        def failed(error: Exception) -> None:
            if isValid(dialog):
                dialog.show_failure(explain(error, self._texts), getattr(error, "where", ""))
            else:
                work.failed.emit(error)

        self._jobs.start(submit, done, failed=failed)


def _key(document_id: str) -> str:
    return f"form|{NAME}|{document_id}"
