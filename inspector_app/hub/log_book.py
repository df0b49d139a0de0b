"""The log: bundles in the order in which they were taken, and each journal's tips. Inside a transaction.

Whoever adds holds the workspace's row from the first look to the commit, so what was judged still holds when
it is written, and numbers follow each other as the commits do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import RuleError
from inspector_app.journal.branches import Chain, Judged, Tip, judge
from inspector_app.journal.envelope import BundleHeader
from inspector_app.journal.form import START
from inspector_app.journal.log import log_after

from . import lookups
from .database import Database
from .indexing import NOTHING, Found
from .kept import contents
from .tables import bundle, tip, workspace

_AT_ONCE = 500

_KEPT_UNPACKED = 64
"""Bundles whose hashes stay in memory while a push is judged: some 70 kB each at most."""


class Looked(NamedTuple):
    """What was kept of a bundle's entries when somebody looked.

    Attributes:
        known: place by hash, of those of its entries and the one before that are kept.
        no: how many bundles the log had then.
    """

    known: dict[bytes, int]
    no: int


@dataclass(frozen=True, slots=True)
class Ready:
    """A bundle that is proven as far as it can be seen.

    Attributes:
        hashes: of its entries, in order; None for a veiled one.
        found: what the hub reads in it.
        looked: what is kept of its entries, looked up before anything was locked.
    """

    raw: bytes
    header: BundleHeader
    hashes: list[bytes] | None
    found: Found = NOTHING
    looked: Looked | None = None
    sha: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Hash it before anything is locked."""
        object.__setattr__(self, "sha", sha256(self.raw).digest())


@dataclass(slots=True)
class State:
    """Where a workspace's log stands in this transaction.

    Attributes:
        no, log: of the last bundle; 0 and zeros for none.
        roles: how many role acts are known.
        fresh: the bundles that were added in this transaction, by number.
        unpacked: hashes of the entries of the bundles that were unpacked last, by number.
    """

    workspace: str
    no: int
    log: bytes
    roles: int
    fresh: dict[int, Ready] = field(default_factory=dict)
    unpacked: dict[int, Sequence[bytes]] = field(default_factory=dict)


class End(NamedTuple):
    """A tip of any journal, as it is shown."""

    workspace: str
    journal_id: str
    branch: str
    seq: int
    hash: bytes


def all_tips(connection: Connection) -> list[End]:
    """Return the tips of every journal of every workspace, in one order."""
    asked = select(tip).order_by(tip.c.workspace, tip.c.journal_id, tip.c.branch)
    return [
        End(row.workspace, row.journal_id, row.branch, int(row.seq), bytes(row.hash))
        for row in connection.execute(asked)
    ]


def begin(connection: Connection, room: str) -> State:
    """Hold an open workspace's row until the transaction ends, and return where its log stands."""
    row = connection.execute(
        select(workspace).where(workspace.c.id == room).with_for_update(key_share=True)
    ).one()
    return State(room, int(row.no), bytes(row.log), int(row.roles))


def is_kept(connection: Connection, room: str, sha: bytes) -> bool:
    """Tell whether this very bundle is kept."""
    asked = select(bundle.c.no).where(bundle.c.workspace == room, bundle.c.sha256 == sha)
    return connection.execute(asked).first() is not None


def kept_of(connection: Connection, room: str, shas: Sequence[bytes]) -> set[bytes]:
    """Return those of these bundles, by sha256, that are kept."""
    kept: set[bytes] = set()
    for at in range(0, len(shas), _AT_ONCE):
        asked = select(bundle.c.sha256).where(
            bundle.c.workspace == room, bundle.c.sha256.in_(shas[at : at + _AT_ONCE])
        )
        kept.update(bytes(each) for each in connection.execute(asked).scalars())
    return kept


def tips_of(connection: Connection, room: str, journal_id: str) -> dict[str, Tip]:
    """Return one journal's tips by branch."""
    asked = select(tip.c.branch, tip.c.seq, tip.c.hash).where(
        tip.c.workspace == room, tip.c.journal_id == journal_id
    )
    return {row.branch: Tip(int(row.seq), bytes(row.hash)) for row in connection.execute(asked)}


def first_key(connection: Connection, room: str, journal_id: str) -> str:
    """Return the key id that signed a journal's beginning; empty when nothing of it is kept."""
    asked = select(bundle.c.key).where(bundle.c.workspace == room, bundle.c.journal_id == journal_id)
    return connection.execute(asked.order_by(bundle.c.last, bundle.c.no).limit(1)).scalar_one_or_none() or ""


