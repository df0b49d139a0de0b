"""Every shipped kind with 1, 7 and 40 findings, with and without photos, measured on the page."""

from itertools import pairwise
from typing import Any

import pytest

from inspector_app.domain.content import Content, Table
from tests.documents.page_facts import (
    BODY,
    FOOT,
    HANGING,
    LEFT,
    MM,
    PITCH,
    RIGHT,
    TOP,
    Page,
    collisions,
    drawn,
    inside,
    pages_of,
    shipped,
    words,
)

ALL = list(shipped((1, 7, 40), (0, 1)))
LETTERS = [pytest.param(content, id=name) for name, content in ALL if content.layout == "letter"]
FORMS = [pytest.param(content, id=name) for name, content in ALL if content.layout == "form"]
HALF_A_MM = 0.5
MARKS = "，。、；：？！（）《》〈〉【】〔〕“”‘’"
BASE = PITCH / 2 + BODY * 0.38 / MM
"""From the upper edge of a line of the grid to its baseline, in millimetres."""


def baseline(line: list[dict[str, Any]]) -> float:
    """Millimetres from the upper edge of the sheet."""
    return 297 - float(line[0]["matrix"][5]) / MM


def body_lines(page: Page, content: Content) -> list[list[dict[str, Any]]]:
    """Lines of the text: in its type, from the left edge on; not the number, the body's name or the date."""
    return [
        line
        for line in page.lines(BODY)
        if min(char["x0"] for char in line) < (LEFT + 15) * MM
        and words(line) not in ("附页", content.number, content.issuer, content.date)
    ]


def on_all_pages(content: Content, pages: list[Page]) -> None:
    """What holds of every page, whatever its layout."""
    for page in pages:
        assert not collisions(page)
        for char in page.chars:
            if char["text"].strip():
                assert char["x0"] >= LEFT * MM - 0.1
                assert char["x1"] <= (RIGHT + HANGING) * MM + 0.6
                assert char["bottom"] <= 293 * MM
        for thing in (*page.rects, *page.rules, *page.images):
            assert thing["x0"] >= LEFT * MM - 0.1, "the binding edge stays free"
            assert thing["x1"] <= RIGHT * MM + 0.1
    assert sum(len(page.images) for page in pages) == len(content.annex.photos if content.annex else ())


@pytest.mark.parametrize("content", LETTERS)
def test_a_letter_stands_on_its_grid(content: Content) -> None:
    made = drawn(content)
    pages = pages_of(made.pdf)
    assert made.sign_page
    on_all_pages(content, pages)
    text = pages[: made.sign_page]
    for page in text:
        lines = body_lines(page, content)
        assert len(lines) <= 22
        for line in lines:
            steps = (baseline(line) - TOP - BASE) / PITCH
            assert abs(steps - round(steps)) * PITCH <= HALF_A_MM, words(line)
            whole = [char for char in line if char["text"] not in MARKS and char["x1"] - char["x0"] > 15]
            assert len(whole) <= 28, "two marks may share a cell, two characters never"
        for upper, lower in pairwise(lines):
            assert baseline(lower) - baseline(upper) >= PITCH - HALF_A_MM
    for number, page in enumerate(pages, start=1):
        free_margins(page)
        numbered(page, number)
    signed(content, text[-1])
    for table, here in ((content.table, text), (content.annex and content.annex.table, pages[len(text) :])):
        if table and table.rows:
            ruled(table, here)


def free_margins(page: Page) -> None:
    """Nothing stands above the type area, nor between it and the page number."""
    for char in page.chars:
        middle = (char["top"] + char["bottom"]) / 2 / MM
        assert middle >= TOP
        assert not FOOT + 1 < middle < FOOT + 3
    for thing in (*page.rects, *page.images):
        assert thing["top"] >= TOP * MM - 0.6
    for image in page.images:
        assert image["bottom"] <= FOOT * MM + 0.6


def numbered(page: Page, number: int) -> None:
    """The page number: 四号, its dash 7 mm beneath the type area, odd at the right, even at the left."""
    line = next(line for line in page.lines(14) if words(line) == f"—{number}—")
    assert baseline(line) - 14 * 0.33 / MM == pytest.approx(FOOT + 7, abs=HALF_A_MM)
    if number % 2:
        assert max(char["x1"] for char in line) == pytest.approx((RIGHT - 156 / 28) * MM, abs=1.5)
    else:
        assert min(char["x0"] for char in line) == pytest.approx((LEFT + 156 / 28) * MM, abs=1.5)


