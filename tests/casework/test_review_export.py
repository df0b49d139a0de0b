"""Several dossiers are bound into one folder: whole, or not at all, and nothing is written over."""

import csv
import errno
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from inspector_app.casework.overview import review_export
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import Case
from inspector_app.documents.binding import PdfBinder
from inspector_app.domain.dossier import Bound, Volume
from inspector_app.domain.errors import Cancelled, InspectorError, Progress
from tests.casework.bench import Bench
from tests.casework.conftest import play


class Failing:
    """A binder that fails as a disk does; counts how often it was asked."""

    def __init__(self, fail: Callable[[Path], None], after: int = 0) -> None:
        self._fail, self._after, self.asked = fail, after, 0

    def bind(self, volume: Volume, out: Path, work: Path, progress: Progress) -> Bound:
        self.asked += 1
        if self.asked > self._after:
            self._fail(out)
        return PdfBinder().bind(volume, out, work, progress)


class Stops:
    """A person who changes their mind while a dossier is being bound."""

    def __init__(self, at: int) -> None:
        self._at, self.steps = at, 0

    def step(self, done: int, total: int, doing: str = "") -> None:
        self.steps += 1
        if self.steps > self._at:
            raise Cancelled


def full(out: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", str(out))


def gone(out: Path) -> None:
    raise OSError(errno.EIO, "Input/output error", str(out))


@pytest.fixture
def two(bench: Bench, played: Played, plant_case: Case) -> list[str]:
    """Two visits of different targets that were issued."""
    return [played.inspection_id, play(bench, plant_case, until="issue").inspection_id]


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_each_dossier_is_one_file_and_the_list_names_all(
    bench: Bench, two: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out" / "案卷"
    seen: list[tuple[int, int, str]] = []

    class Notes:
        def step(self, done: int, total: int, doing: str = "") -> None:
            seen.append((done, total, doing))

    told = review_export.export(bench.desk, PdfBinder(), [*two, two[0]], out, progress=Notes())
    assert told.bound == 2
    files = [one.path for one in told.dossiers]
    assert names(out) == sorted([*(one.name for one in files if one), "案卷目录.csv"])
    for one in told.dossiers:
        assert one.path is not None
        assert one.path.name == f"{one.row.on} {one.row.target}.pdf"
        with pikepdf.open(one.path) as pdf:
            assert len(pdf.pages) == one.sheets
    rows = list(csv.reader((out / "案卷目录.csv").read_text("utf-8-sig").splitlines()))
    assert [row[8] for row in rows[1:]] == [one.name for one in files if one]
    assert [row[9] for row in rows[1:]] == [one.sha256 for one in told.dossiers]
    done = [one[0] for one in seen]
    assert done == sorted(done)
    assert {one[1] for one in seen} == {2000}
    assert {one[2] for one in seen} == {one.row.target for one in told.dossiers}
    with pytest.raises(InspectorError) as refused:
        review_export.export(bench.desk, PdfBinder(), two, out)
    assert refused.value.code == "reviewing.folder_taken"
    assert sorted(names(out.parent)) == ["案卷"]


def test_what_has_nothing_in_it_is_left_out_and_named(bench: Bench, played: Played, tmp_path: Path) -> None:
    target = inspections.inspection_of(bench.desk.store, played.inspection_id).target_id
    again = inspections.begin(bench.desk, target, (), started="2026-11-24T15:00:00+08:00")
    told = review_export.export(bench.desk, PdfBinder(), [played.inspection_id, again], tmp_path / "out")
    assert [one.why for one in told.dossiers] == ["", "dossier.empty"], "one with nothing in it is named"
    rows = list(csv.reader((tmp_path / "out" / "案卷目录.csv").read_text("utf-8-sig").splitlines()))
    assert rows[2][10] == "未导出：还没有可以装订的材料"
    with pytest.raises(InspectorError) as refused:
        review_export.export(bench.desk, PdfBinder(), [again], tmp_path / "none")
    assert refused.value.code == "reviewing.nothing_bound"
    assert names(tmp_path / "out") == names(told.folder)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(("fail", "code"), [(full, "reviewing.disk_full"), (gone, "reviewing.refused_place")])
def test_a_disk_that_fails_at_the_second_leaves_nothing(
    bench: Bench, two: list[str], tmp_path: Path, fail: Callable[[Path], None], code: str
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    binder = Failing(fail, after=1)
    with pytest.raises(InspectorError) as refused:
        review_export.export(bench.desk, binder, two, place / "deep" / "案卷")
    assert refused.value.code == code
    assert refused.value.where == str(place / "deep" / "案卷")
    assert binder.asked == 2
    assert names(place) == [], "neither half a folder nor the one above it"


def test_a_place_that_is_no_folder_is_refused_in_words(bench: Bench, two: list[str], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"mine")
    for out in (file, file / "案卷"):
        with pytest.raises(InspectorError) as refused:
            review_export.export(bench.desk, PdfBinder(), two, out)
        assert refused.value.code in ("reviewing.folder_taken", "reviewing.refused_place")
    assert file.read_bytes() == b"mine"
    with pytest.raises(InspectorError) as refused:
        review_export.export(bench.desk, PdfBinder(), [], tmp_path / "out")
    assert refused.value.code == "reviewing.nothing_chosen"


def test_who_stops_it_finds_nothing_of_it(bench: Bench, two: list[str], tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    told = Stops(at=10**9)
    review_export.export(bench.desk, PdfBinder(), two, tmp_path / "whole", progress=told)
    with pytest.raises(Cancelled):
        review_export.export(bench.desk, PdfBinder(), two, place / "案卷", progress=Stops(at=told.steps - 2))
    assert names(place) == []
