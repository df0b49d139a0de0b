"""An office in use to play in: a training workspace with targets, officers and, if wanted, some years."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from inspector_app.answers import demos
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import cases
from inspector_app.casework.people import workspace
from inspector_app.casework.play import samples
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.catalog.case import Case, read_case
from inspector_app.desktop import Desktop
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.clock import Clock
from inspector_app.screenplay import papers
from inspector_app.screenplay.player import Player
from inspector_app.trust.slots import Cost
from inspector_app.ui.shell.application import dress
from inspector_app.ui.shell.process import Process

MORNING = papers.MORNING
CHEAP = Cost(memory=64, time=1, lanes=1)
"""A key derivation that costs nothing, for plays that do not time the sign-in."""

SITE = "临江"


def found(folder: Path, *, visits: int = 0, orders: int = 0, cost: Cost | None = CHEAP) -> None:
    """Make the workspace of an office in use.

    Args:
        visits: earlier inspections, one a day.
        orders: how many visits more ended with a notice that is due soon.
        cost: of the key derivation; None for the real one (argon2id, 64 MiB).
    """
    clock = PlayedClock(MORNING - timedelta(days=2))
    workspace.make_training(folder, clock, cost=cost)
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        for path in demos.shipped_cases():
            _enter(session.desk, read_case(path))
        _visit(session.desk, visits)
        for n in range(orders):
            made = papers.ready(session.desk, [], n + 1)
            papers.issue(session, made)
            _end(session.desk, made.inspection_id, MORNING + timedelta(hours=1))
    finally:
        session.close()


def leave_ready(folder: Path) -> str:
    """Leave a visit whose paper may be issued, with photos at its findings, and return its id."""
    clock = PlayedClock(MORNING)
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        return papers.ready(session.desk, pictures()[:2], 88).inspection_id
    finally:
        session.close()


def _enter(desk: Desk, case: Case) -> None:
    target = cases.target_of(case)
    parties = tuple(
        registry.NewParty(
            one.role, one.name, one.credit_code, one.manager, one.manager_title, one.phone, one.address
        )
        for one in target.parties
    )
    new = registry.NewTarget(target.kind, target.name, target.address, parties, target.project, target.fields)
    registry.add_target(desk, new)
    if not registry.officers(desk.store):
        registry.set_office(desk, demos.training_office())
        for n, one in enumerate(case.officers):
            registry.add_officer(desk, replace(cases.officer_of(one, n), id=""))


def _visit(desk: Desk, visits: int) -> None:
    """Note earlier inspections, each with one finding, by the two officers."""
    targets = desk.store.records("target")
    officers = [one.id for one in registry.officers(desk.store)][:2]
    for n in range(visits):
        began = MORNING - timedelta(days=n % 900 + 1, minutes=n % 200)
        told = {"started": began.isoformat(), "place": f"{n % 30 + 1}#楼", "source": "专项检查"}
        visit = inspections.begin(desk, targets[n % len(targets)].id, officers, **told)
        new = findings.NewFinding(f"{n % 30 + 1}#楼", "临边防护栏杆缺失。", seen_on=began.date())
        findings.add(desk, visit, new)
        _end(desk, visit, began + timedelta(hours=1))


def _end(desk: Desk, visit: str, at: datetime) -> None:
    inspections.change(desk, visit, ended=at.isoformat())
    inspections.conclude(desk, visit)


@contextmanager
def office() -> Iterator[Path]:
    """Make such a workspace in a folder that goes when the play is over."""
    room = Path(tempfile.mkdtemp(prefix="inspector-play-"))
    try:
        found(room / "data")
        yield room / "data"
    finally:
        shutil.rmtree(room, ignore_errors=True)


def pictures() -> list[Path]:
    """Return the shipped photos of a site."""
    return sorted((samples.folder() / "photos").glob("*.jpg"))


def seat(app: QApplication, folder: Path, clock: Clock | None = None) -> Player:
    """Open the window over a folder and wait until somebody can sign in."""
    desktop = Desktop(app, folder, dress(app, folder), "zh", clock or PlayedClock(MORNING))
    desktop.process = Process(folder)
    player = Player(desktop)
    desktop.begin()
    desktop.window.activateWindow()
    player.until(lambda: desktop.rooms is not None and not desktop.jobs.busy, "the pages are built")
    player.until(desktop.window.isActiveWindow, "the window is active")
    return player


def signed_in(app: QApplication, folder: Path) -> Player:
    """Open the window over a folder and sign in."""
    player = seat(app, folder)
    player.sign_in(workspace.TRAINING_PASSWORD)
    player.rest()
    return player
