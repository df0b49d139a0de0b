"""A history from Excel: an inspections ledger and a document register become late entries (补录)."""

from collections.abc import Mapping, Sequence

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.importing import entering, visits_told
from inspector_app.casework.importing.columns import Part
from inspector_app.casework.importing.known import everything
from inspector_app.casework.importing.outcomes import Accepted, Outcome
from inspector_app.casework.importing.register import Papers, RegisterWeighed
from inspector_app.casework.importing.sites_named import SitesNamed
from inspector_app.casework.importing.tables import Line
from inspector_app.casework.importing.visits_told import Visits, VisitsWeighed
from inspector_app.domain.errors import Progress, SignInError
from inspector_app.domain.late import plain
from inspector_app.store.bulk import uncollected

AT_ONCE = 100
"""Visits or documents in one transaction."""

Rows = Sequence[tuple[Line, Mapping[str, object]]]


class Written:
    """A history that was weighed, ready to be written."""

    def __init__(self, visits: Visits, papers: Papers, source: str) -> None:
        self._visits, self._papers, self._source = visits, papers, source

    @property
    def signs(self) -> bool:
        """Whether documents are to be issued, which asks for a signature."""
        return bool(self._papers.new)

    def __call__(self, desk: Desk, progress: Progress) -> None:
        """Write visits before the documents that name them.

        Raises:
            SignInError: `document.not_signed` without the person's key, where there are documents.
            Cancelled: whole visits and documents are written up to there.
        """
        visits, papers = self._visits, self._papers
        signer = desk.signer
        if papers.new and signer is None:
            raise SignInError("document.not_signed", where="import")
        total = len(visits.new) + len(visits.changed) + len(papers.new)
        done = 0
        with uncollected():
            for first in range(0, len(visits.new), AT_ONCE):
                progress.step(done, total)
                some = visits.new[first : first + AT_ONCE]
                with desk.store.transaction(desk.user) as tx:
                    for one in some:
                        visits_told.write(tx, one, self._source)
                done += len(some)
            for visit, fields in visits.changed:
                progress.step(done, total)
                with desk.store.transaction(desk.user) as tx:
                    visits_told.change(tx, visit, fields)
                done += 1
            for begin in range(0, len(papers.new), AT_ONCE):
                progress.step(done, total)
                batch = papers.new[begin : begin + AT_ONCE]
                with desk.store.transaction(desk.user) as tx:
                    for paper in batch:
                        if signer is not None:
                            entering.write(desk, tx, paper, self._source, signer)
                done += len(batch)
        progress.step(done, total)


def weigh(
    desk: Desk,
    sheets: Sequence[tuple[Part, Rows]],
    source: str,
    accepted: Accepted,
    outcome: Outcome,
) -> Written:
    """Weigh the sheets of a history and tell the outcome about each row.

    Args:
        source: the file's name, which stands in each entry.
    """
    sites = SitesNamed(everything(desk.store), desk.rules, accepted, outcome)
    visits = VisitsWeighed(desk, sites, outcome)
    ledgers = [rows for part, rows in sheets if part is Part.INSPECTIONS]
    registers = [rows for part, rows in sheets if part is Part.REGISTER]
    for rows in ledgers:
        visits.weigh(rows)
    register = RegisterWeighed(desk, sites, visits.result, outcome)
    for rows in registers:
        register.weigh(rows)
    _unregistered(visits.result, register, outcome, there=bool(registers))
    return Written(visits.result, register.result, source)


def _unregistered(visits: Visits, register: RegisterWeighed, outcome: Outcome, *, there: bool) -> None:
    """Name the numbers that no register has: their day and fate are not known, so they are not issued."""
    known, unseen = register.numbers, 0
    for visit in {id(one): one for one in visits.by_number.values()}.values():
        for number in visit.numbers:
            if plain(number) in known:
                continue
            if there:
                place = visit.line.place("numbers")
                outcome.reject(place, number, "import.number_not_registered", number=number)
            unseen += 1
    if unseen and not there:
        outcome.note("import.no_register", count=unseen)
