"""One answer of the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inspector_app.domain.errors import Problem

DONE, BUG, USAGE, REFUSED, SIGN_IN, UNVERIFIABLE, DAMAGED, ENVIRONMENT, DECIDE, PEER = range(10)
CANCELLED = 130


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found.

    Attributes:
        command: names the schema, `inspector.<command>/1`.
        data: the answer's own members; JSON values.
        lines: the same for people, one line each.
        code: what the program ends with; 0 is done.
        errors: what was wrong, each in words by its code.
    """

    command: str
    data: Mapping[str, object]
    lines: tuple[str, ...] = ()
    code: int = DONE
    errors: tuple[Problem, ...] = field(default=())
