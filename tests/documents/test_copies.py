"""Copies: the original stays whole and first, the mark stands in the margin, none passes for an original."""

from collections import Counter
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from document_reading import MM, bare, pages
from document_samples import every_kind, site_record, stop_work_notice
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.documents.lines import Align, stretched
from inspector_app.documents.page.sheet import LEFT, WIDTH
from inspector_app.documents.preview import page_png
from inspector_app.documents.proof.copies import margin_block, mark_copy, mark_of
from inspector_app.documents.proof.verify import examine
from inspector_app.documents.render import PdfRenderer, render
from inspector_app.domain.content import Content
from inspector_app.domain.copies import CopyKind, CopyMark
from inspector_app.domain.errors import DamagedError, RuleError
from tests.documents.pdfa import problems

MARK = CopyMark(2, "江右正衡工程监理有限公司", CopyKind.COPY, 1, date(2026, 11, 24))
KINDS = [pytest.param(content, id=content.kind) for content in every_kind()]
PHOTOS = Path(__file__).parents[2] / "resources" / "demo" / "photos"
QR = "ZJZF1\ntest"


def original(content: Content, **photos: bytes) -> bytes:
    return render(content, photos=photos, qr=QR).pdf


def with_photos() -> bytes:
    photos = {sha256(raw).hexdigest(): raw for raw in (one.read_bytes() for one in PHOTOS.glob("*.jpg"))}
    return original(stop_work_notice(tuple(photos)), **photos)


def test_what_the_margin_says() -> None:
    assert MARK.text() == "第 2 联　送：江右正衡工程监理有限公司　2026年11月24日打印"
    assert CopyMark(1, "").text() == "第 1 联"
    assert CopyMark(0, "甲", CopyKind.DUPLICATE).text() == "送：甲　副本"
    assert CopyMark(1, "甲", CopyKind.REPRINT, 3).text() == "第 1 联　送：甲　第 3 次打印"
    assert CopyMark(1, "甲", CopyKind.REPRINT).text() == "第 1 联　送：甲　第 1 次打印"
    assert CopyMark(3, "乙", CopyKind.VOID).text() == "作废　第 3 联　送：乙"


@pytest.mark.parametrize("kind", CopyKind)
@pytest.mark.parametrize("content", KINDS)
def test_the_original_is_whole_inside_its_copy(content: Content, kind: CopyKind) -> None:
    pdf, mark = original(content), replace(MARK, kind=kind)
    copy = PdfRenderer().mark_copy(pdf, mark)
    assert copy.startswith(pdf)
    assert copy == mark_copy(pdf, mark)
    assert problems(copy) == []
    for before, after in zip(pages(pdf), pages(copy), strict=True):
        assert before in after
        assert bare(mark.text()) in after
    assert mark_of(copy, len(pdf)) == mark


def test_copies_of_pages_with_photos_keep_them() -> None:
    pdf = with_photos()
    copy = mark_copy(pdf, replace(MARK, kind=CopyKind.VOID))
    assert problems(copy) == []
    with pikepdf.open(BytesIO(pdf)) as one, pikepdf.open(BytesIO(copy)) as other:
        for before, after in zip(one.pages, other.pages, strict=True):
            shown = set(before.Resources.get("/XObject", {}))
            assert set(after.Resources.XObject) == shown | {"/CopyUnder", "/CopyOver"}
            assert len(after.Contents) == 3
            assert after.Contents[1].read_raw_bytes() == before.Contents.read_raw_bytes()


@pytest.mark.parametrize("form", [False, True])
def test_the_mark_stands_clear_of_the_edge_the_text_and_the_code(form: bool) -> None:
    pdf = original(site_record() if form else stop_work_notice())
    copy = mark_copy(pdf, CopyMark(4, "很长的单位名称" * 12, CopyKind.REPRINT, 12, date(2026, 11, 24)))
    with pypdfium2.PdfDocument(copy) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(n) for n in range(text.count_chars())]
            band = [box for box in boxes if box[1] > (297 - 14.6) * MM]
            assert len(band) > 60
            assert max(box[3] for box in band) < (297 - 7.5) * MM
            assert min(box[0] for box in band) > 27.5 * MM
            assert max(box[2] for box in band) < (155 if form else 185) * MM
            assert all(not 297 - 14.8 < box[3] / MM < 297 - 14 for box in boxes)


