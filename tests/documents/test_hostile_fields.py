"""Hostile text in every field of every kind, through the office's own wording, is text on paper and no more.

Row 36: markup, formulas, controls, right-to-left letters, astral planes, whatever a field may be sent.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from io import BytesIO
from itertools import cycle, pairwise
from typing import Any

import pikepdf
import pytest
from document_reading import bare
from document_reading import pages as pages_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app import assets
from inspector_app.catalog.load import load
from inspector_app.documents.fonts.faces import missing
from inspector_app.documents.render import render
from inspector_app.documents.shown import shown
from inspector_app.domain.composition import compose
from inspector_app.domain.content import Content, Table, canonical
from inspector_app.domain.documents import Draft
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import DocumentKind
from tests.builders import a_draft
from tests.documents.pdfa import NEVER, problems
from tests.papers import filled

KEYS = re.compile(r"id|.*_id|kind|sha256|code|method|number")
"""Fields whose values name something of the program, not of a person's making."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
EXAMPLES = 12
SEEN: Counter[str] = Counter()


@cache
def shipped() -> Rules:
    told = load(assets.folder("forms"))
    assert told.rules is not None
    return told.rules


def rewritten(value: Any, texts: Iterator[str]) -> Any:
    """Return the value with every text of a person's making replaced, in whatever it is nested; no photos."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return next(texts) if value and not DAY.fullmatch(value) else value
    if isinstance(value, tuple):
        if len(value) == 2 and all(isinstance(one, str) for one in value):
            return value[0], rewritten(value[1], texts)
        return tuple(rewritten(one, texts) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            one.name: () if one.name == "photos" else rewritten(getattr(value, one.name), texts)
            for one in fields(value)
            if not KEYS.fullmatch(one.name)
        }
        return replace(value, **changed)
    return value


HOSTILE = st.text(
    st.one_of(
        st.sampled_from(
            "建设，。（）《》<>&=+-@\"'\\()[]{}%/|*#~`^_;:!?\u0000\u0007\u001b\u202e\u2066\u200d\ufe0f\u00ad\ufeff\t\n\r\u2028"
            "\ue000𬭼𠮷\U0001f477\U0002f800\U000e0041שלום٣ع\u0301\ufffe\U0010ffff"
        ),
        st.sampled_from(
            ["<b>", "</para>", "=cmd|'/c calc'!A0", "javascript:", "http://a.b/", "{受送达单位}", "%s", "\\n"]
        ).flatmap(st.sampled_from),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=14,
)
PHRASES = st.one_of(
    HOSTILE,
    st.sampled_from(
        [
            "<b>粗</b>",
            "</para><a href='http://a.b'>x</a>",
            "=1+1",
            '=HYPERLINK("http://a.b")',
            "{文号}",
            "\u202e倒写",
            "🏗𬭼𠮷",
            "(a\\) Tj",
        ]
    ),
)


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_field_of_every_kind_is_printed_verbatim_and_inert(kind: DocumentKind) -> None:
    template = shipped().templates[kind]
    plain = filled(a_draft(kind), template)

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(PHRASES, min_size=7, max_size=7, unique=True))
    def prove(told: list[str]) -> None:
        draft: Draft = rewritten(plain, cycle(told))
        content = compose(draft, template, shipped(), "南住建〔2026〕5-9号")
        _prove(content, told)

    before = SEEN.total()
    prove()
    assert SEEN.total() - before >= EXAMPLES * 2
    print(kind, SEEN.total() - before, "texts read back")


def _prove(content: Content, told: list[str]) -> None:
    draft = bool(missing(canonical(content).decode()))
    pdf = render(content, photos={}, qr=None if draft else "ZJZF1\ntest", draft=draft).pdf
    assert problems(pdf) == []
    _inert(pdf)
    pages = _pages(pdf)
    for text in told:
        wanted = _printed(text)
        if wanted and any(text in one for one in _drawn(content)):
            assert _stands(wanted, pages), (text, wanted)
            SEEN[content.kind] += 1


def _inert(pdf: bytes) -> None:
    """No link, action, annotation or label, in clear or inside a compressed object."""
    with pikepdf.open(BytesIO(pdf)) as file:
        assert set(file.Root.keys()) <= {
            "/Type", "/Pages", "/Lang", "/Metadata", "/OutputIntents", "/AF", "/Names", "/PageMode",
        }  # fmt: skip
        assert set(file.Root.Names.keys()) == {"/EmbeddedFiles"}
        for page in file.pages:
            assert not {"/Annots", "/AA", "/Trans"} & set(page.keys())
        for one in file.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                assert not NEVER & set(one.keys())


def _drawn(content: Content) -> Iterator[str]:
    """Yield every text that the page of a content must show whatever it is."""
    yield from content.title
    if content.layout == "letter":
        yield content.addressee
        for paragraph in content.paragraphs:
            yield paragraph.heading + paragraph.text
        yield from _cells(content.table)
    for row in content.rows:
        yield from row.cells
    yield from _cells(content.annex.table if content.annex else None)
    yield content.phone


def _cells(table: Table | None) -> Iterator[str]:
    if table is not None:
        yield from (cell for row in (table.head, *table.rows) for cell in row)
        yield table.note


def _printed(text: str) -> str:
    visible = shown(text)
    return bare(
        "".join(one if one == "\n" or one not in missing(one) else f"〔U+{ord(one):04X}〕" for one in visible)
    )


def _stands(wanted: str, pages: list[str]) -> bool:
    """Tell whether a text stands on the pages; it may be divided by the end of one."""
    if any(wanted in page for page in pages):
        return True
    return any(
        wanted[:cut] in one and wanted[cut:] in after
        for one, after in pairwise(pages)
        for cut in range(1, len(wanted))
    )


def _pages(pdf: bytes) -> list[str]:
    """Return the text of each page in drawing order: codes through ToUnicode, as every reader does it."""
    with pikepdf.open(BytesIO(pdf)) as file:
        return [bare("".join(_shown(page))) for page in file.pages]


def _shown(page: Any) -> Iterator[str]:
    maps = {name: _map(font) for name, font in page.Resources.Font.items()}
    current: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) == "TJ":
            for one in operands[0]:
                if isinstance(one, pikepdf.String):
                    yield from (current[code] for code in bytes(one))
        elif str(operator) == "Tj":
            yield from (current[code] for code in bytes(operands[0]))


def _map(font: Any) -> dict[int, str]:
    told = font.ToUnicode.read_bytes().decode()
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"<([0-9A-F]{2})> <([0-9A-F]{4,})>", told)
    }


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_usual_words_read_back_by_another_reader_too(kind: DocumentKind) -> None:
    """What the reading above finds, pdfium finds as well (it would turn right-to-left letters round)."""
    template = shipped().templates[kind]
    content = compose(filled(a_draft(kind), template), template, shipped(), "南住建〔2026〕5-9号")
    content = replace(content, annex=replace(content.annex, photos=()) if content.annex else None)
    pdf = render(content, photos={}, qr=None).pdf
    read = list(pages_of(pdf))
    for text in _drawn(content):
        for part in re.split(r"[\n，。；]", text):
            if len(bare(part)) > 1:
                assert _stands(bare(part), read), part
