"""`bench start`: process start until the first page is painted, beside a window that shows one label; and
Enter at the sign-in until a list with rows is painted."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from inspector_app.answers.benches.answers import Extent
from inspector_app.answers.benches.contest import Bound
from inspector_app.answers.benches.plays import ROOM, Dealt, Entrant, Peer, Work, child, room, starting

BARE_LIMIT = 1.8
"""A multiple of the bare window's median."""
MOST_MB = 130
SIGN_IN_MS = 600
DECADE_LIMIT = 1.3
WARM_UP = 2


def works(extent: Extent) -> list[Work]:
    """Return the start beside a bare window, and the sign-in over 1,000 inspections, for real.

    With a folder of ten years the sign-in there is timed beside it.
    """
    folder = room()
    ours = starting("ours", ROOM, "start", str(folder / "start"))
    bare = starting("a bare PySide6 window", f"{ROOM}.bare")
    rounds = str((extent.rounds or 0) + WARM_UP)
    dealt = Dealt(partial(_signed_in, folder / "years", rounds))
    return [
        *_over_a_decade(extent, dealt, rounds),
        Work("start: process start to first paint, warm", _with_memory(ours), (Peer(bare, BARE_LIMIT),)),
        Work(
            "start: Enter at the sign-in to a list with rows, 1,000 inspections",
            Entrant("ours", dealt, dict),
            (Bound(SIGN_IN_MS),),
        ),
    ]


def _over_a_decade(extent: Extent, beside: Dealt, rounds: str) -> list[Work]:
    """Return the sign-in to a folder of ten years beside that to a small one, when there is such a folder."""
    if extent.folder is None:
        return []
    ours = Dealt(partial(_signed_in, extent.folder, rounds))
    peer = Peer(Entrant("the same over 1,000 inspections", beside, dict), DECADE_LIMIT)
    name = "start: Enter at the sign-in to a list with rows, ten years"
    return [Work(name, Entrant("ours", ours, dict), (Bound(SIGN_IN_MS), peer))]


def _signed_in(folder: Path, rounds: str) -> Any:
    return child(ROOM, "sign_in", str(folder), rounds)


def _with_memory(ours: Entrant) -> Entrant:
    """Say beside the memory whether it is what was promised."""
    told: Callable[[], Mapping[str, object]] = ours.facts

    def facts() -> Mapping[str, object]:
        known = dict(told())
        peak = known.get("peak_mb")
        kept = isinstance(peak, float | int) and peak <= MOST_MB
        return {**known, "most_mb": MOST_MB, "memory": "kept" if kept else "NOT kept"} if peak else known

    return Entrant(ours.name, ours.work, facts)
