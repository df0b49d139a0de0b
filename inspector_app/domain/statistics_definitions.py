"""Definitions of figures: from which facts, under which conditions, by which day, and what is counted.

The definitions in use stand in forms/statistics; those here are the seventeen that `figures` always answers,
and serve an edition that brings none.
"""

from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.statistics_facts import DocumentFact, Fact

REFUSED = "不予认定"
"""A determination that finds no bad conduct counts as none."""


class Source(StrEnum):
    """From which facts a figure is counted."""

    VISITS = "visits"
    DOCUMENTS = "documents"
    FINDINGS = "findings"
    RECHECKS = "rechecks"
    ESCALATIONS = "escalations"
    CASES = "cases"


class Counts(StrEnum):
    """What is counted of the facts that meet the conditions."""

    EACH = "each"
    TARGETS = "targets"  # different targets (去重)
    OFFICERS = "officers"  # officers, once a visit (人次)
    EXPERTS = "experts"


Value = str | bool


@dataclass(frozen=True, slots=True)
class Condition:
    """What a field of a fact must be, or (`unless`) must not be.

    Attributes:
        values: one of them is enough; of `outcome` and `own.*`, which people word, the beginning counts.
    """

    field: str
    values: tuple[Value, ...]
    unless: bool = False

    def holds(self, fact: Fact) -> bool:
        """Tell whether a fact meets it."""
        told = told_of(fact, self.field)
        if worded(self.field):
            met = any(str(told).startswith(str(one)) for one in self.values)
        else:
            met = told in self.values
        return met is not self.unless


def told_of(fact: Fact, field: str) -> object:
    """Return what a fact tells of a field that its source has (FIELDS)."""
    if field.startswith("own."):
        return fact.own_fact(field.removeprefix("own.")) if isinstance(fact, DocumentFact) else ""
    return getattr(fact, field)


def worded(field: str) -> bool:
    """Tell whether a field holds words that are compared by their beginning."""
    return field == "outcome" or field.startswith("own.")


FIELDS: dict[Source, frozenset[str]] = {
    Source.VISITS: frozenset({"target_kind", "recheck", "paper", "late"}),
    Source.DOCUMENTS: frozenset({"kind", "full_stop", "outcome", "late", "fate", "target_kind"}),
    Source.FINDINGS: frozenset({"major", "closed", "on_time", "spot", "late", "target_kind"}),
    Source.RECHECKS: frozenset({"result", "late", "target_kind"}),
    Source.ESCALATIONS: frozenset({"to", "late", "target_kind"}),
    Source.CASES: frozenset({"step", "late"}),
}
"""What conditions may ask of each kind of fact; of documents `own.CODE` as well."""

FLAGS = frozenset({"recheck", "paper", "late", "full_stop", "major", "closed", "on_time", "spot"})
"""Fields that are true or false."""

SEEN, DUE, CLOSED, OWN_DAY = "seen", "due", "closed", "day"

DAYS: dict[Source, tuple[str, ...]] = {Source.FINDINGS: (SEEN, DUE, CLOSED)}
"""By which days a kind of fact can be counted; all others by their one day."""

USUAL: dict[Source, Condition] = {
    Source.VISITS: Condition("paper", (False,)),
    Source.DOCUMENTS: Condition("fate", ("issued",)),
}
"""What holds unless a definition asks for that very field itself."""


