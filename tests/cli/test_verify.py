"""`verify`: a genuine paper is valid; nothing else ever is."""

import ast
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from inspector_app.answers import demos, verdicts
from inspector_app.casework.papers import documents, issued, verification
from inspector_app.casework.papers.verification import Witnesses
from inspector_app.casework.play.stage import Played
from inspector_app.catalog.messages import Messages
from inspector_app.documents.proof.qr import LABELS, parse_qr
from inspector_app.documents.proof.verify import examine
from inspector_app.domain.acts import ActKind
from inspector_app.journal import bundle
from inspector_app.trust.keys import SigningKey
from tests.casework.bench import Bench
from tests.casework.conftest import bench, played, site_case  # noqa: F401 - fixtures
from tests.cli.conftest import Run, spawn

EYES = verdicts.Eyes(examine, parse_qr)
WORDS = Messages("zh")


def judge(bench: Bench, path: Path) -> str:  # noqa: F811
    witnesses = Witnesses(bench.desk.store, (bench.desk.store.keyring,))
    return str(verdicts.answer([path], None, EYES, witnesses, "now", WORDS).data["results"][0]["verdict"])


def one_paper(bench: Bench, played: Played) -> issued.Issued:  # noqa: F811
    return issued.must_be_issued(bench.desk.store, played.document_ids[0])


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder of a demonstration that was played until papers were issued, and what it answered."""
    room = tmp_path_factory.mktemp("demo")
    case, out = str(demos.shipped_cases()[0]), str(room / "out")
    done = spawn(
        "--data", str(room / "data"), "--json", "demo", "--case", case, "--until", "issue", "--out", out
    )
    assert done.returncode == 0, done.stderr
    return room / "data", json.loads(done.stdout)


@pytest.fixture
def demo(shelf: tuple[Path, dict[str, Any]], tmp_path: Path) -> dict[str, Any]:
    shutil.copytree(shelf[0], tmp_path / "data")
    return shelf[1]


def test_every_paper_and_code_of_the_demo_is_valid(run: Run, demo: dict[str, Any]) -> None:
    code, told = run("verify", *(one["pdf"] for one in demo["documents"]))
    assert code == 0
    assert {(one["type"], one["verdict"]) for one in told["results"]} == {("pdf", "valid")}
    code, told = run("verify", "--text", demo["documents"][0]["qr"])
    assert (code, told["results"][0]["verdict"]) == (0, "valid")
    shown = {one["what"]: one["value"] for one in told["results"][0]["compare_by_eye"]}
    assert demo["documents"][0]["number"] in shown.values()


def test_another_offices_keys_and_papers_are_unknown(run: Run, demo: dict[str, Any], tmp_path: Path) -> None:
    other = tmp_path / "other"
    run("demo", "--until", "findings", "--out", str(tmp_path / "o2"), data=other)
    paper = demo["documents"][0]
    code, told = run("verify", paper["pdf"], "--text", paper["qr"], data=other)
    assert code == 5
    assert [one["verdict"] for one in told["results"]] == ["unknown", "unknown"]


def test_exported_keys_judge_a_code_without_the_journal(
    run: Run, demo: dict[str, Any], tmp_path: Path
) -> None:
    keys = tmp_path / "keys.json"
    assert run("export", "keys", "--out", str(keys))[0] == 0
    paper, nobody = demo["documents"][0], tmp_path / "nobody"
    code, told = run("verify", "--text", paper["qr"], "--keys", str(keys), data=nobody)
    assert (code, told["results"][0]["verdict"]) == (0, "valid")
    code, told = run("verify", paper["pdf"], "--keys", str(keys), data=nobody)
    assert (code, told["results"][0]["verdict"]) == (5, "unknown")
    keys.write_bytes(keys.read_bytes().replace(b"2000", b"2001", 1))
    code, told = run("verify", "--text", paper["qr"], "--keys", str(keys), data=nobody)
    assert (code, told["errors"][0]["code"]) == (6, "keys.damaged")


def test_no_changed_byte_of_a_pdf_is_ever_valid(bench: Bench, played: Played, tmp_path: Path) -> None:  # noqa: F811
    raw = issued.pdf(bench.desk.store, one_paper(bench, played).id)
    path, chance = tmp_path / "x.pdf", random.Random(11)
    path.write_bytes(raw)
    assert judge(bench, path) == "valid"
    for place in [0, len(raw) - 1, *(chance.randrange(len(raw)) for _ in range(40))]:
        broken = bytearray(raw)
        broken[place] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        assert judge(bench, path) in ("invalid", "unknown")
    path.write_bytes(raw + b"\n")
    assert judge(bench, path) in ("invalid", "unknown")


def test_no_changed_character_of_a_code_is_ever_valid(bench: Bench, played: Played) -> None:  # noqa: F811
    text = one_paper(bench, played).qr
    witnesses = Witnesses(bench.desk.store, (bench.desk.store.keyring,))
    assert verification.of_text(text, parse_qr, witnesses).verdict == "valid"
    for place, char in enumerate(text):
        for other in ("0", "甲", ""):
            if other != char:
                changed = text[:place] + other + text[place + 1 :]
                verdict = verification.of_text(changed, parse_qr, witnesses).verdict
                assert verdict in ("invalid", "unknown"), (place, other)


def test_a_void_paper_is_void(bench: Bench, played: Played, tmp_path: Path) -> None:  # noqa: F811
    told = one_paper(bench, played)
    documents.void(bench.desk, told.id, "写错")
    path = tmp_path / "x.pdf"
    path.write_bytes(issued.pdf(bench.desk.store, told.id))
    assert judge(bench, path) == "void"
    path.write_text(told.qr, "utf-8")
    assert judge(bench, path) == "void"


def photographed(pdf: Path, goal: Path) -> None:
    """Make what a telephone would of a whole page: slightly turned, a JPEG of about eight million pixels."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].render(scale=4.0).to_pil()
    document.close()
    page.convert("RGB").rotate(3, expand=True, fillcolor=(212, 208, 200)).save(goal, quality=70)


