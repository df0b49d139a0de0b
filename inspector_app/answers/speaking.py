"""How an answer or an error is spoken: one JSON object, or lines for people; and the exit code."""

import json
import re
import sys
import traceback
from collections.abc import Callable, Iterable

from inspector_app.answers import misread
from inspector_app.answers.answer import BUG, CANCELLED, DONE, USAGE, Answer
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import Cancelled, InspectorError, Problem, ProblemsError

_INSIDE = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")
"""A field's name inside the program, as `digest.to`: told to programs as JSON, and not to people."""


class MisunderstoodError(Exception):
    """The command line itself could not be parsed; the text says why."""


def speak(work: Callable[[], Iterable[Answer]], *, as_json: bool, lang: str, command: str) -> int:
    """Do the work, print what it answers or why it could not, and return the exit code."""
    try:
        answers = list(work())
    except (Cancelled, KeyboardInterrupt):
        return CANCELLED
    except MisunderstoodError as error:
        message, remedy = _misread(str(error), Messages(lang))
        sys.stderr.write(f"{message} {remedy}\n")
        return _failed(command, USAGE, [_told("cli.usage", "", message, remedy)], as_json=as_json)
    except InspectorError as error:
        return _refused(error, as_json=as_json, lang=lang, command=command)
    except Exception:  # noqa: BLE001 - the outermost edge: a bug is shown as one, and nothing is hidden
        sys.stderr.write(traceback.format_exc())
        message, remedy = Messages(lang).text("cli.bug", "", {})
        return _failed(command, BUG, [_told("cli.bug", "", message, remedy)], as_json=as_json)
    for answer in answers:
        _print(answer, as_json=as_json, lang=lang)
    return max((answer.code for answer in answers), default=DONE)


def _misread(said: str, messages: Messages) -> tuple[str, str]:
    """Return what the parser found wrong; what nobody foresaw stands in its own English."""
    reason = misread.read(said) or said.rstrip(".")
    return messages.text("cli.usage", "", {"reason": reason})


def _refused(error: InspectorError, *, as_json: bool, lang: str, command: str) -> int:
    problems = [Problem(error.code, error.where, tuple(error.values.items()))]
    if isinstance(error, ProblemsError):
        problems += error.problems
    told = [words(one, lang) for one in problems]
    for one in told:
        place = "" if one["where"] in one["message"] or _INSIDE.fullmatch(one["where"]) else one["where"]
        parts = (place, one["message"], one["remedy"])
        sys.stderr.write(" ".join(part for part in parts if part) + "\n")
    return _failed(command, error.exit_code, told, as_json=as_json)


def words(problem: Problem, lang: str) -> dict[str, str]:
    """Return a problem as JSON values, in words."""
    message, remedy = Messages(lang).text(problem.code, problem.where, dict(problem.values))
    return _told(problem.code, problem.where, message, remedy)


def _told(code: str, where: str, message: str, remedy: str) -> dict[str, str]:
    return {"code": code, "where": where, "message": message, "remedy": remedy}


def _failed(command: str, code: int, errors: list[dict[str, str]], *, as_json: bool) -> int:
    if as_json:
        write({"schema": f"inspector.{command}/1", "ok": False, "errors": errors})
    return code


def _print(answer: Answer, *, as_json: bool, lang: str) -> None:
    if as_json:
        errors = [words(one, lang) for one in answer.errors]
        head = {"schema": f"inspector.{answer.command}/1", "ok": answer.code == DONE, "errors": errors}
        write({**head, **answer.data})
    else:
        sys.stdout.write("\n".join(answer.lines) + "\n")


def write(told: object) -> None:
    """Write one JSON object on a line of its own and flush it."""
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()
