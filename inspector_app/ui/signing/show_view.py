"""给负责人看: the whole window for the one who must put things right, in big type, and only what is his."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QScroller, QSizePolicy, QWidget

from inspector_app.ui.controls import marked
from inspector_app.ui.controls.full_window import FullWindow
from inspector_app.ui.controls.parts import Item, button, column, frame, label, row, tab_as_laid_out
from inspector_app.ui.signing.show_values import Shown, ShownFinding, ShownPhoto
from inspector_app.ui.style import painting, typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words

BIG, BIGGER, HUGE = 20, 22, 28
"""Sizes of words in pixels of the design: read at arm's length, in the sun, without glasses."""
PLATE = QSize(340, 250)
NARROWEST = 1070
"""Room inside a card of the narrowest window, in pixels."""
STEP = 90
"""How far an arrow key scrolls, in pixels of the design."""


class Plate(QWidget):
    """A photo, whole, with its marks; words while there is none."""

    def __init__(self, look: Look, told: ShownPhoto, spoken: str) -> None:
        super().__init__()
        self.photo = told
        self._look, self._image, self._words = look, QImage(), self.tr("正在打开照片…")
        self.setFixedSize(look.px(PLATE.width()), look.px(PLATE.height()))
        self.setAccessibleName(spoken)

    def show_image(self, image: QImage) -> None:
        """Show the photo."""
        self._image = marked.hidden(image, self.photo.marks)
        if not image.isNull():
            fit = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            self.setFixedSize(fit)
        self.update()

    def show_words(self, told: str) -> None:
        """Say why no photo is shown."""
        self._words = told
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the photo and its marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room, path = QRectF(self.rect()), QPainterPath()
        path.addRoundedRect(room, 6, 6)
        painter.setClipPath(path)
        painter.fillRect(room, QColor(self._look.tokens.line2))
        if self._image.isNull():
            middle = Qt.AlignmentFlag.AlignHCenter
            painting.text(painter, self._look, room, self._words, px=16, align=middle)
        else:
            painter.drawImage(room, self._image)
            marked.paint(painter, self._look, self.photo.marks, room)
        painter.end()


