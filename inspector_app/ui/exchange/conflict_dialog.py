"""Two values side by side, each with who and when; a person takes one of them or writes a third."""

from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from inspector_app.casework.overview.conflicts import Conflict, Value
from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.controls.parts import Chip, column, frame, label, restyle, reveal, row
from inspector_app.ui.exchange.exchange_values import moment_words, who_words
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

WIDTH, THIRD_HEIGHT, VALUE_HEIGHT, LEAST_HEIGHT = 720, 74, 120, 40
ASIDE = 24 * 2 + 14 * 2 + 12
"""What of the width no value has: the window's and the card's own edges, and the gap between two cards."""


class Pick(QPushButton):
    """One of several that exclude each other: an empty circle, with a tick once it is chosen."""

    def __init__(self, look: Look, told: str, name: str, spoken: str = "") -> None:
        super().__init__(f" {told}")
        self._look = look
        self.setObjectName(name)
        self.setProperty("k", "pick")
        self.setAccessibleName(spoken or told)
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setIconSize(QSize(look.px(16), look.px(16)))
        self.toggled.connect(self._show_state)
        self._show_state(False)

    def _show_state(self, on: bool) -> None:
        tokens = self._look.tokens
        icon, ink = ("circle-check", tokens.accent) if on else ("circle", tokens.mute)
        self.setIcon(self._look.icon(icon, ink, 16))


class ValueCard(QFrame):
    """One of the values with its choice; pressed anywhere it is chosen."""

    def __init__(self, look: Look, n: int, told: Value, today: date, among: int) -> None:
        super().__init__()
        self.setProperty("k", "card")
        self.setObjectName(f"value_{n}")
        spoken = f"{said('用这个')} {said(told.words)} {who_words(told)}"
        self.choice = Pick(look, said("用这个"), f"take_{n}", spoken)
        self.choice.toggled.connect(lambda on: restyle(self, focused="true" if on else ""))
        words = label(said(told.words), "t", wrap=True)
        words.ensurePolished()
        self.wanted = words.heightForWidth((look.px(WIDTH) - ASIDE) // among - ASIDE // 3)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column(inner, [words, None], gap=0)
        scroll = self._scroll = QScrollArea()
        scroll.setObjectName(f"value_{n}_words")
        scroll.setAccessibleName(said(told.words))
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        head = row(
            None,
            [self.choice, None, Chip(look, said("现在显示的") if n == 0 else "", "gray")],
            gap=look.px(6),
        )
        who = label(who_words(told), "s", wrap=True)
        when = label(moment_words(told.at, today), "m")
        column(self, [head, scroll, frame("rule"), who, when], (14, 10, 14, 12), look.px(8))

    def show_height(self, pixels: int) -> None:
        """Give the value this height; a longer one scrolls."""
        self._scroll.setFixedHeight(pixels)

    def mousePressEvent(self, _: QMouseEvent) -> None:
        """Choose it."""
        self.choice.setChecked(True)


class ConflictDialog(Dialog):
    """Asks which of several values holds.

    Signals:
        settled: the JSON value that is to hold.
    """

    settled = Signal(object)

    def __init__(self, look: Look, told: Conflict, today: date, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "conflict_dialog", parent)
        self.setWindowTitle(self.tr("选定：%s") % said(told.label))
        self._told = told
        self._group = QButtonGroup(self)
        cards = [ValueCard(look, n, one, today, len(told.values)) for n, one in enumerate(told.values)]
        longest = max(card.wanted for card in cards)
        for card in cards:
            card.show_height(min(max(longest, look.px(LEAST_HEIGHT)), look.px(VALUE_HEIGHT)))
        for n, card in enumerate(cards):
            self._group.addButton(card.choice, n)
        self._third = Pick(look, self.tr("都不对，另写一个"), "take_third")
        self._group.addButton(self._third, len(cards))
        self._words = QPlainTextEdit()
        self._words.setObjectName("third_words")
        self._words.setAccessibleName(self._third.text())
        self._words.setTabChangesFocus(True)
        self._words.setFixedHeight(look.px(THIRD_HEIGHT))
        about = f"{said(told.kind)} · {told.title}" if told.title else said(told.kind)
        note = self.tr("选定后各台电脑都按它显示；没选的值仍留在日志里，可以查。")
        parts = QWidget()
        side = row(None, [(one, 1) for one in cards], gap=look.px(12))
        column(
            parts,
            [
                label(about, "s", wrap=True),
                side,
                row(None, [self._third, None]),
                self._words,
                label(note, "m", wrap=True),
            ],
            gap=look.px(8),
        )
        for part in (self._third, self._words):
            reveal(part, shown=told.typed)
        self.finish(parts, self.tr("选定"), "conflict_accept", width=WIDTH)
        self._group.idToggled.connect(lambda *_: self._check())
        self._words.textChanged.connect(self._on_typed)
        self._check()
        cards[0].choice.setFocus()

    def _on_typed(self) -> None:
        if self._words.toPlainText().strip():
            self._third.setChecked(True)
        self._check()

    @property
    def _typed(self) -> bool:
        return self._group.checkedId() == len(self._told.values)

    def _check(self) -> None:
        chosen = self._group.checkedId() >= 0
        self.accept_button.setEnabled(chosen and (not self._typed or bool(self._words.toPlainText().strip())))

    def wish(self) -> None:
        """Emit what is to hold; the window stays until it was written."""
        self.show_doing(self.tr("正在保存…"))
        at = self._group.checkedId()
        self.settled.emit(self._words.toPlainText().strip() if self._typed else self._told.values[at].value)
