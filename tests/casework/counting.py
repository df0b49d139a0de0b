"""A store that counts what it is asked, and years of work to ask about, written in one go."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from inspector_app.casework.base.desk import Desk
from inspector_app.domain.acts import ActKind
from inspector_app.store.store import Store, Tx
from tests.casework.bench import Bench

READS = frozenset(
    {
        "record",
        "records",
        "several",
        "visits",
        "visits_to",
        "targets",
        "acts",
        "acts_of",
        "orders",
        "ids",
        "newest",
        "numbers",
        "fates",
    }
)


AT_ONCE = 150
"""Visits in one transaction, which holds so many entries and no more."""


class CountingStore:
    """Passes everything on and counts the looks at the tables."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.reads: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        if name in READS:
            self.reads[name] += 1
        return getattr(self._store, name)


def counted(bench: Bench) -> tuple[Desk, Counter[str]]:
    """Return the desk over a counting store, and its counts."""
    store = CountingStore(bench.desk.store)
    return replace(bench.desk, store=cast(Store, store)), store.reads


def work_of(bench: Bench, visits: int, *, per_target: int = 1) -> list[str]:
    """Write visits of today, each with a finding ordered, rechecked in vain, and overdue; return the targets.

    None of them is concluded, nothing is served, and no photo was taken.
    """
    targets: dict[int, tuple[str, str]] = {}
    for first in range(0, visits, AT_ONCE):
        with bench.desk.store.transaction(bench.desk.user) as tx:
            for n in range(first, min(first + AT_ONCE, visits)):
                place = n // per_target
                if place not in targets:
                    targets[place] = _target(tx, place)
                _visit(tx, bench, *targets[place])
    return [target for target, _ in targets.values()]


def _target(tx: Tx, n: int) -> tuple[str, str]:
    target = tx.create("target", {"kind": "construction_site", "name": f"工地{n}", "address": "望川路1号"})
    party = tx.create("party", {"target_id": target, "role": "contractor", "name": f"第{n}建设公司"})
    return target, party


def _visit(tx: Tx, bench: Bench, target: str, party: str) -> None:
    now = bench.clock.now()
    due = (now.date() - timedelta(days=1)).isoformat()
    visit = tx.create("inspection", {"target_id": target, "started": now.isoformat()})
    finding = tx.create(
        "finding", {"inspection_id": visit, "number": 1, "fact": "临边无防护", "clause": "jgj59-2011"}
    )
    tx.create("obligation", {"finding_id": finding, "party_id": party, "due": due, "on_the_spot": False})
    paper = tx.create("document", {"inspection_id": visit, "kind": "rectification_notice"})
    tx.create("document", {"inspection_id": visit, "kind": "site_record"})
    tx.create("ticked", {"document_id": paper, "finding_id": finding, "sort": 0})
    serial = tx.next_serial("rectification_notice", now.year)
    machine = bench.desk.store.meta.machine_code
    content: dict[str, object] = {
        "kind": "rectification_notice",
        "label": "限期整改通知书",
        "number": f"望住建改〔{now.year}〕{machine}-{serial}号",
        "machine_code": machine,
        "year": now.year,
        "serial": serial,
        "issued_on": now.date().isoformat(),
        "inspection_id": visit,
        "target_id": target,
        "recipients": [{"party_id": party, "name": "施工单位", "copy": 1, "main": True}],
        "finding_ids": [finding],
    }
    tx.act(ActKind.ISSUE, "document", paper, content, bench.desk.signer)
    tx.act(ActKind.RECHECK, "finding", finding, {"result": "partial", "on": now.date().isoformat()})
