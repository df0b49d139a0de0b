"""Founding a hub: its id and keys, the office's root and what it appoints, TLS, and the first role acts.

The root key leaves the hub as a file for the safe. A training hub keeps it: there, everybody is to do
everything.
"""

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from inspector_app.domain.acts import Role
from inspector_app.domain.chinese import local_date
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import RuleError
from inspector_app.trust import recovery_key
from inspector_app.trust.certificates import Certificate, certify, self_signed_root
from inspector_app.trust.durable import write_durably
from inspector_app.trust.enrolment import OFFICE, hub_user
from inspector_app.trust.enrolment_form import is_words
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.wrapping import Cost

from . import certificate, folder, remains, root_file, settings
from .audit import Audit
from .base import Base
from .database import Database
from .disk import Disk
from .facts import Facts, Keys, MachineClock
from .keyrings import Keyrings
from .own_journal import OwnJournal, appointed
from .rooms import Rooms

YEARS = 20
FIRST_PLAYED = date(2000, 1, 1)
"""In training everybody's rights begin here: cases are played on days of the past too."""


@dataclass(frozen=True, slots=True)
class Founded:
    """A new hub. The codes are shown once, and kept nowhere.

    Attributes:
        root_key, recovery_key: files for the safe. In training there is none of the root: the hub keeps it.
    """

    facts: Facts
    root_key: Path | None
    root_code: str = field(repr=False)
    recovery_key: Path
    recovery_code: str = field(repr=False)


def found(
    path: Path,
    name: str,
    *,
    training: bool = False,
    database_url: str | None = None,
    clock: Clock | None = None,
    cost: Cost | None = None,
) -> Founded:
    """Found a hub in a folder that is new or empty. What was cut off on the way is begun anew.

    Args:
        name: the office's, as laptops show it.
        database_url: PostgreSQL; a file in the folder when there is none.
        cost: of a guess at the codes.

    Raises:
        RuleError: `hub.already_there`, `hub.folder_not_empty`, `hub.name_unfit`, `hub.database_taken`.
        DamagedError: `hub.folder_damaged`: a hub lives here whose `hub.json` is gone.
        UnavailableError: `hub.folder_refused`, `hub.database_away`, `trust.file_not_written`.
        UsageError: `hub.database_url`.
    """
    if not is_words(name):
        raise RuleError("hub.name_unfit", where=name)
    remains.make_room(path, database_url)
    clock = clock or MachineClock()
    root, keys = SigningKey.new(), Keys(SigningKey.new(), SigningKey.new())
    hub, workspace = secrets.token_hex(16), secrets.token_hex(16)
    keys = Keys(keys.hub, keys.office, root if training else None)
    root_code = "" if training else _keep_root(path, root, workspace, cost)
    content, recovery, recovery_code = recovery_key.make(workspace, cost)
    der, pem, private = certificate.make(hub, clock.now())
    for file, told in ((folder.PEM, pem), (folder.PRIVATE, private), (folder.RECOVERY, content)):
        write_durably(path / file, told)
    folder.write_keys(path, keys)
    facts = Facts(
        id=hub,
        workspace=workspace,
        journal=secrets.token_hex(16),
        name=name,
        training=training,
        key=keys.hub.public,
        root=_self_signed(root, workspace, name, local_date(clock.now()), training=training),
        recovery=recovery,
        certificate_der=der,
        fingerprint=sha256(der).digest(),
        database_url=database_url or "",
    )
    _begin_books(path, facts, keys, root, clock)
    folder.write_facts(path, facts)
    _end_founding(path, facts)
    kept = None if training else path / folder.ROOT
    return Founded(facts, kept, root_code, path / folder.RECOVERY, recovery_code)


def _keep_root(path: Path, root: SigningKey, workspace: str, cost: Cost | None) -> str:
    """Write the root key's file, and return its code."""
    content, code = root_file.make(root, workspace, cost)
    write_durably(path / folder.ROOT, content)
    return code


def _self_signed(root: SigningKey, workspace: str, name: str, today: date, *, training: bool) -> Certificate:
    begin = FIRST_PLAYED if training else today - timedelta(days=1)  # a laptop's clock may be behind
    end = today + timedelta(days=365 * YEARS)
    return self_signed_root(root, workspace=workspace, name=name, valid_from=begin, valid_to=end)


def base_of(
    path: Path, database: Database, facts: Facts, keys: Keys, clock: Clock, disk: Disk | None
) -> Base:
    """Return what a hub's books stand on."""
    audit = Audit(database, clock)
    rings = Keyrings(facts, clock)
    rooms = Rooms(database, audit, facts, rings)
    return Base(database, facts, keys, clock, audit, rings, rooms, disk or Disk(path))


def _begin_books(path: Path, facts: Facts, keys: Keys, root: SigningKey, clock: Clock) -> None:
    database = Database(path, facts.database_url)
    try:
        database.upgrade()
        base = base_of(path, database, facts, keys, clock, None)
        office = _certified(facts, root, keys.office, OFFICE, Role.ADMINISTRATOR)
        own = _certified(facts, keys.office, keys.hub, hub_user(facts.id), Role.HUB)
        with database.writing() as connection:
            remains.empty(connection)
            settings.put(database, connection, settings.HUB, facts.id)
            base.rooms.open(connection, facts.workspace)
            OwnJournal(base).write(connection, [appointed(office, root), appointed(own, keys.office)])
            base.audit.note_in(connection, "founded", keys.hub.key_id, "", training=facts.training)
    finally:
        database.close()


def _end_founding(path: Path, facts: Facts) -> None:
    """Note in the books themselves that they are a hub's: `hub.json` may be lost one day."""
    database = Database(path, facts.database_url)
    try:
        with database.writing() as connection:
            settings.put(database, connection, settings.FOUNDED, "1")
    finally:
        database.close()


def _certified(facts: Facts, issuer: SigningKey, subject: SigningKey, user: str, role: Role) -> Certificate:
    return certify(
        issuer,
        workspace=facts.workspace,
        subject=subject.public,
        user=user,
        name=facts.name,
        roles={role},
        valid_from=facts.root.valid_from,
        valid_to=facts.root.valid_to,
    )
