"""Row 24: a forged or altered exchange file is refused, and the database is as it was.

2,000 altered copies of a file that would bring something new, and every prefix of it, are read through the
function that the command calls; a part of both through the public command line, which signs in each time.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from inspector_app import cli
from inspector_app.domain.errors import DamagedError, UnavailableError, UnverifiableError
from inspector_app.sync import files
from tests.sync.conftest import bureau, running  # noqa: F401 - fixtures
from tests.sync.hubs import Bureau, in_step, synced, writes
from tests.sync.office import Office, Steps, a_day

SEED, FLIPS, BY_COMMAND, SHARDS = 24, 2_000, 320, 4
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
REPEAT = "python -m pytest tests/faults/test_row_24.py -n 2 -s"
Command = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(data: Path, *args: str) -> tuple[int, dict[str, object]]:
        capsys.readouterr()
        code = cli.main(["--data", str(data), "--json", *args])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def carried(bureau: Bureau, command: Command) -> tuple[Path, Path]:  # noqa: F811
    """A laptop, and a file by another that brings it records and a photo; both signed out."""
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    synced(a)
    writes(a, 2, b"photo" * 30)
    a.close()
    b.close()
    code, told = command(bureau.folder / "a", "sync", "--out", str(bureau.folder / "x.ijx"))
    assert (code, told["sent"]) == (0, {"entries": 4, "bundles": 1, "blobs": 1})
    return bureau.folder / "b", bureau.folder / "x.ijx"


def altered(whole: bytes, chance: Random) -> bytes:
    """Return the file with one bit, one byte, some bytes, or a stretch of it changed."""
    content = bytearray(whole)
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        place = chance.randrange(len(content))
        content[place] = chance.choice((content[place] ^ 1 << chance.randrange(8), chance.randrange(256)))
    return bytes(content)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_flipped_bytes(carried: tuple[Path, Path], command: Command, shard: int) -> None:
    folder, file = carried
    whole, counted, chance = file.read_bytes(), Counter[str](), Random(SEED * 100 + shard)
    _, before = command(folder, "digest")
    path = file.with_name("altered.ijx")
    for _ in range(BY_COMMAND // SHARDS):
        broken = altered(whole, chance)
        if broken == whole:
            continue
        path.write_bytes(broken)
        code, told = command(folder, "sync", "--in", str(path))
        (problem, *_) = told["errors"]  # type: ignore[misc]
        assert (code, told["ok"]) == (6, False), told
        assert problem["message"]
        assert problem["remedy"]
        counted[problem["code"]] += 1
    _, after = command(folder, "digest")
    assert (after["digest"], after["vector"]) == (before["digest"], before["vector"])
    code, told = command(folder, "sync", "--in", str(file))
    assert (code, told["received"]) == (0, {"entries": 4, "bundles": 1, "blobs": 1})
    told = f"shard {shard}, {sum(counted.values())} of {BY_COMMAND} by command: {dict(counted)}"
    print(f"row 24: seed {SEED}, {told}; {REPEAT}")


@pytest.mark.slow
def test_many_flipped_bytes(tmp_path: Path) -> None:
    office, counted, chance = Office(), Counter[str](), Random(SEED)
    a, b = office.laptop(tmp_path / "a", 1), office.laptop(tmp_path / "b", 2)
    try:
        a_day(office, a, sites=1, photo=b"photo")
        files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
        whole, path = (tmp_path / "x.ijx").read_bytes(), tmp_path / "altered.ijx"
        before = b.digest(), b.vector(), b.tips()
        for _ in range(FLIPS):
            broken = altered(whole, chance)
            if broken == whole:
                continue
            path.write_bytes(broken)
            with pytest.raises((DamagedError, UnverifiableError, UnavailableError)) as refused:
                files.read_in(b, path, Steps())
            counted[refused.value.code] += 1
        assert (b.digest(), b.vector(), b.tips()) == before
        files.read_in(b, tmp_path / "x.ijx", Steps())
        assert b.tips() != before[2]
        print(f"row 24: seed {SEED}, {sum(counted.values())} of {FLIPS}: {dict(counted)}; {REPEAT}")
    finally:
        a.close()
        b.close()


@pytest.mark.slow
def test_every_prefix(tmp_path: Path) -> None:
    office = Office()
    a, b = office.laptop(tmp_path / "a", 1), office.laptop(tmp_path / "b", 2)
    try:
        a_day(office, a, sites=1, photo=b"photo")
        files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
        whole, path = (tmp_path / "x.ijx").read_bytes(), tmp_path / "cut.ijx"
        before = b.digest(), b.vector(), b.tips()
        for length in range(len(whole)):
            path.write_bytes(whole[:length])
            with pytest.raises(DamagedError):
                files.read_in(b, path, Steps())
        path.write_bytes(whole + b"\x00")
        with pytest.raises(DamagedError):
            files.read_in(b, path, Steps())
        assert (b.digest(), b.vector(), b.tips()) == before
        files.read_in(b, tmp_path / "x.ijx", Steps())
        assert b.tips() != before[2]
        print(f"row 24: {len(whole)} prefixes; repeat: {REPEAT}")
    finally:
        a.close()
        b.close()


def test_prefixes_through_the_command(carried: tuple[Path, Path], command: Command) -> None:
    folder, file = carried
    whole, path = file.read_bytes(), file.with_name("cut.ijx")
    _, before = command(folder, "digest")
    for length in range(0, len(whole), len(whole) // 40):
        path.write_bytes(whole[:length])
        code, told = command(folder, "sync", "--in", str(path))
        assert (code, told["ok"]) == (6, False), told
    _, after = command(folder, "digest")
    assert after["digest"] == before["digest"]


def test_a_renamed_file_is_still_itself(carried: tuple[Path, Path], command: Command) -> None:
    folder, file = carried
    other = file.rename(file.with_name("另一个名字 (1).bin"))
    code, told = command(folder, "sync", "--in", str(file))
    assert (code, told["errors"][0]["code"]) == (3, "exchange.no_such_file")  # type: ignore[index]
    code, told = command(folder, "sync", "--in", str(other))
    assert (code, told["ok"]) == (0, True)
