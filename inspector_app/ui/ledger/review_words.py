"""What was said of a dossier under review, the oldest first, and the way to answer it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from inspector_app.domain.chinese import CHINA
from inspector_app.domain.reviewing import Word
from inspector_app.ui.controls.parts import Chip, Item, button, column, frame, label, row
from inspector_app.ui.ledger.review_values import STEPS
from inspector_app.ui.ledger.timeline_values import VAIN
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said


@dataclass(frozen=True, slots=True)
class Spoken:
    """A step with what it hangs on in words; `open`: nobody answered it; `asks`: it asks the person."""

    word: Word
    about: str
    open: bool
    asks: bool


class WordsPart(QScrollArea):
    """Shows what was said.

    Signals:
        answer_wanted: id of the step that is to be answered.
        noted: id of the comment that was taken note of.
    """

    answer_wanted = Signal(str)
    noted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_words")
        self.setAccessibleName(self.tr("意见往来"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._look = look
        self._told: tuple[Spoken, ...] = ()
        self.show_words(())

    @property
    def told(self) -> tuple[Spoken, ...]:
        """What is shown."""
        return self._told

    def show_words(self, told: Sequence[Spoken]) -> None:
        """Show these."""
        if tuple(told) == self._told and self.widget() is not None:
            return
        self._told = tuple(told)
        inner = QWidget()
        inner.setObjectName("scrolled")
        cards = [self._card(one) for one in told]
        words = self.tr("还没有人说过什么。\n在下面写下意见，按 Ctrl+M 留言；检查人员会在今日页看到。")
        none = [] if told else [label(words, "s", wrap=True)]
        column(inner, [*cards, *none, None], (0, 8, 8, 8), 8)
        self.setWidget(inner)

    def _card(self, one: Spoken) -> QFrame:
        look, told = self._look, one.word
        made = frame("card", f"review_word_{told.id}")
        name, tone = STEPS[told.step]
        chips: list[QWidget] = [Chip(look, name, tone, dot=True)]
        if not told.effect:
            chips.append(Chip(look, VAIN, "red"))
        at = f"{told.at.astimezone(CHINA):%m-%d %H:%M}" if told.at is not None else ""
        head = row(None, [*chips, label(told.name, "h3"), label(one.about, "s"), None, label(at, "m")], gap=8)
        words = label(told.words or self.tr("（没有附言）"), "t", wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        parts: list[Item] = [head, words]
        if one.open:
            acts = self._acts(told) if one.asks else [label(self.tr("等待检查人员答复"), "warn")]
            parts.append(row(None, [*acts, None], gap=8))
        column(made, parts, (12, 8, 12, 10), 6)
        spoken = (said(name), told.name, one.about, at, told.words)
        made.setAccessibleName("，".join(each for each in spoken if each))
        return made

    def _acts(self, told: Word) -> list[QWidget]:
        look = self._look
        made = button(self.tr("答复"), f"review_answer_{told.id}", kind="soft", look=look, icon="undo-2")
        made.clicked.connect(lambda: self.answer_wanted.emit(told.id))
        acts: list[QWidget] = [made]
        if told.step == "comment":
            noted = button(self.tr("知道了"), f"review_noted_{told.id}", look=look, icon="check")
            noted.clicked.connect(lambda: self.noted.emit(told.id))
            acts.append(noted)
        return acts

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the first answer that is asked for."""
        first = next(iter(self.findChildren(QPushButton)), None)
        if first is not None:
            first.setFocus(event.reason())
        else:
            super().focusInEvent(event)
