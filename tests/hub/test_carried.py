"""Exchange files that are carried to the hub: proven whole, then taken in as a push is."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import InspectorError
from inspector_app.hub import carried
from inspector_app.hub.carried import Taken
from inspector_app.hub.upload import Upload
from inspector_app.journal.receipt import BlobReceipt, Receipt
from inspector_app.sync import file_proof, sealed_file
from inspector_app.sync.file_hello import FileHello, filing_beside
from inspector_app.sync.frames import Frame, Kind, Reader
from inspector_app.trust.certificates import certify
from inspector_app.trust.keys import SigningKey, VerifyKey
from tests.hub.office import Member, Office
from tests.hub.sticks import Silent, Stick
from tests.hub.test_put_back import Leaver, put_back  # noqa: F401 - a fixture
from tests.hub.test_veiled import FILING, filing, veiled, write

PHOTO, LARGE = b"a photo", bytes(range(256)) * 10_000


def take(office: Office, path: Path) -> Taken:
    return office.hub.carried.take(path, Silent())


def refusal(office: Office, path: Path) -> str:
    with pytest.raises(InspectorError) as caught:
        take(office, path)
    return caught.value.code


def held(office: Office, journal: str, room: str = "") -> list[int]:
    tips = office.hub.bundles.tips(room or office.workspace).tips
    return [seq for seq, _ in tips.get(journal, ())]


def stick_of(office: Office, one: Member, **more: object) -> Stick:
    whole: dict[str, object] = {"bundles": [one.pack()], "photos": [PHOTO, LARGE]}
    whole["have"] = {one.journal: [(one.laptop.head.seq, one.laptop.head.hash)]}
    return replace(Stick(office, one.device), **(whole | more))  # type: ignore[arg-type]


def test_a_file_is_taken_in_with_its_photos_and_again_it_changes_nothing(
    office: Office, tmp_path: Path
) -> None:
    wang = office.enrol()
    wang.write(5)
    path = stick_of(office, wang).write(tmp_path / "a.ijx")
    told = take(office, path)
    assert (told.bundles, told.entries, len(told.photos), told.new_photos) == (1, 5, 2, 2)
    assert not told.news
    assert not told.branches
    assert held(office, wang.journal) == [5]
    names = [sha256(each).hexdigest() for each in (PHOTO, LARGE)]
    assert office.hub.blobs.missing(office.workspace, names) == []
    assert all(office.hub.blobs.is_sound(office.workspace, each) for each in names)
    again = take(office, path)
    assert (again.bundles, again.entries, again.new_photos) == (0, 0, 0)
    assert office.hub.audit.count("file_taken") == 2


def test_an_altered_or_cut_file_changes_nothing(small: Office, tmp_path: Path) -> None:
    wang = small.enrol()
    wang.write(3)
    whole = stick_of(small, wang, photos=[PHOTO]).write(tmp_path / "a.ijx").read_bytes()
    bad = tmp_path / "bad.ijx"
    cut = [whole[:end] for end in (0, 3, 40, len(whole) // 2, len(whole) - 1)]
    flipped = [whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :] for at in range(0, len(whole), 97)]
    for content in [*cut, *flipped, whole + b"x"]:
        bad.write_bytes(content)
        assert refusal(small, bad).startswith("exchange.")
    assert held(small, wang.journal) == []
    assert small.hub.blobs.count() == (0, 0)


def test_who_wrote_it_is_proven(small: Office, tmp_path: Path) -> None:
    wang, li = small.enrol("wang"), small.enrol("li")
    wang.write(1)
    lie = stick_of(small, wang, signer=li.device).write(tmp_path / "lie.ijx")
    assert refusal(small, lie) == "exchange.file_forged"
    stranger = stick_of(small, wang, sender=SigningKey.new()).write(tmp_path / "stranger.ijx")
    assert refusal(small, stranger) == "hub.file_sender_unknown"
    other = stick_of(small, wang, readers=[li.device.public]).write(tmp_path / "other.ijx")
    assert refusal(small, other) == "hub.file_not_for_hub"
    foreign = stick_of(small, wang, room="9" * 32).write(tmp_path / "foreign.ijx")
    assert refusal(small, foreign) == "exchange.other_workspace"
    assert refusal(small, tmp_path / "nowhere.ijx") == "exchange.no_such_file"
    misnamed = stick_of(small, wang, photos=[PHOTO], names=[bytes(32)]).write(tmp_path / "misnamed.ijx")
    assert refusal(small, misnamed) == "exchange.file_damaged"
    small.hub.devices.revoke(wang.device.key_id)
    assert refusal(small, stick_of(small, wang).write(tmp_path / "out.ijx")) == "hub.file_sender_shut_out"
    assert held(small, wang.journal) == []


def test_a_laptop_whose_certificate_lies_in_the_file_is_known_by_it(
    small: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An administrator admitted it at their own laptop, and it never saw the net."""
    chief = small.enrol("li")
    root, day, device = small.root(), small.clock.now().date(), SigningKey.new()
    told = certify(
        root,
        workspace=small.workspace,
        subject=device.public,
        user=f"device-{device.key_id}",
        name="x",
        roles={Role.DEVICE},
        valid_from=day,
        valid_to=day,
    )
    chief.laptop.appoint(told, root)
    fresh = small.member("fresh", chief.request, device, chief.person, chief.grant)
    fresh.write(2)
    # Its own work stands before what makes it known, as may be.
    stick = stick_of(small, fresh, bundles=[fresh.pack(), chief.pack()], photos=[])
    path = stick.write(tmp_path / "a.ijx")
    with monkeypatch.context() as patch:
        patch.setattr(carried, "MOST_UNPROVEN", 10)
        assert refusal(small, path) == "hub.file_sender_unknown"
    assert take(small, path).news == ()
    assert (held(small, fresh.journal), held(small, chief.journal)) == ([2], [1])


