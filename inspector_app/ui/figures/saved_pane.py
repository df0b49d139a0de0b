"""存档: reports as they were kept, what a count finds otherwise today, and who has handed in since."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector_app.ui.controls.board import BoardView
from inspector_app.ui.controls.board_values import Line, Sheet
from inspector_app.ui.controls.parts import column
from inspector_app.ui.figures.figures_values import EntryRow
from inspector_app.ui.figures.list_card import ListCard
from inspector_app.ui.style.look import Look


class SavedPane(QStackedWidget):
    """A board of kept reports, and over it the list behind one of their figures.

    Signals:
        chosen: the id of a kept report to be compared with today.
        list_wanted: (id of the report, what: was, came or went, code of the figure)
        entry_opened: the EntryRow to go to.
        done: (code of a deed, id of the report)
        left: Esc on the board.
    """

    chosen = Signal(str)
    list_wanted = Signal(str, str, str)
    entry_opened = Signal(object)
    done = Signal(str, str)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = BoardView(look, "saved_reports", self.tr("存档的报告"))
        self.board.setAccessibleName(self.tr("存档的报告"))
        teach = self.tr("没有这样的条目。")
        self.list = ListCard(look, "saved_entries", self.tr("回到存档"), teach, icon="arrow-left")
        around = QWidget()
        column(around, [self.list], (20, 14, 20, 14))
        self.addWidget(self.board)
        self.addWidget(around)
        self.board.chosen.connect(self.chosen)
        self.board.done.connect(self.done)
        self.board.followed.connect(self._on_followed)
        self.list.opened.connect(self.entry_opened)
        self.list.left.connect(self.back)
        self.list.whole_wanted.connect(self.back)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show the kept reports, the newest first."""
        teach = self.tr(
            "报告上报前按“保存这次数字”，当时的数字、明细和没交齐的人就原样留在这里；"
            "以后补交、作废、撤销，哪里变了一看便知。"
        )
        self.board.show_lines(lines, teach)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show all about the chosen one."""
        self.board.show_sheet(sheet)

    def choose(self, known: str) -> None:
        """Choose a kept report as soon as it is there."""
        self.setCurrentIndex(0)
        self.board.choose(known)

    def _on_followed(self, link: str, known: str) -> None:
        what, _, figure = link.partition(":")
        self.list_wanted.emit(known, what, figure)

    def show_entries(self, title: str, entries: Sequence[EntryRow]) -> None:
        """Show the list behind a figure."""
        self.list.show_list(title, entries, narrowed=True)
        self.setCurrentIndex(1)
        (self.list.entries if entries else self.list.back).setFocus()

    def back(self) -> None:
        """Go back from the list to the board; from the board away."""
        if self.currentIndex() == 1:
            self.setCurrentIndex(0)
            self.board.setFocus()
        else:
            self.left.emit()

    def forget(self) -> None:
        """Show nothing of the person who left."""
        self.board.show_lines((), "")
        self.list.show_list("", ())
        self.setCurrentIndex(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to what is shown."""
        (self.board if self.currentIndex() == 0 else self.list.entries).setFocus(event.reason())
