"""The hub's server in this process, in a thread of its own: for bounds that are small, and for bugs."""

import asyncio
import threading
import time
from functools import partial
from pathlib import Path

import httpx
from fastapi import FastAPI
from uvicorn import Server

from inspector_app.catalog.messages import Messages
from inspector_app.hub import admitting, app, founding, serving
from inspector_app.hub.admitting import Wanted
from inspector_app.hub.books import Hub
from inspector_app.hub.limits import Limits, Rate
from inspector_app.hub.serving import Serving
from inspector_app.hub.settings import URL
from inspector_app.trust.wrapping import Cost
from tests.hub_http.laptops import Laptop, client

PLENTY = Rate(1e9, 1e9)
UNHURRIED = Limits(
    greetings=PLENTY,
    enrolments=PLENTY,
    failures=PLENTY,
    public=PLENTY,
    devices=PLENTY,
    pause_seconds=120,
    head_seconds=60,
    linger_seconds=20,
)
"""Bounds that a test of many questions does not meet, nor one on a machine that halts for a while."""


class Inside:
    """One hub, founded and served here."""

    def __init__(self, data: Path, limits: Limits = UNHURRIED, *, training: bool = False) -> None:
        facts = founding.found(data, "某区住房和城乡建设局", training=training, cost=Cost(64, 1)).facts
        self.data, self.hub = data, facts.id
        self.books = Hub.open(data)
        self.app: FastAPI = app.make(lambda: self.books, Messages("zh"), Messages("en"), limits)
        certificate, key = self.books.tls_files()
        made = Serving(partial(self._made), certificate, key, facts.fingerprint.hex())
        self._socket = serving._bound("127.0.0.1:0")
        self.url = serving._url_of(self._socket)
        self.books.set_setting(URL, self.url)
        self._server = Server(serving._config(made))
        self._thread = threading.Thread(target=self._run)
        self._clients: list[httpx.Client] = []

    def _made(self) -> FastAPI:
        return self.app

    def _run(self) -> None:
        asyncio.run(self._server.serve([self._socket]))

    def __enter__(self) -> "Inside":
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._clients:
            one.close()
        self._server.should_exit = True
        self._thread.join(90)
        self._socket.close()

    def laptop(self, *, enrolled: bool = True, address: str = "") -> Laptop:
        """Return a laptop that speaks to this hub; an enrolled one is signed on too."""
        one = Laptop(client(self.url, address), self.hub)
        self._clients.append(one.http)
        if enrolled:
            wanted = Wanted("张三", "", (), 1, 7, "")
            one.enrol(admitting.enrol(self.data, wanted, database=None)["code"])
            one.sign_on()
        return one
