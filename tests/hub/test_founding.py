"""Founding and opening: a hub is there whole or not at all; its secrets are for its owner alone."""

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from sqlalchemy import text, update

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, InspectorError, RuleError, SignInError, UnavailableError
from inspector_app.hub import folder, founding, root_file, settings
from inspector_app.hub.books import Hub
from inspector_app.hub.database import Database
from inspector_app.hub.tables import bundle, metadata
from inspector_app.trust import recovery_key
from inspector_app.trust.durable import write_durably
from inspector_app.trust.keys import SigningKey
from tests.hub.office import CHEAP, Clock, Office


def refusal(call: Callable[..., object], *args: object, **more: object) -> InspectorError:
    with pytest.raises(InspectorError) as caught:
        call(*args, **more)
    return caught.value


def found(path: Path, url: str | None = None, **more: object) -> founding.Founded:
    return founding.found(path, "滨海住建", database_url=url, clock=Clock(), cost=CHEAP, **more)  # type: ignore[arg-type]


def test_a_hub_stands_on_its_office(office: Office) -> None:
    facts = office.hub.facts
    assert facts == folder.read(office.folder)[0]
    told = office.hub.hello()
    assert (told.hub, told.key, told.protocols) == (facts.id, facts.key.raw, (1,))
    assert told.time == "2026-03-02T00:00:00Z"
    with office.hub.bundles._base.database.reading() as connection:
        ring = office.hub.bundles._base.rings.current(connection)
    today = office.clock.now().date()
    assert {one.user: ring.roles(one.key_id, today) for one in ring.certificates()} == {
        "office": {Role.ADMINISTRATOR},
        f"hub-{facts.id}": {Role.HUB},
    }


def test_the_root_key_leaves_the_hub(office: Office) -> None:
    assert "root" not in (office.folder / folder.KEYS).read_text()
    assert office.root().key_id == office.hub.facts.root.key_id
    assert office.made.root_key is not None
    wrong = "0" * 25
    content = office.made.root_key.read_bytes()
    assert isinstance(refusal(root_file.open_key, content, wrong), SignInError)
    assert office.root().to_bytes() not in content
    key = recovery_key.open_key(office.made.recovery_key.read_bytes(), office.made.recovery_code)
    assert key.public == office.hub.facts.recovery


def test_a_training_hub_keeps_it(training: Office) -> None:
    assert training.made.root_key is None
    assert folder.read(training.folder)[1].root is not None


def test_every_file_is_for_its_owner_alone(small: Office) -> None:
    for each in small.folder.iterdir():
        if each.name in {folder.HUB, folder.KEYS, folder.PRIVATE, folder.ROOT, folder.RECOVERY}:
            assert stat.S_IMODE(each.stat().st_mode) == 0o600, each.name
    assert stat.S_IMODE(small.folder.stat().st_mode) == 0o700


def test_the_tls_certificate_is_the_one_of_the_fingerprint(small: Office) -> None:
    pem, private = small.hub.tls_files()
    certificate = x509.load_pem_x509_certificate(pem.read_bytes())
    key = load_pem_private_key(private.read_bytes(), None)
    assert certificate.public_key() == key.public_key()
    assert sha256(small.hub.facts.certificate_der).digest() == small.hub.facts.fingerprint
    assert certificate.not_valid_after_utc.year == 2046


def test_settings_are_kept(office: Office) -> None:
    assert office.hub.setting("none") is None
    office.hub.set_setting("url", "https://other:1")
    office.restart()
    assert office.hub.setting("url") == "https://other:1"


def test_a_second_hub_does_not_take_the_firsts_place(office: Office, tmp_path: Path) -> None:
    assert refusal(found, office.folder, office.database_url).code == "hub.already_there"
    if office.database_url is not None:
        told = refusal(found, tmp_path / "other", office.database_url)
        assert isinstance(told, RuleError)
        assert told.code == "hub.database_taken"
        found(tmp_path / "third")
        wrong = refusal(Hub.open, tmp_path / "third", office.database_url)
        assert isinstance(wrong, DamagedError)
        assert wrong.code == "hub.other_database"


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    told = refusal(found, tmp_path)
    assert (told.code, told.values["found"]) == ("hub.folder_not_empty", "letter.txt")
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]
    file = tmp_path / "letter.txt"
    assert isinstance(refusal(found, file), UnavailableError)


