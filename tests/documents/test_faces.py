"""Every character of the standard tables is drawn and reads back; what nobody has is named by the gate."""

import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from document_reading import area, bare
from document_samples import every_kind, rectification_notice
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.documents.fonts import faces
from inspector_app.documents.fonts.faces import Script, font, glyph, missing
from inspector_app.documents.lines import Align, Style, lay, stretched
from inspector_app.documents.render import render
from inspector_app.documents.shown import shown
from inspector_app.domain.content import Paragraph, canonical
from inspector_app.domain.gate.check import check
from tests.builders import a_draft, some_rules

DATA = Path(__file__).with_name("data")
EXT_A = "".join(map(chr, range(0x3400, 0x4DC0)))
URO = "".join(map(chr, range(0x4E00, 0xA000)))
PRIVATE, UNASSIGNED, RARE = "\ue000", "\U000323b1", "\U000323af"


def standard() -> str:
    return "".join((DATA / "tgh8105.txt").read_text("utf-8").split())


@cache
def drawn(characters: str) -> bytes:
    """The characters on real pages, 400 a paragraph."""
    paragraphs = tuple(Paragraph(characters[n : n + 400]) for n in range(0, len(characters), 400))
    content = replace(rectification_notice(0), table=None, table_after=0, paragraphs=paragraphs)
    return render(content, photos={}, qr=None).pdf


def by_pypdf(pdf: bytes) -> str:
    return "".join(bare(page.extract_text()) for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_the_table_is_whole() -> None:
    assert len(standard()) == len(set(standard())) == 8105
    assert len(EXT_A) == 6592
    assert sum(one > "\uffff" for one in standard()) == 196


@pytest.mark.parametrize("characters", [standard(), EXT_A], ids=["tgh8105", "ext-a"])
def test_every_character_is_drawn_and_read_back_by_two_readers(characters: str) -> None:
    assert missing(characters) == frozenset()
    pdf = drawn(characters)
    assert characters in area(pdf)
    # pypdf gives what stands in the margins between the pages: the table must be there in its order.
    at = 0
    for one in by_pypdf(pdf):
        at += at < len(characters) and one == characters[at]
    assert at == len(characters)


def test_every_han_character_of_the_basic_block_has_a_glyph_in_every_hand() -> None:
    assert missing(URO + EXT_A) == frozenset()
    for script in Script:
        assert all(glyph(one, script) for one in standard())


def test_a_glyph_that_is_chosen_has_ink() -> None:
    for script in Script:
        for one in (*standard(), *"，。、“”《》〔〕…—·￥¥%℃㎡①ⅠφΦ±×÷≥≤→□■√×"):
            found = glyph(one, script)
            assert found is not None, one
            face = font(found[0]).face
            number = face.charToGlyph[ord(one)]
            assert face.glyphPos[number + 1] > face.glyphPos[number], one


@pytest.mark.parametrize("one", [PRIVATE, UNASSIGNED, RARE, "\U0010fffd", "\uffff", "\U0001f477"])
def test_what_nobody_has_is_named(one: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bare_system(monkeypatch, tmp_path)
    assert missing(f"安全{one}帽") == frozenset(shown(one)) & {one}
    assert all(glyph(one, script) is None for script in Script)


@pytest.mark.parametrize(("one", "name"), [(PRIVATE, "U+E000"), (RARE, "U+323AF"), (UNASSIGNED, "U+323B1")])
def test_the_gate_names_the_character_and_the_field(one: str, name: str, tmp_path: Path) -> None:
    faces.use_office_fonts(None)
    draft = a_draft()
    draft = replace(draft, findings=(replace(draft.findings[0], fact=f"临边{one}防护缺失"),))
    told = check(draft, some_rules(), draft.inspection.started.date(), missing)
    found = [miss for miss in told if miss.code == "gate.unprintable"]
    assert [miss.field for miss in found] == ["findings.0.fact"]
    assert dict(found[0].values)["characters"] == f"{one}({name})"


def test_kai_is_drawn_for_han_and_the_marks_come_from_the_body() -> None:
    assert [glyph(one, Script.KAI) for one in "（一）2"] == [
        ("InspectorFang", 1.0),
        ("InspectorKai", 1.0),
        ("InspectorFang", 1.0),
        ("InspectorFang", 0.5),
    ]
    assert glyph("㐀", Script.KAI) == ("InspectorSerif", 1.0)


def test_fandols_dollar_is_never_taken_for_a_yuan() -> None:
    for script in Script:
        for one in "￥¥":
            found = glyph(one, script)
            assert found is not None
            assert found[0] not in {"InspectorFang", "InspectorKai"}


def test_no_character_of_a_document_is_looked_up_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document is asked for what is missing at every keystroke; prints how long that takes."""
    texts = [canonical(content).decode() for content in every_kind()]
    assert all(missing(text) == frozenset() for text in texts)
    looked_up = []
    monkeypatch.setattr(faces, "glyph", lambda one, script: looked_up.append((one, script)))
    start = time.perf_counter()
    assert all(missing(text) == frozenset() for text in texts)
    print(f"\nfaces.missing: {(time.perf_counter() - start) / len(texts) * 1000:.3f} ms a document")
    assert looked_up == []


def bare_system(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A system without fonts of its own, so that a test says the same on every machine."""
    faces.use_office_fonts(None)
    monkeypatch.setattr("inspector_app.documents.fonts.system.folders", lambda: [folder])


@pytest.fixture(autouse=True)
def own_fonts() -> Iterator[None]:
    yield
    faces.use_office_fonts(None)


ANYTHING = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("，。（）《》“”‘’—…/.-%￥〔〕\"'甲乙1A𬭼"),
        st.sampled_from("\u3000 \n\t\u202e\u2066\u200d\ufe0f\u0301\ue000"),
    ),
    max_size=120,
)


