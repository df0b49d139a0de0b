"""Where backups stand: names, thinning, and what a place says when it refuses."""

import errno
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.errors import RuleError, UnavailableError
from inspector_app.store import backup_places as places
from inspector_app.trust import durable

NOW = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # in China it is the third already
LAPTOP = places.laptop_of("5a" * 16, 3)


def named(day: date, clock: str = "180000", laptop: str = LAPTOP) -> str:
    return f"inspector-{laptop}-{day:%Y%m%d}-{clock}.ijk"


def test_a_folder_takes_a_file_named_for_laptop_and_moment(tmp_path: Path) -> None:
    place = places.place_of(tmp_path, tmp_path / "data", LAPTOP, NOW)
    assert place.goal == tmp_path / "inspector-5a5a5a5a-3-20260303-073000.ijk"
    assert place.thinned


def test_a_file_is_taken_as_it_is_said(tmp_path: Path) -> None:
    place = places.place_of(tmp_path / "mine", tmp_path / "data", LAPTOP, NOW)
    assert (place.goal, place.thinned) == (tmp_path / "mine", False)


def test_a_stick_that_is_not_there_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match=r"backup\.target_gone"):
        places.place_of(tmp_path / "stick/b.ijk", tmp_path / "data", LAPTOP, NOW)
    assert not (tmp_path / "stick").exists()


@pytest.mark.parametrize("inside", ["", "b.ijk", "vault", "../data/b.ijk"])
def test_inside_the_data_folder_is_no_place(tmp_path: Path, inside: str) -> None:
    (tmp_path / "data/vault").mkdir(parents=True)
    with pytest.raises(RuleError, match=r"backup\.inside_data"):
        places.place_of(tmp_path / "data" / inside, tmp_path / "data", LAPTOP, NOW)
    (tmp_path / "way").symlink_to(tmp_path / "data")
    with pytest.raises(RuleError, match=r"backup\.inside_data"):
        places.place_of(tmp_path / "way", tmp_path / "data", LAPTOP, NOW)


def test_of_a_year_of_days_seven_days_four_weeks_and_twelve_months_stay() -> None:
    today = date(2026, 12, 31)
    names = [named(today - timedelta(days=n)) for n in range(400)]
    kept = sorted(set(names) - set(places.superfluous(names, named(today))), reverse=True)
    days = [named(today - timedelta(days=n)) for n in range(7)]
    weeks = [named(date(2026, 12, day)) for day in (27, 20, 13)]  # the last days of earlier weeks
    months = [named(date(2026, month, 1) - timedelta(days=1)) for month in range(12, 1, -1)]
    assert kept == sorted({*days, *weeks, *months}, reverse=True)


def test_of_one_day_the_newest_stays() -> None:
    day = date(2026, 3, 3)
    names = [named(day, "080000"), named(day, "180000"), named(day, "120000")]
    assert places.superfluous(names, names[1]) == (names[0], names[2])


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 9))), st.data())
def test_the_newest_and_at_most_so_many_stay_whatever_the_clock_said(
    told: list[tuple[date, int]], data: st.DataObject
) -> None:
    names = sorted({named(day, f"0{clock}0000") for day, clock in told} | {named(date(2026, 1, 1))})
    newest = data.draw(st.sampled_from(names))
    gone = set(places.superfluous([*names, "notes.txt", "inspector-x.ijk"], newest))
    assert newest not in gone
    assert gone <= set(names)
    assert len(names) - len(gone) <= places.DAYS + places.WEEKS + places.MONTHS + 1
    assert places.superfluous(set(names) - gone, newest) == () or newest != max(names)


def test_thinning_touches_neither_other_laptops_nor_other_files(tmp_path: Path) -> None:
    others = [named(date(2026, 1, n), laptop=places.laptop_of("5a" * 16, 33)) for n in range(1, 20)]
    own = [named(date(2026, 1, n)) for n in range(1, 20)]
    for name in (*others, *own, "notes.ijk", f"{own[0]}.txt", named(date(2026, 1, 1), "99")):
        (tmp_path / name).touch()
    removed = places.thin(places.Place(tmp_path / own[-1], LAPTOP, thinned=True))
    assert set(removed) < set(own)
    left = {one.name for one in tmp_path.iterdir()}
    assert {*others, "notes.ijk", f"{own[0]}.txt"} <= left
    assert own[-1] in left


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "target_full"),
        (errno.EDQUOT, "target_full"),
        (errno.EFBIG, "target_full"),
        (errno.EROFS, "target_read_only"),
        (errno.EACCES, "target_read_only"),
        (errno.EIO, "target_gone"),
        (errno.ENODEV, "target_gone"),
        (errno.ENOENT, "target_gone"),
        (errno.EMFILE, "target_failed"),
    ],
)
def test_a_place_refuses_in_words(number: int, code: str) -> None:
    with pytest.raises(UnavailableError, match=rf"backup\.{code}") as caught, places.answered(Path("b")):
        raise OSError(number, "why")
    assert caught.value.values["reason"] == "why"


def test_a_share_that_knows_no_fsync_of_a_folder_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise OSError(errno.EINVAL, "no")

    monkeypatch.setattr(durable, "sync_folder", refuse)
    durable.settle(tmp_path)

    def broken(_: Path) -> None:
        raise OSError(errno.EIO, "pulled")

    monkeypatch.setattr(durable, "sync_folder", broken)
    with pytest.raises(OSError, match="pulled"):
        durable.settle(tmp_path)


def test_what_takes_its_place_replaces_the_old_and_a_failure_leaves_it(tmp_path: Path) -> None:
    goal = tmp_path / "[b]*.ijk"
    goal.write_bytes(b"old")
    (tmp_path / ".[b]*.ijk.part").write_bytes(b"left over")
    (tmp_path / ".b.ijk.part").write_bytes(b"somebody else's")
    place = places.Place(goal, LAPTOP, thinned=False)
    disk = places.disk_of(place)
    with pytest.raises(FileExistsError), places.passing(place, disk) as passed:
        passed.write_bytes(b"new") and passed.open("xb")
    assert goal.read_bytes() == b"old"
    with places.passing(place, disk) as passed:
        passed.write_bytes(b"new")
    assert goal.read_bytes() == b"new"
    assert sorted(one.name for one in tmp_path.iterdir()) == [".b.ijk.part", "[b]*.ijk"]
    with pytest.raises(UnavailableError, match=r"backup\.target_gone"), places.passing(place, disk + 1):
        pass
