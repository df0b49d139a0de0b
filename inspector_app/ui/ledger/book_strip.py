"""One row of a ledger as a whole: every column with what stands in it, to be read and copied."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from inspector_app.domain.ledgers import Layout
from inspector_app.ui.controls.parts import Chip, Elided, button, column, label, row
from inspector_app.ui.ledger.book_model import shown
from inspector_app.ui.ledger.book_tones import tone_of
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

WIDE = 320
LABEL = 84


class RowStrip(QFrame):
    """Shows a row; the labels are made once, since the bar moves faster than they could be."""

    def __init__(self, look: Look, layout: Layout, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("ground", "card")
        self.setFixedWidth(look.px(WIDE))
        self._layout, self._look = layout, look
        self._cells: Sequence[str] = ()
        self._title = Elided(look, px=15, bold=True)
        self._chip = Chip(look, dot=True)
        self.copy = button(self.tr("复制整行"), f"{name}_copy", look=look, icon="file-text")
        self.copy.clicked.connect(self._on_copy)
        self.scrolled = QScrollArea()
        self.scrolled.setObjectName(f"{name}_scroll")
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scrolled.setAccessibleName(self.tr("整行内容"))
        self.scrolled.setWidget(self._lines())
        head = row(None, [(self._title, 1), self._chip], gap=8)
        foot = row(None, [None, self.copy])
        column(self, [head, (self.scrolled, 1), foot], (16, 14, 12, 12), 10)

    def _lines(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("scrolled")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        self._told: list[tuple[QLabel, QLabel]] = []
        top = Qt.AlignmentFlag.AlignTop
        for n, one in enumerate(self._layout.columns):
            name, value = label(said(one.label), "m", wrap=True), label("", "t", wrap=True)
            name.setFixedWidth(self._look.px(LABEL))
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, n, 0, top)
            grid.addWidget(value, n, 1, top)
            self._told.append((name, value))
        grid.setRowStretch(len(self._layout.columns), 1)
        return inner

    def show_row(self, cells: Sequence[str], title: str, state: tuple[str, str]) -> None:
        """Show a row under its title, with the chip of its state; without cells, nothing."""
        self._cells = cells
        self._title.show_text(title)
        self._chip.show_state(*state)
        self.copy.setEnabled(bool(cells))
        for (name, value), one, cell in zip(self._told, self._layout.columns, _filled(cells), strict=False):
            there = bool(cell)
            value.setText(shown(one, cell) if there else "—")
            name.setVisible(bool(cells))
            value.setVisible(bool(cells))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def text(self) -> str:
        """Return the row as lines of head, tab, content; what is empty is left out."""
        pairs = zip(self._layout.columns, self._cells, strict=False)
        return "\n".join(f"{said(one.label)}\t{shown(one, cell)}" for one, cell in pairs if cell)


def _filled(cells: Sequence[str]) -> Sequence[str]:
    return cells or ("",) * 99


def state_of(layout: Layout, cells: Sequence[str]) -> tuple[str, str]:
    """Return word and tone of the first state of a row that has a chip."""
    for one, cell in zip(layout.columns, cells, strict=False):
        tone = tone_of(one.code, cell) if one.words and cell else ""
        if tone and cell not in ("是", "否"):
            return cell, tone
    return "", "gray"
