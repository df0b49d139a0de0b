"""The hub as an application: its routes, who may use them, and one form for everything that is refused."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inspector_app.domain.errors import InspectorError
from inspector_app.hub import (
    refusing,
    routes_backups,
    routes_blobs,
    routes_fetching,
    routes_journal,
    routes_public,
    routes_sign_on,
)
from inspector_app.hub.books import Hub
from inspector_app.hub.direct import Direct
from inspector_app.hub.limits import Limits
from inspector_app.hub.refusing import Words
from inspector_app.hub.served import ENDING, Served
from inspector_app.sync import wire


def make(open_hub: Callable[[], Hub], words: Words, english: Words, limits: Limits | None = None) -> FastAPI:
    """Return the application of a hub, which is opened now and closed when the application ends.

    Args:
        words, english: say codes in Chinese and English.
    """
    hub = open_hub()
    of = Served(hub, words, english, limits or Limits())

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        del app
        yield
        await asyncio.to_thread(hub.close)

    # Neither docs nor a description are served: what a stranger learns here is a hub's id and its protocol.
    app = FastAPI(lifespan=living, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.served, app.state.hub_id = of, hub.facts.id
    for each in (
        routes_sign_on.router,
        routes_journal.router,
        routes_blobs.router,
        routes_backups.router,
        routes_fetching.router,
        routes_public.router,
    ):
        app.include_router(each)
    _refuse_in_one_form(app, words)
    direct = (routes_sign_on, routes_journal, routes_blobs)
    asked_most = [route for each in direct for route in each.router.routes]
    app.add_middleware(Direct, routes=asked_most, refuse=lambda error: refusing.answer(error, words))
    app.add_middleware(_Outermost, hub_id=hub.facts.id, words=words, pause_seconds=of.limits.pause_seconds)
    return app


def _refuse_in_one_form(app: FastAPI, words: Words) -> None:
    async def refused(request: Request, error: Exception) -> Response:
        del request
        if isinstance(error, HTTPException):
            return refusing.answer_of_framework(error, words)
        assert isinstance(error, InspectorError)
        return refusing.answer(error, words)

    app.add_exception_handler(InspectorError, refused)
    app.add_exception_handler(HTTPException, refused)


class _Outermost:
    """Puts the hub's id on every answer, answers a bug, and gives up a receiver that takes nothing."""

    def __init__(self, app: ASGIApp, hub_id: str, words: Words, pause_seconds: float) -> None:
        self._app, self._hub_id, self._words, self._pause = app, hub_id, words, pause_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers[wire.HUB_HEADER] = self._hub_id
                headers["X-Content-Type-Options"] = "nosniff"
            async with asyncio.timeout(self._pause):
                await send(message)

        with ExitStack() as scope[ENDING]:
            try:
                await self._app(scope, receive, sending)
            except Exception as error:  # the outermost edge: a bug is noted and answered
                # A receiver that takes nothing is given up; a disk on a network may time out as well.
                if not begun:
                    await refusing.answer_of_bug(error, self._words)(scope, receive, sending)
                elif not isinstance(error, TimeoutError):
                    raise
