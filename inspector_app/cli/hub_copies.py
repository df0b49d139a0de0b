"""`hub backup|restore|audit|codes`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from inspector_app.answers.answer import Answer
from inspector_app.cli.call import Call, Tenths, answered, pin

Database = Annotated[
    str | None, typer.Option(help="postgresql://…; without it SQLite.", envvar="INSPECTOR_HUB_DATABASE")
]


def add_to(hub: typer.Typer) -> None:
    """Register the commands."""
    hub.command("backup")(backup)
    hub.command("restore")(restore)
    hub.command("audit")(audit)
    hub.command("codes")(codes)


def backup(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="A folder on another disk, a stick or a share.")],
    database: Database = None,
) -> None:
    """Back the hub up, sealed to the office's recovery key, reopened and proven; laptops go on meanwhile."""
    from inspector_app.hub import keeping

    call: Call = ctx.obj
    told = keeping.backup(call.data, out, Tenths(), database=database)
    said = [("hub.backed_up", {"path": told["file"], "photos": told["photos"], "new": told["new"]})]
    if told["lost"]:
        said.append(("hub.backup_lost", {"count": len(told["lost"]), "where": told["lost"][0]}))
    _tell("backup", told, call, said)


def restore(
    ctx: typer.Context,
    backup: Annotated[Path, typer.Option("--from", help="A hub's backup, hub-….ijh.")],
    recovery_key: Annotated[
        Path, typer.Option("--recovery-key", help="Out of the safe; its code is read from standard input.")
    ],
    database: Database = None,
) -> None:
    """Make a hub of its backup in the data folder, which must be new or empty."""
    from inspector_app.hub import keeping

    call: Call = ctx.obj
    told = keeping.restore(call.data, backup, recovery_key, pin(), Tenths(), database=database)
    rows = told["rows"]
    values = {"made": told["made"], "photos": told["photos"]}
    values |= {"bundles": rows.get("bundle", 0), "devices": rows.get("device", 0)}
    said = [("hub.put_back", values)]
    if told["lacking"]:
        said.append(("hub.put_back_lacking", {"count": told["lacking"]}))
    if not told["marked"]:
        said.append(("hub.put_back_unmarked", {"where": str(backup)}))
    _tell("restore", told, call, said)


def audit(
    ctx: typer.Context,
    what: Annotated[str, typer.Option(help="Only of this kind, e.g. fork or digests_differ.")] = "",
    last: Annotated[int, typer.Option(help="So many of the newest; 0 for all.", min=0)] = 0,
    database: Database = None,
) -> None:
    """Say what happened at the hub, the newest last."""
    from inspector_app.hub import keeping, status_words

    call: Call = ctx.obj
    told = keeping.audit(call.data, what, last, database=database)
    answered.append(Answer("hub.audit", told, status_words.audit_lines(told)))


def codes(
    ctx: typer.Context,
    end: Annotated[str, typer.Option(help="End this one, by its id.")] = "",
    database: Database = None,
) -> None:
    """List the enrolment codes that nobody used yet, or end one."""
    from inspector_app.hub import keeping, status_words

    call: Call = ctx.obj
    if end:
        told = keeping.end_code(call.data, end, database=database)
        _tell("codes", told, call, [("hub.code_ended", {"id": told["id"], "name": told["name"]})])
        return
    told = keeping.codes(call.data, database=database)
    answered.append(Answer("hub.codes", told, status_words.codes_lines(told, call.messages())))


def _tell(
    command: str, told: Mapping[str, object], call: Call, said: list[tuple[str, dict[str, object]]]
) -> None:
    words = call.messages()
    lines = tuple(" ".join(words.text(code, "", values)).rstrip() for code, values in said)
    answered.append(Answer(f"hub.{command}", told, lines))
