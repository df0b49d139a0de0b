"""`update make|show|take`: the program's updates as files that the office signed."""

from pathlib import Path

from inspector_app.answers.answer import Answer
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import updates
from inspector_app.catalog.messages import Messages
from inspector_app.store.store import Store
from inspector_app.trust.update_file import Head


def made(desk: Desk, program: Path, version: str, out: Path, system: str, messages: Messages) -> Answer:
    """Sign a program's package and write the update; see `casework.people.updates.make`."""
    head = updates.make(desk, program, version, out, system)
    return _answer("make", "update.made", head, messages, file=str(out))


def shown(store: Store, path: Path, own: str, messages: Messages) -> Answer:
    """Say what an update is, after it was proven."""
    head, name = updates.look(store, path, own)
    return _answer("show", "update.is", head, messages, name=name, own=own, file=str(path))


def taken(store: Store, path: Path, folder: Path, own: str, messages: Messages) -> Answer:
    """Lay the package of a proven update into a folder, for whoever installs on this machine."""
    head, name, goal = updates.take(store, path, folder, own)
    return _answer("take", "update.laid", head, messages, name=name, file=str(goal))


def _answer(command: str, code: str, head: Head, messages: Messages, **told: str) -> Answer:
    values = {
        "version": head.version,
        "system": head.system,
        "size": head.size,
        "sha256": head.sha256,
        "office": head.office,
        "signer": head.signer,
        "made_on": head.made_on.isoformat(),
        **told,
    }
    line = " ".join(messages.text(code, "", values)).rstrip()
    return Answer(f"update.{command}", values, (line,))
