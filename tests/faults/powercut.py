"""Crash images from a recorded run: what a disk may hold after the power went out.

The record (see recorder.c) is a list of file operations in order. An image at operation k keeps everything
that was fsynced before k. Of what was not, each write is dropped, kept whole, or torn into 512-byte sectors
at random and out of order. A new, removed or renamed name is sure only after an fsync of its folder; of the
names not yet sure a random number, in order, is kept (a metadata journal keeps order).
"""

import random
import struct
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
_SHAPE = struct.Struct("<QqI")


@dataclass
class Operation:
    kind: str
    inode: int
    offset: int
    data: bytes


@dataclass
class Body:
    """One file's bytes: what is durable, and what only the page cache holds."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Operation] = field(default_factory=list)


def compile_recorder(source: Path, target: Path) -> None:
    """Build the recorder; raises FileNotFoundError where there is no compiler."""
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-o", str(target), str(source), "-ldl"], check=True, timeout=60
    )


def read_record(path: Path) -> list[Operation]:
    content, at, found = path.read_bytes(), 0, []
    while at < len(content):
        kind = chr(content[at])
        inode, offset, length = _SHAPE.unpack_from(content, at + 1)
        at += 1 + _SHAPE.size
        found.append(Operation(kind, inode, offset, content[at : at + length]))
        at += length
    return found


class Disk:
    """Replays operations up to a cut and writes one possible image of what survived."""

    def __init__(self) -> None:
        self._bodies: dict[int, Body] = {}
        self._sure: dict[str, Body] = {}
        self._names: dict[str, Body] = {}
        self._unsure: list[tuple[str, str, Body | None]] = []  # in order: (folder, name, body or gone)
        self.acknowledged = 0

    def apply(self, operation: Operation, acks: str) -> None:
        """Take one operation; a write to the file called `acks` counts as an acknowledgement."""
        kind, text = operation.kind, ""
        if kind in "OURS":
            text = operation.data.decode()
        if kind == "O":
            self._bodies[operation.inode] = body = Body()
            self._name(text, body)
        elif kind == "U":
            self._name(text, None)
        elif kind == "R":
            old, new = text.split("\0")
            self._name(new, self._names[old])
            self._name(old, None)
        elif kind == "S" and operation.offset == 1:
            self._settle_names(text)
        elif kind == "S":
            self._settle(self._bodies[operation.inode])
        elif self._names.get(acks) is self._bodies[operation.inode]:
            self.acknowledged = int(operation.data)
        else:
            self._bodies[operation.inode].pending.append(operation)

    def image(self, chance: random.Random, target: Path, *, skip: str) -> None:
        """Write one image below the folder."""
        names = dict(self._sure)
        for _, name, body in self._unsure[: chance.randint(0, len(self._unsure))]:
            if body is None:
                names.pop(name, None)
            else:
                names[name] = body
        for name, body in names.items():
            if name != skip:
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (target / name).write_bytes(_survived(body, chance))

    def _name(self, name: str, body: Body | None) -> None:
        if body is None:
            self._names.pop(name, None)
        else:
            self._names[name] = body
        self._unsure.append((_folder(name), name, body))

    def _settle_names(self, folder: str) -> None:
        """Everything named before the newest name of this folder is sure too: the journal keeps order."""
        last = max((i for i, each in enumerate(self._unsure) if each[0] == folder), default=-1)
        for _, name, body in self._unsure[: last + 1]:
            if body is None:
                self._sure.pop(name, None)
            else:
                self._sure[name] = body
        del self._unsure[: last + 1]

    @staticmethod
    def _settle(body: Body) -> None:
        for each in body.pending:
            _do(body.durable, each.kind, each.offset, each.data)
        body.pending.clear()


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _do(content: bytearray, kind: str, offset: int, data: bytes) -> None:
    if kind == "T":
        if offset <= len(content):
            del content[offset:]
        else:
            content.extend(bytes(offset - len(content)))
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _survived(body: Body, chance: random.Random) -> bytes:
    content = bytearray(body.durable)
    for each in body.pending:
        luck = chance.random()
        if luck < 0.4:
            continue
        if luck < 0.7 and each.kind == "W":
            for at in range(0, len(each.data), SECTOR):
                if chance.random() < 0.5:
                    _do(content, "W", each.offset + at, each.data[at : at + SECTOR])
        else:
            _do(content, each.kind, each.offset, each.data)
    return bytes(content)
