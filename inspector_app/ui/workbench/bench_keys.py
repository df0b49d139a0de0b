"""Keys of the workbench: what spares typing, undo and redo, and the one that makes or issues a paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.bench_values import Bench, fits
from inspector_app.ui.workbench.findings_pane import FindingsPane, writing
from inspector_app.ui.workbench.kind_choice import KindChoice
from inspector_app.ui.workbench.last_visit import MOST_KEYS
from inspector_app.ui.workbench.middle_pane import FINDINGS, MiddlePane
from inspector_app.ui.workbench.paper_pane import PaperPane

HINTS = (
    ("Ctrl D", "复制上一条"),
    ("Ctrl Z", "撤销"),
    ("Ctrl Shift V", "新问题带照片"),
    ("Ctrl Shift E", "亮证告知"),
    ("Ctrl Shift Enter", "送审"),
    ("Ctrl Shift L", "按纸质文书补录"),
    ("Ctrl Shift A", "上次的人都在场"),
    ("Ctrl Shift Z", "重做"),
    ("Ctrl Shift ↑↓", "上下一条"),
    ("Alt 1…9", "带入上次的问题"),
)


@dataclass(frozen=True, slots=True)
class Panes:
    """The parts of the page that the keys are about."""

    page: QWidget
    findings: FindingsPane
    paper: PaperPane
    middle: MiddlePane


class BenchKeys(QObject):
    """Hears them while the page is shown, and says what is wanted; what is being typed is left first.

    Signals:
        issue_requested: issue the paper that is worked on.
        paper_wanted: (ids of findings, kind or empty) begin the office's usual paper over them.
        copy_requested: the id of the open finding, empty when none is: copy it, or the one above.
        picture_finding_wanted: QMimeData: a new finding with the picture that lies ready.
        take_over_wanted: the id of a finding of the last visit.
        met_again: (name, position, company, telephone) of one of the last visit who is present again.
        all_met: everybody of the last visit is present again.
        introduced: certificates were shown, recusal was told and not asked for.
        end_wanted: the visit ends now; nobody said when.
        opinion_wanted: begin the opinion on what was rechecked.
        undo_requested, redo_requested: the newest step of what is not issued.
    """

    issue_requested = Signal()
    paper_wanted = Signal(list, str)
    copy_requested = Signal(str)
    picture_finding_wanted = Signal(object)
    take_over_wanted = Signal(str)
    met_again = Signal(str, str, str, str)
    all_met = Signal()
    introduced = Signal()
    end_wanted = Signal()
    opinion_wanted = Signal()
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(
        self, look: Look, panes: Panes, settle: Callable[[], bool], bench: Callable[[], Bench | None]
    ) -> None:
        super().__init__(panes.page)
        self._look, self._panes, self._settle, self._bench = look, panes, settle, bench
        box = panes.findings.last_visit
        box.wanted.connect(self._on_take_over)
        box.met.connect(lambda *told: self._left(self.met_again, *told))
        box.all_met.connect(lambda: self._left(self.all_met))
        panes.paper.issue_requested.connect(self._on_paper)
        for n in range(MOST_KEYS):
            self._hear(f"Alt+{n + 1}", partial(self._take_over, n))
        for keys, wish in (
            ("Ctrl+Shift+V", self._on_picture),
            ("Ctrl+D", self._on_copy),
            ("Ctrl+Shift+Up", lambda: self._step(-1)),
            ("Ctrl+Shift+Down", lambda: self._step(1)),
            ("Ctrl+Z", lambda: self._left(self.undo_requested)),
            ("Ctrl+Shift+Z", lambda: self._left(self.redo_requested)),
            ("Ctrl+Y", lambda: self._left(self.redo_requested)),
            ("Ctrl+Shift+A", lambda: self._left(self.all_met)),
            ("Ctrl+Shift+E", lambda: self._left(self.introduced)),
            ("Ctrl+Shift+Return", lambda: self._left(panes.paper.review.submit_requested)),
            ("Ctrl+Shift+L", lambda: self._left(panes.paper.late_requested)),
        ):
            self._hear(keys, wish)

    def _hear(self, keys: str, wish: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self._panes.page).activated.connect(wish)

    def _left(self, wish: SignalInstance, *told: str) -> None:
        """Wish it once all that is being typed is written; what is not stands in its way."""
        if self._settle():
            wish.emit(*told)

    def _step(self, by: int) -> None:
        self._panes.middle.show_tab(FINDINGS)
        self._panes.findings.step(by)

    def _on_copy(self) -> None:
        if self._settle():
            self._panes.middle.show_tab(FINDINGS)
            self.copy_requested.emit(self._panes.findings.open_id)

    def _on_picture(self) -> None:
        if self._settle():
            self._panes.middle.show_tab(FINDINGS)
            self.picture_finding_wanted.emit(QGuiApplication.clipboard().mimeData())

    def _take_over(self, place: int) -> None:
        finding_id = self._panes.findings.last_visit.unclosed(place)
        if finding_id:
            self._on_take_over(finding_id)

    def _on_take_over(self, finding_id: str) -> None:
        if self._settle():
            self._panes.middle.show_tab(FINDINGS)
            self.take_over_wanted.emit(finding_id)

    def _on_paper(self) -> None:
        """Begin the usual paper when there is none to write on, else issue the one there is."""
        if not self._settle():
            return
        bench, paper = self._bench(), self._panes.paper
        chosen = self._panes.findings.chosen()
        if bench is not None and not writing(bench) and chosen and not bench.locked:
            self.paper_wanted.emit(chosen, "")
            return
        if bench is not None and bench.rechecks and not writing(bench) and not bench.locked:
            self.opinion_wanted.emit()
            return
        open_end = any(one.field == "inspection.ended" for one in paper.gate.lines)
        if bench is not None and open_end and bench.inspection.ended is None:
            self.end_wanted.emit()
            return
        self.issue_requested.emit()

    def choose_kind(self, kinds: Sequence[str], finding_ids: Sequence[str]) -> None:
        """Ask which of several papers comes first; where there is none, show the choice of all kinds."""
        bench = self._bench()
        if bench is None or len(kinds) < 2:
            self._panes.paper.focus_kind()
            return
        chosen = tuple(one for one in bench.findings if one.id in set(finding_ids))
        words = dict(bench.kinds)
        # A signal hands on the codes alone.
        told = [DocumentKind(code) for code in kinds]
        offered = [(kind, words.get(kind, ""), sum(fits(kind, one) for one in chosen)) for kind in told]
        asked = KindChoice(self._look, offered, self._panes.page)
        asked.chosen.connect(lambda code: self.paper_wanted.emit(list(finding_ids), code))
        asked.open()
