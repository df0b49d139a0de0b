"""Views of ledgers that people keep: shared ones for everybody of the office, own ones on their laptop."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import uuid4

import orjson

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.ledgers import layouts
from inspector_app.casework.people import rights
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import Problem, RuleError
from inspector_app.domain.ledgers import Ledger, Match, Narrowing, Question, View
from inspector_app.store.reading import Record

ENTITY = "ledger_view"
LONGEST_NAME = 40
MOST_OWN = 100

MAY_SHARE = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CLERK})
"""Who may change or drop a shared view that somebody else made."""


def views(desk: Desk, ledger: Ledger) -> tuple[View, ...]:
    """Return the views of a ledger: the office's, then the person's own, each by name."""
    shared = (_of_record(one) for one in desk.store.records(ENTITY))
    told = [one for one in (*shared, *_own(desk)) if one is not None and one.question.ledger is ledger]
    return tuple(sorted(told, key=lambda one: (not one.shared, one.name, one.id)))


def save(desk: Desk, view: View) -> str:
    """Keep a view under its name and return its id; one that has an id already is changed.

    Raises:
        RuleError: `ledger.view_unnamed`, `ledger.view_name_long`, `ledger.view_name_taken`,
            `ledger.view_of_another`, `ledger.view_gone`, `ledger.views_too_many`.
    """
    named = replace(view, name=view.name.strip())
    _refuse_name(desk, named)
    before = _known(desk, view.id) if view.id else None
    if before is not None and before.shared != named.shared:
        # It changes its place: taken away there, kept anew here.
        drop(desk, before.id)
        named, before = replace(named, id=""), None
    return _share(desk, named, before) if named.shared else _keep(desk, named)


def drop(desk: Desk, view_id: str) -> None:
    """Forget a view.

    Raises:
        RuleError: `ledger.view_gone`, `ledger.view_of_another`.
    """
    known = _known(desk, view_id)
    if not known.shared:
        _write_own(desk, (one for one in _own(desk) if one.id != view_id))
        return
    _refuse_other(desk, known)
    with desk.store.transaction(desk.user) as tx:
        tx.delete(ENTITY, view_id)


def usable(view: View) -> tuple[View, tuple[Problem, ...]]:
    """Return a view as this version can show it, and what of it is gone; the kept view is not changed.

    A column that is gone, or a match that is not known, is left out.
    """
    layout = layouts.LAYOUTS[view.question.ledger]
    asked = view.question
    named = (*view.columns, *(one.column for one in asked.narrowings), asked.sort)
    gone = dict.fromkeys(one for one in named if one and layout.column(one) is None)
    problems = tuple(Problem.of("ledger.view_column_gone", one, name=view.name, column=one) for one in gone)
    question = replace(
        asked,
        narrowings=tuple(one for one in asked.narrowings if one.column not in gone),
        sort="" if asked.sort in gone else asked.sort,
    )
    return replace(view, question=question, columns=tuple(o for o in view.columns if o not in gone)), problems


def _refuse_name(desk: Desk, view: View) -> None:
    if not view.name:
        raise RuleError("ledger.view_unnamed", where="view.name")
    if len(view.name) > LONGEST_NAME:
        raise RuleError("ledger.view_name_long", where="view.name", most=LONGEST_NAME, length=len(view.name))
    others = (one for one in views(desk, view.question.ledger) if one.id != view.id)
    if any(one.name == view.name and one.shared == view.shared for one in others):
        raise RuleError("ledger.view_name_taken", where="view.name", name=view.name)


def _known(desk: Desk, view_id: str) -> View:
    own = next((one for one in _own(desk) if one.id == view_id), None)
    record = desk.store.record(ENTITY, view_id) if own is None else None
    told = own or (_of_record(record) if record is not None and not record.deleted else None)
    if told is None:
        raise RuleError("ledger.view_gone", where=view_id)
    return told


def _refuse_other(desk: Desk, known: View) -> None:
    if known.owner != desk.user and not rights.holds(desk, MAY_SHARE):
        raise RuleError("ledger.view_of_another", where=known.id, name=known.name)


def _share(desk: Desk, view: View, before: View | None) -> str:
    if before is not None:
        _refuse_other(desk, before)
    with desk.store.transaction(desk.user) as tx:
        if before is None:
            return tx.create(ENTITY, {**_fields(view), "owner": desk.user})
        tx.set(ENTITY, before.id, _fields(view))
        return before.id


def _keep(desk: Desk, view: View) -> str:
    own = [one for one in _own(desk) if one.id != view.id]
    if len(own) >= MOST_OWN:
        raise RuleError("ledger.views_too_many", where="view.name", most=MOST_OWN)
    kept = replace(view, id=view.id or uuid4().hex, owner=desk.user)
    _write_own(desk, (*own, kept))
    return kept.id


def _setting(desk: Desk) -> str:
    return f"ledger_views.{desk.user}"


def _own(desk: Desk) -> tuple[View, ...]:
    told = desk.store.setting(_setting(desk))
    kept = orjson.loads(told) if told else []
    views_ = (_view(one, values.text(one, "id"), desk.user, shared=False) for one in kept)
    return tuple(one for one in views_ if one is not None)


def _write_own(desk: Desk, kept: Iterable[View]) -> None:
    told = [{"id": one.id, **_fields(one)} for one in kept]
    desk.store.set_setting(_setting(desk), orjson.dumps(told).decode() if told else None)


def _fields(view: View) -> dict[str, object]:
    asked = view.question
    return {
        "name": view.name,
        "ledger": asked.ledger.value,
        "words": asked.words,
        "narrowings": [[one.column, one.match.value, one.value] for one in asked.narrowings],
        "sort": asked.sort,
        "descending": asked.descending,
        "columns": list(view.columns),
    }


def _of_record(record: Record) -> View | None:
    return _view(record.fields, record.id, values.text(record.fields, "owner"), shared=True)


def _view(told: Mapping[str, object], view_id: str, owner: str, *, shared: bool) -> View | None:
    """Return a view as it was kept; None for one of a ledger that this version does not know."""
    ledger = values.text(told, "ledger")
    if ledger not in set(Ledger):
        return None
    question = Question(
        Ledger(ledger),
        values.text(told, "words"),
        tuple(_narrowings(told.get("narrowings"))),
        values.text(told, "sort"),
        told.get("descending") is not False,
    )
    columns = told.get("columns")
    named = tuple(str(one) for one in columns) if isinstance(columns, list) else ()
    return View(values.text(told, "name"), question, named, view_id, shared, owner)


def _narrowings(told: object) -> Iterable[Narrowing]:
    for one in told if isinstance(told, list) else []:
        if isinstance(one, list) and len(one) == 3 and one[1] in set(Match):
            yield Narrowing(str(one[0]), Match(str(one[1])), str(one[2]))
