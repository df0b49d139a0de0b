"""Updates of the program by file: an administrator signs one, every laptop of the office believes it.

The program never replaces itself: it verifies the file and lays the program's package beside, for whoever may
install on that machine.
"""

import contextlib
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from inspector_app.casework.base.desk import Desk
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, RuleError, SignInError, UnavailableError
from inspector_app.store.store import Store
from inspector_app.trust import update_file
from inspector_app.trust.durable import put_whole
from inspector_app.trust.update_file import Head

_VERSION = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,3}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,119}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)


def make(desk: Desk, program: Path, version: str, out: Path, system: str = sys.platform) -> Head:
    """Sign a program's package for the office and write the update.

    Args:
        system: what the program runs on, as `sys.platform` says there.

    Raises:
        SignInError: `update.not_signed` without the PIN; `update.no_right`, only administrators may.
        RuleError: `update.version_unfit`, `update.name_unfit`.
        UnavailableError: `update.unreadable`, `update.not_written`; what stood there is whole.
    """
    if desk.signer is None:
        raise SignInError("update.not_signed", where=str(program))
    if Role.ADMINISTRATOR not in desk.store.keyring.roles(desk.signer.key_id, desk.today()):
        raise SignInError("update.no_right", where=desk.user)
    if not _VERSION.fullmatch(version):
        raise RuleError("update.version_unfit", where=version)
    if not _named(program.name):
        raise RuleError("update.name_unfit", where=program.name)
    try:
        source = program.open("rb")
    except OSError as problem:
        raise UnavailableError(
            "update.unreadable", where=str(program), reason=problem.strerror or ""
        ) from problem
    with source:
        size, digest = update_file.measured(source)
        office, key = desk.store.meta.workspace, desk.signer
        head = Head(version, system, program.name, size, digest, office, key.key_id, desk.today())
        source.seek(0)
        with _written(out) as file:
            update_file.write(file, head, key, source)
    return head


def look(store: Store, path: Path, own: str) -> tuple[Head, str]:
    """Return what an update is and who signed it; it is whole, of this office, and newer than this program.

    Args:
        own: version of the program that asks.

    Raises:
        DamagedError: `update.no_update`, `update.altered`, `update.forged`.
        RuleError: `update.other_office`, `update.signer_no_right`, `update.other_system`, `update.not_newer`.
        UnavailableError: `update.unreadable`.
    """
    sealed = update_file.read(path)
    head = sealed.head
    key, certificate = store.keyring.key(head.signer), store.keyring.certificate(head.signer)
    if head.office != store.meta.workspace or key is None or certificate is None:
        raise RuleError("update.other_office", where=path.name, office=head.office[:12], signer=head.signer)
    if not sealed.signed_by(key):
        raise DamagedError("update.forged", where=path.name, name=certificate.name)
    if Role.ADMINISTRATOR not in store.keyring.roles(head.signer, head.made_on):
        raise RuleError("update.signer_no_right", where=path.name, name=certificate.name)
    if not _VERSION.fullmatch(head.version) or not _named(head.file):
        raise DamagedError("update.altered", where=path.name)
    if head.system != sys.platform:
        raise RuleError("update.other_system", where=path.name, system=head.system, own=sys.platform)
    if _numbers(head.version) <= _numbers(own):
        raise RuleError("update.not_newer", where=path.name, version=head.version, own=own)
    return head, certificate.name


def take(store: Store, path: Path, folder: Path, own: str) -> tuple[Head, str, Path]:
    """Lay the program's package of a proven update into a folder and return where; nothing is installed.

    Raises:
        RuleError, DamagedError: as `look`.
        UnavailableError: `update.not_written`; the folder is as it was.
    """
    head, name = look(store, path, own)
    goal = folder / head.file
    begins = update_file.read(path).begins
    with path.open("rb") as file, _written(goal) as out:
        file.seek(begins)
        shutil.copyfileobj(file, out, update_file.PIECE)
    with goal.open("rb") as laid:
        if update_file.measured(laid) != (head.size, head.sha256):  # exchanged while it was copied
            goal.unlink()
            raise DamagedError("update.altered", where=path.name)
    return head, name, goal


def _named(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and not _RESERVED.match(name)


def _numbers(version: str) -> tuple[int, ...]:
    """Return a version to be compared: 1.2 and 1.2.0 are the same."""
    told = [int(one) for one in version.split(".")] if _VERSION.fullmatch(version) else []
    return tuple([*told, 0, 0, 0, 0][:4])


@contextlib.contextmanager
def _written(goal: Path) -> Iterator[BinaryIO]:
    """Yield a file that takes the goal's place when all of it is on the disk, or leaves no trace."""
    try:
        with put_whole(goal) as passing, passing.open("wb") as out:
            yield out
    except OSError as problem:
        raise UnavailableError(
            "update.not_written", where=str(goal), reason=problem.strerror or ""
        ) from problem
