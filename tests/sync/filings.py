"""Laptops that share a filing workspace through a real hub."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.answers import demos
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.followup import filing_papers, filings
from inspector_app.casework.papers import documents
from inspector_app.casework.people import filing_workspace, workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import read_case
from inspector_app.documents.render import PdfRenderer
from inspector_app.store.store import Store
from inspector_app.sync import exchange
from inspector_app.sync.outcome import Outcome
from inspector_app.sync.rooms import Apart
from tests.casework.bench import Bench
from tests.casework.conftest import START, play
from tests.sync.hubs import Bureau, now
from tests.sync.office import Steps

_SHA256 = re.compile(rb'"([0-9a-f]{64})"')

MARKER = "涉嫌玄武岩标记案"


def filing_of(session: Session) -> Store:
    assert session.filing is not None, session.room
    return session.filing


def apart(session: Session) -> Apart:
    assert session.room.keys is not None
    return Apart(filing_of(session), session.room.keys)


def secret_of(session: Session) -> bytes:
    """Return the first key under which the workspace's content travels."""
    assert session.room.keys is not None
    return session.room.keys.first


def synced_whole(session: Session) -> Outcome:
    """Exchange both workspaces, the second one where it is open."""
    filing = None if session.filing is None else apart(session)
    return exchange.run(session.desk.store, now(), Steps(), filing=filing)


@dataclass
class Shared:
    """Laptop A that holds the filing workspace, B whose person was let in, and C whose person was not."""

    bureau: Bureau
    a: Session
    b: Session
    c: Session

    def again(self, session: Session) -> Session:
        """Sign a person in again on their laptop."""
        folder = session.desk.store.folder.path
        session.close()
        self.bureau.sessions.remove(session)
        return self.bureau.sign_in(folder, session.user)

    def give(self, user: str) -> None:
        filing_workspace.give(self.a.sign(workspace.TRAINING_PIN), filing_of(self.a), user)


def shared(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> Shared:
    """Join three laptops, let B's person in, and carry that to B."""
    a = bureau.laptop("a")
    with monkeypatch.context() as patch:
        patch.setattr(filing_workspace, "make_beside", lambda *_: None)
        b, c = bureau.laptop("b"), bureau.laptop("c")
    told = Shared(bureau, a, b, c)
    synced_whole(a)
    told.give(b.user)
    for one in (a, b, c):
        synced_whole(one)
    told.b, told.c = told.again(b), told.again(c)
    return told


def a_case(session: Session, folder: Path) -> str:
    """Play a visit, file a case about what was found, and issue its form; return the case's id."""
    session.close()
    clock = PlayedClock(START)
    seated = workspace.sign_in(folder, session.user, workspace.TRAINING_PASSWORD, clock, PdfRenderer())
    try:
        bench = Bench(folder, clock, seated, seated.sign(workspace.TRAINING_PIN))
        made = play(bench, read_case(demos.shipped_cases()[0]), until="issue")
        filing = seated.filing_desk(bench.desk)
        visit = inspections.inspection_of(bench.desk.store, made.inspection_id)
        target = registry.target_of(bench.desk.store, visit.target_id)
        party = next(one for one in target.parties if str(one.role) == "contractor")
        case_id = filings.open_case(
            bench.desk, filing, made.finding_ids[:1], party.id, known_on=bench.desk.today(), matter=MARKER
        )
        form = filing_papers.begin_form(filing, case_id, penalty=MARKER)
        documents.issue(filing, form, date_confirmed=True)
        return case_id
    finally:
        seated.close()


def files_of(store: Store) -> set[str]:
    """Return the sha256 of every file that an entry names and that is here."""
    named = {one.decode() for entry in store.entries() for one in _SHA256.findall(entry.raw)}
    return {one for one in named if store.has_blob(one)}


def filed(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> tuple[Shared, str]:
    """Return three laptops and the case that was made on A and is at the hub."""
    told = shared(bureau, monkeypatch)
    folder = told.a.desk.store.folder.path
    bureau.sessions.remove(told.a)
    case_id = a_case(told.a, folder)
    told.a = bureau.sign_in(folder, told.a.user)
    return told, case_id
