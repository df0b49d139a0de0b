"""The bundles of one exchange file, pushed together: what is refused of one journal holds up no other."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.errors import InspectorError, Problem
from inspector_app.journal.envelope import BundleHeader

from .bundles import Bundles, header_of
from .taking import Accepted

OURS = frozenset({"hub.disk_full", "hub.database_away", "hub.database_damaged", "hub.blob_not_written"})
"""Refusals for which no file is to blame."""

_UNKNOWN_KEY = "journal.bundle_unknown_key"


@dataclass(frozen=True, slots=True)
class Held:
    """What came of them.

    Attributes:
        bundles: how many are new here; entries: how many these hold.
        branches: of journals that forked by them, `journal~first hash`.
        news: which journals were refused, and why.
    """

    bundles: int
    entries: int
    branches: tuple[str, ...]
    news: tuple[Problem, ...]


_Pair = tuple[BundleHeader, bytes]


class CarriedBundles:
    """Takes the bundles of one file in.

    Args:
        receipts: those in the file: what this hub signed that it held it takes again.
        sender: key id of who wrote the file.
    """

    def __init__(self, bundles: Bundles, room: str, receipts: Sequence[bytes], sender: str) -> None:
        self._bundles, self._room, self._receipts, self._sender = bundles, room, receipts, sender
        self._new: list[BundleHeader] = []
        self._branches: list[str] = []

    def take(self, raws: Sequence[bytes]) -> Held:
        """Have the bundles taken in their order.

        Those of a key that is not known yet wait until all others came: its certificate may lie among them.

        Raises:
            DamagedError: one is none: nothing is taken. UnavailableError: what is wrong with the hub's own
                disk and database.
        """
        left: list[_Pair] = [(header_of(raw), raw) for raw in raws]
        news: list[Problem] = []
        while left:
            before = len(self._new)
            refused = self._round(left)
            again = len(self._new) > before
            waiting = {one for one, problem in refused.items() if again and problem.code == _UNKNOWN_KEY}
            news += [
                Problem.of("hub.file_journal_refused", journal, reason=problem.code)
                for journal, problem in refused.items()
                if journal not in waiting
            ]
            left = [pair for pair in left if pair[0].journal_id in waiting]
        return Held(len(self._new), sum(each.n for each in self._new), tuple(self._branches), tuple(news))

    def _round(self, left: Sequence[_Pair]) -> dict[str, InspectorError]:
        """Push bundles once, and return why journals were refused from one of theirs on."""
        refused: dict[str, InspectorError] = {}
        while left:
            pushed = self._bundles.push(self._room, [raw for _, raw in left], self._sender, self._receipts)
            for (header, _), one in zip(left, pushed.accepted, strict=False):
                self._count(header, one)
            if (problem := pushed.refused) is None:
                break
            if problem.code in OURS:
                raise problem
            journal = left[pushed.index][0].journal_id
            refused[journal] = problem
            left = [pair for pair in left[pushed.index :] if pair[0].journal_id != journal]
        return refused

    def _count(self, header: BundleHeader, one: Accepted) -> None:
        if not one.duplicate:
            self._new.append(header)
        if one.forked:
            self._branches.append(f"{header.journal_id}~{one.branch}")
