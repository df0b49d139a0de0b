"""审批: what is laid before a supervisor, what is still to be made up, what is without effect."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import approval_book
from inspector_app.casework.overview.approval_book import Counts, Laid
from inspector_app.casework.papers import awaiting, debts
from inspector_app.casework.papers.awaiting import Waiting
from inspector_app.casework.papers.debts import Debt
from inspector_app.domain.documents import Standing
from inspector_app.domain.errors import RuleError
from inspector_app.ui.controls.board_values import Deed, Filter, Line, Sheet
from inspector_app.ui.controls.form_values import Form, Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger import approvals_forms as forms
from inspector_app.ui.ledger import approvals_sheets as sheets
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

WAITING, SENT, RETURNED, APPROVED, OWED, PAID, VAIN = (
    "waiting",
    "sent",
    "returned",
    "approved",
    "owed",
    "paid",
    "vain",
)
LISTS: dict[str, tuple[Callable[[Desk], Sequence[Waiting]], Standing]] = {
    WAITING: (awaiting.waiting, Standing.WAITING),
    SENT: (awaiting.pending, Standing.WAITING),
    RETURNED: (awaiting.returned, Standing.RETURNED),
    APPROVED: (awaiting.approved, Standing.APPROVED),
}


class ApprovalsSection(Section):
    """Lets a supervisor approve, return and make up, and an inspector see how it stands.

    Signals:
        look_requested: (id of a draft, its name) show its pages as they would be issued.
        scan_requested: (sha256 of a scan, its name) show the paper that made an approval up.
    """

    NAME = "approvals"
    ICON = "stamp"
    HINTS = (
        ("Ctrl Enter", "批准/补办"),
        ("Ctrl B", "退回"),
        ("Ctrl G", "看页面"),
        ("Ctrl U", "存入书面批准"),
    )

    look_requested = Signal(str, str)
    scan_requested = Signal(str, str)

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._counts, self._told = Counts(), dict[str, Laid | Debt]()

    def word(self) -> str:
        """Return its name in the list of sections."""
        return self.tr("审批")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return {
            WAITING: self.tr("没有待您审批的文书。\n检查人员送审的文书会按先后列在这里。"),
            SENT: self.tr("没有送审中的文书。\n须批准的文书在工作台填好后，按“送审”交审批人批准。"),
            RETURNED: self.tr("没有退回的文书。"),
            APPROVED: self.tr("没有已批准、待签发的文书。"),
            OWED: self.tr(
                "没有欠补办的审批。\n凭电话批准签发，或紧急开始检查的，要在时限内补办书面批准，未补办前一直列在这里。"
            ),
            PAID: self.tr("本月还没有补办过审批。"),
            VAIN: self.tr("没有无效操作。\n无权人员作出的签发、审批、作废等，会列在这里，不发生效力。"),
        }.get(self.filter, "")

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list; what is to be approved is the supervisors' alone."""
        told, session = self._counts, self.session
        mine = session is not None and approval_book.may_approve(session.desk)
        return (
            *((Filter(WAITING, self.tr("待我审批"), told.waiting or None),) if mine else ()),
            Filter(SENT, self.tr("送审中")),
            Filter(RETURNED, self.tr("已退回"), told.returned or None),
            Filter(APPROVED, self.tr("已批准"), told.approved or None),
            Filter(OWED, self.tr("欠补办"), told.owed or None),
            Filter(PAID, self.tr("本月已补办")),
            Filter(VAIN, self.tr("无效操作")),
        )

    def pressing(self, _: Sequence[Line]) -> int:
        """Return how many matters ask for something, whichever of them are listed."""
        return self._counts.pressing

    def get_up(self) -> None:
        """Stop; the next person begins with their own first choice."""
        super().get_up()
        self.filter, self._counts = "", Counts()
        self._told.clear()

    def choose(self, known: str) -> None:
        """Show a line as soon as it is there: `choice:id`, or only `choice:` for its list."""
        choice, _, rest = known.partition(":")
        if choice not in {one.code for one in self.filters()}:
            return
        self.filter = choice
        if rest:
            super().choose(known)

    # Read beside the screen.

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice."""
        self._counts, now = approval_book.counts(desk), desk.clock.now()
        if chosen in LISTS:
            read, standing = LISTS[chosen]
            return [sheets.laid_line(f"{chosen}:{one.document_id}", one, standing, now) for one in read(desk)]
        if chosen == VAIN:
            return [sheets.vain_line(f"{chosen}:{one.act.id}", one) for one in approval_book.vain(desk)]
        told = debts.debts(desk) if chosen == OWED else debts.made_up_in(desk, now)
        return [sheets.debt_line(f"{chosen}:{one.id}", one, now) for one in told]

    def _show(self, which: str, told: list[Line]) -> None:
        super()._show(which, told)
        if self.session is not None:
            self.view.show_filters(self.filters(), self.filter)

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a line."""
        choice, _, record_id = known.partition(":")
        if choice in LISTS:
            laid = self._told[known] = approval_book.laid(desk, record_id)
            return self._laid_sheet(known, laid)
        if choice == VAIN:
            one = approval_book.vain_one(desk, record_id)
            if one is None:
                return Sheet(known, self.tr("这项操作现在有效"))
            line = sheets.vain_line(known, one)
            return Sheet(
                known, line.title, line.state, line.tone, one.by, sheets.vain_blocks(one, self.texts)
            )
        debt = debts.debt_of(desk, record_id)
        if debt is None:
            raise RuleError("approving.no_debt", where=record_id)
        self._told[known] = debt
        return self._debt_sheet(desk, known, debt)

    def _laid_sheet(self, known: str, one: Laid) -> Sheet:
        word, tone = sheets.STANDINGS[one.review.standing]
        note = {
            Standing.CHANGED: self.tr("送审后内容改过：不能批准，由检查人员重新送审，或退回。"),
            Standing.LOST: self.tr("批准后内容改过：批准失效，由检查人员重新送审。"),
        }.get(one.review.standing, one.label)
        return Sheet(
            known,
            one.draft.target.name,
            word,
            tone,
            note,
            sheets.laid_blocks(one, self.texts),
            self._laid_deeds(known, one),
        )

    def _laid_deeds(self, known: str, one: Laid) -> tuple[Deed, ...]:
        choice = known.partition(":")[0]
        look = Deed("look", self.tr("看页面"), "maximize-2", "Ctrl+G")
        if choice == RETURNED:
            return look, Deed("mend", self.tr("去修改"), "pencil", "Ctrl+Return", main=True)
        if choice == APPROVED:
            return look, Deed("mend", self.tr("去签发"), "stamp", "Ctrl+Return", main=True)
        no_role = "" if one.may else self.tr("只有审批人能批准、退回；您在这里看办到哪一步")
        barred = self.tr("本人起草或送审的，由另一位审批人批准") if one.barred else ""
        changed = (
            "" if one.review.standing is Standing.WAITING else self.tr("送审后内容改过，请检查人员重新送审")
        )
        return (
            look,
            Deed("return", self.tr("退回"), "undo-2", "Ctrl+B", why_not=no_role),
            Deed(
                "approve",
                self.tr("予以批准"),
                "circle-check",
                "Ctrl+Return",
                main=True,
                why_not=no_role or barred or changed,
            ),
        )

    def _debt_sheet(self, desk: Desk, known: str, debt: Debt) -> Sheet:
        now, word = desk.clock.now(), str(debt.state)
        issuer = approval_book.name_of(desk, debt.user) if debt.user else ""
        title = debt.target or debt.number
        note = f"{debt.label} {debt.number}".strip() or self.tr("现场检查")
        if debt.paid is not None:
            scan = Deed("scan", self.tr("看书面批准"), "maximize-2", "Ctrl+G", main=True)
            deeds: tuple[Deed, ...] = (scan,) if debt.paid.sha256 else ()
        else:
            why = {
                "role": self.tr("只有审批人能签名补办；您可以存入书面批准的扫描件"),
                "own": self.tr("本人签发或开始的，由另一位审批人补办，或存入书面批准的扫描件"),
            }.get(approval_book.may_make_up(desk, debt), "")
            paper = Deed("take_in", self.tr("存入书面批准"), "cloud-upload", "Ctrl+U", main=bool(why))
            sign = Deed("make_up", self.tr("签名补办"), "stamp", "Ctrl+Return", main=not why, why_not=why)
            deeds = (paper, sign)
        blocks = sheets.debt_blocks(debt, issuer, now)
        return Sheet(known, title, word, sheets.DEBTS[debt.state], note, blocks, deeds)

    # Done.

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        told, title = self._told.get(known), self.view.sheet.sheet.title
        if isinstance(told, Laid):
            self._do_draft(code, told, title)
        elif told is not None:
            self._do_debt(code, told, title)

    def _do_draft(self, code: str, one: Laid, title: str) -> None:
        document_id = one.draft.id
        if code == "look":
            self.look_requested.emit(document_id, f"{one.label}  {title}")
        elif code == "mend":
            self.bench_requested.emit(one.draft.inspection.id, document_id)
        elif code == "approve":
            self._ask(forms.approve_form(document_id, one.label), forms.approve, "approving.done_approved")
        elif code == "return":
            self._ask(forms.return_form(document_id, one.label), forms.give_back, "approving.done_returned")
        else:
            raise ValueError(f"no deed {code!r} on a draft")

    def _do_debt(self, code: str, one: Debt, title: str) -> None:
        what = one.number or title
        if code == "scan" and one.paid is not None:
            self.scan_requested.emit(one.paid.sha256, f"{self.tr('书面批准')} {one.paid.number}")
        elif code == "make_up":
            self._ask(forms.make_up_form(one.id, what), forms.make_up, "approving.done_made_up")
        elif code == "take_in":
            form = forms.take_in_form(one.id, what, one.said.approver)
            self._ask(form, forms.take_in, "approving.done_taken_in", signed=False)
        else:
            raise ValueError(f"no deed {code!r} on a debt")

    def _ask(
        self, form: Form, does: Callable[[Desk, str, Given], str], code: str, *, signed: bool = True
    ) -> None:
        """Ask, do it, and say on the page what was done."""
        record_id, title = form.about, self.view.sheet.sheet.title

        def done(told: str) -> None:
            self.said.emit(code, {"what": title, "told": told})

        self.ask(form, lambda desk, given: does(desk, record_id, given), done, signed=signed)