def test_void_lies_under_every_word() -> None:
    pdf = original(stop_work_notice())
    copy = mark_copy(pdf, replace(MARK, kind=CopyKind.VOID))
    changed = darker = 0
    with pypdfium2.PdfDocument(pdf) as one, pypdfium2.PdfDocument(copy) as other:
        for before, after in zip(one, other, strict=True):
            first, then = (
                page.render(scale=1.5, grayscale=True).to_pil().tobytes() for page in (before, after)
            )
            pairs = Counter(zip(first, then, strict=True))
            assert all(now < 60 for was, now in pairs if was < 60)
            darker += sum(times for (was, _), times in pairs.items() if was < 60)
            changed += sum(times for (was, now), times in pairs.items() if was > 250 and 190 < now < 225)
    assert darker > 5000
    assert changed > 20_000


NAMES = st.text(
    st.one_of(
        st.sampled_from("监理单位（）<>&()\\/[]{}%\n\t\u202e\u0007𬭼𠮷\U0001f477שלום"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=80,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    NAMES,
    st.sampled_from(CopyKind),
    st.integers(0, 10**6),
    st.sampled_from([(Align.LEFT, 126), (Align.RIGHT, 156)]),
)
def test_no_name_overflows_the_margin(name: str, kind: CopyKind, n: int, where: tuple[Align, int]) -> None:
    width = where[1] * MM
    block = margin_block(CopyMark(n, name, kind, n, date(2026, 11, 24)), where[0], width)
    assert block.height <= 6 * MM
    assert block.lines
    for line in block.lines:
        start, _ = stretched(line, block.style)
        assert line.width <= width + block.style.size / 2 + 1
        assert start >= -block.style.size


@settings(max_examples=25, deadline=None, derandomize=True)
@given(NAMES, st.sampled_from(CopyKind))
def test_hostile_names_stay_text(name: str, kind: CopyKind) -> None:
    copy = mark_copy(SMALL, CopyMark(1, name, kind))
    assert problems(copy) == []
    assert mark_of(copy, len(SMALL)) == CopyMark(1, name, kind)


SMALL = original(site_record())


def test_eighty_han_characters_are_all_there() -> None:
    name = "临川南溪城建置业有限公司第一分公司工程管理部档案室" * 4
    copy = mark_copy(SMALL, CopyMark(2, name[:80], CopyKind.COPY))
    assert name[:80] in pages(copy)[0]


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7\n", b"nothing", SMALL[:5000], b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_readable_file_is_refused(raw: bytes) -> None:
    with pytest.raises(DamagedError) as caught:
        mark_copy(raw, MARK)
    assert caught.value.code == "documents.pdf_unreadable"


def foreign() -> bytes:
    out = BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "raw", [foreign(), mark_copy(SMALL, MARK), SMALL + b"\n", SMALL.replace(b"/Kids [", b"/Kidz [")]
)
def test_strangers_and_copies_get_no_mark(raw: bytes) -> None:
    with pytest.raises((RuleError, DamagedError)) as caught:
        mark_copy(raw, MARK)
    assert caught.value.code in ("documents.copy_of_foreign", "documents.pdf_unreadable")


def test_a_copy_is_seen_as_one_and_a_changed_copy_is_not() -> None:
    copy = mark_copy(SMALL, MARK)
    seen = examine(copy)
    assert seen.mark == MARK.text()
    assert seen.parts == ((len(SMALL), sha256(SMALL).hexdigest()),)
    assert seen.qr_texts == (QR,)
    for place in range(len(SMALL), len(copy), 41):
        changed = copy[:place] + bytes([copy[place] ^ 1]) + copy[place + 1 :]
        assert mark_of(changed, len(SMALL)) is None
    for end in range(len(SMALL), len(copy), 101):
        assert mark_of(copy[:end], len(SMALL)) is None
    assert mark_of(copy + b"\n", len(SMALL)) is None
    assert page_png(copy, 0, 50).startswith(b"\x89PNG")


def test_left_and_width_are_the_pages() -> None:
    assert round((LEFT + WIDTH) / MM) == 184
