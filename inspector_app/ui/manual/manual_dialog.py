"""The manual over the window: chapters and search at the left, the words at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from inspector_app.catalog import handbook
from inspector_app.catalog.handbook import Chapter
from inspector_app.ui.controls.parts import button, column, frame, label, row
from inspector_app.ui.manual.pages import Pages
from inspector_app.ui.manual.reading import MARGIN, breathe
from inspector_app.ui.style.look import Look

SIZE = (980, 660)
CODE = Qt.ItemDataRole.UserRole
MOST_ENTRIES = 8
"""Explanations of messages shown at once: what is more nobody reads, and it must open at once."""


class ManualDialog(QDialog):
    """Shows a chapter; the arrows go through the chapters, typing finds words in all of them."""

    pdf_requested = Signal()

    def __init__(self, look: Look, chapters: Sequence[Chapter], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("manual")
        self.setWindowTitle(self.tr("使用手册"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._look, self._chapters = look, tuple(chapters)
        self._pictures = next((one.pictures for one in self._chapters if one.pictures), None)
        self._line = QLineEdit()
        self._line.setObjectName("manual_search")
        self._line.setPlaceholderText(self.tr("找一个词，如 停工"))
        self._line.setAccessibleName(self.tr("在手册里找"))
        self._line.textChanged.connect(self._on_typed)
        self._list = QListWidget()
        self._list.setObjectName("manual_chapters")
        self._list.setAccessibleName(self.tr("章节"))
        self._list.setProperty("k", "plain")
        self._list.currentItemChanged.connect(self._on_chosen)
        self._text = Pages()
        self._text.margin = 2 * look.px(MARGIN) + look.px(16)  # the scroll bar stands there, too
        self._text.setObjectName("manual_text")
        self._text.setAccessibleName(self.tr("正文"))
        self._text.setOpenLinks(False)
        self._text.setProperty("k", "reading")
        paper = button(self.tr("存为 PDF…"), "manual_pdf", look=look)
        paper.clicked.connect(self.pdf_requested)
        back = button(self.tr("关闭  Esc"), "manual_close", look=look)
        back.clicked.connect(self.reject)
        self.said = label("", "small")
        self.said.setObjectName("manual_said")
        left = QWidget()
        left.setFixedWidth(look.px(280))
        column(left, [self._line, (self._list, 1)], gap=8)
        head = row(None, [label(self.windowTitle(), "h2"), self.said, None, paper, back])
        body = row(None, [left, frame("wall"), (self._text, 1)], gap=12)
        column(self, [head, (body, 1)], (20, 16, 20, 16), 12)
        QShortcut(QKeySequence("Ctrl+F"), self, self._line.setFocus)
        room = parent.window().size()
        self.resize(min(look.px(SIZE[0]), room.width() - 40), min(look.px(SIZE[1]), room.height() - 40))
        self._show_chapters(self._chapters)

    def show_topic(self, code: str, told: str = "") -> None:
        """Show a chapter; `told` stands above it, as the explanation of one message.

        Above the chapter of all messages it stands alone: that one is read by searching.
        """
        self._line.clear()
        for n in range(self._list.count()):
            if self._list.item(n).data(CODE) == code:
                self._list.setCurrentRow(n)
        if told:
            chapter = next((one for one in self._chapters if one.code == code), None)
            if chapter is not None and code != handbook.ERRORS:
                told = f"{told}\n\n---\n\n## {chapter.title}\n\n{chapter.text}"
            self._show(told)
        self._text.setFocus()

    def _show(self, told: str) -> None:
        self._text.pictures = self._pictures
        self._text.setMarkdown(told)
        breathe(self._text.document(), self._look)

    def _show_chapters(self, chapters: Sequence[Chapter]) -> None:
        self._list.clear()
        for one in chapters:
            item = QListWidgetItem(one.title)
            item.setSizeHint(QSize(0, self._look.row(34)))
            item.setData(CODE, one.code)
            self._list.addItem(item)
        if chapters:
            self._list.setCurrentRow(0)
        else:
            self._text.setPlainText(self.tr("手册里没有这个词。换一个词，或按 Ctrl+K 在数据里找。"))

    def _on_typed(self, words: str) -> None:
        self._show_chapters(handbook.find(self._chapters, words))

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        chapter = next(one for one in self._chapters if one.code == item.data(CODE))
        words = self._line.text().strip()
        self._show(f"## {chapter.title}\n\n{self._text_of(chapter, words)}")
        if words:
            self._text.find(words)

    def _text_of(self, chapter: Chapter, words: str) -> str:
        if chapter.code != handbook.ERRORS:
            return chapter.text
        told, count = handbook.entries(chapter, words, MOST_ENTRIES)
        if count <= MOST_ENTRIES:
            return told
        more = self.tr("共 %1 条，先列 %2 条。在左上角打提示里的几个字，就只列有关的。")
        return f"{more.replace('%1', str(count)).replace('%2', str(MOST_ENTRIES))}\n\n{told}"
