"""Beside a day on paper: what it still lacks, what is warned of, and the way to key it in."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QScrollArea, QWidget

from inspector_app.ui.controls.keyed import keyed, tint
from inspector_app.ui.controls.notice import Notice
from inspector_app.ui.controls.parts import (
    Chip,
    Item,
    button,
    column,
    label,
    plain,
    restyle,
    row,
    sign,
    tall,
)
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words

WIDTH = 348
BESIDE = 112
"""Pixels of the pane that its lines' words do not have: edges, the scroll bar, the signs at both sides."""


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A problem or a warning in words: where it stands, what it is, what to do."""

    where: str
    place: str
    message: str
    remedy: str


class LineButton(QPushButton):
    """A problem or warning in full; pressed, it leads to its field.

    Args:
        room: pixels that its words have side by side.
    """

    def __init__(self, look: Look, told: VerdictLine, name: str, room: int, *, warned: bool) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("k", "link")
        self.setAutoDefault(False)
        self.setAccessibleName(f"{told.place} {told.message} {told.remedy}".strip())
        self.setToolTip(plain(told.remedy or told.message))
        ink = look.tokens.mute if warned else look.tokens.chips["amber"][1]
        icon = sign(look, "info" if warned else "circle", ink, 14)
        where, what = label(told.place, "m"), label(told.message, "t", wrap=True)
        # A button asks none of its parts how high they are at its width.
        measure, wrapped = QFontMetrics(look.font(13)), int(Qt.TextFlag.TextWordWrap)
        words = measure.boundingRect(0, 0, room, 10_000, wrapped, told.message).height()
        self._high = words + look.px(12) + (look.px(19) if told.place else 0)
        parts: list[Item] = [where, what] if told.place else [what]
        arrow = sign(look, "arrow-right", look.tokens.accent, 14)
        row(self, [icon, (column(None, parts, gap=1), 1), arrow], (6, 4, 4, 4), 8)
        for part in (icon, where, what, arrow):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Return the room that its words need."""
        return QSize(super().sizeHint().width(), self._high)


