"""停工: what stands still in the district, whether that is obeyed, and how work is resumed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import stop_lists, stops
from inspector_app.casework.followup.stops import Begun, Stop
from inspector_app.domain.stops import StopState
from inspector_app.ui.controls.board_values import Deed, Filter, Line, Sheet
from inspector_app.ui.controls.form_values import Form, Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger import stops_forms as forms
from inspector_app.ui.ledger import stops_sheets as sheets
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.ledger.stops_forms import Asking
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

CHECK, VIOLATE, BACK, ASKED, RESUME, PAPER = "check", "violate", "back", "asked", "resume", "paper"

FORMS: dict[str, tuple[Callable[[Asking], Form], Callable[[Desk, str, Given], object]]] = {
    CHECK: (forms.check_form, forms.note_check),
    VIOLATE: (forms.violation_form, forms.note_violation),
    BACK: (forms.take_back_form, forms.take_back),
    ASKED: (forms.asked_form, forms.note_asked),
    RESUME: (forms.resume_form, forms.resume),
}
"""The form of each deed, and what it is for."""


class StopsSection(Section):
    """Follows every stop-work until all of it is resumed."""

    NAME = "stops"
    ICON = "octagon-pause"
    HINTS = (
        ("Ctrl H", "停工核查"),
        ("Ctrl G", "抢工"),
        ("Ctrl R", "复工申请"),
        ("Ctrl Enter", "复工"),
    )

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._pressing = 0

    def word(self) -> str:
        """Return its name in the list of sections."""
        return self.tr("停工")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return {
            stop_lists.HOLDING: self.tr(
                "现在没有停工。\n签发停工通知书后会列在这里，直到全部复工：核查是否停工、登记抢工、收复工申请、写复工通知书。"
            ),
            stop_lists.APPLIED: self.tr(
                "没有待办的复工申请。\n收到申请后，在“停工中”选中那份停工，按 Ctrl+R 登记。"
            ),
            stop_lists.VIOLATED: self.tr("没有登记过抢工的停工。"),
            stop_lists.LIFTED: self.tr("今年还没有解除过停工。"),
        }.get(self.filter, "")

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        words = {
            stop_lists.HOLDING: self.tr("停工中"),
            stop_lists.APPLIED: self.tr("已申请复工"),
            stop_lists.VIOLATED: self.tr("抢工"),
            stop_lists.LIFTED: self.tr("今年已解除"),
        }
        return [Filter(code, words[code]) for code in stop_lists.CHOICES]

    def choose(self, known: str) -> None:
        """Show a stop-work, in the list in which it stands, as soon as it is there."""
        session = self.session
        if session is None:
            return
        desk = session.desk

        def show(told: Stop) -> None:
            lifted = told.state is StopState.LIFTED
            self.filter = stop_lists.LIFTED if lifted else stop_lists.HOLDING
            super(StopsSection, self).choose(known)
            self.refresh()

        self.jobs.start(lambda _: stops.stop(desk, known), show, failed=self.failed.emit)

    def pressing(self, lines: Sequence[Line]) -> int:
        """Return how many stop-works stand, whichever of them are listed."""
        if self.filter in ("", stop_lists.HOLDING):
            self._pressing = len(lines)
        return self._pressing

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice."""
        return [sheets.line(one) for one in stop_lists.listed(desk, chosen)]

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a line."""
        told = stops.stop(desk, known)
        shown = sheets.sheet(told, self.texts, desk.today())
        return Sheet(
            shown.id, shown.title, shown.state, shown.tone, shown.note, shown.blocks, self._deeds(told)
        )

    def _deeds(self, told: Stop) -> tuple[Deed, ...]:
        over = self._over(told)
        unserved = "" if told.served else self.tr("停工通知书还没有送达，送达以后继续施工才是抢工。")
        none = "" if told.violations else self.tr("没有登记过抢工。")
        resume = self.tr("继续写复工通知书") if told.begun else self.tr("复工")
        return (
            Deed(PAPER, self.tr("看文书"), "file-text", "Ctrl+D"),
            Deed(BACK, self.tr("撤回抢工"), "undo-2", "Ctrl+B", why_not=none),
            Deed(VIOLATE, self.tr("抢工"), "siren", "Ctrl+G", why_not=over or unserved),
            Deed(ASKED, self.tr("复工申请"), "inbox", "Ctrl+R", why_not=over),
            Deed(CHECK, self.tr("停工核查"), "clipboard-check", "Ctrl+H", not told.applied, over),
            Deed(RESUME, resume, "circle-check", "Ctrl+Return", bool(told.applied), over),
        )

    def _over(self, told: Stop) -> str:
        """Return why nothing is noted of it any more; empty while something is stopped."""
        if told.state is StopState.LIFTED:
            return self.tr("这份停工已经全部解除。")
        return "" if told.standing else self.tr("这份停工通知书没有效力。")

    def do(self, code: str, known: str) -> None:
        """Do what a deed says: ask with its form, made of how things stand now."""
        session = self.session
        if session is None:
            return
        desk = session.desk
        if code == PAPER:
            self.document_requested.emit(known)
        else:
            self.jobs.start(
                lambda _: forms.read(desk, known),
                lambda told: self._ask(code, told),
                failed=self.failed.emit,
            )

    def _ask(self, code: str, told: Asking) -> None:
        if self.session is None:
            return
        known, begun = told.stop.document_id, told.stop.begun
        if code == RESUME and begun:
            self._to_bench(begun[-1])
            return
        form, does = FORMS[code]
        done = self._to_bench if code == RESUME else None
        self.ask(form(told), lambda desk, given: does(desk, known, given), done)

    def _to_bench(self, begun: Begun) -> None:
        self.bench_requested.emit(begun.inspection_id, begun.document_id)
