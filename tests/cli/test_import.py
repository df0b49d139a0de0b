"""`import` as an outsider calls it: JSON, exit codes, a dry run, the workbook of rejected rows."""

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run
from tests.importing.books import book

ROWS = (
    ("2026年在建工程",),
    ("序号", "项目名称", "监督编号", "建设地点", "施工单位", "备注栏"),
    (1, "恒安苑", "JD1", "恒安路", "鼎恒建设集团有限公司"),
    (2, "=HYPERLINK(1)", "JD2", "恒宁路", "鼎恒建设集团有限公司"),
    (3, "恒泰苑", "3.1E+11", "@恒泰路", "鼎恒建设集团有限公司"),
    ("合计", "3个"),
)


@pytest.fixture
def ledger(run: Run, tmp_path: Path) -> Path:
    assert run("demo", "--out", str(tmp_path / "papers"), "--until", "findings")[0] == 0
    return book(tmp_path / "台账.xlsx", {"台账": (ROWS, ())})


def test_a_dry_run_writes_nothing_and_the_same_file_twice_changes_nothing(
    run: Run, ledger: Path, tmp_path: Path
) -> None:
    digest = run("digest")[1]["digest"]
    code, dry = run("import", "sites", str(ledger), "--dry-run")
    assert (code, dry["schema"], dry["dry_run"]) == (8, "inspector.import/1", True)
    assert (dry["new"], dry["changed"], dry["same"]) == (1, 0, 0)
    assert [(one["row"], one["column"], one["value"], one["code"]) for one in dry["rejected"]] == [
        (4, "B", "=HYPERLINK(1)", "import.formula_unreckoned"),
        (5, "C", "3.1E+11", "import.number_rounded"),
    ]
    assert all(one["message"] and one["remedy"] for one in dry["rejected"])
    assert [one["column"] for one in dry["unknown_columns"]] == ["F"]
    assert run("digest")[1]["digest"] == digest
    back = tmp_path / "退回.xlsx"
    code, told = run("import", "sites", str(ledger), "--rejected", str(back))
    assert (code, told["new"]) == (8, 1)
    written = run("digest")[1]["digest"]
    assert written != digest
    assert run("import", "sites", str(ledger))[1]["same"] == 1
    assert run("digest")[1]["digest"] == written
    _corrected(back)
    code, again = run("import", "sites", str(back))
    assert (code, again["ok"], again["new"], again["rejected"]) == (0, True, 2, [])


def _corrected(path: Path) -> None:
    """Correct the rows that came back, as a person would, and look at what they are."""
    made = openpyxl.load_workbook(path)
    sheet = made["台账"]
    rows = list(sheet.iter_rows(min_row=3))
    assert [[one.data_type for one in row if one.value is not None] for row in rows] == [
        ["n", "s", "s", "s", "s", "s"],
        ["n", "s", "s", "s", "s", "s"],
    ]
    assert rows[0][1].value == "=HYPERLINK(1)"
    assert "公式" in str(rows[0][6].value)
    rows[0][1].value, rows[1][2].value = "恒宁苑", "JD3"
    made.save(path)


@pytest.mark.parametrize(
    ("name", "content", "code", "exit_code"),
    [
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import.old_excel", 3),
        ("旧.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import.old_excel", 3),
        ("表.csv", b"a,b\n1,2\n", "import.text_file", 3),
        ("坏.xlsx", b"PK\x03\x04", "import.damaged", 3),
    ],
)
def test_other_files_are_refused_with_the_cure(
    run: Run, ledger: Path, name: str, content: bytes, code: str, exit_code: int
) -> None:
    path = ledger.with_name(name)
    path.write_bytes(content)
    got, told = run("import", "sites", str(path))
    assert (got, told["ok"], told["errors"][0]["code"]) == (exit_code, False, code)
    assert ".xlsx" in told["errors"][0]["remedy"]


def test_what_cannot_be_asked_is_a_mistake_of_the_call(run: Run, ledger: Path) -> None:
    assert run("import", "cars", str(ledger))[0] == 2
    assert run("import", "sites", str(ledger.with_name("没有.xlsx")))[0] == 2
    assert run("import", "people", str(ledger))[1]["errors"][0]["code"] == "import.nothing_recognised"
    # Rows sent back that cannot be written: nothing is imported, so that none is lost.
    before = run("digest")[1]["digest"]
    code, told = run("import", "sites", str(ledger), "--rejected", str(ledger / "退回.xlsx"))
    assert (code, told["errors"][0]["code"]) == (7, "import.unwritable")
    assert run("digest")[1]["digest"] == before
