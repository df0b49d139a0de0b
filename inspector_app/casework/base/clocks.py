"""Clocks: the machine's own, and one that a play or a test moves."""

from datetime import datetime

from inspector_app.domain.chinese import CHINA


class SystemClock:
    """The machine's clock, told in China's time."""

    def now(self) -> datetime:
        """Return the present moment, aware."""
        return datetime.now(CHINA)


class PlayedClock:
    """A clock that somebody moves; the store reads the same one."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment it was moved to."""
        return self.moment
