"""Saved reports: figures as they were told, each with its ids; kept for ever, and compared with a new count.

A saved report is a record that nobody changes: its check value covers period, figures, ids, sentence and as
of when. What a later count finds otherwise (a late hand-in, a void, a closing) is shown beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import orjson

from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.domain.statistics import Figure, RateFigure
from inspector_app.reports.absent import NotHandedIn
from inspector_app.reports.counting import AsOf, Counted, Sources, counted
from inspector_app.reports.places import day, text
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

ENTITY, PART = "saved_report", "saved_figure"

IDS_A_RECORD = 4_000
"""So many ids stand in one record: about 140 kB of its entry, far from what an entry may hold."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A report as it was told.

    Attributes:
        report: code of its wording, half-year or plants.
        sentence: as it was written then.
        edition: hash of the forms whose definitions were used.
        by: name of who saved it.
    """

    id: str
    report: str
    first: date
    last: date
    sentence: str
    figures: tuple[Figure, ...]
    rates: tuple[RateFigure, ...]
    as_of: AsOf
    not_handed_in: tuple[NotHandedIn, ...]
    edition: str
    by: str

    def figure(self, code: str) -> Figure | None:
        """Return a figure by its code."""
        return next((one for one in self.figures if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Line:
    """A saved report in a list."""

    id: str
    report: str
    first: date
    last: date
    at: datetime
    by: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new count finds otherwise of one figure.

    Attributes:
        was, now: the numbers; None where a figure was not counted, or there is none of that code.
        came, went: ids, of what `opens` names.
    """

    code: str
    label: str
    was: int | None
    now: int | None
    came: tuple[str, ...]
    went: tuple[str, ...]
    opens: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What a new count finds otherwise.

    Attributes:
        figures: those that differ, in the report's order.
        handed_in_since: who had not handed in then, and has since.
        still_missing: who has not to this day.
    """

    figures: tuple[Difference, ...]
    handed_in_since: tuple[NotHandedIn, ...]
    still_missing: tuple[NotHandedIn, ...]


def save(sources: Sources, told: Counted, sentence: str, report: str) -> str:
    """Keep a report as it is and return its id; one transaction.

    Raises:
        UnavailableError: those of a transaction, when the disk refuses.
    """
    store = sources.store
    names = {one.user: one.name for one in store.keyring.people()}
    head: dict[str, Any] = {
        "report": report,
        "first": told.first.isoformat(),
        "last": told.last.isoformat(),
        "sentence": sentence,
        "at": told.as_of.at.isoformat(),
        "user": told.as_of.by,
        "name": names.get(told.as_of.by, told.as_of.by),
        "vector": dict(told.as_of.vector),
        "edition": sources.rules.edition,
        "rates": [
            {
                "code": one.code,
                "label": one.label,
                "part": one.part.code,
                "whole": one.whole.code,
                "rule": one.rule,
            }
            for one in told.rates
        ],
        "not_handed_in": [_absent(one) for one in told.not_handed_in],
    }
    parts = [part for sort, one in enumerate(told.figures) for part in _parts(sort, one)]
    with store.transaction(told.as_of.by) as tx:
        report_id = tx.create(ENTITY, {**head, "sha256": _check(head, parts)})
        for part in parts:
            tx.create(PART, {"report_id": report_id, **part})
    return report_id


def _absent(one: NotHandedIn) -> dict[str, str]:
    return {
        "key": one.key,
        "machine": one.machine,
        "person": one.person,
        "last": one.last.isoformat() if one.last else "",
    }


def _parts(sort: int, told: Figure) -> Iterator[dict[str, Any]]:
    """Yield a figure as records, as many as its ids need, one at least."""
    late = set(told.late)
    for n in range(0, max(len(told.ids), 1), IDS_A_RECORD):
        ids = told.ids[n : n + IDS_A_RECORD]
        yield {
            "sort": sort,
            "part": n // IDS_A_RECORD,
            "code": told.code,
            "label": told.label,
            "unit": told.unit,
            "rule": told.rule,
            "opens": told.opens,
            "counted": told.counted,
            "ids": list(ids),
            "late": [one for one in ids if one in late],
        }


def _check(head: Mapping[str, Any], parts: Iterable[Mapping[str, Any]]) -> str:
    told = [dict(head), *(dict(one) for one in parts)]
    return sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def reports(store: Store) -> tuple[Line, ...]:
    """Return the saved reports, the newest first."""
    told = [one for one in (_line(record) for record in store.records(ENTITY)) if one is not None]
    return tuple(sorted(told, key=lambda one: (one.at, one.id), reverse=True))


def _line(record: Record) -> Line | None:
    first, last = day(record.fields.get("first")), day(record.fields.get("last"))
    if first is None or last is None:
        return None
    told = record.fields
    at = datetime.fromisoformat(text(told, "at"))
    return Line(record.id, text(told, "report"), first, last, at, text(told, "name"), text(told, "sentence"))


def saved(store: Store, report_id: str) -> Saved:
    """Return a report as it was saved.

    Raises:
        RuleError: `figures.saved_unknown`.
        DamagedError: `figures.saved_altered`: it does not meet its check value.
    """
    record = store.record(ENTITY, report_id)
    line = _line(record) if record is not None and not record.deleted else None
    if record is None or line is None:
        raise RuleError("figures.saved_unknown", where=report_id, id=report_id)
    found = store.records(PART, where={"report_id": report_id})
    parts = [{k: v for k, v in one.fields.items() if k != "report_id"} for one in found]
    parts.sort(key=lambda one: (one["sort"], one["part"]))
    head = {k: v for k, v in record.fields.items() if k != "sha256"}
    if _check(head, parts) != record.fields.get("sha256"):
        raise DamagedError("figures.saved_altered", where=report_id, first=line.first, last=line.last)
    figures = tuple(_figures(parts))
    known = {one.code: one for one in figures}
    return Saved(
        record.id,
        line.report,
        line.first,
        line.last,
        line.sentence,
        figures,
        tuple(
            RateFigure(one["code"], one["label"], known[one["part"]], known[one["whole"]], one["rule"])
            for one in head["rates"]
        ),
        AsOf(line.at, text(head, "user"), head["vector"]),
        tuple(
            NotHandedIn(one["key"], one["machine"], one["person"], day(one["last"]))
            for one in head["not_handed_in"]
        ),
        text(head, "edition"),
        line.by,
    )


def _figures(parts: Sequence[Mapping[str, Any]]) -> Iterator[Figure]:
    of: dict[str, list[Mapping[str, Any]]] = {}
    for part in parts:
        of.setdefault(part["code"], []).append(part)
    for code, told in of.items():
        first = told[0]
        ids = tuple(one for part in told for one in part["ids"])
        late = tuple(one for part in told for one in part["late"])
        yield Figure(
            code, first["label"], ids, late, first["counted"], first["opens"], first["unit"], first["rule"]
        )


def recounted(sources: Sources, kept: Saved) -> Counted:
    """Count the period of a saved report anew, by the definitions in use now."""
    return counted(sources, kept.first, kept.last)


def differences(kept: Saved, now: Counted) -> Differences:
    """Return what a new count of the same period finds otherwise, and who handed in since."""
    before = {one.code: one for one in kept.figures}
    after = {one.code: one for one in now.figures}
    told = [_difference(before.get(code), after.get(code)) for code in dict.fromkeys((*before, *after))]
    missing = {one.key for one in now.not_handed_in}
    return Differences(
        tuple(one for one in told if one is not None),
        tuple(one for one in kept.not_handed_in if one.key not in missing),
        tuple(one for one in now.not_handed_in),
    )


def _difference(was: Figure | None, now: Figure | None) -> Difference | None:
    known = now or was
    if known is None:
        return None
    before = was if was is not None and was.counted else None
    after = now if now is not None and now.counted else None
    own = set(before.ids) if before else set()
    new = set(after.ids) if after else set()
    whole = before is not None and after is not None
    came = tuple(one for one in (after.ids if after else ()) if one not in own) if whole else ()
    went = tuple(one for one in (before.ids if before else ()) if one not in new) if whole else ()
    if not came and not went and (before is None) is (after is None):
        return None
    values = (before.value if before else None, after.value if after else None)
    return Difference(known.code, known.label, *values, came, went, known.opens)
