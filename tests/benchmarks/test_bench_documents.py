"""`bench documents`: the contract's shape, and that all engines made the same document."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from inspector_app import cli
from inspector_app.answers.benches.contest import measure
from inspector_app.documents.bench import child
from inspector_app.documents.bench.engines import ALL, OURS, Known
from inspector_app.documents.bench.fairness import inspect
from inspector_app.documents.bench.notice import Jobs
from inspector_app.documents.bench.works import documents

NOBODY = Known("nobody", "with_typst", "Typst", "a_package_that_nobody_has", 1.1)
FIGURES = {"median", "p95", "spread", "n", "cpu"}
INSTALLED = [name for name, one in ALL.items() if one.installed]


def called(capsys: pytest.CaptureFixture[str], data: Path, *args: str) -> tuple[int, dict[str, Any]]:
    code = cli.main(["--data", str(data), "--json", "bench", *args])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.slow
def test_the_answer_has_the_contracts_shape(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, told = called(capsys, tmp_path, "documents", "--rounds", "1")
    assert (code, told["schema"], told["ok"], told["errors"]) == (0, "inspector.bench/1", True, [])
    assert {"system", "machine", "cores", "python"} <= set(told["machine"])
    assert {row["name"].partition(":")[0] for row in told["rows"]} == {"documents"}
    assert len(told["rows"]) == 6
    for row in told["rows"]:
        assert set(row["ours"]) >= FIGURES
        assert row["ours"]["n"] == 1
        assert row["limit"] > 0
        if row["status"] == "skipped":
            assert (row["ratio"], row["pass"]) == (None, False)
        else:
            assert row["ratio"] == round(row["ours"]["median"] / row["peer"]["median"], 3)
            assert row["pass"] is (row["ratio"] <= row["limit"])
            assert row["peer"]["cold_ms"] > 0
    assert not list(tmp_path.iterdir()), "a bench needs no data folder and makes none"


def test_an_unknown_bench_is_a_usage_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, told = called(capsys, tmp_path, "ledgers")
    assert (code, told["ok"]) == (2, False)
    assert told["errors"][0]["code"] == "bench.unknown"
    assert "documents" in told["errors"][0]["remedy"]


def test_a_peer_that_is_not_installed_is_skipped() -> None:
    rows = measure(documents([NOBODY], starts=0), rounds=1, warm_up=0)
    assert [(row.peer_name, row.peer, row.passes) for row in rows] == [("nobody", None, False)] * 2
    assert all(row.ours.n == 1 for row in rows)
    assert all(row.ours_facts["fonts_embedded"] is True for row in rows)


@pytest.mark.parametrize("with_photos", [False, True], ids=["two", "six"])
@pytest.mark.parametrize("name", INSTALLED)
def test_every_engine_makes_the_same_document(name: str, *, with_photos: bool) -> None:
    jobs = Jobs(with_photos=with_photos)
    job = jobs.job(3)
    found = inspect(ALL[name].ready(jobs.derivatives).make(job), job.content)
    assert (found.pages, found.right, found.embedded) == (3 if with_photos else 2, found.of, True)
    assert found.of > 60


def test_typst_is_there_where_tests_run() -> None:
    assert find_spec("typst") is not None, "the peer of the promise belongs to the development group"


def test_the_photos_come_with_the_same_pixels_from_all() -> None:
    jobs = Jobs(with_photos=True)
    job = jobs.job(1)
    seen = {name: _pixels(ALL[name].ready(jobs.derivatives).make(job)) for name in INSTALLED}
    assert set(seen) >= {OURS.name}
    assert all(one == seen[OURS.name] for one in seen.values())
    assert len(seen[OURS.name]) == 6


def _pixels(pdf: bytes) -> list[tuple[int, int]]:
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [one for page in document for one in page.get_objects(filter=[3])]
        return sorted(one.get_px_size() for one in pictures)


def test_no_two_rounds_are_the_same_document() -> None:
    jobs = Jobs(with_photos=False)
    made = {jobs.job(n).hashed for n in range(60)}
    assert len(made) == 60
    assert jobs.job(7).qr == jobs.job(7).qr


def test_a_process_of_its_own_tells_start_and_memory() -> None:
    told = child.main(OURS.name, with_photos=False)
    assert float(str(told["cold_ms"])) > 0
    assert told["peak_mb"] is None or float(str(told["peak_mb"])) > 10
