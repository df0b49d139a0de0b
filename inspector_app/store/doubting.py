"""How far the hub's log was read, and the receipts that this log contradicts.

A receipt names where the hub's log stood when it was signed. A log that comes to something else there is not
the log of before: the hub was put back from an older copy, or somebody rewrote it. Such receipts say nothing
any more of what the hub holds; they are kept apart, for they prove that it once said otherwise.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

import orjson
from sqlalchemy.engine import Connection

from inspector_app.journal.log import START
from inspector_app.trust.keys import SIGNATURE_BYTES

from . import device, handing
from .engine import rows, run, run_each
from .keeping import Keeping

_CURSOR = "exchange.cursor."
_CONFIRMED = "exchange.confirmed."
_YOUNG = timedelta(days=30)
_ASKED_YOUNG = (
    "SELECT digest FROM blob_state WHERE received_at >= ? ORDER BY received_at DESC, digest LIMIT ?"
)
_ASKED = "SELECT digest FROM blob_state WHERE received_at IS NOT NULL AND digest > ? ORDER BY digest LIMIT ?"
ALL = "all"
"""What stands for the last look at the hub's files while every one of them must be asked about."""


class Promise(NamedTuple):
    """A receipt that is believed, by what it says of the hub's log.

    Attributes:
        hash: of the entry up to which the journal is held, 32 bytes.
        no, log: how many bundles the log had, and its hash (32 bytes).
        at: RFC 3339 time by the hub's clock.
    """

    journal_id: str
    seq: int
    hash: bytes
    no: int
    log: bytes
    at: str

    @property
    def name(self) -> str:
        """What it is called in words: place in the log, journal and place in the journal."""
        return f"{self.no}:{self.journal_id}:{self.seq}"


class Doubted(NamedTuple):
    """A receipt that the hub's log contradicts.

    Attributes:
        no: place of the hub's log that it names.
        at: RFC 3339 time of the receipt, by the hub's clock; found: when it was found out, by this laptop's.
        raw: the receipt as the hub signed it.
    """

    journal_id: str
    seq: int
    no: int
    at: str
    found: str
    raw: bytes


class Doubting(Keeping):
    """What a store remembers of the hub's log, and what it no longer believes."""

    def cursor(self, workspace: str) -> tuple[int, bytes]:
        """Return how far the hub's log was read: number and hash; 0 and the start's before the first time."""
        with self._reading() as connection:
            told = device.read_setting(connection, _CURSOR + workspace)
        if told is None:
            return 0, START
        no, log = told.split(" ")
        return int(no), b64decode(log)

    def promises(self) -> list[Promise]:
        """Return what the receipts here say of the hub's log, the earliest place first."""
        with self._apart() as connection:
            raws = handing.receipts(connection)
        return sorted((_promise(raw) for raw in raws), key=lambda one: (one.no, one.journal_id, one.seq))

    def doubt(self, promises: Sequence[Promise], *, anew: bool = False) -> None:
        """Believe these receipts no longer: the hub's log is not that of before.

        They are kept, see `doubted`; those for files, which name no log, are forgotten. Files that are here
        count as not received until the hub says so again; of those that only the hub keeps every one must be
        asked about, see `unconfirmed`.

        Args:
            anew: read the hub's log again from its beginning.
        """
        found = self._clock.now().isoformat(timespec="seconds")
        with self._writing() as connection:
            _set_apart(connection, promises, found)
            _forget_files(connection)
            device.write_setting(connection, _CONFIRMED + self._meta.workspace, ALL)
            if anew:
                self._put_cursor(connection, (0, START))
            self._commit(connection)

    def doubted(self) -> list[Doubted]:
        """Return the receipts that the hub's log contradicted, the newest finding first."""
        with self._reading() as connection:
            found = rows(
                connection,
                "SELECT journal_id, seq, no, at, found, raw FROM doubted_receipt"
                " ORDER BY found DESC, no, journal_id, seq",
            )
        return [Doubted._make(row) for row in found]

    def receipts_of(self, journal_id: str) -> list[bytes]:
        """Return every receipt for a journal, believed or not, as signed; the greatest place last."""
        with self._reading() as connection:
            found = rows(
                connection,
                "SELECT raw, seq FROM receipt WHERE journal_id = ?1"
                " UNION SELECT raw, seq FROM doubted_receipt WHERE journal_id = ?1 ORDER BY 2",
                (journal_id,),
            )
        return [row[0] for row in found]

    def unconfirmed(self, day: str, most: int) -> tuple[list[str], str]:
        """Return the sha256 of files to ask the hub about today, and what `confirmed` is to be told after.

        Args:
            day: ISO day; a day that was done gives nothing at all.
            most: of the youngest files, which an old copy of the hub lacks, and as many again of all, round
                and round. After a doubt it is all that only the hub keeps, however many.
        """
        with self._reading() as connection:
            told = device.read_setting(connection, _CONFIRMED + self._meta.workspace) or ""
            if told == ALL:
                return sorted(handing.elsewhere(connection)), f"{day} "
            done, _, after = told.partition(" ")
            if done == day:
                return [], ""
            begin = (date.fromisoformat(day) - _YOUNG).isoformat()
            young = [row[0] for row in rows(connection, _ASKED_YOUNG, (begin, most))]
            names = [row[0] for row in rows(connection, _ASKED, (after, most))]
        return sorted({*names, *young}), f"{day} {names[-1] if len(names) == most else ''}"

    def confirmed(self, place: str, lost: Iterable[str]) -> None:
        """Note up to where the hub was asked about files, and which of them it does not hold any more.

        Those count as not received, and as missed where only the hub kept them.
        """
        with self._writing() as connection:
            run_each(
                connection,
                "UPDATE blob_state SET received_at = NULL, dropped = 0 WHERE digest = ?",
                [(each,) for each in lost],
            )
            device.write_setting(connection, _CONFIRMED + self._meta.workspace, place)
            self._commit(connection)

    def lost_at_hub(self, digests: Iterable[str]) -> None:
        """Note files that the hub does not hold, whatever its receipts said."""
        with self._reading() as connection:
            place = device.read_setting(connection, _CONFIRMED + self._meta.workspace) or " "
        self.confirmed(place, digests)

    def _put_cursor(self, connection: Connection, cursor: tuple[int, bytes]) -> None:
        no, log = cursor
        told = f"{no} {b64encode(log).decode()}"
        device.write_setting(connection, _CURSOR + self._meta.workspace, told)


def _promise(raw: bytes) -> Promise:
    told = orjson.loads(raw[:-SIGNATURE_BYTES])
    digest, log = bytes.fromhex(told["hash"]), bytes.fromhex(told["log"])
    return Promise(told["journal_id"], told["seq"], digest, told["no"], log, told["at"])


def _set_apart(connection: Connection, promises: Iterable[Promise], found: str) -> None:
    for one in promises:
        place = (one.journal_id, one.hash)
        for (raw,) in rows(connection, "SELECT raw FROM receipt WHERE journal_id = ? AND hash = ?", place):
            told = (sha256(raw).digest(), one.journal_id, one.seq, one.no, one.at, found, raw)
            run(connection, "INSERT OR IGNORE INTO doubted_receipt VALUES (?, ?, ?, ?, ?, ?, ?)", told)
        run(connection, "DELETE FROM receipt WHERE journal_id = ? AND hash = ?", place)


def _forget_files(connection: Connection) -> None:
    """Let the hub say anew which files it holds; its earlier words on them are passed on no longer."""
    run(connection, "DELETE FROM blob_receipt")
    run(connection, "UPDATE blob_state SET received_at = NULL WHERE dropped = 0")
