"""Routes that are called directly: they know who calls, and the framework still describes them."""

from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from inspector_app.hub import routes_blobs, routes_journal, routes_sign_on
from inspector_app.hub.direct import DirectRoute
from inspector_app.hub.sign_on import Inside as Caller
from inspector_app.sync import wire
from tests.hub_http.inside import Inside


@pytest.mark.parametrize("module", [routes_blobs, routes_journal, routes_sign_on])
def test_what_laptops_ask_most_is_called_directly(module: object) -> None:
    routes = module.router.routes  # type: ignore[attr-defined]
    assert routes
    assert all(isinstance(each, DirectRoute) for each in routes)


def test_a_refusal_there_has_the_form_of_all_others(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub" / "data") as inside:
        one = inside.laptop()
        asked = one.http.post(wire.path_of(one.workspace, "have"), content=b"{}")
        assert (asked.status_code, asked.json()["code"]) == (401, "hub.token_missing")
        assert asked.headers[wire.HUB_HEADER] == one.hub
        damaged = one.push(b"nothing")
        assert (damaged.status_code, damaged.json()["code"]) == (422, "journal.bundle_damaged")
        assert one.http.get(wire.path_of(one.workspace, "have")).status_code == 405
        assert one.http.post(wire.path_of(one.workspace, "have/more")).status_code == 404


def test_a_handler_that_wants_more_is_not_made() -> None:
    async def asks_more(request: Request, inside: Caller, workspace: str, page: int) -> Response:
        del request, inside, workspace, page
        return Response()

    with pytest.raises(ValueError, match="page"):
        DirectRoute("/v1/{workspace}/more", asks_more)
    assert APIRoute("/v1/{workspace}/more", asks_more).path == "/v1/{workspace}/more"
