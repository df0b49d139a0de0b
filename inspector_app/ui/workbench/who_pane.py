"""The left pane: the target, the officers, the persons met, and the facts of the visit."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.parties import ROLE_LABELS
from inspector_app.domain.targets import Target
from inspector_app.ui.checking.values import Checks
from inspector_app.ui.controls.fields import LineField
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.parts import Elided, button, column, frame, label, restyle, row
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.workbench.bench_forms import VISIT, choices_of, visit_values
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.boxes import emptied
from inspector_app.ui.workbench.form import Form
from inspector_app.ui.workbench.meeting import Meeting
from inspector_app.ui.workbench.who_facts import TARGET, FactRows
from inspector_app.ui.workbench.who_people import Officers, Present
from inspector_app.ui.workbench.who_score import ScoreBox

END_AGAIN_MS = 15_000
"""How often the proposed end is told anew."""


class WhoPane(QWidget):
    """Shows who and where of one inspection.

    Signals:
        officer_added: the id of a person of the bureau.
        officer_wanted: enter a new person of the bureau.
        officer_removed: the id of a person to take off.
        officer_opened: the id of a person of the bureau to change.
        met: (name, position, company, telephone) of somebody met on site.
        unmet: the record's id of a person present to take off.
        office_requested: change the issuing body's names.
        target_opened: the id of the target to change.
        part_wanted: (sheet id, part id or empty) a table of the checklists.
    """

    officer_added = Signal(str)
    officer_wanted = Signal()
    officer_removed = Signal(str)
    officer_opened = Signal(str)
    met = Signal(str, str, str, str)
    unmet = Signal(str)
    office_requested = Signal()
    target_opened = Signal(str)
    part_wanted = Signal(str, str)

    def __init__(
        self, look: Look, signals: FieldSignals, inspection_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        # From the outside in: what moves to another parent is styled anew with all that is in it.
        self._scroll = scroll = QScrollArea(self)
        column(self, [(scroll, 1)])
        inner = QWidget()
        inner.setObjectName("scrolled")
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(self.tr("检查概况"))
        scroll.setWidget(inner)
        self._bench: Bench | None = None
        self._target = Elided(look, bold=True, px=14)
        self._address = Elided(look, px=12, tone="sub")
        self._parties = QVBoxLayout()
        self._parties.setSpacing(2)
        self._facts = FactRows(look)
        self._facts.wanted.connect(self._on_fact)
        self._score = ScoreBox(look)
        self._score.part_wanted.connect(self.part_wanted)
        self._meeting = Meeting(look, inspection_id, inner)
        self._officers, self._present = Officers(look, inner), Present(look, self._meeting.first, inner)
        self._connect_people(signals)
        self.form = Form(signals, "inspection", inspection_id, VISIT, parent=inner)
        self._now: Callable[[], datetime] | None = None
        self._end_hint = ""
        self._minute = QTimer(self)
        self._minute.setInterval(END_AGAIN_MS)
        self._minute.timeout.connect(self._propose_end)
        ended = self.form.fields["ended"]
        if isinstance(ended, LineField):
            self._end_hint = ended.placeholderText()
            ended.textChanged.connect(self._propose_end)
        mend = button("", "edit_target", kind="bare", look=look, icon="pencil", spoken=self.tr("修改对象"))
        mend.clicked.connect(self._on_target)
        office = button(self.tr("本机关信息…"), "office", kind="bare", look=look, icon="building-2")
        office.clicked.connect(self.office_requested)
        parts = [
            self._facts,
            frame("rule"),
            self._officers,
            frame("rule"),
            self._present,
            self._score_room(),
            frame("rule"),
            row(None, [(column(None, [self._target, self._address], gap=2), 1), mend], gap=4),
            self._parties,
            self._meeting,
            self.form,
            row(None, [office, None]),
            None,
        ]
        column(inner, parts, (16, 10, 8, 12), 6)

    def _connect_people(self, signals: FieldSignals) -> None:
        self._meeting.met.connect(self.met)
        self._meeting.typed.connect(signals.typed)
        self._officers.added.connect(self.officer_added)
        self._officers.opened.connect(self.officer_opened)
        self._officers.removed.connect(self.officer_removed)
        self._officers.wanted.connect(self.officer_wanted)
        self._present.meeting_wanted.connect(self._on_meeting)
        self._present.removed.connect(self.unmet)

    def showEvent(self, event: QShowEvent) -> None:
        """Be wide enough for the fields: what is scrolled sideways is not seen."""
        super().showEvent(event)
        inner, bar = self._scroll.widget(), self._scroll.verticalScrollBar()
        if inner is not None:
            self._scroll.setMinimumWidth(inner.minimumSizeHint().width() + bar.sizeHint().width())

    def watch(self, now: Callable[[], datetime]) -> None:
        """Propose the present time as the end of the visit as long as nobody says another."""
        self._now = now
        self._minute.start()
        self._propose_end()

    def _propose_end(self) -> None:
        """Show, dashed, the end that the visit gets if it is concluded without one."""
        field, bench = self.form.fields["ended"], self._bench
        if not isinstance(field, LineField) or bench is None or self._now is None:
            return
        visit = bench.inspection
        proposed = visit.started is not None and visit.ended is None and not bench.locked and not field.text()
        time = typed.show_moment(self._now(), bench.today) if proposed else ""
        field.setPlaceholderText(time or self._end_hint)
        field.setToolTip(self.tr("没填：结束检查的那一刻就是结束时间，现在是 %s") % time if time else "")
        restyle(field, ghost="true" if time else "false")

    def _score_room(self) -> QWidget:
        """Return the gauge under its heading; both are hidden where no list is offered."""
        self._score_part = part = QWidget()
        column(part, [frame("rule"), label(self.tr("检查表"), "m"), self._score], gap=8)
        part.hide()
        return part

    def show_checks(self, checks: Checks) -> None:
        """Show how far the checklists are."""
        self._score_part.setVisible(bool(checks.board.listings))
        self._score.show_checks(checks)

    def _on_fact(self, name: str) -> None:
        """Go to the field of a fact."""
        if name == TARGET:
            self._on_target()
            return
        field = self.form.fields[name]
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(field, 0, 40)

    def _on_meeting(self) -> None:
        self._meeting.first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(self._meeting, 0, 40)

    def move_to(self, inspection_id: str) -> None:
        """Be about another inspection from now on; `show_bench` follows. Made anew it would cost 80 ms."""
        self._meeting.move_to(inspection_id)
        self._bench = None
        self.form.move_to(inspection_id)

    def forget(self) -> None:
        """Be about no inspection; what could not be written is told at the next sign-in."""
        self._meeting.forget()
        self.move_to("")

    def settle(self) -> bool:
        """Note whoever is being written down, as if Enter had been pressed; tell whether it could be."""
        return self._meeting.settle()

    def take_back(self, *told: str) -> None:
        """Go on holding a person who could not be noted; see `Meeting.take_back`."""
        self._meeting.take_back(*told)

    def _on_target(self) -> None:
        if self._bench is not None:
            self.target_opened.emit(self._bench.target.id)

    def show_bench(self, bench: Bench) -> None:
        """Show the values of the inspection."""
        before, self._bench = self._bench, bench
        editable = not bench.locked
        if before is None or before.target != bench.target:
            self._show_target(bench.target)
        self._officers.show_bench(bench)
        self._present.show_bench(bench)
        self._meeting.setVisible(editable)
        self._facts.show_bench(bench)
        self.form.offer(lambda name: choices_of(name, bench))
        self.form.show_values(visit_values(bench), editable=editable)
        self._propose_end()

    def _show_target(self, target: Target) -> None:
        self._target.show_text(target.name)
        self._address.show_text(target.address)
        emptied(self._parties)
        for party in target.parties:
            told = f"{said(ROLE_LABELS[party.role][:2])}  {party.name}"
            self._parties.addWidget(Elided(self._look, told, px=12, tone="mute"))
