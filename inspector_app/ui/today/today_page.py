"""今日: may one drive out, what is due, the week, and what tonight's hand-in still lacks."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from inspector_app.casework.overview.approval_book import Counts
from inspector_app.casework.overview.readiness import Check
from inspector_app.casework.overview.review_list import Asks
from inspector_app.casework.overview.week import WeekDay
from inspector_app.ui.controls.keyed import keyed, tint
from inspector_app.ui.controls.page_parts import page_top, teaching
from inspector_app.ui.controls.parts import button, column, frame, label, row
from inspector_app.ui.controls.renewal_line import RenewalLine
from inspector_app.ui.controls.search_button import SearchButton
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts
from inspector_app.ui.today.approvals_line import ApprovalsLine
from inspector_app.ui.today.due_list import DueList
from inspector_app.ui.today.ready_card import ReadyCard
from inspector_app.ui.today.review_line import ReviewLine
from inspector_app.ui.today.side_cards import WEEKDAYS, FiguresCard, HandInCard, WeekCard
from inspector_app.ui.today.today_work import Day

HINTS = (
    ("Ctrl N", "开始检查"),
    ("↑ ↓", "选择"),
    ("Enter", "打开"),
    ("R", "去复查"),
    ("F5", "重新查看"),
)
SIDE_WIDTH, MOST_SIDE = 352, 400


class TodayPage(QWidget):
    """Shows the day; changes nothing by itself.

    Signals:
        shown: somebody came to the page; what it shows is to be read anew.
        refresh_requested: read everything anew, the printer too.
        new_requested: begin an inspection.
        document_requested: the id of an issued document to show.
        recheck_requested: the id of the order to look at again.
        mend_requested: the Check that somebody wants to mend.
        debt_requested: the Debt that somebody wants to make up for.
        visit_requested: the id of an inspection to open.
        list_requested: the code of a place to go to.
        approvals_requested: the code of a list of approvals to see.
        review_requested: the code of what the review of dossiers asks for.
    """

    shown = Signal()
    refresh_requested = Signal()
    new_requested = Signal()
    document_requested = Signal(str)
    recheck_requested = Signal(str)
    mend_requested = Signal(object)
    debt_requested = Signal(object)
    visit_requested = Signal(str)
    list_requested = Signal(str)
    approvals_requested = Signal(str)
    review_requested = Signal(str)

    def __init__(self, look: Look, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        self.search = SearchButton(look)
        self.ready, self.approvals = ReadyCard(look, texts), ApprovalsLine(look)
        self.reviews = ReviewLine(look)
        self.renewal, self.dues = RenewalLine(look), DueList(look)
        self.week, self.hand_in, self.figures = WeekCard(look), HandInCard(look), FiguresCard(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.dues)
        self._stack.addWidget(self._empty_part())
        card = frame("card", "due_card")
        column(card, [self._stack], (1, 4, 1, 1))
        left = column(None, [self.approvals, self.reviews, (card, 1)], gap=12)
        middle = row(None, [(left, 1), self._side()], gap=16)
        body = column(None, [self.renewal, self.ready, (middle, 1)], (20, 16, 20, 16), 12)
        column(self, [self._top(), (body, 1)], gap=0)
        self._connect()
        self._stack.setCurrentIndex(1)

    def _top(self) -> QFrame:
        look = self._look
        self._date = label("", "s")
        self._date.setObjectName("today_date")
        self._begin = button(self.tr("开始检查"), "begin_today", kind="main", look=look, icon="plus")
        self._begin.setMinimumWidth(self._begin.sizeHint().width() + look.px(54))
        self._begin.setProperty("keyed", "true")
        tint(keyed(self._begin, "Ctrl N"), on_main=True)
        self._begin.setToolTip(f"{self.tr('开始检查')}  Ctrl+N")
        return page_top(look, self.tr("今日"), [self._date, None, self.search, self._begin])

    def _side(self) -> QScrollArea:
        """The cards at the right; they scroll where the window is low or the words are large."""
        inside = QWidget()
        inside.setObjectName("scrolled")
        column(inside, [self.week, self.hand_in, self.figures, None], gap=12)
        side = QScrollArea()
        side.setObjectName("today_side")
        side.setAccessibleName(self.tr("本周和交班"))
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setWidgetResizable(True)
        side.setWidget(inside)
        side.setFixedWidth(min(self._look.px(SIDE_WIDTH), MOST_SIDE))
        return side

    def _empty_part(self) -> QWidget:
        look = self._look
        words = self.tr(
            "签发了有整改期限的文书，到期、逾期和待复查的就按急缓列在这里，一键去复查。\n"
            "现在没有要跟的，可以开始一次检查。"
        )
        told, title = label(words, "s", wrap=True), self.tr("没有到期的事")
        self._first = button(self.tr("开始检查"), "begin_first", kind="soft", look=look, icon="plus")
        return teaching(look, "clipboard-check", told, look.px(400), title=title, act=self._first)

    def _connect(self) -> None:
        self._begin.clicked.connect(self.new_requested)
        self._first.clicked.connect(self.new_requested)
        self.approvals.chosen.connect(self.approvals_requested)
        self.reviews.chosen.connect(self.review_requested)
        self.dues.opened.connect(lambda one: self.document_requested.emit(one.document_id))
        self.dues.recheck_requested.connect(lambda one: self.recheck_requested.emit(one.document_id))
        self.figures.list_requested.connect(self.list_requested)
        self.hand_in.debt_requested.connect(self.debt_requested)
        self.ready.mend_requested.connect(self.mend_requested)
        self.week.day_requested.connect(self._on_day)
        QShortcut(QKeySequence("Ctrl+N"), self, self.new_requested.emit)
        for keys in ("F5", "Ctrl+R"):
            QShortcut(QKeySequence(keys), self, self.refresh_requested.emit)

    # What is shown.

    def show_date(self, today: date) -> None:
        """Show which day it is."""
        self._date.setText(f"{today.isoformat()} {said(WEEKDAYS[today.weekday()])}")

    def show_day(self, day: Day) -> None:
        """Show the day."""
        self.show_date(day.today)
        had_keys = self._stack.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.dues.show_dues(day.dues)
        self._stack.setCurrentIndex(0 if day.dues else 1)
        if had_keys and self.isVisible():
            # What had the keys may just have been put away.
            self._lead().setFocus()
        self.week.show_week(day.week, day.today)
        self.hand_in.show_hand_in(day.hand_in)
        self.figures.show_figures(day.figures)
        self.approvals.show_counts(day.approvals)
        self.renewal.show_offer(day.renewal, day.today)

    def show_reviews(self, told: Asks) -> None:
        """Show what the review of dossiers asks for."""
        self.reviews.show_asks(told)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show what was looked at."""
        self.ready.show_checks(checks)

    def show_check(self, check: Check) -> None:
        """Show one more thing that was looked at."""
        self.ready.show_checks((check,))

    def forget(self) -> None:
        """Show nothing of the person who left."""
        self.ready.forget()
        self.dues.show_dues(())
        self._stack.setCurrentIndex(1)
        self.week.show_week((), date.min)
        self.hand_in.forget()
        self.figures.show_figures({})
        self.approvals.show_counts(Counts())
        self.reviews.show_asks(Asks())
        self.renewal.show_offer(None, date.min)

    def _lead(self) -> QWidget:
        return self.dues if self._stack.currentIndex() == 0 else self._first

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list. With a focus proxy Tab would pass by what stands before it."""
        self._lead().setFocus(event.reason())

    def _on_day(self, day: WeekDay) -> None:
        """Lead to the one inspection of a day, to all of them, or to what falls due on it."""
        if len(day.visits) == 1:
            self.visit_requested.emit(day.visits[0].id)
        elif day.visits:
            self.list_requested.emit("visits")
        else:
            self.dues.choose_day(day.day)
            self.dues.setFocus()
