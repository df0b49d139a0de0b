"""A ledger for the signed-in person: questions answered beside the screen, rows read as they are seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.ledgers import reading, views
from inspector_app.casework.ledgers.reading import Opened, Row
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import InspectorError, Problem, Progress
from inspector_app.domain.ledgers import Holds, Layout, Ledger, Narrowing, Question, View
from inspector_app.ui.controls.column_choice import ColumnDialog
from inspector_app.ui.controls.windowed_model import PAGE, Window
from inspector_app.ui.jobs import BOOKS, Jobs
from inspector_app.ui.ledger import book_memory, book_words
from inspector_app.ui.ledger.book_exporting import BookExporting
from inspector_app.ui.ledger.book_filter import FilterDialog
from inspector_app.ui.ledger.book_memory import Liking
from inspector_app.ui.ledger.book_model import shown
from inspector_app.ui.ledger.book_view import BookView
from inspector_app.ui.ledger.book_views import BookViews
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts

HINTS = (
    ("J K", "上下"),
    ("Enter", "打开"),
    ("Ctrl F", "查找"),
    ("Ctrl Shift F", "筛选"),
    ("S", "排序"),
    ("Space", "整行"),
    ("Ctrl E", "导出"),
    ("Ctrl C", "复制"),
    ("Ctrl L", "列"),
    ("Ctrl S", "存视图"),
)
MOST_COPIED = 5_000
"""Rows that one copy takes; more are exported."""

TEACHES: dict[Ledger, str] = {
    Ledger.INSPECTIONS: "每次检查一行，按 Ctrl+N 开始第一次检查，这里就有了。",
    Ledger.FINDINGS: "检查中记下的每个问题一行，从发现到闭环。",
    Ledger.DOCUMENTS: "签发的每份文书一行：文号、受文单位、送达、回复、销号。",
    Ledger.RECHECKS: "每次复查一行，在“整改”栏开始复查以后，这里就有了。",
    Ledger.CONDUCT: "每份不良行为告知书一行，从告知、申辩到认定、公示。",
    Ledger.FILINGS: "每件立案一行，从线索到结案。",
    Ledger.PLANTS: "预拌混凝土企业每季度的每次检查一行。",
}
"""What will stand in each ledger."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found: the rows, how many there are in all, and the page on which the bar stands."""

    question: Question
    opened: Opened
    total: int
    place: int
    first: int
    rows: Sequence[Row]


def name_of(layout: Layout) -> str:
    """Return the name of a ledger among the sections."""
    return f"book_{layout.ledger.value}"


