"""Exchange by file between laptops on real stores: one way for ever, repeated, whole or not at all."""

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.domain.errors import (
    Cancelled,
    DamagedError,
    InspectorError,
    RuleError,
    UnavailableError,
    UnverifiableError,
)
from inspector_app.store.store import Store
from inspector_app.sync import files, sealed_file
from inspector_app.sync.outcome import Outcome
from inspector_app.sync.rooms import Room
from inspector_app.trust.keys import SigningKey
from tests.store.worlds import WORKSPACE
from tests.sync.office import Office, Steps, a_day
from tests.sync.sticks import Pulled

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
Laptop = Callable[..., Store]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def laptop(office: Office, tmp_path: Path) -> Iterator[Laptop]:
    """Make laptops by number; they are closed in the end."""
    made: list[Store] = []

    def make(n: int, known: tuple[int, ...] = (1, 2, 3), name: str = "") -> Store:
        made.append(office.laptop(tmp_path / f"laptop{n}{name}", n, known))
        return made[-1]

    yield make
    for each in made:
        each.close()


def carry(source: Store, target: Store, path: Path, to: str = "") -> Outcome:
    files.write_out(source, path, NOW, Steps(), to=to)
    return files.read_in(target, path, Steps())


def test_what_one_laptop_wrote_the_other_has(office: Office, laptop: Laptop, tmp_path: Path) -> None:
    a, b = laptop(1), laptop(2)
    photo, film = b"photo" * 100, secrets.token_bytes(2_500_000)
    site = a_day(office, a, photo=photo)
    a_day(office, a, photo=film)
    told = carry(a, b, tmp_path / "x.ijx")
    assert (told.way, told.received.blobs, told.decide) == ("file in", 2, False)
    assert told.received.entries == a.vector()[a.meta.journal_id][0]
    assert b.blob(hashlib.sha256(photo).hexdigest()) == photo
    assert b.blob(hashlib.sha256(film).hexdigest()) == film
    assert b.record("site", site) == a.record("site", site)
    carry(b, a, tmp_path / "y.ijx")
    assert a.digest() == b.digest()
    assert a.tips() == b.tips()


def test_the_same_file_ten_times_is_the_same_state(office: Office, laptop: Laptop, tmp_path: Path) -> None:
    a, b = laptop(1), laptop(2)
    a_day(office, a, photo=b"photo")
    carry(a, b, tmp_path / "x.ijx")
    before = b.digest(), b.vector(), b.tips()
    for _ in range(10):
        told = files.read_in(b, tmp_path / "x.ijx", Steps())
        assert (told.received.entries, told.received.blobs, told.news) == (0, 0, ())
    assert (b.digest(), b.vector(), b.tips()) == before
    assert b.replay_check().same


def test_it_works_for_ever_with_no_file_coming_back(office: Office, laptop: Laptop, tmp_path: Path) -> None:
    a, b = laptop(1), laptop(2)
    for day in range(5):
        a_day(office, a, photo=b"photo%d" % day)
        files.write_out(a, tmp_path / f"{day}.ijx", NOW, Steps())
    for day in (4, 0, 2, 1, 3):  # lost, late and out of order: each holds all before it
        files.read_in(b, tmp_path / f"{day}.ijx", Steps())
    assert b.tips()[a.meta.journal_id] == a.tips()[a.meta.journal_id]
    assert not set(a.blobs_owed()) - set(b.blobs_owed())


def test_a_third_laptop_gets_it_through_the_second(office: Office, laptop: Laptop, tmp_path: Path) -> None:
    a, b, c = laptop(1), laptop(2), laptop(3)
    a_day(office, a, photo=b"photo")
    carry(a, b, tmp_path / "x.ijx")
    a_day(office, b)
    carry(b, c, tmp_path / "y.ijx")
    carry(c, a, tmp_path / "z.ijx")
    carry(c, b, tmp_path / "w.ijx")
    carry(a, c, tmp_path / "v.ijx")
    assert len({each.digest() for each in (a, b, c)}) == 1
    assert a.blobs_owed() == b.blobs_owed() == c.blobs_owed()


