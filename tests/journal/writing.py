"""Builders for tests of the journal: an office with its keys, and laptops that write entries."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

import orjson

from inspector_app.domain.acts import Role
from inspector_app.journal.chain import Head, append, head_after
from inspector_app.journal.entry import Entry, act_message
from inspector_app.trust.certificates import Certificate, certify, self_signed_root
from inspector_app.trust.keys import SigningKey

WORKSPACE = "5a" * 16
BEGIN, END = date(2020, 1, 1), date(2035, 12, 31)
ROOT_KEY = SigningKey.from_bytes(b"r" * 32)
ROOT = self_signed_root(ROOT_KEY, workspace=WORKSPACE, name="根", valid_from=BEGIN, valid_to=END)


def key_of(name: str) -> SigningKey:
    """Return the same key for the same name every time."""
    return SigningKey.from_bytes(sha256(name.encode()).digest())


def id_of(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:32]


def certificate(
    user: str,
    *roles: Role,
    issuer: SigningKey = ROOT_KEY,
    workspace: str = WORKSPACE,
    begin: date = BEGIN,
    end: date = END,
    key: SigningKey | None = None,
) -> Certificate:
    return certify(
        issuer,
        workspace=workspace,
        subject=(key or key_of(user)).public,
        user=user,
        name=user,
        roles=roles or (Role.INSPECTOR,),
        valid_from=begin,
        valid_to=end,
    )


def value(told: object, *replaced: tuple[int, bytes]) -> dict[str, object]:
    return {"value": told, "base": [[n, digest.hex()] for n, digest in replaced]}


def header_of(entry: Entry) -> dict[str, object]:
    """Return an entry's header as `Entry.make` takes it."""
    told: dict[str, object] = orjson.loads(head_of(entry))
    del told["payload_hash"]
    return told


def head_of(entry: Entry) -> bytes:
    """Return the bytes of an entry's header."""
    return entry.raw[4 : 4 + int.from_bytes(entry.raw[:4])]


@dataclass
class Laptop:
    """Writes one journal; every byte follows from its name and what it was told.

    Attributes:
        extra: header fields that this version does not know, as a newer one might add them.
        count: what the next acts say that they count; None for acts of older versions.
    """

    name: str
    user: str = "wang"
    wall: str = "2026-03-02T08:00:00+08:00"
    workspace: str = WORKSPACE
    entries: list[Entry] = field(default_factory=list)
    head: Head = field(default_factory=lambda: Head(""))
    extra: dict[str, object] = field(default_factory=dict)
    count: object = None

    def __post_init__(self) -> None:
        self.head = Head(id_of("journal", self.name))

    def fork(self, name: str) -> "Laptop":
        """Return a clone that goes on under the same journal id."""
        twin = Laptop(name, self.user, self.wall, self.workspace, list(self.entries))
        twin.head = self.head
        return twin

    def write(
        self,
        op: str,
        entity: str,
        record: str,
        fields: Mapping[str, object],
        *,
        last: bool = True,
        tx: str | None = None,
    ) -> Entry:
        place = (self.name, self.head.seq)
        salt = sha256(repr(place).encode()).digest()[:16]
        entry = append(
            self.head,
            workspace=self.workspace,
            wall=self.wall,
            user=self.user,
            tx=tx or id_of("tx", *place),
            tx_last=last,
            entity=entity,
            entity_id=record,
            op=op,
            fields=fields,
            salt=salt,
        )
        if self.extra:
            entry = Entry.make({**header_of(entry), **self.extra}, fields, salt)
        self.head = head_after(entry)
        self.entries.append(entry)
        return entry

    def act(
        self,
        kind: str,
        content: Mapping[str, object],
        signer: SigningKey | None = None,
        record: str = "d" * 32,
        entity: str = "document",
        *,
        tx: str | None = None,
    ) -> Entry:
        told: dict[str, object] = {"kind": kind, "content": dict(content)}
        if self.count is not None:
            told["n"] = self.count
        if signer is not None:
            message = act_message(kind, entity, record, told["content"], self.head.hash)
            told["key"] = signer.key_id
            told["sig"] = urlsafe_b64encode(signer.sign("act", message)).rstrip(b"=").decode()
        return self.write("act", entity, record, told, tx=tx)

    def appoint(self, told: Certificate, issuer: SigningKey = ROOT_KEY) -> Entry:
        return self.act("role", told.to_content(), issuer, told.key_id, "certificate")

    def withdraw(self, key: SigningKey, day: str, issuer: SigningKey = ROOT_KEY) -> Entry:
        return self.act("role", {"withdrawn": key.key_id, "from": day}, issuer, key.key_id, "certificate")
