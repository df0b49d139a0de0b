"""What photos a folder or a camera's card holds: names and times, long before any picture. No Qt."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import Progress, RuleError
from inspector_app.ui.photos.folder_held import (
    HEIC_ENDS,
    MOST_ENTRY_BYTES,
    PHOTO_ENDS,
    Held,
    Listing,
    in_order,
)
from inspector_app.ui.photos.folder_zip import scan_zip

MOST_FOUND = 20_000
MOST_DEPTH = 12
_STEP = 200


@dataclass(frozen=True, slots=True)
class FileHeld:
    """A photo in a folder."""

    path: Path
    when: datetime | None

    @property
    def name(self) -> str:
        """What its file is called."""
        return self.path.name

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return str(self.path)

    def read(self) -> bytes:
        """Return its bytes.

        Raises:
            RuleError: `ui.file_unreadable`, `photo.too_large`.
        """
        try:
            with self.path.open("rb") as file:
                raw = file.read(MOST_ENTRY_BYTES + 1)
        except OSError as error:
            raise RuleError(
                "ui.file_unreadable", where=str(self.path), reason=error.strerror or ""
            ) from error
        if len(raw) > MOST_ENTRY_BYTES:
            raise RuleError("photo.too_large", where=self.name, size=len(raw), most=MOST_ENTRY_BYTES)
        return raw


def scan(place: Path, progress: Progress) -> Listing:
    """List the photos of a folder and of the folders in it, or of a zip file.

    Raises:
        RuleError: `ui.file_unreadable`, and what `scan_zip` raises.
        Cancelled: the person changed their mind.
    """
    return scan_folder(place, progress) if place.is_dir() else scan_zip(place, progress)


def scan_folder(folder: Path, progress: Progress) -> Listing:
    """List the photos of a folder and of the folders in it; links to other folders are not followed.

    Raises:
        RuleError: `ui.file_unreadable`.
        Cancelled: the person changed their mind.
    """
    found: list[Held] = []
    heic = 0
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise RuleError("ui.file_unreadable", where=str(folder), reason=error.strerror or "") from error
    for n, entry in enumerate(_walk(folder, 0)):
        if n % _STEP == 0:
            progress.step(n, 0, str(len(found)))
        end = entry.name.lower().rpartition(".")[2]
        if f".{end}" in HEIC_ENDS:
            heic += 1
        elif f".{end}" in PHOTO_ENDS and not entry.name.startswith("."):
            if len(found) >= MOST_FOUND:
                return Listing(in_order(found), heic, cut=True)
            found.append(FileHeld(Path(entry.path), _written(entry)))
    return Listing(in_order(found), heic)


def _walk(folder: Path | str, depth: int) -> Iterator["os.DirEntry[str]"]:
    """Yield the files of a folder and below; what cannot be read is left out.

    So is what is no file at all: a pipe or a device would keep whoever reads it waiting for ever.
    """
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        try:
            inside, file = entry.is_dir(follow_symlinks=False), entry.is_file()
        except OSError:
            continue
        if inside and depth < MOST_DEPTH:
            yield from _walk(entry.path, depth + 1)
        elif file:
            yield entry


def _written(entry: "os.DirEntry[str]") -> datetime | None:
    try:
        return datetime.fromtimestamp(entry.stat().st_mtime, CHINA)
    except (OSError, ValueError, OverflowError):
        return None


def volumes(mounted: Sequence[tuple[str, str]], system: str = "/") -> list[tuple[str, Path]]:
    """Return the names and folders of what is likely a card or a stick.

    Args:
        mounted: (name, root folder) of every volume the system knows.
        system: the root of the system's own volume, which is none.
    """
    told = []
    for name, root in mounted:
        plain = root.replace("\\", "/")
        removable = plain.startswith(("/media/", "/run/media/", "/Volumes/"))
        letter = len(plain.rstrip("/")) == 2 and plain[1:2] == ":" and plain[:2] != system[:2]
        if removable or letter:
            told.append((name or plain.rstrip("/").rsplit("/", 1)[-1], Path(root)))
    return told
