"""半年报告: the bureau's own paragraph, every figure in it a link to its list; taken along as a file."""

from collections.abc import Sequence
from html import escape
from itertools import accumulate

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QPushButton, QTextBrowser, QWidget

from inspector_app.ui.controls.parts import button, column, frame, label, row, sign
from inspector_app.ui.figures.figures_charts import code_of
from inspector_app.ui.figures.figures_values import EntryRow, Paper, ReportShown, Run
from inspector_app.ui.figures.list_card import ListCard
from inspector_app.ui.style.look import Look

LIST_WIDTH, MOST_LIST = 420, 460
WIDE = 1.0
"""Of larger words than these the buttons stand in two lines."""
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
        self._figures: tuple[tuple[Run, int], ...] = ()
        self._at = -1
        self.setObjectName(name)
        self.setProperty("k", "letter")
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.anchorClicked.connect(lambda url: self._open(int(url.path())))

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Show the text; the figure that had the keys keeps them where the text is as long as it was."""
        look, ink = self._look, QColor(self._look.tokens.accent).name()
        begins = [0, *accumulate(len(one.text) for one in runs)]
        same = len(self._figures) == sum(bool(one.code) for one in runs)
        self._figures = tuple((one, begins[n]) for n, one in enumerate(runs) if one.code)
        self._at = self._at if same else -1
        told, n = "", 0
        for one in runs:
            words = escape(one.text)
            if one.code:
                words = f'<a href="figure:{n}" style="color: {ink}; font-weight: 700;">{words}</a>'
                n += 1
            told += words
        style = f"font-size: {look.px(WORDS_PX)}px; line-height: {LINE}%; text-indent: {look.px(34)}px;"
        begin = f'<p style="{style}">'
        self.setHtml(begin + told.replace("\n", f"</p>{begin}") + "</p>")
        self._choose(0 if self._at < 0 and self._figures and self.hasFocus() else self._at)

    @property
    def current(self) -> Run | None:
        """The figure that has the keys."""
        return self._figures[self._at][0] if self._at >= 0 else None

    def _choose(self, at: int) -> None:
        """Let a figure have the keys, and say so."""
        self._at = at
        cursor = QTextCursor(self.document())
        if at >= 0:
            run, begin = self._figures[at]
            cursor.setPosition(begin)
            cursor.setPosition(begin + len(run.text), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        told = self.document().toPlainText()
        run_words = self._figures[at][0].text if at >= 0 else ""
        self.setAccessibleName(" ".join(one for one in (run_words, told) if one))

    def _open(self, at: int) -> None:
        self._choose(at)
        run = self._figures[at][0]
        self.opened.emit(code_of(run.code, run.part))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the figure after this one or before it; beyond the last one, out of the text."""
        at = self._at + (1 if forward else -1)
        if self.hasFocus() and 0 <= at < len(self._figures):
            self._choose(at)
            self.ensureCursorVisible()
            return True
        return QAbstractScrollArea.focusNextPrevChild(self, forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the figure that has the keys."""
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if bare and self._at >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._at)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come to the first figure, or back to the one that was left."""
        super().focusInEvent(event)
        if self._figures:
            self._choose(max(self._at, 0))


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
            "xlsx": self._deed("xlsx", self.tr("存为 Excel…"), "file-down", "Ctrl+E"),
            "keep": self._deed("keep", self.tr("保存这次数字"), "save", "Ctrl+S"),
        }
        order = ("keep", "copy", "xlsx", "pdf", "docx")
        keep, copy, xlsx, pdf, docx = (self.deeds[one] for one in order)
        if self._look.scale > WIDE:
            column(part, [row(None, [keep, None, copy]), row(None, [None, xlsx, pdf, docx])])
        else:
            row(part, [keep, None, copy, xlsx, pdf, docx])
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
