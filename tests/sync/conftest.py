"""Fixtures of the tests of exchange."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.sync import transport
from tests.hub_http.conftest import Running, founded, start
from tests.sync.hubs import Bureau


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the hub a minute where a window would give it two seconds: a machine may halt for so long."""
    monkeypatch.setattr(transport, "HURRY_S", 60.0)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A training hub that serves for the whole module."""
    data = tmp_path_factory.mktemp("hub") / "data"
    one = start(data, founded(data, "--training")["hub_id"])
    yield one
    if one.process.poll() is None:
        assert one.stop() == 0
    if one.process.stdout is not None:
        one.process.stdout.close()
    log = (data.parent / f"{data.name}.log").read_text("utf-8")
    assert "bug" not in log, log
    assert "Traceback" not in log, log


@pytest.fixture
def bureau(running: Running, tmp_path: Path) -> Iterator[Bureau]:
    """Laptops of one test at the module's hub."""
    made = Bureau(running, tmp_path)
    yield made
    made.close()
