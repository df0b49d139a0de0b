"""The bureau's people: who may inspect, and until when their certificates are valid."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QWidget

from inspector_app.domain.people import Officer
from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.controls.parts import button, column, frame, label, row, sign
from inspector_app.ui.controls.tables import make_table
from inspector_app.ui.style.look import Look

Index = QModelIndex | QPersistentModelIndex
SOON = 30
"""Days before its end from which a certificate is called soon over."""


class PeopleModel(QAbstractTableModel):
    """One row a person: name, certificate, its days, and whether it counts today."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people: list[Officer] = []
        self._today = date.min
        self._heads = (self.tr("姓名"), self.tr("执法证号"), self.tr("有效期"), self.tr("今天"))

    def show(self, people: Sequence[Officer], today: date) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._people, self._today = list(people), today
        self.endResetModel()

    def person(self, row: int) -> Officer | None:
        """Return the person of a row, None when there is none."""
        return self._people[row] if 0 <= row < len(self._people) else None

    def row_of(self, person_id: str) -> int:
        """Return the row of a person, -1 when there is none."""
        return next((n for n, one in enumerate(self._people) if one.id == person_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of people."""
        return 0 if parent.isValid() else len(self._people)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's word."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        person = self._people[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(person)[index.column()]
        if role == Role.STRONG:
            return index.column() == 0
        if role == Role.CHIP and index.column() == 3:
            return self._state(person)
        return None

    def _words(self, person: Officer) -> tuple[str, ...]:
        days = [one.isoformat() if one else "…" for one in (person.valid_from, person.valid_to)]
        known = person.valid_from or person.valid_to
        span = self.tr("%1 至 %2").replace("%1", days[0]).replace("%2", days[1]) if known else "—"
        return person.name, person.certificate or "—", span, self._state(person)[0]

    def _state(self, person: Officer) -> tuple[str, str]:
        """Return word and tone of what a person's certificate is worth today (行政处罚法 42)."""
        today, end = self._today, person.valid_to
        if person.expert:
            return self.tr("专家，不计执法人员"), "gray"
        if not person.certificate or person.valid_from is None or end is None:
            return self.tr("证件没填全"), "amber"
        if today < person.valid_from:
            return self.tr("还没生效"), "amber"
        if today > end:
            return self.tr("已过期"), "red"
        left = (end - today).days
        return (self.tr("还有 %s 天到期") % left, "amber") if left <= SOON else (self.tr("有效"), "green")


class PeoplePart(QWidget):
    """Shows the people of the bureau.

    Signals:
        new_requested: enter a person.
        change_requested: the id of the person to change.
    """

    new_requested = Signal()
    change_requested = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PeopleModel(self)
        self.table = make_table(look, self._model, "people_table", self.tr("执法人员"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.activated.connect(lambda index: self._change(index.row()))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty(look))
        card = frame("card")
        column(card, [self._stack], (1, 1, 1, 1))
        new = button(self.tr("登记执法人员"), "new_officer", look=look, icon="user-plus")
        new.clicked.connect(self.new_requested)
        change = button(self.tr("修改"), "change_officer", look=look, icon="pencil")
        change.clicked.connect(lambda: self._change(self.table.currentIndex().row()))
        told = self.tr("检查须有两名当天证件有效的执法人员（行政处罚法第四十二条），专家不计在内。")
        line = row(None, [(label(told, "s", wrap=True), 1), change, new], gap=8)
        column(self, [line, (card, 1)], (20, 16, 20, 16), 12)

    def _empty(self, look: Look) -> QWidget:
        part = QWidget()
        told = label(self.tr("这里会列出执法人员和证件有效期。先登记两名，检查时就能选用。"), "s", wrap=True)
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        told.setMinimumWidth(look.px(380))
        picture = sign(look, "users", look.tokens.accent, 40)
        column(part, [None, *(row(None, [None, one, None]) for one in (picture, told)), None], gap=12)
        return part

    def show_people(self, people: Sequence[Officer], today: date, chosen: str = "") -> None:
        """Show these people and choose one of them."""
        self._model.show(people, today)
        self._stack.setCurrentIndex(0 if people else 1)
        if people:
            self.table.selectRow(max(self._model.row_of(chosen), 0))

    def _change(self, row_number: int) -> None:
        person = self._model.person(row_number)
        if person is not None:
            self.change_requested.emit(person.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list."""
        self.table.setFocus(event.reason())
