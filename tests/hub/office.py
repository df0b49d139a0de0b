"""Builders for tests of the hub: a bureau with a real hub on disk, and laptops that were really enrolled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from inspector_app.domain.acts import Role
from inspector_app.domain.chinese import CHINA
from inspector_app.hub import founding, root_file
from inspector_app.hub.books import Hub
from inspector_app.hub.bundles import Accepted
from inspector_app.hub.disk import Disk
from inspector_app.journal import bundle
from inspector_app.journal.entry import Entry
from inspector_app.trust.enrolment import Grant, Request, ask
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.wrapping import Cost
from tests.journal.writing import Laptop, id_of, value

CHEAP = Cost(memory=64, time=1)
URL = "https://hub.example:8443"
BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=CHINA)


class Clock:
    """A clock that a test moves."""

    def __init__(self, moment: datetime = BEGIN) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def pass_(self, **time: float) -> None:
        self.moment += timedelta(**time)


@dataclass
class Member:
    """A laptop that was enrolled, with the person at it and a journal."""

    office: "Office"
    device: SigningKey
    person: SigningKey
    request: Request
    grant: Grant
    laptop: Laptop

    @property
    def user(self) -> str:
        return self.grant.person(self.request).user

    @property
    def journal(self) -> str:
        return self.laptop.head.journal_id

    def write(self, many: int = 1) -> list[Entry]:
        """Write so many entries, each a transaction."""
        at = len(self.laptop.entries)
        for number in range(at, at + many):
            told = {"name": value(f"{self.laptop.name} {number}")}
            self.laptop.write("set", "site", id_of("site", number), told)
        return self.laptop.entries[at:]

    def pack(self, start: int = 0, end: int | None = None, key: SigningKey | None = None) -> bytes:
        """Return the bundle of its entries from one place (counted from 0) up to another."""
        return bundle.pack(self.laptop.entries[start:end], key or self.device)

    def push(self, *raws: bytes) -> list[Accepted]:
        """Have the hub take bundles; all must be held."""
        pushed = self.office.hub.bundles.push(self.office.workspace, list(raws), self.device.key_id)
        if pushed.refused is not None:
            raise pushed.refused
        return list(pushed.accepted)

    def clone(self) -> "Member":
        """Return the same laptop again, as a copy of its disk would be."""
        twin = self.laptop.fork(f"{self.laptop.name}'")
        return Member(self.office, self.device, self.person, self.request, self.grant, twin)


@dataclass
class Office:
    """A bureau with its hub, cheap codes and a clock of its own."""

    folder: Path
    database_url: str | None = None
    training: bool = False
    clock: Clock = field(default_factory=Clock)
    free: int = 10**12
    chief: "Member | None" = None
    hub: Hub = field(init=False)
    made: founding.Founded = field(init=False)

    def __post_init__(self) -> None:
        self.made = founding.found(
            self.folder,
            "滨海住建",
            training=self.training,
            database_url=self.database_url,
            clock=self.clock,
            cost=CHEAP,
        )
        self.hub = self.opened()
        self.hub.set_setting("url", URL)

    @property
    def workspace(self) -> str:
        return self.made.facts.workspace

    def opened(self) -> Hub:
        """Return one more opening of the same hub, as another worker has it."""
        disk = Disk(self.folder, free=lambda: self.free)
        return Hub.open(self.folder, clock=self.clock, disk=disk)

    def restart(self) -> None:
        self.hub.close()
        self.hub = self.opened()

    def close(self) -> None:
        self.hub.close()

    def root(self) -> SigningKey:
        """Return the root key out of the safe."""
        assert self.made.root_key is not None
        return root_file.open_key(self.made.root_key.read_bytes(), self.made.root_code)

    def ask(self, name: str = "wang") -> tuple[Request, SigningKey, SigningKey]:
        """Return a request of a new laptop, with its keys; the same ones for the same name."""
        device, person = (
            SigningKey.from_bytes(sha256(f"{what} {name}".encode()).digest()) for what in ("device", "person")
        )
        return ask(device, person, self.clock.now()), device, person

    def enrol(self, name: str = "wang", roles: Sequence[Role] = (Role.INSPECTOR,), codes: int = 4) -> Member:
        """Let a laptop in by a code."""
        request, device, person = self.ask(name)
        code = EnrolmentCode.parse(self.hub.devices.make_code(name, roles, codes=codes))
        grant = self.hub.devices.enrol(code.secret, request)
        return self.member(name, request, device, person, grant)

    def member(
        self, name: str, request: Request, device: SigningKey, person: SigningKey, grant: Grant
    ) -> Member:
        wall = self.clock.now().isoformat(timespec="seconds")
        laptop = Laptop(name, grant.person(request).user, wall, self.workspace)
        return Member(self, device, person, request, grant, laptop)

    def share(self, room: str) -> None:
        """Have an administrator name a workspace that is shared by key, as making one does."""
        if self.chief is None:
            request, device, person = self.ask("chief")
            grant = self.hub.devices.grant_for(request, "chief", [Role.ADMINISTRATOR], root=self.root())
            self.chief = self.member("chief", request, device, person, grant)
        self.told_shared(self.chief, room)

    def told_shared(self, member: Member, room: str) -> None:
        """Have somebody sign that a workspace is shared, whatever right they have to it."""
        at = len(member.laptop.entries)
        member.laptop.act("share", {"what": "made", "root": ""}, member.person, room, "workspace")
        member.push(member.pack(at))
