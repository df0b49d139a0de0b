"""A layer over a photo: kept with it, changed, taken back, and frozen by the document issued with it."""

import json
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO

import pypdf
import pytest
from PIL import Image

from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import findings, inspections, marks
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.findings import Photo
from inspector_app.domain.marks import COVERED, MOST_MARKS, Mark, MarkKind, mark
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench

RING = mark(MarkKind.RING, 0.2, 0.2, 0.6, 0.7)
HIDDEN = mark(MarkKind.PIXELATE, 0.0, 0.0, 0.5, 0.5)


def photo_of(bench: Bench, played: Played) -> Photo:
    found = findings.findings_of(bench.desk.store, played.inspection_id)
    return next(photo for one in found for photo in one.photos)


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(InspectorError) as refused:
        work()
    return refused.value.code


def notice_of(bench: Bench, played: Played) -> issued.Issued:
    told = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    return next(one for one in told if one.kind == DocumentKind.STOP_WORK_NOTICE)


def test_marks_lie_over_the_photo_and_the_original_stays(bench: Bench, played: Played) -> None:
    photo = photo_of(bench, played)
    before = bench.desk.store.blob(photo.sha256)
    marks.set_marks(bench.desk, photo.id, (RING, HIDDEN))
    assert photo_of(bench, played).marks == (RING, HIDDEN)
    assert bench.desk.store.blob(photo.sha256) == before
    assert sha256(before).hexdigest() == photo.sha256
    assert bench.desk.store.replay_check().same


def test_taking_back_is_setting_what_was_there(bench: Bench, played: Played) -> None:
    photo = photo_of(bench, played)
    marks.set_marks(bench.desk, photo.id, (RING,))
    marks.set_marks(bench.desk, photo.id, ())
    assert marks.of_photo(bench.desk.store, photo.id) == ()


def test_the_same_layer_again_writes_nothing(bench: Bench, played: Played) -> None:
    photo = photo_of(bench, played)
    marks.set_marks(bench.desk, photo.id, (RING,))
    before = bench.desk.store.digest()
    marks.set_marks(bench.desk, photo.id, (RING,))
    assert bench.desk.store.digest() == before


def test_an_issued_document_keeps_the_layer_it_was_issued_with(bench: Bench, played: Played) -> None:
    notice, photo = notice_of(bench, played), photo_of(bench, played)
    before = issued.pdf(bench.desk.store, notice.id)
    marks.set_marks(bench.desk, photo.id, (HIDDEN,))
    assert issued.pdf(bench.desk.store, notice.id) == before
    assert sha256(before).hexdigest() == notice.pdf_sha256
    assert "marks" not in json.dumps(json.loads(notice.content)["annex"])


def test_a_document_issued_later_says_and_shows_the_layer(bench: Bench, played: Played) -> None:
    photo = photo_of(bench, played)
    marks.set_marks(bench.desk, photo.id, (RING,))
    found = findings.findings_of(bench.desk.store, played.inspection_id)
    finding = next(one for one in found if any(own.id == photo.id for own in one.photos))
    documents.void(bench.desk, notice_of(bench, played).id, "照片未标注")
    again = documents.anew(bench.desk, notice_of(bench, played).id)
    assert finding.id in [one.id for one in drafts.draft_of(bench.desk, again).findings]
    told = documents.issue(bench.desk, again)
    cells = json.loads(told.content)["annex"]["photos"]
    marked = [one for one in cells if one["sha256"] == photo.sha256]
    assert marked[0]["marks"] == [{"kind": "ring", "x1": 2000, "y1": 2000, "x2": 6000, "y2": 7000}]
    marks.set_marks(bench.desk, photo.id, ())
    assert issued.must_be_issued(bench.desk.store, again).content == told.content
    page = drafts.content(bench.desk, drafts.draft_of(bench.desk, again), told.number)
    assert bench.desk.renderer.content_hash(page).hex() != told.content_sha256


def test_the_original_is_not_in_the_file(bench: Bench, played: Played) -> None:
    photo = photo_of(bench, played)
    marks.set_marks(bench.desk, photo.id, (mark(MarkKind.PIXELATE, 0, 0, 1, 1),))
    draft = drafts.begin(
        bench.desk,
        played.inspection_id,
        DocumentKind.STOP_WORK_NOTICE,
        [one.id for one in findings.findings_of(bench.desk.store, played.inspection_id) if one.photos],
    )
    pdf = drafts.preview(bench.desk, draft).pdf
    original = bench.desk.store.blob(photo.sha256)
    assert original not in pdf
    shown = [one.image for page in pypdf.PdfReader(BytesIO(pdf)).pages for one in page.images]
    largest = max(max(one.size) for one in shown if one is not None)
    assert largest <= 560 < max(Image.open(BytesIO(original)).size)


def test_what_is_refused(bench: Bench, played: Played) -> None:
    photo = photo_of(bench, played)
    desk = bench.desk
    before = desk.store.digest()
    assert code_of(lambda: marks.set_marks(desk, "0" * 32, ())) == "photo.none"
    assert code_of(lambda: marks.set_marks(desk, photo.id, (RING,) * (MOST_MARKS + 1))) == "marks.too_many"
    assert code_of(lambda: marks.set_caption(desk, photo.id, "字" * 61)) == "photo.caption_long"
    assert desk.store.digest() == before
    if not inspections.concluded(desk.store, played.inspection_id):
        inspections.conclude(desk, played.inspection_id)
    assert code_of(lambda: marks.set_marks(desk, photo.id, (RING,))) == "inspection.locked"
    assert code_of(lambda: marks.set_caption(desk, photo.id, "塔机")) == "inspection.locked"


def test_a_caption_is_one_line(bench: Bench, played: Played) -> None:
    photo = photo_of(bench, played)
    marks.set_caption(bench.desk, photo.id, " 塔机\n附着 ")
    assert photo_of(bench, played).caption == "塔机 附着"


@pytest.mark.parametrize("told", ["none", [{"kind": "star", "at": [0, 0, 1, 1]}], [{"kind": "ring"}]])
def test_a_layer_that_cannot_be_read_covers_the_picture(bench: Bench, played: Played, told: object) -> None:
    """It may have been to hide a face: better nothing than that."""
    photo = photo_of(bench, played)
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.set("photo", photo.id, {"marks": told})
    assert photo_of(bench, played).marks == COVERED


def test_marks_of_a_newer_version_are_not_overwritten(bench: Bench, played: Played) -> None:
    photo = photo_of(bench, played)
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.set("photo", photo.id, {"marks": [{"kind": "star", "at": [0, 0, 1, 1]}]})
    layer: tuple[Mark, ...] = (RING,)
    assert code_of(lambda: marks.set_marks(bench.desk, photo.id, layer)) == "marks.unknown_kind"
