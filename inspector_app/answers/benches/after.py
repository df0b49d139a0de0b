"""`bench casework`: each step after the visit on ten years of a district's work, beside an empty workspace.

Both desks do the same in the same rounds; before each round both get a visit of their own with its notice,
which is not timed.
"""

import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from inspector_app.answers.benches import years
from inspector_app.answers.benches.answers import Extent
from inspector_app.answers.benches.plays import Entrant, Peer, Work, room
from inspector_app.casework.base.clocks import PlayedClock, SystemClock
from inspector_app.casework.base.desk import Renderer
from inspector_app.casework.followup import extensions, opinions, rechecks, replies
from inspector_app.casework.overview import dossier, followed, today
from inspector_app.casework.papers import approvals, board, debts, documents, drafts
from inspector_app.casework.people import workspace
from inspector_app.casework.play import scene
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.story import Story
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.replying import Said, Signature
from inspector_app.trust.slots import Cost

LIMIT = 1.3
"""A multiple of what it takes in an empty workspace."""

_CHEAP = Cost(memory=64, time=1, lanes=1)

Act = Callable[[Story, Scene], Callable[[], object]]
"""Makes an act ready, which is not timed, and returns it."""


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
    full = _stage(folder / "years", renderer(), extent.rows or years.VISITS)
    bare = _stage(folder / "empty", renderer(), 0)
    return [
        Work(
            f"{name}, ten years of data",
            Entrant("ours", partial(full.ready, act), _memory),
            (Peer(Entrant("the same in an empty workspace", partial(bare.ready, act), dict), LIMIT),),
        )
        for name, act in ACTS.items()
    ]


def _memory() -> Mapping[str, object]:
    return {"peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def _stage(folder: Path, renderer: Renderer, visits: int) -> _Stage:
    clock = PlayedClock(SystemClock().now())
    workspace.make_training(folder, clock, cost=_CHEAP)
    user, password = workspace.TRAINING_USER, workspace.TRAINING_PASSWORD
    session = workspace.sign_in(folder, user, password, clock, renderer)
    desk = session.sign(workspace.TRAINING_PIN)
    story = Story(desk, clock)
    site = scene.rise(story, "灯塔里安置房5号楼")
    if visits and desk.signer is not None:
        years.fill(desk, desk.signer, site, visits)
    board.catch_up(desk)
    return _Stage(story, site)


def _report(story: Story, site: Scene) -> replies.Report:
    signers = (PartyRole.CONTRACTOR, PartyRole.OWNER, PartyRole.SUPERVISOR)
    return replies.Report(
        site.notice_id,
        site.contractor.id,
        on=story.desk.today(),
        received_on=story.desk.today(),
        said=tuple(Said(one, "已整改。") for one in site.finding_ids),
        signatures=tuple(Signature(role, "骆行远", stamped=True) for role in signers),
    )


def _reply(story: Story, site: Scene) -> Callable[[], object]:
    return partial(replies.take_in, story.desk, _report(story, site))


def _request(story: Story, site: Scene) -> extensions.Ask:
    today, later = story.desk.today(), site.due + timedelta(days=7)
    return extensions.Ask(
        site.notice_id, site.contractor.id, today, today, later, "材料未到场", site.finding_ids
    )


def _ask(story: Story, site: Scene) -> Callable[[], object]:
    return partial(extensions.ask, story.desk, _request(story, site))


def _begin_recheck(story: Story, site: Scene) -> Callable[[], object]:
    return partial(rechecks.begin, story.desk, [site.notice_id])


def _rechecking(story: Story, site: Scene) -> str:
    recheck_id = rechecks.begin(story.desk, [site.notice_id])
    for finding_id in site.finding_ids:
        rechecks.note(story.desk, recheck_id, finding_id, "rectified")
    return recheck_id


def _note(story: Story, site: Scene) -> Callable[[], object]:
    recheck_id = rechecks.begin(story.desk, [site.notice_id])
    return partial(rechecks.note, story.desk, recheck_id, site.finding_ids[0], "rectified")


def _opinion(story: Story, site: Scene) -> Callable[[], object]:
    opinion = opinions.begin(story.desk, _rechecking(story, site))
    return partial(documents.issue, story.desk, opinion)


def _submit(story: Story, site: Scene) -> Callable[[], object]:
    request = extensions.ask(story.desk, _request(story, site))
    decision = extensions.begin(story.desk, request)
    told = {"own_safeguard": "设专人看守，封闭作业面"}
    drafts.change(story.desk, decision, **told)
    return partial(approvals.submit, story.desk, decision)


def _due_today(story: Story, _: Scene) -> Callable[[], object]:
    return partial(today.dues, story.desk)


def _followed(story: Story, _: Scene) -> Callable[[], object]:
    return partial(followed.followed, story.desk, followed.OVERDUE)


def _debts(story: Story, _: Scene) -> Callable[[], object]:
    return partial(debts.debts, story.desk)


def _timeline(story: Story, site: Scene) -> Callable[[], object]:
    return partial(dossier.timeline, story.desk, site.target.id, story.desk.today(), story.desk.today())


ACTS: Mapping[str, Act] = {
    "take in a report": _reply,
    "ask for an extension": _ask,
    "submit a decision": _submit,
    "begin a recheck": _begin_recheck,
    "note a result": _note,
    "issue an opinion": _opinion,
    "what is due today": _due_today,
    "what is overdue": _followed,
    "debts of approval": _debts,
    "timeline of a day": _timeline,
}
"""What is timed, by its words."""
