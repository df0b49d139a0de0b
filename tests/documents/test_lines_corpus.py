"""Every sentence of the shipped forms and many made ones, in many widths: counted, not sampled.

A fault is reckoned here from the lines as they are drawn: which characters stand at the ends, which tokens
a line end falls into, and where the outline of the last glyph ends in the face's own table.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from inspector_app import assets
from inspector_app.documents.fonts.faces import Script, font
from inspector_app.documents.lines import Align, Block, Glyph, Line, Style, lay, stretched
from inspector_app.documents.page.sheet import BODY_SIZE, CELL, FIVE, PITCH, SMALL_FIVE

BAD_START = set("，。、；：？！）】〕》〉」』］｝”’％‰℃·～—…,.;:?!)]}%/／")
BAD_END = set("（【〔《〈「『［｛“‘￥¥([{/／")
TOKEN = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}|\d{1,2}时\d{1,2}分|\d{1,2}:\d{2}"
    r"|(?:T/)?(?:GB|JGJ|JG|DB\d\d|CJJ|CECS|HG|YB)(?:/T)? \d+(?:\.\d+)?(?:[-—]\d{4})?"
    r"|〔\d{4}〕\d*(?:-\d+)?号?|第（[一二三四五六七八九十]+）[款项]"
    r"|[￥¥]?\d+(?:[.,]\d+)*(?: ?(?:mm|cm|m|km|kg|t|kN|kV|MPa)(?![A-Za-z])|[%％℃‰])?"
    r"(?:万元|元|年|月|日|天|项|处)?"
    r"|[A-Za-z]+|——|……"
)
CELLS = (12, 14, 18, 22, 28)
OFF_GRID = (97.3, 120.0, 143.0, 161.57, 201.3, 229.0, 305.0, 411.11)
OPENINGS = (
    "经查，你单位承建的“南溪印象花园（二期）”有下列4项隐患：",
    "依据《建设工程安全生产管理条例》（国务院令第393号）第四十三条第（四）项，",
    "2026年11月22日14时05分，我局对3#楼12至15层外脚手架进行检查；",
    "抽查GB/T 14902-2012《预拌混凝土》、JGJ 59-2011第3.2.1条执行情况，",
    "见南住建改〔2026〕5-31号、GB/T 9704—2012和DB36/T 1234-2020：",
    "“他说：‘脚手板（第3步）’已经拆除——“无人监护””。",
)
MIDDLES = (
    "架体自由高度6.75m，超过专项施工方案（4.50m），整层缺失连墙件！",
    "含水率达到12.5%，温度35℃，配电箱（2#、3#）未设“有电危险”标志；",
    "责令于2026年12月1日前（含当日）整改完毕，逾期处￥50,000.00元以上罚款，",
    "（照片1、照片2）显示：“脚手板”“安全网”均未满铺……是否理解？",
    "PC-200型挖掘机与10 kV线路水平距离不足2 m——违反JGJ 46-2005规定。",
    'The tower crane (model QTZ80) was not inspected, see "Safety Rules" 3.4;',
    "详见https://www.example.gov.cn/zjj/2026/11/notice.html?id=20261122&lang=zh_CN#part-2，",
    "共计1,234,567.89元、3/4的预埋件/连接件、10～15层及30%～50%的面积（约128.6㎡）。",
)
ENDINGS = (
    "由项目负责人签字，并加盖公章。",
    "（以下空白）",
    "《条例》第二十八条、第三十四条。",
    "共计3处、2.4m！！",
    "〔见附件1（共2页）〕",
)


def _strings(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for value in told.values():
            yield from _strings(value)
    elif isinstance(told, list):
        for value in told:
            yield from _strings(value)


@cache
def shipped() -> tuple[str, ...]:
    """Every Chinese sentence of the shipped forms: clauses, checklists, phrases, wording."""
    found: dict[str, None] = {}
    for path in sorted(assets.folder("forms").rglob("*.toml")):
        for text in _strings(tomllib.loads(path.read_text("utf-8"))):
            if len(text) >= 16 and re.search("[一-鿿]{4}", text) and "{" not in text:
                found[text] = None
    return tuple(found)


def made() -> tuple[str, ...]:
    return tuple("".join(parts) for parts in product(OPENINGS, MIDDLES, ENDINGS))


@cache
def blocks() -> tuple[tuple[str, Block], ...]:
    """The corpus: grid and off-grid, four hands, with and without indents."""
    grid = Style(BODY_SIZE, PITCH, cell=CELL, indent=2 * CELL)
    out = []
    for n, text in enumerate((*made(), *shipped())):
        for cells in CELLS if n < 400 else CELLS[n % 5 :: 3]:
            out.append((text, lay(text, grid, cells * CELL)))
        script = list(Script)[n % 4]
        for size, width in zip((FIVE, SMALL_FIVE, 12.0, 22.0) * 2, OFF_GRID, strict=True):
            if n < 400 or (n + int(width)) % 4 == 0:
                out.append((text, lay([(text, script)], Style(size, size * 1.4), width)))
    return tuple(out)


def _room(block: Block, line: Line) -> str:
    return f"{line.text} | {block.style.size} in {block.width:.1f}"


def test_the_corpus_is_large() -> None:
    lines = sum(len(block.lines) for _, block in blocks())
    print(f"\n{len(shipped())} shipped and {len(made())} made texts, {len(blocks())} blocks, {lines} lines")
    assert len(shipped()) > 300
    assert lines >= 30_000


def test_no_line_begins_or_ends_with_a_forbidden_mark() -> None:
    starts, ends = [], []
    for _, block in blocks():
        for before, after in pairwise(block.lines):
            if after.text[:1] in BAD_START and not before.last:
                starts.append(_room(block, after))
            if before.text[-1:] in BAD_END and not before.last:
                ends.append(_room(block, before))
    print(f"\n{len(starts)} bad starts, {len(ends)} bad ends")
    assert starts == []
    assert ends == []


def test_no_number_date_code_or_word_is_divided() -> None:
    faults, tokens = [], 0
    for text, block in blocks():
        told = _with_breaks(text, block)
        for found in TOKEN.finditer(text):
            tokens += 1
            if told.keys() & set(range(found.start() + 1, found.end())):
                at = min(told.keys() & set(range(found.start() + 1, found.end())))
                if not _must_break(text, found, block):
                    faults.append(f"{found[0]} in {_room(block, told[at])}")
    print(f"\n{tokens} tokens, {len(faults)} divided")
    assert faults == []


def _with_breaks(text: str, block: Block) -> dict[int, Line]:
    """Return where each line but the last ends in the text: blanks at line ends are dropped."""
    at, out = 0, {}
    for line in block.lines:
        while text[at : at + 1].isspace() and not line.text.startswith(text[at]):
            at += 1
        assert text[at : at + len(line.text)] == line.text
        at += len(line.text)
        out[at] = line
    out.pop(at)
    return out


def _must_break(text: str, found: re.Match[str], block: Block) -> bool:
    """Whether a token with the marks that cling to it is longer than a line."""
    start, end = found.span()
    while start and text[start - 1] not in " \n" and not re.match("[一-鿿]", text[start - 1]):
        start -= 1
    while end < len(text) and text[end] not in " \n" and not re.match("[一-鿿]", text[end]):
        end += 1
    # In the block's own hand: digits of the titles' face are wider than those of the body.
    advances = {one.char: one.advance for line in block.lines for one in line.glyphs}
    wide = sum(advances[char] for char in text[start:end])
    return wide > block.width - block.style.indent


def test_nothing_is_lost() -> None:
    for text, block in blocks():
        told = "".join(line.text for line in block.lines)
        assert re.sub(r"\s", "", told) == re.sub(r"\s", "", text)


@cache
def _outline(face: str, char: str) -> float:
    """The right edge of a character's ink in em, from the font file itself."""
    file = _file(face)
    name = file.getBestCmap()[ord(char)]
    return float(getattr(file["glyf"][name], "xMax", 0)) / file["head"].unitsPerEm


