"""节假日: the years whose holidays are known, another one entered, and how a deadline is reckoned by them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import edition_book, holiday_years, workspace
from inspector_app.casework.people.edition_book import Candidate
from inspector_app.casework.people.holiday_years import Year
from inspector_app.domain.errors import RuleError
from inspector_app.ui.administration.forms_forms import FormForms
from inspector_app.ui.administration.matter import ADMINISTRATORS, Matter
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Filter, Line, Sheet
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts

ADD, TRY = "add", "try"
KNOWN, MISSED, TO_COME = "已录入", "未录入", "未公布"


class HolidaysSection(Matter):
    """Looks after the calendar by which working days are counted."""

    NAME = "holidays"
    ICON = "clock"
    WHO = ADMINISTRATORS
    HINTS = (("Ctrl O", "录入一年"), ("Ctrl R", "试算期限"))

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._told: dict[str, Year] = {}

    def word(self) -> str:
        """Return its name in the list of matters."""
        return self.tr("节假日")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return self.tr("没有录入节假日。\n按国务院办公厅每年的通知录入，期限才能按工作日准确推算。")

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        return (Filter("all", self.tr("年份")),)

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line."""
        return (
            Deed(ADD, self.tr("录入一年"), "plus", "Ctrl+O", why_not=self.why_not),
            Deed(TRY, self.tr("试算期限"), "search", "Ctrl+R"),
        )

    def pressing(self, lines: Sequence[Line]) -> int:
        """Return 1 when a year is missed."""
        return sum(one.state == MISSED for one in lines)

    def get_up(self) -> None:
        """Stop, and forget what was read."""
        super().get_up()
        self._told = {}

    def every(self, desk: Desk, chosen: str) -> Sequence[Line]:  # noqa: ARG002 - there is one choice
        """Return the years."""
        told = holiday_years.years(desk)
        self._told = {str(one.year): one for one in told}
        return [self._line(one) for one in told]

    def _state(self, one: Year) -> tuple[str, str]:
        if one.known:
            return KNOWN, "green"
        return (MISSED, "amber") if one.missed else (TO_COME, "gray")

    def _line(self, one: Year) -> Line:
        if one.known:
            note = self.tr("放假 %s 个工作日，调休上班 %s 天") % (len(one.holidays), len(one.workdays))
        else:
            note = self.tr("这一年的期限只按星期推算，标“待核对”")
        return Line(str(one.year), str(one.year), note, *self._state(one))

    def sheet(self, desk: Desk, known: str) -> Sheet:  # noqa: ARG002 - the list holds all of it
        """Return all about a year."""
        one = self._told.get(known)
        if one is None:
            return Sheet(known, "")
        if not one.known:
            words = self.tr(
                "国务院办公厅一般在十一月公布下一年的安排。公布以后录入，作为新的表单版本签名启用。"
            )
            blocks = [Block(self.tr("还没有录入"), (Fact("", words),))]
        else:
            blocks = [
                Block(self.tr("放假（星期一至五）"), self._months(one.holidays)),
                Block(self.tr("调休上班（周末）"), self._months(one.workdays)),
                Block(
                    self.tr("用处"),
                    (
                        Fact(
                            "", self.tr("按工作日算的期限、书面回复、陈述申辩、复核，都按这张表跳过放假日。")
                        ),
                    ),
                ),
            ]
        return Sheet(known, str(one.year), *self._state(one), "", tuple(blocks))

    def _months(self, days: Sequence[date]) -> tuple[Fact, ...]:
        months: dict[int, list[str]] = {}
        for one in days:
            months.setdefault(one.month, []).append(str(one.day))
        told = tuple(Fact(self.tr("%s 月") % month, said("、").join(each)) for month, each in months.items())
        return told or (Fact("", self.tr("没有")),)

    def do(self, code: str, known: str) -> None:  # noqa: ARG002 - for the whole calendar
        """Do what a deed says."""
        if code == ADD:
            following = next((one.year for one in self._told.values() if not one.known), 0)
            self.ask(self._add(following), self._weigh, self._weighed)
        elif code == TRY:
            self.ask(self._try(), self._reckon, self._reckoned)

    def _add(self, year: int) -> Form:
        return Form(
            "holidays_add",
            self.tr("录入一年的节假日"),
            (
                Field("year", self.tr("年份"), value=str(year), needed=True),
                Field(
                    "holidays",
                    self.tr("放假日"),
                    Asks.TEXT,
                    hint=self.tr("如：1月1日至3日、2月5日至11日、4月5日"),
                    needed=True,
                ),
                Field("workdays", self.tr("调休上班日"), Asks.TEXT, hint=self.tr("如：1月4日、2月14日")),
                Field(
                    "provenance",
                    self.tr("通知文号"),
                    hint=self.tr("如：国办发明电〔2026〕×号"),
                    needed=True,
                ),
            ),
            self.tr("检查"),
            note=self.tr("照国务院办公厅的通知抄；周末的放假日不用管，写了也可以。检查以后再签名启用。"),
            icon="search",
        )

    def _room(self, desk: Desk) -> Path:
        return desk.store.folder.path / workspace.FORMS

    def _weigh(self, desk: Desk, told: Given) -> Candidate:
        off, on, source = (str(told.get(code, "")) for code in ("holidays", "workdays", "provenance"))
        year = str(told.get("year", "")).strip()
        number = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0
        made = holiday_years.with_year(desk, self._room(desk), number, off, on, source)
        if not made.fit:
            raise RuleError("calendar.not_fit", where="calendar.holidays", year=number)
        return made

    def _weighed(self, made: Candidate) -> None:
        form = FormForms(self).use(made)
        self.ask(form, lambda desk, _: self._use(desk, made), self._used, signed=True)

    def _use(self, desk: Desk, made: Candidate) -> str:
        return edition_book.put_into_use(desk, made, self._room(desk))

    def _used(self, edition: str) -> None:
        self.said.emit("administration.edition_used", {"where": edition[:12]})

    def _try(self) -> Form:
        return Form(
            "holidays_try",
            self.tr("试算期限"),
            (
                Field("start", self.tr("从哪一天"), Asks.DAY, hint=self.tr("不填是今天")),
                Field("days", self.tr("工作日数"), value="5", needed=True),
            ),
            self.tr("算一算"),
            note=self.tr("期间开始的当天不算，从第二天数起（民事诉讼法第八十五条）。"),
            icon="search",
        )

    def _reckon(self, desk: Desk, told: Given) -> dict[str, object]:
        words = str(told.get("start", ""))
        start = typed.day(words, desk.today(), desk.rules.calendar, where="calendar.start") or desk.today()
        many = str(told.get("days", "")).strip()
        days = int(many) if many.isascii() and many.isdigit() and len(many) < 6 else -1
        due, certain = holiday_years.falls_on(desk, start, days)
        code = "calendar.reckoned" if certain else "calendar.reckoned_uncertain"
        return {"code": code, "start": start.isoformat(), "days": days, "due": due.isoformat()}

    def _reckoned(self, told: dict[str, object]) -> None:
        self.said.emit(str(told.pop("code")), told)
