"""Row 29: a forged paper or code is invalid or unknown, never valid, whichever byte was changed."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from inspector_app.answers import verdicts
from inspector_app.casework.papers import issued, verification
from inspector_app.casework.papers.verification import Added, Verdict, Witnesses
from inspector_app.casework.play.stage import Played
from inspector_app.catalog.messages import Messages
from inspector_app.documents.proof.copies import mark_copy
from inspector_app.documents.proof.qr import parse_qr
from inspector_app.documents.proof.verify import examine
from inspector_app.domain.copies import CopyKind, CopyMark
from tests.casework.bench import Bench
from tests.casework.conftest import bench, played, site_case  # noqa: F401 - fixtures

EYES = verdicts.Eyes(examine, parse_qr)
NEVER = {"valid", "void"}
DAY = date(2026, 11, 24)


@pytest.fixture
def witnesses(bench: Bench) -> Witnesses:  # noqa: F811
    return Witnesses(bench.desk.store, (bench.desk.store.keyring,))


@pytest.fixture
def paper(bench: Bench, played: Played) -> issued.Issued:  # noqa: F811
    return issued.must_be_issued(bench.desk.store, played.document_ids[0])


def judged(path: Path, raw: bytes, witnesses: Witnesses) -> dict[str, object]:
    """What the command `verify` says of a file."""
    path.write_bytes(raw)
    told = verdicts.answer([path], None, EYES, witnesses, "now", Messages("zh")).data["results"]
    assert isinstance(told, list)
    result = told[0]
    assert result["message"]
    assert result["remedy"]
    return dict(result)


def test_no_changed_byte_of_a_code_is_valid(paper: issued.Issued, witnesses: Witnesses) -> None:
    raw, counted = paper.qr.encode(), Counter[str]()
    assert verification.of_text(paper.qr, parse_qr, witnesses).verdict == "valid"
    for place in range(len(raw)):
        for other in {raw[place] ^ 1, raw[place] ^ 0x20, raw[place] ^ 0x80, 0x0A, 0x20, 0x30} - {raw[place]}:
            changed = (raw[:place] + bytes([other]) + raw[place + 1 :]).decode("utf-8", "replace")
            counted[_told(verification.of_text(changed, parse_qr, witnesses))] += 1
        for changed in (raw[:place], raw[:place] + raw[place + 1 :], raw[place:]):
            if changed != raw:
                counted[
                    _told(verification.of_text(changed.decode("utf-8", "replace"), parse_qr, witnesses))
                ] += 1
    for extra in ("\n", " ", "\n备注 无", "\0"):
        counted[_told(verification.of_text(paper.qr + extra, parse_qr, witnesses))] += 1
    print("codes:", sum(counted.values()), dict(counted))
    assert not {one for one in counted if one.split()[0] in NEVER}, counted
    assert sum(counted.values()) > len(raw) * 7


def _told(verdict: Verdict) -> str:
    return f"{verdict.verdict} {verdict.why.code}"


def test_no_changed_byte_of_a_paper_is_valid(
    bench: Bench,  # noqa: F811
    paper: issued.Issued,
    witnesses: Witnesses,
) -> None:
    """Each changed file still shows its genuine code: the worst case, whatever became of the page."""
    raw, counted = issued.pdf(bench.desk.store, paper.id), Counter[str]()
    claims = [parse_qr(paper.qr)]
    for changed in _changed(raw):
        counted[_told(verification.of_pdf(sha256(changed).hexdigest(), claims, witnesses))] += 1
    print("papers:", len(raw), "bytes,", sum(counted.values()), "changes", dict(counted))
    assert not {one for one in counted if one.split()[0] in NEVER}, counted
    assert sum(counted.values()) > 3000


def _changed(raw: bytes) -> Iterator[bytes]:
    chance = Random(29)
    places = {*range(300), *range(len(raw) - 1500, len(raw)), *range(0, len(raw), 251)}
    for place in sorted(places):
        yield raw[:place] + bytes([raw[place] ^ 1 << chance.randrange(8)]) + raw[place + 1 :]
    for end in (*range(0, len(raw), 499), *range(len(raw) - 300, len(raw))):
        yield raw[:end]
    for extra in (b"\n", b" ", b"\0", b"%%EOF\n", raw):
        yield raw + extra


def test_the_whole_command_says_so_with_code_field_and_way_on(
    bench: Bench,  # noqa: F811
    paper: issued.Issued,
    witnesses: Witnesses,
    tmp_path: Path,
) -> None:
    raw, path = issued.pdf(bench.desk.store, paper.id), tmp_path / "x.pdf"
    assert (judged(path, raw, witnesses)["verdict"], judged(path, raw, witnesses)["code"]) == (
        "valid",
        "verify.pdf_genuine",
    )
    chance, counted = Random(7), Counter[str]()
    for _ in range(30):
        place = chance.randrange(len(raw))
        changed = raw[:place] + bytes([raw[place] ^ 1 << chance.randrange(8)]) + raw[place + 1 :]
        counted[str(judged(path, changed, witnesses)["verdict"])] += 1
    for end in range(1, len(raw), len(raw) // 12):
        counted[str(judged(path, raw[:end], witnesses)["verdict"])] += 1
    print("whole command:", dict(counted))
    assert not NEVER & set(counted)


@pytest.mark.parametrize("extra", [b"\n", b"x", b"%%EOF\n", b"\n1 0 obj\n<< >>\nendobj\n%%EOF\n"])
def test_bytes_behind_the_end_are_named(
    bench: Bench,  # noqa: F811
    paper: issued.Issued,
    witnesses: Witnesses,
    tmp_path: Path,
    extra: bytes,
) -> None:
    raw = issued.pdf(bench.desk.store, paper.id)
    told = judged(tmp_path / "x.pdf", raw + extra, witnesses)
    assert (told["verdict"], told["code"], told["where"]) == ("invalid", "verify.extra_bytes", "extra_bytes")
    assert str(len(raw)) in str(told["message"])
    assert paper.number in str(told["message"])
    assert told["compare_by_eye"]


def test_a_marked_copy_is_told_from_an_original(
    bench: Bench,  # noqa: F811
    paper: issued.Issued,
    witnesses: Witnesses,
    tmp_path: Path,
) -> None:
    raw, path = issued.pdf(bench.desk.store, paper.id), tmp_path / "x.pdf"
    copy = mark_copy(raw, CopyMark(2, "监理单位", CopyKind.REPRINT, 2, DAY))
    told = judged(path, copy, witnesses)
    assert (told["verdict"], told["code"]) == ("unknown", "verify.copy")
    assert "第 2 联　送：监理单位　第 2 次打印" in str(told["message"])
    chance = Random(3)
    for _ in range(12):
        place = chance.randrange(len(raw), len(copy))
        changed = copy[:place] + bytes([copy[place] ^ 1]) + copy[place + 1 :]
        assert judged(path, changed, witnesses)["code"] == "verify.extra_bytes"


def test_content_that_does_not_fit_the_code_is_named(paper: issued.Issued, witnesses: Witnesses) -> None:
    claims = [parse_qr(paper.qr)]
    verdict = verification.of_pdf("0" * 64, claims, witnesses, Added(content_sha256="1" * 64))
    assert (verdict.verdict, verdict.why.code) == ("invalid", "verify.content_differs")
    verdict = verification.of_pdf("0" * 64, claims, witnesses, Added(content_sha256=paper.content_sha256))
    assert (verdict.verdict, verdict.why.code) == ("invalid", "verify.pdf_changed")


def test_embedded_content_alone_earns_nothing(
    bench: Bench,  # noqa: F811
    paper: issued.Issued,
    witnesses: Witnesses,
    tmp_path: Path,
) -> None:
    """The same content drawn anew without its code: the JSON inside is genuine, the file is nobody's."""
    content_sha256 = paper.content_sha256
    verdict = verification.of_pdf("0" * 64, [], witnesses, Added(content_sha256=content_sha256))
    assert (verdict.verdict, verdict.why.code) == ("unknown", "verify.no_code")
    text = tmp_path / "content.json"
    told = judged(text, paper.content.encode(), witnesses)
    assert told["verdict"] == "unknown"


