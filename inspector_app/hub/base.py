"""What every book of a hub stands on."""

from dataclasses import dataclass

from inspector_app.domain.clock import Clock

from .audit import Audit
from .database import Database
from .disk import Disk
from .facts import Facts, Keys, moment
from .keyrings import Keyrings
from .rooms import Rooms


@dataclass(frozen=True, slots=True)
class Base:
    """One hub's database, keys and clock, and what watches over them."""

    database: Database
    facts: Facts
    keys: Keys
    clock: Clock
    audit: Audit
    rings: Keyrings
    rooms: Rooms
    disk: Disk

    def now(self) -> str:
        """Return the present time as the tables keep it."""
        return moment(self.clock.now())
