"""A list under review in one group: what its rows have in common, whatever they are of."""

from typing import Protocol, TypeVar

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.painted_list import PaintedList, Piece
from inspector_app.ui.style.look import Look


class Known(Protocol):
    """A row that is found again by its id."""

    @property
    def id(self) -> str: ...  # noqa: D102 - said above


R = TypeVar("R", bound=Known)


class ReviewRows(PaintedList[str, R]):
    """Shows rows without heads; the one that has the keys is the one that is looked at beside.

    Signals:
        chosen: the row that has the keys now, None for none.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, name: str, high: int, parent: QWidget | None = None) -> None:
        super().__init__(look, name, parent)
        self._row_high = high
        self.verticalScrollBar().valueChanged.connect(lambda _: self.viewport().update())

    def choose(self, known: str) -> None:
        """Choose a row by its id, if it is there."""
        for n in self._rows:
            one = self._pieces[n].row
            if one is not None and one.id == known:
                self._go(n)

    def row_height(self) -> int:
        """Return how high a row is, in pixels."""
        return self._look.row(self._row_high)

    def head_height(self) -> int:
        """Return that there is no head."""
        return 0

    def same(self, one: R, other: R) -> bool:
        """Tell whether two rows are of one thing."""
        return one.id == other.id

    def paint_ground(self, painter: QPainter) -> None:
        """Paint the ground of the list."""
        painter.fillRect(self.viewport().rect(), self.palette().base())

    def paint_head(self, painter: QPainter, room: QRectF, piece: Piece[str, R]) -> None:
        """Paint nothing: one group needs no head."""

    def ground(self, painter: QPainter, room: QRectF, at: int) -> QRectF:
        """Paint what stands below a row under the keys or the mouse, and return the room for its words."""
        look, tokens = self._look, self._look.tokens
        here = at == self._at
        if here or at == self._hover:
            painter.fillRect(room, QColor(tokens.select if here else tokens.hover))
        if here and self.hasFocus():
            painter.fillRect(QRectF(0, room.top(), 3, room.height()), QColor(tokens.accent))
        return room.adjusted(look.px(10), 0, -look.px(10), 0)
