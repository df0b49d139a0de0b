"""Exchange with a real hub over TLS on loopback: everything arrives once, and all come to the same."""

import hashlib
import secrets
import shutil
from datetime import timedelta

import pytest

from inspector_app.domain.errors import (
    Cancelled,
    PeerError,
    RuleError,
    SignInError,
    UnavailableError,
    UnverifiableError,
)
from inspector_app.sync import exchange, files, outcome, wire
from inspector_app.trust import machine
from tests.sync.hubs import Bureau, in_step, now, synced, writes
from tests.sync.office import Office, Steps


def test_what_one_wrote_the_others_have(bureau: Bureau) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    photo = secrets.token_bytes(300_000)
    site = writes(a, 30, photo)
    sent = synced(a)
    assert (sent.sent.entries, sent.sent.blobs) == (60, 1)
    assert (sent.acknowledged.entries, sent.acknowledged.blobs) == (60, 1)
    got = synced(b)
    assert (got.received.blobs, got.same, got.decide) == (1, True, False)
    assert b.desk.store.record("site", site) == a.desk.store.record("site", site)
    assert b.desk.store.blob(hashlib.sha256(photo).hexdigest()) == photo
    writes(b)
    in_step(bureau, a, b)


def test_a_sync_of_nothing_sends_and_fetches_nothing(bureau: Bureau) -> None:
    a, today = bureau.laptop("a"), now()
    writes(a, photo=b"photo")
    synced(a, at=today)
    again = synced(a, at=today)
    nothing = outcome.Amount()
    assert (again.sent, again.received, again.acknowledged) == (nothing, nothing, nothing)
    proxy = bureau.proxy()
    synced(a, proxy.url, at=today)
    asked = [one.split(" ")[1].rsplit("/", 1)[-1] for one in proxy.seen.requests]
    assert asked == ["hello", "nonce", "token", "pull", "have", "digest"]


def test_own_bundles_do_not_come_back(bureau: Bureau) -> None:
    a = bureau.laptop("a")
    synced(a)
    for _ in range(3):
        writes(a)
        synced(a)
        assert synced(a).received == outcome.Amount()


def test_photos_are_counted_in_words(bureau: Bureau) -> None:
    a = bureau.laptop("a")
    for n in range(12):
        writes(a, 1, b"photo%d" % n)
    steps = Steps()
    told = synced(a, steps=steps)
    assert told.sent.blobs == 12
    told_of = [(done, total) for done, total, doing in steps.told if doing == outcome.PHOTOS]
    photos = [(done, total) for done, total in told_of if total]  # before: the hub is asked what it lacks
    assert photos[0] == (0, 12)
    assert photos[-1] == (12, 12)
    assert photos == sorted(photos)
    assert list(dict.fromkeys(one[2] for one in steps.told)) == [
        outcome.CONNECTING,
        outcome.RECEIVING,
        outcome.SENDING,
        outcome.PHOTOS,
        outcome.COMPARING,
    ]


def test_who_stops_it_goes_on_later(bureau: Bureau) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    for n in range(6):
        writes(a, 20, b"photo%d" % n)
    stopped = 0
    for n in range(60):
        try:
            synced(a, steps=Steps(stop_after=n))
        except Cancelled:
            stopped += 1
            assert a.desk.store.exchanges(1)[0].outcome == "cancelled"
        else:
            break
    assert stopped > 5
    in_step(bureau, a, b)
    assert not a.desk.store.blobs_owed()


