"""The examples inside the files can fail: altered, or when the rule they guard is altered."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app import assets
from inspector_app.catalog.examples import run_examples, sheet_of
from inspector_app.catalog.schema import SheetEntry

FORMS = assets.folder("forms")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "forms"
    shutil.copytree(FORMS, copy)
    return copy


@pytest.mark.parametrize(
    ("file", "old", "new", "failing"),
    [
        ("checklists/jgj59/b14_electric.toml", 'exact = "98"', 'exact = "97"', 1),
        (
            "checklists/jgj59/b14_electric.toml",
            'zero_reason = "guarantee_subtotal<40"',
            'zero_reason = ""',
            1,
        ),
        ("checklists/jgj59/examples.toml", 'grade = "优良"', 'grade = "合格"', 1),
        ("checklists/jgj59/examples.toml", 'table = "B.1"', 'table = "B.99"', 1),
        ("checklists/concrete_plant.toml", "count = 65", "count = 64", 1),
        ("checklists/concrete_plant.toml", "key = true\nbasis", "key = false\nbasis", 1),
        (
            "checklists/major_hazards_2024.toml",
            'id = "MH24-07-02"\narticle = 7',
            'id = "MH24-07-02"\narticle = 8',
            1,
        ),
        ("clauses/awl2014.toml", "valid_to = 2021-08-31", "valid_to = 2029-08-31", 1),
        ("calendars/2026.toml", "2026-10-01, ", "", 1),
        ("checklists/jgj59/standard.toml", "passing = 70", "passing = 79", 1),
    ],
)
def test_an_alteration_is_noticed(folder: Path, file: str, old: str, new: str, failing: int) -> None:
    passed_before, _ = run_examples(folder)
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    passed, failed = run_examples(folder)
    assert len(failed) >= failing
    assert passed + len(failed) == passed_before
    assert all(one["expected"] != one["got"] for one in failed)


def test_a_failed_example_says_where_it_stands_and_what_came_out(folder: Path) -> None:
    path = folder / "checklists/jgj59/b14_electric.toml"
    text = path.read_text("utf-8").replace('exact = "98"', 'exact = "97"', 1)
    path.write_text(text, "utf-8")
    _, (failed,) = run_examples(folder)
    assert failed["file"] == "checklists/jgj59/b14_electric.toml"
    assert text.split("\n")[int(str(failed["line"])) - 1] == "[[example]]"
    assert (failed["expected"], failed["got"]) == ("97", "98")


def test_a_folder_with_faults_passes_nothing(folder: Path) -> None:
    (folder / "edition.toml").unlink()
    passed, failed = run_examples(folder)
    assert passed == 0
    assert failed[0]["got"] == "forms.file_missing"


SCORES = st.dictionaries(st.integers(1, 20), st.integers(0, 20), max_size=8)


@settings(max_examples=60, deadline=None)
@given(scores=SCORES, missing=st.lists(st.integers(21, 30), unique=True, max_size=3))
def test_a_sheet_keeps_what_it_says(scores: dict[int, int], missing: list[int]) -> None:
    entry = SheetEntry(items={str(number): score for number, score in scores.items()}, missing=missing)
    sheet = sheet_of(entry, "B.3")
    assert sheet.table == "B.3"
    assert {number for number, score in sheet.items.items() if score is None} == set(missing)
    assert {n: score for n, score in sheet.items.items() if score is not None} == {
        n: Fraction(score) for n, score in scores.items()
    }
