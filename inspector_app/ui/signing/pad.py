"""The field that is written on: with a pen and its pressure, a finger, or the mouse."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui.signing.strokes import Point, Strokes
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

PAPER, INK, RULE = "#FFFFFF", "#12202B", "#C9D2D8"
"""The field is paper in every look: what is written there goes onto white."""
INK_PX, LEAST_PX, MOST_PX = 3.0, 1.6, 5.2
"""How wide a stroke is drawn: without pressure, with the least and with the most."""


class Pad(QWidget):
    """Shows a sheet with a line, and writes on it.

    Signals:
        written: something was written or taken away.
        full: no further stroke fits.
    """

    written = Signal()
    full = Signal()

    def __init__(self, look: Look, name: str = "pad") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("签名处"))
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(look.px(360), look.px(160))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._look = look
        self.strokes = Strokes()
        self._sheet = QPixmap()
        self._clock = QElapsedTimer()
        self._writing = ""
        self._finger = 0
        self._at: QPointF | None = None

    def sizeHint(self) -> QSize:
        """Ask for three times as wide as high."""
        return QSize(self._look.px(900), self._look.px(300))

    @property
    def aspect(self) -> float:
        """Width by height, as a 签名页 takes it: 0.5 to 8."""
        return min(max(self.width() / max(self.height(), 1), 0.5), 8.0)

    def undo(self) -> None:
        """Take the last stroke away."""
        self.strokes.undo()
        self._again()

    def clear(self) -> None:
        """Take everything away."""
        self.strokes.clear()
        self._clock.invalidate()
        self._again()

    def _again(self) -> None:
        self._sheet = QPixmap()
        self._writing = ""
        self.update()
        self.written.emit()

    # Writing.

    def _begin(self, with_what: str, at: QPointF, pressure: float = -1.0) -> None:
        if self._writing == with_what:
            self._end(with_what)  # the lifting was never told: the window lost it to another
        if self._writing:
            return  # a second finger, or the palm, while one writes
        if not self._clock.isValid():
            self._clock.start()
        if not self.strokes.begin(*self._point(at, pressure)):
            self.full.emit()
            return
        self._writing, self._at = with_what, at
        self._draw(at, at, pressure)

    def _go_on(self, with_what: str, at: QPointF, pressure: float = -1.0) -> None:
        if self._writing != with_what or self._at is None:
            return
        if self.strokes.add(*self._point(at, pressure)):
            self._draw(self._at, at, pressure)
            self._at = at

    def _end(self, with_what: str) -> None:
        if self._writing == with_what:
            self.strokes.end()
            self._writing, self._at = "", None
            self.written.emit()

    def _point(self, at: QPointF, pressure: float) -> Point:
        width, height = max(self.width(), 1), max(self.height(), 1)
        return at.x() / width, at.y() / height, float(self._clock.elapsed()), pressure

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Write with the mouse."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin("mouse", event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Write with the mouse."""
        self._go_on("mouse", event.position())

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        """Lift the mouse."""
        self._end("mouse")

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Write with a pen; what it touches without pressure is no ink."""
        steps: dict[QEvent.Type, Callable[[], None]] = {
            QEvent.Type.TabletPress: lambda: self._begin("pen", event.position(), event.pressure()),
            QEvent.Type.TabletMove: lambda: self._go_on("pen", event.position(), event.pressure()),
            QEvent.Type.TabletRelease: lambda: self._end("pen"),
        }
        steps.get(event.type(), lambda: None)()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Write with one finger; others are not listened to."""
        if isinstance(event, QTouchEvent):
            self._touched(event)
            event.accept()
            return True
        return super().event(event)

    def _touched(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self._end("finger")
            return
        for point in event.points():
            if point.state() == point.State.Pressed and not self._writing:
                self._finger = point.id()
                self._begin("finger", point.position())
            elif point.id() == self._finger and point.state() == point.State.Updated:
                self._go_on("finger", point.position())
            elif point.id() == self._finger and point.state() == point.State.Released:
                self._end("finger")

    # Painting.

    def _pen(self, pressure: float) -> QPen:
        wide = INK_PX if pressure < 0 else LEAST_PX + (MOST_PX - LEAST_PX) * pressure
        return QPen(
            QColor(INK), wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        )

    def _draw(self, begin: QPointF, end: QPointF, pressure: float) -> None:
        """Draw one more piece onto the sheet: however much is written, this costs the same."""
        if self._sheet.isNull():
            self._redraw()
        painter = QPainter(self._sheet)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen(pressure))
        painter.drawLine(begin, end) if begin != end else painter.drawPoint(begin)
        painter.end()
        self.update(QRectF(begin, end).normalized().adjusted(-8, -8, 8, 8).toAlignedRect())

    def _redraw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sheet = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        self._sheet.setDevicePixelRatio(ratio)
        self._sheet.fill(QColor(PAPER))
        painter = QPainter(self._sheet)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        foot = self.height() * 0.78
        painter.setPen(QPen(QColor(RULE), 1.5))
        painter.drawLine(QPointF(self.width() * 0.06, foot), QPointF(self.width() * 0.94, foot))
        for stroke in self.strokes.strokes:
            places = [QPointF(point[0] * self.width(), point[1] * self.height()) for point in stroke]
            for n, place in enumerate(places):
                painter.setPen(self._pen(stroke[n][3]))
                before = places[n - 1] if n else place
                painter.drawLine(before, place) if n else painter.drawPoint(place)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is written grows with its field."""
        super().resizeEvent(event)
        self._sheet = QPixmap()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the sheet, and a word on it while it is empty."""
        if self._sheet.isNull():
            self._redraw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._sheet)
        if not self.strokes.strokes:
            room = QRectF(0, self.height() * 0.3, self.width(), self.height() * 0.4)
            told = self.tr("请在这里签名")
            middle = Qt.AlignmentFlag.AlignHCenter
            painting.text(painter, self._look, room, told, px=26, colour="#5D6B75", align=middle)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._look.tokens.edge), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
