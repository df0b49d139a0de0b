"""Scoreboard rows 2 and 3: the power goes out at any moment of a real store's day.

A child process runs the real store on SQLCipher while every file operation is recorded (recorder.c). From
the record we build what the disk may hold after a cut at a random operation (powercut.py) and open it with
the real store. The same with synchronous=OFF must lose something, or this test could not fail.
"""

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from inspector_app.domain.errors import DamagedError, InspectorError
from tests.faults.powercut import Disk, Operation, compile_recorder, read_record
from tests.faults.worker import ACKS
from tests.store.worlds import World

HERE = Path(__file__).parent
SEED, IMAGES, CONTROL = 7, 300, 60


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("recorder") / "recorder.so"
    if not sys.platform.startswith("linux"):
        pytest.skip("POWER CUT NOT TESTED: file operations are recorded on Linux only")
    try:
        compile_recorder(HERE / "recorder.c", target)
    except FileNotFoundError:
        pytest.skip("POWER CUT NOT TESTED: no C compiler (cc) for the recorder")
    return target


def record(recorder: Path, folder: Path, synchronous: str) -> list[Operation]:
    folder.mkdir()
    log = folder.with_suffix(".log")
    subprocess.run(
        [sys.executable, str(HERE / "worker.py"), "power", str(folder), synchronous],
        env=os.environ
        | {
            "LD_PRELOAD": str(recorder),
            "RECORD_FOLDER": str(folder),
            "RECORD_LOG": str(log),
            "PYTHONPATH": os.pathsep.join([str(HERE.parent.parent), os.environ.get("PYTHONPATH", "")]),
        },
        check=True,
        timeout=120,
    )
    return read_record(log)


def verdict(folder: Path, acknowledged: int) -> str:
    """Open an image as the program would and say what became of it."""
    try:
        store = World().open(folder)
    except DamagedError as problem:
        unborn = problem.code == "store.database_missing" and acknowledged == 0
        return "unborn" if unborn else f"corrupt: {problem.code}"
    except InspectorError as problem:
        return f"refused: {problem.code}"
    try:
        if store.integrity().problems or not store.replay_check().same:
            return "corrupt: integrity"
        length = store.vector().get(store.meta.journal_id, [0])[0]
        if length < acknowledged:
            return "lost"
        entries = list(store.entries())
        if entries and not entries[-1].header.tx_last:
            return "half a transaction"
        if store.numbers().gaps or store.numbers().duplicates:
            return "numbers"
        for act in store.acts(kind="attach"):
            store.blob(str(act.content["sha256"]))
        store.sweep()
        with store.transaction("wang") as tx:
            tx.create("site", {"after": True})
    except InspectorError as problem:
        return f"corrupt: {problem.code}"
    finally:
        store.close()
    return "whole"


def cut(record: list[Operation], images: int, folder: Path) -> Counter[str]:
    chance = random.Random(SEED)
    told: Counter[str] = Counter()
    cuts = sorted(chance.randrange(1, len(record)) for _ in range(images))
    disk, done = Disk(), 0
    for number, end in enumerate(cuts):
        for operation in record[done:end]:
            disk.apply(operation, ACKS)
        done = end
        place = folder / str(number)
        place.mkdir()
        disk.image(chance, place, skip=ACKS)
        told[verdict(place, disk.acknowledged)] += 1
        shutil.rmtree(place)
    return told


def test_power_cuts_corrupt_nothing_and_lose_nothing_acknowledged(recorder: Path, tmp_path: Path) -> None:
    operations = record(recorder, tmp_path / "full", "FULL")
    told = cut(operations, IMAGES, tmp_path)
    print(f"\nrow 2, 3: seed {SEED}, {IMAGES} cuts in {len(operations)} operations: {dict(told)}")
    assert set(told) <= {"whole", "unborn"}
    assert told["whole"] > IMAGES * 0.8


def test_without_fsync_the_same_cuts_do_lose(recorder: Path, tmp_path: Path) -> None:
    operations = record(recorder, tmp_path / "off", "OFF")
    told = cut(operations, CONTROL, tmp_path)
    print(f"\ncontrol, synchronous=OFF: seed {SEED}, {CONTROL} cuts: {dict(told)}")
    assert CONTROL - told["whole"] - told["unborn"] > CONTROL * 0.2
