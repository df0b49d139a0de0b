"""`bench edit`: a field is left and its value is durable, beside one bare commit that waits for the disk."""

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

from inspector_app.answers import demos
from inspector_app.answers.benches.answers import Extent
from inspector_app.answers.benches.plays import Entrant, Peer, Work, room
from inspector_app.casework.base.clocks import SystemClock
from inspector_app.casework.base.desk import Desk, Renderer
from inspector_app.casework.papers import cases
from inspector_app.casework.people import workspace
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.catalog.case import read_case
from inspector_app.trust.slots import Cost

LIMIT = 2.5
"""A multiple of the bare commit's median."""

WORDS = "三层东侧楼梯间临边防护栏杆被拆除后没有恢复，第 {} 处。"
_CHEAP = Cost(memory=64, time=1, lanes=1)


def works(_: Extent, renderer: Callable[[], Renderer]) -> list[Work]:
    """Return one edit of a finding's fact in a training workspace, and the bare commit, on the same disk."""
    folder = room()
    ours = Entrant("ours", _ours(folder / "data", renderer()), dict)
    bare = Entrant(f"one bare fsynced commit, sqlite {sqlite3.sqlite_version}", _bare(folder), dict)
    return [Work("edit: field left to durable", ours, (Peer(bare, LIMIT),))]


def _ours(folder: Path, renderer: Renderer) -> Callable[[int], Callable[[], object]]:
    clock = SystemClock()
    workspace.make_training(folder, clock, cost=_CHEAP)
    user, password = workspace.TRAINING_USER, workspace.TRAINING_PASSWORD
    desk = workspace.sign_in(folder, user, password, clock, renderer).desk
    finding_id = _finding(desk)

    def ready(n: int) -> Callable[[], object]:
        return partial(findings.change, desk, finding_id, fact=WORDS.format(n))

    return ready


def _finding(desk: Desk) -> str:
    """Begin a visit to the shipped site and note a finding there."""
    case = read_case(demos.shipped_cases()[0])
    target = cases.target_of(case)
    new = registry.NewTarget(target.kind, target.name, target.address, (), target.project, target.fields)
    visit = inspections.begin(desk, registry.add_target(desk, new), ())
    return findings.add(desk, visit, findings.NewFinding(fact=WORDS, seen_on=desk.today()))


def _bare(folder: Path) -> Callable[[int], Callable[[], object]]:
    """Return the peer: a row of the same words, committed with a write-ahead log that is synced each time."""
    database = sqlite3.connect(folder / "bare.db", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE edit (id INTEGER PRIMARY KEY, fact TEXT)")

    def ready(n: int) -> Callable[[], object]:
        return partial(database.execute, "INSERT INTO edit (fact) VALUES (?)", (WORDS.format(n),))

    return ready
