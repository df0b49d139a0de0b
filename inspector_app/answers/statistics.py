"""`figures --from D --to D`: what is counted, the report's sentence, and whose work may be missing."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from inspector_app.answers.answer import Answer
from inspector_app.casework.papers import board
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.domain.errors import UsageError
from inspector_app.domain.late import LABEL
from inspector_app.domain.statistics import By, Figure, RateFigure, Slice
from inspector_app.reports import half_year, papers
from inspector_app.reports.absent import NotHandedIn
from inspector_app.reports.counting import Counted, Sources, counted

NOT_COUNTED = "没有统计（没有立案工作区的钥匙）"


def sources_of(session: Session) -> Sources:
    """Return what a signed-in person counts from, the board of duties reckoned."""
    desk = session.desk
    store = board.reckoned(desk)
    return Sources(store, desk.rules, desk.clock.now(), desk.user, session.filing, session.room.there)


def by_of(told: str) -> By:
    """Return how figures are broken down, as it was typed.

    Raises:
        UsageError: `figures.unknown_by`.
    """
    known = [str(one) for one in By]
    if told not in known:
        raise UsageError("figures.unknown_by", where="--by", by=told, known="、".join(known))
    return By(told)


def answer(session: Session, first: date, last: date, by: By = By.NONE, report: str = "") -> Answer:
    """Count a period, both days inclusive.

    Args:
        report: code of the report whose sentence is told, half-year or plants; empty, none.

    Raises:
        RuleError: those of `counted`; `figures.no_report`.
    """
    sources = sources_of(session)
    told = counted(sources, first, last, by)
    office = registry.office_of(sources.store).name
    sentence = half_year.sentence(told, sources.rules, office, report) if report else ""
    data: dict[str, object] = {
        "figures": [_figure(one) for one in told.figures],
        "rates": [_rate(one) for one in told.rates],
        "sentence": sentence,
        "as_of": dict(told.as_of.vector),
        "counted_at": told.as_of.at.isoformat(),
        "not_handed_in": [_absent(one) for one in told.not_handed_in],
        "slices": [_slice(one) for one in told.slices],
    }
    return Answer("figures", data, (*([sentence] if sentence else []), *_lines(told)))


def export(session: Session, out: Path, first: date, last: date, report: str = half_year.HALF_YEAR) -> Answer:
    """Write a period's report to the file `out`, .docx, .pdf or .xlsx by its name; `rows` are its figures.

    Raises:
        RuleError: those of `counted`; `figures.no_report`, `figures.unknown_paper`.
        UnavailableError: those of `papers.write`; nothing was changed there.
    """
    sources = sources_of(session)
    told = counted(sources, first, last)
    office = registry.office_of(sources.store).name
    path = papers.write(sources, told, office, report, out, session.desk.renderer)
    file = {"path": str(path), "sha256": sha256(path.read_bytes()).hexdigest(), "rows": len(told.figures)}
    sentence = half_year.sentence(told, sources.rules, office, report)
    return Answer("export", {"files": [file], "sentence": sentence}, (str(path), sentence))


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "code": one.code,
        "label": one.label,
        "value": one.value,
        "ids": list(one.ids),
        "late": list(one.late),
        "counted": one.counted,
        "opens": one.opens,
        "rule": one.rule,
    }


def _rate(one: RateFigure) -> dict[str, Any]:
    return {
        "code": one.code,
        "label": one.label,
        "percent": one.percent,
        "part": one.part.code,
        "whole": one.whole.code,
        "numerator": one.part.value,
        "denominator": one.whole.value,
        "rule": one.rule,
    }


def _slice(one: Slice) -> dict[str, Any]:
    return {
        "code": one.code,
        "label": one.label,
        "figures": [{"code": of.code, "value": of.value, "ids": list(of.ids)} for of in one.figures],
    }


def _absent(one: NotHandedIn) -> dict[str, Any]:
    last = one.last.isoformat() if one.last else ""
    return {"key": one.key, "machine": one.machine, "person": one.person, "last": last}


def _lines(told: Counted) -> Iterable[str]:
    yield from (_line(one) for one in told.figures)
    for rate in told.rates:
        if rate.share is not None:
            yield f"{rate.label}: {rate.percent}（{rate.part.value}/{rate.whole.value}）"
    for part in told.slices:
        shown = "；".join(f"{one.label} {one.value}" for one in part.figures if one.value)
        yield f"{part.label}: {shown or '—'}"
    for one in told.not_handed_in:
        until = one.last.isoformat() if one.last else "从未交回"
        yield f"未交回: {one.machine} {one.person} {until}".rstrip()


def _line(told: Figure) -> str:
    """Return a figure in words, with how much of it was keyed in from paper."""
    if not told.counted:
        return f"{told.label}: {NOT_COUNTED}"
    late = f"（其中{LABEL} {len(told.late)}）" if told.late else ""
    return f"{told.label}: {told.value}{late}"
