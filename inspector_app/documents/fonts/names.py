"""What a font calls itself, and which hand of an official page it writes."""

import re
import struct
from collections.abc import Iterator
from unicodedata import normalize

HANDS = (
    # 小标宋 first: 方正小标宋's name holds 宋, and nothing else may take its place.
    ("title", re.compile(r"小标宋|xiaobiaosong|^fzxbs")),
    ("body", re.compile(r"仿宋|fangsong|^simfang|^fzfs|^fandolfang")),
    ("kai", re.compile(r"楷体|正楷|^kaiti|^simkai|^stkaiti|^fzkai|^fzkt|^arplu?kai|^fandolkai")),
    ("heading", re.compile(r"黑体|^simhei|^stheiti|^fzhei|^fzht|^fandolhei")),
)
"""Hand of the page and what its families are called, in names without blanks and in lower case."""
_FAMILY, _STYLE, _FULL, _POSTSCRIPT, _GROUP, _GROUP_STYLE = 1, 2, 4, 6, 16, 17
_STYLED = re.compile(r"bold|italic|oblique|black|粗|斜", re.IGNORECASE)
_MOST_RECORDS = 500


def hand_of(families: frozenset[str]) -> str | None:
    """Return `body`, `title`, `heading` or `kai`, or None for a family that no official page uses."""
    for hand, pattern in HANDS:
        if any(pattern.search(family) for family in families):
            return hand
    return None


def families_of(table: bytes) -> tuple[frozenset[str], bool]:
    """Return the names in a `name` table and whether it calls itself bold or italic."""
    families, styled = set(), False
    for kind, text in _names(table):
        if kind in (_FAMILY, _FULL, _POSTSCRIPT, _GROUP):
            families.add(re.sub(r"[\s\-]", "", normalize("NFKC", text)).lower())
        elif kind in (_STYLE, _GROUP_STYLE):
            styled = styled or bool(_STYLED.search(text))
    return frozenset(families), styled


def _names(table: bytes) -> Iterator[tuple[int, str]]:
    if len(table) < 6:
        return
    _, count, strings = struct.unpack_from(">HHH", table)
    for n in range(min(count, _MOST_RECORDS, (len(table) - 6) // 12)):
        platform, encoding, _, kind, length, offset = struct.unpack_from(">6H", table, 6 + 12 * n)
        raw = table[strings + offset : strings + offset + length]
        if platform in (0, 3):
            yield kind, raw.decode("utf-16-be" if encoding != 3 or platform == 0 else "gb18030", "ignore")
        elif platform == 1:
            yield kind, raw.decode("gb18030" if encoding == 25 else "mac_roman", "ignore")
