"""What lies where a hub is to be founded: nothing, the remains of a founding, or a hub that lives.

Only the remains of a founding are cleared away. A hub whose `hub.json` was lost is none: with it everybody's
work and the office's keys would go.
"""

from pathlib import Path

from sqlalchemy import delete, func, inspect, select
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import DamagedError, RuleError, UnavailableError

from . import folder, settings
from .database import FILE, Database
from .tables import device, enrolment, metadata, workspace

_OURS = frozenset(
    {folder.KEYS, folder.PEM, folder.PRIVATE, folder.ROOT, folder.RECOVERY}
    | {f"{FILE}{end}" for end in ("", "-wal", "-shm", "-journal")}
)


def make_room(path: Path, database_url: str | None) -> None:
    """Make the folder, or clear away what a founding that was cut off left in it and in its database.

    Raises:
        RuleError: `hub.already_there`, `hub.folder_not_empty`, `hub.database_taken`.
        DamagedError: `hub.folder_damaged`: a hub lives here and its `hub.json` is gone; nothing was touched.
        UnavailableError: `hub.folder_refused`, `hub.database_away`. UsageError: `hub.database_url`.
    """
    if folder.exists(path):
        raise RuleError("hub.already_there", where=str(path))
    try:
        there = sorted(path.iterdir()) if path.exists() else []
    except OSError as problem:
        raise _refused(path, problem) from problem
    foreign = [each.name for each in there if each.name not in _OURS and not _is_left(each)]
    if foreign:
        raise RuleError("hub.folder_not_empty", where=str(path), found=foreign[0])
    if (path / FILE).exists() and _lives(path, None):
        raise DamagedError("hub.folder_damaged", where=folder.HUB)
    if database_url and _lives(path, database_url):
        raise RuleError("hub.database_taken", where="--database")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for each in path.iterdir():
            each.unlink()
    except OSError as problem:
        raise _refused(path, problem) from problem


def empty(connection: Connection) -> None:
    """Take out of a database what a founding left that was cut off."""
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))


def _lives(path: Path, database_url: str | None) -> bool:
    """Tell whether a database is that of a hub that was founded to the end, or that somebody uses."""
    database = Database(path, database_url)
    try:
        with database.reading() as connection:
            if not inspect(connection).has_table(workspace.name):
                return False
            if settings.get(connection, settings.HUB) is None:
                return False
            if settings.get(connection, settings.FOUNDED) is not None:
                return True
            longest = connection.execute(select(func.max(workspace.c.no))).scalar_one() or 0
            counts = (select(func.count()).select_from(each) for each in (device, enrolment))
            return longest > 1 or any(connection.execute(each).scalar_one() for each in counts)
    finally:
        database.close()


def _refused(path: Path, problem: OSError) -> UnavailableError:
    reason = problem.strerror or str(problem)
    return UnavailableError("hub.folder_refused", where=str(path), reason=reason)


def _is_left(file: Path) -> bool:
    """Tell whether this is the temporary file of a durable write that was cut off."""
    return file.suffix == ".new" and file.name.partition(".new")[0].rpartition(".")[0] in {*_OURS, folder.HUB}
