"""Joining by command when something goes wrong: no code is burnt, no key lies open, no file is believed."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app import cli
from inspector_app.casework.base.clocks import SystemClock
from inspector_app.casework.people import pending, workspace
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.errors import RuleError
from inspector_app.trust.enrolment import Request
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.ui.exchange.real_joining import RealJoining
from inspector_app.ui.exchange.ways import NewPerson
from tests.hub_http.conftest import Running, founded, serving  # noqa: F401 - a fixture
from tests.sync.hubs import Bureau
from tests.sync.office import Steps
from tests.sync.proxy import DROP, Fault

PASSWORD = "correct horse 3"
HELLO, ENROL = 1, 2
"""Which requests of `join CODE` these are; the one before them asks whether the hub is for practice."""

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(data: Path, *args: str, password: str = "", user: str = "") -> tuple[int, dict[str, Any]]:
        said = ["--data", str(data), "--json"]
        if password:
            said.append("--password-stdin")
            monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
        if user:
            said += ["--user", user]
        capsys.readouterr()
        code = cli.main([*said, *args])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def office(serving: Callable[..., Running], tmp_path: Path) -> Iterator[Bureau]:  # noqa: F811
    """An office's hub, as it runs."""
    made = Bureau(serving(), tmp_path)
    yield made
    made.close()


def refused(came: tuple[int, dict[str, Any]]) -> tuple[int, str]:
    return came[0], came[1]["errors"][0]["code"]


def through(code: EnrolmentCode, url: str) -> str:
    """Return a code that leads to its hub by another address."""
    return EnrolmentCode(code.hub, code.fingerprint, code.secret, url).text()


def waiting(folder: Path) -> list[Request]:
    return pending.waiting_all(folder)


def codes(office: Bureau) -> list[tuple[int, ...]]:
    """Return the machine codes of each laptop that the hub enrolled."""
    hub = office.books()
    try:
        return [one.machine_codes for one in hub.devices.devices()]
    finally:
        hub.close()


def test_a_lost_reply_costs_nothing(office: Bureau, run: Run) -> None:
    proxy, folder = office.proxy(), office.folder / "a"
    code = through(office.code("王五"), proxy.url)
    proxy.set(Fault(DROP, ENROL))
    assert run(folder, "join", code, password=PASSWORD)[0] == 9
    assert codes(office) == [(1, 2, 3, 4)], "the hub did what it was asked"
    assert not workspace.exists(folder)
    assert len(waiting(folder)) == 1
    number, told = run(folder, "join", code, password=PASSWORD)
    assert (number, told["machine_code"], told["name"]) == (0, 1, "王五"), told
    assert codes(office) == [(1, 2, 3, 4)]
    assert waiting(folder) == []


def test_a_lost_reply_costs_nothing_with_another_code_either(office: Bureau, run: Run) -> None:
    proxy, folder = office.proxy(), office.folder / "a"
    proxy.set(Fault(DROP, ENROL))
    assert run(folder, "join", through(office.code("王五"), proxy.url), password=PASSWORD)[0] == 9
    number, told = run(folder, "join", office.code("王五").text(), password=PASSWORD)
    assert (number, told["machine_code"]) == (0, 1), told
    assert codes(office) == [(1, 2, 3, 4)]


def test_no_password_and_a_weak_one_use_no_code_up(office: Bureau, run: Run) -> None:
    code, folder = office.code("王五").text(), office.folder / "a"
    for password, told in (
        ("", "joining.password_needed"),
        (workspace.TRAINING_PASSWORD, "joining.password_needed"),
        ("short", "trust.weak_password"),
    ):
        assert refused(run(folder, "join", code, password=password)) == (3, told)
        assert pending.files(folder) == []
    assert codes(office) == []
    assert run(folder, "join", code, password=PASSWORD)[0] == 0


def test_a_code_that_is_refused_leaves_nothing_behind(office: Bureau, run: Run) -> None:
    code = office.code("王五").text()
    assert run(office.folder / "a", "join", code, password=PASSWORD)[0] == 0
    assert refused(run(office.folder / "b", "join", code, password=PASSWORD)) == (4, "hub.code_used")
    assert pending.files(office.folder / "b") == []


