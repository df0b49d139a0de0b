"""A miss: what the gate found lacking, as a code and the field that mends it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.documents import Draft
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import DocumentTemplate


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that stops issue.

    Attributes:
        code: stable, from the published list in resources/messages.
        field: the field to jump to, e.g. `findings.2.clause`.
        source: the clause of law or standard that asks for it; empty where the office does.
        values: what the sentence names.
    """

    code: str
    field: str
    source: str = ""
    values: tuple[tuple[str, object], ...] = ()

    @staticmethod
    def of(code: str, field: str, source: str = "", **values: object) -> "Missing":
        """Return a miss; the values keep the order they were given in."""
        return Missing(code, field, source, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A draft with all that it is weighed against.

    Attributes:
        on: the day on which clauses, certificates and deadlines are judged.
        unprintable: returns the characters of a text that no font can draw.
    """

    draft: Draft
    template: DocumentTemplate
    rules: Rules
    on: date
    unprintable: Callable[[str], frozenset[str]]


Check = Callable[[Weighed], Iterable[Missing]]
