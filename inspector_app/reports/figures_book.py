"""A counted period as an Excel workbook: figures with their definitions, and what they are made of.

One sheet tells the figures, others the shares, and the figures by month, district, officer and campaign,
from the very facts that were counted; a kept report tells its figures as they were and what changed since.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from inspector_app.domain import chinese
from inspector_app.domain.half_year import ReportTemplate, period_words
from inspector_app.domain.late import LABEL as LATE
from inspector_app.domain.statistics import By, Figure, RateFigure, Slice
from inspector_app.reports.absent import NotHandedIn
from inspector_app.reports.counting import Counted, Sources, broken_down
from inspector_app.reports.plants import plants
from inspector_app.reports.saved import Saved, differences

NOT_COUNTED = "未统计"

SHEETS = {
    By.MONTH: ("分月", "月份"),
    By.DISTRICT: ("分镇街", "镇街"),
    By.OFFICER: ("分执法人员", "执法人员"),
    By.CAMPAIGN: ("分专项检查", "专项检查"),
}
"""The sheets that take figures apart, and the head of their first column."""

_DISTINCT = "去重的指标在各行分别去重，合计按全期去重，所以合计可能小于各行之和。"
_SHARED = "两人一起做的，各人名下都有，所以各行之和会大于合计。"


def write(
    path: Path, sources: Sources, told: Counted, template: ReportTemplate, office: str, kept: Saved | None
) -> None:
    """Write a report as the new file `path`.

    Raises:
        OSError: the place cannot be written, or is full.
    """
    # With the first export: its library would cost every start a tenth of a second.
    writing: Any = import_module("inspector_app.workbooks.writing")
    writing.write_all(path, list(_Book(writing, sources, told, template, office, kept).tables()))


class _Book:
    """The sheets of one workbook."""

    def __init__(
        self,
        writing: Any,
        sources: Sources,
        told: Counted,
        template: ReportTemplate,
        office: str,
        kept: Saved | None,
    ) -> None:
        self._writing, self._sources, self._told = writing, sources, told
        self._template, self._office, self._kept = template, office, kept
        figures = kept.figures if kept else told.figures
        self._shown = [one for one in figures if not template.shown or one.code in template.shown]

    def tables(self) -> Iterator[Any]:
        """Yield the sheets in their order."""
        kept, told = self._kept, self._told
        yield self._figures()
        rates = kept.rates if kept else told.rates
        if not self._template.shown and any(one.share is not None for one in rates):
            yield self._rates(rates)
        if kept is None:
            if self._template.shown:
                yield self._plants()
                yield self._slices("分季度", "季度", told.quarters, (_DISTINCT,))
            for by in SHEETS if not self._template.shown else ():
                notes = (_SHARED, _DISTINCT) if by is By.OFFICER else (_DISTINCT,)
                yield self._slices(*SHEETS[by], broken_down(self._sources, told, by), notes)
        else:
            yield self._changed(kept)
        missing = kept.not_handed_in if kept else told.not_handed_in
        if missing:
            yield self._missing(missing)

    def _table(self, name: str, notes: Sequence[str], heads: Sequence[Any], rows: Any) -> Any:
        told, kept = self._told, self._kept
        as_of = chinese.minute((kept or told).as_of.at)
        title = f"{self._office}{self._template.title}（{period_words(told.first, told.last)}）"
        first = f"{name}：统计截至{as_of}，由在案记录统计；作废文书不计，{LATE}单独注明。"
        page = self._writing.Page(name, title, (first, *notes), self._office)
        return self._writing.Table(page, list(heads), rows)

    def _head(self, label: str, width: int, *, number: bool = False) -> Any:
        holding = self._writing.Holding
        return self._writing.Head(label, width, holding.NUMBER if number else holding.TEXT)

    def _figures(self) -> Any:
        heads = (
            self._head("指标", 14),
            self._head("数量", 5, number=True),
            self._head(f"其中{LATE}", 5, number=True),
            self._head("统计口径", 52),
        )
        rows = [
            (one.label, one.value if one.counted else NOT_COUNTED, len(one.late) or None, one.rule)
            for one in self._shown
        ]
        return self._table("统计指标", (), heads, rows)

    def _rates(self, rates: Sequence[RateFigure]) -> Any:
        heads = (
            self._head("比率", 9),
            self._head("结果", 5, number=True),
            self._head("分子", 5, number=True),
            self._head("分母", 5, number=True),
            self._head("统计口径", 52),
        )
        rows = [
            (one.label, one.percent, one.part.value, one.whole.value, one.rule)
            for one in rates
            if one.share is not None
        ]
        return self._table("比率", (), heads, rows)

    def _slices(self, name: str, head: str, parts: Sequence[Slice], notes: Sequence[str]) -> Any:
        """Return the figures by rows of slices; those that are nothing in all of them are left out."""
        shown = [one for one in self._shown if one.value and one.counted and _in_some(one, parts)]
        heads = [self._head(head, 10), *(self._head(one.label, 5, number=True) for one in shown)]
        rows: list[tuple[object, ...]] = []
        for part in parts:
            of = {one.code: one.value for one in part.figures}
            rows.append((part.label, *(of.get(one.code, 0) or None for one in shown)))
        rows.append(("合计", *(one.value for one in shown)))
        return self._table(name, notes, heads, rows)

    def _plants(self) -> Any:
        heads = (
            self._head("企业", 16),
            self._head("检查日期", 16),
            self._head("责令整改通知书", 20),
            self._head("隐患", 5, number=True),
            self._head("已闭环", 5, number=True),
        )
        rows = [
            (
                one.name,
                "、".join(f"{day.month}月{day.day}日" for day in one.visits),
                "\n".join(one.orders),
                one.found or None,
                one.closed or None,
            )
            for one in plants(self._sources, self._told)
        ]
        return self._table("各企业检查情况", (), heads, rows)

    def _changed(self, kept: Saved) -> Any:
        heads = (
            self._head("指标", 16),
            *(self._head(one, 6, number=True) for one in ("保存时", "现在", "新增", "减少")),
        )
        rows = [
            (
                one.label,
                NOT_COUNTED if one.was is None else one.was,
                NOT_COUNTED if one.now is None else one.now,
                len(one.came) or None,
                len(one.went) or None,
            )
            for one in differences(kept, self._told).figures
        ]
        now = f"与{chinese.minute(self._told.as_of.at)}重新统计的相比。"
        return self._table("保存后的变化", (now if rows else f"{now}没有变化。",), heads, rows)

    def _missing(self, absent: Sequence[NotHandedIn]) -> Any:
        heads = (self._head("电脑", 14), self._head("最后使用人", 10), self._head("数据交回至", 10))
        rows = [(one.machine, one.person, one.last or "从未交回") for one in absent]
        return self._table("尚未交回", ("其中可能有未计入的工作。",), heads, rows)


def _in_some(figure: Figure, parts: Sequence[Slice]) -> bool:
    return any((of := part.figure(figure.code)) is not None and of.value for part in parts)
