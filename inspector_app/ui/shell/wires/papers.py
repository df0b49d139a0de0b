"""The wishes around issued documents."""

from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.paper_room import PaperRoom
from inspector_app.ui.shell.rooms import Rooms


def connect(rooms: Rooms, going: Going, paper: PaperRoom) -> None:
    """Connect every wish around issued documents with what fulfils it; sorted by sender."""
    paper.changed.connect(going.show_changed_paper)
    paper.open_requested.connect(going.open_inspection)
    rooms.archive.drawn.connect(going.show_paper)
    rooms.archive.failed.connect(going.show_failure)
    rooms.archive.listed.connect(rooms.documents.show_documents)
    rooms.archive.read.connect(rooms.documents.model.take)
    rooms.archive.told.connect(rooms.documents.show_facts)
    rooms.archive.unread.connect(rooms.documents.model.give_up)
    rooms.archive.written.connect(going.show_written)
    rooms.bench.paper.look_requested.connect(paper.looking.look_larger)
    rooms.bench.paper.print_requested.connect(paper.printing.print_open_paper)
    rooms.documents.chosen.connect(rooms.archive.show_one)
    rooms.documents.file_requested.connect(paper.looking.look_at_file)
    rooms.documents.print_requested.connect(paper.printing.print)
    rooms.documents.return_requested.connect(paper.returning.take_back)
    rooms.documents.save_requested.connect(rooms.questions.place)
    rooms.documents.serve_requested.connect(paper.serving.serve)
    rooms.documents.void_requested.connect(paper.voiding.void)
    rooms.documents.wanted.connect(
        lambda window: rooms.archive.read_rows(window.tag, rooms.documents.model.ids_of(window))
    )