def test_more_than_one_push_and_one_page(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    for _ in range(30):
        with a.desk.store.transaction(a.user) as tx:
            for _ in range(20):
                tx.create("site", {"text": secrets.token_hex(7_000)})
    monkeypatch.setattr(wire, "MOST_PUSH", 1_500_000)
    proxy = bureau.proxy()
    told = synced(a, proxy.url)
    pushes = [one for one in proxy.seen.requests if "/push" in one]
    assert len(pushes) > 2
    assert told.acknowledged.entries == told.sent.entries == 600
    in_step(bureau, a, b)


def test_one_record_changed_on_two_laptops(bureau: Bureau) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    site = writes(a)
    in_step(bureau, a, b)
    for session, name in ((a, "甲"), (b, "乙")):
        with session.desk.store.transaction(session.user) as tx:
            tx.set("site", site, {"name": name})
    synced(a)
    told = synced(b)
    assert told.decide
    assert told.conflicts == (f"site:{site}",)
    in_step(bureau, a, b)


def test_a_cloned_laptop_is_found_and_both_go_on(bureau: Bureau) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    writes(a)
    in_step(bureau, a, b)
    a.close()
    shutil.copytree(bureau.folder / "a", bureau.folder / "clone", ignore=shutil.ignore_patterns("lock"))
    a = bureau.sign_in(bureau.folder / "a", a.user)
    clone = bureau.sign_in(bureau.folder / "clone", a.user)
    code = a.desk.store.meta.machine_code
    writes(a)
    writes(clone)
    synced(a)
    told = synced(clone)
    assert told.decide
    assert "exchange.forked_own" in {one.code for one in told.news}
    assert clone.desk.store.meta.machine_code != code
    writes(clone)
    in_step(bureau, a, b, clone)
    assert len(b.desk.store.branches()) == 1


def test_a_photo_that_nobody_sent_yet_is_waited_for(bureau: Bureau) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    writes(a, photo=b"late photo")
    digest = hashlib.sha256(b"late photo").hexdigest()
    place = a.desk.store._vault._place(a.desk.store._vault.name(digest))
    kept = place.read_bytes()
    place.unlink()
    synced(a)
    assert synced(b).received.blobs == 0
    assert b.desk.store.blobs_absent() == a.desk.store.blobs_absent()
    place.write_bytes(kept)
    assert synced(a).sent.blobs == 1
    assert synced(b).received.blobs == 1


def test_a_photo_that_rotted_at_the_hub_keeps_no_other_one_away(bureau: Bureau) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    writes(a, photo=b"rotten photo")
    writes(a, photo=b"sound photo")
    synced(a)
    digest = hashlib.sha256(b"rotten photo").hexdigest()
    (place,) = [one for one in (bureau.running.data / "blobs").rglob("*") if one.name == digest]
    place.write_bytes(b"ROTTEN photo")
    told = synced(b)
    assert told.received.blobs == 1
    assert [(one.code, one.where) for one in told.news] == [("exchange.photo_damaged", digest)]
    assert not b.desk.store.has_blob(digest)
    assert digest not in b.desk.store.received([digest])
    assert synced(b).received.blobs == 0, "the hub forgot what rotted"
    # Its author asks once a day what the hub still holds, and hands over again what it lost.
    a.desk.store.set_setting(f"exchange.confirmed.{a.desk.store.meta.workspace}", None)
    told = synced(a)
    assert (told.sent.blobs, [one.code for one in told.news]) == (1, ["exchange.photos_lost_at_hub"])
    assert synced(b).received.blobs == 1
    assert b.desk.store.blob(digest) == b"rotten photo"


def test_a_hub_that_is_away_is_told_and_the_laptop_works_on(bureau: Bureau) -> None:
    a = bureau.laptop("a")
    with pytest.raises(PeerError) as problem:
        synced(a, "https://127.0.0.1:9")
    assert problem.value.code == "exchange.unreachable"
    assert a.desk.store.exchanges(1)[0].outcome == "exchange.unreachable"
    assert exchange.reachable(a.desk.store)
    writes(a)
    synced(a)


def test_a_revoked_laptop_is_refused(bureau: Bureau) -> None:
    a = bureau.laptop("a")
    writes(a)
    device = a.desk.store.device_key()
    assert device is not None
    hub = bureau.books()
    hub.devices.revoke(device.key_id, reason="lost")
    hub.close()
    with pytest.raises(SignInError) as problem:
        synced(a)
    assert problem.value.exit_code == 4


def test_a_clock_that_is_wrong_is_told_and_stops_nothing(bureau: Bureau) -> None:
    a = bureau.laptop("a")
    for wrong in (timedelta(days=-400), timedelta(days=400), timedelta(minutes=5)):
        writes(a)
        told = exchange.run(a.desk.store, now() + wrong, Steps())
        assert [one.code for one in told.news] == ["exchange.clocks_apart"]
        assert not told.decide
    assert exchange.run(a.desk.store, now() + timedelta(seconds=60), Steps()).news == ()


def test_a_laptop_that_never_joined(tmp_path_factory: pytest.TempPathFactory) -> None:
    office = Office()
    store = office.laptop(tmp_path_factory.mktemp("alone") / "a", 1)
    try:
        with pytest.raises(RuleError, match=r"exchange\.not_joined"):
            exchange.run(store, now(), Steps())
        assert not exchange.reachable(store)
    finally:
        store.close()


def test_another_hub_under_the_same_address(bureau: Bureau) -> None:
    a = bureau.laptop("a")
    store = a.desk.store
    known = machine.known_hub(str(store.setting(machine.HUB)))
    other = machine.KnownHub(
        type(known.hub)(
            "0f" * 16, known.hub.key, known.hub.url, known.hub.fingerprint, known.hub.certificate_der
        ),
        known.certificate,
    )
    store.set_setting(machine.HUB, machine.hub_text(other))
    with pytest.raises(UnverifiableError, match=r"exchange\.other_hub"):
        synced(a)


@pytest.mark.parametrize(
    ("protocols", "least", "code"),
    [
        ((0,), "0.0.1", "exchange.hub_too_old"),
        ((9,), "0.0.1", "exchange.program_too_old"),
        ((1, 9), "99.0", "exchange.program_too_old"),
    ],
)
def test_programs_too_far_apart(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, protocols: tuple[int, ...], least: str, code: str
) -> None:
    a = bureau.laptop("a")
    real = wire.Hello.from_content

    def told(content: dict[str, object]) -> wire.Hello:
        one = real(content)
        return wire.Hello(one.hub, one.key, protocols, one.program, least, one.time)

    monkeypatch.setattr(wire.Hello, "from_content", staticmethod(told))
    with pytest.raises(UnavailableError) as problem:
        synced(a)
    assert (problem.value.code, problem.value.exit_code) == (code, 7)


def test_a_journal_that_the_hub_shut_out_holds_nothing_else_up(bureau: Bureau) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    writes(b)
    path = bureau.folder / "x.ijx"
    files.write_out(b.desk.store, path, now(), Steps())
    files.read_in(a.desk.store, path, Steps())
    device = b.desk.store.device_key()
    assert device is not None
    hub = bureau.books()
    hub.devices.revoke(device.key_id, reason="lost")
    hub.close()
    own = a.desk.store.meta.journal_id
    writes(a)
    told = synced(a)
    shut = [one for one in told.news if one.code == "exchange.journal_refused"]
    assert [(one.where, dict(one.values)["reason"]) for one in shut] == [
        (b.desk.store.meta.journal_id, "hub.key_revoked")
    ]
    assert a.desk.store.receipted()[own] == a.desk.store.tips()[own], "our own work reached the hub"
    assert not told.decide


def test_a_spent_code_is_replaced_at_the_next_exchange(bureau: Bureau) -> None:
    """Killed between the fork's commit and the taking of a spare code."""
    a = bureau.laptop("a")
    store = a.desk.store
    with store._engine.begin() as connection:
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES ('code_spent', '1')")
    store._load()
    code, spares = store.meta.machine_code, store.spares()
    told = synced(a)
    assert "exchange.forked_own" in {one.code for one in told.news}
    assert (store.meta.machine_code, store.meta.code_spent) == (spares[0], False)
    assert code != spares[0]
