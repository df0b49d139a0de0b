"""补录: papers that were written without the program and keyed in afterwards."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import late_facts, late_list
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.papers.late import Entered
from inspector_app.casework.papers.late_facts import Facts
from inspector_app.casework.people.workspace import Session
from inspector_app.ui.controls.board_values import Deed, Filter, Line, Sheet
from inspector_app.ui.controls.form_values import Form, Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger import late_forms as forms
from inspector_app.ui.ledger import late_sheets as sheets
from inspector_app.ui.ledger.late_day_work import LateDayWork
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

DAY, LOOK, PAPER, SCAN, VOID = "day", "look", "paper", "scan", "void"


class LateSection(Section):
    """Lists what was keyed in late, and keys in more.

    Signals:
        scan_requested: (sha256 of a scan or of the file made of all, its name) show it large.
    """

    NAME = "late"
    ICON = "history"
    HINTS = (
        ("Ctrl Shift N", "补录一天"),
        ("Ctrl G", "看扫描件"),
        ("Ctrl Enter", "再补一份文书"),
        ("Ctrl U", "存入扫描件"),
        ("Ctrl B", "作废"),
    )

    scan_requested = Signal(str, str)

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._told: dict[str, Facts] = {}
        self._twice = 0
        self.day = LateDayWork(look, jobs, texts, over, self)
        self.day.entered.connect(self._on_entered)
        self.day.failed.connect(self.failed)
        self.day.pin_wanted.connect(self.pin_wanted)

    def word(self) -> str:
        """Return its name in the list of sections."""
        return self.tr("补录")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return {
            late_list.MONTH: self.tr(
                "本月还没有补录的文书。\n电脑坏了、现场手写的单子，或系统启用前的旧文书，从这里连同扫描件录入：文号用纸上的，期限照常跟踪。"
            ),
            late_list.YEAR: self.tr("今年还没有补录的文书。"),
            late_list.TWICE: self.tr("没有重复的文号。"),
            late_list.VOID: self.tr("没有作废的补录。"),
        }.get(self.filter, "")

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        return (
            Filter(late_list.MONTH, self.tr("本月")),
            Filter(late_list.YEAR, self.tr("本年")),
            Filter(late_list.TWICE, self.tr("号码重复"), self._twice or None),
            Filter(late_list.VOID, self.tr("已作废")),
        )

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line."""
        return (Deed(DAY, self.tr("补录一天"), "plus", "Ctrl+Shift+N", main=True),)

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice."""
        self._twice = late_list.twice(desk.store)
        return [sheets.line(one) for one in late_list.listed(desk, chosen)]

    def pressing(self, _: Sequence[Line]) -> int:
        """Return how many numbers two papers bear: only those want a person."""
        return self._twice

    def _show(self, which: str, told: list[Line]) -> None:
        super()._show(which, told)
        if self.session is not None:
            self.view.show_filters(self.filters(), self.filter)

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a line."""
        told = self._told[known] = late_facts.facts(desk, known)
        word, tone = sheets.state(told.entry)
        paper = told.entry.paper
        return Sheet(
            known,
            paper.number,
            word,
            tone,
            " · ".join(one for one in (paper.label, told.entry.target) if one),
            sheets.blocks(told, self.texts),
            self._deeds(told),
        )

    def _deeds(self, told: Facts) -> tuple[Deed, ...]:
        gone = self.tr("这份补录已经作废。") if told.entry.paper.fate == "void" else ""
        return (
            Deed(LOOK, self.tr("看扫描件"), "maximize-2", "Ctrl+G"),
            Deed(VOID, self.tr("作废"), "trash-2", "Ctrl+B", why_not=gone),
            Deed(SCAN, self.tr("存入扫描件"), "cloud-upload", "Ctrl+U", why_not=gone),
            Deed(PAPER, self.tr("再补一份文书"), "file-text", "Ctrl+Return", main=True),
        )

    def follow(self, link: str, known: str) -> None:
        """Go where a line of the sheet leads; a scan is shown as large as the window."""
        kind, _, rest = link.partition(":")
        if kind == "scan":
            self.scan_requested.emit(rest, self.view.sheet.sheet.title)
        else:
            super().follow(link, known)

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        if code == DAY:
            self.day.open()
            return
        number = self.view.sheet.sheet.title
        if code == LOOK:
            told = self._told.get(known)
            if told is not None:
                self.scan_requested.emit(told.entry.paper.pdf_sha256, number)
        elif code == PAPER:
            self._ask_paper(known)
        elif code == SCAN:
            self._ask(forms.scan_form(known, number), forms.take_in, "late.done_scan", signed=False)
        elif code == VOID:
            self._ask(forms.void_form(known, number), forms.void, "late.done_void", signed=True)
        else:
            raise ValueError(f"no deed {code!r} on {known!r}")

    def _ask_paper(self, known: str) -> None:
        session = self.session
        if session is None:
            return
        desk = session.desk
        self.jobs.start(
            lambda _: forms.asked(desk, known),
            lambda told: self._ask(forms.paper_form(*told), forms.add_paper, "late.done_added", signed=True),
            failed=self.failed.emit,
        )

    def _ask(self, form: Form, does: Callable[[Desk, str, Given], str], code: str, *, signed: bool) -> None:
        """Ask, do it, and say on the page what was done."""

        def done(number: str) -> None:
            self.said.emit(code, {"number": number})

        self.ask(form, lambda desk, given: does(desk, form.about, given), done, signed=signed)

    def _on_entered(self, told: Entered) -> None:
        if self.session is None:
            return
        desk = self.session.desk

        def papers(_: Desk) -> list[Issued]:
            known = (late_list.entry(desk.store, one) for one in told.document_ids)
            return [one.paper for one in known if one is not None]

        def done(keyed: list[Issued]) -> None:
            # Papers of another month are not in the list that is shown at first.
            first = desk.today().replace(day=1)
            if self.filter != late_list.YEAR:
                newer = all(one.issued_on is not None and one.issued_on >= first for one in keyed)
                self.filter = late_list.MONTH if newer else late_list.YEAR
            self.choose(told.document_ids[0])
            self.refresh()
            numbers = "、".join(one.number for one in keyed)
            counts = {"count": len(told.document_ids), "found": len(told.finding_ids), "numbers": numbers}
            self.said.emit("late.done_keyed", counts)

        self.work(papers, done)

    # For a signed-in person.

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person."""
        super().sit_down(session)
        self.day.sit_down(session)

    def get_up(self) -> None:
        """Stop, and forget what was shown."""
        super().get_up()
        self.day.get_up()
        self._told.clear()
