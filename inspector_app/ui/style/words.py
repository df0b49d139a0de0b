"""Errors and gate misses in words for the screen, read from the message catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from inspector_app.domain.errors import DamagedError, InspectorError, Problem, ProblemsError, UnavailableError


class Texts(Protocol):
    """The catalogue of sentences in one language."""

    def text(self, code: str, where: str, values: Mapping[str, object]) -> tuple[str, str]:
        """Return what happened and what to do now."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the screen says of a failure.

    Attributes:
        grave: something is damaged or the program itself failed; not for a rule that says no.
    """

    message: str
    remedy: str
    code: str
    grave: bool = False


BUG = Problem.of("ui.bug")

GRAVE = (DamagedError, UnavailableError)
"""What may concern what is kept here; a hub that is away or two values that stand are nobody's damage."""

PIN_TO_SET = ("workspace.pin_locked", "workspace.no_pin")
"""Codes after which the person sets a PIN with the password, and then goes on."""


def of_problem(problem: Problem, texts: Texts) -> Words:
    """Return the words of one problem."""
    message, remedy = texts.text(problem.code, problem.where, dict(problem.values))
    return Words(message, remedy, problem.code)


def explain(error: Exception, texts: Texts) -> Words:
    """Return the words of an error; one that nobody expected is shown as what it is, a bug."""
    if isinstance(error, ProblemsError):
        message, remedy = texts.text(error.code, error.where, error.values)
        each = [of_problem(problem, texts).message for problem in error.problems]
        return Words("\n".join([message, *each]), remedy, error.code)
    if isinstance(error, InspectorError):
        message, remedy = texts.text(error.code, error.where, error.values)
        return Words(message, remedy, error.code, grave=isinstance(error, GRAVE))
    message, remedy = texts.text(BUG.code, type(error).__name__, {"kind": type(error).__name__})
    return Words(message, remedy, BUG.code, grave=True)
