"""`export dossier`: the contract's answer, what it refuses, and that verify and Excel can go on from it."""

import csv
import json
from hashlib import sha256
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from inspector_app import cli
from tests.cli.conftest import Run


@pytest.fixture
def visit(run: Run, tmp_path: Path) -> str:
    """The id of the shipped site visit, played to its end."""
    code, told = run("demo", "--out", str(tmp_path / "papers"), "--now", "2026-11-24T08:30:00+08:00")
    assert code == 0
    return str(told["inspection_id"])


def test_the_file_of_a_visit_is_written_and_told(run: Run, visit: str, tmp_path: Path) -> None:
    out = tmp_path / "file"
    code, told = run("export", "dossier", "--out", str(out), "--id", visit)
    assert (code, told["ok"], told["schema"]) == (0, True, "inspector.export/1")
    files = {Path(one["path"]): one for one in told["files"]}
    assert set(files) == {path for path in out.rglob("*") if path.is_file()}
    for path, one in files.items():
        assert set(one) == {"path", "sha256", "rows"}
        assert sha256(path.read_bytes()).hexdigest() == one["sha256"]
    document = pypdfium2.PdfDocument(out / "案卷.pdf")
    assert files[out / "案卷.pdf"]["rows"] == len(document)
    document.close()
    for path in (out / "原件").glob("*.pdf"):
        document = pypdfium2.PdfDocument(path)
        assert files[path]["rows"] == len(document)
        document.close()


def test_its_originals_verify(run: Run, visit: str, tmp_path: Path) -> None:
    out = tmp_path / "file"
    run("export", "dossier", "--out", str(out), "--id", visit)
    papers = sorted((out / "原件").glob("*.pdf"))
    code, told = run("verify", *(str(path) for path in papers))
    assert code == 0
    assert [one["verdict"] for one in told["results"]] == ["valid"] * len(papers)
    with (out / "卷内文件清单.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    listed = json.loads((out / "卷内文件清单.json").read_text("utf-8"))["files"]
    assert [row["SHA-256"] for row in rows] == [one["sha256"] for one in listed]
    assert {row["文件"] for row in rows} == {
        path.relative_to(out).as_posix() for path in (out / "原件").iterdir()
    }


def test_people_get_lines(visit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(tmp_path / "data")
    assert cli.main(["--data", data, "export", "dossier", "--out", str(tmp_path / "f"), "--id", visit]) == 0
    told = capsys.readouterr()
    assert str(tmp_path / "f" / "案卷.pdf") in told.out
    assert "100 %" in told.err


REFUSED = {
    "nobody": (("--id", "f" * 32), 3, "dossier.no_subject"),
    "nothing": ((), 3, "dossier.no_subject"),
    "a day that is none": (("--id", "VISIT", "--from", "gestern"), 2, "cli.bad_day"),
    "a period of a visit": (("--id", "VISIT", "--to", "2026-12-01"), 3, "dossier.period_of_matter"),
    "reversed": (
        ("--id", "VISIT", "--from", "2026-12-02", "--to", "2026-12-01"),
        3,
        "dossier.period_reversed",
    ),
}


@pytest.mark.parametrize("how", REFUSED)
def test_what_cannot_be_written_is_refused_in_words(run: Run, visit: str, tmp_path: Path, how: str) -> None:
    more, exit_code, error = REFUSED[how]
    args = [visit if one == "VISIT" else one for one in more]
    code, told = run("export", "dossier", "--out", str(tmp_path / "file"), *args)
    assert code == exit_code
    assert told["ok"] is False
    assert [one["code"] for one in told["errors"]] == [error]
    assert all(one["message"] and one["remedy"] for one in told["errors"])
    assert not (tmp_path / "file").exists()


def test_a_folder_that_is_taken_is_left_alone(run: Run, visit: str, tmp_path: Path) -> None:
    out = tmp_path / "file"
    run("export", "dossier", "--out", str(out), "--id", visit)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    code, told = run("export", "dossier", "--out", str(out), "--id", visit)
    assert (code, told["errors"][0]["code"]) == (3, "dossier.folder_taken")
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_place_below_a_file_is_refused_by_the_environment(run: Run, visit: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    code, told = run("export", "dossier", "--out", str(tmp_path / "file" / "below"), "--id", visit)
    assert (code, told["errors"][0]["code"]) == (7, "dossier.refused_place")
