"""A field that two laptops wrote differently, left in a folder for plays that look at how it is settled."""

import shutil
import tempfile
from pathlib import Path

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.people import workspace
from inspector_app.casework.targets.searched import SEARCHED
from inspector_app.casework.visits import findings
from inspector_app.documents.render import PdfRenderer
from inspector_app.journal.entry import Entry
from inspector_app.screenplay import papers
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from inspector_app.trust.slots import SlotFile

HERE, THERE = "南侧临边无防护，长约两米。", "南侧临边防护缺失两处。"
SPARE = 91
"""Machine code of the other laptop; no number is issued under it."""


def leave(folder: Path) -> None:
    """Let another laptop that knows the same write the fact of the newest finding differently."""
    clock = PlayedClock(papers.MORNING)
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        store = session.desk.store
        finding_id = next(one for one in store.ids("finding") if not findings.ordered_by(store, one))
        own, place = store.meta.journal_id, store.place
    finally:
        session.close()
    written = _elsewhere(folder, clock, finding_id)
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        store = session.desk.store
        if (store.meta.journal_id, store.place) != (own, place):
            raise RuntimeError("somebody wrote here meanwhile")
        with store.transaction(session.user) as tx:
            tx.set("finding", finding_id, {"fact": HERE})
        store.merge(written)
    finally:
        session.close()


def _elsewhere(folder: Path, clock: PlayedClock, finding_id: str) -> list[Entry]:
    """Return what a laptop wrote that began from a copy of this one, in a journal of its own."""
    with tempfile.TemporaryDirectory(prefix="inspector-other-") as room:
        other = DataFolder(shutil.copytree(folder, Path(room) / "data"))
        slots = SlotFile.read(other.slots)
        keys = slots.open(workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, now=clock.now())
        store = Store.open(other, keys, clock, adopt_restored=SPARE, searched=SEARCHED)
        try:
            with store.transaction(workspace.TRAINING_USER) as tx:
                tx.set("finding", finding_id, {"fact": THERE})
            return list(store.entries(store.meta.journal_id))
        finally:
            store.close()
