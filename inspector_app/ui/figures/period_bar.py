"""The line above the figures: which period, its days, and how far this laptop knows."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QPushButton, QWidget

from inspector_app.domain.errors import RuleError
from inspector_app.domain.statistics import must_be_countable
from inspector_app.ui.controls.parts import Chip, Elided, button, column, label, restyle, row
from inspector_app.ui.figures.figures_periods import WORDS, Period, Span, span_of, typed_day
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, explain

DAY_WIDTH = 112


class DayField(QLineEdit):
    """A day as people type it; Esc takes back what was typed.

    Signals:
        left: Esc was pressed.
    """

    left = Signal()

    def __init__(self, look: Look, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.setFixedWidth(look.px(DAY_WIDTH))
        self.setMaxLength(20)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the page, which would go back with it."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back what was typed."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class PeriodBar(QFrame):
    """Chooses the period; what is no period is said at the fields, and nothing changes.

    Signals:
        chosen: (Period, Span) to count.
    """

    chosen = Signal(object, object)

    def __init__(self, look: Look, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        self._look, self._texts = look, texts
        self._today = date.min
        self._period = Period.HALF
        self._span = Span(date.min, date.min)
        self._group = QButtonGroup(self)
        self._buttons = {one: self._choice(one) for one in Period if one is not Period.OWN}
        self.first = DayField(look, "figures_first", self.tr("从哪一天起"))
        self.last = DayField(look, "figures_last", self.tr("到哪一天止（含当日）"))
        self.wrong = label("", "bad", wrap=True)
        self.wrong.setObjectName("figures_period_wrong")
        self.wrong.hide()
        self.as_of, self.lacking = Elided(look, px=12, tone="mute"), Chip(look, dot=True)
        self.as_of.setObjectName("figures_as_of")
        days = row(None, [self.first, label("–", "s"), self.last], gap=6)
        choices = row(None, list(self._buttons.values()), gap=0)
        line = row(None, [choices, 12, days, 12, (self.as_of, 1), self.lacking], (20, 8, 20, 8), 8)
        told = row(None, [(self.wrong, 1)], (20, 0, 20, 0))
        column(self, [line, told], (0, 0, 0, 0), 0)
        for field in (self.first, self.last):
            field.returnPressed.connect(self._on_typed)
            field.editingFinished.connect(self._on_typed)
            field.left.connect(self._take_back)

    def _choice(self, period: Period) -> QPushButton:
        words = said(WORDS[period])
        made = button(words, f"figures_period_{period}", kind="seg")
        made.setCheckable(True)
        made.clicked.connect(lambda: self._on_choice(period))
        self._group.addButton(made)
        return made

    @property
    def period(self) -> Period:
        """Which period is chosen."""
        return self._period

    @property
    def span(self) -> Span:
        """The days that are counted."""
        return self._span

    def show_period(self, period: Period, span: Span, today: date) -> None:
        """Show which days are counted."""
        self._period, self._span, self._today = period, span, today
        self._group.setExclusive(False)
        for one, made in self._buttons.items():
            made.setChecked(one is period)
            made.setToolTip(span_of(one, today).words)
        self._group.setExclusive(True)
        self._take_back()

    def show_state(self, as_of: str, lacking: Sequence[str]) -> None:
        """Show until when this laptop knows, and who has not handed in."""
        self.as_of.show_text(as_of)
        self.lacking.show_state(self.tr("%s 台未交齐") % len(lacking) if lacking else "", "amber")
        self.lacking.setToolTip("\n".join(lacking))
        if lacking:
            told = self.tr("%s 台未交齐") % len(lacking)
            self.lacking.setAccessibleName(f"{told}: {self.tr('、').join(lacking)}")

    def _on_choice(self, period: Period) -> None:
        self._ask(period, span_of(period, self._today))

    def _ask(self, period: Period, span: Span) -> None:
        self.show_period(period, span, self._today)
        self.chosen.emit(period, span)

    def _take_back(self) -> None:
        self.first.setText(self._span.first.isoformat())
        self.last.setText(self._span.last.isoformat())
        self._say("", ())

    def _on_typed(self) -> None:
        told = (self.first.text(), self.last.text())
        if told == (self._span.first.isoformat(), self._span.last.isoformat()):
            self._say("", ())
            return
        days: list[date] = []
        for field in (self.first, self.last):
            try:
                days.append(typed_day(field.text(), self._span.first.year, where=field.objectName()))
            except RuleError as error:
                words = explain(error, self._texts)
                self._say(f"{words.message} {words.remedy}".strip(), (field,))
                return
        first, last = days
        if last < first:
            told_words = self.tr(
                "止日 %1 在起日 %2 之前，没有这样的时间段；数字还是原来那一段的。请改起日或止日。"
            )
            self._say(
                told_words.replace("%1", last.isoformat()).replace("%2", first.isoformat()),
                (self.first, self.last),
            )
            return
        try:
            must_be_countable(first, last, self._today)
        except RuleError as error:
            words = explain(error, self._texts)
            self._say(f"{words.message} {words.remedy}".strip(), (self.first, self.last))
            return
        span = Span(first, last)
        self._say("", ())
        if span != self._span:
            self._ask(self._named(span), span)
        else:
            self._take_back()

    def _named(self, span: Span) -> Period:
        usual = (one for one in Period if one is not Period.OWN and span_of(one, self._today) == span)
        return next(usual, Period.OWN)

    def _say(self, told: str, fields: Sequence[QLineEdit]) -> None:
        self.wrong.setText(told)
        self.wrong.setVisible(bool(told))
        for one in (self.first, self.last):
            restyle(one, wrong="true" if one in fields else "false")
            one.setAccessibleDescription(told if one in fields else "")
