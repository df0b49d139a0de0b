"""不良行为: each notice from 告知 to the end of what is public, and every step of it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import conduct_book
from inspector_app.casework.overview.conduct_book import Candidate, ConductFile
from inspector_app.domain.conduct import ConductState, Step
from inspector_app.ui.controls.board_values import Deed, Filter, Line, Sheet
from inspector_app.ui.controls.form_values import Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger import conduct_deeds as deeds
from inspector_app.ui.ledger import conduct_forms as forms
from inspector_app.ui.ledger import conduct_sheets as sheets
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

BEGIN, SERVE, DEFEND, DECIDE = "begin", "serve", "defend", "decide"
PUBLISH, SHORTEN, DOWN = "publish", "shorten", "down"

MAIN = {
    Step.SERVE_NOTICE: SERVE,
    Step.SERVE_DETERMINATION: SERVE,
    Step.AWAIT_DEFENCE: DEFEND,
    Step.REVIEW: DECIDE,
    Step.PUBLISH: PUBLISH,
    Step.TAKE_DOWN: DOWN,
}
"""The deed that most want, by the next step."""

OPEN = (ConductState.ANSWERING, ConductState.TO_REVIEW)
"""States in which a defence is heard and a determination written."""


class ConductSection(Section):
    """Follows every notice of bad conduct until nothing of it is public any more.

    Signals:
        scan_requested: (sha256, name) of a paper that was handed in with a defence.
    """

    NAME = "conduct"
    ICON = "triangle-alert"
    HINTS = (
        ("Ctrl O", "发告知书"),
        ("Ctrl R", "记陈述申辩"),
        ("Ctrl Enter", "认定/不予认定"),
        ("Ctrl G", "公示"),
        ("Ctrl B", "撤下"),
    )

    scan_requested = Signal(str, str)

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._told: dict[str, ConductFile] = {}
        self._pressing = 0

    def word(self) -> str:
        """Return its name in the list of sections."""
        return self.tr("不良行为")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return {
            conduct_book.TO_DO: self.tr(
                "没有待办的不良行为。\n拟认定不良行为的，先发告知书，听取陈述申辩，再决定是否认定。"
            ),
            conduct_book.ANSWERING: self.tr("没有在申辩期内的告知书。"),
            conduct_book.PUBLIC: self.tr("没有正在公示的不良行为。"),
            conduct_book.ENDED: self.tr("还没有办结的告知书。"),
        }.get(self.filter, self.tr("还没有发过不良行为告知书。"))

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        words = {
            conduct_book.TO_DO: self.tr("待办"),
            conduct_book.ANSWERING: self.tr("申辩期"),
            conduct_book.PUBLIC: self.tr("公示中"),
            conduct_book.ENDED: self.tr("已结"),
            conduct_book.ALL: self.tr("全部"),
        }
        return [Filter(code, words[code]) for code in conduct_book.CHOICES]

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line."""
        return (Deed(BEGIN, self.tr("发告知书"), "plus", "Ctrl+O"),)

    def pressing(self, _: Sequence[Line]) -> int:
        """Return how many notices wait for a step of the office, whichever of them are listed."""
        return self._pressing

    def get_up(self) -> None:
        """Stop, and forget what was read."""
        super().get_up()
        self.filter, self._pressing = "", 0
        self._told.clear()

    def choose(self, known: str) -> None:
        """Show a notice as soon as it is there, wherever it stands."""
        self.filter = conduct_book.ALL
        super().choose(known)

    # Read beside the screen.

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice."""
        told, today = conduct_book.listed(desk, conduct_book.ALL), desk.today()
        self._pressing = sum(conduct_book.chosen(one.course, conduct_book.TO_DO) for one in told)
        return [sheets.line(one, today) for one in told if conduct_book.chosen(one.course, chosen)]

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a line."""
        told = self._told[known] = conduct_book.conduct_file(desk, known)
        row, (word, tone) = told.row, sheets.state(told.row.course)
        blocks = sheets.blocks(told, self.texts, desk.today())
        return Sheet(known, row.party, word, tone, row.target, blocks, self._deeds(told))

    # What may be done.

    def _deeds(self, told: ConductFile) -> tuple[Deed, ...]:
        course = told.row.course
        main = MAIN.get(course.step) if course.step is not None else None
        again = self.tr("继续写认定书") if told.drafted[1] else self.tr("认定/不予认定")
        made = (
            (SERVE, self.tr("去送达"), "arrow-right", "Ctrl+T", self._no_service(told)),
            (DEFEND, self.tr("记陈述申辩"), "inbox", "Ctrl+R", self._no_defence(told)),
            (DECIDE, again, "scale", "Ctrl+Return", self._no_decision(told)),
            (PUBLISH, self.tr("公示"), "presentation", "Ctrl+G", self._no_publication(told)),
            (SHORTEN, self.tr("缩短公示"), "clock", "Ctrl+E", self._no_end(told)),
            (DOWN, self.tr("撤下"), "circle-check", "Ctrl+B", self._no_down(told)),
        )
        return tuple(
            Deed(code, words, icon, key, code == main and not why, why)
            for code, words, icon, key, why in made
        )

    def _over(self, told: ConductFile) -> str:
        """Return why a notice that has no effect is left alone; empty for one that stands."""
        void = told.row.course.state in (ConductState.VOID, ConductState.REVOKED)
        return self.tr("这份告知书没有效力。") if void else ""

    def _no_service(self, told: ConductFile) -> str:
        waits = told.row.course.step in (Step.SERVE_NOTICE, Step.SERVE_DETERMINATION)
        return self._over(told) or ("" if waits else self.tr("没有等着送达的文书。"))

    def _no_defence(self, told: ConductFile) -> str:
        course = told.row.course
        if course.state is ConductState.NOTICED:
            return self.tr("告知书还没有送达，申辩期没有开始。")
        return self._over(told)

    def _no_decision(self, told: ConductFile) -> str:
        course = told.row.course
        if course.state is ConductState.NOTICED:
            return self.tr("告知书还没有送达，申辩期没有开始。")
        return self._over(told) or ("" if course.state in OPEN else self.tr("已经作出决定。"))

    def _no_publication(self, told: ConductFile) -> str:
        course = told.row.course
        if course.state is ConductState.NOT_UPHELD:
            return self.tr("不予认定的不公示。")
        if course.determination is None:
            return self._over(told) or self.tr("还没有认定，不能公示。")
        return self._over(told) or (self.tr("已经登记过公示。") if course.published is not None else "")

    def _no_end(self, told: ConductFile) -> str:
        course = told.row.course
        if told.shortest is None or course.published is None:
            return self.tr("现在没有公示。")
        if told.shortest >= course.published.last:
            return self.tr("公示期已经不能再缩短。")
        return self._no_right(told)

    def _no_down(self, told: ConductFile) -> str:
        if told.row.course.step is not Step.TAKE_DOWN:
            public = told.shortest is not None
            return self.tr("公示还没有到期。") if public else self.tr("现在没有公示。")
        return self._no_right(told)

    def _no_right(self, told: ConductFile) -> str:
        return "" if told.may_end else self.tr("由审批人办理。")

    # Done.

    def follow(self, link: str, known: str) -> None:
        """Go where a line of the sheet leads; scan:SHA shows a paper that was handed in."""
        kind, _, sha256 = link.partition(":")
        if kind == "scan":
            self.scan_requested.emit(sha256, self.view.sheet.sheet.title)
        else:
            super().follow(link, known)

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        if code == BEGIN:
            self._search()
            return
        told = self._told.get(known)
        if told is None or self.session is None:
            return
        {
            SERVE: self._serve,
            DEFEND: self._defend,
            DECIDE: self._decide,
            PUBLISH: self._publish,
            SHORTEN: self._shorten,
            DOWN: self._take_down,
        }[code](told)

    def _serve(self, told: ConductFile) -> None:
        course = told.row.course
        paper = course.notice if course.determination is None else course.determination
        self.document_requested.emit(paper.id)

    def _defend(self, told: ConductFile) -> None:
        if self.session is not None:
            known, form = told.row.course.notice.id, forms.defence_form(told, self.session.desk.today())
            self.ask(
                form,
                lambda desk, given: deeds.defend(desk, known, given),
                lambda _: self.said.emit("conduct.noted", {}),
            )

    def _decide(self, told: ConductFile) -> None:
        if told.drafted[1]:
            self.bench_requested.emit(*told.drafted)
        elif self.session is not None:
            known, form = told.row.course.notice.id, forms.decide_form(told, self.session.desk.today())
            self.ask(form, lambda desk, given: deeds.decide(desk, known, given), self._to_bench)

    def _publish(self, told: ConductFile) -> None:
        judged, bounds = told.row.course.determination, told.bounds
        if judged is not None and bounds is not None:
            self.ask(
                forms.publish_form(told, bounds),
                lambda desk, given: deeds.publish(desk, judged.id, given),
                lambda days: self.said.emit("conduct.done_published", forms.day_words(*days)),
            )

    def _shorten(self, told: ConductFile) -> None:
        course = told.row.course
        judged, known, shortest = course.determination, course.published, told.shortest
        if judged is not None and known is not None and shortest is not None:
            self.ask(
                forms.shorten_form(told, known, shortest),
                lambda desk, given: deeds.shorten(desk, judged.id, given),
                lambda last: self.said.emit("conduct.done_shortened", {"last": last.isoformat()}),
            )

    def _take_down(self, told: ConductFile) -> None:
        public = told.public_id
        if public and self.session is not None:
            self.ask(
                forms.take_down_form(told, self.session.desk.today()),
                lambda desk, given: deeds.take_down(desk, public, given),
                lambda _: self.said.emit("conduct.done_taken_down", {}),
            )

    # A notice is begun.

    def _search(self) -> None:
        self.ask(
            forms.search_form(),
            lambda desk, given: conduct_book.candidates(desk, str(given.get("target", ""))),
            self._which,
        )

    def _which(self, told: Sequence[Candidate]) -> None:
        if len(told) == 1:
            self._begin(told[0])
        else:
            by_code = {forms.which_of(one): one for one in told}
            pick: Callable[[Desk, Given], Candidate] = lambda _, given: by_code[str(given["which"])]  # noqa: E731
            self.ask(forms.which_form(told), pick, self._begin)

    def _begin(self, one: Candidate) -> None:
        self.ask(forms.begin_form(one), lambda desk, given: deeds.begin(desk, one, given), self._to_bench)

    def _to_bench(self, place: tuple[str, str]) -> None:
        self.bench_requested.emit(*place)
