"""从 Excel 导入: what the workbook is, which column is what, what would come of it, and the deed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QProgressBar, QStackedWidget, QWidget

from inspector_app.casework.importing.columns import Kind
from inspector_app.casework.importing.outcomes import Outcome
from inspector_app.ui.controls.page_parts import page_top
from inspector_app.ui.controls.parts import DropDown, Item, button, column, frame, label, restyle, row
from inspector_app.ui.imports.imports_tables import ColumnsTable, ResultsTable
from inspector_app.ui.imports.imports_teaching import KINDS, ImportsTeaching
from inspector_app.ui.imports.imports_values import ColumnLine, Opened, ResultLine
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

HINTS = (
    ("Ctrl O", "选择文件"),
    ("Ctrl Enter", "试算／导入"),
    ("Ctrl S", "存下退回的行"),
    ("Space", "接受"),
    ("Esc", "返回"),
)


class ImportsPage(QWidget):
    """Shows a workbook and what would come of it; changes nothing by itself.

    Signals:
        back_requested: the person has seen enough.
        choose_requested: ask for a file.
        file_given: path of a file that was typed, pasted or dropped, to be read as the chosen kind.
        field_chosen: (sheet, column's number, code of the field, empty to leave it out).
        try_requested: keys of the proposals that are accepted.
        bring_requested: what was tried is to be written.
        cancel_requested: stop writing.
        save_requested: keep the rows sent back as a workbook.
        map_requested: keep the map as a file.
    """

    back_requested = Signal()
    choose_requested = Signal()
    file_given = Signal(str, str)
    field_chosen = Signal(str, int, str)
    try_requested = Signal(list)
    bring_requested = Signal()
    cancel_requested = Signal()
    save_requested = Signal()
    map_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._look = look
        self._tried = self._bringable = False
        self._lines: list[ColumnLine] = []
        self._place_parts(look)
        self.setFocusProxy(self.path)
        self._show_state(opened=False)
        for keys, wish in (
            ("Ctrl+O", self.choose_requested.emit),
            ("Ctrl+Return", self._on_next),
            ("Ctrl+S", self.save.click),
            ("Esc", self._on_escape),
        ):
            QShortcut(QKeySequence(keys), self, wish)

    def _place_parts(self, look: Look) -> None:
        self.kind = DropDown()
        self.kind.setObjectName("import_kind")
        self.kind.setAccessibleName(self.tr("导入为"))
        for kind, _, words, _ in KINDS:
            self.kind.addItem(said(words), str(kind))
        self.path = QLineEdit()
        self.path.setObjectName("import_path")
        self.path.setPlaceholderText(self.tr("把 .xlsx 拖进来，或者粘贴路径后按 Enter"))
        self.path.setAccessibleName(self.tr("工作簿的路径"))
        self.path.returnPressed.connect(self._on_path)
        self.teaching = ImportsTeaching(look)
        self.teaching.choose_requested.connect(self.choose_requested)
        self.kind.currentIndexChanged.connect(lambda _: self.teaching.show_kind(self._kind))
        self.teaching.show_kind(self._kind)
        self.kind.activated.connect(lambda _: self._on_path())
        choose = button(self.tr("选择文件"), "import_choose", look=look, icon="folder-open")
        choose.setToolTip(f"{self.tr('选择文件')}  Ctrl+O")
        choose.clicked.connect(self.choose_requested)
        top = page_top(look, self.tr("从 Excel 导入"), [self.kind, (self.path, 1), choose])
        self.parts = QStackedWidget()
        self.parts.addWidget(self.teaching)
        self.parts.addWidget(self._work(look))
        column(self, [top, (self.parts, 1)], gap=0)

    def _work(self, look: Look) -> QWidget:
        """Return what is shown of a workbook that was read."""
        self.columns, self.results = ColumnsTable(look), ResultsTable(look)
        self.columns.field_chosen.connect(self.field_chosen)
        self.results.ticked.connect(lambda: self.try_requested.emit(self.accepted))
        self.known = label("", "s", wrap=True)
        self.told = label("", "h3", wrap=True)
        self.told.setObjectName("import_told")
        self.notes = label("", "s", wrap=True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("导入进度"))
        self.bar.hide()
        upper = self._card([label(self.tr("每列导入为什么"), "h3"), (self.known, 1)], [], self.columns)
        lower = self._card([(self.told, 1)], [self.notes], self.results)
        part = QWidget()
        column(part, [(upper, 2), (lower, 3), self._foot(look)], (20, 14, 20, 12), 12)
        return part

    @staticmethod
    def _card(head: Sequence[Item], more: Sequence[Item], table: QWidget) -> QFrame:
        card = frame("card")
        top = column(None, [row(None, head, gap=12), *more], (14, 10, 14, 8), 4)
        column(card, [top, (table, 1)], (1, 1, 1, 6), 0)
        return card

    def _foot(self, look: Look) -> QWidget:
        self.weigh = button(self.tr("试算"), "import_try", look=look, icon="clipboard-check")
        self.bring = button(self.tr("导入"), "import_bring", kind="main", look=look, icon="file-up")
        self.save = button(self.tr("存下退回的行"), "import_save", look=look, icon="file-text")
        self.map = button(self.tr("存下映射"), "import_map", look=look, icon="file-text")
        self.stop = button(self.tr("停止"), "import_stop")
        self.weigh.clicked.connect(lambda: self.try_requested.emit(self.accepted))
        self.bring.clicked.connect(self.bring_requested)
        self.save.clicked.connect(self.save_requested)
        self.map.clicked.connect(self.map_requested)
        self.stop.clicked.connect(self.cancel_requested)
        self.stop.hide()
        self.pin = QLineEdit()
        self.pin.setObjectName("import_pin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(6)
        self.pin.setPlaceholderText(self.tr("签发码"))
        self.pin.setAccessibleName(self.tr("签发码"))
        self.pin.setFixedWidth(look.px(96))
        self.pin.hide()
        foot = QWidget()
        row(
            foot,
            [self.map, self.save, (self.bar, 1), self.stop, None, self.pin, self.weigh, self.bring],
            gap=10,
        )
        return foot

    # What is shown.

    def show_opened(self, told: Opened) -> None:
        """Show a workbook's columns, each with what it is brought in as."""
        self.path.setText(self.path.text() or told.request.source.name)
        self._lines = self.columns.show_sheets(told.sheets)
        self._show_state(opened=bool(self._lines))
        self.known.setText(
            self.tr("认出 %1 张表、%2 列；没有认出的不导入。")
            .replace("%1", str(len({one.sheet for one in self._lines})))
            .replace("%2", str(sum(bool(one.field) for one in self._lines)))
        )
        self.told.setText(self.tr("核对每列导入为什么，然后试算。"))
        restyle(self.told, k="h3")
        self.notes.setText("")
        self.notes.hide()
        self.results.show_lines((), set())
        self.parts.setCurrentIndex(1)

    def clear(self) -> None:
        """Forget the workbook."""
        self.path.clear()
        self._lines = []
        self._show_state(opened=False)
        self.parts.setCurrentIndex(0)

    def show_outcome(self, told: Outcome, lines: Sequence[ResultLine], notes: str, *, signs: bool) -> None:
        """Show what would come of the workbook, or came of it.

        Args:
            lines: of each row to look at.
            signs: the writing asks for the PIN: documents are issued as late entries.
        """
        self.results.show_lines(lines, {one.key for one in told.proposed if one.accepted})
        counts = (
            len(told.new),
            len(told.changed),
            len(told.same),
            len(told.refused_rows),
            len(told.undecided),
        )
        words = (
            self.tr("已导入：新增 %1，变更 %2，相同 %3，退回 %4 行，待定 %5 项。")
            if told.brought
            else self.tr("试算：新增 %1，变更 %2，相同 %3，退回 %4 行，待定 %5 项。还没有写入。")
        )
        for n, count in enumerate(counts, 1):
            words = words.replace(f"%{n}", str(count))
        self.told.setText(words)
        restyle(self.told, k="accent" if told.brought else "h3")
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))
        self._tried = not told.brought
        self.pin.setVisible(signs and self._tried)
        self._bringable = self._tried and bool(told.new or told.changed)
        self.bring.setEnabled(self._bringable)
        self.save.setEnabled(bool(told.rejected))

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the writing is."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def show_busy(self, *, busy: bool, writes: bool = False) -> None:
        """Show that something is under way."""
        self.bar.setVisible(busy and writes)
        self.stop.setVisible(busy and writes)
        for one in (self.weigh, self.map):
            one.setEnabled(not busy and bool(self._lines))
        self.bring.setEnabled(not busy and self._bringable)

    @property
    def accepted(self) -> list[str]:
        """Keys of the proposals that are ticked."""
        return self.results.accepted

    @property
    def _kind(self) -> Kind:
        return Kind(self.kind.currentData())

    def _show_state(self, *, opened: bool) -> None:
        self._tried = self._bringable = False
        for one in (self.weigh, self.map):
            one.setEnabled(opened)
        self.bring.setEnabled(False)
        self.save.setEnabled(False)

    # What the person does.

    def give(self, path: str) -> None:
        """Take a file that was chosen."""
        self.path.setText(path)
        self._on_path()

    def _on_path(self) -> None:
        told = self.path.text().strip().strip('"')
        if told:
            self.file_given.emit(told, str(self._kind))

    def _on_next(self) -> None:
        (self.bring if self._tried and self.bring.isEnabled() else self.weigh).click()

    def _on_escape(self) -> None:
        if self.stop.isVisible():
            self.cancel_requested.emit()
        else:
            self.back_requested.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files in."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.teaching.show_over(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """See a file carried away again."""
        super().dragLeaveEvent(event)
        self.teaching.show_over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file."""
        self.teaching.show_over(over=False)
        urls = event.mimeData().urls()
        if urls and urls[0].isLocalFile():
            self.give(str(Path(urls[0].toLocalFile())))
