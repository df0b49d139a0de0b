"""Files: each is there whole and durable or not at all; the receipt names what is, and nothing else."""

import os
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.domain.errors import DamagedError, InspectorError, RuleError, UnavailableError
from inspector_app.hub import blobs
from inspector_app.hub import upload as uploads
from inspector_app.journal.receipt import BlobReceipt
from tests.hub.office import Office

PHOTO = bytes(range(256)) * 1_000
NAME = sha256(PHOTO).hexdigest()
FILING = "fe" * 16


def put(office: Office, content: bytes, name: str = "", room: str = "", sha: bytes = b"") -> BlobReceipt:
    digest = sha256(content)
    upload = office.hub.blobs.begin(room or office.workspace, name or digest.hexdigest())
    try:
        for at in range(0, len(content), 10_000):
            upload.write(content[at : at + 10_000])
        raw = office.hub.blobs.finish(room or office.workspace, upload, sha or digest.digest())
    finally:
        upload.close()
    return BlobReceipt.read(raw, office.hub.facts.key)


def files(office: Office) -> list[Path]:
    return sorted(each for each in (office.folder / "blobs").rglob("*") if each.is_file())


def refusal(office: Office, *args: object, **more: object) -> InspectorError:
    """Return why a file is refused; nothing of it may be left."""
    before = files(office)
    with pytest.raises(InspectorError) as caught:
        put(office, *args, **more)  # type: ignore[arg-type]
    assert files(office) == before
    return caught.value


def test_a_file_comes_and_goes_out_as_it_came(office: Office) -> None:
    assert office.hub.blobs.missing(office.workspace, [NAME]) == [NAME]
    assert office.hub.blobs.find(office.workspace, NAME) is None
    told = put(office, PHOTO)
    assert (told.hub, told.workspace, told.names) == (office.hub.facts.id, office.workspace, (NAME,))
    held = office.hub.blobs.find(office.workspace, NAME)
    assert held is not None
    place = held.path
    assert place.read_bytes() == PHOTO
    assert place.stat().st_mode & 0o077 == 0
    assert office.hub.blobs.missing(office.workspace, ["0" * 64, NAME]) == ["0" * 64]
    assert office.hub.status()["blobs"] == {"count": 1, "size": len(PHOTO)}


def test_the_same_file_twice_is_one(office: Office) -> None:
    assert put(office, PHOTO).names == put(office, PHOTO).names
    assert len(files(office)) == 1
    office.restart()
    assert put(office, PHOTO).names == (NAME,)
    assert office.hub.blobs.count() == (1, len(PHOTO))


def test_two_uploads_of_one_file_at_a_time_are_one_file(office: Office) -> None:
    one, other = (office.hub.blobs.begin(office.workspace, NAME) for _ in range(2))
    one.write(PHOTO)
    other.write(PHOTO[:10])
    assert office.hub.blobs.finish(office.workspace, one, bytes.fromhex(NAME))
    other.write(PHOTO[10:])
    assert office.hub.blobs.finish(office.workspace, other, bytes.fromhex(NAME))
    one.close()
    other.close()
    assert len(files(office)) == 1


def test_other_bytes_than_promised_leave_nothing(office: Office) -> None:
    assert refusal(office, PHOTO, sha=bytes(32)).code == "hub.blob_damaged"
    assert refusal(office, PHOTO, name="0" * 64).code == "hub.blob_damaged"
    assert office.hub.blobs.count() == (0, 0)


def test_what_is_cut_off_leaves_nothing(office: Office) -> None:
    upload = office.hub.blobs.begin(office.workspace, NAME)
    upload.write(PHOTO[:100])
    assert len(files(office)) == 1
    upload.close()
    upload.close()
    assert files(office) == []
    assert office.hub.blobs.missing(office.workspace, [NAME]) == [NAME]


def test_what_is_too_large_is_refused_while_it_comes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 50_000)
    told = refusal(office, PHOTO)
    assert isinstance(told, DamagedError)
    assert told.code == "hub.blob_too_large"


def test_a_full_disk_takes_nothing(office: Office) -> None:
    office.free = 500_000_000 + 5_000
    told = refusal(office, PHOTO)
    assert isinstance(told, UnavailableError)
    assert told.code == "hub.disk_full"
    office.free = 100
    assert refusal(office, b"").code == "hub.disk_full"


