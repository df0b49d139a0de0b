"""文书: the issued documents; of the chosen one its page, and what became of each of its copies."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QIcon, QImage
from PySide6.QtWidgets import QFrame, QHeaderView, QSplitter, QTableView, QWidget

from inspector_app.casework.papers.issued import Issued
from inspector_app.domain.late import LABEL
from inspector_app.ui.controls.delegate import ROW_HEIGHT
from inspector_app.ui.controls.listed_model import Listed
from inspector_app.ui.controls.page_parts import ListOrWords, page_top, teaching
from inspector_app.ui.controls.paper_view import PaperView
from inspector_app.ui.controls.parts import Chip, Elided, button, column, frame, label, row
from inspector_app.ui.controls.search_button import SearchButton
from inspector_app.ui.controls.tables import chip_room, make_table
from inspector_app.ui.papers.attached_model import AttachedModel
from inspector_app.ui.papers.issued_model import IssuedColumn, IssuedModel, IssuedRow
from inspector_app.ui.papers.paper_copies import CopiesModel
from inspector_app.ui.papers.paper_values import PaperFacts
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tones import tone

HINTS = (
    ("↑ ↓", "选择"),
    ("Ctrl P", "打印"),
    ("Ctrl D", "送达"),
    ("Ctrl R", "回传签字件"),
    ("Ctrl S", "另存 PDF"),
    ("Ctrl N", "开始检查"),
)
DEFIED = "抢工"
MOST_ROWS, LARGE = 3, 1.25
"""Rows of a list that are seen at once, one less from this size of words on; there may be more."""


class DocumentsPage(QWidget):
    """Shows issued documents; changes nothing.

    Signals:
        chosen: the id of the document to show.
        save_requested: the id of the document whose PDF is wanted as a file.
        print_requested: the id of the document to print.
        serve_requested: (id of the document, id of the recipient or empty) note how it was served.
        return_requested: (id of the document, id of the recipient or empty, paths) take signed sheets in.
        void_requested: the id of the document to void.
        file_requested: (id of the document, Attached) show a file that is kept beside it.
        wanted: a Window of rows that are seen and not here.
    """

    chosen = Signal(str)
    save_requested = Signal(str)
    print_requested = Signal(str)
    serve_requested = Signal(str, str)
    return_requested = Signal(str, str, list)
    void_requested = Signal(str)
    file_requested = Signal(str, object)
    wanted = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        self.setAcceptDrops(True)
        self._document: Issued | None = None
        self._picked = ""
        self._showing = False
        self._count = label("", "s")
        self.search = SearchButton(look)
        self.model = IssuedModel(self)
        self.model.wanted.connect(self.wanted)
        self.model.dataChanged.connect(self._on_read)
        self._table = self._list(look)
        self._stack = ListOrWords(self._table, self._empty_part(look))
        card = frame("card")
        column(card, [self._stack], (1, 1, 1, 1))
        top = page_top(look, self.tr("文书"), [self._count, None, self.search])
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("documents_split")
        split.setChildrenCollapsible(False)
        left = QWidget()
        row(left, [card], (20, 16, 16, 16))
        left.setMinimumWidth(540)
        split.addWidget(left)
        split.addWidget(self._reading_part(look))
        split.setSizes([690, 540])
        split.setStretchFactor(0, 1)
        split.setHandleWidth(1)
        column(self, [top, (split, 1)], gap=0)
        selection = self._table.selectionModel()
        selection.currentRowChanged.connect(self._on_row)
        self.show_documents(Listed())

    def _list(self, look: Look) -> QTableView:
        table = make_table(look, self.model, "issued_table", self.tr("文书列表"))
        header = table.horizontalHeader()
        header.setSectionResizeMode(IssuedColumn.ADDRESSEE, QHeaderView.ResizeMode.Stretch)
        number = round(216 * min(look.scale, 1.2))  # beyond it the addressee would be squeezed out
        table.setColumnWidth(IssuedColumn.NUMBER, number)
        return table

    def _empty_part(self, look: Look) -> QWidget:
        told = self.tr(
            "签发后的文书按文号列在这里，内容固定，任何时候都能重看、打印、另存；送达和签字件也在这里登记。"
        )
        return teaching(look, "file-text", label(told, "s", wrap=True), 420, title=self.tr("还没有文书"))

    def _reading_part(self, look: Look) -> QWidget:
        part = QFrame()
        part.setProperty("ground", "card")
        self._title, self._about = Elided(look, px=16, bold=True), Elided(look, tone="sub")
        self._code = label("", "m")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._verified, self._state = Chip(look), Chip(look, dot=True)
        self._held, self._defied = Chip(look, dot=True), Chip(look, dot=True)
        self._late = Chip(look, dot=True)
        self._copies = CopiesModel(self)
        self._copy_table = make_table(look, self._copies, "copies_table", self.tr("各联的送达和回传"))
        self._copy_table.horizontalHeader().hide()
        self._copy_table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._copy_table.activated.connect(lambda _: self._on_serve())
        self._copy_table.selectionModel().currentRowChanged.connect(self._on_copy)
        self._files = AttachedModel(self)
        self._file_table = make_table(look, self._files, "attached_table", self.tr("签名页和签字件"))
        self._file_table.horizontalHeader().hide()
        self._file_table.verticalHeader().setMinimumSectionSize(look.row())
        self._file_table.verticalHeader().setDefaultSectionSize(look.row())
        self._file_table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._file_table.activated.connect(self._on_file)
        self._file_table.hide()
        self._paper = PaperView(look, "issued_paper")
        head = row(None, [(self._title, 1), self._late, self._defied, self._held, self._state])
        proof = row(None, [self._code, None, self._verified])
        column(
            part,
            [
                head,
                self._about,
                self._actions(look),
                self._copy_table,
                self._file_table,
                (self._paper, 1),
                proof,
            ],
            (16, 14, 16, 12),
            8,
        )
        part.setMinimumWidth(min(look.px(470), 570))
        return part

    def _actions(self, look: Look) -> QFrame:
        room = QFrame()
        self._print = button(self.tr("打印"), "print_paper", kind="main", look=look, icon="printer")
        self._serve = button(self.tr("送达"), "serve_paper", look=look, icon="users")
        self._return = button(self.tr("回传"), "return_paper", look=look, icon="image-plus")
        self._save = button(
            self.tr("另存"), "save_pdf", look=look, icon="file-down", spoken=self.tr("另存 PDF")
        )
        self._void = button(self.tr("作废"), "void_paper", look=look, icon="trash-2")
        if look.scale > LARGE:
            # The words of all five stand in the row, and say what the pictures say.
            for one in (self._serve, self._return, self._save, self._void):
                one.setIcon(QIcon())
                one.setText(one.text().strip())
        wishes = (
            (self._print, "Ctrl+P", self._on_print),
            (self._serve, "Ctrl+D", self._on_serve),
            (self._return, "Ctrl+R", self._on_return),
            (self._save, "Ctrl+S", self._on_save),
            (self._void, "", self._on_void),
        )
        for one, keys, wish in wishes:
            if keys:
                one.setShortcut(keys)
                one.setToolTip(f"{one.accessibleName()}  {keys}")
            one.clicked.connect(wish)
        row(room, [self._print, self._serve, self._return, self._save, None, self._void])
        return room

    @property
    def _wishes(self) -> tuple[QWidget, ...]:
        return (self._print, self._serve, self._return, self._save, self._void)

    def show_documents(self, rows: Listed[IssuedRow], chosen: str = "") -> None:
        """Show these documents instead of what was there."""
        count = len(rows.ids)
        self.model.enlist(rows)
        self._table.setColumnWidth(IssuedColumn.STATE, chip_room(self._look, self.model.states()))
        self._count.setText(self.tr("%s 份") % f"{count:,}" if count else "")
        self._stack.fill(there=count > 0)
        if not count:
            for one in self._wishes:
                one.setEnabled(False)
            self._document = None
            self._paper.show_words(self.tr("选一份文书，页面显示在这里。"))
            self._verified.show_state("", "gray")
            self._state.show_state("", "gray")
            self._show_copies(None)
            return
        self._table.selectRow(max(self.model.row_of(chosen), 0))

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

    def show_facts(self, facts: PaperFacts) -> None:
        """Show what became of the chosen document."""
        if self._document is None or self._document.id != facts.document.id:
            return
        self._state.show_state(facts.state.word, tone(facts.state.word, overdue=facts.state.overdue))
        told = facts.document
        parts = [self.tr("%s 签发") % typed.show_day(told.issued_on)]
        if told.due_on:
            left = typed.days_left(told.due_on, facts.today) if facts.standing else ""
            parts.append(f"{self.tr('期限')} {typed.show_day(told.due_on)} {left}".strip())
        if facts.corrected:
            parts.append(self.tr("已由 %s 更正") % self.tr("、").join(facts.corrected))
        parts.append(self.tr("中心已收") if facts.received else self.tr("已存本机"))
        self._about.show_text(" · ".join([told.addressee, *parts] if told.addressee else parts))
        self._serve.setEnabled(facts.serves and facts.standing)
        self._return.setEnabled(facts.takes_returns)
        self._void.setEnabled(facts.standing)
        self._show_copies(facts)

    def _show_stop(self, facts: PaperFacts | None) -> None:
        """Show beside a stop-work's state what of it holds, and that it was worked against."""
        stop = facts.stop if facts is not None else None
        held = stop.state if stop is not None and stop.standing else ""
        self._held.show_state(held, "amber")
        self._late.show_state(LABEL if self._document is not None and self._document.late else "", "blue")
        self._defied.show_state(DEFIED if stop is not None and stop.violations else "", "red")

    def _show_copies(self, facts: PaperFacts | None) -> None:
        self._show_stop(facts)
        before, self._picked = self._picked, ""
        self._showing = True
        self._copies.show(facts)
        self._copy_table.setColumnWidth(1, chip_room(self._look, self._copies.states()))
        self._copy_table.clearSelection()
        self._showing = False
        rows = self._copies.rowCount()
        self._copy_table.setVisible(rows > 0)
        # Large words leave the page less room: fewer rows are seen at once.
        most = MOST_ROWS - (self._look.scale > LARGE)
        self._copy_table.setFixedHeight(min(rows, most) * self._look.row(ROW_HEIGHT))
        files = facts.attached if facts is not None else ()
        self._files.show(files, facts.today if facts is not None else None)
        self._file_table.setVisible(bool(files))
        self._file_table.setFixedHeight(min(len(files), most) * self._look.row())
        place = self._copies.row_of(before)
        if place >= 0:
            self._copy_table.selectRow(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list. With a focus proxy Tab would pass by what stands before it."""
        (self._paper if self._table.isHidden() else self._table).setFocus(event.reason())

    def page_width(self) -> int:
        """Return the width of a page on screen, in pixels."""
        return self._paper.page_width()

    @property
    def document_id(self) -> str:
        """The id of the document that is shown, empty for none."""
        return self._document.id if self._document is not None else ""

    def _on_read(self) -> None:
        """Show the chosen document when its row comes after it was chosen."""
        index = self._table.currentIndex()
        if index.isValid() and self.document_id != self.model.id_at(index.row()):
            self._on_row(index)

    def _on_row(self, index: QModelIndex) -> None:
        chosen = self.model.value(index.row())
        if chosen is None:
            return
        before, document = self.document_id, chosen.document
        self._document = document
        # Where both do not fit, the number is what one reads the paper by.
        told = document.number if self._look.scale > LARGE else f"{document.label} {document.number}"
        self._title.show_text(told)
        code = self.tr("核验码 %1 · %2 页").replace("%1", document.code)
        self._code.setText(code.replace("%2", str(document.pages)))
        self._print.setEnabled(True)
        self._save.setEnabled(True)
        if document.id != before:
            # A document that is only read anew keeps its page: nothing flickers.
            self._about.show_text(document.addressee)
            self._verified.show_state("", "gray")
            self._state.show_state("", "gray")
            self._show_copies(None)
            for one in (self._serve, self._return, self._void):
                one.setEnabled(False)
            self._paper.show_words(self.tr("正在取出页面…"))
        self.chosen.emit(document.id)

    def _on_copy(self, index: QModelIndex) -> None:
        if self._showing:
            return
        self._picked = self._copies.recipient_of(index)
        if index.isValid():
            # Whoever comes by Tab sees which copy has the keys.
            self._copy_table.selectRow(index.row())

    def _on_file(self, index: QModelIndex) -> None:
        told = self._files.file(index)
        if self._document is not None and told is not None:
            self.file_requested.emit(self._document.id, told)

    def _on_save(self) -> None:
        if self._document is not None:
            self.save_requested.emit(self._document.id)

    def _on_print(self) -> None:
        if self._document is not None:
            self.print_requested.emit(self._document.id)

    def _on_serve(self) -> None:
        if self._document is not None and self._serve.isEnabled():
            self.serve_requested.emit(self._document.id, self._picked)

    def _on_return(self) -> None:
        if self._document is not None and self._return.isEnabled():
            self.return_requested.emit(self._document.id, self._picked, [])

    def _on_void(self) -> None:
        if self._document is not None:
            self.void_requested.emit(self._document.id)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files of signed sheets in."""
        if self._return.isEnabled() and any(one.isLocalFile() for one in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take signed sheets in for the chosen copy."""
        files = [Path(one.toLocalFile()) for one in event.mimeData().urls() if one.isLocalFile()]
        event.acceptProposedAction()
        if self._document is not None and files:
            self.return_requested.emit(self._document.id, self._picked, files)
