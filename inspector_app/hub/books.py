"""The hub's books, opened: everything that a route or a command asks of a hub."""

from pathlib import Path
from typing import Any

import inspector_app
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import DamagedError, Progress
from inspector_app.journal.branches import TRUNK, branch_id
from inspector_app.sync import wire

from . import copying, folder, founding, log_book, settings
from .base import Base
from .blobs import Blobs
from .bundles import Bundles
from .carried import Carried
from .carried_back import CarriedBack
from .copying import Copied, Source
from .database import Database
from .devices import Device, Devices
from .digests import Digests
from .disk import Disk
from .facts import Facts, MachineClock
from .laptop_backups import LaptopBackups
from .open_codes import OpenCodes
from .own_journal import OwnJournal
from .papers import Papers

LEAST_PROGRAM = "0.1.0"
"""The oldest program that this hub serves."""


class Hub:
    """One hub. Every method may be called from several threads, and from several processes.

    Attributes:
        facts: what it is.
        devices, bundles, blobs, digests, papers, codes, audit: its books.
        backups: what laptops brought of themselves, sealed.
        carried, carried_back: exchange files that are brought here, and the receipts for them.
    """

    def __init__(self, path: Path, base: Base) -> None:
        self._path = path
        self._base = base
        self.facts = base.facts
        self.audit = base.audit
        self.devices = Devices(base, OwnJournal(base))
        self.bundles = Bundles(base)
        self.blobs = Blobs(path, base)
        self.digests = Digests(base)
        self.papers = Papers(base)
        self.carried = Carried(base, self.bundles, self.blobs)
        self.carried_back = CarriedBack(base, self.bundles, self.blobs)
        self.codes = OpenCodes(base)
        self.backups = LaptopBackups(path, base)

    @staticmethod
    def open(
        path: Path, database_url: str | None = None, clock: Clock | None = None, disk: Disk | None = None
    ) -> "Hub":
        """Open a hub that was founded in this folder; its tables are brought up to date.

        Args:
            database_url: instead of the one that it was founded with.
            disk: watches the free space.

        Raises:
            RuleError: `hub.not_founded`. DamagedError: `hub.folder_damaged`, `hub.other_database`.
            UnavailableError: `hub.database_away`, `hub.newer_database`, `hub.newer_folder`.
        """
        facts, keys = folder.read(path)
        database = Database(path, database_url or facts.database_url)
        try:
            now = (clock or MachineClock()).now()
            if database.needs_upgrade():
                _refuse_other(path, database, facts)
                copying.before_upgrade(Source(path, facts, keys, database), now)
            database.upgrade()
            _refuse_other(path, database, facts)
            with database.reading() as connection:
                noted = settings.get(connection, settings.FOUNDED) is not None
            if not noted:  # cut off right behind `hub.json`
                with database.writing() as connection:
                    settings.put(database, connection, settings.FOUNDED, "1")
            hub = Hub(path, founding.base_of(path, database, facts, keys, clock or MachineClock(), disk))
            hub.blobs.sweep()
        except BaseException:
            database.close()
            raise
        return hub

    def hello(self) -> wire.Hello:
        """Return what the hub says of itself before anybody signs on."""
        program, now = inspector_app.__version__, self._base.now()
        key, training = self.facts.key.raw, self.facts.training
        return wire.Hello(self.facts.id, key, wire.PROTOCOLS, program, LEAST_PROGRAM, now, training)

    def tls_files(self) -> tuple[Path, Path]:
        """Return the files of certificate and private key, PEM."""
        return self._path / folder.PEM, self._path / folder.PRIVATE

    def setting(self, name: str) -> str | None:
        """Return a value that was set; None when it never was."""
        with self._base.database.reading() as connection:
            return settings.get(connection, name)

    def set_setting(self, name: str, value: str) -> None:
        """Set a value, e.g. `url`: where laptops reach the hub."""
        with self._base.database.writing() as connection:
            settings.put(self._base.database, connection, name, value)

    def backup(self, out: Path, progress: Progress | None = None) -> Copied:
        """Back the hub up into a folder, while laptops exchange.

        Raises:
            RuleError: `hub.copy_inside`. UnavailableError: `hub.copy_place_gone`, `hub.copy_not_written`.
            DamagedError: `hub.copy_damaged`: the place does not keep what it gets; `hub.database_damaged`.
        """
        base = self._base
        source = Source(self._path, base.facts, base.keys, base.database)
        made = copying.make(source, out, self.blobs.place, base.clock.now(), progress)
        for each in made.lost:
            self.blobs.rotted(each.room, each.name)
        self.audit.note("backed_up", file=made.books.file.name, photos=made.photos, lost=len(made.lost))
        return made

    def status(self) -> dict[str, Any]:
        """Return what the hub holds, as JSON values."""
        held = self.bundles.tips(self.facts.workspace)
        files, size = self.blobs.count()
        with self._base.database.reading() as connection:
            ends = log_book.all_tips(connection)
        return {
            "hub": self.facts.id,
            "workspace": self.facts.workspace,
            "name": self.facts.name,
            "training": self.facts.training,
            "no": held.no,
            "log": held.log.hex(),
            "vector": {one.journal_id: [one.seq, one.hash.hex()] for one in ends if one.branch == TRUNK},
            "branches": [branch_id(one.journal_id, one.branch) for one in ends if one.branch != TRUNK],
            "blobs": {"count": files, "size": size},
            "devices": [_told(one) for one in self.devices.devices()],
            "free": self._base.disk.free(),
        }

    def close(self) -> None:
        """Close the database."""
        self._base.database.close()


def _refuse_other(path: Path, database: Database, facts: Facts) -> None:
    with database.reading() as connection:
        if settings.get(connection, settings.HUB) != facts.id:
            raise DamagedError("hub.other_database", where=str(path))


def _told(device: Device) -> dict[str, Any]:
    return {
        "key": device.key_id,
        "user": device.user,
        "name": device.name,
        "enrolled_at": device.enrolled_at,
        "seen_at": device.seen_at,
        "machine_codes": list(device.machine_codes),
        "revoked": device.revoked,
    }
