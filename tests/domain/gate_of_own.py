"""One thing wrong with a kind's own fields or with the document it is about, and what the gate says of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from inspector_app.domain.documents import Owed, Rechecked
from inspector_app.domain.templates import DocumentKind, FieldKind, OwnField
from tests.builders import HOLIDAY, ON, a_party, a_subject, put
from tests.domain.gate_case import (
    ABOUT,
    ALL,
    DAY_BEFORE,
    EXTEND,
    FILE,
    JUDGE,
    MAY_BE_ABOUT,
    NEXT_DAY,
    RECHECK,
    REVOKE,
    Case,
    Mutation,
    one,
)
from tests.papers import AGAIN, NOT_YET, OWN_FACTS, OWN_FIELDS

CONCLUSION, NEW_DUE = "document.own.conclusion", "document.own.new_due"
PUBLISHED_TO = "document.own.published_to"
SUBJECT = "document.about"
RESULTS = "own findings rechecked"


def writes(**told: str) -> Callable[[Case], Case]:
    """Return a change that writes values into own fields by code; an empty one is taken out."""

    def change(case: Case) -> Case:
        own = {**dict(case.draft.own), **told}
        return put(case, "draft.own", tuple(sorted((code, value) for code, value in own.items() if value)))

    return change


def _wrong(
    name: str, kind: DocumentKind, spots: str, told: dict[str, str], *misses: tuple[str, str]
) -> Mutation:
    expected = frozenset((f"gate.{code}", field) for code, field in misses)
    return Mutation(name, (kind,), frozenset(spots.split()), writes(**told), expected)


def _field(kind: DocumentKind, field: OwnField, name: str, code: str, value: str) -> Mutation:
    """Return one field wrong; it is of a piece with the choice that asks for it, and the day it follows."""
    leans = {field.only_when[0], field.after} - {""}
    spots = " ".join(f"own.{one}" for one in sorted({field.code, *leans}))
    told, place = {field.code: value}, f"document.own.{field.code}"
    return _wrong(f"{field.code} {name}", kind, spots, told, (code, place))


def _fields() -> list[Mutation]:
    """Each own field that a complete draft is asked for, wrong in each way that its kind knows."""
    told = []
    for kind, fields in OWN_FIELDS.items():
        facts = dict(OWN_FACTS[kind])
        for field in fields:
            if not field.asked(facts):
                continue
            if field.required:
                told.append(_field(kind, field, "missing", "own_missing", ""))
                told.append(_field(kind, field, "blank", "own_missing", "　"))
            if field.kind is FieldKind.CHOICE:
                told.append(_field(kind, field, "unheard of", "own_no_choice", "听候安排"))
            if field.kind is FieldKind.DAY:
                told += _days(kind, field, facts)
    return told


def _days(kind: DocumentKind, field: OwnField, facts: dict[str, str]) -> list[Mutation]:
    told = [
        _field(kind, field, "no day", "own_no_day", "2026-02-30"),
        _field(kind, field, "in words", "own_no_day", "下周一"),
    ]
    # An extension that is shorter and past is told of twice; it stands further down.
    if field.future and kind is not EXTEND:
        told.append(_field(kind, field, "past", "own_day_past", DAY_BEFORE.isoformat()))
    if field.past:
        told.append(_field(kind, field, "ahead", "own_day_ahead", NEXT_DAY.isoformat()))
    if field.after:
        day = date.fromisoformat(facts[field.after]) - timedelta(days=1)
        told.append(_field(kind, field, f"before {field.after}", "own_day_order", day.isoformat()))
    return told


def _unlike(name: str, label: str, conclusion: str, *misses: tuple[str, str]) -> Mutation:
    def change(case: Case) -> Case:
        seen = put(case, "draft.rechecked", (Rechecked("finding-1", label),) if label else ())
        return writes(conclusion=conclusion, again="2026-05-08" if conclusion == AGAIN else "")(seen)

    expected = frozenset((f"gate.{code}", field) for code, field in misses)
    return Mutation(name, (RECHECK,), frozenset(RESULTS.split()), change, expected)


def _once_more(name: str, day: str, code: str) -> Mutation:
    """Return a recheck that failed and orders once more by a day that cannot be."""

    def change(case: Case) -> Case:
        seen = put(case, "draft.rechecked", (Rechecked("finding-1", NOT_YET),))
        return writes(conclusion=AGAIN, again=day)(seen)

    expected = frozenset({(f"gate.{code}", "document.own.again")})
    return Mutation(f"once more {name}", (RECHECK,), frozenset(RESULTS.split()), change, expected)


def _on_a_day_off(case: Case) -> Case:
    options = replace(case.rules.options, deadline_on_holidays=False)
    strict = replace(case, rules=replace(case.rules, options=options))
    return writes(new_due=HOLIDAY.isoformat())(strict)


def _about(name: str, code: str, **changes: Any) -> Mutation:
    """Return a document that one of its kind may not be about, where the wording lets it be about any."""

    def change(case: Case) -> Case:
        return put(case, "draft.about", replace(case.draft.about or a_subject(), **changes))

    expected = frozenset({(f"gate.{code}", SUBJECT)})
    return Mutation(f"about a paper {name}", MAY_BE_ABOUT, frozenset({"about"}), change, expected)


DAY_OFF = Mutation(
    "extended to a day off, which the office forbids",
    (EXTEND,),
    frozenset({"own.new_due", "own.decision", "about", "options"}),
    _on_a_day_off,
    frozenset({("gate.own_day_off", NEW_DUE)}),
)

OWN = (
    *_fields(),
    _wrong(
        "again unknown, though ordered once more",
        RECHECK,
        RESULTS,
        {"conclusion": AGAIN},
        ("own_missing", "document.own.again"),
        ("recheck_contradiction", CONCLUSION),
    ),
    _wrong(
        "refused without a reason, and its new day no longer asked",
        EXTEND,
        "own",
        {"decision": "不同意延期", "new_due": "哪天"},
        ("own_missing", "document.own.why_not"),
    ),
    _wrong(
        "nobody decided, and so what hangs on it is not asked",
        EXTEND,
        "own",
        {"decision": "", "new_due": "哪天"},
        ("own_missing", "document.own.decision"),
    ),
    _wrong(
        "published from a later day than to",
        JUDGE,
        "own.published_from own.published_to own.result",
        {"published_from": "2026-11-06"},
        ("own_day_order", PUBLISHED_TO),
    ),
    _wrong(
        "past, and before the day it follows: told of once",
        JUDGE,
        "own.published_from own.published_to own.result",
        {"published_to": DAY_BEFORE.isoformat()},
        ("own_day_past", PUBLISHED_TO),
    ),
    _wrong(
        "known on a day to come, after which nothing can be verified or decided",
        FILE,
        "own",
        {"known_on": "2026-12-31"},
        ("own_day_ahead", "document.own.known_on"),
        ("own_day_order", "document.own.verify_by"),
        ("own_day_order", "document.own.decide_by"),
    ),
    _wrong(
        "corrected, but how",
        REVOKE,
        "own.decision",
        {"decision": "更正"},
        ("own_missing", "document.own.correction"),
    ),
    _unlike("passed, though one is not put right", NOT_YET, "合格", ("recheck_contradiction", CONCLUSION)),
    _unlike("passed, though one is not verified", "无法核实", "合格", ("recheck_contradiction", CONCLUSION)),
    _unlike("failed, though all is put right", "已整改", AGAIN, ("recheck_contradiction", CONCLUSION)),
    _unlike("no result", "", "合格", ("recheck_missing", "findings.0")),
    _unlike("failed, but nobody knows yet", "", AGAIN, ("recheck_missing", "findings.0")),
    _once_more("by a day past", DAY_BEFORE.isoformat(), "own_day_past"),
    _once_more("by no day", "尽快", "own_no_day"),
    _wrong(
        "not a day longer",
        EXTEND,
        "own.new_due own.decision about",
        {"new_due": ON.isoformat()},
        ("extension_not_later", NEW_DUE),
    ),
    _wrong(
        "shorter, and past",
        EXTEND,
        "own.new_due own.decision about",
        {"new_due": DAY_BEFORE.isoformat()},
        ("extension_not_later", NEW_DUE),
        ("own_day_past", NEW_DUE),
    ),
    one(
        "an extension of what is closed",
        (EXTEND,),
        "extension_not_running",
        "findings.0",
        spots="own.decision findings",
        owed=(Owed("finding-1", "合格闭环", running=False),),
    ),
    DAY_OFF,
    one(
        "the last day for a defence is today",
        (JUDGE,),
        "defence_still_open",
        "document.own.defence",
        spots="about own.defence",
        about__until=ON,
    ),
    one("about nothing", ABOUT, "about_missing", SUBJECT, spots="about own.new_due", about=None),
    _about("of no fitting kind", "about_unfit", kind="site"),
    _about("that is void", "about_not_standing", stands=False),
    _about("of no fitting kind, and void: told of once", "about_unfit", kind="site", stands=False),
    _about("of a later day", "about_later", issued_on=NEXT_DAY),
    one("about a paper unserved", (JUDGE,), "about_not_served", SUBJECT, spots="about", about__served=False),
    one(
        "twenty-one copies",
        ALL,
        "recipients_too_many",
        "target.parties",
        spots="copied",
        copied=(a_party(),) * 21,
    ),
)
