"""What an exchange costs besides what it moves: no value is read for it, and the digest is reckoned once."""

from collections.abc import Callable
from typing import Any

import pytest

from inspector_app.store import disputes, projection
from tests.sync.hubs import Bureau, in_step, synced, writes


class Counted:
    """Calls another function, and counts how often."""

    def __init__(self, real: Callable[..., Any]) -> None:
        self._real, self.calls = real, 0

    def __call__(self, *told: Any) -> Any:
        self.calls += 1
        return self._real(*told)


def test_an_exchange_reckons_the_digest_once_and_reads_no_conflict(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    site = writes(a)
    in_step(bureau, a, b)
    for session, value in ((a, "甲"), (b, "乙")):
        with session.desk.store.transaction(session.user) as tx:
            tx.set("site", site, {"name": value})
    synced(a)
    digests, read = Counted(projection.digest), Counted(disputes.conflicts)
    monkeypatch.setattr(projection, "digest", digests)
    monkeypatch.setattr(disputes, "conflicts", read)
    told = synced(b)
    assert (told.conflicts, told.decide) == ((f"site:{site}",), True)
    assert (digests.calls, read.calls) == (1, 0)
    assert told.digest == b.desk.store.digest()
    monkeypatch.undo()
    in_step(bureau, a, b)
