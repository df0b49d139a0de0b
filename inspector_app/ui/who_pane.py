"""The left pane: the target, the officers, the persons met, and the facts of the visit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.parties import ROLE_LABELS
from inspector_app.domain.people import Officer
from inspector_app.ui.bench_forms import VISIT, choices_of, visit_values
from inspector_app.ui.bench_values import Bench
from inspector_app.ui.fields import FieldSignals
from inspector_app.ui.form import Form
from inspector_app.ui.look import Look
from inspector_app.ui.parts import Avatar, Chip, DropDown, Elided, button, column, frame, label, row

NEW = "new"


class WhoPane(QWidget):
    """Shows who and where of one inspection.

    Signals:
        officer_added: the id of a person of the bureau.
        officer_wanted: enter a new person of the bureau.
        officer_removed: the id of a person to take off.
        met: (name, position, company, telephone) of somebody met on site.
        office_requested: change the issuing body's names.
    """

    officer_added = Signal(str)
    officer_wanted = Signal()
    officer_removed = Signal(str)
    met = Signal(str, str, str, str)
    office_requested = Signal()

    def __init__(self, look: Look, signals: FieldSignals, inspection_id: str) -> None:
        super().__init__()
        self._look = look
        self._target = Elided(look, bold=True, px=14)
        self._address = Elided(look, px=12, tone="sub")
        self._parties = QVBoxLayout()
        self._parties.setSpacing(2)
        self._officers, self._people = QVBoxLayout(), QVBoxLayout()
        for box in (self._officers, self._people):
            box.setSpacing(4)
        self._add = DropDown(acts=True)
        self._add.setObjectName("officers")
        self._add.setAccessibleName(self.tr("添加执法人员"))
        self._add.setPlaceholderText(self.tr("添加执法人员…"))
        self._add.activated.connect(self._on_add)
        self._met = self._met_part()
        self.form = Form(signals, "inspection", inspection_id, VISIT)
        office = button(self.tr("本机关信息…"), "office", kind="bare", look=look, icon="building-2")
        office.clicked.connect(self.office_requested)
        inner = QWidget()
        inner.setObjectName("scrolled")
        parts = [
            column(None, [self._target, self._address, self._parties], gap=2),
            frame("rule"),
            label(self.tr("执法人员"), "m"),
            self._officers,
            self._add,
            frame("rule"),
            label(self.tr("在场人员"), "m"),
            self._people,
            self._met,
            frame("rule"),
            self.form,
            row(None, [office, None]),
            None,
        ]
        column(inner, parts, (16, 14, 8, 12), 8)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(self.tr("检查概况"))
        scroll.setWidget(inner)
        column(self, [(scroll, 1)])

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
        told = [line.text().strip() for line in self._met_lines]
        if told[0]:
            self.met.emit(*told)
            for line in self._met_lines:
                line.clear()
            self._met_lines[0].setFocus()

    def _on_add(self, place: int) -> None:
        code = str(self._add.itemData(place))
        self._add.setCurrentIndex(-1)
        if code == NEW:
            self.officer_wanted.emit()
        else:
            self.officer_added.emit(code)

    def show_bench(self, bench: Bench) -> None:
        """Show the values of the inspection."""
        editable = not bench.locked
        self._target.show_text(bench.target.name)
        self._address.show_text(bench.target.address)
        _empty(self._parties)
        for party in bench.target.parties:
            self._parties.addWidget(
                Elided(self._look, f"{ROLE_LABELS[party.role][:2]}  {party.name}", px=12, tone="mute")
            )
        self._show_officers(bench, editable=editable)
        _empty(self._people)
        for person in bench.inspection.present:
            told = " · ".join(part for part in (person.position, person.company) if part)
            line = QWidget()
            row(line, [label(person.name), (Elided(self._look, told, px=12, tone="mute"), 1)])
            self._people.addWidget(line)
        self._met.setVisible(editable)
        self.form.offer(lambda name: choices_of(name, bench))
        self.form.show_values(visit_values(bench), editable=editable)

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
        if officer.expert:
            told, tone = self.tr("专家"), "gray"
        elif officer.certified(bench.today):
            told, tone = self.tr("证有效"), "green"
        else:
            told, tone = self.tr("证无效"), "red"
        away = button(
            "",
            f"leave_{officer.id}",
            kind="bare",
            look=self._look,
            icon="x",
            spoken=self.tr("移除%s") % officer.name,
        )
        away.setEnabled(editable)
        away.clicked.connect(lambda: self.officer_removed.emit(officer.id))
        name = Elided(self._look, officer.name, bold=True)
        words = column(None, [name, Elided(self._look, officer.certificate, px=12, tone="mute")], gap=0)
        row(line, [Avatar(self._look, officer.name), (words, 1), Chip(self._look, told, tone), away], gap=6)
        return line


def _empty(box: QVBoxLayout | QHBoxLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
