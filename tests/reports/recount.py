"""A half year counted a second time, by a program that knows nothing of the first.

It reads what leaves the house: the PDFs that `export pdf` writes, by their words, and the list of numbers
with their fates. Nothing of domain.statistics or reports is imported here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

TITLES = {
    "现场检查记录": "visit",
    "限期整改通知书": "rectification",
    "停工（整改）通知书": "stop",
    "责令整改通知书": "order",
}
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_BADGE = re.compile(r"执法证号(\d+)")


@dataclass
class Sheet:
    """A paper as its words tell it."""

    kind: str
    number: str
    on: date
    words: str


def words_of(path: Path) -> str:
    """Return a file's words without white space."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


def sheet(path: Path, keyed: Mapping[str, date]) -> Sheet | None:
    """Return a paper, None for one of a kind that is not counted here.

    Args:
        keyed: days of papers that were keyed in from scans, which hold no words of their own.
    """
    words = words_of(path)
    number = re.sub(r"^[a-z_]+-", "", path.stem)
    if number in keyed:
        kind = "stop" if path.stem.startswith("stop_work") else "rectification"
        return Sheet(kind, number, keyed[number], words)
    kind = next((what for title, what in TITLES.items() if title in words[:400]), "")
    if not kind:
        return None
    assert number in words, path
    days = [date(int(y), int(m), int(d)) for y, m, d in _DAY.findall(words)]
    # The record tells when one began; an order's last day before its annex is that of its signature.
    if kind == "visit":
        return Sheet(kind, number, days[0], words)
    return Sheet(kind, number, signed_on(words), words)


def signed_on(words: str) -> date:
    """Return the day beneath the office's name at the end of a letter."""
    found = re.findall(r"住房和城乡建设局(\d{4})年(\d{1,2})月(\d{1,2})日", words)
    year, month, day = found[-1]
    return date(int(year), int(month), int(day))


def recount(
    folder: Path, fates: Mapping[str, str], keyed: Mapping[str, date], first: date, last: date
) -> dict[str, int]:
    """Return the period's numbers by the words of its papers."""
    known = [one for path in sorted(folder.rglob("*.pdf")) if (one := sheet(path, keyed)) is not None]
    standing = [one for one in known if fates[one.number] == "issued" and first <= one.on <= last]

    def of(kind: str) -> list[Sheet]:
        return [one for one in standing if one.kind == kind]

    visits = of("visit")
    plants = [one for one in visits if "预拌混凝土" in one.words]
    stops = of("stop")
    return {
        "officer_visits": sum(len(set(_BADGE.findall(one.words))) for one in visits),
        "site_visits": len(visits) - len(plants),
        "plant_visits": len(plants),
        "rectification_notices": len(of("rectification")),
        "stop_work_notices": len(stops),
        "stop_work_full": sum("责令全面停工" in one.words for one in stops),
        "stop_work_partial": sum("责令局部停工" in one.words for one in stops if one.number not in keyed)
        + sum(one.number in keyed for one in stops),
        "plant_orders": len(of("order")),
    }
