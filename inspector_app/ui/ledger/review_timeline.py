"""The timeline of a dossier under review, the oldest first; below a band, what came since one looked."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.painted_list import Piece
from inspector_app.ui.ledger.timeline_values import Entry, day_words
from inspector_app.ui.ledger.timeline_view import TimelineView
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

BAND = date.max
"""The head below which everything is new."""
ROW, HEAD = 66, 28
DISC = 26


class ReviewTimeline(TimelineView):
    """Shows what happened in a narrow column: a sign on its thread, three lines beside it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        self._fresh: tuple[Entry, ...] = ()
        super().__init__(look, parent)
        self.setObjectName("review_timeline")

    def show_lines(self, seen: Sequence[Entry], fresh: Sequence[Entry]) -> None:
        """Show a dossier; what is new is brought into sight."""
        self._fresh = tuple(fresh)
        groups: list[tuple[date | None, list[Entry]]] = _days(seen)
        groups += [(BAND, []), *_days(fresh)] if fresh else []
        self.show_groups(groups)
        self._at = self._rows[len(seen) if fresh else 0] if self._rows else -1
        self.verticalScrollBar().setValue(0)
        if fresh:
            band = next(n for n, piece in enumerate(self._pieces) if piece.row is None and piece.head is BAND)
            self.verticalScrollBar().setValue(max(self._tops[band] - self.head_height(), 0))
        self._say()
        self.chosen.emit(self.current)

    @property
    def fresh(self) -> tuple[Entry, ...]:
        """What stands below the band."""
        return self._fresh

    def row_height(self) -> int:
        """Return how high an entry is, in pixels."""
        return self._look.row(ROW)

    def head_height(self) -> int:
        """Return how high the head of a day is, in pixels."""
        return self._look.px(HEAD)

    def spoken(self, row: Entry | None) -> str:
        """Return the list's accessible name with all about the chosen entry."""
        told = super().spoken(row)
        new = row is not None and any(one.id == row.id for one in self._fresh)
        return f"{told}，{self.tr('上次查看之后')}" if new else told

    def paint_head(self, painter: QPainter, room: QRectF, piece: Piece[date | None, Entry]) -> None:
        """Paint the head of a day, or the band."""
        look = self._look
        inner = room.adjusted(look.px(16), 0, -look.px(12), 0)
        if piece.head is BAND:
            ground, ink = look.tokens.chips["blue"]
            painter.fillRect(room, QColor(ground))
            words = f"{self.tr('以下为上次查看之后')}（{len(self._fresh)}）"
            painting.text(painter, look, inner, words, px=12, bold=True, colour=ink)
            return
        painter.fillRect(room, QColor(look.tokens.head))
        painting.text(painter, look, inner, day_words(piece.head), px=12, colour=look.tokens.sub)

    def paint_over(self, painter: QPainter, first: int) -> None:
        """Leave the heads where they stand: a band that stuck to the top would hide the day."""

    def needed_top(self, at: int) -> int:
        """Return from which height on an entry is shown."""
        return self._tops[at]

    def paint_row(self, painter: QPainter, room: QRectF, row: Entry, at: int) -> None:
        """Paint an entry on the thread of its day."""
        look, tokens = self._look, self._look.tokens
        if at in (self._at, self._hover):
            painter.fillRect(room, QColor(tokens.select if at == self._at else tokens.hover))
        if at == self._at:
            wide = 3 if self.hasFocus() else 2
            painter.fillRect(QRectF(0, room.top(), wide, room.height()), QColor(tokens.accent))
        middle = QPointF(look.px(16 + DISC / 2), room.top() + look.px(8 + DISC / 2))
        self._thread(painter, room, middle, last=self._is_last(at))
        self._disc(painter, middle, row)
        left, right = middle.x() + look.px(DISC / 2 + 10), room.right() - look.px(12)
        line = QRectF(left, room.top() + look.px(6), right - left, look.px(18))
        side = Qt.AlignmentFlag.AlignRight
        painting.text(painter, look, line, row.time, px=12, colour=tokens.sub, align=side)
        head = line.adjusted(0, 0, -painting.text_width(look, row.time, 12) - look.px(8), 0)
        ink = tokens.chips[row.tone][1] if row.chip else tokens.text
        painting.text(painter, look, head, _head(row), px=13, bold=True, colour=ink)
        painting.text(painter, look, line.translated(0, look.px(18)), row.words, px=12)
        below = line.translated(0, look.px(36))
        painting.text(painter, look, below, row.note, px=12, colour=tokens.sub)

    def _is_last(self, at: int) -> bool:
        return at + 1 == len(self._pieces) or self._pieces[at + 1].row is None

    def _thread(self, painter: QPainter, room: QRectF, middle: QPointF, *, last: bool) -> None:
        """Paint the thread from this sign to the next one of the day."""
        if not last:
            painter.setPen(QPen(QColor(self._look.tokens.line), 2))
            top = middle.y() + self._look.px(DISC / 2 + 2)
            painter.drawLine(QPointF(middle.x(), top), QPointF(middle.x(), room.bottom() + self._look.px(6)))

    def _disc(self, painter: QPainter, middle: QPointF, row: Entry) -> None:
        look = self._look
        ground, ink = look.tokens.chips[row.tone]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawEllipse(middle, look.px(DISC) / 2, look.px(DISC) / 2)
        half = look.px(14) / 2
        corner = QPointF(middle.x() - half, middle.y() - half)
        painter.drawPixmap(corner, look.pixmap(row.icon, ink, 14))


_HEADS = (
    ("dossier.visit_recheck", "复查"),
    ("dossier.visit_paper", "书面查验"),
    ("dossier.visit", "检查"),
    ("dossier.conclude", "办结"),
    ("dossier.issue", "签发"),
    ("dossier.finding", "发现问题"),
    ("dossier.countersign", "屏幕签名"),
    ("dossier.return", "回传"),
    ("dossier.attach", "存入材料"),
    ("dossier.print", "打印"),
    ("dossier.publish", "公示"),
)


def _head(row: Entry) -> str:
    """Return the word of what happened, above its sentence."""
    if row.chip:
        return said(row.chip)
    code = row.line.code
    return next((said(word) for begins, word in _HEADS if code.startswith(begins)), said("登记"))


def _days(entries: Sequence[Entry]) -> list[tuple[date | None, list[Entry]]]:
    return [(on, list(told)) for on, told in groupby(entries, key=lambda one: one.line.on)]
