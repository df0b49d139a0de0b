"""`manual --out FILE`: the built-in manual as a PDF."""

from pathlib import Path
from typing import Annotated

import typer

from inspector_app import __version__
from inspector_app.cli.call import Call, answered


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(manual)


def manual(ctx: typer.Context, out: Annotated[Path, typer.Option(help="PDF file to write.")]) -> None:
    """Write the manual as a PDF, with contents and pictures; --lang chooses its language."""
    from inspector_app.answers import manuals
    from inspector_app.documents.manual_paper import manual as draw

    call: Call = ctx.obj
    answered.append(manuals.answer(out, call.lang, __version__, draw, call.messages()))
