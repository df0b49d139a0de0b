"""Receipts as the hub would give them, for tests of what counts as received."""

from inspector_app.journal.log import START
from inspector_app.journal.receipt import Receipt
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey

HUB_KEY = SigningKey.from_bytes(b"h" * 32)


def received(store: Store) -> None:
    """Let the hub have received everything of a store that stands there now."""
    told = []
    for no, (journal_id, ends) in enumerate(store.tips().items(), 1):
        for seq, digest in ends:
            one = Receipt("ab" * 16, store.meta.workspace, journal_id, seq, digest, no, START, "2026-03-02")
            told.append(Receipt.read(one.sign(HUB_KEY), HUB_KEY.public))
    store.take_in([], receipts=told)
