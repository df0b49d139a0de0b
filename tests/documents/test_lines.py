"""Line breaking over thousands of lines: no bad start, no bad end, no broken number, no loose stretch."""

import re
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.documents.breaks import pieces
from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Style, is_han, lay, stretched
from inspector_app.documents.page.sheet import BODY_SIZE, CELL, PITCH, WIDTH

BAD_START = set("，。、；：？！）】〕》〉」』”’％℃")
BAD_END = set("（【〔《〈「『“‘￥")
WHOLE = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|(?:GB/T|GB|JGJ/T|JGJ) [\d\-.]+"
    r"|\d+(?:\.\d+)?(?:mm|m|%|℃|kN)?|[A-Za-z]+|第（[一二三四]）项"
)
OPENINGS = (
    "经查，你单位承建的“南溪印象花园（二期）”有下列4项隐患：",
    "依据《建设工程安全生产管理条例》（国务院令第393号）第四十三条第（四）项，",
    "2026年11月22日14时05分，我局对3#楼12至15层外脚手架进行检查；",
    "抽查GB/T 14902-2012《预拌混凝土》、JGJ 59-2011第3.2.1条执行情况，",
)
MIDDLES = (
    "架体自由高度6.75m，超过专项施工方案（4.50m），整层缺失连墙件！",
    "含水率达到12.5%，温度35℃，配电箱（2#、3#）未设“有电危险”标志；",
    "责令于2026年12月1日前（含当日）整改完毕，逾期处￥50000元以上罚款，",
    "（照片1、照片2）显示：“脚手板”“安全网”均未满铺……是否理解？",
    "PC-200型挖掘机与10kV线路水平距离不足2m——违反JGJ 46-2005规定。",
)
ENDINGS = (
    "由项目负责人签字，并加盖公章。",
    "（以下空白）",
    "《条例》第二十八条、第三十四条。",
    "共计3处、2.4m。",
)
WIDTHS = (120.0, 143.0, 171.0, 200.0, 229.0, 263.0, 305.0, 351.0, 442.2)


def corpus() -> list[Block]:
    texts = ["".join(parts) for parts in product(OPENINGS, MIDDLES, ENDINGS)]
    small = Style(10.5, 14)
    grid = Style(BODY_SIZE, PITCH, cell=CELL, indent=2 * CELL)
    blocks = [lay(text, small, width) for text in texts for width in WIDTHS]
    return blocks + [lay(text, grid, WIDTH) for text in texts]


BLOCKS = corpus()


def test_the_corpus_is_large() -> None:
    assert sum(len(block.lines) for block in BLOCKS) >= 3000


def test_no_line_begins_or_ends_with_a_forbidden_mark() -> None:
    faults = [
        (before.text, after.text)
        for block in BLOCKS
        for before, after in pairwise(block.lines)
        if after.text[0] in BAD_START or before.text[-1] in BAD_END
    ]
    assert faults == []


def test_numbers_dates_and_codes_stay_whole() -> None:
    faults = []
    for block in BLOCKS:
        text = "".join(line.text for line in block.lines)
        ends, at = set(), 0
        for line in block.lines:
            at += len(line.text)
            ends.add(at)
        faults += [
            found[0]
            for found in WHOLE.finditer(text)
            if any(found.start() < end < found.end() for end in ends)
        ]
    assert faults == []


def test_no_line_reaches_over_its_edge_by_more_than_the_blank_half_of_a_mark() -> None:
    for block in BLOCKS:
        for line in block.lines:
            over = line.width - line.room
            allowed = block.style.size / 2 if line.text[-1] in "，。、；：）】〕》〉」』”’" else 0.0
            assert over <= allowed + 0.7, line.text


def test_nothing_is_lost_but_blanks_at_line_ends() -> None:
    texts = ["".join(parts) for parts in product(OPENINGS, MIDDLES, ENDINGS)]
    for text in texts:
        told = "".join(line.text for line in lay(text, Style(10.5, 14), 143).lines)
        assert told.replace(" ", "") == text.replace(" ", "")


def test_a_line_of_the_grid_holds_28_characters() -> None:
    style = Style(BODY_SIZE, PITCH, cell=CELL, indent=2 * CELL)
    block = lay("建" * 100, style, WIDTH)
    assert [len(line.text) for line in block.lines] == [26, 28, 28, 18]


def test_a_justified_line_ends_at_the_edge_and_stretches_han_only() -> None:
    style = Style(BODY_SIZE, PITCH, cell=CELL)
    seen = 0
    for text in ("".join(parts) for parts in product(OPENINGS, MIDDLES)):
        for line in lay(text, style, WIDTH).lines[:-1]:
            start, grow = stretched(line, style)
            if not grow:
                continue
            seen += 1
            gaps = sum(is_han(a.char) and is_han(b.char) for a, b in pairwise(line.glyphs))
            assert grow <= style.size * 0.35
            assert start + line.width - (CELL - BODY_SIZE) + gaps * grow == pytest.approx(WIDTH)
    assert seen > 10


def test_a_forced_line_end_always_breaks_and_is_not_stretched() -> None:
    block = lay("第一行\n\n第三行", Style(12, 16), 200)
    assert [line.text for line in block.lines] == ["第一行", "", "第三行"]
    assert all(stretched(line, block.style) == (0.0, 0.0) for line in block.lines)


def test_what_is_longer_than_a_line_breaks_at_its_seams_first() -> None:
    block = lay("（2026年11月22日）", Style(10, 14), 52)
    assert [line.text for line in block.lines] == ["（2026年", "11月22日）"]
    assert len(lay("A" * 500, Style(10, 14), 60).lines) > 30


def test_two_marks_beside_each_other_share_a_blank() -> None:
    together = lay("甲》（乙", Style(10, 14), 200).lines[0].width
    apart = lay("甲》乙（", Style(10, 14), 200).lines[0].width
    assert apart - together == pytest.approx(5.0)


def test_pieces_keep_marks_with_their_words() -> None:
    assert pieces("依据《条例》，") == ["依", "据", "《条", "例》，"]
    assert pieces("见GB/T 14902-2012。") == ["见", "GB/T 14902-2012。"]
    assert pieces("第（四）项，共3处") == ["第（四）项，", "共", "3处"]


def test_an_articles_number_fills_a_line_that_would_gape_and_is_whole_elsewhere() -> None:
    style = Style(BODY_SIZE, PITCH, cell=CELL)
    ends = {21: "第六十五条，", 24: "第六十", 25: "第六十", 26: "", 27: ""}
    for length, end in ends.items():
        first = lay("验" * length + "第六十五条，经审查同意。", style, WIDTH).lines[0].text
        assert first.startswith("验" * length + end)
        assert bool(end) or first == "验" * length
    off_grid = lay("验" * 24 + "第六十五条，", Style(10.5, 14), 10.5 * 27).lines
    assert [line.text[-1] for line in off_grid] == ["验", "，"]


def test_markup_is_text() -> None:
    block = lay([("<b>重</b>&amp;", Script.HEADING)], Style(10, 14, Align.LEFT), 300)
    assert block.lines[0].text == "<b>重</b>&amp;"


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("建设工程，。（）《》“”、 \n123.%ABC-—…"), max_size=80),
    st.floats(25, 300),
)
def test_any_text_is_laid_whole_and_within_its_width(text: str, width: float) -> None:
    style = Style(10.5, 14)
    block = lay(text, style, width)
    told = "".join(line.text for line in block.lines)
    assert told.replace(" ", "") == text.replace("\n", "").replace(" ", "")
    for line in block.lines:
        if len(line.glyphs) > 1:
            assert line.width <= width + style.size / 2 + 0.7
