"""The cards beside the list: the week, tonight's hand-in, the week's figures."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from inspector_app.casework.overview.handin import Debt, HandIn, Lack
from inspector_app.casework.overview.week import WeekDay
from inspector_app.domain.statistics import Figure
from inspector_app.ui.controls.parts import Chip, column, label, plain, row
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.today.lines import Line, Lines

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
LACKS = {
    Lack.LATE_APPROVAL: ("%1：审批逾期未补办", "去补办"),
    Lack.APPROVAL: ("%1：%2 小时内补办审批", "去补办"),
    Lack.SERVICE: ("%1：未送达", "去登记"),
    Lack.RETURN: ("%1：签字件未回传", "去回传"),
    Lack.SHEET: ("%1：%2 张带章纸未登记去向", "去登记"),
    Lack.CONFLICT: ("%1 等 %2 张带章纸去向说法不一", "去核对"),
    Lack.CONCLUDE: ("%1：检查未结束", "去结束"),
    Lack.PHOTO: ("%1：%2 项问题没有照片", "去补"),
    Lack.PAPER: ("%1：%2 项问题未入文书", "去开"),
    Lack.DRAFT: ("%1：%2 份文书未签发", "去签发"),
}
"""What is lacking and what its way is called; %1 is what it is about, %2 how many."""

MOST_LINES = 4
"""Lines that are shown at once; more would push the week's figures off the page."""
MOST_NAMES = 14
"""Characters of targets' names that have room in a line of the week."""

FIGURES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("出动人次", ("officer_visits",), "visits"),
    ("检查次数", ("site_visits", "plant_visits"), "visits"),
    ("整改通知", ("rectification_notices", "plant_orders"), "documents"),
    ("停工", ("stop_work_notices",), "documents"),
)
"""Word, the figures it adds up, and the place that lists them."""


def _head(title: str, *right: QWidget) -> QWidget:
    head = QWidget()
    row(head, [label(title, "h3"), None, *right], (8, 0, 8, 0))
    return head


class WeekCard(QFrame):
    """本周: each day's inspections, or what falls due on it.

    Signals:
        day_requested: the WeekDay somebody wants to see.
    """

    day_requested = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("k", "card")
        self._days: tuple[WeekDay, ...] = ()
        self._span = label("", "m")
        self.lines = Lines(look, "week_lines", self.tr("本周"))
        column(self, [_head(self.tr("本周"), self._span), self.lines], (8, 10, 8, 8), 4)
        self.lines.chosen.connect(lambda at: self.day_requested.emit(self._days[at]))

    def show_week(self, days: Sequence[WeekDay], today: date) -> None:
        """Show the days of a week."""
        self._days = tuple(days)
        span = self.tr("%1 至 %2").replace("%1", days[0].day.strftime("%m-%d")) if days else ""
        self._span.setText(span.replace("%2", days[-1].day.strftime("%m-%d")) if days else "")
        self.lines.show_lines([self._line(one, today) for one in days])

    def _line(self, one: WeekDay, today: date) -> Line:
        done = sum(visit.done for visit in one.visits)
        if done and done == len(one.visits):
            note, tone = self.tr("已完成 %s") % done, "green"
        elif one.visits:
            note, tone = self.tr("%s 处") % len(one.visits), ""
        elif one.due:
            note, tone = self.tr("到期 %s") % one.due, "amber"
        else:
            note, tone = "", ""
        return Line(
            words=self._words(one, today),
            lead=said(WEEKDAYS[one.day.weekday()]),
            number=f"{one.day.day}",
            note=note,
            note_tone="" if one.day == today else tone,
            marked=one.day == today,
            quiet=one.day < today or not (one.visits or one.due),
            leads=bool(one.visits or one.due),
        )

    def _words(self, one: WeekDay, today: date) -> str:
        names = list(dict.fromkeys(visit.target for visit in one.visits))
        if names:
            told = self.tr("、").join(names)
            many = self.tr("%1等 %2 处").replace("%1", names[0]).replace("%2", str(len(names)))
            return many if len(names) > 1 and len(told) > MOST_NAMES else told
        if one.due:
            return self.tr("整改到期")
        return self.tr("还没有检查") if one.day == today else self.tr("没有检查") if one.day < today else "—"


