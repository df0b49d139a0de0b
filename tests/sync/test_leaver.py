"""Somebody left; then the hub was put back from a copy of before. What he had handed in comes back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector_app.journal.receipt import Receipt
from inspector_app.store.store import Store
from inspector_app.sync import pushing
from inspector_app.sync.pushing import Pushing
from inspector_app.sync.trusting import Trusted
from inspector_app.trust.keys import VerifyKey
from inspector_app.trust.owning import is_begun_by
from tests.hub_http.conftest import Running, serving  # noqa: F401 - a fixture
from tests.sync.hubs import synced, writes
from tests.sync.test_hub_put_back import Forgetful


@pytest.fixture
def forgetful(serving: Callable[..., Running], tmp_path: Path) -> Iterator[Forgetful]:  # noqa: F811 - as above
    made = Forgetful(serving, tmp_path)
    yield made
    made.bureau.close()


def held(forgetful: Forgetful, room: str, journal: str) -> list[tuple[int, bytes]]:
    hub = forgetful.bureau.books()
    try:
        return list(hub.bundles.tips(room).tips.get(journal, ()))
    finally:
        hub.close()


def test_receipted_work_of_a_leaver_comes_back(forgetful: Forgetful) -> None:
    bureau = forgetful.bureau
    leaver, stays = bureau.laptop("leaver"), bureau.laptop("stays")
    forgetful.copy()
    for _ in range(3):
        writes(leaver)
        synced(leaver, forgetful.url)
    store, room = leaver.desk.store, leaver.desk.store.meta.workspace
    journal, key = store.meta.journal_id, store.device_key()
    assert key is not None
    assert is_begun_by(journal, key.public), "joining names a journal after the laptop's key"
    synced(stays, forgetful.url)
    hub = bureau.books()
    hub.devices.revoke(key.key_id, reason="left")
    hub.close()
    synced(stays, forgetful.url)  # learns that he left
    forgetful.put_back()
    whole = store.tips()[journal]
    assert held(forgetful, room, journal) != whole
    told = synced(stays, forgetful.url)
    assert held(forgetful, room, journal) == whole
    assert "exchange.journal_refused" not in {one.code for one in told.news}
    newcomer = bureau.laptop("newcomer")
    synced(newcomer, forgetful.url)
    assert newcomer.desk.store.tips()[journal] == whole


def test_a_journal_that_no_push_can_hold_comes_back(
    forgetful: Forgetful, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only its last receipt is here: it is led back from there, part by part, and then brought."""
    monkeypatch.setattr(pushing, "PART_BYTES", 2_000)  # so the withdrawal arrives before the work does
    monkeypatch.setattr(pushing, "SHOWN_BYTES", 2_000)
    bureau = forgetful.bureau
    leaver, stays = bureau.laptop("leaver"), bureau.laptop("stays")
    forgetful.copy()
    for _ in range(3):
        writes(leaver, sites=40)
        synced(leaver, forgetful.url)
    store, room = leaver.desk.store, leaver.desk.store.meta.workspace
    journal, key = store.meta.journal_id, store.device_key()
    assert key is not None
    synced(stays, forgetful.url)
    there = stays.desk.store
    assert [Receipt.read(raw, hub_key(there)).seq for raw in there.receipts_of(journal)] == [
        store.tips()[journal][0][0]
    ]
    hub = bureau.books()
    hub.devices.revoke(key.key_id, reason="left")
    hub.close()
    synced(stays, forgetful.url)
    forgetful.put_back()
    parts: list[int] = []
    pushed = Pushing._pushed

    def counted(self: Pushing, bundles: list[bytes], shown: list[bytes], total: int) -> object:
        if shown:
            parts.append(len(bundles))
        return pushed(self, bundles, shown, total)

    monkeypatch.setattr(Pushing, "_pushed", counted)
    told = synced(stays, forgetful.url)
    assert held(forgetful, room, journal) == store.tips()[journal]
    assert "exchange.journal_refused" not in {one.code for one in told.news}
    assert len(parts) > 3, "it took several pushes"


def hub_key(store: Store) -> VerifyKey:
    (key,) = Trusted(store.keyring).hub_keys()
    return key
