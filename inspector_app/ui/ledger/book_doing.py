"""The line at a ledger's foot while something is under way: words, how far it is, and a way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from inspector_app.ui.controls.parts import button, label, reveal, row
from inspector_app.ui.style.look import Look

BAR = 220


class DoingLine(QFrame):
    """Takes no room while nothing is under way.

    Signals:
        stopped: it is to be given up.
    """

    stopped = Signal()

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("ground", "card")
        self._words = label("", "s")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(look.px(BAR))
        stop = button(self.tr("停止"), f"{name}_stop", look=look, icon="x")
        stop.clicked.connect(self.stopped)
        row(self, [self._words, self._bar, None, stop], (16, 6, 16, 6), 12)
        reveal(self, shown=False)
        self.hide()

    def show_step(self, words: str, done: int, total: int) -> None:
        """Say what is under way and how far it is; of an unknown total the bar runs."""
        self._words.setText(words)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setAccessibleName(words)
        self.show()

    def end(self) -> None:
        """Be gone."""
        self.hide()