def test_a_journal_that_is_refused_holds_up_no_other(office: Office, tmp_path: Path) -> None:
    wang, li, gone = office.enrol("wang"), office.enrol("li"), office.enrol("gone")
    for one in (wang, li, gone):
        one.write(4)
    office.hub.devices.revoke(gone.device.key_id)
    bundles = [gone.pack(0, 2), gone.pack(2), li.pack(2), wang.pack(0, 2), wang.pack(2)]
    told = take(office, stick_of(office, wang, bundles=bundles).write(tmp_path / "a.ijx"))
    assert [(one.where, dict(one.values)["reason"]) for one in told.news] == [
        (gone.journal, "hub.key_revoked"),
        (li.journal, "hub.gap"),
    ]
    assert held(office, wang.journal) == [4]
    assert held(office, gone.journal) == held(office, li.journal) == []


def test_receipts_in_the_file_vouch_for_a_leaver(put_back: Leaver, tmp_path: Path) -> None:  # noqa: F811
    office = put_back.office
    stick = Stick(office, put_back.li.device, bundles=put_back.raws, receipts=put_back.receipts[-1:])
    assert take(office, stick.write(tmp_path / "a.ijx")).news == ()
    assert [seq for seq, _ in put_back.held()] == [9]


def test_filings_beside_it_are_taken_veiled(office: Office, tmp_path: Path) -> None:
    wang, laptop = office.enrol(), filing()
    office.share(FILING)
    wang.write(1)
    write(laptop, 3)
    path, second = tmp_path / "a.ijx", "2f" * 16
    apart = Stick(
        office, wang.device, FILING, [veiled(laptop, wang.device)], photos=[b"sealed"], names=[b"n" * 32]
    )
    replace(apart, file=second).write(filing_beside(path))
    told = take(office, stick_of(office, wang, hello=FileHello(second, FILING)).write(path))
    assert told.news == ()
    assert told.filing is not None
    assert (told.filing.entries, told.filing.new_photos) == (3, 1)
    assert held(office, laptop.head.journal_id, FILING) == [3]
    assert office.hub.blobs.missing(FILING, [(b"n" * 32).hex()]) == []


