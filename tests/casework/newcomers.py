"""Somebody with a new laptop, and what tests of joining ask."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.people import (
    joining,
    pending,
    workspace,
)
from inspector_app.casework.people.joining import Joined
from inspector_app.casework.people.pending import Pending
from inspector_app.casework.people.workspace import Session
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.errors import InspectorError
from inspector_app.trust.enrolment import Grant
from tests.casework.conftest import CHEAP, START

PASSWORD, PIN = "三人行必有我师焉", "135791"
TODAY = date(2026, 11, 24)


@dataclass
class Newcomer:
    """Somebody with a new laptop."""

    folder: Path
    clock: PlayedClock
    told: Pending

    def join(self, grant: Grant, password: str | None = PASSWORD, **more: Any) -> Joined:
        return joining.join(self.folder, self.told, grant, password, self.clock, cost=CHEAP, **more)

    def sign_in(self, user: str = "wang", password: str = PASSWORD) -> Session:
        return workspace.sign_in(self.folder, user, password, self.clock, PdfRenderer())


def newcomer_at(folder: Path) -> Newcomer:
    clock = PlayedClock(START)
    return Newcomer(folder, clock, pending.request(clock))


def code_of(caught: pytest.ExceptionInfo[InspectorError]) -> str:
    return caught.value.code


def untouched(folder: Path) -> bool:
    """Tell whether nothing of a joining is left in a folder."""
    waiting = {one.name for one in pending.files(folder)}
    return not folder.exists() or {one.name for one in folder.iterdir()} <= {"lock", *waiting}
