"""日程: everything that has a last day, by what is most urgent, and where it is gone on with."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import calendar, followed
from inspector_app.casework.overview.calendar import FAR, Item, Matter
from inspector_app.casework.overview.today import OPEN
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Filter, Line, Sheet
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger.duties_sheets import state_of
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import days_left, show_day
from inspector_app.ui.style.words import Texts

TONES = {calendar.OVERDUE: "red", calendar.TODAY: "amber"}


class CalendarSection(Section):
    """Shows what is overdue, due today and to come; what is done about it is done in its own section."""

    NAME = "calendar"
    ICON = "clock"
    HINTS = (("Ctrl Enter", "去办理"), ("Ctrl G", "看文书"))

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._counts: Counter[str] = Counter()
        self._items: dict[str, Item] = {}

    def word(self) -> str:
        """Return its name in the list of sections."""
        return self.tr("日程")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return {
            calendar.OVERDUE: self.tr("没有逾期的事项。"),
            calendar.TODAY: self.tr("今天没有到期的事项。"),
            calendar.WEEK: self.tr("7 日内没有到期的事项。"),
            calendar.MONTH: self.tr("8 至 30 日内没有到期的事项。"),
        }.get(
            self.filter,
            self.tr(
                "30 日以后没有到期的事项。\n整改、补办审批、公示、案件、专项检查、任务、执法证都在这里。"
            ),
        )

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        words = {
            calendar.OVERDUE: self.tr("逾期"),
            calendar.TODAY: self.tr("今日"),
            calendar.WEEK: self.tr("7 日内"),
            calendar.MONTH: self.tr("30 日内"),
            calendar.LATER: self.tr("以后"),
        }
        return [Filter(code, words[code], self._counts[code]) for code in calendar.CHOICES]

    def pressing(self, lines: Sequence[Line]) -> int:  # noqa: ARG002 - whichever of them are listed
        """Return how many are overdue or due today."""
        return self._counts[calendar.OVERDUE] + self._counts[calendar.TODAY]

    def get_up(self) -> None:
        """Stop, and forget what was shown."""
        super().get_up()
        self._counts, self._items = Counter(), {}

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice."""
        session = self.session
        filing = session.filing_desk(desk) if session is not None and session.filing is not None else None
        told = calendar.due_to(desk, FAR, filing)
        self._counts = Counter(calendar.choice_of(one) for one in told)
        self._items = {one.id: one for one in told}
        return [self._line(desk, one) for one in told if calendar.choice_of(one) == chosen]

    def _show(self, which: str, told: list[Line]) -> None:
        super()._show(which, told)
        if self.session is not None:
            self.view.show_filters(self.filters(), self.filter)

    def _line(self, desk: Desk, one: Item) -> Line:
        who = one.who or self.tr("、").join(one.officers)
        note = " · ".join(part for part in (said(one.say) % one.told, who) if part)
        tone = TONES.get(calendar.choice_of(one), "blue" if one.left <= calendar.SOON.days else "gray")
        day = show_day(one.due) + ("" if one.certain else " *")
        return Line(one.id, one.about, note, str(one.kind), tone, day, days_left(one.due, desk.today()))

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a line."""
        one = self._items.get(known)
        if one is None:
            return Sheet(known, "")
        facts = [
            Fact(self.tr("事项"), said(one.say) % one.told),
            Fact(self.tr("期限"), f"{show_day(one.due)} {days_left(one.due, desk.today())}".strip()),
        ]
        if not one.certain:
            facts.append(
                Fact(
                    "",
                    self.tr("这一天按还没有公布的节假日安排推算，公布后请核对。"),
                    self.tr("待核对"),
                    "amber",
                )
            )
        if one.who:
            facts.append(Fact(self.tr("责任"), one.who))
        if one.officers:
            facts.append(Fact(self.tr("经办"), self.tr("、").join(one.officers)))
        blocks = [Block(self.tr("到期"), tuple(facts))]
        if one.kind is Matter.DUTY:
            blocks.append(self._findings(desk, one))
        word, tone = days_left(one.due, desk.today()), TONES.get(calendar.choice_of(one), "blue")
        return Sheet(known, one.about, word, tone, said(str(one.kind)), tuple(blocks), self._deeds(one))

    def _findings(self, desk: Desk, one: Item) -> Block:
        _, rows = followed.one_followed(desk, one.link.partition(":")[2])
        due = [row for row in rows if row.open and row.word in OPEN and row.due == one.due.isoformat()]
        known = followed.facts(desk, due)
        told = sorted((*known[row.finding_id], row.word) for row in due if row.finding_id in known)
        return Block(
            self.tr("问题"),
            tuple(
                Fact(
                    self.tr("问题 %s") % number,
                    f"{place} {fact}".strip(),
                    *state_of(word, overdue=one.overdue),
                )
                for number, place, fact, word in told
            ),
        )

    def _deeds(self, one: Item) -> tuple[Deed, ...]:
        deeds = [Deed("go", self.tr("去办理"), "arrow-right", "Ctrl+Return", main=True)]
        if one.document_id:
            deeds.append(Deed("paper", self.tr("看文书"), "file-text", "Ctrl+G"))
        return tuple(deeds)

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        one = self._items.get(known)
        if one is None:
            return
        if code == "go":
            self.follow(one.link, known)
        elif code == "paper":
            self.document_requested.emit(one.document_id)
        else:
            raise ValueError(f"no deed {code!r} in the calendar")
