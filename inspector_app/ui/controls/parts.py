"""Small widgets that every page is built of: labels, chips, buttons, rows and columns."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

Margins = tuple[int, int, int, int]
Item = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]
"""A widget or layout, a gap in pixels, None for a stretch, or a widget or layout with its stretch factor."""


def _fill(box: QBoxLayout, items: Sequence[Item], margins: Margins, gap: int) -> None:
    box.setContentsMargins(*margins)
    box.setSpacing(gap)
    for item in items:
        if item is None:
            box.addStretch(1)
        elif isinstance(item, int):
            box.addSpacing(item)
        else:
            part, stretch = item if isinstance(item, tuple) else (item, 0)
            if isinstance(part, QWidget):
                box.addWidget(part, stretch)
            else:
                box.addLayout(part, stretch)


def row(
    parent: QWidget | None, items: Sequence[Item], margins: Margins = (0, 0, 0, 0), gap: int = 8
) -> QHBoxLayout:
    """Lay items side by side."""
    box = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    _fill(box, items, margins, gap)
    return box


def column(
    parent: QWidget | None, items: Sequence[Item], margins: Margins = (0, 0, 0, 0), gap: int = 8
) -> QVBoxLayout:
    """Lay items below each other."""
    box = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    _fill(box, items, margins, gap)
    return box


def label(told: str, kind: str = "t", *, wrap: bool = False) -> QLabel:
    """Return a label of a kind of the style sheet; what it shows is never read as markup."""
    shown = QLabel(told)
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.setProperty("k", kind)
    shown.setWordWrap(wrap)
    return shown


def reveal(widget: QWidget, *, shown: bool) -> None:
    """Show or hide a part; one without a parent is left alone: shown now, it would be a window of its own."""
    if widget.parentWidget() is not None:
        widget.setVisible(shown)
    elif not shown:
        widget.hide()


def tab_as_laid_out(root: QWidget) -> None:
    """Let Tab go through a widget as its layouts lay it out; what was added later would come last of all."""
    for one, next_one in pairwise(_laid_out(root)):
        QWidget.setTabOrder(one, next_one)


def _laid_out(widget: QWidget) -> Iterator[QWidget]:
    """Yield what takes the keys by Tab, in the order of the layouts."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _laid_out(inside)
    elif isinstance(widget, QSplitter):
        for part in (widget.widget(n) for n in range(widget.count())):
            if part is not None:
                yield from _laid_out(part)
    elif (layout := widget.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for n in range(layout.count()):
        item = layout.itemAt(n)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield from _laid_out(widget)
        elif inner is not None:
            yield from _in_layout(inner)


def plain(told: str) -> str:
    """Return a text as a tooltip shows it verbatim; Qt would read one that looks like markup as markup."""
    return f"<p>{escape(told)}</p>".replace("\n", "<br>") if "<" in told else told


def shortened(told: str, most: int = 18) -> str:
    """Return a name as a button or a sentence can show it, at most so many characters."""
    return told if len(told) <= most else told[: most - 1] + "…"


NO_WIDTH = "\u200b"


def breakable(path: str) -> str:
    """Return a path that may be broken after each folder; it has no blank at which a line could end."""
    return path.replace("/", f"/{NO_WIDTH}").replace("\\", f"\\{NO_WIDTH}")


class DropDown(QComboBox):
    """A list that drops down; the wheel over it moves the page and chooses nothing.

    Args:
        acts: each choice does something at once: the arrows open the list instead of choosing unseen.
    """

    def __init__(self, *, acts: bool = False) -> None:
        super().__init__()
        self._acts = acts

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint as Qt does, but shorten with … what has no room; Qt would cut through a character."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        told: Any = option  # PySide's stubs do not know the fields that Qt's style option inherits
        if self.currentIndex() < 0 and self.placeholderText():
            told.currentText = self.placeholderText()
            ink = told.palette.placeholderText()
            told.palette.setBrush(QPalette.ColorRole.ButtonText, ink)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        short = self.fontMetrics().elidedText(told.currentText, Qt.TextElideMode.ElideRight, room)
        told.currentText = short
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list."""
        if self._acts and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.showPopup()
            return
        super().keyPressEvent(event)


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the style sheet selects by, and apply the sheet again."""
    changed = [name for name, value in properties.items() if widget.property(name) != value]
    for name in changed:
        widget.setProperty(name, properties[name])
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def keycap(told: str) -> QLabel:
    """Return a key's name drawn as a key."""
    shown = label(told, "key")
    shown.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return shown


def sign(look: Look, name: str, colour: str, size: int = 16) -> QLabel:
    """Return an icon as a label."""
    shown = QLabel()
    shown.setPixmap(look.pixmap(name, colour, size))
    shown.setFixedSize(look.px(size), look.px(size))
    return shown


def frame(kind: str, name: str = "") -> QFrame:
    """Return a frame of a kind of the style sheet."""
    made = QFrame()
    made.setProperty("k", kind)
    made.setObjectName(name)
    return made


def button(
    told: str, name: str, *, kind: str = "", look: Look | None = None, icon: str = "", spoken: str = ""
) -> QPushButton:
    """Return a button at least 32 px high; `spoken` is its accessible name where the face is only an icon."""
    made = QPushButton(f" {told}" if told and icon else told)  # the style sets an icon too close to its word
    made.setObjectName(name)
    made.setProperty("k", kind)
    made.setAccessibleName(spoken or told)
    made.setAutoDefault(False)
    if look is not None and icon:
        colour = {"main": look.tokens.on_accent, "soft": look.tokens.accent}.get(kind, look.tokens.sub)
        made.setIcon(look.icon(icon, colour, 16, off=look.tokens.accent if kind == "main" else None))
        made.setIconSize(QSize(look.px(16), look.px(16)))
    if not told:
        side = look.row() if look is not None else 32
        made.setFixedSize(side, side)
        made.setToolTip(spoken)
    return made


def tall(made: QPushButton) -> QPushButton:
    """Make a button the one that a page is about; the sheet's own height would beat a fixed one."""
    made.setProperty("tall", True)
    return made


class Elided(QWidget):
    """One line that shortens with … and never clips; the whole text is its tooltip."""

    def __init__(
        self, look: Look, told: str = "", *, px: int = 13, tone: str = "text", bold: bool = False
    ) -> None:
        super().__init__()
        self._look, self._px, self._bold = look, px, bold
        self._colour = getattr(look.tokens, tone)
        self._told = ""
        self.setFixedHeight(look.px(px) + 7)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_text(told)

    def show_text(self, told: str) -> None:
        """Show another text."""
        self._told = told
        self.setToolTip(plain(told))
        self.setAccessibleName(told)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painting.text(
            painter,
            self._look,
            QRectF(self.rect()),
            self._told,
            px=self._px,
            colour=self._colour,
            bold=self._bold,
        )
        painter.end()


class Chip(QWidget):
    """A status chip: a word on a tone, so that colour never stands alone."""

    def __init__(self, look: Look, told: str = "", tone: str = "gray", *, dot: bool = False) -> None:
        super().__init__()
        self._look, self._dot = look, dot
        self.show_state(told, tone)

    def show_state(self, told: str, tone: str) -> None:
        """Show another word."""
        self._told, self._tone = told, tone
        self.setFixedSize(round(painting.chip_width(self._look, told, dot=self._dot)) + 1, self._look.px(24))
        self.setAccessibleName(said(told) if told else "")
        reveal(self, shown=bool(told))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the chip."""
        painter = QPainter(self)
        painting.chip(
            painter, self._look, QPointF(0, self.height() / 2), self._told, self._tone, dot=self._dot
        )
        painter.end()


class Avatar(QWidget):
    """A person's first character in a circle."""

    def __init__(self, look: Look, name: str = "", size: int = 32) -> None:
        super().__init__()
        self._look, self._name = look, name
        self.setFixedSize(look.px(size), look.px(size))

    def show_name(self, name: str) -> None:
        """Show another person."""
        self._name = name
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the circle and the character."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.accent_soft))
        painter.drawEllipse(self.rect())
        painting.text(
            painter,
            self._look,
            QRectF(self.rect()),
            self._name[:1],
            px=round(self.height() * 0.45 / self._look.scale),
            colour=self._look.tokens.accent,
            bold=True,
            align=Qt.AlignmentFlag.AlignHCenter,
        )
        painter.end()
