"""The box in which a dossier is commented, answered, returned or passed; its words stay with it."""

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPlainTextEdit, QPushButton, QWidget

from inspector_app.domain.reviewing import MOST_WORDS, About
from inspector_app.ui.controls.keyed import keyed, tint
from inspector_app.ui.controls.parts import DropDown, Elided, button, column, label, reveal, row
from inspector_app.ui.style.look import Look

HIGH, KEEP_MS = 64, 500
LARGE_WORDS = 1.2
"""Beyond this scale the buttons do not name their keys."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person may do with the dossier, and why not."""

    decide: bool = False
    barred: bool = False
    ready: bool = True


class Opinion(QFrame):
    """Takes words and what is done with them.

    Signals:
        said: (words, what it hangs on, its id) a comment.
        answered: (id of the step, words).
        passed, returned: words.
        typed: (id of the dossier, words) to be kept until they are given.
    """

    said = Signal(str, str, str)
    answered = Signal(str, str)
    passed = Signal(str)
    returned = Signal(str)
    typed = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_opinion")
        self._look = look
        self._of = self._to = ""
        self._rights = Rights()
        self._keys: dict[str, QLabel] = {}
        self._about = DropDown()
        self._about.setObjectName("review_about")
        self._about.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._about.setAccessibleName(self.tr("留言针对"))
        self._hint = Elided(look, px=12, tone="sub")
        self._undo = button(
            "", "review_no_answer", kind="bare", look=look, icon="x", spoken=self.tr("不答复了")
        )
        self.words = QPlainTextEdit()
        self.words.setObjectName("review_opinion_words")
        self.words.setAccessibleName(self.tr("审阅意见"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(look.px(HIGH))
        self._say = self._act(self.tr("留言"), "review_say", "Ctrl M", icon="pencil")
        self._return = self._act(self.tr("退回"), "review_return", "Ctrl R", icon="undo-2")
        self._pass = self._act(self.tr("通过"), "review_pass", "Ctrl Enter", icon="check", main=True)
        head = row(None, [label(self.tr("审阅意见"), "h3"), self._about, (self._hint, 1), self._undo], gap=8)
        acts = row(None, [self._say, None, self._return, self._pass], gap=8)
        column(self, [head, self.words, acts], (0, 10, 0, 12), 8)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keep.timeout.connect(self._tell)
        self.words.textChanged.connect(self._keep.start)
        self._say.clicked.connect(self.say)
        self._return.clicked.connect(self.give_back)
        self._pass.clicked.connect(self.let_pass)
        self._undo.clicked.connect(lambda: self.answer("", ""))
        self.show_dossier("", Rights(), "")

    def _act(self, words: str, name: str, keys: str, *, icon: str, main: bool = False) -> QPushButton:
        look = self._look
        made = button(words, name, kind="main" if main else "", look=look, icon=icon)
        if look.scale <= LARGE_WORDS:
            made.setMinimumWidth(made.sizeHint().width() + look.px(72))
            made.setProperty("keyed", "true")
            self._keys[name] = keyed(made, keys)
            tint(self._keys[name], on_main=main)
        made.setToolTip(f"{words}  {keys}")
        return made

    # What is shown.

    @property
    def dossier(self) -> str:
        """The dossier that the words are about, empty for none."""
        return self._of

    def show_dossier(self, known: str, rights: Rights, kept: str) -> None:
        """Take words about another dossier; those typed so far stay with theirs."""
        if known == self._of:
            self._show_rights(rights)
            return
        self.settle()
        self._of = known
        self.words.blockSignals(True)
        self.words.setPlainText(kept)
        self.words.blockSignals(False)
        self.answer("", "")
        self._show_rights(rights)

    def _show_rights(self, rights: Rights) -> None:
        self._rights = rights
        self._return.setEnabled(rights.decide and rights.ready)
        self._pass.setEnabled(rights.decide and rights.ready and not rights.barred)
        for key in [self._keys[one] for one in ("review_pass",) if one in self._keys]:
            tint(key, on_main=self._pass.isEnabled())
        for one in (self._return, self._pass):
            one.setAccessibleDescription(self._why())
        self._show_hint()

    def _why(self) -> str:
        """Return why the person may not pass the dossier, empty when they may."""
        if not self._rights.decide:
            return self.tr("通过和退回由科长、站长或管理员办理")
        if not self._rights.ready:
            return self.tr("办结或签发之后才能通过、退回")
        return self.tr("本人参加的检查由别人通过") if self._rights.barred else ""

    def _show_hint(self) -> None:
        if not self._to:
            self._hint.show_text(self._why() or self.tr("退回必须写原因"))

    def show_abouts(self, abouts: list[tuple[str, About, str]]) -> None:
        """Offer what a comment can hang on: (words, what, id)."""
        was = self._about.currentData()
        self._about.clear()
        for words, about, known in abouts:
            self._about.addItem(words, (str(about), known))
        at = next((n for n in range(self._about.count()) if self._about.itemData(n) == was), 0)
        self._about.setCurrentIndex(at)

    def answer(self, to: str, words: str) -> None:
        """Answer a step from now on; with an empty id, comment again."""
        self._to = to
        reveal(self._undo, shown=bool(to))
        reveal(self._about, shown=not to)
        shown = self.tr("答复") if to else self.tr("留言")
        self._say.setText(f" {shown}")
        self._say.setAccessibleName(shown)
        self._hint.show_text(self.tr("答复：%s") % words if to else "")
        self._show_hint()
        if to:
            self.words.setFocus()

    # What is done.

    @property
    def told(self) -> str:
        """What was typed."""
        return self.words.toPlainText().strip()

    def say(self) -> None:
        """Comment, or answer."""
        if self._of and self._to:
            self.answered.emit(self._to, self.told)
        elif self._of:
            about = self._about.currentData() or (str(About.DOSSIER), "")
            self.said.emit(self.told, about[0], about[1])

    def give_back(self) -> None:
        """Return the dossier."""
        if self._of:
            self.returned.emit(self.told)

    def let_pass(self) -> None:
        """Pass the dossier."""
        if self._of:
            self.passed.emit(self.told)

    def given(self) -> None:
        """Take away the words: they are told now."""
        self.words.clear()
        self.answer("", "")
        self.settle()

    def settle(self) -> None:
        """Let what was typed be kept now."""
        if self._keep.isActive():
            self._tell()

    def _tell(self) -> None:
        self._keep.stop()
        if self._of:
            self.typed.emit(self._of, self.words.toPlainText()[: 2 * MOST_WORDS])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the words."""
        self.words.setFocus(event.reason())
