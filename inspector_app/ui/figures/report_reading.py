"""Writes reports of what was counted, keeps them and compares them with today; runs beside the screen."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.domain.statistics import Figure
from inspector_app.reports import entries as lists
from inspector_app.reports import half_year, papers, saved
from inspector_app.reports.absent import NotHandedIn
from inspector_app.reports.saved import Difference, Differences, Saved
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Line, Sheet
from inspector_app.ui.figures.figures_periods import Span
from inspector_app.ui.figures.figures_reading import OF_NONE, RATE, Reading, lacking, rows_of, sources_of
from inspector_app.ui.figures.figures_values import EntryRow, Paper, ReportShown, Run
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_moment

PAPERS = {Paper.HALF_YEAR: "半年报告", Paper.PLANTS: "混凝土企业季报"}
WAS, CAME, WENT = "was", "came", "went"


def report(reading: Reading, session: Session, paper: Paper) -> ReportShown:
    """Return a report of what was counted.

    Raises:
        RuleError: `figures.no_report`.
    """
    rules, counts = reading.sources.rules, reading.counted
    office = registry.office_of(session.desk.store).name
    runs = half_year.runs(counts, rules, office, str(paper))
    return ReportShown(
        paper,
        reading.shown.span,
        half_year.template(rules, str(paper)).title,
        tuple(Run(one.text, _listed(one.code, reading), one.slice) for one in runs),
        reading.shown.as_of,
        reading.shown.lacking,
    )


def _listed(code: str, reading: Reading) -> str:
    """Return the figure whose list a number opens: of a share its numerator's."""
    if not code.startswith(RATE):
        return code
    rate = reading.counted.rate(code.removeprefix(RATE))
    return rate.part.code if rate is not None else ""


def entries(reading: Reading, code: str, quarter: str) -> tuple[str, tuple[EntryRow, ...]]:
    """Return title and rows of the list of a figure, or of a quarter of it."""
    counts = reading.counted
    of = next((one for one in counts.quarters if quarter and (one.code or OF_NONE) == quarter), None)
    figure = of.figure(code) if of is not None else counts.figure(code)
    if figure is None or not figure.counted:
        return "", ()
    title = f"{figure.label} {figure.value:,}"
    return (
        f"{of.label} · {title}" if of is not None else title,
        rows_of(lists.entries(reading.sources, figure), figure.late),
    )


def keep(reading: Reading, told: ReportShown) -> str:
    """Keep a report as it is shown and return its id.

    Raises:
        UnavailableError: the disk refuses; nothing was kept.
    """
    return saved.save(reading.sources, reading.counted, told.text, str(told.paper))


def write(reading: Reading, session: Session, paper: Paper, out: Path) -> Path:
    """Write a report to a file, .docx, .pdf or .xlsx by its name, whole or not at all.

    Raises:
        RuleError: `figures.unknown_paper`.
        UnavailableError: those of `papers.write`; nothing was changed there.
    """
    office, drawer = registry.office_of(session.desk.store).name, session.desk.renderer
    return papers.write(reading.sources, reading.counted, office, str(paper), out, drawer)


def write_saved(session: Session, known: str, out: Path) -> Path:
    """Write a kept report as it was, with what changed since.

    Raises:
        RuleError: `figures.saved_unknown`, `figures.unknown_paper`.
        DamagedError: `figures.saved_altered`.
        UnavailableError: those of `papers.write`.
    """
    sources = sources_of(session)
    kept = saved.saved(sources.store, known)
    office, drawer = registry.office_of(session.desk.store).name, session.desk.renderer
    return papers.write(sources, saved.recounted(sources, kept), office, kept.report, out, drawer, kept)


def lines(session: Session) -> list[Line]:
    """Return the kept reports, the newest first."""
    return [
        Line(
            one.id,
            Span(one.first, one.last).words,
            " · ".join(part for part in (_called(one.report), one.by) if part),
            right=show_moment(one.at),
        )
        for one in saved.reports(session.desk.store)
    ]


def _called(code: str) -> str:
    return said(PAPERS[Paper(code)]) if code in {str(one) for one in Paper} else code


