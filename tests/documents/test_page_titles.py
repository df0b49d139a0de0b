"""Titles and names broken at their meaning."""

from dataclasses import replace

import pytest
from document_samples import rectification_notice
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.documents.page.titles import broken
from tests.documents.page_facts import MM, drawn, pages_of, words

TITLE, BESIDE = 20.09, 14.0
"""Characters of 二号 across the page, and of 三号 beside the receipt."""

NAMES = [
    (
        "新疆维吾尔自治区伊犁哈萨克自治州霍城县住房和城乡建设局",
        TITLE,
        ("新疆维吾尔自治区伊犁哈萨克自治州", "霍城县住房和城乡建设局"),
    ),
    (
        "中国（福建）自由贸易试验区厦门片区管理委员会规划建设局建设工程质量安全监督站",
        TITLE,
        ("中国（福建）自由贸易试验区", "厦门片区管理委员会规划建设局", "建设工程质量安全监督站"),
    ),
    (
        "双江拉祜族佤族布朗族傣族自治县住房和城乡建设局",
        TITLE,
        ("双江拉祜族佤族布朗族傣族自治县", "住房和城乡建设局"),
    ),
    (
        "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗住房和城乡建设局",
        BESIDE,
        ("内蒙古自治区呼伦贝尔市", "莫力达瓦达斡尔族自治旗", "住房和城乡建设局"),
    ),
    (
        "临川市南溪区住房和城乡建设局建设工程质量安全监督站",
        TITLE,
        ("临川市南溪区住房和城乡建设局", "建设工程质量安全监督站"),
    ),
    (
        "广西壮族自治区防城港市东兴市住房和城乡建设局建筑工程质量安全监督站",
        BESIDE,
        ("广西壮族自治区防城港市", "东兴市住房和城乡建设局", "建筑工程质量安全监督站"),
    ),
    (
        "关于责令临川市南溪区印象花园二期3标段工程停工整改的通知书",
        BESIDE,
        ("关于责令临川市南溪区", "印象花园二期3标段工程", "停工整改的通知书"),
    ),
    (
        "新疆生产建设兵团第八师石河子市住房和城乡建设局",
        TITLE,
        ("新疆生产建设兵团第八师", "石河子市住房和城乡建设局"),
    ),
    ("上海市浦东新区建设和交通委员会", BESIDE, ("上海市浦东新区", "建设和交通委员会")),
    ("青澜市望江区住房和城乡建设局", BESIDE, ("青澜市望江区住房和城乡建设局",)),
]
KEPT = ("有限公司", "建设局", "通知书", "城乡", "自治区", "自治州", "自治县", "委员会", "监督站", "标段")
PARTS = tuple(
    """
    新疆维吾尔自治区 伊犁哈萨克自治州 霍城县 临川市 南溪区 清水河镇 住房和城乡建设局 建设工程
    质量安全监督站 江右宏远建筑工程 集团 有限公司 印象花园二期 3标段 管理委员会 限期整改通知书
    关于 和 及
    """.split()  # noqa: SIM905 - words, read as a list
)


@pytest.mark.parametrize(("name", "cells", "lines"), NAMES, ids=[name for name, _, _ in NAMES])
def test_real_names_break_where_their_parts_end(name: str, cells: float, lines: tuple[str, ...]) -> None:
    assert broken(name, cells) == lines


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=14), st.sampled_from([9.0, BESIDE, TITLE]))
def test_no_word_is_torn_and_no_line_too_long(parts: list[str], cells: float) -> None:
    name = "".join(parts)
    lines = broken(name, cells)
    assert "".join(lines) == name
    assert all(sum(0.6 if char.isascii() else 1 for char in line) <= cells + 0.1 for line in lines)
    for word in KEPT:
        assert sum(line.count(word) for line in lines) == name.count(word), lines
    for line in lines[1:]:
        assert line[0] not in "市区县镇局站会书，。、）"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text("甲乙丙（）《》、，市区局0123ABC 和", max_size=60), st.floats(3, 21))
def test_any_text_stays_whole(text: str, cells: float) -> None:
    assert "".join(broken(text, cells)) == text.replace("\n", "")


def test_a_title_on_the_page_is_centred_line_by_line() -> None:
    name = NAMES[1][0]
    content = replace(rectification_notice(3), title=(name, "限期整改通知书"))
    page = pages_of(drawn(content).pdf)[0]
    lines = page.lines(22)
    assert [words(line) for line in lines] == [*NAMES[1][2], "限期整改通知书"]
    for line in lines:
        middle = (min(char["x0"] for char in line) + max(char["x1"] for char in line)) / 2
        assert middle == pytest.approx((28 + 78) * MM, abs=0.5 * MM)
