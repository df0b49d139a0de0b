"""One photo, as large as its room: zoomed by wheel, fingers and keys, its marks painted over it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from inspector_app.domain.marks import Mark, MarkKind
from inspector_app.ui.controls import marked
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

MOST_ZOOM = 8.0
STEP = 1.25
EDGE = 12
"""Room kept free around a photo that fits, in pixels of the design."""


class PictureView(QWidget):
    """Shows one photo.

    Signals:
        zoomed: (how much larger than fitting, 1 to 8; the middle of what is seen, x and y from 0 to 1).
        sharper_wanted: QSize; the photo is shown larger than it was decoded.
    """

    zoomed = Signal(float, float, float)
    sharper_wanted = Signal(QSize)

    def __init__(self, look: Look, name: str, spoken: str) -> None:
        super().__init__()
        self.look = look
        self._image, self._shown = QImage(), QPixmap()
        self._marks: tuple[Mark, ...] = ()
        self._covered: tuple[Mark, ...] = ()
        self._words: tuple[str, str] = ("", "")
        self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self._held: QPointF | None = None
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(look.px(240), look.px(180))
        self.grabGesture(Qt.GestureType.PinchGesture)

    # What it shows.

    @property
    def image(self) -> QImage:
        """The photo as it was decoded, without marks."""
        return self._image

    @property
    def zoom(self) -> float:
        """How much larger than fitting the photo is shown."""
        return self._zoom

    @property
    def words(self) -> str:
        """What stands there instead of a photo, empty while one is shown."""
        return self._words[0]

    def show_image(self, image: QImage, marks: Sequence[Mark], *, same: bool = False) -> None:
        """Show a photo with its marks; `same` keeps place and zoom, for one that only became sharper."""
        self._image, self._words = image, ("", "")
        self._covered = ()
        self._shown = QPixmap()
        if not same:
            self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self.show_marks(marks)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show other marks over the photo that is there."""
        self._marks = tuple(marks)
        covered = tuple(one for one in self._marks if one.kind is MarkKind.PIXELATE)
        if covered != self._covered or self._shown.isNull():
            self._covered = covered
            self._shown = QPixmap.fromImage(marked.hidden(self._image, covered))
        self.update()

    def show_words(self, message: str, remedy: str = "") -> None:
        """Say in words why no photo is shown."""
        self._image, self._shown, self._marks = QImage(), QPixmap(), ()
        self._words = (message, remedy)
        self.setAccessibleDescription(f"{message} {remedy}".strip())
        self.update()

    @property
    def wanted(self) -> QSize:
        """The room that a photo is to fill, in device pixels."""
        ratio = self.devicePixelRatioF()
        return QSize(round(self.width() * ratio), round(self.height() * ratio))

    # Where it shows it.

    def picture(self) -> QRectF:
        """Return where the whole photo stands, in the widget's pixels; empty without one."""
        if self._image.isNull() or not self._image.height():
            return QRectF()
        edge = self.look.px(EDGE)
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        fit = min(room.width() / self._image.width(), room.height() / self._image.height())
        width, height = self._image.width() * fit * self._zoom, self._image.height() * fit * self._zoom
        return QRectF(
            self._side(self._middle.x(), width, self.width()),
            self._side(self._middle.y(), height, self.height()),
            width,
            height,
        )

    @staticmethod
    def _side(middle: float, long: float, room: int) -> float:
        """Return where a side begins so that its middle share stands in the middle; it never leaves a gap."""
        if long <= room:
            return (room - long) / 2
        return min(max(room / 2 - middle * long, room - long), 0.0)

    def share(self, at: QPointF) -> QPointF:
        """Return a place of the widget as shares of the photo, which may lie beyond its edge."""
        room = self.picture()
        if room.isEmpty():
            return QPointF()
        return QPointF((at.x() - room.left()) / room.width(), (at.y() - room.top()) / room.height())

    # Zooming.

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Show it larger or smaller; what stands at `at` (else in the middle) stays there."""
        at = QPointF(self.rect().center()) if at is None else at
        held, before = self.share(at), self._zoom
        self._zoom = min(max(before * factor, 1.0), MOST_ZOOM)
        room = self.picture()
        if not room.isEmpty():
            middle = QPointF(self.rect().center())
            self._middle = held + QPointF(
                (middle.x() - at.x()) / room.width(), (middle.y() - at.y()) / room.height()
            )
        self._moved()

    def fit(self) -> None:
        """Show all of it."""
        self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self._moved()

    def show_zoom(self, zoom: float, x: float, y: float) -> None:
        """Take zoom and place from another photo beside it; tells nobody."""
        self._zoom, self._middle = zoom, QPointF(x, y)
        self.update()
        self._ask_sharper()

    def _moved(self) -> None:
        room = self.picture()
        if not room.isEmpty():
            seen = self.share(QPointF(self.rect().center()))
            self._middle = QPointF(min(max(seen.x(), 0.0), 1.0), min(max(seen.y(), 0.0), 1.0))
        self.update()
        self.zoomed.emit(self._zoom, self._middle.x(), self._middle.y())
        self._ask_sharper()

    def _ask_sharper(self) -> None:
        ratio = self.devicePixelRatioF()
        if self._zoom > 1.05 and self.picture().width() * ratio > self._image.width() * 1.2:
            self.sharper_wanted.emit(self.wanted * self._zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms about the pointer."""
        turns = event.angleDelta().y() / 120
        if turns:
            self.zoom_by(STEP**turns, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Two fingers zoom."""
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom_by(pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint())))
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the photo."""
        self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shove the photo along while it is larger than its room."""
        room = self.picture()
        if self._held is None or room.isEmpty():
            return
        moved, self._held = event.position() - self._held, event.position()
        self._middle -= QPointF(moved.x() / room.width(), moved.y() / room.height())
        self._moved()

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    # Painting.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a sharper picture where the room became larger."""
        super().resizeEvent(event)
        self._ask_sharper()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the photo and its marks, or the words instead."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.look.tokens.desk))
        if self._shown.isNull():
            self._paint_words(painter)
        else:
            room = self.picture()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(room, self._shown, QRectF(self._shown.rect()))
            marked.paint(painter, self.look, self._marks, room)
        self.paint_more(painter)
        if self.hasFocus():
            painter.setPen(QColor(self.look.tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def paint_more(self, painter: QPainter) -> None:
        """Paint what a kind of view adds."""

    def _paint_words(self, painter: QPainter) -> None:
        message, remedy = self._words
        if not message:
            return
        look, middle = self.look, QRectF(self.rect()).center()
        icon = look.pixmap("triangle-alert" if remedy else "camera", look.tokens.sub, 32)
        painter.drawPixmap(QPointF(middle.x() - look.px(16), middle.y() - look.px(60)), icon)
        align = Qt.AlignmentFlag.AlignHCenter
        first = QRectF(16, middle.y() - look.px(18), self.width() - 32, look.px(28))
        painting.text(painter, look, first, message, px=16, bold=bool(remedy), align=align)
        painter.setFont(look.font(14))
        painter.setPen(QColor(look.tokens.sub))
        lower = QRectF(24, middle.y() + look.px(12), self.width() - 48, look.px(80))
        wrapped = Qt.TextFlag.TextWordWrap
        painter.drawText(lower, int(align) | int(wrapped), remedy)
