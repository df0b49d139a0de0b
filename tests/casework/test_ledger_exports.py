"""A ledger that leaves the program: as it was shown, numbers masked, whole only for a role and a reason."""

import errno
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from inspector_app.answers import demos
from inspector_app.casework.ledgers import exporting, layouts
from inspector_app.casework.ledgers.masking import masked
from inspector_app.catalog.case import read_case
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import RuleError, UnavailableError
from inspector_app.domain.ledgers import Column, Ledger, Match, Narrowing, Question
from tests.casework.bench import Bench
from tests.casework.conftest import START, at_work, play, training

TOP = 4


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The shipped site, played to its end."""
    base = tmp_path_factory.getbasetemp()
    folder = shutil.copytree(training(base), tmp_path_factory.mktemp("export") / "data")
    bench = at_work(folder, START)
    play(bench, read_case(demos.shipped_cases()[0]), until="resume")
    yield bench
    bench.session.close()


def rows_of(path: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path).active
    return list(sheet.iter_rows(min_row=TOP + 1, values_only=True))


def test_a_ledger_is_written_as_it_was_asked_for(done: Bench, tmp_path: Path) -> None:
    question = Question(
        Ledger.FINDINGS, "", (Narrowing("severity", Match.IS, "一般"),), sort="due", descending=False
    )
    made = exporting.export(done.desk, question, ("due", "fact", "number"), tmp_path / "问题.xlsx")
    told = rows_of(made.path)
    assert made.rows == len(told) == 2
    assert [(row[0].date(), row[2]) for row in told] == [(date(2026, 11, 26), 3), (date(2026, 11, 27), 2)]  # type: ignore[attr-defined]
    above = openpyxl.load_workbook(made.path).active
    assert above["A1"].value.endswith("问题台账")
    assert above["A2"].value == "条件：等级是一般，按整改期限从前到后"
    assert [path.name for path in tmp_path.iterdir()] == ["问题.xlsx"]


def test_numbers_of_people_are_masked_without_a_reason(done: Bench, tmp_path: Path) -> None:
    asked = Question(Ledger.INSPECTIONS)
    made = exporting.export(done.desk, asked, ("contact", "phone", "certificates"), tmp_path / "a.xlsx")
    assert rows_of(made.path) == [("骆远山、温景行", "138****0146", "51******17、51******85")]
    assert done.desk.store.records(exporting.ENTITY) == []


def test_numbers_are_whole_for_a_reason_that_is_kept(done: Bench, tmp_path: Path) -> None:
    asked = Question(Ledger.INSPECTIONS)
    made = exporting.export(done.desk, asked, ("phone",), tmp_path / "a.xlsx", reason=" 电话通知\n复查时间 ")
    assert rows_of(made.path) == [("13808990146",)]
    (kept,) = done.desk.store.records(exporting.ENTITY)
    assert kept.fields["reason"] == "电话通知 复查时间"
    assert (kept.fields["by"], kept.fields["sha256"], kept.fields["rows"]) == (done.desk.user, made.sha256, 1)


def test_without_the_role_a_reason_opens_nothing(
    done: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MAY_SEE", frozenset({Role.HUB}))
    with pytest.raises(RuleError) as refused:
        exporting.export(done.desk, Question(Ledger.PLANTS), (), tmp_path / "a.xlsx", reason="要")
    assert refused.value.code == "ledger.reason_not_allowed"
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(done: Bench, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UnavailableError) as refused:
        exporting.export(done.desk, Question(Ledger.PLANTS), (), tmp_path / "file" / "a.xlsx")
    assert refused.value.code == "ledger.refused"
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(UnavailableError):
        exporting.export(done.desk, Question(Ledger.PLANTS), (), tmp_path / "folder.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.xlsx"]


def test_a_full_disk_leaves_the_old_file(done: Bench, tmp_path: Path) -> None:
    old = tmp_path / "a.xlsx"
    old.write_bytes(b"old")

    class Full:
        def step(self, done: int, total: int, doing: str = "") -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(UnavailableError) as refused:
        exporting.export(done.desk, Question(Ledger.FINDINGS), (), old, progress=Full())
    assert refused.value.code == "ledger.disk_full"
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_personal_numbers_are_found_in_other_texts_too() -> None:
    text, number = Column("fact", "问题"), Column("phone", "电话", personal=True)
    assert masked(text, "打电话13808990146，编号3-138089901461") == "打电话138****0146，编号3-138089901461"
    assert masked(text, "身份证110101199003074514。") == "身份证1101**********4514。"
    assert (
        masked(text, "信用代码91330106MA2B1K2L3X，桩号K12+345") == "信用代码91330106MA2B1K2L3X，桩号K12+345"
    )
    assert masked(number, "0571-88990011、分机8") == "0571-88****11、分机8"


def test_columns_of_personal_numbers_are_marked() -> None:
    told = {
        (one.ledger, column.code)
        for one in layouts.LAYOUTS.values()
        for column in one.columns
        if column.personal
    }
    assert told == {(Ledger.INSPECTIONS, "phone"), (Ledger.INSPECTIONS, "certificates")}
