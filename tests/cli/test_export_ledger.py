"""`export ledger`: every ledger as a file, or one; what is refused in words, with nothing written."""

from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run

DAY = "2026-11-24"


@pytest.fixture
def demo(run: Run, tmp_path: Path) -> None:
    """The shipped visits, played to their end."""
    code, _ = run("demo", "--out", str(tmp_path / "papers"), "--now", f"{DAY}T08:30:00+08:00")
    assert code == 0


def days_of(path: Path) -> list[str]:
    """Return the days of issue that stand in a register of documents."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [str(row[1])[:10] for row in sheet.iter_rows(min_row=5, values_only=True)]


@pytest.mark.usefixtures("demo")
def test_ledgers_are_written_and_wrong_calls_are_refused(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "ledgers"
    code, told = run("export", "ledger", "--out", str(out))
    assert (code, told["schema"]) == (0, "inspector.export/1")
    assert {one["ledger"]: one["rows"] for one in told["files"]} == {
        "inspections": 2,
        "findings": 5,
        "documents": 9,
        "rechecks": 0,
        "conduct": 0,
        "filings": 0,
        "plants": 1,
    }
    for one in told["files"]:
        raw = Path(one["path"]).read_bytes()
        assert sha256(raw).hexdigest() == one["sha256"]
    one_file = tmp_path / "one.xlsx"
    code, told = run(
        "export", "ledger", "--ledger", "documents", "--from", DAY, "--to", DAY, "--out", str(one_file)
    )
    whole = days_of(out / "文书登记簿.xlsx")
    assert len(set(whole)) > 1
    assert (code, [one["rows"] for one in told["files"]]) == (0, [whole.count(DAY)])
    assert set(days_of(one_file)) == {DAY}
    code, told = run("export", "ledger", "--ledger", "documents", "--out", str(tmp_path / "folder"))
    assert [Path(one["path"]) for one in told["files"]] == [tmp_path / "folder" / "文书登记簿.xlsx"]
    left = sorted(tmp_path.rglob("*"))
    for wrong, exit_code, error in (
        (("--ledger", "money"), 2, "ledger.no_such"),
        (("--from", "2026-12-31", "--to", "2026-01-01"), 3, "ledger.period_reversed"),
        (("--from", "tomorrow"), 2, "cli.bad_day"),
    ):
        code, told = run("export", "ledger", *wrong, "--out", str(tmp_path / "none"))
        assert (code, told["errors"][0]["code"]) == (exit_code, error)
    assert sorted(tmp_path.rglob("*")) == left
