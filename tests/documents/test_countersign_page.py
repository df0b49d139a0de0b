"""签名页: the same facts are the same bytes, fonts inside, strokes in their field; bad scans refused."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import pdfplumber
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.documents.countersign import countersign
from inspector_app.documents.scans import inspect_scan
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.countersigning import Countersign, Signer, SignerRole, trace
from inspector_app.domain.errors import RuleError

MM = 72 / 25.4
STROKES = [[(0.0, 0.0, 0.0), (1.0, 1.0, 90.0)], [(0.0, 1.0, 200.0), (1.0, 0.0, 290.0)]]


def a_page(**changes: Any) -> Countersign:
    whole = Countersign(
        issuer="望川区住房和城乡建设局",
        label="停工整改通知书",
        number="望住建停〔2026〕3-1号",
        pdf_sha256="5e" * 32,
        code="7K3M-9QXF-2H5T",
        signer=Signer("骆远山", "项目经理", SignerRole.RECEIVER, "r1"),
        recipient="鼎恒建设集团有限公司",
        at=datetime(2026, 11, 24, 11, 30, tzinfo=CHINA),
        trace=trace(STROKES),
    )
    return replace(whole, **changes)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(document[0].get_textpage().get_text_range().split())


def test_the_same_facts_are_the_same_bytes() -> None:
    assert countersign(a_page()) == countersign(a_page())
    assert countersign(a_page()) != countersign(a_page(trace=trace(STROKES[:1])))


def test_every_font_is_inside() -> None:
    [page] = pypdf.PdfReader(BytesIO(countersign(a_page()))).pages
    fonts = page["/Resources"]["/Font"]
    assert fonts
    for one in fonts.values():
        assert "/FontFile2" in one.get_object()["/FontDescriptor"].get_object()


@pytest.mark.parametrize("aspect", [0.5, 3.0, 8.0])
def test_strokes_stay_inside_their_field(aspect: float) -> None:
    pdf = countersign(a_page(trace=trace(STROKES, aspect=aspect)))
    with pdfplumber.open(BytesIO(pdf)) as document:
        strokes = [(one["x0"], one["y0"], one["x1"], one["y1"]) for one in document.pages[0].curves]
    assert len(strokes) == 2
    for left, bottom, right, top in strokes:
        assert 28 * MM + 28 * MM < left < right < 184 * MM
        assert 31 * MM < bottom < top < (31 + 77) * MM
        assert (right - left) / (top - bottom) == pytest.approx(aspect, rel=0.01)


@pytest.mark.parametrize("name", ["<b>骆</b>", "=1+1", "a\u202eb", "骆\x07"])
def test_hostile_names_are_shown_as_they_are(name: str) -> None:
    told = text_of(countersign(a_page(signer=Signer(name, "", SignerRole.WITNESS))))
    for part in ("<b>骆</b>", "=1+1", "〔U+202E〕", "〔U+0007〕"):
        named = name.replace("\u202e", "〔U+202E〕").replace("\x07", "〔U+0007〕")
        assert (part in told) == (part in named)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recipient": "\ud800"}, "documents.not_text"),
        ({"recipient": "\U000f0000"}, "documents.glyph_missing"),
        ({"recipient": "公" * 5000}, "documents.countersign_long"),
    ],
)
def test_what_cannot_be_drawn_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleError) as refused:
        countersign(a_page(**changes))
    assert refused.value.code == code


SCAN = countersign(a_page())
SCAN_REFUSALS = ("unreadable", "locked", "too_long")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(SCAN) - 1), st.integers(0, 255)), max_size=30),
    st.integers(0, len(SCAN)),
)
def test_a_mutilated_scan_is_counted_or_refused(flips: list[tuple[int, int]], end: int) -> None:
    raw = bytearray(SCAN)
    for place, value in flips:
        raw[place] = value
    try:
        pages = inspect_scan(bytes(raw[:end]))
    except RuleError as refused:
        told = refused.code
    else:
        told = "read" if 1 <= pages <= 50 else f"{pages} pages"
    assert told in {"read", "documents.not_a_photo", *(f"documents.scan_{one}" for one in SCAN_REFUSALS)}
