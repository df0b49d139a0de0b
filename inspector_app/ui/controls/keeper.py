"""Nothing typed is lost: what a field showed, what was typed since, and when each of it is told.

No field writes by itself. `typed` goes to the draft buffer, `left` becomes a journal transaction.
"""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.ui.controls.spot import Spot

QUIET_MS = 400
"""How long after a key what was typed becomes durable; the promise is one second."""


class FieldSignals(QObject):
    """What every field tells.

    Signals:
        typing: (spot, text) a key was pressed.
        typed: (spot, text) it is time to keep what is typed; not yet final.
        left: (spot, text) the field was left with a new value.
        shortened: (characters kept, characters given) a pasted text was too long.
        unknown: words that name none of the choices; what was chosen stays.
    """

    shortened = Signal(int, int)
    unknown = Signal(str)
    typing = Signal(object, str)
    typed = Signal(object, str)
    left = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: dict[Spot, Keeper] = {}
        self._leaving: dict[Spot, Keeper] = {}

    def leave(self, keeper: "Keeper") -> None:
        """Tell what a field was left with."""
        self._leaving[keeper.spot] = keeper
        self.left.emit(keeper.spot, keeper.told)
        self._leaving.pop(keeper.spot, None)

    def take_back(self, spot: Spot) -> None:
        """Say, while `left` is being told, that the value could not be written: its field keeps it."""
        keeper = self._leaving.get(spot)
        if keeper is not None:
            keeper.take_back()

    def opened(self, keeper: "Keeper") -> None:
        """Note that something is being typed there."""
        self._open[keeper.spot] = keeper

    def closed(self, keeper: "Keeper") -> None:
        """Note that nothing is being typed there any more."""
        if self._open.get(keeper.spot) is keeper:
            del self._open[keeper.spot]

    def settle(self) -> bool:
        """Leave every field that is still being typed in; tell whether all of it could be written."""
        # A field that was removed meanwhile has nothing to tell any more.
        self._open = {spot: keeper for spot, keeper in self._open.items() if isValid(keeper)}
        for keeper in list(self._open.values()):
            keeper.leave()
        return not self._open

    def forget(self) -> None:
        """Drop what was typed and could not be written."""
        for keeper in list(self._open.values()):
            keeper.forget()


class Keeper(QObject):
    """Knows what a field showed, what was typed since, and when to tell."""

    def __init__(self, signals: FieldSignals, spot: Spot, owner: QWidget) -> None:
        super().__init__(owner)
        self.signals, self.spot = signals, spot
        self.shown = ""
        self.told = ""
        self.before = ""
        self.kept: str | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._rested)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that was not left yet."""
        return self.told != self.shown

    def type(self, told: str) -> None:
        """Note what is typed now."""
        self.told = told
        if not self._quiet.isActive():
            # Not begun anew by each key: who types without a pause loses no more than who pauses.
            self._quiet.start()
        self.signals.opened(self)
        self.signals.typing.emit(self.spot, told)

    def _rested(self) -> None:
        if self.told != (self.shown if self.kept is None else self.kept):
            self.kept = self.told
            self.signals.typed.emit(self.spot, self.told)

    def leave(self) -> None:
        """Tell what the field was left with, if it is new, or if what was kept meanwhile was withdrawn."""
        self._quiet.stop()
        self.signals.closed(self)
        if self.dirty or self.kept is not None:
            self.before, self.shown, self.kept = self.shown, self.told, None
            self.signals.leave(self)

    def take_back(self) -> None:
        """Go on holding what could not be written: nothing may overwrite it, and it is left once more."""
        self.shown = self.before
        self.signals.opened(self)

    def forget(self) -> None:
        """Drop what was typed and not left: something else takes its place."""
        self._quiet.stop()
        self.signals.closed(self)
        self.told, self.kept = self.shown, None

    def move_to(self, spot: Spot) -> None:
        """Write elsewhere from now on; what was typed must have been left before."""
        self.forget()
        self.spot = spot
        self.shown = self.told = self.before = ""

    def show(self, told: str) -> bool:
        """Take a value from outside; False when newer typing must not be overwritten."""
        if self.dirty or self.kept is not None:
            return False
        self.shown = self.told = told
        return True


class Aside(QObject):
    """Keeps what is typed in a line that becomes part of a record only when it is entered.

    Signals:
        typed: (spot, text) it is time to keep what is typed; an empty text: it is written or given up.
    """

    typed = Signal(object, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._spot: Spot | None = None
        self._told, self._kept = "", False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._rested)

    def type(self, spot: Spot, told: str) -> None:
        """Note what is typed now; what stood at another spot is over."""
        if self._spot != spot:
            self.end()
        self._spot, self._told = spot, told
        if not self._quiet.isActive():
            self._quiet.start()

    def end(self) -> None:
        """Say that there is nothing to be kept any more."""
        self._quiet.stop()
        if self._kept and self._spot is not None:
            self._kept = False
            self.typed.emit(self._spot, "")

    def drop(self) -> None:
        """Let go without a word: what was kept stays kept, for the next sign-in to tell."""
        self._quiet.stop()
        self._kept = False

    def _rested(self) -> None:
        if self._spot is not None and (self._told or self._kept):
            self._kept = bool(self._told)
            self.typed.emit(self._spot, self._told)
