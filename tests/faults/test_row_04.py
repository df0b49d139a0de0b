"""Row 4: the disk answers writes, fsyncs and renames with an I/O error, three times in a hundred.

A child process works on a real store while a preloaded library (faulty.c) lets file operations fail by a
seed. Every save, photo and paper is whole, or is refused in words and leaves nothing; afterwards all goes on.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.powercut import compile_recorder

HERE = Path(__file__).parent
SEEDS = (4, 40)
REPEAT = "python -m pytest tests/faults/test_row_04.py -n 0 -s"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("faulty") / "faulty.so"
    if not sys.platform.startswith("linux"):
        pytest.skip("I/O ERRORS NOT TESTED: file operations are intercepted on Linux only")
    try:
        compile_recorder(HERE / "faulty.c", target)
    except FileNotFoundError:
        pytest.skip("I/O ERRORS NOT TESTED: no C compiler (cc) for the library")
    return target


def worked(library: Path, folder: Path, seed: int) -> dict[str, Any]:
    folder.mkdir()
    more = {"LD_PRELOAD": str(library), "FAULT_FOLDER": str(folder), "FAULT_SEED": str(seed)}
    paths = os.pathsep.join([str(HERE.parent.parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(HERE / "faulty_worker.py"), str(folder), str(seed)],
        env=os.environ | more | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_each_work_is_whole_or_refused_however_the_disk_fails(
    library: Path, tmp_path: Path, seed: int
) -> None:
    told = worked(library, tmp_path / "disk", seed)
    works, faults = told["told"], told["faults"]
    print(f"\nrow 4: seed {seed}, {sum(faults.values())} I/O errors {faults}: {works}; repeat: {REPEAT}")
    for what in ("save", "typed", "file", "photo", "issue", "open"):
        assert works[f"{what} whole"] > 0
        assert works[f"{what} refused"] > 0, f"no {what} was ever hit: the test proves nothing of it"
    assert all(faults[kind] > 0 for kind in ("writes", "syncs", "renames"))
