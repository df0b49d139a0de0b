"""Journals that were written once: every version replays them to what they said then."""

import random
from collections import Counter
from pathlib import Path

import pytest

from inspector_app.domain.acts import SIGNED_KINDS
from inspector_app.domain.errors import DamagedError, UnavailableError, UnverifiableError
from inspector_app.journal.chain import Head, check_chain
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import State, fold
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from inspector_app.trust.certificates import self_signed_root
from tests.golden import make
from tests.golden.reading import TOLD, Golden
from tests.journal.histories import arrivals
from tests.journal.writing import BEGIN, END, key_of
from tests.store.worlds import PlainKeys, TickingClock

NAMES = sorted(TOLD)


@pytest.fixture(params=NAMES)
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden.named(request.param)


def summary(state: State) -> dict[str, object]:
    """Return a state in the shape in which golden.toml tells it."""
    return {
        "entities": Counter(entity for entity, _ in state.entities),
        "deleted": [" ".join(key) for key, folded in sorted(state.entities.items()) if folded.deleted],
        "conflicts": {
            f"{entity} {name}": [value for _, value in told]
            for (entity, _), folded in state.entities.items()
            for name, told in folded.conflicts.items()
        },
        "acts": Counter(act.kind for act in state.acts),
        "refused": Counter(code for _, code in state.refused),
        "withdrawn": {key: day.isoformat() for key, day in state.keyring.withdrawals().items()},
    }


def a_store(golden: Golden, folder: Path) -> Store:
    return Store.create(
        DataFolder(folder),
        PlainKeys(),
        workspace=golden.root.workspace,
        machine_code=99,
        root=golden.root,
        clock=TickingClock(),
    )


def assert_told(golden: Golden, store: Store) -> None:
    """Hold a store that took in a golden journal to what is told of it."""
    state = fold(golden.entries(), golden.root)
    assert store.digest() == golden.told["digest"] == state.digest()
    book = store.numbers()
    assert sorted(f"{each.number} {each.fate}" for each in book.numbers) == sorted(golden.told["numbers"])
    assert len(book.duplicates) == golden.told["duplicates"]
    assert book.gaps == ()
    assert Counter(code for _, code in store.refused()) == golden.told["state"]["refused"]
    assert sorted(entry.raw for entry in store.entries()) == sorted(entry.raw for entry in golden.entries())
    for entity, shown in golden.told["shown"].items():
        assert [record.fields for record in store.records(entity)] == [shown]
    assert store.replay_check().same
    assert store.integrity().problems == ()
    store.replay()
    assert store.digest() == golden.told["digest"]
    store.close()


def test_it_replays_to_the_digest_that_it_had(golden: Golden) -> None:
    entries = golden.entries()
    assert len(golden.runs()) == golden.told["bundles"]
    assert len(entries) == len({entry.hash for entry in entries}) == golden.told["entries"]
    state = fold(entries, golden.root)
    assert state.digest() == golden.told["digest"]
    assert summary(state) == golden.told["state"]
    assert len(state.keyring.certificates()) == golden.told["certificates"]
    for entity, shown in golden.told["shown"].items():
        assert [folded.fields for (kind, _), folded in state.entities.items() if kind == entity] == [shown]


@pytest.mark.parametrize("seed", range(20))
def test_it_replays_to_the_same_in_any_order_and_with_repetition(golden: Golden, seed: int) -> None:
    entries = golden.entries()
    state = fold(arrivals(entries, random.Random(seed)), golden.root)
    assert state.digest() == golden.told["digest"]
    assert state == fold(entries, golden.root)


def test_every_chain_is_whole_from_its_first_entry(golden: Golden) -> None:
    ends: dict[tuple[str, int, bytes], Head] = {}
    for run in golden.runs():
        first = run[0].header
        before = ends.get((first.journal_id, first.seq - 1, first.prev))
        assert (before is None) == (first.seq == 1)
        check_chain(run, before)
        for entry in run:
            end = Head(entry.header.journal_id, entry.header.seq, entry.hash)
            ends[end.journal_id, end.seq, end.hash] = end


