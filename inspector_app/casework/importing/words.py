"""What a cell says, without what people write differently: width, blanks, brackets, names with telephones."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]+")
_TIDY = re.compile(r"[0-9A-Za-z\u3400-\u9fff.()（）、，]*")
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0f\ufeff]"
)
_QUOTED = re.compile(r"['`´‘’](?=[^'`´‘’]*$)")
"""The sign that makes a cell a text: other programs' exports write it into the cell itself."""
_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_WIDE |= {0x3000: 0x20, 0xFF0E: 0x2E, 0xFF0D: 0x2D, 0xFF0F: 0x2F}
_DROPPED = re.compile(r"[\s()\[\]{}〔〕【】《》“”\"'·.,，。、:：;；_\-—–/\\|*＊#＃]+")
_BRACKETED = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]*[)）\]】〕]")
_POINT_NOUGHT = re.compile(r"(?<![\d.])(\d{7,})\.0+(?!\d)")
"""A number that other programs wrote as a fraction: 13800000000.0."""
_CHINA = re.compile(r"(?<!\d)(?:\+|00)?86[- ]?(?=1[3-9]\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[- ]\d{4}[- ]?\d{4}|\d[- ]\d{3}[- ]\d{4}|\d{4}[- ]\d{4})(?!\d)")
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[2-9]\d{6,7})(?!\d)")
_CJK = r"[\u3400-\u9fff]"
_BETWEEN = re.compile(rf"(?<={_CJK})\s+(?={_CJK})")
_YEAR = re.compile(r"[〔\[(（【﹝［](\d{4})[〕\])）】﹞］]")
_PARTED = re.compile(
    r"[、，,；;\n\r/]+|(?<=号)\s+|(?<=号)\s*[和及与&+]\s*"
    r"|(?<=号)(?=[^\d号（(]{1,12}[〔\[(（【﹝［]\d{4})"  # 改〔2026〕1号停〔2026〕2号
)
_REMARKED = re.compile(r"(?<=号)\s*[(（][^()（）]{1,20}[)）]")  # 1号（作废）
_TAIL = re.compile(r"(?:第)?(\d[\d-]*)号?")
_HEAD = re.compile(r"(.*?)(\d[\d-]*)号?")
_NAMES = re.compile(r"[、，,；;\n\r/\s和及＋+&]+")
_FIGURES = {one: n for n, one in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_PART = re.compile(r"第?([一二三四五六七八九十]+|\d+)(?=号?(?:期|标段|合同段|标|区|地块|组团|批次|栋|幢|楼))")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE][+-]?\d+")


def line(told: str) -> str:
    """Return a text on one line: figures and letters of plain width, blanks single, none around it."""
    if _TIDY.fullmatch(told):
        return told
    plain = _SPACES.sub(" ", _CONTROLS.sub("", told).translate(_WIDE)).strip()
    return plain[1:].lstrip() if _QUOTED.match(plain) else plain


def lines(told: str) -> str:
    """Return a text as `line` does, its line breaks kept."""
    pieces = (line(one) for one in re.split(r"[\r\n]+", told))
    return "\n".join(one for one in pieces if one)


def person(told: str) -> str:
    """Return a person's name: 张　三 is 张三."""
    return _BETWEEN.sub("", line(told))


def key(told: str) -> str:
    """Return what two ways of writing one name have in common: no blanks, brackets, signs, width, case.

    A part's count is in figures: 第二标段 is 2标段.
    """
    return _kept_key(told) if len(told) <= 60 else _key(told)


def _key(told: str) -> str:
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", line(told)).casefold())
    return _PART.sub(lambda one: one[1] if one[1].isdigit() else in_figures(one[1]), plain)


_kept_key = lru_cache(maxsize=20_000)(_key)
"""A ledger names the same companies and townships over and over."""


def in_figures(told: str) -> str:
    """Return a number written in Chinese in figures: 二〇二六 is 2026, 廿五 is 25; what is none stays."""
    plain = told.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = plain.partition("十")
    if not ten:
        return "".join(str(_FIGURES[one]) for one in plain)
    if len(tens) > 1 or len(ones) > 1:
        return told
    return str((_FIGURES[tens] if tens else 1) * 10 + (_FIGURES[ones] if ones else 0))


def head(told: str) -> tuple[str, str]:
    """Return a column's head plainly, whole and without its brackets: 面积（㎡） is 面积m2 and 面积."""
    return key(told), key(_BRACKETED.sub("", told))


def phones(told: str) -> str:
    """Return a text with its telephones in one writing: +86 138-0000-0001 is 13800000001."""
    plain = _CHINA.sub("", whole_number(line(told)))
    return _MOBILE.sub(lambda one: one[0].replace("-", "").replace(" ", ""), plain)


def with_phone(told: str) -> tuple[str, str]:
    """Return a cell's name and telephone: 林叙白（电话：13800000001）; several phones by 、."""
    plain = phones(told)
    found = _PHONE.findall(plain)
    if not found:
        return plain, ""
    name = _PHONE.sub(" ", plain)
    name = re.sub(r"(联系)?(电话|手机)(号码?)?", " ", name)
    return line(re.sub(r"[()（）\[\]【】:：,，、;；/\\\-]+", " ", name)), "、".join(dict.fromkeys(found))


def whole_number(told: str) -> str:
    """Return a text whose long numbers bear no nought behind a point: 13800000000.0 is 13800000000."""
    return _POINT_NOUGHT.sub(r"\1", told)


def is_rounded(told: str) -> bool:
    """Tell whether a text is a number of which Excel kept only the beginning: 3.1E+11."""
    return bool(_SCIENTIFIC.fullmatch(line(told)))


def number(told: str) -> str:
    """Return a document's number as papers bear it: the year in 〔〕, figures of plain width, no blanks."""
    plain = line(told).replace(" ", "")
    return _YEAR.sub(r"〔\1〕", plain).strip("、，,；;。")


def numbers(told: str) -> tuple[str, ...]:
    """Return the numbers in one cell, each whole: 改〔2023〕12、13号 are two, both with their year."""
    bare = _REMARKED.sub("", told.translate(_WIDE))
    pieces = [number(one) for one in _PARTED.split(bare) if number(one)]
    whole: list[str] = []
    for one in pieces:
        begun = _HEAD.fullmatch(whole[-1]) if whole else None
        if begun and begun[1] and _TAIL.fullmatch(one):
            found = _TAIL.fullmatch(one)
            if not whole[-1].endswith("号") and one.endswith("号"):
                whole[-1] += "号"
            whole.append(f"{begun[1]}{found[1] if found else one}{'号' if whole[-1].endswith('号') else ''}")
        else:
            whole.append(one)
    return tuple(dict.fromkeys(whole))


def names(told: str) -> tuple[str, ...]:
    """Return the people named in one cell; 张　三 with blanks within is one where no sign parts them."""
    plain = _CONTROLS.sub("", told).translate(_WIDE)
    pieces = [line(one) for one in re.split(r"[、，,；;\n\r/＋+&]+", plain)]
    if len([one for one in pieces if one]) > 1:
        return tuple(dict.fromkeys(person(one) for one in pieces if one))
    return tuple(dict.fromkeys(_by_blanks(line(plain))))


def _by_blanks(told: str) -> list[str]:
    pieces = told.split(" ")
    # 张 三 is one person, 张三 李四 are two: a piece of one character is no name.
    if all(len(one) == 1 for one in pieces) or (len(pieces) == 2 and any(len(one) == 1 for one in pieces)):
        return [person(told)]
    return [one for one in pieces if one]
