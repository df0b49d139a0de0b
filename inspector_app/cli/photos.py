"""The command `photos`."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from inspector_app.cli.call import Call, answered, day, opened, say


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("photos")(photos)


def photos(
    ctx: typer.Context,
    drop_before: Annotated[
        str,
        typer.Option("--drop-before", metavar="DAY", help="Remove those of visits before a day."),
    ] = "",
    copy: Annotated[
        Path | None, typer.Option("--copy", help="The backup that holds them; else the last one.")
    ] = None,
) -> None:
    """Tell where the photos are; remove old ones that hub and backup are proven to hold."""
    from inspector_app.answers import holdings as answers
    from inspector_app.answers import syncs
    from inspector_app.casework.overview import holdings
    from inspector_app.sync import exchange

    call: Call = ctx.obj
    with opened(call) as session:
        dropped = None
        if drop_before:
            before = day(drop_before, "--drop-before")
            spoken, store = syncs.Spoken(say), session.desk.store

            def held(names: Sequence[str]) -> Collection[str]:
                return exchange.held(store, datetime.now(UTC), names, spoken)

            dropped = holdings.drop(session.desk, before, held, copy, spoken)
        answered.append(answers.answer(session.desk.store, dropped, call.messages()))
