"""A training workspace on a real encrypted store, with cheap key derivation."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from inspector_app.answers import demos
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.people import workspace
from inspector_app.casework.play import main_job
from inspector_app.casework.play.stage import Played
from inspector_app.catalog.case import Case, read_case
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.chinese import CHINA
from inspector_app.trust.slots import Cost
from tests.casework.bench import Bench

START = datetime(2026, 11, 24, 8, 30, tzinfo=CHINA)
CHEAP = Cost(memory=64, time=1, lanes=1)


@cache
def training(base: Path) -> Path:
    """The folder of a new training workspace, made once below that of all tests and copied for each."""
    folder = base / "training" / "data"
    workspace.make_training(folder, PlayedClock(START), cost=CHEAP)
    return folder


@cache
def issued_visit(base: Path) -> tuple[Path, datetime, Played]:
    """The same where the shipped site visit was issued: its folder, its clock's time, and what was made."""
    folder = shutil.copytree(training(base), base / "issued" / "data")
    bench = at_work(folder, START)
    made = play(bench, read_case(demos.shipped_cases()[0]), until="issue")
    bench.session.close()
    return folder, bench.clock.moment, made


def at_work(folder: Path, moment: datetime) -> Bench:
    """Sign the trainee in and let the PIN be entered."""
    clock = PlayedClock(moment)
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    return Bench(folder, clock, session, session.sign(workspace.TRAINING_PIN))


@pytest.fixture
def bench(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Bench]:
    """A signed-in trainee whose PIN was entered; beside `played`, where that visit was issued."""
    base = tmp_path_factory.getbasetemp()
    folder, moment = training(base), START
    if "played" in request.fixturenames:
        folder, moment, _ = issued_visit(base)
    made = at_work(shutil.copytree(folder, tmp_path / "data"), moment)
    yield made
    made.session.close()


@pytest.fixture
def site_case() -> Case:
    return read_case(demos.shipped_cases()[0])


@pytest.fixture
def plant_case() -> Case:
    return read_case(demos.shipped_cases()[1])


@pytest.fixture
def played(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The shipped site visit, issued and not yet served."""
    return deepcopy(issued_visit(tmp_path_factory.getbasetemp())[2])


def play(bench: Bench, case: Case, until: str = "resume") -> Played:
    folder = demos.shipped_cases()[0].parent
    photos = {name: (folder / name).read_bytes() for finding in case.findings for name in finding.photos}
    return main_job.play(
        bench.desk,
        bench.clock,
        case,
        photos=photos,
        training=demos.training_office(),
        until=until,
        filing=bench.session.filing_desk(bench.desk),
    )
