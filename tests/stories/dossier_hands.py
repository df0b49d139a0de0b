"""A person at the page 案卷: reads what it shows, goes through it and exports from the keyboard alone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from inspector_app.ui.ledger.dossier_dialogs import ExportedDialog
from inspector_app.ui.ledger.dossier_page import PERIODS, DossierPage
from tests.stories.hands import CTRL, Hands

ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


def page(hands: Hands) -> DossierPage:
    """The page 案卷."""
    return hands.rooms.dossier


def open_dossier(hands: Hands, words: str) -> DossierPage:
    """Find a target in the registry and open its file by keys."""
    hands.go_to("targets")
    hands.press(Key.Key_F, CTRL)
    hands.press(Key.Key_A, CTRL)
    hands.write(words)
    hands.rest()
    hands.until(lambda: bool(hands.rooms.targets.target_id), "a target is shown")
    hands.press(Key.Key_D, CTRL)
    hands.until(lambda: hands.rooms.frame.page == "dossier")
    hands.rest()
    return page(hands)


def codes(hands: Hands) -> list[str]:
    """The codes of the lines that are shown, newest first."""
    return [one.line.code.removeprefix("dossier.") for one in page(hands).list.entries]


def choose_period(hands: Hands, code: str) -> None:
    """Choose a period by its key."""
    hands.press(Key(Key.Key_1 + PERIODS.index(code)), ALT)
    hands.rest()


def go_to(hands: Hands, code: str) -> None:
    """Go down to the first line of a code by keys."""
    if hands.focused != "timeline":
        hands.tab_to("timeline")
    hands.press(Key.Key_Home)
    for _ in range(codes(hands).index(code)):
        hands.press(Key.Key_Down)
    current = page(hands).list.current
    assert current is not None
    assert current.line.code == f"dossier.{code}"


def sheet_words(hands: Hands) -> str:
    """Everything that the sheet says."""
    told = page(hands).sheet.sheet
    words = [told.title, told.state, told.note]
    for block in told.blocks:
        words += [block.title, *(f"{one.label} {one.text} {one.state}" for one in block.facts)]
    return "\n".join(words)


def said(dialog: QDialog) -> str:
    """What a dialog says in labels."""
    return " ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def ask_export(hands: Hands, out: Path) -> QDialog:
    """Open the form of an export and name the folder."""
    hands.press(Key.Key_E, CTRL)
    dialog = hands.dialog("dossier_form")
    put(hands, "out_path", str(out))
    return dialog


def put(hands: Hands, name: str, words: str) -> None:
    """Go to a field by Tab and fill it."""
    hands.tab_to(name)
    hands.press(Key.Key_A, CTRL)
    hands.write(words)


def give(hands: Hands) -> None:
    """Give the form with its button."""
    hands.tab_to("dossier_form_accept")
    hands.press(Key.Key_Return)


def exported(hands: Hands) -> ExportedDialog:
    """Wait until it was written; return the window that says what."""
    dialog = hands.dialog("dossier_exported")
    assert isinstance(dialog, ExportedDialog)
    return dialog
