"""`import`: sites, plants, people or a history from Excel."""

from pathlib import Path
from typing import Annotated

import typer

from inspector_app.cli.call import Call, Tenths, answered, opened, pin


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(bring_in)


def bring_in(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(help="sites, plants, people or history")],
    file: Annotated[Path, typer.Argument(help="An .xlsx workbook.")],
    map_: Annotated[
        Path | None, typer.Option("--map", help="TOML: sheet, head row, columns = field.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come of it; write nothing.")
    ] = False,
    rejected: Annotated[
        Path | None, typer.Option(help="Write the rejected rows with their reasons into this workbook.")
    ] = None,
    accept: Annotated[list[str] | None, typer.Option(help="Key of a proposal, or all.")] = None,
) -> None:
    """Bring sites, plants, people or a history in from Excel; the same file twice changes nothing."""
    from inspector_app.answers import imports
    from inspector_app.casework.importing.strangers import read_apart
    from inspector_app.casework.people import workspace

    call: Call = ctx.obj
    asked = imports.Asked(kind, file, map_, tuple(accept or ()), dry_run)
    imports.kind_named(kind)
    with opened(call) as session:
        told = imports.prepared(session.desk, asked, read_apart)
        desk = session.desk
        if not dry_run and told.signs:
            desk = session.sign(workspace.TRAINING_PIN if session.training else pin())
        # First what may fail for a reason outside: a folder that cannot be written leaves nothing imported.
        if rejected is not None and told.outcome.rejected:
            imports.save_rejected(rejected, told, call.messages())
        answered.append(imports.brought(desk, told, asked, call.messages(), Tenths()))
