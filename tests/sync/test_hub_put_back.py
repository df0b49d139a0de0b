"""A hub that forgot: put back from an old copy, or its disk lost a file. It gets everything again."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.domain.errors import PeerError
from inspector_app.store.handing import LEFT
from inspector_app.sync import exchange, wire
from tests.hub_http.conftest import Running, founded, serving  # noqa: F401 - a fixture
from tests.sync.hubs import Bureau, in_step, now, synced, writes
from tests.sync.office import Steps

Serve = Callable[..., Running]


class Forgetful:
    """A hub that can be put back to what it was."""

    def __init__(self, serve: Serve, folder: Path) -> None:
        self._serve, self._folder = serve, folder
        founded(folder / "hub", "--training")
        self.bureau = Bureau(serve(data=folder / "hub", hub="x"), folder)

    @property
    def url(self) -> str:
        return self.bureau.running.url

    def copy(self) -> None:
        self._stopped(lambda data: shutil.copytree(data, self._folder / "old"))

    def put_back(self) -> None:
        def back(data: Path) -> None:
            shutil.rmtree(data)
            shutil.copytree(self._folder / "old", data)

        self._stopped(back)

    def _stopped(self, work: Callable[[Path], object]) -> None:
        running = self.bureau.running
        running.stop()
        work(running.data)
        self.bureau.running = self._serve(data=running.data, hub=running.hub)

    def missing(self, room: str, names: list[str]) -> list[str]:
        hub = self.bureau.books()
        try:
            return hub.blobs.missing(room, names)
        finally:
            hub.close()

    def tips(self, room: str) -> set[str]:
        hub = self.bureau.books()
        try:
            return set(hub.bundles.tips(room).tips)
        finally:
            hub.close()


@pytest.fixture
def forgetful(serving: Serve, tmp_path: Path) -> Iterator[Forgetful]:  # noqa: F811
    one = Forgetful(serving, tmp_path)
    yield one
    one.bureau.close()


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_hub_put_back_from_an_old_copy_gets_entries_and_photos_again(forgetful: Forgetful) -> None:
    bureau = forgetful.bureau
    a = bureau.laptop("a")
    writes(a, 2, b"early photo")
    synced(a)
    forgetful.copy()
    synced(a, forgetful.url)  # at its new address, which is remembered
    b = bureau.laptop("b")
    photos = {each.user: b"photo of " + each.user.encode() for each in (a, b)}
    for each in (a, b):
        writes(each, 3, photos[each.user])
        synced(each)
    in_step(bureau, a, b)
    room, names = a.desk.store.meta.workspace, [sha(one) for one in photos.values()]
    assert forgetful.missing(room, names) == []
    forgetful.put_back()
    assert forgetful.missing(room, [*names, sha(b"early photo")]) == names
    told = synced(a, forgetful.url)
    codes = {one.code for one in told.news}
    assert {"exchange.log_differs", "exchange.log_rewritten"} <= codes
    assert told.decide, "a script learns of it too"
    for each in (b, a, b):
        synced(each, forgetful.url)
    assert forgetful.missing(room, [*names, sha(b"early photo")]) == []
    assert forgetful.tips(room) == a.desk.store.tips().keys() == b.desk.store.tips().keys()
    assert a.desk.store.digest() == b.desk.store.digest()
    for each in (a, b):
        state = each.desk.store.state()
        assert (state.received, state.blobs_received) == (state.entries, state.blobs)
    assert not synced(a).decide, "told once"


def test_what_a_hub_forgot_is_not_said_to_be_received(forgetful: Forgetful) -> None:
    a = forgetful.bureau.laptop("a")
    store = a.desk.store
    forgetful.copy()
    synced(a, forgetful.url)
    writes(a, 3, b"photo")
    synced(a)
    journal = store.meta.journal_id
    end = store.tips()[journal]
    assert store.receipted()[journal] == end
    forgetful.put_back()
    # The line breaks right after the log was read: nothing is handed over yet.
    proxy = forgetful.bureau.proxy()
    with pytest.raises(PeerError):
        exchange.run(store, now(), Broken(proxy.close), url=proxy.url)
    assert store.receipted().get(journal, []) != end
    state = store.state()
    assert (state.received < state.entries, state.blobs_received) == (True, 0)
    assert [(one.journal_id, one.seq) for one in store.doubted()] == [(journal, end[0][0])]
    synced(a, forgetful.url)
    assert store.receipted()[journal] == end


class Broken(Steps):
    """Progress of somebody whose line breaks before anything is sent."""

    def __init__(self, breaks: Callable[[], None]) -> None:
        super().__init__()
        self._breaks = breaks

    def step(self, done: int, total: int, doing: str = "") -> None:
        if doing == "正在上交":
            self._breaks()
            raise PeerError("exchange.cut_off", where="", reason="")
        super().step(done, total, doing)


def test_a_photo_that_the_hub_s_disk_lost_is_handed_over_again(forgetful: Forgetful) -> None:
    a, today = forgetful.bureau.laptop("a"), now()
    writes(a, 1, b"one")
    writes(a, 1, b"two")
    synced(a, at=today)
    data, room = forgetful.bureau.running.data, a.desk.store.meta.workspace
    (place,) = [one for one in (data / "blobs").rglob(sha(b"one")) if one.is_file()]
    place.unlink()
    assert synced(a, at=today).sent.blobs == 0, "asked once a day"
    tomorrow = today + timedelta(days=400)
    told = exchange.run(a.desk.store, tomorrow, Steps())
    assert told.sent.blobs == 1
    assert [(one.code, dict(one.values)) for one in told.news if one.code.startswith("exchange.photo")] == [
        ("exchange.photos_lost_at_hub", {"count": 1})
    ]
    assert forgetful.missing(room, [sha(b"one"), sha(b"two")]) == []
    assert exchange.run(a.desk.store, tomorrow, Steps()).sent.blobs == 0


def test_what_only_the_hub_kept_and_lost_is_missed_again(forgetful: Forgetful) -> None:
    bureau = forgetful.bureau
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    forgetful.copy()
    for each in (a, b):
        synced(each, forgetful.url)
    writes(a, 1, b"far photo")
    synced(a)
    store, digest = b.desk.store, sha(b"far photo")
    exchange.run(store, now(), Steps(), wanted=lambda: ())
    assert store.elsewhere() == {digest: LEFT}
    forgetful.put_back()
    told = exchange.run(store, now(), Steps(), wanted=lambda: (), url=forgetful.url)
    assert ("exchange.photos_nowhere", digest) in {(one.code, one.where) for one in told.news}
    assert (store.elsewhere(), store.blobs_absent()) == ({}, [digest])
    # The hub's log came to what it was before, so nothing tells its author but the question of the next day.
    tomorrow = now() + timedelta(days=1)
    assert exchange.run(a.desk.store, tomorrow, Steps(), url=forgetful.url).sent.blobs == 1
    assert synced(b).received.blobs == 1


def test_the_hub_is_asked_before_a_photo_is_dropped(forgetful: Forgetful) -> None:
    a = forgetful.bureau.laptop("a")
    writes(a, 1, b"one")
    writes(a, 1, b"two")
    synced(a)
    one, two = sha(b"one"), sha(b"two")
    store, data = a.desk.store, forgetful.bureau.running.data
    (place,) = [each for each in (data / "blobs").rglob(one) if each.is_file()]
    place.unlink()
    assert exchange.held(store, now(), [one, two], Steps()) == {two}
    assert store.received([one, two]) == {two}
    assert synced(a).sent.blobs == 1


def test_a_leaver_s_work_that_the_hub_had_received_comes_back(
    forgetful: Forgetful, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau = forgetful.bureau
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    forgetful.copy()
    for each in (b, a):
        synced(each, forgetful.url)
    writes(b, 3)
    synced(b)
    synced(a)
    device = b.desk.store.device_key()
    assert device is not None
    hub = bureau.books()
    try:
        hub.devices.revoke(device.key_id, reason="left")
    finally:
        hub.close()
    synced(a)
    forgetful.put_back()
    monkeypatch.setattr(wire, "MOST_PUSH", 1_001)  # bundle by bundle: the hub knows of the leaver by then
    told = synced(a, forgetful.url)
    assert "exchange.journal_refused" not in {one.code for one in told.news}
    journal = b.desk.store.meta.journal_id
    hub = bureau.books()
    try:
        held = hub.bundles.tips(a.desk.store.meta.workspace).tips
    finally:
        hub.close()
    assert list(map(tuple, held[journal])) == a.desk.store.tips()[journal]
