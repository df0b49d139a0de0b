"""The heaps of photos below each other: the tray and the findings, each a place to drop photos on."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui.photos.tray_grid import CARRIED
from inspector_app.ui.photos.tray_values import Heap
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

_ROW, _KEY = 36, 24


class HeapList(QWidget):
    """Shows heaps as rows; arrows or a click show one, what is dropped on one is put there.

    Signals:
        shown: the finding's id of the heap to show, empty for the tray.
        dropped: (keys of photos, finding's id) photos of the grid were dropped on a heap.
        files_dropped: (QMimeData, finding's id) something from outside was.
    """

    shown = Signal(str)
    dropped = Signal(list, str)
    files_dropped = Signal(object, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("photo_heaps")
        self.setAccessibleName(self.tr("照片在哪里"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self._look = look
        self._heaps: tuple[Heap, ...] = ()
        self._here, self._over, self._open = "", -1, ""

    def show_heaps(self, heaps: Sequence[Heap], here: str, open_id: str) -> None:
        """Show the heaps.

        Args:
            here: the heap whose photos are shown.
            open_id: the finding that is open for writing.
        """
        self._heaps, self._here, self._open = tuple(heaps), here, open_id
        self.setFixedHeight(max(1, len(self._heaps)) * self._high())
        at = self._at()
        self.setAccessibleDescription(self._words(self._heaps[at]) if self._heaps else "")
        self.update()

    def _high(self) -> int:
        return self._look.row(_ROW)

    def _at(self) -> int:
        return next((n for n, one in enumerate(self._heaps) if one.finding_id == self._here), 0)

    def row_of(self, finding_id: str) -> QRect:
        """Return where a heap stands."""
        at = next((n for n, one in enumerate(self._heaps) if one.finding_id == finding_id), 0)
        return QRect(0, at * self._high(), self.width(), self._high())

    def _words(self, heap: Heap) -> str:
        if not heap.number:
            return self.tr("照片托盘（还没附到问题）")
        return heap.words or self.tr("还没有写事实")

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n, heap in enumerate(self._heaps):
            self._paint_row(painter, heap, QRectF(0, n * self._high(), self.width(), self._high()), n)
        painter.end()

    def _paint_row(self, painter: QPainter, heap: Heap, room: QRectF, n: int) -> None:
        look, tokens = self._look, self._look.tokens
        here = heap.finding_id == self._here
        inner = room.adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if n == self._over or here:
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(inner, 6, 6)
        if n == self._over or (here and self.hasFocus()):
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, 6, 6)
        self._paint_key(painter, heap, room)
        chip = self.tr("%s 张") % len(heap.shots)
        wide = painting.chip_width(look, chip)
        right = room.right() - wide - look.px(8)
        painting.chip(
            painter, look, QPointF(right, room.center().y()), chip, "green" if heap.shots else "gray"
        )
        if heap.finding_id and heap.finding_id == self._open:
            told = self.tr("打开着")
            right -= painting.chip_width(look, told) + look.px(6)
            painting.chip(painter, look, QPointF(right, room.center().y()), told, "amber")
        left = look.px(_KEY + 18)
        words = QRectF(left, room.top(), right - left - look.px(8), room.height())
        colour = tokens.accent if here else tokens.text
        painting.text(painter, look, words, self._words(heap), px=13, colour=colour, bold=here)

    def _paint_key(self, painter: QPainter, heap: Heap, room: QRectF) -> None:
        look, tokens, side = self._look, self._look.tokens, self._look.px(_KEY)
        box = QRectF(look.px(8), room.center().y() - side / 2, side, side)
        if not heap.number:
            half = look.px(16) / 2
            spot = QPointF(box.center().x() - half, box.center().y() - half)
            painter.drawPixmap(spot, look.pixmap("inbox", tokens.sub, 16))
            return
        painter.setPen(QPen(QColor(tokens.edge), 1))
        painter.setBrush(QColor(tokens.head))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        middle = Qt.AlignmentFlag.AlignHCenter
        painting.text(painter, look, box, str(heap.number), px=12, colour=tokens.sub, align=middle)

    def _under(self, y: float) -> int:
        at = int(y) // self._high()
        return at if 0 <= at < len(self._heaps) else -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the heap above or below."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps and self._heaps:
            at = min(max(self._at() + steps[Qt.Key(event.key())], 0), len(self._heaps) - 1)
            self.shown.emit(self._heaps[at].finding_id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the heap that was clicked."""
        at = self._under(event.position().y())
        if at >= 0:
            self.shown.emit(self._heaps[at].finding_id)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let photos in, from the grid and from outside."""
        told = event.mimeData()
        if told.hasFormat(CARRIED) or told.hasUrls() or told.hasImage():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where they would go."""
        self._over = self._under(event.position().y())
        event.setAccepted(self._over >= 0)
        self.update()

    def dragLeaveEvent(self, _: QDragLeaveEvent) -> None:
        """They go elsewhere."""
        self._over = -1
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where they were dropped."""
        at, told = self._under(event.position().y()), event.mimeData()
        self._over = -1
        self.update()
        if at < 0:
            return
        event.acceptProposedAction()
        if told.hasFormat(CARRIED):
            keys = bytes(told.data(CARRIED).data()).decode().split("\n")
            self.dropped.emit(keys, self._heaps[at].finding_id)
        else:
            self.files_dropped.emit(told, self._heaps[at].finding_id)

    def focusInEvent(self, event: object) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: object) -> None:
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()
