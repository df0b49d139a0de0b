"""What `hub backup|restore|audit|codes` do; JSON values come back, words are the command line's."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.domain.errors import Progress
from inspector_app.hub import putting_back
from inspector_app.hub.admitting import content_of, opened
from inspector_app.trust import recovery_key


def backup(folder: Path, out: Path, progress: Progress, *, database: str | None) -> dict[str, Any]:
    """Back a hub up into a folder.

    Raises:
        as `Hub.backup`.
    """
    with opened(folder, database) as hub:
        made = hub.backup(out, progress)
    return {
        "file": str(made.books.file),
        "size": made.books.size,
        "rows": made.books.rows,
        "photos": made.photos,
        "new": made.new,
        "lost": [each.name for each in made.lost],
        "removed": list(made.books.removed),
    }


def restore(
    folder: Path, backup: Path, key: Path, code: str, progress: Progress, *, database: str | None
) -> dict[str, Any]:
    """Make a hub of a backup in an empty folder.

    Args:
        key: the office's recovery key file. code: opens it.

    Raises:
        as `putting_back.put_back` and `recovery_key.open_key`; UsageError `hub.file_unreadable`.
    """
    opener = recovery_key.open_key(content_of(key, recovery_key.MOST_BYTES), code, str(key))
    told = putting_back.put_back(backup, folder, opener, database_url=database, progress=progress)
    return {
        "hub_id": told.facts.id,
        "name": told.facts.name,
        "made": told.made,
        "rows": told.rows,
        "photos": told.photos,
        "lacking": told.lacking,
        "marked": told.marked,
    }


def audit(folder: Path, what: str, most: int, *, database: str | None) -> dict[str, Any]:
    """Return {lines}: what happened at the hub, the newest last.

    Args:
        what: only of this kind; empty for every one.
        most: so many of the newest; 0 for all.
    """
    with opened(folder, database) as hub:
        return {"lines": [asdict(each) for each in hub.audit.last(most, what)]}


def codes(folder: Path, *, database: str | None) -> dict[str, Any]:
    """Return {codes}: enrolment codes that nobody used yet."""
    with opened(folder, database) as hub:
        return {"codes": [asdict(each) for each in hub.codes.all()]}


def end_code(folder: Path, code_id: str, *, database: str | None) -> dict[str, Any]:
    """End an unused code, and return it.

    Raises:
        RuleError: `hub.code_not_open`.
    """
    with opened(folder, database) as hub:
        return asdict(hub.codes.end(code_id))
