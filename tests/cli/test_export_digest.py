"""`export digest`: a day is 日汇报, more are 周调度; each figure with its ids; what is refused in words."""

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from inspector_app import cli
from tests.cli.conftest import Run

DAY = "2026-11-24"


@pytest.fixture
def demo(run: Run, tmp_path: Path) -> None:
    """The shipped visits, played to their end."""
    code, _ = run("demo", "--out", str(tmp_path / "papers"), "--now", f"{DAY}T08:30:00+08:00")
    assert code == 0


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


@pytest.mark.usefixtures("demo")
def test_a_day_is_written_with_its_figures(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "day.pdf"
    code, told = run("export", "digest", "--from", DAY, "--out", str(out))
    assert (code, told["ok"], told["schema"]) == (0, True, "inspector.export/1")
    (file,) = told["files"]
    assert file == {"path": str(out), "sha256": sha256(out.read_bytes()).hexdigest(), "rows": 1}
    assert (told["title"], told["from"], told["to"]) == ("监督检查日汇报", DAY, DAY)
    code, counted = run("figures", "--from", DAY, "--to", DAY)
    assert code == 0
    known = {one["code"]: one["value"] for one in counted["figures"]}
    figures = told["figures"]
    for code_, other in (
        ("officer_visits", "officer_visits"),
        ("findings", "findings"),
        ("major", "major_hazards"),
    ):
        assert figures[code_]["value"] == known[other] == len(figures[code_]["ids"])
    text = text_of(out)
    assert f"出动执法人员{known['officer_visits']}人次" in text
    assert f"发现隐患{known['findings']}条" in text
    with pikepdf.open(BytesIO(out.read_bytes())) as pdf:
        (inner,) = [pdf.attachments[one].get_file().read_bytes() for one in pdf.attachments]
    assert {code: one["ids"] for code, one in json.loads(inner)["figures"].items()} == {
        code: one["ids"] for code, one in figures.items()
    }


@pytest.mark.usefixtures("demo")
def test_more_days_are_a_week_beside_the_one_before(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "week.pdf"
    code, told = run("export", "digest", "--from", "2026-11-23", "--to", "2026-11-29", "--out", str(out))
    assert (code, told["title"]) == (0, "监督检查周调度")
    text = text_of(out)
    assert "2026年11月23日至11月29日" in text
    assert "上周指11月16日至11月22日" in text


@pytest.mark.usefixtures("demo")
def test_people_get_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "day.pdf"
    capsys.readouterr()
    assert (
        cli.main(["--data", str(tmp_path / "data"), "export", "digest", "--from", DAY, "--out", str(out)])
        == 0
    )
    told = capsys.readouterr().out
    assert str(out) in told
    assert "11月24日，出动执法人员" in told


REFUSED = {
    "no day": ((), 2, "digest.no_days"),
    "no day but the last": (("--to", DAY), 2, "digest.no_days"),
    "a day that is none": (("--from", "gestern"), 2, "cli.bad_day"),
    "reversed": (("--from", DAY, "--to", "2026-11-23"), 3, "digest.reversed"),
    "to come": (("--from", "2199-01-01"), 3, "digest.future"),
    "too long": (("--from", "2026-01-01", "--to", DAY), 3, "digest.too_long"),
}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("how", REFUSED)
def test_what_is_no_period_is_refused_in_words(run: Run, tmp_path: Path, how: str) -> None:
    more, exit_code, error = REFUSED[how]
    out = tmp_path / "day.pdf"
    code, told = run("export", "digest", "--out", str(out), *more)
    assert code == exit_code
    assert [one["code"] for one in told["errors"]] == [error]
    assert all(one["message"] and one["remedy"] and "{" not in one["message"] for one in told["errors"])
    assert not out.exists()


@pytest.mark.usefixtures("demo")
def test_a_place_below_a_file_is_refused_by_the_environment(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    code, told = run("export", "digest", "--from", DAY, "--out", str(tmp_path / "file" / "day.pdf"))
    assert (code, told["errors"][0]["code"]) == (7, "export.refused")
