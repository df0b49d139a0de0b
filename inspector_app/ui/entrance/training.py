"""The training morning: a workspace of its own with the built-in cases played in it. Knows no widget."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Renderer
from inspector_app.casework.people import workspace
from inspector_app.casework.play import main_job, samples
from inspector_app.catalog.case import Case, read_case
from inspector_app.domain.clock import Clock
from inspector_app.domain.documents import Office
from inspector_app.domain.errors import InspectorError, Problem, Progress
from inspector_app.ui.style.translation import said

CASES = (("site.toml", "resume", 10), ("plant.toml", "issue", 1))
"""Built-in cases, how far each is played, and how many days ago it began: one is finished, one still open.

Nothing of it lies ahead of today: a number from a day to come would make the first real one look misdated.
"""


def make_training(folder: Path, clock: Clock, renderer: Renderer, progress: Progress) -> Problem | None:
    """Make the training workspace and play the built-in cases in it.

    Returns:
        What to say when not every case could be played; the workspace is there all the same.

    Raises:
        RuleError: `workspace.already_there`.
        UnavailableError: what the store says of the folder.
    """
    total = 1 + 5 * len(CASES)
    progress.step(0, total, said("正在建立培训工作区…"))
    workspace.make_training(folder, clock)
    played = PlayedClock(clock.now())
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, played, renderer
    )
    try:
        desk = session.sign(workspace.TRAINING_PIN)
        done = 1
        for name, until, ago in CASES:
            played.moment = clock.now() - timedelta(days=ago)
            case = read_case(samples.folder() / name)
            progress.step(done, total, said("正在放入案例：%s") % case.target.name)
            main_job.play(
                desk,
                played,
                case,
                photos=_photos(case, desk.today()),
                training=_office(case),
                until=until,
                step=_steps(progress, done, total),
            )
            done += 5
        progress.step(total, total)
    except InspectorError as error:
        return Problem.of("ui.training_part", error.code, reason=error.code)
    finally:
        session.close()
    return None


def _steps(progress: Progress, done: int, total: int) -> Callable[[str], None]:
    """Return what tells each stage of a case; between two of them it may be stopped."""
    stages = count(done + 1)

    def step(_: str) -> None:
        progress.step(min(next(stages), total), total)

    return step


def _photos(case: Case, day: date) -> dict[str, bytes]:
    names = dict.fromkeys(name for finding in case.findings for name in finding.photos)
    return {name: samples.stamped((samples.folder() / name).read_bytes(), day) for name in names}


def _office(case: Case) -> Office:
    told = case.office
    if told is None:
        return Office("", "", "", "")
    return Office(told.name, told.prefix, told.review_body, told.phone, told.station, told.station_prefix)
