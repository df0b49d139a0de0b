"""What photos a zip file holds. Nothing is unpacked to a disk; paths in it are names only. No Qt."""

import lzma
import os
import struct
import threading
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

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

MOST_ENTRIES = 5_000
MOST_ZIP_BYTES = 4_000_000_000
MOST_RATIO = 100
"""Unpacked over packed: a photo is packed already, so more than this is no photo."""

_TAIL, _END = 65_557, b"PK\x05\x06"
_FAR, _FAR_BYTES, _FAR_END, _FAR_END_BYTES = b"PK\x06\x07", 20, b"PK\x06\x06", 56
"""Where the real end is told of when its numbers do not fit (zip64), and that end itself."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    # What a file says that was let go of meanwhile; and a name within it that is no text.
    ValueError,
)
_STEP = 200
_PACKED_ENDS = (".zip", ".rar", ".7z", ".gz", ".tar")


class Packed:
    """An open zip file; its photos are read by several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._zip = zipfile.ZipFile(path)

    def infos(self) -> Sequence[zipfile.ZipInfo]:
        """Return what it holds."""
        return self._zip.infolist()

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """Return the bytes of an entry, never more than a photo may have.

        Raises:
            RuleError: `photo.zip_entry_broken`.
        """
        name = _name(info)
        try:
            with self._lock, self._zip.open(info) as entry:
                raw = entry.read(MOST_ENTRY_BYTES + 1)
        except _BROKEN as error:
            raise RuleError("photo.zip_entry_broken", where=name) from error
        if len(raw) > MOST_ENTRY_BYTES:
            raise RuleError("photo.too_large", where=name, size=len(raw), most=MOST_ENTRY_BYTES)
        return raw

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._zip.close()


@dataclass(frozen=True, slots=True)
class EntryHeld:
    """A photo in a zip file; paths in it are names and nothing else."""

    packed: Packed
    info: zipfile.ZipInfo
    when: datetime | None

    @property
    def name(self) -> str:
        """What its file is called."""
        return _name(self.info)

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return f"{self.info.header_offset}"

    def read(self) -> bytes:
        """Return its bytes.

        Raises:
            RuleError: `photo.zip_entry_broken`, `photo.too_large`.
        """
        return self.packed.read(self.info)


def scan_zip(path: Path, progress: Progress) -> Listing:
    """List the photos of a zip file; nothing is unpacked.

    Raises:
        RuleError: `photo.zip_broken`, `photo.zip_too_many`, `photo.zip_too_large`, `photo.zip_locked`,
            `photo.zip_nested` when it holds packed files and no photos, `ui.file_unreadable`.
        Cancelled: the person changed their mind.
    """
    _refuse_many(path)
    try:
        packed = Packed(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise RuleError("photo.zip_broken", where=path.name) from error
    except OSError as error:
        raise RuleError("ui.file_unreadable", where=str(path), reason=error.strerror or "") from error
    try:
        return _entries(packed, progress)
    except BaseException:
        packed.close()
        raise


def _refuse_many(path: Path) -> None:
    """Refuse a file by the number of entries it states, before its list is read into memory.

    Raises:
        RuleError: `photo.zip_too_many`, `ui.file_unreadable`.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            begin = max(size - _TAIL, 0)
            file.seek(begin)
            tail = file.read()
            at = tail.rfind(_END)
            if at < 0 or len(tail) < at + 16:
                raise RuleError("photo.zip_broken", where=path.name)
            told = [struct.unpack("<HI", tail[at + 10 : at + 16]), _far_end(file, begin + at)]
    except OSError as error:
        raise RuleError("ui.file_unreadable", where=str(path), reason=error.strerror or "") from error
    # 65535 stands for a number that does not fit here.
    if any(count > MOST_ENTRIES or size > MOST_ENTRIES * 1024 for count, size in told):
        raise RuleError("photo.zip_too_many", where=path.name, most=MOST_ENTRIES)


def _far_end(file: BinaryIO, end: int) -> tuple[int, int]:
    """Return how many entries, and how many bytes their list has, as the end of a zip64 file states it.

    It is asked whatever the plain end says: whoever reads the file believes this one. (0, 0) without one.
    """
    file.seek(max(end - _FAR_BYTES, 0))
    far = file.read(_FAR_BYTES)
    if len(far) < _FAR_BYTES or not far.startswith(_FAR):
        return 0, 0
    file.seek(max(end - _FAR_BYTES - _FAR_END_BYTES, 0))
    told = file.read(_FAR_END_BYTES)
    if len(told) < _FAR_END_BYTES or not told.startswith(_FAR_END):
        return 0, 0
    count, size = struct.unpack("<QQ", told[32:48])
    return count, size


def _entries(packed: Packed, progress: Progress) -> Listing:
    where, total = packed.path.name, 0
    kinds: dict[str, list[zipfile.ZipInfo]] = {"photo": [], "heic": [], "packed": [], "odd": [], "": []}
    for n, info in enumerate(packed.infos()):
        if n % _STEP == 0:
            progress.step(n, 0, str(len(kinds["photo"])))
        if info.flag_bits & 1:
            raise RuleError("photo.zip_locked", where=where)
        total += info.file_size
        if total > MOST_ZIP_BYTES:
            raise RuleError("photo.zip_too_large", where=where, most=MOST_ZIP_BYTES // 1_000_000)
        kinds[_kind(info)].append(info)
    found: list[Held] = [EntryHeld(packed, info, _stamped(info)) for info in kinds["photo"]]
    if kinds["packed"] and not found:
        raise RuleError("photo.zip_nested", where=where)
    odd = len(kinds["odd"]) + len(kinds["packed"])
    return Listing(in_order(found), len(kinds["heic"]), odd, close=packed.close)


def _kind(info: zipfile.ZipInfo) -> str:
    name = _name(info)
    end = PurePosixPath(name).suffix.lower()
    if info.is_dir() or name.startswith("."):
        return ""
    if end in PHOTO_ENDS:
        return "photo" if _is_sound(info) else "odd"
    if end in HEIC_ENDS:
        return "heic"
    return "packed" if end in _PACKED_ENDS else ""


def _is_sound(info: zipfile.ZipInfo) -> bool:
    return info.file_size <= MOST_ENTRY_BYTES and info.file_size <= MOST_RATIO * max(info.compress_size, 1024)


def _name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name without any path: it is never a place to write to."""
    told = info.filename
    if not info.flag_bits & 0x800:
        told = _chinese(told)
    name = told.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return "".join(one for one in name if one.isprintable())[:120]


def _chinese(told: str) -> str:
    """Return a name that Windows packed in its own Chinese code."""
    try:
        return told.encode("cp437").decode("gb18030")
    except UnicodeError:
        return told


def _stamped(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time, tzinfo=CHINA)
    except ValueError:
        return None
