"""The page as large as the window, for reading it to somebody or to the sun."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from inspector_app.ui.controls.paper_view import PaperView
from inspector_app.ui.controls.parts import Elided, button, column, label, row
from inspector_app.ui.style.look import Look

WIDTH = 900
"""Width of a page in pixels of the window; at it twelve-point words are as large as on paper."""


class LargePage(QDialog):
    """Shows the pages of one document over the whole window; Esc goes back.

    Args:
        savable: offer to save what is shown as a file.

    Signals:
        save_requested: it is wanted as a file.
    """

    save_requested = Signal()

    def __init__(self, look: Look, title: str, parent: QWidget, *, savable: bool = False) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("large_page")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.paper = PaperView(look, "large_paper")
        self._where = label("", "s")
        before = self._turner("large_before", "chevron-left", self.tr("上一页"), -1)
        after = self._turner("large_after", "chevron-right", self.tr("下一页"), 1)
        back = button(self.tr("返回  Esc"), "large_back", look=look, icon="arrow-left")
        back.clicked.connect(self.reject)
        save = button(
            self.tr("另存"), "large_save", look=look, icon="file-down", spoken=self.tr("另存为文件")
        )
        save.setShortcut("Ctrl+S")
        save.setToolTip(f"{save.accessibleName()}  Ctrl+S")
        save.clicked.connect(self.save_requested)
        save.setVisible(savable)
        save.setEnabled(savable)
        named = Elided(look, title, px=16, bold=True)
        head = row(None, [back, (named, 1), save, before, self._where, after], (16, 8, 16, 8))
        column(self, [head, (self.paper, 1)], gap=0)
        self.paper.turned.connect(lambda page, pages: self._where.setText(f"{page} / {pages}"))
        self.paper.show_words(self.tr("正在排版…"))
        self.resize(parent.window().size() * 0.96)
        self.paper.setFocus()

    def _turner(self, name: str, icon: str, spoken: str, step: int) -> QPushButton:
        made = button("", name, kind="bare", look=self._look, icon=icon, spoken=spoken)
        made.clicked.connect(lambda: self.paper.turn(step))
        return made

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show the pages."""
        self.paper.show_pages(pages)
