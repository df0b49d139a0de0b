"""Joining an office, led through: before anything is set up on this laptop, and for another person on it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from inspector_app.casework.people.workspace import Session
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import Progress
from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.exchange.join_dialogs import (
    AGAIN,
    FIRST,
    ONE_MORE,
    AnswerDialog,
    Asks,
    CodeDialog,
    RequestDialog,
    WayDialog,
)
from inspector_app.ui.exchange.recovery_dialog import OwnDialog, RecoveryDialog
from inspector_app.ui.exchange.ways import Again, Joining, Member, NewPerson, Waiting
from inspector_app.ui.jobs import JOINING, Jobs
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, explain

REQUEST_SUFFIX = "ijr"


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to come of it: this laptop with its first person, one person more on it, or the laptop anew.

    Attributes:
        waiting: returns the request for this that waits for its answer.
        by_code: takes (code, person, own password, progress).
        ask: takes (path of the request, person, own password); returns the request's check digits.
        by_file: takes (path of the answer, Answered, progress).
    """

    waiting: Callable[[], Waiting | None]
    asks: Asks
    by_code: Callable[[str, NewPerson, str, Progress], object]
    ask: Callable[[Path, NewPerson, str], str]
    by_file: Callable[[Path, "Answered", Progress], object]


@dataclass(frozen=True, slots=True)
class Answered:
    """What was typed for an answer: the password of the request, one's own, the office's check digits."""

    password: str = field(repr=False)
    own: str = field(repr=False)
    check: str = ""


