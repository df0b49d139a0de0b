"""The bench of exchange, small: everything runs for real; a peer that cannot be installed never passes."""

from pathlib import Path

import pytest

from inspector_app.answers.benches import exchange, exchange_changes, exchange_pouch
from inspector_app.answers.benches.answers import Extent, row_values
from inspector_app.answers.benches.contest import Row, measure
from inspector_app.answers.benches.exchange import Size
from inspector_app.documents.render import PdfRenderer
from inspector_app.hub.admitting import admit


def told(rows: list[Row]) -> dict[str, dict[str, object]]:
    return {row.name: row_values(row) for row in rows}


@pytest.mark.slow
def test_push_and_replica_run_over_a_real_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no npm there
    works = exchange.works(Extent(1, 600), PdfRenderer, admit)[:2]
    push, pull = told(measure(works, rounds=1, warm_up=0)).values()
    assert push["name"] == "sync: 600 changes pushed"
    for row in (push, pull):
        assert row["status"] == "skipped"
        assert row["pass"] is False
        assert row["peer"]["name"] == "PouchDB (no npm here)"  # type: ignore[index]
    ours = push["ours"]
    assert ours["n"] == 1  # type: ignore[index]
    assert 500 < ours["entries"] <= 600  # type: ignore[index]
    assert 0 < ours["bytes_on_wire"] < ours["bytes_each_entry"]  # type: ignore[index]


@pytest.mark.slow
def test_laptops_at_once_push_and_bring_photos_on_both_databases(tmp_path: Path) -> None:
    works = exchange.crowds(tmp_path, admit, Size(laptops=3, changes=5, photos=4, photo=3_000))
    rows = told(measure(works, rounds=2, warm_up=0))
    assert [name.rpartition(", ")[2] for name in rows][:2] == ["SQLite", "SQLite"]
    for row in rows.values():
        assert row["status"] == "measured"
        assert row["ours"]["n"] == 2  # type: ignore[index]
        assert row["ours"]["median"] > 0  # type: ignore[index]


def test_more_than_the_peer_does_in_a_bench_is_held_against_what_it_did(tmp_path: Path) -> None:
    (push,), (pull,) = exchange._peers(tmp_path, 1_000_000)
    assert (push.name, pull.name) == ("at most 9615 ms (median)", "at most 26042 ms (median)")  # type: ignore[union-attr]


def test_an_install_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, does in (("npm", "echo no such package >&2; exit 1"), ("node", "exit 0")):
        script = tmp_path / "bin" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(f"#!/bin/sh\n{does}\n")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    assert exchange_pouch.installed(tmp_path) == "npm install: no such package"


def test_the_peer_gets_the_same_changes(tmp_path: Path) -> None:
    exchange_changes.write_lines(tmp_path / "lines", 30)
    lines = (tmp_path / "lines").read_text("utf-8").splitlines()
    assert len(lines) == 30
    told = list(exchange_changes.changes(30))
    assert all(one.id in lines[n] for n, one in enumerate(told))
    visit = list(exchange_changes.changes(exchange_changes.TOGETHER * exchange_changes.EACH))
    made = {one.id for one in visit if one.made}
    assert len(made) == exchange_changes.TOGETHER
    assert all(sum(one.id == each for one in visit) == exchange_changes.EACH for each in made)
    assert all(next(one for one in visit if one.id == each).made for each in made)
