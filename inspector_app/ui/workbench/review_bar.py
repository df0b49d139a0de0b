"""How the document being worked on stands before a supervisor, and the way to lay it before one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from inspector_app.casework.papers.debts import Debt
from inspector_app.domain.approving import DebtState
from inspector_app.domain.documents import Draft, Review, Standing
from inspector_app.ui.controls.parts import Chip, Elided, button, row
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.typed import show_moment
from inspector_app.ui.workbench.bench_values import AGAIN, SUBMIT, Bench

STANDINGS = {
    Standing.WAITING: ("待审批", "amber"),
    Standing.CHANGED: ("送审后改过", "red"),
    Standing.APPROVED: ("已批准", "green"),
    Standing.LOST: ("批准已失效", "red"),
    Standing.RETURNED: ("已退回", "red"),
}


class ReviewBar(QFrame):
    """One line: a chip, who and when, and 送审 where it may be laid before a supervisor now.

    Signals:
        submit_requested: lay the document before a supervisor.
        debt_requested: the id of the document whose approval is still to be made up.
    """

    submit_requested = Signal()
    debt_requested = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("review_bar")
        self._owing = ""
        self._chip = Chip(look, dot=True)
        self._words = Elided(look, px=13)
        self.submit = button(self.tr("送审"), SUBMIT, look=look, icon="log-in")
        self.submit.clicked.connect(self._on_clicked)
        row(self, [self._chip, (self._words, 1), self.submit], (2, 0, 0, 0), 8)
        self.hide()

    def show_bench(self, bench: Bench) -> None:
        """Show how the document stands; nothing for a kind that the office issues freely."""
        draft, debt = bench.draft, bench.debt
        self._owing = ""
        if bench.issued is not None:
            self._show_debt(debt)
        elif draft is not None and bench.needs_approval:
            self._show_draft(bench, draft)
        self.setVisible(debt is not None if bench.issued is not None else bench.needs_approval)

    def _show_draft(self, bench: Bench, draft: Draft) -> None:
        told = draft.review
        word, tone = STANDINGS[told.standing] if told is not None else ("", "gray")
        words = self._said(told, bench) if told is not None else self._unlaid(draft)
        again = told is not None and told.standing in AGAIN
        self._show(word, tone, words)
        self._face(self.tr("再送审") if again else self.tr("送审"), shown=told is None or again)

    def _unlaid(self, draft: Draft) -> str:
        given = draft.approval
        if given is not None and given.stands:
            return self.tr("已填写批准人 %s") % given.approver
        return self.tr("签发前须经批准")

    def _said(self, told: Review, bench: Bench) -> str:
        at = show_moment(told.at, bench.today)
        if told.standing is Standing.RETURNED:
            return f"{told.by} {at}  {told.words}"
        if told.standing in (Standing.APPROVED, Standing.LOST):
            return f"{told.by} {at}  {told.number}"
        to = bench.reviewer or self.tr("任一审批人")
        return self.tr("%1 送审，等 %2").replace("%1", at).replace("%2", to)

    def _show_debt(self, debt: Debt | None) -> None:
        if debt is None:
            return
        open_ = debt.state in (DebtState.OPEN, DebtState.LATE)
        tone = {DebtState.OPEN: "amber", DebtState.LATE: "red", DebtState.PAID: "green"}.get(
            debt.state, "amber"
        )
        if debt.paid is None:
            words = self.tr("%s 前补办书面批准") % show_moment(debt.until)
        else:
            words = f"{debt.paid.by} {show_moment(debt.paid.at)}  {debt.paid.number}"
        self._show(str(debt.state), tone, words)
        self._owing = debt.id if open_ else ""
        self._face(self.tr("去补办"), shown=open_)

    def _show(self, word: str, tone: str, words: str) -> None:
        self._chip.show_state(word, tone)
        self._words.show_text(words)
        self.setAccessibleName(f"{word} {words}".strip())

    def _face(self, words: str, *, shown: bool) -> None:
        self.submit.setText(f" {words}")
        self.submit.setAccessibleName(words)
        self.submit.setToolTip(words if self._owing else f"{words}  Ctrl+Shift+Enter")
        self.submit.setVisible(shown)

    def _on_clicked(self) -> None:
        if self._owing:
            self.debt_requested.emit(self._owing)
        else:
            self.submit_requested.emit()
