"""Requests made from the app's own description, by nobody, by a revoked device and by a valid one: no 5xx."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, Case

from inspector_app.domain.errors import RuleError
from inspector_app.sync import wire
from tests.hub_http.inside import Inside
from tests.hub_http.laptops import Laptop, body_of

EXAMPLES = 40
WHO = ("nobody", "revoked", "valid")
PAGES = (wire.PUBLIC, wire.PUBLIC + "/{code}")
FETCHING = (wire.BACKUP, f"{wire.BACKUP}/{{name}}/{{at}}")
OPEN = (*PAGES, wire.HELLO, wire.ENROL, wire.NONCE, wire.TOKEN, *FETCHING)


@schemathesis.serializer(wire.FRAMES)
def frames(_: Any, value: Any) -> Any:
    """Bytes go as they are, or as the bundle of a run that is whole."""
    return value


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with Inside(tmp_path_factory.mktemp("hub") / "data") as inside:
        yield inside


@pytest.fixture(scope="module")
def people(hub: Inside) -> dict[str, Laptop]:
    valid, revoked, nobody = hub.laptop(), hub.laptop(), hub.laptop(enrolled=False)
    hub.books.devices.revoke(revoked.device.key_id)
    revoked.workspace = nobody.workspace = valid.workspace
    valid.push(valid.write(5))
    return {"nobody": nobody, "revoked": revoked, "valid": valid}


@pytest.mark.slow
def test_nothing_hostile_is_answered_by_a_failure_of_ours(hub: Inside, people: dict[str, Laptop]) -> None:
    schema = schemathesis.openapi.from_dict(hub.app.openapi())
    operations = [one.ok() for one in schema.get_all_operations()]
    assert len(operations) == 21
    for operation in operations:
        _try(operation, hub, people)


def _try(operation: APIOperation[Any, Any, Any, Any], hub: Inside, people: dict[str, Laptop]) -> None:
    """Send what is made for an operation, each by all three: making it costs more than sending it."""
    where = (operation.method, operation.path)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy())
    def attempt(case: Case) -> None:
        for who in WHO:
            answer = _sent(people[who], case)
            if answer is not None:
                seen[who][answer.status_code] += 1
                _hold(answer, who, hub, where)

    seen = {who: Counter[int]() for who in WHO}
    attempt()
    for who in WHO:
        print(f"{who:8} {where[0]:5} {where[1]:40} {dict(seen[who])}")
        assert seen[who]


def _hold(answer: httpx.Response, who: str, hub: Inside, where: tuple[str, str]) -> None:
    assert answer.status_code < 500, (who, *where, answer.text)
    assert answer.headers[wire.HUB_HEADER] == hub.hub
    if who != "valid" and where[1] not in OPEN:
        assert answer.status_code in (401, 403, 404, 405, 422), (who, *where, answer.text)
    if answer.status_code >= 400 and where[1] not in PAGES:
        assert {"code", "where", "message", "values"} == answer.json().keys()


def _sent(one: Laptop, case: Case) -> httpx.Response | None:
    """Send a case as it is, half of them into the right workspace and in canonical form."""
    parameters = {**case.path_parameters}
    if "workspace" in parameters and len(str(case.body)) % 4:
        parameters["workspace"] = one.workspace
    path = case.path
    for name, value in parameters.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe="", errors="replace"))
    headers = {
        name: value
        for name, value in {**dict(case.headers or {}), **(one.bearer if one.token else {})}.items()
        if name.isascii() and value.isascii() and value.isprintable() and name.lower() != "content-length"
    }
    content = _body(case.body)
    if case.path.endswith("/push") and content and len(content) % 2:
        content = body_of(content)
    try:
        return one.http.request(
            case.method, path, params=dict(case.query or {}), content=content, headers=headers
        )
    except httpx.LocalProtocolError:
        return None  # what cannot be sent at all


def _body(told: Any) -> bytes | None:
    if told is None or isinstance(told, bytes):
        return told
    if isinstance(told, dict):
        try:
            return wire.dump(told)
        except RuleError:  # no canonical form: a float, a lone surrogate
            pass
    return repr(told).encode("utf-8", "surrogatepass")
