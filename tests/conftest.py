"""Qt for tests: no screen needed, and every Qt message fails the test (pyproject: qt_log_level_fail)."""

import gc
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

os.environ["QT_QPA_PLATFORM"] = os.environ.get("INSPECTOR_TEST_PLATFORM", "offscreen")
os.environ["QT_LOGGING_RULES"] = ""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.exceptions import TimeoutError as QtTimeoutError
from pytestqt.qtbot import QtBot

from inspector_app.ui.shell import collector
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tokens import load

PATIENCE_MS = 60_000
"""How long a test waits for what must come: a bound for a hang, no measure of how fast a machine is."""
LOOK_MS = 1
"""After how long it looks again whether that came."""

# What a property is tried with is the same in every run, and no example is refused for the time it took on a
# busy machine. `--hypothesis-profile=explore` looks for examples that nobody has seen.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", _UNTIMED, derandomize=False)
settings.register_profile("suite", _UNTIMED, derandomize=True, database=None)
settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Let one message pass that the offscreen platform prints for every window; make the draws repeatable."""
    config.addinivalue_line("qt_log_ignore", "^This plugin does not support propagateSizeHints")
    if not config.getoption("--hypothesis-profile") and hasattr(providers, "_get_local_constants"):
        # Else it draws constants out of whatever modules a worker has loaded by then, so that a seed gives
        # other examples by which tests ran before. The name is Hypothesis's own and may go with any release:
        # then draws hang on the loaded modules again, which makes them less repeatable and nothing wrong.
        nothing = providers.Constants()
        providers._get_local_constants = lambda: nothing


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that at the end no worker is left alone with it.

    A row of the scoreboard names tests of other rooms as its own. Asked for alone it runs them; where they
    run in their room anyway they do not run twice.
    """
    here = {_home(item) for item in items if _module(item) == _home(item)[0]}
    twice = [item for item in items if _home(item) in here and _module(item) != _home(item)[0]]
    config.hook.pytest_deselected(items=twice)
    left = [item for item in items if item not in twice] if twice else items
    items[:] = sorted(left, key=lambda item: item.get_closest_marker("slow") is None)


def _module(item: pytest.Item) -> str:
    return str(item.module.__name__) if isinstance(item, pytest.Function) else ""


def _home(item: pytest.Item) -> tuple[str, str]:
    """Return the module where a test is written and the test's name with its parameters."""
    if not isinstance(item, pytest.Function):
        return "", item.nodeid
    return str(item.function.__module__), item.name


def pytest_collection_finish() -> None:
    """Keep what all tests share out of the collector's way: the tests and their modules stay anyway."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Collect waste as the program does: a window's is never collected in the thread of a job."""
    if "qapp" in getattr(item, "fixturenames", ()):
        gc.disable()
    elif not gc.isenabled():
        gc.collect()  # what windows left, before a thread may come upon it
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Collect what the test left, in the thread that made it."""
    yield
    if not gc.isenabled():
        collector.look()


class PatientBot(QtBot):  # type: ignore[misc]
    """Waits as pytest-qt's robot does, but gives nothing up that a busy machine may still do."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        """Wait as pytest-qt does, but look again after a millisecond: most of what is awaited takes two."""
        end, told = time.monotonic() + max(timeout, PATIENCE_MS) / 1000, ""
        while True:
            try:
                if (came := callback()) not in (None, True, False):
                    raise ValueError(
                        f"waitUntil() callback must return None, True or False, returned {came!r}"
                    )
                if came is not False:
                    return
            except AssertionError as error:
                told = f": {error}"
            if time.monotonic() > end:
                raise QtTimeoutError(f"waited in vain for {callback}{told}")
            self.wait(LOOK_MS)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:
        # Without `raising` it is assertNotEmitted that asks, and waits for what must not come.
        must_come = more.get("raising") is not False
        return super().waitSignal(signal, timeout=max(timeout, PATIENCE_MS) if must_come else timeout, **more)

    def waitActive(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitActive(widget, timeout=max(timeout, PATIENCE_MS))

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE_MS))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(scope="session")
def light(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Look:
    return Look(load("light"), tmp_path_factory.mktemp("look"))


@pytest.fixture
def look(qapp: QApplication, light: Look) -> Iterator[Look]:
    """The application dressed in the light look."""
    light.dress(qapp)
    yield light
    assert QApplication.activeModalWidget() is None, "a modal window outlived its test"
