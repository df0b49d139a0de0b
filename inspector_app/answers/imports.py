"""`import`: what a workbook came to, row by row, for scripts and for people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.answers.answer import DECIDE, DONE, Answer
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.importing import bringing, map_files, returned
from inspector_app.casework.importing.bringing import Reader, Request, Weighed
from inspector_app.casework.importing.columns import Kind
from inspector_app.casework.importing.outcomes import Accepted, Change, Outcome, Place, Proposed, Rejected
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import Problem, Progress, UsageError

SHOWN = 40
"""Rows of a kind that are told to people; a script gets all of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said on the command line."""

    kind: str
    file: Path
    map_file: Path | None = None
    accepted: tuple[str, ...] = ()
    dry_run: bool = False


def kind_named(told: str) -> Kind:
    """Return what is to be brought in.

    Raises:
        UsageError: `import.unknown_kind`.
    """
    try:
        return Kind(told)
    except ValueError as error:
        raise UsageError(
            "import.unknown_kind", where="import", kind=told, known=[str(one) for one in Kind]
        ) from error


def prepared(desk: Desk, asked: Asked, reader: Reader) -> Weighed:
    """Read and weigh a workbook; nothing is written.

    Raises:
        UsageError, RuleError, UnavailableError: those of `opened`, `map_files.read`, `weighed`.
    """
    kind = kind_named(asked.kind)
    source = bringing.opened(asked.file, reader)
    request = Request(kind, source, accepted=Accepted.of(asked.accepted))
    if asked.map_file is not None:
        request = map_files.applied(desk, request, map_files.read(asked.map_file))
    return bringing.weighed(desk, request)


def brought(desk: Desk, told: Weighed, asked: Asked, messages: Messages, progress: Progress) -> Answer:
    """Bring in what was weighed, unless it is a dry run, and say what came of it."""
    outcome = told.outcome if asked.dry_run else bringing.bring_in(desk, told, progress)
    return answer(asked, told, outcome, messages)


def answer(asked: Asked, weighed: Weighed, told: Outcome, messages: Messages) -> Answer:
    """Return what came of a workbook: each row is new, changed, the same, rejected, proposed or skipped."""
    data: dict[str, object] = {
        "kind": asked.kind,
        "file": str(asked.file),
        "dry_run": asked.dry_run,
        "new": len(told.new),
        "changed": len(told.changed),
        "same": len(told.same),
        "rejected": [_rejected(one, messages) for one in told.rejected],
        "changes": [_change(one) for one in told.changed],
        "proposed": [_proposed(one, messages) for one in told.proposed],
        "skipped": [
            {
                **_place(one.place),
                "value": one.value,
                "code": one.code,
                "message": _said(messages, one.code, {}),
            }
            for one in told.skipped
        ],
        "unknown_columns": [_place(one) for one in told.unknown],
        "notes": [{"code": one.code, "message": _words(messages, one)} for one in told.notes],
        "sheets": [_sheet(one) for one in map_files.told(weighed.maps)],
    }
    undecided = bool(told.rejected or told.undecided)
    return Answer("import", data, tuple(_lines(told, asked, messages)), DECIDE if undecided else DONE)


def save_rejected(path: Path, told: Weighed, messages: Messages) -> int:
    """Write the rejected rows with their reasons into a workbook and return how many there are.

    Raises:
        UnavailableError: `import.unwritable`.
    """
    return returned.save(path, told, lambda one: _words(messages, one.problem))


def _sheet(one: Mapping[str, object]) -> dict[str, object]:
    return dict(one)


def _place(place: Place) -> dict[str, object]:
    return {"sheet": place.sheet, "row": place.row, "column": place.column, "head": place.head}


def _rejected(one: Rejected, messages: Messages) -> dict[str, object]:
    message, remedy = messages.text(one.problem.code, one.problem.where, dict(one.problem.values))
    told = {"value": one.value, "code": one.problem.code, "message": message, "remedy": remedy}
    return {**_place(one.place), **told}


def _change(one: Change) -> dict[str, object]:
    fields = [{"field": name, "old": old, "new": new} for name, old, new in one.fields]
    return {**_place(one.place), "id": one.record_id, "name": one.name, "fields": fields}


def _proposed(one: Proposed, messages: Messages) -> dict[str, object]:
    message, remedy = messages.text(one.code, one.place.head, dict(one.shown))
    told = {"key": one.key, "code": one.code, "accepted": one.accepted, "message": message, "remedy": remedy}
    return {**_place(one.place), **told, "values": dict(one.shown)}


def _lines(told: Outcome, asked: Asked, messages: Messages) -> Iterable[str]:
    counts: dict[str, object] = {
        "new": len(told.new),
        "changed": len(told.changed),
        "same": len(told.same),
        "rejected": len(told.refused_rows),
        "proposed": len(told.undecided),
        "skipped": len(told.skipped),
    }
    yield _said(messages, "import.weighed" if asked.dry_run else "import.brought", counts)
    for note in told.notes:
        yield _words(messages, note)
    if told.unknown:
        heads = [f"{one.column}“{one.head}”" for one in told.unknown]
        yield _said(messages, "import.unknown_columns", {"columns": heads})
    yield from _some([f"{_at(one.place)} {_changed(one)}" for one in told.changed], messages)
    yield from _some([_refusal(one, messages) for one in told.rejected], messages)
    yield from _some([_offer(one, messages) for one in told.undecided], messages)
    yield from _some(
        [f"{_at(one.place)} {_said(messages, one.code, {})} {one.value}" for one in told.skipped], messages
    )


def _some(lines: Sequence[str], messages: Messages) -> Iterable[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield _said(messages, "import.and_more", {"count": len(lines) - SHOWN})


def _at(place: Place) -> str:
    head = f"“{place.head}”" if place.head else ""
    return f"{place.sheet}!{place.column}{place.row}{head}"


def _changed(one: Change) -> str:
    return f"{one.name}: " + "; ".join(f"{name} {old or '—'} → {new or '—'}" for name, old, new in one.fields)


def _refusal(one: Rejected, messages: Messages) -> str:
    return f"{_at(one.place)} {one.value}: {_words(messages, one.problem)}"


def _offer(one: Proposed, messages: Messages) -> str:
    message, remedy = messages.text(one.code, one.place.head, dict(one.shown))
    return f"{_at(one.place)} {message} {remedy} --accept {one.key}"


def _words(messages: Messages, problem: Problem) -> str:
    message, remedy = messages.text(problem.code, problem.where, dict(problem.values))
    return f"{message} {remedy}".rstrip()


def _said(messages: Messages, code: str, values: Mapping[str, object]) -> str:
    message, remedy = messages.text(code, "", dict(values))
    return f"{message} {remedy}".rstrip()
