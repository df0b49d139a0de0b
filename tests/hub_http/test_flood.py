"""Too much of anything: floods by address and by device, and what a bug or a full disk is answered."""

import logging
from pathlib import Path

import pytest

from inspector_app.domain.errors import DamagedError, InspectorError, UnavailableError
from inspector_app.hub import served
from inspector_app.hub.bundles import Pushed
from inspector_app.hub.limits import Limits, Rate
from inspector_app.sync import wire
from tests.hub_http.inside import UNHURRIED, Inside
from tests.hub_http.laptops import body_of

TIGHT = Limits(
    greetings=Rate(20, 0.0001),
    enrolments=Rate(3, 0.0001),
    failures=Rate(5, 0.0001),
    public=Rate(5, 0.0001),
    devices=Rate(10, 0.0001),
)
"""After the first ones one in hours: however long a test takes, no further one passes."""


def test_a_flood_of_tiny_requests_is_slowed_by_its_address(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub", TIGHT) as hub:
        one, other = hub.laptop(enrolled=False), hub.laptop(enrolled=False, address="127.0.0.2")
        told = [one.http.get(wire.HELLO) for _ in range(200)]
        assert [each.status_code for each in told] == [200] * 20 + [429] * 180
        last = told[-1]
        assert int(last.headers["retry-after"]) >= 1
        assert last.json()["code"] == "hub.too_many"
        assert last.json()["values"]["seconds"] == int(last.headers["retry-after"])
        assert last.headers[wire.HUB_HEADER] == hub.hub
        assert other.http.get(wire.HELLO).status_code == 200, "another address is another one"
        assert hub.books.audit.count("too_many") == 1, "a flood is noted once"


def test_guessing_secrets_and_tokens_is_slowed(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub", TIGHT) as hub:
        one = hub.laptop(enrolled=False)
        told = wire.dump({"secret": "00" * 16, "request": one.request().to_content()})
        codes = [one.http.post(wire.ENROL, content=told).status_code for _ in range(6)]
        assert codes == [401] * 3 + [429] * 3
        assert hub.books.audit.count("enrol_refused") == 3
        tokens = [
            one.http.get(wire.STATUS, headers={"Authorization": f"Bearer {n:043d}"}).status_code
            for n in range(8)
        ]
        assert tokens == [401] * 5 + [429] * 3


def test_a_flood_of_wrong_tokens_does_not_reach_the_books_and_shuts_no_colleague_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Inside(tmp_path / "hub", TIGHT) as hub:
        colleague, hostile = hub.laptop(), hub.laptop(enrolled=False)
        asked: list[str] = []
        who = hub.books.devices.who

        def counted(token: str) -> object:
            asked.append(token)
            return who(token)

        monkeypatch.setattr(hub.books.devices, "who", counted)
        for n in range(30):
            hostile.http.get(wire.STATUS, headers={"Authorization": f"Bearer {n:043d}"})
        assert len(asked) <= 6
        assert colleague.http.get(wire.STATUS, headers=colleague.bearer).status_code == 200
        assert hub.books.audit.count("too_many") == 1


def test_the_status_is_reckoned_once_for_many_who_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "_STATUS_SECONDS", 600.0)
    with Inside(tmp_path / "hub") as hub:
        one, asked = hub.laptop(), []
        status = hub.books.status

        def counted() -> object:
            asked.append(1)
            return status()

        monkeypatch.setattr(hub.books, "status", counted)
        told = [one.http.get(wire.STATUS, headers=one.bearer).json() for _ in range(10)]
        assert len(asked) == 1
        assert told[0]["devices"][0]["key"] == one.device.key_id
        assert told[0] == told[-1]
        assert "audit" not in told[0]


def test_a_device_that_asks_too_much_is_slowed_and_no_other(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub", TIGHT) as hub:
        greedy, modest = hub.laptop(), hub.laptop()
        codes = [greedy.ask("have", {}).status_code for _ in range(15)]
        assert codes == [200] * 10 + [429] * 5
        assert modest.ask("have", {}).status_code == 200


def test_the_public_page_is_slowed_and_says_so_in_words(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub", TIGHT) as hub:
        one = hub.laptop(enrolled=False)
        told = [one.http.get("/v/7K3M-9QXF-2H5T") for _ in range(7)]
        assert [each.status_code for each in told] == [404] * 5 + [429] * 2
        assert "请稍候" in told[-1].text
        assert int(told[-1].headers["retry-after"]) >= 1


def test_a_bug_is_answered_in_our_form_and_noted_by_its_place(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Inside(tmp_path / "hub") as hub:
        one = hub.laptop()

        def broken(room: str) -> None:
            raise ZeroDivisionError(f"a person's words: {room}")

        monkeypatch.setattr(hub.books.bundles, "tips", broken)
        with caplog.at_level(logging.ERROR):
            answer = one.ask("have", {})
        assert (answer.status_code, answer.json()["code"]) == (503, "hub.bug")
        assert answer.headers["retry-after"]
        assert answer.headers[wire.HUB_HEADER] == hub.hub
        assert "ZeroDivisionError" in caplog.text
        assert "a person's words" not in caplog.text + answer.text
        assert one.http.get(wire.HELLO).status_code == 200


def test_a_disk_on_a_network_that_times_out_is_answered_as_a_bug_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Inside(tmp_path / "hub") as hub:
        one = hub.laptop()

        def late(room: str) -> None:
            raise TimeoutError(110, "Connection timed out")

        monkeypatch.setattr(hub.books.bundles, "tips", late)
        answer = one.ask("have", {})
        assert (answer.status_code, answer.json()["code"]) == (503, "hub.bug")
        assert answer.headers[wire.HUB_HEADER] == hub.hub


@pytest.mark.parametrize(
    "error", [UnavailableError("hub.database_away"), DamagedError("hub.database_damaged")]
)
def test_a_citizen_is_told_in_a_page_that_the_books_are_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: InspectorError
) -> None:
    with Inside(tmp_path / "hub") as hub:

        def away(code: str) -> None:
            raise error

        monkeypatch.setattr(hub.books.papers, "find", away)
        answer = hub.laptop(enrolled=False).http.get("/v/7K3M-9QXF-2H5T")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert answer.headers["content-type"].startswith("text/html")
        assert "暂时无法核验" in answer.text
        assert "查无此码" not in answer.text


@pytest.mark.parametrize(
    ("code", "status"), [("hub.disk_full", 507), ("hub.database_away", 503), ("hub.database_damaged", 503)]
)
def test_what_nobody_outside_can_mend_says_when_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, status: int
) -> None:
    with Inside(tmp_path / "hub") as hub:
        one = hub.laptop()

        def refused(*_: object) -> Pushed:
            raise UnavailableError(code, free=1, least=2, reason="/secret/place")

        monkeypatch.setattr(hub.books.bundles, "push", refused)
        path = wire.path_of(one.workspace, "push")
        answer = one.http.post(path, content=body_of(one.write(1)), headers=one.bearer)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert int(answer.headers["retry-after"]) >= 1
        assert "/secret/place" not in answer.text


def test_more_connections_than_allowed_are_told_to_come_back(tmp_path: Path) -> None:
    limits = Limits(connections=2, greetings=UNHURRIED.greetings, linger_seconds=60)
    with Inside(tmp_path / "hub", limits) as hub:
        held = [hub.laptop(enrolled=False) for _ in range(2)]
        assert [one.http.get(wire.HELLO).status_code for one in held] == [200, 200]
        answer = hub.laptop(enrolled=False).http.get(wire.HELLO)
        assert (answer.status_code, answer.json()["code"]) == (503, "hub.busy")
        assert answer.headers[wire.HUB_HEADER] == hub.hub
        assert int(answer.headers["retry-after"]) >= 1
        assert answer.json()["message"]
        held[0].http.close()
        assert held[1].http.get(wire.HELLO).status_code == 200
