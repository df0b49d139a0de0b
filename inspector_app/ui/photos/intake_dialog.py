"""What was not taken in, and why, photo by photo."""

from collections.abc import Sequence

from PySide6.QtWidgets import QScrollArea, QWidget

from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.controls.parts import Elided, Item, button, column, frame, label, row, sign
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words

_MOST_SHOWN, _WIDTH, _MOST_HIGH = 100, 600, 400


class RefusedDialog(Dialog):
    """Lists the photos that were refused; the others are in."""

    def __init__(
        self,
        look: Look,
        taken: str,
        refused: Sequence[tuple[str, Words]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "", "refused_dialog", parent)
        self.setWindowTitle(self.tr("%s 张没有收下") % len(refused))
        inner = QWidget()
        inner.setObjectName("scrolled")
        lines: list[Item] = [self._line(name, words) for name, words in refused[:_MOST_SHOWN]]
        column(inner, [*lines, None], gap=8)
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setAccessibleName(self.windowTitle())
        room.setWidget(inner)
        layout, wide = inner.layout(), look.px(_WIDTH - 70)
        needed = layout.totalHeightForWidth(wide) if layout is not None else 0
        room.setFixedHeight(min(needed + look.px(8), look.px(_MOST_HIGH)))
        close = button(self.tr("知道了"), "refused_close", kind="main", look=look, icon="check")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        words = label(taken, "s", wrap=True)
        parts: list[Item] = [label(self.windowTitle(), "h2"), words, room, 4, row(None, [None, close])]
        column(self, parts, (24, 20, 24, 20), 12)
        self.setFixedWidth(look.px(_WIDTH))
        close.setFocus()

    def _line(self, name: str, words: Words) -> QWidget:
        card = frame("card")
        mark = sign(self.look, "triangle-alert", self.look.tokens.chips["amber"][1])
        told = label(f"{words.message}\n{words.remedy}".strip(), "s", wrap=True)
        inner = column(None, [Elided(self.look, name, bold=True), told], gap=2)
        row(card, [mark, (inner, 1)], (12, 10, 12, 10), 10)
        return card
