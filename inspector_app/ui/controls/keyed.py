"""A button that names its key at its right end, so that the key is learnt while the button is used."""

from PySide6.QtWidgets import QLabel, QPushButton

from inspector_app.ui.controls.parts import label, restyle, row


def keyed(button: QPushButton, key: str) -> QLabel:
    """Write the name of its key into a button, and return the label that shows it."""
    shown = label(key, "in-button")
    row(button, [None, shown], (0, 0, 10, 0))
    button.setToolTip(key)
    return shown


def tint(shown: QLabel, *, on_main: bool) -> None:
    """Write a key's name legibly on a filled button, or quietly on a plain one."""
    restyle(shown, main="true" if on_main else "false")
