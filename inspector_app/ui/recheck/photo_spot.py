"""One side of before and after: its word, when it was taken, and the picture, or the way to one."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from inspector_app.domain.chinese import CHINA
from inspector_app.domain.findings import Photo
from inspector_app.ui.controls.parts import Chip, button, column, label, reveal, row
from inspector_app.ui.controls.thumbs import Thumb
from inspector_app.ui.style.look import Look

HIGH, MOST_HIGH = 138, 160
"""Two of them share the width of the middle pane, however large the words are."""


WIDEST = 16777215
"""Qt's own word for no limit."""


class PhotoSpot(QWidget):
    """Shows the photo of one side.

    Signals:
        opened: the hash of the photo that is to be seen large.
        wanted: a photo is to be chosen; only of the side that takes one.
    """

    opened = Signal(str)
    wanted = Signal()

    def __init__(self, look: Look, name: str, word: str, tone: str, *, takes: bool) -> None:
        super().__init__()
        self.setObjectName(name)
        self._look, self._word, self._takes = look, word, takes
        self._chip, self._when = Chip(look, word, tone), label("", "m")
        self._photo: Photo | None = None
        self.thumb: Thumb | None = None
        held = QWidget()  # the sheet's own height would beat a button's fixed one
        held.setFixedHeight(self._high)
        self._add = self._adding()
        self._room = column(held, [(self._add, 1)])
        head = row(None, [self._chip, self._when, None], gap=8)
        column(self, [head, held, None], gap=4)
        self.show_photo(None, 0, open_=True)

    def _adding(self) -> QPushButton:
        words = self.tr("加照片  F4") if self._takes else self.tr("没有照片")
        made = button(words, f"{self.objectName()}_add", kind="add", look=self._look, icon="camera")
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        made.clicked.connect(self.wanted)
        return made

    @property
    def _high(self) -> int:
        return min(self._look.px(HIGH), MOST_HIGH)

    def show_photo(self, photo: Photo | None, count: int, *, open_: bool) -> None:
        """Show the newest photo of this side and how many there are.

        Args:
            open_: another one may be added.
        """
        reveal(self._add, shown=photo is None)
        self._add.setEnabled(self._takes and open_)
        when = f"{photo.taken.astimezone(CHINA):%m-%d %H:%M}" if photo and photo.taken else ""
        more = self.tr("共 %s 张") % count if count > 1 else ""
        self._when.setText(" · ".join(one for one in (when, more) if one))
        if photo == self._photo:
            return
        self._photo = photo
        if self.thumb is not None:
            self._room.removeWidget(self.thumb)
            self.thumb.hide()
            self.thumb.deleteLater()
            self.thumb = None
        if photo is not None:
            self.thumb = Thumb(self._look, self._word, self._high, self._high)
            self.thumb.setMinimumWidth(1)
            self.thumb.setMaximumWidth(WIDEST)
            self.thumb.offer(photo.sha256, photo.marks)
            self.thumb.setObjectName(f"{self.objectName()}_thumb")
            self.thumb.opened.connect(self.opened)
            self._room.addWidget(self.thumb)

    @property
    def sha256(self) -> str:
        """The hash of the photo that is shown, empty for none."""
        return self._photo.sha256 if self._photo is not None else ""

    def show_image(self, image: QImage) -> None:
        """Show its picture."""
        if self.thumb is not None:
            self.thumb.show_image(image)
