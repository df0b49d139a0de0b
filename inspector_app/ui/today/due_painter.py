"""How a row of what is due is painted: target and finding, document and company, days, day, button."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from inspector_app.casework.overview.today import Due, Section
from inspector_app.domain.late import LABEL
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

TONES = {Section.OVERDUE: "red", Section.TODAY: "amber", Section.RECHECK: "blue", Section.SOON: "gray"}
HELP = {
    Section.OVERDUE: "先处理：复查，或升级",
    Section.TODAY: "到今日 24:00 前",
    Section.RECHECK: "已回复，或上次没有看成、没有改好",
    Section.SOON: "可先去电催促",
}
RECHECKED = frozenset({Section.OVERDUE, Section.RECHECK})
"""Sections whose button begins a recheck; the others open the document."""
NARROW = 300
"""Pixels of the design below which a row has one column of words instead of two."""


@dataclass(frozen=True, slots=True)
class How:
    """Whether a row is chosen, the mouse is over it, and its list has the keys."""

    chosen: bool
    over: bool
    keys: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand in a row; a narrow one has no room for paper and day of their own."""

    words: QRectF
    paper: QRectF | None
    chip: QRectF
    day: QRectF | None


class DuePainter(QObject):
    """Paints heads and rows; knows nothing of keys and mouse."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._numbers = 0.0

    def fit(self, number: str) -> None:
        """Give the column of documents the room that the longest number needs."""
        self._numbers = painting.text_width(self._look, number, 13)

    def days(self, one: Due) -> str:
        """Return how it stands with the days, in words; of what is to be rechecked, why."""
        if one.section is Section.RECHECK:
            return said(one.state)
        if one.left == 0:
            return self.tr("今日")
        return (self.tr("余 %s 天") if one.left > 0 else self.tr("逾期 %s 天")) % abs(one.left)

    def head(self, painter: QPainter, room: QRectF, section: Section, count: int) -> None:
        """Paint the head of a section."""
        look, tokens = self._look, self._look.tokens
        ink = tokens.chips[TONES[section]][1]
        self._rule(painter, room)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawEllipse(QPointF(look.px(21), room.center().y()), look.px(4), look.px(4))
        word, left = said(section), look.px(35)
        painting.text(
            painter,
            look,
            QRectF(left, room.top(), room.width(), room.height()),
            word,
            px=14,
            colour=ink,
            bold=True,
        )
        left += round(painting.text_width(look, word, 14, bold=True)) + look.px(8)
        told = QRectF(left, room.top(), look.px(60), room.height())
        painting.text(painter, look, told, str(count), px=14, colour=tokens.sub)
        after = left + painting.text_width(look, str(count), 14) + look.px(16)
        tip, right = said(HELP[section]), room.right() - look.px(16)
        wide = min(painting.text_width(look, tip, 12) + 2, right - after)
        if wide > look.px(40):
            told = QRectF(right - wide, room.top(), wide, room.height())
            painting.text(painter, look, told, tip, px=12, colour=tokens.mute)

    def _rule(self, painter: QPainter, room: QRectF) -> None:
        painter.fillRect(
            QRectF(room.left(), room.bottom() - 1, room.width(), 1), QColor(self._look.tokens.line2)
        )

    def columns(self, room: QRectF) -> Columns:
        """Return where things stand in a row; the button stands after them."""
        look = self._look
        left, right = room.left() + look.px(35), self.button(room).left() - look.px(12)
        day = QRectF(right - look.px(46), room.top(), look.px(46), room.height())
        chip = QRectF(day.left() - look.px(98), room.top(), look.px(92), room.height())
        words = chip.left() - left - look.px(24)
        if words < look.px(NARROW):
            chip = QRectF(right - look.px(92), room.top(), look.px(92), room.height())
            return Columns(
                QRectF(left, room.top(), chip.left() - left - look.px(8), room.height()), None, chip, None
            )
        # A number is read to its last digit; what the finding says may be shortened.
        paper = min(max(self._numbers + 4, words * 0.4), words * 0.6)
        first = QRectF(left, room.top(), words - paper, room.height())
        second = QRectF(first.right() + look.px(12), room.top(), paper, room.height())
        return Columns(first, second, chip, day)

    def fact(self, one: Due) -> str:
        """Return what the findings say, with how many there are."""
        fact = one.fact or self.tr("事实还没有写")
        return (
            fact
            if one.count == 1
            else self.tr("%1等 %2 项").replace("%1", fact).replace("%2", str(one.count))
        )

    def row(self, painter: QPainter, room: QRectF, one: Due, how: How) -> None:
        """Paint something that is due."""
        look, tokens = self._look, self._look.tokens
        if how.chosen or how.over:
            painter.fillRect(room, QColor(tokens.select if how.chosen else tokens.hover))
        self._rule(painter, room)
        if how.chosen:
            painter.fillRect(QRectF(0, room.top(), 3, room.height()), QColor(tokens.accent))
        at = self.columns(room)
        lower = self._short(at.words, one) if at.paper is not None else one.number
        mark = LABEL if one.late and at.paper is None else ""
        self._two(painter, at.words, one.target, lower, bold=True, mark=mark)
        if at.paper is not None:
            self._two(painter, at.paper, one.number, one.party, mark=LABEL if one.late else "")
        middle = QPointF(at.chip.left(), room.center().y())
        painting.chip(painter, look, middle, self.days(one), TONES[one.section], dot=True)
        if at.day is not None:
            shown = one.due.strftime("%m-%d") if one.due else ""
            painting.text(painter, look, at.day, shown, colour=tokens.sub, align=Qt.AlignmentFlag.AlignRight)
        self._paint_button(painter, self.button(room), one, how)

    def _short(self, room: QRectF, one: Due) -> str:
        """Return the fact shortened so that the number of findings is still read."""
        whole = self.fact(one)
        if one.count == 1 or painting.text_width(self._look, whole, 12) <= room.width():
            return whole
        tail = whole.removeprefix(one.fact)
        measure = QFontMetricsF(self._look.font(12))
        left = room.width() - measure.horizontalAdvance(tail)
        return measure.elidedText(one.fact, Qt.TextElideMode.ElideRight, left) + tail

    def _two(
        self,
        painter: QPainter,
        room: QRectF,
        upper: str,
        lower: str,
        *,
        bold: bool = False,
        mark: str = "",
    ) -> None:
        look = self._look
        half = (room.height() - look.px(8)) / 2
        top = QRectF(room.left(), room.top() + look.px(4), room.width(), half)
        painting.text(painter, look, top, upper, px=14 if bold else 13, bold=bold)
        below = top.translated(0, half - 1)
        if mark:
            painting.chip(painter, look, QPointF(below.left(), below.center().y() + 1), mark, "blue")
            below.setLeft(below.left() + painting.chip_width(look, mark) + look.px(6))
        painting.text(painter, look, below, lower, px=12, colour=look.tokens.sub)

    def button(self, room: QRectF) -> QRectF:
        """Return where a row's button stands."""
        look = self._look
        words = max(
            painting.text_width(look, one, 13, bold=True) for one in (self.tr("复查"), self.tr("看文书"))
        )
        wide, high = max(words + look.px(24), look.px(72)), max(look.px(34), look.target)
        return QRectF(
            room.right() - wide - look.px(16),
            room.center().y() - high / 2,
            wide,
            min(high, room.height() - 2),
        )

    def _paint_button(self, painter: QPainter, room: QRectF, one: Due, how: How) -> None:
        look, tokens = self._look, self._look.tokens
        lit = how.chosen and how.keys
        painter.setPen(QPen(QColor(tokens.accent if how.chosen else tokens.edge), 1))
        painter.setBrush(QColor(tokens.accent if lit else tokens.card))
        painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        told = self.tr("复查") if one.section in RECHECKED else self.tr("看文书")
        ink = tokens.on_accent if lit else tokens.accent if how.chosen else tokens.text
        painting.text(painter, look, room, told, bold=lit, colour=ink, align=Qt.AlignmentFlag.AlignHCenter)
