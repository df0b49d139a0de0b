"""Who may ask what: every route that the app has, for each kind of caller, from one table."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from inspector_app.hub import (
    routes_backups,
    routes_blobs,
    routes_fetching,
    routes_journal,
    routes_public,
    routes_sign_on,
)
from inspector_app.sync import wire
from inspector_app.trust.keys import SigningKey
from tests.hub_http.conftest import Running, command, founded, start
from tests.hub_http.laptops import Laptop, body_of

NAME = "ab" * 32
CALLERS = ("nobody", "nonsense", "expired", "revoked", "other", "valid")
OPEN = {
    ("GET", wire.HELLO),
    ("POST", wire.ENROL),
    ("POST", wire.NONCE),
    ("POST", wire.TOKEN),
    ("POST", wire.BACKUP),  # a code of the office is asked for: see test_fetching_backups
    ("POST", wire.BACKUP + "/{name}/{at}"),
}
PUBLIC = {("GET", wire.PUBLIC), ("GET", wire.PUBLIC + "/{code}")}
NEEDED: dict[tuple[str, str], tuple[int, bytes]] = {
    ("GET", wire.STATUS): (200, b""),
    ("POST", "/v1/{workspace}/have"): (200, wire.dump({})),
    ("POST", "/v1/{workspace}/push"): (200, body_of()),
    ("POST", "/v1/{workspace}/pull"): (200, wire.dump({"no": 0, "log": "00" * 32})),
    ("POST", "/v1/{workspace}/receipts"): (200, wire.dump({"tips": {}})),
    ("POST", "/v1/{workspace}/digest"): (200, wire.dump({"tips_hash": NAME, "digest": NAME, "no": 0})),
    ("POST", "/v1/{workspace}/blobs/missing"): (200, wire.dump({"names": [NAME]})),
    ("POST", "/v1/{workspace}/blobs/several"): (422, b"no frame"),
    ("PUT", "/v1/{workspace}/blobs/{name}"): (422, b"not what it is called"),
    ("GET", "/v1/{workspace}/blobs/{name}"): (404, b""),
    ("GET", "/v1/{workspace}/backups"): (200, b""),
    ("POST", "/v1/{workspace}/backups/{name}/{at}"): (409, b"a part under a name that is no time"),
    ("POST", "/v1/{workspace}/backups/{name}"): (409, wire.dump({"size": 1, "sha256": NAME})),
}
"""What a device that may ask is answered; everybody else is refused with 401."""


def test_the_table_knows_every_route() -> None:
    known = OPEN | PUBLIC | NEEDED.keys()
    inside = (routes_journal.router, routes_blobs.router, routes_backups.router)
    routers = (routes_sign_on.router, routes_fetching.router, *inside, routes_public.router)
    there = {(method, one.path) for each in routers for one in each.routes for method in one.methods}  # type: ignore[attr-defined]
    assert there == known


@pytest.fixture(scope="module")
def callers(running: Running, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Laptop]:
    """One laptop of each kind, all asking this hub about its workspace."""
    valid, revoked, expired = (running.laptop() for _ in range(3))
    command("hub", "revoke", "--device", revoked.device.key_id, data=running.data)
    _end_token(running.data, expired.device.key_id)
    there = tmp_path_factory.mktemp("elsewhere") / "data"
    other_hub = start(there, founded(there)["hub_id"])
    try:
        other = other_hub.laptop()
    finally:
        assert other_hub.stop() == 0
        other_hub.close()
    other.http = running.laptop(enrolled=False).http
    nobody, nonsense = running.laptop(enrolled=False), running.laptop(enrolled=False)
    nonsense.token = "x" * 43
    told = {
        "nobody": nobody,
        "nonsense": nonsense,
        "expired": expired,
        "revoked": revoked,
        "other": other,
        "valid": valid,
    }
    for one in told.values():
        one.workspace = valid.workspace
    return told


def _end_token(data: Path, key: str) -> None:
    engine = create_engine(f"sqlite:///{data / 'hub.db'}", connect_args={"timeout": 60})
    past = (datetime.now(UTC) - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with engine.begin() as connection:
        done = connection.execute(
            text("UPDATE token SET expires_at = :at WHERE key = :key"), {"at": past, "key": key}
        )
        assert done.rowcount == 1
    engine.dispose()


def _ask(one: Laptop, method: str, path: str, body: bytes) -> httpx.Response:
    where = path.replace("{workspace}", one.workspace).replace("{name}", NAME).replace("{at}", "0")
    headers = {wire.SHA_HEADER: NAME, **(one.bearer if one.token else {})}
    return one.http.request(method, where, content=body or None, headers=headers)


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize(("method", "path"), NEEDED, ids=lambda told: told)
def test_each_route_for_each_caller(
    callers: dict[str, Laptop], running: Running, caller: str, method: str, path: str
) -> None:
    status, body = NEEDED[method, path]
    answer = _ask(callers[caller], method, path, body)
    assert answer.headers[wire.HUB_HEADER] == running.hub
    assert "server" not in answer.headers
    if caller == "valid":
        assert answer.status_code == status, answer.text
    else:
        assert answer.status_code in (401, 403), answer.text
        told = answer.json()
        assert told.keys() == {"code", "where", "message", "values"}
        assert told["message"]
        if answer.status_code == 401:
            assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("caller", ["revoked", "other"])
def test_who_was_ended_or_is_foreign_gets_no_new_token(callers: dict[str, Laptop], caller: str) -> None:
    answer = callers[caller].try_sign_on()
    assert answer.status_code in (401, 403), answer.text


def test_a_signature_by_another_key_gets_no_token(running: Running) -> None:
    one = running.laptop()
    key = one.device.public.raw.hex()
    nonce = one.http.post(wire.NONCE, content=wire.dump({"key": key})).json()["nonce"]
    forged = SigningKey.new().sign("sign-on", running.hub.encode() + bytes.fromhex(nonce)).hex()
    told = wire.dump({"key": key, "nonce": nonce, "signature": forged})
    assert one.http.post(wire.TOKEN, content=told).status_code == 401
    right = one.device.sign("sign-on", running.hub.encode() + bytes.fromhex(nonce)).hex()
    again = wire.dump({"key": key, "nonce": nonce, "signature": right})
    assert one.http.post(wire.TOKEN, content=again).status_code == 401, "a challenge serves once"


def test_hello_says_who_it_is_and_nothing_of_its_make(running: Running) -> None:
    one = running.laptop(enrolled=False)
    answer = one.http.get(wire.HELLO)
    told = wire.Hello.from_content(answer.json())
    assert told.hub == running.hub
    assert told.protocols == wire.PROTOCOLS
    assert not {"server", "x-powered-by", "via"} & set(answer.headers)
    for path in ("/docs", "/redoc", "/openapi.json", "/", "/v1", "/v1/", "/v1/hello/"):
        assert one.http.get(path).status_code == 404, path
        assert one.http.get(path).json()["code"] == "hub.page_unknown"
    wrong = one.http.delete(wire.HELLO)
    assert (wrong.status_code, wrong.json()["code"]) == (405, "hub.method_refused")


def test_another_workspace_than_the_offices_takes_nothing_open(callers: dict[str, Laptop]) -> None:
    valid = callers["valid"]
    here, raw = valid.workspace, valid.write(3)
    try:
        valid.workspace = "cd" * 16
        answer = valid.push(raw)
        assert (answer.status_code, answer.json()["code"]) == (409, "hub.other_workspace")
        valid.workspace = "no-workspace"
        assert valid.push(raw).status_code == 422
    finally:
        valid.workspace = here


def test_a_code_lets_one_laptop_in(running: Running) -> None:
    code = command("hub", "enrol", "--name", "李四", data=running.data)["code"]
    first, second = running.laptop(enrolled=False), running.laptop(enrolled=False)
    first.enrol(code)
    assert first.try_sign_on().status_code == 200
    with pytest.raises(AssertionError, match="code"):
        second.enrol(code)
    assert second.try_sign_on().status_code in (401, 403)


def test_refusals_are_audited_with_their_address(
    running: Running, callers: dict[str, Laptop], asking: Callable[[Path], list[tuple[str, str]]]
) -> None:
    _ask(callers["nonsense"], "GET", wire.STATUS, b"")
    assert ("token_refused", "127.0.0.1") in asking(running.data)


@pytest.fixture
def asking() -> Callable[[Path], list[tuple[str, str]]]:
    def read(data: Path) -> list[tuple[str, str]]:
        engine = create_engine(f"sqlite:///{data / 'hub.db'}")
        with engine.connect() as connection:
            lines = [(one.what, one.address) for one in connection.execute(text("SELECT * FROM audit"))]
        engine.dispose()
        return lines

    return read
