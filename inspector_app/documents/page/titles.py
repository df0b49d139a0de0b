"""Names and titles broken at their meaning (GB/T 9704-2012 7.3.1: 回行时词意完整, 排列对称, 梯形或菱形)."""

import re
from functools import cache
from itertools import pairwise

from inspector_app.documents.fonts.faces import Script, glyph
from inspector_app.documents.lines import NO_END, NO_START, Align, Block, Style, lay

_WORDS = frozenset(
    """
    有限责任公司 股份有限公司 有限公司 集团有限公司 分公司 总公司 集团 股份 公司 住房和城乡建设
    住房 城乡 城乡建设 城市 城镇 乡镇 建设局 住建局 管理局 监督局 规划局 建设厅 监督站
    管理站 检测站 管理处 服务中心 指挥部 项目部 委员会 管理委员会 办公室 办事处 人民政府
    人民法院 自治区 自治州 自治县 自治旗 特别行政区 开发区 试验区 示范区 保税区 高新区 新区
    小区 社区 园区 片区 街区 辖区 自由贸易 经济技术 高新技术 产业 工业 农业 物流 综合 街道
    兵团 生产建设 建设工程 建筑工程 市政工程 房屋建筑 建筑施工 建筑业 建筑 基础设施 市政 公用
    工程质量 质量安全 安全生产 质量 安全 监督 监督管理 监理 管理 管理人员 行政 执法 综合执法
    执法大队 检测 检验 勘察 设计 测绘 规划 建设 施工 工程 项目 标段 地块 公寓 花园
    商品住房 安置房 保障性 住宅 改造 配套 房地产 置业 开发 预拌 混凝土 预拌混凝土 商品混凝土
    新材料 建材 搅拌站 分厂 科技 技术 咨询 劳务 装饰 装修 机电 设备 安装 园林 绿化 环境
    生态 限期 限期整改 责令 整改 停工 复工 现场 检查 记录 通知 通知书 告知 告知书 认定
    认定书 意见 意见书 决定 决定书 审批 审批表 回证 送达 送达回证 复查 不良 行为 建议
    建议书 移送 移送函 批复 延期 约谈 约谈记录 隐患 清单 立案 案件 处罚 陈述 申辩 撤销
    更正 作废 关于 以及 有关 实施 进行 开展 落实 加强 做好 重大 事故 生产 消防 脚手架
    起重机械 深基坑 模板 支架 第一 第二 第三 中国 中华 人民共和国 国家 国际 中心 大厦 广场
    学校 医院 大学 中学 小学 幼儿园 地铁 轨道交通 高速 公路 铁路 道路 桥梁 隧道 管廊 车站
    处理 处置 所属 所在 部门 部分 内部 期限 一期 二期 三期 四期 五期 六期 区域 区间 市场
    市区 县城 局部 布局 站台 镇区 乡村 队伍
    """.split()  # noqa: SIM905 - words, read as a list
)
"""What no line may break. Where two overlap, the longest from the left is the word."""
_LONGEST = max(map(len, _WORDS))
_ENDS = frozenset(
    """
    自治区 自治州 自治县 自治旗 特别行政区 开发区 试验区 示范区 保税区 高新区 新区 片区 街道
    兵团 委员会 管理委员会 省 市 区 县 旗 盟 州 镇 乡 局 厅 委 站 所 处 队 院 师
    公司 有限公司 有限责任公司 股份有限公司 集团有限公司 分公司 总公司 人民政府 办公室 办事处
    建设局 住建局 管理局 监督局 规划局 建设厅 监督站 管理站 检测站 管理处 服务中心 指挥部
    项目部 的
    """.split()  # noqa: SIM905 - words, read as a list
)
"""After these a name may be taken up on the next line; the second step are the ends of a whole."""
_PARTS = frozenset(
    """
    建设工程 建筑工程 市政工程 工程 项目 标段 一期 二期 三期 四期 五期 六期 集团 中心 地块
    """.split()  # noqa: SIM905 - words, read as a list
)
_BEFORE_WELL = frozenset(
    """
    关于 限期 限期整改 责令 停工 复工 现场 不良 通知书 送达 送达回证 隐患
    """.split()  # noqa: SIM905 - words, read as a list
)
_BEFORE_FAIRLY = frozenset({"和", "及", "与", "暨", "以及"})
_BEFORE_ILL = frozenset(
    """
    有限责任公司 股份有限公司 有限公司 集团有限公司 分公司 公司 集团 股份 局 厅 站 委员会
    管理委员会 的 工程 项目
    """.split()  # noqa: SIM905 - words, read as a list
)
_ATOM = re.compile(
    r"[A-Za-z0-9#\-./]+(?:号|幢|栋|期|标段|地块)?楼?|第[一二三四五六七八九十百]+[条款项号期]?|.", re.DOTALL
)
_SUFFIXES = frozenset("省市区县旗盟州镇乡局厅委站所处队部院师司期楼号书表函证") | {
    "自治区", "自治州", "自治县", "自治旗", "新区", "开发区", "街道", "片区", "标段", "小区", "园区"
}  # fmt: skip
"""What ends a name belongs to the name: no line begins with it."""
_WELL, _FAIRLY, _WORDWISE, _ILL, _NAMEWISE, _TORN = 0.0, 1.0, 2.5, 8.0, 20.0, 60.0
_SHORTEST, _STUB, _HOURGLASS, _MORE_LINES = 4.0, 12.0, 4.0, 9.0
_UNEVEN = 10.0


