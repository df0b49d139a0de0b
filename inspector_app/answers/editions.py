"""`forms check|test|activate`: the office's data, looked at from outside."""

from pathlib import Path

from inspector_app.answers.answer import DONE, REFUSED, Answer
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import editions
from inspector_app.catalog import load
from inspector_app.catalog.examples import Failed, run_examples
from inspector_app.catalog.messages import Messages


def check(folder: Path, messages: Messages) -> Answer:
    """Say every fault of a folder of forms, with file, line, field, words and remedy."""
    result = load.check(folder)
    errors = [_told(error, messages) for error in result.errors]
    lines = tuple(f"{one['file']}:{one['line']} {one['field']}: {one['message']}" for one in errors)
    data = {"errors": errors, "counts": dict(result.counts), "edition": result.edition}
    summary = ", ".join(f"{name} {n}" for name, n in result.counts.items())
    return Answer("forms.check", data, (*lines, summary), REFUSED if errors else DONE)


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
    passed, failed = run_examples(folder)
    counts = messages.text("forms.tested", "", {"passed": passed, "failed": len(failed)})[0]
    lines = (counts, *(_differs(one, messages) for one in failed))
    return Answer("forms.test", {"passed": passed, "failed": failed}, lines, REFUSED if failed else DONE)


def _differs(one: Failed, messages: Messages) -> str:
    """Return a failed example in words; a fault of the files stands among them, and expects nothing."""
    where, got = f"{one['file']}:{one['line']} {one['name']}", str(one["got"])
    told = messages.text(got, str(one["name"]), {})[0] if messages.knows(got) else got
    if not one["expected"]:
        return f"{where}: {told}"
    values = {"where": where, "expected": one["expected"], "got": told}
    return messages.text("forms.example_differs", "", values)[0]


def activate(desk: Desk, folder: Path, office_folder: Path, messages: Messages) -> Answer:
    """Make a folder the office's edition; a faulty one changes nothing."""
    found = check(folder, messages)
    if found.code != DONE:
        return Answer("forms.activate", {**found.data, "edition": desk.rules.edition}, found.lines, REFUSED)
    tested = test(folder, messages)
    if tested.code != DONE:
        return Answer("forms.activate", {**tested.data, "edition": desk.rules.edition}, tested.lines, REFUSED)
    edition = editions.activate(desk, folder, office_folder)
    return Answer("forms.activate", {"edition": edition, "errors": []}, (edition,))
