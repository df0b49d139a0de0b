"""Reading papers back: from the PDF, from a photographed page, from text; and never trusting any of them."""

from hashlib import sha256
from io import BytesIO

import pytest
from document_samples import site_record, stop_work_notice
from PIL import Image

from inspector_app.documents.preview import page_count, page_png, page_rgba
from inspector_app.documents.proof.verify import examine
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.domain.proof_code import code_of, told_code

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


def test_a_pdf_tells_what_it_carries_and_what_follows_it() -> None:
    pdf, text = issued()
    seen = examine(pdf)
    assert seen.content_sha256 == RENDERER.content_hash(stop_work_notice()).hex()
    assert (seen.parts, seen.mark) == ((), "")
    seen = examine(pdf + b"%%EOF\n" * 40)
    assert seen.parts[0] == (len(pdf), sha256(pdf).hexdigest())
    assert len(seen.parts) == 16
    assert seen.qr_texts == (text,)
    assert all(sha256((pdf + b"%%EOF\n" * 40)[:length]).hexdigest() == one for length, one in seen.parts)


@pytest.mark.parametrize(
    ("typed", "code", "length", "impossible"),
    [
        ("7K3M-9QXF-2H5T", "7K3M-9QXF-2H5T", 12, ""),
        ("7k3m9qxf2h5t", "7K3M-9QXF-2H5T", 12, ""),
        ("\n 7K3M 9QXF — 2H5T ", "7K3M-9QXF-2H5T", 12, ""),
        ("７Ｋ３Ｍ－９ＱＸＦ－２Ｈ５Ｔ", "7K3M-9QXF-2H5T", 12, ""),
        ("核验码：7K3M-9QXF-2H5T", "7K3M-9QXF-2H5T", 12, ""),
        ("OK3M-9QXF-2H01", "OK3M-9QXF-2H01", 12, "O01"),
        ("7K3M-9QXF-2H5", "7K3M-9QXF-2H5", 11, ""),
    ],
)
def test_a_typed_code_is_read_leniently_and_never_guessed(
    typed: str, code: str, length: int, impossible: str
) -> None:
    told = told_code(typed)
    assert told is not None
    assert (told.code, told.length, told.impossible) == (code, length, impossible)
    assert told.well_formed == (length == 12 and not impossible)


@pytest.mark.parametrize("text", ["", "hello", "ZJZF1\n文号 1", "停工通知书", "7K3M-9QXF-2H5T-7K3M", "=1+1"])
def test_other_text_is_no_code(text: str) -> None:
    assert told_code(text) is None


def test_every_code_that_is_printed_is_read_back() -> None:
    for n in range(300):
        code = code_of(sha256(bytes([n % 256, n // 256])).digest())
        told = told_code(code.lower().replace("-", " "))
        assert told is not None
        assert told.well_formed
        assert told.code == code


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
