"""已核对: what forms take from memory until somebody of the office compared it with the official text.

A tick is a record under the digest of what the entry says: it travels to every laptop, holds in every edition
that says the same, and lapses by itself when a word is changed. The mark in the file stays as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import rights
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.store.store import Store

ENTITY = "proofing"
MAY_PROOF = frozenset({Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR})
MOST_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Proof:
    """Who compared an entry with its official text, when, and with which.

    Attributes:
        digest: 64 hex digits over what the entry says.
        source: the official text, e.g. where it was published.
    """

    digest: str
    by: str
    on: date | None
    source: str


def proofs(store: Store) -> dict[str, Proof]:
    """Return every tick that stands, by the digest of what it is about."""
    told = {}
    for record in store.records(ENTITY):
        if values.flag(record.fields, "withdrawn"):
            continue
        known = values.text(record.fields, "digest")
        by, source = values.text(record.fields, "by"), values.text(record.fields, "source")
        told[known] = Proof(known, by, values.day(record.fields, "on"), source)
    return told


def tick(desk: Desk, digests: Iterable[str], source: str) -> int:
    """Note that entries were compared with an official text, all or none, and return how many were new.

    Raises:
        SignInError: `administration.no_right`.
        RuleError: `administration.source_missing`, `administration.nothing_ticked`.
    """
    _refuse_unfit(desk)
    wanted = [one for one in dict.fromkeys(digests) if one not in proofs(desk.store)]
    if not source.strip():
        raise RuleError("administration.source_missing", where="administration.source")
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise RuleError("administration.nothing_ticked", where="administration.items", most=MOST_AT_ONCE)
    names = {one.user: one.name for one in desk.store.keyring.people()}
    told = {
        "by": names.get(desk.user, desk.user),
        "user": desk.user,
        "on": values.iso(desk.today()),
        "source": source.strip(),
        "withdrawn": False,
    }
    with desk.store.transaction(desk.user) as tx:
        for one in wanted:
            if tx.record(ENTITY, one[:32]) is None:
                tx.create(ENTITY, {"digest": one, **told}, id=one[:32])
            else:
                tx.set(ENTITY, one[:32], {"digest": one, **told})
    return len(wanted)


def withdraw(desk: Desk, digests: Iterable[str]) -> None:
    """Take ticks back; who had set them stays in the journal.

    Raises:
        SignInError: `administration.no_right`.
    """
    _refuse_unfit(desk)
    with desk.store.transaction(desk.user) as tx:
        for one in dict.fromkeys(digests):
            if tx.record(ENTITY, one[:32]) is not None:
                tx.set(ENTITY, one[:32], {"withdrawn": True})


def _refuse_unfit(desk: Desk) -> None:
    if not rights.holds(desk, MAY_PROOF):
        raise SignInError("administration.no_right", where=desk.user)
