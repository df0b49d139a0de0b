"""What is carried to others: the own journals packed anew, everybody else's bundles exactly as they came.

Most journals are chains, and of those one place says what somebody has. A journal that forks is a tree; it is
rare, and read as a whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy.engine import Connection

from inspector_app.domain.errors import RuleError
from inspector_app.journal.branches import Chain, Link, covered, tips_of
from inspector_app.journal.branches import lacking as lacking_chains
from inspector_app.journal.bundle import Limits, Place, open_header, seal
from inspector_app.journal.entry import Entry, glance
from inspector_app.trust import machine
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.owning import new_journal

from . import device as device_settings
from . import journaling, meta
from .engine import rows, run, run_each

Tips = Mapping[str, Sequence[tuple[int, bytes]]]
"""The ends of journals: by journal id, place and hash of each entry that none follows."""

CARRIED = Limits(entries=500, raw=1_000_000)
"""What the own journals are packed into: of bundles this large a change costs fewest bytes on the wire."""

MOST = Limits()
"""What a bundle may hold at most: a single transaction may need it."""

_END = "SELECT seq, hash FROM journal WHERE journal_id = ? ORDER BY seq DESC LIMIT 1"
_NEXT = "SELECT seq, hash, raw FROM journal WHERE journal_id = ? AND seq > ? ORDER BY seq LIMIT ?"
_PART = 300


class Line(NamedTuple):
    """One entry as the journal's table holds it."""

    seq: int
    hash: bytes
    raw: bytes


def begin_journal(connection: Connection) -> str:
    """Let what is written from now on stand in a journal of its own; return its id."""
    journal_id = _new_id(connection)
    meta.write(connection, journal_id=journal_id)
    own(connection, journal_id)
    return journal_id


def _new_id(connection: Connection) -> str:
    """Return an id that names this laptop's key; any, before it has one."""
    told = device_settings.read_setting(connection, machine.DEVICE_KEY)
    return uuid4().hex if told is None else new_journal(machine.device_key(told).public)


def own(connection: Connection, journal_id: str) -> None:
    """Remember a journal as one of this laptop's own."""
    run(connection, "INSERT OR IGNORE INTO own_journal VALUES (?)", (journal_id,))


def own_journals(connection: Connection) -> list[str]:
    """Return every journal that this laptop ever wrote under, sorted."""
    return [row[0] for row in rows(connection, "SELECT journal_id FROM own_journal ORDER BY journal_id")]


def keep(connection: Connection, bundles: Iterable[tuple[bytes, Sequence[Entry]]]) -> None:
    """Keep bundles of others exactly as they were received."""
    held = []
    for raw, entries in bundles:
        first, last = entries[0].header, entries[-1]
        place = (first.journal_id, first.seq, last.header.seq, last.hash)
        held.append((sha256(raw).digest(), *place, raw))
    if held:
        run_each(connection, "INSERT OR IGNORE INTO bundle VALUES (?, ?, ?, ?, ?, ?)", held)


def first_key(connection: Connection, journal_id: str) -> str:
    """Return the key id that signed the first bundle of a journal of others; empty when there is none."""
    asked = "SELECT raw FROM bundle WHERE journal_id = ? ORDER BY last, rowid LIMIT 1"
    found = rows(connection, asked, (journal_id,))
    return open_header(found[0][0]).key if found else ""


def part(connection: Connection, places: Iterable[tuple[str, int]]) -> None:
    """Note that journals fork at these places."""
    run_each(
        connection,
        "INSERT INTO parted_journal VALUES (?, ?) ON CONFLICT (journal_id)"
        " DO UPDATE SET seq = min(seq, excluded.seq)",
        sorted(set(places)),
    )


def parted(connection: Connection) -> dict[str, int]:
    """Return the journals that fork, and the first place that two of their entries stand at."""
    return {row[0]: row[1] for row in rows(connection, "SELECT journal_id, seq FROM parted_journal")}


def tips(connection: Connection) -> dict[str, list[tuple[int, bytes]]]:
    """Return the ends of all journals here."""
    forks = parted(connection)
    told: dict[str, list[tuple[int, bytes]]] = {}
    for journal_id in journaling.journals(connection):
        if journal_id in forks:
            told[journal_id] = [(each.seq, each.hash) for each in tips_of(tree(connection, journal_id))]
        else:
            told[journal_id] = [(row[0], row[1]) for row in rows(connection, _END, (journal_id,))]
    return told


def tree(connection: Connection, journal_id: str) -> dict[bytes, Link]:
    """Return every entry of a journal by its hash: what it follows and where it stands."""
    found = rows(connection, "SELECT hash, seq, raw FROM journal WHERE journal_id = ?", (journal_id,))
    return {row[0]: Link(bytes.fromhex(glance(row[2])["prev"]), row[1]) for row in found}


