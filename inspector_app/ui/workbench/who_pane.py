"""The left pane: the target, the officers, the persons met, and the facts of the visit."""

from collections.abc import Callable
from datetime import datetime
from math import ceil

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.parties import ROLE_LABELS
from inspector_app.domain.people import Officer, PersonPresent
from inspector_app.ui.checking.values import Checks
from inspector_app.ui.controls.fields import FieldSignals, LineField
from inspector_app.ui.controls.parts import (
    Avatar,
    Chip,
    DropDown,
    Elided,
    Item,
    button,
    column,
    frame,
    label,
    plain,
    restyle,
    row,
)
from inspector_app.ui.style import painting, typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.workbench.bench_forms import VISIT, choices_of, visit_values
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.form import Form
from inspector_app.ui.workbench.who_facts import TARGET, FactRows
from inspector_app.ui.workbench.who_score import ScoreBox

NEW = "new"
PERSON_HEIGHT = 42
NAME_WIDTH, MOST_NAME = 42, 84
"""A name of three characters, and how much of a longer one is shown."""
END_AGAIN_MS = 15_000
"""How often the proposed end is told anew."""
MOST = 16_777_215
"""As wide and high as there is room."""


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
        self._officers, self._people = QVBoxLayout(), QVBoxLayout()
        for box in (self._officers, self._people):
            box.setSpacing(4)
        self._facts = FactRows(look)
        self._facts.wanted.connect(self._on_fact)
        self._score = ScoreBox(look)
        self._score.part_wanted.connect(self.part_wanted)
        self._add = self._add_part()
        self._met = self._met_part()
        self._to_met = button(
            "", "to_present", kind="bare", look=look, icon="user-plus", spoken=self.tr("记在场人员")
        )
        self._to_met.clicked.connect(self._on_to_met)
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
            row(None, [label(self.tr("执法人员"), "m"), (self._add, 1)]),
            self._officers,
            frame("rule"),
            row(None, [label(self.tr("在场人员"), "m"), None, self._to_met]),
            self._people,
            self._score_room(),
            frame("rule"),
            row(None, [(column(None, [self._target, self._address], gap=2), 1), mend], gap=4),
            self._parties,
            self._met,
            self.form,
            row(None, [office, None]),
            None,
        ]
        column(inner, parts, (16, 10, 8, 12), 6)

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

    def _on_to_met(self) -> None:
        self._met_lines[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(self._met, 0, 40)

    def move_to(self, inspection_id: str) -> None:
        """Be about another inspection from now on; `show_bench` follows. Made anew it would cost 80 ms."""
        for line in self._met_lines:
            line.clear()
        self._bench = None
        self.form.move_to(inspection_id)

    def _add_part(self) -> DropDown:
        made = DropDown(acts=True)
        made.setObjectName("officers")
        made.setAccessibleName(self.tr("添加执法人员"))
        made.setPlaceholderText(self.tr("添加…"))
        made.setMaximumWidth(self._look.px(112))
        made.setMinimumWidth(self._look.px(76))
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        made.activated.connect(self._on_add)
        return made

    def _met_part(self) -> QWidget:
        part = QWidget()
        self._met_lines: list[QLineEdit] = []
        for name, hint in (
            ("present", self.tr("姓名")),
            ("present_position", self.tr("职务")),
            ("present_company", self.tr("单位")),
            ("present_phone", self.tr("电话")),
        ):
            made = QLineEdit()
            made.setObjectName(name)
            made.setPlaceholderText(hint)
            made.setAccessibleName(self.tr("在场人员%s") % hint)
            made.returnPressed.connect(self._on_met)
            self._met_lines.append(made)
        add = button("", "add_present", look=self._look, icon="user-plus", spoken=self.tr("记下在场人员"))
        add.clicked.connect(self._on_met)
        lines = self._met_lines
        upper = row(None, [(lines[0], 1), (lines[1], 1)], gap=6)
        column(part, [upper, row(None, [(lines[2], 1), (lines[3], 1), add], gap=6)], gap=6)
        return part

    def _on_met(self) -> None:
        self.settle()
        self._met_lines[0].setFocus()

    def settle(self) -> bool:
        """Note whoever is being written down, as if Enter had been pressed; tell whether it could be."""
        told = [line.text().strip() for line in self._met_lines]
        if told[0]:
            # Cleared first: what follows from it may settle once more.
            for line in self._met_lines:
                line.clear()
            self.met.emit(*told)
        return not self._met_lines[0].text()

    def take_back(self, *told: str) -> None:
        """Go on holding a person who could not be noted."""
        for line, words in zip(self._met_lines, told, strict=True):
            line.setText(words)

    def _on_target(self) -> None:
        if self._bench is not None:
            self.target_opened.emit(self._bench.target.id)

    def _on_add(self, place: int) -> None:
        code = str(self._add.itemData(place))
        self._add.setCurrentIndex(-1)
        if code == NEW:
            self.officer_wanted.emit()
        else:
            self.officer_added.emit(code)

    def show_bench(self, bench: Bench) -> None:
        """Show the values of the inspection."""
        before, self._bench = self._bench, bench
        editable = not bench.locked
        self._target.show_text(bench.target.name)
        self._address.show_text(bench.target.address)
        _empty(self._parties)
        for party in bench.target.parties:
            self._parties.addWidget(
                Elided(self._look, f"{said(ROLE_LABELS[party.role][:2])}  {party.name}", px=12, tone="mute")
            )
        if before is None or _people(before) != _people(bench):
            keys_at = self._keys_at()
            self._show_officers(bench, editable=editable)
            self._show_present(bench, editable=editable)
            self._give_keys(keys_at)
        self._met.setVisible(editable)
        self._to_met.setVisible(editable)
        self._facts.show_bench(bench)
        self.form.offer(lambda name: choices_of(name, bench))
        self.form.show_values(visit_values(bench), editable=editable)
        self._propose_end()

    def _lines(self) -> list[QWidget]:
        """Return the lines of people that are shown now."""
        boxes = (self._officers, self._people)
        items = [box.itemAt(n) for box in boxes for n in range(box.count())]
        return [line for item in items if item is not None and (line := item.widget()) is not None]

    def _keys_at(self) -> str:
        """Return the name of what has the keys in the line of a person, empty when nothing has."""
        focus = self.window().focusWidget()
        there = focus is not None and any(line.isAncestorOf(focus) for line in self._lines())
        return focus.objectName() if focus is not None and there else ""

    def _give_keys(self, name: str) -> None:
        """Give the keys back to what was made anew, else to where a person is added."""
        if not name:
            return
        for line in self._lines():
            if (made := line.findChild(QWidget, name)) is not None:
                # The layout would show a new line only in the next turn of the loop; hidden it takes no keys.
                line.show()
                made.setFocus()
                return
        (self._met_lines[0] if name.startswith("unmeet_") else self._add).setFocus()

    def _show_officers(self, bench: Bench, *, editable: bool) -> None:
        _empty(self._officers)
        everybody = (*bench.inspection.officers, *bench.inspection.experts)
        for officer in everybody:
            self._officers.addWidget(self._officer(officer, bench, editable=editable))
        there = {one.id for one in everybody}
        self._add.clear()
        for one in bench.staff:
            if one.id not in there:
                self._add.addItem(one.name, one.id)
        self._add.addItem(self.tr("登记新的执法人员…"), NEW)
        self._add.setCurrentIndex(-1)
        self._add.setEnabled(editable)

    def _officer(self, officer: Officer, bench: Bench, *, editable: bool) -> QWidget:
        line = QWidget()
        line.setFixedHeight(self._look.row(PERSON_HEIGHT))
        if officer.expert:
            told, tone = self.tr("专家"), "gray"
        elif officer.certified(bench.today):
            told, tone = self.tr("证有效"), "green"
        else:
            told, tone = self.tr("证无效"), "red"
        away = self._away(f"leave_{officer.id}", officer.name, editable=editable)
        away.clicked.connect(lambda: self.officer_removed.emit(officer.id))
        mend = button("", f"edit_{officer.id}", kind="link", spoken=self.tr("修改%s") % officer.name)
        mend.setMinimumSize(self._look.target, self._look.target)
        mend.setMaximumSize(MOST, MOST)
        mend.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        mend.setToolTip(plain(mend.accessibleName()))
        mend.clicked.connect(lambda: self.officer_opened.emit(officer.id))
        name = Elided(self._look, officer.name, bold=True)
        column(mend, [name, Elided(self._look, officer.certificate, px=12, tone="mute")], (4, 0, 4, 0), 0)
        row(line, [Avatar(self._look, officer.name), (mend, 1), Chip(self._look, told, tone), away], gap=4)
        return line

    def _show_present(self, bench: Bench, *, editable: bool) -> None:
        _empty(self._people)
        people = bench.inspection.present
        widest = max((painting.text_width(self._look, one.name, 13) for one in people), default=0)
        width = min(max(ceil(widest) + 2, self._look.px(NAME_WIDTH)), self._look.px(MOST_NAME))
        for person in people:
            self._people.addWidget(self._present(person, width, editable=editable))

    def _present(self, person: PersonPresent, width: int, *, editable: bool) -> QWidget:
        line = QWidget()
        told = " · ".join(part for part in (person.position, person.company) if part)
        away = self._away(f"unmeet_{person.id}", person.name, editable=editable)
        away.clicked.connect(lambda: self.unmet.emit(person.id))
        name = Elided(self._look, person.name)
        # A line that shortens gives way to what stands beside it, unless it is told not to.
        name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        name.setFixedWidth(width)
        words: list[Item] = [name, (Elided(self._look, told, px=12, tone="mute"), 1)]
        row(line, [*words, away], gap=6)
        return line

    def _away(self, name: str, whom: str, *, editable: bool) -> QPushButton:
        spoken = self.tr("移除%s") % whom
        made = button("", name, kind="bare", look=self._look, icon="x", spoken=spoken)
        made.setToolTip(plain(spoken))
        made.setEnabled(editable)
        return made


def _people(bench: Bench) -> tuple[object, ...]:
    """Return what the lines of people are made of."""
    visit = bench.inspection
    present = [(one, one.id) for one in visit.present]
    return visit.officers, visit.experts, present, bench.staff, bench.locked, bench.today


def _empty(box: QVBoxLayout | QHBoxLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
