"""Backups at every place that was chosen, one after the other: a folder, and the hub."""

from dataclasses import dataclass

from inspector_app.casework.people import backups, hub_backups
from inspector_app.casework.people.hub_backups import Way
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import InspectorError, PeerError, Progress
from inspector_app.store.backup import Made


@dataclass(frozen=True, slots=True)
class Round:
    """What came of it.

    Attributes:
        in_folder, at_hub: a backup was made there.
        troubles: why there was none where one was to be made, by place.
        asked: a person wanted it, whether anything was new or not.
    """

    in_folder: bool
    at_hub: bool
    troubles: tuple[InspectorError, ...] = ()
    asked: bool = False

    @property
    def failures(self) -> tuple[InspectorError, ...]:
        """Those that somebody must know: a stick that is not there and a hub that is away are none."""
        return tuple(one for one in self.troubles if not away(one))


def away(trouble: InspectorError) -> bool:
    """Tell whether a place is only not there now: the next time may find it. One that is full is there."""
    if isinstance(trouble, PeerError):
        return trouble.code != "exchange.hub_full"
    return trouble.code == "backup.target_gone"


def any_chosen(session: Session) -> bool:
    """Tell whether any place was chosen."""
    store = session.desk.store
    return backups.target(store) is not None or hub_backups.chosen(store)


def owing(session: Session) -> bool:
    """Tell whether who leaves now should wait: some place was chosen that lacks what is new."""
    folder = backups.target(session.desk.store) is not None and backups.owed(session)
    return folder or hub_backups.owed(session)


def run(session: Session, way: Way, progress: Progress | None = None, *, asked: bool = False) -> Round:
    """Make a backup wherever one is owed; what goes wrong at one place keeps none from the other.

    Args:
        asked: a person wants one everywhere now, whether anything is new or not.

    Raises:
        Cancelled: as the progress says.
    """
    store, troubles = session.desk.store, []
    made: Made | None = None
    folder = backups.target(store)
    if folder is not None and (asked or backups.owed(session)):
        try:
            made = backups.run(session, folder, progress)
        except InspectorError as trouble:
            troubles.append(trouble)
    at_hub = False
    if hub_backups.chosen(store) and (asked or hub_backups.owed(session)):
        try:
            hub_backups.run(session, way, progress, made)
            at_hub = True
        except InspectorError as trouble:
            troubles.append(trouble)
    return Round(made is not None, at_hub, tuple(troubles), asked)
