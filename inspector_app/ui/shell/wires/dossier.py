"""The wishes around a 案卷: what leads to it from everywhere, and where its lines lead."""

from inspector_app.ui.ledger.dossier_work import DossierWork
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.paper_room import PaperRoom
from inspector_app.ui.shell.rooms import DOSSIER, LEDGER, TARGETS, Rooms


def connect(rooms: Rooms, going: Going, paper: PaperRoom, work: DossierWork) -> None:
    """Connect every wish around a target's file with what fulfils it; sorted by sender."""
    page = rooms.dossier
    going.dossier = lambda target_id: open_dossier(rooms, work, target_id)
    page.bench_wanted.connect(going.open_inspection)
    page.card_wanted.connect(lambda one: show_card(rooms, going, one))
    page.document_wanted.connect(going.open_document)
    page.finding_wanted.connect(lambda *told: open_finding(rooms, going, *told))
    page.left.connect(lambda: leave(rooms, going))
    rooms.targets.dossier_requested.connect(going.open_dossier)
    work.look_wanted.connect(paper.looking.look_at_bound)
    work.told.connect(lambda code, values: going.tell(code, **values))


def open_dossier(rooms: Rooms, work: DossierWork, target_id: str) -> None:
    """Show a target's timeline; remember which page leads back."""
    if rooms.frame.page != DOSSIER:
        rooms.dossier.setProperty("came_from", rooms.frame.page)
    work.show(target_id)
    rooms.frame.show_page(DOSSIER)


def leave(rooms: Rooms, going: Going) -> None:
    """Go back to the ledger or to the target, from where one came."""
    if rooms.dossier.property("came_from") == LEDGER:
        going.go(LEDGER)
    else:
        show_card(rooms, going, rooms.dossier.target_id)


def show_card(rooms: Rooms, going: Going, target_id: str) -> None:
    """Show the target in the registry."""
    if target_id:
        rooms.targets.choose(target_id)
    going.go(TARGETS)


def open_finding(rooms: Rooms, going: Going, visit_id: str, finding_id: str) -> None:
    """Show a finding at the workbench."""
    going.open_inspection(visit_id)
    rooms.bench.findings.open_finding(finding_id)
