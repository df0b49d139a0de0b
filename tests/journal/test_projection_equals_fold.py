"""The store's tables, changed step by step, are what the pure fold makes of the store's journal at once.

Two real databases are written to and merged both ways, wholly or in part, in batches of any size; besides
they take in what other laptops wrote: forks, conflicts, acts without right, redacted and unknown things.
"""

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import SignInError
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import State, fold
from inspector_app.store import searching
from inspector_app.store.searching import Searched, Words
from inspector_app.store.store import Store, Tx
from inspector_app.trust.keys import SigningKey
from tests.journal.histories import History, histories
from tests.journal.writing import key_of
from tests.store.worlds import World

WRITES = (
    "create",
    "set",
    "set",
    "delete",
    "revive",
    "issue",
    "issue",
    "void",
    "revoke",
    "correct",
    "serve",
    "several",
    "resume",
    "resume",
)
RIGHTS = ("appoint", "withdraw")
STEPS = st.tuples(
    st.integers(0, 1), st.sampled_from([*WRITES, *RIGHTS, "bring", "bring", "take"]), st.integers(0, 11)
)


SEARCHED = Searched(
    "t",
    {"site": lambda fields: Words((f"工地{fields.get('name')}",), (f"gd{fields.get('floors')}",))},
    {("document", "issue"): lambda content: Words((str(content.get("number")),))},
)


