"""The saved views of a ledger: offered, kept under a name, shared with the office, deleted."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.casework.ledgers import views
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.ledgers import Layout, Question, View
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.jobs import BOOKS, Jobs
from inspector_app.ui.ledger.book_bar import BookBar
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, explain


class BookViews(QObject):
    """Knows the views of one ledger and which of them is looked through.

    Signals:
        chosen: a View, or None for the ledger as it comes.
        failed: an exception.
        said: (code, values) of something that went well.
    """

    chosen = Signal(object)
    failed = Signal(object)
    said = Signal(str, object)

    def __init__(
        self,
        look: Look,
        jobs: Jobs,
        texts: Texts,
        over: QWidget,
        layout: Layout,
        bar: BookBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._look, self._jobs, self._texts, self._over = look, jobs, texts, over
        self._ledger, self._bar = layout.ledger, bar
        self._known: tuple[View, ...] = ()
        self._user = self._at = ""
        bar.view_chosen.connect(self._choose)

    def forget(self) -> None:
        """Forget who looked and through what."""
        self._known, self._user, self._at = (), "", ""
        self._show()

    def refresh(self, session: Session) -> None:
        """Read which views there are."""
        desk, self._user = session.desk, session.user
        self._jobs.latest(
            f"views_{self._ledger.value}", lambda _: views.views(desk, self._ledger), self._take, lane=BOOKS
        )

    def _take(self, known: Sequence[View]) -> None:
        if self._user:
            self._known = tuple(known)
            self._show()

    def _show(self) -> None:
        now = self.now
        self._bar.show_views(self._known, self._at, own=now is not None and now.owner == self._user)

    @property
    def now(self) -> View | None:
        """The view that is looked through, None for the ledger as it comes."""
        return next((one for one in self._known if one.id == self._at), None)

    def _choose(self, known: str) -> None:
        self._at = known
        self._show()
        self.chosen.emit(self.now)

    def keep(self, session: Session | None, question: Question, columns: Sequence[str]) -> None:
        """Ask for a name and keep what is asked now under it; the own view of that name is replaced."""
        if session is None:
            return
        now = self.now
        fields = (
            Field("name", self.tr("名称"), value="", hint=self.tr("例如 本月未闭环"), needed=True),
            Field("shared", self.tr("本机关的人都能看到"), Asks.TICK),
        )
        note = self.tr("保存现在的查找、筛选、次序和列。同名的会被替换。")
        form = Form(
            "view_form", self.tr("存为视图"), fields, self.tr("保存"), note=note, icon="save", width=460
        )
        kept: Given | None = None
        if now is not None and now.owner == session.user:
            kept = {"name": now.name, "shared": now.shared}
        dialog = FormDialog(self._look, form, kept, self._over)
        dialog.given.connect(lambda told: self._given(dialog, session, question, tuple(columns), told))
        dialog.open()

    def _given(
        self, dialog: FormDialog, session: Session, question: Question, columns: tuple[str, ...], told: Given
    ) -> None:
        name, shared = str(told["name"]).strip(), told["shared"] is True
        same = next((one for one in self._known if one.name == name and one.owner == session.user), None)
        view = View(name, question, columns, same.id if same else "", shared, session.user)

        def done(known: str) -> None:
            if isValid(dialog):
                dialog.accept()
            self._at = known
            self.said.emit("books.view_kept", {"name": name})
            self.refresh(session)

        def failed(error: Exception) -> None:
            if isValid(dialog):
                dialog.show_failure(explain(error, self._texts), getattr(error, "where", ""))
            else:
                self.failed.emit(error)

        self._jobs.start(lambda _: views.save(session.desk, view), done, failed=failed, lane=BOOKS)

    def drop(self, session: Session | None) -> None:
        """Delete the view that is looked through; what it showed stays on the screen."""
        now = self.now
        if session is None or now is None:
            return

        def done(_: object) -> None:
            self._at = ""
            self.said.emit("books.view_dropped", {"name": now.name})
            self.refresh(session)

        self._jobs.start(
            lambda _: views.drop(session.desk, now.id), done, failed=self.failed.emit, lane=BOOKS
        )
