"""A card with a list of things that were counted: title, rows, and what is said while there are none."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from inspector_app.ui.controls.page_parts import teaching
from inspector_app.ui.controls.parts import button, column, label, restyle, row
from inspector_app.ui.figures.entries_list import EntriesList
from inspector_app.ui.figures.figures_values import EntryRow
from inspector_app.ui.style.look import Look


class ListCard(QFrame):
    """Shows a list; a button leads back to what it is narrowed from, if it is.

    Args:
        name: of the list; the card, its title and its button are named after it.
        back: what the button says.

    Signals:
        opened: the EntryRow to go to.
        left: Esc.
        whole_wanted: the button was pressed.
    """

    opened = Signal(object)
    left = Signal()
    whole_wanted = Signal()

    def __init__(
        self, look: Look, name: str, back: str, teach: str, parent: QWidget | None = None, *, icon: str = "x"
    ) -> None:
        super().__init__(parent)
        restyle(self, k="card")
        self.setObjectName(f"{name}_card")
        self.entries = EntriesList(look, name)
        self._title = label("", "h3", wrap=True)
        self._title.setObjectName(f"{name}_title")
        self.back = button(back, f"{name}_back", kind="link", look=look, icon=icon)
        self.back.hide()
        self.teach = label(teach, "s", wrap=True)
        # Rows that come bring no keys: who goes through the figures goes on doing so.
        self._rows = QStackedWidget()
        self._rows.addWidget(self.entries)
        self._rows.addWidget(teaching(look, "inbox", self.teach, look.px(260)))
        head = row(None, [(self._title, 1), self.back], (16, 6, 8, 2), 12)
        column(self, [head, (self._rows, 1)], (1, 2, 1, 1), 2)
        self.back.clicked.connect(self.whole_wanted)
        self.entries.opened.connect(self.opened)
        self.entries.left.connect(self.left)

    @property
    def title(self) -> str:
        """What the list is said to be of."""
        return self._title.text()

    def show_list(self, title: str, entries: Sequence[EntryRow], *, narrowed: bool = False) -> None:
        """Show a list.

        Args:
            narrowed: there is more; the button leads to it.
        """
        self._title.setText(title)
        self.back.setVisible(narrowed)
        self.entries.show_entries(entries)
        self._rows.setCurrentIndex(0 if entries else 1)
