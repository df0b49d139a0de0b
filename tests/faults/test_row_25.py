"""Row 25: bundles come out of order and one is missing: the gap is named, and it is complete later."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from inspector_app.domain.errors import UnverifiableError
from inspector_app.journal import bundle
from inspector_app.journal.bundle import Limits
from inspector_app.store.store import Store
from inspector_app.sync import files
from inspector_app.sync.trusting import Trusted
from tests.sync.office import Office, Steps, a_day

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SEED, ROUNDS = 25, 30
REPEAT = "python -m pytest tests/faults/test_row_25.py -n 0 -s"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def laptops(office: Office, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    made = office.laptop(tmp_path / "a", 1), office.laptop(tmp_path / "b", 2)
    yield made
    for each in made:
        each.close()


def test_any_order_and_one_missing(office: Office, laptops: tuple[Store, Store], tmp_path: Path) -> None:
    a, _ = laptops
    for _ in range(8):
        a_day(office, a)
    bundles = list(a.lacking({}, office.device(1), Limits(entries=7)))
    assert len(bundles) >= 9
    chance, gaps = Random(SEED), 0
    for n in range(ROUNDS):
        target = office.laptop(tmp_path / f"round{n}", 2)
        try:
            told = chance.sample(bundles, len(bundles))
            missing = told.pop(chance.randrange(len(told)))
            place = bundle.open_header(missing)
            before = target.digest(), target.vector()
            if place.last < bundle.open_header(bundles[-1]).last:
                with pytest.raises(UnverifiableError, match=r"store\.journal_gap") as gap:
                    target.take_in(Trusted(target.keyring).unpacked(told))
                assert gap.value.where == place.journal_id
                assert gap.value.values["found"] == place.last + 1, "the first that cannot be placed is named"
                assert (target.digest(), target.vector()) == before, "nothing of it was taken in"
                gaps += 1
            earlier = [one for one in told if bundle.open_header(one).first < place.first]
            target.take_in(Trusted(target.keyring).unpacked(earlier))
            target.take_in(Trusted(target.keyring).unpacked([missing]))
            target.take_in(Trusted(target.keyring).unpacked(told))
            assert target.tips()[a.meta.journal_id] == a.tips()[a.meta.journal_id]
            assert target.replay_check().same
        finally:
            target.close()
    print(f"row 25: seed {SEED}, {ROUNDS} orders of {len(bundles)} bundles, {gaps} gaps; repeat: {REPEAT}")


def test_a_lost_file_is_named_and_the_next_one_to_that_laptop_mends_it(
    office: Office, laptops: tuple[Store, Store], tmp_path: Path
) -> None:
    a, b = laptops
    a_day(office, a, photo=b"one")
    files.write_out(a, tmp_path / "lost.ijx", NOW, Steps())
    office.receipt_all(a)
    a_day(office, a, photo=b"two")
    files.write_out(a, tmp_path / "second.ijx", NOW, Steps())
    before = b.digest(), b.vector()
    with pytest.raises(UnverifiableError, match=r"store\.journal_gap") as gap:
        files.read_in(b, tmp_path / "second.ijx", Steps())
    assert (gap.value.where, gap.value.values["have"]) == (a.meta.journal_id, 0)
    assert (b.digest(), b.vector()) == before
    files.read_in(b, tmp_path / "lost.ijx", Steps())
    files.read_in(b, tmp_path / "second.ijx", Steps())
    assert b.tips()[a.meta.journal_id] == a.tips()[a.meta.journal_id]
