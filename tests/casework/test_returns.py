"""签字件回传: files in, files kept, what is owed, and when a document is archived."""

from datetime import datetime
from io import BytesIO

import pypdf
import pytest
from PIL import Image

from inspector_app.casework.papers import documents, issued, recheck, returns, service
from inspector_app.casework.papers.returns import Return
from inspector_app.casework.papers.service import Service
from inspector_app.casework.play.stage import Played
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import DamagedError, InspectorError, RuleError
from inspector_app.domain.states import DocumentState
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench

AT = datetime(2026, 11, 24, 11, 30, tzinfo=CHINA)


@pytest.fixture
def record(bench: Bench, played: Played) -> issued.Issued:
    """A site record: it orders nothing, so service and return are all it needs."""
    told = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    return next(one for one in told if one.kind == DocumentKind.SITE_RECORD)


def picture(colour: str = "white", kind: str = "JPEG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (800, 1100), colour).save(out, kind)
    return out.getvalue()


def scan(pages: int = 1, password: str = "") -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def main_of(told: issued.Issued) -> str:
    return next(one.party_id for one in told.recipients if one.main)


def back(told: issued.Issued, *, signed: bool = True, sealed: bool = True, note: str = "") -> Return:
    return Return(main_of(told), signed, sealed, note)


def serve(bench: Bench, told: issued.Issued) -> None:
    served = Service(main_of(told), "direct", AT, "项目部", "骆远山", "项目经理")
    service.serve(bench.desk, told.id, served)


def word(bench: Bench, told: issued.Issued) -> str:
    return recheck.document_state(bench.desk, told.id).word


def test_archived_only_with_the_signed_and_sealed_sheet(bench: Bench, record: issued.Issued) -> None:
    serve(bench, record)
    assert word(bench, record) == DocumentState.SERVED
    returns.take_in(bench.desk, record.id, picture(), back(record, sealed=False), name="a.jpg")
    assert word(bench, record) == DocumentState.SERVED
    [lacking] = [one for one in returns.owed(bench.desk.store, record.id) if one.main]
    assert lacking.missing == ("sealed",)
    returns.take_in(bench.desk, record.id, scan(2), back(record, note="情况属实"), name="b.pdf")
    assert word(bench, record) == DocumentState.ARCHIVED
    assert not any(one.main for one in returns.owed(bench.desk.store, record.id))


def test_back_but_never_served_is_not_archived(bench: Bench, record: issued.Issued) -> None:
    returns.take_in(bench.desk, record.id, picture(), back(record))
    assert word(bench, record) == DocumentState.ISSUED


def test_a_proof_of_service_is_archived_by_its_return(bench: Bench, record: issued.Issued) -> None:
    serve(bench, record)
    proof = documents.issue(bench.desk, service.prove(bench.desk, record.id, main_of(record)))
    assert word(bench, proof) == DocumentState.ISSUED
    returns.take_in(bench.desk, proof.id, scan(), back(proof))
    assert word(bench, proof) == DocumentState.ARCHIVED


def test_every_copy_is_owed_until_it_is_back(bench: Bench, played: Played) -> None:
    told = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    notice = next(one for one in told if one.kind == DocumentKind.RECTIFICATION_NOTICE)
    owed = returns.owed(bench.desk.store, notice.id)
    assert [one.recipient_id for one in owed] == [one.party_id for one in notice.recipients]
    assert {one.missing for one in owed} == {("signed", "sealed")}
    returns.take_in(bench.desk, notice.id, picture(), Return(notice.recipients[1].party_id, True, True))
    left = returns.owed(bench.desk.store, notice.id)
    assert notice.recipients[1].party_id not in {one.recipient_id for one in left}


def test_the_file_is_kept_as_it_came(bench: Bench, record: issued.Issued) -> None:
    for raw, kind, pages in (
        (picture(), "photo", 1),
        (picture("red", "PNG"), "photo", 1),
        (scan(3), "pdf", 3),
    ):
        sha256 = returns.take_in(bench.desk, record.id, raw, back(record), name="回传")
        kept = next(one for one in returns.returns_of(bench.desk.store, record.id) if one.sha256 == sha256)
        assert (kept.kind, kept.pages, kept.name) == (kind, pages, "回传")
        assert returns.file(bench.desk.store, kept) == raw
    bench.desk.store.sweep()
    assert (
        len([returns.file(bench.desk.store, one) for one in returns.returns_of(bench.desk.store, record.id)])
        == 3
    )


def test_told_again_of_the_same_file_replaces_what_was_told(bench: Bench, record: issued.Issued) -> None:
    serve(bench, record)
    returns.take_in(bench.desk, record.id, picture(), back(record))
    returns.take_in(bench.desk, record.id, picture(), back(record, signed=False, note="看错了"))
    [only] = returns.returns_of(bench.desk.store, record.id)
    assert (only.told.signed, only.told.note) == (False, "看错了")
    assert word(bench, record) == DocumentState.SERVED


def test_a_file_that_was_altered_or_vanished_is_damaged(bench: Bench, record: issued.Issued) -> None:
    returns.take_in(bench.desk, record.id, picture(), back(record))
    [kept] = returns.returns_of(bench.desk.store, record.id)
    for place in (bench.folder / "vault").glob("??/*"):
        whole = place.read_bytes()
        place.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(DamagedError) as told:
        returns.file(bench.desk.store, kept)
    assert told.value.code == "store.blob_damaged"


REFUSED = [
    (b"nothing", "documents.not_a_photo"),
    (b"", "documents.not_a_photo"),
    (picture()[:400], "documents.not_a_photo"),
    (b"%PDF-1.7\nno more", "documents.scan_unreadable"),
    (scan()[:120], "documents.scan_unreadable"),
    (scan(51), "documents.scan_too_long"),
    (scan(password="x"), "documents.scan_locked"),
    (b"%PDF-1.7\n" + bytes(30_000_000), "returns.too_large"),
    (bytes(60_000_001), "returns.too_large"),
]


@pytest.mark.parametrize(("raw", "code"), REFUSED, ids=[f"{n}-{code}" for n, (_, code) in enumerate(REFUSED)])
def test_what_is_no_scan_is_refused_by_its_name(
    bench: Bench, record: issued.Issued, raw: bytes, code: str
) -> None:
    before = bench.desk.store.digest()
    with pytest.raises(RuleError) as refused:
        returns.take_in(bench.desk, record.id, raw, back(record), name="扫描件.pdf")
    assert (refused.value.code, refused.value.where) == (code, "扫描件.pdf")
    assert bench.desk.store.digest() == before


def test_fifty_pages_are_taken(bench: Bench, record: issued.Issued) -> None:
    returns.take_in(bench.desk, record.id, scan(50), back(record))
    assert returns.returns_of(bench.desk.store, record.id)[0].pages == 50


def test_the_original_is_no_return(bench: Bench, record: issued.Issued) -> None:
    raw = issued.pdf(bench.desk.store, record.id)
    with pytest.raises(RuleError) as refused:
        returns.take_in(bench.desk, record.id, raw, back(record), name="x.pdf")
    assert refused.value.code == "returns.is_the_original"


def test_to_what_nothing_comes_back(bench: Bench, record: issued.Issued) -> None:
    def code_of(document_id: str, told: Return) -> str:
        with pytest.raises(InspectorError) as refused:
            returns.take_in(bench.desk, document_id, picture(), told)
        return refused.value.code

    assert code_of("0" * 32, back(record)) == "document.not_issued"
    assert code_of(record.id, Return("0" * 32, True, True)) == "returns.unknown_recipient"
    documents.void(bench.desk, record.id, "写错")
    assert code_of(record.id, back(record)) == "returns.not_standing"
    assert returns.owed(bench.desk.store, record.id) == ()
    assert word(bench, record) == DocumentState.VOID
