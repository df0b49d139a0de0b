"""文书: the issued documents, and the frozen page of the chosen one beside them."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage
from PySide6.QtWidgets import QFrame, QHeaderView, QSplitter, QStackedWidget, QWidget

from inspector_app.casework.issued import Issued
from inspector_app.ui.inspections_page import make_table
from inspector_app.ui.issued_model import IssuedColumn, IssuedModel, IssuedRow
from inspector_app.ui.look import Look
from inspector_app.ui.paper_view import PaperView
from inspector_app.ui.parts import Chip, Elided, button, column, frame, label, row, sign

HINTS = (("↑ ↓", "选择"), ("Ctrl S", "另存 PDF"), ("Ctrl 1…2", "切换"))


class DocumentsPage(QWidget):
    """Shows issued documents; changes nothing.

    Signals:
        chosen: the id of the document to show.
        save_requested: the id of the document whose PDF is wanted as a file.
    """

    chosen = Signal(str)
    save_requested = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document: Issued | None = None
        self._count = label("", "s")
        self._model = IssuedModel(self)
        self._table = make_table(look, self._model, "issued_table", self.tr("文书列表"))
        self._table.horizontalHeader().setSectionResizeMode(
            IssuedColumn.NUMBER, QHeaderView.ResizeMode.Stretch
        )
        for place, width in (
            (IssuedColumn.ADDRESSEE, 210),
            (IssuedColumn.ISSUED_ON, 110),
            (IssuedColumn.STATE, 120),
        ):
            self._table.setColumnWidth(place, width)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty_part(look))
        card = frame("card")
        column(card, [self._stack], (1, 1, 1, 1))
        top = QFrame()
        top.setObjectName("top")
        top.setFixedHeight(56)
        row(top, [label(self.tr("文书"), "h1"), self._count, None], (20, 0, 20, 0), 12)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("documents_split")
        split.setChildrenCollapsible(False)
        left = QWidget()
        row(left, [card], (20, 16, 16, 16))
        split.addWidget(left)
        split.addWidget(self._reading_part(look))
        split.setSizes([740, 490])
        split.setStretchFactor(0, 1)
        split.setHandleWidth(1)
        column(self, [top, (split, 1)], gap=0)
        selection = self._table.selectionModel()
        selection.currentRowChanged.connect(self._on_row)
        self.show_documents(())

    def _empty_part(self, look: Look) -> QWidget:
        part = QWidget()
        told = label(
            self.tr("签发后的文书按文号列在这里，内容固定，任何时候都能重看、另存。"), "s", wrap=True
        )
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        told.setMinimumWidth(420)
        picture = sign(look, "file-text", look.tokens.accent, 40)
        rows = [row(None, [None, one, None]) for one in (picture, label(self.tr("还没有文书"), "h2"), told)]
        column(part, [None, *rows, None], gap=12)
        return part

    def _reading_part(self, look: Look) -> QWidget:
        part = QFrame()
        part.setProperty("ground", "card")
        self._title, self._about = Elided(look, px=16, bold=True), Elided(look, tone="sub")
        self._code = label("", "m")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._verified = Chip(look)
        self._paper = PaperView(look, "issued_paper")
        self._save = button(self.tr("另存 PDF"), "save_pdf", look=look, icon="file-down")
        self._save.setShortcut("Ctrl+S")
        self._save.clicked.connect(self._on_save)
        head = row(None, [(self._title, 1), self._verified])
        foot = row(None, [self._code, None, self._save])
        column(part, [head, self._about, (self._paper, 1), foot], (16, 16, 16, 12), 8)
        return part

    def show_documents(self, rows: Sequence[IssuedRow], chosen: str = "") -> None:
        """Show these documents instead of what was there."""
        self._model.show(rows)
        self._count.setText(self.tr("%s 份") % len(rows) if rows else "")
        first = bool(rows) and self._stack.currentIndex() == 1
        self._stack.setCurrentIndex(0 if rows else 1)
        if first and self.isVisible():
            # The list could not take the keys while it was not there.
            self._table.setFocus()
        self._save.setEnabled(bool(rows))
        if not rows:
            self._paper.show_words(self.tr("选一份文书，页面显示在这里。"))
            self._verified.show_state("", "gray")
            return
        self._table.selectRow(max(self._model.row_of(chosen), 0))

    def show_paper(self, document_id: str, pages: Sequence[QImage], verified: str, tone: str) -> None:
        """Show the frozen pages of a document and what checking it found.

        Args:
            verified: the check's result in a word.
            tone: of that word.
        """
        if self._document is None or self._document.id != document_id:
            return
        self._paper.show_pages(pages)
        self._verified.show_state(verified, tone)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list. With a focus proxy Tab would pass by what stands before it."""
        (self._paper if self._table.isHidden() else self._table).setFocus(event.reason())

    def page_width(self) -> int:
        """Return the width of a page on screen, in pixels."""
        return self._paper.page_width()

    def _on_row(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        document = self._document = self._model.document(index)
        self._title.show_text(f"{document.label} {document.number}")
        self._about.show_text(document.addressee)
        told = self.tr("核验码 %1 · %2 页").replace("%1", document.code)
        self._code.setText(told.replace("%2", str(document.pages)))
        self._verified.show_state("", "gray")
        self._paper.show_words(self.tr("正在取出页面…"))
        self.chosen.emit(document.id)

    def _on_save(self) -> None:
        if self._document is not None:
            self.save_requested.emit(self._document.id)
