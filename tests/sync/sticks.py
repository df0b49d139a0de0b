"""Sticks that fail: hand-written disks for exchange files."""

import io
from collections.abc import Callable
from errno import EIO
from pathlib import Path
from typing import BinaryIO

from inspector_app.sync.sealed_file import Disk


class Pulled(Disk):
    """A stick that is pulled out after so many bytes: every later call fails as the kernel says it."""

    def __init__(self, after: int, error: int = EIO, at: str = "write") -> None:
        self.left, self.error, self.at = after, error, at
        self.failed, self.late = False, 0

    def create(self, path: Path) -> BinaryIO:
        self._fail("create")
        return _File(super().create(path), self._count)

    def open(self, path: Path) -> BinaryIO:
        self._fail("open")
        return _File(super().open(path), self._count)

    def settle(self, file: BinaryIO) -> None:
        self._fail("settle")
        file.flush()

    def replace(self, temporary: Path, path: Path) -> None:
        self._fail("replace")
        super().replace(temporary, path)

    def _fail(self, what: str) -> None:
        if what == self.at:
            self.failed = True
            raise OSError(self.error, "Input/output error")

    def _count(self, size: int) -> None:
        self.late += self.failed
        self.left -= size
        if self.left < 0 and self.at == "write":
            self.failed = True
            raise OSError(self.error, "Input/output error")


class _File(io.RawIOBase):
    """A file that tells how much passed before it passes."""

    def __init__(self, file: BinaryIO, count: Callable[[int], None]) -> None:
        super().__init__()
        self._file, self._count = file, count

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._count(len(content))
        return self._file.write(content)

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self._count(len(content))
        return content

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()

    def flush(self) -> None:
        if not self._file.closed:
            self._file.flush()

    def close(self) -> None:
        self._file.close()
        super().close()
