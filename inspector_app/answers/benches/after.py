"""`bench casework`: each step after the visit on ten years of a district's work, beside an empty workspace.

Both desks do the same in the same rounds; before each round both get a visit of their own with its notice,
which is not timed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from inspector_app.answers.benches.after_acts import ACTS, Act
from inspector_app.answers.benches.answers import Extent
from inspector_app.answers.benches.plays import Entrant, Peer, Work, room
from inspector_app.casework.base.clocks import PlayedClock, SystemClock
from inspector_app.casework.base.desk import Renderer
from inspector_app.casework.papers import board
from inspector_app.casework.people import workspace
from inspector_app.casework.play import scene
from inspector_app.casework.play.decade import visits as decade
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.story import Story
from inspector_app.trust.slots import Cost

LIMIT = 1.3
"""A multiple of what it takes in an empty workspace."""

VISITS, FINDINGS = 20_000, 5
"""Visits of ten years in a large district (reference: domain.md 6), and findings of each."""

_CHEAP = Cost(memory=64, time=1, lanes=1)


@dataclass(slots=True)
class _Stage:
    """A workspace with the last visit that was made ready in it."""

    story: Story
    site: Scene

    def ready(self, act: Act, _: int) -> Callable[[], object]:
        """Return the act over a new visit; every round has one."""
        self.site = scene.another_visit(self.story, self.site, days=30)
        board.catch_up(self.story.desk)
        return act(self.story, self.site)


def works(extent: Extent, renderer: Callable[[], Renderer]) -> list[Work]:
    """Return each step, over ten years (or `rows` visits) and over nothing."""
    folder = room()
    full = _stage(folder / "years", renderer(), extent.rows or VISITS)
    bare = _stage(folder / "empty", renderer(), 0)
    return [
        Work(
            f"{name}, ten years of data",
            Entrant("ours", partial(full.ready, act), _memory),
            (Peer(Entrant("the same in an empty workspace", partial(bare.ready, act), dict), LIMIT),),
        )
        for name, act in ACTS.items()
    ]


_STATUS = Path("/proc/self/status")


def _memory() -> Mapping[str, object]:
    """Return this process's greatest memory in MB; nothing where the system does not tell."""
    if not _STATUS.is_file():
        return {}
    lines = _STATUS.read_text("ascii", "replace").splitlines()
    told = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)
    return {} if told is None else {"peak_mb": round(told / 1024)}


def _stage(folder: Path, renderer: Renderer, visits: int) -> _Stage:
    clock = PlayedClock(SystemClock().now())
    workspace.make_training(folder, clock, cost=_CHEAP)
    user, password = workspace.TRAINING_USER, workspace.TRAINING_PASSWORD
    session = workspace.sign_in(folder, user, password, clock, renderer)
    desk = session.sign(workspace.TRAINING_PIN)
    story = Story(desk, clock, filing=session.filing_desk(desk))
    site = scene.rise(story, "灯塔里安置房5号楼")
    if visits and desk.signer is not None:
        told = decade.Extent(visits, FINDINGS, open_days=0, even=True)
        decade.fill(desk, desk.signer, site, told)
    board.catch_up(desk)
    return _Stage(story, site)
