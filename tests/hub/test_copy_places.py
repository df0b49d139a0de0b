"""The place of a hub's backups: what stays there, and what goes."""

import os
from pathlib import Path

import pytest

from inspector_app.hub import copied_photos, copying, putting_back
from tests.hub.office import Office
from tests.hub.test_blobs import PHOTO, put
from tests.hub.test_copying import back, place


def test_what_was_written_just_now_stays_whatever_the_clock_says(small: Office, tmp_path: Path) -> None:
    """The machine's battery died: by its name the new one is the oldest of all."""
    out = place(tmp_path)
    for _ in range(copying.KEPT):
        small.hub.backup(out)
        small.clock.pass_(days=1)
    small.clock.pass_(days=-3_000)
    made = small.hub.backup(out)
    assert made.books.file.exists()
    assert made.books.file.name not in made.books.removed
    assert len(list(out.glob("*.ijh"))) == copying.KEPT


def test_what_a_backup_that_was_cut_off_left_goes_after_a_day(small: Office, tmp_path: Path) -> None:
    out = place(tmp_path)
    fresh, old = (out / f".{copying.stem(small.hub.facts.id)}-{n}.ijh.0{n}.part" for n in (1, 2))
    photos = copying.photos_beside(out / "x", small.hub.facts.id)
    photos.mkdir()
    half, halved = photos / "01.new", photos / "02.new"
    for each in (fresh, old, half, halved):
        each.write_bytes(b"half a backup")
    for each in (old, halved):
        os.utime(each, (1, 1))
    put(small, PHOTO)
    assert small.hub.backup(out).new == 1
    assert [each.exists() for each in (fresh, old, half, halved)] == [True, False, True, False]


def test_the_folders_above_a_photo_are_durable_too(
    small: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut takes the folder away whose photos were proven and are counted on."""
    out, synced = place(tmp_path), list[Path]()
    put(small, PHOTO)
    monkeypatch.setattr(copied_photos, "settle", synced.append)
    file = small.hub.backup(out).books.file
    (photo,) = out.rglob("*.sealed")
    assert synced == [photo.parent, *list(photo.parents)[1:4]]
    assert synced[-1] == out
    synced.clear()
    monkeypatch.setattr(putting_back, "sync_folder", synced.append)
    back(small, file, tmp_path / "new")
    (photo,) = (each for each in (tmp_path / "new" / "blobs").rglob("*") if each.is_file())
    assert set(list(photo.parents)[:4]) <= set(synced)
