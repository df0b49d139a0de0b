"""An office whose notice ran out long ago, and how a person works at the filings' section by keys alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.overview import filing_book
from inspector_app.casework.overview.filing_book import CaseBook
from inspector_app.casework.people import accounts, workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.casework.play import scene
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.story import Story
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import Role
from inspector_app.ui.ledger.filings_section import FilingsSection
from tests.stories.hands import CTRL, Hands
from tests.stories.office import CHEAP

SITE = "灯塔里安置房5号楼"
PARTY = "青屿恒基建工有限公司"
MATTER = "涉嫌未按要求整改临边防护案"
PENALTY = "《建设工程安全生产管理条例》第六十二条"
COLLEAGUE = NewAccount("helanxi", "贺兰溪", "hello 贺兰溪", Role.INSPECTOR)
PIN = "135791"
Key = Qt.Key


def overdue_office(folder: Path, moment: datetime) -> Scene:
    """Let a notice be issued in September and nothing happen since; a colleague has an account."""
    clock = PlayedClock(moment)
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        desk = session.sign(workspace.TRAINING_PIN)
        told = scene.rise(Story(desk, clock, filing=session.filing_desk(desk)), SITE)
        clock.moment = moment
        accounts.add(desk, workspace.TRAINING_PASSWORD, COLLEAGUE, cost=CHEAP)
    finally:
        session.close()
    return told


def section(hands: Hands) -> FilingsSection:
    """The section of filings."""
    assert hands.desktop.house is not None
    return next(one for one in hands.desktop.house.sections if isinstance(one, FilingsSection))


def open_section(hands: Hands) -> FilingsSection:
    """Go to the section by keys."""
    told = section(hands)
    hands.press(Key.Key_4, CTRL)
    hands.rest()
    number = hands.rooms.ledger.sections.index(told.NAME) + 1
    hands.press(Qt.Key(Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
    hands.rest()
    return told


def to_list(hands: Hands, choice: str) -> None:
    """Go to one of its lists by keys."""
    told = section(hands)
    hands.tab_to(f"ledger_filings_{told.filter}")
    codes = [one.code for one in told.filters()]
    step = codes.index(choice) - codes.index(told.filter)
    for _ in range(abs(step)):
        hands.press(Key.Key_Right if step > 0 else Key.Key_Left)
    hands.rest()
    assert told.filter == choice
    settled(hands)


def settled(hands: Hands) -> None:
    """Wait until the sheet is the chosen line's."""
    told = section(hands).view
    hands.until(lambda: not told.model.lines or told.sheet.sheet.id == told.chosen_id)
    hands.rest()


def lines(hands: Hands) -> list[tuple[str, str, str, str]]:
    """Title, state, and what stands at the right of each line."""
    settled(hands)
    return [(one.title, one.state, one.right, one.right_note) for one in section(hands).view.model.lines]


def sheet_words(hands: Hands) -> str:
    """Everything that the sheet says."""
    settled(hands)
    sheet = section(hands).view.sheet.sheet
    told = [sheet.title, sheet.state, sheet.note]
    for block in sheet.blocks:
        told += [block.title, block.note, *(f"{one.label} {one.text} {one.state}" for one in block.facts)]
    return "\n".join(told)


def deeds(hands: Hands) -> dict[str, str]:
    """Why each deed of the sheet may not be done, empty when it may."""
    settled(hands)
    return {one.code: one.why_not for one in section(hands).view.sheet.sheet.deeds}


def teaching(hands: Hands) -> str:
    """What the empty board says."""
    view = section(hands).view
    return " ".join(one.text() for one in view.findChildren(QLabel) if one.isVisible())


def fill(hands: Hands, dialog: str, fills: Mapping[str, str], pin: str = "") -> None:
    """Fill fields of the open form by keys."""
    box = hands.dialog(dialog)
    for field, words in fills.items():
        hands.tab_to(field)
        combo = box.findChild(QComboBox, field)
        if combo is not None:
            hands.choose(combo, words)
        elif box.findChild(QCheckBox, field) is not None:
            hands.press(Key.Key_Space)
        else:
            hands.press(Key.Key_A, CTRL)
            hands.write(words)
    if pin:
        hands.tab_to("pin")
        hands.write(pin)


def give(hands: Hands, dialog: str, fills: Mapping[str, str], pin: str = "") -> None:
    """Fill the open form by keys and give it."""
    fill(hands, dialog, fills, pin)
    hands.tab_to(f"{dialog}_accept")
    hands.press(Key.Key_Return)
    hands.rest()


def no_dialog(hands: Hands, name: str) -> None:
    """Wait until a dialog is gone and everything is shown."""
    hands.until(lambda: hands._open(name) is None, f"{name} is shut")
    settled(hands)


def said(hands: Hands, dialog: str) -> str:
    """What an open form says in labels."""
    return " ".join(one.text() for one in hands.dialog(dialog).findChildren(QLabel) if one.isVisible())


def begin_button(hands: Hands) -> QPushButton:
    """The button of the empty board."""
    return hands.part(QPushButton, "ledger_filings_begin")


def open_case(hands: Hands, matter: str = MATTER) -> None:
    """Open a case over all that may be filed at the site."""
    hands.press(Key.Key_O, CTRL)
    give(hands, "filing_search", {"target": "灯塔里"})
    give(hands, "filing_open", {"matter": matter})
    no_dialog(hands, "filing_open")


def issue_form(hands: Hands) -> None:
    """Issue the filing form of the case that is shown."""
    hands.press(Key.Key_Return, CTRL)
    give(hands, "filing_filing_form", {"penalty": PENALTY}, workspace.TRAINING_PIN)
    no_dialog(hands, "filing_filing_form")


def book(hands: Hands) -> CaseBook:
    """All about the case that is shown, read anew."""
    session = section(hands).session
    assert session is not None
    return filing_book.case_book(session.filing_desk(session.desk), section(hands).view.chosen_id)


def pass_days(hands: Hands, days: int) -> None:
    """Let days pass, and look again."""
    hands.clock.moment += timedelta(days=days)
    hands.press(Key.Key_F5)
    hands.rest()
    settled(hands)


def sit_down(hands: Hands, who: NewAccount) -> None:
    """Choose the name and sign in."""
    hands._focus_window()
    people = hands.desktop.sign_in._people
    hands.until(lambda: people.findText(who.name) >= 0)
    people.setCurrentIndex(people.findText(who.name))
    hands.sign_in(who.password)
    hands.rest()


TRAINEE = NewAccount(
    workspace.TRAINING_USER, workspace.TRAINING_NAME, workspace.TRAINING_PASSWORD, Role.ADMINISTRATOR
)
