"""Scoreboard row 15 at the store's own level: issued ∪ void ∪ revoked is exact, whatever happens between."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import DecisionNeededError
from tests.store.worlds import World

SEED = 15
Key = tuple[int, str, int, int]


@seed(SEED)
class Numbers(RuleBasedStateMachine):
    """A laptop that issues, ends, fails, closes, is set back to an older copy and hears of the lost."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp(prefix="numbers-"))
        self.world = World()
        self.store = self.world.create(self.folder / "data", 1)
        self.office = self.world.create(self.folder / "office", 900, appointed=False)
        self.expected: dict[Key, str] = {}
        self.papers: dict[Key, str] = {}  # every number ever put on paper, and its document
        self.saved: dict[Key, str] | None = None
        self.spare = 1

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.office.close()
            shutil.rmtree(self.folder)

    @rule(kind=st.sampled_from(["stop", "fix"]), year=st.sampled_from([2026, 2027]))
    def issue(self, kind: str, year: int) -> None:
        with self.store.transaction("wang") as tx:
            serial = tx.next_serial(kind, year)
            document = self.world.issue(tx, kind, year)
        key = (self.store.meta.machine_code, kind, year, serial)
        assert key not in self.papers
        self.papers[key] = document
        self.expected[key] = "issued"

    @rule(kind=st.sampled_from(["stop", "fix"]))
    def issue_fails(self, kind: str) -> None:
        try:
            with self.store.transaction("wang") as tx:
                self.world.issue(tx, kind)
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    @precondition(lambda self: "issued" in self.expected.values())
    @rule(which=st.integers(0, 10**6), kind=st.sampled_from([ActKind.VOID, ActKind.REVOKE]))
    def end(self, which: int, kind: ActKind) -> None:
        open_ones = sorted(key for key, fate in self.expected.items() if fate == "issued")
        key = open_ones[which % len(open_ones)]
        with self.store.transaction("wang") as tx:
            self.world.end(tx, kind, self.papers[key])
        self.expected[key] = "void" if kind is ActKind.VOID else "revoked"

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = self.world.open(self.folder / "data")

    @rule()
    def replay(self) -> None:
        self.store.replay()

    @rule()
    def save_copy(self) -> None:
        self.store.close()
        shutil.copy(self.folder / "data" / "inspector.db", self.folder / "copy.db")
        self.saved = dict(self.expected)
        self.store = self.world.open(self.folder / "data")

    @precondition(lambda self: self.saved is not None)
    @rule()
    def put_copy_back(self) -> None:
        own = self.store.meta.journal_id
        before = self.store.vector().get(own)
        self.store.close()
        shutil.copy(self.folder / "copy.db", self.folder / "data" / "inspector.db")
        try:
            self.store = self.world.open(self.folder / "data")
            # Nothing was written here since: what it may lack came from the office, and comes again.
            assert self.store.meta.journal_id == own
            assert self.store.vector().get(own) == before
        except DecisionNeededError:
            self.spare += 1
            self.store = self.world.open(self.folder / "data", adopt_restored=self.spare)
        assert self.saved is not None
        self.expected = dict(self.saved)

    @rule()
    def hand_in(self) -> None:
        known = self.office.vector()
        for journal in self.store.vector():
            self.office.merge(list(self.store.entries(journal, known.get(journal, [0])[0])))

    @rule()
    def hear_from_office(self) -> None:
        own = self.store.vector()
        for journal, (length, _) in self.office.vector().items():
            have = own.get(journal, [0])[0]
            if journal != self.store.meta.journal_id and length > have:
                self.store.merge(list(self.office.entries(journal, have)))
        for each in self.store.numbers().numbers:
            self.expected[each.machine_code, each.kind, each.year, each.serial] = each.fate

    @invariant()
    def the_book_is_exact(self) -> None:
        if not hasattr(self, "store"):
            return
        book = self.store.numbers()
        told = {(n.machine_code, n.kind, n.year, n.serial): n.fate for n in book.numbers}
        assert told == self.expected
        assert len(book.numbers) == len(told)
        assert (book.gaps, book.duplicates) == ((), ())
        for each in book.numbers:
            key = (each.machine_code, each.kind, each.year, each.serial)
            assert self.papers[key] == each.document_id


TestNumbers = Numbers.TestCase
TestNumbers.settings = settings(
    max_examples=40,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