@settings(max_examples=300, deadline=None)
@given(ANYTHING, st.sampled_from(Script), st.sampled_from(Align), st.floats(8, 450), st.booleans())
def test_any_text_is_laid_whole(text: str, script: Script, align: Align, width: float, grid: bool) -> None:
    style = Style(10.5, 14, align, cell=11.0 if grid else 0.0, indent=5.0)
    block = lay([(text, script)], style, width)
    told = "".join(line.text for line in block.lines)
    assert re.sub(r"[ \u3000]", "", told) == re.sub(r"[ \u3000\n]", "", _printed(text))
    for line in block.lines:
        stretched(line, style)


def _printed(text: str) -> str:
    lacking = missing(text)
    return "".join(f"〔U+{ord(one):04X}〕" if one in lacking else one for one in shown(text))


UNITS = (
    *(
        "建",
        "，",
        "（",
        "1",
        "1,",
        "A",
        ".",
        "-",
        '"',
        "第1",
        "甲/",
        "a/b.",
        "〔2",
        "3 m",
        "GB ",
        "……",
        "“‘",
        "12至",
    ),
    *("\u3000", " ", "\n", "\u202e", "\ue000", "\u0301", "\u0663", "\U0001f477", "安全GB/T 9704—2012，"),
)


@pytest.mark.parametrize("unit", UNITS)
def test_twenty_thousand_characters_are_laid_in_less_than_two_seconds(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    start = time.process_time()
    block = lay(text, Style(10.5, 14), 200)
    taken = time.process_time() - start
    assert block.lines
    assert taken < 2, f"{unit!r} took {taken:.2f} s"


def test_a_combining_mark_stays_with_its_letter() -> None:
    for width in range(20, 60):
        for line in lay("甲e\u0301乙e\u0301丙e\u0301", Style(10.5, 14), width).lines:
            assert not unicodedata.combining(line.text[:1] or "x")
