"""Row 26: a document altered in the database or the vault is named, never verifies and never leaves."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.answers import exports, verdicts
from inspector_app.casework.papers import documents, issued
from inspector_app.casework.papers.verification import Witnesses
from inspector_app.casework.play.stage import Played
from inspector_app.catalog.messages import Messages
from inspector_app.documents.proof.qr import parse_qr
from inspector_app.documents.proof.verify import examine
from inspector_app.domain.errors import DamagedError
from inspector_app.store.store import Store
from tests.casework.bench import Bench
from tests.casework.conftest import bench, played, site_case  # noqa: F401 - fixtures

EYES = verdicts.Eyes(examine, parse_qr)


@pytest.fixture
def paper(bench: Bench, played: Played) -> issued.Issued:  # noqa: F811
    return issued.must_be_issued(bench.desk.store, played.document_ids[0])


def by_sql(store: Store, statement: str, *values: object) -> None:
    """Change the tables as somebody would who has the key and a tool."""
    with store._engine.begin() as connection:
        assert connection.exec_driver_sql(statement, values).rowcount > 0


def said(store: Store, *, raw: bytes | None = None, text: str | None = None, path: Path | None = None) -> str:
    witnesses = Witnesses(store, (store.keyring,))
    paths = []
    if raw is not None:
        assert path is not None
        path.write_bytes(raw)
        paths.append(path)
    told = verdicts.answer(paths, text, EYES, witnesses, "now", Messages("zh")).data["results"]
    assert isinstance(told, list)
    return f"{told[0]['verdict']} {told[0]['code']}"


ALTERED: dict[str, Callable[[issued.Issued], tuple[str, tuple[object, ...]]]] = {
    "number": lambda one: ("json_set(content, '$.number', ?)", ("南住建改〔2026〕9-999号",)),
    "deadline": lambda one: ("json_set(content, '$.due_on', ?)", ("2030-01-01",)),
    "addressee": lambda one: ("json_set(content, '$.addressee.name', ?)", ("别的公司",)),
    "content": lambda one: ("json_set(content, '$.content', ?)", (one.content.replace("2026", "2027"),)),
}


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_record_vouches_for_nothing(
    bench: Bench,  # noqa: F811
    paper: issued.Issued,
    tmp_path: Path,
    what: str,
) -> None:
    store, raw = bench.desk.store, issued.pdf(bench.desk.store, paper.id)
    path = tmp_path / "x.pdf"
    assert said(store, raw=raw, path=path) == "valid verify.pdf_genuine"
    expression, values = ALTERED[what](paper)
    by_sql(
        store,
        f"UPDATE act SET content = {expression} WHERE kind = 'issue' AND entity_id = ?",
        *values,
        paper.id,
    )
    assert said(store, raw=raw, path=path) == "unknown verify.record_altered"
    assert said(store, text=paper.qr) == "unknown verify.record_altered"
    assert said(store, text=paper.code) == "unknown verify.record_altered"
    assert not store.replay_check().same


def test_a_forged_file_written_into_the_record_is_not_valid(
    bench: Bench,  # noqa: F811
    paper: issued.Issued,
    tmp_path: Path,
) -> None:
    store = bench.desk.store
    forged = issued.pdf(store, paper.id).replace(b"/Lang (zh-CN)", b"/Lang (zh-TW)")
    by_sql(
        store,
        "UPDATE act SET content = json_set(content, '$.pdf_sha256', ?) WHERE kind = 'issue'"
        " AND entity_id = ?",
        sha256(forged).hexdigest(),
        paper.id,
    )
    assert said(store, raw=forged, path=tmp_path / "x.pdf") == "unknown verify.record_altered"
    with pytest.raises(DamagedError):
        exports.answer(store, "pdf", tmp_path / "out", paper.id)
    store.replay()
    assert said(store, raw=forged, path=tmp_path / "x.pdf") == "invalid verify.pdf_changed"


def test_a_void_that_was_deleted_does_not_raise_the_dead(bench: Bench, paper: issued.Issued) -> None:  # noqa: F811
    store = bench.desk.store
    documents.void(bench.desk, paper.id, "写错")
    assert said(store, text=paper.qr) == "void verify.void"
    by_sql(store, "DELETE FROM act WHERE kind = 'void' AND entity_id = ?", paper.id)
    assert said(store, text=paper.qr) == "unknown verify.record_altered"
    assert said(store, text=paper.code) == "unknown verify.record_altered"


def test_a_damaged_entry_of_the_journal_is_named(bench: Bench, paper: issued.Issued) -> None:  # noqa: F811
    store = bench.desk.store
    (issue,) = [
        entry
        for entry in store.entries()
        if entry.header.entity_id == paper.id and entry.fields.get("kind") == "issue"
    ]
    raw = bytearray(issue.raw)
    raw[-40] ^= 1
    by_sql(store, "UPDATE journal SET raw = ? WHERE hash = ?", bytes(raw), issue.hash)
    assert said(store, text=paper.qr) == "unknown verify.record_altered"
    assert any(one.code == "store.entry_damaged" for one in store.integrity().problems)


def test_a_file_changed_in_the_vault_is_not_handed_out(
    bench: Bench,  # noqa: F811
    paper: issued.Issued,
    tmp_path: Path,
) -> None:
    whole = issued.pdf(bench.desk.store, paper.id)
    vault = bench.desk.store._vault
    path = vault._place(vault.name(paper.pdf_sha256))
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(DamagedError):
        exports.answer(bench.desk.store, "pdf", tmp_path / "out", paper.id)
    assert not list((tmp_path / "out").glob("*.pdf"))
    assert said(bench.desk.store, raw=whole, path=tmp_path / "x.pdf") == "valid verify.pdf_genuine"


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_record_is_not_exported(
    bench: Bench,  # noqa: F811
    paper: issued.Issued,
    tmp_path: Path,
    what: str,
) -> None:
    change, values = ALTERED[what](paper)
    store = bench.desk.store
    by_sql(
        store, f"UPDATE act SET content = {change} WHERE entity_id = ? AND kind = 'issue'", *values, paper.id
    )
    with pytest.raises(DamagedError) as refused:
        exports.answer(store, "pdf", tmp_path / "out", "")
    assert refused.value.code == "export.record_altered"
    assert not (tmp_path / "out").exists()