class Pair:
    """Two stores of one office and a foreign history that reaches them piece by piece."""

    def __init__(self, folder: Path, history: History, chance: random.Random) -> None:
        self.world, self.chance = World(searched=SEARCHED), chance
        self.stores = [
            self.world.create(folder / "one", 1),
            self.world.create(folder / "two", 2, appointed=False),
        ]
        for part in batches(list(self.stores[0].entries()), chance):
            self.stores[1].merge(part)
        entries = {entry.hash: entry for entry in history.entries}
        self.foreign = [[entries[each.hash] for each in laptop.entries] for laptop in history.laptops]
        self.taken = [[0] * len(self.foreign) for _ in self.stores]

    def step(self, who: int, what: str, number: int) -> None:
        store = self.stores[who]
        if what == "bring":
            self.bring(self.stores[1 - who], store, whole=number > 5)
        elif what == "take":
            self.take(who, number)
        else:
            state = self.folded(store)
            # A signature without right undoes the whole transaction.
            with suppress(SignInError), store.transaction("wang") as tx:
                self.write(tx, what, number, state)
        assert store.digest() == self.folded(store).digest()

    def write(self, tx: Tx, what: str, number: int, state: State) -> None:
        standing = sorted(key for key, folded in state.entities.items() if not folded.deleted)
        fallen = sorted(state.entities.keys() - set(standing))
        issued = [act.entity_id for act in state.acts if act.kind == ActKind.ISSUE]
        if what == "set" and standing:
            names = ("name", "floors") if number > 8 else ("name",)
            tx.set(*self.chance.choice(standing), dict.fromkeys(names, number % 3))
        elif what == "delete" and standing:
            tx.delete(*self.chance.choice(standing))
        elif what == "revive" and fallen:
            tx.set(*self.chance.choice(fallen), {"name": f"again {number}"})
        elif what in ("void", "revoke", "correct") and issued:
            self.world.end(tx, ActKind(what), self.chance.choice(issued))
        elif what == "serve" and issued:
            tx.act(ActKind.SERVE, "document", self.chance.choice(issued), {"reached": number > 5})
        elif what == "issue":
            self.world.issue(tx, ("stop", "order")[number % 2])
        elif what == "resume" and issued:
            self.resume(tx, number, self.chance.choice(issued))
        elif what in RIGHTS:
            self.entrust(tx, what, number)
        else:
            self.several(tx, number, issued if what == "several" else [])

    def several(self, tx: Tx, number: int, issued: list[str]) -> None:
        """Write several entries as one transaction, with looks at the tables in between."""
        site = tx.create("site", {"name": number, "more": {"a": [number, None]}})
        if number % 2:
            assert tx.record("site", site) is not None
        tx.set("site", site, {"name": f"{number}", "floors": number})
        for document in issued[-1:]:
            tx.act(ActKind.RECHECK, "document", document, {})
        if number > 6:
            self.world.issue(tx)
            tx.delete("site", site)

    def resume(self, tx: Tx, number: int, stop: str) -> None:
        """Give a stop-work back, by a notice that may be issued on both laptops at once."""
        notice = tx.create("document", {}, None) if number % 3 else "7" * 32
        told = {"resumes": stop, "full": number % 2 == 0}
        self.world.issue(tx, "resumption_notice", document=notice, **(told if number else {}))
        tx.act(ActKind.RESUME, "document", stop, {"by": notice, "full": number > 5})

    def entrust(self, tx: Tx, what: str, number: int) -> None:
        # Withdrawing the officer takes the effect from every act of that day, the other laptop's too.
        officer = self.world.officer.public if number > 8 else key_of("wang").public
        if what == "appoint":
            told = self.world.certificate(
                SigningKey.from_bytes(bytes((number,)) * 32), frozenset({Role.CLERK, Role.INSPECTOR})
            )
            tx.act(ActKind.ROLE, "certificate", told.key_id, told.to_content(), self.world.root_key)
        else:
            told_day = {"withdrawn": officer.key_id, "from": "2026-03-02"}
            tx.act(ActKind.ROLE, "certificate", officer.key_id, told_day, self.world.root_key)

    def bring(self, source: Store, target: Store, *, whole: bool) -> None:
        entries = list(source.entries())
        for part in batches(entries, self.chance, whole=whole):
            target.merge(part)
            assert target.digest() == self.folded(target).digest()

    def take(self, who: int, number: int) -> None:
        laptop = number % len(self.foreign)
        begin = self.taken[who][laptop]
        end = begin + self.chance.randint(1, 9)
        self.taken[who][laptop] = min(end, len(self.foreign[laptop]))
        self.stores[who].merge(self.foreign[laptop][max(0, begin - number // 4) : end])

    def folded(self, store: Store) -> State:
        return fold(list(store.entries()), self.world.root)

    def settle_and_check(self) -> None:
        """Bring everything everywhere: the two agree with each other and with the fold of it all."""
        self.bring(self.stores[0], self.stores[1], whole=True)
        self.bring(self.stores[1], self.stores[0], whole=True)
        one, two = self.stores
        assert one.vector() == two.vector()
        assert one.digest() == two.digest() == self.folded(one).digest()
        assert one.numbers() == two.numbers()
        assert one.acts() == two.acts()
        assert [(act.id, act.order) for act in one.acts()] == [
            (act.id, act.order) for act in self.folded(two).acts
        ]
        assert books(one) == books(two)
        told = found(one)
        assert told == found(two)
        for store in self.stores:
            store.replay()
            assert found(store) == told
            assert store.replay_check().same
            assert store.integrity().problems == ()
            store.close()


def books(store: Store) -> list[list[tuple[object, ...]]]:
    """Return every row of the books that acts make."""
    with store._reading() as connection:
        return [
            sorted(tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}"))
            for table in ("number_book", "late_book", "stop_book", "blob_reference")
        ]


def found(store: Store) -> list[object]:
    """Return the whole index, and what it answers by its tables: the same however it came to be."""
    asked = ("工", "工地", "gd", "地1", "stop", "3-", "1号")
    store.search("工", [], 1)  # what changed since the last search is taken in
    with store._reading() as connection:
        hits = [
            sorted(hit[:3] for hit in searching.search(connection, SEARCHED, told, SEARCHED.entities, 999))
            for told in asked
        ]
        return [*searching.contents(connection), *hits]


def batches(entries: list[Entry], chance: random.Random, *, whole: bool = True) -> Iterator[list[Entry]]:
    """Yield the entries in parts, journals mixed, some parts twice; of a part of it, every beginning."""
    queues: dict[str, list[Entry]] = {}
    for entry in entries:
        queues.setdefault(entry.header.journal_id, []).append(entry)
    for journal in sorted(queues):
        if not whole:
            del queues[journal][chance.randint(0, len(queues[journal])) :]
    waiting = [journal for journal in sorted(queues) if queues[journal]]
    while waiting:
        part = []
        for _ in range(chance.randint(1, 3)):
            journal, size = chance.choice(waiting), chance.choice((1, 5, 40))
            part += queues[journal][:size]
            del queues[journal][:size]
            waiting = [each for each in waiting if queues[each]]
            if not waiting:
                break
        yield part
        if chance.random() < 0.2:
            yield part


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(
    # Another laptop's grave for a record nobody here created, its clock ahead; then the record is revived.
    steps=[(0, "create", 0)] * 3 + [(0, "take", 0), (0, "revive", 0)],
    history=History([(0, "appoint", 2, 0), (0, "delete", 0, 0)]),
    seed=0,
)
@given(steps=st.lists(STEPS, min_size=5, max_size=30), history=histories(30), seed=st.integers(0, 2**20))
def test_whatever_two_stores_write_and_exchange_they_show_what_the_fold_says(
    steps: list[tuple[int, str, int]],
    history: History,
    seed: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    pair = Pair(tmp_path_factory.mktemp("pair"), history, random.Random(seed))
    for who, what, number in steps:
        pair.step(who, what, number)
    pair.settle_and_check()


def test_the_steps_reach_conflicts_graves_and_acts_that_lose_their_effect(tmp_path: Path) -> None:
    pair = Pair(tmp_path, History(), random.Random(3))
    pair.step(0, "create", 1)
    pair.step(1, "bring", 11)
    for who in (0, 1):
        pair.step(who, "set", who)
    pair.step(1, "issue", 0)
    pair.step(0, "withdraw", 11)
    pair.step(0, "issue", 0)  # has no right any more: undone, with the draft made for it
    assert pair.stores[0].records("document") == []
    pair.step(0, "bring", 11)
    state = pair.folded(pair.stores[0])
    assert [list(folded.conflicts) for folded in state.entities.values() if folded.conflicts] == [["name"]]
    assert [code for _, code in state.refused] == ["journal.act_no_right"]
    assert pair.stores[0].numbers().numbers == ()
    pair.step(1, "delete", 0)
    pair.step(0, "bring", 11)
    pair.step(0, "revive", 0)
    pair.settle_and_check()
