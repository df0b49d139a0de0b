"""Where the seal stands: kept free, anchored on a stamp that is there already, or laid over name and date."""

from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from document_samples import rectification_notice, resumption_notice, stop_work_notice
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from inspector_app.documents.page.seal import inspect_seal
from inspector_app.documents.render import render
from inspector_app.domain.content import Content, Paragraph, Seal
from inspector_app.domain.errors import RuleError
from tests.documents.page_facts import BODY, MM, PITCH, Page, pages_of, words
from tests.documents.pdfa import problems

STAMP = Seal(diameter_mm=42, x_mm=150, y_mm=80)
BASE = PITCH / 2 + BODY * 0.38 / MM


def picture(width: int = 300, height: int = 300, mode: str = "RGBA", kind: str = "PNG") -> bytes:
    made = Image.new(mode, (width, height), (0, 0, 0, 0) if mode == "RGBA" else "white")
    ImageDraw.Draw(made).ellipse((4, 4, width - 4, height - 4), outline=(200, 20, 20), width=9)
    out = BytesIO()
    made.save(out, kind)
    return out.getvalue()


def sealed(content: Content, raw: bytes, diameter_mm: int = 42) -> bytes:
    name = sha256(raw).hexdigest()
    told = replace(content, seal=Seal(name, diameter_mm))
    return render(told, photos={name: raw}, qr=None).pdf


def pair(page: Page, content: Content) -> tuple[float, float, float, float]:
    """Middle of the name, middle of the date, and both baselines in mm from the foot of the sheet."""
    lines = page.lines(BODY)
    date = next(line for line in lines if words(line) == content.date)
    name = [line for line in lines if words(line) in content.issuer][-1]
    middles = [(min(c["x0"] for c in line) + max(c["x1"] for c in line)) / 2 / MM for line in (name, date)]
    return middles[0], middles[1], name[0]["matrix"][5] / MM, date[0]["matrix"][5] / MM


@pytest.mark.parametrize("count", [*range(1, 12), 16, 21, 28, 33, 40])
def test_on_stamped_paper_the_block_meets_the_stamp(count: int) -> None:
    content = replace(rectification_notice(count), seal=STAMP)
    made = render(content, photos={}, qr=None)
    pages = pages_of(made.pdf)
    page = pages[made.sign_page - 1]
    name_x, date_x, name_y, date_y = pair(page, content)
    assert name_x == pytest.approx(STAMP.x_mm, abs=0.5)
    assert date_x == pytest.approx(STAMP.x_mm, abs=0.5)
    seam = name_y - (PITCH - BASE)
    assert seam == pytest.approx(STAMP.y_mm - 4, abs=0.5), "somewhat beneath the centre"
    assert STAMP.y_mm - 21 < date_y < STAMP.y_mm - 4, "the date stands in the seal's lower half"
    free_of_ink(page, content, STAMP)
    text = [line for line in page.lines(BODY) if line[0]["matrix"][5] / MM > STAMP.y_mm + 21]
    assert len(text) >= 2 or page.cells(5)


def free_of_ink(page: Page, content: Content, seal: Seal) -> None:
    """In the circle stand the body's name and the date, and nothing else."""
    radius = seal.diameter_mm / 2
    for thing in (*page.chars, *page.rects, *page.rules):
        if "text" in thing and (not thing["text"].strip() or abs(thing["size"] - BODY) < 0.1):
            inside = thing["text"] in content.issuer + content.date
            if inside or not thing["text"].strip():
                continue
        foot, head = 297 - thing["bottom"] / MM, 297 - thing["top"] / MM
        away_x = max(thing["x0"] / MM - seal.x_mm, seal.x_mm - thing["x1"] / MM, 0)
        away_y = max(foot - seal.y_mm, seal.y_mm - head, 0)
        assert away_x**2 + away_y**2 >= radius**2 - 0.5, thing.get("text", "a rule")


@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate])
@given(
    x=st.integers(28 + 21, 184 - 21),
    y=st.integers(35 + 21, 140),
    lines=st.integers(1, 24),
    receipt=st.booleans(),
)
def test_a_stamp_anywhere_in_the_type_area_is_met(x: int, y: int, lines: int, receipt: bool) -> None:
    seal = Seal(diameter_mm=42, x_mm=x, y_mm=y)
    content = replace(
        resumption_notice(),
        paragraphs=(Paragraph("责" * (28 * lines - 2)),),
        copied=(),
        imprint="",
        seal=seal,
    )
    if not receipt:
        content = replace(content, receipt=(), officers=())
    made = render(content, photos={}, qr=None)
    page = pages_of(made.pdf)[made.sign_page - 1]
    name_x, date_x, name_y, _ = pair(page, content)
    assert name_x == pytest.approx(x, abs=0.5)
    assert date_x == pytest.approx(x, abs=0.5)
    assert name_y - (PITCH - BASE) == pytest.approx(y - 4, abs=0.5)
    free_of_ink(page, content, seal)
    text = [line for line in page.lines(BODY) if "责" in words(line)]
    assert len(text) >= min(2, lines)


