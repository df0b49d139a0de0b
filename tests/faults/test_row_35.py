"""Row 35: bombs. Each is refused with at most two seconds of the processor and half a gigabyte.

The seconds are the processor's, counted in a child process after a harmless file of the same kind was read,
so that neither a busy machine nor loading the program counts. Where a fixed work costs more than on a laptop
of today, the seconds are longer by as much.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import spawn
from tests.faults import bombs

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="BOMBS NOT MEASURED: needs Linux's /proc"
)

MOST_SECONDS, MOST_KB = 2.0, 512 * 1024
PACE = 0.25
"""Seconds of the processor that the child's fixed work costs on a laptop of today."""
REFUSED = {2, 3, 4, 5, 6}
REPEAT = "python -m pytest tests/faults/test_row_35.py -n 0 -s"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training workspace: some commands read their file only after a sign-in."""
    base = tmp_path_factory.mktemp("bombs")
    done = spawn(
        "--data", str(base / "data"), "--json", "demo", "--until", "findings", "--out", str(base / "out")
    )
    assert done.returncode == 0, done.stderr
    return base / "data"


def measured(kind: str, bad: Path, data: Path) -> dict[str, Any]:
    warm = bad.parent.with_name("warm")
    warm.mkdir()
    (warm / bad.name).write_bytes(b"nothing")
    done = subprocess.run(
        [sys.executable, "-c", bombs.CHILD],
        input=bombs.plan(kind, bad, warm / bad.name, data),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:])
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def judged(name: str, size: int, told: dict[str, Any]) -> None:
    cost = f"{told['seconds']:.2f} s at a pace of {told['pace']:.2f}, {told['kb'] // 1024} MB"
    print(f"\nrow 35: {name}, {size} bytes: {told['said']} ({told['code']}), {cost}; repeat: {REPEAT}")
    assert told["kb"] <= MOST_KB
    assert told["seconds"] <= MOST_SECONDS * max(1.0, told["pace"] / PACE)


@pytest.mark.parametrize("name", bombs.PHOTOS)
def test_photos(data: Path, tmp_path: Path, name: str) -> None:
    bad = tmp_path / "bad" / "photo"
    bad.parent.mkdir()
    bad.write_bytes(bombs.PHOTOS[name]())
    told = measured("photo", bad, data)
    assert told["said"] in ("documents.photo_too_large", "documents.not_a_photo", "6300 x 6300")
    judged(name, bad.stat().st_size, told)


@pytest.mark.slow
@pytest.mark.parametrize("name", bombs.FILES)
def test_files(data: Path, tmp_path: Path, name: str) -> None:
    kind, make = bombs.FILES[name]
    bad = tmp_path / "bad" / "options.toml"
    bad.parent.mkdir()
    bad.write_bytes(make())
    told = measured(kind, bad, data)
    assert told["code"] in REFUSED or (kind, told["said"]) == ("photos", "0 photos, 1 odd"), told
    assert told["said"] != "valid"
    judged(name, bad.stat().st_size, told)
