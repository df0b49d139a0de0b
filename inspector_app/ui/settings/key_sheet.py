"""The key sheet: every key of the page that is shown, and of everywhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.ui.controls.parts import Item, button, column, keycap, label, row, sign
from inspector_app.ui.settings.keys import Keys
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

WIDTH, MOST_HEIGHT = 760, 620


class KeySheet(QDialog):
    """Shows keys; Esc, Enter or Ctrl+/ close it."""

    def __init__(
        self, look: Look, title: str, groups: Sequence[tuple[str, Keys]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("key_sheet")
        self.setWindowTitle(self.tr("按键"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inner = QWidget()
        inner.setObjectName("scrolled")
        sides: tuple[QVBoxLayout, QVBoxLayout] = (self._side(look, groups[:1]), self._side(look, groups[1:]))
        row(inner, [(sides[0], 1), (sides[1], 1)], (2, 2, 10, 2), look.px(28))
        scroll = QScrollArea()
        scroll.setObjectName("keys")
        scroll.setAccessibleName(self.tr("按键"))
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        close = button(self.tr("关闭"), "keys_close", kind="main", look=look, icon="check")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        head: list[Item] = [sign(look, "keyboard", look.tokens.accent, 20), label(title, "h2"), None]
        pad = look.px(24)
        column(
            self,
            [row(None, head, gap=10), (scroll, 1), row(None, [None, close])],
            (pad, look.px(20), pad, look.px(20)),
            look.px(14),
        )
        room = parent.window().size() if parent is not None else None
        high = inner.sizeHint().height() + look.px(150)
        wide = look.px(WIDTH)
        if room is not None:
            wide, high = min(wide, room.width() - 60), min(high, room.height() - 60)
        self.resize(wide, min(high, look.px(MOST_HEIGHT)))
        close.setFocus()

    def _side(self, look: Look, groups: Sequence[tuple[str, Keys]]) -> QVBoxLayout:
        parts: list[Item] = []
        for n, (title, keys) in enumerate(groups):
            parts += [look.px(8)] if n else []
            lines = QGridLayout()
            lines.setHorizontalSpacing(look.px(12))
            lines.setVerticalSpacing(look.px(7))
            for at, (key, does) in enumerate(keys):
                caps = row(None, [*(keycap(one) for one in key.split(" ")), None], gap=4)
                lines.addLayout(caps, at, 0)
                lines.addWidget(label(said(does), "t"), at, 1)
            lines.setColumnMinimumWidth(0, look.px(130))
            lines.setColumnStretch(1, 1)
            parts += [label(said(title), "accent"), lines]
        return column(None, [*parts, None], gap=look.px(8))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that opened it close it."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Slash, Qt.Key.Key_Question):
            self.accept()
            return
        super().keyPressEvent(event)
