"""管理: the office's own matters at the left, one of them beside, narrowed by what is typed above."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedWidget, QWidget

from inspector_app.ui.controls.entry_button import EntryButton
from inspector_app.ui.controls.page_parts import page_top
from inspector_app.ui.controls.parts import button, column, label, row
from inspector_app.ui.controls.search_button import SearchButton
from inspector_app.ui.controls.search_line import SearchLine
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

HINTS = (
    ("↑ ↓", "选择"),
    ("Enter", "查看"),
    ("Alt 1…9", "切换栏目"),
    ("Ctrl F", "筛选"),
    ("F5", "刷新"),
    ("Esc", "返回"),
)
NAV_WIDTH, MOST_NAV = 148, 240
ENTRY = 40
BESIDE = 94
"""What stands beside an entry's word: margins, sign, gaps and the count."""
REST_MS = 150
"""What is typed above the list rests so long before it is asked."""
SEEK_WIDTH = 220


class AdministrationPage(QWidget):
    """Holds the boards of the office's matters; knows nothing of what they are about.

    Signals:
        shown: (name of a matter) it is looked at now.
        sought: (name of a matter, what is typed above its list).
        back_requested: the person has seen enough.
    """

    shown = Signal(str)
    sought = Signal(str, str)
    back_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look = look
        self._names: list[str] = []
        self._views: dict[str, QWidget] = {}
        self._entries: dict[str, EntryButton] = {}
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda n: self.show_matter(self._names[n]))
        self.search = SearchButton(look)
        self.seek = SearchLine(
            look, "administration_seek", self.tr("筛选"), self.tr("筛选本栏：拼音或任意字")
        )
        self.seek.setFixedWidth(look.px(SEEK_WIDTH))
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        self.seek.asked.connect(lambda _: self._rest.start())
        self.seek.entered.connect(self._to_list)
        self.seek.moved.connect(lambda _: self._to_list())
        self._stack = QStackedWidget()
        self._allowed = label("", "warn", wrap=True)
        self._place_parts(look)
        QShortcut(QKeySequence("F5"), self, self._on_refresh)
        QShortcut(QKeySequence("Ctrl+F"), self, self.seek.setFocus)
        QShortcut(QKeySequence("Esc"), self, self._on_escape)

    def _place_parts(self, look: Look) -> None:
        refresh = button("", "administration_refresh", look=look, icon="refresh-cw", spoken=self.tr("刷新"))
        refresh.setToolTip(f"{self.tr('刷新')}  F5")
        refresh.clicked.connect(self._on_refresh)
        self._nav = QFrame()
        self._nav.setProperty("ground", "card")
        self._wide = look.px(NAV_WIDTH)
        self._nav.setFixedWidth(self._wide)
        self._list = column(self._nav, [None], (8, 10, 8, 10), 2)
        self._note = QWidget()
        row(self._note, [(self._allowed, 1)], (16, 8, 16, 0))
        self._note.setVisible(False)
        side = column(None, [self._note, (self._stack, 1)], gap=0)
        top = page_top(look, self.tr("管理"), [self.seek, None, self.search, refresh])
        column(self, [top, (row(None, [self._nav, (side, 1)], gap=0), 1)], gap=0)

    def add_matter(self, name: str, word: str, icon: str, view: QWidget) -> None:
        """Take one of the office's matters in, below those that are there."""
        n = len(self._names)
        key = f"Alt+{n + 1}"
        longest = round(painting.text_width(self._look, word, 14)) + self._look.px(BESIDE)
        self._wide = min(max(self._wide, longest), self._look.px(MOST_NAV))
        self._nav.setFixedWidth(self._wide)
        entry = EntryButton(self._look, f"matter_{name}", word, icon, key=key, high=ENTRY)
        self._group.addButton(entry, n)
        self._list.insertWidget(n, entry)
        self._names.append(name)
        self._views[name], self._entries[name] = view, entry
        self._stack.addWidget(view)
        QShortcut(QKeySequence(key), self, lambda: self.show_matter(name))
        entry.setChecked(n == 0)

    def show_matter(self, name: str) -> None:
        """Show one of the office's matters, all of its lines."""
        if name != self.matter and self.seek.text():
            self.seek.clear()
            self._rest.stop()
            self.sought.emit(self.matter, "")
        self._stack.setCurrentWidget(self._views[name])
        self._entries[name].setChecked(True)
        self.shown.emit(name)
        if self.isVisible():
            self._views[name].setFocus()

    def show_count(self, name: str, count: int) -> None:
        """Show how many lines of a matter ask for something."""
        self._entries[name].show_count(count)

    def show_allowed(self, name: str, words: str) -> None:
        """Say why nothing may be changed in a matter; empty where the person may."""
        if name == self.matter:
            self._allowed.setText(words)
            self._note.setVisible(bool(words))

    @property
    def matter(self) -> str:
        """The matter that is shown, empty while there is none."""
        told = self._stack.currentIndex()
        return self._names[told] if 0 <= told < len(self._names) else ""

    @property
    def matters(self) -> Sequence[str]:
        """All of them, in their order."""
        return tuple(self._names)

    def _ask(self) -> None:
        self.sought.emit(self.matter, self.seek.text())

    def _to_list(self) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self._ask()
        view = self._stack.currentWidget()
        if view is not None:
            view.setFocus()

    def _on_refresh(self) -> None:
        if self.matter:
            self.shown.emit(self.matter)

    def _on_escape(self) -> None:
        """Take back what is typed above the list first, then leave."""
        if self.seek.text():
            self.seek.clear()
            self._to_list()
        else:
            self.back_requested.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is true now."""
        super().showEvent(event)
        self._on_refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the board."""
        view = self._stack.currentWidget()
        if view is not None:
            view.setFocus(event.reason())
