"""`--selftest`: what an installed program stands on, tried in a folder of its own."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from inspector_app.cli.call import Call, answered

if TYPE_CHECKING:
    from inspector_app.casework.people.workspace import Session


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(selftest)


def selftest(ctx: typer.Context) -> None:
    """Try the installed program itself: issue, read back, verify, draw, open the window unseen."""
    from inspector_app.answers import selftests, verdicts
    from inspector_app.casework.base.clocks import PlayedClock, SystemClock
    from inspector_app.casework.people import workspace
    from inspector_app.documents.preview import page_png
    from inspector_app.documents.proof.qr import parse_qr
    from inspector_app.documents.proof.verify import Examiner
    from inspector_app.documents.render import PdfRenderer
    from inspector_app.domain.chinese import local_date

    call: Call = ctx.obj
    now = call.now or SystemClock().now()
    clock = PlayedClock(now)

    def sign_in(folder: Path) -> "Session":
        user = workspace.trainee(folder)
        return workspace.sign_in(folder, user, workspace.TRAINING_PASSWORD, clock, PdfRenderer())

    with TemporaryDirectory(prefix="inspector-selftest-") as place, Examiner() as examiner:
        rooms = selftests.Rooms(sign_in, verdicts.Eyes(examiner.examine, parse_qr), page_png)
        answered.append(selftests.answer(Path(place), rooms, clock, call.messages(), local_date(now)))
