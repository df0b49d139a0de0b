"""The gauge of the checklists: what it comes to, the grade, and a line for each category that leads to it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui.checking.values import Checks, Tally, TallyRow, tallies
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

GAUGE = 72
ROW = 28
ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft


class ScoreBox(QWidget):
    """Shows how far the checklists are and what they score; a click or Enter goes to a table.

    Signals:
        part_wanted: (sheet id, part id or empty).
    """

    part_wanted = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("check_score")
        self.setAccessibleName(self.tr("检查表得分"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("未查的项目暂按满分计；点一行或按 Enter 去那张表"))
        self._look = look
        self._tally: Tally | None = None
        self._rows: tuple[TallyRow, ...] = ()
        self._at = 0
        self._fit()

    def show_checks(self, checks: Checks) -> None:
        """Show the gauge of the first list, and further lists as lines."""
        told = tallies(checks)
        self._tally = told[0] if told else None
        more = tuple(
            TallyRow(one.name, f"{one.done}/{one.of}", one.share, "accent", False, one.rows[0].sheet_id, "")
            for one in told[1:]
            if one.rows
        )
        self._rows = (*told[0].rows, *more) if told else ()
        self._at = min(self._at, max(len(self._rows) - 1, 0))
        self.setVisible(bool(told))
        self._fit()
        self._speak()

    def _speak(self) -> None:
        tally = self._tally
        if tally is not None:
            row = self._rows[self._at] if self._rows else None
            here = f"{said(row.name)} {self._told(row)}" if row is not None else ""
            figure = f"{tally.figure} {said(tally.unit)}".strip()
            told = [tally.name, figure, said(tally.grade), self._done_words(tally), here]
            self.setAccessibleDescription(" ".join(one for one in told if one))
        self.update()

    def _told(self, row: TallyRow) -> str:
        count = row.told.removesuffix(" 项")
        return said(row.told) if count == row.told else self.tr("%s 项") % count

    def _high(self) -> int:
        return max(self._look.px(ROW), self._look.target)

    def _zero_height(self) -> int:
        if self._tally is None or not self._tally.zero:
            return 0
        room = QRectF(0, 0, max(self.width() - 20, 120), 1000)
        metrics = QFontMetricsF(self._look.font(12))
        return round(metrics.boundingRect(room, WRAP, self._tally.zero).height()) + self._look.px(14)

    def _top(self) -> int:
        return self._look.px(GAUGE + 8) + self._zero_height()

    def _fit(self) -> None:
        self.setFixedHeight(self._top() + self._high() * len(self._rows) + 4)

    def sizeHint(self) -> QSize:
        """Ask for the width of the pane."""
        return QSize(self._look.px(200), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the words need."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint ring, words, lines."""
        if self._tally is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ring(painter, self._tally)
        self._beside(painter, self._tally)
        self._zero(painter, self._tally)
        for n, one in enumerate(self._rows):
            self._line(painter, one, n)
        painter.end()

    def _ring(self, painter: QPainter, tally: Tally) -> None:
        look, tokens = self._look, self._look.tokens
        side, thick = look.px(GAUGE), look.px(6)
        room = QRectF(thick / 2 + 1, thick / 2 + 1, side - thick - 2, side - thick - 2)
        colour = tokens.chips["red"][1] if tally.tone == "red" and tally.grade else tokens.accent
        pen = QPen(QColor(tokens.line2), thick)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(room, 0, 360 * 16)
        painter.setPen(QPen(QColor(colour), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(room, 90 * 16, -round(tally.share * 360 * 16))
        figure = room.translated(0, -look.px(6) if tally.unit else 0)
        painting.text(painter, look, figure, tally.figure, px=18, bold=True, align=CENTRE)
        if tally.unit:
            below = room.translated(0, look.px(13))
            painting.text(painter, look, below, said(tally.unit), px=11, colour=tokens.sub, align=CENTRE)

    def _done_words(self, tally: Tally) -> str:
        words = self.tr("%1 / %2 表已查完") if tally.scored else self.tr("%1 / %2 项已查")
        return words.replace("%1", str(tally.done)).replace("%2", str(tally.of))

    def _beside(self, painter: QPainter, tally: Tally) -> None:
        look, tokens = self._look, self._look.tokens
        left, line = look.px(GAUGE + 14), look.px(GAUGE) / 3
        width = self.width() - left - 4
        state = self.tr("得分") if tally.finished else self.tr("暂得")
        head = f"{said(tally.name)} {state}" if tally.scored else said(tally.name)
        painting.text(painter, look, QRectF(left, 0, width, line), head, px=12, colour=tokens.sub)
        if tally.grade:
            chip = self.tr("不符合 %s 项") % tally.grade.split()[1] if not tally.scored else said(tally.grade)
            painting.chip(painter, look, QPointF(left, line * 1.5), chip, tally.tone)
        below = QRectF(left, line * 2, width, line)
        painting.text(painter, look, below, self._done_words(tally), px=12, colour=tokens.sub)

    def _zero(self, painter: QPainter, tally: Tally) -> None:
        if not tally.zero:
            return
        look = self._look
        ground, ink = look.tokens.chips["red"]
        room = QRectF(0, look.px(GAUGE + 6), self.width() - 4, self._zero_height() - look.px(4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(room, 6, 6)
        painter.setFont(look.font(12))
        painter.setPen(QColor(ink))
        painter.drawText(room.adjusted(8, look.px(4), -8, 0), WRAP, tally.zero)

    def _line(self, painter: QPainter, one: TallyRow, n: int) -> None:
        look, tokens = self._look, self._look.tokens
        room = QRectF(0, self._top() + n * self._high(), self.width() - 4, self._high())
        if n == self._at and self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 5, 5)
        colour = {"amber": tokens.chips["amber"][1], "red": tokens.chips["red"][1]}.get(
            one.tone, tokens.accent
        )
        words = {"none": tokens.sub, "accent": tokens.accent if one.at else tokens.text}.get(one.tone, colour)
        told, bar = look.px(58), look.px(30)
        name = QRectF(room.left() + 4, room.top(), room.width() - told - bar - look.px(20), room.height())
        painting.text(painter, look, name, said(one.name), px=13, colour=words, bold=one.at)
        track = QRectF(name.right() + look.px(8), room.center().y() - look.px(2), bar, look.px(4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line2))
        painter.drawRoundedRect(track, 2, 2)
        if one.share > 0:
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(
                QRectF(track.topLeft(), track.size()).adjusted(0, 0, -bar * (1 - one.share), 0), 2, 2
            )
        right = QRectF(room.right() - told - 2, room.top(), told, room.height())
        ink = colour if one.tone in ("amber", "red") else tokens.sub
        painting.text(painter, look, right, self._told(one), px=12, colour=ink, align=ALIGN_RIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the table that was clicked; the ring goes to the first."""
        place = int((event.position().y() - self._top()) // self._high())
        self._at = min(max(place, 0), max(len(self._rows) - 1, 0))
        self._go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by arrows, go by Enter."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._rows:
            by = 1 if key == Qt.Key.Key_Down else -1
            self._at = min(max(self._at + by, 0), len(self._rows) - 1)
            self._speak()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._go()
        else:
            super().keyPressEvent(event)

    def _go(self) -> None:
        self._speak()
        if self._rows and self._rows[self._at].sheet_id:
            self.part_wanted.emit(self._rows[self._at].sheet_id, self._rows[self._at].part_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they went."""
        super().focusOutEvent(event)
        self.update()
