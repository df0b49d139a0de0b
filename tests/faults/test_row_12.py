"""Row 12: a data folder on a network share or a stick is refused with advice, before anything is written."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import UnavailableError
from inspector_app.store import folder as folders
from inspector_app.store.folder import refuse_unsafe_disk
from tests.store.worlds import World

REPEAT = "python -m pytest tests/faults/test_row_12.py -n 0 -s"
SHARES = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "davfs")
STICKS = ("vfat", "exfat", "msdos", "fuseblk", "ntfs", "ntfs3", "iso9660", "udf")
INNER = ("ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "f2fs")


def mounts(kind: str) -> list[str]:
    return ["/dev/sda1 / ext4 rw 0 0", f"somewhere /mnt/place\\040with\\040space {kind} rw 0 0"]


@pytest.mark.parametrize("kind", [*SHARES, *STICKS])
def test_each_kind_is_refused_with_words_and_advice(kind: str) -> None:
    where = Path("/mnt/place with space/inspector/data")
    with pytest.raises(UnavailableError) as caught:
        refuse_unsafe_disk(where, mounts(kind))
    wanted = "store.network_share" if kind in SHARES else "store.removable_disk"
    assert caught.value.code == wanted
    for language in ("zh", "en"):
        said, advice = Messages(language).text(wanted, str(where), dict(caught.value.values))
        assert said
        assert advice


@pytest.mark.parametrize("kind", INNER)
def test_inner_disks_and_neighbours_are_taken(kind: str) -> None:
    refuse_unsafe_disk(Path("/mnt/place with space/data"), mounts(kind))
    refuse_unsafe_disk(Path("/mnt/place without/data"), mounts("nfs"))
    # The same lines with a share on top: they were read, and at the right place.
    with pytest.raises(UnavailableError, match=r"store\.network_share"):
        refuse_unsafe_disk(Path("/mnt/place with space/data"), [*mounts(kind), mounts("nfs")[1]])


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that the system's list of mounts calls a share."""
    told = tmp_path / "mounts"
    told.write_text(f"/dev/sda1 / ext4 rw 0 0\nbox:/office {tmp_path}/share nfs4 rw 0 0\n")
    monkeypatch.setattr(folders, "_MOUNTS", told)
    (tmp_path / "share").mkdir()
    return tmp_path / "share"


def test_nothing_is_written_there(world: World, share: Path) -> None:
    for _ in range(2):
        with pytest.raises(UnavailableError, match=r"store\.network_share"):
            world.create(share / "data")
    assert list(share.iterdir()) == []


def test_a_store_that_was_carried_there_is_not_opened(world: World, share: Path, tmp_path: Path) -> None:
    world.create(tmp_path / "data").close()
    (tmp_path / "data").rename(share / "data")
    before = {each.name: each.read_bytes() for each in (share / "data").iterdir() if each.is_file()}
    with pytest.raises(UnavailableError, match=r"store\.network_share"):
        world.open(share / "data")
    assert {each.name: each.read_bytes() for each in (share / "data").iterdir() if each.is_file()} == before


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="REAL STICK NOT TESTED: needs root"
)
def test_a_real_stick(tmp_path: Path) -> None:
    """A FAT file system in a file, mounted as a stick would be; the program is asked as a person asks it."""
    image, stick = tmp_path / "stick.img", tmp_path / "stick"
    stick.mkdir()
    with image.open("wb") as file:
        file.truncate(16_000_000)
    for command in (["mkfs.vfat", str(image)], ["mount", "-o", "loop", str(image), str(stick)]):
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            pytest.skip(f"REAL STICK NOT TESTED: no {command[0]} here")
        if done.returncode:
            pytest.skip(f"REAL STICK NOT TESTED: {done.stderr.strip()}")
    try:
        command = [sys.executable, "-m", "inspector_app", "--data", str(stick / "data"), "--json", "demo"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 7, done.stdout
        assert "store.removable_disk" in done.stdout
        assert list(stick.iterdir()) == []
    finally:
        subprocess.run(["umount", str(stick)], check=False)
    print(f"\nrow 12: {len(SHARES)} shares, {len(STICKS)} sticks and a real one refused; again: {REPEAT}")
