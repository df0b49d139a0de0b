"""A journal belongs to one laptop: who carries it on cannot write in it, and burns nobody's machine code."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import DamagedError, UnverifiableError
from inspector_app.journal import bundle
from inspector_app.journal.chain import append, head_after
from inspector_app.journal.entry import Entry
from inspector_app.store.store import Store
from inspector_app.sync import files
from inspector_app.sync.rooms import Room
from inspector_app.trust.certificates import certify
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.owning import is_begun_by
from tests.store.worlds import BEGIN, END, WORKSPACE
from tests.sync.office import Office, Steps, a_day

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OTHER = "journal.bundle_other_machine"
SPARES = [901, 902, 903]


@pytest.fixture
def office() -> Office:
    return Office()


Making = Callable[[int], Store]


@pytest.fixture
def laptop(office: Office, tmp_path: Path) -> Iterator[Making]:
    """Makes a laptop as joining does: its key first, so its journal bears the key's id."""
    made: list[Store] = []

    def make(n: int) -> Store:
        store = office.create(tmp_path / f"laptop-{n}", machine_code=n, appointed=False)
        store.set_device_key(office.device(n))
        office.appoint(store, office.certificate())
        store.set_spares(SPARES)
        with store.transaction("wang") as tx:
            for each in (office.machine(office.hub_key, Role.HUB), *map(office.machine, devices(office))):
                tx.act(ActKind.ROLE, "certificate", each.key_id, each.to_content(), office.root_key)
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()


def devices(office: Office) -> list[SigningKey]:
    return [office.device(n) for n in (1, 2, 3)]


def packed(store: Store, key: SigningKey) -> list[bytes]:
    """Return what this laptop wrote, as it packs it."""
    mine = store.meta.journal_id
    return [raw for raw in store.lacking({}, key) if bundle.open_header(raw).journal_id == mine]


def forged(store: Store, key: SigningKey, *, after: int = 0) -> tuple[bytes, list[Entry]]:
    """Return an entry that somebody puts behind an entry of this laptop's journal, packed with his key.

    Args:
        after: place of the entry that it follows; 0 for the last one.
    """
    entries = list(store.entries(store.meta.journal_id))
    entry = append(
        head_after(entries[after - 1 if after else -1]),
        workspace=WORKSPACE,
        wall="2026-03-02T10:00:00+08:00",
        user="wang",
        tx="ab" * 16,
        tx_last=True,
        entity="site",
        entity_id="cd" * 16,
        op="create",
        fields={},
    )
    return bundle.pack([entry], key), [entry]


def standing(store: Store) -> tuple[object, ...]:
    return store.tips(), store.digest(), store.meta.journal_id, store.meta.code_spent, store.spares()


def refused(store: Store, path: Path) -> UnverifiableError:
    before = standing(store)
    with pytest.raises(UnverifiableError) as caught:
        files.read_in(store, path, Steps())
    assert standing(store) == before
    return caught.value


def test_a_journal_bears_the_id_of_its_laptops_key(office: Office, laptop: Making) -> None:
    a = laptop(1)
    assert is_begun_by(a.meta.journal_id, office.device(1).public)
    assert a.own_journals() >= set(a.tips())
    before = a.meta.journal_id
    a.set_device_key(office.device(1))
    assert a.meta.journal_id == before
    a.set_device_key(SigningKey.new())
    assert a.meta.journal_id == before, "something stands in it: it goes on under the new key"


def test_its_anchor_knows_a_journal_that_is_still_empty(office: Office, tmp_path: Path) -> None:
    made = office.create(tmp_path / "new", appointed=False)
    made.set_device_key(office.device(1))
    began = made.meta.journal_id
    made.close()
    again = office.open(tmp_path / "new")
    assert again.meta.journal_id == began
    again.close()


@pytest.mark.parametrize("after", [0, 2])
def test_who_carries_a_journal_on_cannot_write_in_it(
    office: Office, laptop: Making, tmp_path: Path, after: int
) -> None:
    """Li's laptop keeps an entry of his own in Wang's journal and hands it on as if it had been carried."""
    wang, li, chen = laptop(1), laptop(2), laptop(3)
    a_day(office, wang)
    for each in (li, chen):
        each.take_in(Room(each).unpacked(packed(wang, office.device(1))))
    li.take_in([forged(wang, office.device(2), after=after)])
    files.write_out(li, tmp_path / "x.ijx", NOW, Steps())
    for victim in (chen, wang):
        told = refused(victim, tmp_path / "x.ijx")
        assert (told.code, told.where) == (OTHER, wang.meta.journal_id)
        assert told.values["key"] == office.device(2).key_id


