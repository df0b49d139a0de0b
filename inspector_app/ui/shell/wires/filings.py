"""The wishes of the filings' section: its papers, and the workspace that was made or regained there."""

from collections.abc import Sequence

from PySide6.QtCore import SignalInstance

from inspector_app.casework.people.workspace import Session
from inspector_app.ui.ledger.filings_section import FilingsSection
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.shell.paper_room import PaperRoom


def connect(paper: PaperRoom, sections: Sequence[Section], session_changed: SignalInstance) -> None:
    """Connect every wish around filings with what fulfils it; sorted by sender."""

    def go_on_with(session: Session) -> None:
        for one in sections:
            one.session = session
        session_changed.emit(session)

    for section in sections:
        if isinstance(section, FilingsSection):
            section.paper_wanted.connect(paper.looking.look_at_filed)
            section.session_changed.connect(go_on_with)
