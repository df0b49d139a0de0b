"""Every shipped kind, with every choice: it may be issued, and its page reads cleanly."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from inspector_app import assets
from inspector_app.catalog.load import load
from inspector_app.domain.composition import compose, stands
from inspector_app.domain.content import Content
from inspector_app.domain.documents import Draft
from inspector_app.domain.gate.check import check
from inspector_app.domain.gate.own import WEIGHED_CHOICES
from inspector_app.domain.placeholders import BY_HAND, holes, own_values, values_of
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import DocumentKind, FieldKind
from tests.builders import ON, a_draft, draws_all
from tests.papers import every_choice

FORMS = assets.folder("forms")
CRITERION = "MH24-07-02"

LOADED = load(FORMS).rules
assert LOADED is not None
RULES: Rules = LOADED


def _drafts(kind: DocumentKind, count: int = 0) -> Iterator[tuple[str, Draft]]:
    """Yield (choice, draft) of a kind under the shipped wording; `count` findings, or as many as it has."""
    draft = a_draft(kind)
    told = draft.findings[:1] * count or draft.findings
    findings = tuple(
        replace(
            one,
            id=f"finding-{n}",
            number=n,
            location=f"{n}号楼",
            criterion_id=CRITERION if one.criterion_id else "",
        )
        for n, one in enumerate(told, start=1)
    )
    yield from every_choice(replace(draft, findings=findings), RULES.templates[kind])


PAPERS = [(kind, name, draft) for kind in DocumentKind for name, draft in _drafts(kind)]
CROWDED = [(kind, name, draft) for kind in DocumentKind for name, draft in _drafts(kind, 40)]


def _each(papers: list[tuple[DocumentKind, str, Draft]]) -> pytest.MarkDecorator:
    """Run a test for each paper."""
    names = [f"{kind}-{name}" for kind, name, _ in papers]
    return pytest.mark.parametrize(("kind", "name", "draft"), papers, ids=names)


def _page(content: Content) -> Iterator[tuple[str, str]]:
    """Yield (where, text) of everything that the page says."""
    for key in ("addressee", "verify_note", "left_note", "footer", "imprint", "date", "issuer"):
        yield key, getattr(content, key)
    for n, line in enumerate(content.title):
        yield f"title.{n}", line
    for one in content.paragraphs:
        yield one.element, f"{one.heading}\u3000{one.text}" if one.heading else one.text
    tables = [("table", content.table), ("annex", content.annex.table if content.annex else None)]
    for where, table in tables:
        for row in table.rows if table else ():
            yield from ((where, cell) for cell in row)
    if content.annex:
        yield "annex.title", content.annex.title
        yield from (("photo", photo.caption) for photo in content.annex.photos)
    for row in content.rows:
        yield from (("row", cell) for cell in (*row.cells, row.sign))
    for cells in content.receipt:
        yield from (("receipt", cell) for cell in cells)
    yield from (("copies", whom) for _, whom in content.copies)


FAULTS = {
    "a brace left open": re.compile(r"[{}]"),
    "two marks together": re.compile(r"[。，、；：！？]\s*[。，、；：！？]"),
    "empty brackets": re.compile(r"（[\s，、；：]*）|〔\s*〕|《\s*》|“\s*”"),
    "a mark at the beginning": re.compile(r"^[\s]*[。，、；：！？）》〕]", re.MULTILINE),
    "a mark inside a bracket's edge": re.compile(r"（[，、；：。]|[，、；：]）"),
    "a Latin mark among Han": re.compile(r"[\u4e00-\u9fff][,;:()?!]|[,;:()?!][\u4e00-\u9fff]"),
    "a heading that runs into a mark": re.compile(r"\u3000[。，、；：]"),
    "nothing where a day stands": re.compile(r"(?:于|至|由|自)(?:前|公示|延至|（)"),
}


def _faults(content: Content) -> list[str]:
    return [
        f"{what} in {where}: {text}"
        for where, text in _page(content)
        for what, pattern in FAULTS.items()
        if pattern.search(text)
    ]


@_each(PAPERS)
def test_a_complete_paper_may_be_issued_under_the_shipped_wording(
    kind: DocumentKind, name: str, draft: Draft
) -> None:
    assert [(one.code, one.field, one.values) for one in check(draft, RULES, ON, draws_all)] == []


@_each(PAPERS)
def test_a_page_reads_cleanly(kind: DocumentKind, name: str, draft: Draft) -> None:
    assert _faults(compose(draft, RULES.templates[kind], RULES, "滨住建文〔2026〕3-1号")) == []


@_each(CROWDED)
def test_a_page_of_forty_findings_reads_cleanly(kind: DocumentKind, name: str, draft: Draft) -> None:
    template = RULES.templates[kind]
    content = compose(draft, template, RULES, "滨住建文〔2026〕3-1号")
    assert _faults(content) == []
    if template.table is not None and template.table.most:
        assert content.table is None
        assert content.annex is not None
        assert content.annex.table is not None
        assert len(content.annex.table.rows) == 40
        letter = "".join(one.text for one in content.paragraphs)
        assert "附页" in letter or not any(one.annexed for one in template.elements)


@_each(PAPERS)
def test_a_page_reads_cleanly_though_people_end_with_a_stop(
    kind: DocumentKind, name: str, draft: Draft
) -> None:
    template = RULES.templates[kind]
    assert _faults(compose(_stopped(draft), template, RULES, "滨住建文〔2026〕3-1号")) == []


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_no_sentence_ends_before_a_bracket_that_belongs_to_it(kind: DocumentKind) -> None:
    template = RULES.templates[kind]
    for name, draft in _drafts(kind):
        page = [text for _, text in _page(compose(_stopped(draft), template, RULES, ""))]
        assert [text for text in page if "。（" in text] == [], name


def _stopped(draft: Draft) -> Draft:
    """Return the draft with a stop behind each text of its own, as people write them."""
    written = (FieldKind.LINE, FieldKind.TEXT)
    worded = {one.code for one in RULES.templates[draft.kind].fields if one.kind in written}
    own = ((code, f"{text.removesuffix('。')}。" if code in worded else text) for code, text in draft.own)
    return replace(draft, own=tuple(own))


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_what_nobody_wrote_is_asked_for_in_its_field(kind: DocumentKind) -> None:
    """A new paper says nothing of its own, and each line about that leads to a field that is shown."""
    draft = replace(next(_drafts(kind))[1], own=())
    fields = RULES.templates[kind].fields
    told = own_values(draft, fields)
    wanted = [one.code for one in fields if one.required and one.asked(told) and not one.start]
    missing = check(draft, RULES, ON, draws_all)
    assert [(one.code, one.field) for one in missing] == [
        ("gate.own_missing", f"document.own.{code}") for code in wanted
    ]


@pytest.mark.parametrize("kind", list(WEIGHED_CHOICES))
def test_no_choice_that_rules_weigh_is_made_beforehand(kind: DocumentKind) -> None:
    weighed = {code for code, _ in WEIGHED_CHOICES[kind]}
    assert [one.start for one in RULES.templates[kind].fields if one.code in weighed] == [""] * len(weighed)


@_each(PAPERS)
def test_every_standing_sentence_is_filled(kind: DocumentKind, name: str, draft: Draft) -> None:
    """Nothing that a letter names is empty, not even what only sometimes is asked for."""
    template = RULES.templates[kind]
    values = values_of(draft, template, RULES)
    told = own_values(draft, template.fields)
    empty = [
        (element.code, hole)
        for element in template.elements
        if stands(element, told)
        for hole in holes(element.heading + element.sentence)
        if hole not in BY_HAND and not values[hole]
    ]
    assert empty == []


@_each(PAPERS)
def test_each_own_fact_that_is_asked_stands_on_the_page(kind: DocumentKind, name: str, draft: Draft) -> None:
    """What somebody had to write is printed, or decides which sentence is: else it was asked in vain."""
    template = RULES.templates[kind]
    values = values_of(draft, template, RULES)
    told = own_values(draft, template.fields)
    page = "\n".join(text for _, text in _page(compose(draft, template, RULES, "")))
    deciding = {element.only_when[0] for element in template.elements}
    unseen = [
        one.label
        for one in template.fields
        if one.asked(told) and values[one.label] not in page and one.code not in deciding
    ]
    assert unseen == []


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_no_letter_names_what_need_not_be_written(kind: DocumentKind) -> None:
    """A field that may stay empty stands on forms only, where its cell is struck."""
    template = RULES.templates[kind]
    optional = {one.label for one in template.fields if not one.required}
    named = {hole for one in template.elements for hole in holes(one.heading + one.sentence + one.annexed)}
    assert template.layout == "form" or not optional & named


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_what_is_asked_under_a_choice_is_named_only_under_that_choice(kind: DocumentKind) -> None:
    template = RULES.templates[kind]
    conditions = {one.label: one.only_when for one in template.fields if one.only_when[0]}
    for element in template.elements:
        for hole in holes(element.heading + element.sentence + element.annexed):
            if hole in conditions:
                assert element.only_when == conditions[hole], (element.code, hole)


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_each_choice_has_at_least_two_and_what_stands_at_first_is_one_of_them(kind: DocumentKind) -> None:
    for field in RULES.templates[kind].fields:
        if field.kind is FieldKind.CHOICE:
            assert len(set(field.choices)) == len(field.choices) >= 2, field.code
            assert field.start in ("", *field.choices), field.code


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_headings_are_numbered_through_under_every_choice(kind: DocumentKind) -> None:
    for name, draft in _drafts(kind):
        content = compose(draft, RULES.templates[kind], RULES, "")
        numbered = [one.heading[0] for one in content.paragraphs if one.heading[1:2] == "、"]
        assert numbered == list("一二三四五六七八九十"[: len(numbered)]), (name, numbered)


def test_each_kind_says_in_its_title_what_it_is() -> None:
    for kind, name, draft in PAPERS:
        title = compose(draft, RULES.templates[kind], RULES, "").title
        assert title[0] == draft.office.name
        assert title[-1].endswith(("书", "表", "记录", "回证", "清单", "批复", "函")), (name, title)