def lacking(
    connection: Connection, theirs: Tips, device: SigningKey, limits: Limits = CARRIED
) -> Iterator[bytes]:
    """Yield the bundles that somebody with these tips lacks, each after what it follows.

    Tips that are not known here are passed over: what somebody has beyond us is theirs to send.
    """
    forks, mine = parted(connection), set(own_journals(connection))
    for journal_id in journaling.journals(connection):
        ends = [each for each in theirs.get(journal_id, ()) if _is_here(connection, journal_id, each)]
        if journal_id not in forks:
            after = max((seq for seq, _ in ends), default=0)
            if journal_id in mine:
                yield from _packed(_lines(connection, journal_id, after), journal_id, device, limits)
            else:
                yield from _kept(connection, journal_id, after)
        elif journal_id in mine:
            links = tree(connection, journal_id)
            for chain in lacking_chains(links, [digest for _, digest in ends]):
                yield from _packed(_lines_of(connection, chain), journal_id, device, limits)
        else:
            yield from _kept_of_tree(connection, journal_id, [digest for _, digest in ends])


def _is_here(connection: Connection, journal_id: str, end: tuple[int, bytes]) -> bool:
    found = rows(connection, "SELECT journal_id, seq FROM journal WHERE hash = ?", (end[1],))
    return found == [(journal_id, end[0])]


def _kept(connection: Connection, journal_id: str, after: int) -> Iterator[bytes]:
    asked = "SELECT sha256 FROM bundle WHERE journal_id = ? AND last > ? ORDER BY first, last, rowid"
    yield from _raw_of(connection, [row[0] for row in rows(connection, asked, (journal_id, after))])


def _kept_of_tree(connection: Connection, journal_id: str, ends: Iterable[bytes]) -> Iterator[bytes]:
    links = tree(connection, journal_id)
    held = covered(links, ends)
    asked = "SELECT sha256, first, last_hash FROM bundle WHERE journal_id = ? ORDER BY first, last, rowid"
    wanted = []
    for name, first, last_hash in rows(connection, asked, (journal_id,)):
        at = last_hash
        while at in links and links[at].seq >= first and at in held:
            at = links[at].prev
        if at in links and links[at].seq >= first:
            wanted.append(name)
    yield from _raw_of(connection, wanted)


def _raw_of(connection: Connection, names: Iterable[bytes]) -> Iterator[bytes]:
    for name in names:
        yield rows(connection, "SELECT raw FROM bundle WHERE sha256 = ?", (name,))[0][0]


def _lines(connection: Connection, journal_id: str, after: int) -> Iterator[Line]:
    while found := rows(connection, _NEXT, (journal_id, after, MOST.entries)):
        yield from map(Line._make, found)
        after = found[-1][0]


def _lines_of(connection: Connection, chain: Chain) -> Iterator[Line]:
    for start in range(0, len(chain.hashes), _PART):
        some = chain.hashes[start : start + _PART]
        marks = ", ".join("?" * len(some))
        asked = f"SELECT seq, hash, raw FROM journal WHERE hash IN ({marks}) ORDER BY seq"  # noqa: S608 - marks
        yield from map(Line._make, rows(connection, asked, some))


def _packed(lines: Iterable[Line], journal_id: str, device: SigningKey, limits: Limits) -> Iterator[bytes]:
    """Pack one chain's entries without reading more of them than where transactions end."""
    waiting: list[Line] = []
    size = 0
    for line in lines:
        if len(waiting) >= limits.entries or (waiting and size + len(line.raw) > limits.raw):
            whole = _whole(waiting)
            if whole:
                yield _bundle(waiting[:whole], journal_id, device)
                waiting = waiting[whole:]
                size = sum(len(each.raw) for each in waiting)
            elif len(waiting) >= MOST.entries or size + len(line.raw) > MOST.raw:
                raise RuleError("journal.bundle_too_large", entries=len(waiting) + 1, size=size)
        waiting.append(line)
        size += len(line.raw)
    if whole := _whole(waiting):
        yield _bundle(waiting[:whole], journal_id, device)


def _whole(lines: Sequence[Line]) -> int:
    """Return how many of these entries end with a transaction's end."""
    return next((n for n in range(len(lines), 0, -1) if glance(lines[n - 1].raw)["tx_last"]), 0)


def _bundle(lines: Sequence[Line], journal_id: str, device: SigningKey) -> bytes:
    begin = glance(lines[0].raw)
    place = Place(begin["workspace"], journal_id, lines[0].seq, bytes.fromhex(begin["prev"]))
    return seal([line.raw for line in lines], [line.hash for line in lines], place, device)
