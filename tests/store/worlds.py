"""Builders for tests of the store: keys, a root, an officer, a clock that obeys."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from inspector_app.domain.acts import ActKind, Role
from inspector_app.store.folder import DataFolder
from inspector_app.store.searching import NOTHING, Searched
from inspector_app.store.store import Store, Tx
from inspector_app.trust.certificates import Certificate, certify, self_signed_root
from inspector_app.trust.keys import SigningKey

WORKSPACE = "5a" * 16
BEGIN, END = date(2020, 1, 1), date(2035, 12, 31)


@dataclass
class PlainKeys:
    """What a sign-in would unlock."""

    data_key: bytes = bytes(range(32))
    vault_key: bytes = bytes(range(32, 64))


@dataclass
class TickingClock:
    """Goes on by a second at every look."""

    time: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@dataclass
class World:
    """One office: a root, one officer with every right, and as many laptops as a test opens."""

    root_key: SigningKey = field(default_factory=lambda: SigningKey.from_bytes(b"r" * 32))
    officer: SigningKey = field(default_factory=lambda: SigningKey.from_bytes(b"o" * 32))
    keys: PlainKeys = field(default_factory=PlainKeys)
    clock: TickingClock = field(default_factory=TickingClock)
    searched: Searched = NOTHING

    @property
    def root(self) -> Certificate:
        return self_signed_root(
            self.root_key, workspace=WORKSPACE, name="root", valid_from=BEGIN, valid_to=END
        )

    def certificate(
        self, key: SigningKey | None = None, roles: frozenset[Role] = frozenset({Role.SUPERVISOR})
    ) -> Certificate:
        return certify(
            self.root_key,
            workspace=WORKSPACE,
            subject=(key or self.officer).public,
            user="wang",
            name="王",
            roles=roles,
            valid_from=BEGIN,
            valid_to=END,
        )

    def create(self, path: Path, machine_code: int = 3, *, appointed: bool = True) -> Store:
        store = Store.create(
            DataFolder(path),
            self.keys,
            workspace=WORKSPACE,
            machine_code=machine_code,
            root=self.root,
            clock=self.clock,
            searched=self.searched,
        )
        if appointed:
            self.appoint(store, self.certificate())
        return store

    def open(self, path: Path, adopt_restored: int | None = None) -> Store:
        return Store.open(
            DataFolder(path),
            self.keys,
            self.clock,
            adopt_restored=adopt_restored,
            searched=self.searched,
        )

    def appoint(self, store: Store, certificate: Certificate) -> None:
        with store.transaction(certificate.user) as tx:
            tx.act(ActKind.ROLE, "certificate", certificate.key_id, certificate.to_content(), self.root_key)

    def issue(
        self, tx: Tx, kind: str = "stop", year: int = 2026, document: str | None = None, **more: object
    ) -> str:
        """Issue a document in this transaction and return its id."""
        serial = tx.next_serial(kind, year)
        document_id = document or tx.create("document", {"kind": kind})
        code = tx.machine_code
        content: dict[str, object] = {
            "machine_code": code,
            "kind": kind,
            "year": year,
            "serial": serial,
            "number": f"{kind}〔{year}〕{code}-{serial}号",
            **more,
        }
        tx.act(ActKind.ISSUE, "document", document_id, content, self.officer)
        return document_id

    def end(self, tx: Tx, kind: ActKind, document_id: str) -> None:
        tx.act(kind, "document", document_id, {"reason": "x"}, self.officer)
