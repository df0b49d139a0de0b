"""The child process of row 4: it saves, takes in photos and issues while the disk fails, and judges each.

python faulty_worker.py FOLDER SEED    with faulty.so preloaded; tells what happened as one JSON object
"""

import ctypes
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random

from inspector_app.answers import demos
from inspector_app.casework.papers import documents, drafts, issued, verification
from inspector_app.casework.papers.verification import Witnesses
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import photos
from inspector_app.catalog.case import read_case
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.store import Store
from tests.casework.bench import Bench
from tests.casework.conftest import START, at_work, play, training
from tests.faults.bombs import picture
from tests.faults.test_disk import everything
from tests.store.worlds import World

RATE = 30  # of a thousand
SAVES, TYPED, FILES, PHOTOS, PAPERS, OPENED = 400, 200, 600, 150, 24, 60
KINDS = ("writes", "syncs", "renames", "cuts")
CODES = {"store.disk_error", "store.disk_full"}

faulty = ctypes.CDLL(None)
told: Counter[str] = Counter()


@contextmanager
def failing() -> Iterator[None]:
    """While inside, the disk fails now and then."""
    faulty.fault_rate(RATE)
    try:
        yield
    finally:
        faulty.fault_rate(0)


def tried(name: str, work: Callable[[], object]) -> bool:
    """Do something on the failing disk; False when it was refused, in words of its own."""
    try:
        with failing():
            work()
    except InspectorError as problem:
        if problem.code not in CODES:
            raise
        told[f"{name} refused"] += 1
        return False
    told[f"{name} whole"] += 1
    return True


def saves(folder: Path, chance: Random) -> None:
    """Records and numbers, hundreds of times; whatever was refused left nothing behind."""
    world = World()
    store = world.create(folder)
    before = everything(store)
    for number in range(SAVES):

        def save(number: int = number) -> None:
            with store.transaction("wang") as tx:
                for line in range(chance.randint(1, 8)):
                    tx.create("site", {"text": "y" * chance.randrange(1, 900), "number": number, "n": line})
                world.issue(tx)

        if tried("save", save):
            before = everything(store)
        else:
            assert everything(store) == before, "what was refused left something behind"
    for number in range(TYPED):
        held = store.buffer()
        if tried("typed", lambda number=number: store.buffer_put("draft", {"text": "字" * number})):
            assert store.buffer() == {"draft": {"text": "字" * number}}
        else:
            assert store.buffer() == held
    for number in range(FILES):
        raw = chance.randbytes(50) + str(number).encode()
        if tried("file", lambda raw=raw: store.put_blob(raw)):
            assert store.blob(sha256(raw).hexdigest()) == raw
    serials = sorted(one.serial for one in store.numbers().numbers)
    assert serials == list(range(1, told["save whole"] + 1))
    reopened(world, folder, store)


def reopened(world: World, folder: Path, store: Store) -> None:
    """Open and shut it on the failing disk, again and again; then it is what it was."""
    digest, vector = store.digest(), store.vector()
    store.close()
    for _ in range(OPENED):
        held: list[Store] = []
        tried("open", lambda held=held: held.append(world.open(folder)))
        for one in held:
            assert (one.digest(), one.vector()) == (digest, vector)
            tried("shut", one.close)
    whole(world.open(folder), digest)


def whole(store: Store, digest: str) -> None:
    """With a sound disk everything goes on, and nothing is found that should not be."""
    assert store.digest() == digest
    with store.transaction(store.keyring.certificates()[-1].user) as tx:
        tx.create("site", {"text": "and on"})
    assert store.integrity().problems == ()
    assert store.replay_check().same
    store.close()


def visit(base: Path, chance: Random) -> None:
    """Photos and papers of a real visit, by the same functions as the window calls."""
    bench = at_work(training(base), START)
    made = play(bench, read_case(demos.shipped_cases()[0]), until="issue")
    papers(bench, made)
    pictures(bench, chance)
    store = bench.desk.store
    for act in store.acts(kind="attach"):
        store.blob(str(act.content["sha256"]))
    for record in store.records("photo"):
        store.blob(str(record.fields["sha256"]))
    store.sweep()
    assert list((bench.folder / "vault").rglob("*.new")) == []
    digest = store.digest()
    bench.session.close()
    again = at_work(bench.folder, bench.clock.moment)
    whole(again.desk.store, digest)


def papers(bench: Bench, made: Played) -> None:
    """Issue notices; each is issued with its page and number, or nothing of it is there."""
    store = bench.desk.store
    ids = issued.must_be_issued(store, made.document_ids[-1]).finding_ids
    witnesses = Witnesses(store, (store.keyring,))
    for _ in range(PAPERS):
        draft_id = drafts.begin(
            bench.desk, made.inspection_id, DocumentKind.RECTIFICATION_NOTICE, ids, reply_due="2026-12-07"
        )
        before, numbers = everything(store), len(store.numbers().numbers)
        while not tried(
            "issue", lambda draft_id=draft_id: documents.issue(bench.desk, draft_id, date_confirmed=True)
        ):
            assert everything(store) == before
            assert issued.issue_act(store, draft_id) is None
        assert len(store.numbers().numbers) == numbers + 1
        page = issued.pdf(store, draft_id)
        assert page.startswith(b"%PDF")
        assert verification.of_pdf(sha256(page).hexdigest(), [], witnesses).verdict == "valid"


def pictures(bench: Bench, chance: Random) -> None:
    """Take photos in; each is there with its bytes, or there is no record of it."""
    store = bench.desk.store
    case = play(bench, read_case(demos.shipped_cases()[0]), until="findings")
    known = {record.id for record in store.records("photo")}
    for n in range(PHOTOS):
        raw = picture(size=(60 + n, 40), comment=chance.randbytes(3_000))
        if tried("photo", lambda raw=raw: photos.take_in(bench.desk, case.inspection_id, raw)):
            assert store.blob(sha256(raw).hexdigest()) == raw
        found = {record.id for record in store.records("photo")}
        assert len(found - known) == told["photo whole"]
        assert known <= found
        for act in store.records("photo"):
            assert store.has_blob(str(act.fields["sha256"])), "a row without its file"


def main(folder: Path, seed: int) -> None:
    chance = Random(seed)
    saves(folder / "saves", chance)
    visit(folder / "visit", chance)
    faults = {name: faulty.fault_count(n) for n, name in enumerate(KINDS)}
    print(json.dumps({"told": dict(told), "faults": faults}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
