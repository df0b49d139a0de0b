"""One thing wrong with the office's wording or characters, and what the gate says of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from inspector_app.domain.statutory import STATUTORY
from inspector_app.domain.templates import DocumentKind, FieldKind, Sealing
from tests.domain.gate_case import (
    ADDRESSED,
    ALL,
    OUTWARD,
    PLANT,
    RECHECK,
    RECORD,
    RECTIFY,
    RESUME,
    SERVE,
    STOP,
    TRANSFER,
    WRITTEN,
    Case,
    Mutation,
    in_template,
    one,
)
from tests.papers import OWN_FACTS, OWN_FIELDS


def _lost(kind: DocumentKind, code: str) -> Mutation:
    def without(case: Case) -> Any:
        return tuple(it for it in case.rules.templates[kind].elements if it.code != code)

    field = f"document.elements.{code}"
    return in_template(kind, f"wording lost {code}", "element_missing", field, "elements", without)


def _optional(kind: DocumentKind, code: str) -> Mutation:
    def loosened(case: Case) -> Any:
        elements = case.rules.templates[kind].elements
        return tuple(replace(it, required=False) if it.code == code else it for it in elements)

    field = f"document.elements.{code}"
    return in_template(kind, f"wording made {code} optional", "element_missing", field, "elements", loosened)


def _basis(kind: DocumentKind, name: str, clause: str) -> Mutation:
    return in_template(kind, name, "basis_not_in_force", "document.basis", "basis", lambda case: (clause,))


def _electronic(case: Case) -> Sealing:
    return Sealing.ELECTRONIC


EDITION = (
    *(_lost(kind, code) for kind in ALL for code, _ in STATUTORY[kind]),
    *(
        in_template(kind, "no electronic seal", "seal_missing", "office.seal", "sealing", _electronic)
        for kind in ALL
    ),
    *(_optional(kind, STATUTORY[kind][0][0]) for kind in ALL),
    *(_basis(kind, "basis unknown", "nowhere-1") for kind in ALL),
    *(_basis(kind, "basis over", "law-62-2014") for kind in ALL),
    *(_basis(kind, "basis not yet", "std-next") for kind in ALL),
    one(
        "unknown kind of target",
        OUTWARD,
        "kind_unfit",
        "document.kind",
        spots="kind",
        target__kind="spaceport",
    ),
    one(
        "a site's kind for a plant",
        tuple(kind for kind in OUTWARD if kind not in (RECORD, PLANT, SERVE)),
        "kind_unfit",
        "document.kind",
        spots="kind",
        target__kind="concrete_plant",
    ),
    one(
        "a plant's kind for a site",
        (PLANT,),
        "kind_unfit",
        "document.kind",
        spots="kind",
        target__kind="construction_site",
    ),
)


NAME, LINE, LONG = 120, 400, 2000
MOST = {FieldKind.LINE: LINE, FieldKind.TEXT: LONG}
"""Own fields into which somebody types words; a day and a choice are weighed otherwise."""


def _typed_own() -> Iterator[tuple[tuple[DocumentKind, ...], str, str, int]]:
    for kind, facts in OWN_FACTS.items():
        kinds = {field.code: field.kind for field in OWN_FIELDS.get(kind, ())}
        for place, (code, _) in enumerate(facts):
            if kinds[code] in MOST and code != "conduct_code":  # chosen from a list
                yield (kind,), f"own.{place}.1", f"document.own.{code}", MOST[kinds[code]]


TYPED: tuple[tuple[tuple[DocumentKind, ...], str, str, int], ...] = (
    (ALL, "office.name", "office.name", NAME),
    (ALL, "office.prefix", "office.prefix", NAME),
    (ALL, "office.phone", "office.phone", NAME),
    (ALL, "office.station", "office.station", NAME),
    (ALL, "office.station_prefix", "office.station_prefix", NAME),
    (ALL, "office.review_body", "office.review_body", NAME),
    (ALL, "target.name", "target.name", NAME),
    (ALL, "target.address", "target.address", LINE),
    ((RECORD,), "target.fields.0.1", "target.permit", LINE),
    ((RECORD,), "target.fields.2.1", "target.phase", LINE),
    ((RECTIFY,), "target.parties.0.name", "target.parties.0.name", NAME),
    ((RECTIFY,), "target.parties.2.name", "target.parties.2.name", NAME),
    (ADDRESSED, "addressee.name", "addressee.name", NAME),
    ((TRANSFER,), "target.parties.1.name", "target.parties.1.name", NAME),
    (ALL, "inspection.officers.0.name", "inspection.officers.0.name", NAME),
    (ALL, "inspection.officers.1.certificate", "inspection.officers.1.certificate", NAME),
    *((ALL, f"inspection.present.0.{part}", f"inspection.present.0.{part}", NAME)
      for part in ("name", "position", "company", "phone")),
    *((ALL, f"inspection.{part}", f"inspection.{part}", LINE)
      for part in ("place", "source", "notice", "notice_waived", "score")),
    *((ALL, f"inspection.{part}", f"inspection.{part}", LONG)
      for part in ("scope", "handling", "opinion", "refusal")),
    (ALL, "inspection.approval.number", "inspection.approval.number", LINE),
    (ALL, "inspection.approval.urgent_reason", "inspection.approval.urgent_reason", LINE),
    ((STOP, *WRITTEN), "approval.number", "document.approval.number", LINE),
    (ALL, "findings.0.location", "findings.0.location", LINE),
    (ALL, "findings.0.fact", "findings.0.fact", LONG),
    (ALL, "findings.0.item", "findings.0.item", LINE),
    (ALL, "findings.0.batch", "findings.0.batch", LINE),
    (ALL, "findings.0.obligations.0.measure", "findings.0.measure", LONG),
    (ALL, "findings.0.photos.0.caption", "findings.0.photos.0.caption", NAME),
    *(((STOP,), f"stop_work.{part}", f"document.stop_work.{part}", LINE)
      for part in ("parts", "evacuation", "conditions")),
    ((STOP,), "defence.words", "document.defence", LONG),
    *(((RESUME,), f"resumption.{part}", f"document.resumption.{part}", LINE)
      for part in ("parts", "verification")),
    *(((SERVE,), f"service.{part}", f"document.service.{part}", LINE)
      for part in ("matter", "document", "place")),
    (ALL, "trace", "document.trace", LINE),
    *_typed_own(),
    ((RECHECK,), "rechecked.0.note", "findings.0.recheck", LINE),
)  # fmt: skip
"""(kinds, path in the draft, the field named, most characters) of everything that a person types."""
