"""A real hub in a process of its own, and laptops that joined it: real folders, real stores, real TLS."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from inspector_app.casework.base.clocks import SystemClock
from inspector_app.casework.people import joining, pending, workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import ActKind
from inspector_app.hub.books import Hub
from inspector_app.store.store import Store
from inspector_app.sync import enrolling, exchange
from inspector_app.sync.outcome import Outcome
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.slots import Cost
from tests.hub_http.conftest import Running
from tests.sync.office import Steps
from tests.sync.proxy import Proxy

CHEAP = Cost(memory=64, time=1, lanes=1)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Bureau:
    """A hub that runs, and what joined it."""

    running: Running
    folder: Path
    sessions: list[Session] = field(default_factory=list)
    proxies: list[Proxy] = field(default_factory=list)

    def code(self, name: str = "张三", codes: int = 4) -> EnrolmentCode:
        hub = Hub.open(self.running.data)
        try:
            return EnrolmentCode.parse(str(hub.devices.make_code(name, codes=codes)))
        finally:
            hub.close()

    def laptop(self, name: str, codes: int = 4) -> Session:
        """Join a new laptop over the network, sign in, and fetch what is there."""
        folder, clock, code = self.folder / name, SystemClock(), self.code(codes=codes)
        asked = pending.request(clock)
        grant = enrolling.enrol(code, asked.request)
        joined = joining.join(folder, asked, grant, None, clock, code=code, cost=CHEAP)
        session = self.sign_in(folder, joined.user)
        synced(session)
        return session

    def sign_in(self, folder: Path, user: str) -> Session:
        session = workspace.sign_in(folder, user, workspace.TRAINING_PASSWORD, SystemClock(), PdfRenderer())
        self.sessions.append(session)
        return session

    def proxy(self) -> Proxy:
        hub = Hub.open(self.running.data)
        certificate, key = hub.tls_files()
        hub.close()
        made = Proxy(int(urlsplit(self.running.url).port or 0), certificate, key)
        self.proxies.append(made)
        return made

    def books(self) -> Hub:
        return Hub.open(self.running.data)

    def close(self) -> None:
        for each in self.proxies:
            each.close()
        for session in self.sessions:
            session.close()


def synced(
    session: Session, url: str = "", steps: Steps | None = None, at: datetime | None = None
) -> Outcome:
    return exchange.run(session.desk.store, at or now(), steps or Steps(), url=url)


def writes(session: Session, sites: int = 2, photo: bytes = b"") -> str:
    """Write records, an act and a photo as this person; return the last record's id."""
    store: Store = session.desk.store
    digest, site = store.put_blob(photo) if photo else "", ""
    for n in range(sites):
        with store.transaction(session.user) as tx:
            site = tx.create("site", {"name": f"工地{n}"})
            if digest:
                tx.act(ActKind.ATTACH, "site", site, {"sha256": digest})
    return site


def in_step(bureau: Bureau, *sessions: Session) -> None:
    """Let everybody exchange until nobody has news, and check that all came to the same."""
    for _ in range(2):
        for one in sessions:
            synced(one)
    stores = [one.desk.store for one in sessions]
    assert len({one.digest() for one in stores}) == 1
    assert len({str(one.tips()) for one in stores}) == 1
    hub = bureau.books()
    try:
        held = hub.bundles.tips(stores[0].meta.workspace).tips
    finally:
        hub.close()
    assert {name: sorted(map(tuple, ends)) for name, ends in held.items()} == {
        name: sorted(ends) for name, ends in stores[0].tips().items()
    }
