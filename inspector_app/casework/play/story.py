"""What a story is played with: the desk, a clock that moves, and a book of what was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import documents, issued
from inspector_app.domain.chinese import CHINA


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done: when, what in plain words, and what could be seen of it then."""

    at: datetime
    what: str
    seen: Mapping[str, object]


@dataclass(slots=True)
class Story:
    """A story under way.

    Attributes:
        desk: with the trainee's signature at hand.
        clock: the clock that the desk and its store read.
        steps: what was done so far.
        document_ids: papers that were issued, in their order.
        filing: the same person's desk at the filing workspace.
    """

    desk: Desk
    clock: PlayedClock
    steps: list[Step] = field(default_factory=list)
    document_ids: list[str] = field(default_factory=list)
    filing: Desk | None = None

    def step(self, what: str, **seen: object) -> None:
        """Note what was done, with what can be seen of it (JSON values only)."""
        self.steps.append(Step(self.clock.now(), what, seen))

    def move(self, *, days: int = 0, hours: int = 0, minutes: int = 0) -> None:
        """Let time pass."""
        self.clock.moment += timedelta(days=days, hours=hours, minutes=minutes)

    def move_to(self, day: date, at: time = time(9, 0)) -> None:
        """Let time pass until a moment of a day in China."""
        self.clock.moment = datetime.combine(day, at, CHINA)

    def issue(self, document_id: str, desk: Desk | None = None) -> issued.Issued:
        """Issue a paper and remember it.

        Args:
            desk: where it was begun; left out, the story's own.
        """
        told = documents.issue(desk or self.desk, document_id, date_confirmed=True)
        self.document_ids.append(document_id)
        return told
