"""The facts of the visit in short, each a way to its field."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from inspector_app.ui.controls.parts import Elided, button, column, label, plain, row
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.boxes import UNBOUNDED

TARGET = "target"
LABEL_WIDTH = 36
"""Of Chinese words; longer ones take the room they need."""


class FactRows(QWidget):
    """Shows campaign, approval, time and phase.

    Signals:
        wanted: the name of the field to go to, TARGET for the target itself.
    """

    wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._shown: dict[str, tuple[QPushButton, Elided, str]] = {}
        rows, heads = [], []
        for code, words, field in (
            ("source", self.tr("专项"), "source"),
            ("approval", self.tr("审批"), "approval.approver"),
            ("time", self.tr("时间"), "started"),
            ("phase", self.tr("阶段"), TARGET),
        ):
            made = button("", f"fact_{code}", kind="link")
            made.setMinimumSize(look.target, look.row(30))
            made.setMaximumSize(UNBOUNDED, look.row(30))
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            told = Elided(look)
            head = label(words, "m")
            heads.append(head)
            row(made, [head, (told, 1)], (0, 0, 0, 0), 8)
            made.clicked.connect(lambda _=False, name=field: self.wanted.emit(name))
            self._shown[code] = (made, told, words)
            rows.append(made)
        wide = max(look.px(LABEL_WIDTH), *(one.sizeHint().width() for one in heads))
        for head in heads:
            head.setFixedWidth(wide)
        column(self, [*rows], gap=0)

    def show_bench(self, bench: Bench) -> None:
        """Show the values of the inspection."""
        for code, told in self._facts(bench).items():
            made, shown, words = self._shown[code]
            shown.show_text(told or self.tr("未填"))
            made.setAccessibleName(f"{words} {told or self.tr('未填')}")
            made.setToolTip(plain(told))

    def _facts(self, bench: Bench) -> dict[str, str]:
        visit, approval = bench.inspection, bench.inspection.approval
        told = ""
        if approval is not None:
            at = typed.show_moment(approval.at, bench.today)
            by = self.tr("电话批准") if approval.phone else self.tr("批准")
            told = f"{approval.approver} {at} {by}".strip() if approval.approver else approval.urgent_reason
        started = typed.show_moment(visit.started, bench.today)
        ended = typed.show_moment(visit.ended, bench.today)
        time = started
        if visit.started is not None:
            minutes = round((visit.ended - visit.started).total_seconds() / 60) if visit.ended else 0
            lasted = self.tr("（%s 分）") % minutes if minutes > 0 else ""
            time = f"{started} – {ended or self.tr('进行中')}{lasted}"
        return {"source": visit.source, "approval": told, "time": time, "phase": bench.target.field("phase")}
