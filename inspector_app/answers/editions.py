"""`forms check|test|activate`: the office's data, looked at from outside."""

from pathlib import Path

from inspector_app.answers.answer import DONE, REFUSED, Answer
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import editions
from inspector_app.catalog import load
from inspector_app.catalog.examples import run_examples
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


def test(folder: Path) -> Answer:
    """Run the examples that the files carry."""
    passed, failed = run_examples(folder)
    lines = (f"{passed} passed, {len(failed)} failed", *(str(one) for one in failed))
    return Answer("forms.test", {"passed": passed, "failed": failed}, lines, REFUSED if failed else DONE)


def activate(desk: Desk, folder: Path, office_folder: Path, messages: Messages) -> Answer:
    """Make a folder the office's edition; a faulty one changes nothing."""
    found = check(folder, messages)
    if found.code != DONE:
        return Answer("forms.activate", {**found.data, "edition": desk.rules.edition}, found.lines, REFUSED)
    tested = test(folder)
    if tested.code != DONE:
        return Answer("forms.activate", {**tested.data, "edition": desk.rules.edition}, tested.lines, REFUSED)
    edition = editions.activate(desk, folder, office_folder)
    return Answer("forms.activate", {"edition": edition, "errors": []}, (edition,))