class JoinRoom(QObject):
    """Opens one small window at a time; what they give is done beside the screen.

    Args:
        joining: called in a job: what it stands on is loaded only then.

    Signals:
        joined: the Member who may sign in now.
        renewed: the Again that came of having the laptop certified anew.
        recovered: another recovery code was made and stands on paper.
        asked: (path of the request that was written, its check digits, whether the laptop has joined).
        failed: what went wrong while no window was there to say it.
    """

    joined = Signal(object)
    renewed = Signal(object)
    recovered = Signal()
    asked = Signal(str, str, bool)
    failed = Signal(object)

    def __init__(
        self,
        look: Look,
        over: QWidget,
        jobs: Jobs,
        texts: Texts,
        joining: Callable[[], Joining],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._over, self._jobs, self._texts = look, over, jobs, texts
        self._joining = joining

    def begin(self, folder: Path, clock: Clock) -> None:
        """Ask how this laptop joins with its first person."""
        joining = self._joining
        self._ask_how(
            Goal(
                lambda: joining().waiting(folder),
                FIRST,
                by_code=lambda code, who, _, step: joining().by_code(folder, code, who, clock, step),
                ask=lambda path, who, _: joining().ask_by_file(folder, path, who, clock),
                by_file=lambda path, told, step: joining().by_file(
                    folder, path, told.password, told.check, clock, step
                ),
            )
        )

    def add(self, session: Session) -> None:
        """Ask how one person more joins this laptop."""
        joining = self._joining
        self._ask_how(
            Goal(
                lambda: joining().waiting_beside(session),
                ONE_MORE,
                by_code=lambda code, who, own, step: joining().add_by_code(session, own, code, who, step),
                ask=lambda path, who, _: joining().ask_beside(session, path, who),
                by_file=lambda path, told, step: joining().add_by_file(
                    session, told.own, path, told.password, step
                ),
            )
        )

    def renew(self, session: Session) -> None:
        """Ask how this laptop is certified anew: after a restore, or before its certificate ends."""
        joining = self._joining
        self._ask_how(
            Goal(
                lambda: joining().waiting_again(session),
                AGAIN,
                by_code=lambda code, _, own, step: joining().renew_by_code(session, own, code, step),
                ask=lambda path, _, own: joining().ask_again(session, own, path),
                by_file=lambda path, told, step: joining().renew_by_file(session, told.own, path, step),
            )
        )

    def recover(self, session: Session) -> None:
        """Ask for the own password, and show another recovery code of this laptop, once."""
        dialog = OwnDialog(self._look, self._over)
        name, machine_code = session.name, session.desk.store.meta.machine_code
        dialog.given.connect(
            lambda own: self._do(
                dialog,
                lambda _: Member(
                    session.user, name, machine_code, self._joining().new_recovery(session, own)
                ),
                lambda told: self._show_code(told, self.recovered.emit, renewed=True),
            )
        )
        dialog.open()

    def _ask_how(self, goal: Goal) -> None:
        self._jobs.start(
            lambda _: goal.waiting(),
            lambda waiting: self._ask_way(goal, waiting),
            failed=self.failed.emit,
            lane=JOINING,
        )

    def _ask_way(self, goal: Goal, waiting: Waiting | None) -> None:
        dialog = WayDialog(self._look, goal.asks, waiting, self._over)
        ways = {
            "code": partial(self._ask_code, goal),
            "request": partial(self._ask_request, goal),
            "answer": partial(self._ask_answer, goal, waiting.name if waiting is not None else ""),
        }
        dialog.chosen.connect(lambda code: ways[code]())
        dialog.open()

    def _ask_code(self, goal: Goal) -> None:
        dialog = CodeDialog(self._look, goal.asks, self._over)
        dialog.given.connect(
            lambda code, who, own: self._do(
                dialog, lambda step: goal.by_code(code, who, own, step), self._welcome
            )
        )
        dialog.open()

    def _ask_request(self, goal: Goal) -> None:
        dialog = RequestDialog(self._look, goal.asks, self._over)
        dialog.given.connect(lambda who, own: self._ask_place(dialog, goal, who, own))
        dialog.open()

    def _ask_place(self, dialog: RequestDialog, goal: Goal, who: NewPerson, own: str) -> None:
        kind = self.tr("申请文件")
        name = f"{who.name or kind}.{REQUEST_SUFFIX}"
        place = QFileDialog(self._over, self.tr("写申请文件"), name, f"{kind} (*.{REQUEST_SUFFIX})")
        place.setObjectName("join_request_place")
        place.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        place.setDefaultSuffix(REQUEST_SUFFIX)
        place.fileSelected.connect(
            lambda path: self._do(
                dialog,
                lambda _: goal.ask(Path(path), who, own),
                lambda check: self.asked.emit(path, str(check), goal.asks.own),
            )
        )
        place.rejected.connect(dialog.go_on)
        place.open()

    def _ask_answer(self, goal: Goal, name: str) -> None:
        dialog = AnswerDialog(self._look, name, goal.asks, self._over)
        dialog.given.connect(
            lambda password, own, check: self._ask_file(dialog, goal, Answered(password, own, check))
        )
        dialog.open()

    def _ask_file(self, dialog: AnswerDialog, goal: Goal, told: Answered) -> None:
        place = QFileDialog(self._over, self.tr("收下批复文件"), "", f"{self.tr('批复文件')} (*)")
        place.setObjectName("join_answer_file")
        place.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place.setFileMode(QFileDialog.FileMode.ExistingFile)
        place.fileSelected.connect(
            lambda path: self._do(dialog, lambda step: goal.by_file(Path(path), told, step), self._welcome)
        )
        place.rejected.connect(dialog.go_on)
        place.open()

    def _welcome(self, told: object) -> None:
        """Show the code that opens this laptop in need, once, and then say who may sign in."""
        if isinstance(told, Again):
            self.renewed.emit(told)
        elif isinstance(told, Member) and told.recovery_code:
            self._show_code(told, lambda: self.joined.emit(told))
        elif isinstance(told, Member):
            self.joined.emit(told)

    def _show_code(self, told: object, then: Callable[[], None], *, renewed: bool = False) -> None:
        if isinstance(told, Member):
            dialog = RecoveryDialog(self._look, told, self._over, renewed=renewed)
            dialog.finished.connect(lambda _: then())
            dialog.open()

    def _do(self, dialog: Dialog, work: Callable[[Progress], object], done: Callable[[object], None]) -> None:
        """Do it beside the screen; the window closes when it was done, and says why not."""

        def ended(told: object) -> None:
            if isValid(dialog):
                dialog.accept()
            done(told)

        def refused(error: Exception) -> None:
            if isValid(dialog) and dialog.isVisible():
                dialog.show_failure(explain(error, self._texts))
            else:
                self.failed.emit(error)

        by_hub = isinstance(dialog, CodeDialog)
        dialog.show_doing(self.tr("正在连接中心…") if by_hub else self.tr("正在办理…"))
        self._jobs.start(work, ended, failed=refused, lane=JOINING)
