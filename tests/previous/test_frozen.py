"""What the program of before wrote is read by today's to the same: bundles, receipts, grants, files."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from inspector_app.domain.errors import UnavailableError
from inspector_app.journal import bundle
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import fold
from inspector_app.journal.receipt import BlobReceipt, Receipt
from inspector_app.store.store import Store
from inspector_app.sync import files, sealed_file
from inspector_app.sync.frames import Kind, read_all
from inspector_app.trust.certificates import Certificate
from inspector_app.trust.enrolment import Grant, Request, ask
from inspector_app.trust.keys import SigningKey, VerifyKey
from tests.previous import frozen, make
from tests.previous.frozen import FILE, TOLD
from tests.sync.office import Office, Steps

HUB_KEY = VerifyKey(bytes.fromhex(TOLD["hub_key"]))
GRANT = Grant.from_bytes(frozen.raw("grant"))


def key(key_id: str) -> VerifyKey | None:
    known = [VerifyKey(one.key) for one in GRANT.certificates]
    known += [VerifyKey(bytes.fromhex(raw)) for raw in TOLD["devices"].values()]
    return next((one for one in known if one.key_id == key_id), None)


def log() -> list[bytes]:
    frames, _ = read_all(frozen.raw("pull.answer"))
    return [one.content for one in frames if one.kind is Kind.BUNDLE]


def entries() -> list[Entry]:
    return [entry for raw in log() for entry in bundle.unpack(raw, key)]


def test_the_log_of_before_comes_to_the_digest_that_it_had() -> None:
    assert [hashlib.sha256(raw).hexdigest() for raw in log()] == TOLD["log"]
    told = entries()
    assert len(told) == TOLD["entries"]
    assert fold(told, GRANT.root).digest() == TOLD["digest"]
    assert fold(reversed(told), GRANT.root).digest() == TOLD["digest"]


def test_the_quick_way_finds_the_same_as_the_careful_one() -> None:
    for name in ("wang.1", "wang.2", "li.1"):
        raw = frozen.raw(name)
        proven = bundle.proven(raw, key)
        assert proven.hashes == [one.hash for one in bundle.unpack(raw, key)]
        assert bundle.verify(raw, key) == bundle.open_header(raw)
        assert bundle.contents(raw)[2] == proven.hashes


def test_entries_of_before_packed_today_are_the_same_entries() -> None:
    """A laptop that was upgraded packs its old journal in today's form: hashes and digest stay."""
    device = SigningKey.from_bytes(frozen.secret_of("device", "wang"))
    old = [one for one in entries() if one.header.journal_id == TOLD["journals"]["wang"]]
    packed = bundle.pack(old, device)
    assert [one.raw for one in bundle.unpack(packed, key)] == [one.raw for one in old]


def test_receipts_of_before_hold() -> None:
    frames, _ = read_all(frozen.raw("push.answer"))
    told = [Receipt.read(one.content, HUB_KEY) for one in frames]
    assert [(one.journal_id, one.seq) for one in told] == [
        (TOLD["journals"]["wang"], 3),
        (TOLD["journals"]["wang"], 5),
    ]
    hashes = {entry.hash for entry in entries()}
    assert all(one.hash in hashes for one in told)
    (frame,) = read_all(frozen.raw("blob.answer"))[0]
    photos = BlobReceipt.read(frame.content, HUB_KEY)
    assert photos.names == (hashlib.sha256(make.PHOTO).hexdigest(),)


def test_request_and_grant_of_before_fit_each_other() -> None:
    request = Request.from_bytes(frozen.raw("request"))
    ring = GRANT.checked(request)
    assert GRANT.machine_codes == tuple(TOLD["machine_codes"])
    assert (GRANT.hub.id, GRANT.hub.key, GRANT.workspace) == (TOLD["hub"], HUB_KEY.raw, TOLD["workspace"])
    assert GRANT.root == Certificate.from_content(TOLD["root"])
    assert ring.certificate(VerifyKey(request.device).key_id) is not None
    # Today's program asks in the same words: a hub of before reads them.
    device, person = (SigningKey.from_bytes(frozen.secret_of(what, "wang")) for what in ("device", "person"))
    assert ask(device, person, datetime.fromisoformat(TOLD["clock"])).to_bytes() == frozen.raw("request")


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Store]:
    store = Office().laptop(tmp_path / "laptop2", 2)
    yield store
    store.close()


def test_a_file_of_before_is_read_to_the_same(laptop: Store) -> None:
    told = files.read_in(laptop, frozen.HERE / "file.ijx", Steps())
    assert told.received.entries == FILE["entries"]
    assert told.received.blobs == len(FILE["photos"])
    assert laptop.vector()[FILE["journal"]] == FILE["vector"][FILE["journal"]]
    record = laptop.record("site", FILE["site"])
    assert record is not None
    assert record.fields["name"] == FILE["name"]
    for digest in FILE["photos"]:
        assert hashlib.sha256(laptop.blob(digest)).hexdigest() == digest
    theirs = [one for one in laptop.entries() if one.header.journal_id == FILE["journal"]]
    assert fold(theirs, Office().root).digest() == FILE["digest"]
    assert laptop.replay_check().same
    assert laptop.receipted()[FILE["journal"]], "its receipts came along"
    again = files.read_in(laptop, frozen.HERE / "file.ijx", Steps())
    assert (again.received.entries, again.news) == (0, ())


def test_a_file_of_a_later_program_is_refused_with_both_versions_named(
    laptop: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = laptop.digest(), laptop.vector()
    with sealed_file.reading(frozen.HERE / "file.ijx") as file:
        header = file.header
    with monkeypatch.context() as patch:
        patch.setattr(sealed_file, "VERSION", 3)
        (tmp_path / "later.ijx").write_bytes(header.to_bytes())
    with pytest.raises(UnavailableError) as refused:
        files.read_in(laptop, tmp_path / "later.ijx", Steps())
    assert refused.value.code == "exchange.newer_file"
    assert (refused.value.values["needed"], refused.value.values["have"]) == (3, sealed_file.VERSION)
    assert (laptop.digest(), laptop.vector()) == before