def signed(content: Content, page: Page) -> None:
    """The signature block stands with text; in the seal's circle are only the body's name and the date."""
    date = next(line for line in page.lines(BODY) if words(line) == content.date)
    block = [line for line in page.lines(BODY) if words(line) in content.issuer and line[0]["x0"] > 100 * MM]
    assert "".join(words(line) for line in block) == content.issuer
    text = [line for line in body_lines(page, content) if baseline(line) < baseline(date)]
    rows = page.cells(len(content.table.head)) if content.table else []
    assert len(text) >= 2 or len(rows) >= 3, "at least two lines of text or two rows stand with the block"
    x = (min(char["x0"] for char in date) + max(char["x1"] for char in date)) / 2 / MM
    y = baseline(date) - BASE - 4
    assert x == pytest.approx(RIGHT - 4 * 156 / 28 - (max(c["x1"] for c in date) / MM - x), abs=1)
    for line in block:
        assert (min(c["x0"] for c in line) + max(c["x1"] for c in line)) / 2 / MM == pytest.approx(x, abs=1)
    for char in page.chars:
        if char in date or any(char in line for line in block) or not char["text"].strip():
            continue
        nearest_x = min(max(x, char["x0"] / MM), char["x1"] / MM)
        nearest_y = min(max(y, char["top"] / MM + 1), char["bottom"] / MM - 1)
        assert (nearest_x - x) ** 2 + (nearest_y - y) ** 2 >= 21**2, f"{char['text']} stands in the seal"
    for thing in (*page.rects, *page.rules):
        away_x = max(thing["x0"] / MM - x, x - thing["x1"] / MM, 0)
        away_y = max(thing["top"] / MM - y, y - thing["bottom"] / MM, 0)
        assert away_x**2 + away_y**2 >= 21**2
    lowest = max((baseline(line) + PITCH - BASE for line in text), default=0)
    for row in rows:
        lowest = max(lowest, row[0]["bottom"] / MM)
    assert 0 < y - 21 - lowest <= PITCH + HALF_A_MM or len(block) > 2, "its top within a line of the text"


def ruled(table: Table, pages: list[Page]) -> None:
    """A table's head stands on each of its pages with rows beneath it; its last rows stand together."""
    counts = []
    for page in pages:
        rows = page.cells(len(table.head))
        if not rows:
            continue
        head = "".join(words(sorted_in(page, cell)) for cell in rows[0])
        assert head == "".join(table.head).replace(" ", "")
        assert len(rows) >= 2, "no page ends with the head alone"
        assert rows[-1][0]["bottom"] <= FOOT * MM + 0.6
        for row in rows:
            assert abs(row[0]["x0"] - LEFT * MM) < 0.1
            assert abs(row[-1]["x1"] - RIGHT * MM) < 0.1
        counts.append(len(rows) - 1)
    assert sum(counts) == len(table.rows), "each row is whole and there once"
    assert counts[-1] >= min(2, len(table.rows))


def sorted_in(page: Page, cell: dict[str, Any]) -> list[dict[str, Any]]:
    found = [char for char in page.chars if inside(char, cell) and char["text"].strip()]
    return sorted(found, key=lambda char: (round(char["top"]), char["x0"]))


@pytest.mark.parametrize("content", FORMS)
def test_a_form_keeps_to_its_frame(content: Content) -> None:
    made = drawn(content)
    pages = pages_of(made.pdf)
    assert made.sign_page == len(pages)
    on_all_pages(content, pages)
    for number, page in enumerate(pages, start=1):
        line = next(line for line in page.lines(10.5) if "页共" in words(line))
        assert f"第{number}页共{len(pages)}页" in words(line)
        frame = max(page.rects, key=lambda rect: rect["width"] * rect["height"])
        assert frame["linewidth"] > 1
        assert frame["x0"] == pytest.approx(LEFT * MM, abs=0.1)
        assert frame["x1"] == pytest.approx(RIGHT * MM, abs=0.1)
        assert frame["bottom"] <= (297 - 31) * MM + 0.6
        if number > 1:
            assert f"{content.kind_label}（续）" in page.text
            assert frame["height"] >= 60 * MM, "no lonely rows overleaf"
        if number < len(pages) or len(pages) == 1:
            assert frame["bottom"] >= (297 - 31 - 12) * MM, "the page is filled"
        cells = [rect for rect in page.rects if rect is not frame]
        for char in page.chars:
            if frame["top"] < (char["top"] + char["bottom"]) / 2 < frame["bottom"] and char["text"].strip():
                assert any(inside(char, cell) for cell in cells), char["text"]
