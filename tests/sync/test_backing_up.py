"""A backup goes to the hub by the public command line, and makes another laptop."""

import random
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import (
    Cancelled,
    DamagedError,
    PeerError,
    RuleError,
    SignInError,
    UnverifiableError,
)
from inspector_app.sync import backing_up, bringing_back, wire
from inspector_app.trust import machine
from inspector_app.trust.enrolment_code import EnrolmentCode
from tests.hub_http.conftest import command
from tests.sync.hubs import Bureau, now
from tests.sync.office import Steps
from tests.sync.proxy import CUT_DOWN, CUT_UP, DROP, TWICE, Fault, Proxy


def test_a_backup_at_the_hub_makes_another_laptop(bureau: Bureau, tmp_path: Path) -> None:
    session = bureau.laptop("a")
    device = session.desk.store.device_key()
    assert device is not None
    with session.desk.store.transaction(session.user) as tx:
        tx.create("site", {"name": "只在这台上"})
    digest, folder = session.desk.store.digest(), session.desk.store.folder.path
    session.close()
    bureau.sessions.remove(session)
    told = command("backup", "--hub", data=folder)
    assert (told["place"], told["digest"], told["reopened"]) == ("hub", digest, True)
    assert not (folder / "outgoing").exists()
    kept = [one.read_bytes() for one in (bureau.running.data / "backups" / device.key_id).iterdir()]
    assert len(kept) == 1
    assert "只在这台上".encode() not in kept[0]
    out = tmp_path / "from-hub.ijk"
    given = command("hub", "give-backup", device.key_id, "--out", str(out), data=bureau.running.data)
    assert given["size"] == len(kept[0])
    back = command("restore", str(out), "--into", str(tmp_path / "new"), data=tmp_path)
    assert back["digest"] == digest


def test_a_place_must_be_named_and_only_one(bureau: Bureau) -> None:
    session = bureau.laptop("a")
    folder = session.desk.store.folder.path
    session.close()
    bureau.sessions.remove(session)
    for args in ([], ["--hub", "--to", str(bureau.folder / "x.ijk")], ["--hub", "--everything"]):
        told = command("backup", *args, data=folder, check=False)
        assert (told["exit"], told["errors"][0]["code"]) == (2, "backup.choose_place")


# A line that breaks; the file has three parts.

SIZE = 2 * wire.MOST_PART + 1_000_000
NAME = "20260302-080000"


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backing_up, "TRY_PAUSE_S", 0.01)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "b.ijk"
    made.write_bytes(random.Random(7).randbytes(SIZE))
    return made


class Impatient(Steps):
    """Stops it once the first part has arrived."""

    def step(self, done: int, total: int, doing: str = "") -> None:
        super().step(done, total, doing)
        if done >= wire.MOST_PART:
            raise Cancelled


def behind(bureau: Bureau, session: Session) -> Proxy:
    """Return the proxy that a laptop reaches its hub through from now on."""
    proxy, store = bureau.proxy(), session.desk.store
    told = str(store.setting(machine.HUB))
    store.set_setting(machine.HUB, told.replace(bureau.running.url, proxy.url))
    assert machine.known_hub(str(store.setting(machine.HUB))).hub.url == proxy.url
    return proxy


def sent(session: Session, file: Path, steps: Steps | None = None, name: str = NAME) -> int:
    sha = sha256(file.read_bytes()).digest()
    return backing_up.send(session.desk.store, file, name, sha, now(), steps or Steps())


def at_hub(bureau: Bureau, session: Session, name: str = NAME) -> Path:
    device = session.desk.store.device_key()
    assert device is not None
    return bureau.running.data / "backups" / device.key_id / f"{name}.ijk"


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    "fault",
    [
        Fault(CUT_UP, wire.MOST_PART + 3_000_000),
        Fault(DROP, 4),
        Fault(DROP, 5),
        Fault(TWICE, 5),
        Fault(DROP, 7),
        Fault(CUT_DOWN, 100),
    ],
)
def test_one_break_on_the_way_costs_one_part_and_nobody_notices(
    bureau: Bureau, file: Path, fault: Fault
) -> None:
    session = bureau.laptop("a")
    proxy = behind(bureau, session)
    proxy.set(fault)
    sent(session, file)
    assert proxy.fault is None, "it came to pass"
    assert at_hub(bureau, session).read_bytes() == file.read_bytes()
    assert proxy.seen.up < SIZE + 2 * wire.MOST_PART