def test_a_photo_of_a_paper_is_judged_by_its_code(run: Run, demo: dict[str, Any], tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photographed(Path(demo["documents"][0]["pdf"]), photo)
    code, told = run("verify", str(photo))
    assert (code, told["results"][0]["type"], told["results"][0]["verdict"]) == (0, "image", "valid")
    assert told["results"][0]["document"]["number"] == demo["documents"][0]["number"]
    assert told["results"][0]["compare_by_eye"]
    code, told = run("verify", str(demos.shipped_cases()[0].parent / "photos" / "edge.jpg"))
    assert (code, told["results"][0]["verdict"]) == (5, "unknown")


def test_a_bundle_is_judged_by_signature_and_chain(bench: Bench, played: Played, tmp_path: Path) -> None:  # noqa: F811
    assert bench.desk.signer is not None
    raw = bundle.pack(list(bench.desk.store.entries(bench.desk.store.meta.journal_id)), bench.desk.signer)
    path = tmp_path / "day.bundle"
    path.write_bytes(raw)
    assert judge(bench, path) == "valid"
    for place in range(0, len(raw), 97):
        path.write_bytes(raw[:place] + bytes((raw[place] ^ 1,)) + raw[place + 1 :])
        assert judge(bench, path) in ("invalid", "unknown")
    stranger = bundle.pack(list(bench.desk.store.entries()), SigningKey.new())
    path.write_bytes(stranger)
    assert judge(bench, path) == "unknown"


def test_exported_papers_are_the_frozen_bytes(run: Run, demo: dict[str, Any], tmp_path: Path) -> None:
    code, told = run("export", "pdf", "--out", str(tmp_path / "papers"))
    assert code == 0
    assert sorted(one["sha256"] for one in told["files"]) == sorted(
        one["pdf_sha256"] for one in demo["documents"]
    )
    assert run("verify", *(one["path"] for one in told["files"]))[0] == 0
    first = demo["documents"][0]["id"]
    assert len(run("export", "pdf", "--out", str(tmp_path / "one"), "--id", first)[1]["files"]) == 1
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    code, told = run("export", "pdf", "--out", str(blocked / "x"))
    assert (code, told["errors"][0]["code"]) == (7, "export.refused")
    code, told = run("export", "dreams", "--out", str(tmp_path / "x"))
    assert (code, told["errors"][0]["code"]) == (2, "cli.unknown_export")
    code, told = run("export", "pdf", "--out", str(tmp_path / "x"), "--id", "f" * 32)
    assert (code, told["errors"][0]["code"]) == (3, "document.not_issued")


@pytest.mark.parametrize("raw", [b"", b"hello", b"%PDF-1.4\n%broken", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_strange_files_are_unknown(bench: Bench, tmp_path: Path, raw: bytes) -> None:  # noqa: F811
    path = tmp_path / "strange"
    path.write_bytes(raw)
    assert judge(bench, path) == "unknown"


def test_a_missing_file_is_refused_in_words(run: Run, demo: dict[str, Any], tmp_path: Path) -> None:
    code, told = run("verify", str(tmp_path / "nothing.pdf"))
    assert (code, told["errors"][0]["code"]) == (3, "verify.unreadable")


def test_the_twelve_characters_of_a_paper_find_it(run: Run, demo: dict[str, Any], tmp_path: Path) -> None:
    paper = demo["documents"][0]
    shown = run("verify", paper["pdf"])[1]["results"][0]["document"]["code"]
    for typed in (
        shown,
        shown.lower(),
        shown.replace("-", ""),
        f" {shown.replace('-', '  ')} ",
        f"核验码：{shown}",
    ):
        code, told = run("verify", "--text", typed)
        result = told["results"][0]
        assert (code, result["verdict"], result["code"]) == (0, "valid", "verify.code_known"), typed
        eye = {one["what"]: one["value"] for one in result["compare_by_eye"]}
        assert eye["number"] == paper["number"]
        assert eye["content_hash"] == paper["content_sha256"][:8].upper()
        assert all(one["label"] for one in result["compare_by_eye"])
    path = tmp_path / "code.txt"
    path.write_text(shown, "utf-8")
    assert run("verify", str(path))[0] == 0
    code, told = run("verify", "--text", shown, data=tmp_path / "nobody")
    assert (code, told["results"][0]["code"]) == (5, "verify.code_no_journal")


@pytest.mark.parametrize(
    ("typed", "why", "named"),
    [
        ("7K3M-9QXF-2H5T", "verify.code_unknown", "7K3M-9QXF-2H5T"),
        ("7K3M-9QXF-2HO0", "verify.code_impossible", "O 0"),
        ("7K3M-9QXF-2H1I", "verify.code_impossible", "1 I"),
        ("7K3M-9QXF-2H5", "verify.code_length", "11"),
        ("https://example.cn/?no=1", "verify.not_ours", ""),
        ("ZJZF1\n文号 1", "verify.qr_altered", ""),
    ],
)
def test_what_is_no_code_says_why_and_what_now(
    run: Run, demo: dict[str, Any], typed: str, why: str, named: str
) -> None:
    code, told = run("verify", "--text", typed)
    result = told["results"][0]
    assert code in (5, 6)
    assert result["verdict"] in ("unknown", "invalid")
    assert result["code"] == why
    assert named in result["message"]
    assert result["where"]
    assert result["remedy"]


def test_the_verdict_on_a_code_asks_for_a_look_at_the_paper(
    run: Run, demo: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    told = run("verify", "--text", demo["documents"][0]["qr"])[1]["results"][0]
    assert "确曾签发；请逐项核对以下内容" in told["message"]
    labels = {one["what"]: one["label"] for one in told["compare_by_eye"]}
    assert labels["number"] == "文号"
    assert labels["content_hash"] == "内容摘要前8位"
    assert set(labels) <= {*LABELS, "content_hash"}


def test_every_reason_has_words_in_both_languages() -> None:
    tree = ast.parse(Path(verification.__file__).read_text("utf-8"))
    codes = {
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value.startswith("verify.")
    }
    assert len(codes) > 20
    for language in ("zh", "en"):
        words = Messages(language)
        assert not {code for code in codes if not words.knows(code)}
        for what in (*LABELS, "content_hash"):
            assert words.knows(f"verify_label.{what}"), what


def test_a_revoked_and_a_corrected_paper_are_told_apart(bench: Bench, played: Played) -> None:  # noqa: F811
    """Revoked: void. Corrected: it stands, and the verdict names what corrects it."""
    told, store = one_paper(bench, played), bench.desk.store
    by = issued.must_be_issued(store, played.document_ids[1])
    witnesses = Witnesses(store, (store.keyring,))
    with store.transaction(bench.desk.user) as tx:
        tx.act(ActKind.CORRECT, "document", told.id, {"by": by.id, "number": by.number}, bench.desk.signer)
    verdict = verification.of_text(told.qr, parse_qr, witnesses)
    assert (verdict.verdict, verdict.why.code) == ("valid", "verify.corrected")
    assert verdict.document["corrected_by"] == by.number
    with store.transaction(bench.desk.user) as tx:
        tx.act(
            ActKind.REVOKE,
            "document",
            told.id,
            {"by": by.id, "number": by.number, "reason": "撤销"},
            bench.desk.signer,
        )
    verdict = verification.of_text(told.code, parse_qr, witnesses)
    assert (verdict.verdict, verdict.why.code) == ("void", "verify.revoked")


def test_a_paper_of_another_office_is_unknown_whatever_follows_it(
    run: Run, demo: dict[str, Any], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    run("demo", "--until", "findings", "--out", str(tmp_path / "o2"), data=other)
    path = tmp_path / "x.pdf"
    for extra in (b"", b"\n", b"%%EOF\n"):
        path.write_bytes(Path(demo["documents"][0]["pdf"]).read_bytes() + extra)
        code, told = run("verify", str(path), data=other)
        result = told["results"][0]
        assert (code, result["verdict"], result["code"], result["where"]) == (
            5, "unknown", "verify.key_unknown", "key",
        )  # fmt: skip
        assert result["remedy"]
