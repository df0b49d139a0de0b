"""The account of one exchange: what changed here by it, and the line that the laptop keeps of it."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from inspector_app.domain.errors import Cancelled, DecisionNeededError, InspectorError, Problem, RuleError
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey

from .outcome import Amount, Outcome

DONE, DECIDE, CANCELLED = "done", "decide", "cancelled"


def device_of(store: Store) -> SigningKey:
    """Return the laptop's own key.

    Raises:
        RuleError: `exchange.no_device`: it was never enrolled.
    """
    key = store.device_key()
    if key is None or store.keyring.key(key.key_id) is None:
        raise RuleError("exchange.no_device", where=store.meta.workspace)
    return key


class Account:
    """Watches a store from the beginning of an exchange to its end."""

    def __init__(self, store: Store, way: str, place: str = "") -> None:
        self._store, self._way, self._place = store, way, place
        self._news: list[Problem] = []
        self._conflicts = self._conflicted()
        self._branches = self._forks()
        self._received = store.state()
        if store.meta.code_spent and self._has_spare():  # an exchange before was ended before it came to this
            self.go_on_elsewhere()

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Keep a line of what went wrong inside this block, and let it through."""
        try:
            yield
        except Cancelled:
            self._note(CANCELLED, {})
            raise
        except InspectorError as problem:
            self._note(problem.code, {"where": problem.where, "values": _plain(problem.values)})
            raise

    def tell(self, *news: Problem) -> None:
        """Remember what a person must know; the same thing twice is told once."""
        self._news += [one for one in news if one not in self._news]

    def go_on_elsewhere(self) -> None:
        """Tell that the own journal was forked, and go on under a spare machine code if there is one."""
        before = self._store.meta.machine_code
        try:
            code = self._take_spare()
        except DecisionNeededError:
            self.tell(Problem.of("exchange.no_spare_code", str(before)))
        else:
            self.tell(Problem.of("exchange.forked_own", str(before), machine_code=code))

    def closed(
        self,
        *,
        sent: Amount | None = None,
        received: Amount | None = None,
        same: bool | None = None,
        digest: str = "",
        news: Sequence[Problem] = (),
    ) -> Outcome:
        """Return what it came to, and keep a line of it.

        Args:
            digest: of the store, where it was just reckoned: it costs a look at every value.
        """
        self.tell(*news)
        torn = self._conflicted() - self._conflicts
        conflicts = sorted({record for record, _ in torn})
        branches = self._forks()
        if fresh := sorted(branches - self._branches):
            self.tell(Problem.of("exchange.forked_other", branches=fresh))
        if conflicts:
            self.tell(Problem.of("exchange.conflicts_new", count=len(torn)))
        if same is False:
            self.tell(Problem.of("exchange.digest_differs"))
        after = self._store.state()
        told = Outcome(
            self._way,
            sent or Amount(),
            received or Amount(),
            Amount(
                after.received - self._received.received,
                0,
                after.blobs_received - self._received.blobs_received,
            ),
            tuple(conflicts),
            tuple(sorted(branches)),
            digest or self._store.digest(),
            same,
            tuple(self._news),
        )
        self._note(DECIDE if told.decide else DONE, _summary(told))
        return told

    def _has_spare(self) -> bool:
        return bool(self._store.spares())

    def _take_spare(self) -> int:
        return self._store.take_spare()

    def _note(self, result: str, told: dict[str, Any]) -> None:
        if self._place:
            told["place"] = self._place
        # A line that cannot be written must hide neither what was done nor what went wrong before.
        with contextlib.suppress(InspectorError):
            self._store.note_exchange(self._way, result, told)

    def _conflicted(self) -> set[tuple[str, str]]:
        """Return the fields that hold several values: record and name."""
        return {(f"{entity}:{record}", name) for entity, record, name in self._store.torn_fields()}

    def _forks(self) -> set[str]:
        return {f"{one.journal_id}~{one.branch}" for one in self._store.branches() if one.branch}


class AccountApart(Account):
    """The account of a workspace that is shared by key; the laptop's codes stand in the main store."""

    def __init__(self, store: Store, way: str, main: Store, place: str = "") -> None:
        self._main = main
        super().__init__(store, way, place)

    def _has_spare(self) -> bool:
        return bool(self._codes())

    def _take_spare(self) -> int:
        """Go on under the laptop's own code if that is another one by now, else under a spare one."""
        for code in self._codes():
            if code != self._main.meta.machine_code:
                self._main.set_spares(one for one in self._main.spares() if one != code)
            with contextlib.suppress(RuleError):  # somebody's number bears it: the next one
                self._store.take_machine_code(code)
                return code
        raise DecisionNeededError("store.machine_code_needed", machine_code=self._store.meta.machine_code)

    def _codes(self) -> list[int]:
        meta = self._main.meta
        own = [] if meta.code_spent else [meta.machine_code]
        return [one for one in [*own, *self._main.spares()] if one != self._store.meta.machine_code]


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    """Return values as JSON knows them; others as text."""
    return {name: one if isinstance(one, str | int | float) else str(one) for name, one in values.items()}


def _plainly(one: Problem) -> dict[str, Any]:
    return {"code": one.code, "where": one.where, "values": _plain(dict(one.values))}


def _summary(told: Outcome) -> dict[str, Any]:
    return {
        "sent": [told.sent.entries, told.sent.bundles, told.sent.blobs],
        "received": [told.received.entries, told.received.bundles, told.received.blobs],
        "acknowledged": [told.acknowledged.entries, told.acknowledged.bundles, told.acknowledged.blobs],
        "conflicts": len(told.conflicts),
        "news": [
            {"code": one.code, "where": one.where, "values": _plain(dict(one.values))} for one in told.news
        ],
    }
