"""The middle of the workbench: one list or form at a time, chosen by tabs."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from inspector_app.ui.controls.parts import button, column, row

CHECKS, FINDINGS, DOCUMENT = "checks", "findings", "document"
SPACE, MARGIN = 4, 16
LEAST_TAB = 44
"""A tab is not made narrower; its whole word is its tooltip."""


class MiddlePane(QWidget):
    """Holds what can be worked on in the middle; knows nothing of what it is.

    Signals:
        turned: the code of the tab that is shown now.
    """

    turned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._tabs: dict[str, QPushButton] = {}
        self._pages: dict[str, QWidget] = {}
        self._words: dict[QPushButton, str] = {}
        self._named: dict[str, str] = {}
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._tab_row, self._end = QHBoxLayout(), QHBoxLayout()
        self._tab_row.setSpacing(SPACE)
        self._end.setSpacing(6)
        head = row(None, [self._tab_row, None, self._end], (MARGIN, 12, MARGIN, 0), SPACE)
        column(self, [head, (self._stack, 1)], gap=8)

    def add_tab(self, code: str, words: str, page: QWidget, *, first: bool = False) -> None:
        """Add a page behind those that are there, or before them; the first one that was added is shown."""
        tab = button(words, f"tab_{code}", kind="tab")
        tab.setCheckable(True)
        tab.setAccessibleName(words)
        tab.setToolTip(words)
        self._group.addButton(tab)
        tab.clicked.connect(lambda: self.show_tab(code))
        self._tabs[code], self._pages[code], self._named[code] = tab, page, words
        self._tab_row.insertWidget(0 if first else self._tab_row.count(), tab)
        self._stack.addWidget(page)
        tab.setChecked(len(self._tabs) == 1)

    def add_end(self, widget: QPushButton) -> None:
        """Add what stands at the right end of the tabs; only its icon where room is short."""
        self._end.addWidget(widget)
        self._words[widget] = widget.text()
        widget.setToolTip(widget.toolTip() or widget.text().strip())

    def _fit(self) -> None:
        """Let the words of the tabs have the room, before those at the end."""
        for end, words in self._words.items():
            end.setText(words)
        for code, tab in self._tabs.items():
            tab.setText(self._named[code])
        if self._crowded():
            for end in self._words:
                end.setText("")
        if self._crowded():
            # The counts are still told to screen readers and stand elsewhere on the page.
            for code, tab in self._tabs.items():
                tab.setText(self._named[code].partition(" ")[0])
        if self._crowded():
            self._shorten()

    def _shorten(self) -> None:
        """Shorten the longest words of the tabs until all of them stand in the row."""
        widths = {code: tab.sizeHint().width() for code, tab in self._tabs.items()}
        over, most = self._over(), max(widths.values())
        while most > LEAST_TAB and sum(max(width - most, 0) for width in widths.values()) < over:
            most -= 1
        for code, tab in self._tabs.items():
            if (less := widths[code] - most) > 0:
                metrics, words = tab.fontMetrics(), tab.text()
                room = metrics.horizontalAdvance(words) - less
                tab.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room))

    def _crowded(self) -> bool:
        return self._over() > 0

    def _over(self) -> int:
        """Return how many pixels the row is too narrow for what stands in it."""
        buttons = [one for one in (*self._tabs.values(), *self._words) if not one.isHidden()]
        for one in buttons:
            one.ensurePolished()  # before that its words count as small ones
        needed = sum(one.sizeHint().width() for one in buttons) + SPACE * (len(buttons) + 1)
        return needed - (self.width() - 2 * MARGIN)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the tabs in as they look now."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the tabs in."""
        super().resizeEvent(event)
        self._fit()

    def name_tab(self, code: str, words: str, *, enabled: bool = True) -> None:
        """Say on a tab how much is behind it."""
        self._tabs[code].setEnabled(enabled)
        if self._named[code] == words:
            return
        self._named[code] = words
        self._tabs[code].setAccessibleName(words)
        self._tabs[code].setToolTip(words)
        self._fit()

    def offer_tab(self, code: str, *, offered: bool) -> None:
        """Show a tab only where there is something behind it."""
        if self._tabs[code].isHidden() == offered:
            self._tabs[code].setVisible(offered)
            self._fit()

    @property
    def tab(self) -> str:
        """The code of what is shown."""
        return next(code for code, page in self._pages.items() if page is self._stack.currentWidget())

    def show_tab(self, code: str) -> None:
        """Show one of the pages."""
        self._stack.setCurrentWidget(self._pages[code])
        self._tabs[code].setChecked(True)
        for name, tab in self._tabs.items():
            # Tab stops at the one that is shown; the arrows go on from there.
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name == code else Qt.FocusPolicy.ClickFocus)
        self.turned.emit(code)

    def turn(self, step: int, *, may: Callable[[str], bool] = lambda _: True) -> None:
        """Show the next page that may be shown, round and round."""
        order = sorted(self._tabs, key=lambda code: self._tab_row.indexOf(self._tabs[code]))
        there = [code for code in order if self._tabs[code].isEnabled() and not self._tabs[code].isHidden()]
        codes = [code for code in there if may(code)]
        at = codes.index(self.tab) if self.tab in codes else 0
        self.show_tab(codes[(at + step) % len(codes)])
