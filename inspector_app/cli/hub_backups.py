"""`hub give-backup|drop-backups`: laptops' backups at the hub, copied out or removed."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from inspector_app.answers.answer import Answer
from inspector_app.cli.call import Call, answered

Database = Annotated[
    str | None, typer.Option(help="postgresql://…; without it SQLite.", envvar="INSPECTOR_HUB_DATABASE")
]


def add_to(hub: typer.Typer) -> None:
    """Register the commands."""
    hub.command("give-backup")(give_backup)
    hub.command("drop-backups")(drop_backups)


def give_backup(
    ctx: typer.Context,
    device: Annotated[str, typer.Argument(help="Key id of the laptop, as `hub status` names it.")],
    out: Annotated[Path, typer.Option(help="The file to write; it stays sealed.")],
    name: Annotated[str, typer.Option(help="Which one, YYYYMMDD-HHMMSS; the newest without it.")] = "",
    database: Database = None,
) -> None:
    """Copy out a backup that a laptop left here; only the laptop's own people or the recovery key open it."""
    from inspector_app.hub.books import Hub

    call: Call = ctx.obj
    hub = Hub.open(call.data, database)
    try:
        given = hub.backups.give(device, out, name)
        kept = [one.name for one in hub.backups.kept(device)]
    finally:
        hub.close()
    data = {"file": str(out), "name": given.name, "size": given.size, "kept": kept}
    words = call.messages().text("hub.backup_given", str(out), {"name": given.name})
    answered.append(Answer("hub.give-backup", data, (" ".join(words).rstrip(),)))


def drop_backups(
    ctx: typer.Context,
    device: Annotated[str, typer.Argument(help="Key id of a laptop that needs them no more.")],
    database: Database = None,
) -> None:
    """Remove all backups that a laptop left here, to make room for the others'."""
    from inspector_app.hub.books import Hub

    call: Call = ctx.obj
    hub = Hub.open(call.data, database)
    try:
        gone = hub.backups.drop(device)
    finally:
        hub.close()
    words = call.messages().text("hub.backups_dropped", device, {"count": gone.count, "size": gone.size})
    answered.append(Answer("hub.drop-backups", asdict(gone), (" ".join(words).rstrip(),)))
