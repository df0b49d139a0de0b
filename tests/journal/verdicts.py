"""What the fold makes of an act, asked in several orders of arrival at once."""

import random

from inspector_app.domain.acts import Act, Role
from inspector_app.journal.authority import judge
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import fold
from inspector_app.trust.keys import SigningKey
from tests.journal.histories import arrivals
from tests.journal.writing import ROOT, Laptop, id_of, key_of

DOCUMENT = id_of("document")
OFFICE = (
    ("wang", Role.INSPECTOR),
    ("li", Role.SUPERVISOR),
    ("chen", Role.CLERK),
    ("admin", Role.ADMINISTRATOR),
)


def told(laptop: Laptop, entry: Entry) -> Act:
    """Return the act as any order of arrival leaves it."""
    acts = []
    for seed in range(3):
        state = fold(arrivals(laptop.entries, random.Random(seed)), ROOT)
        found = next(act for act in state.acts if act.id == entry.hash.hex())
        reason = dict(state.refused).get(entry.hash)
        assert (reason is None) == found.valid
        assert reason == judge(entry, state.keyring)
        acts.append(found)
    assert acts[0] == acts[1] == acts[2]
    return acts[0]


def refusal(laptop: Laptop, entry: Entry) -> str | None:
    """Return why an act has no effect, or None; it is shown with all it said all the same."""
    act = told(laptop, entry)
    assert (act.kind, act.content) == (entry.fields["kind"], entry.fields["content"])
    return dict(fold(laptop.entries, ROOT).refused).get(entry.hash)


def by(
    laptop: Laptop, user: str, kind: str, signer: SigningKey | None = None, day: str = "2026-03-02"
) -> Entry:
    """Write a signed act of a signed-in user on a day; without a signer it is the user's own key."""
    laptop.user, laptop.wall = user, f"{day}T08:00:00+08:00"
    return laptop.act(kind, {"number": "1"}, signer or key_of(user), DOCUMENT)
