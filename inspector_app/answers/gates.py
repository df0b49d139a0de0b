"""`gate CASE.toml --kind KIND`: what law still requires of a case's document."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from inspector_app.answers.answer import DONE, REFUSED, Answer
from inspector_app.casework.papers import cases
from inspector_app.casework.papers.documents import problem
from inspector_app.catalog.case import read_case
from inspector_app.catalog.messages import Messages
from inspector_app.domain.documents import Office
from inspector_app.domain.gate.check import check
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.rules import Rules


def answer(
    path: Path,
    kind: str,
    on: date,
    *,
    rules: Rules,
    unprintable: Callable[[str], frozenset[str]],
    training: Office,
    messages: Messages,
) -> Answer:
    """Weigh one kind of document of a case.

    Raises:
        RuleError: `case.*` when the file or the kind is not understood.
    """
    case = read_case(path)
    draft = cases.draft_of(case, cases.kind_named(kind), rules, on, training)
    missing = check(draft, rules, on, unprintable)
    told = [missing_values(one, messages) for one in missing]
    lines = tuple(f"{one['field']}: {one['message']}" for one in told) or ("可以签发 / may be issued",)
    data = {"kind": kind, "on": on.isoformat(), "missing": told}
    return Answer("gate", data, lines, REFUSED if missing else DONE, tuple(problem(one) for one in missing))


def missing_values(missing: Missing, messages: Messages) -> dict[str, object]:
    """Return a miss as JSON values, in words."""
    message, remedy = messages.text(missing.code, missing.field, dict(missing.values))
    return {
        "code": missing.code,
        "field": missing.field,
        "source": missing.source,
        "message": message,
        "remedy": remedy,
    }
