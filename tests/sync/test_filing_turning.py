"""The filing workspace gets a new key when somebody loses access: who reads on, who does not, what waits."""

from pathlib import Path

import pytest

from inspector_app.casework.people import filing_workspace, workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import DamagedError
from inspector_app.journal import bundle, veil
from inspector_app.journal.log import START
from inspector_app.sync import awaiting, exchange, files
from inspector_app.sync.outcome import Outcome
from inspector_app.sync.rooms import VeiledRoom
from inspector_app.trust.content_keys import ContentKey
from tests.sync.filings import MARKER, Shared, apart, filing_of, secret_of, shared, synced_whole
from tests.sync.hubs import Bureau, now
from tests.sync.office import Steps
from tests.sync.test_filing_by_hub import foreign


def note(session: Session, photo: bytes = b"") -> str:
    """Write a note into the filing workspace, with a file if there is one; return the note's id."""
    store = filing_of(session)
    digest = store.put_blob(photo) if photo else ""
    with store.transaction(session.user) as tx:
        return str(tx.create("note", {"text": MARKER, "sha256": digest}))


def has(session: Session, *notes: str) -> list[bool]:
    return [filing_of(session).record("note", one) is not None for one in notes]


def take(session: Session, user: str) -> None:
    filing_workspace.take(session.sign(workspace.TRAINING_PIN), filing_of(session), user)


def give(session: Session, user: str) -> None:
    filing_workspace.give(session.sign(workspace.TRAINING_PIN), filing_of(session), user)


def filing(told: Outcome) -> Outcome:
    assert told.filing is not None, told.news
    return told.filing


def codes(told: Outcome) -> set[str]:
    return {one.code for one in told.news}


def bundles_of(bureau: Bureau, session: Session) -> list[bytes]:
    """Return what lies at the hub of the filing workspace, in its order."""
    hub = bureau.books()
    try:
        return list(hub.bundles.pull(filing_of(session).meta.workspace, 0, START, 10**7).bundles)
    finally:
        hub.close()


def opens(session: Session, raw: bytes) -> bool:
    """Tell whether what a session holds opens a bundle, whatever the program would let it do."""
    keys, device = session.room.keys, veil.open_header(raw).key
    assert keys is not None
    secret = keys().of(veil.names_of(raw))
    try:
        find = session.desk.store.keyring.key
        assert find(device) is not None
        return secret is not None and bool(bundle.open_header(veil.unveil(raw, secret, find)))
    except DamagedError:
        return False


