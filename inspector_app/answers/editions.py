"""`forms check|test|activate`: the office's data, looked at from outside."""

from collections.abc import Mapping
from pathlib import Path

from inspector_app.answers.answer import DONE, REFUSED, Answer
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import editions
from inspector_app.catalog import load
from inspector_app.catalog.examples import Failed, run_examples
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import Problem


def check(folder: Path, messages: Messages) -> Answer:
    """Say every fault of a folder of forms, with file, line, field, words and remedy."""
    return _checked(load.check(folder), messages)


def _checked(result: load.CheckResult, messages: Messages) -> Answer:
    errors = [_told(error, messages) for error in result.errors]
    lines = tuple(_line(one) for one in errors)
    data = {"errors": errors, "counts": dict(result.counts), "edition": result.edition}
    if result.counts:
        lines = (*lines, ", ".join(f"{name} {n}" for name, n in result.counts.items()))
    return Answer("forms.check", data, lines, REFUSED if errors else DONE)


def _line(told: Mapping[str, object]) -> str:
    place = " ".join(str(part) for part in (f"{told['file']}:{told['line']}", told["field"]) if part)
    return " ".join(str(part) for part in (f"{place}:", told["message"], told["remedy"]) if part)


def _told(error: load.FormError, messages: Messages) -> dict[str, object]:
    message, remedy = messages.text(error.code, error.field, dict(error.values))
    return {
        "file": error.file,
        "line": error.line,
        "field": error.field,
        "code": error.code,
        "message": message,
        "remedy": remedy,
    }


def test(folder: Path, messages: Messages) -> Answer:
    """Run the examples that the files carry; one that does not hold is told with what came out."""
    return _tested(*run_examples(folder), messages)


def _tested(passed: int, failed: list[Failed], messages: Messages) -> Answer:
    counts = messages.text("forms.tested", "", {"passed": passed, "failed": len(failed)})[0]
    lines = (counts, *(_differs(one, messages) for one in failed))
    return Answer("forms.test", {"passed": passed, "failed": failed}, lines, REFUSED if failed else DONE)


def _differs(one: Failed, messages: Messages) -> str:
    """Return a failed example in words; a fault of the files stands among them, and expects nothing."""
    where, got = f"{one['file']}:{one['line']} {one['name']}", str(one["got"])
    told = messages.text(got, str(one["name"]), {})[0] if messages.knows(got) else got
    if not one["expected"]:
        return f"{where}: {told}"
    return messages.text("forms.example_differs", where, {"expected": one["expected"], "got": told})[0]


def activate(desk: Desk, folder: Path, office_folder: Path, messages: Messages) -> Answer:
    """Make a folder the office's edition; a faulty one changes nothing, and the answer says so."""
    found = load.check(folder)
    if found.errors:
        why = Problem.of("forms.faulty", count=len(found.errors))
        return _as_before(desk, _checked(found, messages), why, messages)
    passed, failed = run_examples(folder)
    if failed:
        places = "、".join(f"{one['file']}:{one['line']}" for one in failed)
        why = Problem.of("forms.examples_failed", places, count=len(failed))
        return _as_before(desk, _tested(passed, failed, messages), why, messages)
    edition = editions.activate(desk, folder, office_folder)
    said = messages.text("administration.edition_used", edition[:12], {})[0]
    return Answer("forms.activate", {"edition": edition, "errors": []}, (said, edition))


def _as_before(desk: Desk, found: Answer, why: Problem, messages: Messages) -> Answer:
    message, remedy = messages.text(why.code, why.where, dict(why.values))
    data = {**found.data, "edition": desk.rules.edition}
    return Answer("forms.activate", data, (f"{message} {remedy}", *found.lines), REFUSED, (why,))
