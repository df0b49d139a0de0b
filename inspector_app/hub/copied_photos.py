"""The photos of a hub beside its backups: each one sealed by itself, written once and proven then.

A photo's key follows from the office's key, its place and the hash of its bytes: so the same photo is never
written twice, and no two contents are ever sealed under one key.
"""

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.domain.errors import DamagedError, UnavailableError
from inspector_app.trust import chunks
from inspector_app.trust.durable import harden, settle, sweep
from inspector_app.trust.keys import SigningKey

if TYPE_CHECKING:
    from hashlib import _Hash as HASH

_SUFFIX, _UNDER_WAY = ".sealed", ".new"
_READ = 1_000_000


@dataclass(frozen=True, slots=True)
class Photo:
    """One file of a hub.

    Attributes:
        room: workspace. name: 64 hex digits. size: bytes. sha256: of them.
    """

    room: str
    name: str
    size: int
    sha256: bytes


class CopiedPhotos:
    """The folder of sealed photos beside a hub's backups.

    Args:
        folder: where they are; made when the first one is written.
        office: the office's key, which stands in each backup of the books.
    """

    def __init__(self, folder: Path, office: SigningKey) -> None:
        self._folder = folder
        self._secret = derived(office, b"hub photos 1")
        self._durable: set[Path] = set()

    def has(self, photo: Photo) -> bool:
        """Tell whether a photo was written whole; it was proven then."""
        try:
            return self._place(photo).stat().st_size == _sealed_size(photo.size)
        except OSError:
            return False

    def write(self, photo: Photo, source: Path) -> bool:
        """Write a photo and read it back from there; False when the source is no longer what it was.

        Raises:
            UnavailableError: `hub.copy_not_written`.
            DamagedError: `hub.copy_damaged`: the place does not keep what it gets.
        """
        place, temporary = self._place(photo), self._folder / f"{secrets.token_hex(8)}{_UNDER_WAY}"
        try:
            with written(place):
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with temporary.open("xb") as file:
                    if not self._sealed(photo, source, file):
                        return False
                    harden(file)
                self._prove(photo, temporary)
                temporary.replace(place)
                self._settle(place.parent)
        finally:
            with contextlib.suppress(OSError):  # the first cause is told
                temporary.unlink(missing_ok=True)
        return True

    def sweep(self) -> None:
        """Remove what backups that were cut off left a day ago or longer."""
        sweep(self._folder.glob(f"*{_UNDER_WAY}"))

    def read(self, photo: Photo) -> Iterator[bytes]:
        """Yield the bytes of a photo that was written here.

        Raises:
            DamagedError: `trust.box_damaged`. OSError: the place cannot be read.
        """
        with self._place(photo).open("rb") as file:
            yield from chunks.opened(self._key(photo), file.read, _bound(photo))

    def _sealed(self, photo: Photo, source: Path, file: BinaryIO) -> bool:
        hashed = sha256()
        for piece in chunks.sealed(self._key(photo), _pieces(source, hashed), _bound(photo)):
            file.write(piece)
        return hashed.digest() == photo.sha256

    def _prove(self, photo: Photo, file: Path) -> None:
        hashed = sha256()
        try:
            with file.open("rb") as again:
                for piece in chunks.opened(self._key(photo), again.read, _bound(photo)):
                    hashed.update(piece)
        except DamagedError as problem:
            raise DamagedError("hub.copy_damaged", where=str(file)) from problem
        if hashed.digest() != photo.sha256:
            raise DamagedError("hub.copy_damaged", where=str(file))

    def _settle(self, folder: Path) -> None:
        """Make the names in a folder durable; those of the folders above once, for they stay."""
        settle(folder)
        while folder != self._folder.parent and folder not in self._durable:
            settle(folder.parent)
            self._durable.add(folder)
            folder = folder.parent

    def _place(self, photo: Photo) -> Path:
        return self._folder / photo.room / photo.name[:2] / f"{photo.name}-{photo.sha256.hex()[:16]}{_SUFFIX}"

    def _key(self, photo: Photo) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=_bound(photo) + photo.sha256).derive(self._secret)


def derived(office: SigningKey, use: bytes) -> bytes:
    """Return a key of 32 bytes that only this office's hub has."""
    return HKDF(SHA256(), 32, salt=None, info=use).derive(office.to_bytes())


@contextlib.contextmanager
def written(where: Path) -> Iterator[None]:
    """Tell a failure of the place in the program's own words.

    Raises:
        UnavailableError: `hub.copy_not_written`.
    """
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("hub.copy_not_written", where=str(where), reason=reason) from problem


def _pieces(source: Path, hashed: "HASH") -> Iterator[bytes]:
    """Yield a file, as far as it can be read: what lacks shows in the hash."""
    with contextlib.suppress(OSError), source.open("rb") as plain:
        while piece := plain.read(_READ):
            hashed.update(piece)
            yield piece


def _bound(photo: Photo) -> bytes:
    return f"hub photo 1\0{photo.room}\0{photo.name}".encode()


def _sealed_size(size: int) -> int:
    return size + chunks.TAG * max(1, -(-size // chunks.CHUNK))
