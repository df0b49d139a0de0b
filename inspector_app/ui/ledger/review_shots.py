"""All photos of a dossier under review as small pictures; only those that are seen are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from inspector_app.domain.chinese import CHINA
from inspector_app.domain.findings import Photo
from inspector_app.ui.controls import marked
from inspector_app.ui.controls.parts import plain
from inspector_app.ui.controls.thumbs import middle
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

CELL, GAP, WORDS = 132, 10, 20
MOST_CELL = 180


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo with what stands below it."""

    photo: Photo
    words: str


class ShotGrid(QAbstractScrollArea):
    """Shows photos in rows; arrows choose, Enter and Space open.

    Signals:
        opened: the hash of the photo that is to be seen large.
        pictures_wanted: hashes of photos whose small pictures are to be shown.
    """

    opened = Signal(str)
    pictures_wanted = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_shots")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._look = look
        self._shots: tuple[Shown, ...] = ()
        self._images: dict[str, QImage] = {}
        self._asked: set[str] = set()
        self._at = 0
        self.verticalScrollBar().valueChanged.connect(lambda _: self._on_scrolled())
        self.show_shots(())

    def show_shots(self, shots: Sequence[Shown]) -> None:
        """Show these photos."""
        self._shots, self._at = tuple(shots), 0
        self._images, self._asked = {}, set()
        self.verticalScrollBar().setValue(0)
        self._range()
        self._say()
        self._on_scrolled()

    def show_picture(self, sha256: str, image: QImage) -> None:
        """Show a small picture where it belongs."""
        if sha256 in self._asked:
            self._images[sha256] = image
            self.viewport().update()

    @property
    def asked(self) -> frozenset[str]:
        """Photos whose small pictures were asked for so far."""
        return frozenset(self._asked)

    @property
    def _side(self) -> int:
        return min(self._look.px(CELL), MOST_CELL)

    @property
    def _columns(self) -> int:
        return max((self.viewport().width() + GAP) // (self._side + GAP), 1)

    @property
    def _high(self) -> int:
        return round(self._side * 0.75) + self._look.px(WORDS) + GAP

    def _range(self) -> None:
        rows = ceil(len(self._shots) / self._columns)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(rows * self._high - self.viewport().height(), 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._high // 3)

    def _room(self, n: int) -> QRectF:
        line, place = divmod(n, self._columns)
        top = line * self._high - self.verticalScrollBar().value()
        return QRectF(place * (self._side + GAP) + 2, top + 2, self._side - 4, self._side * 0.75 - 4)

    def _seen(self) -> range:
        first = self.verticalScrollBar().value() // self._high * self._columns
        rows = self.viewport().height() // self._high + 2
        return range(first, min(first + rows * self._columns, len(self._shots)))

    def _on_scrolled(self) -> None:
        self.viewport().update()
        if not self.isVisible():
            return
        wanted = [self._shots[n].photo.sha256 for n in self._seen()]
        new = [one for one in wanted if one not in self._asked]
        self._asked.update(new)
        if new:
            self.pictures_wanted.emit(new)

    def look(self) -> None:
        """Ask for what is seen, once somebody looks."""
        self._range()
        self._on_scrolled()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the photos out anew."""
        super().resizeEvent(event)
        self.look()

    def _say(self) -> None:
        name = self.tr("照片")
        if self._shots:
            at = self.tr("第 %1 张，共 %2 张").replace("%1", str(self._at + 1))
            name = f"{name}：{at.replace('%2', str(len(self._shots)))}，{self._shots[self._at].words}"
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, open."""
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: self._columns,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Home: -len(self._shots),
            Qt.Key.Key_End: len(self._shots),
        }
        key = Qt.Key(event.key())
        if self._shots and key in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._go(min(max(self._at + steps[key], 0), len(self._shots) - 1))
        elif self._shots and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_photo()
        else:
            super().keyPressEvent(event)

    def open_photo(self) -> None:
        """Show the chosen photo large."""
        if self._shots:
            one = self._shots[self._at]
            self.opened.emit(one.photo.sha256)

    def _go(self, n: int) -> None:
        self._at = n
        room, bar = self._room(n), self.verticalScrollBar()
        if room.top() < 0:
            bar.setValue(bar.value() + int(room.top()) - 2)
        elif room.top() + self._high > self.viewport().height():
            bar.setValue(bar.value() + int(room.top()) + self._high - self.viewport().height())
        self._say()
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse."""
        under = next((n for n in self._seen() if self._room(n).contains(event.position())), None)
        if under is not None:
            self._go(under)
            self.viewport().setToolTip(plain(self._shots[under].words))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is under the mouse."""
        if any(self._room(n).contains(event.position()) for n in self._seen()):
            self.open_photo()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint what is seen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), self.palette().base())
        for n in self._seen():
            self._paint(painter, n)
        painter.end()

    def _paint(self, painter: QPainter, n: int) -> None:
        look, tokens, shot, room = self._look, self._look.tokens, self._shots[n], self._room(n)
        image = self._images.get(shot.photo.sha256, QImage())
        painter.save()
        painter.setClipRect(room)
        if image.isNull():
            painter.fillRect(room, QColor(tokens.line2))
            half, icon = look.px(16) / 2, look.pixmap("camera", tokens.mute, 16)
            painter.drawPixmap(QPointF(room.center().x() - half, room.center().y() - half), icon)
        else:
            cut = middle(image, room)
            painter.drawImage(room, marked.hidden(image, shot.photo.marks), cut)
            size, scale = image.size(), room.width() / cut.width()
            whole = QRectF(0, 0, size.width() * scale, size.height() * scale)
            whole.translate(room.left() - cut.left() * scale, room.top() - cut.top() * scale)
            marked.paint(painter, look, shot.photo.marks, whole)
        painter.restore()
        if n == self._at:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 3 if self.hasFocus() else 2))
            painter.drawRect(room)
        below = QRectF(room.left(), room.bottom() + 2, room.width(), look.px(WORDS))
        painting.text(painter, look, below, shot.words, px=12, colour=tokens.sub)


def words_of(photo: Photo, before: str) -> str:
    """Return what stands below a photo: what it belongs to, its caption, when it was taken."""
    when = f"{photo.taken.astimezone(CHINA):%m-%d %H:%M}" if photo.taken else ""
    return " · ".join(one for one in (before, photo.caption, when) if one)
