"""The page by the millimetre: grid, margins, repeated heads, a signature block that is never alone."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber
import pytest
from document_reading import MM, bare, pages
from document_samples import every_kind, rectification_notice, site_record, stop_work_notice

from inspector_app.documents.render import render
from inspector_app.domain.content import Content, FormRow, Paragraph, Table

PITCH = 225 / 22 * MM


def opened(content: Content) -> Any:
    return pdfplumber.open(BytesIO(render(content, photos={}, qr=None).pdf))


def lines_of(page: Any, size: float) -> list[list[Any]]:
    """Characters of one type size by line, from the top."""
    by_line: dict[float, list[Any]] = {}
    for char in page.chars:
        if abs(char["size"] - size) < 0.01:
            by_line.setdefault(round(char["matrix"][5], 1), []).append(char)
    return [by_line[y] for y in sorted(by_line, reverse=True)]


def plain(paragraphs: int) -> Content:
    text = "建设工程安全生产管理" * 9
    return replace(
        rectification_notice(0),
        table=None,
        table_after=0,
        paragraphs=tuple(Paragraph(text) for _ in range(paragraphs)),
    )


def test_a_full_page_has_22_lines_of_28_characters_inside_the_type_area() -> None:
    with opened(plain(30)) as pdf:
        page = pdf.pages[1]
        lines = lines_of(page, 15.75)
        assert len(lines) == 22
        assert max(len(line) for line in lines) == 28
        baselines = [line[0]["matrix"][5] for line in lines]
        for upper, lower in pairwise(baselines):
            assert upper - lower == pytest.approx(PITCH, abs=0.02)
        area = [char for line in lines for char in line]
        assert min(char["x0"] for char in area) >= 28 * MM - 0.1
        assert max(char["x1"] for char in area) <= (28 + 156) * MM + 0.1
        assert min(char["top"] for char in area) >= 37 * MM - 2
        assert max(char["bottom"] for char in area) <= (37 + 225) * MM + 2


@pytest.mark.parametrize("count", [1, 7, 40])
def test_heads_repeat_and_every_row_is_there_once(count: int) -> None:
    texts = pages(render(rectification_notice(count), photos={}, qr=None).pdf)
    heads = ["部位存在的问题和整改要求" in text for text in texts]
    rows = ["2026年11月" in text.replace("2026年11月24日", "") for text in texts]
    assert all(head for head, row in zip(heads, rows, strict=True) if row)
    assert sum(text.count("整改：立即整改") for text in texts) == count


@pytest.mark.parametrize("count", range(1, 41))
def test_the_signature_block_is_never_alone_and_pages_are_numbered(count: int) -> None:
    with opened(rectification_notice(count)) as pdf:
        for n, page in enumerate(pdf.pages, start=1):
            assert f"—{n}—" in bare(page.extract_text())
        last = pdf.pages[-1]
        words = [line for line in lines_of(last, 15.75) if line[0]["x0"] < 80 * MM]
        assert "拒签说明" in bare(last.extract_text())
        assert len(words) >= 2, "the signature block stands with at least two lines of text"
        for page in pdf.pages:
            assert min(char["x0"] for char in page.chars) >= 28 * MM - 6
            assert max(char["x1"] for char in page.chars) <= 184 * MM + 6
            assert max(char["bottom"] for char in page.chars) <= 293 * MM


@pytest.mark.parametrize("lines", range(1, 26))
def test_any_length_of_text_keeps_the_block_with_its_paragraph(lines: int) -> None:
    content = replace(plain(1), paragraphs=(Paragraph("责" * (28 * lines - 2)),))
    with opened(content) as pdf:
        last = pdf.pages[-1]
        body = [line for line in lines_of(last, 15.75) if {char["text"] for char in line} == {"责"}]
        assert len(body) >= min(2, lines)
        counts = [
            sum({char["text"] for char in line} == {"责"} for line in lines_of(page, 15.75))
            for page in pdf.pages
        ]
        assert sum(counts) == lines
        assert 1 not in counts or lines == 1


def test_page_numbers_stand_outside_odd_right_even_left() -> None:
    with opened(rectification_notice(20)) as pdf:
        for n, page in enumerate(pdf.pages, start=1):
            drawn = [char for line in lines_of(page, 14) for char in line]
            number = next(char for char in drawn if char["text"] == str(n) and char["bottom"] > 262 * MM)
            assert (number["x0"] > 105 * MM) == (n % 2 == 1)


def test_a_cell_taller_than_a_page_is_split() -> None:
    table = Table(("序号", "事实"), (20, 136), ("C", "L"), (("1", "缺失防护栏杆。\n" * 120), ("2", "其余。")))
    content = replace(rectification_notice(0), table=table, table_after=1)
    texts = pages(render(content, photos={}, qr=None).pdf)
    assert sum(text.count("缺失防护栏杆。") for text in texts) == 120
    assert sum("序号事实" in text for text in texts) >= 3
    with opened(content) as pdf:
        for page in pdf.pages:
            for line in lines_of(page, 12):
                assert line[0]["bottom"] <= 262 * MM + 3


def test_a_form_counts_its_pages_and_says_what_continues() -> None:
    texts = pages(render(site_record(30), photos={}, qr=None).pdf)
    assert len(texts) == 2
    assert "第1页共2页" in texts[0]
    assert "第2页共2页" in texts[1]
    assert "现场检查记录（续）" in texts[1]
    assert "发现的问题（续）" in texts[1]


def test_a_form_fills_its_page_and_splits_any_cell() -> None:
    with opened(site_record(2)) as pdf:
        assert len(pdf.pages) == 1
        foot = max(rect["bottom"] for rect in pdf.pages[0].rects)
        assert foot == pytest.approx(297 * MM - 31 * MM, abs=1)
    tall = replace(site_record(1), rows=(FormRow((24, 132), ("发现的问题", "事实如下。\n" * 200)),))
    texts = pages(render(tall, photos={}, qr=None).pdf)
    assert sum(text.count("事实如下。") for text in texts) == 200


def test_every_column_and_row_stays_inside_the_frame() -> None:
    for content in every_kind():
        with opened(content) as pdf:
            for page in pdf.pages:
                for rect in page.rects:
                    assert rect["x0"] >= 28 * MM - 0.1
                    assert rect["x1"] <= 184 * MM + 0.1
                    assert rect["linewidth"] >= 0.5, "a 203-dpi head drops thinner lines"


def test_the_annex_begins_a_page_and_the_imprint_stands_on_the_last() -> None:
    texts = pages(render(stop_work_notice(count=30), photos={}, qr=None).pdf)
    first = next(n for n, text in enumerate(texts) if "附页隐患清单" in text)
    assert first >= 1
    assert "拒签说明" in texts[first - 1]
    assert "抄送：" in texts[-1]
    assert all("隐患事实" in text for text in texts[first:])


def test_a_draft_says_so_on_every_page_and_has_no_number() -> None:
    content = rectification_notice(12)
    texts = pages(render(content, photos={}, qr="ZJZF1", draft=True).pdf)
    assert all("草稿" in text for text in texts)
    assert "（文号于签发时取得）" in texts[0]
    assert all(bare(content.number) not in text for text in texts)
    assert "核验码" not in texts[0]
