"""Backups that laptops bring: whole or not at all, each laptop its own, the newest of few days."""

from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.domain.errors import (
    DamagedError,
    InspectorError,
    RuleError,
    SignInError,
    UnavailableError,
)
from inspector_app.hub.laptop_backups import KEPT_DAYS, MOST_TOGETHER, Kept, Left
from inspector_app.hub.settings import MOST_BACKUPS
from inspector_app.trust.enrolment_code import EnrolmentCode
from tests.hub.office import Office

LAPTOP, OTHER = "a" * 16, "b" * 16


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "hub")


def bring(office: Office, name: str, content: bytes, laptop: str = LAPTOP, step: int = 7) -> tuple[str, ...]:
    backups = office.hub.backups
    for at in range(0, len(content), step):
        part = content[at : at + step]
        assert backups.add(laptop, name, at, part) == at + len(part)
    return backups.finish(laptop, name, len(content), sha256(content).digest())


def test_one_that_came_in_parts_is_given_out_as_it_came(office: Office, tmp_path: Path) -> None:
    content = bytes(range(100))
    assert bring(office, "20260302-080000", content) == ()
    assert office.hub.backups.kept(LAPTOP) == [Kept("20260302-080000", 100)]
    assert office.hub.backups.kept(OTHER) == []
    given = office.hub.backups.give(LAPTOP, tmp_path / "out.ijk")
    assert given == Kept("20260302-080000", 100)
    assert (tmp_path / "out.ijk").read_bytes() == content
    again = office.hub.backups.finish(LAPTOP, "20260302-080000", 100, sha256(content).digest())
    assert again == (), "the answer was lost: the end is told again"
    with pytest.raises(RuleError, match=r"hub\.backup_out_taken"):
        office.hub.backups.give(LAPTOP, tmp_path / "out.ijk")
    with pytest.raises(RuleError, match=r"hub\.backup_unknown"):
        office.hub.backups.give(OTHER, tmp_path / "other.ijk")
    office.close()


def test_a_part_at_the_wrong_place_adds_nothing_and_a_wrong_end_is_refused(office: Office) -> None:
    backups = office.hub.backups
    assert backups.add(LAPTOP, "20260302-080000", 0, b"abc") == 3
    assert backups.add(LAPTOP, "20260302-080000", 5, b"x") == 3
    assert backups.add(LAPTOP, "20260302-080000", 1, b"x") == 3
    with pytest.raises(DamagedError, match=r"hub\.backup_damaged"):
        backups.finish(LAPTOP, "20260302-080000", 3, sha256(b"abd").digest())
    with pytest.raises(DamagedError, match=r"hub\.backup_damaged"):
        backups.finish(LAPTOP, "20260302-080000", 3, sha256(b"abc").digest())
    assert backups.kept(LAPTOP) == []
    bring(office, "20260302-090000", b"whole")
    assert [one.name for one in backups.kept(LAPTOP)] == ["20260302-090000"]
    office.close()


def test_the_newest_of_few_days_stay_and_another_laptops_are_not_touched(office: Office) -> None:
    bring(office, "20260301-080000", b"other", OTHER)
    for day in range(1, 7):
        for hour in ("08", "17"):
            bring(office, f"2026030{day}-{hour}0000", f"{day} {hour}".encode())
    kept = [one.name for one in office.hub.backups.kept(LAPTOP)]
    assert kept == ["20260306-170000", "20260305-170000", "20260304-170000"]
    assert len(kept) == KEPT_DAYS
    assert len(office.hub.backups.kept(OTHER)) == 1
    office.close()


@pytest.mark.parametrize("name", ["../20260302-080000", "20260302", "20260302-080000.ijk", "", "hub.db"])
def test_no_name_leads_out_of_the_laptops_own_folder(office: Office, name: str) -> None:
    with pytest.raises(RuleError, match=r"hub\.backup_unfit"):
        office.hub.backups.add(LAPTOP, name, 0, b"x")
    with pytest.raises(RuleError, match=r"hub\.backup_unknown"):
        office.hub.backups.kept("../.." + "a" * 11)
    office.close()


def test_a_disk_that_is_nearly_full_takes_none(office: Office) -> None:
    office.free = 1_000
    with pytest.raises(UnavailableError, match=r"hub\.disk_full"):
        office.hub.backups.add(LAPTOP, "20260302-080000", 0, b"x")
    with pytest.raises(InspectorError):
        office.hub.backups.add(LAPTOP, "20260302-080000", 30_000_000_000, b"x")
    office.close()


def test_a_way_that_broke_off_is_gone_on_with_and_a_part_that_comes_twice_changes_nothing(
    office: Office,
) -> None:
    backups, name, content = office.hub.backups, "20260302-080000", bytes(range(30))
    assert backups.passing(LAPTOP) is None
    assert backups.add(LAPTOP, name, 0, content[:10]) == 10
    office.restart()
    backups = office.hub.backups
    assert backups.passing(LAPTOP) == Kept(name, 10)
    assert backups.passing(OTHER) is None
    assert backups.add(LAPTOP, name, 10, content[10:20]) == 20
    assert backups.add(LAPTOP, name, 10, content[10:20]) == 20, "its answer was lost, and it came again"
    assert backups.add(LAPTOP, name, 20, content[20:]) == 30
    backups.finish(LAPTOP, name, 30, sha256(content).digest())
    assert backups.passing(LAPTOP) is None
    assert backups.part(LAPTOP, name, 0) == content
    assert backups.part(LAPTOP, name, 25) == content[25:]
    assert backups.part(LAPTOP, name, 30) == b""
    with pytest.raises(RuleError, match=r"hub\.backup_unknown"):
        backups.part(OTHER, name, 0)
    office.close()


