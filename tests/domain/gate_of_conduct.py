"""One thing wrong with a notice or a determination of bad conduct, and what the gate says of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from inspector_app.domain.documents import Subject
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.templates import DocumentKind
from tests.builders import ON, a_code, a_party, a_subject, put
from tests.domain.gate_case import DAY_BEFORE, JUDGE, NEXT_DAY, WARN, Case, Mutation
from tests.domain.gate_of_own import writes

CODE, HEARD, SUBJECT = "document.own.conduct_code", "document.own.defence", "document.about"
FROM, TO, UNTIL = "document.own.published_from", "document.own.published_to", "document.own.defence_until"
OF_CODE = "own.conduct_code own.result addressee target"
OF_DAYS = "own.published_from own.published_to own.result"
GIVEN_UP = "书面放弃"


def _wrong(
    name: str,
    kinds: tuple[DocumentKind, ...],
    spots: str,
    change: Callable[[Case], Case],
    *misses: tuple[str, str],
) -> Mutation:
    expected = frozenset((f"gate.{code}", field) for code, field in misses)
    return Mutation(name, kinds, frozenset(spots.split()), change, expected)


def about(**changes: object) -> Callable[[Case], Case]:
    """Return a change of the notice that a determination is about."""

    def change(case: Case) -> Case:
        subject: Subject = case.draft.about or a_subject()
        return put(case, "draft.about", replace(subject, **changes))

    return change


def _listed(**changes: object) -> Callable[[Case], Case]:
    def change(case: Case) -> Case:
        code = replace(a_code(), **changes)
        return replace(case, rules=replace(case.rules, conduct={code.code: code}))

    return change


def _to_supervisor(case: Case) -> Case:
    party = a_party(PartyRole.SUPERVISOR)
    return put(case, "draft.addressee", party)


def _both(*changes: Callable[[Case], Case]) -> Callable[[Case], Case]:
    def change(case: Case) -> Case:
        for one in changes:
            case = one(case)
        return case

    return change


def _served(on: date, until: date | None = None) -> Callable[[Case], Case]:
    return about(served_on=on, until=until, defended="")


BOTH = (WARN, JUDGE)
CONDUCT = (
    _wrong(
        "a code that no list has",
        BOTH,
        OF_CODE,
        writes(conduct_code="D1-4-99"),
        ("conduct_code_unknown", CODE),
    ),
    _wrong(
        "a code of another role",
        BOTH,
        OF_CODE,
        writes(conduct_code="E1-4-01"),
        ("conduct_code_other_role", CODE),
    ),
    _wrong(
        "a contractor's code for a supervisor",
        BOTH,
        OF_CODE,
        _to_supervisor,
        ("conduct_code_other_role", CODE),
    ),
    _wrong(
        "a code of a list that ended",
        BOTH,
        f"{OF_CODE} rules.conduct",
        _listed(valid_to=DAY_BEFORE),
        ("conduct_code_ended", CODE),
    ),
    _wrong(
        "a code of a list to come",
        BOTH,
        f"{OF_CODE} rules.conduct",
        _listed(valid_from=NEXT_DAY),
        ("conduct_code_ended", CODE),
    ),
    _wrong(
        "another code than the notice gave",
        (JUDGE,),
        f"{OF_CODE} about",
        about(conduct_code="D1-4-06"),
        ("conduct_code_unlike", CODE),
    ),
    _wrong(
        "four working days for a defence",
        (WARN,),
        "own.defence_until",
        writes(defence_until="2026-05-06"),
        ("defence_too_short", UNTIL),
    ),
    _wrong(
        "today is the last day for a defence that is asked for",
        (WARN,),
        "own.defence_until",
        writes(defence_until=ON.isoformat()),
        ("defence_too_short", UNTIL),
    ),
    _wrong(
        "announced, and not reached before tomorrow",
        (JUDGE,),
        "about",
        about(served_on=NEXT_DAY),
        ("about_not_served", SUBJECT),
    ),
    _wrong(
        "served late: the printed day is over, five working days from service are not",
        (JUDGE,),
        "about own.defence",
        _served(date(2026, 4, 21), DAY_BEFORE),
        ("defence_still_open", HEARD),
    ),
    _wrong(
        "a defence that nobody noted",
        (JUDGE,),
        "about own.defence",
        _both(about(defended=""), writes(defence=GIVEN_UP)),
        ("defence_unrecorded", HEARD),
    ),
    _wrong(
        "a defence was made, the paper is silent",
        (JUDGE,),
        "about own.defence",
        about(defended="made"),
        ("defence_made", HEARD),
    ),
    _wrong(
        "a defence was made, the paper calls it given up",
        (JUDGE,),
        "about own.defence",
        _both(about(defended="made"), writes(defence=GIVEN_UP)),
        ("defence_made", HEARD),
    ),
    _wrong(
        "given up in writing, the paper says that nothing came",
        (JUDGE,),
        "about own.defence",
        about(defended="waived", until=None),
        ("defence_waived", HEARD),
    ),
    _wrong(
        "determined before",
        (JUDGE,),
        "about",
        about(determined="滨住建不良认〔2026〕3-1号"),
        ("determined_already", SUBJECT),
    ),
    _wrong(
        "public before the decision",
        (JUDGE,),
        OF_DAYS,
        writes(published_from=DAY_BEFORE.isoformat()),
        ("publication_too_early", FROM),
    ),
    _wrong(
        "public a day less than six months",
        (JUDGE,),
        OF_DAYS,
        writes(published_to="2026-11-04"),
        ("publication_too_short", TO),
    ),
    _wrong(
        "public for a day",
        (JUDGE,),
        OF_DAYS,
        writes(published_from="2026-11-05"),
        ("publication_too_short", TO),
    ),
    _wrong(
        "public a day more than three years",
        (JUDGE,),
        OF_DAYS,
        writes(published_to="2029-05-07"),
        ("publication_too_long", TO),
    ),
)
