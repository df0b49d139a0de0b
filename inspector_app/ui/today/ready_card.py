"""可以出发: what was looked at this morning, each in a word and a sign, and one verdict over all of it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QSizePolicy, QWidget

from inspector_app.casework.overview.readiness import IDS, Check, Ready
from inspector_app.ui.controls.parts import column, frame, label, plain, row
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, of_problem

TILE_WIDTH, TILE_HEIGHT = 186, 46
GAP = 6
MOST_ROWS = 2
SIGNS = {Ready.OK: "circle-check", Ready.WARN: "triangle-alert", Ready.BAD: "circle-alert"}
TONES = {Ready.WARN: "amber", Ready.BAD: "red"}


class Tile(QAbstractButton):
    """One thing that was looked at; one that needs a hand can be pressed."""

    def __init__(self, look: Look, texts: Texts, check: Check, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self.check = look, check
        words = of_problem(check.note, texts)
        self.note, self.remedy = words.message, words.remedy
        self.setText(said(check.word))
        self.setObjectName(f"ready_{check.id}")
        told = f"{self.text()}：{self.note}"
        self.setAccessibleName(told)
        asks = check.state is not Ready.OK
        self.setToolTip(plain(f"{told}\n{self.remedy}" if asks and self.remedy else told))
        self.setEnabled(asks)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if asks else Qt.FocusPolicy.NoFocus)
        if asks:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does, on every desktop."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint sign, word, note, and for what needs a hand its ground and an arrow."""
        look, tokens, state = self._look, self._look.tokens, self.check.state
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ink = tokens.chips[TONES[state]][1] if state in TONES else tokens.accent
        if state is not Ready.OK:
            edge = tokens.accent if self.hasFocus() else tokens.gate_edge if state is Ready.WARN else ink
            painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
            painter.setBrush(QColor(tokens.gate if state is Ready.WARN else tokens.chips["red"][0]))
            painter.drawRoundedRect(room, 6, 6)
        half = room.height() / 2
        size, left = look.px(16), look.px(10)
        top = QRectF(left + size + look.px(8), room.top() + 2, 0, half - 1)
        painter.drawPixmap(
            QPoint(left, round(top.center().y() - size / 2)), look.pixmap(SIGNS[state], ink, 16)
        )
        arrow = look.px(24) if state is not Ready.OK else look.px(4)
        top.setRight(room.right() - arrow)
        painting.text(painter, look, top, self.text(), px=13, bold=True)
        lower = top.translated(0, half - 2)
        painting.text(
            painter, look, lower, self.note, px=12, colour=ink if state is not Ready.OK else tokens.sub
        )
        if state is not Ready.OK:
            at = QPoint(round(room.right() - look.px(20)), round(room.center().y() - look.px(14) / 2))
            painter.drawPixmap(at, look.pixmap("arrow-right", ink, 14))
        painter.end()


