"""A signature on the screen is a second frozen file; the first stays to the byte what it was."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.casework.papers import countersigns, documents, issued, service
from inspector_app.casework.papers.verification import Witnesses, of_pdf
from inspector_app.casework.play.stage import Played
from inspector_app.domain.acts import ActKind
from inspector_app.domain.countersigning import FINENESS, Signer, SignerRole, trace
from inspector_app.domain.errors import DamagedError, InspectorError
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench

STROKES = [
    [(0.1, 0.2, 0.0), (0.2, 0.5, 15.0), (0.3, 0.9, 31.0)],
    [(0.5, 0.5, 400.0, 0.4), (0.9, 0.5, 460.0, 0.9)],
    [(0.95, 0.9, 700.0)],
]


@pytest.fixture
def notice(bench: Bench, played: Played) -> issued.Issued:
    told = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    return next(one for one in told if one.kind == DocumentKind.RECTIFICATION_NOTICE)


def a_signer(notice: issued.Issued, **changes: Any) -> Signer:
    told: dict[str, Any] = {
        "name": "骆远山",
        "position": "项目经理",
        "role": SignerRole.RECEIVER,
        "recipient_id": notice.recipients[0].party_id,
    }
    return Signer(**(told | changes))


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        told = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(told.split()).replace("\u0002", "").replace("\ufffe", "")


def test_a_second_file_names_the_first_which_stays_as_it_was(bench: Bench, notice: issued.Issued) -> None:
    before = issued.pdf(bench.desk.store, notice.id)
    signed = countersigns.sign(bench.desk, notice.id, a_signer(notice), STROKES)
    assert issued.pdf(bench.desk.store, notice.id) == before
    assert sha256(before).hexdigest() == notice.pdf_sha256 == signed.original_sha256
    page = countersigns.file(bench.desk.store, signed)
    assert sha256(page).hexdigest() == signed.sha256 != notice.pdf_sha256
    told = text_of(page)
    for part in (notice.pdf_sha256, notice.number, notice.label, notice.code, "骆远山", "项目经理", "留痕"):
        assert "".join(part.split()) in told
    assert len(pypdf.PdfReader(BytesIO(page)).pages) == 1
    assert countersigns.countersigns(bench.desk.store, notice.id) == (signed,)


def test_the_strokes_are_drawn_and_kept(bench: Bench, notice: issued.Issued) -> None:
    signed = countersigns.sign(bench.desk, notice.id, a_signer(notice), STROKES)
    kept = json.loads(bench.desk.store.blob(signed.strokes_sha256))
    assert kept["strokes"] == [
        [[1000, 2000, 0, -1], [2000, 5000, 15, -1], [3000, 9000, 31, -1]],
        [[5000, 5000, 400, 400], [9000, 5000, 460, 900]],
        [[9500, 9000, 700, -1]],
    ]
    page = countersigns.file(bench.desk.store, signed)
    operators = pypdf.PdfReader(BytesIO(page)).pages[0].get_contents()
    assert operators is not None
    assert operators.get_data().count(b" c\n") + operators.get_data().count(b" c ") == 3
    embedded = json.loads(pypdf.PdfReader(BytesIO(page)).attachments["content.json"][0])
    assert embedded["strokes_sha256"] == signed.strokes_sha256
    assert embedded["original_sha256"] == notice.pdf_sha256


def test_the_journal_knows_the_file_by_its_hash(bench: Bench, notice: issued.Issued) -> None:
    signed = countersigns.sign(bench.desk, notice.id, a_signer(notice), STROKES)
    assert countersigns.with_file(bench.desk.store, signed.sha256) == signed
    assert countersigns.with_file(bench.desk.store, notice.pdf_sha256) is None
    bench.desk.store.sweep()
    assert countersigns.file(bench.desk.store, signed)
    assert bench.desk.store.replay_check().same


def test_a_witness_signs_for_nobody_and_later_again(bench: Bench, notice: issued.Issued) -> None:
    witness = a_signer(notice, name="陈见微", position="", role=SignerRole.WITNESS, recipient_id="")
    first = countersigns.sign(bench.desk, notice.id, witness, STROKES)
    bench.clock.moment += timedelta(minutes=1)
    second = countersigns.sign(bench.desk, notice.id, witness, STROKES)
    assert first.sha256 != second.sha256
    assert "见证人" in text_of(countersigns.file(bench.desk.store, first))


def test_a_page_that_names_another_file_is_not_shown(bench: Bench, notice: issued.Issued) -> None:
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.act(ActKind.COUNTERSIGN, "document", notice.id, {"original_sha256": "0" * 64, "name": "某人"})
    assert countersigns.countersigns(bench.desk.store, notice.id) == ()


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(InspectorError) as refused:
        work()
    return refused.value.code


def test_what_is_refused(bench: Bench, notice: issued.Issued) -> None:
    def signing(signer: Signer, strokes: Any = STROKES, document_id: str = notice.id) -> Callable[[], object]:
        return lambda: countersigns.sign(bench.desk, document_id, signer, strokes)

    before = bench.desk.store.digest()
    assert code_of(signing(a_signer(notice), document_id="0" * 32)) == "document.not_issued"
    assert code_of(signing(a_signer(notice, name=" "))) == "countersign.no_name"
    assert code_of(signing(a_signer(notice, recipient_id=""))) == "countersign.unknown_recipient"
    assert code_of(signing(a_signer(notice, recipient_id="0" * 32))) == "countersign.unknown_recipient"
    assert code_of(signing(a_signer(notice), [])) == "countersign.nothing_written"
    assert code_of(signing(a_signer(notice, name="\U000f0000"))) == "documents.glyph_missing"
    assert code_of(signing(a_signer(notice, position="经" * 3000))) == "documents.countersign_long"
    assert bench.desk.store.digest() == before
    documents.void(bench.desk, notice.id, "写错")
    assert code_of(signing(a_signer(notice))) == "document.not_standing"


def test_nobody_signs_under_a_damaged_original(bench: Bench, notice: issued.Issued) -> None:
    for place in (bench.folder / "vault").glob("??/*"):
        whole = place.read_bytes()
        place.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(DamagedError):
        countersigns.sign(bench.desk, notice.id, a_signer(notice), STROKES)
    assert bench.desk.store.acts("document", notice.id, ActKind.COUNTERSIGN) == []


POINT = (0.5, 0.5, 10.0)
BAD = [
    [[(1.01, 0.5, 0.0), POINT]],
    [[(0.5, -0.01, 0.0), POINT]],
    [[(float("nan"), 0.5, 0.0), POINT]],
    [[(0.5, 0.5, float("inf")), POINT]],
    [[(0.5, 0.5, -1.0), POINT]],
    [[(0.5, 0.5, 0.0, 1.5), POINT]],
    [[(0.5, 0.5, 0.0, 0.5, 0.5), POINT]],
    [[POINT] * 5001],
    [[POINT, POINT]] * 201,
]


@pytest.mark.parametrize("strokes", BAD, ids=range(len(BAD)))
def test_strokes_out_of_bounds(strokes: Any) -> None:
    assert code_of(lambda: trace(strokes)) == "countersign.strokes_bad"


@pytest.mark.parametrize("aspect", [0.4, 8.1, float("nan")])
def test_a_field_of_no_shape(aspect: float) -> None:
    assert code_of(lambda: trace(STROKES, aspect=aspect)) == "countersign.strokes_bad"


UNIT = st.floats(0, 1)
POINTS = st.tuples(UNIT, UNIT, st.floats(0, 10_000)) | st.tuples(UNIT, UNIT, st.floats(0, 10_000), UNIT)


@given(st.lists(st.lists(POINTS, min_size=2, max_size=20), min_size=1, max_size=10))
def test_what_is_within_bounds_is_kept_within_a_step(strokes: list[list[tuple[float, ...]]]) -> None:
    kept = trace(strokes)
    for given_stroke, stroke in zip(strokes, kept.strokes, strict=True):
        for point, place in zip(given_stroke, stroke, strict=True):
            assert abs(place[0] - point[0] * FINENESS) <= 0.5
            assert abs(place[1] - point[1] * FINENESS) <= 0.5
    assert trace(strokes).sha256 == kept.sha256


def test_the_page_is_known_as_a_trace_and_never_valid(bench: Bench, notice: issued.Issued) -> None:
    page = countersigns.sign(bench.desk, notice.id, a_signer(notice), STROKES)
    store = bench.desk.store
    told = of_pdf(page.sha256, (), Witnesses(store, (store.keyring,)))
    assert (told.verdict, told.why.code) == ("unknown", "verify.countersign")
    assert told.document["number"] == notice.number


def received(notice: issued.Issued, bench: Bench, **changes: Any) -> service.Service:
    told: dict[str, Any] = {
        "recipient_id": notice.recipients[0].party_id,
        "method": "direct",
        "at": bench.clock.moment,
        "place": "项目部",
        "receiver": "骆远山",
        "position": "项目经理",
    }
    return service.Service(**(told | changes))


def test_a_signature_and_its_service_are_one_step(bench: Bench, notice: issued.Issued) -> None:
    store = bench.desk.store
    before = store.place
    signed = countersigns.prepare(bench.desk, notice.id, a_signer(notice), STROKES)
    assert store.place == before, "nothing is signed before it is written"
    service.serve(bench.desk, notice.id, received(notice, bench), signed)
    (kept,) = countersigns.countersigns(store, notice.id)
    acts = [one for one in store.acts("document", notice.id) if one.content.get("recipient_id")][-2:]
    assert [one.kind for one in acts] == [ActKind.COUNTERSIGN, ActKind.SERVE]
    assert all(one.valid for one in acts)
    assert kept.recipient_id in issued.served(store, notice.id)


def test_a_service_that_is_refused_signs_nothing(bench: Bench, notice: issued.Issued) -> None:
    signed = countersigns.prepare(bench.desk, notice.id, a_signer(notice), STROKES)
    early = received(notice, bench, at=bench.clock.moment - timedelta(days=900))
    with pytest.raises(InspectorError, match=r"service\.before_issue"):
        service.serve(bench.desk, notice.id, early, signed)
    assert countersigns.countersigns(bench.desk.store, notice.id) == ()


def test_the_page_says_when_the_signature_was_given(bench: Bench, notice: issued.Issued) -> None:
    given = bench.clock.moment - timedelta(hours=1)
    signed = countersigns.sign(bench.desk, notice.id, a_signer(notice), STROKES, at=given)
    assert signed.at == given.isoformat()