def test_a_request_needs_a_password_of_ones_own(office: Bureau, run: Run) -> None:
    folder, file = office.folder / "a", office.folder / "request"
    ask = ("join", "--request", str(file), "--name", "王五")
    for password in ("", workspace.TRAINING_PASSWORD):
        came = run(folder, *ask, password=password, user="wang")
        assert refused(came) == (3, "joining.password_needed")
        assert not file.exists()
        assert pending.files(folder) == []
    number, told = run(folder, *ask, password=PASSWORD, user="wang")
    assert (number, told["request"]) == (0, str(file))
    assert told["hash"] == Request.from_bytes(file.read_bytes()).hash.hex()
    assert len(told["check"].replace(" ", "")) == 16


def test_a_second_request_takes_the_firsts_place_only_when_told(office: Bureau, run: Run) -> None:
    folder, first, second = (office.folder / name for name in ("a", "first", "second"))
    ask = ("--name", "王五")
    assert run(folder, "join", "--request", str(first), *ask, password=PASSWORD)[0] == 0
    came = run(folder, "join", "--request", str(second), *ask, password="another one 5")
    assert refused(came) == (3, "joining.pending_there")
    assert not second.exists()
    came = run(folder, "join", "--request", str(second), *ask, "--instead", password="another one 5")
    assert came[0] == 0
    assert [one.hash.hex() for one in waiting(folder)] == [came[1]["hash"]]
    assert run(folder, "join", "x", "--instead")[0] == 2


def test_a_request_does_not_stand_in_the_way_of_a_code(office: Bureau, run: Run) -> None:
    folder, file = office.folder / "a", office.folder / "request"
    ask = ("join", "--request", str(file), "--name", "王五")
    assert run(folder, *ask, password=PASSWORD)[0] == 0
    gone = through(office.code("王五"), "https://127.0.0.1:9")
    assert run(folder, "join", gone, password=PASSWORD)[0] == 9
    asked = Request.from_bytes(file.read_bytes())
    assert asked in waiting(folder), "its grant still opens"
    assert run(folder, "join", office.code("王五").text(), password=PASSWORD)[0] == 0


def test_both_files_are_compared_by_digits(office: Bureau, run: Run) -> None:
    """Somebody at the stick swaps the request, and answers it for an office of his own."""
    hub, folder = office.running.data, office.folder / "a"
    asked, granted = office.folder / "request", office.folder / "grant"
    _, told = run(folder, "join", "--request", str(asked), "--name", "王五", password=PASSWORD, user="wang")
    swapped = office.folder / "swapped"
    evil = office.folder / "evil"
    run(evil, "join", "--request", str(swapped), "--name", "王五", password=PASSWORD, user="wang")
    number, shown = run(hub, "hub", "enrol", "--request", str(swapped))
    assert (number, shown["name"], shown["user"]) == (0, "王五", "wang")
    assert shown["check"] != told["check"]
    by_file = ("hub", "enrol", "--request", str(swapped), "--out", str(granted), "--check", told["check"])
    assert refused(run(hub, *by_file)) == (3, "enrolment.check_differs")
    assert not granted.exists()
    assert codes(office) == [], "nobody was let in"
    by_file = ("hub", "enrol", "--request", str(asked), "--out", str(granted), "--check")
    number, let_in = run(hub, *by_file, told["check"].replace(" ", "－"))
    assert (number, let_in["compared"], let_in["name"], let_in["user"]) == (0, True, "王五", "wang"), let_in
    assert (let_in["device"], let_in["person"]) == (told["device"], told["person"])
    assert let_in["machine_codes"] == [1, 2, 3, 4]
    forged, other = office.folder / "forged", office.folder / "other"
    founded(other)
    url = ("--url", "https://127.0.0.1:9")
    assert run(other, "hub", "enrol", "--request", str(asked), "--out", str(forged), *url)[0] == 0
    came = run(folder, "join", str(forged), "--check", let_in["office_check"], password=PASSWORD)
    assert refused(came) == (3, "enrolment.check_differs")
    assert not workspace.exists(folder)
    came = run(folder, "join", str(granted), "--check", let_in["office_check"], password=PASSWORD)
    assert (came[0], came[1]["compared"], came[1]["office_check"]) == (0, True, let_in["office_check"])
    assert run(hub, "hub", "status")[1]["check"] == let_in["office_check"]


