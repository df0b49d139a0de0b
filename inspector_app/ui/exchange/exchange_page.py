"""同步: what the office holds of this laptop, what is owed, what two people wrote differently; one button."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.board import BoardView
from inspector_app.ui.controls.board_values import Filter, Line, Sheet
from inspector_app.ui.controls.page_parts import page_top
from inspector_app.ui.controls.parts import Chip, button, column, row
from inspector_app.ui.controls.renewal_line import RenewalLine
from inspector_app.ui.controls.search_button import SearchButton
from inspector_app.ui.exchange.exchange_values import Verdict
from inspector_app.ui.exchange.strip import BackupCard, Strip
from inspector_app.ui.style.look import Look

HINTS = (
    ("Ctrl S", "立即同步"),
    ("Ctrl U", "写入 U 盘"),
    ("Ctrl I", "从文件读入"),
    ("↑ ↓", "选择"),
    ("Ctrl Enter", "打开、选定"),
)


class ExchangePage(QWidget):
    """Shows how exchange stands; begins nothing by itself.

    Attributes:
        strip, backup, renewal, board: its parts.

    Signals:
        shown: it is looked at and wants everything read anew.
        sync_requested, write_requested, read_requested, cancel_requested: what the buttons say.
    """

    shown = Signal()
    sync_requested = Signal()
    write_requested = Signal()
    read_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        self._online = Chip(look, dot=True)
        self.search = SearchButton(look)
        self.sync = button(self.tr("立即同步"), "exchange_sync", kind="main", look=look, icon="refresh-cw")
        self.write = button(self.tr("写入 U 盘"), "exchange_write", look=look, icon="file-up")
        self.read = button(self.tr("从文件读入"), "exchange_read", look=look, icon="file-down")
        self.strip, self.backup = Strip(look), BackupCard(look)
        self.board = BoardView(look, "exchange_board", self.tr("同步"))
        self.board.setAccessibleName(self.tr("同步"))
        top = page_top(
            look,
            self.tr("同步"),
            [self._online, None, self.search, self.read, self.write, self.sync],
            gap=look.px(10),
        )
        head = row(None, [(self.strip, 1), self.backup], (20, 14, 20, 12), look.px(14))
        self.renewal = RenewalLine(look)
        offered = row(None, [(self.renewal, 1)], (20, 0, 20, 0))
        column(self, [top, head, offered, (self.board, 1)], gap=0)
        self._connect()

    def _connect(self) -> None:
        for made, wish, keys in (
            (self.sync, self.sync_requested, "Ctrl+S"),
            (self.write, self.write_requested, "Ctrl+U"),
            (self.read, self.read_requested, "Ctrl+I"),
        ):
            made.setToolTip(f"{made.accessibleName()}  {keys}")
            made.clicked.connect(wish)
            QShortcut(QKeySequence(keys), self, made.click)
        self.strip.cancel_requested.connect(self.cancel_requested)
        QShortcut(QKeySequence("Ctrl+B"), self, self.backup.backup_requested.emit)
        QShortcut(QKeySequence("F5"), self, self.shown.emit)
        QShortcut(QKeySequence("Esc"), self, self._on_esc)

    def show_verdict(self, told: Verdict, tiles: Sequence[tuple[object, int, str, str]]) -> None:
        """Show the sentence over all of it and the three words."""
        self.strip.show_verdict(told)
        for part, (_, count, note, tone) in zip(self.strip.tiles.values(), tiles, strict=True):
            part.show_count(count, note, tone)

    def show_online(self, words: str, tone: str) -> None:
        """Show whether the hub answers."""
        self._online.show_state(words, tone)

    def show_lines(self, filters: Sequence[Filter], chosen: str, lines: Sequence[Line], teach: str) -> None:
        """Show the lines of a choice."""
        self.board.show_filters(filters, chosen)
        self.board.show_lines(lines, teach)

    def show_sheet(self, told: Sheet) -> None:
        """Show all about a line."""
        self.board.show_sheet(told)

    def show_busy(self, *, busy: bool) -> None:
        """Offer to begin something only while nothing is under way."""
        begins = (self.sync, self.write, self.read)
        # The keys never fall to whatever stands next: to the way out while it goes on, and back again.
        if busy and (any(made.hasFocus() for made in begins) or self.backup.has_keys):
            self.strip.take_keys()
        for made in begins:
            made.setEnabled(not busy)
        self.backup.show_enabled(enabled=not busy)
        if not busy and self.strip.has_keys:
            self.sync.setFocus()

    def _on_esc(self) -> None:
        if self.strip.busy:
            self.cancel_requested.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the one button, or to the list while that waits."""
        if self.sync.isEnabled():
            self.sync.setFocus(event.reason())
        else:
            self.board.setFocus(event.reason())
