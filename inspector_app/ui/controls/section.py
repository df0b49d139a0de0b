"""A section of a page of boards: what its board shows, and what is done there through casework."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import InspectorError, Progress
from inspector_app.store.store import Store
from inspector_app.ui.controls.board import BoardView
from inspector_app.ui.controls.board_values import Deed, Filter, Line, Sheet
from inspector_app.ui.controls.form_dialog import PIN, FormDialog
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.controls.page_parts import Later
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import PIN_TO_SET, Texts, explain, of_problem

MOST_LINES = 2000
"""Lines of a board; what comes behind them is found by narrowing."""

Does = Callable[[Desk, Given], object]
"""What a form is for: runs beside the screen with the person's desk and what was filled in."""


def key_of(form: Form) -> str:
    """Return the key under which what is typed into a form is kept."""
    return f"form|{form.name}|{form.about}"


class Section(QObject):
    """One section: a board, and what fulfils its wishes.

    Made by each kind of matter: NAME, `word`, ICON, HINTS and the methods below that say so; ROOM is the page
    that it stands on, and begins the names of its parts; NUMBERS says that its lines name numbers that large
    words must not cut.

    Attributes:
        place: what the page takes into its stack; the board comes to stand in it.

    Signals:
        counted: how many lines ask for something, for the list of sections.
        failed: an exception, shown on the page.
        said: (code, values) of something that went well.
        document_requested: id of an issued document to go to.
        bench_requested: (id of an inspection, id of its document) to go on with at the workbench.
        target_requested: id of a target whose dossier is wanted.
        section_requested: (name of a section, id of a line in it).
        visit_wanted: id of a target at which a visit is to begin.
        pin_wanted: (words, what goes on once a PIN was set).
    """

    ROOM = "ledger"
    NAME = ""
    ICON = "inbox"
    HINTS: tuple[tuple[str, str], ...] = ()
    NUMBERS = False

    counted = Signal(int)
    failed = Signal(object)
    said = Signal(str, object)
    document_requested = Signal(str)
    bench_requested = Signal(str, str)
    target_requested = Signal(str)
    section_requested = Signal(str, str)
    visit_wanted = Signal(str)
    pin_wanted = Signal(str, object)

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.look, self.jobs, self.texts, self.over = look, jobs, texts, over
        self.session: Session | None = None
        self.filter = ""
        self._view: BoardView | None = None
        self.place = Later(lambda: self.view)

    @property
    def view(self) -> BoardView:
        """The board, built when it is first needed: eighteen of them would cost each start, each look."""
        if self._view is None:
            name = f"{self.ROOM}_{self.NAME}"
            self._view = BoardView(self.look, name, self.word(), numbers=self.NUMBERS)
            self._view.filtered.connect(self.narrow)
            self._view.chosen.connect(self.tell)
            self._view.done.connect(self.do)
            self._view.followed.connect(self.follow)
            self.place.fill()
        return self._view

    # Said by each section.

    def word(self) -> str:
        """Return its name in the list of sections."""
        raise NotImplementedError

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        raise NotImplementedError

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list, the first of them chosen at first."""
        return ()

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line."""
        return ()

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice; runs beside the screen."""
        raise NotImplementedError

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a line; runs beside the screen."""
        raise NotImplementedError

    def pressing(self, lines: Sequence[Line]) -> int:
        """Return how many lines ask for something now."""
        return sum(one.tone in ("red", "amber") for one in lines)

    def do(self, code: str, known: str) -> None:
        """Do what a deed says; on the screen's thread: ask with `ask`, or begin with `work`."""
        raise NotImplementedError

    def follow(self, link: str, known: str) -> None:  # noqa: ARG002 - for the sections that have such
        """Go where a line of the sheet leads: document:ID, bench:VISIT:DOCUMENT, target:ID, NAME:ID."""
        kind, _, rest = link.partition(":")
        first, _, second = rest.partition(":")
        if kind == "document":
            self.document_requested.emit(first)
        elif kind == "bench":
            self.bench_requested.emit(first, second)
        elif kind == "target":
            self.target_requested.emit(first)
        else:
            self.section_requested.emit(kind, rest)

    # Done for each section.

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person."""
        self.session = session

    def get_up(self) -> None:
        """Stop, and forget what was shown."""
        self.session, self.filter = None, ""
        if self._view is not None:
            self._view.show_lines((), "")
        self.counted.emit(0)

    def refresh(self) -> None:
        """Look anew at everything that is shown."""
        chosen = self.filters()
        self.filter = self.filter or (chosen[0].code if chosen else "")
        self.view.show_filters(chosen, self.filter)
        self.view.show_acts(self.acts())
        session, which = self.session, self.filter
        if session is not None:
            desk = session.desk
            self.jobs.latest(
                f"{self.ROOM}_{self.NAME}",
                lambda _: list(self.lines(desk, which))[:MOST_LINES],
                lambda told: self._show(which, told),
            )

    def count(self) -> None:
        """Tell how many lines ask for something while the board itself was never looked at."""
        session = self.session
        if session is None or self.filter:
            return
        desk = session.desk
        which = next((one.code for one in self.filters()), "")
        self.jobs.latest(
            f"{self.ROOM}_{self.NAME}_count",
            lambda _: list(self.lines(desk, which)),
            lambda told: self._tell_count(session, told),
        )

    def _tell_count(self, session: Session, told: list[Line]) -> None:
        if self.session is session and not self.filter:
            self.counted.emit(self.pressing(told))

    def _show(self, which: str, told: list[Line]) -> None:
        if self.session is None or which != self.filter:
            return
        self.view.show_lines(told, self.teach())
        self.counted.emit(self.pressing(told))

    def narrow(self, chosen: str) -> None:
        """Show the lines of another choice."""
        self.filter = chosen
        self.refresh()

    def choose(self, known: str) -> None:
        """Show a line as soon as it is there."""
        self.view.choose(known)

    def tell(self, known: str) -> None:
        """Show all about a line."""
        session = self.session
        if session is not None and known:
            desk = session.desk
            self.jobs.latest(
                f"{self.ROOM}_{self.NAME}_sheet", lambda _: self.sheet(desk, known), self._show_sheet
            )

    def _show_sheet(self, told: Sheet) -> None:
        if self.session is not None:
            self.view.show_sheet(told)

    def work(self, does: Callable[[Desk], object], done: Callable[[Any], None] | None = None) -> None:
        """Do something beside the screen that asks nothing; what failed is said on the page."""
        session = self.session
        if session is None:
            return
        desk = session.desk

        def ended(told: object) -> None:
            self.refresh()
            if done is not None:
                done(told)

        self.jobs.start(lambda _: does(desk), ended, failed=self.failed.emit)

    def ask(
        self, form: Form, does: Does, done: Callable[[Any], None] | None = None, *, signed: bool = False
    ) -> FormDialog | None:
        """Ask for what is needed, do it beside the screen, and close when it was done.

        What is typed is kept within a second, for this form and record, until it was done: neither Esc nor
        the idle lock nor a power cut loses it.

        Args:
            signed: it takes the person's signature: the PIN is asked for, and the desk carries the key.
        """
        session = self.session
        if session is None:
            return None
        shown = self._with_pin(form, session) if signed else form
        key = key_of(form)
        dialog = FormDialog(self.look, shown, self._kept(session, key), self.over)
        dialog.typed.connect(lambda told: self._keep(key, told))
        dialog.typed.connect(lambda told: self._doubt(dialog, session.desk, told))
        dialog.given.connect(lambda told: self._given(dialog, key, does, done, told))
        dialog.open()
        return dialog

    def _doubt(self, dialog: FormDialog, desk: Desk, told: Given) -> None:
        """Say calmly in the form that a day counted in working days rests on holidays not published yet."""
        days = [one.code for one in dialog.form.fields if one.asks is Asks.DAY]
        found = [typed.doubt(str(told.get(one, "")), desk.today(), desk.rules.calendar) for one in days]
        doubts = [one for one in found if one is not None]
        if doubts:
            dialog.say(of_problem(doubts[0], self.texts))
        elif dialog.notice.code == typed.UNCERTAIN:
            dialog.notice.clear()

    def _with_pin(self, form: Form, session: Session) -> Form:
        hint = self.tr("培训签发码 %s") % workspace.TRAINING_PIN if session.training else self.tr("六位数字")
        pin = Field(PIN, self.tr("签发码"), Asks.PIN, hint=hint, needed=True)
        return replace(form, fields=(*form.fields, pin))

    def shelf(self, session: Session) -> Store:
        """Return the store in which what is typed is kept."""
        return session.desk.store

    def _kept(self, session: Session, key: str) -> Mapping[str, object]:
        told = self.shelf(session).buffer().get(key)
        return dict(orjson.loads(told)) if isinstance(told, str) else {}

    def keep_typed(self, form: Form, told: Given) -> None:
        """Go on keeping what was filled in: the form was given, and what it is for is not done yet."""
        self._keep(key_of(form), told)

    def _keep(self, key: str, told: Given) -> None:
        session = self.session
        if session is not None:
            # At once: beside the screen it would wait behind a page, and the lock ends what waits.
            try:
                self.shelf(session).buffer_put(key, orjson.dumps(dict(told)).decode())
            except InspectorError as error:
                self.failed.emit(error)

    def _given(
        self, dialog: FormDialog, key: str, does: Does, done: Callable[[Any], None] | None, told: Given
    ) -> None:
        session = self.session
        if session is None:
            return

        def work(_: Progress) -> object:
            pin = str(told.get(PIN, ""))
            desk = session.sign(pin) if pin else session.desk
            result = does(desk, {code: value for code, value in told.items() if code != PIN})
            self.shelf(session).buffer_drop(key)
            return result

        def ended(result: object) -> None:
            if isValid(dialog):
                dialog.accept()
            self.refresh()
            if done is not None:
                done(result)

        def failed(error: Exception) -> None:
            code = error.code if isinstance(error, InspectorError) else ""
            if code in PIN_TO_SET and isValid(dialog):
                form = dialog.form
                dialog.reject()
                again = replace(form, fields=tuple(one for one in form.fields if one.code != PIN))
                self.pin_wanted.emit(
                    explain(error, self.texts).message, lambda: self.ask(again, does, done, signed=True)
                )
            elif isValid(dialog):
                dialog.show_failure(explain(error, self.texts), getattr(error, "where", ""))
            else:
                self.failed.emit(error)

        self.jobs.start(work, ended, failed=failed)
