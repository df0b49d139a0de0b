"""立案: cases in their own workspace, each with its clocks; who has no key learns only that there is one."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import filings
from inspector_app.casework.overview import filing_book, retention
from inspector_app.casework.overview.retention import FileKind
from inspector_app.casework.people import filing_codes, filing_members
from inspector_app.casework.people.workspace import Session
from inspector_app.store.store import Store
from inspector_app.ui.controls.board_values import Deed, Filter, Line, Sheet
from inspector_app.ui.controls.form_values import Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger import filings_sheets as sheets
from inspector_app.ui.ledger.filings_deeds import FilingDeeds
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, of_problem

MEMBERS = "members"
FROM = "from"

NEVER_KEPT = frozenset({"filing_regain", "filing_code"})
"""Forms around the recovery code: it opens every case, and lies nowhere but on the paper in the safe."""


class FilingsSection(Section):
    """Follows every case from its clue to its end.

    Signals:
        paper_wanted: (desk at the filing workspace, id of an issued paper there) show it large.
        session_changed: the session with the filing workspace open: it was made, or regained.
    """

    NAME = "filings"
    ICON = "scale"
    HINTS = (
        ("Ctrl Enter", "下一步"),
        ("Ctrl O", "登记线索"),
        ("Ctrl J", "立案审批表"),
        ("Ctrl H", "移送函"),
    )

    paper_wanted = Signal(object, str)
    session_changed = Signal(object)

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._deeds = FilingDeeds(self, self.show_case, self.take_room)
        self._made_up = False
        self._pressing = self._waiting = 0

    def word(self) -> str:
        """Return its name in the list of sections."""
        return self.tr("立案")

    @property
    def open(self) -> bool:
        """Whether the person who is signed in has the key, and the workspace is open."""
        return self.session is not None and self.session.filing is not None

    @property
    def manages(self) -> bool:
        """Whether they may make the workspace and give its key."""
        return self.session is not None and filing_book.may_manage(self.session.desk)

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        room = self.session.room if self.session is not None else None
        if room is None or not room.there:
            told = self.tr(
                "本单位还没有立案工作区。\n案件要单独加密存放：由管理员建立，再给办案的同事钥匙。\n没有它，立案审批表仍在工作台制作。"
            )
            return told if self.manages else f"{told}\n{self.tr('请管理员在这里建立。')}"
        if room.problem is not None:
            words = of_problem(room.problem, self.texts)
            return f"{words.message}\n{words.remedy}"
        if room.store is None:
            return self.tr(
                "本单位有立案工作区，您没有钥匙，看不到里面的案件。\n要办案的，请管理员在这里“准入同事”，下次登录时自动打开。"
            )
        return {
            filing_book.VERIFYING: self.tr(
                "没有核查中的线索。\n逾期未改、复查不合格或者重大的问题，可以在这里登记线索。"
            ),
            filing_book.FILED: self.tr("没有在办的案件。"),
            filing_book.OVERDUE: self.tr("没有超期的案件。"),
            filing_book.ENDED: self.tr("还没有结案的案件。"),
        }.get(self.filter, self.tr("还没有案件。"))

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list; without the key there are none."""
        if not self.open:
            return ()
        words = {
            filing_book.VERIFYING: self.tr("核查中"),
            filing_book.FILED: self.tr("已立案"),
            filing_book.OVERDUE: self.tr("超期"),
            filing_book.ENDED: self.tr("已结"),
            filing_book.ALL: self.tr("全部"),
        }
        return [
            *(Filter(code, words[code]) for code in filing_book.CHOICES),
            Filter(MEMBERS, self.tr("钥匙"), self._waiting or None),
        ]

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line."""
        session = self.session
        if session is None:
            return ()
        if not session.room.there:
            return (Deed("make", self.tr("建立立案工作区"), "lock", "Ctrl+O"),) if self.manages else ()
        if not self.open:
            return (Deed("regain", self.tr("用恢复码进入"), "key-round", "Ctrl+O"),) if self.manages else ()
        if self.filter != MEMBERS:
            return (Deed("open", self.tr("登记线索"), "plus", "Ctrl+O"),)
        if not self.manages:
            return ()
        told = [
            Deed("give", self.tr("准入同事"), "user-plus", "Ctrl+O"),
            Deed("renew", self.tr("换恢复码"), "key-round", "Ctrl+R"),
        ]
        if self._waiting:
            words = self.tr("重新准入 %s 人") % self._waiting
            told.insert(0, Deed("all_again", words, "key-round", "Ctrl+E", main=True))
        return told

    def pressing(self, _: Sequence[Line]) -> int:
        """Return how many cases are overdue or to be decided on, whichever of them are listed."""
        return self._pressing

    def shelf(self, session: Session) -> Store:
        """Return where what is typed is kept: nothing of a case lies in the main workspace."""
        return session.filing or session.desk.store

    def _keep(self, key: str, told: Given) -> None:
        if key.split("|")[1] not in NEVER_KEPT:
            super()._keep(key, told)

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person."""
        super().sit_down(session)
        self._made_up = False

    def get_up(self) -> None:
        """Stop; the next person may have no key."""
        super().get_up()
        self.filter, self._pressing, self._waiting = "", 0, 0

    def refresh(self) -> None:
        """Look anew; a choice that is none any more gives way to the first."""
        if self.filter not in {one.code for one in self.filters()}:
            self.filter = ""
        super().refresh()

    def choose(self, known: str) -> None:
        """Show a case as soon as it is there; `from:ID,ID:PARTY` opens one over these findings of a party."""
        kind, _, rest = known.partition(":")
        if kind != FROM:
            self.filter = filing_book.ALL if self.open else ""
            super().choose(known)
            return
        finding_ids, _, party_id = rest.partition(":")
        if self.open:
            self._deeds.open_over(finding_ids.split(","), party_id)

    def show_case(self, case_id: str, choice: str) -> None:
        """Show a case in the list where it stands now, unless all are listed."""
        self.filter = self.filter if self.filter == filing_book.ALL else choice
        super().choose(case_id)
        self.refresh()

    def _show(self, which: str, told: list[Line]) -> None:
        super()._show(which, told)
        if self.session is not None and which == self.filter:  # who waits is known by now
            self.view.show_filters(self.filters(), self.filter)
            self.view.show_acts(self.acts())

    # Read beside the screen.

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice; what a cut-off left untold is made up for the first time."""
        session = self.session
        if session is None or session.filing is None:
            return ()
        filing, today = session.filing_desk(desk), desk.today()
        if not self._made_up:
            filings.tell_all(desk, filing)
            self._made_up = True
        pressing = {filing_book.VERIFYING, filing_book.OVERDUE}
        told = {code: filing_book.chosen(filing, code) for code in {*pressing, chosen} - {MEMBERS}}
        self._pressing = len({one.id for code in pressing for one in told[code]})
        members = filing_members.members(desk) if self.manages else ()
        self._waiting = sum(one.waits for one in members)
        if chosen == MEMBERS:
            return [sheets.member_line(one) for one in members or filing_members.members(desk)]
        return [sheets.line(one, today) for one in told[chosen]]

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a line."""
        session = self.session
        if session is None or session.filing is None:
            return Sheet("", "")
        if self.filter == MEMBERS:
            told = {one.user: one for one in filing_members.members(desk)}
            if known not in told:
                return Sheet("", "")
            paper = filing_codes.paper(desk, session.filing)
            own, manages = known == desk.user, self.manages
            return sheets.member_sheet(told[known], paper, own=own, manages=manages)
        filing = session.filing_desk(desk)
        book, terms = filing_book.case_book(filing, known), filing.rules.options.filing
        kept = retention.period(desk.store, FileKind.FILING)
        return sheets.sheet(book, terms, desk.today(), leader=filing_book.may_approve(filing), kept=kept)

    # Done.

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        self._deeds.do(code, known)

    def follow(self, link: str, known: str) -> None:
        """Go where a line of the sheet leads; a paper of the case is shown large."""
        kind, _, rest = link.partition(":")
        session = self.session
        if kind == "paper" and session is not None and session.filing is not None:
            self.paper_wanted.emit(session.filing_desk(session.desk), rest)
        else:
            super().follow(link, known)

    def take_room(self, session: Session) -> None:
        """Work on with the filing workspace open."""
        self.session, self._made_up = session, False
        self.session_changed.emit(session)
        self.refresh()
