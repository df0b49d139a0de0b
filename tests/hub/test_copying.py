"""The hub's own backup: it opens by the recovery key alone, comes back on either database, and never lies."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import update

from inspector_app.domain.errors import DamagedError, InspectorError, RuleError
from inspector_app.hub import copying, folder, putting_back
from inspector_app.hub.books import Hub
from inspector_app.hub.database import Database
from inspector_app.hub.putting_back import PutBack
from inspector_app.hub.tables import bundle
from inspector_app.trust import recovery_key
from inspector_app.trust.seal import SealKey
from tests.hub.office import Member, Office
from tests.hub.postgres import Server
from tests.hub.test_blobs import FILING, PHOTO, put

SEALED = b"nobody but the key reads this" * 9_000


def refusal(call: Callable[..., object], *args: object, **more: object) -> InspectorError:
    with pytest.raises(InspectorError) as caught:
        call(*args, **more)
    return caught.value


def key_of(office: Office) -> SealKey:
    return recovery_key.open_key(office.made.recovery_key.read_bytes(), office.made.recovery_code)


def filled(office: Office) -> Member:
    """Return a laptop whose work is at the hub; a photo of it and one of the filing workspace as well."""
    wang = office.enrol()
    wang.write(40)
    wang.push(wang.pack(0, 25), wang.pack(25))
    office.share(FILING)
    put(office, PHOTO)
    put(office, SEALED, name="ab" * 32, room=FILING)
    return wang


def back(office: Office, file: Path, into: Path, url: str | None = None) -> PutBack:
    return putting_back.put_back(file, into, key_of(office), database_url=url, clock=office.clock)


def state(hub: Hub) -> dict[str, object]:
    told = hub.status()
    return {
        each: told[each] for each in ("hub", "name", "no", "log", "vector", "branches", "blobs", "devices")
    }


def place(tmp_path: Path) -> Path:
    out = tmp_path / "stick"
    out.mkdir()
    return out


@pytest.fixture
def elsewhere(office: Office, request: pytest.FixtureRequest):
    """Where the hub comes back: on PostgreSQL in a new database, as the old one is away."""
    if office.database_url is None:
        yield None
        return
    server: Server = request.getfixturevalue("server")
    url = server.fresh()
    yield url
    server.drop(url)


def test_a_hub_comes_back_as_it_was(office: Office, tmp_path: Path, elsewhere: str | None) -> None:
    wang = filled(office)
    before, out = state(office.hub), place(tmp_path)
    made = office.hub.backup(out)
    assert (made.photos, made.new, made.lost) == (2, 2, ())
    assert made.books.rows["bundle"] == before["no"]
    told = back(office, made.books.file, tmp_path / "new", elsewhere)
    assert (told.photos, told.lacking, told.rows["device"]) == (2, 0, 2)
    hub = Hub.open(tmp_path / "new", clock=office.clock)
    assert state(hub) == before
    assert hub.blobs.is_sound(office.workspace, sha256(PHOTO).hexdigest())
    assert hub.blobs.is_sound(FILING, "ab" * 32)
    for name in copying.FILES[1:]:
        assert (tmp_path / "new" / name).read_bytes() == (office.folder / name).read_bytes()
    assert [each.what for each in hub.audit.read()][-1] == "put_back"
    wang.write(2)  # it serves: the laptop goes on where it was
    assert not hub.bundles.accept(office.workspace, wang.pack(40)).duplicate
    codes = hub.devices.grant_for(office.ask("li")[0], "li").machine_codes
    assert min(codes) > 1_000, "codes that were given since the backup are given to nobody again"
    hub.close()


def test_what_a_backup_says_openly_is_no_secret(office: Office, tmp_path: Path) -> None:
    filled(office)
    out = place(tmp_path)
    office.hub.backup(out)
    keys = (office.folder / folder.KEYS).read_bytes()
    told = b"".join(each.read_bytes() for each in out.rglob("*") if each.is_file())
    for secret in (keys[10:50], PHOTO[:200], b"wang 3", b"tls.pem"):
        assert secret not in told
    assert "滨海住建".encode() in told


def test_photos_are_written_once_and_rotten_ones_are_told(office: Office, tmp_path: Path) -> None:
    filled(office)
    out = place(tmp_path)
    assert office.hub.backup(out).new == 2
    put(office, b"one more")
    office.clock.pass_(seconds=1)
    assert office.hub.backup(out).new == 1
    put(office, b"this one rots")
    name = sha256(b"this one rots").hexdigest()
    (office.folder / "blobs" / office.workspace / name[:2] / name).write_bytes(b"this one rotz")
    office.clock.pass_(seconds=1)
    made = office.hub.backup(out)
    assert (made.photos, made.new, [each.name for each in made.lost]) == (4, 0, [name])
    assert office.hub.blobs.missing(office.workspace, [name]) == [name]
    assert len(list(out.glob("hub-*.ijh"))) == 3


def test_only_the_offices_recovery_key_opens_it(office: Office, tmp_path: Path) -> None:
    filled(office)
    made = office.hub.backup(place(tmp_path))
    told = refusal(putting_back.put_back, made.books.file, tmp_path / "new", SealKey.new())
    assert (type(told), told.code) == (DamagedError, "hub.copy_other_office")
    assert not (tmp_path / "new").exists()


def test_every_flipped_or_missing_byte_is_found_and_makes_no_hub(small: Office, tmp_path: Path) -> None:
    filled(small)
    file = small.hub.backup(place(tmp_path)).books.file
    whole = file.read_bytes()
    spoilt = [whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :] for at in range(0, len(whole), 1_009)]
    spoilt += [whole[:-1], whole[: len(whole) // 2], whole[:9], b"", whole + b"!"]
    for number, content in enumerate(spoilt):
        file.write_bytes(content)
        told = refusal(back, small, file, tmp_path / f"new{number}")
        assert told.code in {"hub.copy_damaged", "hub.copy_not_one"}, (number, told.code)
        assert refusal(Hub.open, tmp_path / f"new{number}").code == "hub.not_founded"


def test_what_was_cut_off_is_begun_anew(
    office: Office, tmp_path: Path, elsewhere: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(office)
    before, file = state(office.hub), office.hub.backup(place(tmp_path)).books.file
    with monkeypatch.context() as patch:
        patch.setattr(putting_back, "_photos", cut_off)
        with pytest.raises(KeyboardInterrupt):
            back(office, file, tmp_path / "new", elsewhere)
    assert refusal(Hub.open, tmp_path / "new").code == "hub.not_founded"
    back(office, file, tmp_path / "new", elsewhere)
    hub = Hub.open(tmp_path / "new", clock=office.clock)
    assert state(hub) == before
    hub.close()


def cut_off(*_: object) -> None:
    raise KeyboardInterrupt


def test_photos_that_the_backup_lacks_are_asked_for_again(small: Office, tmp_path: Path) -> None:
    filled(small)
    file = small.hub.backup(place(tmp_path)).books.file
    (one, other) = sorted(file.parent.glob("hub-*-photos/*/*/*"))
    one.unlink()
    other.write_bytes(other.read_bytes()[:-9])
    told = back(small, file, tmp_path / "new")
    assert (told.photos, told.lacking) == (0, 2)
    hub = Hub.open(tmp_path / "new", clock=small.clock)
    assert hub.blobs.missing(FILING, ["ab" * 32]) == ["ab" * 32]
    assert hub.blobs.count() == (0, 0)
    hub.close()


def test_nothing_that_is_there_is_overwritten(office: Office, tmp_path: Path) -> None:
    filled(office)
    file = office.hub.backup(place(tmp_path)).books.file
    assert refusal(back, office, file, office.folder).code == "hub.already_there"
    used = tmp_path / "used"
    used.mkdir()
    (used / "letter.txt").write_text("mine")
    assert refusal(back, office, file, used).code == "hub.folder_not_empty"
    if office.database_url is not None:
        told = refusal(back, office, file, tmp_path / "new")
        assert isinstance(told, RuleError)
        assert told.code == "hub.database_taken"
        assert office.hub.status()["no"] > 1


def test_a_place_that_is_none(small: Office, tmp_path: Path) -> None:
    assert refusal(small.hub.backup, tmp_path / "gone").code == "hub.copy_place_gone"
    inside = small.folder / "inside"
    inside.mkdir()
    assert refusal(small.hub.backup, inside).code == "hub.copy_inside"
    inside.rmdir()


def test_books_that_rotted_are_never_taken_for_a_backup(office: Office, tmp_path: Path) -> None:
    wang = filled(office)
    with office.hub.bundles._base.database.writing() as connection:
        raw = wang.pack()[:-4] + bytes(4)
        connection.execute(update(bundle).where(bundle.c.journal_id == wang.journal).values(raw=raw))
    out = place(tmp_path)
    assert refusal(office.hub.backup, out).code == "hub.database_damaged"
    assert list(out.iterdir()) == []


def test_of_older_backups_the_newest_stay(small: Office, tmp_path: Path) -> None:
    out = place(tmp_path)
    for _ in range(copying.KEPT + 2):
        made = small.hub.backup(out)
        small.clock.pass_(days=1)
    names = sorted(each.name for each in out.iterdir())
    assert len(names) == copying.KEPT
    assert names[-1] == made.books.file.name


def test_before_its_tables_are_changed_a_hub_keeps_a_copy(
    office: Office, tmp_path: Path, elsewhere: str | None
) -> None:
    """The tables of the first step, as an older program left them, with its work in them."""
    office.hub.close()
    database = Database(office.folder, office.database_url)
    older(database)
    database.close()
    office.hub = office.opened()
    (copy,) = (office.folder / copying.BEFORE).iterdir()
    office.restart()
    assert list((office.folder / copying.BEFORE).iterdir()) == [copy]
    moved = tmp_path / "copies" / copy.name
    moved.parent.mkdir()
    shutil.copy(copy, moved)
    before = state(office.hub)
    told = back(office, moved, tmp_path / "new", elsewhere)
    assert told.rows["bundle"] == 1
    hub = Hub.open(tmp_path / "new", clock=office.clock)
    assert state(hub) == before
    hub.close()


def older(database: Database) -> None:
    """Take a database back to the first step of its tables."""
    with database.writing() as connection:
        for statement in (
            "DROP INDEX role_act_signer",
            "ALTER TABLE role_act DROP COLUMN signer",
            "DROP TABLE share_act",
            "DROP TABLE begun",
            "DROP TABLE vouched",
            "ALTER TABLE blob DROP COLUMN sha256",
            "ALTER TABLE paper_act DROP COLUMN raw",
            "ALTER TABLE paper_act DROP COLUMN signer",
            "ALTER TABLE enrolment DROP COLUMN backup_of",
            "UPDATE alembic_version SET version_num = '1'",
        ):
            connection.exec_driver_sql(statement)


def test_which_workspaces_may_be_opened_comes_back_too(small: Office, tmp_path: Path) -> None:
    filled(small)
    file = small.hub.backup(place(tmp_path)).books.file
    small.share("cd" * 16)
    back(small, file, tmp_path / "new")
    hub = Hub.open(tmp_path / "new", clock=small.clock)
    hub.digests.compare(FILING, "a", b"t" * 32, b"d" * 32, 0)
    told = refusal(hub.digests.compare, "cd" * 16, "a", b"t" * 32, b"d" * 32, 0)
    assert told.code == "hub.workspace_unknown"
    hub.close()
