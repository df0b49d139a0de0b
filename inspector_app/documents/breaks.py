"""Where a Chinese line may break, and what it never breaks.

GB/T 15834-2011 5.1: no line begins with 。，、；：？！）》 and the like or ends with an opening mark; —— and
…… are not divided; a slash stands at neither end. Numbers with their units, dates, standards' codes and
words stay whole. Text is never read as markup; every pattern takes time in proportion to the text.
"""

import re
from collections.abc import Iterable
from unicodedata import combining

_STOPS = "，。、；：？！）】〕》〉」』］｝”’…—·・•％‰℃℉°′″～－–‐／㎡㎥㎜㎝㎞㎏々〻ー,.;:?!)]}%"
NO_START = frozenset(_STOPS)
NO_END = frozenset("（【〔《〈「『［｛“‘([{￥¥＄$№§／≥≤φΦ⌀")
CLOSING = frozenset("，。、；：）】〕》〉」』］｝”’")
OPENING = frozenset("（【〔《〈「『［｛“‘")
_FIRST, _LAST = NO_START | {"/"}, NO_END | {"/"}
"""A slash stands at neither end of a line (GB/T 15834-2011 5.1.9)."""
BLANKS = frozenset(" \u3000")

_ASCII = r"A-Za-z0-9_.,\-/+#:'@&=?%×±~"
_WIDE = "０-９Ａ-Ｚａ-ｚ"
_COUNTED = (
    "个月|小时|分钟|平方米|立方米|平方公里|公里|公斤|千克|厘米|毫米|百分点|标段|工日|号楼|"
    "万元|亿元|元|万|亿|年|月|日|天|时|分|秒|条|款|项|号|层|楼|栋|幢|座|间|户|个|处|人|名|家|组|盘|车|具|张|页|联|"
    "份|本|册|米|吨|台|套|根|块|次|期|周|倍|级|度|类|批|起|轮|章|节|目|段|区|跨|步|道|片|只|件|方|角|届"
)
_MEASURE = "mm|cm|dm|km|m²|m³|m2|m3|m|kg|t|g|kN|N|MPa|kPa|Pa|kVA|kV|V|mA|A|kW|W|Hz|lx|dB|℃|°C|L|h|min|s"
_LAW = "[一二三四五六七八九十百]"
_UNIT = re.compile(
    r"(?![第照附])[\u3400-\u9fff]"  # most characters stand alone: found first, the rest is not tried
    r"|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}时[0-9]{1,2}分"
    rf"|第{_LAW}+[条款项章节]|第（{_LAW}+）[款项目]"
    r"|(?:照片|附件|附表|附图|第)[0-9][0-9.\-]*[条款项号页次层章节期批]?"
    r"|〔[0-9]{4}〕(?:[0-9][0-9\-]*号?)?"
    r"|[A-Z]{1,6}[0-9]{0,4}(?:/[A-Z]{1,6})? [A-Z]?[0-9][0-9.]*(?:[-—–:][0-9]{2,4})?(?![0-9A-Za-z])"
    rf"|[0-9][0-9.,]*(?:%|％|{_COUNTED})?[～—–至][0-9][0-9.,]*(?:%|％|‰|℃|{_MEASURE}|{_COUNTED})?"
    rf"|[0-9][0-9.,]* (?:{_MEASURE})(?![A-Za-z])"
    rf"|[{_ASCII}]+(?:—[0-9]+)?(?:{_COUNTED})?"
    rf"|[{_WIDE}][{_WIDE}．，：－／％]*(?:{_COUNTED})?"
    r"|[ \u3000]+|——|……|.",
    re.DOTALL,
)
_FINER = re.compile(
    rf"[0-9]+(?:[.,:][0-9]+)*(?:{_COUNTED})?|[A-Za-z]+|[{_WIDE}]+|[ \u3000]+|——|……|.", re.DOTALL
)


def pieces(text: str) -> list[str]:
    """Split a text into pieces that no line may break, marks joined to what they belong to."""
    return _joined((match.group() for match in _UNIT.finditer(text)), _FIRST, _LAST)


def finer(piece: str) -> list[str]:
    """Split a piece that is longer than a line at its inner seams."""
    return _joined((match.group() for match in _FINER.finditer(piece)), _FIRST, _LAST)


def atoms(piece: str) -> list[str]:
    """Split into characters, each with the marks that may not be parted from it."""
    return _joined(piece, _FIRST, _LAST)


def _joined(parts: Iterable[str], no_start: frozenset[str], no_end: frozenset[str]) -> list[str]:
    out: list[list[str]] = []
    blank, last, inside = "", "", False
    for part in parts:
        first = part[0]
        if first in BLANKS:
            # Whether a line may break here is decided by what stands on both sides of the blank.
            blank += part
            continue
        closes = first in no_start or (first == '"' and inside) or combining(first)
        if out and (closes or last in no_end or (last == '"' and inside)):
            out[-1] += [blank, part]
        else:
            out += [[blank], [part]] if blank else [[part]]
        inside ^= first == '"'
        blank, last = "", part[-1]
    return ["".join(group) for group in (*out, [blank]) if group != [""]]
