"""保管期限: how long each kind of file is kept, and which are past it; the program deletes none.

The office's general period stands on every cover (`archiving`); a kind may have its own. A file's period
begins on the first of January after it was concluded. What is past it is listed for the office to appraise;
what the office decided is noted, and the originals stay.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import filings
from inspector_app.casework.overview import archiving
from inspector_app.casework.people import rights
from inspector_app.casework.people.names import Names
from inspector_app.casework.targets.registry import OFFICE
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.dossier import PERMANENT
from inspector_app.domain.errors import RuleError
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

_BY_KIND = "retention_by_kind"
NOTE = "retention_note"
MOST_READ = 20_000
"""Inspections that are looked at for being past their period; older ones come when these are noted."""


class FileKind(StrEnum):
    """Kinds of file, the weightiest last: a file belongs to the weightiest that it has a paper of."""

    VISIT = "检查案卷"
    ORDER = "责令整改案卷"
    STOP = "停工案卷"
    CONDUCT = "不良行为案卷"
    FILING = "立案案卷"


KIND_OF: Mapping[str, FileKind] = {
    DocumentKind.RECTIFICATION_NOTICE: FileKind.ORDER,
    DocumentKind.PLANT_ORDER: FileKind.ORDER,
    DocumentKind.STOP_WORK_NOTICE: FileKind.STOP,
    DocumentKind.RESUMPTION_NOTICE: FileKind.STOP,
    DocumentKind.CONDUCT_NOTICE: FileKind.CONDUCT,
    DocumentKind.CONDUCT_DETERMINATION: FileKind.CONDUCT,
}


@dataclass(frozen=True, slots=True)
class Period:
    """How long a kind of file is kept.

    Attributes:
        years: PERMANENT for ever, None while the office set nothing.
        own: set for this kind, and not the general one.
    """

    kind: FileKind
    years: int | None
    own: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A file that is past its period.

    Attributes:
        id: of its inspection, or of a case in the filing workspace.
        target: whom it is about; of a case its matter (案由).
        until: the last day of its period.
        note: what the office decided, by whom and when; empty while it did not.
        is_case: it is a case's own file.
    """

    id: str
    target: str
    concluded: date
    kind: FileKind
    years: int
    until: date
    note: str
    is_case: bool = False


def periods(store: Store) -> tuple[Period, ...]:
    """Return the period of every kind of file."""
    record = store.record(OFFICE, OFFICE)
    told = values.part(record.fields, _BY_KIND) if record is not None else None
    usual = archiving.retention(store)
    own = {kind: told[kind] for kind in FileKind if kind in told} if told else {}
    return tuple(
        Period(kind, years if isinstance(years := own.get(kind), int) else usual, kind in own)
        for kind in FileKind
    )


def period(store: Store, kind: FileKind) -> Period:
    """Return the period of one kind of file."""
    return next(one for one in periods(store) if one.kind is kind)


def set_period(desk: Desk, kind: FileKind, years: int | None) -> None:
    """Say how long a kind of file is kept; None lets the general period hold.

    Raises:
        RuleError: `dossier.no_right`, `dossier.retention_wrong`.
    """
    if not rights.holds(desk, archiving.MAY_SET):
        raise RuleError("dossier.no_right", where=desk.user)
    if years is not None and years != PERMANENT and not 0 < years <= archiving.MOST_YEARS:
        most = archiving.MOST_YEARS
        raise RuleError("dossier.retention_wrong", where="office.retention", years=years, most=most)
    with desk.store.transaction(desk.user) as tx:
        record = tx.record(OFFICE, OFFICE)
        told = dict(values.part(record.fields, _BY_KIND) or {}) if record is not None else {}
        told.pop(str(kind), None)
        if years is not None:
            told[str(kind)] = years
        if record is None:
            tx.create(OFFICE, {_BY_KIND: told}, id=OFFICE)
        else:
            tx.set(OFFICE, OFFICE, {_BY_KIND: told})


def ends(concluded: date, years: int) -> date:
    """Return the last day of a period that begins on the first of January after a file was concluded."""
    return date(concluded.year + years, 12, 31)


def past(desk: Desk, filing: Desk | None = None) -> tuple[Past, ...]:
    """Return the files that are past their period today, the oldest first; none that is kept for ever.

    Args:
        filing: the desk at the filing workspace (`Session.filing_desk`); without it cases are not among them.
    """
    by_kind = {one.kind: one.years for one in periods(desk.store)}
    finite = [years for years in by_kind.values() if years is not None and years != PERMANENT]
    if not finite:
        return ()
    told = _visits(desk, by_kind, min(finite))
    if filing is not None:
        told += _cases(filing, by_kind[FileKind.FILING])
    return tuple(sorted(told, key=lambda each: (each.until, each.target)))


def _over(concluded: date, years: int, today: date) -> date | None:
    """Return the last day of a period that is over, None for one that is not or never ends."""
    until = ends(concluded, years) if years != PERMANENT else today
    return until if until < today else None


