"""Scoreboard rows 5, 7, 8, 31: a full disk, flipped bytes, an old copy of a page, a stolen disk."""

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from inspector_app.domain.errors import InspectorError, UnavailableError
from inspector_app.store.store import Store
from tests.store.worlds import World

resource = pytest.importorskip("resource", reason="FULL DISK NOT TESTED: needs setrlimit")
signal = pytest.importorskip("signal")

SEED, FLIPS = 13, 100
MARKER = "机密标记marker0123456789"


def fill(world: World, path: Path, marker: str = "") -> Store:
    store = world.create(path)
    # First: of the log's last transactions the anchor tells, and of no buffer that a cut-off end may lose.
    store.buffer_put(f"draft{marker}", {"text": marker})
    store.set_setting(f"key{marker}", marker)
    for number in range(30):
        digest = store.put_blob(f"{marker} photo {number}".encode() * 40)
        with store.transaction("wang") as tx:
            site = tx.create("site", {"name": f"{marker} {number}", "text": "x" * 700, "photo": digest})
            tx.act("attach", "site", site, {"sha256": digest, "note": marker})
            if number % 5 == 0:
                world.issue(tx)
    return store


def everything(store: Store) -> tuple[object, ...]:
    return (
        store.digest(),
        store.vector(),
        store.records("site"),
        store.acts(),
        store.numbers(),
        store.buffer(),
        [entry.hash for entry in store.entries()],
    )


@pytest.mark.parametrize("with_log", [False, True])
def test_flipped_bytes_are_never_believed(world: World, tmp_path: Path, with_log: bool) -> None:
    store = fill(world, tmp_path / "data")
    truth, whole = everything(store), tmp_path / "whole"
    if not with_log:
        store.close()
    whole.mkdir()
    for name in ("inspector.db", "inspector.db-wal", "anchor.json"):
        if (tmp_path / "data" / name).exists():
            shutil.copy(tmp_path / "data" / name, whole / name)
    assert (whole / "inspector.db-wal").exists() is with_log
    store.close()
    chance = random.Random(SEED)
    told: Counter[str] = Counter()
    for _ in range(FLIPS // 2):
        place = tmp_path / "flipped"
        shutil.copytree(whole, place)
        file = place / ("inspector.db-wal" if with_log else "inspector.db")
        content = bytearray(file.read_bytes())
        for _ in range(chance.randint(1, 64)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)
        told[opened(world, place, truth)] += 1
        shutil.rmtree(place)
    print(f"\nrow 7: seed {SEED}, {FLIPS // 2} damaged files, log={with_log}: {dict(told)}")
    assert "silently wrong" not in told
    assert told.total() - told["whole"] > 0


def opened(world: World, place: Path, truth: tuple[object, ...]) -> str:
    """Read everything; any error that is not the program's own fails the test by itself."""
    try:
        store = world.open(place)
    except InspectorError as problem:
        return problem.code
    try:
        read = everything(store)
    except InspectorError as problem:
        return problem.code
    finally:
        store.close()
    return "whole" if read == truth else "silently wrong"


def test_an_old_page_put_back_is_noticed(world: World, tmp_path: Path) -> None:
    """SQLCipher accepts an older copy of a page; the chain, the projection and the anchor do not."""
    store = fill(world, tmp_path / "data")
    site = store.records("site")[0]
    store.close()
    old = (tmp_path / "data" / "inspector.db").read_bytes()
    store = world.open(tmp_path / "data")
    for number in range(40):
        with store.transaction("wang") as tx:
            tx.set("site", site.id, {"name": f"later {number}"})
    truth = everything(store)
    store.close()
    new = (tmp_path / "data" / "inspector.db").read_bytes()
    pages = [at for at in range(0, len(old), 4096) if old[at : at + 4096] != new[at : at + 4096]]
    noticed = 0
    for at in pages:
        mixed = new[:at] + old[at : at + 4096] + new[at + 4096 :]
        (tmp_path / "data" / "inspector.db").write_bytes(mixed)
        noticed += check(world, tmp_path / "data", truth)
    (tmp_path / "data" / "inspector.db").write_bytes(new)
    print(f"\nrow 8: {len(pages)} old pages put back, {noticed} noticed")
    assert noticed == len(pages) > 3


def check(world: World, place: Path, truth: tuple[object, ...]) -> bool:
    """Tell whether opening, reading or the full check notices; unharmed content counts as noticed."""
    try:
        store = world.open(place)
    except InspectorError:
        return True
    try:
        if everything(store) == truth:
            return True
        return bool(store.integrity().problems) or not store.replay_check().same
    except InspectorError:
        return True
    finally:
        store.close()


def test_a_full_disk_is_said_and_undone(world: World, tmp_path: Path) -> None:
    store = fill(world, tmp_path / "data")
    before, size = everything(store), (tmp_path / "data" / "inspector.db-wal").stat().st_size
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 6000, limits[1]))
    try:
        with pytest.raises(UnavailableError) as caught, store.transaction("wang") as tx:  # noqa: PT012
            for number in range(50):
                tx.create("site", {"text": "y" * 900, "number": number})
            world.issue(tx)
        with pytest.raises(UnavailableError):
            store.put_blob(bytes(size + 20_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert caught.value.code in ("store.disk_full", "store.disk_error")
    assert everything(store) == before
    with store.transaction("wang") as tx:
        world.issue(tx)
    assert len(store.numbers().numbers) == 7
    assert store.integrity().problems == ()
    store.close()


def test_a_stolen_disk_tells_nothing(world: World, tmp_path: Path) -> None:
    store = fill(world, tmp_path / "data", MARKER)
    forms = [MARKER.encode(), MARKER.encode("utf-16-le"), b"marker0123456789", b"SQLite format", b"attach"]
    seen = 0
    for moment in ("open", "closed"):
        if moment == "closed":
            store.close()
        for file in (tmp_path / "data").rglob("*"):
            assert "marker" not in file.name
            if file.is_file():
                content = file.read_bytes()
                seen += len(content)
                assert not [form for form in forms if form in content], file
    assert seen > 100_000
