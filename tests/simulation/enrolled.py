"""Laptops enrolled at a real hub's books, and an exchange with these as the program does it over a line.

The line is left out: what it may do to a message is said by the caller.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import RuleError
from inspector_app.hub import settings
from inspector_app.hub.books import Hub
from inspector_app.journal.log import START
from inspector_app.journal.receipt import Receipt
from inspector_app.store.folder import DataFolder
from inspector_app.store.searching import NOTHING
from inspector_app.store.store import Store
from inspector_app.sync.trusting import Trusted
from inspector_app.trust import machine
from inspector_app.trust.enrolment import ask
from inspector_app.trust.keys import SigningKey
from tests.store.worlds import PlainKeys

CODES = 12
PAGE = 3_000
"""Bytes of a page that is pulled: small, so that there are many."""


@dataclass
class Hands:
    """A clock that a test moves; it goes on by a second at every look."""

    time: datetime = field(default_factory=lambda: datetime(2026, 11, 26, 1, 0, tzinfo=UTC))

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@dataclass
class Enrolled:
    """One laptop on disk, and the person whose it is."""

    name: str
    folder: Path
    device: SigningKey
    person: SigningKey
    user: str
    clock: Hands
    store: Store

    def reopen(self, *, adopt: int | None = None) -> Store:
        """Open its folder again after it was closed."""
        self.store = Store.open(
            DataFolder(self.folder), PlainKeys(), self.clock, adopt_restored=adopt, searched=NOTHING
        )
        return self.store

    def copied(self, to: Path) -> Path:
        """Copy the whole folder while the laptop is off."""
        self.store.close()
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.folder, to)
        self.reopen()
        return to

    def issue(self, document: str | None = None) -> tuple[int, int] | None:
        """Issue a document; return machine code and serial, or None while numbers wait."""
        if self.store.meta.code_spent:
            return None
        with self.store.transaction(self.user) as tx:
            serial, code = tx.next_serial("stop", 2026), tx.machine_code
            document = document or tx.create("document", {"kind": "stop"})
            content: dict[str, object] = {
                "machine_code": code,
                "kind": "stop",
                "year": 2026,
                "serial": serial,
                "number": f"stop〔2026〕{code}-{serial}号",
            }
            tx.act(ActKind.ISSUE, "document", document, content, self.person)
        return code, serial

    def void(self, document: str) -> None:
        with self.store.transaction(self.user) as tx:
            tx.act(ActKind.VOID, "document", document, {"reason": "x"}, self.person)

    def hashes(self) -> dict[bytes, str]:
        """Return every entry that it holds, by hash: whose journal it stands in."""
        return {entry.hash: entry.header.journal_id for entry in self.store.entries()}


def enrol(
    hub: Hub,
    folder: Path,
    name: str,
    clock: Hands,
    roles: Iterable[Role] = (Role.INSPECTOR, Role.SUPERVISOR),
    root: SigningKey | None = None,
) -> Enrolled:
    """Enrol a person and a new laptop by file."""
    device, person = SigningKey.new(), SigningKey.new()
    request = ask(device, person, clock.now(), name=name)
    grant = hub.devices.grant_for(request, roles=roles, codes=CODES, root=root)
    user = next(each.user for each in grant.certificates if each.key_id == person.key_id)
    store = Store.create(
        DataFolder(folder),
        PlainKeys(),
        workspace=grant.workspace,
        machine_code=grant.machine_codes[0],
        root=grant.root,
        clock=clock,
        searched=NOTHING,
    )
    store.set_device_key(device)
    store.set_spares(grant.machine_codes[1:])
    vouched = next(each for each in grant.certificates if each.key == grant.hub.key)
    store.set_setting(machine.HUB, machine.hub_text(machine.KnownHub(grant.hub, vouched)))
    store.take_in(Trusted(grant.checked(request)).unpacked(grant.bundles))
    return Enrolled(name, folder, device, person, user, clock, store)


def told_where(hub: Hub, url: str = "https://hub.example:8443") -> Hub:
    """Say where laptops reach the hub: codes and grants name it."""
    hub.set_setting(settings.URL, url)
    return hub


class Line:
    """What happens to the messages of one exchange.

    Attributes:
        lost: the reply to the push of this number (from 0) never comes.
        cut: only so many bundles of that push are taken.
    """

    def __init__(self, lost: int = -1, cut: int = 1000) -> None:
        self.lost, self.cut = lost, cut
        self._pushes = -1

    def push(self, bundles: list[bytes]) -> tuple[list[bytes], bool]:
        """Return what of a push arrives, and whether its reply does."""
        self._pushes += 1
        if self._pushes != self.lost:
            return bundles, True
        return bundles[: self.cut], False


def exchange(hub: Hub, laptop: Enrolled, line: Line | None = None) -> set[tuple[str, int, bytes]]:
    """Pull, push and take receipts; return what the hub gave receipts for, whether they arrived or not.

    Bundles of a device that was ended are passed over: the hub does not take them, and nothing else waits.
    """
    line, store = line or Line(), laptop.store
    given: set[tuple[str, int, bytes]] = set()
    _pull(hub, laptop)
    refused: set[bytes] = set()
    for _ in range(40):
        room = hub.bundles.tips(store.meta.workspace).tips
        waiting = [raw for raw in store.lacking(room, laptop.device) if sha256(raw).digest() not in refused]
        if not waiting:
            return given
        batch, replied = line.push(waiting[:4])
        pushed = hub.bundles.push(store.meta.workspace, batch, laptop.device.key_id)
        receipts = [Receipt.read(each.receipt, hub.facts.key) for each in pushed.accepted]
        given |= {(each.journal_id, each.seq, each.hash) for each in receipts}
        if not replied:
            return given
        store.take_in((), receipts=receipts)
        if pushed.refused is not None:
            if pushed.refused.code not in {"hub.key_revoked", "hub.gap"}:
                raise pushed.refused
            refused.add(sha256(batch[pushed.index]).digest())
    raise AssertionError("a push that never ends")


def _pull(hub: Hub, laptop: Enrolled) -> None:
    store, more = laptop.store, True
    while more:
        no, log = store.cursor(store.meta.workspace)
        try:
            page = hub.bundles.pull(store.meta.workspace, no, log, PAGE)
        except RuleError as problem:
            if problem.code != "sync.log_differs" or not no:
                raise
            store.take_in((), cursor=(0, START))
            continue
        taken = store.take_in(Trusted(store.keyring).unpacked(page.bundles), cursor=(page.no, page.log))
        more = page.more
        if taken.forked and store.spares():
            store.take_spare()


def copies(laptops: Iterable[Enrolled]) -> dict[bytes, str]:
    """Return every entry that is anywhere on these laptops, with its journal."""
    return {digest: journal_id for each in laptops for digest, journal_id in each.hashes().items()}
