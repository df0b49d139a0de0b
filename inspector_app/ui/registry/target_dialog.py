"""A target on the spot, entered or mended: kind, name, address, its facts and the companies that answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QWidget

from inspector_app.casework.targets.registry import NewParty, NewTarget
from inspector_app.domain.parties import ROLE_LABELS, Party, PartyRole
from inspector_app.domain.targets import Target, TargetKind
from inspector_app.ui.controls.dialogs import Dialog, grid, line
from inspector_app.ui.controls.parts import DropDown, column, label, restyle, reveal, tab_as_laid_out
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

REST_HEIGHT = 260
"""Of what scrolls below the first lines: the whole window must fit a screen of 768 pixels."""
QUIET_MS = 250
"""How long after a key it is looked whether there is such a target already."""


@dataclass(frozen=True, slots=True)
class _Company:
    """One company's lines in the form, with what stood there."""

    role: PartyRole
    known: Party | None
    name: QLineEdit
    credit_code: QLineEdit
    manager: QLineEdit
    phone: QLineEdit

    def told(self) -> NewParty:
        """Return the company as typed; what the form does not ask for stays as it was."""
        return NewParty(
            self.role,
            self.name.text().strip(),
            self.credit_code.text().strip().upper(),
            self.manager.text().strip(),
            self.known.manager_title if self.known else "",
            self.phone.text().strip(),
            self.known.address if self.known else "",
            self.known.id if self.known else "",
        )


