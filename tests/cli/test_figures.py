"""`figures` with a report's sentence and slices, and `export figures`: answered, and refused in words."""

from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.conftest import Run

DAY = "2026-11-24"
HALF = ("--from", "2026-07-01", "--to", "2026-12-31")


@pytest.fixture
def demo(run: Run, tmp_path: Path) -> None:
    code, _ = run("demo", "--out", str(tmp_path / "papers"), "--now", f"{DAY}T08:30:00+08:00")
    assert code == 0


@pytest.mark.usefixtures("demo")
def test_the_half_year_is_told_whole(run: Run, tmp_path: Path) -> None:
    code, told = run("figures", *HALF, "--report", "half-year", "--by", "quarter")
    assert (code, told["not_handed_in"]) == (0, [])
    assert told["sentence"].startswith("2026年下半年，")
    assert "限期整改通知1份，停工通知1份（局部停工1份）" in told["sentence"]
    assert [one["code"] for one in told["slices"]] == ["2026-Q3", "2026-Q4"]
    known = {one["code"]: one for one in told["figures"]}
    assert all(one["value"] == len(one["ids"]) for one in known.values())
    rate = next(one for one in told["rates"] if one["code"] == "rectified")
    assert (rate["numerator"], rate["denominator"]) == (
        known["findings_closed"]["value"],
        known["findings"]["value"],
    )
    for name in ("half.docx", "half.pdf", "half.xlsx"):
        out = tmp_path / "out" / name
        code, made = run("export", "figures", *HALF, "--out", str(out))
        (file,) = made["files"]
        assert (code, file["sha256"]) == (0, sha256(out.read_bytes()).hexdigest())
        assert made["sentence"] == told["sentence"]


REFUSED = {
    "reversed": (("figures", "--from", DAY, "--to", "2026-11-23"), 3, "figures.period_reversed"),
    "not come yet": (("figures", "--from", "2027-01-01", "--to", "2027-06-30"), 3, "figures.period_ahead"),
    "ten thousand years": (
        ("figures", "--from", "0001-01-01", "--to", "9999-12-31"),
        3,
        "figures.period_too_long",
    ),
    "a workbook of what has not come": (
        ("export", "figures", "--from", "2027-01-01", "--to", "2027-06-30", "--out", "f.xlsx"),
        3,
        "figures.period_ahead",
    ),
    "no such report": (("figures", *HALF, "--report", "yearly"), 3, "figures.no_report"),
    "no such grouping": (("figures", *HALF, "--by", "weather"), 2, "figures.unknown_by"),
    "a name that says nothing": (("export", "figures", *HALF, "--out", "f.odt"), 3, "figures.unknown_paper"),
    "a folder below a file": (("export", "figures", *HALF, "--out", "file/f.pdf"), 7, "export.refused"),
}


@pytest.mark.usefixtures("demo")
def test_what_cannot_be_told_is_refused_in_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x", "utf-8")
    before = sorted(one.name for one in tmp_path.iterdir())
    for args, exit_code, error in REFUSED.values():
        code, told = run(*args)
        assert (code, [one["code"] for one in told["errors"]]) == (exit_code, [error])
        assert all(one["message"] and one["remedy"] and "{" not in one["message"] for one in told["errors"])
    assert sorted(one.name for one in tmp_path.iterdir()) == before
