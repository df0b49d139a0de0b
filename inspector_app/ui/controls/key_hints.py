"""The keys of a page, named in one line; what has no room is left out, the last ones never."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui.controls.parts import plain
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

Hint = tuple[str, str]
"""A key's name and what it does."""

KEY_PX, WORD_PX = 11, 12


def keycap_width(look: Look, told: str) -> float:
    """Return the width of a key's name drawn as a key, in pixels."""
    return painting.text_width(look, told, KEY_PX) + look.px(14)


def paint_keycap(painter: QPainter, look: Look, room: QRectF, told: str) -> None:
    """Draw a key's name as a key that fills the room, its lower edge a little thicker."""
    tokens = look.tokens
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.edge), 1))
    painter.setBrush(QColor(tokens.head))
    painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.fillRect(QRectF(room.left() + 4, room.bottom() - 2, room.width() - 8, 1.5), QColor(tokens.edge))
    painting.text(
        painter,
        look,
        room.adjusted(0, 0, 0, -1),
        told,
        px=KEY_PX,
        colour=tokens.sub,
        align=Qt.AlignmentFlag.AlignHCenter,
    )
    painter.restore()


class KeyHints(QWidget):
    """One line of keys and words; never wider than the room it is given."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._hints: tuple[Hint, ...] = ()
        self._last: tuple[Hint, ...] = ()
        self.setObjectName("key_hints")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(look.px(24))

    def show_hints(self, hints: Sequence[Hint], last: Sequence[Hint] = ()) -> None:
        """Name these keys; those in `last` keep their room whatever else has to go."""
        known = {key for key, _ in hints}
        self._hints = tuple(hints)
        self._last = tuple(one for one in last if one[0] not in known)
        told = " · ".join(f"{key} {does}" for key, does in (*self._hints, *self._last))
        self.setAccessibleName(told)
        self.setToolTip(plain(told))
        self.update()

    def fitting(self) -> tuple[Hint, ...]:
        """Return the hints that have room now."""
        room = self.width() - sum(self._wide(one) for one in self._last)
        shown: list[Hint] = []
        for one in self._hints:
            room -= self._wide(one)
            if room < 0:
                break
            shown.append(one)
        return (*shown, *self._last)

    def _wide(self, hint: Hint) -> float:
        words = painting.text_width(self._look, hint[1], WORD_PX)
        return keycap_width(self._look, hint[0]) + words + self._look.px(24)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the keys that have room."""
        painter = QPainter(self)
        look, x = self._look, 0.0
        high = look.px(20)
        top = (self.height() - high) / 2
        for key, does in self.fitting():
            wide = keycap_width(look, key)
            paint_keycap(painter, look, QRectF(x, top, wide, high), key)
            words = QRectF(x + wide + look.px(6), 0, self.width(), self.height())
            painting.text(painter, look, words, does, px=WORD_PX, colour=look.tokens.mute)
            x += self._wide((key, does))
        painter.end()
