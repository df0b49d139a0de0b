"""A stick goes to the hub and comes back: by commands alone, with no laptop at the hub's side."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app import cli
from inspector_app.sync import files
from tests.sync.filings import MARKER, apart, filing_of, shared
from tests.sync.hubs import Bureau, now, writes
from tests.sync.office import Steps


def take(capsys: pytest.CaptureFixture[str], bureau: Bureau, *args: object) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = cli.main(["--json", "--data", str(bureau.running.data), "hub", "take", *map(str, args)])
    return code, json.loads(capsys.readouterr().out)


def test_work_goes_by_stick_and_its_receipts_come_back(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    far = bureau.laptop("far")
    store = far.desk.store
    before = store.state().received
    writes(far, photo=b"a photo")
    out, back = tmp_path / "stick.ijx", tmp_path / "back.ijx"
    files.write_out(store, out, now(), Steps())
    code, told = take(capsys, bureau, out, "--out", back)
    assert (code, told["schema"], told["ok"]) == (0, "inspector.hub.take/1", True)
    (one,) = told["files"]
    key = store.device_key()
    assert key is not None
    assert (one["sender"], one["new_photos"], one["filing"]) == (key.key_id, 1, None)
    assert one["entries"] > 0
    hub = bureau.books()
    try:
        assert {name: sorted(ends) for name, ends in hub.bundles.tips(store.meta.workspace).tips.items()} == {
            name: sorted(ends) for name, ends in store.tips().items()
        }
    finally:
        hub.close()
    files.read_in(store, back, Steps())
    state = store.state()
    assert state.received > before
    assert state.received == state.entries
    assert not store.blobs_owed()
    files.write_out(store, tmp_path / "empty.ijx", now(), Steps())
    code, told = take(capsys, bureau, tmp_path / "empty.ijx", out)
    assert [(each["entries"], each["new_photos"]) for each in told["files"]] == [(0, 0), (0, 0)]
    code, told = take(capsys, bureau, out, "--out", back)
    assert (code, told["errors"][0]["code"]) == (2, "hub.out_exists")


def test_what_is_refused_ends_with_the_exit_code_of_its_kind(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    far = bureau.laptop("far")
    writes(far)
    out = tmp_path / "stick.ijx"
    files.write_out(far.desk.store, out, now(), Steps())
    out.write_bytes(out.read_bytes()[:-1])
    code, told = take(capsys, bureau, out)
    assert (code, told["errors"][0]["code"]) == (6, "exchange.file_damaged")
    assert told["errors"][0]["message"]
    code, told = take(capsys, bureau, tmp_path / "none.ijx")
    assert (code, told["errors"][0]["code"]) == (3, "exchange.no_such_file")


def test_filings_go_along_veiled_and_their_receipts_come_back(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = shared(bureau, monkeypatch)
    filing = filing_of(told.a)
    with filing.transaction(told.a.user) as tx:
        tx.create("note", {"text": MARKER})
    assert filing.state().received < filing.state().entries
    out, back = tmp_path / "stick.ijx", tmp_path / "back.ijx"
    files.write_out(told.a.desk.store, out, now(), Steps(), filing=apart(told.a))
    code, answer = take(capsys, bureau, out, files.filing_beside(out), "--out", back)
    assert code == 0
    (one,) = answer["files"]
    assert one["filing"]["entries"] > 0
    came = files.read_in(told.a.desk.store, back, Steps(), filing=apart(told.a))
    assert came.filing is not None
    assert not came.news
    assert filing.state().received == filing.state().entries
    files.filing_beside(out).unlink()
    code, answer = take(capsys, bureau, out)
    assert (code, [each["code"] for each in answer["errors"]]) == (8, ["hub.file_filing_missing"])
    assert len(answer["files"]) == 1, "what came is told all the same"
