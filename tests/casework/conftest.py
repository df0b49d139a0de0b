"""A training workspace on a real encrypted store, with cheap key derivation."""

from collections.abc import Iterator
from datetime import datetime
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


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A signed-in trainee whose PIN was entered."""
    clock = PlayedClock(START)
    folder = tmp_path / "data"
    workspace.make_training(folder, clock, cost=CHEAP)
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    yield Bench(folder, clock, session, session.sign(workspace.TRAINING_PIN))
    session.close()


@pytest.fixture
def site_case() -> Case:
    return read_case(demos.shipped_cases()[0])


@pytest.fixture
def plant_case() -> Case:
    return read_case(demos.shipped_cases()[1])


@pytest.fixture
def played(bench: Bench, site_case: Case) -> Played:
    """The shipped site visit, issued and not yet served."""
    return play(bench, site_case, until="issue")


def play(bench: Bench, case: Case, until: str = "resume") -> Played:
    folder = demos.shipped_cases()[0].parent
    photos = {name: (folder / name).read_bytes() for finding in case.findings for name in finding.photos}
    return main_job.play(
        bench.desk, bench.clock, case, photos=photos, training=demos.training_office(), until=until
    )
