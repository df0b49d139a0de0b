"""`bench search`: any one to six characters, or initials, among the findings of ten years."""

from collections.abc import Callable
from functools import partial
from random import Random

from inspector_app.answers.benches import decade
from inspector_app.answers.benches.answers import Extent
from inspector_app.answers.benches.contest import Bound, Facts
from inspector_app.answers.benches.plays import Entrant, Work
from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk, Renderer
from inspector_app.casework.ledgers import reading
from inspector_app.casework.overview import search
from inspector_app.casework.targets.initials import initials
from inspector_app.casework.targets.searched import FINDING
from inspector_app.domain.ledgers import Ledger, Question

MOST_MS, WHOLE_MS = 5, 60
QUESTIONS, LONGEST = 400, 6


def works(extent: Extent, renderer: Callable[[], Renderer]) -> list[Work]:
    """Return the index's answer among findings, and the whole answer of the search box."""
    desk = decade.of(extent, renderer)
    asked = questions(desk)

    def facts() -> Facts:
        return {"findings": reading.opened(desk, Question(Ledger.FINDINGS)).count, "questions": len(asked)}

    def ours(answer: Callable[[str], object]) -> Callable[[int], Callable[[], object]]:
        return lambda n: partial(answer, asked[n % len(asked)])

    return [
        Work(
            "search: 1–6 characters or initials among the findings",
            Entrant("ours", ours(lambda told: desk.store.search(told, (FINDING,), 12)), facts),
            (Bound(MOST_MS, p99=True),),
        ),
        Work(
            "search: the whole answer of the search box",
            Entrant("ours", ours(lambda told: search.find(desk, told)), facts),
            (Bound(WHOLE_MS, p95=True),),
        ),
    ]


def questions(desk: Desk, seed: int = 11) -> list[str]:
    """Return what people may type: pieces of facts, places and names, and initials of names."""
    random = Random(seed)  # noqa: S311 - questions, not secrets
    names = [values.text(one.fields, "name") for one in desk.store.records("target")]
    facts = [one.fact for one in desk.rules.phrases]
    told = []
    for n in range(QUESTIONS):
        text = random.choice(facts if n % 2 else names)
        if n % 4 == 0:
            text = random.choice(initials(text))
        length = random.randint(1, LONGEST)
        start = random.randrange(max(1, len(text) - length))
        told.append(text[start : start + length])
    return told
