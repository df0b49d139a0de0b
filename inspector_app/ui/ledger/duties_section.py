"""整改: what is ordered and not yet at its end, by order and party, and every step until it is."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup.replies import Taken
from inspector_app.casework.history.order_file import OrderFile, order_file
from inspector_app.casework.overview import followed
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.board_values import Deed, Filter, Line, Sheet
from inspector_app.ui.controls.form_values import Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger import duties_deeds as deeds
from inspector_app.ui.ledger import duties_forms as forms
from inspector_app.ui.ledger import duties_sheets as sheets
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

REPLY, COMPLETE, ASK, DECIDE = "reply", "complete", "ask", "decide"
RECHECK, ESCALATE, SETTLE, WITHDRAW = "recheck", "escalate", "settle", "withdraw"
FILINGS = "filings"
"""The section of cases, where a case that was opened here goes on."""


class DutiesSection(Section):
    """Follows every order until its findings are closed.

    Signals:
        scan_requested: (sha256, name) of a file that was handed in.
    """

    NAME = "duties"
    ICON = "clipboard-check"
    HINTS = (
        ("Ctrl R", "收整改报告"),
        ("Ctrl U", "补充"),
        ("Ctrl E", "申请延期"),
        ("Ctrl D", "批复延期"),
        ("Ctrl Enter", "复查"),
        ("Ctrl J", "再次责令/升级"),
    )

    scan_requested = Signal(str, str)

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._told: dict[str, OrderFile] = {}
        self._pressing = 0

    def word(self) -> str:
        """Return its name in the list of sections."""
        return self.tr("整改")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        if self.filter == followed.OVERDUE:
            return self.tr("没有逾期的整改。")
        return self.tr(
            "这里列出已经责令、还没有闭环的问题：谁、哪份文书、哪天到期。\n签发整改或停工文书后会出现在这里。"
        )

    def choose(self, known: str) -> None:
        """Show an order as soon as it is there, whatever it is due."""
        self.filter = followed.ALL
        super().choose(known)

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        words = {
            followed.OVERDUE: self.tr("逾期"),
            followed.SOON: self.tr("近 7 日"),
            followed.LOOK: self.tr("待复查"),
            followed.FAILED: self.tr("未通过"),
            followed.ALL: self.tr("全部"),
        }
        return [Filter(code, words[code]) for code in followed.CHOICES]

    def get_up(self) -> None:
        """Stop, and forget what was read."""
        super().get_up()
        self._pressing = 0
        self._told.clear()

    def pressing(self, _: Sequence[Line]) -> int:
        """Return how many orders are overdue, whichever of them are listed."""
        return self._pressing

    # Read beside the screen.

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice."""
        told = followed.followed(desk, chosen)
        late = told if chosen == followed.OVERDUE else followed.followed(desk, followed.OVERDUE)
        self._pressing = len(late)
        return [sheets.line(one) for one in told]

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a line."""
        document_id, _, party_id = known.partition(":")
        one, _ = followed.one_followed(desk, known)
        told = self._told[known] = order_file(desk, document_id, party_id)
        word, tone = sheets.state_of(one.words[0][0], overdue=one.overdue)
        return Sheet(
            known, one.target, word, tone, one.party, sheets.blocks(told, one, self.texts), self._deeds(told)
        )

    def _deeds(self, told: OrderFile) -> tuple[Deed, ...]:
        over = self._over(told)
        words = {one.word for one in told.items}
        looks = told.to_recheck and (FindingState.TO_RECHECK in words or told.recheck_id)
        failed = FindingState.FAILED in words
        recheck = self.tr("继续复查") if told.recheck_id else self.tr("复查")
        nothing = over or ("" if told.to_recheck else self.tr("现在没有可以复查的问题"))
        return (
            *self._about_reports(told, over, main=not looks and not failed),
            *self._about_time(told, over),
            *self._about_end(told, main=failed and not looks),
            Deed(
                RECHECK,
                recheck,
                "clipboard-check",
                "Ctrl+Return",
                bool(looks),
                "" if told.recheck_id else nothing,
            ),
        )

    def _about_reports(self, told: OrderFile, over: str, *, main: bool) -> tuple[Deed, ...]:
        whole = self.tr("没有缺材料的整改报告")
        waits = told.incomplete is not None
        return (
            Deed(REPLY, self.tr("收整改报告"), "inbox", "Ctrl+R", main and not waits, over),
            Deed(COMPLETE, self.tr("补充"), "plus", "Ctrl+U", main and waits, "" if waits else over or whole),
        )

    def _about_time(self, told: OrderFile, over: str) -> tuple[Deed, ...]:
        stopped = over or ("" if told.extendable else self.tr("没有正在计算的期限可延"))
        none = "" if told.undecided else self.tr("没有待批复的延期申请")
        return (
            Deed(ASK, self.tr("申请延期"), "clock", "Ctrl+E", why_not=stopped),
            Deed(DECIDE, self.tr("批复延期"), "stamp", "Ctrl+D", why_not=none),
        )

    def _about_end(self, told: OrderFile, *, main: bool) -> tuple[Deed, ...]:
        lawful = any(one.lawful for one in told.ways)
        barred = "" if lawful else self.tr("现在没有可以采取的办法，原因见上面逐条")
        made = [Deed(ESCALATE, self.tr("再次责令/升级"), "siren", "Ctrl+J", main, barred)]
        if told.escalated:
            no_right = "" if told.may_settle else self.tr("只有审批人能结束升级")
            made.append(Deed(SETTLE, self.tr("结束升级"), "circle-check", "Ctrl+L", why_not=no_right))
        barred = self._over(told) or ("" if told.may_settle else self.tr("只有审批人能撤销误录"))
        made.append(Deed(WITHDRAW, self.tr("撤销误录"), "ban", "Ctrl+B", why_not=barred))
        return tuple(made)

    def _over(self, told: OrderFile) -> str:
        return "" if told.open else self.tr("这份文书的问题都已经闭环")

    # Done.

    def follow(self, link: str, known: str) -> None:
        """Go where a line of the sheet leads; scan:SHA shows a file that was handed in."""
        kind, _, sha256 = link.partition(":")
        if kind == "scan":
            self.scan_requested.emit(sha256, self.view.sheet.sheet.title)
            return
        super().follow(link, known)

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        told, session = self._told.get(known), self.session
        if told is None or session is None:
            return
        today = session.desk.today()
        if code == REPLY:
            form = forms.reply_form(told, today)
            self.ask(form, lambda desk, given: deeds.take_in(desk, told, given), self._say_taken)
        elif code == COMPLETE and told.incomplete is not None:
            handed = told.incomplete
            form = forms.supplement_form(told, handed, self.texts, today)
            self.ask(form, lambda desk, given: deeds.complete(desk, told, handed, given), self._say_taken)
        elif code == ASK:
            form = forms.ask_form(told, today)
            self.ask(form, lambda desk, given: deeds.ask(desk, told, given), self._say_asked)
        elif code == DECIDE and told.undecided is not None:
            self._decide(told)
        elif code == RECHECK and told.recheck_id:
            self.bench_requested.emit(told.recheck_id, "")
        elif code == RECHECK:
            begin = forms.recheck_form(told)
            self.ask(begin, lambda desk, given: deeds.recheck(desk, told, given), self._to_recheck)
        else:
            self._end(code, session, told)

    def _end(self, code: str, session: Session, told: OrderFile) -> None:
        """Do what leads out of the order: further, to an end, or out of it altogether."""
        if code == ESCALATE:
            self._escalate(session, told)
        elif code == SETTLE:
            form = forms.settle_form(told)
            self.ask(form, lambda desk, given: deeds.settle(desk, told, given), self._say_settled)
        elif code == WITHDRAW:
            self.ask(forms.withdraw_form(told), deeds.withdraw, self._say_withdrawn)

    def _decide(self, told: OrderFile) -> None:
        request = told.undecided
        if request is None:
            return
        if request.draft[1]:
            self.bench_requested.emit(*request.draft)
            return
        form = forms.decide_form(told, request)
        self.ask(form, lambda desk, given: deeds.decide(desk, request, given), self._to_bench)

    def _escalate(self, session: Session, told: OrderFile) -> None:
        own_room = session.filing is not None
        form = forms.escalate_form(told, self.texts, own_room=own_room)

        def does(desk: Desk, given: Given) -> tuple[str, str]:
            if own_room and given.get("kind") == DocumentKind.FILING_FORM:
                return "", deeds.file(desk, session.filing_desk(desk), told, given)
            return deeds.go_on(desk, told, given)

        self.ask(form, does, self._to_bench)

    def _to_bench(self, place: tuple[str, str]) -> None:
        inspection_id, known = place
        if inspection_id:
            self.bench_requested.emit(inspection_id, known)
        else:
            self.said.emit("duties.filed", {})
            self.section_requested.emit(FILINGS, known)

    def _to_recheck(self, recheck_id: str) -> None:
        self.bench_requested.emit(recheck_id, "")

    def _say_taken(self, told: Taken) -> None:
        if told.warnings:
            first = told.warnings[0]
            self.said.emit(first.code, dict(first.values))
        elif told.lacking:
            lacking = "；".join(sheets.missing_words(told.lacking, self.texts))
            self.said.emit("duties.lacking", {"lacking": lacking})
        else:
            self.said.emit("duties.taken", {})

    def _say_asked(self, late: bool) -> None:
        self.said.emit("duties.asked_late" if late else "duties.asked", {})

    def _say_withdrawn(self, count: int) -> None:
        self.said.emit("duties.withdrawn", {"count": count})

    def _say_settled(self, count: int) -> None:
        self.said.emit("duties.settled", {"count": count})
