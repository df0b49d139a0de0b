"""The shape of targets/*.toml: a kind of target, its stages, figures, and the papers it words itself."""

from typing import Annotated

from pydantic import Field

from inspector_app.catalog.schema import Code, Line, MaybeText, Part, Role
from inspector_app.domain.planning import Rhythm
from inspector_app.domain.templates import DocumentKind


class FieldEntry(Part):
    """A fact that a kind of target asks for."""

    code: Code
    label: Line
    required: bool = False


class PhaseEntry(Part):
    """A stage of a target's life, and the tables or sections of its checklists that apply in it."""

    code: Code
    label: Line
    sections: list[Code] = Field(default_factory=list, max_length=100)


class PaperElement(Part):
    """An element as one kind of target words it; what is left out stays as the office words it."""

    code: Code
    sentence: MaybeText = ""
    annexed: MaybeText = ""


class PaperEntry(Part):
    """A kind of document as one kind of target words it; what is left out stays as the office words it."""

    kind: Annotated[DocumentKind, Field(strict=False)]
    basis: Annotated[list[Code], Field(max_length=3)] | None = None
    copies: Annotated[list[Line], Field(min_length=1, max_length=12)] | None = None
    copied: Annotated[list[Line], Field(max_length=12)] | None = None
    note: MaybeText | None = None
    element: list[PaperElement] = Field(default_factory=list, max_length=40)


class FigureEntry(Part):
    """How visits to a kind of target are counted: `<code>_visits` and `<code>_distinct`, with their words."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
    visits: Line
    distinct: Line


class TargetFile(Part):
    """targets/*.toml: one kind of target; kinds are offered by their `order`, then by their code."""

    code: Code
    label: Line
    order: Annotated[int, Field(ge=1, le=999)] = 999
    main_role: Role
    roles: Annotated[list[Role], Field(min_length=1, max_length=20)]
    checklists: list[Code]
    documents: list[Code]
    field: list[FieldEntry] = Field(default_factory=list, max_length=100)
    phase: list[PhaseEntry] = Field(default_factory=list, max_length=20)
    people: list[Role] = Field(default_factory=list, max_length=20)
    figure: FigureEntry | None = None
    paper: list[PaperEntry] = Field(default_factory=list, max_length=30)
    round: Annotated[Rhythm | None, Field(strict=False)] = None
    report_signers: list[Role] = Field(default_factory=list, max_length=20)