@pytest.fixture
def three(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> Shared:
    """Return three laptops whose people all have access and have read everything."""
    told = shared(bureau, monkeypatch)
    told.give(told.c.user)
    for one in (told.a, told.c):
        synced_whole(one)
    told.c = told.again(told.c)
    note(told.a)
    for one in (told.a, told.b, told.c):
        synced_whole(one)
    return told


def test_what_is_written_after_a_withdrawal_whoever_was_withdrawn_cannot_open(
    three: Shared, bureau: Bureau
) -> None:
    before = bundles_of(bureau, three.a)
    take(three.a, three.b.user)
    photo = b"\xff\xd8" + b"p" * 4000
    written = note(three.a, photo)
    synced_whole(three.a)
    fresh = bundles_of(bureau, three.a)[len(before) :]
    assert fresh
    assert all(veil.names_of(raw) for raw in fresh)
    # The program at B is open still and has all that B ever held; its main journal knows of the new key.
    told = filing(synced_whole(three.b))
    assert "exchange.awaits_key" in codes(told)
    assert has(three.b, written) == [False]
    assert [opens(three.b, raw) for raw in fresh] == [False] * len(fresh)
    assert all(opens(three.b, raw) for raw in before), "what was written before stays readable"
    # C is open still, too: it takes the key up without another sign-in.
    told = filing(synced_whole(three.c))
    assert (codes(told), has(three.c, written), told.same) == (set(), [True], True)
    digest = str(filing_of(three.c).record("note", written).fields["sha256"])  # type: ignore[union-attr]
    assert filing_of(three.c).blob(digest) == photo
    # And so does what C writes from now on: B's key opens nothing of it.
    back = note(three.c)
    synced_whole(three.c)
    assert not opens(three.b, bundles_of(bureau, three.a)[-1])
    assert filing(synced_whole(three.a)).same is True
    assert has(three.a, back) == [True]


def test_a_file_of_before_the_turn_and_one_after_it_are_both_read(three: Shared) -> None:
    old, new = b"\xff\xd8old" * 99, b"\xff\xd8new" * 99
    first = note(three.a, old)
    synced_whole(three.a)
    take(three.a, three.b.user)
    second = note(three.a, new)
    synced_whole(three.a)
    filing(synced_whole(three.c))
    store = filing_of(three.c)
    for one, content in ((first, old), (second, new)):
        record = store.record("note", one)
        assert record is not None
        assert store.blob(str(record.fields["sha256"])) == content
    synced_whole(three.b)
    room = VeiledRoom(apart(three.b), three.b.desk.store)
    sent = VeiledRoom(apart(three.a), three.a.desk.store)
    name = sent.name_of("ab" * 32)
    with pytest.raises(DamagedError) as caught:
        room.opened(name, sent.sealed(name, b"content"))
    assert caught.value.code == "exchange.file_awaits_key"


def test_what_was_written_by_who_lost_access_comes_to_the_others(three: Shared) -> None:
    mine = note(three.b)
    take(three.a, three.b.user)
    synced_whole(three.a)
    synced_whole(three.b)
    for one in (three.a, three.c):
        assert codes(filing(synced_whole(one))) == set()
        assert has(one, mine) == [True]
    assert three.again(three.b).filing is None


def test_a_key_that_comes_after_its_bundles_in_one_exchange_is_taken_up_in_it(three: Shared) -> None:
    written: list[str] = []

    def meanwhile() -> list[str]:
        """Once C has read the office's journals and not yet the filings, A turns the key over and writes."""
        take(three.a, three.b.user)
        written.append(note(three.a))
        synced_whole(three.a)
        return []

    store = three.c.desk.store
    told = exchange.run(store, now(), Steps(), wanted=meanwhile, filing=apart(three.c))
    assert codes(filing(told)) == set()
    assert has(three.c, *written) == [True]
    assert awaiting.read(filing_of(three.c)) is None


def late(three: Shared, bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> tuple[Session, str]:
    """Return D, let in by C just while A turned the key over, and a note of A's under the new key."""
    with monkeypatch.context() as patch:
        patch.setattr(filing_workspace, "make_beside", lambda *_: None)
        d = bureau.laptop("d")
    synced_whole(three.c)
    take(three.a, three.b.user)
    give(three.c, d.user)
    written = note(three.a)
    for one in (three.a, three.c, d):
        synced_whole(one)
    return three.again(d), written


def test_what_waits_for_a_key_is_read_once_it_comes_and_nothing_is_told_twice(
    three: Shared, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    d, written = late(three, bureau, monkeypatch)
    store = filing_of(d)
    for _ in range(2):
        told = filing(synced_whole(d))
        assert "exchange.awaits_key" in codes(told)
        assert "exchange.not_read_in" not in codes(told)
    cursor = store.cursor(store.meta.workspace)
    again = awaiting.read(store)
    assert again is not None
    assert (again.no < cursor[0], again.sure) == (True, True), "the reading went on, the place is kept"
    assert has(d, written) == [False]
    # D knows that somebody lost access, and has no key that they lack: nothing leaves D.
    mine = note(d)
    told = filing(synced_whole(d))
    assert ("exchange.key_to_come" in codes(told), told.sent.entries) == (True, 0)
    # C signs in again: an administrator who holds the key, so D's is sealed.
    three.c = three.again(three.c)
    synced_whole(three.c)
    told = filing(synced_whole(d))
    assert codes(told) == set()
    assert has(d, written, mine) == [True, True]
    assert awaiting.read(store) is None
    assert all(veil.names_of(raw) for raw in bundles_of(bureau, d)[-1:])
    for one in (three.a, three.c):
        assert filing(synced_whole(one)).same is True
        assert has(one, mine) == [True]


def test_by_file_what_has_no_key_here_waits_as_a_whole(
    three: Shared, bureau: Bureau, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    d, _ = late(three, bureau, monkeypatch)
    mine = note(d)
    told = files.write_out(d.desk.store, tmp_path / "d.ijx", now(), Steps(), filing=apart(d))
    assert [one.code for one in told.news] == ["exchange.key_to_come"]
    assert not files.filing_beside(tmp_path / "d.ijx").exists()
    assert filing_of(d).pending().entries > 0, "nothing counts as handed over"
    written = note(three.a)
    path = tmp_path / "a.ijx"
    files.write_out(three.a.desk.store, path, now(), Steps(), filing=apart(three.a))
    told = files.read_in(d.desk.store, path, Steps(), filing=apart(d))
    assert [(one.code, one.where) for one in told.news] == [("exchange.filing_file_waits", "a.ijx.filing")]
    three.c = three.again(three.c)
    synced_whole(three.c)
    synced_whole(d)
    told = files.read_in(d.desk.store, path, Steps(), filing=apart(d))
    assert told.news == ()
    assert has(d, written, mine) == [True, True]


def test_a_stick_brings_the_key_and_what_is_under_it_together(three: Shared, tmp_path: Path) -> None:
    take(three.a, three.b.user)
    written = note(three.a)
    path = tmp_path / "a.ijx"
    files.write_out(three.a.desk.store, path, now(), Steps(), filing=apart(three.a))
    assert files.read_in(three.c.desk.store, path, Steps(), filing=apart(three.c)).news == ()
    assert has(three.c, written) == [True]
    told = files.read_in(three.b.desk.store, path, Steps(), filing=apart(three.b))
    assert [one.code for one in told.news] == ["exchange.filing_file_waits"]
    assert has(three.b, written) == [False]


def test_two_who_turn_it_over_in_one_moment_shut_out_both(three: Shared, bureau: Bureau) -> None:
    take(three.a, three.b.user)
    take(three.b, three.c.user)  # neither knows of the other
    synced_whole(three.a)
    synced_whole(three.b)
    synced_whole(three.a)
    assert three.a.room.keys is not None
    assert len(three.a.room.keys().used) == 2
    written = note(three.a)
    synced_whole(three.a)
    fresh = bundles_of(bureau, three.a)[-1]
    assert len(veil.names_of(fresh)) == 2
    for one in (three.b, three.c):
        synced_whole(one)
        assert not opens(one, fresh)
        assert has(one, written) == [False]
    assert opens(three.a, fresh)


def test_something_under_a_key_that_nobody_made_keeps_nobody_waiting(three: Shared, bureau: Bureau) -> None:
    device = three.c.desk.store.device_key()
    assert device is not None
    room = filing_of(three.c).meta.workspace
    hub = bureau.books()
    try:
        assert hub.bundles.push(room, [foreign(room, device, ("ab" * 8,))]).refused is None
    finally:
        hub.close()
    written = note(three.a)
    synced_whole(three.a)
    told = filing(synced_whole(three.b))
    assert "exchange.awaits_key" not in codes(told)
    assert ("exchange.not_unveiled", device.key_id) in {(one.code, one.where) for one in told.news}
    assert has(three.b, written) == [True]
    assert codes(filing(synced_whole(three.b))) == set(), "it is told once"


def test_the_first_key_still_opens_what_an_older_program_veils(three: Shared, bureau: Bureau) -> None:
    take(three.a, three.b.user)
    synced_whole(three.a)
    synced_whole(three.c)
    written, device = note(three.c), three.c.desk.store.device_key()
    assert device is not None
    before = ContentKey(secret_of(three.c))
    store, hub = filing_of(three.c), bureau.books()
    try:
        tips = hub.bundles.tips(store.meta.workspace).tips
        ends = {name: [(int(n), digest) for n, digest in several] for name, several in tips.items()}
        raws = [veil.veil(raw, before, device) for raw in store.lacking(ends, device)]
        assert hub.bundles.push(store.meta.workspace, raws).refused is None
    finally:
        hub.close()
    assert codes(filing(synced_whole(three.a))) == set()
    assert has(three.a, written) == [True]
