"""One thing wrong with what a single kind needs, and what the gate says of it."""

from dataclasses import replace
from datetime import date, timedelta

from inspector_app.domain.documents import Defence, Review, Standing
from inspector_app.domain.findings import Severity
from inspector_app.domain.serving import Service
from inspector_app.domain.stops import Behind, Freeing, holding
from tests.builders import DUE, ON, a_service, an_approval, china, put
from tests.domain.gate_case import (
    DAY_BEFORE,
    NUMBERLESS,
    PHONED,
    PLANT,
    RECTIFY,
    RESUME,
    SERVE,
    STOP,
    WRITTEN,
    Case,
    Mutation,
    one,
    several,
)

REPLY, PARTS = "document.reply_due", "document.stop_work.parts"
SERVICE = ("matter", "document", "place", "method")
DOCUMENT = "document.approval"
STOPPED = "document.resumption.stop_work"
FREED = "document.resumption.parts"
GONE = {"resumption__stands": False, "resumption__fate": "void"}
METHOD = "document.service.method"
LEFT = Service("party-1", "left", china(2026, 4, 27, 15, 20))


def _generals(case: Case) -> Case:
    told = [replace(it, severity=Severity.GENERAL, criterion_id="") for it in case.draft.findings]
    return put(case, "draft.findings", tuple(told))


