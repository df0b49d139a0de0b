"""`bench screen`: whole stories at the real window, watched for whatever holds it longer than 50 ms."""

from functools import cache
from typing import Any

from inspector_app.answers.benches.answers import Extent
from inspector_app.answers.benches.contest import Bound, Facts
from inspector_app.answers.benches.plays import ROOM, Dealt, Entrant, Work, child

MOST_MS = 50


def works(extent: Extent) -> list[Work]:
    """Return the longest time that the window was held in each telling of the stories, with the ten worst."""

    @cache
    def played() -> Any:
        return child(ROOM, "screen", str(extent.rounds or 1))

    def facts() -> Facts:
        told = played()
        worst = {f"{n}": one for n, one in enumerate(told["worst"], start=1)}
        return {"stories": " ".join(told["stories"]), "looks": told["looks"], **worst}

    ours = Entrant("ours", Dealt(lambda: played()["longest"]), facts)
    return [Work("screen: longest slot of all stories", ours, (Bound(MOST_MS, p95=True),))]
