"""A served notice over two findings, and what a person does about it at the window, by keys alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from inspector_app.casework.base import values
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.papers import duties
from inspector_app.casework.people import workspace
from inspector_app.casework.play import scene
from inspector_app.casework.play.scene import FIRST_DAY, Scene
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import inspections
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.duties import Course
from inspector_app.domain.people import PersonPresent
from inspector_app.ui.ledger.duties_section import DutiesSection
from inspector_app.ui.recheck.recheck_pane import RecheckPane
from tests.stories.hands import CTRL, Hands
from tests.stories.office import CHEAP
from tests.stories.stage import Opener

SITE = "灯塔里安置房5号楼"
Key = Qt.Key


@dataclass
class Ordered:
    """The window over the scene, some days after its notice was served."""

    hands: Hands
    scene: Scene

    def course(self, n: int = 0) -> Course:
        """The contractor's course about one of the two findings."""
        finding = self.scene.finding_ids[n]
        return duties.courses(self.hands.desk, [finding])[finding][self.scene.contractor.id]

    @property
    def words(self) -> list[str]:
        """The states of both findings."""
        return [str(self.course(n).state.word) for n in (0, 1)]

    def to(self, days: int, at: time = time(9, 0)) -> None:
        """Go to a day so many days after the notice's last day."""
        self.hands.clock.moment = datetime.combine(self.scene.due + timedelta(days=days), at, CHINA)


def found(folder: Path) -> Scene:
    """Make a workspace in which a site was visited, and a notice over two findings was served."""
    clock = PlayedClock(datetime.combine(FIRST_DAY, time(8, 0), CHINA))
    workspace.make_training(folder, clock, cost=CHEAP)
    user, password = workspace.TRAINING_USER, workspace.TRAINING_PASSWORD
    session = workspace.sign_in(folder, user, password, clock, PdfRenderer())
    try:
        return scene.rise(Story(session.sign(workspace.TRAINING_PIN), clock), SITE)
    finally:
        session.close()


def opened(desktops: Opener, folder: Path, days: int) -> Ordered:
    """Open the window over such a workspace, so many days after the last day, with somebody signed in."""
    told = found(folder)
    hands = desktops(folder)
    made = Ordered(hands, told)
    made.to(days)
    hands.sign_in()
    hands.rest()
    return made


# The ledger.


def section(hands: Hands) -> DutiesSection:
    """The section of rectification."""
    assert hands.desktop.house is not None
    return next(one for one in hands.desktop.house.sections if isinstance(one, DutiesSection))


