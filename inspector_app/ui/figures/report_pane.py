"""半年报告: the bureau's own paragraph, every figure in it a link to its list; taken along as a file."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QTextBrowser, QWidget

from inspector_app.ui.controls.parts import button, column, frame, label, row, sign
from inspector_app.ui.figures.figures_charts import code_of
from inspector_app.ui.figures.figures_values import EntryRow, Paper, ReportShown, Run
from inspector_app.ui.figures.list_card import ListCard
from inspector_app.ui.style.look import Look

LIST_WIDTH, MOST_LIST = 420, 520
WORDS_PX, LINE = 17, 190
"""Size of the paragraph, and height of its lines in per cent."""


class Paragraph(QTextBrowser):
    """The paragraph; Tab goes from figure to figure, Enter opens what it counts.

    Signals:
        opened: `figure|part`
    """

    opened = Signal(str)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._figures = False
        self.setObjectName(name)
        self.setProperty("k", "letter")
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.anchorClicked.connect(self._on_anchor)

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Show the text."""
        look = self._look
        ink = QColor(look.tokens.accent).name()
        told = "".join(_html(one, ink) for one in runs).replace("\n", "</p><p>")
        style = f"font-size: {look.px(WORDS_PX)}px; line-height: {LINE}%; text-indent: {look.px(34)}px;"
        told = told.replace("<p>", f'<p style="{style}">')
        self.setHtml(f'<p style="{style}">{told}</p>')
        self.setAccessibleName("".join(one.text for one in runs))
        self._figures = any(one.code for one in runs)
        if self.hasFocus():
            self._to_figure()

    def _on_anchor(self, url: QUrl) -> None:
        self.opened.emit(url.toString(QUrl.ComponentFormattingOption.FullyDecoded).removeprefix("figure:"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come to the first figure at once: Enter then opens it."""
        super().focusInEvent(event)
        self._to_figure()

    def _to_figure(self) -> None:
        """Come to the first figure, unless one has the keys; without any, the keys would leave the text."""
        if self._figures and not self.textCursor().hasSelection():
            self.focusNextPrevChild(True)


def _html(run: Run, ink: str) -> str:
    words = escape(run.text)
    if not run.code:
        return words
    href = escape(f"figure:{code_of(run.code, run.part)}")
    return f'<a href="{href}" style="color: {ink}; font-weight: 700;">{words}</a>'


class ReportPane(QWidget):
    """Shows a report and the list of the figure that was asked for.

    Signals:
        list_wanted: (code of a figure, code of a part or empty)
        copy_requested: the text is wanted on the clipboard.
        file_requested: the suffix of the file that is wanted: docx, pdf, xlsx.
        keep_requested: the figures are to be kept as they are now.
        entry_opened: the EntryRow to go to.
        left: Esc where nothing is to be left.
    """

    list_wanted = Signal(str, str)
    copy_requested = Signal()
    file_requested = Signal(str)
    keep_requested = Signal()
    entry_opened = Signal(object)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._told: ReportShown | None = None
        self._listed = ("", "")
        teach = self.tr("按 Tab 在数字之间走，按 Enter 看它数的是哪些。")
        self.paragraph = Paragraph(look, "report_paragraph")
        self.list = ListCard(look, "report_entries", self.tr("收起"), teach)
        self.list.setFixedWidth(min(look.px(LIST_WIDTH), MOST_LIST))
        row(self, [(self._letter(), 1), self.list], (20, 14, 20, 14), 16)
        self.paragraph.opened.connect(self._on_figure)
        self.list.opened.connect(self.entry_opened)
        self.list.left.connect(self.back)

    def _letter(self) -> QFrame:
        look = self._look
        card = frame("card", "report_card")
        self._title, self._as_of = label("", "h1", wrap=True), label("", "m", wrap=True)
        self._title.setObjectName("report_title")
        self._lacking = frame("gate", "report_lacking")
        self._who = label("", "s", wrap=True)
        icon = sign(look, "triangle-alert", look.tokens.chips["amber"][1], 16)
        row(self._lacking, [icon, (self._who, 1)], (12, 8, 12, 8), 10)
        column(
            card,
            [self._title, self._as_of, (self.paragraph, 1), self._lacking, self._deeds()],
            (28, 20, 28, 16),
            10,
        )
        return card

    def _deeds(self) -> QWidget:
        part = QWidget()
        self.deeds = {
            "copy": self._deed("copy", self.tr("复制文字"), "file-text", "Ctrl+C"),
            "docx": self._deed("docx", self.tr("存为 Word…"), "file-down", "Ctrl+Return", main=True),
            "pdf": self._deed("pdf", self.tr("存为 PDF…"), "file-down", "Ctrl+P"),
            "keep": self._deed("keep", self.tr("保存这次数字"), "save", "Ctrl+S"),
        }
        row(part, [self.deeds["keep"], None, self.deeds["copy"], self.deeds["pdf"], self.deeds["docx"]])
        return part

    def _deed(self, code: str, words: str, icon: str, key: str, *, main: bool = False) -> QPushButton:
        made = button(words, f"report_{code}", kind="main" if main else "", look=self._look, icon=icon)
        made.setToolTip(f"{words}  {key}")
        made.clicked.connect(lambda: self._do(code))
        QShortcut(QKeySequence(key), self, made.click)
        return made

    def _do(self, code: str) -> None:
        if code == "copy":
            self.copy_requested.emit()
        elif code == "keep":
            self.keep_requested.emit()
        else:
            self.file_requested.emit(code)

    @property
    def told(self) -> ReportShown | None:
        """What is shown."""
        return self._told

    def show_report(self, told: ReportShown) -> None:
        """Show a report; the list of another one goes."""
        before = self._told
        self._told = told
        self._title.setText(told.title)
        self._as_of.setText(f"{told.span.words}  ·  {told.as_of}")
        self.paragraph.show_runs(told.runs)
        self._who.setText(self.tr("以下电脑还没有交齐，数字可能还会变：\n%s") % "\n".join(told.lacking))
        self._lacking.setVisible(bool(told.lacking))
        if before is None or (before.paper, before.span) != (told.paper, told.span):
            self.close_list()

    def close_list(self) -> None:
        """Show no list."""
        self._listed = ("", "")
        self.list.show_list("", ())

    def _on_figure(self, code: str) -> None:
        figure, _, part = code.partition("|")
        self._listed = (figure, part)
        self.list_wanted.emit(figure, part)
        self.list.entries.setFocus()

    def show_entries(self, figure: str, part: str, title: str, entries: Sequence[EntryRow]) -> None:
        """Show the list of a figure, if that is still the one that was asked for."""
        if (figure, part) == self._listed:
            self.list.show_list(title, entries)
            self.list.entries.setFocus()

    def back(self) -> None:
        """Go back from the list to the paragraph, where the same figure still has the keys."""
        if self.list.isAncestorOf(self.focusWidget()) if self.focusWidget() else False:
            self.paragraph.setFocus()
        else:
            self.left.emit()

    def forget(self) -> None:
        """Show nothing of the person who left."""
        self._told = None
        self.paragraph.show_runs(())
        self._title.clear()
        self.close_list()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the paragraph."""
        self.paragraph.setFocus(event.reason())


PAPERS = {Paper.HALF_YEAR: "半年报告", Paper.PLANTS: "混凝土企业季报"}
"""What the reports are called on the page."""
