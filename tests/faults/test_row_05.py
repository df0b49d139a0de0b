"""Row 5: the disk fills while saving or issuing. It is said, nothing is half issued, with room it goes on."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import findings
from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.conftest import bench, played  # noqa: F401 - fixtures
from tests.faults.test_disk import everything, fill
from tests.store.worlds import World

resource = pytest.importorskip("resource", reason="FULL DISK NOT TESTED: needs setrlimit")
signal = pytest.importorskip("signal")

SEED, SAVES, STEPS = 5, 200, 40
CODES = {"store.disk_full", "store.disk_error"}
REPEAT = "python -m pytest tests/faults/test_row_05.py -n 0 -s"


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """While inside, no file grows beyond a size, as on a disk that has no more room."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


def longest(folder: Path) -> int:
    return max(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_each_save_is_whole_or_not_there_wherever_the_disk_fills(world: World, tmp_path: Path) -> None:
    store, chance, told = fill(world, tmp_path / "data"), Random(SEED), Counter[str]()
    for number in range(SAVES):
        before, serials = everything(store), len(store.numbers().numbers)
        room = chance.choice((1, longest(tmp_path / "data"))) + chance.randrange(90_000)
        try:
            with files_at_most(room), store.transaction("wang") as tx:
                for line in range(chance.randint(1, 12)):
                    tx.create("site", {"text": "y" * chance.randrange(1, 900), "number": number, "n": line})
                world.issue(tx)
        except UnavailableError as problem:
            told[problem.code] += 1
            assert everything(store) == before, "what was refused left something behind"
        else:
            told["saved"] += 1
            assert len(store.numbers().numbers) == serials + 1
    with store.transaction("wang") as tx:
        world.issue(tx)
    taken = sorted(one.serial for one in store.numbers().numbers)
    assert taken == list(range(1, len(taken) + 1))
    assert store.integrity().problems == ()
    digest = store.digest()
    store.close()
    again = world.open(tmp_path / "data")
    assert again.digest() == digest
    assert again.replay_check().same
    again.close()
    print(f"\nrow 5: seed {SEED}, {SAVES} saves on a filling disk: {dict(told)}; repeat: {REPEAT}")
    assert told["saved"] > 20
    assert sum(told[code] for code in CODES) > 20
    assert set(told) <= CODES | {"saved"}


@pytest.fixture
def draft_id(bench: Bench, played: Played) -> str:  # noqa: F811
    """A rectification notice that may be issued."""
    ids = issued.must_be_issued(bench.desk.store, played.document_ids[-1]).finding_ids
    document_id = drafts.begin(
        bench.desk, played.inspection_id, DocumentKind.RECTIFICATION_NOTICE, ids, reply_due="2026-12-07"
    )
    assert drafts.gate(bench.desk, document_id) == ()
    return document_id


def test_a_paper_is_issued_or_is_not_wherever_the_disk_fills(bench: Bench, draft_id: str) -> None:  # noqa: F811
    """From no room at all upwards, until there is enough: its page first, then the log of the database."""
    store, told = bench.desk.store, Counter[str]()
    before, numbers = everything(store), store.numbers()
    most = longest(bench.folder) + 400_000
    made = None
    for step in range(STEPS):
        with files_at_most(1 + most * step // STEPS):
            try:
                made = documents.issue(bench.desk, draft_id, date_confirmed=True)
            except UnavailableError as problem:
                told[problem.code] += 1
        if made is not None:
            break
        assert everything(store) == before
        assert store.numbers() == numbers
        assert issued.issue_act(store, draft_id) is None
        assert list((bench.folder / "vault").rglob("*.new")) == []
    assert made is not None
    assert made.fate == "issued"
    assert issued.pdf(store, draft_id).startswith(b"%PDF")
    assert len(store.numbers().numbers) == len(numbers.numbers) + 1
    assert store.integrity().problems == ()
    print(f"\nrow 5: {told.total()} rooms too small for a paper: {dict(told)}, then issued; repeat: {REPEAT}")
    assert told.total() > 2
    assert set(told) <= CODES


def test_what_is_typed_is_refused_whole_and_saved_later(bench: Bench, played: Played) -> None:  # noqa: F811
    store = bench.desk.store
    target = store.records("target")[0].id
    before = everything(store)
    with (
        files_at_most(1),
        pytest.raises(UnavailableError) as caught,
        store.transaction(bench.desk.user) as tx,
    ):
        tx.set("target", target, {"address": "满" * 500})
    assert caught.value.code in CODES
    assert everything(store) == before
    fact = findings.findings_of(store, played.inspection_id)[0].fact
    with store.transaction(bench.desk.user) as tx:
        tx.set("target", target, {"address": "满" * 500})
    assert store.records("target")[0].fields["address"] == "满" * 500
    assert findings.findings_of(store, played.inspection_id)[0].fact == fact