def looked_up(connection: Connection, room: str, ready: Sequence[Ready]) -> list[Ready]:
    """Return bundles with what is kept of their entries: unpacking takes its time, and nothing is locked yet.

    One that follows a tip, or another one of these that does, is all new and needs none of it.
    """
    asked = select(workspace.c.no).where(workspace.c.id == room)
    no = int(connection.execute(asked).scalar_one_or_none() or 0)
    state = State(room, no, b"", 0)
    ends: set[bytes] = set()
    found = []
    for one in ready:
        header = one.header
        tips = tips_of(connection, room, header.journal_id)
        ends |= {each.hash for each in tips.values()}
        if header.prev in ends or (header.prev == START and not tips):
            found.append(one)
            ends.add(header.last_hash)
        else:
            known = _known(connection, state, one, 0)
            found.append(replace(one, looked=Looked(known, no)))
    return found


def judged(connection: Connection, state: State, ready: Ready) -> Judged:
    """Tell what a bundle is to what is kept of its journal.

    Raises:
        DamagedError: `journal.chain_broken`: it follows an entry that stands at another place;
            `hub.database_damaged`.
    """
    header = ready.header
    tips = tips_of(connection, state.workspace, header.journal_id)
    hashes = ready.hashes or [header.last_hash]
    chain = Chain(header.first, header.prev, hashes)
    ends = {each.hash: each.seq for each in tips.values()}
    if header.prev in ends or (header.prev == START and not tips):
        return judge(chain, ends, tips)  # nothing follows a tip: all of it is new
    known, no = ready.looked or Looked({}, 0)
    return judge(chain, known | _known(connection, state, ready, no), tips)


def _known(connection: Connection, state: State, ready: Ready, after: int) -> dict[bytes, int]:
    """Return, by hash, the places of a bundle's entries and the one before, of those that the log keeps.

    Of a veiled one only the ends are seen.

    Args:
        after: bundles of the log up to this number are passed over.
    """
    header = ready.header
    wanted = {header.prev, header.last_hash, *(ready.hashes or ())}
    over = select(bundle.c.no, bundle.c.first, bundle.c.last, bundle.c.last_hash).where(
        bundle.c.workspace == state.workspace,
        bundle.c.journal_id == header.journal_id,
        bundle.c.last >= header.first - 1,
        bundle.c.first <= header.last,
        bundle.c.no > after,
    )
    known: dict[bytes, int] = {}
    for row in connection.execute(over.order_by(bundle.c.no)).all():
        known[bytes(row.last_hash)] = int(row.last)
        if ready.hashes is None or wanted <= known.keys():
            continue
        places = enumerate(_hashes(connection, state, int(row.no)), int(row.first))
        known |= {digest: place for place, digest in places if digest in wanted}
    return known


def _hashes(connection: Connection, state: State, no: int) -> Sequence[bytes]:
    """Return the hashes of a kept bundle's entries; one that came in this transaction is not unpacked.

    Many that overlap one kept bundle have it unpacked once.
    """
    if no in state.fresh:
        return state.fresh[no].hashes or ()
    if no not in state.unpacked:
        asked = select(bundle.c.raw).where(bundle.c.workspace == state.workspace, bundle.c.no == no)
        hashes = contents(bytes(connection.execute(asked).scalar_one()))[2]
        if len(state.unpacked) == _KEPT_UNPACKED:
            del state.unpacked[next(iter(state.unpacked))]
        state.unpacked[no] = hashes
    return state.unpacked[no]


def gap(connection: Connection, room: str, journal_id: str) -> RuleError:
    """Return the refusal of a bundle before which something is missing, with what is here."""
    tips = tips_of(connection, room, journal_id).values()
    told = [[each.seq, each.hash.hex()] for each in sorted(tips)]
    return RuleError("hub.gap", where=journal_id, journal=journal_id, tips=told)


def add(
    database: Database, connection: Connection, state: State, ready: Ready, verdict: Judged, at: str
) -> None:
    """Keep a bundle that is new, move its journal's tip, and enter what the hub reads in it."""
    header = ready.header
    state.no, state.log = state.no + 1, log_after(state.log, ready.sha)
    connection.execute(
        bundle.insert().values(
            workspace=state.workspace,
            no=state.no,
            sha256=ready.sha,
            journal_id=header.journal_id,
            first=header.first,
            last=header.last,
            last_hash=header.last_hash,
            key=header.key,
            log=state.log,
            size=len(ready.raw),
            at=at,
            raw=ready.raw,
        )
    )
    state.fresh[state.no] = ready
    moved = {"seq": header.last, "hash": header.last_hash}
    place = {"workspace": state.workspace, "journal_id": header.journal_id, "branch": verdict.branch}
    move = database.insert(tip).values(**place, **moved)
    connection.execute(move.on_conflict_do_update(index_elements=list(place), set_=moved))
    state.roles += lookups.enter(database, connection, ready.found, state.no, header.key, at)


def end(connection: Connection, state: State) -> None:
    """Write where the log stands now."""
    moved = {"no": state.no, "log": state.log, "roles": state.roles}
    connection.execute(update(workspace).where(workspace.c.id == state.workspace).values(**moved))
