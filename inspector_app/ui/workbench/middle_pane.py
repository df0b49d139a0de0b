"""The middle of the workbench: one list or form at a time, chosen by tabs."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from inspector_app.ui.controls.parts import button, column, row

FINDINGS, DOCUMENT = "findings", "document"


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
        self._stack = QStackedWidget()
        self._tab_row, self._end = QHBoxLayout(), QHBoxLayout()
        self._tab_row.setSpacing(4)
        self._end.setSpacing(6)
        head = row(None, [self._tab_row, None, self._end], (16, 12, 16, 0), 4)
        column(self, [head, (self._stack, 1)], gap=8)

    def add_tab(self, code: str, words: str, page: QWidget) -> None:
        """Add a page; the first one is shown."""
        tab = button(words, f"tab_{code}", kind="tab")
        tab.setCheckable(True)
        tab.setAutoExclusive(True)
        tab.clicked.connect(lambda: self.show_tab(code))
        self._tabs[code], self._pages[code] = tab, page
        self._tab_row.addWidget(tab)
        self._stack.addWidget(page)
        tab.setChecked(len(self._tabs) == 1)

    def add_end(self, widget: QWidget) -> None:
        """Add what stands at the right end of the tabs."""
        self._end.addWidget(widget)

    def name_tab(self, code: str, words: str, *, enabled: bool = True) -> None:
        """Say on a tab how much is behind it."""
        self._tabs[code].setText(words)
        self._tabs[code].setAccessibleName(words)
        self._tabs[code].setEnabled(enabled)

    @property
    def tab(self) -> str:
        """The code of what is shown."""
        return next(code for code, page in self._pages.items() if page is self._stack.currentWidget())

    def show_tab(self, code: str) -> None:
        """Show one of the pages."""
        self._stack.setCurrentWidget(self._pages[code])
        self._tabs[code].setChecked(True)
        self.turned.emit(code)

    def turn(self, step: int, *, may: Callable[[str], bool] = lambda _: True) -> None:
        """Show the next page that may be shown, round and round."""
        codes = [code for code, tab in self._tabs.items() if tab.isEnabled() and may(code)]
        at = codes.index(self.tab) if self.tab in codes else 0
        self.show_tab(codes[(at + step) % len(codes)])
