"""The same content is the same file for ever, and the file is self-contained and inert."""

from hashlib import sha256
from io import BytesIO

import pypdf
import pytest
from document_samples import every_kind, rectification_notice

from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.content import Content, canonical

KINDS = [pytest.param(content, id=content.kind) for content in every_kind()]


@pytest.mark.parametrize("content", KINDS)
def test_the_same_content_is_the_same_bytes(content: Content) -> None:
    first = PdfRenderer().render(content, photos={}, qr="ZJZF1\ntest")
    again = PdfRenderer().render(content, photos={}, qr="ZJZF1\ntest")
    assert first.pdf == again.pdf
    assert first.content_hash == sha256(canonical(content)).digest()


def test_another_content_is_another_file() -> None:
    one = PdfRenderer().render(rectification_notice(3), photos={}, qr=None)
    other = PdfRenderer().render(rectification_notice(4), photos={}, qr=None)
    assert one.pdf != other.pdf


@pytest.mark.parametrize("content", KINDS)
def test_fonts_are_embedded_and_nothing_can_be_clicked(content: Content) -> None:
    reader = pypdf.PdfReader(BytesIO(PdfRenderer().render(content, photos={}, qr="ZJZF1\ntest").pdf))
    assert reader.pages
    for page in reader.pages:
        fonts = page["/Resources"]["/Font"]
        assert fonts
        for name in fonts:
            font = fonts[name].get_object()
            descriptor = font["/FontDescriptor"].get_object()
            assert descriptor["/FontFile2"].get_object().get_data()
            assert "/ToUnicode" in font
            assert "Helvetica" not in str(font["/BaseFont"])
        assert "/Annots" not in page
        assert "/AA" not in page
    root = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Dests", "/PageLabels", "/Outlines"} & set(root)
    assert set(root["/Names"]) == {"/EmbeddedFiles"}
    assert root["/Lang"] == "zh-CN"


def test_dates_and_identity_follow_from_the_content() -> None:
    content = rectification_notice(2)
    reader = pypdf.PdfReader(BytesIO(PdfRenderer().render(content, photos={}, qr=None).pdf))
    told = reader.metadata
    assert told is not None
    assert told.title == "限期整改通知书　南住建改〔2026〕5-31号"
    assert told.author == content.issuer
    assert told.producer == "inspector_app"
    assert str(told["/CreationDate"]).startswith("D:20261124120000")
    first, second = reader.trailer["/ID"]
    assert bytes(first) == bytes(second)
