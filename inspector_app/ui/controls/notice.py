"""The line at the head of a page that says calmly what happened and what to do now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from inspector_app.ui.controls.parts import button, column, label, restyle, row, sign
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words

SIGNS = {"info": ("info", "blue"), "warn": ("triangle-alert", "amber"), "bad": ("circle-alert", "red")}


class Notice(QFrame):
    """Shows one message until it is closed or replaced; takes no room while there is none.

    Signals:
        action_requested: the person wants what the button offers.
        closed: the person has read it.
        said: a message is shown.
    """

    action_requested = Signal()
    closed = Signal()
    said = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._look, self._stays = look, False
        self._sign = sign(look, "info", look.tokens.chips["blue"][1])
        self._message = label("", "t", wrap=True)
        self._message.setObjectName("notice_message")
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._remedy = label("", "t", wrap=True)
        self._remedy.setObjectName("notice_remedy")
        self._action = button("", "notice_action", spoken=self.tr("处理"))
        self._action.setMaximumWidth(240)
        close = button("", "notice_close", kind="bare", look=look, icon="x", spoken=self.tr("关闭提示"))
        words = column(None, [self._message, self._remedy], gap=2)
        # The sheet keeps the upper 8 px free as the frame's margin, which a layout does not know of.
        row(self, [self._sign, (words, 1), self._action, close], (12, 14, 8, 6), 10)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._action.clicked.connect(self.action_requested)
        close.clicked.connect(self._on_close)
        self.hide()

    @property
    def code(self) -> str:
        """The code of what is shown, empty when nothing is."""
        return str(self.property("code") or "") if not self.isHidden() else ""

    @property
    def stays(self) -> bool:
        """Whether what is shown is of no page alone, and stands until it is closed."""
        return self._stays

    def show_words(self, words: Words, *, tone: str = "", action: str = "", stays: bool = False) -> None:
        """Show a failure or a piece of news.

        Args:
            tone: a key of SIGNS; left out, `bad` for what is grave and `warn` for the rest.
            stays: it is about all of the program, and does not go with the page it was said on.
        """
        self._stays = stays
        tone = tone or ("bad" if words.grave else "warn")
        icon, chip = SIGNS[tone]
        restyle(self, k=f"note-{tone}")
        self.setProperty("code", words.code)
        self._sign.setPixmap(self._look.pixmap(icon, self._look.tokens.chips[chip][1], 16))
        self._message.setText(words.message)
        self._remedy.setText(words.remedy)
        self._remedy.setVisible(bool(words.remedy))
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setMinimumWidth(0)
        self._action.setMaximumWidth(240)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{words.message} {words.remedy}")
        for part in (self._message, self._remedy):
            part.style().unpolish(part)
            part.style().polish(part)
        self.show()
        self.said.emit()

    def clear(self) -> None:
        """Take the message away."""
        self.hide()

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()
