"""What stands on the page is what was put in, and can be read back from the file exactly."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from document_reading import area, bare, whole
from document_samples import every_kind, plant_order, proof_of_service, rectification_notice, site_record
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.documents.fonts.faces import Script, glyph, missing
from inspector_app.documents.render import render
from inspector_app.documents.shown import shown
from inspector_app.domain.content import Content, FormRow, Paragraph, Table
from inspector_app.domain.errors import RuleError

KINDS = [
    pytest.param(content, id=content.kind)
    for content in (*every_kind(), rectification_notice(40), site_record(30))
]
DATA = Path(__file__).with_name("data")


def told(content: Content) -> list[str]:
    """Every text that a content must show in its type area, in its order."""
    texts = [*content.title[-1:], content.number, content.addressee]
    for n, paragraph in enumerate(content.paragraphs):
        if content.table and n == content.table_after:
            texts += _cells(content.table)
        texts.append(paragraph.heading + paragraph.text)
    if content.annex and content.annex.table:
        texts += _cells(content.annex.table)
    texts += [cell for row in content.rows for cell in row.cells]
    return [text for text in texts if text]


def _cells(table: Table) -> list[str]:
    return [*table.head, *(cell for row in table.rows for cell in row), table.note]


@pytest.mark.parametrize("content", KINDS)
def test_the_text_reads_back_in_order(content: Content) -> None:
    pdf = render(content, photos={}, qr=None).pdf
    text = area(pdf, 30, 297) if content.layout == "form" else area(pdf)
    running = f"{content.kind_label}（续）{content.number}"
    text = text.replace(f"{running}发现的问题（续）", "").replace(running, "")
    for wanted in told(content):
        assert bare(wanted) in text


def test_the_signature_block_and_margin_read_back() -> None:
    content = rectification_notice(3)
    text = whole(render(content, photos={}, qr=None).pdf)
    for wanted in (
        "陈砚秋3610021107",
        "周岚3610021133",
        "拒签说明",
        content.issuer,
        "2026年11月24日",
        "一式四联",
    ):
        assert wanted in text
    assert bare(f"核验电话 {content.phone}") in text
    assert "抄送：临川南溪城建置业有限公司，江右正衡工程监理有限公司。" in text


def _drawn(characters: str) -> bytes:
    lines = [characters[n : n + 400] for n in range(0, len(characters), 400)]
    content = replace(
        rectification_notice(0),
        table=None,
        table_after=0,
        paragraphs=tuple(Paragraph(line) for line in lines),
    )
    return render(content, photos={}, qr=None).pdf


def gb2312() -> str:
    codes = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    decoded = (code.decode("gb2312", "ignore") for code in codes)
    return "".join(one for one in decoded if one and not one.isspace())


def test_every_character_of_gb2312_is_drawn_and_read_back() -> None:
    characters = gb2312()
    assert len(characters) > 7400
    assert missing(characters) == frozenset()
    assert characters in area(_drawn(characters))


def test_every_standard_character_is_drawn_and_read_back() -> None:
    characters = "".join((DATA / "tgh8105.txt").read_text("utf-8").split())
    assert len(characters) == 8105
    assert "𬭼" in characters
    assert missing(characters) == frozenset()
    pdf = _drawn(characters)
    assert characters in area(pdf)


def test_characters_beyond_the_bmp_are_right_for_another_reader_too() -> None:
    reader = pypdf.PdfReader(BytesIO(_drawn("人名𬭼𪟝𬬭测试")))
    assert "人名𬭼𪟝𬬭测试" in bare(reader.pages[0].extract_text())


def test_each_face_falls_back_for_itself() -> None:
    assert glyph("建", Script.BODY) == ("InspectorFang", 1.0)
    found = glyph("𬭼", Script.BODY)
    assert found is not None
    assert found[0] == "InspectorSerif"
    yen = glyph("￥", Script.BODY)
    assert yen is not None
    assert yen[0] == "InspectorSerif"


def test_a_character_without_a_glyph_is_named_and_stops_the_document() -> None:
    assert missing("安全\U0001f477帽\ue000") == {"\U0001f477", "\ue000"}
    content = replace(rectification_notice(1), addressee="甲\U0001f477公司：")
    with pytest.raises(RuleError) as caught:
        render(content, photos={}, qr=None)
    assert caught.value.code == "documents.glyph_missing"
    assert caught.value.values["characters"] == "\U0001f477"
    assert "甲〔U+1F477〕公司：" in area(render(content, photos={}, qr=None, draft=True).pdf)


@pytest.mark.parametrize(
    ("given_text", "printed"),
    [
        ("甲\u202e乙", "甲〔U+202E〕乙"),
        ("甲\u0000\u0007乙", "甲〔U+0000〕〔U+0007〕乙"),
        ("甲\u200b\ufeff\u00ad乙", "甲〔U+200B〕〔U+FEFF〕〔U+00AD〕乙"),
        ("甲\u2028乙\tb", "甲〔U+2028〕乙〔U+0009〕b"),
        ("一\ufe00二\U000e0100", "一〔U+FE00〕二〔U+E0100〕"),
        ("a\u00a0b\u2003c\u3000d", "a b c\u3000d"),
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("<b>&amp;</b>=1+1", "<b>&amp;</b>=1+1"),
    ],
)
def test_what_has_no_ink_is_named(given_text: str, printed: str) -> None:
    assert shown(given_text) == printed
    assert shown(printed) == printed


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        render(replace(rectification_notice(1), issuer="甲\ud800"), photos={}, qr=None)
    assert caught.value.code == "documents.not_text"


HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "建设，。（）《》<>&=\"'\\()[]{}%/\u0000\u0007\u202e\u2066\u200d\ufe0f\u00ad\t\n\ue000𬭼𠮷\U0001f477שלוم٣"
        ),
        st.characters(codec="utf-8"),
    ),
    min_size=1,
    max_size=24,
)


@settings(max_examples=100, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_hostile_text_in_every_field_is_printed_verbatim_and_inert(a: str, b: str, c: str, d: str) -> None:
    for content in (_hostile_letter(a, b, c, d), _hostile_form(a, b, c, d)):
        pdf = render(content, photos={}, qr=None, draft=True).pdf
        text = _read(pdf)
        for wanted in (a, b, c, d):
            assert _printed(wanted) in text
        assert b"/Annot" not in pdf
        assert b"/URI" not in pdf
        assert b"/JavaScript" not in pdf


def _read(pdf: bytes) -> str:
    # pypdf keeps drawing order; pdfium would turn runs of right-to-left letters round.
    reader = pypdf.PdfReader(BytesIO(pdf))
    return "".join(bare(page.extract_text()) for page in reader.pages)


def _printed(text: str) -> str:
    visible = shown(text)
    return bare(
        "".join(one if one == "\n" or one not in missing(one) else f"〔U+{ord(one):04X}〕" for one in visible)
    )


def _hostile_letter(a: str, b: str, c: str, d: str) -> Content:
    return replace(
        plant_order(),
        addressee=a,
        paragraphs=(Paragraph(b, a), Paragraph(c)),
        table=Table((a, b), (60, 96), ("L", "C"), ((c, d), (d, a)), b),
        table_after=1,
        officers=((a, "1"), (b, "2")),
        issuer=c,
        copied=(d,),
        number=b,
        title=(a, b),
    )


def _hostile_form(a: str, b: str, c: str, d: str) -> Content:
    rows = (FormRow((30, 126), (a, b), strike=True), FormRow((30, 48, 30, 48), (c, d, a, b)))
    return replace(proof_of_service(), rows=rows, number=c, left_note=d, title=(a,))
