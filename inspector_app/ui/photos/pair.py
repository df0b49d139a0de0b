"""Before and after: two photos of one thing side by side, zoomed together."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from inspector_app.ui.controls.full_window import FullWindow
from inspector_app.ui.controls.parts import (
    Chip,
    Elided,
    Item,
    button,
    column,
    keycap,
    label,
    row,
    tab_as_laid_out,
)
from inspector_app.ui.photos.viewer_picture import STEP, PictureView
from inspector_app.ui.photos.viewer_values import Pair, Viewed, taken_at
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Words

KEYS = (
    ("← →", "换右边的照片"),
    ("Shift ← →", "换左边的照片"),
    ("+ − 0", "一起缩放"),
    ("Esc", "关闭"),
)


class Side(QWidget):
    """One of two photos: the picture, in which state it shows the thing, when it was taken, its caption."""

    def __init__(self, look: Look, name: str, spoken: str) -> None:
        super().__init__()
        self.picture = PictureView(look, name, spoken)
        self.photo: Viewed | None = None
        self.chip = Chip(look)
        self._when, self._caption = label("", "s"), Elided(look, px=13)
        told = row(None, [self.chip, (self._caption, 1), self._when], gap=10)
        column(self, [(self.picture, 1), told], gap=8)

    def show_photo(self, told: Viewed, words: str, tone: str) -> None:
        """Show what is known of a photo; its picture follows."""
        self.photo = told
        self.chip.show_state(words, tone)
        self._when.setText(taken_at(told) or self.tr("时间未说明"))
        self._caption.show_text(told.caption or told.location)
        self.picture.setAccessibleName(f"{words} {taken_at(told)}".strip())
        self.picture.show_words(self.tr("正在打开照片…"))


class PairView(FullWindow):
    """Shows two photos of one finding.

    Signals:
        image_wanted: (Viewed, QSize to fit, in device pixels).
    """

    image_wanted = Signal(object, QSize)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "photo_pair", "", parent)
        self.setWindowTitle(self.tr("并排比较"))
        self._photos: list[Viewed] = []
        self.before = Side(look, "pair_before", self.tr("左边的照片"))
        self.after = Side(look, "pair_after", self.tr("右边的照片"))
        self._title, self._zoom = Elided(look, px=16, bold=True), label("100%", "s")
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom.setMinimumWidth(look.px(44))
        both = QWidget()
        row(both, [(self.before, 1), (self.after, 1)], (16, 12, 16, 8), 14)
        column(self, [self._top(look), (both, 1), self._foot()], gap=0)
        for one, other in ((self.before, self.after), (self.after, self.before)):
            one.picture.zoomed.connect(other.picture.show_zoom)
            one.picture.zoomed.connect(lambda zoom, _x, _y: self._zoom.setText(f"{round(zoom * 100)}%"))
            one.picture.sharper_wanted.connect(lambda room, side=one: self._ask(side, room))
        tab_as_laid_out(self)
        self.after.picture.setFocus()

    def _top(self, look: Look) -> QFrame:
        top = QFrame()
        top.setObjectName("top")
        top.setFixedHeight(max(look.px(56), look.target + 16))
        back = button("", "pair_close", kind="bare", look=look, icon="arrow-left", spoken=self.tr("关闭"))
        back.setToolTip(self.tr("关闭") + "  Esc")
        back.clicked.connect(self.reject)
        parts: list[Item] = [back, (self._title, 1)]
        for name, icon, spoken, factor in (
            ("pair_smaller", "zoom-out", self.tr("缩小"), 1 / STEP),
            ("pair_larger", "zoom-in", self.tr("放大"), STEP),
        ):
            made = button("", name, kind="bare", look=look, icon=icon, spoken=spoken)
            made.clicked.connect(lambda _=False, by=factor: self.after.picture.zoom_by(by))
            parts.append(made)
            if name == "pair_smaller":
                parts.append(self._zoom)
        row(top, parts, (12, 0, 16, 0), 6)
        return top

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("foot")
        keys: list[Item] = []
        for key, does in KEYS:
            keys += [keycap(key), label(said(does), "m"), 6]
        row(foot, [*keys, None], (16, 6, 16, 6), 6)
        return foot

    # What it shows.

    def show_pair(self, pair: Pair, photos: Sequence[Viewed]) -> None:
        """Show a pair; `photos` are those of the finding, which either side may be changed for."""
        self._photos = list(photos)
        told = pair.after
        self._title.show_text(
            " · ".join(one for one in (self.tr("问题 %s") % told.number, told.fact, told.location) if one)
        )
        self._put(self.before, pair.before)
        self._put(self.after, pair.after)

    def _put(self, side: Side, told: Viewed) -> None:
        side.show_photo(told, *self._state(told))
        self._ask(side, side.picture.wanted)

    def _state(self, told: Viewed) -> tuple[str, str]:
        """Return in which state a photo shows the thing; before any recheck it is only one of several."""
        if told.after:
            return self.tr("复查时"), "green"
        if any(one.after for one in self._photos):
            return self.tr("整改前"), "red"
        return self.tr("照片 %s") % told.place, "gray"

    def _ask(self, side: Side, room: QSize) -> None:
        if side.photo is not None:
            self.image_wanted.emit(side.photo, room)

    def show_image(self, sha256: str, image: QImage) -> None:
        """Show a decoded photo on the side, or sides, that it is for."""
        for side in (self.before, self.after):
            if side.photo is not None and side.photo.sha256 == sha256:
                same = not side.picture.image.isNull()
                zoom = self._other(side).picture
                side.picture.show_image(image, side.photo.marks, same=same)
                if not same and not zoom.image.isNull():
                    zoom.zoom_by(1.0)  # the new one is told how far the other is zoomed

    def _other(self, side: Side) -> Side:
        return self.after if side is self.before else self.before

    def show_no_image(self, sha256: str, words: Words) -> None:
        """Say why a photo cannot be shown."""
        for side in (self.before, self.after):
            if side.photo is not None and side.photo.sha256 == sha256:
                side.picture.show_words(words.message, words.remedy)

    # What the person wants.

    def _turn(self, side: Side, step: int) -> None:
        """Show the next photo on a side; the one that stands on the other side is passed by."""
        other = self._other(side).photo
        if side.photo is None or other is None:
            return
        ids = [one.id for one in self._photos]
        place = ids.index(side.photo.id) + step
        if 0 <= place < len(ids) and ids[place] == other.id:
            place += step
        if 0 <= place < len(ids):
            self._put(side, self._photos[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Other photos, zoom for both."""
        key, picture = event.key(), self.after.picture
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._turn(self.before if shift else self.after, 1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            picture.zoom_by(STEP)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            picture.zoom_by(1 / STEP)
        elif key == Qt.Key.Key_0:
            picture.fit()
        else:
            super().keyPressEvent(event)
