"""The hub's own journal: role acts of everybody whom it enrols and ends, and the machine codes that it gives.

It is packed with the hub's key. Laptops learn certificates by pulling it like any journal.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.journal import bundle as bundles
from inspector_app.journal.authority import PURPOSE
from inspector_app.journal.branches import TRUNK, Came, Judged
from inspector_app.journal.chain import Head, append, head_after
from inspector_app.journal.entry import Entry, act_message
from inspector_app.trust import code_slip
from inspector_app.trust.certificates import Certificate
from inspector_app.trust.code_slip import CodeSlip
from inspector_app.trust.enrolment import hub_user
from inspector_app.trust.keys import SigningKey

from . import log_book
from .base import Base
from .indexing import found_among
from .tables import bundle

ENTITY = "certificate"


@dataclass(frozen=True, slots=True)
class RoleAct:
    """A role act that is to be written.

    Attributes:
        subject: key id that it is about.
        content: a certificate's, or a withdrawal's.
        signer: the office's key, or the root's.
    """

    subject: str
    content: dict[str, object]
    signer: SigningKey


@dataclass(frozen=True, slots=True)
class CodeAct:
    """Machine codes that are to be told to everybody."""

    slip: CodeSlip


Written = RoleAct | CodeAct
"""What the hub tells in its journal."""


def appointed(certificate: Certificate, signer: SigningKey) -> RoleAct:
    """Return the act that gives a certificate."""
    return RoleAct(certificate.key_id, certificate.to_content(), signer)


class OwnJournal:
    """Writes the hub's own journal, inside the transaction of what it tells."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def write(self, connection: Connection, acts: Sequence[Written]) -> None:
        """Add acts as one transaction of the journal; the workspace's row is held until the commit."""
        state = log_book.begin(connection, self._base.facts.workspace)
        tips = log_book.tips_of(connection, self._base.facts.workspace, self._base.facts.journal)
        head = (
            Head(self._base.facts.journal, *tips[TRUNK]) if TRUNK in tips else Head(self._base.facts.journal)
        )
        entries = self._entries(head, acts)
        raw = bundles.pack(entries, self._base.keys.hub)
        found = found_among([each.raw for each in entries])
        ready = log_book.Ready(raw, bundles.open_header(raw), [each.hash for each in entries], found)
        at = self._base.now()
        log_book.add(self._base.database, connection, state, ready, Judged(Came.EXTENDS, 0), at)
        log_book.end(connection, state)

    def bundles(self, connection: Connection) -> tuple[bytes, ...]:
        """Return the journal so far, as it was packed."""
        asked = select(bundle.c.raw).where(
            bundle.c.workspace == self._base.facts.workspace,
            bundle.c.journal_id == self._base.facts.journal,
            bundle.c.key == self._base.facts.key.key_id,  # a laptop that joins believes nobody else's
        )
        return tuple(bytes(raw) for raw in connection.execute(asked.order_by(bundle.c.no)).scalars())

    def _entries(self, head: Head, acts: Sequence[Written]) -> list[Entry]:
        # In the office's zone: what counts of an act is its day there.
        wall = self._base.clock.now().astimezone(CHINA).isoformat(timespec="seconds")
        tx, entries = secrets.token_hex(16), []
        for place, act in enumerate(acts):
            entity, entity_id, fields = _told(act, head)
            entry = append(
                head,
                workspace=self._base.facts.workspace,
                wall=wall,
                user=hub_user(self._base.facts.id),
                tx=tx,
                tx_last=place == len(acts) - 1,
                entity=entity,
                entity_id=entity_id,
                op="act",
                fields=fields,
            )
            entries.append(entry)
            head = head_after(entry)
        return entries


def _told(act: Written, head: Head) -> tuple[str, str, dict[str, object]]:
    """Return what an act is about, and its fields."""
    if isinstance(act, RoleAct):
        return ENTITY, act.subject, _fields(act, head)
    told: dict[str, object] = {"kind": code_slip.KIND, "content": act.slip.to_content()}
    return code_slip.ENTITY, act.slip.device, told | {"n": head.seq + 1}


def _fields(act: RoleAct, head: Head) -> dict[str, object]:
    message = act_message(ActKind.ROLE, ENTITY, act.subject, act.content, head.hash)
    signature = urlsafe_b64encode(act.signer.sign(PURPOSE, message)).rstrip(b"=").decode()
    told: dict[str, object] = {"kind": str(ActKind.ROLE), "content": act.content}
    # There are only acts in this journal: each one's place in it is more than any n before.
    return {**told, "key": act.signer.key_id, "sig": signature, "n": head.seq + 1}