def test_who_stops_it_goes_on_later_with_what_is_there(bureau: Bureau, file: Path) -> None:
    session = bureau.laptop("a")
    proxy = behind(bureau, session)
    proxy.set(None)
    with pytest.raises(Cancelled):
        sent(session, file, Impatient())
    assert not at_hub(bureau, session).exists()
    proxy.set(None)
    sent(session, file)
    assert proxy.seen.up < SIZE - wire.MOST_PART + 100_000, "the first part does not travel again"
    assert at_hub(bureau, session).read_bytes() == file.read_bytes()


@pytest.mark.parametrize("answers", [[0] * 9, [wire.MOST_PART, 0] * 9, [5, 4, 3, 2, 1, 0]])
def test_a_hub_that_stands_still_is_told_of_instead_of_being_fed_for_ever(
    file: Path, answers: list[int]
) -> None:
    left = iter(answers)
    with pytest.raises(PeerError, match=r"exchange\.hub_stands_still"):
        backing_up.bring_parts(file, 0, lambda at, part: next(left), Steps(), "hub")


def test_a_hub_that_lost_the_place_once_is_followed(file: Path) -> None:
    got, places = bytearray(), []

    def put(at: int, part: bytes) -> int:
        places.append(at)
        if len(places) == 2:
            del got[:]
        if at == len(got):
            got.extend(part)
        return len(got)

    backing_up.bring_parts(file, 0, put, Steps(), "hub")
    assert got == file.read_bytes()
    assert places == [0, wire.MOST_PART, 0, wire.MOST_PART, 2 * wire.MOST_PART]


def test_another_file_under_the_same_name_is_refused_and_comes_anew(bureau: Bureau, file: Path) -> None:
    session = bureau.laptop("a")
    with pytest.raises(Cancelled):
        sent(session, file, Impatient())
    file.write_bytes(bytes(SIZE))
    with pytest.raises(DamagedError, match=r"hub\.backup_damaged"):
        sent(session, file)
    sent(session, file)
    assert at_hub(bureau, session).read_bytes() == bytes(SIZE)


def fetching(bureau: Bureau, session: Session) -> EnrolmentCode:
    device = session.desk.store.device_key()
    assert device is not None
    args = ("hub", "enrol", "--name", "张三", "--backup-of", device.key_id)
    return EnrolmentCode.parse(command(*args, data=bureau.running.data)["code"])


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("fault", [Fault(CUT_DOWN, wire.MOST_PART + 3_000_000), Fault(DROP, 3), None])
def test_a_fetched_backup_comes_whole_over_a_line_that_breaks(
    bureau: Bureau, file: Path, tmp_path: Path, fault: Fault | None
) -> None:
    session = bureau.laptop("a")
    sent(session, file)
    proxy = bureau.proxy()
    code = replace(fetching(bureau, session), url=proxy.url)
    proxy.set(fault)
    got = bringing_back.fetch(code, tmp_path / "new", Steps())
    assert proxy.fault is None
    assert got.read_bytes() == file.read_bytes()
    assert got.parent == tmp_path
    assert proxy.seen.down < SIZE + 2 * wire.MOST_PART
    proxy.set(None)
    assert bringing_back.fetch(code, tmp_path / "new", Steps()) == got
    assert proxy.seen.down < 10_000, "what is there whole does not travel again"


