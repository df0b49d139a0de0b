"""日汇报 and 周调度 on paper: within the type area, heads repeated, no heading alone, figures inside."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from inspector_app.documents.digest import digest
from inspector_app.domain.digest import Digest
from inspector_app.domain.digest_paper import INTERNAL, compose
from tests.documents import digest_samples as samples
from tests.documents.page_facts import (
    FOOT,
    HANGING,
    LEFT,
    MM,
    RIGHT,
    TOP,
    Page,
    collisions,
    inside,
    pages_of,
    words,
)
from tests.documents.pdfa import problems

SAMPLES = {
    "sparse": samples.sparse(),
    "busy": samples.busy(3),
    "much": samples.busy(14),
    "more": samples.busy(31),
    "week": samples.week(),
    "long week": samples.week(60),
}
HEADINGS = re.compile(r"[一二三四五六七八九十]、[一-鿿（）〇\d]{2,}")
OPENING = "〔（“《"
"""The blank half of an opening mark may stand in the margin, as that of a closing one may."""
NUMBER = re.compile(r"—\d+—")


@cache
def drawn(name: str) -> bytes:
    return digest(compose(SAMPLES[name]))


@cache
def pages(name: str) -> list[Page]:
    return pages_of(drawn(name))


def lines_of(page: Page) -> list[tuple[float, float, str]]:
    """Lines of text from the top: baseline, type size, words; the page number apart."""
    found: dict[tuple[float, float], list[dict[str, object]]] = {}
    for char in page.chars:
        if str(char["text"]).strip():
            found.setdefault((round(char["matrix"][5], 1), round(char["size"], 2)), []).append(char)
    told = [(y, size, words(of)) for (y, size), of in found.items()]
    return sorted((one for one in told if not NUMBER.fullmatch(one[2])), key=lambda one: -one[0])


@pytest.mark.parametrize("name", SAMPLES)
def test_everything_stands_within_the_type_area(name: str) -> None:
    for page in pages(name):
        for char in page.chars:
            if not char["text"].strip() or char["top"] / MM > FOOT:
                continue
            assert char["x0"] / MM >= LEFT - (HANGING if char["text"] in OPENING else 0.3), char["text"]
            assert char["x1"] / MM <= RIGHT + HANGING, char["text"]
            assert char["top"] / MM >= TOP - 0.5, char["text"]
            assert char["bottom"] / MM <= FOOT + 0.5, char["text"]
        for rect in page.rects:
            assert rect["x0"] / MM >= LEFT - 0.1
            assert rect["x1"] / MM <= RIGHT + 0.1
            assert rect["bottom"] / MM <= FOOT + 0.5


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_stands_on_anything_and_cells_hold_their_words(name: str) -> None:
    for page in pages(name):
        assert collisions(page) == []
        boxes = page.rects
        for char in page.chars:
            middle = (char["top"] + char["bottom"]) / 2
            beside = [one for one in boxes if one["top"] < middle < one["bottom"]]
            if char["text"].strip() and beside:
                assert any(inside(char, one) for one in beside), char["text"]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_table_that_goes_on_repeats_its_head_and_no_heading_stands_alone(name: str) -> None:
    told = compose(SAMPLES[name])
    heads = {
        "".join(one.table.head) for chapter in told.chapters for one in (chapter, *chapter.more) if one.table
    }
    titles = {one.title for one in told.chapters}
    for n, page in enumerate(pages(name)):
        lines = lines_of(page)
        if n and page.rects and min(one["top"] for one in page.rects) / MM < TOP + 1:
            # The page begins with a table that goes on.
            assert lines[0][2] in heads, lines[0]
        last = lines[-1][2]
        assert not (HEADINGS.fullmatch(last) and last.partition("、")[2] in titles), last


@pytest.mark.parametrize("name", SAMPLES)
def test_every_row_and_sentence_is_there_once(name: str) -> None:
    told = compose(SAMPLES[name])
    text = "".join(page.text for page in pages(name))
    bare = re.sub(r"—\d+—", "", text)
    for chapter in told.chapters:
        assert chapter.title in bare
        for one in (chapter, *chapter.more):
            for sentence in one.sentences:
                assert re.sub(r"\s", "", sentence) in bare, sentence
            rows = len(one.table.rows) if one.table else 0
            boxes = sum(len(page.cells(len(one.table.head))) for page in pages(name)) if one.table else 0
            assert boxes >= rows
    assert bare.count(re.sub(r"\s", "", INTERNAL)) == 1
    assert re.sub(r"\s", "", told.opening) in bare


def test_little_is_one_page_without_a_number_and_much_is_numbered() -> None:
    (page,) = pages("sparse")
    assert not NUMBER.search(page.text)
    assert len(pages("week")) > 1
    for n, one in enumerate(pages("week"), start=1):
        assert f"—{n}—" in one.text
    assert not any(page.images for name in SAMPLES for page in pages(name)), "no code, no seal"


def test_office_and_day_stand_at_its_end_at_the_right() -> None:
    for name, made in SAMPLES.items():
        last = pages(name)[-1]
        lines = lines_of(last)
        at = [n for n, one in enumerate(lines) if one[2].endswith(samples.OFFICE)]
        assert at, name
        assert lines[at[-1] + 1][2].endswith(compose(made).made), lines
        right = [char for char in last.chars if char["text"] == "局"][-1]
        assert right["x1"] / MM > 120


def test_figures_and_the_ids_behind_them_travel_inside() -> None:
    made = SAMPLES["busy"]
    with pikepdf.open(BytesIO(drawn("busy"))) as file:
        assert str(file.docinfo["/Title"]).startswith("监督检查日汇报")
        (inside_,) = [file.attachments[one].get_file().read_bytes() for one in file.attachments]
    told = json.loads(inside_)
    assert told["schema"] == "inspector.digest/1"
    assert {code: one["ids"] for code, one in told["figures"].items()} == {
        one.code: list(one.ids) for one in made.figures
    }


@pytest.mark.parametrize("name", ["sparse", "week"])
def test_it_is_kept_for_the_archive_and_the_same_again(name: str) -> None:
    assert problems(drawn(name)) == []
    assert digest(compose(SAMPLES[name])) == drawn(name)


def hostile(made: Digest) -> Digest:
    long = "滨海新区" * 24 + "（A-07、A-08、A-09地块）安置房及配套幼儿园工程施工总承包"
    visits = tuple(replace(one, target=long, source=long) for one in made.told.visits)
    papers = tuple(replace(one, target=long) for one in made.told.papers)
    return replace(made, told=replace(made.told, visits=visits, papers=papers), office="", by="")


def test_names_of_any_length_stay_in_their_cells() -> None:
    raw = digest(compose(hostile(samples.busy(4))))
    for page in pages_of(raw):
        assert collisions(page) == []
        for char in page.chars:
            if char["text"].strip():
                assert char["x0"] / MM >= LEFT - HANGING
                assert char["x1"] / MM <= RIGHT + HANGING


def test_a_character_that_no_font_draws_is_named_and_refuses_nothing() -> None:
    made = samples.sparse()
    served = tuple(replace(one, to="𠮷野\U000e0041建设") for one in made.told.served)
    raw = digest(compose(replace(made, told=replace(made.told, served=served))))
    assert len(pages_of(raw)) == 1


def test_what_was_late_before_is_named_beside_what_became_so() -> None:
    """Of a day on which something became overdue, all that is late has its officers on the paper."""
    made = SAMPLES["busy"]
    new = {one.id for one in made.told.overdue}
    before = [one for one in made.late if one.id not in new]
    assert new
    assert before
    (chapter,) = [one for one in compose(made).chapters if one.title == "逾期未改及责任人"]
    assert chapter.table is not None
    assert [row[0] for row in chapter.table.rows] == [f"{one.target}\n{one.party}" for one in before]
    count = sum(len(one.ids) for one in before)
    assert chapter.sentences == (f"新增之外，截至11月24日逾期未改{count}项。",)


def test_a_day_further_on_is_written_with_its_year() -> None:
    made = samples.week()
    over = replace(made, first=made.first + timedelta(35), last=made.last + timedelta(35))
    assert compose(over).when == "2026年12月28日至2027年1月3日"
