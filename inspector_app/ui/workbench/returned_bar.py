"""One calm line at the head of the workbench: the dossier came back, from whom, when, why; and the answer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from inspector_app.casework.overview.reviews import CameBack
from inspector_app.ui.controls.parts import Chip, Elided, button, restyle, row
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.typed import show_moment
from inspector_app.ui.workbench.bench_values import Bench

KEYS = "Ctrl+Shift+R"


class ReturnedBar(QFrame):
    """Takes no room while nothing was returned, or it was answered.

    Signals:
        answer_requested: a CameBack that is to be answered.
    """

    answer_requested = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("returned_bar")
        restyle(self, k="note-warn")
        self._told: CameBack | None = None
        self._chip = Chip(look, self.tr("案卷已退回"), "red", dot=True)
        self._words = Elided(look, px=13)
        self._answer = button(self.tr("去答复"), "returned_answer", look=look, icon="pencil")
        self._answer.setToolTip(f"{self.tr('去答复')}  {KEYS}")
        self._answer.clicked.connect(self.answer)
        # The sheet keeps the upper 8 px free as the frame's margin, which a layout does not know of.
        row(self, [self._chip, (self._words, 1), self._answer], (12, 14, 8, 6), 10)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_bench(self, bench: Bench) -> None:
        """Show who returned the dossier, when and why; nothing where no answer is owed."""
        self._told = back = bench.returned
        if back is not None:
            word = back.word
            words = self.tr("%1 %2 退回：%3").replace("%1", word.name)
            words = words.replace("%2", show_moment(word.at, bench.today))
            self._words.show_text(words.replace("%3", " ".join(word.words.split())))
            self.setAccessibleName(f"{self.tr('案卷已退回')} {self._words.accessibleName()}")
        self.setVisible(back is not None)

    def answer(self) -> None:
        """Want it answered, where an answer is owed."""
        if self._told is not None:
            self.answer_requested.emit(self._told)
