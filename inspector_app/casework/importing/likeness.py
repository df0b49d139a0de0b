"""When two names may mean one thing: lots and phases of a project, and companies called in short."""

import re
from collections.abc import Iterable

from inspector_app.casework.importing import words

_COUNT = r"(?:第?[一二三四五六七八九十百\dA-Za-zⅠ-Ⅻ]+)"
_LOTS = rf"{_COUNT}(?:[#号]|号地)?(?:期|标段|合同段|标|区|地块|组团|批次)"
_HOUSES = rf"{_COUNT}[#号]?(?:[-~至、,，]{_COUNT}[#号]?)*(?:栋|幢|楼)"
_PART = rf"(?:{_LOTS}|{_HOUSES}|[东南西北中]区)"
_LOT = re.compile(rf"(.{{3,}}?)[\s（(\[【]*((?:{_PART}[\s、,，（()）]*(?:工程|施工|总承包)?)+)[）)\]】\s]*$")
_WHOLE = (
    "公司",
    "集团",
    "研究院",
    "设计院",
    "勘察院",
    "局",
    "中心",
    "厂",
    "合作社",
    "大学",
    "医院",
    "学校",
    "政府",
    "委员会",
    "办事处",
)


_NICKNAME = re.compile(r"中[建铁交冶电水核煤化].{0,6}局|.*[一二三四五六七八九十]公司")
"""Ends like a whole name and is none: 中建三局, 中建三局一公司."""


def parted(name: str) -> tuple[str, str]:
    """Return a project's name without the lot, phase or building at its end, and that; else empty."""
    found = _LOT.fullmatch(words.line(name))
    if found is None:
        return words.line(name), ""
    return found[1].rstrip("（([【 -—·"), found[2].strip("（()） ")


def is_whole(company: str) -> bool:
    """Tell whether a company's name reads like the one on its licence."""
    plain = words.line(company)
    return plain.endswith((*_WHOLE, "）", ")")) and _NICKNAME.fullmatch(plain) is None


def in_short(company: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known companies that a name may be short for: 中建三局 for 中国建筑第三工程局有限公司."""
    if is_whole(company):
        return ()
    short = words.key(company)
    return tuple(one for one in known if _abbreviates(short, words.key(one)))


def _abbreviates(short: str, whole: str) -> bool:
    if len(short) < 2 or len(short) >= len(whole) or short[0] != whole[0]:
        return short in whole and 4 <= len(short) < len(whole)
    rest = iter(whole)
    return all(char in rest for char in short)
