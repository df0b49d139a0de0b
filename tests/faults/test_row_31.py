"""Row 31: the disk is stolen. Nothing of the work is readable in any file that the program ever wrote.

Through the public command line, in processes of their own whose home, settings and temporary folders lie
within what is scanned: the database, photos, backups, exchange files, logs, and what a killed program left.
What a person exports on purpose lies elsewhere and is not scanned.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from inspector_app.answers import demos
from tests.faults.test_plaintext import MARKERS

SEED, KILLS = 31, 8
STAGES = (1, 1, 1, 2)
"""After how many of its lines a program is killed: the findings are written, and then the papers."""
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
REPEAT = "python -m pytest tests/faults/test_row_31.py -n 0 -s"

pytestmark = pytest.mark.slow


@dataclass
class Disk:
    """A disk with a home on it; `out`, where papers are exported to, lies beside it.

    Attributes:
        forms: every spelling of what must not be found.
    """

    root: Path
    out: Path
    case: Path
    forms: tuple[bytes, ...]

    @property
    def data(self) -> Path:
        return self.root / "data"

    def surroundings(self) -> dict[str, str]:
        """Every place that a program may write to without being told."""
        places = ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
        told = {name: str(self.root / name.lower()) for name in (*places, "XDG_STATE_HOME")}
        for place in told.values():
            Path(place).mkdir(exist_ok=True)
        return {**os.environ, **told, "QT_QPA_PLATFORM": "offscreen"}

    def command(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "inspector_app", "--data", str(self.data), "--json", *args]

    def do(self, *args: str) -> dict[str, Any]:
        done = subprocess.run(
            self.command(*args),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            env=self.surroundings(),
            cwd=self.root,
        )
        assert done.returncode == 0, (done.stdout, done.stderr)
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def work(self, until: str) -> dict[str, Any]:
        return self.do("demo", "--case", str(self.case), "--until", until, "--out", str(self.out))

    def files(self) -> Iterator[Path]:
        yield from (path for path in self.root.rglob("*") if path.is_file())

    def scan(self) -> tuple[int, int]:
        """Look for every marker in names and contents; return files and bytes looked at."""
        count = size = 0
        for path in self.files():
            raw = path.read_bytes()
            assert not [form for form in self.forms if form in raw or form in os.fsencode(path.name)], path
            count, size = count + 1, size + len(raw)
        return count, size


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    site = demos.shipped_cases()[0]
    told = site.read_text("utf-8").replace('"photos/', f'"{site.parent}/photos/')
    for plain, marker in MARKERS.items():
        assert plain in told
        told = told.replace(plain, marker)
    case = tmp_path / "case.toml"
    case.write_text(told, "utf-8")
    photo = (site.parent / "photos/edge.jpg").read_bytes()
    forms = [marker.encode(encoding) for marker in MARKERS.values() for encoding in ENCODINGS]
    # A photo in the clear, a paper in the clear, a database in the clear.
    forms += [photo[at : at + 40] for at in range(1000, len(photo) - 40, len(photo) // 9)]
    forms += [b"%PDF-", b"SQLite format 3"]
    (tmp_path / "disk").mkdir()
    return Disk(tmp_path / "disk", tmp_path / "out", case, tuple(forms))


def test_the_scan_finds_what_is_readable(disk: Disk) -> None:
    """A scan that could not fail would prove nothing."""
    for number, form in enumerate(disk.forms):
        leak = disk.root / f"leak-{number}"
        leak.write_bytes(bytes(7) + form + bytes(9))
        with pytest.raises(AssertionError):
            disk.scan()
        leak.unlink()
    (disk.root / f"{next(iter(MARKERS.values()))}.tmp").touch()
    with pytest.raises(AssertionError):
        disk.scan()


def test_work_backups_and_exchange_files_tell_nothing(disk: Disk) -> None:
    disk.work("resume")
    disk.do("backup", "--to", str(disk.root / "backup.ijk"), "--everything")
    disk.do("sync", "--out", str(disk.root / "handed.ijx"))
    disk.do("numbers")
    disk.do("doctor", "--deep")
    names = {path.name for path in disk.files()}
    assert {"inspector.db", "keys.json", "backup.ijk", "handed.ijx"} <= names
    count, size = disk.scan()
    print(f"\nrow 31: {len(disk.forms)} markers in {count} files, {size} bytes: none; repeat: {REPEAT}")
    assert size > 1_000_000, "too little was written to have held the case"


def test_what_a_killed_program_leaves_tells_nothing(disk: Disk) -> None:
    disk.work("findings")
    chance, count, size, killed = Random(SEED), 0, 0, 0
    for _ in range(KILLS):
        out = str(disk.out / str(killed))
        with subprocess.Popen(
            disk.command("demo", "--case", str(disk.case), "--out", out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=disk.surroundings(),
            cwd=disk.root,
        ) as process:
            assert process.stderr is not None
            # Counted from what it says, not from its start: a slow machine kills no sooner than a fast one.
            told = [process.stderr.readline() for _ in range(chance.choice(STAGES))]
            assert all(told), told
            time.sleep(chance.uniform(0, 0.25))
            process.kill()
            killed += process.wait() == -signal.SIGKILL
        count, size = disk.scan()
    print(f"\nrow 31: seed {SEED}, {killed} of {KILLS} killed, then {count} files, {size} bytes; {REPEAT}")
    assert killed > KILLS // 2
    disk.do("numbers")
    disk.scan()
