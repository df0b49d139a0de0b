"""A person at the section of bad conduct: what its list and sheet say, and its forms by keys."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton

from inspector_app.casework.followup import conduct, conduct_courses, conduct_notices
from inspector_app.casework.followup.conduct_courses import ConductCourse
from inspector_app.casework.papers import drafts
from inspector_app.casework.people import workspace
from inspector_app.casework.play import scene
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import inspections
from inspector_app.ui.controls.board_values import Block, Sheet
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.ledger.conduct_section import ConductSection
from tests.stories import duty_hands
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Opener

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
LATE = 2
"""Days after the last day on which the notice is given."""
PLACE = "区住房和城乡建设局门户网站"


@dataclass
class Warned:
    """The window over a scene in which two findings are overdue, with the desk to prepare it."""

    hands: Hands
    scene: Scene

    @property
    def story(self) -> Story:
        """The person's desk with their signature at hand."""
        session = self.hands.desktop._session
        assert session is not None
        return Story(session.sign(workspace.TRAINING_PIN), self.hands.clock)

    # What is there.

    def warn(self, n: int = 0, code: str = "D1-4-02", *, served: bool = True) -> str:
        """Give notice about one of the two findings, at the desk."""
        story, party = self.story, self.scene.contractor
        _, notice = conduct_notices.begin(story.desk, self.scene.finding_ids[n : n + 1], party.id, code)
        drafts.change(story.desk, notice, own_contact="纪闻笛")
        self.issue(notice, f"青住建告批〔2026〕{n + 1}号")
        if served:
            scene.serve(story, notice, party)
        return notice

    def issue(self, document_id: str, number: str) -> None:
        """Issue a paper with an approval in writing, at the desk."""
        story = self.story
        approval = inspections.approval_fields(scene.approved(story, number))
        drafts.change(story.desk, document_id, approval=approval)
        story.issue(document_id)

    def judge(self, notice: str, *, served: bool = True) -> str:
        """Let the time for a defence pass in silence and find bad conduct, at the desk."""
        ends = self.course(notice).answer
        assert ends is not None
        story = self.story
        story.move_to(ends.due + timedelta(days=1))
        paper = conduct.begin_determination(
            story.desk, notice, own_review="事实清楚，依据充分", own_result="认定为不良行为"
        )
        self.issue(paper, "青住建认批〔2026〕1号")
        if served:
            scene.serve(story, paper, self.scene.contractor)
        return paper

    def course(self, notice: str) -> ConductCourse:
        return conduct_courses.course(self.hands.desk, notice)

    # What the window says.

    @property
    def section(self) -> ConductSection:
        house = self.hands.desktop.house
        assert house is not None
        return next(one for one in house.sections if isinstance(one, ConductSection))

    @property
    def sheet(self) -> Sheet:
        return self.section.view.sheet.sheet

    def block(self, title: str) -> Block:
        return next(one for one in self.sheet.blocks if one.title == title)

    def steps(self) -> list[tuple[str, str]]:
        """The course as the sheet tells it: label and chip of each step."""
        return [(one.label, one.state) for one in self.block("进程").facts]

    def lines(self) -> list[tuple[str, str, str]]:
        return [(one.id, one.state, one.right) for one in self.section.view.model.lines]

    def why_not(self) -> dict[str, str]:
        return {one.code: one.why_not for one in self.sheet.deeds}

    @property
    def main(self) -> str:
        return next((one.code for one in self.sheet.deeds if one.main), "")

    # What is done.

    def show(self, choice: str = "todo") -> None:
        """Go to the section and one of its lists by keys, and wait for the sheet of its first line."""
        hands, section = self.hands, self.section
        hands.press(Key.Key_4, CTRL)
        hands.rest()
        number = hands.rooms.ledger.sections.index(section.NAME) + 1
        hands.press(Key(Key.Key_0 + number), ALT)
        hands.rest()
        tab = hands.part(QPushButton, f"ledger_conduct_{choice}")
        tab.setFocus()
        hands.press(Key.Key_Space)
        hands.rest()
        hands.until(lambda: not self.lines() or self.sheet.id == section.view.chosen_id)

    def deed(self, key: Key, name: str) -> FormDialog:
        """Ask for a deed by its key, and return its form."""
        self.hands.press(key, CTRL)
        dialog = self.hands.dialog(name)
        assert isinstance(dialog, FormDialog)
        return dialog

    def choose(self, name: str, words: str) -> None:
        self.hands.tab_to(name)
        self.hands.choose(self.hands.part(QComboBox, name), words)

    def put(self, name: str, told: str) -> None:
        self.hands.tab_to(name)
        self.hands.fill(told)

    def tick(self, *names: str) -> None:
        for name in names:
            self.hands.tab_to(name)
            self.hands.press(Key.Key_Space)


def opened(desktops: Opener, folder: Path) -> Warned:
    """Open the window two days after the last day of an order over two findings."""
    told = duty_hands.opened(desktops, folder, LATE)
    return Warned(told.hands, told.scene)
