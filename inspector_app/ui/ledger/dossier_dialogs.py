"""The windows of an export: the form while it is written, and what was written."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHeaderView, QProgressBar, QPushButton, QScrollArea, QWidget

from inspector_app.casework.overview.dossier_file import BOUND, LIST_CSV, LIST_JSON, Exported, Written
from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.controls.form_values import Form, Given
from inspector_app.ui.controls.parts import Elided, breakable, button, column, label, reveal, row
from inspector_app.ui.controls.rows_model import RowsModel
from inspector_app.ui.controls.tables import make_table
from inspector_app.ui.ledger.dossier_forms import FIELDS
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words

WIDTH, ROWS = 720, 6
SHORT = 16
"""Digits of a hash that a line shows; all of them are copied."""


class ExportDialog(FormDialog):
    """The form of an export; while it is written it shows how far it is, and Esc stops the writing.

    Signals:
        stopped: the writing is not wanted any more.
    """

    stopped = Signal()

    def __init__(self, look: Look, form: Form, kept: Given, parent: QWidget) -> None:
        self.writing = False
        super().__init__(look, form, kept, parent)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("导出进度"))
        self._doing = Elided(look, tone="sub")
        self._way = QWidget()
        column(self._way, [self._doing, self._progress], gap=6)
        layout = self.layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(layout.count() - 3, self._way)  # above what height there is to spare
        reveal(self._way, shown=False)

    def wish(self) -> None:
        """Give what was filled in, and wait until it is written."""
        self._turn(writing=True)
        self.show_progress(0, 0, self.tr("正在选取文书和照片…"))
        super().wish()

    def _turn(self, *, writing: bool) -> None:
        self.writing = writing
        for one in self.findChildren(QScrollArea):
            one.setEnabled(not writing)
        reveal(self._way, shown=writing)
        if not writing:
            self.answered()
        self._fit()

    def show_progress(self, done: int, total: int, doing: str) -> None:
        """Show how far the writing is."""
        self._progress.setRange(0, max(total, 1))
        self._progress.setValue(done)
        if doing:
            self._doing.show_text(doing)

    def show_stopped(self, words: Words) -> None:
        """Say that nothing was written; what was typed stays."""
        self._turn(writing=False)
        self.say(words)
        self.accept_button.setFocus()

    def show_failure(self, words: Words, where: str = "") -> None:
        """Say why it was not written, and give the keys to what it is about."""
        self._turn(writing=False)
        super().show_failure(words, FIELDS.get(where, where))
        if where and where == self.values.get("out"):
            self._rows["out"][0].take_keys()

    def reject(self) -> None:
        """Stop the writing, or close."""
        if self.writing:
            self._doing.show_text(self.tr("正在停止…"))
            self.stopped.emit()
            return
        super().reject()


class WrittenModel(RowsModel[Written]):
    """The files of an export: name, pages, hash."""

    def __init__(self, made: Exported, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._made = made
        self.name_columns(self.tr("文件"), self.tr("页数"), "SHA-256")
        self.show(made.files)

    def id_of(self, told: Written) -> str:
        """Return the file's place."""
        return str(told.path)

    def words(self, told: Written, column: int) -> str:
        """Return the words of a cell."""
        name = told.path.relative_to(self._made.folder).as_posix()
        pages = "—" if told.path.name in (LIST_CSV, LIST_JSON) else str(told.pages)
        return (name, pages, f"{told.sha256[:SHORT]}…")[column]


class ExportedDialog(Dialog):
    """What an export wrote, and what is lacking in it.

    Signals:
        look_wanted: show the bound PDF.
        folder_wanted: open the folder.
    """

    look_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, look: Look, made: Exported, parent: QWidget) -> None:
        super().__init__(look, "", "dossier_exported", parent)
        self.setWindowTitle(self.tr("案卷已导出"))
        self.made = made
        told = self.tr("%1 件，编号 %2 页，全卷 %3 页（含封面、目录和备考表）")
        for n, count in enumerate((made.items, made.pages, made.sheets), start=1):
            told = told.replace(f"%{n}", str(count))
        place = label(breakable(str(made.folder)), "s", wrap=True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        model = WrittenModel(made, self)
        table = make_table(look, model, "dossier_files", self.tr("卷内文件"))
        head = table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at, widest in ((1, self.tr("页数")), (2, "0" * SHORT + "…")):
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            table.setColumnWidth(at, round(painting.text_width(look, widest, 13)) + 28)
        table.verticalHeader().setDefaultSectionSize(look.row())
        table.setMinimumHeight(look.row() * ROWS + look.px(36))
        folder = button(self.tr("打开文件夹"), "dossier_folder", look=look, icon="folder-open")
        copy = button(self.tr("复制清单"), "dossier_copy", look=look, icon="file-text")
        folder.clicked.connect(self.folder_wanted)
        copy.clicked.connect(self.copy)
        for one, keys in ((folder, "Ctrl+O"), (copy, "Ctrl+C")):
            one.setToolTip(f"{one.accessibleName()}  {keys}")
            QShortcut(QKeySequence(keys), self, one.click)
        parts = QWidget()
        lacking = [label(self._lacking(made.lacking), "warn", wrap=True)] if made.lacking else []
        hint = label(self.tr("每个文件的摘要也写在随卷的《卷内文件清单》里。"), "m", wrap=True)
        acts = row(None, [folder, copy, None], gap=8)
        column(parts, [label(told, "t", wrap=True), place, *lacking, (table, 1), hint, acts], gap=10)
        self.finish(parts, self.tr("看装订好的 PDF"), "dossier_look", icon="maximize-2", width=WIDTH)
        shut = self.findChild(QPushButton, "dossier_look_cancel")
        if isinstance(shut, QPushButton):  # nothing is taken back by it
            shut.setText(self.tr("关闭"))
            shut.setAccessibleName(self.tr("关闭"))
        self.accept_button.setFocus()

    def _lacking(self, names: Sequence[str]) -> str:
        told = self.tr("缺 %1 件：%2。相应的页面已注明，备考表也写明了。")
        return told.replace("%1", str(len(names))).replace("%2", self.tr("；").join(names))

    def copy(self) -> None:
        """Copy the list of files with their hashes."""
        made = self.made
        lines = [f"{one.sha256}  {one.path.relative_to(made.folder).as_posix()}" for one in made.files]
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def wish(self) -> None:
        """Show the bound PDF over the window; the list stays behind it."""
        self.look_wanted.emit()

    @property
    def bound(self) -> Written:
        """The bound PDF."""
        return next(one for one in self.made.files if one.path.name == BOUND)
