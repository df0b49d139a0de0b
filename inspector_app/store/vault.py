"""Photos and PDF files: one encrypted file each, named so that nobody can tell what it holds."""

import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Container
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector_app.domain.errors import DamagedError, UnavailableError
from inspector_app.trust.durable import sync_folder

_ALG = b"\x01"  # AES-256-GCM; another byte leaves room for SM4
_NONCE = 12
_NAME = 64


class Vault:
    """Files `vault/ab/<HMAC of the content's sha256>` = alg, nonce, ciphertext.

    A file is whole and durable before the row that names it commits: temp, fsync, rename, fsync folder.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._name_key = hmac.digest(key, b"vault names", "sha256")
        self._cipher = AESGCM(hmac.digest(key, b"vault content", "sha256"))
        self._held: set[str] = set()
        self._unsettled: set[Path] = set()
        self._rooted: set[Path] = set()

    def put(self, content: bytes) -> str:
        """Keep the bytes and return their sha256 as hex. Putting the same bytes again costs a read.

        Raises:
            UnavailableError: `store.disk_full` or `store.disk_error`; no half file is left.
        """
        digest = hashlib.sha256(content).hexdigest()
        name = self.name(digest)
        self._held.add(name)
        place = self._place(name)
        if not self._is_whole(digest, place):
            nonce = secrets.token_bytes(_NONCE)
            sealed = _ALG + nonce + self._cipher.encrypt(nonce, content, _ALG + name.encode())
            _write(place, sealed, self._unsettled, self._rooted)
        self._settle(place)
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes with this sha256.

        Raises:
            DamagedError: `store.blob_missing`, `store.blob_damaged` (altered, swapped or cut).
        """
        name = self.name(digest)
        try:
            sealed = self._place(name).read_bytes()
        except FileNotFoundError as problem:
            raise DamagedError("store.blob_missing", where=digest) from problem
        except OSError as problem:
            raise disk_problem(problem, digest) from problem
        return self._opened(digest, name, sealed)

    def remove(self, digest: str) -> None:
        """Remove a file for good; one that is not there is no error.

        Raises:
            UnavailableError: `store.disk_error`.
        """
        name = self.name(digest)
        self._held.discard(name)
        place = self._place(name)
        try:
            place.unlink(missing_ok=True)
            if place.parent.exists():
                sync_folder(place.parent)
        except OSError as problem:
            raise disk_problem(problem, digest) from problem

    def holds(self, digest: str, sealed: bytes) -> bool:
        """Tell whether the bytes of a file that was copied elsewhere are those of this sha256."""
        try:
            self._opened(digest, self.name(digest), sealed)
        except DamagedError:
            return False
        return True

    def has(self, digest: str) -> bool:
        """Tell whether a file for this sha256 exists; its content is proven only by `get`."""
        return self._place(self.name(digest)).exists()

    def size(self, digest: str) -> int:
        """Return the bytes of the file for this sha256, its seal among them; 0 when there is none."""
        try:
            return self._place(self.name(digest)).stat().st_size
        except OSError:
            return 0

    def name(self, digest: str) -> str:
        """Return the file name for a sha256 given as hex."""
        return hmac.digest(self._name_key, bytes.fromhex(digest), "sha256").hex()

    def listed(self) -> set[str]:
        """Return the name of every file here: quicker than `has` where thousands are asked about."""
        found: set[str] = set()
        with contextlib.suppress(FileNotFoundError):  # nothing was ever put
            for folder in self._folder.iterdir():
                # A desktop leaves files of its own where it was shown a folder.
                with contextlib.suppress(NotADirectoryError), os.scandir(folder) as files:
                    found.update(one.name for one in files if len(one.name) == _NAME)
        return found

    def names(self) -> list[str]:
        """Return every file name kept, sorted."""
        return sorted(each.name for each in self._folder.glob("??/*") if len(each.name) == _NAME)

    def sweep(self, keep: Container[str]) -> int:
        """Remove files that nothing names, and temporary files; return how many were removed.

        Files put since this vault was opened stay: their row may be about to be written.
        """
        removed = 0
        for place in self._folder.glob("??/*"):
            if place.name not in keep and place.name not in self._held and not place.is_dir():
                place.unlink()
                removed += 1
        return removed

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _opened(self, digest: str, name: str, sealed: bytes) -> bytes:
        if sealed[:1] != _ALG or len(sealed) <= _NONCE + 16:
            raise DamagedError("store.blob_damaged", where=digest)
        try:
            nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
            content = self._cipher.decrypt(nonce, body, _ALG + name.encode())
        except InvalidTag as problem:
            raise DamagedError("store.blob_damaged", where=digest) from problem
        if hashlib.sha256(content).hexdigest() != digest:
            raise DamagedError("store.blob_damaged", where=digest)
        return content

    def _settle(self, place: Path) -> None:
        """Make a file's name durable where its folder failed when the file was put before."""
        for folder in (place.parent, place.parent.parent):
            if folder in self._unsettled:
                # First, not afterwards: what another thread adds meanwhile stays.
                self._unsettled.discard(folder)
                try:
                    sync_folder(folder)
                except OSError as problem:
                    self._unsettled.add(folder)
                    raise disk_problem(problem, str(place)) from problem

    def _is_whole(self, digest: str, place: Path) -> bool:
        if not place.exists():
            return False
        try:
            self.get(digest)
        except DamagedError:
            return False  # the bytes are at hand again: mend the file
        return True


def _write(place: Path, content: bytes, unsettled: set[Path], rooted: set[Path]) -> None:
    """Write a file durably under its name; a folder that cannot be made durable is remembered.

    Args:
        unsettled: folders with names that are not durable.
        rooted: folders whose own name is durable. Of others it is not known: who made them may have been
            stopped before it was.
    """
    temporary = place.with_name(f"{secrets.token_hex(8)}.new")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(place)
        for folder in (place.parent,) if place.parent in rooted else (place.parent, place.parent.parent):
            unsettled.add(folder)
            sync_folder(folder)
            unsettled.discard(folder)
        rooted.add(place.parent)
    except OSError as problem:
        with contextlib.suppress(OSError):  # what is left is swept at the next start; the first cause is told
            temporary.unlink(missing_ok=True)
        raise disk_problem(problem, str(place)) from problem


def disk_problem(problem: OSError, where: str) -> UnavailableError:
    """Return the error for a failed write: a full disk has a remedy of its own."""
    if problem.errno in (28, 122):  # ENOSPC, EDQUOT
        return UnavailableError("store.disk_full", where=where)
    return UnavailableError("store.disk_error", where=where, reason=str(problem))