class Tiles(QWidget):
    """Lays tiles out in as many columns as fit; what is good gives way to what needs a hand."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.tiles: list[Tile] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these instead of what was there."""
        for old in self.tiles:
            old.hide()
            old.deleteLater()
        self.tiles = list(tiles)
        self.updateGeometry()
        self._lay()

    @property
    def _high(self) -> int:
        return self._look.row(TILE_HEIGHT) + GAP

    def _fit(self, width: int) -> tuple[int, int]:
        """Return how many columns and rows there are at a width; every tile that needs a hand has a place."""
        most = -(-max(len(self.tiles), len(IDS)) // MOST_ROWS)
        columns = min(max(width // self._look.px(TILE_WIDTH), 1), most)
        asking = sum(one.check.state is not Ready.OK for one in self.tiles)
        return columns, max(MOST_ROWS, -(-asking // columns))

    def hasHeightForWidth(self) -> bool:
        """Tell Qt that fewer columns take more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that all rows need at a width."""
        return self._fit(width)[1] * self._high - GAP

    def sizeHint(self) -> QSize:
        """Return the size of the usual rows."""
        return QSize(4 * self._look.px(TILE_WIDTH), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return the least height, whatever the width."""
        return QSize(self._look.px(TILE_WIDTH), self._high * MOST_ROWS - GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        columns, rows = self._fit(self.width())
        asking = sum(one.check.state is not Ready.OK for one in self.tiles)
        spare, wide, at = rows * columns - asking, self.width() / columns, 0
        for tile in self.tiles:
            good = tile.check.state is Ready.OK
            shown = not good or spare > 0
            spare -= good
            tile.setVisible(shown)
            if shown:
                place = (round(at % columns * wide), at // columns * self._high)
                tile.setGeometry(*place, round(wide) - GAP, self._high - GAP)
                at += 1


class ReadyCard(QFrame):
    """The morning's verdict with what it rests on.

    Signals:
        mend_requested: the Check that somebody wants to mend.
    """

    mend_requested = Signal(object)

    def __init__(self, look: Look, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("k", "card")
        self.setObjectName("ready_card")
        self._look, self._texts = look, texts
        self._checks: dict[str, Check] = {}
        self._sign = QLabel()
        self._sign.setFixedSize(look.px(20), look.px(20))
        self._verdict = label("", "h2")
        self._verdict.setObjectName("ready_verdict")
        self._note = label("", "m", wrap=True)
        self._note.setObjectName("ready_note")
        self.tiles = Tiles(look)
        head = column(
            None, [None, row(None, [self._sign, self._verdict, None], gap=8), self._note, None], gap=6
        )
        wall = frame("wall")
        wall.setFixedWidth(1)
        left = QWidget()
        left.setLayout(head)
        left.setFixedWidth(self._head_width())
        row(self, [left, wall, (self.tiles, 1)], (18, 12, 8, 12), 14)
        self.show_checks(())

    def _head_width(self) -> int:
        """Return the width that the longest verdict needs, in either language."""
        words = (self.tr("可以出发"), self.tr("先处理再出发"), self.tr("正在查看…"))
        measure = QFontMetricsF(self._look.font(16, bold=True))
        return round(max(measure.horizontalAdvance(one) for one in words)) + self._look.px(20) + 16

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Take what was looked at; what was told before of something else stays."""
        self._checks |= {one.id: one for one in checks}
        shown = [self._checks[one] for one in IDS if one in self._checks]
        had_keys = next((one.check.id for one in self.tiles.tiles if one.hasFocus()), "")
        tiles = [Tile(self._look, self._texts, one, self.tiles) for one in shown]
        for tile in tiles:
            tile.clicked.connect(lambda _=False, check=tile.check: self.mend_requested.emit(check))
        self.tiles.show_tiles(tiles)
        for tile in tiles:
            if tile.check.id == had_keys and tile.isEnabled():
                tile.setFocus()  # the printer answers late: whoever has gone on by Tab stays there
        self._judge(shown)

    def forget(self) -> None:
        """Show nothing until something is looked at again."""
        self._checks = {}
        self.show_checks(())

    def _judge(self, shown: Sequence[Check]) -> None:
        tokens = self._look.tokens
        good = sum(one.state is Ready.OK for one in shown)
        bad = sum(one.state is Ready.BAD for one in shown)
        asks = len(shown) - good - bad
        if not shown:
            verdict, sign, ink = self.tr("正在查看…"), "clock", tokens.sub
        elif bad:
            verdict, sign, ink = self.tr("先处理再出发"), "circle-alert", tokens.chips["red"][1]
        else:
            verdict, sign, ink = self.tr("可以出发"), "circle-check", tokens.accent
        parts = [(self.tr("%s 项正常"), good), (self.tr("%s 项注意"), asks), (self.tr("%s 项要处理"), bad)]
        self._sign.setPixmap(self._look.pixmap(sign, ink, 20))
        self._verdict.setText(verdict)
        self._verdict.setProperty("tone", "red" if bad else "accent" if shown else "")
        self._verdict.style().unpolish(self._verdict)
        self._verdict.style().polish(self._verdict)
        self._note.setText(self.tr("，").join(words % count for words, count in parts if count))
        self.setAccessibleName(f"{verdict} {self._note.text()}")
