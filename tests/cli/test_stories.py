"""Each story by the public command line: one JSON object, its steps, its papers on disk, its figures."""

from collections import Counter
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from inspector_app.answers.stories import STORIES
from tests.cli.conftest import Run, spawn

SEEN: dict[str, tuple[dict[str, int], dict[str, int], dict[str, int]]] = {
    "failed_rechecks": (
        {"rectification_notice": 1, "recheck_opinion": 2, "filing_form": 1},
        {"合格闭环": 1, "升级": 1},
        {"filings": 1, "findings_closed": 1},
    ),
    "partial_stop": (
        {"stop_work_notice": 1, "resumption_notice": 2},
        {"合格闭环": 3},
        {"stop_work_notices": 1, "stop_work_partial": 1, "major_hazards": 3, "findings_closed": 3},
    ),
    "late_extension": (
        {"rectification_notice": 1, "extension_decision": 2, "recheck_opinion": 1},
        {"合格闭环": 2},
        {"findings_closed": 2, "findings_closed_on_time": 1},
    ),
    "conduct_withdrawn": (
        {"rectification_notice": 1, "conduct_notice": 2, "conduct_determination": 2},
        {"待整改": 1, "升级": 1},
        {"conduct_notices": 2, "conduct_determinations": 1},
    ),
    "phone_approvals": (
        {"site_record": 2, "stop_work_notice": 2, "rectification_notice": 2},
        {"已下达": 6},
        {"stop_work_notices": 2, "rectification_notices": 2},
    ),
    "plant_quarter": (
        {"plant_order": 2},
        {"已下达": 4},
        {"plant_visits": 8, "plants_distinct": 8, "plant_orders": 2},
    ),
    "paper_day": (
        {"rectification_notice": 1, "stop_work_notice": 1, "recheck_opinion": 1},
        {"合格闭环": 1, "待整改": 1, "已下达": 1},
        {"site_visits": 2, "findings": 3, "findings_closed": 1},
    ),
}
"""By story: all its papers by kind, all its duties by state, and the figures that it is about."""


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_played_by_the_public_command(run: Run, tmp_path: Path, name: str) -> None:
    code, told = run("demo", "--story", name, "--out", str(tmp_path / "out"))
    assert code == 0
    assert (told["ok"], told["story"]) == (True, name)
    steps(told)
    papers(told, tmp_path / "out")
    kinds, states, figures = SEEN[name]
    assert Counter(one["kind"] for one in told["documents"]) == kinds
    assert Counter(one["state"] for one in told["duties"]) == states
    assert {code: told["figures"][code] for code in figures} == figures
    duties(told)
    again(run, told)


def steps(told: dict[str, Any]) -> None:
    """Each step says when and what, and none happens before the one it follows."""
    at = [datetime.fromisoformat(one["at"]) for one in told["steps"]]
    assert len(at) >= 3
    assert at == sorted(at)
    assert all(one["what"].strip() for one in told["steps"])


def papers(told: dict[str, Any], out: Path) -> None:
    """Every paper lies in the folder as a PDF that can be opened, with the hash and pages that were told."""
    on_disk = {path.name for path in out.glob("*.pdf")}
    assert on_disk >= {Path(one["pdf"]).name for one in told["documents"]}
    numbers = [one["number"] for one in told["documents"]]
    assert len(set(numbers)) == len(numbers)
    for one in told["documents"]:
        path = Path(one["pdf"])
        assert sha256(path.read_bytes()).hexdigest() == one["pdf_sha256"]
        assert len(PdfReader(path).pages) == one["pages"]


def duties(told: dict[str, Any]) -> None:
    """What is open has a last day, what is closed the day on which it was."""
    for one in told["duties"]:
        assert one["due_on"] or not one["open"], one
        assert bool(one["closed_on"]) is (one["state"] == "合格闭环"), one


def again(run: Run, told: dict[str, Any]) -> None:
    """What was played is what the other commands find in the workspace."""
    _, numbers = run("numbers")
    assert numbers["gaps"] == []
    assert numbers["duplicates"] == []
    known = {one["number"] for one in numbers["numbers"]}
    here = {one["number"] for one in told["documents"] if one["kind"] != "filing_form"}
    late = {one["number"] for one in numbers.get("late", [])}
    assert here <= known | late


def test_every_story_has_its_expectation() -> None:
    assert set(SEEN) == set(STORIES)


def test_an_unknown_story_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    told = spawn(
        "--data", str(tmp_path), "--json", "demo", "--story", "nothing", "--out", str(tmp_path / "out")
    )
    assert told.returncode == 2
    assert "cli.unknown_story" in told.stdout + told.stderr
    for name in STORIES:
        assert name in told.stdout + told.stderr
    assert not (tmp_path / "out").exists()