@dataclass(frozen=True, slots=True)
class Definition:
    """How a figure is counted.

    Attributes:
        code: stable, as it stands in JSON; the published ones never change their meaning.
        name: without the unit, e.g. 其中全面停工.
        unit: 份, 个次, 人次.
        day: of findings `seen`, `due` or `closed`: which of their days lies in the period.
        rule: how it is counted, in one plain sentence.
        proofed, provenance: the reference's mark where a definition is unproven.
        filing: it is counted from the filing workspace, and only for who has its key.
    """

    code: str
    name: str
    unit: str
    source: Source
    conditions: tuple[Condition, ...] = ()
    counts: Counts = Counts.EACH
    day: str = ""
    rule: str = ""
    proofed: bool = True
    provenance: str = ""

    @property
    def label(self) -> str:
        """The name with its unit."""
        return f"{self.name}（{self.unit}）"

    @property
    def filing(self) -> bool:
        """Tell whether it is counted from the filing workspace."""
        kinds = [one for one in self.conditions if one.field == "kind" and not one.unless]
        return self.source is Source.CASES or any("filing_form" in one.values for one in kinds)

    @property
    def opens(self) -> str:
        """The kind of record that its ids name."""
        if self.counts is Counts.TARGETS:
            return "target"
        if self.filing:
            return "case"
        return _OPENS[self.source]


_OPENS = {
    Source.VISITS: "inspection",
    Source.DOCUMENTS: "document",
    Source.FINDINGS: "finding",
    Source.RECHECKS: "finding",
    Source.ESCALATIONS: "finding",
    Source.CASES: "case",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of one figure in another, numerator and denominator named (分母写清)."""

    code: str
    name: str
    part: str
    whole: str
    rule: str = ""
    proofed: bool = True
    provenance: str = ""


def _documents(code: str, name: str, unit: str, kind: str, *more: Condition) -> Definition:
    return Definition(code, name, unit, Source.DOCUMENTS, (Condition("kind", (kind,)), *more))


def _visits(code: str, name: str, unit: str, kind: str = "", counts: Counts = Counts.EACH) -> Definition:
    conditions = (Condition("target_kind", (kind,)),) if kind else ()
    return Definition(code, name, unit, Source.VISITS, conditions, counts)


def _findings(code: str, name: str, unit: str, field: str = "") -> Definition:
    conditions = (Condition(field, (True,)),) if field else ()
    return Definition(code, name, unit, Source.FINDINGS, conditions, day=SEEN)


_STOP = "stop_work_notice"

DEFINITIONS: tuple[Definition, ...] = (
    _visits("officer_visits", "出动执法人员", "人次", counts=Counts.OFFICERS),
    _visits("site_visits", "检查在建工程", "个次", "construction_site"),
    _visits("sites_distinct", "检查在建工程", "个", "construction_site", Counts.TARGETS),
    _visits("plant_visits", "检查预拌混凝土企业", "家次", "concrete_plant"),
    _visits("plants_distinct", "检查预拌混凝土企业", "家", "concrete_plant", Counts.TARGETS),
    _documents("rectification_notices", "限期整改通知书", "份", "rectification_notice"),
    _documents("stop_work_notices", "停工通知书", "份", _STOP),
    _documents("stop_work_full", "其中全面停工", "份", _STOP, Condition("full_stop", (True,))),
    _documents("stop_work_partial", "其中局部停工", "份", _STOP, Condition("full_stop", (False,))),
    _documents("plant_orders", "责令整改通知书", "份", "plant_order"),
    _documents("conduct_notices", "不良行为告知", "份", "conduct_notice"),
    _documents(
        "conduct_determinations",
        "认定不良行为",
        "个",
        "conduct_determination",
        Condition("outcome", (REFUSED,), unless=True),
    ),
    _documents("filings", "立案", "起", "filing_form"),
    _findings("findings", "发现隐患", "条"),
    _findings("major_hazards", "重大事故隐患", "项", "major"),
    _findings("findings_closed", "已整改闭环", "条", "closed"),
    _findings("findings_closed_on_time", "按期整改闭环", "条", "on_time"),
)
"""The published figures (cli.md), in the report's order."""

PUBLISHED = frozenset(one.code for one in DEFINITIONS)


@dataclass(frozen=True, slots=True)
class Statistics:
    """An edition's definitions; without a file of its own, the published ones."""

    definitions: tuple[Definition, ...] = DEFINITIONS
    rates: tuple[Rate, ...] = ()
