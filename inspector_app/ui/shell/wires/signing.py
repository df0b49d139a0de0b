"""The wishes around what the addressee is shown and signs."""

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut

from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.paper_room import PaperRoom
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.signing.signing_room import SigningRoom

NOTHING = "signing.nothing_to_show"
KEYS = "Ctrl+Shift+S"


def connect(rooms: Rooms, going: Going, paper: PaperRoom, signing: SigningRoom) -> None:
    """Connect every wish around showing and signing with what fulfils it; sorted by sender."""
    rooms.bench.show_requested.connect(partial(show_open_paper, rooms, going, signing))
    signing.failed.connect(going.show_failure)
    signing.paper_wanted.connect(paper.printing.print)
    signing.refused.connect(lambda told, whom: paper.serving.serve(told, whom, refused=True))
    signing.signed.connect(lambda told, whom, given: paper.serving.serve(told, whom, "", given))
    for page, wish in (
        (rooms.bench, rooms.bench.show_requested.emit),
        (rooms.documents, partial(show_chosen_paper, rooms, going, signing)),
    ):
        QShortcut(QKeySequence(KEYS), page).activated.connect(wish)


def show_open_paper(rooms: Rooms, going: Going, signing: SigningRoom) -> None:
    """Show the document that is on the workbench to its addressee."""
    rooms.bench.settle()
    bench = rooms.work.bench
    if bench is None or bench.draft is None:
        going.show_code(NOTHING)
    else:
        signing.show(bench.draft.id)


def show_chosen_paper(rooms: Rooms, going: Going, signing: SigningRoom) -> None:
    """Show the document that is chosen in the list to its addressee."""
    if rooms.documents.document_id:
        signing.show(rooms.documents.document_id)
    else:
        going.show_code(NOTHING)