def test_what_the_hub_has_is_left_out_and_a_new_laptop_says_that_it_lacks_it(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a, b, c = laptop(1), laptop(2), laptop(3)
    a_day(office, a, photo=b"early")
    carry(a, b, tmp_path / "0.ijx")
    office.receipt_all(a)
    a_day(office, a, sites=1, photo=b"late")
    out = files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
    assert (out.sent.entries, out.sent.blobs) == (4, 1)
    told = files.read_in(b, tmp_path / "x.ijx", Steps())
    assert told.received.entries == 4
    assert b.receipted() == {a.meta.journal_id: a.receipted()[a.meta.journal_id]}, "receipts travel along"
    before = c.digest(), c.vector()
    with pytest.raises(UnverifiableError, match=r"store\.journal_gap"):
        files.read_in(c, tmp_path / "x.ijx", Steps())
    assert (c.digest(), c.vector()) == before
    files.write_out(a, tmp_path / "y.ijx", NOW, Steps(), to=office.device(3).key_id)
    files.read_in(c, tmp_path / "y.ijx", Steps())
    assert c.tips()[a.meta.journal_id] == a.tips()[a.meta.journal_id]


def test_a_file_for_one_laptop_holds_what_it_lacks(office: Office, laptop: Laptop, tmp_path: Path) -> None:
    a, b, c = laptop(1), laptop(2), laptop(3)
    a_day(office, a)
    carry(a, b, tmp_path / "x.ijx")
    carry(b, a, tmp_path / "y.ijx")  # now a knows what b has
    a_day(office, a, sites=1)
    out = files.write_out(a, tmp_path / "z.ijx", NOW, Steps(), to=office.device(2).key_id)
    assert out.sent.entries == 3
    files.read_in(b, tmp_path / "z.ijx", Steps())
    assert a.digest() == b.digest()
    with pytest.raises(UnverifiableError, match=r"exchange\.not_for_us"):
        files.read_in(c, tmp_path / "z.ijx", Steps())
    with pytest.raises(RuleError, match=r"exchange\.unknown_receiver"):
        files.write_out(a, tmp_path / "w.ijx", NOW, Steps(), to="00" * 8)


def test_a_laptop_known_only_through_the_file_itself_is_believed(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a, b, c = laptop(1), laptop(2, known=(2, 3)), laptop(3)
    a_day(office, a)
    files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
    before = b.digest(), b.vector()
    refused(b, tmp_path / "x.ijx", UnverifiableError, "journal.bundle_unknown_key", before)
    carry(c, a, tmp_path / "y.ijx")  # in the journal of the third the first one's certificate stands
    assert carry(a, b, tmp_path / "z.ijx").received.entries


def bystander(office: Office, tmp_path: Path) -> Store:
    """A laptop of another office: the same builders, another workspace."""
    other = Office(root_key=SigningKey.from_bytes(b"x" * 32))
    return other.laptop(tmp_path / "other", 5, known=(2, 5))


def test_who_may_not_send_is_refused_and_nothing_is_taken(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a, b = laptop(1), laptop(2)
    a_day(office, a, photo=b"photo")
    path = tmp_path / "x.ijx"
    files.write_out(a, path, NOW, Steps())
    before = b.digest(), b.vector()
    office.withdraw(b, 1)
    withdrawn = b.digest(), b.vector()
    refused(b, path, UnverifiableError, "exchange.sender_withdrawn", withdrawn)
    # A stranger, whom no certificate below our root names, writes in the name of our workspace.
    stranger = bystander(office, tmp_path)
    a_day(office, stranger)
    files.write_out(stranger, path, NOW, Steps())
    refused(b, path, UnverifiableError, "journal.bundle_unknown_key", withdrawn)
    stranger.close()
    assert before != withdrawn


def refused(
    store: Store, path: Path, kind: type[InspectorError], code: str, before: tuple[str, object]
) -> None:
    with pytest.raises(kind) as problem:
        files.read_in(store, path, Steps())
    assert problem.value.code == code
    assert (store.digest(), store.vector()) == before
    assert store.exchanges(1)[0].outcome == code


def test_another_workspace_and_another_receiver_are_refused(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a, b = laptop(1), laptop(2)
    path = tmp_path / "x.ijx"
    files.write_out(a, path, NOW, Steps())
    before = b.digest(), b.vector()
    whole = path.read_bytes()
    path.write_bytes(whole.replace(WORKSPACE.encode(), b"6b" * 16))
    refused(b, path, DamagedError, "exchange.file_damaged", before)
    path.write_bytes(renamed(whole, path))
    refused(b, path, DamagedError, "exchange.other_workspace", before)


def renamed(whole: bytes, path: Path) -> bytes:
    """Return the same file with a sound header that names another workspace."""
    path.write_bytes(whole)
    with sealed_file.reading(path) as file:
        old = file.header
    told = sealed_file.Header("6b" * 16, old.sender, old.file, old.made, old.recipients)
    return told.to_bytes() + whole[len(old.to_bytes()) :]


def test_a_carrier_who_puts_his_own_key_into_the_header_is_refused(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a, b = laptop(1), laptop(2)
    path = tmp_path / "x.ijx"
    before = b.digest(), b.vector()
    impostor = _Impostor(office.device(3), office.device(1))
    sealed_file.write(path, impostor.file(a))
    refused(b, path, DamagedError, "exchange.file_forged", before)


class _Impostor:
    """Writes a file in another laptop's name, signed by a key of its own."""

    def __init__(self, own: SigningKey, name: SigningKey) -> None:
        self._own, self._name = own, name

    def file(self, store: Store) -> Iterator[bytes]:
        key = secrets.token_bytes(32)
        header = files._header(Room(store).trusted, self._name, NOW, key, "", "f1" * 16)
        bound = hashlib.sha256(header.to_bytes()).digest()
        room = Room(store)
        room.device = self._own
        writing = files._Writing(room, Steps(), bound)
        return sealed_file.sealed(header, key, writing.pieces({}, store.tips()))


def test_an_old_bundle_of_a_withdrawn_laptop_needs_the_hubs_receipt(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a, b, c = laptop(1), laptop(2), laptop(3)
    a_day(office, a)
    carry(a, b, tmp_path / "x.ijx")
    for each in (b, c):
        office.withdraw(each, 1)
    files.write_out(b, tmp_path / "y.ijx", NOW, Steps())
    before = c.digest(), c.vector()
    refused(c, tmp_path / "y.ijx", UnverifiableError, "exchange.bundle_of_withdrawn", before)
    office.receipt_all(b)
    files.write_out(b, tmp_path / "z.ijx", NOW, Steps(), to=office.device(3).key_id)
    files.read_in(c, tmp_path / "z.ijx", Steps())
    assert c.tips()[a.meta.journal_id] == b.tips()[a.meta.journal_id]
    files.read_in(c, tmp_path / "y.ijx", Steps())  # known by now: fine


def test_a_laptop_that_was_never_enrolled_says_so(office: Office, tmp_path: Path) -> None:
    store = office.create(tmp_path / "bare")
    try:
        for work in (
            lambda: files.write_out(store, tmp_path / "x.ijx", NOW, Steps()),
            lambda: files.read_in(store, tmp_path / "x.ijx", Steps()),
        ):
            with pytest.raises(RuleError, match=r"exchange\.no_device"):
                work()
    finally:
        store.close()


def test_who_stops_it_changes_nothing(office: Office, laptop: Laptop, tmp_path: Path) -> None:
    a, b = laptop(1), laptop(2)
    a_day(office, a, photo=b"x" * 1000)
    before = b.digest(), b.vector()
    for n in range(2):
        with pytest.raises(Cancelled):
            files.write_out(a, tmp_path / "x.ijx", NOW, Steps(stop_after=n))
    assert not (tmp_path / "x.ijx").exists()
    assert a.state().handed == 0
    files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
    assert a.state().handed == a.state().entries
    for n in range(2):
        with pytest.raises(Cancelled):
            files.read_in(b, tmp_path / "x.ijx", Steps(stop_after=n))
        assert (b.digest(), b.vector()) == before
        assert b.exchanges(1)[0].outcome == "cancelled"


def test_a_photo_that_is_lost_here_is_told_and_the_rest_goes(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a, b = laptop(1), laptop(2)
    a_day(office, a, photo=b"lost")
    a_day(office, a, photo=b"here")
    lost = hashlib.sha256(b"lost").hexdigest()
    place = a._vault._place(a._vault.name(lost))
    place.write_bytes(b"\x01" + bytes(40))
    told = files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
    assert [(one.code, one.where) for one in told.news] == [("exchange.photo_lost", lost)]
    assert files.read_in(b, tmp_path / "x.ijx", Steps()).received.blobs == 1


def test_a_disk_that_fails_in_the_middle_of_reading_changes_nothing(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a, b = laptop(1), laptop(2)
    a_day(office, a, photo=secrets.token_bytes(2_000_000))
    files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
    before, size = (b.digest(), b.vector()), (tmp_path / "x.ijx").stat().st_size
    for after in (0, 1_000_000, size + 10, size + 1_500_000):  # also while the photos are read again
        with pytest.raises(UnavailableError, match=r"exchange\.not_read"):
            files.read_in(b, tmp_path / "x.ijx", Steps(), disk=Pulled(after))
        assert (b.digest(), b.vector()) == before
    files.read_in(b, tmp_path / "x.ijx", Steps())
    assert b.tips()[a.meta.journal_id] == a.tips()[a.meta.journal_id]


def test_one_record_changed_on_both_is_told_as_a_conflict(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    a, b = laptop(1), laptop(2)
    site = a_day(office, a)
    carry(a, b, tmp_path / "x.ijx")
    for store, name in ((a, "甲"), (b, "乙")):
        with store.transaction("wang") as tx:
            tx.set("site", site, {"name": name})
    told = carry(a, b, tmp_path / "y.ijx")
    assert told.decide
    assert told.conflicts == (f"site:{site}",)
    assert [one.code for one in told.news] == ["exchange.conflicts_new"]
    again = files.read_in(b, tmp_path / "y.ijx", Steps())
    assert (again.conflicts, again.decide) == ((), False), "told once"


def test_a_fork_is_told_and_both_sides_are_kept(office: Office, laptop: Laptop, tmp_path: Path) -> None:
    a, b = laptop(1), laptop(2)
    a_day(office, a)
    a.close()
    copy_of(tmp_path / "laptop1", tmp_path / "copy")
    a, clone = office.open(tmp_path / "laptop1"), office.open(tmp_path / "copy")
    a.set_spares([8])
    try:
        a_day(office, a)
        a_day(office, clone)
        carry(a, b, tmp_path / "x.ijx")
        told = carry(clone, b, tmp_path / "y.ijx")
        assert told.decide
        assert len(told.branches) == 1
        assert [one.code for one in told.news] == ["exchange.forked_other"]
        files.write_out(b, tmp_path / "z.ijx", NOW, Steps())
        own = files.read_in(a, tmp_path / "z.ijx", Steps())
        assert own.decide
        assert "exchange.forked_own" in {one.code for one in own.news}
        assert (a.meta.machine_code, a.spares()) == (8, [])
        without = files.read_in(clone, tmp_path / "z.ijx", Steps())
        assert "exchange.no_spare_code" in {one.code for one in without.news}
        a_day(office, a)
        carry(a, b, tmp_path / "w.ijx")
        carry(b, a, tmp_path / "v.ijx")
        assert a.digest() == b.digest()
    finally:
        a.close()
        clone.close()


def copy_of(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("lock"))
