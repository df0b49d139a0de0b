"""Machine codes: each is given once, for ever, also by a hub that was put back from an old copy.

A copy does not know what was given after it. So every code given is told in the hub's own journal, which each
laptop carries and brings back; codes that stand on papers are entered too (see `indexing`); and after a
putting back that the hub knows of, a stretch of codes is left out.
"""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import RuleError
from inspector_app.journal.entry import Entry
from inspector_app.trust import code_slip
from inspector_app.trust.code_slip import CodeSlip
from inspector_app.trust.enrolment import GREATEST_CODE

from . import settings
from .base import Base
from .kept import contents
from .own_journal import CodeAct, OwnJournal
from .tables import ON_A_PAPER, machine_code

_GIVEN = ~machine_code.c.key.startswith(ON_A_PAPER, autoescape=True)

LEFT_OUT = 1_000
"""Codes that are passed over once the hub was put back: more than an office gives between two copies."""


class MachineCodes:
    """Gives machine codes, inside the transaction of whoever lets a laptop in."""

    def __init__(self, base: Base, journal: OwnJournal) -> None:
        self._base = base
        self._journal = journal

    def give(
        self, connection: Connection, device: str, many: int, *, more: bool = False
    ) -> tuple[tuple[int, ...], list[CodeAct]]:
        """Enter codes that nobody had, and return them with the acts that must tell them.

        Args:
            device: key id of the laptop.
            more: it has codes already, and learns these by the journal.

        Raises:
            RuleError: `hub.codes_over`.
        """
        slips = list(self._slips(connection))
        told = {code for slip in slips for code in slip.machine_codes}
        begin = max([_greatest(connection), *told]) + 1
        begin = max(begin, self._least(connection))
        taken = self._on_papers(connection, begin)
        codes = tuple(_free(begin, many, taken))
        rows = [{"code": code, "key": device, "at": self._base.now()} for code in codes]
        untold = self._untold(connection, told)
        connection.execute(machine_code.insert(), rows)
        return codes, [*untold, self._act(device, codes, more=more)]

    def _slips(self, connection: Connection) -> Iterator[CodeSlip]:
        """Yield what the hub's journal tells, on whatever branch: it forks when the hub was put back."""
        for raw in self._journal.bundles(connection):
            _, entries, _ = contents(raw)
            for each in entries:
                entry = Entry.parse(each)
                if entry.fields.get("kind") == code_slip.KIND:
                    slip = code_slip.read(entry.fields["content"])
                    if slip is not None:
                        yield slip

    def _least(self, connection: Connection) -> int:
        """Return the least code that may be given: behind a putting back a stretch is left out."""
        return int(settings.get(connection, settings.LEAST_CODE) or 1)

    def _on_papers(self, connection: Connection, begin: int) -> set[int]:
        asked = select(machine_code.c.code).where(machine_code.c.code >= begin)
        return {int(code) for code in connection.execute(asked).scalars()}

    def _untold(self, connection: Connection, told: set[int]) -> list[CodeAct]:
        """Return acts for codes that were given before codes were told in the journal."""
        asked = select(machine_code.c.key, machine_code.c.code).where(_GIVEN)
        lacking: dict[str, list[int]] = {}
        for row in connection.execute(asked.order_by(machine_code.c.code)):
            if int(row.code) not in told:
                lacking.setdefault(row.key, []).append(int(row.code))
        return [self._act(key, tuple(codes), more=False) for key, codes in lacking.items()]

    def _act(self, device: str, codes: tuple[int, ...], *, more: bool) -> CodeAct:
        facts, office = self._base.facts, self._base.keys.office
        return CodeAct(code_slip.make(office, facts.workspace, device, codes, more=more))


def left_out(connection: Connection, before: int = 0) -> int:
    """Return the least code that may be given once a hub was put back from a copy.

    Args:
        before: what this was when the same copy was put back the last time; 0 when it never was.
    """
    return min(max(_greatest(connection), before) + LEFT_OUT, GREATEST_CODE)


def _greatest(connection: Connection) -> int:
    asked = select(func.max(machine_code.c.code)).where(_GIVEN)
    return int(connection.execute(asked).scalar_one() or 0)


def _free(begin: int, many: int, taken: set[int]) -> Iterator[int]:
    code = begin
    for _ in range(many):
        while code in taken:
            code += 1
        if code > GREATEST_CODE:
            raise RuleError("hub.codes_over", where=str(code), most=GREATEST_CODE)
        yield code
        code += 1
