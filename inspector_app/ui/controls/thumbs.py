"""Small pictures of photos: one in a strip, and the dashed place that asks for one."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from inspector_app.domain.marks import Mark
from inspector_app.ui.controls import marked
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

VEIL_ALPHA = 210
"""Of 255."""


class Thumb(QWidget):
    """One photo, cut to its room, with its marks; a grey ground until it is loaded.

    Signals:
        opened: the hash of the photo that is to be seen large; only of one that offers it.
    """

    opened = Signal(str)

    def __init__(self, look: Look, spoken: str, width: int, height: int, *, more: int = 0) -> None:
        super().__init__()
        self._look, self._image, self._more = look, QImage(), more
        self._sha256, self._marks = "", tuple[Mark, ...]()
        self.setFixedSize(width, height)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)

    def show_image(self, image: QImage) -> None:
        """Show the picture."""
        self._image = image
        self.update()

    def offer(self, sha256: str, marks: Sequence[Mark] = ()) -> None:
        """Let a click, Enter or Space ask for the photo large; show its marks."""
        self._sha256, self._marks = sha256, tuple(marks)
        self.setObjectName("thumb")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("%s：点开或按 Enter 看大图、标注") % self.accessibleName())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a photo opens it, and not what it stands on."""
        event.setAccepted(bool(self._sha256) and event.button() is Qt.MouseButton.LeftButton)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open it."""
        if self._sha256 and QRectF(self.rect()).contains(event.position()):
            self.opened.emit(self._sha256)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open it."""
        if self._sha256 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._sha256)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the picture, cut to its room, with a count of those not shown."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(room, 4, 4)
        painter.setClipPath(path)
        painter.fillRect(room, QColor(self._look.tokens.line2))
        if self._image.isNull():
            icon = self._look.pixmap("camera", self._look.tokens.mute, 16)
            half = self._look.px(16) / 2
            painter.drawPixmap(QPointF(room.center().x() - half, room.center().y() - half), icon)
        else:
            cut = middle(self._image, room)
            painter.drawImage(room, marked.hidden(self._image, self._marks), cut)
            size, scale = self._image.size(), room.width() / cut.width()
            corner = QPointF(-cut.left() * scale, -cut.top() * scale)
            whole = QRectF(corner.x(), corner.y(), size.width() * scale, size.height() * scale)
            marked.paint(painter, self._look, self._marks, whole)
        if self._more:
            self._count(painter, room)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, wide in ((self._look.tokens.on_veil, 6), (self._look.tokens.accent, 4)):
                painter.setPen(QPen(QColor(colour), wide))
                painter.drawRoundedRect(room, 4, 4)
        painter.end()

    def _count(self, painter: QPainter, room: QRectF) -> None:
        look, told = self._look, f"+{self._more}"
        width, high = painting.text_width(look, told, 11) + 10, look.px(16)
        ground = QRectF(room.right() - width - 3, room.bottom() - high - 3, width, high)
        veil = QColor(look.tokens.veil)
        veil.setAlpha(VEIL_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)
        painter.drawRoundedRect(ground, 4, 4)
        ink, centred = look.tokens.on_veil, Qt.AlignmentFlag.AlignHCenter
        painting.text(painter, look, ground, told, px=11, colour=ink, align=centred)


def middle(image: QImage, room: QRectF) -> QRectF:
    """Return the middle of a picture in the proportions of a room."""
    width, height = image.width(), image.height()
    wanted = room.width() / room.height()
    if width / height > wanted:
        kept = height * wanted
        return QRectF((width - kept) / 2, 0, kept, height)
    kept = width / wanted
    return QRectF(0, (height - kept) / 2, width, kept)