def sheet(session: Session, known: str) -> Sheet:
    """Return a kept report, compared with what is counted today.

    Raises:
        RuleError: `figures.saved_unknown`.
        DamagedError: `figures.saved_altered`.
    """
    sources = sources_of(session)
    kept = saved.saved(sources.store, known)
    found = saved.differences(kept, saved.recounted(sources, kept))
    state, tone = (said("有变化"), "amber") if found.figures else (said("与今天一致"), "green")
    told = said("%1 由 %2 保存").replace("%1", show_moment(kept.as_of.at)).replace("%2", kept.by)
    span = Span(kept.first, kept.last).words
    return Sheet(
        known, f"{_called(kept.report)}  {span}", state, tone, told, tuple(_blocks(kept, found)), _deeds()
    )


def _deeds() -> tuple[Deed, ...]:
    return (
        Deed("xlsx", said("存为 Excel…"), "file-down", "Ctrl+E"),
        Deed("pdf", said("存为 PDF…"), "file-down", "Ctrl+P"),
        Deed("docx", said("存为 Word…"), "file-down", "Ctrl+Return", main=True),
    )


def _blocks(kept: Saved, found: Differences) -> Iterator[Block]:
    yield Block(
        said("以后的变化"), tuple(_changed(found.figures)), "" if found.figures else said("没有变化。")
    )
    yield Block(
        said("当时没有交齐"),
        (
            *(Fact("", lacking(one), said("后来已交"), "green") for one in found.handed_in_since),
            *(Fact("", lacking(one), said("至今未交"), "amber") for one in _still(kept, found)),
        ),
        "" if kept.not_handed_in else said("都已交齐。"),
    )
    yield Block(said("当时的文字"), (Fact("", kept.sentence),))
    yield Block(said("当时的数字"), tuple(_was(one) for one in kept.figures if one.value or not one.counted))


def _still(kept: Saved, found: Differences) -> Iterable[NotHandedIn]:
    since = {one.key for one in found.handed_in_since}
    return [one for one in kept.not_handed_in if one.key not in since]


def _changed(found: Iterable[Difference]) -> Iterator[Fact]:
    """Yield a line a figure, and one for what came and for what went, each leading to its list."""
    for one in found:
        values = [f"{n:,}" if n is not None else "—" for n in (one.was, one.now)]
        yield Fact(one.label, said("当时 %1，现在 %2").replace("%1", values[0]).replace("%2", values[1]))
        if one.came:
            yield Fact("", said("后来增加 %s 条") % len(one.came), link=f"{CAME}:{one.code}")
        if one.went:
            yield Fact("", said("后来减少 %s 条") % len(one.went), link=f"{WENT}:{one.code}")


def _was(one: Figure) -> Fact:
    if not one.counted:
        return Fact("—", f"{one.label}  {said('当时没有统计')}")
    late = f"  {said('其中补录 %s') % len(one.late)}" if one.late else ""
    return Fact(f"{one.value:,}", one.label + late, link=f"{WAS}:{one.code}")


def saved_entries(session: Session, known: str, what: str, code: str) -> tuple[str, tuple[EntryRow, ...]]:
    """Return title and rows of what a kept figure counted, or of what came or went since.

    Raises:
        RuleError: `figures.saved_unknown`.
        DamagedError: `figures.saved_altered`.
    """
    sources = sources_of(session)
    kept = saved.saved(sources.store, known)
    figure = kept.figure(code)
    label, opens, ids, late = (
        (figure.label, figure.opens, figure.ids, figure.late) if figure is not None else (code, "", (), ())
    )
    if what != WAS:
        found = saved.differences(kept, saved.recounted(sources, kept))
        one = next((each for each in found.figures if each.code == code), None)
        if one is not None:
            label, opens, ids = one.label, one.opens, one.came if what == CAME else one.went
    words = {WAS: said("当时"), CAME: said("后来增加"), WENT: said("后来减少")}[what]
    told = lists.of_ids(sources, opens, ids) if ids else ()
    title = f"{Span(kept.first, kept.last).words} · {label} · {words} {len(ids):,}"
    return title, rows_of(told, late)
