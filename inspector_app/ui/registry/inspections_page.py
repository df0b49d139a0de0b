"""检查: the list of inspections, and the way to begin one."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QWidget

from inspector_app.casework.visits.inspections import Visit
from inspector_app.ui.controls.listed_model import Listed
from inspector_app.ui.controls.page_parts import ListOrWords, page_top, teaching
from inspector_app.ui.controls.parts import button, column, frame, label, row
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
        wanted: a Window of rows that are seen and not here.
    """

    open_requested = Signal(str)
    new_requested = Signal()
    wanted = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._count = label("", "s")
        self.search = SearchButton(look)
        self.model = VisitsModel(self)
        self.model.wanted.connect(self.wanted)
        self._table = make_table(look, self.model, "visits_table", self.tr("检查列表"))
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(VisitColumn.TARGET, QHeaderView.ResizeMode.Stretch)
        for place, width in WIDTHS.items():
            self._table.setColumnWidth(place, look.px(width))
        begin = button(self.tr("开始检查"), "new_visit", kind="main", look=look, icon="plus")
        self._stack = ListOrWords(self._table, self._empty_part(look))
        card = frame("card")
        column(card, [self._stack], (1, 1, 1, 1))
        top = page_top(look, self.tr("检查"), [self._count, None, self.search, begin])
        column(self, [top, (row(None, [card], (20, 16, 20, 16)), 1)], gap=0)
        begin.clicked.connect(self.new_requested)
        self._table.activated.connect(self._on_activated)
        QShortcut(QKeySequence("Ctrl+N"), self, self.new_requested.emit)
        self.show_visits(Listed())

    def _empty_part(self, look: Look) -> QWidget:
        told = self.tr(
            "这里会列出每一次检查：去了哪里、什么时候、发现几项问题、下了哪些文书。\n从一个工地或搅拌站开始。"
        )
        begin = button(self.tr("开始第一次检查"), "first_visit", kind="main", look=look, icon="plus")
        begin.clicked.connect(self.new_requested)
        self._first = begin
        title = self.tr("还没有检查")
        return teaching(look, "clipboard-check", label(told, "s", wrap=True), 460, title=title, act=begin)

    def show_visits(self, visits: Listed[Visit], chosen: str = "") -> None:
        """Show these inspections instead of what was there."""
        self.model.enlist(visits)
        count = len(visits.ids)
        self._count.setText(self.tr("%s 次") % f"{count:,}" if count else "")
        self._stack.fill(there=count > 0)
        if count:
            self._table.selectRow(max(self.model.row_of(chosen), 0))

    @property
    def chosen(self) -> str:
        """The id of the inspection that is chosen, empty for none."""
        return self.model.id_at(self._table.currentIndex().row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list. With a focus proxy Tab would pass by what stands before it."""
        (self._first if self._table.isHidden() else self._table).setFocus(event.reason())

    def _on_activated(self, index: QModelIndex) -> None:
        known = self.model.id_at(index.row())
        if known:
            self.open_requested.emit(known)
