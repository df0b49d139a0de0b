"""Entering a target on the spot: kind, name, address, its own facts and the companies that answer."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QWidget

from inspector_app.casework.registry import NewParty, NewTarget
from inspector_app.domain.parties import ROLE_LABELS, PartyRole
from inspector_app.domain.targets import TargetKind
from inspector_app.ui.dialogs import Dialog, grid, line
from inspector_app.ui.look import Look
from inspector_app.ui.parts import DropDown, column, label, restyle, tab_as_laid_out

FORM_HEIGHT = 430


class TargetDialog(Dialog):
    """Asks for a new target.

    Signals:
        target_given: a NewTarget.
    """

    target_given = Signal(object)

    def __init__(
        self,
        look: Look,
        kinds: Mapping[str, TargetKind],
        code_valid: Callable[[str], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "", "target_dialog", parent)
        self.setWindowTitle(self.tr("登记新对象"))
        self._kinds, self._code_valid = kinds, code_valid
        self._kind = DropDown()
        self._kind.setObjectName("target_kind")
        self._kind.setAccessibleName(self.tr("类别"))
        for code, kind in kinds.items():
            self._kind.addItem(kind.label, code)
        self._name = line("target_name", self.tr("名称"), self.tr("与施工许可证或执照一致，写到标段"))
        self._address = line("target_address", self.tr("地址"))
        self._project = line("target_project", self.tr("所属项目"), self.tr("是大项目的一部分时填写，可空"))
        self._facts: dict[str, QLineEdit] = {}
        self._parties: dict[PartyRole, dict[str, QLineEdit]] = {}
        self._rest = QScrollArea()
        self._rest.setWidgetResizable(True)
        self._rest.setAccessibleName(self.tr("对象资料"))
        self._rest.setFixedHeight(FORM_HEIGHT - 170)
        parts = QWidget()
        rows: list[tuple[str, QWidget]] = [
            (self.tr("类别"), self._kind),
            (self.tr("名称"), self._name),
            (self.tr("地址"), self._address),
            (self.tr("所属项目"), self._project),
        ]
        column(parts, [grid(rows), self._rest], gap=12)
        self.finish(parts, self.tr("登记并开始检查"), "target_accept", width=620)
        self._kind.currentIndexChanged.connect(self._show_kind)
        self._name.textChanged.connect(self._check)
        self._show_kind()
        self._check()

    def _show_kind(self) -> None:
        kind = self._kinds.get(str(self._kind.currentData()))
        typed = {one.objectName(): one.text() for one in self._rest.findChildren(QLineEdit)}
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QGridLayout(inner)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(8)
        self._facts, self._parties = {}, {}
        for fact in kind.fields if kind else ():
            self._facts[fact.code] = line(f"fact_{fact.code}", fact.label)
            rows.addWidget(label(fact.label, "s"), rows.rowCount(), 0)
            rows.addWidget(self._facts[fact.code], rows.rowCount() - 1, 1, 1, 2)
        for role in kind.roles if kind else ():
            self._add_party(rows, role, main=kind is not None and role is kind.main_role)
        for one in inner.findChildren(QLineEdit):
            # What both kinds ask for is not asked twice.
            one.setText(typed.get(one.objectName(), ""))
        rows.setColumnStretch(1, 3)
        rows.setColumnStretch(2, 2)
        rows.setRowStretch(rows.rowCount(), 1)
        self._rest.setWidget(inner)
        tab_as_laid_out(self)

    def _add_party(self, rows: QGridLayout, role: PartyRole, *, main: bool) -> None:
        words = ROLE_LABELS[role]
        fields = {
            "name": line(f"{role}_name", self.tr("%s全称") % words, self.tr("营业执照上的全称")),
            "credit_code": line(f"{role}_code", self.tr("%s信用代码") % words, self.tr("18 位信用代码")),
            "manager": line(f"{role}_manager", self.tr("%s负责人") % words, self.tr("现场负责人，可空")),
            "phone": line(f"{role}_phone", self.tr("%s电话") % words, self.tr("电话，可空")),
        }
        self._parties[role] = fields
        place = rows.rowCount()
        rows.addWidget(label(f"{words} · {self.tr('主送')}" if main else words, "s"), place, 0)
        rows.addWidget(fields["name"], place, 1)
        rows.addWidget(fields["credit_code"], place, 2)
        rows.addWidget(fields["manager"], place + 1, 1)
        rows.addWidget(fields["phone"], place + 1, 2)
        fields["credit_code"].editingFinished.connect(lambda: self._check_code(fields["credit_code"]))

    def _check_code(self, field: QLineEdit) -> None:
        told = field.text().strip().upper()
        wrong = bool(told) and not self._code_valid(told)
        restyle(field, wrong=wrong)
        field.setToolTip(self.tr("校验位不对，请对照营业执照再核一遍（GB 32100）。") if wrong else "")

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self._name.text().strip()))

    def wish(self) -> None:
        """Emit the target as typed; companies without a name are left out."""
        parties = [
            NewParty(
                role,
                fields["name"].text().strip(),
                fields["credit_code"].text().strip().upper(),
                manager=fields["manager"].text().strip(),
                phone=fields["phone"].text().strip(),
            )
            for role, fields in self._parties.items()
            if fields["name"].text().strip()
        ]
        facts = [(code, field.text().strip()) for code, field in self._facts.items() if field.text().strip()]
        self.target_given.emit(
            NewTarget(
                str(self._kind.currentData()),
                self._name.text().strip(),
                self._address.text().strip(),
                tuple(parties),
                self._project.text().strip(),
                tuple(facts),
            )
        )
