"""Papers that must not come to be: what is refused, in which field, and that the draft stays as it was."""

from pathlib import Path
from typing import Any

import pytest

from inspector_app.answers import demos
from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.casework.play.stage import Played
from inspector_app.domain.errors import DamagedError, InspectorError, ProblemsError
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.conftest import bench, played, site_case  # noqa: F401 - fixtures
from tests.cli.conftest import Run

CONTRACTOR = "青澜宏岳建设集团有限公司"
SUPERVISOR = """
[[target.parties]]
role = "supervisor"
name = "第{n}监理有限公司"
credit_code = "91519001MA7H2QTJ6W"
"""


def weighed(run: Run, tmp_path: Path, text: str, kind: str = "rectification_notice") -> list[dict[str, Any]]:
    path = tmp_path / "case.toml"
    path.write_text(text, "utf-8")
    _, told = run("gate", str(path), "--kind", kind, "--on", "2026-11-24")
    missing = told["missing"]
    assert isinstance(missing, list)
    return missing


@pytest.fixture
def shipped() -> str:
    return demos.shipped_cases()[0].read_text("utf-8")


def test_the_shipped_case_lacks_nothing(run: Run, tmp_path: Path, shipped: str) -> None:
    assert weighed(run, tmp_path, shipped) == []


def test_forty_recipients_are_too_many(run: Run, tmp_path: Path, shipped: str) -> None:
    at = shipped.index("\n[[officers]]")
    many = "".join(SUPERVISOR.replace("{n}", str(n)) for n in range(38))
    missing = weighed(run, tmp_path, shipped[:at] + many + shipped[at:])
    assert [(one["code"], one["field"]) for one in missing] == [
        ("gate.recipients_too_many", "target.parties")
    ]
    assert "40" in missing[0]["message"]


def test_ten_thousand_characters_are_too_many(run: Run, tmp_path: Path, shipped: str) -> None:
    fact = "临边防护栏杆拆除后未恢复，长约6.4m，未设置安全警示标志。"
    missing = weighed(run, tmp_path, shipped.replace(fact, "栏" * 10_000))
    assert ("gate.text_too_long", "findings.0.fact") in [(one["code"], one["field"]) for one in missing]
    assert "10000" in missing[0]["message"]


def test_a_clause_that_no_longer_exists_is_named(run: Run, tmp_path: Path, shipped: str) -> None:
    missing = weighed(run, tmp_path, shipped.replace('clause = "reg393-28"', 'clause = "reg393-999"'))
    assert [(one["code"], one["field"]) for one in missing] == [("gate.clause_unknown", "findings.0.clause")]


def test_a_company_of_eighty_characters_is_printed_whole(run: Run, tmp_path: Path, shipped: str) -> None:
    name = ("青澜宏岳" * 20)[:72] + "集团有限责任公司"
    assert len(name) == 80
    path = demos.shipped_cases()[0].parent / "photos"
    text = shipped.replace(CONTRACTOR, name).replace('"photos/', f'"{path}/')
    (tmp_path / "case.toml").write_text(text, "utf-8")
    code, told = run("demo", "--case", str(tmp_path / "case.toml"), "--out", str(tmp_path / "out"))
    assert code == 0
    notice = next(one for one in told["documents"] if one["kind"] == "rectification_notice")
    assert notice["recipients"][0]["name"] == name


@pytest.fixture
def draft_id(bench: Bench, played: Played) -> str:  # noqa: F811
    """A rectification notice that may be issued, over the photo of its finding."""
    ids = issued.must_be_issued(bench.desk.store, played.document_ids[-1]).finding_ids
    document_id = drafts.begin(
        bench.desk, played.inspection_id, DocumentKind.RECTIFICATION_NOTICE, ids, reply_due="2026-12-07"
    )
    assert drafts.gate(bench.desk, document_id) == ()
    return document_id


def photo_of(bench: Bench, document_id: str) -> str:  # noqa: F811
    draft = drafts.draft_of(bench.desk, document_id)
    return next(photo.sha256 for finding in draft.findings for photo in finding.photos)


def vault_file(bench: Bench, before: set[Path], sha256: str) -> Path:  # noqa: F811
    """Return the file of a photo: the vault names it by a keyed hash, so it is found by what changes."""
    store = bench.desk.store
    for path in sorted(before):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        try:
            store.blob(sha256)
        except DamagedError:
            path.write_bytes(whole)
            return path
        path.write_bytes(whole)
    raise AssertionError("the photo has no file")


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_photo_that_vanished_or_changed_stops_the_issue(
    bench: Bench,  # noqa: F811
    draft_id: str,
    harm: str,
) -> None:
    store = bench.desk.store
    files = {path for path in (bench.folder / "vault").rglob("*") if path.is_file()}
    path = vault_file(bench, files, photo_of(bench, draft_id))
    whole, numbers = path.read_bytes(), store.numbers()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(whole[:-20] + bytes(20))
    digest = store.digest()
    with pytest.raises(InspectorError) as refused:
        documents.issue(bench.desk, draft_id, date_confirmed=True)
    assert refused.value.code.startswith("store.")
    assert store.digest() == digest
    assert store.numbers() == numbers
    assert issued.issue_act(store, draft_id) is None
    path.write_bytes(whole)
    assert documents.issue(bench.desk, draft_id, date_confirmed=True).fate == "issued"


def test_a_refused_draft_stays_as_it_was(bench: Bench, draft_id: str) -> None:  # noqa: F811
    before = drafts.draft_of(bench.desk, draft_id)
    drafts.change(bench.desk, draft_id, reply_due="")
    with pytest.raises(ProblemsError):
        documents.issue(bench.desk, draft_id, date_confirmed=True)
    drafts.change(bench.desk, draft_id, reply_due="2026-12-07")
    assert drafts.draft_of(bench.desk, draft_id) == before
