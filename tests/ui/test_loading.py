"""What a job loads knows no Qt; what the screen's thread loads is all that the pages need, and no more."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from inspector_app.ui.jobs import Jobs
from inspector_app.ui.shell import loading
from inspector_app.ui.shell.loading import Loading

PLAY = """
import importlib, json, sys
import inspector_app.desktop
from inspector_app.ui.shell import loading
start = set(sys.modules)
loading.behind()
behind = set(sys.modules) - start
for name in loading.pages():
    importlib.import_module(name)
pages = set(sys.modules)
importlib.import_module("inspector_app.ui.shell.house")
more = set(sys.modules) - pages
print(json.dumps({"behind": sorted(behind), "pages": sorted(pages), "more": sorted(more)}))
"""


@pytest.fixture(scope="module")
def loaded() -> dict[str, Any]:
    told = subprocess.run(
        [sys.executable, "-c", PLAY],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    return json.loads(told.stdout)


def test_the_job_makes_no_class_of_qts(loaded: dict[str, Any]) -> None:
    assert [
        one for one in loaded["behind"] if one.startswith(("PySide6", "shiboken6", "inspector_app.ui"))
    ] == []
    assert "inspector_app.documents.render" in loaded["behind"]
    assert "inspector_app.casework.papers.documents" in loaded["behind"]


def test_the_pages_are_all_there_and_what_is_seldom_needed_is_not(loaded: dict[str, Any]) -> None:
    assert "inspector_app.ui.shell.house" in loaded["pages"]
    assert loaded["more"] == []
    assert [one for one in loaded["pages"] if one in loading.SELDOM] == []
    assert "httpx" not in loaded["pages"]


def test_a_module_that_cannot_be_loaded_is_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QObject()
    jobs = Jobs(parent)
    failures: list[Exception] = []
    monkeypatch.setattr(loading, "behind", lambda: None)
    monkeypatch.setattr(loading, "pages", lambda: iter(("inspector_app.no_such_room",)))
    beside: list[str] = []
    Loading(jobs, parent).begin(lambda: beside.append("read"), lambda: beside.append("done"), failures.append)
    qtbot.waitUntil(lambda: bool(failures), timeout=60_000)
    assert isinstance(failures[0], ImportError)
    assert beside == ["read"]
    jobs.close()
