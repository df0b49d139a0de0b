"""Ten years of a district's work in a workspace, told as fast as the journal takes it.

The papers are not drawn one by one: each issue act carries the content of one that was, under a number, days
and findings of its own, so that every table holds as much as ten years leave behind. What was ordered is
closed: a list of what is open is then as long as in an empty workspace.
"""

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.casework.play.scene import Scene
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.transaction import Tx
from inspector_app.trust.keys import SigningKey

YEARS = 10
VISITS = 20_000
"""Visits of ten years in a large district (reference: domain.md 6)."""

FINDINGS = 5
"""Findings a visit."""

ORDERED, STOPPED = 3, 20
"""Each so many-th visit ended with a notice, each so many-th with a stop-work, which was resumed."""

TARGETS = 600
AT_ONCE = 25
"""Visits in one transaction, which holds at most 2,000 entries."""


@dataclass(frozen=True, slots=True)
class _Model:
    """What is told again and again: the papers of one visit that was really made."""

    notice: Mapping[str, object]
    contractor_id: str
    officer_ids: tuple[str, ...]


def fill(desk: Desk, signer: SigningKey, scene: Scene, visits: int = VISITS) -> None:
    """Tell the work of ten years before today, over many targets.

    Args:
        scene: a visit that was made here with its notice, the model of all others.
    """
    act = issued.issue_act(desk.store, scene.notice_id)
    if act is None:
        raise RuntimeError("the scene has no notice")
    model = _Model(act.content, scene.contractor.id, scene.officer_ids)
    gc.disable()
    try:
        targets = _targets(desk, scene)
        serials = _Serials(desk)
        days = list(_days(desk.today(), visits))
        for first in range(0, visits, AT_ONCE):
            with desk.store.transaction(desk.user) as tx:
                for n, day in enumerate(days[first : first + AT_ONCE], start=first):
                    _visit(tx, signer, model, targets[n % len(targets)], n, day, serials)
    finally:
        gc.enable()


