"""In the filing workspace the hub sees nothing: no false fork comes of that, nothing bad stops the rest."""

from uuid import uuid4

import pytest

from inspector_app.journal import bundle, veil
from inspector_app.journal.chain import Head, append
from inspector_app.sync import files
from inspector_app.trust.content_keys import ContentKey
from inspector_app.trust.keys import SigningKey
from tests.sync.filings import MARKER, Shared, apart, filing_of, secret_of, shared, synced_whole
from tests.sync.hubs import Bureau, now
from tests.sync.office import Steps


def note(told: Shared, session: object = None) -> str:
    one = session or told.a
    with filing_of(one).transaction(one.user) as tx:  # type: ignore[arg-type, attr-defined]
        return str(tx.create("note", {"text": MARKER}))


def stray(room: str, secret: bytes, inner: SigningKey, outer: SigningKey) -> bytes:
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
    return veil.veil(bundle.pack([entry], inner), ContentKey(secret), outer)


def test_what_cannot_be_believed_is_passed_over_and_told(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = shared(bureau, monkeypatch)
    synced_whole(told.a)
    room, device = filing_of(told.a).meta.workspace, told.a.desk.store.device_key()
    assert device is not None
    stranger = SigningKey.new()
    hub = bureau.books()
    try:
        raw = stray(room, secret_of(told.a), stranger, device)
        assert hub.bundles.push(room, [raw]).refused is None
    finally:
        hub.close()
    written = note(told)
    synced_whole(told.a)
    got = synced_whole(told.b)
    assert got.filing is not None, got.news
    assert [(one.code, dict(one.values)["reason"]) for one in got.filing.news] == [
        ("exchange.not_read_in", "journal.bundle_unknown_key")
    ]
    assert filing_of(told.b).record("note", written) is not None
    again = synced_whole(told.b).filing
    assert again is not None
    assert again.news == ()


def test_a_bundle_over_the_hub_s_end_makes_no_fork(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    told = shared(bureau, monkeypatch)
    note(told)
    synced_whole(told.a)
    # A file from before the receipt came: all of the journal in one bundle, the hub's end amid it.
    with filing_of(told.a)._writing() as connection:
        connection.exec_driver_sql("DELETE FROM receipt")
        filing_of(told.a)._commit(connection)
    written = note(told)
    path = bureau.folder / "stick.ijx"
    files.write_out(told.a.desk.store, path, now(), Steps(), filing=apart(told.a))
    files.read_in(told.b.desk.store, path, Steps(), filing=apart(told.b))
    assert filing_of(told.b).record("note", written) is not None
    carried = synced_whole(told.b)
    assert carried.filing is not None, carried.news
    assert carried.filing.news == ()
    for one in (told.a, told.b):
        last = synced_whole(one).filing
        assert last is not None
        assert (last.branches, last.news) == ((), ())
    hub = bureau.books()
    try:
        ends = hub.bundles.tips(filing_of(told.a).meta.workspace).tips
        assert {len(several) for several in ends.values()} == {1}, "no chain beside a chain"
    finally:
        hub.close()
    assert filing_of(told.a).digest() == filing_of(told.b).digest()
