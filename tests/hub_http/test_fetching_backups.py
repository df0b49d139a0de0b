"""A lost laptop's backup over the wire: for who has the code that names it, until somebody joined with it."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from inspector_app.domain.errors import RuleError
from inspector_app.hub import admitting
from inspector_app.hub.admitting import Wanted
from inspector_app.hub.limits import Limits, Rate
from inspector_app.sync import wire
from inspector_app.trust.enrolment_code import EnrolmentCode
from tests.hub_http.conftest import Running
from tests.hub_http.inside import PLENTY, UNHURRIED, Inside
from tests.hub_http.laptops import Laptop

NAME = "20260302-080000"
CONTENT = b"sealed" * 1_000


def left(hub: Inside) -> tuple[Laptop, EnrolmentCode]:
    """Return a laptop that left a backup, and a code that opens it."""
    one = hub.laptop()
    key = one.device.key_id
    hub.books.backups.add(key, NAME, 0, CONTENT)
    hub.books.backups.finish(key, NAME, len(CONTENT), sha256(CONTENT).digest())
    wanted = Wanted("张三", "", (), 1, 7, "", backup_of=key)
    return one, EnrolmentCode.parse(admitting.enrol(hub.data, wanted, database=None)["code"])


def asked(one: Laptop, secret: str, place: str = "") -> httpx.Response:
    return one.http.post(wire.BACKUP + place, content=wire.dump({"secret": secret}))


def test_who_has_the_code_gets_the_file_in_parts_and_no_longer_once_somebody_joined(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub") as hub:
        lost, code = left(hub)
        anybody = hub.laptop(enrolled=False)
        secret = code.secret.hex()
        told = asked(anybody, secret).json()
        size = len(CONTENT)
        assert told == {"laptop": lost.device.key_id, "backups": [{"name": NAME, "size": size}]}
        assert asked(anybody, secret, f"/{NAME}/0").content == CONTENT
        assert asked(anybody, secret, f"/{NAME}/5000").content == CONTENT[5000:]
        assert asked(anybody, secret, f"/{NAME}/{size}").content == b""
        assert asked(anybody, secret, "/20260303-080000/0").json()["code"] == "hub.backup_unknown"
        assert asked(anybody, secret, "/..%2Fhub/0").status_code in (404, 409)
        assert asked(anybody, secret, f"/{NAME}/-1").status_code == 422
        (line,) = hub.books.audit.last(10, "backup_given")
        assert (line.device, line.told["name"]) == (lost.device.key_id, NAME)
        hub.laptop(enrolled=False).enrol(code.text())
        for place in ("", f"/{NAME}/0"):
            answer = asked(anybody, secret, place)
            assert (answer.status_code, answer.json()["code"]) == (401, "hub.code_used")


def test_a_code_that_only_lets_in_opens_nothing_and_neither_do_a_token_or_nonsense(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub") as hub:
        lost, _ = left(hub)
        plain = admitting.enrol(hub.data, Wanted("李四", "", (), 1, 7, ""), database=None)["code"]
        secret = EnrolmentCode.parse(plain).secret.hex()
        answer = asked(lost, secret)
        assert (answer.status_code, answer.json()["code"]) == (409, "hub.code_without_backup")
        assert asked(lost, "00" * 16, f"/{NAME}/0").status_code == 401
        for nonsense in ("", "zz" * 16, "AB" * 16, "ab" * 17):
            assert asked(lost, nonsense).status_code == 422
        assert lost.http.post(wire.BACKUP, content=b"{}").status_code == 422
        assert [one.what for one in hub.books.audit.last(2)] == ["fetch_refused"] * 2


def test_whoever_tries_codes_is_held_up(tmp_path: Path) -> None:
    limits = Limits(greetings=PLENTY, failures=Rate(3, 0.01), enrolments=PLENTY)
    with Inside(tmp_path / "hub", limits) as hub:
        one = hub.laptop(enrolled=False)
        told = [asked(one, f"{n:032x}").status_code for n in range(5)]
        assert told == [401, 401, 401, 429, 429]


@pytest.mark.parametrize("key", ["ab" * 8, "no key"])
def test_no_code_is_made_for_a_laptop_that_left_nothing(tmp_path: Path, key: str) -> None:
    with Inside(tmp_path / "hub", UNHURRIED) as hub:
        wanted = Wanted("张三", "", (), 1, 7, "", backup_of=key)
        with pytest.raises(RuleError, match=r"hub\.backup_unknown"):
            admitting.enrol(hub.data, wanted, database=None)
        assert hub.books.codes.all() == []


def test_the_bound_that_is_told_when_it_is_served_holds_and_stays(
    tmp_path: Path, serving: Callable[..., Running]
) -> None:
    """Served once with it, and a second time without a word of it."""
    running = serving("--backups-gb", "0")
    refused = brought(running.laptop())
    assert (refused.status_code, refused.json()["code"]) == (409, "hub.backups_full")
    assert refused.json()["values"] == {"held": "0.0", "most": "0.0"}
    assert running.stop() == 0
    again = serving(data=running.data, hub=running.hub)
    assert brought(again.laptop()).status_code == 409
    assert again.stop() == 0
    wider = serving("--backups-gb", "1", data=running.data, hub=running.hub)
    assert brought(wider.laptop()).json() == {"held": 6}


def brought(one: Laptop) -> httpx.Response:
    headers = {"Authorization": f"Bearer {one.token}"}
    return one.http.post(f"/v1/{one.workspace}/backups/{NAME}/0", content=b"sealed", headers=headers)
