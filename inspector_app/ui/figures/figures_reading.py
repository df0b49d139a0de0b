"""Counts through the reports and turns what was counted into what the page shows; runs beside the screen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from inspector_app.casework.papers import board
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.statistics import By, Counts, Definition, Figure, RateFigure, Slice, Source
from inspector_app.reports import entries as lists
from inspector_app.reports.absent import NotHandedIn
from inspector_app.reports.counting import Counted, Sources, counted
from inspector_app.ui.controls.charts.chart_values import Rate
from inspector_app.ui.figures.figures_periods import Span, year_before
from inspector_app.ui.figures.figures_values import OF_TIME, EntryRow, FigureRow, Part, Shown, Sliced
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_moment

HEADS = {
    Source.VISITS: "检查",
    Source.DOCUMENTS: "文书和案件",
    Source.CASES: "文书和案件",
    Source.FINDINGS: "问题和整改",
    Source.RECHECKS: "问题和整改",
    Source.ESCALATIONS: "问题和整改",
}
"""The group of the list that a figure stands in, by what it is counted from."""
RATES = "比率"
RATE = "rate."
"""Before the code of a share, where it stands among figures."""
OF_NONE = "-"
"""Code of the part that belongs to no district, person or campaign."""
AMONG = "其中"


@dataclass(frozen=True, slots=True)
class Reading:
    """A period as it was counted, and what the page shows of it."""

    shown: Shown
    counted: Counted
    sources: Sources


def sources_of(session: Session) -> Sources:
    """Return what is counted for a person: everything here, filings with their key alone."""
    desk = session.desk
    store, filing = board.reckoned(desk), session.filing
    return Sources(
        store, desk.rules, desk.clock.now(), desk.user, filing, filing is None and session.room.there
    )


def read(session: Session, span: Span, by: Sliced) -> Reading:
    """Count a period, not yet compared with anything.

    Raises:
        RuleError: `figures.period_reversed`.
    """
    sources = sources_of(session)
    told = counted(sources, span.first, span.last, By(by))
    return Reading(_shown(told, sources, span, by, session.desk.today()), told, sources)


def compared(reading: Reading, today: date) -> Reading:
    """Return a period beside the same days a year before; as it is where nothing happened then."""
    told, span, by = reading.counted, reading.shown.span, reading.shown.by
    earlier = year_before(span, today)
    past = counted(reading.sources, earlier.first, earlier.last, By(by) if by in OF_TIME else By.NONE)
    if not any(one.value for one in past.figures):
        return reading
    shown = replace(
        reading.shown,
        rows=tuple(_rows(told, past, reading.sources)),
        before=earlier,
        parts_before=_parts_before(past.slices, len(told.slices), by, today) if by in OF_TIME else (),
    )
    return replace(reading, shown=shown)


def _shown(told: Counted, sources: Sources, span: Span, by: Sliced, today: date) -> Shown:
    return Shown(
        span,
        by,
        tuple(_rows(told, None, sources)),
        tuple(_part(one, by, today) for one in told.slices),
        tuple(_rate(one) for one in told.rates),
        as_of=said("截至 %s，按本机的记录") % show_moment(told.as_of.at),
        lacking=tuple(lacking(one) for one in told.not_handed_in),
    )


def _rows(told: Counted, past: Counted | None, sources: Sources) -> Iterable[FigureRow]:
    """Yield the figures group by group, the shares last."""
    known = {one.code: one for one in sources.definitions}
    unproven = {one.code: one.provenance for one in sources.rules.statistics.rates if not one.proofed}
    heads = list(dict.fromkeys(HEADS.values()))
    rows = [_row(one, known.get(one.code), past) for one in told.figures]
    yield from sorted(rows, key=lambda one: heads.index(one.head))
    for rate in told.rates:
        before = past.rate(rate.code) if past is not None else None
        yield FigureRow(
            RATE + rate.code,
            RATES,
            said(rate.label),
            "",
            rate.part.value,
            rule=rate.rule,
            percent=rate.percent or "—",
            percent_before=before.percent if before is not None else "",
            missing="" if rate.part.counted and rate.whole.counted else _unseen(),
            unproven=unproven.get(rate.code, ""),
            of=(rate.part.code, rate.whole.code),
        )


def _row(one: Figure, definition: Definition | None, past: Counted | None) -> FigureRow:
    before = past.figure(one.code) if past is not None else None
    name, unit = _named(one, definition)
    unproven = definition.provenance if definition is not None and not definition.proofed else ""
    return FigureRow(
        one.code,
        HEADS[definition.source] if definition is not None else HEADS[Source.VISITS],
        name.removeprefix(AMONG),
        unit,
        one.value,
        len(one.late),
        before.value if before is not None and before.counted else None,
        one.rule or _rule(definition),
        "" if one.counted else _unseen(),
        one.label.startswith(AMONG),
        unproven,
    )


def _rule(definition: Definition | None) -> str:
    """Return how a kind of target's own figures are counted: their forms name them and say no more."""
    if definition is None or definition.source is not Source.VISITS:
        return ""
    if definition.counts is Counts.TARGETS:
        return said("期内检查过的不同对象，同一对象检查几次都计一个。")
    return said("已结束的这类对象的现场检查次数，按检查开始日。")