KINDS = (
    one("no reply day", (RECTIFY,), "reply_due_missing", REPLY, spots="reply", reply_due=None),
    one("reply past", (RECTIFY,), "reply_due_too_early", REPLY, spots="reply", reply_due=DAY_BEFORE),
    one(
        "reply before the last deadline",
        (RECTIFY,),
        "reply_due_too_early",
        REPLY,
        spots="reply findings.0 findings.1 findings",
        reply_due=DUE - timedelta(days=1),
    ),
    Mutation(
        "no major hazard",
        (STOP,),
        frozenset({"findings.0", "findings.1", "findings"}),
        _generals,
        frozenset({("gate.no_ground_for_stop", "findings")}),
    ),
    one("no order to stop", (STOP,), "stop_scope_missing", PARTS, spots="stop_work", stop_work=None),
    one("no parts", (STOP,), "stop_scope_missing", PARTS, spots="stop_work", stop_work__parts=" "),
    one(
        "no start of the stop",
        (STOP,),
        "stop_start_missing",
        "document.stop_work.start",
        spots="stop_work",
        stop_work__start=None,
    ),
    one(
        "no evacuation",
        (STOP,),
        "evacuation_missing",
        "document.stop_work.evacuation",
        spots="stop_work",
        stop_work__evacuation="",
    ),
    one(
        "no conditions",
        (STOP,),
        "resumption_conditions_missing",
        "document.stop_work.conditions",
        spots="stop_work",
        stop_work__conditions="　",
    ),
    one("no defence", (STOP,), "defence_missing", "document.defence", spots="defence", defence=None),
    one(
        "heard, no words",
        (STOP,),
        "defence_missing",
        "document.defence",
        spots="defence",
        defence=Defence(True),
    ),
    one(
        "heard, blank words",
        (STOP,),
        "defence_missing",
        "document.defence",
        spots="defence",
        defence=Defence(True, " "),
    ),
    one(
        "no consent", (STOP, *WRITTEN), "document_approval_missing", DOCUMENT, spots="consent", approval=None
    ),
    one(
        "consent loose",
        (STOP, *WRITTEN),
        "document_approval_missing",
        DOCUMENT,
        spots="consent",
        approval=NUMBERLESS,
    ),
    one(
        "consent by telephone where paper is needed",
        WRITTEN,
        "document_approval_not_written",
        DOCUMENT,
        spots="consent",
        approval=PHONED,
    ),
    *(
        one(
            f"laid before a supervisor: {standing}",
            (STOP, *WRITTEN),
            code,
            DOCUMENT,
            spots="consent",
            approval=None,
            review=Review(
                standing, "wang", china(2026, 4, 27, 13), by="李望川", number="9号", words="范围不明"
            ),
        )
        for standing, code in (
            (Standing.WAITING, "approval_waiting"),
            (Standing.CHANGED, "submission_changed"),
            (Standing.LOST, "approval_lost"),
            (Standing.RETURNED, "approval_returned"),
        )
    ),
    one(
        "consent of tomorrow",
        (STOP, *WRITTEN),
        "approval_after_issue",
        f"{DOCUMENT}.at",
        spots="consent",
        approval=an_approval(at=china(2026, 4, 28)),
    ),
    one(
        "called days before the visit",
        (STOP,),
        "phone_approval_too_early",
        f"{DOCUMENT}.at",
        spots="consent times",
        approval=replace(PHONED, at=china(2026, 4, 25, 10)),
    ),
    one(
        "resumption of nothing", (RESUME,), "stop_work_missing", STOPPED, spots="resumption", resumption=None
    ),
    one(
        "stop-work unnumbered",
        (RESUME,),
        "stop_work_missing",
        STOPPED,
        spots="resumption",
        resumption__number=" ",
    ),
    one(
        "stop-work void",
        (RESUME,),
        "stop_work_missing",
        STOPPED,
        spots="resumption",
        resumption__stands=False,
    ),
    one(
        "stop-work unissued",
        (RESUME,),
        "stop_work_missing",
        STOPPED,
        spots="resumption",
        resumption__issued_on=None,
    ),
    one(
        "unverified",
        (RESUME,),
        "verification_missing",
        "document.resumption.verification",
        spots="resumption",
        resumption__verification="",
    ),
    one(
        "partly, but which part",
        (RESUME,),
        "resumption_scope_missing",
        "document.resumption.parts",
        spots="resumption",
        resumption__full=False,
    ),
    one(
        "no start",
        (RESUME,),
        "resumption_start_missing",
        "document.resumption.start",
        spots="resumption",
        resumption__start=None,
    ),
    one(
        "start before the stop",
        (RESUME,),
        "resumption_before_stop",
        "document.resumption.start",
        spots="resumption",
        resumption__start=date(2026, 4, 23),
    ),
    one("stop-work void by name", (RESUME,), "resumption_of_void", STOPPED, spots="resumption", **GONE),
    one(
        "stop-work revoked",
        (RESUME,),
        "resumption_of_void",
        STOPPED,
        spots="resumption",
        **{**GONE, "resumption__fate": "revoked"},
    ),
    one(
        "stop-work lifted already",
        (RESUME,),
        "resumption_of_lifted",
        STOPPED,
        spots="resumption",
        **{**GONE, "resumption__fate": "lifted"},
    ),
    one(
        "stop-work of a later day",
        (RESUME,),
        "resumption_of_later",
        STOPPED,
        spots="resumption",
        resumption__issued_on=ON + timedelta(days=1),
        resumption__start=ON + timedelta(days=1),
    ),
    one(
        "stop-work of another target",
        (RESUME,),
        "resumption_of_other_target",
        STOPPED,
        spots="resumption",
        resumption__of_target=False,
    ),
    one(
        "work stopped later than it was ordered, and resumed before that",
        (RESUME,),
        "resumption_before_stop",
        "document.resumption.start",
        spots="resumption",
        resumption__stopped_at=china(2026, 4, 28, 8),
    ),
    one(
        "wider than its stop-work",
        (RESUME,),
        "resumption_too_wide",
        FREED,
        spots="resumption",
        resumption__full=False,
        resumption__parts="3号楼基坑及其周边作业\n5号楼吊篮",
    ),
    one(
        "a part that was given back before",
        (RESUME,),
        "resumption_again",
        FREED,
        spots="resumption",
        resumption__full=False,
        resumption__parts="塔吊；基坑",
        resumption__held=holding(False, ("基坑", "塔吊"), [Freeing("document-0", False, ("塔吊",))]),
    ),
    several(
        "of a full stop a part that was given back, too",
        (RESUME,),
        (("resumption_again", FREED),),
        "resumption",
        resumption__full=False,
        resumption__parts="塔吊；5号楼",
        resumption__held=holding(True, (), [Freeing("document-0", False, ("塔吊",))]),
    ),
    *(
        one(
            f"open findings behind what is resumed ({name})",
            (RESUME,),
            "resumption_unrectified",
            FREED,
            spots="resumption",
            resumption__behind=(Behind("finding-1", 1, place, "待整改", True),),
            **changes,
        )
        for name, place, changes in (
            ("all of it", "3号楼基坑", {}),
            ("nobody knows where", "", {}),
            (
                "its very part",
                "基坑",
                {
                    "resumption__full": False,
                    "resumption__parts": "基坑",
                    "resumption__held": holding(False, ("基坑", "塔吊")),
                },
            ),
        )
    ),
    *(
        one(
            f"no {part}",
            (SERVE,),
            f"service_{part}_missing",
            f"document.service.{part}",
            spots="service",
            **{f"service__{part}": " "},
        )
        for part in SERVICE
    ),
    one(
        "an unheard-of method",
        (SERVE,),
        "service_method_missing",
        "document.service.method",
        spots="service",
        service__method="pigeon",
    ),
    several(
        "no service at all, and so none of its four parts",
        (SERVE,),
        tuple((f"service_{part}_missing", f"document.service.{part}") for part in SERVICE),
        "service",
        service=None,
    ),
    one(
        "left service that nobody noted",
        (SERVE,),
        "service_left_unnoted",
        METHOD,
        spots="service",
        service__method="left",
    ),
    one(
        "another way than was noted",
        (SERVE,),
        "service_unlike",
        METHOD,
        spots="service",
        service__noted=("mail", "mail"),
    ),
    several(
        "left service of an older version, without refusal, witness or picture",
        (SERVE,),
        (("service_refusal_missing", METHOD), ("service_left_unproven", METHOD)),
        "service",
        service=a_service(method="left", noted=("left",), done=LEFT),
    ),
    one("no trace", (PLANT,), "trace_missing", "document.trace", trace="　"),
)
