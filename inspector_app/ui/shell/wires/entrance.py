"""What the sign-in page leads to: joining an office, a lost password, and the training workspace."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from shiboken6 import isValid

from inspector_app.casework.base.desk import Renderer
from inspector_app.casework.people import recovering
from inspector_app.casework.people.recovering import NewPassword
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import Problem
from inspector_app.ui.entrance.recover_dialog import RecoverDialog
from inspector_app.ui.entrance.sign_in_page import SignInPage
from inspector_app.ui.entrance.training import make_training
from inspector_app.ui.exchange.join_room import JoinRoom
from inspector_app.ui.exchange.ways import Joining
from inspector_app.ui.jobs import Job, Jobs
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, explain, of_problem


def join(look: Look, page: SignInPage, jobs: Jobs, texts: Texts, joining: Callable[[], Joining]) -> JoinRoom:
    """Return what leads through joining over the sign-in page, connected with what it says there."""

    def say(code: str, where: str = "", **values: object) -> None:
        page.notice.show_words(of_problem(Problem.of(code, where, **values), texts), tone="info")

    room = JoinRoom(look, page, jobs, texts, joining, page)
    room.asked.connect(lambda path, check, _: say("exchange_ui.asked", path, check=check))
    room.failed.connect(lambda error: page.show_failure(explain(error, texts)))
    room.joined.connect(lambda one: say("exchange_ui.joined", name=one.name, machine_code=one.machine_code))
    return room


def recover(
    look: Look,
    page: SignInPage,
    jobs: Jobs,
    texts: Texts,
    folder: Path,
    clock: Clock,
    who: tuple[str, str],
) -> None:
    """Ask for the recovery code and give somebody a new password.

    Args:
        who: account and name.
    """
    user, name = who
    dialog = RecoverDialog(look, name, page)

    def done(_: object) -> None:
        if isValid(dialog):
            dialog.accept()
        page.notice.show_words(of_problem(Problem.of("recovering.done", name), texts), tone="info")

    def failed(error: Exception) -> None:
        if isValid(dialog) and dialog.isVisible():
            dialog.show_failure(explain(error, texts))
        else:
            page.show_failure(explain(error, texts))

    dialog.given.connect(
        lambda code, password: jobs.start(
            lambda _: recovering.by_code(folder, code, NewPassword(user, password), clock),
            done,
            failed=failed,
        )
    )
    dialog.open()


def train(
    page: SignInPage,
    jobs: Jobs,
    texts: Texts,
    work: tuple[Path, Clock, Renderer],
    show_people: Callable[[], None],
) -> Job:
    """Make the training workspace beside the screen, and return the job, which may be cancelled."""

    def made(problem: Problem | None) -> None:
        show_people()
        if problem is not None:
            page.notice.show_words(of_problem(problem, texts))

    def failed(error: Exception) -> None:
        show_people()
        page.show_failure(explain(error, texts))

    page.show_busy(said("正在建立培训工作区…"), stoppable=True)
    job = jobs.start(partial(make_training, *work), made, failed=failed, progressed=page.show_progress)
    job.cancelled.connect(show_people)
    return job