class VerdictPane(QFrame):
    """Shows the verdict; takes the PIN; `busy` while the day is being keyed in.

    Signals:
        followed: the `where` of a line: the field that mends it is wanted.
        given: the PIN: key the day in.
        restored: bring back the card that was taken away last.
    """

    followed = Signal(str)
    given = Signal(str)
    restored = Signal()

    def __init__(self, look: Look, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("late_day_verdict")
        self.setProperty("ground", "card")
        self.setFixedWidth(min(look.px(WIDTH), 460))
        self._look = look
        self._shown: tuple[tuple[VerdictLine, ...], tuple[VerdictLine, ...]] = ((), ())
        self.lines: tuple[VerdictLine, ...] = ()
        self.warnings: tuple[VerdictLine, ...] = ()
        self._title, self._chip = label(self.tr("录入前核对"), "h3"), Chip(look, dot=True)
        self.notice = Notice(look)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("late_day_lines")
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(self.tr("录入前核对"))
        self._back = button(self.tr("放回删掉的一张"), "late_day_restore", look=look, icon="undo-2")
        self._back.setToolTip(f"{self.tr('放回删掉的一张')}  Ctrl+Shift+Z")
        self._back.clicked.connect(self.restored)
        self._back.hide()
        self._saved = label("", "m", wrap=True)
        self.pin = QLineEdit()
        self.pin.setObjectName("late_day_pin")
        self.pin.setAccessibleName(self.tr("签发码"))
        self.pin.setPlaceholderText(hint)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(6)
        self.pin.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,6}"), self.pin))
        self.pin.textChanged.connect(self._face)
        self.accept = button(
            self.tr("补录入账"), "late_day_accept", kind="soft", look=look, icon="clipboard-check"
        )
        tall(self.accept)
        self._key = keyed(self.accept, "Ctrl Enter")
        self.accept.clicked.connect(self.wish)
        self.busy = self._weighed = self._wished = False
        self._place_parts()
        self.show_lines((), ())

    def _place_parts(self) -> None:
        head = row(None, [(self._title, 1), self._chip], gap=8)
        pin = row(None, [label(self.tr("签发码"), "m"), (self.pin, 1)], gap=10)
        items: list[Item] = [head, (self._scroll, 1), self.notice, self._back, self._saved, pin, self.accept]
        column(self, items, (16, 14, 16, 14), 10)

    def show_waiting(self) -> None:
        """Say that what was typed is being weighed."""
        self._weighed = self._wished = False
        self._face()

    def show_lines(self, lines: Sequence[VerdictLine], warnings: Sequence[VerdictLine]) -> None:
        """Show what is lacking and what is warned of; the same ones stay, and the keys with them."""
        self._weighed = True
        self.lines, self.warnings = tuple(lines), tuple(warnings)
        if (self.lines, self.warnings) != self._shown:
            self._shown = (self.lines, self.warnings)
            self._fill()
        if lines:
            self._chip.show_state(self.tr("还缺 %s 项") % len(lines), "amber")
        else:
            self._chip.show_state(self.tr("可以录入"), "green")
        self._face()
        if self._wished:
            self._wished = False
            self.wish()

    def _fill(self) -> None:
        # What had the keys goes away with the lines: they stay in this pane.
        at = self._scroll.focusWidget()
        focused = self.focusWidget() is not None and at is not None and at.hasFocus()
        inner = QWidget()
        inner.setObjectName("scrolled")
        parts: list[QWidget] = [self._line(one, f"late_miss_{n}") for n, one in enumerate(self.lines)]
        if not self.lines:
            parts.append(label(self.tr("纸上的都录全了。"), "s", wrap=True))
        if self.warnings:
            told = self.tr("随文书留存的提示 %s") % len(self.warnings)
            parts.append(label(told, "h3"))
            parts += [self._line(one, f"late_warn_{n}", warned=True) for n, one in enumerate(self.warnings)]
        column(inner, [*parts, None], (0, 0, 6, 0), 2)
        self._scroll.setWidget(inner)
        if focused:
            first = inner.findChild(QPushButton)
            (first or self.pin).setFocus()

    def _line(self, told: VerdictLine, name: str, *, warned: bool = False) -> QPushButton:
        room = self.width() - self._look.px(BESIDE)
        made = LineButton(self._look, told, name, room, warned=warned)
        made.clicked.connect(lambda: self.followed.emit(told.where))
        return made

    def show_saved(self, time: str) -> None:
        """Say when what is typed was kept."""
        self._saved.setText(self.tr("%s 已存草稿，关掉、断电都不丢。") % time)

    def offer_back(self, *, there: bool) -> None:
        """Offer to bring back what was taken away."""
        self._back.setVisible(there)

    def show_failure(self, words: Words) -> None:
        """Say why it was not done."""
        self.busy = False
        self.notice.show_words(words)
        self._face()

    def wish(self) -> None:
        """Give it once it is weighed and nothing is lacking; else go to the first thing that is."""
        if self.busy:
            return
        if not self._weighed:
            self._wished = True  # what stands there was typed after the lines that are shown
        elif self.lines:
            self.followed.emit(self.lines[0].where)
        elif len(self.pin.text()) < 6:
            self.pin.setFocus()
        else:
            self.busy = True
            self.notice.clear()
            self._face()
            self.given.emit(self.pin.text())

    def _face(self) -> None:
        ready = not self.lines and self._weighed and len(self.pin.text()) == 6
        self.accept.setEnabled(not self.busy)
        restyle(self.accept, k="main" if ready else "soft")
        tint(self._key, on_main=ready)
        tokens = self._look.tokens
        ink = tokens.on_accent if ready else tokens.accent
        self.accept.setIcon(self._look.icon("clipboard-check", ink, 16))
