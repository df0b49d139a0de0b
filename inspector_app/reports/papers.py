"""A counted period as a paper, as PDF and as a Word file alike; as a workbook it is figures_book's.

It tells the paragraph, the figures with their definitions, months, plants, and what is not in it yet.
"""

import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from inspector_app.domain import chinese
from inspector_app.domain.chinese import local_date
from inspector_app.domain.content import Table
from inspector_app.domain.digest_paper import Chapter, DigestPaper
from inspector_app.domain.errors import RuleError, UnavailableError
from inspector_app.domain.half_year import ReportTemplate, period_words
from inspector_app.domain.late import LABEL as LATE
from inspector_app.domain.statistics import By, Figure, RateFigure
from inspector_app.reports import figures_book, half_year
from inspector_app.reports.absent import NotHandedIn
from inspector_app.reports.counting import Counted, Sources, broken_down
from inspector_app.reports.figures_book import NOT_COUNTED
from inspector_app.reports.plants import plants
from inspector_app.reports.saved import Differences, Saved, differences
from inspector_app.trust.durable import put_whole

SCHEMA = "inspector.figures/1"


class Drawer(Protocol):
    """Makes files of papers; the documents room is handed in."""

    def digest(self, paper: DigestPaper) -> bytes:
        """Return the bytes of a PDF."""

    def word(self, paper: DigestPaper) -> bytes:
        """Return the bytes of a .docx file."""


def write(
    sources: Sources,
    told: Counted,
    office: str,
    report: str,
    out: Path,
    drawer: Drawer,
    kept: Saved | None = None,
) -> Path:
    """Write a report to a file, .docx, .pdf or .xlsx by its name, whole or not at all, and return its place.

    Args:
        kept: a saved report: its figures are told as they were, with what `told` finds otherwise now.

    Raises:
        RuleError: `figures.unknown_paper`, `figures.no_report`.
        UnavailableError: `export.refused`, `figures.disk_full`, `figures.file_open`; nothing was changed.
    """
    makers: dict[str, Callable[[Path], object]] = {
        ".docx": lambda path: path.write_bytes(drawer.word(paper(sources, told, office, report, kept))),
        ".pdf": lambda path: path.write_bytes(drawer.digest(paper(sources, told, office, report, kept))),
        ".xlsx": lambda path: figures_book.write(
            path, sources, told, half_year.template(sources.rules, report), office, kept
        ),
    }
    make = makers.get(out.suffix.lower())
    if make is None:
        raise RuleError("figures.unknown_paper", where=str(out), suffix=out.suffix)
    half_year.template(sources.rules, report)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with put_whole(out) as passing:
            make(passing)
    except OSError as error:
        raise UnavailableError(
            _refused(error, out), where=str(out), reason=error.strerror or str(error)
        ) from error
    return out


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BUSY = frozenset({errno.ETXTBSY, errno.EBUSY})


def _refused(error: OSError, out: Path) -> str:
    if error.errno in _FULL:
        return "figures.disk_full"
    # Windows lets nobody replace a file that another program holds open.
    held = getattr(error, "winerror", None) in (5, 32, 33) and out.is_file()
    return "figures.file_open" if error.errno in _BUSY or held else "export.refused"


def paper(
    sources: Sources, told: Counted, office: str, report: str, kept: Saved | None = None
) -> DigestPaper:
    """Return a report as a paper.

    Raises:
        RuleError: `figures.no_report`.
    """
    template = half_year.template(sources.rules, report)
    figures, rates = (kept.figures, kept.rates) if kept else (told.figures, told.rates)
    sentence = kept.sentence if kept else half_year.sentence(told, sources.rules, office, report)
    as_of = kept.as_of if kept else told.as_of
    names = {one.user: one.name for one in sources.store.keyring.people()}
    shown = [one for one in figures if not template.shown or one.code in template.shown]
    chapters = [
        _plants(sources, told) if report == half_year.PLANTS and kept is None else None,
        _figures(shown),
        _rates(rates) if not template.shown else None,
        _slices(sources, template, told) if kept is None else None,
        _missing(kept.not_handed_in if kept else told.not_handed_in),
        _changed(differences(kept, told), local_date(told.as_of.at)) if kept else None,
    ]
    made_on = local_date(as_of.at)
    return DigestPaper(
        title=template.title,
        when=period_words(told.first, told.last),
        opening=sentence,
        chapters=tuple(one for one in chapters if one is not None),
        closing=(
            f"以上数据统计截至{chinese.minute(as_of.at)}，由在案记录统计；作废文书不计，{LATE}单独注明。",
        ),
        office=office,
        made=chinese.day(made_on),
        made_on=made_on,
        by=kept.by if kept else names.get(as_of.by, ""),
        figures=tuple(figures),
        schema=SCHEMA,
    )


