"""An office with its hub, as far as enrolment shows it: keys, a journal of role acts, grants."""

from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any

from inspector_app.domain.acts import Role
from inspector_app.journal import bundle
from inspector_app.trust.certificates import Certificate, certify, self_signed_root
from inspector_app.trust.enrolment import OFFICE, Grant, Hub, Request, device_user, hub_user
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.keys import SigningKey, VerifyKey
from tests.journal.writing import Laptop, id_of, key_of

FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)
EVERYTHING = (Role.INSPECTOR, Role.SUPERVISOR, Role.ADMINISTRATOR)


@dataclass
class Office:
    """One office; the same name gives the same keys.

    Attributes:
        journal: the hub's own.
    """

    name: str = "局"
    training: bool = False
    url: str = "https://10.3.7.2:8443"
    next_code: int = 12
    journal: Laptop = field(init=False)
    laptops: dict[bytes, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workspace, self.hub_id = id_of("workspace", self.name), id_of("hub", self.name)
        self.root_key = key_of(f"{self.name} root")
        self.office, self.hub = key_of(f"{self.name} office"), key_of(f"{self.name} hub")
        self.root = self_signed_root(
            self.root_key, workspace=self.workspace, name="根", valid_from=FIRST, valid_to=LAST
        )
        self.der = f"TLS of {self.name}".encode()
        self.journal = Laptop(f"hub of {self.name}", OFFICE, workspace=self.workspace)
        self.hub_certificate = self.certified(self.hub, hub_user(self.hub_id), (Role.HUB,), self.root_key)
        self.office_certificate = self.certified(self.office, OFFICE, (Role.ADMINISTRATOR,), self.root_key)
        for each in (self.hub_certificate, self.office_certificate):
            self.journal.appoint(each, self.root_key)

    def certified(
        self,
        key: SigningKey | VerifyKey,
        user: str,
        roles: tuple[Role, ...],
        issuer: SigningKey | None = None,
        *,
        name: str = "",
        last: date = LAST,
        first: date = FIRST,
    ) -> Certificate:
        return certify(
            issuer or self.office,
            workspace=self.workspace,
            subject=key.public if isinstance(key, SigningKey) else key,
            user=user,
            name=name or user,
            roles=roles,
            valid_from=first,
            valid_to=last,
        )

    def code(self) -> EnrolmentCode:
        """Return a code that leads to this hub."""
        return EnrolmentCode(self.hub_id, sha256(self.der).digest(), b"s" * 16, self.url)

    def enrolled(
        self,
        asked: Request,
        user: str = "wang",
        name: str = "王五",
        roles: tuple[Role, ...] = (Role.INSPECTOR,),
        *,
        first: date = FIRST,
        last: date = LAST,
        codes: int = 4,
    ) -> Grant:
        """Write the role acts of a request and return the grant."""
        issuer = self.root_key if Role.ADMINISTRATOR in roles else self.office
        person = self.certified(
            VerifyKey(asked.person), user, roles, issuer, name=name, first=first, last=last
        )
        device_key = VerifyKey(asked.device)
        device = self.certified(device_key, self.laptop_of(asked), (Role.DEVICE,), name="电脑")
        self.journal.appoint(person, issuer)
        self.journal.appoint(device, self.office)
        mine = tuple(range(self.next_code, self.next_code + codes))
        self.next_code += codes
        return self.granted(asked, (person, device), mine)

    def laptop_of(self, asked: Request) -> str:
        """Return the laptop's id: the one that its key so far was certified under, or a new one."""
        new = device_user(VerifyKey(asked.device))
        told = self.laptops.get(asked.before, "") if asked.before else new
        self.laptops[asked.device] = told
        return told

    def granted(
        self, asked: Request, certificates: tuple[Certificate, ...], codes: tuple[int, ...], **changed: Any
    ) -> Grant:
        """Return a grant as the journal is now."""
        told = Grant(
            workspace=self.workspace,
            training=self.training,
            hub=Hub(self.hub_id, self.hub.public.raw, self.url, sha256(self.der).digest(), self.der),
            root=self.root,
            certificates=(self.hub_certificate, self.office_certificate, *certificates),
            machine_codes=codes,
            recovery=b"r" * 32,
            bundles=self.bundles(),
            request=asked.hash,
        )
        return replace(told, **changed).signed(self.hub)

    def bundles(self) -> tuple[bytes, ...]:
        """Return the hub's journal in small bundles."""
        limits = bundle.Limits(entries=2)
        return tuple(bundle.pack(run, self.hub) for run in bundle.cut(self.journal.entries, limits))
