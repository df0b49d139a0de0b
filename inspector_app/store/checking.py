"""Proofs over the whole store that change nothing: replay compared, pages, chains and payloads checked."""

import time
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from inspector_app.domain.errors import InspectorError, Problem, Progress
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import fold
from inspector_app.trust.certificates import Certificate

from . import comparing, journaling

_STEP = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """What a replay check found.

    Attributes:
        same: the projection is what the entries say.
        entries: how many there are.
        seconds: how long folding took.
    """

    same: bool
    entries: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Integrity:
    """What an integrity check found; no problems means that every byte is accounted for."""

    entries: int
    problems: tuple[Problem, ...]


def replay_check(connection: Connection, root: Certificate, progress: Progress | None = None) -> Checked:
    """Fold the journal purely and compare everything that the tables show."""
    begun = time.monotonic()
    entries = _read(connection, progress)
    same = comparing.same(connection, fold(entries, root))
    return Checked(same, len(entries), time.monotonic() - begun)


def integrity(connection: Connection, progress: Progress | None = None) -> Integrity:
    """Check every page's seal, every index, every entry's place, hash, predecessor and payload."""
    problems = [
        Problem.of("store.page_damaged", reason=str(row[0]))
        for pragma in ("cipher_integrity_check", "integrity_check")
        for row in connection.exec_driver_sql(f"PRAGMA {pragma}").fetchall()
        if row[0] != "ok"
    ]
    total = journaling.count(connection)
    rows = connection.exec_driver_sql(
        "SELECT hash, journal_id, seq, raw FROM journal ORDER BY journal_id, seq"
    )
    before: dict[bytes, int] = {}
    journal = ""
    for done, (digest, journal_id, seq, raw) in enumerate(rows, 1):
        if journal_id != journal:
            journal, before = journal_id, {bytes(32): 0}
        before = {key: place for key, place in before.items() if place >= seq - 1}
        before[digest] = seq
        problem = _wrong(digest, journal_id, seq, raw, before)
        if problem is not None:
            problems.append(problem)
        if progress is not None and (done % _STEP == 0 or done == total):
            progress.step(done, total)
    return Integrity(total, tuple(problems))


def _wrong(digest: bytes, journal_id: str, seq: int, raw: bytes, before: dict[bytes, int]) -> Problem | None:
    where = f"{journal_id}:{seq}"
    try:
        entry = Entry.parse(raw)
    except InspectorError as problem:
        return Problem.of("store.entry_damaged", where, reason=problem.code)
    header = entry.header
    if entry.hash != digest or (header.journal_id, header.seq) != (journal_id, seq):
        return Problem.of("store.entry_damaged", where, reason="hash")
    if before.get(header.prev) != seq - 1:
        return Problem.of("store.chain_broken", where)
    return None


def _read(connection: Connection, progress: Progress | None) -> list[Entry]:
    total, entries = journaling.count(connection), []
    for entry in journaling.entries(connection):
        entries.append(entry)
        if progress is not None and (len(entries) % _STEP == 0 or len(entries) == total):
            progress.step(len(entries), total)
    return entries
