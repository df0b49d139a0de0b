"""What of the dossiers is listed: period, only one's own, district, officer, words."""

from datetime import date, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPushButton, QWidget

from inspector_app.casework.overview.review_list import Asked, Shelf, Which
from inspector_app.ui.controls.parts import DropDown, button, label, reveal, row
from inspector_app.ui.controls.search_line import SearchLine
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.typed import show_day

MONTH, QUARTER, SEASON, YEAR, ALL, BETWEEN = "month", "quarter", "season", "year", "all", "between"
TYPING_MS = 250
DAYS = 92
"""Days of the period that is shown at first: what is older was reviewed, or asks by its own."""


class Filters(QFrame):
    """Says which dossiers are wanted.

    Signals:
        changed: something else is wanted.
    """

    changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_filters")
        self._look = look
        self.which = Which.PENDING
        self._period = self._drop("review_period", self.tr("时段"))
        for code, words in (
            (QUARTER, self.tr("近三个月")),
            (MONTH, self.tr("本月")),
            (SEASON, self.tr("本季度")),
            (YEAR, self.tr("本年")),
            (ALL, self.tr("全部时间")),
            (BETWEEN, self.tr("起止日期…")),
        ):
            self._period.addItem(words, code)
        self._first = self._day("review_first", self.tr("从哪天"))
        self._last = self._day("review_last", self.tr("到哪天"))
        self._days = QWidget()
        row(self._days, [self._first, label("–", "s"), self._last], gap=6)
        self._mine = button(self.tr("只看我的"), "review_mine", kind="pick")
        self._mine.setCheckable(True)
        self._district = self._drop("review_district", self.tr("镇街"))
        self._officer = self._drop("review_officer", self.tr("检查人员"))
        self.search = SearchLine(look, "review_search", self.tr("查找案卷"), self.tr("工地、文号、问题"))
        self.search.setFixedWidth(look.px(190))
        self._clear = button(self.tr("清除条件"), "review_clear", kind="bare", look=look, icon="x")
        row(
            self,
            [
                self._period,
                self._days,
                self._mine,
                self._district,
                self._officer,
                self.search,
                self._clear,
                None,
            ],
            (16, 8, 20, 8),
            8,
        )
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._connect()
        self.show_choices(Shelf())
        reveal(self._days, shown=False)
        self._say_clear()

    def _drop(self, name: str, spoken: str) -> DropDown:
        made = DropDown(acts=True)
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return made

    def _day(self, name: str, spoken: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.setPlaceholderText("2026-01-31")
        made.setFixedWidth(self._look.px(104))
        made.returnPressed.connect(self._on_changed)
        return made

    def _connect(self) -> None:
        for box in (self._period, self._district, self._officer):
            box.activated.connect(lambda _: self._on_changed())
        self._mine.toggled.connect(lambda _: self._on_changed())
        self._clear.clicked.connect(self.clear)
        self._typing.timeout.connect(self._on_changed)
        self.search.asked.connect(lambda _: self._typing.start())
        self.search.entered.connect(self._on_changed)

    # What is wanted.

    @property
    def period(self) -> str:
        """The code of the chosen period."""
        return str(self._period.currentData())

    @property
    def typed(self) -> tuple[str, str]:
        """The days that were typed."""
        return self._first.text().strip(), self._last.text().strip()

    def asked(self, first: date | None, last: date | None) -> Asked:
        """Return what is wanted within these days."""
        return Asked(
            first=first,
            last=last,
            which=self.which,
            mine=self._mine.isChecked(),
            district=str(self._district.currentData() or ""),
            officer=str(self._officer.currentData() or ""),
            words=self.search.text().strip(),
        )

    def show_choices(self, told: Shelf) -> None:
        """Offer the districts and officers that there are; what was chosen stays chosen."""
        for box, none, names in (
            (self._district, self.tr("所有镇街"), told.districts),
            (self._officer, self.tr("所有人员"), told.officers),
        ):
            was = str(box.currentData() or "")
            box.clear()
            box.addItem(none, "")
            for name in dict.fromkeys([*names, *([was] if was else [])]):
                box.addItem(name, name)
            box.setCurrentIndex(max(box.findData(was), 0))
            reveal(box, shown=box.count() > 1)

    def take(self, which: Which, *, mine: bool, since: date | None = None) -> None:
        """Want these, from a day on or of the usual period, and of everybody else's conditions none."""
        self.which = which
        self._reset()
        self._mine.blockSignals(True)
        self._mine.setChecked(mine)
        self._mine.blockSignals(False)
        if since is not None:
            self._period.setCurrentIndex(self._period.findData(BETWEEN))
            self.show_days(since, None)
            reveal(self._days, shown=True)
        self._say_clear()

    def take_day(self, on: date | None) -> None:
        """Want everything of one day; of any time where the day is not known."""
        self.take(Which.ALL, mine=False)
        self._period.setCurrentIndex(self._period.findData(BETWEEN if on is not None else ALL))
        self.show_days(on, on)
        reveal(self._days, shown=on is not None)
        self._say_clear()

    def clear(self) -> None:
        """Want everything of the usual period."""
        self._reset()
        self._on_changed()

    def _reset(self) -> None:
        for part in (self.search, self._mine):
            part.blockSignals(True)
        self.search.clear()
        self._mine.setChecked(False)
        for part in (self.search, self._mine):
            part.blockSignals(False)
        for box in (self._period, self._district, self._officer):
            box.setCurrentIndex(0)
        reveal(self._days, shown=False)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the period was chosen."""
        asked = self.asked(None, None)
        return bool(asked.mine or asked.district or asked.officer or asked.words)

    def _say_clear(self) -> None:
        reveal(self._clear, shown=self.narrowed or self._period.currentIndex() > 0)

    def _on_changed(self) -> None:
        self._typing.stop()
        between = self.period == BETWEEN
        came = between and self._days.isHidden()
        reveal(self._days, shown=between)
        self._say_clear()
        if came and not any(self.typed):
            self._first.setFocus()
            return
        self.changed.emit()

    def point_at(self, where: str) -> QPushButton | QLineEdit | None:
        """Give the keys to the day that a refusal is about."""
        field = {"first": self._first, "last": self._last}.get(where)
        if field is not None and field.isVisible():
            field.setFocus()
            field.selectAll()
        return field

    def days(self, today: date) -> tuple[date | None, date | None]:
        """Return the days of a period that needs no typing, both inclusive."""
        period = self.period
        if period == QUARTER:
            return today - timedelta(days=DAYS), today
        if period == MONTH:
            return today.replace(day=1), today
        if period == SEASON:
            return date(today.year, 3 * ((today.month - 1) // 3) + 1, 1), today
        return (date(today.year, 1, 1), today) if period == YEAR else (None, None)

    def show_days(self, first: date | None, last: date | None) -> None:
        """Show the days of a period in the fields that are typed in."""
        self._first.setText(show_day(first))
        self._last.setText(show_day(last))
