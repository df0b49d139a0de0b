"""Routes whose handlers are called directly: who calls and the path's names are all that they take.

FastAPI finds its way and works its parameters out anew for each question, which costs more than most answers;
thousands of photos come at half past five. It still knows these routes, and describes them.
"""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from inspect import signature
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from inspector_app.domain.errors import InspectorError
from inspector_app.hub.sign_on import in_workspace, signed_on

Handle = Callable[[Request], Coroutine[Any, Any, Response]]


class DirectRoute(APIRoute):
    """Calls `(request?, known?, inside?, workspace?, name?)`; names of the path are texts.

    `known` is who signed on, `inside` who did and asks about a workspace; without either anybody may ask.

    Attributes:
        direct: what answers a question.
    """

    direct: Handle

    def get_route_handler(self) -> Handle:
        """Return what answers a question.

        Raises:
            ValueError: the handler wants what is not in the path.
        """
        endpoint, names = self.endpoint, set(signature(self.endpoint).parameters)
        paths = sorted(names - {"request", "known", "inside"})
        if strange := set(paths) - self.param_convertors.keys():
            raise ValueError(f"not in the path: {sorted(strange)}")

        async def handle(request: Request) -> Response:
            given = request.path_params
            told: dict[str, Any] = {name: given[name] for name in paths}
            if "inside" in names:
                told["inside"] = await in_workspace(await signed_on(request), given["workspace"])
            elif "known" in names:
                told["known"] = await signed_on(request)
            if "request" in names:
                told["request"] = request
            response: Response = await endpoint(**told)
            return response

        self.direct = handle
        return handle


class Direct:
    """Answers what direct routes are there for, and hands everything else on.

    Args:
        refuse: makes an answer of a refusal.
    """

    def __init__(
        self, app: ASGIApp, routes: Iterable[BaseRoute], refuse: Callable[[InspectorError], Response]
    ) -> None:
        self._app, self._refuse = app, refuse
        self._routes: Sequence[DirectRoute] = [one for one in routes if isinstance(one, DirectRoute)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a question."""
        if scope["type"] == "http":
            for route in self._routes:
                match, found = route.matches(scope)
                if match is Match.FULL:
                    scope.update(found)
                    await self._answer(route, scope, receive, send)
                    return
        await self._app(scope, receive, send)

    async def _answer(self, route: DirectRoute, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await route.direct(Request(scope, receive, send))
        except InspectorError as error:
            response = self._refuse(error)
        await response(scope, receive, send)
