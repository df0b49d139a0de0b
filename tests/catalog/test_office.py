"""Activating an edition: whole or not at all, and the last good one goes on working."""

import shutil
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.catalog import office
from inspector_app.catalog.load import load
from inspector_app.domain.errors import DamagedError, ProblemsError, RuleError, UnavailableError

FORMS = assets.folder("forms")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "forms"
    shutil.copytree(FORMS, copy)
    return copy


def _change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.toml")}


def test_without_an_office_the_shipped_edition_is_used(tmp_path: Path) -> None:
    for place in (None, tmp_path / "nothing"):
        rules, warning = office.active(place, FORMS)
        assert rules.edition == load(FORMS).edition
        assert warning is None


def test_an_activated_edition_is_used_and_does_not_follow_its_source(folder: Path, tmp_path: Path) -> None:
    _change(folder, "options.toml", "reply_days = 3", "reply_days = 5")
    edition = office.activate(folder, tmp_path / "office")
    shutil.rmtree(folder)
    rules, warning = office.active(tmp_path / "office", FORMS)
    assert (rules.edition, rules.options.reply_days, warning) == (edition, 5, None)


def test_the_copy_is_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    (folder / "documents" / "notes.txt").write_text("not a form", "utf-8")
    edition = office.activate(folder, tmp_path / "office")
    assert _files(tmp_path / "office" / "editions" / edition) == _files(folder)


def test_a_faulty_folder_changes_nothing(folder: Path, tmp_path: Path) -> None:
    first = office.activate(folder, tmp_path / "office")
    _change(folder, "documents/stop_work_notice.toml", 'code = "scope"', 'code = "range"')
    _change(folder, "options.toml", "reply_days = 3", "reply_days = 99")
    with pytest.raises(ProblemsError) as caught:
        office.activate(folder, tmp_path / "office")
    assert caught.value.code == "forms.faulty"
    assert [problem.code for problem in caught.value.problems] == ["forms.field_range"]
    assert caught.value.problems[0].where == "options.toml:3 reply_days"
    assert office.active(tmp_path / "office", FORMS)[0].edition == first


def test_a_failing_example_changes_nothing(folder: Path, tmp_path: Path) -> None:
    first = office.activate(folder, tmp_path / "office")
    _change(folder, "checklists/jgj59/standard.toml", "passing = 70", "passing = 75")
    _change(
        folder, "calendars/2026.toml", "day = 2026-10-01\nworking = false", "day = 2026-10-01\nworking = true"
    )
    with pytest.raises(RuleError) as caught:
        office.activate(folder, tmp_path / "office")
    assert caught.value.code == "forms.examples_failed"
    assert "calendars/2026.toml" in caught.value.where
    assert office.active(tmp_path / "office", FORMS)[0].edition == first


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("altered", "forms.edition_changed"),
        ("removed", "forms.edition_missing"),
        ("emptied", "forms.edition_changed"),
    ],
)
def test_a_damaged_edition_leaves_the_last_good_one_in_use(
    folder: Path, tmp_path: Path, harm: str, code: str
) -> None:
    place = tmp_path / "office"
    first = office.activate(folder, place)
    _change(folder, "options.toml", "reply_days = 3", "reply_days = 5")
    second = office.activate(folder, place)
    kept = place / "editions" / second
    if harm == "altered":
        _change(kept, "options.toml", "reply_days = 5", "reply_days = 9")
    elif harm == "removed":
        shutil.rmtree(kept)
    else:
        (kept / "options.toml").write_bytes(b"")
    rules, warning = office.active(place, FORMS)
    assert rules.edition == first
    assert warning is not None
    assert (warning.code, warning.where) == (code, second[:12])


def test_when_nothing_is_left_the_shipped_edition_is_used_with_a_warning(
    folder: Path, tmp_path: Path
) -> None:
    place = tmp_path / "office"
    _change(folder, "options.toml", "reply_days = 3", "reply_days = 5")
    office.activate(folder, place)
    shutil.rmtree(place / "editions")
    rules, warning = office.active(place, FORMS)
    assert rules.edition == load(FORMS).edition
    assert warning is not None
    assert warning.code == "forms.edition_missing"


def test_a_torn_or_foreign_pointer_is_passed_over(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "office"
    edition = office.activate(folder, place)
    (place / "active.txt").write_bytes(b"\xff\xfe torn\n../../etc\n" + edition.encode() + b"\n")
    assert office.active(place, FORMS)[0].edition == edition


def test_what_a_power_cut_leaves_behind_does_no_harm(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "office"
    first = office.activate(folder, place)
    half = place / "editions" / ".new-0123"
    half.mkdir()
    (half / "options.toml").write_text("reply_", "utf-8")
    (place / ".active.txt-0123").write_text("f" * 30, "ascii")
    assert office.active(place, FORMS)[0].edition == first
    _change(folder, "options.toml", "reply_days = 3", "reply_days = 5")
    assert office.active(place, FORMS)[0].edition == first
    second = office.activate(folder, place)
    assert office.active(place, FORMS)[0].edition == second


def test_activating_again_mends_a_damaged_copy_and_keeps_what_was_found(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "office"
    edition = office.activate(folder, place)
    _change(place / "editions" / edition, "options.toml", "reply_days = 3", "reply_days = 9")
    assert office.activate(folder, place) == edition
    rules, warning = office.active(place, FORMS)
    assert (rules.edition, warning) == (edition, None)
    assert [one for one in (place / "editions").iterdir() if one.name.startswith("damaged-")]


def test_going_back_to_an_older_edition(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "office"
    first = office.activate(folder, place)
    _change(folder, "options.toml", "reply_days = 3", "reply_days = 5")
    office.activate(folder, place)
    _change(folder, "options.toml", "reply_days = 5", "reply_days = 3")
    assert office.activate(folder, place) == first
    assert office.active(place, FORMS)[0].options.reply_days == 3


def test_a_document_finds_the_edition_it_pins(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "office"
    first = office.activate(folder, place)
    _change(folder, "options.toml", "reply_days = 3", "reply_days = 5")
    office.activate(folder, place)
    pinned = office.edition(place, FORMS, first)
    assert pinned is not None
    assert pinned.edition == first
    shipped = office.edition(None, FORMS, load(FORMS).edition)
    assert shipped is not None
    assert office.edition(place, FORMS, "0" * 64) is None
    assert office.edition(place, FORMS, "../../etc") is None


def test_a_place_that_cannot_be_written_is_said(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "office"
    place.write_text("a file where a folder should be", "utf-8")
    with pytest.raises(UnavailableError) as caught:
        office.activate(folder, place)
    assert caught.value.code == "forms.not_kept"


def test_a_broken_installation_is_said(folder: Path) -> None:
    (folder / "edition.toml").unlink()
    with pytest.raises(DamagedError) as caught:
        office.active(None, folder)
    assert caught.value.code == "forms.shipped_damaged"
