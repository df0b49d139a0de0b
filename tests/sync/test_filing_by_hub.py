"""The filing workspace between laptops: seen by who was let in, and by nobody else, the hub included."""

import secrets
import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete

from inspector_app.casework.followup import filings
from inspector_app.casework.people import filing_workspace, workspace
from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.hub.tables import share_act
from inspector_app.journal import bundle, veil
from inspector_app.journal.chain import Head, append
from inspector_app.journal.log import START
from inspector_app.sync import exchange
from inspector_app.sync.outcome import Amount
from inspector_app.sync.rooms import Apart, VeiledRoom
from inspector_app.trust.content_keys import ContentKey, ContentKeys
from inspector_app.trust.keys import SigningKey
from tests.hub_http.conftest import founded, start
from tests.sync.filings import MARKER, apart, filed, files_of, filing_of, secret_of, shared, synced_whole
from tests.sync.hubs import Bureau, now, synced
from tests.sync.office import Steps


def test_a_case_is_seen_by_who_was_let_in_and_by_nobody_else(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, case_id = filed(bureau, monkeypatch)
    a, b, c = told.a, told.b, told.c
    sent = synced_whole(a).filing
    assert sent is not None
    assert sent.sent.entries == sent.acknowledged.entries > 0
    assert sent.sent.blobs == len(files_of(filing_of(a))) > 0
    assert not filing_of(a).blobs_owed()
    assert (filing_of(a).state().entries, filing_of(a).state().blobs) == (
        filing_of(a).state().received,
        filing_of(a).state().blobs_received,
    )

    got = synced_whole(b).filing
    assert got is not None
    assert (got.same, got.news, got.received.blobs) == (True, (), sent.sent.blobs)
    assert filing_of(b).digest() == filing_of(a).digest()
    case = filings.case_of(b.filing_desk(b.desk), case_id)
    assert case == filings.case_of(a.filing_desk(a.desk), case_id)
    assert MARKER in str(case)
    assert files_of(filing_of(b)) == files_of(filing_of(a))
    for digest in files_of(filing_of(a)):
        assert filing_of(b).blob(digest) == filing_of(a).blob(digest)
    assert filing_of(b).meta.machine_code == b.desk.store.meta.machine_code
    assert filing_of(b).meta.journal_id != filing_of(a).meta.journal_id

    assert synced_whole(c).filing is None
    assert told.again(c).room == type(c.room)(there=True)
    assert not c.desk.store.folder.filing.exists()

    again = synced_whole(a).filing
    assert again is not None
    assert (again.sent, again.received, again.acknowledged) == (Amount(), Amount(), Amount())


def test_what_the_colleague_writes_comes_back(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    told = shared(bureau, monkeypatch)
    for one in (told.a, told.b):
        synced_whole(one)
    with filing_of(told.b).transaction(told.b.user) as tx:
        note = tx.create("note", {"text": MARKER})
    synced_whole(told.b)
    back = synced_whole(told.a).filing
    assert back is not None
    assert (back.received.entries, back.same) == (1, True)
    assert filing_of(told.a).record("note", note) == filing_of(told.b).record("note", note)


def test_the_hub_learns_nothing(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    told, case_id = filed(bureau, monkeypatch)
    synced_whole(told.a)
    store, secret = filing_of(told.a), secret_of(told.a)
    digests = files_of(store)
    # The evidence lies in both workspaces; of the main one the hub knows it.
    apart_only = {one for one in digests if not told.a.desk.store.has_blob(one)}
    papers = [store.blob(one) for one in apart_only]
    assert papers
    number = store.numbers().numbers[0].number
    hub = bureau.books()
    try:
        raws = hub.bundles.pull(store.meta.workspace, 0, START, 10**9).bundles
        names = hub.blobs.missing(store.meta.workspace, sorted(digests))
        keys = told.a.desk.store.keyring
        inside = b""
        for raw in raws:
            assert raw.startswith(veil.KIND.magic)
            with pytest.raises(DamagedError):
                bundle.open_header(raw)
            with pytest.raises(DamagedError):
                veil.unveil(raw, secrets.token_bytes(32), keys.key)
            plain = veil.unveil(raw, secret, keys.key)
            assert plain[-200:] not in raw
            inside += b"".join(one.raw for one in bundle.unpack(plain, keys.key))
        assert MARKER.encode() in inside
        assert number.encode() in inside
        assert set(names) == digests  # none of them is called so there
    finally:
        hub.close()
    scanned = [one for one in bureau.running.data.rglob("*") if one.is_file()]
    there = [one for one in scanned if store.meta.workspace in one.parts]
    assert len(there) == len(digests)
    for one in scanned:
        content = one.read_bytes()
        for word in (MARKER, number, *apart_only):
            assert word.encode() not in content, one
        for paper in papers:
            assert paper[:200] not in content, one
    for one in there:
        assert b"%PDF" not in one.read_bytes()
    assert case_id


def test_access_that_was_ended_ends_on_the_other_laptop(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = shared(bureau, monkeypatch)
    filing_workspace.take(told.a.sign(workspace.TRAINING_PIN), filing_of(told.a), told.b.user)
    synced_whole(told.a)
    synced_whole(told.b)
    b = told.again(told.b)
    assert (b.room.there, b.filing) == (True, None)


def foreign(room: str, device: SigningKey, names: tuple[str, ...] = ()) -> bytes:
    """Return what somebody without the key can bring to the hub: a bundle veiled with another secret."""
    entry = append(
        Head(uuid4().hex),
        workspace=room,
        wall="2026-11-24T10:00:00+08:00",
        user="zhou",
        tx=uuid4().hex,
        tx_last=True,
        entity="note",
        entity_id=uuid4().hex,
        op="create",
        fields={"text": {"value": "x", "base": []}},
    )
    return veil.veil(bundle.pack([entry], device), ContentKey(secrets.token_bytes(32), names), device)


def test_what_does_not_open_is_passed_over_and_told(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    told = shared(bureau, monkeypatch)
    synced_whole(told.a)
    room, device = filing_of(told.a).meta.workspace, told.c.desk.store.device_key()
    assert device is not None
    hub = bureau.books()
    try:
        assert hub.bundles.push(room, [foreign(room, device)]).refused is None
    finally:
        hub.close()
    with filing_of(told.a).transaction(told.a.user) as tx:
        note = tx.create("note", {"text": MARKER})
    synced_whole(told.a)
    got = synced_whole(told.b).filing
    assert got is not None
    assert [(one.code, one.where) for one in got.news] == [("exchange.not_unveiled", device.key_id)]
    assert filing_of(told.b).record("note", note) is not None
    again = synced_whole(told.b).filing
    assert again is not None
    assert again.news == ()


def test_what_fails_with_it_leaves_the_main_exchange_as_it_went(tmp_path: Path) -> None:
    data = tmp_path / "hub" / "data"
    running = start(data, founded(data, "--training")["hub_id"])
    bureau = Bureau(running, tmp_path)
    try:
        a = bureau.laptop("a")
        device = a.desk.store.device_key()
        assert device is not None
        hub = bureau.books()
        for room in (uuid4().hex for _ in range(9)):  # what nobody made keeps nobody out
            with pytest.raises(RuleError, match=r"hub\.workspace_unknown"):
                hub.bundles.push(room, [foreign(room, device)])
        exchange.run(a.desk.store, now(), Steps())
        with hub.bundles._base.database.writing() as connection:  # as if the act had never come
            connection.execute(delete(share_act))
        hub.close()
        with a.desk.store.transaction(a.user) as tx:
            tx.create("site", {"name": "工地"})
        came = synced_whole(a)
        assert (came.sent.entries, came.acknowledged.entries, came.filing) == (1, 1, None)
        assert [(one.code, dict(one.values)["reason"]) for one in came.news] == [
            ("exchange.filing_failed", "hub.workspace_unknown")
        ]
        lines = filing_of(a).exchanges(1)
        assert [(one.way, one.outcome) for one in lines] == [("hub", "hub.workspace_unknown")]
    finally:
        bureau.close()
        assert running.stop() == 0
        assert running.process.stdout is not None
        running.process.stdout.close()


def test_two_copies_of_a_laptop_do_not_number_under_one_code(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = shared(bureau, monkeypatch)
    folder = told.a.desk.store.folder.path
    a = told.a
    a.close()
    bureau.sessions.remove(a)
    copy = shutil.copytree(folder, Path(f"{folder}-copy"))
    sessions = [bureau.sign_in(one, a.user) for one in (folder, copy)]
    for session in sessions:
        for store in (session.desk.store, filing_of(session)):
            with store.transaction(session.user) as tx:
                tx.create("note", {"text": "一"})
    first, second = (synced_whole(one) for one in sessions)
    assert first.filing is not None
    assert second.filing is not None
    assert (first.filing.decide, second.filing.decide) == (False, True)
    assert "exchange.forked_own" in {one.code for one in second.filing.news}
    main, filing = sessions[1].desk.store.meta, filing_of(sessions[1]).meta
    assert main.machine_code == filing.machine_code != filing_of(sessions[0]).meta.machine_code


def test_names_and_content_of_files_say_nothing(bureau: Bureau) -> None:
    a = bureau.laptop("a")
    synced(a)
    room = VeiledRoom(apart(a), a.desk.store)
    digest = "ab" * 32
    name = room.name_of(digest)
    assert name not in (
        digest,
        VeiledRoom(Apart(filing_of(a), lambda: ContentKeys(room.workspace, bytes(32))), a.desk.store).name_of(
            digest
        ),
    )
    with pytest.raises(DamagedError) as caught:
        room.opened(name, room.sealed(name, b"another file"))
    assert caught.value.code == "exchange.photo_damaged"
    with pytest.raises(DamagedError):
        room.opened(name, b"short")