class _Serials:
    """The next serial of each kind and year."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._next: dict[tuple[str, int], int] = {}

    def take(self, kind: str, year: int) -> int:
        """Return the next serial, and count it as taken."""
        found = self._next.get((kind, year)) or self._desk.store.next_serial(kind, year)
        self._next[(kind, year)] = found + 1
        return found


def _days(today: date, visits: int) -> Iterator[date]:
    span = YEARS * 365
    for n in range(visits):
        yield today - timedelta(days=span - n * (span - 30) // visits)


def _targets(desk: Desk, scene: Scene) -> list[tuple[str, str]]:
    """Return (target, contractor) of many sites like that of the scene."""
    told = []
    for first in range(0, TARGETS, 50):
        with desk.store.transaction(desk.user) as tx:
            for n in range(first, min(first + 50, TARGETS)):
                target = tx.create(
                    "target",
                    {"kind": "construction_site", "name": f"青屿{n:03}号地块", "address": "青屿区海岸路"},
                )
                party = tx.create(
                    "party",
                    {
                        "target_id": target,
                        "role": "contractor",
                        "name": f"青屿第{n:03}建工有限公司",
                        "credit_code": scene.contractor.credit_code,
                        "sort": 0,
                    },
                )
                told.append((target, party))
    return told


def _visit(
    tx: Tx,
    signer: SigningKey,
    model: _Model,
    where: tuple[str, str],
    n: int,
    day: date,
    serials: _Serials,
) -> None:
    target_id, party_id = where
    began = datetime.combine(day, time(9, n % 60), CHINA)
    visit = tx.create(
        "inspection",
        {
            "target_id": target_id,
            "started": values.iso(began),
            "ended": values.iso(began + timedelta(hours=1)),
            "place": "青屿区海岸路",
            "source": "日常监督检查",
            "credentials_shown": True,
            "recusal": "waived",
        },
    )
    for sort, officer in enumerate(model.officer_ids):
        tx.create("attendance", {"inspection_id": visit, "person_id": officer, "sort": sort})
    found = [_finding(tx, visit, party_id, number, day) for number in range(1, FINDINGS + 1)]
    if n % ORDERED == 0:
        paper = _issue(tx, signer, model, "rectification_notice", visit, where, found, day, serials)
        _serve(tx, paper, party_id, began)
        _close(tx, found, day)
    if n % STOPPED == 1:
        paper = _issue(tx, signer, model, "stop_work_notice", visit, where, found, day, serials)
        _serve(tx, paper, party_id, began)
        _close(tx, found, day)
        _resume(tx, signer, model, visit, where, paper, day, serials)
    tx.act(ActKind.CONCLUDE, "inspection", visit, {"ended": values.iso(began + timedelta(hours=1))})


def _finding(tx: Tx, visit: str, party_id: str, number: int, day: date) -> str:
    finding = tx.create(
        "finding",
        {
            "inspection_id": visit,
            "number": number,
            "location": f"{number}号楼{number + 2}层",
            "fact": "楼层临边防护栏杆缺失，未张挂安全网。",
            "clause": "reg393-26",
            "severity": "general",
            "seen_on": day.isoformat(),
        },
    )
    told = {"finding_id": finding, "party_id": party_id, "measure": "补设防护栏杆。", "on_the_spot": False}
    tx.create("obligation", {**told, "due": (day + timedelta(days=7)).isoformat()})
    return finding


def _issue(
    tx: Tx,
    signer: SigningKey,
    model: _Model,
    kind: str,
    visit: str,
    where: tuple[str, str],
    found: list[str],
    day: date,
    serials: _Serials,
    **own: object,
) -> str:
    target_id, party_id = where
    due = (day + timedelta(days=7)).isoformat()
    paper = tx.create("document", {"inspection_id": visit, "kind": kind, "addressee_id": party_id})
    for sort, finding in enumerate(found):
        tx.create("ticked", {"document_id": paper, "finding_id": finding, "sort": sort})
    serial = serials.take(kind, day.year)
    told = {
        **model.notice,
        "number": f"青住建{kind[:1]}〔{day.year}〕3-{serial}号",
        "kind": kind,
        "year": day.year,
        "serial": serial,
        "issued_on": day.isoformat(),
        "due_on": due,
        "inspection_id": visit,
        "target_id": target_id,
        "recipients": [{"party_id": party_id, "name": "青屿建工有限公司", "copy": 1, "main": True}],
        "finding_ids": found,
        "dues": {finding: {party_id: due} for finding in found},
        "full": kind == DocumentKind.STOP_WORK_NOTICE,
        **own,
    }
    tx.act(ActKind.ISSUE, "document", paper, told, signer)
    return paper


def _resume(
    tx: Tx,
    signer: SigningKey,
    model: _Model,
    visit: str,
    where: tuple[str, str],
    stop_id: str,
    day: date,
    serials: _Serials,
) -> None:
    """Lift a stop-work as a whole a week later: what holds is then as much as in an empty workspace."""
    start = (day + timedelta(days=7)).isoformat()
    freed = {"full": True, "resumes": stop_id, "freed": [], "start": start}
    paper = _issue(tx, signer, model, "resumption_notice", visit, where, [], day, serials, **freed)
    tx.act(ActKind.RESUME, "document", stop_id, {"by": paper, "full": True, "parts": [], "start": start})


def _serve(tx: Tx, paper: str, party_id: str, at: datetime) -> None:
    told = {"recipient_id": party_id, "method": "direct", "at": values.iso(at), "reached": True}
    tx.act(ActKind.SERVE, "document", paper, {**told, "reached_on": at.date().isoformat()})


def _close(tx: Tx, found: list[str], day: date) -> None:
    told = {"result": "rectified", "note": "", "on": (day + timedelta(days=6)).isoformat(), "officers": []}
    for finding in found:
        tx.act(ActKind.RECHECK, "finding", finding, told)
