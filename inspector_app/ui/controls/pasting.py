"""What a field of text takes from the clipboard, and which keys it leaves to its page."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

LONGEST_LINE, LONGEST_TEXT = 2_000, 5_000
"""Characters that a field takes; what is pasted beyond them is cut off, and that is said."""

_PLAIN: dict[int, str | None] = dict.fromkeys((*range(32), *range(127, 160)))
_PLAIN |= {ord("\t"): " ", ord("\n"): "\n", 0x2028: "\n", 0x2029: "\n"}


def cleaned(told: str, room: int, *, lines: bool) -> str:
    """Return a pasted text without control characters, no longer than the room there is.

    Args:
        lines: line breaks stay; else they become spaces.
    """
    # Cut first with some to spare: a text of any length costs the same.
    told = told[: 2 * room + 64].replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)
    return (told if lines else told.replace("\n", " "))[:room]


def pastes_a_picture(event: QEvent) -> bool:
    """Tell whether the keys ask to paste and only a picture lies ready: no line of text can take it."""
    if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
        return False
    held = QGuiApplication.clipboard().mimeData()
    return event.matches(QKeySequence.StandardKey.Paste) and held.hasImage() and not held.hasText()


_PAGE_KEYS = tuple(
    QKeySequence(keys)
    for keys in ("Ctrl+D", "Ctrl+Shift+Up", "Ctrl+Shift+Down", "Ctrl+Shift+V", "Ctrl+Shift+A", "Ctrl+Shift+E")
)
"""Keys of the workbench that a field of text would otherwise take for itself on one desktop or another."""


def left_to_page(event: QEvent, *, typed: bool, redone: bool) -> bool:
    """Tell whether a key belongs to the page: undo is the field's own only while something is typed in it.

    Args:
        typed: something was typed that was not left yet.
        redone: the field itself has something to do again.
    """
    if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
        return False
    chord = QKeySequence(event.keyCombination())
    if chord in _PAGE_KEYS:
        return True
    if event.matches(QKeySequence.StandardKey.Undo):
        return not typed
    return not redone and chord in (QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y"))