class HandInCard(QFrame):
    """今晚交班: what is still lacking, each line with the way to it.

    Signals:
        debt_requested: the Debt that somebody wants to make up for.
    """

    debt_requested = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("k", "card")
        self._told = HandIn(())
        self._all = False
        self._chip = Chip(look, dot=True)
        self.lines = Lines(look, "hand_in_lines", self.tr("今晚交班"))
        column(self, [_head(self.tr("今晚交班"), self._chip), self.lines], (8, 10, 8, 8), 4)
        self.lines.chosen.connect(self._on_line)

    def show_hand_in(self, told: HandIn) -> None:
        """Show what is lacking; blank sheets in hand are named after it, to be counted."""
        self._told = told
        if told.debts:
            self._chip.show_state(self.tr("还缺 %s 项") % len(told.debts), "amber")
        else:
            self._chip.show_state(self.tr("可以交班"), "green")
        self.lines.show_lines([*self._lacking(), *self._to_count()])

    def forget(self) -> None:
        """Show nothing, and claim nothing, until it is told what is lacking."""
        self._told, self._all = HandIn(()), False
        self._chip.show_state("", "gray")
        self.lines.show_lines(())

    @property
    def _shown(self) -> int:
        """How many debts are named; the rest are told in one line until somebody asks for them."""
        count, room = len(self._told.debts), MOST_LINES - bool(self._told.blank_sheets)
        return count if self._all or count <= room else room - 1

    def _lacking(self) -> list[Line]:
        debts = self._told.debts
        if not debts:
            return [Line(self.tr("文书、照片、送达都齐了"), sign="circle-check", quiet=True)]
        lines = [self._line(one) for one in debts[: self._shown]]
        if self._shown < len(debts):
            more = self.tr("还有 %s 项") % (len(debts) - self._shown)
            lines.append(
                Line(more, sign="circle", tone="gray", note=self.tr("全部列出"), arrow=True, leads=True)
            )
        return lines

    def _to_count(self) -> list[Line]:
        if not self._told.blank_sheets:
            return []
        words = self.tr("空白带章纸 %s 张在手，请点数") % self._told.blank_sheets
        return [Line(words, sign="stamp", tone="gray", quiet=True)]

    def _on_line(self, at: int) -> None:
        if at < self._shown:
            self.debt_requested.emit(self._told.debts[at])
        else:
            self._all = True
            self.show_hand_in(self._told)

    @staticmethod
    def _line(one: Debt) -> Line:
        told, way = LACKS[one.lack]
        words = said(told).replace("%1", one.subject).replace("%2", str(one.count))
        return Line(words, sign="circle", tone="amber", note=said(way), arrow=True, leads=True)


class FigureButton(QAbstractButton):
    """One figure with its word; pressed, it opens its list."""

    def __init__(self, look: Look, word: str, name: str) -> None:
        super().__init__()
        self._look, self._value, self._late = look, 0, 0
        self.setText(word)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look.row(46))
        self.show_value(0, "")

    @property
    def value(self) -> int:
        """What is shown."""
        return self._value

    def show_value(self, value: int, told: str, late: int = 0) -> None:
        """Show another value; `told` says what it is made of, `late` how much of it was keyed in late."""
        self._value, self._late = value, late
        beside = f" {self._beside}" if late else ""
        self.setAccessibleName(f"{self.text()} {value}{beside}")
        self.setToolTip(plain(told or self.text()))
        self.update()

    @property
    def _beside(self) -> str:
        return self.tr("补录 %s") % self._late

    def sizeHint(self) -> QSize:
        """Return the room its word needs."""
        return QSize(round(painting.text_width(self._look, self.text(), 12)) + 16, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does, on every desktop."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the figure over its word."""
        look, tokens = self._look, self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(QColor(tokens.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room, 6, 6)
        half = room.height() / 2
        upper = QRectF(room.left() + 7, room.top() + 1, room.width() - 8, half)
        painting.text(painter, look, upper, str(self._value), px=16, bold=True)
        if self._late:
            wide = painting.text_width(look, str(self._value), 16, bold=True) + look.px(6)
            beside = upper.adjusted(wide, 2, 0, 0)
            painting.text(painter, look, beside, self._beside, px=12, colour=tokens.chips["blue"][1])
        painting.text(painter, look, upper.translated(0, half - 2), self.text(), px=12, colour=tokens.sub)
        painter.end()


class FiguresCard(QFrame):
    """本周数字: what the week's work counts, by the definitions of the half-year report.

    Signals:
        list_requested: the code of the place that lists what was counted.
    """

    list_requested = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("k", "card")
        self.buttons = [FigureButton(look, said(word), f"figure_{codes[0]}") for word, codes, _ in FIGURES]
        figures = row(None, [(one, 1) for one in self.buttons], gap=2)
        tip = label(self.tr("点开看明细"), "m")
        column(self, [_head(self.tr("本周数字"), tip), figures], (8, 10, 8, 8), 2)
        for one, (_, _, place) in zip(self.buttons, FIGURES, strict=True):
            one.clicked.connect(lambda _=False, place=place: self.list_requested.emit(place))

    def show_figures(self, told: dict[str, Figure]) -> None:
        """Show the figures by code."""
        for one, (_, codes, _) in zip(self.buttons, FIGURES, strict=True):
            known = [told[code] for code in codes if code in told]
            parts = "\n".join(self._part(figure) for figure in known)
            late = sum(len(figure.late) for figure in known)
            one.show_value(sum(figure.value for figure in known), parts, late)

    def _part(self, figure: Figure) -> str:
        told = f"{said(figure.label)} {figure.value}"
        return f"{told}{self.tr('（其中补录 %s）') % len(figure.late)}" if figure.late else told
