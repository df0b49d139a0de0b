"""One thing wrong with the people or the visit, and what the gate says of it."""

from inspector_app.domain.inspections import Recusal
from inspector_app.domain.people import PersonPresent
from tests.builders import an_expert, china, put
from tests.domain.gate_case import (
    ALL,
    DAY_BEFORE,
    NEXT_DAY,
    NUMBERLESS,
    ORDERS,
    RECORD,
    VISITED,
    Mutation,
    one,
)

CREDIT = "addressee.credit_code"
OFFICERS = "inspection.officers"
CERTIFICATE = "inspection__officers__1__"
WHO = "addressee findings"

PEOPLE = (
    one("no addressee", ALL, "addressee_missing", "addressee.name", spots=WHO, addressee=None),
    one(
        "addressee unnamed",
        ALL,
        "addressee_missing",
        "addressee.name",
        spots="addressee",
        addressee__name="　",
    ),
    one("no credit code", ALL, "credit_code_missing", CREDIT, spots="addressee", addressee__credit_code=""),
    one(
        "wrong code", ALL, "credit_code_wrong", CREDIT, spots="addressee", addressee__credit_code_valid=False
    ),
    one("office unnamed", ALL, "office_incomplete", "office.name", office__name=" "),
    one("office without prefix", ALL, "office_incomplete", "office.prefix", office__prefix=""),
    one("office without telephone", ALL, "office_incomplete", "office.phone", office__phone=""),
    one("no review body", ORDERS, "review_body_missing", "office.review_body", office__review_body=""),
    one("works unnamed", VISITED, "target_missing", "target.name", target__name=""),
    one("no officer", ALL, "officers_two", OFFICERS, spots="officers", inspection__officers=()),
    one(
        "certificate expired",
        ALL,
        "certificate_expired",
        OFFICERS,
        spots="officers",
        **{CERTIFICATE + "valid_to": DAY_BEFORE},
    ),
    one(
        "certificate not yet valid",
        ALL,
        "certificate_expired",
        OFFICERS,
        spots="officers",
        **{CERTIFICATE + "valid_from": NEXT_DAY},
    ),
    one(
        "certificate without an end",
        ALL,
        "certificate_expired",
        OFFICERS,
        spots="officers",
        **{CERTIFICATE + "valid_to": None},
    ),
    one(
        "no certificate",
        ALL,
        "certificate_missing",
        OFFICERS,
        spots="officers",
        **{CERTIFICATE + "certificate": ""},
    ),
    one(
        "blank certificate",
        ALL,
        "certificate_missing",
        OFFICERS,
        spots="officers",
        **{CERTIFICATE + "certificate": "　"},
    ),
    one(
        "expert as second",
        ALL,
        "officers_two",
        OFFICERS,
        spots="officers",
        inspection__officers__1=an_expert(),
    ),
    one(
        "same person, two certificates",
        ALL,
        "officers_two",
        OFFICERS,
        spots="officers",
        inspection__officers__1__id="officer-1",
    ),
    one(
        "two records of one certificate",
        ALL,
        "officers_two",
        OFFICERS,
        spots="officers",
        inspection__officers__1__certificate="3501000001",
    ),
    Mutation(
        "one officer",
        ALL,
        frozenset({"officers"}),
        lambda case: put(case, "draft.inspection.officers", case.draft.inspection.officers[:1]),
        frozenset({("gate.officers_two", OFFICERS)}),
    ),
    Mutation(
        "the same officer twice",
        ALL,
        frozenset({"officers"}),
        lambda case: put(case, "draft.inspection.officers", case.draft.inspection.officers[:1] * 2),
        frozenset({("gate.officers_two", OFFICERS)}),
    ),
)

APPROVAL = "inspection.approval"
VISIT = (
    one("unapproved", VISITED, "approval_missing", APPROVAL, spots="approval", inspection__approval=None),
    one(
        "approval unnumbered",
        VISITED,
        "approval_missing",
        APPROVAL,
        spots="approval",
        inspection__approval=NUMBERLESS,
    ),
    one(
        "approval by nobody",
        VISITED,
        "approval_missing",
        APPROVAL,
        spots="approval",
        inspection__approval__approver="",
    ),
    one("unannounced", VISITED, "inspection_notice_missing", "inspection.notice", inspection__notice=" "),
    one(
        "no credentials",
        VISITED,
        "credentials_not_shown",
        "inspection.credentials_shown",
        inspection__credentials_shown=False,
    ),
    one(
        "recusal untold",
        VISITED,
        "recusal_untold",
        "inspection.recusal",
        inspection__recusal=Recusal.UNTOLD,
    ),
    one("no start", VISITED, "start_missing", "inspection.started", spots="times", inspection__started=None),
    one("no end", (RECORD,), "end_missing", "inspection.ended", spots="times", inspection__ended=None),
    one(
        "reversed",
        (RECORD,),
        "time_reversed",
        "inspection.ended",
        spots="times",
        inspection__ended=china(2026, 4, 27, 8, 59),
    ),
    one("no place", (RECORD,), "place_missing", "inspection.place", inspection__place=""),
    one("no source", (RECORD,), "source_missing", "inspection.source", inspection__source=" "),
    one("no scope", (RECORD,), "scope_of_visit_missing", "inspection.scope", inspection__scope="\n"),
    one("no handling", (RECORD,), "handling_missing", "inspection.handling", inspection__handling=""),
    one("nobody met", (RECORD,), "present_missing", "inspection.present", inspection__present=()),
    one(
        "someone unnamed met",
        (RECORD,),
        "present_missing",
        "inspection.present",
        inspection__present=(PersonPresent(" ", "安全员"),),
    ),
)