def _ink(last: Glyph, size: float) -> float:
    """Where the last glyph's ink ends from its pen, in points.

    The hook of a Latin f reaches over its advance by the design of its face and nothing else does: there the
    pen is held to the room, and the hook to a tenth of the size. A mark that gave up its blank half is held
    to its ink as everything is.
    """
    ink = _outline(last.face, last.char) * size
    if last.char == "f":
        assert ink - last.advance < size / 10
        return min(ink, last.advance)
    return ink


@cache
def _file(face: str) -> TTFont:
    return TTFont(Path(font(face).face.filename), lazy=True)


@pytest.mark.parametrize("align", list(Align))
def test_no_ink_stands_outside_its_room(align: Align) -> None:
    over, lines = [], 0
    for _, block in blocks():
        size = block.style.size
        style = Style(size, block.style.lead, align, block.style.cell, block.style.indent)
        for line in block.lines:
            if not line.glyphs:
                continue
            lines += 1
            start, grow = stretched(line, style)
            last = line.glyphs[-1]
            before = line.width - last.advance + grow * _gaps(line)
            edge = start + before + _ink(last, size)
            if edge > block.width + 0.6 or start < line.left - size / 2 - 0.6:
                over.append(f"{edge - block.width:.2f} {start - line.left:.2f} {_room(block, line)}")
    print(f"\n{align.name}: {lines} lines, {len(over)} overfull")
    assert over == []


def _gaps(line: Line) -> int:
    return sum(_full(one.char) and _full(after.char) for one, after in pairwise(line.glyphs))


def _full(character: str) -> bool:
    return character > "\u2e7f"


def test_only_gaps_between_han_are_stretched_and_lines_end_at_the_edge() -> None:
    counted: Counter[str] = Counter()
    for _, block in blocks():
        for line in block.lines:
            start, grow = stretched(line, block.style)
            assert grow >= 0
            if not grow:
                counted[
                    "ragged" if line.width < line.room - block.style.size and not line.last else "full"
                ] += 1
                continue
            counted["stretched"] += 1
            assert grow <= block.style.size * (0.35 if block.style.cell else 0.15) + 1e-9
            assert not line.last
            trailing = block.style.cell - block.style.size if block.style.cell else 0.0
            end = start + line.width + grow * _gaps(line) - trailing
            assert end == pytest.approx(block.width, abs=0.01), _room(block, line)
    print(f"\n{dict(counted)}")
    assert counted["stretched"] > 1000