def test_what_each_laptop_left_is_told_and_can_be_removed(office: Office) -> None:
    backups = office.hub.backups
    assert backups.left() == []
    bring(office, "20260301-080000", b"12345")
    bring(office, "20260303-080000", b"123")
    backups.add(OTHER, "20260304-080000", 0, b"1234567")
    assert backups.left() == [
        Left(LAPTOP, 2, 8, "20260301-080000", "20260303-080000"),
        Left(OTHER, 0, 7, "", ""),
    ]
    assert backups.drop(LAPTOP).size == 8
    assert [one.laptop for one in backups.left()] == [OTHER]
    with pytest.raises(RuleError, match=r"hub\.backup_unknown"):
        backups.drop(LAPTOP)
    assert backups.add(OTHER, "20260304-080000", 7, b"89") == 9, "the others' are not touched"
    office.close()


def test_there_is_a_bound_over_all_of_them_which_the_office_sets(office: Office) -> None:
    backups = office.hub.backups
    assert backups.most() == MOST_TOGETHER
    office.hub.set_setting(MOST_BACKUPS, "20")
    bring(office, "20260301-080000", b"x" * 12)
    backups.add(OTHER, "20260301-080000", 0, b"y" * 8)
    with pytest.raises(RuleError, match=r"hub\.backups_full") as refused:
        backups.add(OTHER, "20260301-080000", 8, b"y")
    assert set(refused.value.values) == {"held", "most"}
    assert backups.add(OTHER, "20260302-080000", 0, b"z" * 8) == 8, "one that is begun anew gives its room"
    with pytest.raises(RuleError, match=r"hub\.backups_full"):
        backups.add("c" * 16, "20260302-080000", 0, b"z")
    office.hub.set_setting(MOST_BACKUPS, "21")
    assert backups.add("c" * 16, "20260302-080000", 0, b"z") == 1
    office.close()


def test_a_code_opens_the_backups_of_the_laptop_that_it_names_until_somebody_joins_with_it(
    office: Office,
) -> None:
    def made(of: str = LAPTOP, days: int = 7) -> bytes:
        code = office.hub.devices.make_code("wang", days=days, backup_of=of)
        return EnrolmentCode.parse(code).secret

    secret, codes = made(), office.hub.codes
    assert codes.backup_of(secret) == LAPTOP
    assert [one.backup_of for one in codes.all()] == [LAPTOP]
    with pytest.raises(SignInError, match=r"hub\.code_unknown"):
        codes.backup_of(bytes(16))
    with pytest.raises(RuleError, match=r"hub\.code_without_backup"):
        codes.backup_of(made(of=""))
    request, _, _ = office.ask()
    office.hub.devices.enrol(secret, request)
    with pytest.raises(SignInError, match=r"hub\.code_used"):
        codes.backup_of(secret)
    short = made(days=1)
    office.clock.pass_(days=1)
    with pytest.raises(SignInError, match=r"hub\.code_expired"):
        codes.backup_of(short)
    other = made()
    (named,) = (one for one in codes.all() if one.made_at[:10] == office.clock.now().date().isoformat())
    codes.end(named.id)
    with pytest.raises(SignInError, match=r"hub\.code_expired"):
        codes.backup_of(other)
    office.close()


def test_one_that_the_disk_does_not_read_is_told_as_such(office: Office) -> None:
    bring(office, "20260302-080000", b"whole")
    place = office.folder / "backups" / LAPTOP / "20260302-080000.ijk"
    place.unlink()
    place.mkdir()
    with pytest.raises(DamagedError, match=r"hub\.backup_unreadable"):
        office.hub.backups.part(LAPTOP, "20260302-080000", 0)
    office.close()


def test_the_one_that_came_just_now_stays_whatever_days_the_others_claim(office: Office) -> None:
    """A laptop whose clock stood in another year for a while, and was set right."""
    for day in ("20270101", "20270102", "20270103"):
        bring(office, f"{day}-080000", day.encode())
    assert bring(office, "20260302-080000", b"now") == ()
    assert "20260302-080000" in {one.name for one in office.hub.backups.kept(LAPTOP)}
    assert bring(office, "20260303-080000", b"later") == ("20260302-080000",)
    office.close()


def test_a_hub_that_was_put_back_meanwhile_says_that_it_has_nothing(office: Office) -> None:
    assert office.hub.backups.add(LAPTOP, "20260302-080000", 8, b"second part") == 0
    assert office.hub.backups.add(LAPTOP, "20260302-080000", 0, b"first") == 5
    office.close()
