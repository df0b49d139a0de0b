"""A seated person over a stop-work of three parts, for tests of what follows it at the window."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton

from inspector_app.casework.followup import resumptions, stops
from inspector_app.casework.followup.stops import Stop
from inspector_app.casework.papers import documents, drafts
from inspector_app.casework.people import workspace
from inspector_app.casework.play.stories import partial_stop
from inspector_app.casework.play.stories.partial_stop import PARTS, Stopped
from inspector_app.casework.play.story import Story
from inspector_app.ui.controls.board_values import Block, Sheet
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.ledger.stops_section import StopsSection
from tests.stories.hands import CTRL, Hands

ALT = Qt.KeyboardModifier.AltModifier


@dataclass
class Site:
    """A seated person at the section, over a stop-work of three parts that was served this morning."""

    hands: Hands
    story: Story
    stopped: Stopped

    @property
    def stop(self) -> str:
        return self.stopped.document_id

    def now(self) -> Stop:
        return stops.stop(self.hands.desk, self.stop)

    @property
    def section(self) -> StopsSection:
        house = self.hands.desktop.house
        assert house is not None
        return next(one for one in house.sections if isinstance(one, StopsSection))

    @property
    def sheet(self) -> Sheet:
        return self.section.view.sheet.sheet

    def block(self, title: str) -> Block:
        return next(one for one in self.sheet.blocks if one.title == title)

    def lines(self) -> list[tuple[str, str, str]]:
        return [(one.id, one.state, one.tone) for one in self.section.view.model.lines]

    def show(self, choice: str = "") -> None:
        """Look at the section, anew, with one of its choices."""
        self.hands.press(Qt.Key.Key_4, CTRL)
        self.hands.press(Qt.Key.Key_2, ALT)
        self.hands.rest()
        if choice:
            tab = self.hands.part(QPushButton, f"ledger_stops_{choice}")
            tab.setFocus()
            self.hands.press(Qt.Key.Key_Space)
            self.hands.rest()

    def deed(self, key: Qt.Key, name: str) -> FormDialog:
        """Ask for a deed by its key, and return its form."""
        self.hands.press(key, CTRL)
        dialog = self.hands.dialog(name)
        assert isinstance(dialog, FormDialog)
        return dialog

    def tick(self, *names: str) -> None:
        for name in names:
            self.hands.tab_to(name)
            self.hands.press(Qt.Key.Key_Space)

    def choose(self, name: str, words: str) -> None:
        self.hands.tab_to(name)
        self.hands.choose(self.hands.part(QComboBox, name), words)

    def put(self, name: str, told: str) -> None:
        self.hands.tab_to(name)
        self.hands.fill(told)

    def accept(self, form: str) -> None:
        """Press the form's button; it closes, or says why not."""
        self.hands.tab_to(f"{form}_accept")
        self.hands.press(Qt.Key.Key_Return)
        self.hands.rest()


def sited(seated: Hands) -> Site:
    """Stop three parts of a site this morning, serve it, and let an hour pass."""
    session = seated.desktop._session
    assert session is not None
    story = Story(session.sign(workspace.TRAINING_PIN), seated.clock)
    made = Site(seated, story, partial_stop.stopped(story))
    story.move(hours=1)
    return made


def resumed(site: Site, parts: tuple[str, ...]) -> str:
    """Rectify what stands behind and issue the resumption of these parts at the desk."""
    desk = site.story.desk
    rows = [PARTS.index(one) for one in parts]
    partial_stop._recheck(site.story, tuple(site.stopped.finding_ids[n] for n in rows))
    begun = resumptions.begin(desk, site.stop, full=False, parts=parts)
    drafts.change(desk, begun.document_id, verification="到场查验，已整改")
    partial_stop._approve(site.story, begun.document_id, "澄住建复批〔2026〕4-3号")
    documents.issue(desk, begun.document_id, date_confirmed=True)
    return begun.document_id