@pytest.mark.parametrize("step", [folder.ROOT, folder.PEM, folder.KEYS, folder.HUB])
def test_a_founding_that_was_cut_off_anywhere_begins_anew(
    tmp_path: Path, database_url: str | None, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hub"
    with monkeypatch.context() as patch:
        for room in (founding, folder):
            patch.setattr(room, "write_durably", cut_off_at(step))
        with pytest.raises(KeyboardInterrupt):
            found(path, database_url)
    (path / f"{folder.KEYS}.0badcafe.new").write_bytes(b"half")
    assert refusal(Hub.open, path).code == "hub.not_founded"
    again = found(path, database_url)
    hub = Hub.open(path, clock=Clock())
    assert hub.status()["no"] == 1
    assert hub.facts.id == again.facts.id
    hub.close()


def cut_off_at(step: str) -> Callable[[Path, bytes], None]:
    def write(path: Path, content: bytes) -> None:
        if path.name == step:
            raise KeyboardInterrupt
        write_durably(path, content)

    return write


@pytest.mark.parametrize("used", [False, True])
def test_a_hub_whose_hub_json_was_lost_is_never_founded_over(office: Office, used: bool) -> None:
    """The scanner took one file away: nothing of the hub may go for that."""
    if used:
        wang = office.enrol()
        wang.write(3)
        wang.push(wang.pack())
    office.hub.close()
    lost = (office.folder / folder.HUB).read_bytes()
    (office.folder / folder.HUB).unlink()
    before = contents(office.folder)
    told = refusal(found, office.folder, office.database_url)
    if office.database_url is None:
        assert (type(told), told.code, told.where) == (DamagedError, "hub.folder_damaged", folder.HUB)
    else:
        assert (type(told), told.code) == (RuleError, "hub.database_taken")
    assert contents(office.folder) == before
    (office.folder / folder.HUB).write_bytes(lost)
    office.hub = office.opened()
    assert office.hub.bundles.tips(office.workspace).no == (3 if used else 1)


def contents(path: Path) -> dict[str, bytes]:
    passing = ("-wal", "-shm")
    return {each.name: each.read_bytes() for each in path.iterdir() if not each.name.endswith(passing)}


@pytest.mark.parametrize("name", [folder.KEYS, folder.PEM, folder.HUB])
def test_a_damaged_folder_is_told_by_its_file(small: Office, name: str) -> None:
    small.hub.close()
    place = small.folder / name
    whole = place.read_bytes()
    for spoilt in (b"", whole[:-3], whole.replace(b'"', b"'"), b"{}", b"\xff" * 50):
        if name == folder.PEM and spoilt == whole.replace(b'"', b"'"):
            continue
        place.write_bytes(spoilt)
        told = refusal(Hub.open, small.folder)
        assert told.code in {"hub.folder_damaged", "hub.newer_folder"}
    if name != folder.HUB:
        place.unlink()
        assert refusal(Hub.open, small.folder).where == name
    place.write_bytes(whole)
    small.hub = small.opened()


def test_a_name_that_fits_no_certificate(tmp_path: Path) -> None:
    for name in ("", "a\nb", "x" * 300):
        told = refusal(founding.found, tmp_path / "hub", name, cost=CHEAP)
        assert told.code == "hub.name_unfit"
    assert not (tmp_path / "hub").exists()


@pytest.mark.parametrize("url", ["sqlite:///x", "mysql://x/y", "nonsense", "postgresql"])
def test_what_is_no_address_of_postgresql(tmp_path: Path, url: str) -> None:
    assert refusal(found, tmp_path / "hub", url).code == "hub.database_url"
    assert not folder.exists(tmp_path / "hub")


def test_a_database_that_is_away_is_told(tmp_path: Path) -> None:
    told = refusal(found, tmp_path / "hub", f"postgresql://nobody@/x?host={tmp_path}")
    assert isinstance(told, UnavailableError)
    assert told.code == "hub.database_away"
    assert not folder.exists(tmp_path / "hub")


def test_the_root_file_opens_by_its_code_alone() -> None:
    key = SigningKey.new()
    content, code = root_file.make(key, "ab" * 16, CHEAP)
    assert root_file.open_key(content, f" {code.lower()} ").to_bytes() == key.to_bytes()
    other = root_file.make(key, "ab" * 16, CHEAP)[1]
    assert refusal(root_file.open_key, content, other).code == "hub.root_code_wrong"
    assert refusal(root_file.open_key, content, code[:-1]).code == "trust.recovery_mistyped"
    for at in range(0, len(content) - 1, 3):
        spoilt = bytearray(content)
        spoilt[at] ^= 1
        told = refusal_or_key(bytes(spoilt), code)
        assert told in {"hub.root_file_damaged", "hub.root_code_wrong", key.key_id}, at
    for spoilt in (b"", b"{}", b"[]", content[:-9], b"\xff" + content, content * 9_000):
        assert refusal(root_file.open_key, spoilt, code).code == "hub.root_file_damaged"


def refusal_or_key(content: bytes, code: str) -> str:
    try:
        return root_file.open_key(content, code).key_id
    except InspectorError as problem:
        return problem.code


def test_the_tables_are_those_that_the_steps_made(office: Office) -> None:
    database = office.hub.bundles._base.database
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_many_may_open_an_empty_database_at_once(tmp_path: Path, database_url: str | None) -> None:
    def upgraded(_: int) -> bool:
        database = Database(tmp_path, database_url)
        database.upgrade()
        with database.reading() as connection:
            empty = settings.get(connection, settings.HUB) is None
        database.close()
        return empty

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(upgraded, range(6))) == [True] * 6


