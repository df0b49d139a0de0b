"""The wishes of the ledger's section of bad conduct beside those that every section has."""

from collections.abc import Sequence

from inspector_app.ui.ledger.conduct_section import ConductSection
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.shell.paper_room import PaperRoom


def connect(paper: PaperRoom, sections: Sequence[Section]) -> None:
    """Connect every wish of the section with what fulfils it."""
    for section in sections:
        if isinstance(section, ConductSection):
            section.scan_requested.connect(paper.looking.look_at_scan)