def _visits(desk: Desk, by_kind: Mapping[FileKind, int | None], least: int) -> list[Past]:
    store, today = desk.store, desk.today()
    beyond = date(today.year - least, 1, 1).isoformat()
    visits = store.visits("", beyond)[:MOST_READ]
    ids = [one.id for one in visits]
    done = store.acts_of("inspection", ids, ActKind.CONCLUDE)
    kinds, notes, names = _kinds(store, ids), _notes(store, "inspection_id"), Names(store)
    ended = _ends_of_cases(store, ids)
    names.foresee("target", [values.text(one.fields, "target_id") for one in visits])
    told = []
    for one in visits:
        kind = FileKind.FILING if one.id in ended else kinds.get(one.id, FileKind.VISIT)
        concluded, years = _concluded(one, done.get(one.id, ())), by_kind[kind]
        case_ended = ended.get(one.id, concluded)
        if concluded is None or case_ended is None or years is None:
            continue
        concluded = max(concluded, case_ended)
        until = _over(concluded, years, today)
        if until is not None:
            name = names.of("target", values.text(one.fields, "target_id"))
            told.append(Past(one.id, name, concluded, kind, years, until, notes.get(one.id, "")))
    return told


def _cases(filing: Desk, years: int | None) -> list[Past]:
    """Return the closed cases that are past their period, whatever became of them."""
    notes, told = _notes(filing.store, "case_id"), []
    for one in filings.cases(filing):
        closed = one.course.last_on if one.course.ended else None
        until = _over(closed, years, filing.today()) if closed is not None and years is not None else None
        if closed is not None and years is not None and until is not None:
            noted = notes.get(one.id, "")
            told.append(Past(one.id, one.matter, closed, FileKind.FILING, years, until, noted, is_case=True))
    return told


def _ends_of_cases(store: Store, visit_ids: Iterable[str]) -> dict[str, date | None]:
    """Return by visit when the cases that it led to came to their end, None while one is under way.

    A case that was not filed or was dropped gave its findings free again and is none.
    """
    home = {
        one.id: values.text(one.fields, "inspection_id")
        for one in store.several("finding", visit_ids, "inspection_id")
    }
    led = [one for one, acts in store.acts_of("finding", home, ActKind.ESCALATE).items() if _of_cases(acts)]
    told: dict[str, date | None] = {}
    for finding_id, acts in store.acts_of("finding", led).items():
        newest = {values.text(act.content, "case"): act for act in acts if act.valid}
        for case_id, act in newest.items():
            if not case_id or act.kind == ActKind.RELEASE:
                continue
            on = values.day(act.content, "on") if act.kind == ActKind.SETTLE else None
            visit_id = home[finding_id]
            before = told.get(visit_id, date.min)
            told[visit_id] = max(before, on) if before is not None and on is not None else None
    return told


def _of_cases(acts: Iterable[Act]) -> bool:
    return any(values.text(act.content, "case") for act in acts)


def _concluded(visit: Record, acts: Iterable[Act]) -> date | None:
    """Return when a file was concluded; one that was entered late (补录) on the day of its visit."""
    days = [date.fromisoformat(one.wall[:10]) for one in acts if one.valid]
    began = values.moment(visit.fields, "started")
    if days and began is not None and values.flag(visit.fields, "late"):
        return local_date(began)
    return max(days, default=None)


def _kinds(store: Store, ids: list[str]) -> dict[str, FileKind]:
    """Return the weightiest kind of each inspection's issued papers."""
    order = list(FileKind)
    told: dict[str, FileKind] = {}
    papers = store.several("document", ids, "inspection_id")
    fates = store.fates([one.id for one in papers])
    for one in papers:
        kind = KIND_OF.get(values.text(one.fields, "kind"), FileKind.VISIT)
        visit = values.text(one.fields, "inspection_id")
        if fates.get(one.id) in ("issued", "revoked"):
            told[visit] = max(told.get(visit, FileKind.VISIT), kind, key=order.index)
    return told


def _notes(store: Store, by: str) -> dict[str, str]:
    told = {}
    for one in store.records(NOTE):
        words = (values.text(one.fields, name) for name in ("on", "name", "decision"))
        told[values.text(one.fields, by)] = " ".join(filter(None, words))
    return told


def note(desk: Desk, inspection_ids: Iterable[str], decision: str) -> None:
    """Note what the office decided on files past their period; nothing of them is touched.

    Raises:
        RuleError: `dossier.no_right`, `administration.decision_missing`.
    """
    _note(desk, "inspection_id", inspection_ids, decision)


def note_cases(filing: Desk, case_ids: Iterable[str], decision: str) -> None:
    """Note the same on cases, in the filing workspace: the main one is told nothing of it.

    Raises:
        RuleError: `dossier.no_right`, `administration.decision_missing`.
    """
    _note(filing, "case_id", case_ids, decision)


def _note(desk: Desk, by: str, ids: Iterable[str], decision: str) -> None:
    if not rights.holds(desk, archiving.MAY_SET):
        raise RuleError("dossier.no_right", where=desk.user)
    if not decision.strip():
        raise RuleError("administration.decision_missing", where="retention.decision")
    people = {one.user: one.name for one in desk.store.keyring.people()}
    with desk.store.transaction(desk.user) as tx:
        for one in dict.fromkeys(ids):
            told = {by: one, "decision": decision.strip(), "on": values.iso(desk.today())}
            tx.create(NOTE, {**told, "by": desk.user, "name": people.get(desk.user, desk.user)})
