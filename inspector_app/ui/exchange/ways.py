"""What the page of exchange reaches outside the window; the desktop hands in the real ones, in a job."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview.conflicts import Conflict
from inspector_app.casework.overview.exchange_board import Board
from inspector_app.casework.people.backup_rounds import Round
from inspector_app.casework.people.renewing import Offer
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import Problem, Progress


@dataclass(frozen=True, slots=True)
class Amount:
    """How much went one way."""

    entries: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an exchange came to.

    Attributes:
        acknowledged: what got the hub's receipt just now.
        conflicts: new ones that a person must settle; branches: journals found forked.
        same: the hub and this laptop came to the same state; None when that was not compared.
        news: what else should be known, in the catalogue's codes.
        place: the file that was written or read.
    """

    sent: Amount = Amount()
    received: Amount = Amount()
    acknowledged: Amount = Amount()
    conflicts: int = 0
    branches: int = 0
    same: bool | None = None
    news: tuple[Problem, ...] = ()
    place: str = ""

    @property
    def decide(self) -> bool:
        """Whether a person must look at something."""
        return bool(self.conflicts or self.branches or self.same is False)


@dataclass(frozen=True, slots=True)
class AtHub:
    """How the last backup at the hub stands.

    Attributes:
        chosen: backups go there by themselves.
        at, overdue: as of `Backup`.
        due: today's is still to be brought, and something is new; whether the hub answers is not asked.
    """

    chosen: bool = False
    at: datetime | None = None
    overdue: bool = True
    due: bool = False


@dataclass(frozen=True, slots=True)
class Backup:
    """How the last backup stands.

    Attributes:
        at: when it was made, None for never.
        place: the folder it is kept in, empty while none was chosen.
        overdue: it is more than three days old, or there was never one.
        due: today's is still to be made, something is new, and its place is there.
        hub: the same of the hub; None on a laptop that belongs to no office.
    """

    at: datetime | None = None
    place: str = ""
    overdue: bool = True
    due: bool = False
    hub: AtHub | None = None

    @property
    def at_hub(self) -> bool:
        """Whether backups go to the hub by themselves."""
        return self.hub is not None and self.hub.chosen


@dataclass(frozen=True, slots=True)
class Picture:
    """What is true of exchange now, read in one job.

    Attributes:
        conflicts: of both workspaces, as many as are listed; `more_torn` more wait behind them.
        renewal: this laptop should be certified anew.
    """

    board: Board
    conflicts: tuple[Conflict, ...] = ()
    backup: Backup = Backup()
    more_torn: int = 0
    renewal: Offer | None = None

    @property
    def torn(self) -> int:
        """How many fields say several things at once."""
        return len(self.conflicts) + self.more_torn


class Exchanging(Protocol):
    """Reads and does everything around exchange; every call belongs into a job."""

    def picture(self, session: Session) -> Picture:
        """Return what is true now, of the filing workspace too where it is open."""

    def reach(self, desk: Desk, progress: Progress) -> bool:
        """Tell whether the hub answers; one that is away is no error."""

    def by_hub(self, session: Session, progress: Progress) -> Outcome:
        """Exchange with the hub, both ways, until nothing more is owed or something stands in the way."""

    def fetch(self, session: Session, digests: Sequence[str], progress: Progress) -> tuple[Problem, ...]:
        """Bring photos that only the hub keeps; where it is away, the next exchange brings them.

        Returns:
            what must be known of those that did not come.
        """

    def write(self, session: Session, path: Path, progress: Progress, to: str = "") -> Outcome:
        """Write into a file all that the office does not hold for certain, or all that one laptop lacks.

        Args:
            to: key id of the one laptop that reads it; empty for the whole office.
        """

    def read(self, session: Session, path: Path, progress: Progress) -> Outcome:
        """Take a file in, all of it or nothing."""

    def back_up(self, session: Session, place: Path, progress: Progress) -> Backup:
        """Copy everything into a folder or a file, and look whether it can be restored."""

    def back_up_chosen(self, session: Session, progress: Progress, *, asked: bool = False) -> Round:
        """Make a backup at every place that was chosen and lacks what is new.

        Args:
            asked: a person wants one everywhere now, whether anything is new or not.
        """

    def keep_at_hub(self, session: Session, *, keeps: bool) -> None:
        """Have backups go to the hub by themselves from now on, or no longer."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to work here, and the password they chose.

    Attributes:
        user, name: empty where the office's code says both.
    """

    user: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Member:
    """Who may sign in here from now on.

    Attributes:
        machine_code: the laptop's part of every number.
        recovery_code: opens this laptop when every password is lost; shown once. Empty where none was made.
    """

    user: str
    name: str
    machine_code: int
    recovery_code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for its answer here.

    Attributes:
        name: whose it is.
        check: its digits, told to the office by telephone.
    """

    name: str
    check: str


@dataclass(frozen=True, slots=True)
class Again:
    """What came of having the laptop certified anew.

    Attributes:
        new_person: the person signs with another key from now on, and chooses another PIN.
    """

    name: str
    machine_code: int
    new_person: bool = False


class Joining(Protocol):
    """Makes this laptop one of an office, or a person one of this laptop; every call belongs into a job."""

    def by_code(self, folder: Path, code: str, who: NewPerson, clock: Clock, progress: Progress) -> Member:
        """Join with a code that the office gave."""

    def ask_by_file(self, folder: Path, path: Path, who: NewPerson, clock: Clock) -> str:
        """Write the request that is carried to the office, and return its check digits."""

    def by_file(
        self, folder: Path, path: Path, password: str, check: str, clock: Clock, progress: Progress
    ) -> Member:
        """Join with the file that the office answered, once its check digits are the office's own."""

    def waiting(self, folder: Path) -> Waiting | None:
        """Return what waits for its answer here, None when nothing does."""

    def waiting_beside(self, session: Session) -> Waiting | None:
        """Return the request of another person that waits for its answer on this laptop."""

    def waiting_again(self, session: Session) -> Waiting | None:
        """Return the request by which this laptop is to be certified anew and that waits for its answer."""

    def add_by_code(
        self, session: Session, own: str, code: str, who: NewPerson, progress: Progress
    ) -> Member:
        """Let another person sign in on this laptop, with a code that the office gave them."""

    def ask_beside(self, session: Session, path: Path, who: NewPerson) -> str:
        """Write the request of another person on this laptop, and return its check digits."""

    def add_by_file(
        self, session: Session, own: str, path: Path, password: str, progress: Progress
    ) -> Member:
        """Let another person sign in on this laptop, with the file that the office answered."""

    def renew_by_code(self, session: Session, own: str, code: str, progress: Progress) -> Again:
        """Have this laptop certified anew with a code that the office gave."""

    def ask_again(self, session: Session, own: str, path: Path) -> str:
        """Write the request by which this laptop is certified anew, and return its check digits."""

    def renew_by_file(self, session: Session, own: str, path: Path, progress: Progress) -> Again:
        """Have this laptop certified anew with the file that the office answered."""

    def new_recovery(self, session: Session, own: str) -> str:
        """Make another recovery code of this laptop and return it; the old one is worthless."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Both, as the desktop hands them in."""

    exchanging: Exchanging
    joining: Joining
