"""Photos of the annex: whole, two a row, shared among pages so that none stands lonely."""

from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from itertools import pairwise

import pytest
from document_samples import rectification_notice, stop_work_notice
from PIL import Image

from inspector_app.documents.render import render
from inspector_app.domain.content import Annex, Content, PhotoCell
from tests.documents.page_facts import FOOT, LEFT, MM, RIGHT, TOP, Page, pages_of

SHAPES = {"landscape": (80, 60), "portrait": (60, 80), "panorama": (120, 30), "tower": (30, 120)}


def shot(width: int, height: int, n: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width * 4, height * 4), (n * 40 % 256, n * 90 % 256, n * 17 % 256)).save(out, "JPEG")
    return out.getvalue()


def pool(count: int, *shapes: str) -> dict[str, bytes]:
    made = [shot(*SHAPES[shapes[n % len(shapes)]], n) for n in range(count)]
    return {sha256(raw).hexdigest(): raw for raw in made}


def with_photos(photos: dict[str, bytes]) -> Content:
    """A letter whose annex holds nothing but photos, its 版记 beneath them."""
    cells = tuple(PhotoCell(one, f"照片{n}　部位{n}", "2026-11-24 09:12") for n, one in enumerate(photos, 1))
    return replace(rectification_notice(2), annex=Annex("现场照片", None, cells))


def pictured(content: Content, photos: dict[str, bytes]) -> list[Page]:
    return [page for page in pages_of(render(content, photos=photos, qr=None).pdf) if page.images]


def counts(content: Content, photos: dict[str, bytes]) -> list[int]:
    return [len(page.images) for page in pictured(content, photos)]


@pytest.mark.parametrize("count", range(1, 31))
def test_no_photo_stands_lonely_on_a_page(count: int) -> None:
    photos = pool(count, "landscape")
    told = counts(with_photos(photos), photos)
    assert sum(told) == count
    assert count == 1 or min(told) > 1, told
    assert len(told) <= -(-count // 6), "at least three rows of two on a page"


@pytest.mark.parametrize(("count", "told"), [(6, [6]), (7, [7]), (8, [8]), (9, [6, 3]), (12, [6, 6])])
def test_pages_are_well_filled(count: int, told: list[int]) -> None:
    photos = pool(count, "landscape")
    assert counts(with_photos(photos), photos) == told


@pytest.mark.parametrize("count", range(1, 9))
def test_photos_go_beneath_the_table_where_they_fit(count: int) -> None:
    photos = pool(count, "landscape")
    told = counts(stop_work_notice(tuple(photos)), photos)
    assert told == [count] if count <= 4 else min(told) > 1


@pytest.mark.parametrize(
    "shapes", [("landscape", "portrait"), ("portrait",), ("panorama", "tower"), tuple(SHAPES)]
)
def test_photos_are_never_cropped_and_never_overlap(shapes: tuple[str, ...]) -> None:
    photos = pool(11, *shapes)
    ratios = sorted(
        SHAPES[shapes[n % len(shapes)]][0] / SHAPES[shapes[n % len(shapes)]][1] for n in range(11)
    )
    seen = []
    for page in pictured(with_photos(photos), photos):
        for one in page.images:
            seen.append(one["width"] / one["height"])
            assert one["x0"] >= LEFT * MM - 0.1
            assert one["x1"] <= RIGHT * MM + 0.1
            assert TOP * MM - 0.1 <= one["top"] < one["bottom"] <= FOOT * MM + 0.1
        for column in (
            [one for one in page.images if one["x1"] < 106 * MM + 1],
            [one for one in page.images if one["x0"] > 106 * MM - 1],
        ):
            ordered = sorted(column, key=lambda one: float(one["top"]))
            for upper, lower in pairwise(ordered):
                assert upper["bottom"] + 10 < lower["top"], "a caption stands between them"
    assert sorted(seen) == pytest.approx(ratios, abs=0.01)


def test_each_photo_has_its_caption_right_beneath_it() -> None:
    photos = pool(7, "landscape", "portrait")
    for page in pictured(with_photos(photos), photos):
        captions = [line for line in page.lines(10.5) if any(char["text"] == "照" for char in line)]
        for picture in page.images:
            beneath = [
                char
                for line in captions
                for char in line
                if 0 < char["top"] - picture["bottom"] < 6 and abs(char["x0"] - picture["x0"]) < 60
            ]
            assert beneath


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_photos_are_large(count: int) -> None:
    photos = pool(count, "landscape")
    (page,) = pictured(with_photos(photos), photos)
    for one in page.images:
        assert one["width"] == pytest.approx(112 * MM, abs=1)
        assert (one["x0"] + one["x1"]) / 2 == pytest.approx(106 * MM, abs=1)


@pytest.mark.parametrize("count", [19, 20, 80])
def test_only_the_page_that_saves_a_sheet_shrinks_its_photos(count: int) -> None:
    photos = pool(count, "landscape")
    pages = pictured(with_photos(photos), photos)
    heights = [
        (len(page.images), {round((image["bottom"] - image["top"]) / MM) for image in page.images})
        for page in pages
    ]
    assert [tall for held, tall in heights if held == 8 and max(tall) < 57], "four rows save a sheet"
    assert [tall for held, tall in heights if held <= 6] == [{57}] * sum(held <= 6 for held, _ in heights)
