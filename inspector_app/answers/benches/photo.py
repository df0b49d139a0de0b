"""`bench photo`: a photo of twelve megapixels to its small picture, to being durable, to the tray."""

from functools import cache
from typing import Any

from inspector_app.answers.benches.answers import Extent
from inspector_app.answers.benches.contest import Bound
from inspector_app.answers.benches.plays import ROOM, Dealt, Entrant, Peer, Work, child

THUMB_MS, DURABLE_MS = 100, 60
DECODE_LIMIT, WRITE_LIMIT = 1.5, 30.0
"""Multiples of the floor: a bare decode, and a bare write that waits for the disk. The second is generous:
what is durable was also decoded to its end, encrypted and told to the journal."""

WARM_UP = 2


def works(extent: Extent) -> list[Work]:
    """Return the small picture beside a bare decode, durability beside a bare write, and the whole way."""

    @cache
    def played() -> Any:
        return child(ROOM, "photo", str((extent.rounds or 0) + WARM_UP))

    def one(name: str, what: str) -> Entrant:
        return Entrant(name, Dealt(lambda: played()[what]), dict)

    return [
        Work(
            "photo: 12 megapixels to its small picture",
            one("ours", "thumb"),
            (Bound(THUMB_MS, p95=True), Peer(one("bare scaled decode, Qt", "decode"), DECODE_LIMIT)),
        ),
        Work(
            "photo: 12 megapixels to durable, proven whole and encrypted",
            one("ours", "durable"),
            (Bound(DURABLE_MS), Peer(one("bare write and fsync", "bare"), WRITE_LIMIT)),
        ),
        Work("photo: 12 megapixels to the tray", one("ours", "shown"), (Bound(THUMB_MS + DURABLE_MS),)),
    ]
