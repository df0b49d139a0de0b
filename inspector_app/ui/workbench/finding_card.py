"""A finding at rest: photos, what and where, clause and measure, days left and severity."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QFrame, QSizePolicy, QWidget

from inspector_app.domain.findings import SEVERITY_LABELS, Finding, Severity
from inspector_app.ui.controls.parts import Chip, Elided, Item, column, label, plain, restyle, reveal, row
from inspector_app.ui.controls.thumbs import Thumb
from inspector_app.ui.style import painting, typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

CARD_HEIGHT = 92
LARGE, SMALL, HIGH = 88, 46, 68
"""The first photo, the one beside it, and how high both are."""
LARGE_WORDS = 1.3
"""Beyond this size of words a small screen has room for one photo beside them, and for no names of keys."""
ONE_COLUMN = 1.15
"""And beyond this one, already in 外场模式, for one column of fields."""


@dataclass(frozen=True, slots=True)
class CardValues:
    """What a card shows.

    Attributes:
        cite: how the clause is printed, short.
        party: who must act, by name.
        ticked: the document being worked on is about it, or the next one will be; None for what is ordered.
        ordered: an issued document names it.
        again: that the same clause was ordered here before, in few words; `again_tip` says when and by what.
    """

    finding: Finding
    cite: str
    party: str
    measure: str
    due: date | None
    today: date
    ticked: bool | None
    ordered: bool
    again: str = ""
    again_tip: str = ""


class PhotoPlace(QWidget):
    """The dashed place of a photo that is still wanted."""

    def __init__(self, look: Look, width: int, height: int) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(width, height)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the place."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, room = self._look.tokens, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(tokens.edge), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(room, 4, 4)
        icon = self._look.pixmap("camera", tokens.mute, 16)
        half = self._look.px(8)
        painter.drawPixmap(round(room.center().x()) - half, round(room.center().y()) - half, icon)
        painter.end()


class ClauseMark(QWidget):
    """A clause with a book, so that it never looks like a status."""

    def __init__(self, look: Look, told: str, most: int = 190) -> None:
        super().__init__()
        self._look, self._told = look, told
        self._wanted = QSize(min(round(painting.clause_width(look, told)) + 1, look.px(most)), look.px(24))
        self.setFixedHeight(self._wanted.height())
        self.setMinimumWidth(min(self._wanted.width(), look.px(72)))
        self.setMaximumWidth(self._wanted.width())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(plain(told))
        self.setAccessibleName(told)

    def sizeHint(self) -> QSize:
        """Return the size at which the whole clause is read; where there is less room it is shortened."""
        return self._wanted

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the mark."""
        painter = QPainter(self)
        painting.clause(painter, self._look, QPointF(0, self.height() / 2), self._told, self.width())
        painter.end()


class FindingCard(QFrame):
    """Shows one finding; Enter or a click opens it, Space ticks it.

    Signals:
        opened: the finding's id.
        ticked: (the finding's id, ticked).
        photo_opened: the hash of a photo to be seen large.
    """

    opened = Signal(str)
    ticked = Signal(str, bool)
    photo_opened = Signal(str)

    def __init__(self, look: Look, told: CardValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = told
        self.thumbs: dict[str, Thumb] = {}
        finding = told.finding
        self.setProperty("k", "card")
        self.setObjectName(f"card_{finding.number}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(look.px(CARD_HEIGHT))
        self.setAccessibleName(
            self.tr("问题 %1：%2").replace("%1", str(finding.number)).replace("%2", finding.fact)
        )
        self._tick = QCheckBox()
        self._tick.setObjectName("tick")
        self._tick.setAccessibleName(self.tr("问题 %s 写入文书") % finding.number)
        self._tick.setFixedSize(look.target, look.target)
        self._tick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tick.setChecked(bool(told.ticked))
        reveal(self._tick, shown=told.ticked is not None)
        self._tick.clicked.connect(lambda checked: self.ticked.emit(finding.id, checked))
        number = label(str(finding.number), "h3")
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        number.setFixedWidth(look.target)
        left = column(None, [self._tick, number, None], gap=2)
        parts: list[Item] = [left, *self._strip(look), (self._words(look), 1), self._right(look)]
        row(self, parts, (10, 9, 14, 9), 10)

    def _strip(self, look: Look) -> list[Item]:
        photos = self.values.finding.photos
        number = self.values.finding.number
        strip: list[Item] = []
        # Photos grow with the words only as far as there is room for both.
        room = min(look.scale, 1.2)
        large, small, high = round(LARGE * room), round(SMALL * room), look.px(HIGH)
        most = 1 if look.scale > LARGE_WORDS else 2
        for n, photo in enumerate(photos[:most]):
            spoken = self.tr("问题 %1 照片 %2").replace("%1", str(number)).replace("%2", str(n + 1))
            more = len(photos) - most if n == most - 1 and len(photos) > most else 0
            thumb = Thumb(look, spoken, large if n == 0 else small, high, more=more)
            thumb.offer(photo.sha256, photo.marks)
            thumb.opened.connect(self.photo_opened)
            self.thumbs[photo.sha256] = thumb
            strip.append(thumb)
        if len(photos) < most:
            # The words begin at one line on all cards, and what is still wanted is seen.
            whole = large + 6 + small if most == 2 else large
            strip.append(PhotoPlace(look, small if photos else whole, high))
        return [row(None, strip, gap=6)]

    def _words(self, look: Look) -> QWidget:
        told, words = self.values, QWidget()
        finding = told.finding
        fact = Elided(look, finding.fact or self.tr("还没有写事实"), px=14, bold=True)
        where = " · ".join(part for part in (finding.location or self.tr("部位未填"), told.party) if part)
        lower: list[Item] = [ClauseMark(look, told.cite)] if told.cite else []
        lower.append((Elided(look, told.measure or self.tr("整改要求未填"), px=12, tone="mute"), 1))
        middle: list[Item] = [(Elided(look, where, tone="sub"), 1)]
        if told.again:
            again = Chip(look, told.again, "amber")
            again.setToolTip(plain(told.again_tip))
            middle.append(again)
        column(words, [fact, row(None, middle), None, row(None, lower)], gap=2)
        return words

    def _right(self, look: Look) -> QWidget:
        told, right = self.values, QWidget()
        major = told.finding.severity is Severity.MAJOR
        left = label(typed.days_left(told.due, told.today) or self.tr("无期限"), "h3")
        due = label(typed.by_day(told.due), "m")
        chips: list[Item] = [None]
        if told.ordered:
            chips.append(Chip(look, self.tr("已下达"), "blue"))
        chips.append(Chip(look, said(SEVERITY_LABELS[told.finding.severity]), "red" if major else "gray"))
        rows: list[Item] = [row(None, [None, left]), row(None, [None, due]), None, row(None, chips, gap=4)]
        column(right, rows, gap=0)
        return right

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go here."""
        super().focusInEvent(event)
        restyle(self, focused="true")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that keys no longer go here."""
        super().focusOutEvent(event)
        restyle(self, focused="false")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space ticks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.values.finding.id)
        elif event.key() == Qt.Key.Key_Space and self.values.ticked is not None:
            self.ticked.emit(self.values.finding.id, not self._tick.isChecked())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _: QMouseEvent) -> None:
        """A click opens."""
        self.opened.emit(self.values.finding.id)
