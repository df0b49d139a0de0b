"""Row 7: random bytes of the database flipped: never a crash, never silent wrong data, the copy is kept.

Everything goes through the public command line, so that outsiders can run it with files of their own.
"""

import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.casework.bench import Bench
from tests.casework.conftest import bench, played, site_case  # noqa: F401 - fixtures
from tests.cli.conftest import Run, run  # noqa: F401 - fixture

SEED, FLIPS, DEEP = 7, 500, 25
REPEAT = "python -m pytest tests/faults/test_row_07.py -n 0 -s"
REFUSED = {6: "damaged", 7: "unavailable", 8: "older than the anchor"}


def flipped(content: bytes, chance: random.Random) -> bytes:
    told = bytearray(content)
    for place in chance.sample(range(len(told)), chance.randint(1, 64)):
        told[place] ^= 1 << chance.randrange(8)
    return bytes(told)


@pytest.mark.slow
@pytest.mark.usefixtures("played")
def test_flipped_bytes_are_refused_or_change_nothing(bench: Bench, run: Run, tmp_path: Path) -> None:  # noqa: F811
    bench.session.close()
    whole = bench.folder
    truth = {name: run(name, data=whole)[1] for name in ("numbers", "digest")}
    assert truth["numbers"]["numbers"]
    content, chance, place = (whole / "inspector.db").read_bytes(), random.Random(SEED), tmp_path / "flipped"
    told: Counter[str] = Counter()
    for n in range(FLIPS):
        shutil.copytree(whole, place)
        damaged = flipped(content, chance)
        (place / "inspector.db").write_bytes(damaged)
        command = ["doctor", "--deep"] if n % DEEP == 0 else ["numbers" if n % 2 else "digest"]
        code, answer = run(*command, data=place)
        told[verdict(command[0], code, answer, truth)] += 1
        if code in (6, 7):
            # What was found is left exactly as it was, for whoever may still save it.
            assert (place / "inspector.db").read_bytes() == damaged
        shutil.rmtree(place)
    print(f"\nrow 7: seed {SEED}, {FLIPS} damaged databases: {dict(told)}; again: {REPEAT}")
    assert told["damaged"] > FLIPS // 2
    assert not told["silently wrong"]


def verdict(command: str, code: int, answer: dict[str, Any], truth: dict[str, dict[str, Any]]) -> str:
    """Tell what a command made of a damaged database; anything but a code of the contract fails the test."""
    if code in REFUSED:
        assert answer["errors"], answer
        assert all(error["remedy"] for error in answer["errors"])
        return REFUSED[code]
    if command == "doctor":
        assert any(check["status"] == "fail" for check in answer["checks"]), answer
        return "told by the doctor"
    assert code == 0, answer
    return "untouched pages" if answer == truth[command] else "silently wrong"
