"""One program, one folder, on a disk that keeps its promises."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.domain.errors import RuleError, UnavailableError
from inspector_app.store.folder import DataFolder, refuse_unsafe_disk

MOUNTS = [
    "/dev/vda / ext4 rw 0 0",
    "server:/x /srv/office nfs4 rw 0 0",
    "//win/share /srv/win\\040share cifs rw 0 0",
    "/dev/sdb1 /media/stick vfat rw 0 0",
    "tmpfs /run tmpfs rw 0 0",
    "overlay /srv/box overlay rw 0 0",
]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/srv/office/data", "store.network_share"),
        ("/srv/win share/data", "store.network_share"),
        ("/media/stick/x", "store.removable_disk"),
        ("//server/share", "store.network_share"),
    ],
)
def test_a_share_or_a_stick_is_refused(path: str, code: str) -> None:
    with pytest.raises(UnavailableError) as caught:
        refuse_unsafe_disk(Path(path), MOUNTS)
    assert caught.value.code == code


@pytest.mark.parametrize("path", ["/home/me", "/run/x", "/srv/box/x", "/srv/officeless", "/media/stick2"])
def test_an_inner_disk_is_taken(path: str) -> None:
    try:
        refuse_unsafe_disk(Path(path), MOUNTS)
    except UnavailableError as error:
        pytest.fail(f"{path} was refused: {error.code}")


def test_a_second_holder_is_refused_and_told_who(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path), DataFolder(tmp_path)
    first.lock()
    script = (
        "import sys, pathlib\nfrom inspector_app.store.folder import DataFolder\n"
        "from inspector_app.domain.errors import UnavailableError\n"
        "try:\n    DataFolder(pathlib.Path(sys.argv[1])).lock()\n"
        "except UnavailableError as e:\n    print(e.code, e.values['pid'])\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    ).stdout
    assert told.split() == ["store.in_use", str(os.getpid())]
    with pytest.raises(UnavailableError):
        second.lock()
    first.unlock()
    second.lock()
    second.unlock()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnavailableError) as caught:
        DataFolder(tmp_path / "file" / "data").prepare()
    assert caught.value.code == "store.folder_refused"


def test_the_damaged_copy_is_kept_whole(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.prepare()
    folder.database.write_bytes(b"broken")
    folder.lock()
    with pytest.raises(RuleError):
        folder.set_aside_damaged(datetime.now(UTC))
    folder.unlock()
    place = folder.set_aside_damaged(datetime.now(UTC))
    assert (place / "inspector.db").read_bytes() == b"broken"
    assert not folder.exists()
