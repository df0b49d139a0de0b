"""`demo --story NAME`: a whole course of events, played step by step, with its papers in a folder."""

from collections.abc import Callable, Mapping
from datetime import date

from inspector_app.answers import demos
from inspector_app.answers.answer import Answer
from inspector_app.answers.demos import Demo
from inspector_app.casework.papers import board
from inspector_app.casework.play.stories import (
    conduct_withdrawn,
    failed_rechecks,
    late_extension,
    paper_day,
    partial_stop,
    phone_approvals,
    plant_quarter,
)
from inspector_app.casework.play.story import Step, Story
from inspector_app.domain.errors import UsageError
from inspector_app.reports.figures import count
from inspector_app.store.store import Store

STORIES: Mapping[str, Callable[[Story], None]] = {
    "failed_rechecks": failed_rechecks.play,
    "partial_stop": partial_stop.play,
    "late_extension": late_extension.play,
    "conduct_withdrawn": conduct_withdrawn.play,
    "phone_approvals": phone_approvals.play,
    "plant_quarter": plant_quarter.play,
    "paper_day": paper_day.play,
}
"""By the name that is asked for, in the order in which they are listed."""


def play(demo: Demo, name: str) -> Answer:
    """Play a story and write its papers.

    Raises:
        UsageError: `cli.unknown_story`.
        UnavailableError: `demo.out_refused` when the folder cannot be written.
    """
    if name not in STORIES:
        raise UsageError("cli.unknown_story", where="--story", story=name, known="、".join(STORIES))
    demos.prepare(demo.out)
    story = Story(demo.desk, demo.clock, filing=demo.filing)
    first = demo.desk.today()
    STORIES[name](story)
    for step in story.steps:
        demo.step(step.what)
    return _answer(demo, name, story, first.isoformat())


def _answer(demo: Demo, name: str, story: Story, first: str) -> Answer:
    store = demo.desk.store
    board.catch_up(demo.desk)
    papers = [demos.document(demo, one, n) for n, one in enumerate(story.document_ids, start=1)]
    days = sorted({first, demo.desk.today().isoformat(), *(str(one["issued_on"]) for one in papers)})
    first_day, last_day = (date.fromisoformat(one) for one in (days[0], days[-1]))
    figures = count(store, first_day, last_day, filing=demos.filing_of(demo))
    data: dict[str, object] = {
        "data": str(store.folder.path),
        "story": name,
        "steps": [_step(one) for one in story.steps],
        "documents": papers,
        "duties": _duties(store),
        "figures": {one.code: one.value for one in figures},
        "digest": store.digest(),
    }
    lines = tuple(f"{one.at:%Y-%m-%d %H:%M}  {one.what}" for one in story.steps)
    return Answer("demo", data, lines)


def _step(step: Step) -> dict[str, object]:
    return {"at": step.at.isoformat(timespec="minutes"), "what": step.what, "seen": dict(step.seen)}


def _duties(store: Store) -> list[dict[str, object]]:
    """Return every duty as the board holds it, by finding and party."""
    return [
        {
            "finding_id": one.finding_id,
            "party_id": one.party_id,
            "state": one.word,
            "open": one.open,
            "due_on": one.due,
            "round": one.round,
            "closed_on": one.closed_on,
        }
        for one in store.duties()
    ]
