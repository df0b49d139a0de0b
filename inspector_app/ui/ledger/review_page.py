"""审阅: the dossiers that wait for a supervisor at the left, the one that has the keys read at the right."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedWidget, QWidget

from inspector_app.casework.overview.review_list import Listed, Shelf, Which
from inspector_app.casework.overview.review_sheet import Opened
from inspector_app.casework.overview.reviews import CameBack
from inspector_app.domain.reviewing import Reviewed
from inspector_app.ui.controls.notice import Notice
from inspector_app.ui.controls.page_parts import page_top, teaching
from inspector_app.ui.controls.parts import Item, button, column, label, reveal, row
from inspector_app.ui.ledger.review_filters import Filters
from inspector_app.ui.ledger.review_index import ReviewIndex
from inspector_app.ui.ledger.review_pane import TABS, WORDS, ReviewPane
from inspector_app.ui.ledger.review_values import WHICH
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts

HINTS = (
    ("J", "下一宗"),
    ("K", "上一宗"),
    ("Space", "放大照片"),
    ("Ctrl Enter", "通过"),
    ("Ctrl R", "退回"),
    ("Ctrl M", "留言"),
    ("Ctrl E", "批量导出"),
    ("F6", "换栏"),
    ("Alt 1…4", "问题、文书、照片、意见"),
)
INDEX_WIDTH, MOST_INDEX = 384, 384


class ReviewPage(QWidget):
    """Shows dossiers; emits wishes.

    Signals:
        left: back to the ledger.
        shown: somebody came, or looks anew: what is listed is to be read.
        opened: id of the dossier that is to be read.
        export_wanted: ids of the dossiers that are to be bound.
    """

    left = Signal()
    shown = Signal()
    opened = Signal(str)
    export_wanted = Signal(object)

    def __init__(self, look: Look, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look = look
        self._group = QButtonGroup(self)
        self.notice = Notice(look)
        self.filters, self.index = Filters(look), ReviewIndex(look)
        self.pane = ReviewPane(look, texts)
        notice = row(None, [(self.notice, 1)], (20, 0, 20, 0))
        column(self, [self._top(), notice, self.filters, (self._body(), 1)], gap=0)
        self._wish, self._more = "", 0
        self._asked = ("", "")
        self._connect()
        self.show_shelf(Shelf(), date.min)

    # Made once.

    def _top(self) -> QFrame:
        look = self._look
        back = button(
            "", "review_left", kind="bare", look=look, icon="arrow-left", spoken=self.tr("返回台账")
        )
        back.clicked.connect(self.left)
        tabs: list[Item] = []
        for n, which in enumerate(WHICH):
            tab = button(said(WHICH[which]), f"review_{which}", kind="tab")
            tab.setCheckable(True)
            tab.setChecked(which is self.filters.which)
            self._group.addButton(tab, n)
            tabs.append(tab)
        self._export = button(self.tr("批量导出"), "review_export", look=look, icon="folder-open")
        self._export.setToolTip(f"{self.tr('批量导出')}  Ctrl+E")
        again = button("", "review_refresh", look=look, icon="refresh-cw", spoken=self.tr("刷新"))
        again.setToolTip(f"{self.tr('刷新')}  F5")
        again.clicked.connect(self.shown)
        made = page_top(look, self.tr("审阅"), [*tabs, None, self._export, again], 6)
        layout = made.layout()
        if layout is not None:
            layout.insertWidget(0, back)  # type: ignore[attr-defined]
        return made

    def _body(self) -> QStackedWidget:
        look = self._look
        self.index.setFixedWidth(min(look.px(INDEX_WIDTH), MOST_INDEX))
        self._count = label("", "m")
        foot = QWidget()
        row(foot, [self._count, None], (20, 6, 12, 6))
        left = QWidget()
        column(left, [(self.index, 1), foot], gap=0)
        left.setFixedWidth(self.index.width())
        self._teach = label("", "s", wrap=True)
        self._act = button(" ", "review_act", kind="soft", look=look)
        whole = QWidget()
        row(whole, [left, (self.pane, 1)], gap=0)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(teaching(look, "shield-check", self._teach, look.px(440), act=self._act))
        return self._stack

    def _connect(self) -> None:
        self._group.idClicked.connect(lambda n: self.narrow(tuple(WHICH)[n]))
        self._act.clicked.connect(self._on_act)
        self._export.clicked.connect(lambda: self.export_wanted.emit(self.index.marks))
        self.filters.changed.connect(self.shown)
        self.filters.search.moved.connect(self.index.step)
        self.index.chosen.connect(self._on_chosen)
        self.index.opened.connect(lambda _: self.pane.setFocus())
        self.index.marked.connect(self._on_marked)
        self.pane.stepped.connect(self.index.step)
        opinion = self.pane.opinion
        for keys, does in (
            ("J", lambda: self.index.step(1)),
            ("K", lambda: self.index.step(-1)),
            ("A", self.pane.answer_first),
            ("Ctrl+Return", opinion.let_pass),
            ("Ctrl+Enter", opinion.let_pass),
            ("Ctrl+R", opinion.give_back),
            ("Ctrl+M", self._to_say),
            ("Ctrl+E", self._export.click),
            ("Ctrl+F", self.filters.search.setFocus),
            ("F5", self.shown.emit),
            ("F6", lambda: self.turn(1)),
            ("Shift+F6", lambda: self.turn(-1)),
            ("Escape", self._on_escape),
        ):
            QShortcut(QKeySequence(keys), self, does)
        for part in (self.index, self.pane.timeline, self.pane.findings.list):
            # In the lists alone: on a button Space presses it.
            alone = Qt.ShortcutContext.WidgetShortcut
            QShortcut(QKeySequence("Space"), part, self.pane.open_photo, context=alone)
        for n, code in enumerate(TABS, start=1):
            QShortcut(QKeySequence(f"Alt+{n}"), self, lambda code=code: self.pane.show_tab(code))
        for n in range(1, 10):
            QShortcut(QKeySequence(str(n)), self, lambda n=n: self.pane.number(n))

    # What is shown.

    def show_shelf(self, told: Shelf, today: date) -> None:
        """Show what a question found; the dossier that was read stays so while it is still there."""
        counts = dict(told.counts)
        for n, (which, word) in enumerate(WHICH.items()):
            count = counts.get(which, 0)
            words = f"{said(word)} {count}" if count else said(word)
            tab = self._group.button(n)
            tab.setText(words)
            tab.setAccessibleName(words)
        self.filters.show_choices(told)
        self._more = told.more
        first = not self.index.rows
        self.index.show_rows(told.rows, today)
        if self._wish and self.index.choose(self._wish):
            self._wish = ""
        self._teach.setText(self._teaching())
        self._act.setText(self.tr("清除条件") if self.filters.narrowed else self.tr("看全部"))
        reveal(self._act, shown=self.filters.narrowed or self.filters.which is not Which.ALL)
        self._stack.setCurrentIndex(0 if told.rows else 1)
        self._export.setEnabled(bool(told.rows))
        self._say_count()
        if first and told.rows and self.isVisible() and not self.filters.search.hasFocus():
            self.index.setFocus()  # it could not take the keys while it was empty

    def _teaching(self) -> str:
        if self.filters.narrowed:
            return self.tr("没有合条件的案卷。")
        if self.filters.which is Which.PENDING:
            return self.tr(
                "没有等您看的案卷。\n检查办结或签发文书后，案卷就排到这里；有了新文书、复查、答复，会再排上来。"
            )
        return self.tr("这里还没有案卷。检查办结或签发文书后，案卷就排到这里。")

    def _say_count(self) -> None:
        at = len(self.index.rows)
        told = self.tr("%s 宗") % at
        if self._more:
            told = self.tr("最近 %1 宗，另有 %2 宗更早的，请缩小时段").replace("%1", str(at))
            told = told.replace("%2", str(self._more))
        self._count.setText(told)

    def show_loading(self) -> None:
        """Say that it is being read, while nothing is shown yet."""
        if not self.index.rows:
            self._teach.setText(self.tr("正在读取…"))
            self._act.hide()

    def show_dossier(self, told: Opened, kept: str) -> None:
        """Show a dossier, if it is still the one that has the keys."""
        current = self.index.current
        if current is not None and current.id == told.listed.id:
            self.pane.show_dossier(told, kept)
            if self._asked[0] == told.listed.id:
                self._to_answer()

    def show_seen(self, known: str, state: Reviewed) -> None:
        """Show in the list that a dossier was read."""
        self.index.show_state(known, state)

    def show_one(self, known: str) -> None:
        """Show one dossier, whatever else is wanted, as soon as it is listed."""
        self._wish = known

    def answer_one(self, back: CameBack) -> None:
        """Want the dossiers of a returned one's day; as soon as it is listed it is ready to be answered."""
        self._asked = (back.dossier_id, back.word.id)
        self.filters.take_day(back.on)
        self._check(Which.ALL)
        self.show_one(back.dossier_id)

    def _to_answer(self) -> None:
        """Take the answer once: who looks at the dossier anew later is not made to."""
        step_id, self._asked = self._asked[1], ("", "")
        self.pane.show_tab(WORDS)
        self.pane.answer(step_id)

    def forget(self) -> None:
        """Show nothing any more."""
        self._wish, self._asked = "", ("", "")
        self.notice.clear()
        self.pane.forget()
        self.filters.take(Which.PENDING, mine=False)
        self._check(Which.PENDING)
        self.show_shelf(Shelf(), date.min)

    # What is done.

    def narrow(self, which: Which) -> None:
        """Want other dossiers."""
        self.filters.which = which
        self._check(which)
        self.shown.emit()

    def take(self, which: Which, *, mine: bool, since: date | None = None) -> None:
        """Want these dossiers, whoever else's conditions stood."""
        self.filters.take(which, mine=mine, since=since)
        self._check(which)

    def _check(self, which: Which) -> None:
        self._group.button(tuple(WHICH).index(which)).setChecked(True)

    def turn(self, by: int) -> None:
        """Give the keys to the next column: list, timeline, what stands beside it, opinion."""
        parts: tuple[QWidget, ...] = (self.index, *self.pane.parts())
        here = next((n for n, one in enumerate(parts) if one.hasFocus() or _holds(one)), -by)
        parts[(here + by) % len(parts)].setFocus()

    def _to_say(self) -> None:
        """Comment with what is typed; with nothing typed, begin to."""
        if self.pane.opinion.told:
            self.pane.opinion.say()
        else:
            self.pane.opinion.words.setFocus()

    def _on_escape(self) -> None:
        """Go back a step: from the opinion to the list, from what is chosen to nothing, from the page."""
        if _holds(self.pane) or self.filters.search.hasFocus():
            self.index.setFocus()
        else:
            self.left.emit()

    def _on_act(self) -> None:
        if self.filters.narrowed:
            self.filters.clear()
        else:
            self.narrow(Which.ALL)

    def _on_chosen(self, row: Listed | None) -> None:
        self.pane.show_place(*self.index.place)
        if row is None:
            self.pane.forget()
        else:
            self.pane.opinion.settle()
            self.opened.emit(row.id)

    def _on_marked(self, count: int) -> None:
        self._say_count()
        words = self.tr("导出选中 %s 宗") % count if count else self.tr("批量导出")
        self._export.setText(f" {words}")
        self._export.setAccessibleName(words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list, or to what is offered while it is empty."""
        (self.index if self.index.rows else self._act).setFocus(event.reason())


def _holds(widget: QWidget) -> bool:
    """Tell whether the keys go to a part of a widget."""
    focused = widget.window().focusWidget()
    return focused is not None and widget.isAncestorOf(focused)
