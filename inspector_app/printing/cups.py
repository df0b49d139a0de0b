"""Printers by libcups: the PDF itself goes to the queue, streamed from memory, as vector."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.printing import JobState, PrinterState
from inspector_app.printing import ipp
from inspector_app.printing.libcups import (
    GONE_STATUS,
    NOT_FOUND,
    NOT_POSSIBLE,
    TAG_NAME,
    TAG_URI,
    Connection,
    Group,
    Reply,
    talking,
)
from inspector_app.printing.printer import Job, JobReport, JobTicket, PrinterFacts, shown_title

_GET_PRINTERS, _GET_PRINTER, _GET_JOB, _CREATE_JOB = 0x4002, 0x000B, 0x0009, 0x0005
_PRINTER = (
    "printer-name",
    "printer-info",
    "printer-make-and-model",
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
    "printer-resolution-default",
    "printer-resolution-supported",
    "printer-type",
    "media-ready",
    "media-supported",
    "color-supported",
    "sides-supported",
    "output-bin-default",
)
_JOB = ("job-state", "job-state-reasons", "job-printer-state-message", "job-printer-uri")
_DEFAULT = 0x20000
_NO_PRINTERS = frozenset({NOT_FOUND, GONE_STATUS})


class CupsPrinters:
    """The queues of a CUPS server.

    Attributes:
        server: address or socket; empty for the system's own.
        patience: seconds that each answer may take; a query is at most two of them.
    """

    name = "cups"

    def __init__(self, cups: Any, server: str = "", patience: float = 2.0) -> None:
        self._cups, self.server, self.patience = cups, server, patience

    def printers(self) -> tuple[PrinterFacts, ...]:
        """Return all queues; see `PrinterSystem`."""
        with talking(self._cups, self.server, self.patience) as server:
            reply = server.ask(_GET_PRINTERS, "/", {}, _PRINTER)
        if reply.answered and reply.status in _NO_PRINTERS:
            return ()
        _must(reply, self.server)
        return tuple(_facts(group) for group in reply.groups if _text(group, "printer-name"))

    def submit(self, pdf: bytes, ticket: JobTicket) -> Job:
        """Stream a file into a queue; see `PrinterSystem`."""
        title = shown_title(ticket.title)
        with talking(self._cups, self.server, self.patience) as server:
            job = _created(server, ticket, title)
            if server.send_pdf(job.printer, job.id, title, pdf):
                return job
            gone = server.status in _NO_PRINTERS
        # On a new line, since the old one stands in the middle of a file.
        code = "print.broken_off" if self._taken_back(job) else "print.unsure"
        raise UnavailableError("print.gone" if gone else code, where=job.printer, printer=job.printer)

    def watch(self, job: Job) -> JobReport:
        """Return what became of a job; see `PrinterSystem`."""
        with talking(self._cups, self.server, self.patience) as server:
            told = {"job-uri": (TAG_URI, f"ipp://localhost/jobs/{job.id}"), **_asker(server)}
            about_job = server.ask(_GET_JOB, "/jobs/", told, _JOB)
            if about_job.status not in _NO_PRINTERS:
                _must(about_job, job.printer)
            about_printer = server.ask(_GET_PRINTER, "/", _at(server, job.printer), _PRINTER)
        printer = _printer(about_printer)
        if about_job.status in _NO_PRINTERS:
            return JobReport(JobState.GONE, printer.state, printer.reasons, printer.message)
        group = _merged(about_job.groups)
        reasons = (*ipp.plain_reasons(_texts(group, "job-state-reasons")), *printer.reasons)
        message = _text(group, "job-printer-state-message") or printer.message
        return JobReport(ipp.job_state(_number(group, "job-state")), printer.state, reasons, message)

    def cancel(self, job: Job) -> None:
        """Take a job back; see `PrinterSystem`."""
        with talking(self._cups, self.server, self.patience) as server:
            status = server.cancel_job(job.printer, job.id)
            if status >= 0x0100 and status not in (*_NO_PRINTERS, NOT_POSSIBLE):
                raise UnavailableError("print.asked_in_vain", where=job.printer, reason=server.message)

    def _taken_back(self, job: Job) -> bool:
        """Cancel what arrived only in part; tell whether that is certain."""
        try:
            self.cancel(job)
        except UnavailableError:
            return False
        return True


def _created(server: Connection, ticket: JobTicket, title: str) -> Job:
    """Open a job. Not by cupsCreateJob: that looks for a missing queue in the whole network first."""
    told = {**_at(server, ticket.printer), "job-name": (TAG_NAME, title)}
    resource = f"/printers/{quote(ticket.printer, safe='')}"
    reply = server.ask(_CREATE_JOB, resource, told, options=ticket.options())
    job = _number(_merged(reply.groups), "job-id")
    if not reply.answered:
        raise UnavailableError("print.server_silent", where=ticket.printer)
    if not reply.good or job == 0:
        raise _refusal(ticket.printer, reply.status, reply.message)
    return Job(ticket.printer, job)


def _asker(server: Connection) -> dict[str, tuple[int, str]]:
    return {"requesting-user-name": (TAG_NAME, server.user)}


def _at(server: Connection, printer: str) -> dict[str, tuple[int, str]]:
    uri = f"ipp://localhost/printers/{quote(printer, safe='')}"
    return {"printer-uri": (TAG_URI, uri), **_asker(server)}


def _must(reply: Reply, where: str) -> None:
    if not reply.answered:
        raise UnavailableError("print.server_silent", where=where)
    if not reply.good:
        raise UnavailableError("print.asked_in_vain", where=where, reason=reply.message)


def _refusal(printer: str, status: int, reason: str) -> UnavailableError:
    if status in _NO_PRINTERS:
        return UnavailableError("print.gone", where=printer, printer=printer)
    return UnavailableError("print.refused", where=printer, printer=printer, reason=reason)


def _printer(reply: Reply) -> PrinterFacts:
    if reply.status in _NO_PRINTERS:
        return PrinterFacts("", "", PrinterState.GONE)
    return _facts(_merged(reply.groups)) if reply.good else PrinterFacts("", "", PrinterState.UNKNOWN)


def _merged(groups: Sequence[Group]) -> Group:
    return {name: values for group in groups for name, values in group.items()}


def _facts(group: Group) -> PrinterFacts:
    name = _text(group, "printer-name")
    reasons, message = _texts(group, "printer-state-reasons"), _text(group, "printer-state-message")
    accepting = bool(_number(group, "printer-is-accepting-jobs", 1))
    dots = _number(group, "printer-resolution-default") or _number(group, "printer-resolution-supported")
    sides, a4 = _texts(group, "sides-supported"), ipp.takes_a4(_texts(group, "media-supported"))
    return PrinterFacts(
        name=name,
        label=_text(group, "printer-info") or name,
        state=ipp.printer_state(
            _number(group, "printer-state"), reasons, message, accepting=accepting, a4=a4
        ),
        reasons=ipp.plain_reasons(reasons),
        message=message,
        media_ready=_texts(group, "media-ready"),
        takes_a4=a4,
        colour=bool(_number(group, "color-supported")) if "color-supported" in group else None,
        duplex="two-sided-long-edge" in sides if sides else None,
        resolution=dots,
        thermal=ipp.looks_thermal(f"{name} {_text(group, 'printer-make-and-model')}", dots),
        face_up=_text(group, "output-bin-default") == "face-up",
        default=bool(_number(group, "printer-type") & _DEFAULT),
    )


def _texts(group: Group, name: str) -> tuple[str, ...]:
    return tuple(one for one in group.get(name, ()) if isinstance(one, str))


def _text(group: Group, name: str) -> str:
    return next(iter(_texts(group, name)), "")


def _number(group: Group, name: str, absent: int = 0) -> int:
    return next((one for one in group.get(name, ()) if isinstance(one, int)), absent)
