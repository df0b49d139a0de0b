"""The paper itself: pages of a PDF as pictures, one below the other, with a soft edge."""

from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector_app.ui.controls.parts import label, restyle
from inspector_app.ui.style.look import Look

EDGE = 10
RATIO = 297 / 210
SHADOW_ALPHA = 9
"""Of 255; laid on six times, each a pixel wider."""


class Sheet(QWidget):
    """One page, as wide as there is room."""

    def __init__(self, look: Look, image: QImage, spoken: str) -> None:
        super().__init__()
        self._look, self._image = look, image
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)

    @property
    def image(self) -> QImage:
        """The picture it shows."""
        return self._image

    def show_image(self, image: QImage) -> None:
        """Show another picture of the page."""
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that keeps the page's proportions."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        """Return the height of a page of this width."""
        ratio = self._image.height() / self._image.width() if self._image.width() else RATIO
        return round((width - 2 * EDGE) * ratio) + 2 * EDGE

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the edge and the page."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE)
        painter.setPen(Qt.PenStyle.NoPen)
        shadow = QColor(self._look.tokens.shadow)
        shadow.setAlpha(SHADOW_ALPHA)
        painter.setBrush(shadow)
        for n in range(6):
            painter.drawRoundedRect(room.adjusted(-n, 1 - n, n, n + 2), 2 + n, 2 + n)
        painter.drawImage(room, self._image)
        painter.end()


class PaperView(QScrollArea):
    """Shows pages, or says in words why there are none.

    Signals:
        turned: (page that is looked at, from 1; how many there are).
    """

    turned = Signal(int, int)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName(name)
        self.setProperty("k", "desk")
        self.setAccessibleName(self.tr("文书页面"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._words = label("", "s", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setMargin(24)
        self._column.addWidget(self._words, 1)
        self._column.addStretch(0)
        self._sheets: list[Sheet] = []
        self.setWidget(inner)
        self.verticalScrollBar().valueChanged.connect(self._tell)

    @property
    def page(self) -> int:
        """The page that is looked at, from 1; 0 when there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        # Where a sheet will stand is known before the layout has put it there.
        tops = accumulate((sheet.height() for sheet in self._sheets[:-1]), initial=0)
        return sum(1 for top in tops if top <= middle) if self._sheets else 0

    def turn(self, step: int) -> None:
        """Show the next page or the one before."""
        wanted = min(max(self.page + step, 1), len(self._sheets))
        if wanted:
            self.verticalScrollBar().setValue(self._sheets[wanted - 1].y())

    def _tell(self) -> None:
        self.turned.emit(self.page, len(self._sheets))

    def sheet(self, page: int) -> Sheet:
        """Return a page (from 1) as it is shown.

        Raises:
            IndexError: there is none.
        """
        return self._sheets[page - 1]

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return len(self._sheets)

    @property
    def words(self) -> QLabel:
        """The words shown instead of pages."""
        return self._words

    def show_pages(self, images: Sequence[QImage]) -> None:
        """Show these pages; where the reader is on the page stays."""
        self._words.hide()
        # A bar that has its room but nothing to scroll shows nothing.
        restyle(self.verticalScrollBar(), idle="false" if images else "true")
        while len(self._sheets) > len(images):
            sheet = self._sheets.pop()
            self._column.removeWidget(sheet)
            sheet.deleteLater()
        for n, image in enumerate(images):
            if n < len(self._sheets):
                self._sheets[n].show_image(image)
                continue
            told = self.tr("第 %1 页，共 %2 页").replace("%1", str(n + 1)).replace("%2", str(len(images)))
            sheet = Sheet(self._look, image, told)
            self._sheets.append(sheet)
            self._column.insertWidget(self._column.count() - 1, sheet)
        self._fit()

    def show_words(self, words: str) -> None:
        """Say why there is no page."""
        self.show_pages(())
        self._words.setText(words)
        self._words.show()

    def page_width(self) -> int:
        """Return the width of a page on screen, in pixels of this window."""
        return max(self.viewport().width() - 2 * EDGE, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pages as wide as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.viewport().width()
        for sheet in self._sheets:
            sheet.setFixedHeight(sheet.heightForWidth(width))
        self._tell()
