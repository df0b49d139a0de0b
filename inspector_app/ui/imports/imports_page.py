"""从 Excel 导入: what the workbook is, which column is what, what would come of it, and the deed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from inspector_app.casework.importing.columns import Kind
from inspector_app.casework.importing.outcomes import Outcome
from inspector_app.ui.controls.page_parts import page_top
from inspector_app.ui.controls.parts import DropDown, button, column, label, row
from inspector_app.ui.imports.imports_values import ColumnLine, Opened
from inspector_app.ui.style.look import Look

HINTS = (
    ("Ctrl O", "选择文件"),
    ("Ctrl Enter", "试算／导入"),
    ("Ctrl S", "存下退回的行"),
    ("Space", "接受"),
    ("Esc", "返回"),
)
LINES = 30
"""Height of a row of a table, in pixels before the person's enlargement."""


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
        self._tried = self._bringable = self._filling = False
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
        for kind, words in (
            (Kind.SITES, self.tr("在建工程台账")),
            (Kind.PLANTS, self.tr("混凝土企业台账")),
            (Kind.PEOPLE, self.tr("人员名册")),
            (Kind.HISTORY, self.tr("历史台账（检查和登记簿）")),
        ):
            self.kind.addItem(words, str(kind))
        self.path = QLineEdit()
        self.path.setObjectName("import_path")
        self.path.setPlaceholderText(self.tr("把 .xlsx 拖进来，或者粘贴路径后按 Enter"))
        self.path.setAccessibleName(self.tr("工作簿的路径"))
        self.path.returnPressed.connect(self._on_path)
        self.kind.activated.connect(lambda _: self._on_path())
        choose = button(self.tr("选择文件"), "import_choose", look=look, icon="folder-open")
        choose.setToolTip(f"{self.tr('选择文件')}  Ctrl+O")
        choose.clicked.connect(self.choose_requested)
        self.columns = self._table(
            "import_columns", (self.tr("列"), self.tr("表头"), self.tr("前几行"), self.tr("导入为"))
        )
        self.results = self._table(
            "import_results", (self.tr("行"), self.tr("内容"), self.tr("情况"), self.tr("怎么办"))
        )
        self.results.itemChanged.connect(self._on_ticked)
        self.told = label(self.tr("选一个工作簿：先认表头，再试算，什么都说清楚以后才写入。"), "t", wrap=True)
        self.told.setObjectName("import_told")
        self.notes = label("", "s", wrap=True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("导入进度"))
        self.bar.hide()
        top = page_top(look, self.tr("从 Excel 导入"), [self.kind, (self.path, 1), choose])
        column(
            self,
            [
                top,
                (
                    column(
                        None,
                        [(self.columns, 2), self.told, self.notes, (self.results, 3), self._foot(look)],
                        (20, 12, 20, 12),
                        8,
                    ),
                    1,
                ),
            ],
            gap=0,
        )

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

    def _table(self, name: str, head: Sequence[str]) -> QTableWidget:
        made = QTableWidget(0, len(head))
        made.setObjectName(name)
        made.setAccessibleName(head[1])
        made.setHorizontalHeaderLabels(list(head))
        made.verticalHeader().hide()
        made.verticalHeader().setDefaultSectionSize(max(self._look.px(LINES), self._look.target))
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setTabKeyNavigation(False)
        made.setWordWrap(False)
        header = made.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        return made

    # What is shown.

    def show_opened(self, told: Opened) -> None:
        """Show a workbook's columns, each with what it is brought in as."""
        self.path.setText(self.path.text() or told.request.source.name)
        lines = [
            (one, sheet.choices) for sheet in told.sheets if not sheet.map.skipped for one in sheet.columns
        ]
        self._lines = [line for line, _ in lines]
        several = len({one.sheet for one in self._lines}) > 1
        self.columns.setRowCount(len(lines))
        for n, (line, choices) in enumerate(lines):
            self._put(self.columns, n, 0, f"{line.sheet}!{line.letters}" if several else line.letters)
            self._put(self.columns, n, 1, line.head)
            self._put(self.columns, n, 2, "；".join(one for one in line.samples if one))
            self.columns.setCellWidget(n, 3, self._choice(n, line, choices))
        self._show_state(opened=bool(lines))
        self.told.setText(
            self.tr("认出 %1 张表、%2 列。核对每列导入为什么，然后试算。")
            .replace("%1", str(len({one.sheet for one in self._lines})))
            .replace("%2", str(sum(bool(one.field) for one in self._lines)))
        )
        self.notes.setText("")
        self.results.setRowCount(0)

    def _choice(self, n: int, line: ColumnLine, choices: Sequence[tuple[str, str]]) -> DropDown:
        made = DropDown()
        made.setObjectName(f"import_field_{n}")
        made.setAccessibleName(f"{line.letters} {line.head}")
        made.addItem(self.tr("不导入"), "")
        for code, words in choices:
            made.addItem(words, code)
        made.setCurrentIndex(max(made.findData(line.field), 0))
        made.activated.connect(
            lambda _, one=line, box=made: self.field_chosen.emit(
                one.sheet, one.number, str(box.currentData())
            )
        )
        return made

    def show_outcome(
        self, told: Outcome, lines: Sequence[tuple[str, str, str, str, str]], notes: str, *, signs: bool
    ) -> None:
        """Show what would come of the workbook, or came of it.

        Args:
            lines: (key of a proposal or empty, row, value, what it is, what to do) of each row to look at.
            signs: the writing asks for the PIN: documents are issued as late entries.
        """
        self._filling = True
        accepted = {one.key for one in told.proposed if one.accepted}
        self.results.setRowCount(len(lines))
        for n, (key, place, value, what, cure) in enumerate(lines):
            for k, words in enumerate((place, value, what, cure)):
                self._put(self.results, n, k, words)
            if key:
                item = self._put(self.results, n, 0, place)
                item.setData(Qt.ItemDataRole.UserRole, key)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if key in accepted else Qt.CheckState.Unchecked)
        self._filling = False
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
        self.notes.setText(notes)
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
        told = []
        for n in range(self.results.rowCount()):
            item = self.results.item(n, 0)
            if item is not None and item.checkState() == Qt.CheckState.Checked:
                told.append(str(item.data(Qt.ItemDataRole.UserRole)))
        return told

    @staticmethod
    def _put(table: QTableWidget, n: int, k: int, words: str) -> QTableWidgetItem:
        item = QTableWidgetItem(words)
        item.setToolTip(words)
        table.setItem(n, k, item)
        return item

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
            self.file_given.emit(told, str(self.kind.currentData()))

    def _on_next(self) -> None:
        (self.bring if self._tried and self.bring.isEnabled() else self.weigh).click()

    def _on_ticked(self, item: QTableWidgetItem) -> None:
        if not self._filling and item.data(Qt.ItemDataRole.UserRole):
            self.try_requested.emit(self.accepted)

    def _on_escape(self) -> None:
        if self.stop.isVisible():
            self.cancel_requested.emit()
        else:
            self.back_requested.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files in."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file."""
        urls = event.mimeData().urls()
        if urls and urls[0].isLocalFile():
            self.give(str(Path(urls[0].toLocalFile())))
