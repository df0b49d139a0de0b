"""Today's hub on the folder of before, served in this process by a clock that stands."""

import asyncio
import threading
import time
from datetime import datetime
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from uvicorn import Server

from inspector_app.catalog.messages import Messages
from inspector_app.hub import app, serving
from inspector_app.hub.books import Hub
from inspector_app.hub.serving import Serving
from inspector_app.hub.settings import URL
from tests.hub_http.inside import UNHURRIED


class Standing:
    """A clock that stands at the moment of the conversation, whatever day the test runs."""

    def __init__(self, moment: str) -> None:
        self.moment = datetime.fromisoformat(moment)

    def now(self) -> datetime:
        return self.moment


class Served:
    """One hub whose folder was there before."""

    def __init__(self, folder: Path, moment: str) -> None:
        self.books = Hub.open(folder, clock=Standing(moment))
        made: FastAPI = app.make(lambda: self.books, Messages("zh"), Messages("en"), UNHURRIED)
        certificate, key = self.books.tls_files()
        self._socket = serving._bound("127.0.0.1:0")
        self.url = serving._url_of(self._socket)
        self.books.set_setting(URL, self.url)
        told = Serving(partial(lambda: made), certificate, key, "")
        self._server = Server(serving._config(told))
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        asyncio.run(self._server.serve([self._socket]))

    def __enter__(self) -> "Served":
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(30)
        self._socket.close()
        self.books.close()