@pytest.mark.parametrize(
    "seal",
    [
        Seal(diameter_mm=42, x_mm=20, y_mm=80),
        Seal(diameter_mm=42, x_mm=190, y_mm=80),
        Seal(diameter_mm=42, x_mm=150, y_mm=40),
        Seal(diameter_mm=42, x_mm=150, y_mm=250),
    ],
)
def test_a_stamp_outside_the_type_area_is_refused(seal: Seal) -> None:
    with pytest.raises(RuleError, match=r"documents\.seal_place"):
        render(replace(resumption_notice(), seal=seal), photos={}, qr=None)


@pytest.mark.parametrize("diameter", [30, 42, 60])
def test_an_electronic_seal_lies_over_name_and_date(diameter: int) -> None:
    content = resumption_notice()
    pdf = sealed(content, picture(), diameter)
    page = pages_of(pdf)[0]
    seal = page.images[0]
    assert seal["width"] == pytest.approx(diameter * MM, abs=0.1)
    assert seal["height"] == pytest.approx(diameter * MM, abs=0.1)
    x = (seal["x0"] + seal["x1"]) / 2 / MM
    y = 297 - (seal["top"] + seal["bottom"]) / 2 / MM
    name_x, date_x, name_y, date_y = pair(page, content)
    assert x == pytest.approx(date_x, abs=0.5)
    assert x == pytest.approx(name_x, abs=0.5)
    assert name_y - (PITCH - BASE) == pytest.approx(y - 4, abs=0.5)
    assert y - diameter / 2 < date_y < name_y < y + diameter / 2
    free_of_ink(page, content, Seal("", diameter, round(x), round(y)))


def test_the_seal_is_transparent_and_archival_and_the_same_each_time() -> None:
    for raw in (picture(), picture(mode="RGB"), picture(1500, 1450)):
        pdf = sealed(resumption_notice(), raw)
        assert problems(pdf) == []
        assert pdf == sealed(resumption_notice(), raw)
        with pikepdf.open(BytesIO(pdf)) as file:
            images = [one for page in file.pages for one in page.get_images().values()]
            assert len(images) == 1
            assert "/SMask" in images[0]
            assert max(images[0].Width, images[0].Height) <= 1000


def test_a_draft_shows_the_place_and_never_the_seal() -> None:
    raw = picture()
    name = sha256(raw).hexdigest()
    content = replace(resumption_notice(), seal=Seal(name, 42))
    made = render(content, photos={name: raw}, qr=None, draft=True)
    assert not any(page.images for page in pages_of(made.pdf))
    assert render(content, photos={}, qr=None, draft=True).pages == made.pages


def test_the_page_with_the_signature_is_told() -> None:
    made = render(stop_work_notice(count=30), photos={}, qr=None)
    assert made.pages > 2
    assert made.sign_page == 1, "the annex follows behind it"
    many = render(rectification_notice(40), photos={}, qr=None)
    assert many.sign_page == many.pages


def test_a_seal_that_is_not_at_hand_is_named() -> None:
    content = replace(resumption_notice(), seal=Seal("ab" * 32, 42))
    with pytest.raises(RuleError, match=r"documents\.seal_missing"):
        render(content, photos={}, qr=None)


@pytest.mark.parametrize(
    ("raw", "diameter"), [(picture(), 30), (picture(mode="RGB"), 60), (picture(400, 370), 42)]
)
def test_fit_seals_pass_and_are_drawn_at_their_diameter(raw: bytes, diameter: int) -> None:
    inspect_seal(raw, diameter)
    digest = sha256(raw).hexdigest()
    content = replace(resumption_notice(), seal=Seal(digest, diameter))
    drawn = [
        image
        for page in pages_of(render(content, photos={digest: raw}, qr=None).pdf)
        for image in page.images
    ]
    assert [max(one["width"], one["height"]) / MM for one in drawn] == [pytest.approx(diameter, abs=0.5)]


@pytest.mark.parametrize(
    ("raw", "diameter"),
    [
        (picture(kind="JPEG", mode="RGB"), 42),
        (picture(300, 200), 42),
        (picture(4001, 4001), 42),
        (picture(), 29),
        (picture(), 61),
        (picture()[:200], 42),
        (picture()[:20], 42),
        (b"", 42),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, 42),
        # A head that claims 60,000 pixels is refused before anything is decoded.
        (picture()[:16] + b"\0\0\xea\x60\0\0\xea\x60" + picture()[24:], 42),
    ],
    ids=["jpeg", "oblong", "too fine", "too small", "too large", "cut", "no head", "empty", "zeros", "bomb"],
)
def test_unfit_seals_are_refused(raw: bytes, diameter: int) -> None:
    with pytest.raises(RuleError, match=r"documents\.seal_unfit"):
        inspect_seal(raw, diameter)
    if diameter == 42:
        with pytest.raises(RuleError, match=r"documents\.seal_unfit"):
            sealed(resumption_notice(), raw)
