"""PDF/A-3b with the content inside: the file says so and keeps to it, clause by clause."""

import json
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from document_samples import every_kind, rectification_notice, site_record, stop_work_notice
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageCms

from inspector_app import assets
from inspector_app.documents.render import render
from inspector_app.domain.content import Content, canonical
from tests.documents.pdfa import problems, xmp

CONTENTS = [pytest.param(content, id=content.kind) for content in every_kind()] + [
    pytest.param(rectification_notice(40), id="forty findings"),
    pytest.param(site_record(30), id="thirty findings"),
]
PHOTOS = Path(__file__).parents[2] / "resources" / "demo" / "photos"


def pdf_of(content: Content, **photos: bytes) -> bytes:
    return render(content, photos=photos, qr="ZJZF1\ntest").pdf


@pytest.mark.parametrize("content", CONTENTS)
def test_each_kind_is_a_clean_archival_file(content: Content) -> None:
    assert problems(pdf_of(content)) == []
    assert problems(render(content, photos={}, qr=None, draft=True).pdf) == []


def test_photos_are_archival_too() -> None:
    photos = {sha256(raw).hexdigest(): raw for raw in (path.read_bytes() for path in PHOTOS.glob("*.jpg"))}
    assert len(photos) == 5
    assert problems(pdf_of(stop_work_notice(tuple(photos)), **photos)) == []


def test_rare_characters_and_fallback_faces_are_archival_too() -> None:
    content = replace(stop_work_notice(), addressee="𬭼𪟝公司￥：", issuer="𬬭局")
    assert problems(pdf_of(content)) == []


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda pdf: pdf + b"\n", "6.1.3"),
        (lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-1.9", 1), "6.1.2"),
        (lambda pdf: pdf.replace(b"<pdfaid:part>3", b"<pdfaid:part>1", 1), "6.6.4"),
        (lambda pdf: pdf.replace(b"/GTS_PDFA1", b"/GTS_PDFX1", 1), "6.2.3"),
        (lambda pdf: pdf.replace(b"/AFRelationship /Data", b"/AFRelationship /Date", 1), "6.8"),
        (lambda pdf: pdf.replace(b"T12:00:00", b"T12:00:01", 1), "6.6.3"),
        (lambda pdf: pdf.replace(b"/Lang (zh-CN)", b"/AA 7 0 R    ", 1), "6.5"),
        (lambda pdf: pdf.replace(b"/FontFile2", b"/FontFile3", 1), "6.2.11.4.1"),
        (lambda pdf: pdf.replace(b"\nendstream", b" endstream", 1), "6.1.7.1"),
    ],
)
def test_the_checker_sees_what_is_wrong(spoil: object, named: str) -> None:
    assert callable(spoil)
    pdf = pdf_of(stop_work_notice())
    spoilt = spoil(pdf)
    assert spoilt != pdf
    assert any(named in one for one in problems(spoilt)), problems(spoilt)


@pytest.mark.parametrize("content", CONTENTS)
def test_the_content_travels_inside(content: Content) -> None:
    rendered = render(content, photos={}, qr=None)
    with pikepdf.open(BytesIO(rendered.pdf)) as file:
        inside = bytes(file.attachments["content.json"].get_file().read_bytes())
        assert file.Root.AF[0].AFRelationship == "/Data"
        assert str(file.Root.AF[0].EF.F.Subtype) == "/application/json"
    assert inside == canonical(content)
    assert sha256(inside).digest() == rendered.content_hash
    assert json.loads(inside)["number"] == content.number


def test_title_language_and_dates_are_told() -> None:
    with pikepdf.open(BytesIO(pdf_of(stop_work_notice()))) as file:
        told = xmp(file)
        assert str(file.Root.Lang) == "zh-CN"
    assert told["dc:title"] == "停工（整改）通知书\u3000南住建停〔2026〕5-9号"
    assert told["dc:creator"] == stop_work_notice().issuer
    assert told["dc:language"] == "zh-CN"
    assert told["xmp:CreateDate"] == told["xmp:ModifyDate"] == "2026-11-24T12:00:00+08:00"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.text("<>&]]?\"'\ufffe\ufdd0甲\n", max_size=9),
)
def test_no_title_breaks_the_description(title: str, issuer: str) -> None:
    content = replace(stop_work_notice(), title=(title,), kind_label=issuer, issuer=issuer)
    pdf = render(content, photos={}, qr=None, draft=True).pdf
    assert not [one for one in problems(pdf) if "6.6" in one]


def test_the_colour_profile_is_a_profile_of_srgb() -> None:
    path = assets.folder("resources") / "colour" / "srgb.icc"
    profile = ImageCms.ImageCmsProfile(BytesIO(path.read_bytes()))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    assert profile.profile.version == 4.2
    assert (path.parent / "README.txt").read_text("utf-8").startswith("srgb.icc")
