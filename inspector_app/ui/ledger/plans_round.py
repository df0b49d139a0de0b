"""季度巡查: every target whose forms ask for a round, what became of it this period, and who is still due."""

from collections.abc import Callable, Sequence

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import caps, lives, plan_board, rounds
from inspector_app.casework.plans.caps import Yearly
from inspector_app.casework.plans.rounds import Round, RoundLine
from inspector_app.domain.planning import Progress
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Line, Sheet
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.ledger.plans_items import left_words
from inspector_app.ui.ledger.plans_part import TONES, Part, must_day, text
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day

NEAR = 14
"""Days before its end from which a target that is still due asks for something."""


class RoundPart(Part):
    """Shows the round; begins its visits."""

    NAME = "round"

    def word(self) -> str:
        """Return the word of the choice."""
        return self.tr("季度巡查")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return self.tr(
            "表单要求定期检查的对象会列在这里：本期查过的、待查的、停业的。\n先在“对象”里登记搅拌站。"
        )

    def lines(self, desk: Desk) -> Sequence[Line]:
        """Return the targets of this period's rounds, what is owed first."""
        return [self._line(told, one) for told in plan_board.round_lines(desk) for one in told.lines]

    def _line(self, told: Round, one: RoundLine) -> Line:
        became = one.standing
        state, left = str(became.progress), became.days_left
        tone = TONES[state]
        if became.progress is Progress.DUE and left is not None and left <= NEAR:
            tone = "amber"
        last = became.on if became.progress is Progress.DONE else None
        right = show_day(last or (told.period.last if left is not None else became.on))
        note = f"{told.label} · {told.period.label}"
        known = self.known(f"{told.kind}/{one.target_id}")
        return Line(known, one.name, note, state, tone, right, left_words(left))

    def sheet(self, desk: Desk, told: str) -> Sheet:
        """Return all about a target in the round, and the round in numbers."""
        kind, _, target_id = told.partition("/")
        whole, one, yearly = plan_board.round_line(desk, kind, target_id)
        state = str(one.standing.progress)
        blocks = (self._target(desk, one, yearly), self._numbers(desk, whole))
        note = f"{whole.label} · {whole.period.label}"
        return Sheet(self.known(told), one.name, state, TONES[state], note, blocks, self._deeds(one))

    def _target(self, desk: Desk, one: RoundLine, yearly: Yearly) -> Block:
        became = one.standing
        facts = [Fact(self.tr("对象"), one.name, link=f"target:{one.target_id}")]
        if became.visit_id:
            told = f"{show_day(became.on)} {said(str(became.progress))}"
            facts.append(Fact(self.tr("本期检查"), told, link=f"bench:{became.visit_id}:"))
        elif became.days_left is not None:
            facts.append(Fact(self.tr("本期检查"), left_words(became.days_left)))
        if one.opened is not None:
            facts.append(Fact(self.tr("开业"), show_day(one.opened)))
        if one.closed is not None:
            facts.append(Fact(self.tr("停业"), show_day(one.closed)))
        facts.append(self._cap(desk, one, yearly))
        return Block(self.tr("本期"), tuple(facts))

    def _cap(self, desk: Desk, one: RoundLine, yearly: Yearly) -> Fact:
        if yearly.most is None:
            return Fact(self.tr("今年次数"), self.tr("%s 次，没有设上限") % yearly.count)
        told = self.tr("计入频次 %1 次，上限 %2 次")
        told = told.replace("%1", str(yearly.count)).replace("%2", str(yearly.most))
        warning = caps.weigh(desk, one.target_id, "")
        if warning is None:
            return Fact(self.tr("今年次数"), told)
        over = warning.code == "cap.over"
        return Fact(self.tr("今年次数"), told, self.tr("已到上限") if over else self.tr("接近上限"), "amber")

    def _numbers(self, desk: Desk, whole: Round) -> Block:
        told = rounds.numbers(desk, whole)
        counts = (
            (self.tr("应查"), told.targets - told.closed - told.later),
            (self.tr("已查"), told.done),
            (self.tr("还欠"), told.owed),
            (self.tr("停业"), told.closed),
            (self.tr("下期起查"), told.later),
            (self.tr("检查次数"), told.visits),
            (self.tr("发现问题"), told.findings),
            (self.tr("发出文书的企业"), told.ordered),
        )
        facts = tuple(Fact(words, str(count)) for words, count in counts if count)
        return Block(self.tr("本期数字"), facts, told.period)

    def _deeds(self, one: RoundLine) -> tuple[Deed, ...]:
        closed = one.closed is not None
        running = one.standing.progress is Progress.UNDER_WAY
        why = self.tr("已经停业") if closed else self.tr("检查还没有结束，请继续那一次") if running else ""
        made = [
            Deed("opened", self.tr("记开业"), "", "Ctrl+M"),
            Deed("closed", self.tr("记停业"), "", "Ctrl+L", why_not=self.tr("已经停业") if closed else ""),
            Deed("begin", self.tr("开始检查"), "arrow-right", "Ctrl+Return", main=True, why_not=why),
        ]
        if closed:
            made.insert(0, Deed("reopen", self.tr("恢复营业"), "undo-2", "Ctrl+R"))
        return tuple(made)

    def do(self, code: str, told: str) -> None:
        """Do what a deed says."""
        target_id = told.partition("/")[2]
        ways: dict[str, Callable[[], object]] = {
            "begin": lambda: self.section.visit_wanted.emit(target_id),
            "closed": lambda: self._closed(target_id),
            "opened": lambda: self._opened(target_id),
            "reopen": lambda: self.section.work(lambda desk: lives.reopen_business(desk, target_id)),
        }
        ways[code]()

    def _closed(self, target_id: str) -> None:
        form = Form(
            "target_closed",
            self.tr("记停业"),
            (
                Field("closed_on", self.tr("停业日期"), Asks.DAY, hint="2026-11-27", needed=True),
                Field(
                    "closed_reason",
                    self.tr("依据"),
                    Asks.TEXT,
                    hint=self.tr("如注销公告、现场核实"),
                    needed=True,
                ),
            ),
            self.tr("记下"),
            about=target_id,
            note=self.tr("停业之后不再列入定期检查；以前的检查和文书都留着。"),
        )

        def does(desk: Desk, given: Given) -> None:
            on = must_day(desk, given, "closed_on")
            lives.close_business(desk, target_id, on, text(given, "closed_reason"))

        self.section.ask(form, does)

    def _opened(self, target_id: str) -> None:
        form = Form(
            "target_opened",
            self.tr("记开业"),
            (Field("opened_on", self.tr("开业日期"), Asks.DAY, hint="2026-11-27", needed=True),),
            self.tr("记下"),
            about=target_id,
            note=self.tr("本期快结束时才开业的，从下一期起查。"),
        )
        self.section.ask(
            form, lambda desk, given: lives.opened(desk, target_id, must_day(desk, given, "opened_on"))
        )
