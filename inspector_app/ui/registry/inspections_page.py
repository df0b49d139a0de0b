"""检查: the list of inspections, and the way to begin one."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHeaderView, QStackedWidget, QWidget

from inspector_app.casework.visits.inspections import Visit
from inspector_app.ui.controls.parts import button, column, frame, label, row, sign
from inspector_app.ui.controls.search_button import SearchButton
from inspector_app.ui.controls.tables import make_table
from inspector_app.ui.registry.visits_model import VisitColumn, VisitsModel
from inspector_app.ui.style.look import Look

HINTS = (("Ctrl N", "开始检查"), ("↑ ↓", "选择"), ("Enter", "打开"))

WIDTHS = {VisitColumn.STARTED: 180, VisitColumn.FINDINGS: 200, VisitColumn.STATE: 130}


class InspectionsPage(QWidget):
    """Shows the inspections; changes nothing by itself.

    Signals:
        open_requested: the id of the inspection to open.
        new_requested: begin an inspection.
    """

    open_requested = Signal(str)
    new_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._count = label("", "s")
        self.search = SearchButton(look)
        self._model = VisitsModel(self)
        self._table = make_table(look, self._model, "visits_table", self.tr("检查列表"))
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(VisitColumn.TARGET, QHeaderView.ResizeMode.Stretch)
        for place, width in WIDTHS.items():
            self._table.setColumnWidth(place, look.px(width))
        begin = button(self.tr("开始检查"), "new_visit", kind="main", look=look, icon="plus")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty_part(look))
        card = frame("card")
        column(card, [self._stack], (1, 1, 1, 1))
        top = QFrame()
        top.setObjectName("top")
        top.setFixedHeight(max(look.px(56), look.target + 16))
        row(top, [label(self.tr("检查"), "h1"), self._count, None, self.search, begin], (20, 0, 20, 0), 12)
        column(self, [top, (row(None, [card], (20, 16, 20, 16)), 1)], gap=0)
        begin.clicked.connect(self.new_requested)
        self._table.activated.connect(self._on_activated)
        QShortcut(QKeySequence("Ctrl+N"), self, self.new_requested.emit)
        self.show_visits(())

    def _empty_part(self, look: Look) -> QWidget:
        part = QWidget()
        told = label(
            self.tr(
                "这里会列出每一次检查：去了哪里、什么时候、发现几项问题、下了哪些文书。\n从一个工地或搅拌站开始。"
            ),
            "s",
            wrap=True,
        )
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        told.setMinimumWidth(460)
        begin = button(self.tr("开始第一次检查"), "first_visit", kind="main", look=look, icon="plus")
        begin.clicked.connect(self.new_requested)
        self._first = begin
        picture = sign(look, "clipboard-check", look.tokens.accent, 40)
        title = label(self.tr("还没有检查"), "h2")
        rows = [row(None, [None, one, None]) for one in (picture, title, told, begin)]
        column(part, [None, *rows, None], gap=12)
        return part

    def show_visits(self, visits: Sequence[Visit], chosen: str = "") -> None:
        """Show these inspections instead of what was there."""
        self._model.show(visits)
        self._count.setText(self.tr("%s 次") % len(visits) if visits else "")
        first = bool(visits) and self._stack.currentIndex() == 1
        self._stack.setCurrentIndex(0 if visits else 1)
        if first and self.isVisible():
            # The list could not take the keys while it was not there.
            self._table.setFocus()
        place = max(self._model.row_of(chosen), 0)
        if visits:
            self._table.selectRow(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list. With a focus proxy Tab would pass by what stands before it."""
        (self._first if self._table.isHidden() else self._table).setFocus(event.reason())

    def _on_activated(self, index: QModelIndex) -> None:
        self.open_requested.emit(self._model.visit(index).id)
