"""`hub take`: exchange files that were carried to the hub."""

from pathlib import Path
from typing import Annotated

import typer

from inspector_app.answers.answer import DECIDE, DONE, Answer
from inspector_app.cli.call import Call, answered, say

Database = Annotated[
    str | None, typer.Option(help="postgresql://…; without it SQLite.", envvar="INSPECTOR_HUB_DATABASE")
]


def add_to(hub: typer.Typer) -> None:
    """Register the command."""
    hub.command("take")(take)


def take(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="As `sync --out` wrote them.")],
    out: Annotated[
        Path | None, typer.Option(help="File to write: the receipts, for the laptops that wrote these.")
    ] = None,
    database: Database = None,
) -> None:
    """Take in exchange files from a stick, filings beside them too; nobody's laptop is needed for it."""
    from inspector_app.answers.speaking import words
    from inspector_app.answers.syncs import Spoken
    from inspector_app.hub import ferrying

    call: Call = ctx.obj
    told, news = ferrying.take(call.data, files, out, Spoken(say), database=database)
    messages = call.messages()
    lines = [messages.text("hub.file_taken", one["file"], one)[0] for one in told["files"]]
    beside = [one["filing"] for one in told["files"] if one["filing"] is not None]
    lines += [messages.text("hub.file_taken", one["file"], one)[0] for one in beside]
    lines += [" ".join(messages.text(one.code, one.where, dict(one.values))) for one in news]
    if out is not None:
        lines.append(" ".join(messages.text("hub.file_receipts_written", str(out), told)))
    data = told | {"news": [words(one, call.lang) for one in news]}
    answered.append(Answer("hub.take", data, tuple(lines), DECIDE if news else DONE, news))
