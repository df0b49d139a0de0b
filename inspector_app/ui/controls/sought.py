"""One of many, found by a code, by initials or by any part of its words: D1-4-02, aqfhlg, 安全防护."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QCompleter

from inspector_app.casework.targets.initials import initials
from inspector_app.ui.controls.fields import ChoiceField
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.spot import Spot

KEYS = Qt.ItemDataRole.UserRole + 7
"""Under which a choice keeps what it is found by."""
MOST_SHOWN = 12
POPUP = 460


def keys_of(code: str, words: str) -> str:
    """Return what a choice is found by: code and words as they stand, without spaces and signs, initials."""
    plain = "".join(char for char in f"{code}{words}" if char.isalnum())
    return " ".join((code, words, plain, *initials(words))).casefold()


def close(told: str) -> str:
    """Return what was typed in the way in which choices are found."""
    return " ".join(told.casefold().split())


class _Finder(QCompleter):
    """Finds by the keys of a choice and shows its words."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Return the words."""
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")

    def splitPath(self, path: str) -> list[str]:
        """Return what is looked for."""
        return [close(path)]


class SoughtField(ChoiceField):
    """A choice of many codes, each shown with its words behind it.

    Args:
        wide: the least width of the list that drops down, in pixels of the screen.
    """

    def __init__(
        self, signals: FieldSignals, spot: Spot, spoken: str, hint: str = "", wide: int = POPUP
    ) -> None:
        super().__init__(signals, spot, spoken, searched=True, hint=hint)
        self.setMaxVisibleItems(MOST_SHOWN)
        self.view().setMinimumWidth(wide)
        finder = _Finder(self.model(), self)
        finder.setCompletionRole(KEYS)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setMaxVisibleItems(MOST_SHOWN)
        if (popup := finder.popup()) is not None:
            popup.setMinimumWidth(wide)
        self.setCompleter(finder)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer (code, words) instead of what was offered."""
        before = [self.itemData(n) for n in range(self.count())]
        super().offer([(code, f"{code}  {words}".strip()) for code, words in choices])
        if before != [code for code, _ in choices]:
            for n, (code, words) in enumerate(choices):
                self.setItemData(n, keys_of(code, words), KEYS)

    def _place_of(self, words: str) -> int:
        """Return the choice that these words find: one with this very code goes before all others."""
        wanted = close(words)
        if not wanted:
            return -1
        for fits in _WAYS:
            for n in range(self.count()):
                if fits(self, n, wanted):
                    return n
        return -1


def _named(field: SoughtField, place: int, wanted: str) -> bool:
    return wanted in (str(field.itemData(place)).casefold(), close(field.itemText(place)))


def _found(field: SoughtField, place: int, wanted: str) -> bool:
    return wanted in str(field.itemData(place, KEYS))


_WAYS: tuple[Callable[[SoughtField, int, str], bool], ...] = (_named, _found)
