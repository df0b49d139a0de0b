"""What `hub take` does; JSON values come back, words are the command line's."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inspector_app.domain.errors import Problem, Progress, UsageError
from inspector_app.hub.admitting import opened
from inspector_app.hub.carried import Taken
from inspector_app.sync.file_hello import filing_beside


def take(
    folder: Path, files: Sequence[Path], out: Path | None, progress: Progress, *, database: str | None
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Take exchange files in, one after the other, and write the receipts for them when asked.

    A file that is refused ends it: those before are taken, and may be read again.

    Args:
        out: the file to write for those who wrote these files.

    Returns:
        {files, out, receipts}, and what a person must know.

    Raises:
        UsageError: `hub.out_exists`. And as `Carried.take` and `CarriedBack.write`.
    """
    if out is not None and any(each.exists() for each in (out, filing_beside(out))):
        raise UsageError("hub.out_exists", where=str(out))
    seconds = {filing_beside(one) for one in files}
    with opened(folder, database) as hub:
        taken = [hub.carried.take(one, progress) for one in files if one not in seconds]
        many = hub.carried_back.write(out, taken) if out is not None else 0
        names = {one.key_id: one.name for one in hub.devices.devices()}
    told = [_told(one, names) for one in taken]
    parts = (part for one in taken for part in (one, one.filing) if part is not None)
    return {"files": told, "out": str(out or ""), "receipts": many}, tuple(
        problem for part in parts for problem in _news(part)
    )


def _news(one: Taken) -> list[Problem]:
    forked = [Problem.of("hub.file_forked", one.path.name, branches=one.branches)] if one.branches else []
    return [*one.news, *forked]


def _told(one: Taken, names: dict[str, str]) -> dict[str, Any]:
    sender = one.header.sender
    return {
        "file": str(one.path),
        "sender": sender,
        "name": names.get(sender, ""),
        "made": one.header.made,
        "workspace": one.header.workspace,
        "bundles": one.bundles,
        "entries": one.entries,
        "photos": len(one.photos),
        "new_photos": one.new_photos,
        "branches": list(one.branches),
        "filing": None if one.filing is None else _told(one.filing, names),
    }