class TargetDialog(Dialog):
    """Asks for a new target, or for what is to be changed in one that is entered.

    A name, a kind and the main company are enough to begin; the gate names the rest in time.

    Signals:
        target_given: a NewTarget.
        alike_wanted: tell the targets that may be the one of this name; see `show_alike`.
    """

    target_given = Signal(object)
    alike_wanted = Signal(str)

    def __init__(
        self,
        look: Look,
        kinds: Mapping[str, TargetKind],
        code_valid: Callable[[str], bool],
        target: Target | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "", "target_dialog", parent)
        self.setWindowTitle(self.tr("修改对象") if target else self.tr("登记新对象"))
        self._kinds, self._code_valid, self._target = kinds, code_valid, target
        self._typed = _held(target) if target else {}
        self._kind = self._kind_field()
        self._name = line("target_name", self.tr("名称"), self.tr("与施工许可证或执照一致，写到标段"))
        self._stage = DropDown()
        self._stage.setObjectName("target_phase")
        self._stage.setAccessibleName(self.tr("所处阶段"))
        self._same = label("", "warn", wrap=True)
        self._same.setObjectName("target_alike")
        self._address = line("target_address", self.tr("地址"))
        self._project = line("target_project", self.tr("所属项目"), self.tr("是大项目的一部分时填写，可空"))
        for field in (self._name, self._address, self._project):
            field.setText(self._typed.get(field.objectName(), ""))
            field.setCursorPosition(0)
        self._facts: dict[str, QLineEdit] = {}
        self._companies: list[_Company] = []
        self._led: QWidget | None = None
        self._rest = self._rest_part()
        parts = QWidget()
        rows: list[tuple[str, QWidget]] = [
            (self.tr("名称"), self._name),
            ("", self._same),
            (self.tr("类别"), self._kind),
            (self.tr("所处阶段"), self._stage),
            (self.tr("地址"), self._address),
            (self.tr("所属项目"), self._project),
        ]
        self._upper = grid(rows)
        column(parts, [self._upper, self._rest], gap=12)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._hint)
        accept = self.tr("保存") if target else self.tr("登记并开始检查")
        self.finish(parts, accept, "target_accept", width=620)
        self._kind.currentIndexChanged.connect(self._show_kind)
        self._name.textChanged.connect(self._check)
        self._name.textEdited.connect(self._quiet.start)
        self._show_kind()
        if target is not None:
            self._show_stage(target.phase)
        self._check()
        reveal(self._same, shown=False)
        self._name.setFocus()

    def prepare(self, name: str, *, begin: bool) -> None:
        """Begin with a name that was typed already: the keys go to the main company then.

        Args:
            begin: an inspection begins when it is entered.
        """
        words = self.tr("登记并开始检查") if begin else self.tr("登记")
        self.accept_button.setText(f" {words}")
        self.accept_button.setAccessibleName(words)
        self._name.setText(name)
        main = next(iter(self._companies), None)
        if name and main is not None:
            self._led = main.name
            main.name.setFocus()
        self._quiet.start(0)

    def _hint(self) -> None:
        """Ask whether there may be such a target already."""
        self.alike_wanted.emit(self._name.text().strip())

    def show_alike(self, told: str, names: Sequence[str]) -> None:
        """Say which targets are called like this; an answer to another name is let go."""
        if told != self._name.text().strip():
            return
        self._same.setText(self.tr("已有相近的对象：%s") % "、".join(names) if names else "")
        reveal(self._same, shown=bool(names))
        self._fit()

    def _show_stage(self, chosen: str) -> None:
        """Offer the stages of the kind that is shown; one that it does not know stays what it is."""
        kind = self._kinds.get(str(self._kind.currentData()))
        stages = [(one.code, one.label) for one in (kind.phases if kind else ())]
        self._stage.clear()
        self._stage.addItem(self.tr("没有说"), "")
        for code, words in stages:
            self._stage.addItem(said(words), code)
        if chosen and self._stage.findData(chosen) < 0:
            self._stage.addItem(chosen, chosen)
        self._stage.setCurrentIndex(self._stage.findData(chosen))

    def _kind_field(self) -> DropDown:
        made = DropDown()
        made.setObjectName("target_kind")
        made.setAccessibleName(self.tr("类别"))
        for code, kind in self._kinds.items():
            made.addItem(said(kind.label), code)
        if self._target is not None:
            if made.findData(self._target.kind) < 0:
                # A kind that another edition knows stays what it is.
                made.addItem(self._target.kind, self._target.kind)
            made.setCurrentIndex(made.findData(self._target.kind))
        return made

    def _rest_part(self) -> QScrollArea:
        made = QScrollArea()
        made.setWidgetResizable(True)
        made.setAccessibleName(self.tr("对象资料"))
        made.setFixedHeight(REST_HEIGHT)
        return made

    def _show_kind(self) -> None:
        kind = self._kinds.get(str(self._kind.currentData()))
        self._show_stage(str(self._stage.currentData() or ""))
        self._typed |= {one.objectName(): one.text() for one in self._rest.findChildren(QLineEdit)}
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QGridLayout(inner)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setHorizontalSpacing(12)
        rows.setVerticalSpacing(8)
        self._facts = {}
        main = kind.main_role if kind else None
        self._companies = [self._company(*one) for one in self._wanted(kind)]
        # What notices are addressed to comes first: with the name it is all that one needs to begin.
        self._companies.sort(key=lambda one: one.role is not main)
        mains = [one for one in self._companies if one.role is main]
        for company in mains:
            self._add_company(rows, company, main=True)
        for code, words in self._asked(kind).items():
            self._facts[code] = line(f"fact_{code}", said(words))
            rows.addWidget(label(said(words), "s"), rows.rowCount(), 0)
            rows.addWidget(self._facts[code], rows.rowCount() - 1, 1, 1, 2)
        self._initials = line("target_initials", self.tr("拼音首字母"), self.tr("多音字读错时改，可空"))
        rows.addWidget(label(self.tr("拼音首字母"), "s"), rows.rowCount(), 0)
        rows.addWidget(self._initials, rows.rowCount() - 1, 1, 1, 2)
        for company in self._companies[len(mains) :]:
            self._add_company(rows, company, main=False)
        for one in inner.findChildren(QLineEdit):
            # What both kinds ask for is not asked twice.
            one.setText(self._typed.get(one.objectName(), ""))
            one.setCursorPosition(0)
        for company in self._companies:
            self._check_code(company.credit_code)
        rows.setColumnStretch(1, 3)
        rows.setColumnStretch(2, 2)
        rows.setRowStretch(rows.rowCount(), 1)
        self._align(rows)
        self._rest.setWidget(inner)
        tab_as_laid_out(self)

    def _align(self, lower: QGridLayout) -> None:
        """Let the fields below begin where those above do."""
        upper = self._upper.layout()
        if not isinstance(upper, QGridLayout):
            return
        cells = [both.itemAtPosition(n, 0) for both in (upper, lower) for n in range(both.rowCount())]
        words = [one for cell in cells if cell is not None and (one := cell.widget()) is not None]
        for one in words:
            one.ensurePolished()
        wide = max((one.sizeHint().width() for one in words), default=0)
        for one_grid in (upper, lower):
            one_grid.setColumnMinimumWidth(0, wide)

    def _asked(self, kind: TargetKind | None) -> dict[str, str]:
        """Return the facts to show with their words: those of the kind, and whatever else is held."""
        known = {fact.code: fact.label for one in self._kinds.values() for fact in one.fields}
        held = {code: known.get(code, code) for code, _ in (self._target.fields if self._target else ())}
        own = {fact.code: fact.label for fact in (kind.fields if kind else ())}
        # Kinds may share a code and call it otherwise: the words of the kind that is shown count.
        return own | {code: words for code, words in held.items() if code not in own}

    def _wanted(self, kind: TargetKind | None) -> list[tuple[str, PartyRole, Party | None]]:
        """Return (name of its lines, role, what is known) of each company to show; nobody is hidden."""
        held = _named(self._target)
        roles = list(kind.roles if kind else ())
        others = [(name, party.role, party) for name, party in held.items() if name not in roles]
        return [(str(role), role, held.get(str(role))) for role in roles] + others

    def _company(self, name: str, role: PartyRole, known: Party | None) -> _Company:
        words = said(ROLE_LABELS[role])
        return _Company(
            role,
            known,
            line(f"{name}_name", self.tr("%s全称") % words, self.tr("营业执照上的全称")),
            line(f"{name}_code", self.tr("%s信用代码") % words, self.tr("18 位信用代码")),
            line(f"{name}_manager", self.tr("%s负责人") % words, self.tr("现场负责人，可空")),
            line(f"{name}_phone", self.tr("%s电话") % words, self.tr("电话，可空")),
        )

    def _add_company(self, rows: QGridLayout, company: _Company, *, main: bool) -> None:
        words = said(ROLE_LABELS[company.role])
        place = rows.rowCount()
        rows.addWidget(label(f"{words} · {self.tr('主送')}" if main else words, "s"), place, 0)
        rows.addWidget(company.name, place, 1)
        rows.addWidget(company.credit_code, place, 2)
        rows.addWidget(company.manager, place + 1, 1)
        rows.addWidget(company.phone, place + 1, 2)
        code = company.credit_code
        code.editingFinished.connect(lambda: self._check_code(code))

    def _check_code(self, field: QLineEdit) -> None:
        told = field.text().strip().upper()
        wrong = bool(told) and not self._code_valid(told)
        restyle(field, wrong=wrong)
        field.setToolTip(self.tr("校验位不对，请对照营业执照再核一遍（GB 32100）。") if wrong else "")

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self._name.text().strip()))

    def lead_to(self, name: str) -> None:
        """Put the keys into the field that a Spot of a target names, the target's name when there is none."""
        head, _, rest = name.partition(":")
        field: QLineEdit | None = {
            "name": self._name,
            "address": self._address,
            "project": self._project,
        }.get(name)
        if head == "fact":
            field = self._facts.get(rest)
        elif head == "role":
            field = next((one.name for one in self._companies if one.role == rest), None)
        elif head == "party":
            party_id, _, part = rest.partition(":")
            company = next((one for one in self._companies if one.known and one.known.id == party_id), None)
            field = (company.credit_code if part == "credit_code" else company.name) if company else None
        self._led = field or self._name
        self._led.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the field that was led to."""
        super().showEvent(event)
        inner = self._rest.widget()
        if self._led is not None and inner is not None and inner.isAncestorOf(self._led):
            if (layout := inner.layout()) is not None:
                layout.activate()
            self._rest.ensureWidgetVisible(self._led, 0, 40)

    def wish(self) -> None:
        """Emit the target as typed; companies without a name are left out."""
        parties = [one.told() for one in self._companies if one.name.text().strip()]
        facts = [(code, field.text().strip()) for code, field in self._facts.items() if field.text().strip()]
        self.target_given.emit(
            NewTarget(
                str(self._kind.currentData()),
                self._name.text().strip(),
                self._address.text().strip(),
                tuple(parties),
                self._project.text().strip(),
                tuple(facts),
                str(self._stage.currentData() or ""),
                self._initials.text().strip(),
            )
        )


def _named(target: Target | None) -> dict[str, Party]:
    """Return the companies by the name of their lines: the role, numbered from the second of a role on."""
    told: dict[str, Party] = {}
    for party in target.parties if target else ():
        before = sum(one.role is party.role for one in told.values())
        told[f"{party.role}_{before + 1}" if before else str(party.role)] = party
    return told


def _held(target: Target) -> dict[str, str]:
    """Return what each line of the form holds, by its object name."""
    told = {
        "target_name": target.name,
        "target_address": target.address,
        "target_project": target.project,
        "target_initials": target.initials,
        **{f"fact_{code}": value for code, value in target.fields},
    }
    for name, party in _named(target).items():
        told |= {
            f"{name}_name": party.name,
            f"{name}_code": party.credit_code,
            f"{name}_manager": party.manager,
            f"{name}_phone": party.phone,
        }
    return told
