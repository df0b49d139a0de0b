"""Small pictures in rows, under headings where there are some; one widget, painted, whatever their number."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolTip

from inspector_app.ui.controls.parts import plain
from inspector_app.ui.controls.pictures import Shelf
from inspector_app.ui.photos.tray_rows import EDGE, GAP, HEAD, Rows, Section, TileState, paint_tile
from inspector_app.ui.photos.tray_values import Tile
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

CARRIED = "application/x-inspector-photos"
"""Photos that are dragged: their keys, one a line."""


class PhotoGrid(QAbstractScrollArea):
    """Shows tiles; arrows walk, Space chooses, Shift extends, Ctrl+A chooses all.

    Signals:
        chosen_changed: which tiles are chosen has changed.
        entered: Enter was pressed.
        digit: a digit from 1 to 9 was pressed.
        delete_pressed, back_pressed: Delete, Backspace.
        moved: Alt with an arrow: -1 or 1.
        opened: the key of a tile that was clicked twice.
        thumbs_wanted: thumbs (of Tile) that are in view and not on the shelf.
    """

    chosen_changed = Signal()
    entered = Signal()
    digit = Signal(int)
    delete_pressed = Signal()
    back_pressed = Signal()
    moved = Signal(int)
    opened = Signal(str)
    thumbs_wanted = Signal(list)

    def __init__(self, look: Look, shelf: Shelf, name: str, spoken: str, *, draggable: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._look, self._shelf, self._draggable = look, shelf, draggable
        self._sections: tuple[Section, ...] = ()
        self._tiles: list[Tile] = []
        self._rows = Rows(look, (), 0)
        self._chosen: set[str] = set()
        self._current, self._anchor = 0, 0
        self._pressed: QPoint | None = None
        self._asked: set[str] = set()
        self.verticalScrollBar().valueChanged.connect(lambda _: self._want())

    # What is shown.

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show tiles; what was chosen and where the keys were is kept as far as it is still there."""
        told = tuple(sections)
        if told == self._sections:
            return
        # Where the keys were, else at the next one that is still there.
        after = [tile.key for tile in self._tiles[self._current :]]
        self._sections = told
        self._tiles = [tile for section in told for tile in section.tiles]
        keys = [tile.key for tile in self._tiles]
        self._chosen &= set(keys)
        places = {key: n for n, key in enumerate(keys)}
        last = min(self._current, max(len(keys) - 1, 0))
        self._current = next((places[key] for key in after if key in places), last)
        self._anchor = self._current
        self._lay_out()
        self._speak()
        self.chosen_changed.emit()

    def choose(self, keys: Sequence[str]) -> None:
        """Choose these tiles and no others."""
        self._chosen = set(keys) & {tile.key for tile in self._tiles}
        self.viewport().update()
        self.chosen_changed.emit()

    @property
    def tiles(self) -> Sequence[Tile]:
        """All tiles in their order."""
        return self._tiles

    @property
    def chosen(self) -> list[str]:
        """The keys of the chosen tiles, in their order."""
        return [tile.key for tile in self._tiles if tile.key in self._chosen]

    @property
    def current(self) -> Tile | None:
        """The tile that the keys are at."""
        return self._tiles[self._current] if self._tiles else None

    @property
    def meant(self) -> list[str]:
        """The chosen tiles, else the one the keys are at."""
        return self.chosen or ([self.current.key] if self.current is not None else [])

    def show_thumb(self, thumb: str, image: QImage) -> None:
        """Paint a small picture that has come; the shelf may drop it any time."""
        self._shelf.put(thumb, image)
        self._asked.discard(thumb)
        self.viewport().update()

    def _lay_out(self) -> None:
        self._rows = Rows(self._look, self._sections, self.viewport().width())
        room, bar = self.viewport().height(), self.verticalScrollBar()
        bar.setRange(0, max(0, self._rows.high - room))
        bar.setPageStep(room)
        bar.setSingleStep(self._look.px(40))
        self.viewport().update()
        self._want()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the rows out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _in_view(self) -> range:
        top = self.verticalScrollBar().value()
        return self._rows.between(top, top + self.viewport().height())

    def _want(self) -> None:
        wanted = [self._tiles[n].thumb for n in self._in_view()]
        missing = [one for one in wanted if self._shelf.get(one) is None]
        # Asked anew for all of them: whoever makes them drops what was asked for before.
        if set(missing) - self._asked:
            self._asked = set(missing)
            self.thumbs_wanted.emit(missing)

    # Painting.

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint what is in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(0, -self.verticalScrollBar().value())
        for y, title in self._rows.heads:
            room = QRectF(self._look.px(EDGE), y, self.viewport().width() - 8, self._look.px(HEAD))
            painting.text(painter, self._look, room, title, px=13, bold=True)
        for n in self._in_view():
            tile = self._tiles[n]
            state = TileState(tile.key in self._chosen, n == self._current, self.hasFocus())
            image = self._shelf.get(tile.thumb)
            paint_tile(painter, self._look, tile, image, self._rows.places[n], state)
        painter.end()

    # Hands.

    def event(self, event: QEvent) -> bool:
        """Keep keys that mean something here from shortcuts of the page."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._means(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> bool:
        key, plain_key = event.key(), event.modifiers() in (_NONE, Qt.KeyboardModifier.KeypadModifier)
        if event.modifiers() == _CTRL:
            return bool(key == Qt.Key.Key_A)
        return plain_key and (
            _digit(key) > 0 or key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, choose, and tell of the rest."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _STEPS and modifiers == Qt.KeyboardModifier.AltModifier:
            self.moved.emit(-1 if key in (Qt.Key.Key_Left, Qt.Key.Key_Up) else 1)
        elif key in _STEPS or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._walk(key, extend=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Space:
            self._toggle()
        elif key == Qt.Key.Key_A and modifiers == _CTRL:
            self.choose([tile.key for tile in self._tiles])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and modifiers == _NONE:
            self.entered.emit()
        elif key == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        elif key == Qt.Key.Key_Backspace:
            self.back_pressed.emit()
        elif _digit(key) and modifiers == _NONE:
            self.digit.emit(_digit(key))
        else:
            super().keyPressEvent(event)

    def _walk(self, key: int, *, extend: bool) -> None:
        if not self._tiles:
            return
        last = len(self._tiles) - 1
        if key == Qt.Key.Key_Home:
            to = 0
        elif key == Qt.Key.Key_End:
            to = last
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            to = min(max(self._current + (1 if key == Qt.Key.Key_Right else -1), 0), last)
        else:
            to = self._rows.beside(self._current, down=key == Qt.Key.Key_Down)
        self._current = to
        if extend:
            low, high = sorted((self._anchor, to))
            self.choose([tile.key for tile in self._tiles[low : high + 1]])
        else:
            self._anchor = to
        self._reveal()

    def _toggle(self) -> None:
        tile = self.current
        if tile is not None:
            self._chosen ^= {tile.key}
            self._anchor = self._current
            self.viewport().update()
            self.chosen_changed.emit()
            self._speak()

    def _reveal(self) -> None:
        bar, place = self.verticalScrollBar(), self._rows.places[self._current]
        if place.top() < bar.value():
            bar.setValue(place.top() - self._look.px(HEAD))
        elif place.bottom() > bar.value() + self.viewport().height():
            bar.setValue(place.bottom() - self.viewport().height() + self._look.px(GAP))
        self.viewport().update()
        self._speak()

    def _speak(self) -> None:
        tile = self.current
        told = tile.spoken if tile is not None else ""
        if tile is not None and tile.key in self._chosen:
            told = self.tr("%s，已选") % told
        self.setAccessibleDescription(told)

    def _at(self, point: QPoint) -> int | None:
        return self._rows.at(QPoint(point.x(), point.y() + self.verticalScrollBar().value()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses or lets go; with Shift it extends."""
        at = self._at(event.position().toPoint())
        if at is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._current, self._pressed = at, event.position().toPoint()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            low, high = sorted((self._anchor, at))
            self.choose([tile.key for tile in self._tiles[low : high + 1]])
            self._pressed = None
            self._speak()
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag what is chosen."""
        if self._pressed is None or not self._draggable:
            return
        away = event.position().toPoint() - self._pressed
        if away.manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed = None
        tile = self.current
        if tile is not None and tile.key not in self._chosen:
            self.choose([tile.key])
        drag, told = QDrag(self), QMimeData()
        told.setData(CARRIED, "\n".join(self.meant).encode())
        drag.setMimeData(told)
        image = self._shelf.get(tile.thumb) if tile is not None else None
        if image is not None and not image.isNull():
            drag.setPixmap(QPixmap.fromImage(image.scaledToHeight(self._look.px(72))))
        drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        """A click that did not become a drag chooses."""
        if self._pressed is not None:
            self._pressed = None
            self._toggle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell which tile is to be looked at; that the first click chose it, or let go, was not meant."""
        at = self._at(event.position().toPoint())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self._current = at
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._toggle()
            self.opened.emit(self._tiles[at].key)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say of the tile under the pointer what there is to say."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at(event.pos())
            told = plain(self._tiles[at].spoken) if at is not None else ""
            QToolTip.showText(event.globalPos(), told, self.viewport())
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: object) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.viewport().update()

    def focusOutEvent(self, event: object) -> None:
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.viewport().update()


_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_STEPS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def _digit(key: int) -> int:
    return key - Qt.Key.Key_0 if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 else 0