@pytest.mark.parametrize("lost", [True, False])
def test_a_second_file_that_is_lost_or_bad_is_told(small: Office, tmp_path: Path, *, lost: bool) -> None:
    wang = small.enrol()
    wang.write(1)
    path = stick_of(small, wang, hello=FileHello("2f" * 16, FILING)).write(tmp_path / "a.ijx")
    if not lost:  # nobody shared this workspace
        Stick(small, wang.device, FILING, file="2f" * 16).write(filing_beside(path))
    told = take(small, path)
    (news,) = told.news
    assert (news.code, news.where) == (f"hub.file_filing_{'missing' if lost else 'refused'}", "a.ijx.filing")
    assert held(small, wang.journal) == [1]


def test_a_full_disk_is_told_as_such_and_the_rest_comes_later(small: Office, tmp_path: Path) -> None:
    wang = small.enrol()
    wang.write(1)
    path = stick_of(small, wang).write(tmp_path / "a.ijx")
    small.free = 10
    assert refusal(small, path) == "hub.disk_full"
    small.free = 10**12
    assert take(small, path).entries == 1


def frames_of(office: Office, path: Path, reader: SigningKey) -> list[Frame]:
    with sealed_file.reading(path) as file:
        key = file_proof.content_key(file.header, reader, file.header.workspace)
        frames = Reader()
        told = [one for piece in file.pieces(key) for one in frames.feed(piece)]
        file_proof.refuse_forged(frames.finish(), file, lambda _: office.hub.facts.key)
    return told


def test_receipts_go_back_to_all_who_wrote(office: Office, tmp_path: Path) -> None:
    wang, li = office.enrol("wang"), office.enrol("li")
    wang.write(3)
    li.write(2)
    taken = [
        take(office, stick_of(office, one, photos=[one.journal.encode()]).write(tmp_path / one.journal))
        for one in (wang, li)
    ]
    out = tmp_path / "back.ijx"
    assert office.hub.carried_back.write(out, taken) == 3
    frames = frames_of(office, out, wang.device)
    assert frames_of(office, out, li.device) == frames
    key = office.hub.facts.key
    told = [Receipt.read(one.content, key) for one in frames if one.kind is Kind.RECEIPT]
    assert {(one.journal_id, one.seq) for one in told} == {(wang.journal, 3), (li.journal, 2)}
    (photos,) = [BlobReceipt.read(one.content, key) for one in frames if one.kind is Kind.BLOB_RECEIPT]
    assert set(photos.names) == {sha256(one.journal.encode()).hexdigest() for one in (wang, li)}
    assert not filing_beside(out).exists()


def test_what_was_cut_off_is_read_again(
    small: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = small.enrol()
    wang.write(2)
    path = stick_of(small, wang, photos=[PHOTO, LARGE, b"third"]).write(tmp_path / "a.ijx")
    kept = 0
    finish = small.hub.blobs.finish

    def cut_off(room: str, upload: Upload, sha: bytes) -> bytes:
        nonlocal kept
        if kept:
            raise KeyboardInterrupt
        kept += 1
        return finish(room, upload, sha)

    with monkeypatch.context() as patch:
        patch.setattr(small.hub.blobs, "finish", cut_off)
        with pytest.raises(KeyboardInterrupt):
            take(small, path)
    assert small.hub.blobs.count()[0] == 1
    assert not list(small.folder.rglob("*.new"))
    told = take(small, path)
    assert (told.entries, told.new_photos) == (0, 2)
    assert small.hub.blobs.count()[0] == 3


def test_a_sender_for_whom_nothing_can_be_sealed_keeps_no_receipts_from_others(
    small: Office, tmp_path: Path
) -> None:
    wang, bad = small.enrol("wang"), VerifyKey((1).to_bytes(32, "little"))
    wang.laptop.appoint(
        certify(
            small.root(),
            workspace=small.workspace,
            subject=bad,
            user=f"device-{bad.key_id}",
            name="bad",
            roles={Role.DEVICE},
            valid_from=small.clock.now().date(),
            valid_to=small.clock.now().date(),
        ),
        small.root(),
    )
    taken = take(small, stick_of(small, wang).write(tmp_path / "a.ijx"))
    other = replace(taken, header=replace(taken.header, sender=bad.key_id))
    small.hub.carried_back.write(tmp_path / "back.ijx", [other, taken])
    with sealed_file.reading(tmp_path / "back.ijx") as file:
        assert set(file.header.recipients) == {wang.device.key_id}
