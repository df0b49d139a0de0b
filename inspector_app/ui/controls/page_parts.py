"""What the pages have alike: the bar at their head, and a list that teaches while it is empty."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QWidget

from inspector_app.ui.controls.parts import Item, column, label, row, sign
from inspector_app.ui.style.look import Look

PICTURE = 40


def page_top(look: Look, title: str, parts: Sequence[Item], gap: int = 12) -> QFrame:
    """Return the bar at the head of a page: its title, and what stands beside it."""
    top = QFrame()
    top.setObjectName("top")
    top.setFixedHeight(max(look.px(56), look.target + 16))
    row(top, [label(title, "h1"), *parts], (20, 0, 20, 0), gap)
    return top


def teaching(
    look: Look, icon: str, told: QLabel, width: int, *, title: str = "", act: QWidget | None = None
) -> QWidget:
    """Return what is shown where a list is empty: a picture, what will stand here, and the way to begin.

    Args:
        told: the label with the words, at least `width` pixels wide.
        title: above it, for a page that is nothing but the list.
        act: the button that begins.
    """
    told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    told.setMinimumWidth(width)
    shown: list[QWidget] = [sign(look, icon, look.tokens.accent, PICTURE)]
    shown += [label(title, "h2")] if title else []
    shown += [told, act] if act is not None else [told]
    part = QWidget()
    column(part, [None, *(row(None, [None, one, None]) for one in shown), None], gap=12)
    return part


class ListOrWords(QStackedWidget):
    """A list, or what teaches while it is empty."""

    def __init__(self, shown: QWidget, teaches: QWidget) -> None:
        super().__init__()
        self._list = shown
        self.addWidget(shown)
        self.addWidget(teaches)

    def fill(self, *, there: bool) -> None:
        """Show the list when there are rows; the first rows bring the keys to it."""
        first = there and self.currentWidget() is not self._list
        self.setCurrentIndex(0 if there else 1)
        if first and self.isVisible():
            # The list could not take the keys while it was not there.
            self._list.setFocus()


class Later(QWidget):
    """The place of a part that is built when it is first shown, or asked for before.

    Args:
        build: returns the part; called once.
    """

    def __init__(self, build: Callable[[], QWidget]) -> None:
        super().__init__()
        self._build: Callable[[], QWidget] | None = build

    def fill(self) -> None:
        """Build the part, if it is not there."""
        build, self._build = self._build, None
        if build is None:
            return
        part = build()
        column(self, [(part, 1)], gap=0)
        self.setFocusProxy(part)
        if self.isVisible():
            # A layout would show it with the next event, and the keys could not come to it before.
            part.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Be filled."""
        self.fill()
        super().showEvent(event)
