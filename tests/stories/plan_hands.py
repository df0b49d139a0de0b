"""The plans of the ledger by keys: plants and officers beforehand, then the section as a person works it."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QPushButton

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.targets import registry
from inspector_app.casework.targets.registry import NewParty, NewTarget
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.people import Officer
from inspector_app.ui.controls.board import BoardView
from inspector_app.ui.controls.board_values import Line, Sheet
from inspector_app.ui.controls.form_dialog import FormDialog
from tests.stories.hands import CTRL, NONE, SHIFT, Hands

PLANT_KIND = "concrete_plant"
FIVE = ("恒固", "江砼", "磐基", "砺石", "金砼")
CODES = (
    "91519903MA7X4EH9F8",
    "91519903MA7WYFC7EL",
    "91519903MA7AJPCWX7",
    "91519903MA7W6P61FF",
    "91519903MA7RHEK2HW",
)
MORE_OFFICERS = ("顾南乔", "祝云舟")
KEY = Qt.Key


def furnish(desk: Desk, names: Iterable[str] = FIVE) -> list[str]:
    """Enter plants and two officers more, and return the plants' ids."""
    for n, name in enumerate(MORE_OFFICERS, start=61):
        registry.add_officer(desk, Officer("", name, f"51990302{n}", date(2024, 1, 1), date(2029, 12, 31)))
    return [_plant(desk, n, name) for n, name in enumerate(names)]


def _plant(desk: Desk, n: int, name: str) -> str:
    whole, address = f"望川{name}混凝土有限公司", f"青澜市望川区港前路{n * 6 + 6}号"
    party = NewParty(PartyRole.PLANT, whole, CODES[n], "邵一帆", "总经理", "13908990271", address)
    return registry.add_target(
        desk, NewTarget(PLANT_KIND, whole, address, (party,), fields=(("lines", "2条180生产线"),))
    )


class PlanHands:
    """Works the section 计划 by keys; reads its board."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    @property
    def board(self) -> BoardView:
        return self.hands.part(BoardView, "ledger_plans")

    @property
    def lines(self) -> list[Line]:
        return list(self.board.model.lines)

    @property
    def sheet(self) -> Sheet:
        return self.board.sheet.sheet

    @property
    def told(self) -> dict[str, str]:
        """What the sheet says, by label; lines of one label under each other."""
        found: dict[str, str] = {}
        for block in self.sheet.blocks:
            for fact in block.facts:
                before = found.get(fact.label)
                found[fact.label] = fact.text if before is None else f"{before}\n{fact.text}"
        return found

    def go(self, choice: str) -> None:
        """Go to the section and to one of its choices, by keys."""
        self.hands.press(KEY.Key_4, CTRL)
        self.hands.rest()
        page = self.hands.rooms.ledger
        place = list(page.sections).index("plans")
        self.hands.press(Qt.Key(KEY.Key_1.value + place), Qt.KeyboardModifier.AltModifier)
        self.hands.rest()
        assert page.section == "plans"
        tab = self.hands.part(QPushButton, f"ledger_plans_{choice}")
        tab.setFocus()
        self.hands.press(KEY.Key_Space)
        self.hands.rest()
        assert tab.isChecked()
        self.board.setFocus()

    def choose(self, words: str) -> None:
        """Go to the line of these words with the arrow keys."""
        self.board.setFocus()
        self.hands.press(KEY.Key_Home, CTRL)
        for _ in self.lines:
            if words in self.lines[self.board.table.currentIndex().row()].title:
                break
            self.hands.press(KEY.Key_Down)
        self.hands.until(lambda: words in self.sheet.title)
        self.hands.rest()

    def deed(self, key: Qt.Key, dialog: str = "", modifier: Qt.KeyboardModifier = CTRL) -> None:
        """Press the key of a deed, and wait for the form it opens."""
        self.hands.press(key, modifier)
        if dialog:
            self.form(dialog)
        else:
            self.hands.rest()

    def new(self, dialog: str) -> None:
        """Press the key that makes something new."""
        self.deed(KEY.Key_N, dialog, CTRL | SHIFT)

    def form(self, name: str) -> FormDialog:
        """The open form of that name."""
        dialog = self.hands.dialog(name)
        assert isinstance(dialog, FormDialog)
        return dialog

    def fill(self, **told: str) -> None:
        """Fill in fields by name, each reached with Tab; choices by words of theirs."""
        for name, words in told.items():
            self.hands.tab_to(name)
            field = QApplication.focusWidget()
            if isinstance(field, QComboBox):
                self.hands.choose(field, words)
            else:
                self.hands.press(KEY.Key_A, CTRL)
                self.hands.press(KEY.Key_Delete)
                self.hands.write(words)

    def tick(self, name: str) -> None:
        """Tick a box that is reached with Tab."""
        self.hands.tab_to(name)
        self.hands.press(KEY.Key_Space)

    def give(self, dialog: str) -> None:
        """Press the form's button, and wait until it was done."""
        self.ask(dialog)
        self.hands.until(lambda: not self._there(dialog), f"{dialog} is done")
        self.hands.rest()

    def ask(self, dialog: str) -> FormDialog:
        """Press the form's button, and return the form."""
        form = self.form(dialog)
        self.hands.tab_to(f"{dialog}_accept")
        self.hands.press(KEY.Key_Return, NONE)
        return form

    def refused(self, dialog: str, code: str) -> None:
        """Press the form's button, and wait until it says why not."""
        form = self.ask(dialog)
        self.hands.until(lambda: form.notice.code == code, f"{code}")
        self.hands.rest()

    def _there(self, dialog: str) -> bool:
        found = self.hands.desktop.window.findChildren(QDialog, dialog)
        return any(one.isVisible() for one in found)
