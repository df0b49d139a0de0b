"""A new data folder, made in a corner and moved into place: whole, or as if nothing had been begun.

`making/` below the folder is where it is made. The file `ready` in it says that it is whole; from then on a
crash only delays the move. The key slots move last: a folder with them is a workspace.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector_app.domain.errors import RuleError, UnavailableError
from inspector_app.trust.durable import sync_folder

from .folder import DataFolder, refuse_unsafe_disk

CORNER = "making"
READY = "ready"


@contextmanager
def made_whole(path: Path) -> Iterator[DataFolder | None]:
    """Yield the folder to make the workspace in; when the block ends well, it is moved into place.

    Yields:
        None when an earlier making was whole already and only had to be moved: nothing is left to do.

    Raises:
        RuleError: `store.already_there`, `store.remains`: data whose key slots are gone is never overwritten.
        UnavailableError: `store.in_use` while another program makes it, `store.folder_refused`.
    """
    refuse_unsafe_disk(path)
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise UnavailableError("store.folder_refused", where=str(path), reason=str(problem)) from problem
    final = DataFolder(path)
    corner = path / CORNER
    final.lock()
    try:
        if (corner / READY).exists():
            yield None
        else:
            refuse_others(final)
            if corner.exists():
                shutil.rmtree(corner)  # begun and never whole: nothing in it was ever promised to anybody
            yield DataFolder(corner)
            (corner / READY).touch()
            sync_folder(corner)
        _move(corner, final)
    finally:
        final.unlock()


def tidy(path: Path) -> None:
    """Remove what a making that was cut off at its very end left behind."""
    corner = path / CORNER
    if corner.exists() and DataFolder(path).slots.exists():
        shutil.rmtree(corner)


def refuse_others(folder: DataFolder) -> None:
    """Refuse a folder that holds a workspace, or what is left of one.

    Raises:
        RuleError: `store.already_there`, `store.remains`.
    """
    if folder.slots.exists() or folder.exists():
        raise RuleError("store.already_there", where=str(folder.path))
    if folder.anchor.exists():
        raise RuleError("store.remains", where=str(folder.anchor))


def _move(corner: Path, final: DataFolder) -> None:
    made = DataFolder(corner)
    # Forms and fonts of the office come with a backup alone.
    extras = (corner / "forms", corner / "fonts")
    for place in (*extras, made.filing, made.vault, made.database, made.anchor, made.slots):
        goal = final.path / place.name
        if not place.exists():
            continue  # moved before a crash
        if goal.is_dir():
            goal.rmdir()  # the empty vault of a folder that was only looked at
        place.rename(goal)
        sync_folder(final.path)
    shutil.rmtree(corner)
