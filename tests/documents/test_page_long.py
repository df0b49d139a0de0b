"""The longest names on every kind: nothing leaves its cell or the page, nothing stands on another."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from inspector_app.domain.content import Content
from inspector_app.domain.documents import Draft
from inspector_app.domain.parties import Party
from inspector_app.domain.templates import DocumentKind
from tests.documents.page_facts import (
    FOOT,
    HANGING,
    LEFT,
    MM,
    RIGHT,
    TOP,
    Page,
    collisions,
    content_of,
    draft_of,
    drawn,
    inside,
    pages_of,
    shipped_kinds,
)

COMPANY, OFFICER, PROJECT, ADDRESS = 80, 20, 120, 400
COPIED = 20
_STUFF = "新疆维吾尔自治区伊犁哈萨克自治州霍城县清水河镇宏远建筑安装工程集团股份有限公司第三分公司"


def name(length: int, end: str) -> str:
    """A name of exactly so many characters."""
    return (_STUFF * (length // len(_STUFF) + 1))[: length - len(end)] + end


def party(one: Party, length: int) -> Party:
    return replace(
        one, name=name(length, "有限公司"), address=name(ADDRESS, "号"), manager=name(OFFICER, "江")
    )


def widened(draft: Draft, length: int, officer: int, project: int) -> Draft:
    """The draft with names of these lengths everywhere."""
    target = replace(
        draft.target,
        name=name(project, "标段工程"),
        address=name(ADDRESS, "号"),
        parties=tuple(party(one, length) for one in draft.target.parties),
    )
    people = tuple(replace(one, name=name(officer, "买提")) for one in draft.inspection.officers)
    present = tuple(
        replace(one, name=name(officer, "江"), company=name(length, "公司"))
        for one in draft.inspection.present
    )
    return replace(
        draft,
        office=replace(draft.office, name=name(min(length, 60), "住房和城乡建设局")),
        target=target,
        inspection=replace(draft.inspection, officers=people, present=present, place=name(ADDRESS, "工地")),
        addressee=party(draft.addressee, length) if draft.addressee else None,
        copied=tuple(party(one, length) for one in draft.copied),
    )


def cells_of(page: Page) -> list[dict[str, Any]]:
    """The boxes of ruled rows, without the heavy frames around them."""
    return [rect for rect in page.rects if rect["linewidth"] < 0.8 and rect["width"] > 15]


def assert_holds(content: Content) -> None:
    """Every character within the page, within its cell, and on no other."""
    top = TOP if content.layout == "letter" else 8
    for page in pages_of(drawn(content).pdf):
        assert collisions(page) == []
        cells = cells_of(page)
        for char in page.chars:
            if not char["text"].strip():
                continue
            assert char["x0"] >= (LEFT - HANGING) * MM
            assert char["x1"] <= (RIGHT + HANGING) * MM + 0.6
            assert top * MM <= (char["top"] + char["bottom"]) / 2 <= 293 * MM
            x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
            for cell in cells:
                if cell["x0"] < x < cell["x1"] and cell["top"] < y < cell["bottom"]:
                    assert inside(char, cell)
        foot = FOOT if content.layout == "letter" else 297 - 31
        for thing in (*page.rects, *page.rules):
            assert thing["x1"] <= RIGHT * MM + 0.6
            assert thing["bottom"] <= foot * MM + 0.7


@pytest.mark.parametrize("kind", shipped_kinds())
def test_the_longest_names_fit_every_kind(kind: DocumentKind) -> None:
    content = content_of(widened(draft_of(kind, 3, 1), COMPANY, OFFICER, PROJECT))
    assert_holds(content)


@settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate])
@given(
    kind=st.sampled_from(shipped_kinds()),
    length=st.integers(6, COMPANY),
    officer=st.integers(3, OFFICER),
    project=st.integers(5, PROJECT),
    count=st.integers(1, 12),
)
def test_names_of_any_length_fit(
    kind: DocumentKind, length: int, officer: int, project: int, count: int
) -> None:
    assert_holds(content_of(widened(draft_of(kind, count, 0), length, officer, project)))


@pytest.mark.parametrize("count", [0, 1, 4, 9, COPIED])
@pytest.mark.parametrize("kind", [DocumentKind.RESUMPTION_NOTICE, DocumentKind.STOP_WORK_NOTICE])
def test_any_number_of_bodies_may_be_copied(kind: DocumentKind, count: int) -> None:
    copied = tuple(f"{n}{name(COMPANY - 2, '有限公司')}" for n in range(count))
    content = replace(content_of(draft_of(kind, 3, 0)), copied=copied)
    assert_holds(content)
    pages = pages_of(drawn(content).pdf)
    told = "".join(char["text"] for page in pages for char in page.chars if char["bottom"] <= (FOOT + 1) * MM)
    for one in copied:
        assert one in told
    printed = next(page for page in pages if "印发" in page.text)
    assert printed is pages[-1]
