"""保管期限: how long each kind of file is kept, and those past it; decided by people, deleted by nobody."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import retention
from inspector_app.casework.overview.retention import FileKind, Past, Period
from inspector_app.domain.dossier import PERMANENT
from inspector_app.domain.errors import RuleError
from inspector_app.ui.administration.matter import Matter
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Filter, Line, Sheet
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

PERIODS, OVER = "periods", "over"
SET, NOTE, VISIT = "set", "note", "visit"
KIND = "kind:"
GENERAL, YEARS, EVER = "general", "years", "ever"
OWN, USUAL, UNSET = "单独规定", "按全局", "未规定"
NOTED, TO_DECIDE = "已登记", "待鉴定"


class RetentionSection(Matter):
    """Looks after periods of keeping."""

    NAME = "retention"
    ICON = "file-archive"
    HINTS = (("Ctrl E", "规定期限"), ("Ctrl Enter", "登记鉴定"), ("Ctrl G", "看检查"))

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._periods: dict[str, Period] = {}
        self._past: dict[str, Past] = {}

    def word(self) -> str:
        """Return its name in the list of matters."""
        return self.tr("保管期限")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return self.tr("没有满保管期限的案卷。\n满期的列在这里供鉴定；程序不删任何东西，原件一直在。")

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        left = sum(not one.note for one in self._past.values())
        return (Filter(PERIODS, self.tr("期限")), Filter(OVER, self.tr("已满期限"), left))

    def pressing(self, _: Sequence[Line]) -> int:
        """Return how many files wait for being appraised."""
        return sum(not one.note for one in self._past.values())

    def get_up(self) -> None:
        """Stop, and forget what was read."""
        super().get_up()
        self._periods, self._past = {}, {}

    def every(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the kinds of file with their periods, or the files past theirs."""
        self._periods = {KIND + str(one.kind): one for one in retention.periods(desk.store)}
        session = self.session
        filing = session.filing_desk(desk) if session is not None and session.filing is not None else None
        self._past = {one.id: one for one in retention.past(desk, filing)}
        if chosen == OVER:
            return [self._past_line(one) for one in self._past.values()]
        return [self._period_line(known, one) for known, one in self._periods.items()]

    def _show(self, which: str, told: list[Line]) -> None:
        super()._show(which, told)
        if self.session is not None:
            self.view.show_filters(self.filters(), self.filter)

    def _years(self, years: int | None) -> str:
        if years is None:
            return self.tr("没有规定")
        return self.tr("永久") if years == PERMANENT else self.tr("%s 年") % years

    def _state(self, one: Period) -> tuple[str, str]:
        if one.years is None:
            return UNSET, "amber"
        return (OWN, "blue") if one.own else (USUAL, "gray")

    def _period_line(self, known: str, one: Period) -> Line:
        return Line(
            known, self._kind(one.kind), self._holds(one.kind), *self._state(one), self._years(one.years)
        )

    def _kind(self, kind: FileKind) -> str:
        return {
            FileKind.VISIT: self.tr("检查案卷"),
            FileKind.ORDER: self.tr("责令整改案卷"),
            FileKind.STOP: self.tr("停工案卷"),
            FileKind.CONDUCT: self.tr("不良行为案卷"),
            FileKind.FILING: self.tr("立案案卷"),
        }[kind]

    def _holds(self, kind: FileKind) -> str:
        return {
            FileKind.VISIT: self.tr("没有发出通知书的检查"),
            FileKind.ORDER: self.tr("发过限期整改、责令整改通知书的检查"),
            FileKind.STOP: self.tr("发过停工或复工通知书的检查"),
            FileKind.CONDUCT: self.tr("发过不良行为告知、认定书的检查"),
            FileKind.FILING: self.tr("立案、移送的案件，和引出案件的检查"),
        }[kind]

    def _past_line(self, one: Past) -> Line:
        state, tone = (NOTED, "gray") if one.note else (TO_DECIDE, "amber")
        note = f"{self._kind(one.kind)} · {self._years(one.years)}"
        return Line(one.id, one.target, note, state, tone, typed.show_day(one.until))

    def sheet(self, desk: Desk, known: str) -> Sheet:  # noqa: ARG002 - the list holds all of it
        """Return all about a kind's period, or a file past its."""
        period, past = self._periods.get(known), self._past.get(known)
        if period is not None:
            return self._period_sheet(known, period)
        return self._past_sheet(past) if past is not None else Sheet(known, "")

    def _period_sheet(self, known: str, one: Period) -> Sheet:
        begins = self.tr("办结次年 1 月 1 日起")
        if one.kind is FileKind.FILING:
            begins = self.tr("结案次年 1 月 1 日起；案件没有结的不算满期")
        facts = (
            Fact(self.tr("保管期限"), self._years(one.years)),
            Fact(self.tr("包括"), self._holds(one.kind)),
            Fact(self.tr("起算"), begins),
        )
        kept = self.tr("满期只列出来供鉴定，记下决定。程序不删案卷、照片和文书，原件一直在。")
        blocks = (Block(self.tr("期限"), facts), Block(self.tr("满期以后"), (Fact("", kept),)))
        deed = Deed(SET, self.tr("规定期限"), "pencil", "Ctrl+E", main=not self.why_not, why_not=self.why_not)
        return Sheet(known, self._kind(one.kind), *self._state(one), "", blocks, (deed,))

    def _past_sheet(self, one: Past) -> Sheet:
        facts = (
            Fact(self.tr("种类"), self._kind(one.kind)),
            Fact(self.tr("结案日") if one.is_case else self.tr("办结"), typed.show_day(one.concluded)),
            Fact(self.tr("保管期限"), self._years(one.years)),
            Fact(self.tr("满期"), typed.show_day(one.until)),
            Fact(self.tr("鉴定"), one.note or self.tr("还没有登记")),
        )
        deeds = (
            Deed(VISIT, self.tr("看案件") if one.is_case else self.tr("看检查"), "arrow-right", "Ctrl+G"),
            Deed(
                NOTE,
                self.tr("登记鉴定"),
                "check",
                "Ctrl+Return",
                main=not self.why_not,
                why_not=self.why_not,
            ),
        )
        state, tone = (NOTED, "gray") if one.note else (TO_DECIDE, "amber")
        return Sheet(one.id, one.target, state, tone, "", (Block(self.tr("案卷"), facts),), deeds)

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        period = self._periods.get(known)
        if code == SET and period is not None:
            self.ask(self._form(period), lambda desk, told: self._set(desk, period, told))
        elif code == NOTE and known in self._past:
            self.ask(self._decision(known), lambda desk, told: self._note(desk, known, told))
        elif code == VISIT and known in self._past:
            self._look_at(self._past[known])

    def _look_at(self, one: Past) -> None:
        if one.is_case:
            self.section_requested.emit("filings", one.id)
        else:
            self.bench_requested.emit(one.id, "")

    def _form(self, one: Period) -> Form:
        chosen = GENERAL if not one.own else EVER if one.years == PERMANENT else YEARS
        words = (
            (GENERAL, self.tr("按全局的期限")),
            (YEARS, self.tr("若干年")),
            (EVER, self.tr("永久")),
        )
        years = str(one.years) if one.own and one.years else ""
        return Form(
            "retention_kind",
            self.tr("规定期限"),
            (
                Field("how", self.tr("保管"), Asks.CHOICE, chosen, words, needed=True),
                Field("years", self.tr("年数"), value=years, needed=True, only_when=("how", YEARS)),
            ),
            self.tr("保存"),
            about=str(one.kind),
            note=self.tr("全局的期限在案卷页规定，印在封面上。各类年限由本单位和档案机构定，程序不预设。"),
        )

    def _set(self, desk: Desk, one: Period, told: Given) -> None:
        how, years = str(told.get("how", "")), str(told.get("years", "")).strip()
        if how == YEARS:
            if not (years.isascii() and years.isdigit() and len(years) < 4 and int(years)):
                raise RuleError("dossier.retention_wrong", where="retention.years", years=years, most=100)
            retention.set_period(desk, one.kind, int(years))
        else:
            retention.set_period(desk, one.kind, PERMANENT if how == EVER else None)

    def _decision(self, known: str) -> Form:
        return Form(
            "retention_note",
            self.tr("登记鉴定"),
            (
                Field(
                    "decision",
                    self.tr("决定"),
                    hint=self.tr("续存 10 年、移交档案馆、同意销毁纸质"),
                    needed=True,
                ),
            ),
            self.tr("记下"),
            about=known,
            note=self.tr("只记下决定，程序里的内容不删。"),
        )

    def _note(self, desk: Desk, known: str, told: Given) -> None:
        decision, session, one = str(told.get("decision", "")), self.session, self._past.get(known)
        if session is not None and one is not None and one.is_case:
            retention.note_cases(session.filing_desk(desk), [known], decision)
        else:
            retention.note(desk, [known], decision)
