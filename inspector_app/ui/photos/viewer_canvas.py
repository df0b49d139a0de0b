"""Drawing marks over a photo: with mouse, finger or pen, and with the keys alone."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from inspector_app.domain.errors import RuleError
from inspector_app.domain.marks import FINENESS, MarkKind, mark
from inspector_app.ui.controls import marked
from inspector_app.ui.photos.mark_grips import LAST, Grips, gripped, straightened, usual
from inspector_app.ui.photos.marks_layer import NONE, Layer
from inspector_app.ui.photos.viewer_picture import STEP, PictureView
from inspector_app.ui.style.look import Look

TOOLS: dict[Qt.Key, MarkKind] = {
    Qt.Key.Key_A: MarkKind.ARROW,
    Qt.Key.Key_R: MarkKind.RING,
    Qt.Key.Key_T: MarkKind.TEXT,
    Qt.Key.Key_M: MarkKind.PIXELATE,
}
ARROWS: dict[Qt.Key, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
FAR, NEAR = 200, 25
"""How far a key moves a mark, in steps of the picture; with Ctrl, for the last bit."""
SMALL = 6
"""A stroke shorter than this, in pixels, was a click: the mark gets its usual size around it."""
HANDLE = 7


class MarkCanvas(PictureView):
    """A photo whose marks can be drawn, moved, resized and taken away.

    Signals:
        changed: the layer is another one; read it at `layer`.
        chosen: another mark is chosen, or another tool is taken up.
        text_wanted: the keys should go to where the chosen text is written.
        refused: a RuleError.
    """

    changed = Signal()
    chosen = Signal()
    text_wanted = Signal()
    refused = Signal(object)

    def __init__(self, look: Look, name: str, spoken: str) -> None:
        super().__init__(look, name, spoken)
        self.layer = Layer()
        self.editable = True
        self.tool: MarkKind | None = None
        self._placed = False
        self._from: QPointF | None = None
        self._grip = NONE
        self.setMouseTracking(True)

    def show_layer(self, layer: Layer, *, editable: bool) -> None:
        """Draw on another layer from now on."""
        self.layer, self.editable = layer, editable
        self.tool, self._placed, self._from = None, False, None
        self._tell()

    def _tell(self) -> None:
        """Show what the layer holds now."""
        self.show_marks(self.layer.marks)
        self.setCursor(Qt.CursorShape.CrossCursor if self.tool else Qt.CursorShape.ArrowCursor)
        self.chosen.emit()

    def _write(self) -> None:
        self._tell()
        self.changed.emit()

    # Wishes of keys and buttons.

    def take_up(self, kind: MarkKind | None) -> None:
        """Draw this kind with the next stroke of the mouse; None puts the tool down."""
        if self.editable:
            self.tool = kind
            self._placed = False
            self._tell()

    def place(self, kind: MarkKind) -> None:
        """Set a mark into the middle for the keys; a stroke of the mouse right afterwards takes its place."""
        if not self.editable or self.image.isNull():
            return
        try:
            self.layer.place(kind)
        except RuleError as error:
            self.refused.emit(error)
            return
        self.tool, self._placed = kind, True
        self._write()
        if kind is MarkKind.TEXT:
            self.text_wanted.emit()

    def remove(self) -> None:
        """Take the chosen mark away."""
        if self.editable and self.layer.mark is not None:
            self.layer.remove()
            self._settle()
            self._write()

    def undo(self) -> None:
        """One step back."""
        if self.editable and self.layer.may_undo:
            self._settle()
            self.layer.undo()
            self._write()

    def redo(self) -> None:
        """One step forth."""
        if self.editable and self.layer.may_redo:
            self._settle()
            self.layer.redo()
            self._write()

    def write(self, text: str) -> None:
        """Write into the chosen text."""
        if self.editable and self.layer.mark is not None:
            self.layer.write(text)
            self._settle()
            self._write()

    def drop_empty(self) -> None:
        """Take a text away into which nothing was written."""
        one = self.layer.mark
        if one is not None and one.kind is MarkKind.TEXT and not one.text.strip():
            self.layer.remove()
            self._settle()
            self._write()

    def _settle(self) -> None:
        """The tool is down; what was set by a key stays where it is."""
        self.tool, self._placed = None, False

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tools, zoom, and moving the chosen mark; everything else goes to the window."""
        if not (self._tool_key(event) or self._zoom_key(event) or self._mark_key(event)):
            event.ignore()

    def _tool_key(self, event: QKeyEvent) -> bool:
        kind = TOOLS.get(Qt.Key(event.key()))
        if kind is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier or not self.editable:
            return False
        self.place(kind)
        return True

    def _zoom_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(STEP)
        elif event.key() in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_by(1 / STEP)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        else:
            return False
        return True

    def _mark_key(self, event: QKeyEvent) -> bool:
        key, layer = Qt.Key(event.key()), self.layer
        if key == Qt.Key.Key_Space and layer.marks and self.editable:
            layer.next()
            self._settle()
            self._tell()
            return True
        if layer.mark is None or not self.editable:
            return False
        if key in ARROWS:
            self._move(ARROWS[key], event.modifiers())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and layer.mark.kind is MarkKind.TEXT:
            self.text_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            layer.choose(NONE)
            self._settle()
            self._tell()
        else:
            return False
        return True

    def _move(self, way: tuple[int, int], held: Qt.KeyboardModifier) -> None:
        far = NEAR if held & Qt.KeyboardModifier.ControlModifier else FAR
        self._settle()
        if held & Qt.KeyboardModifier.ShiftModifier:
            self.layer.resize(way[0] * far, way[1] * far)
        else:
            self.layer.move(way[0] * far, way[1] * far)
        self._write()

    # Mouse, finger, pen.

    @property
    def _grips(self) -> Grips:
        return Grips(self.look, self.picture())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to draw, take hold of a mark or its handle, or of the photo."""
        if event.button() is not Qt.MouseButton.LeftButton or self.image.isNull() or not self.editable:
            super().mousePressEvent(event)
            return
        at = event.position()
        if self.tool is not None and not self._on_placed(at):
            self._begin(at)
            return
        self._settle()
        self._grip = self._grips.handle_at(self.layer.mark, at)
        if self._grip == NONE:
            self.drop_empty()
            self.layer.choose(self._grips.mark_at(self.layer.marks, at))
            self._tell()
        if self.layer.mark is None:
            super().mousePressEvent(event)
        else:
            self._from = at

    def _on_placed(self, at: QPointF) -> bool:
        """Tell whether a place lies on the mark that a key has just set: it is meant, not a new one."""
        one = self.layer.mark
        if not self._placed or one is None:
            return False
        return self._grips.handle_at(one, at) != NONE or self._grips.ground(one).contains(at)

    def _begin(self, at: QPointF) -> None:
        if self.tool is None:
            return
        if self._placed:
            self.layer.undo()
        self._placed = False
        place = self.share(at)
        try:
            self.layer.add(mark(self.tool, place.x(), place.y(), place.x(), place.y()))
        except RuleError as error:
            self._settle()
            self._tell()
            self.refused.emit(error)
            return
        self._from, self._grip = at, LAST
        self.show_marks(self.layer.marks)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw, move or resize."""
        one = self.layer.mark
        if self._from is None or one is None:
            super().mouseMoveEvent(event)
            return
        room = self.picture()
        if self._grip == NONE:
            moved = event.position() - self._from
            self._from = event.position()
            self.layer.move(
                round(moved.x() / room.width() * FINENESS),
                round(moved.y() / room.height() * FINENESS),
                "drag",
            )
        else:
            self.layer.change(gripped(one, self._grip, self.share(event.position())), "drag")
        self.show_marks(self.layer.marks)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was drawn stands; a mere click set a mark of the usual size."""
        super().mouseReleaseEvent(event)
        one, began = self.layer.mark, self._from
        self._from = None
        if one is None or began is None:
            return
        if self.tool is not None:
            kind, box = self.tool, marked.room_of(one, self.picture())
            if box.width() < SMALL and box.height() < SMALL:
                self.layer.change(usual(kind, self.share(began)), "drag")
            elif kind is MarkKind.TEXT and box.height() < SMALL * 2:
                self.layer.change(replace(one, y2=min(one.y1 + 600, FINENESS)), "drag")
        drawn = self.tool
        self._settle()
        if self.layer.mark is not None:
            self.layer.change(straightened(self.layer.mark), "drag")
        self.layer.pause()
        self._write()
        if drawn is MarkKind.TEXT:
            self.text_wanted.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Write in a text that is clicked twice."""
        if self.layer.mark is not None and self.layer.mark.kind is MarkKind.TEXT:
            self.text_wanted.emit()
        else:
            self.mousePressEvent(event)

    # Painting.

    def paint_more(self, painter: QPainter) -> None:
        """Paint the frame and the handles of the chosen mark, and where an empty text will stand."""
        one = self.layer.mark
        if one is None or self.image.isNull():
            return
        accent = QColor(self.look.tokens.accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        room = self._grips.ground(one).adjusted(-4, -4, 4, 4)
        for colour, style in ((QColor("white"), Qt.PenStyle.SolidLine), (accent, Qt.PenStyle.DashLine)):
            painter.setPen(QPen(colour, 1.6, style))
            painter.drawRoundedRect(room, 3, 3)
        painter.setPen(QPen(accent, 2))
        painter.setBrush(QColor("white"))
        size = self.look.px(HANDLE) * 2
        for place in self._grips.handles(one):
            painter.drawEllipse(QRectF(place - QPointF(size / 2, size / 2), QSizeF(size, size)))
