"""A stranger's file costs the child that reads it, never the program: bounds of memory and of time."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inspector_app.documents.proof import apart
from inspector_app.documents.proof.apart import Apart, OutOfBoundsError

resource = pytest.importorskip("resource", reason="BOUNDS NOT TESTED: needs setrlimit")


def length(raw: bytearray) -> int:
    return len(raw)


def hungry(raw: bytearray) -> int:
    """Take memory by small steps, so that no single one is refused."""
    held = [bytes(1_000_000) for _ in range(int(raw))]
    return len(held)


def busy(raw: bytearray) -> int:
    end, n = time.process_time() + float(raw), 0
    while time.process_time() < end:
        n += 1
    return n


def broken(raw: bytearray) -> int:
    os.kill(os.getpid(), int(raw))
    return 0


class Dead:
    """Work that ends the child while it is still being brought there."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (1,)

    def __call__(self, raw: bytearray) -> int:
        raise AssertionError("no child lives to do it")


class Late:
    """Work that keeps the child from coming up until a file is there."""

    def __init__(self, gate: Path) -> None:
        self._gate = gate

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return after, (self._gate,)

    def __call__(self, raw: bytearray) -> int:
        raise AssertionError("the child does what it was given in its place")


def after(gate: Path) -> object:
    while not gate.exists():
        time.sleep(0.01)
    return length


def spent() -> float:
    """Return the processor's seconds that all children took that have ended."""
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(told.ru_utime + told.ru_stime)


@pytest.mark.parametrize(
    ("work", "told"), [(hungry, b"2000"), (busy, b"30"), (broken, b"11"), (broken, b"6")]
)
def test_a_child_that_goes_beyond_its_bounds_is_ended_and_the_next_file_is_read(
    work: object, told: bytes
) -> None:
    before = spent()
    one: Apart[int] = Apart(work)  # type: ignore[arg-type]
    try:
        with pytest.raises(OutOfBoundsError):
            one.do(told)
        assert spent() - before < 20, "nobody waits for what takes for ever"
        with pytest.raises(OutOfBoundsError):
            one.do(told)
    finally:
        one.close()


def test_a_child_that_does_not_come_up_is_told_like_one_that_was_ended() -> None:
    one: Apart[int] = Apart(Dead())
    for _ in range(2):
        with pytest.raises(OutOfBoundsError):
            one.do(b"x")
        assert one._child is None


def test_a_child_that_comes_up_late_answers_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one: Apart[int] = Apart(Late(tmp_path / "gate"))
    try:
        with monkeypatch.context() as patch:
            patch.setattr(apart, "_START_S", 0.0)
            with pytest.raises(OutOfBoundsError):
                one.do(b"x")
        (tmp_path / "gate").touch()
        assert one.do(b"xyz") == 3, "the next file has a child of its own"
    finally:
        one.close()


def test_one_child_reads_file_after_file_and_large_ones_too() -> None:
    one = Apart(length)
    try:
        assert [one.do(raw) for raw in (b"", b"x", bytes(50_000_000), b"xy")] == [0, 1, 50_000_000, 2]
        child = one._child
        assert child is not None
        os.kill(child.pid or 0, 9)
        with pytest.raises(OutOfBoundsError):
            one.do(b"x")
        assert one.do(b"xyz") == 3, "a new child"
    finally:
        one.close()
    assert one._child is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="INHERITED MEMORY: measured on Linux")
def test_what_its_parent_held_is_no_memory_of_the_child() -> None:
    """Else the child of a large program might take that much more, and the watch would look on."""
    ask = "from inspector_app.documents.proof.footprint import most_held; print(most_held())"
    large = (
        f"import subprocess, sys; {ask}; held = bytearray(b'x') * 500_000_000\n"
        "print(most_held(), flush=True)\n"
        f"subprocess.run([sys.executable, '-c', {ask!r}], check=True)"
    )
    told = subprocess.run([sys.executable, "-c", large], capture_output=True, text=True, check=True).stdout
    small, grown, child = (int(one) for one in told.split())
    assert grown > 500_000_000
    assert max(small, child) < 300_000_000


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="THE WATCH ALONE: measured on Linux")
def test_the_watch_alone_ends_it_where_the_system_has_no_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows and macOS bound no memory for us: there the child's own look at itself must do."""
    one = Apart(unbound_and_hungry)
    try:
        with pytest.raises(OutOfBoundsError):
            one.do(b"4000")
    finally:
        one.close()
    assert apart.MOST_BYTES < 4_000_000_000


def unbound_and_hungry(raw: bytearray) -> int:
    for what in (resource.RLIMIT_DATA, resource.RLIMIT_CPU):
        resource.setrlimit(what, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    held = []
    for _ in range(int(raw)):
        held.append(bytes(1_000_000).replace(b"\0", b"x"))
        time.sleep(0.001)
    return len(held)