def test_a_newer_database_is_refused_by_name(office: Office) -> None:
    with office.hub.bundles._base.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '999'"))
    told = refusal(office.opened)
    assert isinstance(told, UnavailableError)
    assert told.code == "hub.newer_database"


def test_what_fails_in_a_transaction_leaves_nothing(office: Office) -> None:
    database = office.hub.bundles._base.database
    before = office.hub.audit.read()

    def fail() -> None:
        with database.writing() as connection:
            office.hub.audit.note_in(connection, "never")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert office.hub.audit.read() == before


def test_a_reader_sees_one_state_while_others_write(office: Office) -> None:
    database, wang = office.hub.bundles._base.database, office.enrol()
    wang.write(2)
    with database.reading() as connection:
        first = settings.get(connection, "seen")
        office.hub.set_setting("seen", "yes")
        wang.push(wang.pack())
        assert settings.get(connection, "seen") is first is None
    assert office.hub.setting("seen") == "yes"


def test_a_bundle_spoilt_in_the_database_is_told(office: Office) -> None:
    wang = office.enrol()
    wang.write(4)
    wang.push(wang.pack())
    with office.hub.bundles._base.database.writing() as connection:
        raw = wang.pack()
        spoilt = raw[:-4] + bytes(4)
        connection.execute(update(bundle).where(bundle.c.journal_id == wang.journal).values(raw=spoilt))
    told = refusal(wang.push, wang.pack(1, 3))
    assert isinstance(told, DamagedError)
    assert told.code == "hub.database_damaged"


def test_a_spoilt_sqlite_file_is_told(small: Office) -> None:
    small.hub.close()
    place = small.folder / "hub.db"
    whole = place.read_bytes()
    place.write_bytes(b"no database at all" * 500)
    assert refusal(small.opened).code == "hub.database_damaged"
    place.write_bytes(whole)
    small.hub = small.opened()
