"""A laptop made of a backup.

A backup is opened by a password of somebody who signs in here, by this laptop's own recovery code, or by the
office's recovery key. What is restored is an older copy of a laptop that may have gone on: it writes a
journal of its own and takes a spare machine code, so that no number comes twice.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from inspector_app.casework.people import backup_keys, filing_workspace, recovering, restored, workspace
from inspector_app.casework.people.recovering import NewPassword
from inspector_app.casework.people.restored import Restored, Unknown
from inspector_app.casework.targets.searched import SEARCHED
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import (
    DamagedError,
    Problem,
    Progress,
    RuleError,
    SignInError,
)
from inspector_app.journal.fold import FOLD_VERSION
from inspector_app.store import backup, making
from inspector_app.store import backup_restore as restoring
from inspector_app.store.backup_restore import Backup
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from inspector_app.trust import recovery_key
from inspector_app.trust.durable import write_durably
from inspector_app.trust.enrolment import GREATEST_CODE
from inspector_app.trust.slots import Opened, SlotFile, Unlocked, opened_by


@dataclass(frozen=True, slots=True)
class ByPassword:
    """Somebody who signs in on the laptop; a training workspace needs neither name nor password."""

    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class ByCode:
    """The laptop's own recovery code, from paper.

    Attributes:
        new: gives somebody whose password is lost another one; None leaves all as they were.
    """

    code: str
    new: NewPassword | None = None


@dataclass(frozen=True, slots=True)
class ByOffice:
    """The office's recovery key: the key file's bytes and its code from paper.

    Attributes:
        new: gives somebody whose password is lost another one; None leaves all as they were.
    """

    file: bytes
    code: str
    where: str = ""
    new: NewPassword | None = None


Way = ByPassword | ByCode | ByOffice
"""Who opens a backup."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A laptop made of a backup.

    Attributes:
        made: RFC 3339 time at which the backup was made.
        missing_blobs: sha256 of files that the backup left to the hub; an exchange brings them.
        missing_numbers: what the lost laptop may have issued after it.
        filing: what is wrong with the filing workspace, None if nothing is.
    """

    digest: str
    made: str
    old_journal: str
    new_journal: str
    machine_code: int
    missing_blobs: tuple[str, ...]
    missing_numbers: tuple[Unknown, ...]
    filing: Problem | None


def restore(
    file: Path,
    into: Path,
    way: Way,
    clock: Clock,
    *,
    machine_code: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Make a laptop of a backup, in an empty folder: whole, or not at all.

    Args:
        machine_code: the code to go on under, when the backup knows no spare one.

    Raises:
        RuleError: `backup.folder_used`, `backup.already_restored`, `backup.no_spare_code`,
            `backup.bad_machine_code`, `store.machine_code_used`, `recovering.training`.
        SignInError: `backup.who`, `backup.other_office`, `recovering.who`, and those of the key slots and
            the recovery key.
        DamagedError: `backup.not_one`, `backup.damaged`, `backup.digest_differs`.
        UnavailableError: `backup.newer`, and what the store says of the folder.
        Cancelled: as the progress says; nothing is left in the folder.
    """
    _end_earlier(into)
    restoring.refuse_used(into)
    with restoring.opened(file) as told:
        new = _new_password(told, way)
        keys, key = _keys(told, way, clock)
        there = into.exists()
        try:
            with making.made_whole(into) as folder:
                if folder is None:  # another program ended an earlier restore in this moment
                    raise RuleError("backup.already_restored", where=str(into))
                outcome = _fill(folder, told, keys, key, clock, machine_code, progress)
                if new is not None:
                    _give_password(folder, keys, new, clock)
                return outcome
        except BaseException:
            _clear(into, there=there)
            raise


def _end_earlier(into: Path) -> None:
    """End a restore that was cut off at its very end: it was whole, and only had to be moved."""
    if (into / making.CORNER / making.READY).exists():
        with making.made_whole(into):
            pass
        raise RuleError("backup.already_restored", where=str(into))


def _clear(into: Path, *, there: bool) -> None:
    """Leave nothing half-made behind. What cannot be removed is no workspace, and the next try removes it."""
    if not (into / making.CORNER / making.READY).exists():
        shutil.rmtree(into / making.CORNER, ignore_errors=True)
    if not there and into.exists() and [one.name for one in into.iterdir()] == ["lock"]:
        shutil.rmtree(into, ignore_errors=True)


def _new_password(told: Backup, way: Way) -> NewPassword | None:
    """Return who gets which password; refused before anything is unpacked.

    Raises:
        RuleError, SignInError: those of `recovering.whom`.
    """
    if isinstance(way, ByPassword) or way.new is None:
        return None
    with _slots_of(told) as slots:
        return NewPassword(recovering.whom(slots, way.new), way.new.password)


def _give_password(folder: DataFolder, keys: Opened, new: NewPassword, clock: Clock) -> None:
    store = Store.open(folder, keys, clock, searched=SEARCHED)
    try:
        recovering.give(store, SlotFile.read(folder.slots), keys, new)
    finally:
        store.close()


