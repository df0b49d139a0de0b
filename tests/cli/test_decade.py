"""`demo --decade`: ten years in a folder by one command, once, and measured there."""

from pathlib import Path

from tests.cli.conftest import Run


def test_ten_years_are_told_once_and_counted(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, told = run("demo", "--decade", "1000", "--out", str(out))
    assert code == 0
    assert (told["visits"], told["findings"]) == (50, 1000)
    code, told = run("demo", "--decade", "1000", "--out", str(out))
    assert (code, told["errors"][0]["code"]) == (3, "demo.decade_there")


def test_too_many_and_too_few_are_refused_with_the_bounds(run: Run, tmp_path: Path) -> None:
    for rows in ("19", "2000001", "-5"):
        code, told = run("demo", "--decade", rows, "--out", str(tmp_path / "out"))
        assert (code, told["errors"][0]["code"]) == (2, "demo.decade_rows")
        assert "2000000" in told["errors"][0]["message"].replace(",", "")
