"""What a test of casework works at."""

from dataclasses import dataclass
from pathlib import Path

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people.workspace import Session


@dataclass
class Bench:
    """A workspace, its clock, the session, and the desk with the signature at hand."""

    folder: Path
    clock: PlayedClock
    session: Session
    desk: Desk
