"""Looking at a window as a test: what takes the keys, what it is called, what does not fit."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from inspector_app.ui.controls.parts import Elided
from inspector_app.ui.workbench.finding_card import FindingCard
from tests.stories.hands import Hands

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QCheckBox, FindingCard)

ROW = 20


def controls(root: QWidget) -> Iterator[QWidget]:
    """What a person works with: visible, of our own making, not the inner parts of Qt's widgets."""
    for widget in root.findChildren(QWidget):
        parts = isinstance(widget.parentWidget(), QComboBox | QAbstractItemView | QLineEdit)
        inner = parts or isinstance(widget, QHeaderView)
        if isinstance(widget, CONTROLS) and widget.isVisibleTo(root) and not inner:
            yield widget


def called(widget: QWidget) -> str:
    return widget.accessibleName() or widget.objectName() or type(widget).__name__


def nameless(root: QWidget) -> list[str]:
    """Controls and everything else that Tab stops at without an accessible name."""
    stops = [
        one
        for one in root.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.isVisibleTo(root)
        and not isinstance(one.parentWidget(), QComboBox)
    ]
    return [called(one) for one in {*controls(root), *stops} if not one.accessibleName().strip()]


def too_small(root: QWidget, least: int = 32) -> list[str]:
    """Targets that are lower or narrower than a finger."""
    told = []
    for one in controls(root):
        if isinstance(one, QAbstractItemView):
            continue
        if one.height() < least or one.width() < least:
            told.append(f"{called(one)} {one.width()}x{one.height()}")
    return told


def cut_off(root: QWidget) -> list[str]:
    """Labels and buttons whose words need more room than they have."""
    told = []
    for one in root.findChildren(QWidget):
        if not one.isVisibleTo(root) or not _has_words(one):
            continue
        if isinstance(one, QLabel) and one.wordWrap():
            if one.heightForWidth(one.width()) > one.height() + 1:
                told.append(f"{one.text()[:20]} needs {one.heightForWidth(one.width())} has {one.height()}")
        elif one.sizeHint().width() > one.width() + 1:
            told.append(f"{called(one)[:30]} needs {one.sizeHint().width()} has {one.width()}")
    return told


def _has_words(one: QWidget) -> bool:
    return isinstance(one, QLabel | QPushButton | QToolButton | QCheckBox) and bool(one.text())


def untold(root: QWidget) -> list[str]:
    """Shortened lines whose whole text is not their tooltip."""
    told = []
    for one in root.findChildren(Elided):
        shown = QTextDocument()
        tip = one.toolTip()
        shown.setHtml(tip) if "<p>" in tip else shown.setPlainText(tip)
        if shown.toPlainText() != one._told:
            told.append(one._told)
    return told


def stops(hands: Hands, window: QWidget) -> list[QWidget]:
    """Press Tab until it comes round; return what it stopped at, in order."""
    # The page itself may have the keys at first, though Tab never stops at it.
    hands.press(Qt.Key.Key_Tab)
    first = QApplication.focusWidget()
    assert first is not None
    seen = [first]
    for _ in range(200):
        hands.press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is first:
            return seen
        assert focus not in seen, f"Tab goes in a circle at {called(focus)}"
        assert window.isAncestorOf(focus)
        seen.append(focus)
    raise AssertionError("Tab never comes round")


def unreached(root: QWidget, seen: list[QWidget]) -> list[str]:
    """Enabled controls that Tab does not stop at; of buttons that exclude each other one is enough."""
    told = []
    for one in controls(root):
        exclusive = isinstance(one, QAbstractButton) and one.isCheckable() and not isinstance(one, QCheckBox)
        if (
            one.isEnabled()
            and one.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not exclusive
            and one not in seen
        ):
            told.append(called(one))
    return told


def down(widget: QWidget) -> tuple[int, int]:
    """How far down in its window a widget stands, and how far down in what scrolls there."""
    middle = QPoint(0, widget.height() // 2)
    at: QWidget = widget
    while not at.isWindow():
        parent = at.parentWidget()
        if parent.objectName() == "qt_scrollarea_viewport":
            return parent.mapTo(widget.window(), QPoint()).y(), widget.mapTo(at, middle).y()
        at = parent
    return widget.mapTo(widget.window(), middle).y(), 0


def in_reading_order(seen: list[QWidget]) -> bool:
    """Tell whether these stand below each other, or beside each other in a row, beginning at the topmost."""
    places = [down(one) for one in seen if not isinstance(one, QScrollArea)]
    first = places.index(min(places))
    places = [*places[first:], *places[:first]]
    return all(
        later[1] > earlier[1] - ROW if later[0] == earlier[0] else later[0] > earlier[0] - ROW
        for earlier, later in pairwise(places)
    )
