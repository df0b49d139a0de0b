"""Small pictures of photos: one in a strip, and the dashed place that asks for one."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look


class Thumb(QWidget):
    """One photo, cut to its room; a grey ground until it is loaded."""

    def __init__(self, look: Look, spoken: str, width: int, height: int, *, more: int = 0) -> None:
        super().__init__()
        self._look, self._image, self._more = look, QImage(), more
        self.setFixedSize(width, height)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)

    def show_image(self, image: QImage) -> None:
        """Show the picture."""
        self._image = image
        self.update()

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
            painter.drawPixmap(round(room.center().x()) - 8, round(room.center().y()) - 8, icon)
        else:
            painter.drawImage(room, self._image, self._cut(room))
        if self._more:
            self._count(painter, room)
        painter.end()

    def _cut(self, room: QRectF) -> QRectF:
        """Return the middle of the picture in the proportions of the room."""
        width, height = self._image.width(), self._image.height()
        wanted = room.width() / room.height()
        if width / height > wanted:
            kept = height * wanted
            return QRectF((width - kept) / 2, 0, kept, height)
        kept = width / wanted
        return QRectF(0, (height - kept) / 2, width, kept)

    def _count(self, painter: QPainter, room: QRectF) -> None:
        told = f"+{self._more}"
        width = painting.text_width(self._look, told, 11) + 10
        ground = QRectF(room.right() - width - 3, room.bottom() - 19, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(16, 24, 30, 210))
        painter.drawRoundedRect(ground, 4, 4)
        middle = Qt.AlignmentFlag.AlignHCenter
        painting.text(painter, self._look, ground, told, px=11, colour="#FFFFFF", align=middle)
