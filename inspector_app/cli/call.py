"""What was said before the command, and what the commands' wiring shares."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.answers.answer import Answer
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import Problem, RuleError, SignInError, UsageError

if TYPE_CHECKING:
    from inspector_app.casework.people.workspace import Session
    from inspector_app.domain.clock import Clock
    from inspector_app.domain.rules import Rules

FLAGS = frozenset({"--json", "--password-stdin"})
VALUED = frozenset({"--data", "--lang", "--user", "--now"})


@dataclass(slots=True)
class Call:
    """What was said before the command."""

    data: Path
    json: bool = False
    lang: str = "zh"
    user: str = ""
    password_stdin: bool = False
    now: datetime | None = None

    def messages(self) -> Messages:
        """Return the words of the chosen language."""
        return Messages(self.lang)

    def languages(self) -> tuple[Messages, Messages]:
        """Return the words of Chinese and English, for what is said to many."""
        return Messages("zh"), Messages("en")


answered: list[Answer] = []
"""What the command found; spoken when it is over."""


def moment(told: str | None) -> datetime | None:
    """Read a moment with its zone.

    Raises:
        UsageError: `cli.bad_moment`.
    """
    if told is None:
        return None
    try:
        said = datetime.fromisoformat(told)
    except ValueError as error:
        raise UsageError("cli.bad_moment", where="--now", value=told) from error
    if said.tzinfo is None:
        raise UsageError("cli.bad_moment", where="--now", value=told)
    return said


def say(stage: str) -> None:
    """Tell on the error stream what is being done."""
    sys.stderr.write(f"… {stage}\n")


class Tenths:
    """Progress on the error stream, one line a stage and a tenth of it."""

    def __init__(self) -> None:
        self._told: tuple[str, int] = ("", -1)

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Tell how far it is."""
        now = (doing, 10 * done // max(total, 1))
        if doing and now != self._told:
            self._told = now
            say(f"{doing} {10 * now[1]} %")


def signed_in(call: Call, clock: "Clock") -> "Session":
    """Sign in: by name and password, or as the trainee of a training workspace."""
    from inspector_app.casework.people import workspace
    from inspector_app.documents.fonts.faces import use_office_fonts
    from inspector_app.documents.render import PdfRenderer

    use_office_fonts(call.data / "fonts")
    user, password = call.user, ""
    if call.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif not user and workspace.is_training(call.data):
        user, password = workspace.trainee(call.data), workspace.TRAINING_PASSWORD
    if not user:
        raise SignInError("cli.who", where="--user")
    user = workspace.user_named(call.data, user)
    session = workspace.sign_in(call.data, user, password, clock, PdfRenderer())
    if call.now is not None and not session.training:
        session.close()
        raise RuleError("cli.now_outside_training", where="--now")
    if session.rules_warning is not None:
        warn(call, session.rules_warning)
    return session


def warn(call: Call, problem: Problem) -> None:
    """Tell on the error stream what is not as it should be."""
    message, remedy = call.messages().text(problem.code, problem.where, dict(problem.values))
    sys.stderr.write(f"{message} {remedy}\n")


@contextmanager
def opened(call: Call) -> "Iterator[Session]":
    """Yield a session on the existing workspace."""
    from inspector_app.casework.base.clocks import PlayedClock, SystemClock

    session = signed_in(call, PlayedClock(call.now) if call.now else SystemClock())
    try:
        yield session
    finally:
        session.close()


def rules_of_call(call: Call) -> "Rules":
    """Return the rules in force in the data folder, or the shipped ones."""
    from inspector_app.casework.people import workspace

    rules, warning = workspace.rules_of(call.data if workspace.exists(call.data) else None)
    if warning is not None:
        warn(call, warning)
    return rules


def day(told: str, where: str) -> date:
    """Read a day.

    Raises:
        UsageError: `cli.bad_day`.
    """
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise UsageError("cli.bad_day", where=where, value=told) from error


def asked(call: Call, code: str) -> str:
    """Return what somebody who sits at a terminal types; empty for everybody else.

    Args:
        code: of the message that asks.
    """
    if call.json or not sys.stdin.isatty():
        return ""
    sys.stderr.write(" ".join(call.messages().text(code, "", {})) + "\n> ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def pin() -> str:
    """Read a PIN from standard input."""
    return sys.stdin.readline().strip()