class BigChip(QLabel):
    """A word on a tone, as large as the words around it."""

    def __init__(self, look: Look, told: str, tone: str) -> None:
        super().__init__(told)
        self._look, self._tone = look, tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look.font(BIG, bold=True))
        self.setContentsMargins(look.px(14), look.px(4), look.px(14), look.px(4))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the ground, then the word."""
        ground, ink = self._look.tokens.chips[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setFont(self.font())
        painter.setPen(QColor(ink))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class ShowView(FullWindow):
    """Shows one document's matter to its addressee; an officer takes the laptop back with Esc or the corner.

    Signals:
        image_wanted: (hash of a photo, QSize to fit, in device pixels).
        sign_requested: the addressee wants to sign.
    """

    image_wanted = Signal(str, QSize)
    sign_requested = Signal()

    def __init__(self, look: Look, told: Shown, parent: QWidget | None = None) -> None:
        super().__init__(look, "show_view", "", parent)
        self.setWindowTitle(self.tr("给负责人看"))
        self.shown = told
        self.plates: list[Plate] = []
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setObjectName("show_scroll")
        self._scroll.setAccessibleName(self.tr("问题和要求"))
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("scrolled")
        cards: list[Item] = [self._order_part(), *(self._finding(one) for one in told.findings)]
        column(inner, [*cards, self._rights_part(), None], (28, 20, 28, 20), 14)
        self._scroll.setWidget(inner)
        # A finger flicks, and so does the mouse held down.
        QScroller.grabGesture(self._scroll.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
        column(self, [self._top(look), (self._scroll, 1), self._foot(look)], gap=0)
        tab_as_laid_out(self)
        (self._sign if self._sign.isEnabled() else self._scroll).setFocus()

    def _words(self, told: str, px: int = BIG, *, bold: bool = False, kind: str = "big") -> QLabel:
        made = label(told, kind, wrap=True)
        made.setFont(self.look.font(px, bold=bold))
        return made

    def _top(self, look: Look) -> QFrame:
        told, top = self.shown, QFrame()
        top.setObjectName("top")
        under = "　".join(one for one in (told.label, told.number or self.tr("草稿，还没有签发")) if one)
        names = column(None, [self._words(told.target, HUGE, bold=True), self._words(under)], gap=2)
        back = button(self.tr("交还执法人员  Esc"), "show_back", look=look, icon="arrow-left")
        back.setMinimumHeight(look.row(44))
        back.clicked.connect(self.reject)
        row(top, [(names, 1), column(None, [back, None])], (28, 16, 24, 14), 16)
        return top

    def _order_part(self) -> QFrame:
        card = frame("clear")
        whom = self.tr("致 %s") % self.shown.addressee if self.shown.addressee else ""
        parts: list[Item] = [self._words(whom)] if whom else []
        column(card, [*parts, self._words(self.shown.order, BIGGER + 2, bold=True)], (22, 16, 22, 16), 6)
        return card

    def _finding(self, told: ShownFinding) -> QFrame:
        card = frame("card")
        head: list[Item] = [self._words(f"{told.number}", HUGE, bold=True)]
        fact = self._words(told.fact or self.tr("还没有写事实"), BIGGER, bold=True)
        head += [(fact, 1)]
        if told.major:
            head.append(BigChip(self.look, self.tr("重大"), "red"))
        parts: list[Item] = [row(None, head, gap=16)]
        for words, value in ((self.tr("部位"), told.location), (self.tr("整改"), told.measure)):
            if value:
                name = self._name(words)
                parts.append(row(None, [column(None, [name, None]), (self._words(value), 1)], gap=8))
        if told.due is not None:
            parts.append(self._due_part(told))
        column(card, [*parts, *self._photo_rows(told)], (22, 16, 22, 18), 10)
        return card

    def _name(self, words: str) -> QLabel:
        """Return what stands before a value; the values begin at one line in every language."""
        shown = self._words(words, kind="big-soft")
        all_names = (self.tr("部位"), self.tr("整改"), self.tr("期限"))
        wide = max(painting.text_width(self.look, one, BIG) for one in all_names)
        shown.setFixedWidth(max(self.look.px(60), ceil(wide) + 2))
        return shown

    def _due_part(self, told: ShownFinding) -> Item:
        name = self._name(self.tr("期限"))
        late = told.due is not None and told.due < self.shown.today
        day = self.tr("%s 前（含当日）") % typed.show_day(told.due)
        left = BigChip(self.look, typed.days_left(told.due, self.shown.today), "red" if late else "amber")
        shown = self._words(day, bold=True)
        shown.setWordWrap(False)
        return row(None, [name, shown, left, None], gap=8)

    def _photo_rows(self, told: ShownFinding) -> list[Item]:
        made = []
        for n, one in enumerate(told.photos, start=1):
            spoken = self.tr("问题 %1 照片 %2").replace("%1", str(told.number)).replace("%2", str(n))
            made.append(Plate(self.look, one, spoken))
        self.plates += made
        # Three beside each other fill the narrowest window, two in field mode.
        across = max(NARROWEST // (self.look.px(PLATE.width()) + 12), 1)
        return [row(None, [*made[n : n + across], None], gap=12) for n in range(0, len(made), across)]

    def _rights_part(self) -> QFrame:
        card = frame("card")
        rights = [self._words(one) for one in self.shown.rights]
        column(card, [self._words(self.tr("您的权利"), BIGGER, bold=True), *rights], (22, 16, 22, 18), 8)
        return card

    def _foot(self, look: Look) -> QFrame:
        foot = QFrame()
        foot.setObjectName("foot")
        self._sign = button(self.tr("签收"), "show_sign", kind="main", look=look, icon="signature")
        self._sign.setProperty("big", "true")
        self._sign.setMinimumWidth(look.px(220))
        self._sign.setToolTip(self.tr("签收") + "  Ctrl+Enter")
        self._sign.setEnabled(self.shown.signs)
        self._sign.clicked.connect(self.sign_requested)
        words = self.tr("签收只表示收到，不表示同意；有不同意见请写在签名旁边或者当场说明。")
        if not self.shown.number:
            words = self.tr("这是草稿：签发以后才能签收，内容以签发的为准。")
        elif not self.shown.signs:
            words = self.tr("这份文书不需要签收。")
        row(foot, [(self._words(words), 1), self._sign], (28, 12, 24, 12), 20)
        return foot

    # What it shows.

    def ask_for_photos(self) -> None:
        """Ask for every photo that is shown."""
        ratio = self.devicePixelRatioF()
        room = QSize(self.look.px(PLATE.width()), self.look.px(PLATE.height())) * ratio
        for sha256 in dict.fromkeys(one.photo.sha256 for one in self.plates):
            self.image_wanted.emit(sha256, room)

    def show_image(self, sha256: str, image: QImage) -> None:
        """Show a decoded photo wherever it stands."""
        for one in self.plates:
            if one.photo.sha256 == sha256:
                one.show_image(image)

    def show_no_image(self, sha256: str, words: Words) -> None:
        """Say why a photo cannot be shown."""
        for one in self.plates:
            if one.photo.sha256 == sha256:
                one.show_words(words.message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll, Ctrl+Enter signs, Esc gives the laptop back."""
        bar, step = self._scroll.verticalScrollBar(), self.look.px(STEP)
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Down:
            bar.setValue(bar.value() + step)
        elif event.key() == Qt.Key.Key_Up:
            bar.setValue(bar.value() - step)
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            away = self._scroll.viewport().height() - step
            bar.setValue(bar.value() + (away if event.key() == Qt.Key.Key_PageDown else -away))
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._sign.isEnabled():
                self.sign_requested.emit()
        else:
            super().keyPressEvent(event)
