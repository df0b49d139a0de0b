"""What the rows about the network share: a clean sync measured, and a check that nothing is there twice."""

from collections import Counter

from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import InspectorError
from inspector_app.journal import bundle
from inspector_app.sync.outcome import Outcome
from tests.sync.hubs import Bureau, synced, writes
from tests.sync.proxy import Fault, Proxy, Seen


def measured(session: Session, proxy: Proxy, number: int) -> Seen:
    """Write a little, sync it through a proxy that lets everything pass, and return what passed."""
    small(session, -number - 1)
    synced(session)
    proxy.set(None)
    small(session, number)
    synced(session, proxy.url)
    return proxy.seen


def small(session: Session, number: int) -> None:
    """Write what a small sync carries: two entries and a photo of its own."""
    writes(session, 1, b"photo %d of " % number + session.user.encode() * 20)


def tried(session: Session, proxy: Proxy, fault: Fault) -> InspectorError | Outcome:
    """Sync with a fault on the way, and return what came of it."""
    proxy.set(fault)
    try:
        return synced(session, proxy.url)
    except InspectorError as problem:
        return problem
    finally:
        proxy.set(None)


def nothing_twice(bureau: Bureau, session: Session) -> int:
    """Check that the hub's log and the laptop hold each entry once; return how many there are."""
    store, hub = session.desk.store, bureau.books()
    try:
        held: Counter[bytes] = Counter()
        no, log, more = 0, bytes(32), True
        while more:
            page = hub.bundles.pull(store.meta.workspace, no, log, 8_000_000)
            no, log, more = page.no, page.log, page.more
            for raw in page.bundles:
                held.update(entry.hash for entry in bundle.unpack(raw, store.keyring.key))
    finally:
        hub.close()
    assert not [one for one, many in held.items() if many > 1], "the hub's log holds an entry twice"
    here = [entry.hash for entry in store.entries()]
    assert len(here) == len(set(here))
    assert set(here) == set(held)
    return len(here)
