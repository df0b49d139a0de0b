"""Row 11: window and exchange write together: never "locked", no number twice, everything there."""

import random
import threading
from collections.abc import Callable
from pathlib import Path

from inspector_app.journal.bundle import Limits, unpack
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey
from tests.store.worlds import World

SEED, EACH = 11, 300
REPEAT = "python -m pytest tests/faults/test_row_11.py -n 0 -s"
DEVICE = SigningKey.from_bytes(b"d" * 32)


def together(*works: Callable[[], None]) -> None:
    """Run all of them at once; what one of them raises is raised here."""
    faults: list[BaseException] = []
    begin = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        begin.wait()
        try:
            work()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def test_three_writers_of_one_store(world: World, tmp_path: Path) -> None:
    """One issues as the window does, one types into the buffer, one takes in what another laptop wrote."""
    other = world.create(tmp_path / "other", 9)
    for n in range(EACH):
        with other.transaction("wang") as tx:
            tx.create("site", {"floors": n})
            if n % 10 == 0:
                world.issue(tx)
    bundles = [
        (raw, unpack(raw, lambda _: DEVICE.public)) for raw in other.lacking({}, DEVICE, Limits(2, 4_000_000))
    ]
    other.close()
    random.Random(SEED).shuffle(bundles)
    store = world.create(tmp_path / "data")
    waiting = sorted(bundles, key=lambda each: each[1][0].header.seq)

    def issue() -> None:
        for n in range(EACH):
            with store.transaction("wang") as tx:
                world.issue(tx, ("stop", "order")[n % 2])

    def type_in() -> None:
        for n in range(EACH):
            store.buffer_put(f"draft {n % 7}", {"text": f"{n}"})
            assert store.buffer()[f"draft {n % 7}"] == {"text": f"{n}"}

    def take_in() -> None:
        for n, one in enumerate(waiting):
            store.take_in([one], cursor=(n, bytes(32)))
            store.state()

    together(issue, type_in, take_in)
    serials = {
        (number.machine_code, number.kind): sorted(
            one.serial
            for one in store.numbers().numbers
            if (one.machine_code, one.kind) == (number.machine_code, number.kind)
        )
        for number in store.numbers().numbers
    }
    assert serials == {(3, kind): list(range(1, EACH // 2 + 1)) for kind in ("stop", "order")} | {
        (9, "stop"): list(range(1, EACH // 10 + 1))
    }
    assert store.numbers().duplicates == store.numbers().gaps == ()
    whole(store, 2 + EACH * 2 + EACH + 2 * (EACH // 10))
    print(f"\nrow 11: seed {SEED}, 3 writers x {EACH}, {len(waiting)} bundles; again: {REPEAT}")
    store.close()


def test_three_who_issue_at_once(world: World, tmp_path: Path) -> None:
    store = world.create(tmp_path / "data")

    def issue() -> None:
        for _ in range(EACH):
            with store.transaction("wang") as tx:
                world.issue(tx)

    together(issue, issue, issue)
    assert [one.serial for one in store.numbers().numbers] == list(range(1, 3 * EACH + 1))
    assert store.numbers().duplicates == ()
    acts = store.acts("document", kind="issue")
    assert [act.content["serial"] for act in acts] == list(range(1, 3 * EACH + 1))
    whole(store, 1 + 3 * EACH * 2)
    print(f"\nrow 11: 3 x {EACH} issued at once, no number twice and none left out; again: {REPEAT}")
    store.close()


def whole(store: Store, entries: int) -> None:
    checked = store.replay_check()
    assert (checked.same, checked.entries) == (True, entries)
    assert store.integrity().problems == ()
