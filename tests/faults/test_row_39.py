"""Scoreboard row 39: the laptop is lost. From its last backup another one works, and says what is missing.

By the public command line alone, over a real hub. Each step's time is printed; the manual promises fifteen
minutes for all of them together. Repeat: uv run pytest -n 0 -s tests/faults/test_row_39.py
"""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.hub_http.conftest import Running, command, founded, start

Answer = dict[str, Any]

pytestmark = pytest.mark.slow


@dataclass
class Drill:
    """A hub, a laptop and a stick; every step is timed."""

    running: Running
    folder: Path
    steps: list[tuple[str, float]] = field(default_factory=list)

    @property
    def laptop(self) -> Path:
        return self.folder / "laptop"

    def do(self, step: str, *args: str, data: Path | None = None) -> Answer:
        began = time.monotonic()
        told = command(*args, data=data or self.laptop)
        self.steps.append((step, time.monotonic() - began))
        return told

    def join(self, data: Path, name: str) -> None:
        code = command("hub", "enrol", "--name", name, data=self.running.data)["code"]
        command("join", code, data=data)

    def work(self, data: Path | None = None) -> set[str]:
        """Do a visit and a plant's, and return the numbers that were issued."""
        out = str(self.folder / "out")
        told = command("demo", "--out", out, "--until", "issue", data=data or self.laptop)
        return {one["number"] for one in told["documents"]}

    def device(self) -> str:
        """Return the key id of the laptop that was enrolled first, as the hub's administrator reads it."""
        return str(command("hub", "status", data=self.running.data)["devices"][0]["key"])

    def numbers(self, data: Path | None = None) -> set[str]:
        told = command("numbers", data=data or self.laptop)
        assert (told["gaps"], told["duplicates"]) == ([], [])
        return {one["number"] for one in told["numbers"]}


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    hub = tmp_path / "hub"
    running = start(hub, founded(hub, "--training")["hub_id"])
    yield Drill(running, tmp_path)
    running.close()
    log = (tmp_path / "hub.log").read_text("utf-8")
    assert "Traceback" not in log, log


def test_a_lost_laptop_is_replaced_from_its_backup_and_the_hub_brings_back_the_rest(drill: Drill) -> None:
    stick = drill.folder / "stick"
    stick.mkdir()
    drill.join(drill.laptop, "周砚")
    handed_in = drill.work()
    command("sync", "--hub", "-", data=drill.laptop)
    kept = drill.work()  # in the backup, and not yet at the hub: it must travel under the new key
    made = command("backup", "--to", str(stick), data=drill.laptop)
    assert made["left_out"] > 0, "what the hub has a receipt for is not backed up again"
    handed_in_later = drill.work()
    command("sync", "--hub", "-", data=drill.laptop)
    lost = drill.work()
    stolen = drill.folder / "stolen"
    drill.laptop.rename(stolen)
    drill.do("shut the lost one out", "hub", "revoke", "--device", drill.device(), data=drill.running.data)

    told = drill.do("restore", "restore", made["file"], "--into", str(drill.laptop), data=drill.folder)
    assert told["digest"] == made["digest"]
    assert len(told["missing_blobs"]) == made["left_out"]
    assert drill.numbers() == handed_in | kept
    named = {one["kind"]: one for one in told["missing_numbers"] if one["workspace"] == "main"}
    assert named["*"]["machine_code"] == 1
    for number in handed_in_later | lost:
        code, serial = number.rstrip("号").split("〕")[1].split("-")
        ranges = [one for one in named.values() if one["machine_code"] == int(code)]
        assert any(one["from"] <= int(serial) for one in ranges), number
    assert all(one["after"] in kept for kind, one in named.items() if kind != "*")

    shut = command("sync", "--hub", "-", data=drill.laptop, check=False)
    assert shut["errors"][0]["code"] == "hub.device_revoked", "it holds the lost one's key"
    code = drill.do("a code", "hub", "enrol", "--name", "周砚", data=drill.running.data)["code"]
    synced = drill.do("join anew, sync", "join", code)
    assert (synced["renewal"], synced["new_device"], synced["new_person"]) == (True, True, False)
    assert synced["machine_code"] == told["machine_code"]
    assert synced["received"]["entries"] > 0
    assert synced["branches"] == synced["conflicts"] == []
    assert drill.numbers() == handed_in | kept | handed_in_later
    checks = {one["id"]: one for one in drill.do("doctor", "doctor", "--deep")["checks"]}
    assert (checks["journal"]["status"], checks["documents"]["status"]) == ("ok", "ok")
    assert checks["restored"]["status"] == "warn"
    assert not lost & drill.numbers()

    new = drill.work()
    assert all(f"{told['machine_code']}-" in one for one in new)
    assert not new & (handed_in | kept | handed_in_later | lost)
    drill.do("sync again", "sync", "--hub", "-")
    thief = command("sync", "--hub", "-", data=stolen, check=False)
    assert thief["errors"][0]["code"] == "hub.device_revoked"
    assert not lost & drill.numbers()
    assert command("hub", "status", data=drill.running.data)["branches"] == []

    other = drill.folder / "colleague"
    drill.join(other, "沈知行")
    command("sync", "--hub", "-", data=drill.laptop)
    assert drill.numbers(other) == drill.numbers()
    assert command("digest", data=other)["digest"] == command("digest", data=drill.laptop)["digest"]
    print("\nrow 39: " + ", ".join(f"{step} {seconds:.1f} s" for step, seconds in drill.steps))


def test_a_second_laptop_made_of_the_same_backup_is_found_at_the_hub(drill: Drill) -> None:
    """Whoever restores twice has two laptops under one code: nothing is lost, and it is shown."""
    drill.join(drill.laptop, "周砚")
    drill.work()
    made = command("backup", "--to", str(drill.folder / "b.ijk"), data=drill.laptop)
    shutil.rmtree(drill.laptop)
    two = [drill.folder / "one", drill.folder / "two"]
    for each in two:
        told = command("restore", made["file"], "--into", str(each), data=drill.folder)
        assert told["machine_code"] == 2
    issued = [drill.work(each) for each in two]
    assert issued[0] == issued[1], "both number under one code until they meet"
    command("sync", "--hub", "-", data=two[0])
    told = command("sync", "--hub", "-", data=two[1], check=False)
    told = command("sync", "--hub", "-", data=two[0], check=False)
    numbers = command("numbers", data=two[0], check=False)
    assert {one["number"] for one in numbers["duplicates"]} == issued[0]
    again = [drill.work(each) for each in two]
    assert not again[0] & again[1], "from then on each has a code of its own"
