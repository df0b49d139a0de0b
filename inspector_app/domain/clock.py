"""The one way anything learns what time it is."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Handed in from outside, so that tests and a wrong laptop clock can be told apart from the work."""

    def now(self) -> datetime:
        """Return the time the device claims; always with a zone."""