def test_fetching_goes_on_after_it_was_stopped_and_takes_the_one_that_was_asked_for(
    bureau: Bureau, file: Path, tmp_path: Path
) -> None:
    session = bureau.laptop("a")
    sent(session, file)
    (tmp_path / "small.ijk").write_bytes(b"small")
    sent(session, tmp_path / "small.ijk", name="20260303-080000")
    proxy = bureau.proxy()
    code = replace(fetching(bureau, session), url=proxy.url)
    newest = bringing_back.fetch(code, tmp_path / "new", Steps())
    assert newest.read_bytes() == b"small"
    with pytest.raises(Cancelled):
        bringing_back.fetch(code, tmp_path / "new", Impatient(), NAME)
    proxy.set(None)
    got = bringing_back.fetch(code, tmp_path / "new", Steps(), NAME)
    assert got.read_bytes() == file.read_bytes()
    assert proxy.seen.down < SIZE - wire.MOST_PART + 100_000
    assert sorted(one.suffix for one in tmp_path.glob("new-*")) == [".ijk", ".ijk"]
    with pytest.raises(RuleError, match=r"backup\.none_at_hub"):
        bringing_back.fetch(code, tmp_path / "new", Steps(), "20200101-000000")


def test_no_other_hub_is_told_the_code(bureau: Bureau, tmp_path: Path) -> None:
    session = bureau.laptop("a")
    (tmp_path / "small.ijk").write_bytes(b"small")
    sent(session, tmp_path / "small.ijk")
    code = fetching(bureau, session)
    with pytest.raises(UnverifiableError, match=r"exchange\.certificate_changed"):
        bringing_back.fetch(replace(code, fingerprint=bytes(32)), tmp_path / "new", Steps())
    with pytest.raises(PeerError, match=r"exchange\.unreachable"):
        bringing_back.fetch(replace(code, url="https://127.0.0.1:1"), tmp_path / "new", Steps())
    with pytest.raises(SignInError, match=r"hub\.code_unknown"):
        bringing_back.fetch(replace(code, secret=bytes(16)), tmp_path / "new", Steps())


def test_a_lost_laptop_comes_back_from_the_hub_by_one_code(bureau: Bureau, tmp_path: Path) -> None:
    """Lost, shut out, restored out of the hub, and certified anew: the same code for all of it."""
    session = bureau.laptop("a")
    store = session.desk.store
    with store.transaction(session.user) as tx:
        tx.create("site", {"name": "只在这台上"})
    digest, folder, device = store.digest(), store.folder.path, store.device_key()
    assert device is not None
    session.close()
    bureau.sessions.remove(session)
    command("backup", "--hub", data=folder)
    hub, new = bureau.running.data, tmp_path / "new"
    command("hub", "revoke", "--device", device.key_id, data=hub)
    told = command("hub", "status", data=hub)
    (left,) = (one for one in told["backups"] if one["laptop"] == device.key_id)
    assert (left["count"], left["oldest"]) == (1, left["newest"])
    plain = command("hub", "enrol", "--name", "张三", data=hub)["code"]
    refused = command("restore", "--hub", plain, "--into", str(new), data=tmp_path, check=False)
    assert refused["errors"][0]["code"] == "hub.code_without_backup"
    code = command("hub", "enrol", "--name", "张三", "--backup-of", device.key_id, data=hub)["code"]
    wrong = ("restore", "--hub", code, "--into", str(new), "--user", "nobody")
    assert command(*wrong, data=tmp_path, check=False)["errors"][0]["code"] == "trust.unknown_user"
    assert len(list(tmp_path.glob("new-*.ijk"))) == 1, "a wrong name costs no second way"
    back = command("restore", "--hub", code, "--into", str(new), data=tmp_path)
    assert back["digest"] == digest
    assert list(tmp_path.glob("new-*")) == []
    joined = command("join", code, data=new)
    assert (joined["renewal"], joined["new_device"]) == (True, True)
    again = command("restore", "--hub", code, "--into", str(tmp_path / "two"), data=tmp_path, check=False)
    assert (again["exit"], again["errors"][0]["code"]) == (4, "hub.code_used")
    command("backup", "--hub", data=new)
    assert command("hub", "drop-backups", device.key_id, data=hub)["count"] == 1
    told = command("hub", "status", data=hub)
    assert device.key_id not in {one["laptop"] for one in told["backups"]}


@pytest.mark.parametrize(
    "args", [("--into", "x"), ("f", "--hub", "c", "--into", "x"), ("f", "--backup", "n", "--into", "x")]
)
def test_a_restore_names_its_one_source(tmp_path: Path, args: tuple[str, ...]) -> None:
    told = command("restore", *args, data=tmp_path, check=False)
    assert (told["exit"], told["errors"][0]["code"]) == (2, "backup.choose_source")
