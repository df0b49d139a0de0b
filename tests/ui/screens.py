"""A real screen for the tests that need one: Xvfb, on a number that the server finds free."""

import os
import select
import shutil
import subprocess
from collections.abc import Iterator

import pytest

XVFB = shutil.which("Xvfb")


@pytest.fixture
def display() -> Iterator[str]:
    """A screen of its own, on a number that the server finds free."""
    if XVFB is None:
        pytest.skip("REAL WINDOW NOT TESTED: Xvfb is not installed (.ci/run installs it)")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        # Without -r a key that a busy machine lets go of late is a key that is held, and repeats.
        [XVFB, "-displayfd", str(writing), "-screen", "0", "1366x900x24", "-nolisten", "tcp", "-r"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        ready, _, _ = select.select([reading], [], [], 60)
        assert ready, "the screen did not start"
        yield ":" + os.read(reading, 20).decode().strip()
    finally:
        os.close(reading)
        server.terminate()
        server.wait(60)