def test_a_disk_that_fails_is_told_and_leaves_nothing(small: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    def broken(handle: int) -> None:
        raise OSError(5, "Input/output error")

    for failing, code in ((full, "hub.disk_full"), (broken, "hub.blob_not_written")):
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", failing)
            assert refusal(small, PHOTO).code == code


def test_a_file_that_was_lost_or_cut_on_the_disk_is_missing_again(office: Office) -> None:
    put(office, PHOTO)
    (place,) = files(office)
    place.write_bytes(PHOTO[:-1])
    assert office.hub.blobs.missing(office.workspace, [NAME]) == [NAME]
    put(office, PHOTO)
    assert place.read_bytes() == PHOTO
    place.unlink()
    assert office.hub.blobs.find(office.workspace, NAME) is None


def test_a_file_without_its_row_is_missing(office: Office) -> None:
    """Power went between the file and its row: the next upload mends it."""
    place = office.folder / "blobs" / office.workspace / NAME[:2] / NAME
    place.parent.mkdir(parents=True)
    place.write_bytes(PHOTO)
    assert office.hub.blobs.missing(office.workspace, [NAME]) == [NAME]
    assert put(office, PHOTO).names == (NAME,)


def test_no_receipt_for_what_is_not_held(office: Office) -> None:
    put(office, PHOTO)
    for names in ([NAME, "0" * 64], []):
        with pytest.raises(RuleError) as caught:
            office.hub.blobs.receipt(office.workspace, names)
        assert caught.value.code == "hub.blob_unknown"


def test_in_a_workspace_shared_by_key_names_tell_nothing(office: Office) -> None:
    office.share(FILING)
    assert put(office, PHOTO, name="ab" * 32, room=FILING).workspace == FILING
    assert put(office, b"sealed again", name="ab" * 32, room=FILING).names == ("ab" * 32,)
    held = office.hub.blobs.find(FILING, "ab" * 32)
    assert held is not None
    assert held.path.read_bytes() == PHOTO
    assert office.hub.blobs.missing(office.workspace, ["ab" * 32]) == ["ab" * 32]


def test_two_sealings_of_one_photo_at_once_leave_a_sound_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.share(FILING)
    room, name, settle = FILING, "ab" * 32, uploads.Upload.settle
    one, other = (office.hub.blobs.begin(room, name) for _ in range(2))
    one.write(PHOTO)
    other.write(PHOTO[::-1])

    with ThreadPoolExecutor(1) as second:
        under_way: list[Future[bytes]] = []

        def settled(upload: uploads.Upload) -> None:
            settle(upload)
            if upload is one:  # whoever is second comes between the place and the row of the first
                under_way.append(second.submit(office.hub.blobs.finish, room, other, other.digest))
                wait(under_way, 0.5)

        monkeypatch.setattr(uploads.Upload, "settle", settled)
        receipts = [office.hub.blobs.finish(room, one, one.digest), under_way[0].result(30)]
    one.close()
    other.close()
    for raw in receipts:
        assert BlobReceipt.read(raw, office.hub.facts.key).names == (name,)
    assert office.hub.blobs.is_sound(room, name)
    assert len(files(office)) == 1


def test_several_come_together_and_a_bad_one_keeps_none_out(office: Office) -> None:
    put(office, PHOTO)
    photos = [PHOTO, b"a", b"b", b""]
    bad = "cd" * 32
    told = office.hub.blobs.take_several(
        office.workspace, {sha256(one).hexdigest(): one for one in photos} | {bad: b"other bytes"}
    )
    assert told.receipt is not None
    names = BlobReceipt.read(told.receipt, office.hub.facts.key).names
    assert names == tuple(sha256(one).hexdigest() for one in photos)
    assert {name: one.code for name, one in told.refused.items()} == {bad: "hub.blob_damaged"}
    assert all(office.hub.blobs.is_sound(office.workspace, name) for name in names)
    assert len(files(office)) == 4
    assert office.hub.blobs.count() == (4, len(PHOTO) + 2)
    none = office.hub.blobs.take_several(office.workspace, {bad: b"other bytes"})
    assert (none.receipt, list(none.refused)) == (None, [bad])


def test_several_are_refused_by_a_full_disk_and_leave_nothing(office: Office) -> None:
    office.hub.blobs._base.disk._free = lambda: 500_000_100
    with pytest.raises(UnavailableError, match=r"hub\.disk_full"):
        office.hub.blobs.take_several(office.workspace, {sha256(PHOTO).hexdigest(): PHOTO})
    assert files(office) == []


def test_several_that_rotted_here_are_replaced(office: Office) -> None:
    put(office, PHOTO)
    (place,) = files(office)
    place.write_bytes(PHOTO[:-1] + b"!")
    told = office.hub.blobs.take_several(office.workspace, {NAME: PHOTO, sha256(b"a").hexdigest(): b"a"})
    assert not told.refused
    assert place.read_bytes() == PHOTO


def test_left_overs_are_swept_once_they_are_old(office: Office) -> None:
    upload = office.hub.blobs.begin(office.workspace, NAME)
    office.restart()
    (left,) = files(office)
    old = time.time() - 90_000
    os.utime(left, (old, old))
    office.restart()
    assert files(office) == []
    upload.close()


def test_many_names_are_asked_at_once(office: Office) -> None:
    put(office, PHOTO)
    names = [sha256(b"%d" % number).hexdigest() for number in range(2_500)]
    assert office.hub.blobs.missing(office.workspace, [*names, NAME]) == names


@pytest.mark.parametrize("room", ["", FILING])
def test_a_file_that_rotted_is_replaced_by_a_sound_one(office: Office, room: str) -> None:
    name, room = (NAME, office.workspace) if not room else ("ab" * 32, room)
    if room == FILING:
        office.share(FILING)
    put(office, PHOTO, name=name, room=room)
    (place,) = files(office)
    place.write_bytes(PHOTO[:-1] + b"!")
    assert not office.hub.blobs.is_sound(room, name)
    assert put(office, PHOTO, name=name, room=room).names == (name,)
    assert place.read_bytes() == PHOTO
    assert office.hub.blobs.is_sound(room, name)


def test_a_file_found_rotten_is_missing_until_it_comes_again(office: Office) -> None:
    put(office, PHOTO)
    office.hub.blobs.rotted(office.workspace, NAME)  # a sound one stays, whoever says so
    assert office.hub.blobs.missing(office.workspace, [NAME]) == []
    (place,) = files(office)
    place.write_bytes(PHOTO[:-1] + b"!")
    office.hub.blobs.rotted(office.workspace, NAME)
    assert office.hub.blobs.missing(office.workspace, [NAME]) == [NAME]
    assert office.hub.audit.count("blob_rotted") == 1
    put(office, PHOTO)
    assert office.hub.blobs.missing(office.workspace, [NAME]) == []


def test_the_folders_above_a_new_file_are_durable_too(small: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(blobs, "sync_folder", synced.append)
    put(small, PHOTO)
    (place,) = files(small)
    assert synced == [place.parent, *list(place.parents)[1:4]]
    assert synced[-1] == small.folder
    synced.clear()
    put(small, b"other")
    assert len(synced) <= 3
    assert small.folder not in synced
