"""Marks in the pictures on paper: what a mosaic covers is gone, what points stands out."""

from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pypdf
import pytest
from document_samples import rectification_notice
from PIL import Image, ImageStat

from inspector_app.documents.marks import burnt
from inspector_app.documents.render import render
from inspector_app.domain.content import Annex, PhotoCell
from inspector_app.domain.errors import RuleError
from inspector_app.domain.marks import Mark, MarkKind, mark

SIZE = (1600, 1200)


def a_noisy_photo() -> bytes:
    """Black and white stripes of four pixels: as fine a detail as a photo of letters has."""
    picture = Image.new("L", SIZE, 255)
    stripe = Image.new("L", (12, SIZE[1]), 0)
    for x in range(0, SIZE[0], 24):
        picture.paste(stripe, (x, 0))
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


RAW = a_noisy_photo()
SHA = sha256(RAW).hexdigest()


def on_paper(*layer: Mark) -> Image.Image:
    """The picture as somebody takes it out of the PDF."""
    cell = PhotoCell(SHA, "照片1", "2026-11-24 09:12", layer)
    content = replace(rectification_notice(2), annex=Annex("现场照片", None, (cell,)))
    pdf = render(content, photos={SHA: RAW}, qr=None).pdf
    assert RAW not in pdf
    (found,) = [one for page in pypdf.PdfReader(BytesIO(pdf)).pages for one in page.images]
    assert found.image is not None
    return found.image.convert("RGB")


def detail(picture: Image.Image, share: tuple[float, float, float, float]) -> float:
    """How much light changes within a part, 0 for none."""
    width, height = picture.size
    box = (share[0] * width, share[1] * height, share[2] * width, share[3] * height)
    return ImageStat.Stat(picture.convert("L").crop(tuple(round(one) for one in box))).stddev[0]  # type: ignore[arg-type]


def test_what_a_mosaic_covers_is_gone_from_the_pixels() -> None:
    hidden = mark(MarkKind.PIXELATE, 0.2, 0.2, 0.6, 0.6)
    clear, covered = on_paper(), on_paper(hidden)
    assert detail(clear, (0.25, 0.25, 0.55, 0.55)) > 60
    # Stripes of 24 px average to one grey within each square of about 40 px of the original.
    assert detail(covered, (0.22, 0.22, 0.58, 0.58)) < detail(clear, (0.22, 0.22, 0.58, 0.58)) / 6
    assert detail(covered, (0.65, 0.65, 0.95, 0.95)) > 60, "the rest is as it was"


def test_a_mosaic_reaches_to_the_edge_it_touches() -> None:
    covered = on_paper(mark(MarkKind.PIXELATE, 0, 0, 1, 1))
    assert detail(covered, (0, 0, 1, 1)) < 12


def test_a_mosaic_keeps_one_colour_a_square() -> None:
    """Nothing between two pixels of a square: what could be sharpened again is not there."""
    picture = burnt(Image.open(BytesIO(RAW)), [mark(MarkKind.PIXELATE, 0.25, 0.25, 0.75, 0.75)])
    inside = picture.crop((400, 300, 1200, 900))
    assert len(inside.getcolors(inside.width * inside.height) or []) <= 11 * 9


@pytest.mark.parametrize("box", [(0.5, 0.5, 0.5, 0.5), (1, 1, 1, 1), (0, 0, 0.0005, 1)])
def test_a_mosaic_of_no_size_covers_a_pixel_and_breaks_nothing(box: tuple[float, ...]) -> None:
    picture = burnt(Image.open(BytesIO(RAW)), [mark(MarkKind.PIXELATE, *box)])
    assert picture.size == SIZE


def reddest(picture: Image.Image, at: tuple[float, float]) -> bool:
    red, green, blue = picture.getpixel((round(at[0] * picture.width), round(at[1] * picture.height)))  # type: ignore[misc]
    return red > 150 and green < 110 and blue < 110


def test_a_ring_stands_where_it_was_drawn() -> None:
    picture = on_paper(mark(MarkKind.RING, 0.3, 0.3, 0.7, 0.7))
    assert reddest(picture, (0.3, 0.5))
    assert reddest(picture, (0.5, 0.7))
    assert not reddest(picture, (0.5, 0.5))


def test_an_arrow_ends_where_it_points() -> None:
    picture = on_paper(mark(MarkKind.ARROW, 0.2, 0.5, 0.8, 0.5))
    assert reddest(picture, (0.3, 0.5))
    assert reddest(picture, (0.785, 0.5))
    assert not reddest(picture, (0.85, 0.5))


def test_words_stand_on_their_ground() -> None:
    picture = on_paper(mark(MarkKind.TEXT, 0.1, 0.4, 0.3, 0.5, "缺开口销𠮷"))
    assert reddest(picture, (0.103, 0.45))
    letters = picture.crop((60, 168, 200, 210)).convert("RGB")
    assert any(min(colour) > 200 for _, colour in letters.getcolors(letters.width * letters.height) or [])


def test_long_words_stay_within_the_picture() -> None:
    picture = on_paper(mark(MarkKind.TEXT, 0.5, 0.4, 0.9, 0.6, "字" * 60))
    assert not reddest(picture, (0.45, 0.45))
    assert picture.width <= 560


def test_the_same_layer_gives_the_same_bytes_and_another_another() -> None:
    def pdf(*layer: Mark) -> bytes:
        cell = PhotoCell(SHA, "照片1", "", layer)
        content = replace(rectification_notice(2), annex=Annex("现场照片", None, (cell,)))
        return render(content, photos={SHA: RAW}, qr=None).pdf

    ring, arrow = mark(MarkKind.RING, 0.1, 0.1, 0.4, 0.4), mark(MarkKind.ARROW, 0.1, 0.1, 0.4, 0.4)
    assert pdf(ring) == pdf(ring)
    assert len({pdf(), pdf(ring), pdf(arrow)}) == 3


def test_two_cells_of_one_photo_may_differ_in_their_marks() -> None:
    layers: tuple[tuple[Mark, ...], ...] = ((), (mark(MarkKind.PIXELATE, 0, 0, 1, 1),))
    cells = tuple(PhotoCell(SHA, f"照片{n}", "", layer) for n, layer in enumerate(layers))
    content = replace(rectification_notice(2), annex=Annex("现场照片", None, cells))
    pdf = render(content, photos={SHA: RAW}, qr=None).pdf
    shown = [one.image for page in pypdf.PdfReader(BytesIO(pdf)).pages for one in page.images]
    told = sorted(detail(one, (0, 0, 1, 1)) for one in shown if one is not None)
    assert told[0] < 12 < 60 < told[1]


def test_a_character_that_no_face_has_is_named_and_nothing_is_issued() -> None:
    with pytest.raises(RuleError) as refused:
        on_paper(mark(MarkKind.TEXT, 0.1, 0.1, 0.4, 0.2, "\U0001f984甲"))
    assert refused.value.code == "documents.glyph_missing"
