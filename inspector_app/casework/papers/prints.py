"""Printing an issued document: a marked copy of the frozen bytes, noted as an act, whatever the printer does.

Nothing here can change a number, a fate or the original file. What fails comes back as an outcome that names
the state and the ways on; only what breaks a rule of the work is raised.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.domain.acts import ActKind
from inspector_app.domain.copies import CopyKind, CopyMark
from inspector_app.domain.errors import InspectorError, Problem, RuleError, UnavailableError
from inspector_app.domain.printing import (
    OPEN_JOBS,
    CopyWanted,
    JobState,
    Paper,
    PrinterState,
    PrintPages,
    WayOn,
    ways_on,
    works,
)
from inspector_app.domain.templates import Sealing
from inspector_app.printing.printer import Job, JobReport, JobTicket, PrinterSystem

_BY_PRINTER: dict[PrinterState, str] = {
    PrinterState.READY: "print.sent",
    PrinterState.BUSY: "print.sent",
    PrinterState.STOPPED: "print.stopped",
    PrinterState.OFFLINE: "print.offline",
    PrinterState.NO_PAPER: "print.no_paper",
    PrinterState.WRONG_PAPER: "print.wrong_paper",
    PrinterState.JAM: "print.jam",
    PrinterState.COVER_OPEN: "print.cover_open",
    PrinterState.NO_INK: "print.no_ink",
    PrinterState.UNKNOWN: "print.state_unknown",
    PrinterState.GONE: "print.gone",
}
_BY_JOB: dict[JobState, str] = {
    JobState.DONE: "print.done",
    JobState.UNTOLD: "print.untold",
    JobState.CANCELLED: "print.job_cancelled",
    JobState.ABORTED: "print.job_aborted",
    JobState.GONE: "print.job_gone",
    JobState.STOPPED: "print.job_stopped",
    JobState.HELD: "print.job_held",
}
_REFUSED: dict[str, PrinterState] = {"print.gone": PrinterState.GONE, "print.refused": PrinterState.STOPPED}


@dataclass(frozen=True, slots=True)
class Marked:
    """A copy ready for the printer: the original's bytes with the mark in their margin.

    Attributes:
        copy: 第 n 联; 0 for a duplicate that the document does not name.
        n: which time this copy is printed, from 1; the mark tells it from the second time on.
        original_sha256: of the frozen file; the same for every print.
        pages: of the whole document.
        standing: neither void nor revoked; what does not stand bears 作废.
    """

    document_id: str
    number: str
    copy: int
    recipient: str
    n: int
    pdf: bytes
    original_sha256: str
    pages: int
    standing: bool


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """How a print stands.

    Attributes:
        state: of the printer.
        problem: code and values, in words in the catalogue; `print.sent` and `print.done` are good news.
        ways: what is offered; empty while nothing is wrong.
        job: None where the spooler took none; then nothing was noted either.
    """

    state: PrinterState
    problem: Problem
    ways: tuple[WayOn, ...]
    job: Job | None = None
    job_state: JobState | None = None

    @property
    def code(self) -> str:
        """The stable code of what happened."""
        return self.problem.code

    @property
    def over(self) -> bool:
        """Tell whether nothing more will come of it: printed, or never to be."""
        return self.job_state not in OPEN_JOBS


def paper_of(desk: Desk, document_id: str) -> Paper:
    """Return what the plan of a print must know; only a document in force goes onto stamped sheets.

    Raises:
        RuleError: `document.not_issued`.
    """
    told = issued.must_be_issued(desk.store, document_id)
    act = issued.issue_act(desk.store, document_id)
    sign_page = values.number(act.content, "sign_page") if act else 0
    stamped = told.sealing == Sealing.PRE_STAMPED and told.fate == "issued"
    # Acts of older versions do not say where the signature block stands: no stamped paper for them.
    return Paper(told.pages, sign_page, stamped and 1 <= sign_page <= told.pages)


def copies_of(desk: Desk, document_id: str) -> tuple[CopyWanted, ...]:
    """Return the copies that a document itself names, one each; a document without any has one.

    A late entry has none to give: what is printed of it is a duplicate of the scan.

    Raises:
        RuleError: `document.not_issued`.
    """
    told = issued.must_be_issued(desk.store, document_id)
    if told.late:
        return (CopyWanted(0, told.addressee),)
    named = json.loads(told.content).get("copies", ())
    copies = tuple(CopyWanted(int(n), str(recipient)) for n, recipient in named)
    return copies or (CopyWanted(1, told.addressee),)


def prepare(desk: Desk, document_id: str, *, copy: int, recipient: str) -> Marked:
    """Mark a copy. The same original each time; the mark counts, and says 作废 where it is not in force.

    Raises:
        RuleError: `document.not_issued`.
        DamagedError: the frozen file vanished or is not what the journal says.
    """
    told = issued.must_be_issued(desk.store, document_id)
    original = issued.pdf(desk.store, document_id)
    copy = 0 if told.late else copy
    n = 1 + times(desk, document_id, copy=copy, recipient=recipient)
    standing = told.fate == "issued"
    kind = CopyKind.COPY if copy else CopyKind.DUPLICATE
    mark = CopyMark(copy, recipient, kind if standing else CopyKind.VOID, n, desk.today())
    pdf = desk.renderer.mark_copy(original, mark)
    return Marked(document_id, told.number, copy, recipient, n, pdf, told.pdf_sha256, told.pages, standing)


def times(desk: Desk, document_id: str, *, copy: int, recipient: str) -> int:
    """Return how often this copy was printed; the jobs of one print count once."""
    acts = desk.store.acts("document", document_id, ActKind.PRINT)
    same = [act.content for act in acts if act.content.get("recipient") == recipient]
    return len({values.number(told, "n") for told in same if values.number(told, "copy") == copy})


def print_copy(
    desk: Desk, system: PrinterSystem, printer: str, document_id: str, wanted: CopyWanted, *, duplex: bool
) -> PrintOutcome:
    """Print a whole copy on plain paper in one job.

    Raises:
        RuleError: `document.not_issued`.
        DamagedError: the frozen file vanished or is not what the journal says.
    """
    marked = prepare(desk, document_id, copy=wanted.n, recipient=wanted.recipient)
    both = duplex and marked.pages > 1
    step = PrintPages(wanted.n, wanted.recipient, 1, marked.pages, wanted.count, duplex=both)
    return print_pages(desk, system, printer, marked, step)


def print_pages(
    desk: Desk, system: PrinterSystem, printer: str, marked: Marked, step: PrintPages, *, sheet: str = ""
) -> PrintOutcome:
    """Do one step of a plan: hand the pages over and note it once the spooler took them.

    Args:
        sheet: serial of the stamped sheet that was put in; the step's own where it names one.

    Raises:
        RuleError: `print.sheet_for_void`: nothing that is not in force goes onto a stamped sheet.
        UnavailableError: what the store says when the act cannot be noted; the job is taken back then.
    """
    serial = sheet or step.serial
    if (step.stamped or serial) and not marked.standing:
        raise RuleError("print.sheet_for_void", where=marked.document_id, number=marked.number)
    try:
        hindered = _hindered(system, printer, marked)
        if hindered:
            return hindered
        job = system.submit(marked.pdf, _ticket(printer, marked, step))
    except UnavailableError as error:
        return _failed(error, marked)
    try:
        _note(desk, marked, step, job, serial)
    except InspectorError:
        _take_back(system, job)
        raise
    return follow(system, job, marked)


def _hindered(system: PrinterSystem, printer: str, marked: Marked) -> PrintOutcome | None:
    """Name what makes handing over senseless; other states are often stale until the next job wakes it."""
    facts = next((one for one in system.printers() if one.name == printer), None)
    if facts is None:
        return _outcome(PrinterState.GONE, None, None, marked, printer)
    if facts.takes_a4 is False:
        return _outcome(PrinterState.WRONG_PAPER, None, None, marked, facts.label)
    if facts.state is PrinterState.STOPPED:
        return _outcome(PrinterState.STOPPED, None, None, marked, facts.label, facts.message)
    return None


def _ticket(printer: str, marked: Marked, step: PrintPages) -> JobTicket:
    title = f"{marked.number} {step.copy} {step.first}-{step.last}"
    whole = (step.first, step.last) == (1, marked.pages)
    pages = None if whole else (step.first, step.last)
    return JobTicket(printer, title, step.count, step.duplex, pages, step.backwards)


def _note(desk: Desk, marked: Marked, step: PrintPages, job: Job, sheet: str) -> None:
    told: dict[str, object] = {
        "copy": marked.copy,
        "recipient": marked.recipient,
        "printer": job.printer,
        "n": marked.n,
        "count": step.count,
        "pages": f"{step.first}-{step.last}",
        "job": job.id,
        "sheet": sheet,
    }
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.PRINT, "document", marked.document_id, told)


def follow(system: PrinterSystem, job: Job, marked: Marked) -> PrintOutcome:
    """Ask what became of a job; ask again until `over`."""
    try:
        report = system.watch(job)
    except UnavailableError:
        silent = Problem.of("print.unwatched", job.printer, number=marked.number, printer=job.printer)
        ways = ways_on(PrinterState.UNKNOWN, JobState.WAITING)
        return PrintOutcome(PrinterState.UNKNOWN, silent, ways, job, JobState.WAITING)
    return _reported(report, job, marked)


def _reported(report: JobReport, job: Job, marked: Marked) -> PrintOutcome:
    printer = report.printer
    if report.state is JobState.DONE:
        printer = PrinterState.READY if printer is not PrinterState.GONE else printer
    return _outcome(printer, job, report.state, marked, job.printer, report.message)


def _outcome(
    printer: PrinterState,
    job: Job | None,
    state: JobState | None,
    marked: Marked,
    label: str,
    message: str = "",
) -> PrintOutcome:
    """Name the printer's trouble before the job's, for a job only ends where a printer hinders it."""
    code = _BY_JOB.get(state, "print.sent") if state else "print.sent"
    if state is not JobState.DONE and not works(printer):
        code = _BY_PRINTER[printer]
    told = {"number": marked.number, "printer": label, "reason": message or "—"}
    return PrintOutcome(printer, Problem.of(code, label, **told), ways_on(printer, state), job, state)


def _failed(error: UnavailableError, marked: Marked) -> PrintOutcome:
    state = _REFUSED.get(error.code, PrinterState.UNKNOWN)
    told = {"printer": error.where or "—", "reason": "—", **error.values, "number": marked.number}
    return PrintOutcome(state, Problem.of(error.code, error.where, **told), ways_on(state))


def give_up(
    system: PrinterSystem, job: Job, *, sheet: str = "", spoilt: Callable[[str], None] | None = None
) -> Problem | None:
    """Take a job back before the same copy is printed again or elsewhere; otherwise it would come out twice.

    Args:
        sheet: serial of the stamped sheet that was in the printer, if a person saw that it is spoilt.
        spoilt: told that serial; keeping account of sheets is not the printer's business.

    Returns:
        `print.not_taken_back` where the print system did not answer: a person must look into the tray.
    """
    if sheet and spoilt:
        spoilt(sheet)
    return None if _take_back(system, job) else Problem.of("print.not_taken_back", job.printer)


def _take_back(system: PrinterSystem, job: Job) -> bool:
    try:
        system.cancel(job)
    except UnavailableError:
        return False
    return True


def sheets_printed(desk: Desk, document_id: str) -> Sequence[str]:
    """Return the serials of the stamped sheets that this document was sent onto, in journal order."""
    acts = desk.store.acts("document", document_id, ActKind.PRINT)
    return [serial for act in acts if (serial := values.text(act.content, "sheet"))]