def _named(one: Figure, definition: Definition | None) -> tuple[str, str]:
    """Return name and unit as the forms have them, or the window's own word for a figure that it knows."""
    told = said(one.label)
    if told != one.label or definition is None:
        return told, ""
    return definition.name, one.unit


def _unseen() -> str:
    return said("没有立案工作区的钥匙，没有统计。有钥匙的人登录后能看到。")


def _rate(one: RateFigure) -> Rate:
    part, whole = one.part, one.whole
    there = part.counted and whole.counted
    return Rate(
        said(one.label),
        part.value if there else 0,
        whole.value if there else 0,
        _bare(part),
        _bare(whole),
        part.code,
        whole.code,
        rule=one.rule,
    )


def _bare(one: Figure) -> str:
    told = said(one.label)
    return told if told != one.label else one.label.partition("（")[0].removeprefix(AMONG)


def _part(one: Slice, by: Sliced, today: date) -> Part:
    first, last = _days(one.code) if by in OF_TIME else (date.min, date.min)
    words = _short(one.code, by) or said(one.label)
    running = first <= today < last
    return Part(
        one.code or OF_NONE,
        said("%s至今") % words if running else words,
        _whole(one.code, words) if by in OF_TIME else said(one.label),
        {figure.code: figure.value for figure in one.figures},
        {figure.code: len(figure.late) for figure in one.figures if figure.late},
        running,
        first > today,
    )


def _parts_before(slices: Iterable[Slice], many: int, by: Sliced, today: date) -> tuple[Part, ...]:
    """Return the parts of the year before, as many as there are now; of days still ahead nothing is told."""
    parts = [_part(one, by, today) for one in slices][:many]
    empty = Part("", "", "", {})
    return tuple(one or empty for one, _ in zip_longest(parts, range(many)))


def _days(code: str) -> tuple[date, date]:
    """Return first and last day of 2026-03 or 2026-Q1."""
    year, _, rest = code.partition("-")
    month, many = (int(rest[1:]) * 3 - 2, 3) if rest.startswith("Q") else (int(rest), 1)
    after = date(int(year) + (month + many > 12), (month + many - 1) % 12 + 1, 1)
    return date(int(year), month, 1), after - timedelta(days=1)


QUARTERS = ("一季度", "二季度", "三季度", "四季度")
MONTHS = (
    *("1月", "2月", "3月", "4月", "5月", "6月"),
    *("7月", "8月", "9月", "10月", "11月", "12月"),
)


def _short(code: str, by: Sliced) -> str:
    """Return how a month or quarter is called under its column; empty for other parts."""
    if by not in OF_TIME:
        return ""
    rest = code.partition("-")[2]
    return said(QUARTERS[int(rest[1:]) - 1]) if rest.startswith("Q") else said(MONTHS[int(rest) - 1])


def _whole(code: str, words: str) -> str:
    """Return a month or quarter with its year: 2026年7月."""
    return said("%1年%2").replace("%1", code.partition("-")[0]).replace("%2", words)


def lacking(one: NotHandedIn) -> str:
    """Return whose work is not here up to which day, in words."""
    who = " ".join(part for part in (one.machine, one.person) if part)
    if one.last is None:
        return said("%s：从没有交过") % who
    return said("%1：%2 以后的还没有交").replace("%1", who).replace("%2", one.last.isoformat())


def figure_of(counts: Counted, code: str, part: str = "") -> Figure | None:
    """Return a figure of the whole period or of one part."""
    if not part:
        return counts.figure(code)
    of = {one.code or OF_NONE: one for one in counts.slices}
    return of[part].figure(code) if part in of else None


def entries(reading: Reading, code: str, part: str) -> tuple[EntryRow, ...]:
    """Return the list that a figure or its part opens, as many rows as its value, the oldest first."""
    figure = figure_of(reading.counted, code, part)
    if figure is None or not figure.counted:
        return ()
    return rows_of(lists.entries(reading.sources, figure), figure.late)


def rows_of(told: Iterable[lists.Entry], late: Iterable[str] = ()) -> tuple[EntryRow, ...]:
    """Return lines of a list as the page shows them."""
    known = frozenset(late)
    return tuple(EntryRow(one.id, one.opens, one.title, one.note, one.on, one.id in known) for one in told)


def visit_of(session: Session, finding_id: str) -> str:
    """Return the inspection at which a finding was seen, empty when it is not here."""
    told: Mapping[str, object] = {}
    record = session.desk.store.record("finding", finding_id)
    if record is not None:
        told = record.fields
    return str(told.get("inspection_id", ""))