@pytest.mark.parametrize("dithered", [False, True])
def test_every_printed_page_decodes_at_203_dpi_in_one_bit(
    bench: Bench,  # noqa: F811
    played: Played,  # noqa: F811
    witnesses: Witnesses,
    tmp_path: Path,
    dithered: bool,
) -> None:
    for document_id in played.document_ids:
        told = issued.must_be_issued(bench.desk.store, document_id)
        if told.qr:
            page = thermal(issued.pdf(bench.desk.store, document_id), dithered=dithered)
            page.save(tmp_path / "page.png")
            found = judged(tmp_path / "page.png", (tmp_path / "page.png").read_bytes(), witnesses)
            assert (found["verdict"], found["type"]) == ("valid", "image"), told.number
            only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
            codes = zxingcpp.read_barcodes(page.convert("L"), formats=only)
            assert [bytes(one.bytes).decode() for one in codes] == [told.qr]


def thermal(pdf: bytes, *, dithered: bool) -> Image.Image:
    """The first page as a head of 203 dots an inch prints it, by threshold or by error diffusion."""
    with pypdfium2.PdfDocument(pdf) as document:
        grey = document[0].render(scale=203 / 72, grayscale=True).to_pil()
        if dithered:
            return grey.convert("1")
        return grey.point(lambda value: 255 if value > 127 else 0).convert("1", dither=Image.Dither.NONE)
