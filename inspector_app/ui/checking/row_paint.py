"""How the rows of a checklist are painted."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from inspector_app.domain import scoring
from inspector_app.domain.check_scores import remaining
from inspector_app.domain.checking import (
    CONFORMS,
    FAILS,
    NOT_APPLICABLE,
    PARTLY,
    Mark,
    Sort,
    headway,
    is_done,
)
from inspector_app.domain.checklists import Criterion
from inspector_app.ui.checking.row_room import WRAP, Cell, RowRoom, points_words, tr, valid
from inspector_app.ui.checking.rows import Kind, Row
from inspector_app.ui.checking.values import Checks
from inspector_app.ui.style import painting

RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter


class RowPaint(RowRoom):
    """Paints rows."""

    def paint(
        self, painter: QPainter, row: Row, room: QRectF, checks: Checks, *, at: bool, cell: Cell, keys: bool
    ) -> None:
        """Paint a row.

        Args:
            at: it belongs to the current item.
            keys: the list has the keys.
        """
        if row.kind is Kind.HEAD:
            self._head(painter, row, room, checks)
            return
        tokens = self.look.tokens
        painter.fillRect(room, QColor(tokens.select if at else tokens.card))
        if at:
            painter.fillRect(
                QRectF(room.left(), room.top(), 3, room.height()),
                QColor(tokens.accent if keys else tokens.edge),
            )
        if row.kind is Kind.LINE:
            self._line(painter, row, room, checks, at=at)
        elif row.kind is Kind.MARKS:
            self._marks(painter, row, room, checks)
        else:
            self._ground(painter, row, room, checks, cell)

    def _head(self, painter: QPainter, row: Row, room: QRectF, checks: Checks) -> None:
        look, tokens = self.look, self.look.tokens
        zero = checks.zero_words(row.sheet.id)
        ground, ink = tokens.chips["red"] if zero else (tokens.head, tokens.text)
        painter.fillRect(room, QColor(ground))
        painter.fillRect(QRectF(room.left(), room.bottom() - 1, room.width(), 1), QColor(tokens.line))
        upper = QRectF(room.left() + look.px(14), room.top(), room.width() - look.px(28), look.row(40))
        score = self._score_words(row, checks)
        wide = painting.text_width(look, score, 13, bold=True) + 6
        painting.text(painter, look, upper, score, bold=True, colour=ink, align=RIGHT)
        way = headway(checks.board, row.sheet, row.part.id)
        told = tr("不适用") if row.sheet.absent else f"{way.done}/{way.of}" if way.of else ""
        right = upper.adjusted(0, 0, -wide - look.px(8), 0)
        painting.text(painter, look, right, told, px=12, colour=ink if zero else tokens.sub, align=RIGHT)
        left = right.adjusted(0, 0, -look.px(60), 0)
        code = painting.text_width(look, row.part.id, 12) + look.px(8)
        painting.text(painter, look, left, row.part.id, px=12, colour=ink if zero else tokens.sub)
        name = f"{row.part.name}  {row.sheet.name}" if row.sheet.name else row.part.name
        dim = tokens.sub if row.sheet.absent else ink
        painting.text(painter, look, left.adjusted(code, 0, 0, 0), name, px=14, bold=True, colour=dim)
        if zero:
            self._wrapped_text(painter, upper.left(), upper.bottom() - 2, upper.width(), zero, 12, ink)

    def _score_words(self, row: Row, checks: Checks) -> str:
        scored = checks.scores.get(row.sheet.id)
        if scored is None:
            return ""
        told = scoring.shown(scored.score, 1, checks.rules)
        final = headway(checks.board, row.sheet).all or scored.zero_reason is not None
        return (tr("%s 分") if final else tr("暂 %s 分")) % told

    def _wrapped_text(
        self, painter: QPainter, left: float, top: float, width: float, told: str, px: int, colour: str
    ) -> float:
        painter.setFont(self.look.font(px))
        painter.setPen(QColor(colour))
        high = self._wrapped(told, width, px)
        painter.drawText(QRectF(left, top, width, high + 4), WRAP, told)
        return high

    def _line(self, painter: QPainter, row: Row, room: QRectF, checks: Checks, *, at: bool) -> None:
        look, tokens, line = self.look, self.look.tokens, row.line
        if line is None:
            return
        mark = row.sheet.mark(line.id)
        if not at:
            painter.fillRect(QRectF(room.left(), room.bottom() - 1, room.width(), 1), QColor(tokens.line2))
        listing = checks.board.listing(row.sheet.listing)
        hazard = listing is not None and listing.sort is Sort.HAZARDS
        self._ring(
            painter,
            QPointF(room.left() + self.ring / 2 + 4, room.center().y()),
            mark,
            done=is_done(line, mark),
        )
        number = QRectF(room.left() + self.ring, room.top(), look.px(22), room.height())
        painting.text(painter, look, number, line.number, px=12, colour=tokens.sub, align=CENTRE)
        right = room.right() - look.px(12)
        if line.full:
            told = self._points(row, mark)
            ink, bold = tokens.text if mark.result else tokens.mute, mark.result == FAILS
            place = QRectF(right - look.px(50), room.top(), look.px(50), room.height())
            painting.text(painter, look, place, told, colour=ink, bold=bold, align=RIGHT)
            right -= look.px(56)
        if chip := self._chip(row, mark, hazard=hazard):
            wide = painting.chip_width(look, chip[0])
            painting.chip(painter, look, QPointF(right - wide, room.center().y()), *chip)
        width = self._words_width(row, room.width(), checks)
        if number_of := self.first_number(mark, checks):
            link, told = self.link_room(row, room), tr("→ 问题 %s") % number_of
            painting.text(painter, look, link, told, px=12, colour=tokens.accent, align=RIGHT)
        high = self._wrapped(line.text, width, 13, bold=at)
        top = room.center().y() - high / 2
        painter.setFont(look.font(13, bold=at))
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(self.text_left(), top, width, high + 4), WRAP, line.text)
        if line.key and line.full:
            wide = painting.text_width(look, line.text, 13, bold=at) + look.px(8)
            if wide + look.px(46) < width:
                at_point = QPointF(self.text_left() + wide, room.center().y())
                painting.chip(painter, look, at_point, tr("保证"), "blue")

    def _points(self, row: Row, mark: Mark) -> str:
        line = row.line
        if line is None:
            return ""
        left = remaining(line, mark)
        return "—" if left is None else f"{left}/{line.full}"

    def _chip(self, row: Row, mark: Mark, *, hazard: bool) -> tuple[str, str] | None:
        full = bool(row.line and row.line.full)
        if mark.result == FAILS:
            lost = sum(points for _, points in mark.deductions)
            words = (
                tr("扣 %s") % lost
                if lost
                else tr("待扣分")
                if full
                else tr("存在")
                if hazard
                else tr("不符合")
            )
            return words, "amber" if full and not lost else "red"
        if mark.result == NOT_APPLICABLE:
            return (tr("缺项") if full else tr("不适用")), "gray"
        if mark.result == PARTLY:
            return tr("基本符合"), "amber"
        return None

    def _ring(self, painter: QPainter, at: QPointF, mark: Mark, *, done: bool) -> None:
        look, tokens = self.look, self.look.tokens
        radius = look.px(9)
        tone = {FAILS: "red", NOT_APPLICABLE: "gray", PARTLY: "amber"}.get(mark.result, "green")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not mark.result:
            painter.setPen(QPen(QColor(tokens.mute), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, radius, radius)
            painter.restore()
            return
        ground, ink = tokens.chips[tone]
        painter.setPen(QPen(QColor(ink), 1.2))
        painter.setBrush(QColor(ground if done else tokens.card))
        painter.drawEllipse(at, radius, radius)
        pen = QPen(QColor(ink), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for one in self._strokes(mark.result, radius):
            painter.drawLine(at + one[0], at + one[1])
        painter.restore()

    def _strokes(self, result: str, radius: float) -> list[tuple[QPointF, QPointF]]:
        n = radius * 0.42
        if result == FAILS:
            return [(QPointF(-n, -n), QPointF(n, n)), (QPointF(-n, n), QPointF(n, -n))]
        if result == NOT_APPLICABLE:
            return [(QPointF(-n, 0), QPointF(n, 0))]
        if result == PARTLY:
            return [(QPointF(-n, n * 0.4), QPointF(0, -n * 0.4)), (QPointF(0, -n * 0.4), QPointF(n, n * 0.4))]
        return [
            (QPointF(-n, 0), QPointF(-n * 0.2, n * 0.8)),
            (QPointF(-n * 0.2, n * 0.8), QPointF(n, -n * 0.7)),
        ]

    def _marks(self, painter: QPainter, row: Row, room: QRectF, checks: Checks) -> None:
        look, tokens, line = self.look, self.look.tokens, row.line
        if line is None:
            return
        top = room.top()
        for one in self._about(row):
            width = room.width() - self.text_left() - look.px(16)
            top += self._wrapped_text(painter, self.text_left(), top, width, one, 12, tokens.sub) + 3
        mark = row.sheet.mark(line.id)
        results = {"1": CONFORMS, "2": FAILS, "3": NOT_APPLICABLE, "4": PARTLY}
        for code, words, place in self.buttons(row, room, checks):
            chosen = bool(mark.result) and results.get(code) == mark.result
            number = self.first_number(mark, checks)
            shown = tr("→ 问题 %s") % number if code == "raise" and number else words
            self._button(painter, place, shown, chosen=chosen, soft=code == "raise", dim=checks.locked)

    def _button(
        self, painter: QPainter, room: QRectF, words: str, *, chosen: bool, soft: bool, dim: bool
    ) -> None:
        look, tokens = self.look, self.look.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent if chosen else tokens.edge), 1.4 if chosen else 1))
        painter.setBrush(QColor(tokens.accent_soft if chosen else tokens.card))
        painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        colour = tokens.mute if dim else tokens.accent if chosen or soft else tokens.text
        painting.text(painter, look, room, words, px=12, colour=colour, bold=chosen, align=CENTRE)
        painter.restore()

    def _ground(self, painter: QPainter, row: Row, room: QRectF, checks: Checks, cell: Cell) -> None:
        look, tokens, line, one = self.look, self.look.tokens, row.line, row.criterion
        if line is None or one is None:
            return
        mark = row.sheet.mark(line.id)
        points, here = mark.points(one.id), cell.criterion_id == one.id
        width = room.width() - self.text_left() - look.px(148)
        high = self._wrapped(one.text, width, 13)
        colour = tokens.text if points or here else tokens.sub
        self._wrapped_text(
            painter, self.text_left(), room.center().y() - high / 2, width, one.text, 13, colour
        )
        number = checks.numbers.get(mark.finding(one.id), 0)
        wrong = here and bool(cell.typed) and not valid(one, int(cell.typed))
        words = tr("→ 问题 %s") % number if number and not wrong else points_words(one)
        words = tr("只能 %s") % words if wrong else words
        painting.text(
            painter, look, self.link_room(row, room), words, px=12,
            colour=tokens.chips["red"][1] if wrong else tokens.accent if number else tokens.mute, align=RIGHT,
        )  # fmt: skip
        self._cell(painter, self.cell_room(room), one, points, cell if here else Cell())

    def _cell(self, painter: QPainter, room: QRectF, one: Criterion, points: int, cell: Cell) -> None:
        look, tokens = self.look, self.look.tokens
        here = bool(cell.criterion_id)
        wrong = here and bool(cell.typed) and not valid(one, int(cell.typed))
        ground, ink = tokens.chips["red"] if points or wrong else (tokens.card, tokens.text)
        edge = tokens.chips["red"][1] if wrong else tokens.accent if here else tokens.edge
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(edge), 2 if here else 1))
        painter.setBrush(QColor(ground if points or wrong else tokens.card))
        painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 5, 5)
        told = cell.typed or (str(points) if points else "")
        words = f"−{told}" if told else "|" if here else ""
        painting.text(painter, look, room, words, px=13, bold=True, colour=ink, align=CENTRE)
        painter.restore()