class BookWork(QObject):
    """One ledger: asks, shows, and fulfils what its view wishes.

    Signals:
        failed: an exception, shown on the page.
        said: (code, values) of something that went well.
        problems: Problems that are said on the page: a view that lacks a column.
        followed: what a row opens: document:ID, inspection:ID, target:ID, case:ID.
    """

    failed = Signal(object)
    said = Signal(str, object)
    problems = Signal(object)
    followed = Signal(str)

    def __init__(
        self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, layout: Layout, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.look, self.jobs, self.texts, self.over, self.layout_ = look, jobs, texts, over, layout
        self.name = name_of(layout)
        self.session: Session | None = None
        self.question = Question(layout.ledger)
        self.liking = Liking()
        self.answer: Answer | None = None
        self._seen = False
        self.view = BookView(look, layout, self.name)
        self.view.show_columns(usual(layout), {})
        self.exporting = BookExporting(look, jobs, texts, over, layout, self.view.doing, self)
        self.views = BookViews(look, jobs, texts, over, layout, self.view.bar, self)
        self._connect()

    def _connect(self) -> None:
        view, bar = self.view, self.view.bar
        view.opened.connect(self.followed)
        view.sort_wanted.connect(self.sort)
        view.copy_wanted.connect(self._copy)
        view.laid_out.connect(self._lay_out)
        view.whole_chosen.connect(lambda shown: self.like(replace(self.liking, whole=shown)))
        view.model.wanted.connect(self._fetch)
        bar.asked.connect(lambda words: self.ask(replace(self.question, words=words)))
        bar.filter_wanted.connect(self._ask_filter)
        bar.filter_dropped.connect(self._drop_filter)
        bar.cleared.connect(self.clear)
        bar.columns_wanted.connect(self._ask_columns)
        bar.export_wanted.connect(self._export)
        bar.keep_wanted.connect(lambda: self.views.keep(self.session, self.question, self.columns))
        bar.drop_wanted.connect(lambda: self.views.drop(self.session))
        self.views.chosen.connect(self._take_view)
        for one in (self.exporting, self.views):
            one.failed.connect(self.failed)
            one.said.connect(self.said)

    # Done for the shell.

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person."""
        self.session = session
        self._seen = False

    def get_up(self) -> None:
        """Stop, and forget what was shown."""
        self.view.settle()
        self.session, self.answer = None, None
        self.question, self.liking = Question(self.layout_.ledger), Liking()
        self.views.forget()
        self.view.bar.show_words("")
        self.view.model.show(0)
        self._show_question()

    def refresh(self) -> None:
        """Ask anew, of what is true now."""
        session = self.session
        if session is None:
            return
        if not self._seen:
            self._seen = True
            self.liking = book_memory.read(session.desk.store, session.user, self.layout_)
            self.question = replace(self.question, sort=self.liking.sort, descending=self.liking.descending)
            self._show_liking()
        self.views.refresh(session)
        self.ask(self.question)

    # Asking.

    def filing(self, session: Session) -> Desk | None:
        """Return the desk of the filing workspace if this ledger is kept there and the person has its key."""
        kept_there = self.layout_.ledger is Ledger.FILINGS and session.filing is not None
        return session.filing_desk(session.desk) if kept_there else None

    def ask(self, question: Question) -> None:
        """Ask a question; of several within a moment the last one is answered."""
        session = self.session
        self.question = question
        self._show_question()
        if session is None:
            return
        if self.layout_.ledger is Ledger.FILINGS and session.filing is None:
            self.view.show_nothing(self.tr("立案在单独的加密空间里，这里没有它的钥匙。"), narrowed=False)
            return
        known = self.view.chosen_id
        self.view.show_reading(self.tr("正在整理台账，第一次或有大量变化时需要一点时间。"))
        self.jobs.latest(
            self.name,
            lambda progress: self._answered(session, question, known, progress),
            lambda told: self._show(session, told),
            failed=lambda error: self._unanswered(session, error),
            progressed=self._reckoning,
            lane=BOOKS,
        )

    def _answered(self, session: Session, question: Question, known: str, progress: Progress) -> Answer:
        filing = self.filing(session)
        opened = reading.opened(session.desk, question, filing, progress)
        total = opened.count
        if narrowed(question):
            total = reading.opened(session.desk, Question(question.ledger), filing).count
        place = opened.place_of(known) if known else -1
        first = max(place, 0) // PAGE * PAGE
        return Answer(question, opened, total, place, first, opened.rows(first, PAGE))

    def _reckoning(self, done: int, total: int, _: str) -> None:
        if total > 1:
            self.view.doing.show_step(self.tr("正在整理台账"), done, total)

    def _unanswered(self, session: Session, error: Exception) -> None:
        if self.session is session:
            self.view.doing.end()
            self.view.show_nothing(self.tr("没有读出来，按 F5 再读一次。"), narrowed=False)
            self.failed.emit(error)

    def _show(self, session: Session, told: Answer) -> None:
        if self.session is not session or told.question != self.question:
            return
        self.answer = told
        self.view.doing.end()
        count, asked = told.opened.count, narrowed(told.question)
        self.view.bar.show_count(book_words.counted(count, told.total, narrowed=asked))
        if count:
            self.view.show_rows(count, told.first, told.rows, told.place, told.question.words)
        elif asked:
            self.view.show_nothing(self.tr("没有符合的行。换个说法，或者去掉几个筛选。"), narrowed=True)
        else:
            self.view.show_nothing(teaching_of(self.layout_.ledger), narrowed=False)

    def _fetch(self, window: Window) -> None:
        told = self.answer
        if told is None:
            return

        def work(_: Progress) -> list[tuple[int, Sequence[Row]]]:
            return [(first, told.opened.rows(first, many)) for first, many in window.pages]

        def done(pages: list[tuple[int, Sequence[Row]]]) -> None:
            for first, rows in pages:
                self.view.model.take(window.tag, first, rows)

        # Of a list that is scrolled fast only the last place is read: where it came to rest.
        self.jobs.latest(f"{self.name}_rows", work, done, lane=BOOKS)

    def sort(self, code: str) -> None:
        """Sort by a column; by the same one again the other way round."""
        same = code == (self.question.sort or self.layout_.sort)
        descending = same and not downward(self.question, self.layout_)
        self.like(replace(self.liking, sort=code, descending=descending))
        self.ask(replace(self.question, sort=code, descending=descending))

    def clear(self) -> None:
        """Ask for all rows."""
        self.view.bar.show_words("")
        self.ask(replace(self.question, words="", narrowings=()))

    # Filters.

    def _ask_filter(self, place: int) -> None:
        session = self.session
        if session is None:
            return
        held = self._beside(self.question.narrowings[place]) if place >= 0 else ()
        dialog = FilterDialog(self.look, self.layout_, self.texts, session.desk.today(), held, self.over)
        dialog.given.connect(self._narrow)
        dialog.words_wanted.connect(lambda code: self._offer(dialog, code))
        dialog.begin()
        dialog.open()

    def _offer(self, dialog: FilterDialog, code: str) -> None:
        session = self.session
        if session is None:
            return
        desk, filing = session.desk, self.filing(session)
        self.jobs.latest(
            f"{self.name}_words",
            lambda _: reading.words_of(desk, self.layout_.ledger, code, filing),
            lambda words: dialog.offer(code, words) if isValid(dialog) else None,
            lane=BOOKS,
        )

    def _beside(self, one: Narrowing) -> tuple[Narrowing, ...]:
        """Return a filter with the other end of it."""
        column = self.layout_.column(one.column)
        if column is None or column.holds is Holds.TEXT:
            return (one,)
        return tuple(each for each in self.question.narrowings if each.column == one.column)

    def _narrow(self, told: tuple[Narrowing, ...], changed: Narrowing | None) -> None:
        column = self.layout_.column(told[0].column)
        ended = column is not None and column.holds is not Holds.TEXT
        gone = self._beside(changed) if changed is not None else ()
        kept = [
            one
            for one in self.question.narrowings
            if one not in gone and not (ended and one.column == told[0].column) and one not in told
        ]
        self.ask(replace(self.question, narrowings=(*kept, *told)))

    def _drop_filter(self, place: int) -> None:
        left = tuple(one for n, one in enumerate(self.question.narrowings) if n != place)
        self.ask(replace(self.question, narrowings=left))

    # Columns.

    @property
    def columns(self) -> tuple[str, ...]:
        """The codes of the columns that show, in their order."""
        return self.liking.columns or usual(self.layout_)

    def _ask_columns(self) -> None:
        all_columns = [(one.code, said(one.label)) for one in self.layout_.columns]
        self.view.settle()
        dialog = ColumnDialog(self.look, all_columns, self.columns, usual(self.layout_), self.over)
        dialog.given.connect(self._take_columns)
        dialog.open()

    def _take_columns(self, codes: tuple[str, ...]) -> None:
        self.like(replace(self.liking, columns=codes))
        self._show_liking()

    def _lay_out(self, codes: list[str], widths: dict[str, int]) -> None:
        self.like(replace(self.liking, columns=tuple(codes), widths={**self.liking.widths, **widths}))

    def like(self, liking: Liking) -> None:
        """Keep how the person likes it."""
        session, self.liking = self.session, liking
        if session is None:
            return
        # At once: beside the screen it would wait behind rows, and the lock ends what waits.
        try:
            book_memory.keep(session.desk.store, session.user, self.layout_.ledger, liking)
        except InspectorError as error:
            self.failed.emit(error)

    def _show_liking(self) -> None:
        self.view.show_columns(self.columns, dict(self.liking.widths))
        self.view.show_whole(shown=self.liking.whole)
        self._show_question()

    def _show_question(self) -> None:
        asked = self.question
        chips = [
            (book_words.told(self.layout_, one), self.layout_.column(one.column) is not None)
            for one in asked.narrowings
        ]
        self.view.bar.show_filters(chips, narrowed=narrowed(asked))
        down = downward(asked, self.layout_)
        self.view.show_sort(asked.sort or self.layout_.sort, descending=down)

    def _take_view(self, view: View | None) -> None:
        """Ask as a view asks, as far as this version can; what is lacking is said, the view stays."""
        if view is None:
            self.liking = replace(self.liking, columns=())
            question = Question(self.layout_.ledger)
        else:
            view, lacking = views.usable(view)
            if lacking:
                self.problems.emit(list(lacking))
            self.liking = replace(self.liking, columns=view.columns)
            question = view.question
        self.like(replace(self.liking, sort=question.sort, descending=question.descending))
        self.view.bar.show_words(question.words)
        self._show_liking()
        self.ask(question)

    # Out of the program.

    def _export(self) -> None:
        session = self.session
        if session is not None:
            self.view.settle()
            codes = tuple(self.view.ordered())
            self.exporting.begin(session, self.filing(session), self.question, codes)

    # Copying.

    def _copy(self, chosen: Sequence[tuple[int, int]]) -> None:
        told, columns = self.answer, self.view.model.columns
        many = sum(count for _, count in chosen)
        if told is None or not many:
            return
        if many > MOST_COPIED:
            self.problems.emit([Problem.of("books.too_many_to_copy", count=many, most=MOST_COPIED)])
            return
        model = self.view.model
        order = [columns[model.place(code)] for code in self.view.ordered()]

        def work(_: Progress) -> str:
            rows = [one for first, count in chosen for one in told.opened.rows(first, count)]
            lines = [[said(one.label) for one in order]] if many > 1 else []
            lines += [[shown(one, model.cell(row, one.code)) for one in order] for row in rows]
            return "\n".join("\t".join(cells) for cells in lines)

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.said.emit("books.copied", {"count": many})

        self.jobs.start(work, done, failed=self.failed.emit, lane=BOOKS)


def narrowed(question: Question) -> bool:
    """Tell whether a question asks for less than all rows."""
    return bool(question.words.strip() or question.narrowings)


def downward(question: Question, layout: Layout) -> bool:
    """Tell whether the greatest comes first."""
    return question.descending if question.sort else layout.descending


def teaching_of(ledger: Ledger) -> str:
    """Return what is said of a ledger that has no rows yet."""
    return said(TEACHES[ledger])


def usual(layout: Layout) -> tuple[str, ...]:
    """Return the columns that show while nobody has chosen."""
    return tuple(one.code for one in layout.columns if one.shown)