@cache
def broken(text: str, cells: float) -> tuple[str, ...]:
    """Return a title or name in lines of at most `cells` characters, broken where its sense allows.

    Of all ways to break it, the one is taken whose seams are best and whose lines are about equal:
    never within a word, seldom before 有限公司, gladly behind 市, 区, 局, 公司, 工程 and before 关于.
    A line break that the text itself holds stays.

    Args:
        cells: width of the line in characters; a Latin letter or digit counts by its own width.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _lines(part, cells)
    return tuple(lines)


def lay_title(text: str, style: Style, width: float, script: Script = Script.TITLE) -> Block:
    """Return a title as a block, its lines broken by `broken`; the block is as wide as it needs."""
    lines = broken(text, width / (style.cell or style.size))
    told = lay([("\n".join(lines), script)], style, width)
    if style.align is not Align.CENTRED:
        return told
    widest = min(max((line.width for line in told.lines), default=0.0) + 0.1, width)
    return lay([("\n".join(lines), script)], style, widest)


def _lines(text: str, cells: float) -> list[str]:
    widths = [_width(one) for one in text]
    total = sum(widths)
    if total <= cells:
        return [text]
    seams = _seams(text)
    least = int(-(-total // cells))
    tried = [_best(widths, seams, count, cells) for count in (least, least + 1, least + 2)]
    costs = [(cost + _MORE_LINES * n, cuts) for n, (cost, cuts) in enumerate(tried) if cuts is not None]
    cuts = min(costs)[1] if costs else []
    edges = [0, *cuts, len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


def _width(character: str) -> float:
    found = glyph(character, Script.TITLE)
    return found[1] if found else 1.0


def _best(
    widths: list[float], seams: list[float], count: int, cells: float
) -> tuple[float, list[int] | None]:
    """Return (cost, cuts) of the best way to make `count` lines; no cuts where there is none."""
    ends, mean = [0.0], sum(widths) / count
    for width in widths:
        ends.append(ends[-1] + width)
    state: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for n in range(1, count + 1):
        following: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, cuts) in state.items():
            stops = range(start + 1, len(ends)) if n < count else [len(ends) - 1]
            for stop in stops:
                line = ends[stop] - ends[start]
                if line > cells + 0.05:
                    break
                seam = seams[stop] if stop < len(widths) else 0.0
                here = cost + seam + _shape(line, mean, n, count)
                if stop not in following or here < following[stop][0]:
                    following[stop] = (here, [*cuts, stop])
        state = following
    found = state.get(len(widths))
    return (found[0], found[1][:-1]) if found else (0.0, None)


def _shape(line: float, mean: float, n: int, count: int) -> float:
    """Return what a line costs by its length: about equal, no stub, no waist in the middle of three."""
    cost = _UNEVEN * ((line - mean) / mean) ** 2
    if line < _SHORTEST:
        cost += _STUB
    if count >= 3 and 1 < n < count and line < mean * 0.8:
        cost += _HOURGLASS
    return cost


def _seams(text: str) -> list[float]:
    """Return what breaking before each character costs."""
    words = _words(text)
    costs = [_TORN] * (len(text) + 1)
    at = 0
    for before, after in pairwise(words):
        at += len(before)
        costs[at] = _seam(before, after)
    depth = 0
    for n, one in enumerate(text):
        if depth and costs[n] < _TORN:
            costs[n] += _ILL
        depth += one in "（(《〔"
        depth -= one in "）)》〕"
        if one in NO_START or (n and text[n - 1] in NO_END):
            costs[n] = 10 * _TORN
    return costs


def _words(text: str) -> list[str]:
    """Split into known words, numbers with their unit, and single characters."""
    words: list[str] = []
    at = 0
    while at < len(text):
        for length in range(min(_LONGEST, len(text) - at), 1, -1):
            if text[at : at + length] in _WORDS:
                break
        else:
            atom = _ATOM.match(text, at)
            length = len(atom[0]) if atom else 1
        words.append(text[at : at + length])
        at += length
    return words


def _seam(before: str, after: str) -> float:
    if after in _SUFFIXES:
        return _NAMEWISE * 1.5
    if after in _BEFORE_ILL:
        return _ILL
    if before in _ENDS or before in "、，；：" or after in _BEFORE_WELL:
        return _WELL
    if after in _BEFORE_FAIRLY or (before in _PARTS and not after[0].isdecimal()):
        return _FAIRLY
    if before in _BEFORE_FAIRLY:
        return _ILL
    if before == "族":
        return _WORDWISE
    if len(before) > 1 and len(after) > 1:
        return _WORDWISE
    return _ILL if len(before) > 1 or len(after) > 1 else _NAMEWISE
