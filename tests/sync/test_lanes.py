"""One photo that the hub will not have keeps no other one, and nothing else, waiting."""

import hashlib

import pytest

from inspector_app.domain.errors import PeerError, Problem
from inspector_app.sync.lanes import MOST_NAMED, Lanes
from inspector_app.sync.rooms import Room
from inspector_app.sync.transport import Connection, Peer
from tests.sync.hubs import Bureau, in_step, synced, writes
from tests.sync.office import Steps
from tests.sync.serving import self_made


def test_a_photo_that_the_hub_refuses_is_told_and_the_rest_goes_on(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    photos = [b"photo %d" % n for n in range(5)]
    for each in photos:
        writes(a, 1, each)
    bad = hashlib.sha256(photos[2]).hexdigest()
    real = Room.sealed

    def altered(room: Room, name: str, content: bytes) -> bytes:
        return b"other bytes" if name == bad else real(room, name, content)

    monkeypatch.setattr(Room, "sealed", altered)
    told = synced(a)
    assert told.sent.blobs == 4
    assert [(one.code, one.where, dict(one.values)) for one in told.news] == [
        ("exchange.photo_refused", bad, {"reason": "hub.blob_damaged"})
    ]
    assert a.desk.store.blobs_owed() == [bad]
    assert told.digest, "and everything after it was done"
    assert synced(b).received.blobs == 4
    monkeypatch.undo()
    assert synced(a).sent.blobs == 1
    in_step(bureau, a, b)


def test_what_is_said_of_many_photos_is_counted(bureau: Bureau) -> None:
    a = bureau.laptop("a")
    tls = self_made(bureau.folder / "tls")
    peer = Peer("b0" * 16, "https://127.0.0.1:9", tls.fingerprint, tls.der)
    with Connection(peer) as connection:
        lanes = Lanes(Room(a.desk.store), connection, Steps())
        lanes.news = [Problem.of("exchange.photo_not_there", f"{n:064x}") for n in range(100)]
        lanes.news.append(Problem.of("exchange.photo_lost", "ab" * 32, reason="store.blob_missing"))
        told = lanes.told()
    assert [one.code for one in told] == [
        *["exchange.photo_not_there"] * MOST_NAMED,
        "exchange.photos_more",
        "exchange.photo_lost",
    ]
    assert dict(told[MOST_NAMED].values) == {"count": 80, "reason": "exchange.photo_not_there"}


def test_a_second_conflict_on_one_record_is_told_too(bureau: Bureau) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    site = writes(a)
    in_step(bureau, a, b)
    for field in ("name", "floors"):
        for session, value in ((a, "甲"), (b, "乙")):
            with session.desk.store.transaction(session.user) as tx:
                tx.set("site", site, {field: value})
        synced(a)
        told = synced(b)
        assert told.decide, field
        assert told.conflicts == (f"site:{site}",)
        assert [dict(one.values) for one in told.news if one.code == "exchange.conflicts_new"] == [
            {"count": 1}
        ]
    in_step(bureau, a, b)


def test_the_history_says_what_stood_in_the_way(bureau: Bureau) -> None:
    a = bureau.laptop("a")
    with pytest.raises(PeerError):
        synced(a, "https://127.0.0.1:9")
    (line,) = a.desk.store.exchanges(1)
    assert (line.outcome, line.told["where"]) == ("exchange.unreachable", "https://127.0.0.1:9")
    values = line.told["values"]
    assert isinstance(values, dict)
    assert values["reason"]
    writes(a)
    synced(a)
    assert a.desk.store.exchanges(1)[0].told["news"] == []
