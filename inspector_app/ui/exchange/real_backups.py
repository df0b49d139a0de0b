"""Backups as they really are: of the laptop of who is signed in. Loaded in a job, never before."""

import logging
from pathlib import Path

from inspector_app.casework.people import backup_rounds, backups, hub_backups
from inspector_app.casework.people.backup_rounds import Round
from inspector_app.casework.people.hub_backups import Way
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import Cancelled, InspectorError, Progress
from inspector_app.sync import backing_up
from inspector_app.ui.exchange.ways import AtHub, Backup

log = logging.getLogger(__name__)


class RealBackups:
    """Makes backups and tells of the last one."""

    def last(self, session: Session) -> Backup:
        """Return how the last backup stands; where no folder was chosen, the last one anywhere."""
        desk = session.desk
        place = backups.target(desk.store)
        told = backups.last_in_folder(desk.store) if place is not None else backups.last(desk.store)
        return Backup(
            told.at if told is not None else None,
            str(place or ""),
            overdue=backups.late(desk, told),
            due=backups.due(session) and backups.within_reach(desk.store),
            hub=_at_hub(session) if hub_backups.offered(desk.store) else None,
        )

    def back_up(self, session: Session, place: Path, progress: Progress) -> Backup:
        """Copy everything into a folder, prove it, and remember the folder."""
        backups.run(session, place, progress)
        if place.is_dir():
            backups.set_target(session.desk.store, place)
        return self.last(session)

    def back_up_chosen(self, session: Session, progress: Progress, *, asked: bool = False) -> Round:
        """Make a backup at every place that was chosen and lacks what is new."""
        store, now = session.desk.store, session.desk.clock.now()

        def send(file: Path, name: str, sha256: bytes) -> int:
            return backing_up.send(store, file, name, sha256, now, progress)

        way = Way(lambda: backing_up.reach(store, now, progress), send)
        return backup_rounds.run(session, way, progress, asked=asked)

    def look_at_hub(self, session: Session, progress: Progress) -> None:
        """Ask the hub whether it keeps what it took; where it was chosen and answers."""
        store = session.desk.store
        if hub_backups.chosen(store) and backups.last_at_hub(store) is not None:
            try:
                kept = backing_up.kept(store, session.desk.clock.now(), progress)
            except (InspectorError, Cancelled) as problem:
                # The exchange itself is over and counts; the next one asks again.
                log.info("what the hub keeps of this laptop's backups is not known: %s", problem)
                return
            hub_backups.compare(store, kept)

    def keep_at_hub(self, session: Session, *, keeps: bool) -> None:
        """Have backups go to the hub by themselves from now on, or no longer."""
        hub_backups.choose(session.desk.store, keeps=keeps)


def _at_hub(session: Session) -> AtHub:
    store = session.desk.store
    told = backups.last_at_hub(store)
    return AtHub(
        hub_backups.chosen(store),
        told.at if told is not None else None,
        overdue=backups.late(session.desk, told),
        due=hub_backups.due(session),
    )
