"""An office for tests of exchange: laptops with keys of their own, below one root, on real stores."""

from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import Cancelled
from inspector_app.journal import bundle
from inspector_app.journal.receipt import BlobReceipt, Receipt
from inspector_app.store.store import Store
from inspector_app.trust.certificates import Certificate, certify
from inspector_app.trust.keys import SigningKey
from tests.store.worlds import BEGIN, END, WORKSPACE, World

HUB = "b0" * 16


@dataclass
class Steps:
    """Progress that remembers, and stops where it is told to."""

    told: list[tuple[int, int, str]] = field(default_factory=list)
    stop_after: int = -1

    def step(self, done: int, total: int, doing: str = "") -> None:
        self.told.append((done, total, doing))
        if 0 <= self.stop_after < len(self.told):
            raise Cancelled


@dataclass
class Office(World):
    """One office whose laptops 1 to 6 know each other's certificates."""

    hub_key: SigningKey = field(default_factory=lambda: SigningKey.from_bytes(b"h" * 32))

    def device(self, n: int) -> SigningKey:
        return SigningKey.from_bytes(bytes((100 + n,)) * 32)

    def machine(self, key: SigningKey, role: Role = Role.DEVICE) -> Certificate:
        user = f"device-{key.key_id}" if role is Role.DEVICE else f"hub-{HUB}"
        return certify(
            self.root_key,
            workspace=WORKSPACE,
            subject=key.public,
            user=user,
            name=user,
            roles={role},
            valid_from=BEGIN,
            valid_to=END,
        )

    def laptop(self, path: Path, n: int, known: tuple[int, ...] = (1, 2, 3)) -> Store:
        """Make laptop n, which has the certificates of the hub and of these laptops."""
        store = self.create(path, machine_code=n)
        with store.transaction("wang") as tx:
            for each in (
                self.machine(self.hub_key, Role.HUB),
                *(self.machine(self.device(k)) for k in known),
            ):
                tx.act(ActKind.ROLE, "certificate", each.key_id, each.to_content(), self.root_key)
        store.set_device_key(self.device(n))
        return store

    def withdraw(self, store: Store, n: int) -> None:
        """Take laptop n's key back, in the journal of this store."""
        content = {"withdrawn": self.device(n).key_id, "from": "2026-01-01"}
        with store.transaction("wang") as tx:
            tx.act(ActKind.ROLE, "certificate", self.device(n).key_id, content, self.root_key)

    def receipt_all(self, store: Store) -> None:
        """Let the hub acknowledge everything that is here."""
        told = [
            Receipt(HUB, WORKSPACE, journal, seq, digest, 1, bytes(32), "2026-03-02T08:00:00+00:00")
            for journal, ends in store.tips().items()
            for seq, digest in ends
        ]
        receipts = [Receipt.read(one.sign(self.hub_key), self.hub_key.public) for one in told]
        blobs: list[BlobReceipt] = []
        if owed := store.blobs_owed():
            signed = BlobReceipt(HUB, WORKSPACE, tuple(owed), "2026-03-02T08:00:00+00:00").sign(self.hub_key)
            blobs.append(BlobReceipt.read(signed, self.hub_key.public))
        store.take_in((), receipts=receipts, blob_receipts=blobs)


def a_day(office: Office, store: Store, sites: int = 3, photo: bytes = b"") -> str:
    """Write some records, issue a paper, attach a photo; return the last record's id."""
    site = ""
    digest = store.put_blob(photo) if photo else ""
    for n in range(sites):
        with store.transaction("wang") as tx:
            site = tx.create("site", {"name": f"工地{n}", "n": n})
            if n == 0:
                office.issue(tx)
            if digest:
                tx.act(ActKind.ATTACH, "site", site, {"sha256": digest})
    return site


def entries_in(raw: bytes) -> int:
    return bundle.open_header(raw).n
