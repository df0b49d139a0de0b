"""The page 管理 by keys: its matters, their lists and sheets, and the forms that they open."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from shiboken6 import isValid

from inspector_app.ui.controls.board import BoardView
from inspector_app.ui.controls.board_values import Line, Sheet
from inspector_app.ui.controls.form_dialog import FormDialog
from tests.stories.hands import CTRL, Hands

KEY, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier


class OfficeHands:
    """At the page 管理."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        hands.go_to("settings")
        hands.press(KEY.Key_M, CTRL)
        hands.until(lambda: hands.rooms.frame.page == "administration")
        hands.rest()

    def go(self, name: str) -> None:
        """Go to a matter by its key."""
        at = self.hands.rooms.administration.matters.index(name)
        self.hands.press(Qt.Key(Qt.Key.Key_1 + at), ALT)
        self.hands.until(lambda: self.hands.rooms.administration.matter == name)
        self.hands.rest()

    @property
    def view(self) -> BoardView:
        return self.hands.part(BoardView, f"administration_{self.hands.rooms.administration.matter}")

    @property
    def lines(self) -> list[Line]:
        return list(self.view.model.lines)

    @property
    def sheet(self) -> Sheet:
        return self.view.sheet.sheet

    @property
    def told(self) -> str:
        """All that the sheet says."""
        return "\n".join(
            f"{one.label} {one.text} {one.state}" for each in self.sheet.blocks for one in each.facts
        )

    def why_not(self, code: str) -> str:
        """Why a deed of the sheet may not be done, empty when it may."""
        return next(one.why_not for one in self.sheet.deeds if one.code == code)

    def choose(self, title: str) -> None:
        """Choose the line of a title with the arrows."""
        at = [one.title for one in self.lines].index(title)
        self.view.table.setFocus()
        self.hands.press(KEY.Key_Home, CTRL)
        for _ in range(at):
            self.hands.press(KEY.Key_Down)
        self.hands.rest()
        self.hands.until(lambda: self.sheet.id == self.lines[at].id)

    def tab(self, code: str) -> None:
        """Show a choice above the list."""
        name = f"administration_{self.hands.rooms.administration.matter}_{code}"
        self.hands.part(QPushButton, name).setFocus()
        self.hands.press(KEY.Key_Space)
        self.hands.rest()

    def form(self, name: str) -> FormDialog:
        dialog = self.hands.dialog(name)
        assert isinstance(dialog, FormDialog)
        return dialog

    def fill(self, form: FormDialog, **told: str) -> None:
        """Fill lines of a form by typing, choices by words."""
        for code, value in told.items():
            filled = form._rows[code][0]
            filled.take_keys()
            widget = filled.widget
            if isinstance(widget, QComboBox):
                self.hands.choose(widget, value)
            else:
                self.hands.press(KEY.Key_A, CTRL)
                self.hands.write(value)

    def give(self, form: FormDialog) -> None:
        """Give the form; what comes of it is awaited."""
        form.accept_button.setFocus()
        self.hands.press(KEY.Key_Return)
        self.hands.rest()

    def gone(self, form: FormDialog) -> None:
        """Wait until a form was done and is closed."""
        self.hands.until(lambda: not isValid(form) or not form.isVisible())
        self.hands.rest()
