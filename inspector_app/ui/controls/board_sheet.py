"""The right side of a board: all about the chosen line, and what may be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from inspector_app.ui.controls.board_values import Block, Deed, Fact, Sheet
from inspector_app.ui.controls.parts import (
    Chip,
    Elided,
    Item,
    button,
    column,
    frame,
    label,
    plain,
    row,
    sign,
    tab_as_laid_out,
)
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

LABEL = 96
MOST_DEEDS = 4
"""Buttons in one row; more stand in a second one."""
LARGE = 1.3
"""Size of words from which half as many stand in a row."""


def keys_in(room: QWidget) -> str:
    """Return the name of the part of a room that has its window's keys, empty when none has."""
    now = room.window().focusWidget()
    return now.objectName() if now is not None and room.isAncestorOf(now) else ""


class SheetView(QFrame):
    """Shows a sheet; emits what the person wants.

    Args:
        narrow: a chip stands below the words of its fact, it would leave them no room.

    Signals:
        done: (code of a deed, id of the sheet).
        followed: (link of a fact, id of the sheet).
    """

    done = Signal(str, str)
    followed = Signal(str, str)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None, *, narrow: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._look, self._narrow = look, narrow
        self.sheet = Sheet("", "")
        self._title = Elided(look, px=18, bold=True)
        self._chip = Chip(look, dot=True)
        self._note = label("", "s", wrap=True)
        self.scrolled = QScrollArea()
        self.scrolled.setObjectName(f"{name}_scroll")
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._deeds = QWidget()
        self._keys: list[QShortcut] = []
        head = row(None, [(self._title, 1), self._chip], gap=10)
        self._box = column(self, [head, self._note, (self.scrolled, 1), self._deeds], (20, 16, 20, 14), 10)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a sheet in place of the one before; the same one anew keeps its place and the keys."""
        same, had = sheet.id == self.sheet.id, keys_in(self)
        at = self.scrolled.verticalScrollBar().value() if same else 0
        self.sheet = sheet
        self._title.show_text(sheet.title)
        self._chip.show_state(sheet.state, sheet.tone)
        self._note.setText(sheet.note)
        self._note.setVisible(bool(sheet.note))
        self.scrolled.setAccessibleName(sheet.title)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column(inner, [*(self._block(one) for one in sheet.blocks), None], (0, 0, 8, 0), 12)
        self.scrolled.setWidget(inner)
        self._show_deeds(sheet.deeds)
        tab_as_laid_out(self)
        if had:
            self._take_keys(had if same else "")
        self.scrolled.verticalScrollBar().setValue(at)

    def _take_keys(self, name: str) -> None:
        """Take the keys over from a part that is gone: nobody would have them."""
        rooms = (one for one in (self._deeds, self.scrolled.widget()) if one is not None)
        found = next((one for room in rooms if (one := room.findChild(QPushButton, name))), None)
        heir = found if found is not None and name and found.isEnabled() else self.scrolled
        heir.setFocus()

    def _block(self, block: Block) -> QFrame:
        made = frame("card")
        head = row(None, [label(block.title, "h3"), label(block.note, "m"), None], gap=8)
        column(made, [head, *(self._fact(one) for one in block.facts)], (16, 12, 16, 12), 6)
        return made

    def _fact(self, fact: Fact) -> QWidget:
        if fact.link:
            return self._way(fact)
        look = self._look
        made = QWidget()
        items: list[Item] = []
        if fact.label:
            name = label(fact.label, "m", wrap=True)
            name.setFixedWidth(look.px(LABEL))
            items.append(column(None, [name, None]))
        # A chip is higher than a line: what stands beside it stays level with its label.
        text = label(fact.text or "—", "t", wrap=True)
        chip = Chip(look, fact.state, fact.tone, dot=True) if fact.state else None
        beside = chip is not None and not self._narrow
        below = row(None, [chip, None]) if chip is not None and not beside else None
        items.append((column(None, [text, *([below] if below else []), None], gap=4), 1))
        if chip is not None and beside:
            items.append(column(None, [chip, None]))
        row(made, items, gap=8)
        return made

    def _way(self, fact: Fact) -> QPushButton:
        """Return a line that leads somewhere."""
        look = self._look
        spoken = " ".join(
            one for one in (fact.label, fact.text, said(fact.state) if fact.state else "") if one
        )
        made = button("", f"way_{fact.link}", kind="link", spoken=spoken)
        made.setToolTip(plain(fact.text))
        made.setMinimumSize(0, look.row(36))
        made.setMaximumSize(16777215, look.row(36))
        text = Elided(look, fact.text, px=13, bold=True)
        parts: list[QWidget] = [text]
        if fact.label:
            name = label(fact.label, "m")
            # Beside large words and a chip it takes no more than it needs.
            if not fact.state or look.scale <= LARGE:
                name.setFixedWidth(look.px(LABEL))
            parts.insert(0, name)
        if fact.state:
            parts.append(Chip(look, fact.state, fact.tone, dot=True))
        parts.append(sign(look, "chevron-right", look.tokens.mute, 14))
        row(made, [(one, 1) if one is text else one for one in parts], (0, 0, 4, 0), 8)
        for part in parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        made.clicked.connect(lambda: self.followed.emit(fact.link, self.sheet.id))
        return made

    def _show_deeds(self, deeds: Sequence[Deed]) -> None:
        for key in self._keys:
            key.setEnabled(False)
            key.deleteLater()
        self._keys = []
        made = QWidget()
        main = [one for one in deeds if one.main]
        order = [*(one for one in deeds if not one.main), *main]
        # Beside large words four buttons would cut each other off.
        most = MOST_DEEDS if self._look.scale <= LARGE else MOST_DEEDS // 2
        lines = [order[n : n + most] for n in range(0, len(order), most)]
        column(made, [row(None, [None, *(self._deed(one) for one in line)], gap=8) for line in lines], gap=8)
        old, self._deeds = self._deeds, made
        self._box.replaceWidget(old, made)
        old.hide()
        old.deleteLater()

    def _deed(self, deed: Deed) -> QPushButton:
        kind = "main" if deed.main else ""
        made = button(deed.words, f"deed_{deed.code}", kind=kind, look=self._look, icon=deed.icon)
        made.setEnabled(not deed.why_not)
        tip = f"{deed.words}  {deed.key}".rstrip()
        made.setToolTip(plain(f"{tip}\n{deed.why_not}" if deed.why_not else tip))
        made.setAccessibleDescription(deed.why_not)
        made.clicked.connect(lambda: self.done.emit(deed.code, self.sheet.id))
        if deed.key:
            key = QShortcut(QKeySequence(deed.key), self, made.click)
            key.setEnabled(not deed.why_not)
            self._keys.append(key)
        return made
