"""Keying in a day on paper at the real window, from the keyboard alone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from inspector_app.answers import demos
from inspector_app.ui.ledger.late_day import LateDay
from inspector_app.ui.ledger.late_section import LateSection
from tests.stories.hands import CTRL, SHIFT, Hands

ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key

PAPERS = demos.shipped_cases()[0].parent / "papers"
NOTICE, STOP = "望住建改〔2026〕手-12号", "望住建停〔2026〕手-3号"
REASON = "电脑当天无法启动"


def section(hands: Hands) -> LateSection:
    """The section of late entries."""
    assert hands.desktop.house is not None
    return next(one for one in hands.desktop.house.sections if isinstance(one, LateSection))


def open_section(hands: Hands, choice: str = "") -> LateSection:
    """Go to the section by keys, and to one of its lists."""
    told = section(hands)
    hands.press(Key.Key_4, CTRL)
    hands.rest()
    number = hands.rooms.ledger.sections.index(told.NAME) + 1
    hands.press(Key(Key.Key_0 + number), ALT)
    hands.rest()
    if choice:
        told.narrow(choice)
        hands.rest()
    return told


def open_day(hands: Hands) -> LateDay:
    """Open the window of a day on paper by its key."""
    hands.press(Key.Key_N, CTRL | SHIFT)
    window = hands.dialog("late_day")
    assert isinstance(window, LateDay)
    hands.rest()
    return window


def fill(hands: Hands, name: str, words: str) -> None:
    """Go to a field by Tab and fill it."""
    hands.tab_to(name)
    hands.press(Key.Key_A, CTRL)
    hands.write(words)


def find(hands: Hands, window: LateDay, name: str, words: str) -> None:
    """Type what finds something, and take the first with Enter."""
    fill(hands, name, words)
    hands.until(lambda: bool(window.offers.offers), f"something is offered for {words}")
    hands.press(Key.Key_Return)
    hands.rest()


def tick(hands: Hands, name: str) -> None:
    """Go to a tick by Tab and press it."""
    hands.tab_to(name)
    hands.press(Key.Key_Space)


def choose(hands: Hands, name: str, words: str) -> None:
    """Choose from a list that drops down."""
    hands.tab_to(name)
    hands.choose(hands.part(QComboBox, name), words)


def scan(hands: Hands, card: str, path: Path) -> None:
    """Choose a file as the scan of a paper."""
    hands.tab_to(f"{card}_scans_choose")
    hands.press(Key.Key_Space)
    hands.name_file(f"{card}_scans_files", path)
    hands._focus_window()


def weighed(hands: Hands, window: LateDay) -> dict[str, str]:
    """What is lacking once everything typed was weighed: message by place in the model."""
    hands.until(lambda: not window._rest.isActive() and not hands.desktop.jobs.busy)
    return {one.where: one.message for one in window.verdict.lines}


def visit(hands: Hands, window: LateDay, day: str = "11-20") -> None:
    """Fill in the visit."""
    find(hands, window, "visit_target", "临江 3标")
    tick(hands, "visit_officers_1")
    tick(hands, "visit_officers_2")
    fill(hands, "visit_started", f"{day} 09:10")
    fill(hands, "visit_ended", "10:40")
    fill(hands, "visit_place", "滨河路66号施工现场")
    fill(hands, "visit_source", "日常监督检查")
    fill(hands, "visit_author", "沈知远")
    fill(hands, "visit_reason", REASON)


def finding(hands: Hands, window: LateDay, card: str, letters: str, location: str) -> None:
    """Fill a finding from a phrase."""
    find(hands, window, f"{card}_fact", letters)
    fill(hands, f"{card}_location", location)


def whole_day(hands: Hands, window: LateDay, notice: str = NOTICE, stop: str = STOP) -> None:
    """Fill in a visit, three findings and two papers, with the keyboard alone."""
    visit(hands, window)
    finding(hands, window, "finding1", "lbfh", "3#楼14层")
    hands.press(Key.Key_F2)
    finding(hands, window, "finding3", "pdx", "加工区")
    hands.press(Key.Key_F2)
    finding(hands, window, "finding4", "ljj", "东立面")
    hands.press(Key.Key_3, ALT)
    choose(hands, "paper2_kind", "限期整改")
    fill(hands, "paper2_number", notice)
    fill(hands, "paper2_issued_on", "11-20")
    fill(hands, "paper2_due_on", "7")
    tick(hands, "paper2_findings_2")
    scan(hands, "paper2", PAPERS / "rectification.jpg")
    tick(hands, "paper2_signed")
    tick(hands, "paper2_sealed")
    hands.press(Key.Key_F3)
    choose(hands, "paper5_kind", "停工")
    fill(hands, "paper5_number", stop)
    fill(hands, "paper5_due_on", "11-30")
    fill(hands, "paper5_stop_parts", "3#楼东立面")
    fill(hands, "paper5_stop_start", "11:25")
    fill(hands, "paper5_approver", "韩立群")
    fill(hands, "paper5_approval", "望住建停批〔2026〕手-3号")
    scan(hands, "paper5", PAPERS / "stop_work.jpg")
    tick(hands, "paper5_signed")
    tick(hands, "paper5_sealed")


def give(hands: Hands, pin: str) -> None:
    """Give the PIN and key the day in."""
    hands.tab_to("late_day_pin")
    hands.write(pin)
    hands.press(Key.Key_Return, CTRL)
    hands.rest()


def sheet_words(told: LateSection) -> str:
    """Everything that the sheet says."""
    sheet = told.view.sheet.sheet
    words = [sheet.title, sheet.state, sheet.note]
    for block in sheet.blocks:
        words += [block.title, block.note]
        words += [f"{one.label} {one.text} {one.state}" for one in block.facts]
    return "\n".join(words)


def shown(widget: QWidget) -> bool:
    """Tell whether a widget is seen."""
    return widget.isVisible()