def test_a_store_takes_it_in_and_shows_what_it_says(golden: Golden, tmp_path: Path) -> None:
    store = a_store(golden, tmp_path)
    assert sum(store.merge(run) for run in golden.runs()) == golden.told["entries"]
    assert sum(store.merge(run) for run in golden.runs()) == 0
    assert_told(golden, store)


@pytest.mark.parametrize("seed", range(3))
def test_a_store_takes_it_in_whatever_bundle_comes_first(golden: Golden, tmp_path: Path, seed: int) -> None:
    store, waiting = a_store(golden, tmp_path), golden.runs()
    random.Random(seed).shuffle(waiting)
    while waiting:
        early: list[list[Entry]] = []
        for run in waiting:
            try:
                store.merge(run)
            except UnverifiableError as problem:
                if problem.code != "store.journal_gap":
                    raise
                early.append(run)  # what it follows is not here yet
        assert len(early) < len(waiting)
        waiting = early
    assert_told(golden, store)


def refused(golden: Golden, content: bytes) -> bool:
    """Tell whether a file with other bytes is refused; bundles that are as they were need no second look."""
    sound = golden.parts(golden.content)
    try:
        for part in golden.parts(content):
            if part not in sound:
                golden.unpacked(part)
    except (DamagedError, UnverifiableError, UnavailableError):
        return True
    return False


def test_every_changed_byte_is_refused(golden: Golden) -> None:
    chance = random.Random(5)
    for place in range(len(golden.content)):
        changed = bytearray(golden.content)
        changed[place] ^= chance.randrange(1, 256)
        assert refused(golden, bytes(changed)), place


def test_a_file_that_was_cut_off_or_lengthened_is_refused_or_lacks_whole_bundles(golden: Golden) -> None:
    whole = {golden.content[:end] for end in ends(golden)}
    for end in range(len(golden.content)):
        assert refused(golden, golden.content[:end]) or golden.content[:end] in whole
    assert refused(golden, golden.content + b"\0")


def ends(golden: Golden) -> list[int]:
    """Return where a bundle of a file of several ends; at its beginning there is nothing to refuse."""
    if golden.told["bundles"] == 1:
        return []
    sizes = [4 + len(part) for part in golden.parts(golden.content)]
    return [sum(sizes[:number]) for number in range(len(sizes))]


def test_nothing_is_believed_under_another_root_or_without_the_device_s_key(golden: Golden) -> None:
    stranger = Golden({**golden.told, "keys": {}}, golden.content)
    with pytest.raises(UnverifiableError, match=r"journal\.bundle_unknown_key"):
        stranger.runs()
    other = self_signed_root(
        key_of("other root"), workspace=golden.root.workspace, name="x", valid_from=BEGIN, valid_to=END
    )
    state = fold(golden.entries(), other)
    assert state.keyring.certificates() == []
    assert not any(act.valid for act in state.acts if act.kind in SIGNED_KINDS)
    assert state.digest() != golden.told["digest"]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes_are_written_today(name: str) -> None:
    golden = Golden.named(name)
    written = make.runs()[golden.told["file"]]
    # The bundles themselves are not compared: another release of the packer may pack more tightly.
    assert [[entry.raw for entry in run] for run in written] == [
        [entry.raw for entry in run] for run in golden.runs()
    ]


def test_the_second_one_holds_what_a_fold_must_bear_with() -> None:
    entries = Golden.named("two_laptops").entries()
    places = Counter((entry.header.journal_id, entry.header.seq) for entry in entries)
    assert max(places.values()) == 2, "one journal goes on in two branches"
    assert sum(entry.redacted for entry in entries) == TOLD["two_laptops"]["redacted"]
    strange = [entry for entry in entries if entry.header.extra]
    assert [entry.fields["kind"] for entry in strange] == ["seal_off"]
    assert strange[0].header.extra == {"place": {"lat": "26.0712", "lon": "119.2965"}, "witness": None}