@contextmanager
def _slots_of(told: Backup) -> Iterator[SlotFile]:
    """Yield the slots that stand in a backup's head."""
    with TemporaryDirectory() as place:
        path = Path(place) / "keys.json"
        path.write_text(told.header.slots, "utf-8")
        yield SlotFile.read(path)


def _keys(told: Backup, way: Way, clock: Clock) -> tuple[Opened, bytes]:
    """Return the laptop's keys and the key of the chunks."""
    header = told.header
    if isinstance(way, ByOffice):
        return _by_office(told, way)
    with _slots_of(told) as slots:
        if slots.workspace != header.workspace:
            raise DamagedError("backup.damaged", where="slots")
        keys = _opened(slots, way, clock, training=header.training)
    return keys, backup.unboxed(header, keys)


def _opened(slots: SlotFile, way: ByPassword | ByCode, clock: Clock, *, training: bool) -> Opened:
    if isinstance(way, ByCode):
        return slots.recover(way.code, now=clock.now())
    user, password = way.user, way.password
    if training and not user:
        user, password = slots.people()[0][0], workspace.TRAINING_PASSWORD
    if not user:
        raise SignInError("backup.who", where="--user")
    return slots.open(user, password, now=clock.now())


def _by_office(told: Backup, way: ByOffice) -> tuple[Opened, bytes]:
    header, key = told.header, recovery_key.open_key(way.file, way.code, way.where)
    if header.boxes.recovery != key.public:
        raise SignInError("backup.other_office", where=way.where)
    bound = backup.context(header.workspace, header.journal_id, header.made)
    inner = key.open_sealed(header.boxes.office, bound)
    master = key.open_sealed(header.boxes.master, backup_keys.context(header.workspace))
    keys = opened_by(master, header.workspace)
    if backup.unboxed(header, keys) != inner:
        raise DamagedError("backup.damaged", where="boxes")
    return keys, inner


def _fill(
    folder: DataFolder,
    told: Backup,
    keys: Opened,
    key: bytes,
    clock: Clock,
    machine_code: int | None,
    progress: Progress | None,
) -> Outcome:
    folder.prepare()
    unpacked = restoring.unpack(told, key, folder, progress)
    if not folder.database.exists():
        raise DamagedError("backup.damaged", where="database")
    write_durably(folder.slots, told.header.slots.encode())
    restoring.prove(folder, keys.data_key, unpacked.facts)
    spares = _spares(folder, keys, told.header.machine_code)
    code = _code(machine_code, spares, told.header.machine_code)
    store = Store.open(folder, keys, clock, adopt_restored=code, progress=progress, searched=SEARCHED)
    try:
        if store.meta.workspace != told.header.workspace:
            raise DamagedError("backup.damaged", where="workspace")
        store.set_spares(one for one in spares if one != code)
        filing, more = _filing(store, keys, clock, code, told, unpacked)
        unknown = restored.unknown_of(store.numbers(), told.header.machine_code) + more
        at = clock.now().isoformat(timespec="seconds")
        device = store.device_key()
        note = Restored(
            at,
            told.header.made,
            told.header.journal_id,
            told.header.machine_code,
            unknown,
            device.key_id if device is not None else "",
        )
        restored.note(store, note)
        return Outcome(
            digest=store.digest(),
            made=told.header.made,
            old_journal=told.header.journal_id,
            new_journal=store.meta.journal_id,
            machine_code=store.meta.machine_code,
            missing_blobs=restoring.missing_blobs(store, unpacked.left_out),
            missing_numbers=unknown,
            filing=filing,
        )
    finally:
        store.close()


def _spares(folder: DataFolder, keys: Opened, old: int) -> tuple[int, ...]:
    used = restoring.used_codes(folder, keys.data_key) | {old}
    return tuple(one for one in restoring.spares(folder, keys.data_key) if one not in used)


def _code(asked: int | None, spares: tuple[int, ...], old: int) -> int:
    if asked is not None:
        if not 0 < asked <= GREATEST_CODE:
            raise RuleError("backup.bad_machine_code", where="--machine-code", most=GREATEST_CODE)
        return asked
    if not spares:
        raise RuleError("backup.no_spare_code", where="--machine-code", machine_code=old)
    return spares[0]


def _filing(
    store: Store, keys: Opened, clock: Clock, code: int, told: Backup, unpacked: restoring.Unpacked
) -> tuple[Problem | None, tuple[Unknown, ...]]:
    """Let the filing workspace go on under a new journal too: now, or when somebody with its key signs in."""
    if not restoring.filing_there(store.folder):
        return None, ()
    filing_workspace.adopt_next(store, code)
    if not isinstance(keys, Unlocked):
        return None, ()
    room = filing_workspace.open_for(store, keys.user, keys.signing_key, clock)
    if room.store is None:
        return room.problem, ()
    try:
        facts = unpacked.filing
        if facts is not None and facts.fold == FOLD_VERSION and room.store.digest() != facts.digest:
            raise DamagedError("backup.digest_differs", where=str(room.store.folder.path))
        return None, restored.unknown_of(room.store.numbers(), told.header.machine_code, filing=True)
    finally:
        room.store.close()