def test_nobody_claims_a_journal_by_being_the_first_to_bring_it(office: Office, laptop: Making) -> None:
    wang, chen = laptop(1), laptop(3)
    a_day(office, wang)
    entries = list(wang.entries(wang.meta.journal_id))
    with pytest.raises(UnverifiableError, match=OTHER.replace(".", r"\.")):
        Room(chen).unpacked([bundle.pack(entries, office.device(2))])
    chen.take_in(Room(chen).unpacked(packed(wang, office.device(1))))
    assert chen.tips()[wang.meta.journal_id] == wang.tips()[wang.meta.journal_id]


def test_a_journal_of_before_is_whose_it_was_first(office: Office, laptop: Making, tmp_path: Path) -> None:
    """Journals whose ids are random belong to the laptop whose bundles came first."""
    old = office.laptop(tmp_path / "old", 1)
    try:
        a_day(office, old)
        assert not is_begun_by(old.meta.journal_id, office.device(1).public)
        chen = laptop(3)
        raws = packed(old, office.device(1))
        false, _ = forged(old, office.device(2))
        with pytest.raises(UnverifiableError, match=OTHER.replace(".", r"\.")):
            Room(chen).unpacked([*raws, false])
        chen.take_in(Room(chen).unpacked(raws))
        with pytest.raises(UnverifiableError, match=OTHER.replace(".", r"\.")):
            Room(chen).unpacked([false])
        with pytest.raises(UnverifiableError, match=OTHER.replace(".", r"\.")):
            Room(old).unpacked([false])
    finally:
        old.close()


def test_a_clone_has_the_same_key_and_still_forks(office: Office, laptop: Making, tmp_path: Path) -> None:
    wang = laptop(1)
    a_day(office, wang)
    wang.close()
    shutil.copytree(tmp_path / "laptop-1", tmp_path / "clone")
    wang, clone = office.open(tmp_path / "laptop-1"), office.open(tmp_path / "clone")
    try:
        for each in (wang, clone):
            a_day(office, each, sites=1)
        before = wang.meta.journal_id
        taken = wang.take_in(Room(wang).unpacked(packed(clone, office.device(1))))
        assert taken.forked
        assert wang.meta.journal_id != before
        assert is_begun_by(wang.meta.journal_id, office.device(1).public)
    finally:
        wang.close()
        clone.close()


def test_a_laptop_with_a_new_key_goes_on_in_its_journals(office: Office, laptop: Making) -> None:
    """The office certifies the new key under the old one's user; what was not sent yet goes with it."""
    wang, chen = laptop(1), laptop(3)
    a_day(office, wang)
    chen.take_in(Room(chen).unpacked(packed(wang, office.device(1))))
    fresh, old = SigningKey.new(), office.machine(office.device(1))
    renewed = certify(
        office.root_key,
        workspace=WORKSPACE,
        subject=fresh.public,
        user=old.user,
        name=old.name,
        roles={Role.DEVICE},
        valid_from=BEGIN,
        valid_to=END,
    )
    with wang.transaction("wang") as tx:
        tx.act(ActKind.ROLE, "certificate", renewed.key_id, renewed.to_content(), office.root_key)
    wang.set_device_key(fresh)
    told = list(wang.lacking(chen.tips(), fresh))
    with pytest.raises(UnverifiableError, match=r"journal\.bundle_unknown_key"):
        Room(chen).unpacked(told)
    with chen.transaction("wang") as tx:
        tx.act(ActKind.ROLE, "certificate", renewed.key_id, renewed.to_content(), office.root_key)
    chen.take_in(Room(chen).unpacked(told))
    assert chen.tips()[wang.meta.journal_id] == wang.tips()[wang.meta.journal_id]


def test_a_copy_whose_content_was_taken_out_is_refused(office: Office, laptop: Making) -> None:
    wang, chen = laptop(1), laptop(3)
    a_day(office, wang)
    emptied = [each.redact() for each in wang.entries(wang.meta.journal_id)]
    with pytest.raises(DamagedError, match=r"journal\.entry_damaged"):
        Room(chen).unpacked([bundle.pack(emptied, office.device(1))])
    chen.take_in(Room(chen).unpacked(packed(wang, office.device(1))))
    assert chen.tips()[wang.meta.journal_id] == wang.tips()[wang.meta.journal_id]
