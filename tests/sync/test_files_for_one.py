"""A file for one machine: all that it lacks, photos too; only what the office can read is handed over."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.store.store import Store
from inspector_app.sync import files
from inspector_app.sync.frames import Kind
from tests.sync.office import Office, Steps, a_day
from tests.sync.unsealed import contents

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
Laptop = Callable[[int], Store]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def laptop(office: Office, tmp_path: Path) -> Iterator[Laptop]:
    made: list[Store] = []

    def make(n: int) -> Store:
        made.append(office.laptop(tmp_path / f"laptop{n}", n))
        return made[-1]

    yield make
    for each in made:
        each.close()


def digest(photo: bytes) -> str:
    return hashlib.sha256(photo).hexdigest()


def write(store: Store, path: Path, to: str = "") -> int:
    return files.write_out(store, path, NOW, Steps(), to=to).sent.blobs


def test_a_laptop_without_a_net_gets_the_photos_that_the_hub_has(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a, c = laptop(1), laptop(3)
    a_day(office, a, photo=b"first")
    office.receipt_all(a)
    assert write(a, tmp_path / "all.ijx") == 0, "the hub has it"
    assert write(a, tmp_path / "c.ijx", office.device(3).key_id) == 1
    files.read_in(c, tmp_path / "c.ijx", Steps())
    assert c.blob(digest(b"first")) == b"first"
    # What c told of itself is not brought again, and what it lacks is.
    write(c, tmp_path / "back.ijx")
    files.read_in(a, tmp_path / "back.ijx", Steps())
    a_day(office, a, photo=b"second")
    office.receipt_all(a)
    assert write(a, tmp_path / "c2.ijx", office.device(3).key_id) == 1
    files.read_in(c, tmp_path / "c2.ijx", Steps())
    assert c.blob(digest(b"second")) == b"second"
    assert a.digest() == c.digest()


def test_a_photo_whose_entry_came_alone_is_named_as_lacking_and_comes_with_the_next_file(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a, b, c = laptop(1), laptop(2), laptop(3)
    a_day(office, a, photo=b"late")
    office.receipt_all(a)
    # b has the entries and not the photo, and carries them to c.
    write(a, tmp_path / "b.ijx", office.device(2).key_id)
    files.read_in(b, tmp_path / "b.ijx", Steps())
    b._vault._place(b._vault.name(digest(b"late"))).unlink()
    assert write(b, tmp_path / "c.ijx", office.device(3).key_id) == 0
    files.read_in(c, tmp_path / "c.ijx", Steps())
    assert digest(b"late") in c.blobs_absent()
    write(c, tmp_path / "back.ijx")
    (hello,) = contents(tmp_path / "back.ijx", office.device(1), Kind.HELLO)
    assert digest(b"late").encode() in hello
    files.read_in(a, tmp_path / "back.ijx", Steps())
    assert write(a, tmp_path / "c2.ijx", office.device(3).key_id) == 1
    files.read_in(c, tmp_path / "c2.ijx", Steps())
    assert c.blob(digest(b"late")) == b"late"


def test_what_only_a_colleague_can_read_is_not_handed_over_to_the_office(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a = laptop(1)
    a_day(office, a, photo=b"photo")
    before = a.state()
    assert (before.handed, before.blobs_handed) == (0, 0)
    assert write(a, tmp_path / "c.ijx", office.device(3).key_id) == 1
    assert a.state().handed == 0
    assert a.state().blobs_handed == 0
    assert write(a, tmp_path / "hub.ijx", office.hub_key.public.key_id) == 1
    assert (a.state().handed, a.state().blobs_handed) == (before.entries, 1)
    assert not contents(tmp_path / "hub.ijx", office.hub_key, Kind.HELLO)[0].count(b"lacking")