def _figures(shown: Sequence[Figure]) -> Chapter:
    rows = [
        (one.label, str(one.value) if one.counted else NOT_COUNTED, _number(len(one.late)), one.rule)
        for one in shown
        if one.value or not one.counted
    ]
    none = [one.label for one in shown if not one.value and one.counted]
    sentences = (f"以下各项为零：{'、'.join(none)}。",) if none else ()
    table = Table(("指标", "数量", LATE, "统计口径"), (42, 16, 14, 84), ("L", "C", "C", "L"), tuple(rows))
    more = (Chapter("", sentences),) if sentences else ()
    return Chapter("数据和统计口径", (), table if rows else None, more)


def _number(told: int) -> str:
    return str(told) if told else ""


def _rates(rates: Iterable[RateFigure]) -> Chapter | None:
    rows = tuple(
        (one.label, one.percent, f"{one.part.value} ÷ {one.whole.value}", one.rule)
        for one in rates
        if one.share is not None
    )
    table = Table(("比率", "结果", "分子 ÷ 分母", "统计口径"), (26, 18, 32, 80), ("L", "C", "C", "L"), rows)
    return Chapter("整改和复查", (), table) if rows else None


def _slices(sources: Sources, template: ReportTemplate, told: Counted) -> Chapter | None:
    """Return the table by months or quarters; of a period within a single one, none."""
    # However the page takes its figures apart, the paper has its months.
    parts = told.quarters if template.by == "quarter" else broken_down(sources, told, By.MONTH)
    known = {one.code: one for one in told.figures}
    codes = [code for code in template.slices if code in known]
    if len(parts) < 2 or not codes:
        return None
    rows = []
    for part in parts:
        of = {one.code: one.value for one in part.figures}
        rows.append((part.label, *(_number(of.get(code, 0)) for code in codes)))
    rows.append(("合计", *(str(known[code].value) for code in codes)))
    first = 30
    width = (156 - first) // len(codes)
    widths = (156 - width * len(codes), *(width for _ in codes))
    head = ("季度" if template.by == "quarter" else "月份", *(known[code].label for code in codes))
    table = Table(head, widths, ("C",) * len(head), tuple(rows))
    note = "去重的指标在各期分别去重，合计按全期去重，所以合计可能小于各期之和。"
    distinct = any(known[code].opens == "target" for code in codes)
    title = "分季度情况" if template.by == "quarter" else "分月情况"
    return Chapter(title, (note,) if distinct else (), table)


def _plants(sources: Sources, told: Counted) -> Chapter | None:
    rows = tuple(
        (
            str(n),
            one.name,
            "、".join(f"{day.month}月{day.day}日" for day in one.visits),
            "\n".join(one.orders),
            _number(one.found),
            _number(one.closed),
        )
        for n, one in enumerate(plants(sources, told), start=1)
    )
    head = ("序号", "企业", "检查日期", "责令整改通知书", "隐患", "闭环")
    table = Table(head, (12, 46, 32, 42, 12, 12), ("C", "L", "C", "L", "C", "C"), rows)
    return Chapter("各企业检查情况", (), table) if rows else None


def _missing(absent: Sequence[NotHandedIn]) -> Chapter | None:
    if not absent:
        return None
    rows = tuple(
        (one.machine, one.person, one.last.isoformat() if one.last else "从未交回") for one in absent
    )
    table = Table(("电脑", "最后使用人", "数据交回至"), (66, 45, 45), ("L", "L", "C"), rows)
    words = f"下列{len(absent)}台电脑没有交回期末以后的数据，其中可能有未计入的工作。"
    return Chapter("尚未交回的数据", (words,), table)


def _changed(told: Differences, today: date) -> Chapter:
    words = f"按{chinese.day(today)}在案记录重新统计，与保存时相比："
    rows = tuple(
        (
            one.label,
            NOT_COUNTED if one.was is None else str(one.was),
            NOT_COUNTED if one.now is None else str(one.now),
            _number(len(one.came)),
            _number(len(one.went)),
        )
        for one in told.figures
    )
    table = Table(
        ("指标", "保存时", "现在", "新增", "减少"), (60, 24, 24, 24, 24), ("L", "C", "C", "C", "C"), rows
    )
    more = tuple(_since(told))
    if not rows:
        return Chapter("保存后的变化", (f"{words}没有变化。",), None, more)
    return Chapter("保存后的变化", (words,), table, more)


def _since(told: Differences) -> Iterator[Chapter]:
    if told.handed_in_since:
        names = "、".join(f"{one.machine} {one.person}".strip() for one in told.handed_in_since)
        yield Chapter("", (f"保存后已交回的：{names}。",))
