"""台账: the sections at the left with what they ask for, then the ledgers; one of them is shown beside."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QStackedWidget, QWidget

from inspector_app.ui.controls.entry_button import EntryButton
from inspector_app.ui.controls.page_parts import page_top
from inspector_app.ui.controls.parts import button, column, label, row
from inspector_app.ui.controls.search_button import SearchButton
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

HINTS = (
    ("↑ ↓", "选择"),
    ("Enter", "查看"),
    ("Alt 1…9", "切换栏目"),
    ("F5", "刷新"),
    ("Alt Shift 1…7", "台账"),
)
NAV_WIDTH, MOST_NAV = 148, 232
ENTRY = 36
BESIDE = 94
"""What stands beside a section's word: margins, sign, gaps and the count."""
BESIDE_ALONE = 58
"""The same of what counts nothing: a ledger has a key of its own, and asks for nothing."""


class LedgerPage(QWidget):
    """Holds the sections' boards; knows nothing of what they are about.

    Signals:
        shown: (name of a section) it is looked at now.
        review_requested: show the dossiers that are to be reviewed.
    """

    shown = Signal(str)
    review_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look = look
        self._names: list[str] = []
        self._views: dict[str, QWidget] = {}
        self._builders: dict[str, Callable[[], QWidget]] = {}
        self._buttons: dict[str, EntryButton] = {}
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda n: self.show_section(self._names[n]))
        self.search = SearchButton(look)
        refresh = button("", "ledger_refresh", look=look, icon="refresh-cw", spoken=self.tr("刷新"))
        refresh.setToolTip(f"{self.tr('刷新')}  F5")
        refresh.clicked.connect(self._on_refresh)
        self._review = button(
            self.tr("审阅案卷"), "ledger_review", kind="soft", look=look, icon="shield-check"
        )
        self._review.clicked.connect(self.review_requested)
        QShortcut(QKeySequence("Alt+0"), self, self._review.click)
        self.show_reviews(0)
        self._stack = QStackedWidget()
        self._nav = QFrame()
        self._nav.setProperty("ground", "card")
        self._wide = look.px(NAV_WIDTH)
        self._nav.setFixedWidth(self._wide)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._entries = column(inner, [None], (8, 4, 8, 8), 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        column(self._nav, [(self._scroll, 1)], gap=0)
        column(
            self,
            [
                page_top(look, self.tr("台账"), [self._review, None, self.search, refresh]),
                (row(None, [self._nav, (self._stack, 1)], gap=0), 1),
            ],
            gap=0,
        )
        QShortcut(QKeySequence("F5"), self, self._on_refresh)

    def begin_group(self, word: str) -> None:
        """Put a heading below what is there; what is added from now on stands below it."""
        head = label(word, "m")
        head.setContentsMargins(10, 8, 0, 4)
        self._entries.insertWidget(self._entries.count() - 1, head)

    def add_section(
        self, name: str, word: str, icon: str, view: QWidget | Callable[[], QWidget], key: str = ""
    ) -> None:
        """Take a section in below those that are there; without a key it has Alt and its number.

        Args:
            view: its page, or what builds it when it is first shown.
        """
        n = len(self._names)
        counts, key = not key, key or f"Alt+{n + 1}"
        beside = BESIDE if counts else BESIDE_ALONE
        longest = round(painting.text_width(self._look, word, 14)) + self._look.px(beside)
        self._wide = min(max(self._wide, longest), MOST_NAV)
        self._nav.setFixedWidth(self._wide)
        entry = EntryButton(self._look, f"section_{name}", word, icon, key=key, high=ENTRY)
        self._group.addButton(entry, n)
        self._entries.insertWidget(self._entries.count() - 1, entry)
        self._names.append(name)
        self._buttons[name] = entry
        if not isinstance(view, QWidget):
            self._builders[name], view = view, QWidget()
        self._views[name] = view
        self._stack.addWidget(view)
        QShortcut(QKeySequence(key), self, lambda: self.show_section(name))
        entry.setChecked(n == 0)

    def show_section(self, name: str) -> None:
        """Show a section."""
        builder = self._builders.pop(name, None)
        if builder is not None:
            empty, self._views[name] = self._views[name], builder()
            self._stack.insertWidget(self._stack.indexOf(empty), self._views[name])
            self._stack.removeWidget(empty)
            empty.deleteLater()
        self._stack.setCurrentWidget(self._views[name])
        self._buttons[name].setChecked(True)
        self._scroll.ensureWidgetVisible(self._buttons[name], 0, 0)
        self.shown.emit(name)
        if self.isVisible():
            self._views[name].setFocus()

    def show_count(self, name: str, count: int) -> None:
        """Show how many lines of a section ask for something."""
        self._buttons[name].show_count(count)

    def show_reviews(self, count: int) -> None:
        """Show how many dossiers wait to be reviewed, as far as somebody looked."""
        words = f"{self.tr('审阅案卷')} {count}" if count else self.tr("审阅案卷")
        self._review.setText(f" {words}")
        self._review.setAccessibleName(words)
        self._review.setToolTip(f"{words}  Alt+0")

    @property
    def section(self) -> str:
        """The section that is shown, empty while there is none."""
        told = self._stack.currentIndex()
        return self._names[told] if 0 <= told < len(self._names) else ""

    @property
    def sections(self) -> Sequence[str]:
        """All sections, in their order."""
        return tuple(self._names)

    def _on_refresh(self) -> None:
        if self.section:
            self.shown.emit(self.section)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the board."""
        view = self._stack.currentWidget()
        if view is not None:
            view.setFocus(event.reason())
