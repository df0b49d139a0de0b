"""The shape of plans.toml: rounds, draws and the yearly cap."""

from typing import Annotated

from pydantic import Field

from inspector_app.catalog.schema import Code, Line, MaybeLine, Part, Text


class CapEntry(Part):
    """How often a year one may visit a kind of target, at one risk level or (left out) at any other."""

    target: Code
    risk: MaybeLine = ""
    most: Annotated[int, Field(ge=1, le=366)]


class ApartEntry(Part):
    """Visits that the cap does not count: urgent ones, or those whose source has one of these words."""

    reason: Line
    words: list[Line] = Field(default_factory=list, max_length=20)
    urgent: bool = False


class PlansFile(Part):
    """plans.toml: rounds, draws and the yearly cap, as the office decided them."""

    provenance: Text
    proofed: bool = False
    risk_field: Code = "risk"
    district_field: Code = "district"
    least_days: Annotated[int, Field(ge=0, le=366)]
    again_days: Annotated[int, Field(ge=0, le=366)]
    near: Annotated[int, Field(ge=0, le=366)]
    cap: list[CapEntry] = Field(default_factory=list, max_length=200)
    apart: list[ApartEntry] = Field(default_factory=list, max_length=50)
