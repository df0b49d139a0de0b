"""Which paper first: asked only when both a rectification notice and a stop-work are possible."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.controls.keyed import keyed, tint
from inspector_app.ui.controls.parts import Item, button, column, label, row, tall
from inspector_app.ui.style.look import Look


class KindChoice(Dialog):
    """Offers kinds of paper, each with the number of ticked findings that it takes in.

    Signals:
        chosen: the code of a kind.
    """

    chosen = Signal(str)

    def __init__(
        self, look: Look, kinds: Sequence[tuple[DocumentKind, str, int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(look, "", "kind_choice", parent)
        self.setWindowTitle(self.tr("先做哪一份文书"))
        why = self.tr(
            "勾选的问题里既有重大隐患，也有一般问题。重大隐患由停工通知书责令，不能只写在限期整改里。"
        )
        lines: list[QWidget] = []
        for n, (kind, words, count) in enumerate(kinds, start=1):
            told = self.tr("%1（%2 项）").replace("%1", words).replace("%2", str(count))
            sort = "soft" if n > 1 else "main"
            made = tall(button(told, f"kind_{kind}", kind=sort, look=look, icon="file-text"))
            made.setDefault(n == 1)
            made.clicked.connect(lambda _=False, code=str(kind): self._choose(code))
            tint(keyed(made, str(n)), on_main=n == 1)
            QShortcut(QKeySequence(str(n)), self).activated.connect(made.click)
            lines.append(made)
        cancel = button(self.tr("取消"), "kind_cancel")
        cancel.clicked.connect(self.reject)
        title, reason = label(self.windowTitle(), "h2"), label(why, "s", wrap=True)
        parts: list[Item] = [title, reason, *lines, row(None, [None, cancel])]
        column(self, parts, (24, 20, 24, 20), 12)
        self.setFixedWidth(look.px(460))
        lines[0].setFocus()

    def _choose(self, kind: str) -> None:
        self.accept()
        self.chosen.emit(kind)
