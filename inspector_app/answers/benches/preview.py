"""`bench preview`: a key pressed in the open finding until the page beside the form is painted anew."""

from functools import cache
from typing import Any

from inspector_app.answers.benches.answers import Extent
from inspector_app.answers.benches.contest import Bound
from inspector_app.answers.benches.plays import ROOM, Dealt, Entrant, Work, child

TEXT_MS, PHOTO_MS = 80, 200
WARM_UP = 3


def works(extent: Extent) -> list[Work]:
    """Return keys at a page of words and at a page of photos, typed at the pace of a person."""

    @cache
    def played() -> Any:
        return child(ROOM, "preview", str((extent.rounds or 0) + WARM_UP))

    def row(name: str, what: str, most: float) -> Work:
        ours = Entrant("ours", Dealt(lambda: played()[what]), dict)
        return Work(f"preview: key to page redrawn, {name}", ours, (Bound(most, p95=True),))

    return [row("a page of words", "text", TEXT_MS), row("a page of photos", "photos", PHOTO_MS)]