def test_a_grant_that_was_lost_is_made_again(office: Bureau, run: Run) -> None:
    hub, folder, asked = office.running.data, office.folder / "a", office.folder / "request"
    run(folder, "join", "--request", str(asked), "--name", "王五", password=PASSWORD)
    lost = office.folder / "stick" / "grant"
    by_file = ("hub", "enrol", "--request", str(asked), "--out")
    assert refused(run(hub, *by_file, str(lost))) == (7, "trust.file_not_written")
    assert codes(office) == [], "nothing was granted before the file could be begun"
    lost.parent.mkdir()
    assert run(hub, *by_file, str(lost))[1]["machine_codes"] == [1, 2, 3, 4]
    assert refused(run(hub, *by_file, str(lost))) == (2, "hub.out_exists")
    lost.unlink()
    number, again = run(hub, *by_file, str(lost))
    assert (number, again["machine_codes"], again["compared"]) == (0, [1, 2, 3, 4], False)
    number, joined = run(folder, "join", str(lost), password=PASSWORD)
    assert (number, joined["machine_code"], joined["compared"]) == (0, 1, False), joined


def test_a_grant_without_a_password_says_what_it_needs(office: Bureau, run: Run) -> None:
    folder, asked, granted = (office.folder / name for name in ("a", "request", "grant"))
    run(folder, "join", "--request", str(asked), "--name", "王五", password=PASSWORD)
    by_file = ("hub", "enrol", "--request", str(asked), "--out", str(granted))
    run(office.running.data, *by_file)
    assert refused(run(folder, "join", str(granted))) == (3, "joining.password_needed")
    assert refused(run(folder, "join", str(granted), password="another one 5"))[0] == 4
    assert len(waiting(folder)) == 1
    assert run(folder, "join", str(granted), password=PASSWORD)[0] == 0


def test_more_codes_come_with_the_next_exchange(office: Bureau, run: Run) -> None:
    folder, hub = office.folder / "a", office.running.data
    _, joined = run(folder, "join", office.code("王五", codes=1).text(), password=PASSWORD)
    (device,) = run(hub, "hub", "status")[1]["devices"]
    number, given = run(hub, "hub", "enrol", "--more-codes", device["key"], "--codes", "2")
    assert (number, given["machine_codes"], given["name"]) == (0, [2, 3], "王五"), given
    assert run(folder, "sync", "--hub", "-", password=PASSWORD, user=joined["user"])[0] == 0
    session = workspace.sign_in(folder, joined["user"], PASSWORD, SystemClock(), PdfRenderer())
    try:
        assert session.desk.store.spares() == [2, 3]
    finally:
        session.close()
    assert run(hub, "hub", "enrol", "--more-codes", "f" * 16)[0] == 3
    assert run(hub, "hub", "enrol", "--more-codes", device["key"], "--name", "x")[0] == 2


def test_the_windows_doors_keep_no_key_under_the_password_that_everybody_knows(office: Bureau) -> None:
    folder, file, doors = office.folder / "a", office.folder / "request", RealJoining()
    code = office.code("王五").text()
    everybodys = NewPerson("wang", "王五", workspace.TRAINING_PASSWORD)
    with pytest.raises(RuleError) as by_code:
        doors.by_code(folder, code, everybodys, SystemClock(), Steps())
    with pytest.raises(RuleError) as by_file:
        doors.ask_by_file(folder, file, everybodys, SystemClock())
    for each in (by_code, by_file):
        assert each.value.code == "joining.password_needed"
    assert (pending.files(folder), file.exists(), codes(office)) == ([], False, [])
    member = doors.by_code(folder, code, NewPerson("", "", PASSWORD), SystemClock(), Steps())
    assert (member.name, member.machine_code) == ("王五", 1)
