"""What can go wrong on purpose: a code and values, never a sentence.

InspectorError            expected; shown calmly, with a remedy
├── UsageError            the call itself cannot be understood
├── RuleError             a rule of the work or of law says no; the user can mend it
├── SignInError           who are you, and may you
├── UnverifiableError     nothing here can prove or disprove it
├── DamagedError          invalid, tampered or broken data
├── UnavailableError      disk, library, newer data: nobody's fault, later may help
├── DecisionNeededError   done, but two truths stand and a person must choose
└── PeerError             the other side cannot be reached; trying again is safe
Cancelled                 the person changed their mind; never shown
Anything else is a bug and is shown as one.

The sentences stand in resources/messages/<language>/<room>.toml under the same code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Protocol


class Cancelled(Exception):  # noqa: N818 - it is no error
    """The waiting person changed their mind. Roll back and let it through."""


class InspectorError(Exception):
    """An expected failure.

    Attributes:
        code: stable and published, `room.what`; never translated, never reused.
        where: the field, file or line it is about; empty when it is about the whole.
        values: what the sentence names.
        exit_code: what the command line ends with.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, *, where: str = "", **values: object) -> None:
        super().__init__(code, where, values)
        self.code = code
        self.where = where
        self.values = values

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return " ".join(part for part in (self.code, self.where, told) if part)


class UsageError(InspectorError):
    """The call itself cannot be understood."""

    exit_code = 2


class RuleError(InspectorError):
    """A rule of the work or of law says no."""

    exit_code = 3


class SignInError(InspectorError):
    """The person is not known, or may not."""

    exit_code = 4


class UnverifiableError(InspectorError):
    """Nothing here can prove or disprove it."""

    exit_code = 5


class DamagedError(InspectorError):
    """Invalid, tampered or broken data; what was found is kept."""

    exit_code = 6


class UnavailableError(InspectorError):
    """Disk, library or newer data: nobody's fault."""

    exit_code = 7


class DecisionNeededError(InspectorError):
    """Done, but a person must decide between what stands side by side."""

    exit_code = 8


class PeerError(InspectorError):
    """The other side cannot be reached; trying again is safe."""

    exit_code = 9


@dataclass(frozen=True, slots=True)
class Problem:
    """One of several things found wrong at once, in the shape an error has."""

    code: str
    where: str = ""
    values: tuple[tuple[str, object], ...] = ()

    @staticmethod
    def of(code: str, where: str = "", **values: object) -> "Problem":
        """Return a problem; the values keep the order they were given in."""
        return Problem(code, where, tuple(values.items()))


class ProblemsError(RuleError):
    """Several problems of one attempt, shown together so that nobody mends them one by one."""

    def __init__(self, code: str, problems: Iterable[Problem], *, where: str = "", **values: object) -> None:
        super().__init__(code, where=where, **values)
        self.problems = tuple(problems)


class Progress(Protocol):
    """Handed to long work. Call it often: it is also where work is stopped."""

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Report `done` of `total` pieces.

        Raises:
            Cancelled: stop now, roll back and let it through.
        """