def open_list(hands: Hands, choice: str = "all") -> DutiesSection:
    """Go to the section and one of its lists by keys, and wait for the sheet of its first line."""
    told = section(hands)
    hands.press(Key.Key_4, CTRL)
    hands.rest()
    number = hands.rooms.ledger.sections.index(told.NAME) + 1
    hands.press(Key(Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
    hands.rest()
    hands.tab_to(f"ledger_duties_{told.filter}")
    codes = [one.code for one in told.filters()]
    step = codes.index(choice) - codes.index(told.filter)
    for _ in range(abs(step)):
        hands.press(Key.Key_Right if step > 0 else Key.Key_Left)
    hands.rest()
    assert told.filter == choice
    hands.until(lambda: not lines(hands) or told.view.sheet.sheet.id == told.view.chosen_id)
    return told


def lines(hands: Hands) -> list[tuple[str, str, str, str]]:
    """Title, state, and what stands at the right of each line."""
    return [(one.title, one.state, one.right, one.right_note) for one in section(hands).view.model.lines]


def sheet_words(hands: Hands) -> str:
    """Everything that the sheet says."""
    sheet = section(hands).view.sheet.sheet
    told = [sheet.title, sheet.state, sheet.note]
    for block in sheet.blocks:
        told += [block.title, block.note]
        told += [f"{one.label} {one.text} {one.state}" for one in block.facts]
    return "\n".join(told)


def why_not(hands: Hands, code: str) -> str:
    """Why a deed may not be done now, as its button tells it."""
    sheet = section(hands).view.sheet
    hands.until(lambda: any(one.isVisible() for one in sheet.findChildren(QPushButton, f"deed_{code}")))
    told = hands.part(QPushButton, f"deed_{code}")
    assert told.isEnabled() == (not told.accessibleDescription())
    return told.accessibleDescription()


def fill(hands: Hands, name: str, fills: Mapping[str, str | bool]) -> QDialog:
    """Fill the open form by keys: words into fields, True to tick or untick."""
    hands._focus_window()
    dialog = hands.dialog(name)
    for field, told in fills.items():
        hands.tab_to(field)
        if told is True:
            hands.press(Key.Key_Space)
        else:
            hands.press(Key.Key_A, CTRL)
            hands.write(str(told))
    return dialog


def give(hands: Hands, name: str, *, shuts: bool = True) -> None:
    """Give the open form with its button."""
    hands.tab_to(f"{name}_accept")
    hands.press(Key.Key_Return)
    if shuts:
        hands.until(lambda: hands._open(name) is None, f"{name} is shut")
    hands.rest()


def refused(hands: Hands, name: str, words: str, focused: str) -> None:
    """Give the form, and see it refused in words with the keys in the field, nothing written, still open."""
    before = hands.store.digest()
    give(hands, name, shuts=False)
    dialog = hands.dialog(name)
    hands.until(lambda: words in said(dialog), f"{words} is said")
    assert hands.focused == focused
    assert hands.store.digest() == before


def said(dialog: QDialog) -> str:
    """What a dialog says in labels."""
    return " ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def attach(hands: Hands, field: str, path: Path) -> None:
    """Choose a file in the open form."""
    hands.tab_to(f"{field}_choose")
    hands.press(Key.Key_Space)
    hands.name_file(f"{field}_files", path)
    hands._focus_window()


def picture(folder: Path, name: str, day: date) -> Path:
    """A shipped photo that states a day, as a file."""
    path = folder / name
    path.write_bytes(scene.picture(name, day))
    return path


# The recheck.


def pane(hands: Hands) -> RecheckPane:
    """The tab of old findings."""
    return hands.rooms.recheck


def shown(hands: Hands) -> str:
    """The recheck that the tab shows."""
    told = pane(hands).recheck
    return told.inspection_id if told is not None else ""


def at_recheck(hands: Hands) -> RecheckPane:
    """Wait until the tab shows the recheck with the keys on its list."""
    hands.until(lambda: hands.rooms.frame.page == "bench", "the workbench is shown")
    hands.until(lambda: shown(hands) == hands.rooms.work.inspection_id, "the recheck is read")
    hands.rest()
    hands._focus_window()
    assert hands.rooms.bench.middle.tab == "recheck"
    hands.until(lambda: hands.focused == "recheck_lines", "the list has the keys")
    return pane(hands)


def results(hands: Hands) -> list[str]:
    """The results that the tab shows, by line."""
    told = pane(hands).recheck
    assert told is not None
    return [one.duty.result for one in told.lines]


def lawful(hands: Hands) -> None:
    """Fill in, as if it had been typed, what a visit needs beside its findings, and end it now."""
    bench, desk = hands.rooms.work.bench, hands.desk
    assert bench is not None
    now = hands.clock.now()
    inspections.change(
        desk,
        bench.inspection.id,
        approval={
            "approver": "柏知行",
            "at": (now - timedelta(hours=1)).isoformat(),
            "number": "青住建检批〔2026〕5-60号",
        },
        notice="青住建检通〔2026〕5-60号",
        credentials_shown=True,
        recusal="waived",
        handling="按复查结果处理。",
        ended=values.iso(now + timedelta(minutes=30)),
    )
    inspections.meet(desk, bench.inspection.id, PersonPresent("骆行远", "项目经理", "青屿恒基建工有限公司"))
    hands.clock.moment = now + timedelta(minutes=31)
    hands.rooms.work.refresh()
    hands.rest()


def sign(hands: Hands) -> None:
    """Issue the paper that is shown."""
    hands.press(Key.Key_F9)
    hands.give_pin()
