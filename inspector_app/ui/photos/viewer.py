"""The photo viewer: one photo over the whole window, its marks, its caption, and what its device states."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from inspector_app.domain.errors import RuleError
from inspector_app.domain.marks import MOST_TEXT, MarkKind
from inspector_app.ui.controls.dialogs import line
from inspector_app.ui.controls.full_window import FullWindow
from inspector_app.ui.controls.notice import Notice
from inspector_app.ui.controls.parts import (
    Elided,
    Item,
    column,
    keycap,
    label,
    row,
    tab_as_laid_out,
)
from inspector_app.ui.photos.marks_layer import Layer
from inspector_app.ui.photos.viewer_bar import ViewerBar, icon_button
from inspector_app.ui.photos.viewer_canvas import MarkCanvas
from inspector_app.ui.photos.viewer_values import Viewed, place_stated, taken_at
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Words

QUIET_MS = 300
"""How long the keys rest before marks and caption are written; the promise is one second."""
MOST_CAPTION = 60
ELSEWHERE = "store.blob_elsewhere"
"""The code of a photo that is not here and that the hub can give."""
KEYS = (
    ("← →", "上一张、下一张"),
    ("A R T M", "放标注"),
    ("方向键", "移动"),
    ("Shift 方向键", "改大小"),
    ("Space", "下一个标注"),
    ("Del", "删标注"),
    ("+ − 0", "缩放"),
    ("B", "并排"),
    ("Esc", "关闭"),
)


class Viewer(FullWindow):
    """Shows photos one at a time and lets marks be drawn; writes nothing by itself.

    Signals:
        image_wanted: (Viewed, QSize to fit, in device pixels).
        soon_wanted: the same, of a photo that may be looked at next.
        marks_left: (photo id, marks) make them durable; answered with `not_kept` where that fails.
        caption_left: (photo id, text) the same.
        pair_wanted: the Viewed to be compared with another.
        fetch_wanted: the hash of a photo that only the hub keeps.
        refused: the RuleError of a mark that was not set, or of a window that stays open.
    """

    image_wanted = Signal(object, QSize)
    soon_wanted = Signal(object, QSize)
    marks_left = Signal(str, object)
    caption_left = Signal(str, str)
    pair_wanted = Signal(object)
    fetch_wanted = Signal(str)
    refused = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "photo_viewer", "", parent)
        self.setWindowTitle(self.tr("照片"))
        self._photos: list[Viewed] = []
        self._at = 0
        self._layers: dict[str, Layer] = {}
        self._loaded = False
        self.notice = Notice(look)
        self.canvas = MarkCanvas(look, "photo_canvas", self.tr("照片"))
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.settle)
        self._owed: set[tuple[str, str]] = set()
        self._warned = False
        notice_row = row(None, [(self.notice, 1)], (12, 0, 12, 0))
        self.bar = ViewerBar(look)
        column(self, [self.bar, notice_row, (self._middle(), 1), self._bottom(look)], gap=0)
        self._connect()
        tab_as_laid_out(self)
        self.canvas.setFocus()

    # What it is made of.

    def _middle(self) -> QFrame:
        middle = QFrame()
        self._before = icon_button(self.look, "photo_before", "chevron-left", self.tr("上一张"), "←")
        self._after = icon_button(self.look, "photo_after", "chevron-right", self.tr("下一张"), "→")
        self._before.clicked.connect(lambda: self.turn(-1))
        self._after.clicked.connect(lambda: self.turn(1))
        row(middle, [self._before, (self.canvas, 1), self._after], (6, 6, 6, 6), 6)
        return middle

    def _bottom(self, look: Look) -> QFrame:
        bottom = QFrame()
        bottom.setProperty("ground", "card")
        hint = self.tr("照片说明，印在照片下面；空着就印部位")
        self.caption = line("photo_caption", self.tr("照片说明"), hint)
        self.caption.setMaxLength(MOST_CAPTION)
        self.text = line("mark_text", self.tr("照片上的文字"), self.tr("写在照片上的字"))
        self.text.setMaxLength(MOST_TEXT)
        self._text_part = QWidget()
        row(self._text_part, [label(self.tr("照片上的文字"), "s"), (self.text, 1)])
        self._stated = Elided(look, px=12, tone="sub")
        words = row(None, [label(self.tr("说明"), "s"), (self.caption, 3), (self._text_part, 2)], gap=8)
        keys: list[Item] = []
        for key, does in KEYS:
            keys += [keycap(said(key)), label(said(does), "m"), 6]
        stated = row(None, [label(self.tr("设备自述"), "m"), (self._stated, 1)], gap=8)
        column(bottom, [words, stated, row(None, [*keys, None], gap=5)], (16, 8, 16, 8), 5)
        self._text_part.hide()
        return bottom

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.changed.connect(self._on_changed)
        canvas.chosen.connect(self._show_state)
        canvas.text_wanted.connect(self._on_text_wanted)
        canvas.refused.connect(self.refused)
        canvas.zoomed.connect(lambda zoom, _x, _y: self.bar.show_zoom(zoom))
        canvas.sharper_wanted.connect(lambda room: self.image_wanted.emit(self.photo, room))
        self.notice.action_requested.connect(self._on_fetch)
        self.bar.close_wanted.connect(self.reject)
        self.bar.pair_wanted.connect(self._on_pair)
        self.bar.tool_wanted.connect(self._on_tool)
        self.bar.undo_wanted.connect(canvas.undo)
        self.bar.redo_wanted.connect(canvas.redo)
        self.bar.remove_wanted.connect(canvas.remove)
        self.bar.zoom_wanted.connect(canvas.zoom_by)
        self.caption.textEdited.connect(self._on_caption)
        self.caption.returnPressed.connect(self._back_to_photo)
        self.text.textEdited.connect(canvas.write)
        self.text.returnPressed.connect(self._back_to_photo)
        self.text.editingFinished.connect(canvas.drop_empty)
        for keys, wish in (
            ("Ctrl+Z", canvas.undo),
            ("Ctrl+Y", canvas.redo),
            ("Ctrl+Shift+Z", canvas.redo),
            ("PgUp", lambda: self.turn(-1)),
            ("PgDown", lambda: self.turn(1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(wish)

    # What it shows.

    @property
    def photo(self) -> Viewed:
        """The photo that is looked at."""
        return self._photos[self._at]

    @property
    def shown(self) -> bool:
        """Whether the photo itself is there, not only words."""
        return self._loaded

    def show_photos(self, photos: Sequence[Viewed], photo_id: str) -> None:
        """Show these photos, beginning with one of them."""
        self._photos = list(photos)
        self._layers = {one.id: Layer(one.marks) for one in photos}
        self._at = next((n for n, one in enumerate(photos) if one.id == photo_id), 0)
        self._show_one()

    def _show_one(self) -> None:
        told = self.photo
        self._loaded = False
        if self.notice.code == ELSEWHERE:
            self.notice.hide()
        finding = self.tr("问题 %s") % told.number if told.number else self.tr("照片托盘")
        title = " · ".join(one for one in (finding, told.fact) if one)
        self.bar.show_photo(title, told.place, told.count, editable=told.editable)
        self.caption.setText(told.caption)
        self.caption.setEnabled(told.editable)
        parts = (taken_at(told), place_stated(told))
        self._stated.show_text(self.tr("；").join(one for one in parts if one) or self.tr("没有说时间和地点"))
        place = self.tr("%1 照片 %2，共 %3 张").replace("%1", finding).replace("%2", str(told.place))
        self.canvas.setAccessibleName(place.replace("%3", str(told.count)))
        self._before.setEnabled(self._at > 0)
        self._after.setEnabled(self._at + 1 < len(self._photos))
        self.canvas.show_words(self.tr("正在打开照片…"))
        self.canvas.show_layer(self._layers[told.id], editable=told.editable)
        self.image_wanted.emit(told, self.canvas.wanted)

    def show_image(self, sha256: str, image: QImage) -> None:
        """Show a decoded photo, if it is still looked at."""
        if not self._photos or self.photo.sha256 != sha256:
            return
        first, self._loaded = not self._loaded, True
        self.canvas.show_image(image, self.canvas.layer.marks, same=not first)
        self._show_state()
        if first:
            for n in (self._at + 1, self._at - 1):
                if 0 <= n < len(self._photos):
                    self.soon_wanted.emit(self._photos[n], self.canvas.wanted)

    def show_no_image(self, sha256: str, words: Words) -> None:
        """Say why a photo cannot be shown."""
        if self._photos and self.photo.sha256 == sha256:
            self.canvas.show_words(words.message, words.remedy)
            if words.code == ELSEWHERE:
                self.notice.show_words(words, tone="info", action=self.tr("向中心取"))
            self._show_state()

    def show_fetched(self, sha256: str) -> None:
        """Show a photo that the hub gave, if it is still looked at."""
        if self._photos and self.photo.sha256 == sha256:
            self._show_one()

    def show_failure(self, words: Words) -> None:
        """Say what was not written; what was drawn stays where it is."""
        self.notice.show_words(words)

    def _show_state(self) -> None:
        layer, editable = self.canvas.layer, self.canvas.editable and self._loaded
        chosen = layer.mark
        self.bar.show_tools(self.canvas.tool, editable=editable)
        self.bar.show_steps(
            undo=editable and layer.may_undo,
            redo=editable and layer.may_redo,
            remove=editable and chosen is not None,
        )
        writing = chosen is not None and chosen.kind is MarkKind.TEXT and editable
        if chosen is not None and writing and self.text.text() != chosen.text:
            self.text.setText(chosen.text)
        if self._text_part.isVisibleTo(self) != writing:
            self._text_part.setVisible(writing)

    # What the person wants.

    def turn(self, step: int) -> None:
        """Show the next photo or the one before; what was done to this one is written first."""
        wanted = self._at + step
        if 0 <= wanted < len(self._photos):
            self.canvas.drop_empty()
            self.settle()
            self._at = wanted
            self._show_one()
            self.canvas.setFocus()

    def _on_tool(self, kind: MarkKind | None) -> None:
        self.canvas.take_up(kind)
        self.canvas.setFocus()

    def _on_text_wanted(self) -> None:
        self._show_state()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.text.selectAll()

    def _back_to_photo(self) -> None:
        self.canvas.drop_empty()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_fetch(self) -> None:
        if self.notice.code == ELSEWHERE:
            self.notice.hide()
            self.canvas.show_words(self.tr("正在向中心取照片…"))
            self.fetch_wanted.emit(self.photo.sha256)

    def _on_pair(self) -> None:
        self.settle()
        self.pair_wanted.emit(self.photo)

    def current(self) -> list[Viewed]:
        """Return the photos with the marks and captions they have now."""
        return [replace(one, marks=self._layers[one.id].kept) for one in self._photos]

    def _on_changed(self) -> None:
        self._note("marks")

    def _on_caption(self) -> None:
        self._photos[self._at] = replace(self.photo, caption=self.caption.text().strip())
        self._note("caption")

    def _note(self, what: str) -> None:
        self._owed.add((self.photo.id, what))
        if not self._quiet.isActive():
            self._quiet.start()

    def settle(self) -> bool:
        """Tell what was drawn and written and is not yet durable; return whether all of it is then."""
        self._quiet.stop()
        owed, self._owed = self._owed, set()
        for one in self._photos:
            if (one.id, "marks") in owed:
                self.marks_left.emit(one.id, self._layers[one.id].kept)
            if (one.id, "caption") in owed:
                self.caption_left.emit(one.id, one.caption)
        self._warned = self._warned and bool(self._owed)
        return not self._owed

    def not_kept(self, photo_id: str, what: str) -> None:
        """What was told is not durable: it is told again with whatever is next, and at the latest at the end.

        Args:
            what: "marks" or "caption".
        """
        self._owed.add((photo_id, what))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no part took: photos and tools, whatever has the keys; Esc leaves."""
        focus = self.focusWidget()
        if isinstance(focus, QLineEdit):
            if event.key() == Qt.Key.Key_Escape:
                self._back_to_photo()
            return
        if event.key() == Qt.Key.Key_Left:
            self.turn(-1)
        elif event.key() == Qt.Key.Key_Right:
            self.turn(1)
        elif event.key() == Qt.Key.Key_B and self.bar.may_pair:
            self._on_pair()
        elif focus is not self.canvas and event.key() != Qt.Key.Key_Escape:
            self.canvas.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Close, whatever could not be written: somebody else's turn has come."""
        self._warned = True
        self.reject()

    def done(self, result: int) -> None:
        """Write what is still unwritten, then go; where that fails, say so once and stay."""
        self.canvas.drop_empty()
        warned = self._warned
        if not self.settle() and not warned:
            self._warned = True
            self.refused.emit(RuleError("photo.unwritten"))
            return
        super().done(result)
