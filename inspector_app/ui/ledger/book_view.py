"""A ledger on the screen: what is asked above, the rows below, one of them as a whole beside."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector_app.casework.ledgers.reading import Row
from inspector_app.domain.ledgers import Layout
from inspector_app.ui.controls.page_parts import teaching
from inspector_app.ui.controls.parts import button, column, frame, label, reveal, row
from inspector_app.ui.controls.tables import PADDING
from inspector_app.ui.controls.windowed_table import WindowedTable
from inspector_app.ui.ledger.book_bar import BookBar
from inspector_app.ui.ledger.book_doing import DoingLine
from inspector_app.ui.ledger.book_model import BookModel
from inspector_app.ui.ledger.book_strip import RowStrip, state_of
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

ROWS, TEACHES, READS = 0, 1, 2
LAID_MS = 500
"""What was dragged rests so long before it is told."""
CHARACTER = 13
"""Width of a character of the office's writing, in pixels of the design."""
TITLED = ("target", "number", "party", "fact")
"""Columns by which a row is called, the first that it has."""


class BookView(QWidget):
    """Shows a ledger; emits wishes.

    Signals:
        opened: what a row opens, as it says it.
        sort_wanted: code of a column.
        copy_wanted: the chosen rows as (first, how many).
        laid_out: (codes of the columns in their order, widths by code in pixels of the design).
        whole_chosen: whether a row is shown as a whole.
    """

    opened = Signal(str)
    sort_wanted = Signal(str)
    copy_wanted = Signal(object)
    laid_out = Signal(object, object)
    whole_chosen = Signal(bool)

    def __init__(self, look: Look, layout: Layout, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look, self._layout, self._name = look, layout, name
        self._whole = self._expects = False
        self.model = BookModel(layout, self)
        self.bar = BookBar(look, name)
        self.doing = DoingLine(look, f"{name}_doing")
        self.table = WindowedTable(look, self.model, f"{name}_rows", said(layout.label))
        self.strip = RowStrip(look, layout, f"{name}_strip")
        self._laid = QTimer(self, singleShot=True, interval=LAID_MS)
        self._laid.timeout.connect(self._tell_layout)
        self._place_parts()
        self._connect()
        reveal(self.strip, shown=False)

    def _place_parts(self) -> None:
        look = self._look
        rows = QWidget()
        self._wall = frame("wall")
        self._wall.setFixedWidth(1)
        reveal(self._wall, shown=False)
        row(rows, [(self.table, 1), self._wall, self.strip], gap=0)
        self._teach, self._reads = label("", "s", wrap=True), label("", "s", wrap=True)
        self._teach.setObjectName(f"{self._name}_teach")
        self._clear = button(self.tr("清除筛选"), f"{self._name}_clear_all", kind="soft", look=look, icon="x")
        self._clear.clicked.connect(self.bar.cleared)
        wide = look.px(420)
        self._stack = QStackedWidget()
        self._stack.addWidget(rows)
        self._stack.addWidget(teaching(look, "inbox", self._teach, wide, act=self._clear))
        self._stack.addWidget(teaching(look, "clock", self._reads, wide))
        self._stack.setCurrentIndex(READS)
        column(self, [self.bar, (self._stack, 1), self.doing], gap=0)

    def _connect(self) -> None:
        table, bar = self.table, self.bar
        bar.whole_wanted.connect(self._toggle_whole)
        bar.line.moved.connect(lambda steps: table.go_to(table.row + steps))
        bar.line.entered.connect(self._enter)
        bar.line.left.connect(table.setFocus)
        table.opened.connect(self._open)
        table.sort_wanted.connect(lambda at: self.sort_wanted.emit(self.model.columns[at].code))
        table.whole_wanted.connect(self._toggle_whole)
        table.copy_wanted.connect(lambda: self.copy_wanted.emit(table.chosen))
        table.left.connect(self._leave)
        table.selectionModel().currentRowChanged.connect(lambda *_: self._show_whole())
        self.model.dataChanged.connect(self._on_data)
        table.head.sectionMoved.connect(lambda *_: self._laid.start())
        table.head.sectionResized.connect(lambda *_: self._laid.start())
        for keys, does in (
            ("Ctrl+F", self.to_line),
            ("Ctrl+Shift+F", lambda: bar.filter_wanted.emit(-1)),
            ("Ctrl+S", bar.keep_wanted.emit),
            ("Ctrl+L", bar.columns_wanted.emit),
            ("Ctrl+E", bar.export_wanted.emit),
            ("Ctrl+Delete", bar.drop.click),
            ("Ctrl+Shift+V", self._to_views),
        ):
            QShortcut(QKeySequence(keys), self, does)

    # What is shown.

    def show_columns(self, codes: Sequence[str], widths: dict[str, int]) -> None:
        """Show these columns in this order, as wide as chosen, in pixels of the design."""
        at, head = self.chosen_id, self.table.head
        blocked = head.blockSignals(True)
        for n in range(head.count()):
            head.moveSection(head.visualIndex(n), n)
        head.blockSignals(blocked)
        self.model.choose_columns(codes)
        for n, one in enumerate(self.model.columns):
            wide = widths.get(one.code)
            self.table.setColumnWidth(n, self._look.px(wide) if wide else self._usual_width(n))
        self._laid.stop()
        place = self.model.row_of(at)
        if place >= 0:
            self.table.go_to(place)

    def _usual_width(self, n: int) -> int:
        look, one = self._look, self.model.columns[n]
        head = painting.text_width(look, said(one.label), 12, bold=True) + look.px(18) + PADDING
        chips = [painting.chip_width(look, word, dot=True) for word in one.words if len(word) > 1]
        cells = look.px(one.width * CHARACTER) + PADDING if not chips else max(chips) + PADDING
        # A day takes ten of its figures, which are narrower than the office's characters.
        if one.holds == "day":
            cells = painting.text_width(look, "2026-11-27", 13) + PADDING + 2
        return round(max(head, cells))

    def show_sort(self, code: str, *, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        self.table.head.show_sort(self.model.place(code), descending=descending)

    def show_rows(self, count: int, first: int, rows: Sequence[Row], place: int, told: str) -> None:
        """Show the answer to a question.

        Args:
            first, rows: the page that is here already.
            place: of the row on which the bar is to stand.
            told: the words that were looked for; they stand out.
        """
        self.table.line.told = told
        self.model.show(count, first, rows)
        self._stack.setCurrentIndex(ROWS)
        at = place if place >= 0 else 0
        self.table.go_to(at)
        self._show_whole()
        if self._expects and self.bar.line.hasFocus() and not told:
            self.table.setFocus()
        self._expects = False

    def show_nothing(self, words: str, *, narrowed: bool) -> None:
        """Say why there are no rows, and offer to ask less."""
        self.model.show(0)
        self._teach.setText(words)
        self._clear.setVisible(narrowed)
        # The keys must not stay with a table that is not there any more.
        had = self._stack.isAncestorOf(self.window().focusWidget() or self)
        self._stack.setCurrentIndex(TEACHES)
        if had and self.isVisible():
            (self._clear if narrowed else self.bar.line).setFocus()

    def show_reading(self, words: str) -> None:
        """Say that the ledger is being put in order, while there are no rows yet."""
        self._reads.setText(words)
        if not self.model.rowCount():
            self._stack.setCurrentIndex(READS)

    def show_whole(self, *, shown: bool) -> None:
        """Show the row of the bar as a whole beside the rows, or no more."""
        self._whole = shown
        self.bar.whole.setChecked(shown)
        if not shown and self.strip.isAncestorOf(self.window().focusWidget() or self):
            self.table.setFocus()
        reveal(self.strip, shown=shown)
        reveal(self._wall, shown=shown)
        self._show_whole()

    @property
    def chosen_id(self) -> str:
        """The id of the row of the bar, empty when it is not here."""
        told = self.model.value(self.table.row)
        return told.id if told is not None else ""

    # What is done.

    def to_line(self) -> None:
        """Give the keys to the search line."""
        self.bar.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.line.selectAll()

    def _to_views(self) -> None:
        self.bar.views.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.views.showPopup()

    def _toggle_whole(self) -> None:
        self.show_whole(shown=not self._whole)
        self.whole_chosen.emit(self._whole)

    def _show_whole(self) -> None:
        if not self._whole:
            return
        told = self.model.value(self.table.row)
        if told is None:
            self.strip.show_row((), "", ("", "gray"))
            return
        known = {one.code for one in self._layout.columns}
        title = next((self.model.cell(told, one) for one in TITLED if one in known), "")
        self.strip.show_row(told.cells, title, state_of(self._layout, told.cells))

    def _on_data(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.table.row <= last.row():
            self._show_whole()

    def _enter(self) -> None:
        self.bar.hurry()
        self.table.setFocus()

    def _open(self, at: int) -> None:
        told = self.model.value(at)
        if told is not None and told.opens:
            self.opened.emit(told.opens)

    def _leave(self) -> None:
        """Esc among the rows: the words go first."""
        if self.bar.line.text():
            self.bar.line.clear()
        else:
            self.to_line()

    def ordered(self) -> list[str]:
        """Return the codes of the columns in the order in which they stand on the screen."""
        head, columns = self.table.head, self.model.columns
        return [columns[head.logicalIndex(n)].code for n in range(len(columns))]

    def _tell_layout(self) -> None:
        columns = self.model.columns
        if self.table.head.count() != len(columns):
            return
        wide = {
            one.code: round(self.table.columnWidth(n) / self._look.scale)
            for n, one in enumerate(columns)
            if self.table.columnWidth(n) != self._usual_width(n)
        }
        self.laid_out.emit(self.ordered(), wide)

    def settle(self) -> None:
        """Tell at once what was dragged."""
        if self._laid.isActive():
            self._laid.stop()
            self._tell_layout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the rows, or to the line above while there are none."""
        there = self.model.rowCount() > 0
        # Rows that are still being read get the keys when they come, unless somebody types meanwhile.
        self._expects = not there
        (self.table if there else self.bar.line).setFocus(event.reason())
