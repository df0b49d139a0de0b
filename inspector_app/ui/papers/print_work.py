"""One print from the panel to the tray: step by step, followed until it is over, or given up."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import prints
from inspector_app.casework.papers.prints import Marked, PrintOutcome
from inspector_app.domain.errors import Problem, Progress, RuleError
from inspector_app.domain.printing import (
    InsertSheet,
    Paper,
    PrinterState,
    PrintPages,
    Step,
    WayOn,
    plan,
    ways_on,
)
from inspector_app.printing.choosing import Chosen
from inspector_app.printing.printer import PrinterFacts, PrinterSystem
from inspector_app.ui.jobs import Job, Jobs, Work
from inspector_app.ui.papers import print_steps
from inspector_app.ui.papers.print_values import NO_PRINTER, Halt, Listing, PrintWish, SheetAsked, problem_of

FOLLOW_MS = 700


class PrintRun(QObject):
    """Prints copies of one document; one job at a time, so that a jam leaves nothing else in the queue.

    Signals:
        listed: a Listing.
        went_on: (pages and copies under way as PrintPages, jobs done, all jobs).
        halted: a Halt; it may still go on by itself.
        resumed: what was told by `halted` is over.
        sheet_asked: a SheetAsked; `put_in` goes on.
        sheet_refused: the exception that says why that sheet cannot be used.
        ended: the Problem that tells the good news.
        left_over: a Problem: a job could not be taken back and may still print.
    """

    listed = Signal(object)
    went_on = Signal(object, int, int)
    halted = Signal(object)
    resumed = Signal()
    sheet_asked = Signal(object)
    sheet_refused = Signal(object)
    ended = Signal(object)
    left_over = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, choose: Callable[[], Chosen], document_id: str) -> None:
        # No parent: what a job will still tell it keeps it alive, and nothing else.
        super().__init__()
        self._desk, self._jobs, self._choose, self._id = desk, jobs, choose, document_id
        self.paper: Paper = prints.paper_of(desk, document_id)
        self._system: PrinterSystem | None = None
        self._printer: PrinterFacts | None = None
        self._steps: deque[Step] = deque()
        self._all = self._done = 0
        self._marked: Marked | None = None
        self._left = 0
        self._sheet = ""
        self._outcome: PrintOutcome | None = None
        self._told: Halt | None = None
        self._following: Job | None = None
        self._handing_over = self._stopping = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self._follow)

    @property
    def under_way(self) -> bool:
        """Whether something was begun and is not over."""
        return bool(self._steps)

    @property
    def pdf(self) -> bytes | None:
        """The marked copy being printed, None before there is one."""
        return self._marked.pdf if self._marked else None

    def _start(
        self, work: Work, done: Callable[..., None], failed: Callable[[Exception], None] | None = None
    ) -> Job:
        return self._jobs.start(work, done, failed=failed or self._failed)

    # Which printers there are.

    def look_up(self) -> None:
        """Ask for the printers; `listed` tells."""

        def failed(error: Exception) -> None:
            self._on_listed((None, Listing((), "", problem_of(error))))

        self._start(lambda _: print_steps.listing(self._desk, self._choose), self._on_listed, failed)

    def _on_listed(self, told: tuple[PrinterSystem | None, Listing]) -> None:
        if self._stopping:
            return
        self._system = told[0] or self._system
        self.listed.emit(told[1])

    # Going on.

    def begin(self, wish: PrintWish) -> None:
        """Print; what another printer left undone goes on at this one."""
        self._printer = wish.printer
        if not self._steps:
            paper = self.paper if wish.stamped else replace(self.paper, stamped=False)
            try:
                steps = plan(paper, wish.copies, duplex=wish.duplex, face_up=wish.printer.face_up)
            except RuleError as error:
                self._failed(error)
                return
            self._steps = deque(steps)
            self._all, self._done = sum(isinstance(one, PrintPages) for one in steps), 0
            self._marked, self._outcome = None, None
        self._next()

    def _next(self) -> None:
        self._told = None
        if not self._steps:
            self._remember()
            if self._outcome is not None:
                self.ended.emit(self._outcome.problem)
            return
        step = self._steps[0]
        if isinstance(step, InsertSheet):
            self._ask(step)
        else:
            self._print(step)

    def _remember(self) -> None:
        name, store = self._printer.name if self._printer else "", self._desk.store
        self._jobs.start(lambda _: store.set_setting(print_steps.PRINTER, name), lambda _: None)

    def _ask(self, step: InsertSheet) -> None:
        self._start(lambda _: print_steps.sheet_for(self._desk, self._id, step), self._on_asked)

    def _on_asked(self, asked: SheetAsked) -> None:
        if not self._stopping:
            self.sheet_asked.emit(asked)

    def put_in(self, serial: str, spoilt: str = "") -> None:
        """Go on with the stamped sheet that lies in the printer; `serial` may be empty, see SheetAsked.

        Args:
            spoilt: serial of the sheet that bore this copy before and is spoilt.
        """
        step = self._steps[0]
        if not isinstance(step, InsertSheet):
            return

        def work(_: Progress) -> None:
            print_steps.use_sheet(self._desk, self._id, step, serial, spoilt)

        def done(_: object) -> None:
            if self._stopping:
                return
            self._sheet = serial
            self._steps.popleft()
            self._next()

        self._start(work, done, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        if not self._stopping:
            self.sheet_refused.emit(error)

    def _print(self, step: PrintPages) -> None:
        system, printer = self._system, self._printer
        if system is None or printer is None:
            self._halt(Halt(NO_PRINTER, ways_on(PrinterState.GONE)))
            return
        self.went_on.emit(step, self._done, self._all)
        turned = replace(step, backwards=printer.face_up and step.last > step.first)
        desk, known = self._desk, self._marked
        sheet = self._sheet if step.stamped else ""

        def work(_: Progress) -> tuple[Marked, PrintOutcome]:
            told = known or prints.prepare(desk, self._id, copy=step.copy, recipient=step.recipient)
            return told, prints.print_pages(desk, system, printer.name, told, turned, sheet=sheet)

        self._handing_over = True
        self._start(work, self._on_printed)

    def _on_printed(self, told: tuple[Marked, PrintOutcome]) -> None:
        self._handing_over = False
        if self._stopping:
            self._outcome = told[1]
            self.stop()
            return
        if self._marked is None:
            self._left = told[0].pages
        self._marked = told[0]
        self._on_outcome(told[1])

    def _on_outcome(self, outcome: PrintOutcome) -> None:
        self._outcome = outcome
        if outcome.ways:
            self._halt(self._halt_of(outcome))
        elif outcome.over:
            self._step_done()
            return
        elif self._told is not None:
            self._told = None
            self.resumed.emit()
        if not outcome.over:
            self._timer.start()

    def _halt_of(self, outcome: PrintOutcome) -> Halt:
        step = self._steps[0]
        stamped = isinstance(step, PrintPages) and step.stamped
        waits = not outcome.over
        return Halt(outcome.problem, outcome.ways, waits, self._sheet if stamped else "", stamped)

    def _halt(self, halt: Halt) -> None:
        # Said once: the same words again would take the keys off the button that a person is going to press.
        if halt != self._told and not self._stopping:
            self._told = halt
            self.halted.emit(halt)

    def _follow(self) -> None:
        system, marked, outcome = self._system, self._marked, self._outcome
        if system is None or marked is None or outcome is None or outcome.job is None:
            return
        job = outcome.job
        self._following = self._start(lambda _: prints.follow(system, job, marked), self._on_outcome)

    def _step_done(self) -> None:
        step = self._steps.popleft()
        self._done += 1
        if isinstance(step, PrintPages):
            self._left -= step.last - step.first + 1
            if self._left <= 0:
                # The next single copy is another print, and marked as such.
                self._marked = None
        self._next()

    def _failed(self, error: Exception) -> None:
        self._handing_over = False
        waits = self._outcome is not None and not self._outcome.over
        self._halt(Halt(problem_of(error), (WayOn.AGAIN, WayOn.OTHER_PRINTER, WayOn.SAVE_PDF), waits))

    # Ways on.

    def again(self, *, spoilt: str = "") -> None:
        """Print the same bytes again; a job that still waits is taken back first.

        Args:
            spoilt: why the stamped sheet in the printer is spoilt; empty where it is good, or none was in.
        """
        self._taken_back(spoilt, self._next)

    def elsewhere(self, *, spoilt: str = "") -> None:
        """Take back what waits; the panel lists the printers, and `begin` goes on at another."""
        self._taken_back(spoilt, self.look_up)

    def _taken_back(self, spoilt: str, then: Callable[[], None]) -> None:
        self._rest()
        work = self._taking_back(spoilt)
        step = self._steps[0] if self._steps else None

        def done(problem: Problem | None) -> None:
            self._outcome = None
            if spoilt and isinstance(step, PrintPages) and step.stamped:
                self._steps.appendleft(InsertSheet(step.copy, step.recipient, ""))
                self._sheet = ""
            self._told = None
            if problem is None:
                then()
            else:
                # A person must look into the tray before the same copy is printed once more.
                self._halt(Halt(problem, (WayOn.AGAIN, WayOn.OTHER_PRINTER, WayOn.SAVE_PDF)))

        self._start(work, done)

    def _taking_back(self, spoilt: str) -> Callable[[Progress], Problem | None]:
        desk, system, outcome, sheet = self._desk, self._system, self._outcome, self._sheet
        return lambda _: print_steps.take_back(desk, system, outcome, sheet, spoilt)

    def _rest(self) -> None:
        self._timer.stop()
        if self._following is not None:
            self._following.muted = True

    def stop(self, *, spoilt: str = "") -> None:
        """Give the rest up: nothing more is handed over, and what waits is taken back."""
        self._rest()
        self._stopping = True
        if self._steps and not self._handing_over:
            self._steps.clear()
            self._jobs.start(self._taking_back(spoilt), self._on_stopped)

    def _on_stopped(self, problem: Problem | None) -> None:
        if problem is not None:
            self.left_over.emit(problem)
