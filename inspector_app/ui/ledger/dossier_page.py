"""案卷: everything that happened at one target, newest first, with all about the chosen line beside."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from inspector_app.domain.dossier import PERMANENT
from inspector_app.ui.controls.board_sheet import SheetView
from inspector_app.ui.controls.board_values import Sheet
from inspector_app.ui.controls.notice import Notice
from inspector_app.ui.controls.page_parts import page_top, teaching
from inspector_app.ui.controls.parts import (
    Chip,
    Elided,
    Item,
    button,
    column,
    label,
    reveal,
    row,
    tab_as_laid_out,
)
from inspector_app.ui.ledger import timeline_values as values
from inspector_app.ui.ledger.timeline_values import VAIN, Entry, Timeline
from inspector_app.ui.ledger.timeline_view import TimelineView
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day
from inspector_app.ui.style.words import Texts, Words

HINTS = (
    ("↑ ↓", "选择"),
    ("Ctrl ↑ ↓", "前后一天"),
    ("Enter", "打开"),
    ("Ctrl E", "导出案卷"),
    ("Alt 1…4", "时段"),
    ("Esc", "返回"),
)
ALL, YEAR, QUARTER, BETWEEN = "all", "year", "quarter", "between"
PERIODS = (QUARTER, YEAR, ALL, BETWEEN)
LIST_SHARE, SHEET_SHARE = 62, 38
DAY_WIDTH = 116


class DossierPage(QWidget):
    """Shows a timeline; emits wishes.

    Signals:
        left: back to where one came from.
        read_wanted: (code of a period, first day, last day as typed).
        stopped: the reading that is under way is not wanted any more.
        export_wanted, keep_wanted: export the file; say how long files are kept.
        card_wanted: id of the target, to be shown in the registry.
        document_wanted: id of an issued document.
        bench_wanted: (id of a visit, id of a document of it or empty).
        finding_wanted: (id of a visit, id of a finding of it).
    """

    left = Signal()
    read_wanted = Signal(str, str, str)
    stopped = Signal()
    export_wanted = Signal()
    keep_wanted = Signal()
    card_wanted = Signal(str)
    document_wanted = Signal(str)
    bench_wanted = Signal(str, str)
    finding_wanted = Signal(str, str)

    def __init__(self, look: Look, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look, self._texts = look, texts
        self.told = Timeline("")
        self.period = ALL
        self.notice = Notice(look)
        self.list = TimelineView(look)
        self.sheet = SheetView(look, "timeline_sheet")
        self._tabs = QButtonGroup(self)
        notice = row(None, [(self.notice, 1)], (20, 0, 20, 0))
        parts: list[Item] = [self._top(), notice, self._bar(), self._busy_row(), (self._body(), 1)]
        column(self, parts, gap=0)
        self._connect()
        self.show_timeline(self.told)
        tab_as_laid_out(self)

    # Made once.

    def _top(self) -> QFrame:
        look = self._look
        self._back = button(
            "", "dossier_back", kind="bare", look=look, icon="arrow-left", spoken=self.tr("返回")
        )
        self._back.setToolTip(f"{self.tr('返回')}  Esc")
        self._name, self._kind = Elided(look, px=16, bold=True), Chip(look)
        self._card = button(self.tr("对象资料"), "dossier_card", look=look, icon="building-2")
        self._card.setToolTip(f"{self.tr('对象资料')}  Ctrl+O")
        self._keep = button(self.tr("保管期限"), "dossier_keep", look=look, icon="file-archive")
        self._export = button(
            self.tr("导出案卷"), "dossier_export", kind="main", look=look, icon="folder-open"
        )
        self._export.setToolTip(f"{self.tr('导出案卷')}  Ctrl+E")
        told: list[Item] = [self._kind, (self._name, 1), self._card, self._keep, self._export]
        made = page_top(look, self.tr("案卷"), told)
        layout = made.layout()
        if layout is not None:
            layout.insertWidget(0, self._back)  # type: ignore[attr-defined]
        return made

    def _bar(self) -> QFrame:
        look, made = self._look, QFrame()
        made.setObjectName("dossier_head")
        words = {
            QUARTER: self.tr("本季度"),
            YEAR: self.tr("本年"),
            ALL: self.tr("全部"),
            BETWEEN: self.tr("起止"),
        }
        tabs: list[Item] = []
        for n, code in enumerate(PERIODS):
            tab = button(words[code], f"period_{code}", kind="tab")
            tab.setCheckable(True)
            tab.setToolTip(f"{words[code]}  Alt+{n + 1}")
            tab.setChecked(code == self.period)
            self._tabs.addButton(tab, n)
            tabs.append(tab)
            QShortcut(QKeySequence(f"Alt+{n + 1}"), self, tab.click)
        self._first = self._day("period_first", self.tr("从哪天"), "2026-01-31")
        self._last = self._day("period_last", self.tr("到哪天"), "2026-12-31")
        self._go = button(self.tr("查看"), "period_go", kind="soft", look=look)
        self._days = QWidget()
        row(self._days, [self._first, label("–", "s"), self._last, self._go], gap=8)
        self._between, self._count, self._vain = label("", "s"), label("", "s"), Chip(look, dot=True)
        told: list[Item] = [*tabs, self._days, self._between, None, self._vain, self._count]
        row(made, told, (16, 10, 20, 10), 6)
        return made

    def _day(self, name: str, spoken: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.setPlaceholderText(hint)
        made.setFixedWidth(self._look.px(DAY_WIDTH))
        made.returnPressed.connect(self._on_between)
        return made

    def _busy_row(self) -> QWidget:
        self._busy = QWidget()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("读取进度"))
        self._stop = button(self.tr("停止"), "timeline_stop", look=self._look, icon="x")
        self._stop.clicked.connect(self.stopped)
        told = label(self.tr("正在读取…"), "s")
        row(self._busy, [told, (self._progress, 1), self._stop], (20, 0, 20, 8), 12)
        self._busy.hide()
        return self._busy

    def _body(self) -> QStackedWidget:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("dossier_split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.sheet)
        split.setStretchFactor(0, LIST_SHARE)
        split.setStretchFactor(1, SHEET_SHARE)
        split.setSizes([LIST_SHARE * 10, SHEET_SHARE * 10])
        self._teach = label("", "s", wrap=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(teaching(self._look, "history", self._teach, min(self._look.px(460), 500)))
        return self._stack

    def _connect(self) -> None:
        self._back.clicked.connect(self.left)
        self._card.clicked.connect(lambda: self.card_wanted.emit(self.told.target_id))
        self._keep.clicked.connect(self.keep_wanted)
        self._export.clicked.connect(self.export_wanted)
        self._tabs.idClicked.connect(lambda n: self.choose_period(PERIODS[n]))
        self._go.clicked.connect(self._on_between)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.sheet.done.connect(lambda code, _: self._follow(code))
        self.sheet.followed.connect(self._on_link)
        for keys, does in (
            ("Ctrl+E", self._export.click),
            ("Ctrl+B", self._keep.click),
            ("Ctrl+O", self._card.click),
            ("Escape", self._back.click),
            ("F5", self.read),
        ):
            QShortcut(QKeySequence(keys), self, does)

    # What is shown.

    @property
    def target_id(self) -> str:
        """The target that is shown, empty for none."""
        return self.told.target_id

    def begin(self, target_id: str) -> None:
        """Forget another target's timeline; the same one's stays until it was read anew."""
        self.notice.clear()
        if target_id != self.target_id:
            self._choose_tab(ALL)
            self.show_timeline(Timeline(target_id))

    def read(self) -> None:
        """Ask for the chosen period anew."""
        self.notice.clear()
        first, last = self.typed if self.period == BETWEEN else ("", "")
        self.read_wanted.emit(self.period, first, last)
        if not self.told.target:
            self._teach.setText(self.tr("正在读取…"))

    @property
    def typed(self) -> tuple[str, str]:
        """The days that were typed."""
        return self._first.text().strip(), self._last.text().strip()

    def show_timeline(self, told: Timeline) -> None:
        """Show a timeline."""
        first, self.told = not self.told.entries, told
        self._name.show_text(told.target)
        self._kind.show_state(told.kind, "gray")
        self._count.setText(self.tr("共 %s 条") % len(told.entries) if told.entries else "")
        self._vain.show_state(f"{said(VAIN)} {told.vain}" if told.vain else "", "red")
        reveal(self._days, shown=self.period == BETWEEN)
        reveal(self._between, shown=self.period in (QUARTER, YEAR))
        self._between.setText(_between(*told.period))
        self._say_kept(told)
        self._teach.setText(self._teaching(told))
        self._stack.setCurrentIndex(0 if told.entries else 1)
        self.list.show_entries(told.entries)
        if told.entries and first and self.isVisible() and self._back.hasFocus():
            self.list.setFocus()  # it could not take the keys while it was empty

    def _say_kept(self, told: Timeline) -> None:
        words = self.tr("保管期限未设定")
        if told.retention is not None:
            years = self.tr("永久") if told.retention == PERMANENT else self.tr("%s 年") % told.retention
            words = self.tr("保管期限 %s") % years
        why = "" if told.may_keep else self.tr("由管理员、监督负责人或内勤设定")
        self._keep.setText(f" {words}")
        self._keep.setAccessibleName(words)
        self._keep.setAccessibleDescription(why)
        self._keep.setToolTip(f"{words}  Ctrl+B\n{why}".rstrip())
        self._keep.setEnabled(told.may_keep)

    def _teaching(self, told: Timeline) -> str:
        if not told.target:
            return self.tr("正在读取…")
        if self.period != ALL:
            return self.tr("这段时间没有记录。按 Alt+3 看全部。")
        return self.tr(
            "这里按时间列出检查、问题、文书、送达、整改、复查和审批的每一步。\n还没有检查过这个对象。"
        )

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the reading is."""
        self._progress.setRange(0, max(total, 1))
        self._progress.setValue(done)
        reveal(self._busy, shown=True)

    def show_rested(self) -> None:
        """Show that nothing is being read."""
        reveal(self._busy, shown=False)
        if not self.told.target:
            self._teach.setText(self.tr("还没有读完。按 F5 读取。"))

    def show_failure(self, words: Words, where: str = "") -> None:
        """Say why it was not read, and give the keys to the day that it is about."""
        self.notice.show_words(words)
        field = {"first": self._first, "last": self._last}.get(where)
        if field is not None and field.isVisible():
            field.setFocus()
            field.selectAll()

    def forget(self) -> None:
        """Show nothing any more."""
        self.notice.clear()
        self.show_rested()
        self._first.clear()
        self._last.clear()
        self._choose_tab(ALL)
        self.show_timeline(Timeline(""))

    # What is done.

    def _choose_tab(self, code: str) -> None:
        self.period = code
        self._tabs.button(PERIODS.index(code)).setChecked(True)

    def choose_period(self, code: str) -> None:
        """Show another period; one of days that are typed waits until they are there."""
        self._choose_tab(code)
        reveal(self._days, shown=code == BETWEEN)
        reveal(self._between, shown=False)
        if code != BETWEEN:
            self.read()
            return
        if not any(self.typed):
            days: Sequence[date | None] = self.told.period
            for field, on in zip((self._first, self._last), days, strict=True):
                field.setText(show_day(on))
        self._first.setFocus()
        self._first.selectAll()

    def _on_between(self) -> None:
        if self._first.hasFocus() and not self._last.text().strip():
            self._last.setFocus()
            return
        self.read()

    def _on_chosen(self, one: Entry | None) -> None:
        facts = self.told.facts
        self.sheet.show_sheet(values.sheet(one, facts, self._texts) if one is not None else Sheet("", ""))

    def _on_opened(self, one: Entry) -> None:
        deeds = values.deeds_of(one.line)
        if deeds:
            self._follow(deeds[0].code)

    def _on_link(self, link: str, _: str) -> None:
        code, _, known = link.partition(":")
        self._follow(code, known)

    def _follow(self, code: str, known: str = "") -> None:
        one = self.list.current
        if one is None:
            return
        line = one.line
        if code == values.FINDING:
            self.finding_wanted.emit(line.visit_id, known or line.finding_ids[0])
        elif code == values.PAPER and line.number:
            self.document_wanted.emit(line.document_id)
        else:  # a paper without a number is still a draft
            self.bench_wanted.emit(line.visit_id, line.document_id if code == values.PAPER else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the timeline."""
        lead: QPushButton | TimelineView = self.list if self.told.entries else self._back
        lead.setFocus(event.reason())


def _between(first: date | None, last: date | None) -> str:
    return " – ".join(show_day(one) for one in (first, last) if one is not None)
