"""What the hub lacks, handed over from what it says that it has; and the receipts that it gives for it."""

from collections.abc import Iterable, Iterator, Sequence, Set
from hashlib import sha256

from inspector_app.domain.errors import Problem
from inspector_app.journal.log import log_after
from inspector_app.journal.receipt import Receipt

from . import outcome, wire
from .ahead import ahead
from .frames import Kind, frame, read_all, run_of
from .outcome import Amount
from .pulling import Pulling
from .receipts import read_receipt
from .talk import Talk
from .transport import RefusedByHubError

PART_BYTES = 1_000_000
"""What is handed over at once: the hub takes so much in at a time, and the next part is packed meanwhile."""

SHOWN_BYTES, MOST_SHOWN = 6_000_000, 500
"""Of a leaver's journal at once, and of receipts for it: with them nothing is taken before all of it came."""

_GAP = "hub.gap"

MOST_ROUNDS = 3
"""How often a push begins again from the hub's own account after it found a gap."""


class Pushing:
    """The way out.

    Attributes:
        sent: what left this laptop so far.
        receipts: how many came for its own journals.
    """

    def __init__(self, talk: Talk, pulling: Pulling) -> None:
        self._talk, self._room, self._store, self._pulling = talk, talk.room, talk.room.store, pulling
        self._shut: set[str] = set()
        self._last = False
        self._have: wire.Tips = {}
        self.sent, self.receipts = Amount(), 0

    def all(self) -> None:
        """Hand over all that the hub lacks; while nothing can be read any more, the own journals alone."""
        for n in range(MOST_ROUNDS):
            self._last = n == MOST_ROUNDS - 1
            have = wire.read_tips(self._talk.ask("have", {}).get("tips"))
            self._catch_up(have)
            try:
                self._what_lacks(have)
            except RefusedByHubError as refused:
                if refused.code != "hub.gap" or self._last:
                    raise
                if self._pulling.stopped is None:
                    self._pulling.all()
            else:
                return

    def collect(self) -> None:
        """Fetch receipts for all that is here: those whose answer was lost, and those for others' work."""
        held = {(journal, end) for journal, ends in self._store.receipted().items() for end in ends}
        lacking = {
            journal: [end for end in ends if (journal, end) not in held]
            for journal, ends in self._store.tips().items()
        }
        if tips := {journal: ends for journal, ends in lacking.items() if ends}:
            self._keep_raw(self._talk.receipts(tips), [])

    def _catch_up(self, have: wire.Tips) -> None:
        """Read on when somebody handed something over since the last page.

        Of a journal whose end at the hub is not known here nobody can tell what it lacks: all of it would go.
        """
        ends = (digest for several in have.values() for _, digest in several)
        if self._pulling.stopped is None and not all(self._store.holds(each) for each in ends):
            self._pulling.all()

    def _what_lacks(self, have: wire.Tips) -> None:
        self._have = have
        total = self.sent.entries + _behind(self._store.tips(), have)
        with ahead(_parts(self._lacking(), PART_BYTES), lambda: self._tick(total)) as parts:
            for part in parts:
                waiting = self._open(part)
                while waiting:
                    waiting = self._open(self._send(waiting, total))

    def _lacking(self) -> Iterator[bytes]:
        """Yield what the hub lacks; its own journal first.

        To a hub that was put back from an old copy that journal names later laptops.
        """
        own, trusted = self._store.own_journals(), self._room.trusted
        here = set(self._store.tips())
        hubs = {journal for journal in here - own if trusted.is_hub(self._store.first_key(journal))}
        wanted = own if self._pulling.stopped is not None else here
        yield from self._lacking_of(hubs & wanted)
        yield from self._lacking_of(wanted - hubs)

    def _lacking_of(self, journals: Set[str]) -> Iterator[bytes]:
        """Yield what the hub lacks of these journals, as if it had all others."""
        rest = {journal: ends for journal, ends in self._store.tips().items() if journal not in journals}
        yield from self._room.lacking({**self._have, **rest})

    def _open(self, bundles: list[bytes]) -> list[bytes]:
        return [raw for raw in bundles if self._room.header(raw).journal_id not in self._shut]

    def _send(self, bundles: list[bytes], total: int) -> list[bytes]:
        """Push these bundles; return those that are still to be pushed.

        Whatever the hub thinks of somebody else's work must not hold up our own: it is passed over.
        """
        refused, index = self._pushed(bundles, (), total)
        if refused is None:
            return []
        journal = self._room.header(bundles[index]).journal_id
        if journal in self._store.own_journals() or (refused.code == _GAP and not self._last):
            raise refused
        self._shut.add(journal)
        if refused.code != "hub.key_revoked" or not self._brought_back(journal, total):
            self._talk.tell(Problem.of("exchange.journal_refused", journal, reason=refused.code))
        return bundles[index + 1 :]

    def _pushed(
        self, bundles: list[bytes], shown: Sequence[bytes], total: int
    ) -> tuple[RefusedByHubError | None, int]:
        """Push bundles once and keep the receipts; return why one of them was refused, and which.

        Args:
            shown: receipts that go before them, for what the hub forgot.
        """
        frames = [(Kind.RECEIPT, raw) for raw in shown] + [(Kind.BUNDLE, raw) for raw in bundles]
        body = b"".join(run_of(frame(kind, raw) for kind, raw in frames))
        try:
            content = self._talk.connection.exchange(
                "POST", self._talk.path("push"), body, wire.FRAMES, tick=lambda: self._tick(total)
            )
        except RefusedByHubError as refused:
            index, told = refused.values.get("index"), refused.values.get("receipts")
            if not isinstance(index, int) or not isinstance(told, list) or not 0 <= index < len(bundles):
                raise
            self._keep_raw([wire.read_raw(one, "receipts") for one in told], bundles[:index])
            self._count(bundles[:index])
            return refused, index
        answered, _ = read_all(content)
        self._keep_raw([one.content for one in answered if one.kind is Kind.RECEIPT], bundles)
        self._count(bundles)
        return None, len(bundles)

    def _brought_back(self, journal: str, total: int) -> bool:
        """Bring a leaver's journal to a hub that took it in before it forgot; tell whether it has all of it.

        Its own receipts say so, and the chain up to them proves what they cover. What is too long for one
        push is first shown part by part from its end: each is refused for what lacks before it, and the hub
        notes up to where it was led.
        """
        shown = self._store.receipts_of(journal)[-MOST_SHOWN:]
        if not shown:
            return False
        parts = list(_parts(self._lacking_of({journal}), SHOWN_BYTES))
        for part in reversed(parts[1:]):
            refused, _ = self._pushed(part, shown, total)
            if refused is not None and refused.code != _GAP:
                break  # what stands before it is there: no receipt reaches it
        return all(self._pushed(part, shown, total)[0] is None for part in parts)

    def _count(self, bundles: list[bytes]) -> None:
        entries = sum(self._room.header(raw).n for raw in bundles)
        self.sent = self.sent.plus(entries=entries, bundles=len(bundles))

    def _tick(self, total: int) -> None:
        self._talk.progress.step(self.sent.entries, max(total, self.sent.entries), outcome.SENDING)

    def _keep_raw(self, raws: list[bytes], bundles: list[bytes]) -> None:
        receipts = [read_receipt(raw, self._room.trusted) for raw in raws]
        if receipts:
            self._store.take_in((), receipts=receipts, cursor=self._moved_on(receipts, bundles))
            own = self._store.own_journals()
            self.receipts += sum(one.journal_id in own for one in receipts)

    def _moved_on(self, receipts: list[Receipt], bundles: list[bytes]) -> tuple[int, bytes] | None:
        """Return where the cursor stands if the hub's log grew by our own bundles and nothing else.

        Then they need not come back with the next pull.
        """
        no, log = self._store.cursor(self._room.workspace)
        if len(receipts) != len(bundles):
            return None
        for raw, receipt in zip(bundles, receipts, strict=True):
            no, log = no + 1, log_after(log, sha256(raw).digest())
            if (receipt.no, receipt.log) != (no, log):
                return None
        return no, log


def _parts(bundles: Iterable[bytes], most: int) -> Iterator[list[bytes]]:
    """Yield bundles in parts of so many bytes at most; a larger bundle stands alone."""
    part: list[bytes] = []
    size = 0
    for raw in bundles:
        if part and size + len(raw) > most:
            yield part
            part, size = [], 0
        part.append(raw)
        size += len(raw)
    if part:
        yield part


def _behind(here: wire.Tips, have: wire.Tips) -> int:
    """Return about how many entries somebody with these tips lacks; forks are not reckoned."""

    def reach(tips: wire.Tips, journal: str) -> int:
        return max((seq for seq, _ in tips.get(journal, ())), default=0)

    return sum(max(0, reach(here, journal) - reach(have, journal)) for journal in here)
