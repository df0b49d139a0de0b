"""What is done with cases: each deed asks with a form and is done beside the screen by casework."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import escalation, filing_papers, filings
from inspector_app.casework.followup.filings import CaseLine
from inspector_app.casework.overview import filing_book
from inspector_app.casework.overview.filing_book import Candidate, CaseBook, PaperForm
from inspector_app.casework.people import filing_members, filing_workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import Progress
from inspector_app.domain.filing import APPROVED, StepKind
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.form_values import Given
from inspector_app.ui.ledger import filings_forms as forms
from inspector_app.ui.ledger.filings_sheets import FORM, LETTER, STEP
from inspector_app.ui.ledger.section import Does, Section

PAPERS = {FORM: DocumentKind.FILING_FORM, LETTER: DocumentKind.TRANSFER_LETTER}


class FilingDeeds(QObject):
    """Does what the section's deeds say.

    Args:
        show_case: (id, choice) shows a case in the list where it stands.
        take_room: goes on with the filing workspace open.
    """

    def __init__(
        self, section: Section, show_case: Callable[[str, str], None], take_room: Callable[[Session], None]
    ) -> None:
        super().__init__(section)
        self._section = section
        self._show_case, self._take_room = show_case, take_room

    def do(self, code: str, known: str) -> None:
        """Do what a deed says; on the screen's thread."""
        kind, _, rest = code.partition(":")
        if kind == STEP:
            self._step(StepKind(rest), known)
        elif kind in PAPERS:
            self._paper(PAPERS[kind], known)
        elif kind == "open":
            self._search()
        elif kind in ("make", "renew"):
            self._code(kind)
        elif kind == "regain":
            self._regain()
        elif kind == "give":
            self._give()
        elif kind == "again":
            self._let_in(known)
        elif kind == "all_again":
            self._let_all_in()
        elif kind == "take":
            self._take(known)

    def _session(self) -> Session:
        session = self._section.session
        if session is None:
            raise RuntimeError("nobody is signed in")
        return session

    # Opening a case.

    def _search(self) -> None:
        self._section.ask(
            forms.search_form(),
            lambda desk, given: filing_book.candidates(desk, forms.text(given, "target")),
            self.go_on,
        )

    def open_over(self, finding_ids: Sequence[str], party_id: str) -> None:
        """Ask for a case over these findings of a party."""
        section, desk = self._section, self._session().desk
        section.jobs.start(
            lambda _: filing_book.candidates_of(desk, finding_ids, party_id),
            self.go_on,
            failed=section.failed.emit,
        )

    def go_on(self, told: Sequence[Candidate]) -> None:
        """Ask which of them it is about, where there are several, and then for the case itself."""
        if self._section.session is None:
            return
        if len(told) == 1:
            self._open(told[0])
            return
        self._section.ask(
            forms.which_form(told), lambda _, given: told[int(forms.text(given, "which"))], self._open
        )

    def _open(self, one: Candidate) -> None:
        if self._section.session is None:
            return
        session = self._session()
        today = session.desk.today()

        def does(desk: Desk, given: Given) -> str:
            ticked = given.get("findings")
            on = forms.day(given, "known_on", desk)
            return escalation.file(
                desk,
                session.filing_desk(desk),
                [str(each) for each in ticked] if isinstance(ticked, list) else [],
                forms.text(given, "name"),
                forms.text(given, "matter"),
                known_on=on,
            )

        self._section.ask(forms.open_form(one, today), does, self._opened)

    def _opened(self, case_id: object) -> None:
        self._show_case(str(case_id), filing_book.VERIFYING)

    def _taken(self, told: CaseLine) -> None:
        self._show_case(told.id, filing_book.choice_of(told))

    # A step, a paper.

    def _read(self, known: str) -> CaseBook:
        session = self._session()
        return filing_book.case_book(session.filing_desk(session.desk), known)

    def _step(self, kind: StepKind, known: str) -> None:
        section = self._section
        section.jobs.start(
            lambda _: self._read(known), lambda book: self._ask_step(kind, book), failed=section.failed.emit
        )

    def _ask_step(self, kind: StepKind, book: CaseBook) -> None:
        section = self._section
        if section.session is None:
            return
        session = section.session
        paper = {StepKind.FILED: book.form_id, StepKind.HANDED_OVER: book.letter_id}.get(kind, "")

        def does(desk: Desk, given: Given) -> object:
            filing = session.filing_desk(desk)
            return filings.take(desk, filing, book.line.id, forms.step_of(kind, given, paper, filing))

        terms = session.desk.rules.options.filing
        form = forms.step_form(kind, book, terms, session.desk.today())
        section.ask(form, does, self._taken, signed=kind in APPROVED)

    def _paper(self, kind: DocumentKind, known: str) -> None:
        section, session = self._section, self._session()
        filing = session.filing_desk(session.desk)

        def read(_: Progress) -> tuple[PaperForm, CaseBook]:
            return filing_book.paper_form(filing, known, kind), filing_book.case_book(filing, known)

        section.jobs.start(read, lambda told: self._ask_paper(*told), failed=section.failed.emit)

    def _ask_paper(self, told: PaperForm, book: CaseBook) -> None:
        section = self._section
        if section.session is None:
            return
        session = section.session

        def does(desk: Desk, given: Given) -> object:
            filing = session.filing_desk(desk)
            return filing_papers.issue(
                filing,
                book.line.id,
                told.kind,
                forms.own_of(told, given, filing),
                forms.approval_of(given, filing),
                date_confirmed=given.get("date_confirmed") is True,
            )

        section.ask(forms.paper_form(told, book), does, lambda _: section.tell(book.line.id), signed=True)

    # The workspace and its keys.

    def _code(self, kind: str) -> None:
        """Make the workspace, or replace its recovery code, and show the code once."""
        session = self._session()

        def does(desk: Desk, _: Given) -> tuple[str, Session]:
            if kind == "renew":
                filing = session.filing_desk(desk).store
                return filing_workspace.renew_recovery(desk, filing), session
            return filing_workspace.make(desk), session.with_filing(desk)

        form = forms.make_form() if kind == "make" else forms.renew_form()
        self._section.ask(form, does, self._show_code, signed=True)

    def _show_code(self, told: tuple[str, Session]) -> None:
        code, session = told
        if self._section.session is None:
            return
        if session is not self._section.session:
            self._take_room(session)
        self._section.ask(forms.code_form(code), lambda _, __: None)

    def _regain(self) -> None:
        session = self._session()

        def does(desk: Desk, given: Given) -> Session:
            filing_workspace.regain(desk, forms.text(given, "code"))
            return session.with_filing(desk)

        self._section.ask(forms.regain_form(), does, self._take_room, signed=True)

    def _give(self) -> None:
        section, session = self._section, self._session()

        def ask(outside: Sequence[filing_members.Member]) -> None:
            if section.session is not None:
                section.ask(forms.give_form(outside), self._gives(session), signed=True)

        section.jobs.start(lambda _: filing_members.outside(session.desk), ask, failed=section.failed.emit)

    def _gives(self, session: Session, user: str = "") -> Does:
        def does(desk: Desk, given: Given) -> None:
            filing_workspace.give(desk, session.filing_desk(desk).store, user or forms.text(given, "user"))

        return does

    def _let_in(self, user: str) -> None:
        session = self._session()
        self._section.ask(forms.again_form(user, self._name(user)), self._gives(session, user), signed=True)

    def _let_all_in(self) -> None:
        section, session = self._section, self._session()

        def does(desk: Desk, _: Given) -> None:
            filing = session.filing_desk(desk).store
            for one in filing_members.members(desk):
                if one.waits:
                    filing_workspace.give(desk, filing, one.user)

        def ask(waiting: Sequence[filing_members.Member]) -> None:
            if section.session is not None and waiting:
                names = [one.name for one in waiting]
                section.ask(forms.all_again_form(names), does, signed=True)

        section.jobs.start(
            lambda _: [one for one in filing_members.members(session.desk) if one.waits],
            ask,
            failed=section.failed.emit,
        )

    def _take(self, user: str) -> None:
        session = self._session()
        self._section.ask(
            forms.take_form(user, self._name(user)),
            lambda desk, _: filing_workspace.take(desk, session.filing_desk(desk).store, user),
            signed=True,
        )

    def _name(self, user: str) -> str:
        shown = self._section.view.sheet.sheet
        return shown.title if shown.id == user else user
