"""The bureau's people: who may inspect, and until when their certificates are valid."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from inspector_app.domain.people import Officer
from inspector_app.ui.controls.page_parts import ListOrWords, teaching
from inspector_app.ui.controls.parts import button, column, frame, label, row
from inspector_app.ui.controls.rows_model import RowsModel
from inspector_app.ui.controls.tables import make_table
from inspector_app.ui.style.look import Look

STATE = 3
SOON = 30
"""Days before its end from which a certificate is called soon over."""


class PeopleModel(RowsModel[Officer]):
    """One row a person: name, certificate, its days, and whether it counts today."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self.name_columns(self.tr("姓名"), self.tr("执法证号"), self.tr("有效期"), self.tr("今天"))

    def show_people(self, people: Sequence[Officer], today: date) -> None:
        """Replace all rows; what a certificate is worth is said for this day."""
        self._today = today
        self.show(people)

    def id_of(self, told: Officer) -> str:
        """Return the person's id."""
        return told.id

    def chip(self, told: Officer, column: int) -> tuple[str, str] | None:
        """Return what the certificate is worth as a chip."""
        return self._state(told) if column == STATE else None

    def words(self, told: Officer, column: int) -> str:
        """Return the words of a cell."""
        days = [one.isoformat() if one else "…" for one in (told.valid_from, told.valid_to)]
        known = told.valid_from or told.valid_to
        span = self.tr("%1 至 %2").replace("%1", days[0]).replace("%2", days[1]) if known else "—"
        return (told.name, told.certificate or "—", span, self._state(told)[0])[column]

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
        self._stack = ListOrWords(self.table, self._empty(look))
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
        told = self.tr("这里会列出执法人员和证件有效期。先登记两名，检查时就能选用。")
        return teaching(look, "users", label(told, "s", wrap=True), look.px(380))

    def show_people(self, people: Sequence[Officer], today: date, chosen: str = "") -> None:
        """Show these people and choose one of them."""
        self._model.show_people(people, today)
        self._stack.fill(there=bool(people))
        if people:
            self.table.selectRow(max(self._model.row_of(chosen), 0))

    def _change(self, row_number: int) -> None:
        person = self._model.value(row_number)
        if person is not None:
            self.change_requested.emit(person.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list."""
        self.table.setFocus(event.reason())
