"""Reading papers back: from the PDF, from a photographed page, from text; and never trusting any of them."""

from hashlib import sha256
from io import BytesIO

import pytest
from document_samples import site_record, stop_work_notice
from PIL import Image

from inspector_app.documents.preview import page_count, page_png, page_rgba
from inspector_app.documents.render import PdfRenderer
from inspector_app.documents.verify import examine
from inspector_app.domain.errors import DamagedError, RuleError

RENDERER = PdfRenderer()


def issued(form: bool = False) -> tuple[bytes, str]:
    content = site_record() if form else stop_work_notice()
    text = RENDERER.qr_text(content, "0123456789abcdef", lambda message: sha256(message).digest() * 2)
    return RENDERER.render(content, photos={}, qr=text).pdf, text


@pytest.mark.parametrize("form", [False, True])
def test_a_pdf_shows_its_code_and_hash(form: bool) -> None:
    pdf, text = issued(form)
    seen = examine(pdf)
    assert seen.type == "pdf"
    assert seen.sha256 == sha256(pdf).hexdigest()
    assert seen.qr_texts == (text,)
    assert seen.complete
    assert seen.pages == page_count(pdf)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("turned", [0, 90, 187])
def test_a_scanned_or_photographed_page_shows_its_code(kind: str, turned: int) -> None:
    pdf, text = issued()
    with Image.open(BytesIO(page_png(pdf, 0, 200))) as page:
        out = BytesIO()
        page.convert("RGB").rotate(turned, expand=True, fillcolor="white").save(out, kind)
    seen = examine(out.getvalue())
    assert seen.type == "image"
    assert seen.qr_texts == (text,)


def test_text_is_text_and_the_rest_is_unknown() -> None:
    _, text = issued()
    assert examine((text + "\n").encode()).qr_texts == (text,)
    assert examine(text.encode()).type == "text"
    for raw in (b"", b"\0\1\2", b"PK\3\4" + bytes(200), bytes(200_000)):
        assert examine(raw).type == "unknown"
        assert examine(raw).qr_texts == ()


def test_a_broken_pdf_is_looked_at_without_harm() -> None:
    pdf, _ = issued()
    for raw in (pdf[: len(pdf) // 2], b"%PDF-1.7\n", b"%PDF-1.7" + bytes(5000)):
        seen = examine(raw)
        assert seen.type == "pdf"
        assert seen.sha256 == sha256(raw).hexdigest()


def test_an_image_bomb_is_unknown() -> None:
    out = BytesIO()
    Image.new("1", (12000, 12000)).save(out, "PNG")
    assert examine(out.getvalue()).type == "unknown"


def test_a_preview_has_the_asked_size() -> None:
    pdf, _ = issued()
    with Image.open(BytesIO(page_png(pdf, 0, 96))) as page:
        assert page.size == (794, 1123)
    raster = page_rgba(pdf, 1, 48)
    assert len(raster.rgba) == raster.width * raster.height * 4
    assert (raster.width, raster.height) == (397, 562)


def test_a_page_that_is_not_there_is_refused() -> None:
    pdf, _ = issued()
    with pytest.raises(DamagedError):
        page_png(pdf, 9, 96)
    with pytest.raises(DamagedError):
        page_count(b"nothing")


def test_the_renderer_is_what_the_desk_expects() -> None:
    content = stop_work_notice()
    assert RENDERER.missing("安全") == frozenset()
    assert len(RENDERER.code(RENDERER.content_hash(content))) == 14
    with pytest.raises(RuleError):
        RENDERER.inspect_photo(b"no photo")
