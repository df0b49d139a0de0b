"""`update make|show|take`: the program's updates as files that the office signed."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from inspector_app import __version__
from inspector_app.cli.call import Call, answered, opened, pin

update = typer.Typer(help="The program's updates as files that the office signed: make, show, take.")


@update.command("make")
def make(
    ctx: typer.Context,
    program: Annotated[Path, typer.Argument(help="The package: .deb, or an archive of the bundle.")],
    version: Annotated[str, typer.Option(help="Of the program in it, as 1.2.0.")],
    out: Annotated[Path, typer.Option(help="The update to write.")],
    system: Annotated[str, typer.Option(help="linux or win32.")] = sys.platform,
) -> None:
    """Sign a package for the office; administrators, with the PIN on standard input."""
    from inspector_app.answers import updates
    from inspector_app.casework.people import workspace

    call: Call = ctx.obj
    with opened(call) as session:
        desk = session.sign(workspace.TRAINING_PIN if session.training else pin())
        answered.append(updates.made(desk, program, version, out, system, call.messages()))


@update.command("show")
def show(ctx: typer.Context, file: Path) -> None:
    """Say what an update is, which office signed it, and whether it is newer; change nothing."""
    from inspector_app.answers import updates

    call: Call = ctx.obj
    with opened(call) as session:
        answered.append(updates.shown(session.desk.store, file, __version__, call.messages()))


@update.command("take")
def take(
    ctx: typer.Context,
    file: Path,
    to: Annotated[Path, typer.Option(help="Folder for the package.")] = Path(),
) -> None:
    """Prove an update and lay its package into a folder; who may install on this machine installs it."""
    from inspector_app.answers import updates

    call: Call = ctx.obj
    with opened(call) as session:
        answered.append(updates.taken(session.desk.store, file, to, __version__, call.messages()))
