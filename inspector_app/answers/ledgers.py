"""`export ledger`: the office's ledgers as Excel files, each with its hash."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.answers.answer import Answer
from inspector_app.answers.exports import Tenths, day_of
from inspector_app.casework.ledgers import exporting, reading
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import RuleError, UsageError
from inspector_app.domain.ledgers import Layout, Match, Narrowing, Question


@dataclass(frozen=True, slots=True)
class AskedLedger:
    """What was asked for: a ledger by its name, all of them without one; from day to day as typed.

    Attributes:
        reason: why personal numbers are shown whole; without one they are masked.
    """

    name: str = ""
    first: str = ""
    last: str = ""
    reason: str = ""


def export(session: Session, out: Path, asked: AskedLedger, say: Callable[[str], None]) -> Answer:
    """Write ledgers into the folder `out`, one file each; one alone to the file `out` when it ends in .xlsx.

    Raises:
        UsageError: `ledger.no_such`, `cli.bad_day`.
        RuleError: `ledger.period_reversed`, `ledger.reason_not_allowed`, `ledger.no_filings`.
        UnavailableError: those of `exporting.export`.
    """
    first, last = day_of(asked.first, "--from"), day_of(asked.last, "--to")
    if first is not None and last is not None and last < first:
        raise RuleError("ledger.period_reversed", where="--to", first=str(first), last=str(last))
    desk = session.desk
    filing = session.filing_desk(desk) if session.filing is not None else None
    known = reading.known(filing)
    layouts = [one for one in known if asked.name in ("", one.ledger.value, one.label)]
    if not layouts:
        names = "、".join(f"{one.ledger.value}（{one.label}）" for one in known)
        raise UsageError("ledger.no_such", where="--ledger", name=asked.name, known=names)
    files: list[dict[str, object]] = []
    for layout in layouts:
        made = exporting.export(
            desk,
            Question(layout.ledger, narrowings=_within(layout, str(first or ""), str(last or ""))),
            [one.code for one in layout.columns],
            out if asked.name and out.suffix.lower() == ".xlsx" else out / f"{layout.label}.xlsx",
            filing=filing,
            reason=asked.reason,
            progress=Tenths(say),
        )
        files.append(
            {
                "path": str(made.path),
                "sha256": made.sha256,
                "rows": made.rows,
                "ledger": layout.ledger.value,
            }
        )
    return Answer("export", {"files": files}, tuple(f"{one['path']}  {one['rows']}" for one in files))


def _within(layout: Layout, first: str, last: str) -> tuple[Narrowing, ...]:
    """Return the filters for a period, by the day that the ledger is kept by."""
    told = ((Match.FROM, first), (Match.TO, last))
    return tuple(Narrowing(layout.sort, match, day) for match, day in told if day)
