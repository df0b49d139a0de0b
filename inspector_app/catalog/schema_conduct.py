"""The shape of conduct/*.toml: lists of bad conduct."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from inspector_app.catalog.schema import MOST_ENTRIES, Code, Line, MaybeLine, Part, Role, Text
from inspector_app.domain.conduct import LEAST_MONTHS, MOST_MONTHS


class ConductSubject(Part):
    """Whom a group of codes is about: its letters, its name, and the parties it holds for."""

    letters: Code
    label: Line
    roles: Annotated[list[Role], Field(min_length=1, max_length=20)]


class ConductEntry(Part):
    """One kind of bad conduct; `penalty` is never printed on a notice, which is no penalty."""

    code: Code
    subject: Code
    category: Line
    conduct: Text
    basis: MaybeLine = ""
    penalty: MaybeLine = ""
    points: Annotated[int, Field(ge=0, le=100)] = 0
    months: Annotated[int, Field(ge=LEAST_MONTHS, le=MOST_MONTHS)] | None = None
    proofed: bool | None = None
    provenance: Text


class ConductExample(Part):
    """A party in that role can, or cannot, have done what the code says; and the points it takes off."""

    code: Code
    role: Role
    fits: bool
    points: Annotated[int, Field(ge=0, le=100)] = 0


class ConductFile(Part):
    """conduct/*.toml: a list of bad conduct, the nation's or the office's own."""

    scheme: Literal["national", "local"]
    name: Line
    title: Line
    valid_from: date | None = None
    valid_to: date | None = None
    proofed: bool = False
    provenance: Text
    subject: Annotated[list[ConductSubject], Field(min_length=1, max_length=50)]
    entry: Annotated[list[ConductEntry], Field(min_length=1, max_length=MOST_ENTRIES)]
    example: list[ConductExample] = Field(default_factory=list)
