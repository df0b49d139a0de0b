"""Filings from the command line: one form in its own workspace, counted, and seen by doctor."""

from pathlib import Path

from inspector_app.casework.people import workspace
from inspector_app.domain.templates import DocumentKind
from inspector_app.trust.sharing import ShareFile
from tests.cli.conftest import Run

FOREVER = ("--from", "2000-01-01", "--to", "2099-12-31")


def filings_of(told: dict[str, object]) -> dict[str, object]:
    figures = told["figures"]
    assert isinstance(figures, list)
    return next(one for one in figures if one["code"] == "filings")


def test_the_form_of_the_demonstration_lies_in_the_filing_workspace(run: Run, tmp_path: Path) -> None:
    code, told = run("demo", "--every-kind", "--out", str(tmp_path / "out"))
    assert code == 0
    (form,) = [one for one in told["documents"] if one["kind"] == DocumentKind.FILING_FORM]
    assert form["number"].endswith("3-1号")
    assert Path(form["pdf"]).read_bytes().startswith(b"%PDF")
    assert told["figures"]["filings"] == 1
    _, numbers = run("numbers")
    assert form["number"] not in {one["number"] for one in numbers["numbers"]}
    _, counted = run("figures", *FOREVER)
    assert filings_of(counted)["ids"] == [form["id"]]


def test_a_story_that_files_is_counted(run: Run, tmp_path: Path) -> None:
    code, told = run("demo", "--story", "failed_rechecks", "--out", str(tmp_path / "out"))
    assert code == 0
    assert told["figures"]["filings"] == 1
    assert [one["kind"] for one in told["documents"]][-1] == DocumentKind.FILING_FORM


def test_doctor_says_whether_who_looks_has_the_key(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("demo", "--until", "findings", "--out", str(tmp_path / "out"))
    assert filing_check(run) == "ok"
    ShareFile.read(data / "filing" / "keys.json").take(workspace.TRAINING_USER)
    assert filing_check(run) == "warn"


def filing_check(run: Run) -> str:
    _, told = run("doctor")
    check = next(one for one in told["checks"] if one["id"] == "filing")
    assert check["value"]
    return str(check["status"])
