"""A file of years: few receipts, and the memory of a part of it while it is read."""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.domain.errors import DamagedError
from inspector_app.journal.receipt import BlobReceipt
from inspector_app.store import exchanging
from inspector_app.store.store import Store
from inspector_app.sync import file_reading, files, photo_frames, wire
from inspector_app.sync.frames import Frame, Kind, Reader, run_of
from tests.store.worlds import WORKSPACE
from tests.sync.office import HUB, Office, Steps, a_day
from tests.sync.unsealed import contents

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def pair(office: Office, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    made = office.laptop(tmp_path / "a", 1), office.laptop(tmp_path / "b", 2)
    yield made
    for each in made:
        each.close()


def blob_receipt(office: Office, *names: str) -> BlobReceipt:
    raw = BlobReceipt(HUB, WORKSPACE, names, "2026-03-02T08:00:00+00:00").sign(office.hub_key)
    return BlobReceipt.read(raw, office.hub_key.public)


def test_a_file_carries_one_receipt_a_journal_however_often_the_hub_was_there(
    office: Office, pair: tuple[Store, Store], tmp_path: Path
) -> None:
    a, b = pair
    for _ in range(5):
        a_day(office, a, sites=1)
        office.receipt_all(a)
    files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
    assert len(contents(tmp_path / "x.ijx", office.device(2), Kind.RECEIPT)) == 1
    files.write_out(a, tmp_path / "y.ijx", NOW, Steps(), to=office.device(2).key_id)
    files.read_in(b, tmp_path / "y.ijx", Steps())
    assert b.receipted() == a.receipted()


def test_receipts_for_photos_are_bounded_the_newest_first(
    office: Office, pair: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, _ = pair
    names = [sha256(b"%d" % n).hexdigest() for n in range(400)]
    a.take_in((), blob_receipts=[blob_receipt(office, one) for one in names])
    a.take_in((), blob_receipts=[blob_receipt(office, *names[:200])])
    monkeypatch.setattr(files, "_MOST_RECEIPTS", 40_000)
    files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
    told = contents(tmp_path / "x.ijx", office.device(2), Kind.BLOB_RECEIPT)
    assert sum(map(len, told)) <= 40_000
    found = [BlobReceipt.read(raw, office.hub_key.public).names for raw in told]
    assert found[0] == tuple(names[:200]), "one that names many stands for all of theirs"
    assert [one[0] for one in found[1:]] == names[400 - len(found) + 1 :][::-1]
    files.write_out(a, tmp_path / "y.ijx", NOW, Steps(), to=office.device(2).key_id)
    assert len(contents(tmp_path / "y.ijx", office.device(2), Kind.BLOB_RECEIPT)) == 201


def read_peak(store: Store, path: Path) -> int:
    tracemalloc.start()
    try:
        files.read_in(store, path, Steps())
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_file_of_many_entries_needs_the_memory_of_a_part(
    office: Office, pair: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice the entries need the memory of their packed bundles more, and not that of the entries."""
    a, b = pair
    monkeypatch.setattr(file_reading, "_HELD", 1_000)
    monkeypatch.setattr(exchanging, "_PART", 1_000)
    peaks, sizes = [], []
    for many in (4, 8):
        for part in range(many):
            with a.transaction("wang") as tx:
                for n in range(1_000):
                    tx.create("site", {"name": f"工地{part}-{n}", "text": "安全" * 100})
        known = b.tips().get(a.meta.journal_id, [(0, b"")])[0][0]
        sizes.append(sum(len(one.raw) for one in a.entries(a.meta.journal_id, known)))
        path = tmp_path / f"{many}.ijx"
        files.write_out(a, path, NOW, Steps())
        peaks.append(read_peak(b, path))
        assert b.tips()[a.meta.journal_id] == a.tips()[a.meta.journal_id]
        office.receipt_all(a)  # the next file begins behind this one
    print(f"\n{sizes} bytes of entries read within {peaks} bytes of memory")
    assert b.replay_check().same
    assert sizes[1] > 1.9 * sizes[0]
    # Held unpacked they take six to seven times their bytes more.
    assert peaks[1] - peaks[0] < 2 * (sizes[1] - sizes[0])


def test_what_is_taken_in_part_by_part_is_what_is_taken_in_at_once(
    office: Office, pair: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A role act of an early part counts for the acts of a later one, as if all had come together."""
    a, b = pair
    for _ in range(6):
        a_day(office, a, sites=4)
        files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
    monkeypatch.setattr(file_reading, "_HELD", 0)
    monkeypatch.setattr(exchanging, "_PART", 1)
    told = files.read_in(b, tmp_path / "x.ijx", Steps())
    assert told.received.entries == a.vector()[a.meta.journal_id][0]
    assert b.refused() == [], "the officer's right came in part one"
    assert b.replay_check().same
    files.write_out(b, tmp_path / "y.ijx", NOW, Steps())
    files.read_in(a, tmp_path / "y.ijx", Steps())
    assert a.digest() == b.digest()


def test_a_photo_in_parts_is_refused_while_it_grows_beyond_all_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "MOST_BLOB", 3_500_000)
    content = bytes(5_000_000)
    name = sha256(content).digest()
    reader = Reader()
    photos = photo_frames.Photos(keep=True, named_by_content=True)
    frames: list[Frame] = list(reader.feed(b"".join(run_of(photo_frames.photo_frames(name, content)))))
    assert all(photos.take(one) is None for one in frames[:3])
    with pytest.raises(DamagedError, match=r"exchange\.file_damaged"):
        photos.take(frames[3])
