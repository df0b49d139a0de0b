"""Reads of a 64-bit ELF file what it needs of others: libraries, and symbols with their versions.

Read from the dynamic segment, as the loader does; section headers may be stripped.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

LOAD, DYNAMIC = 1, 2
NEEDED, HASH, STRTAB, SYMTAB, GNU_HASH = 1, 4, 5, 6, 0x6FFFFEF5
VERSYM, VERNEED, VERNEEDNUM = 0x6FFFFFF0, 0x6FFFFFFE, 0x6FFFFFFF
HIDDEN = 0x7FFF


class NotElfError(ValueError):
    """The file is no 64-bit little-endian ELF file with a dynamic segment."""


@dataclass(frozen=True, slots=True, order=True)
class Wanted:
    """A symbol that a file asks of a library in a version, such as `GLIBC_2.34`."""

    version: str
    library: str
    symbol: str


@dataclass(frozen=True)
class Elf:
    """One file.

    Raises:
        NotElfError: it is something else.
    """

    raw: bytes = field(repr=False)

    @classmethod
    def of(cls, path: Path) -> "Elf":
        """Read a file."""
        return cls(path.read_bytes())

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Names of the libraries that the loader looks for."""
        return tuple(self._name(value) for tag, value in self._dynamic if tag == NEEDED)

    @cached_property
    def wanted(self) -> frozenset[Wanted]:
        """Every versioned symbol that others must provide."""
        versions = dict(self._versions())
        symbols, marks = self._offset(SYMTAB), self._offset(VERSYM)
        if not versions or symbols is None or marks is None:
            return frozenset()
        found = {index: set[str]() for index in versions}
        for n in range(self._imports()):
            index = struct.unpack_from("<H", self.raw, marks + 2 * n)[0] & HIDDEN
            if index in found:
                found[index].add(self._name(struct.unpack_from("<I", self.raw, symbols + 24 * n)[0]))
        return frozenset(
            Wanted(version, library, symbol)
            for index, (library, version) in versions.items()
            for symbol in found[index]
            or {""}  # a version may be asked for by no symbol, and is needed all the same
        )

    @cached_property
    def _heads(self) -> tuple[tuple[int, ...], ...]:
        if self.raw[:6] != b"\x7fELF\x02\x01":
            raise NotElfError
        start, size, count = (
            *struct.unpack_from("<Q", self.raw, 32),
            *struct.unpack_from("<HH", self.raw, 54),
        )
        return tuple(struct.unpack_from("<IIQQQQQQ", self.raw, start + size * n) for n in range(count))

    @cached_property
    def _dynamic(self) -> tuple[tuple[int, int], ...]:
        for head in self._heads:
            if head[0] == DYNAMIC:
                pairs = struct.iter_unpack("<QQ", self.raw[head[2] : head[2] + head[5] // 16 * 16])
                told = []
                for tag, value in pairs:
                    if tag == 0:
                        break
                    told.append((tag, value))
                return tuple(told)
        raise NotElfError

    def _offset(self, tag: int) -> int | None:
        """Return where in the file the table of a tag lies; the tag holds its place in memory."""
        place = dict(self._dynamic).get(tag)
        if place is None:
            return None
        for kind, _, offset, address, _, size, *_ in self._heads:
            if kind == LOAD and address <= place < address + size:
                return offset + place - address
        return None

    def _name(self, at: int) -> str:
        begin = (self._offset(STRTAB) or 0) + at
        return self.raw[begin : self.raw.index(b"\0", begin)].decode("utf-8", "replace")

    def _imports(self) -> int:
        """Return how many symbols there are to look at; the GNU table counts the imported ones."""
        if (place := self._offset(GNU_HASH)) is not None:
            return int(struct.unpack_from("<I", self.raw, place + 4)[0])
        if (place := self._offset(HASH)) is not None:
            return int(struct.unpack_from("<I", self.raw, place + 4)[0])
        return 0

    def _versions(self) -> Iterator[tuple[int, tuple[str, str]]]:
        place, count = self._offset(VERNEED), dict(self._dynamic).get(VERNEEDNUM, 0)
        for _ in range(count if place is not None else 0):
            _, many, file, first, following = struct.unpack_from("<HHIII", self.raw, place)
            at = place + first
            for _ in range(many):
                _, _, index, name, step = struct.unpack_from("<IHHII", self.raw, at)
                yield index & HIDDEN, (self._name(file), self._name(name))
                at += step
            place += following
