"""The anchor: a small file outside the database that knows how far the journal had come.

SQLCipher cannot tell an older copy of a file from the newest. The anchor can: it holds journal, length and
head, sealed with a key derived from the vault key. Two slots of 512 bytes are written in turn, so that a
torn write costs one slot and the other still stands. It is written after each commit without fsync, which
costs microseconds; after an official number, and on closing, it is fsynced too. After a crash it may
therefore lag behind the database, never lead.
"""

import hmac
import os
from dataclasses import dataclass
from pathlib import Path

import orjson

from inspector_app.trust.durable import sync_folder

from .vault import disk_problem

_SLOT = 512


@dataclass(frozen=True, slots=True)
class Mark:
    """How far one journal had come: entry number `seq` (0 = empty) has this hash (hex)."""

    journal_id: str
    seq: int
    head: str


class Anchor:
    """Reads and writes the anchor file."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = hmac.digest(key, b"anchor", "sha256")
        self._turn = 0
        self._handle: int | None = None

    def read(self) -> Mark | None:
        """Return the newest mark that verifies, or None when there is none (missing, altered, foreign)."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise disk_problem(problem, str(self._path)) from problem
        found: tuple[int, Mark] | None = None
        for slot in (content[:_SLOT], content[_SLOT : 2 * _SLOT]):
            opened = self._opened(slot)
            if opened is not None and (found is None or opened[0] > found[0]):
                found = opened
        if found is None:
            return None
        self._turn = found[0]
        return found[1]

    def write(self, mark: Mark, *, durable: bool = False) -> None:
        """Write the mark into the older slot.

        Raises:
            UnavailableError: `store.disk_full`, `store.disk_error`.
        """
        self._turn += 1
        told: dict[str, object] = {
            "turn": self._turn,
            "journal_id": mark.journal_id,
            "seq": mark.seq,
            "head": mark.head,
        }
        told["mac"] = self._mac(told)
        line = orjson.dumps(told).ljust(_SLOT - 1) + b"\n"
        try:
            if self._handle is None:
                flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
                self._handle = os.open(self._path, flags, 0o600)
            os.lseek(self._handle, (self._turn % 2) * _SLOT, os.SEEK_SET)
            os.write(self._handle, line)
            if durable:
                os.fsync(self._handle)
        except OSError as problem:
            raise disk_problem(problem, str(self._path)) from problem

    def settle(self) -> None:
        """Make the file and its name durable.

        Raises:
            UnavailableError: `store.disk_error`.
        """
        if self._handle is None:
            return
        try:
            os.fsync(self._handle)
            sync_folder(self._path.parent)
        except OSError as problem:
            raise disk_problem(problem, str(self._path)) from problem

    def close(self) -> None:
        """Settle and let go of the file."""
        if self._handle is not None:
            try:
                self.settle()
            finally:
                os.close(self._handle)
                self._handle = None

    def _mac(self, told: dict[str, object]) -> str:
        words = f"{told['turn']}\n{told['journal_id']}\n{told['seq']}\n{told['head']}"
        return hmac.digest(self._key, words.encode(), "sha256").hex()

    def _opened(self, slot: bytes) -> tuple[int, Mark] | None:
        try:
            told = orjson.loads(slot)
            sound = hmac.compare_digest(str(told["mac"]), self._mac(told))
            mark = Mark(str(told["journal_id"]), int(told["seq"]), str(told["head"]))
            turn = int(told["turn"])
        except (ValueError, TypeError, KeyError):
            return None
        return (turn, mark) if sound else None
