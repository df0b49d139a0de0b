"""What single kinds need beyond the rest: stop-work, resumption, service, reply."""

from collections.abc import Iterator
from datetime import date

from inspector_app.domain import stops
from inspector_app.domain.chinese import local_date
from inspector_app.domain.documents import Resumption, ServiceSubject
from inspector_app.domain.gate.missing import Missing, Weighed
from inspector_app.domain.placeholders import own_values
from inspector_app.domain.serving import METHOD_LABELS, METHODS

STOP = "建设工程安全生产管理条例 43(四)"
RESUME = "安全生产法 65"
REGULATION = "建质〔2014〕154号"
EXAMINED = f"{RESUME}；{REGULATION}"
"""Work is resumed after examination (查验) and consent, and not before."""
EXCEPTION = "exception"
"""The own field of a resumption by which the leader's approval names what is not yet put right."""
READINESS = "readiness"
"""The choice by which that field is asked for."""
SERVICE = "民事诉讼法 87"
LEFT = "民事诉讼法 89"


def reply(weighed: Weighed) -> Iterator[Missing]:
    """A day for the written reply, not before the last deadline."""
    due, last = weighed.draft.reply_due, weighed.draft.due
    if due is None:
        yield Missing.of("gate.reply_due_missing", "document.reply_due", "建质〔2014〕154号")
    elif due < weighed.on or (last is not None and due < last):
        yield Missing.of("gate.reply_due_too_early", "document.reply_due", "", due=due.isoformat())


def stop_work(weighed: Weighed) -> Iterator[Missing]:
    """Ground, scope with parts, start, evacuation and the conditions of resumption."""
    order = weighed.draft.stop_work
    if not weighed.draft.majors:
        yield Missing.of("gate.no_ground_for_stop", "findings", STOP)
    if order is None:
        yield Missing.of("gate.stop_scope_missing", "document.stop_work.parts", STOP)
        return
    if not order.full and not order.named:
        yield Missing.of("gate.stop_scope_missing", "document.stop_work.parts", STOP)
    if order.start is None:
        yield Missing.of("gate.stop_start_missing", "document.stop_work.start", STOP)
    if not order.evacuation.strip():
        yield Missing.of("gate.evacuation_missing", "document.stop_work.evacuation", RESUME)
    if not order.conditions.strip():
        yield Missing.of("gate.resumption_conditions_missing", "document.stop_work.conditions", RESUME)


def defence(weighed: Weighed) -> Iterator[Missing]:
    """陈述申辩 was heard, with its words, or waived, before the stop-work (行政强制法 18)."""
    told = weighed.draft.defence
    if told is None or (told.heard and not told.words.strip()):
        yield Missing.of("gate.defence_missing", "document.defence", "行政强制法 18")


def resumption(weighed: Weighed) -> Iterator[Missing]:
    """Names a stop-work that stands, verified on site, no wider than what is stopped, from a day on.

    Source: 安全生产法 65, 建质〔2014〕154号. That it is approved is weighed with all other approvals.
    """
    consent = weighed.draft.resumption
    if consent is None:
        yield Missing.of("gate.stop_work_missing", "document.resumption.stop_work", RESUME)
        return
    yield from _against(consent, weighed.on)
    if not consent.verification.strip():
        yield Missing.of("gate.verification_missing", "document.resumption.verification", RESUME)
    if not consent.full and not consent.named:
        yield Missing.of("gate.resumption_scope_missing", "document.resumption.parts", RESUME)
    if consent.start is None:
        yield Missing.of("gate.resumption_start_missing", "document.resumption.start", RESUME)
    elif (first := _first_day(consent)) is not None and consent.start < first:
        yield Missing.of("gate.resumption_before_stop", "document.resumption.start", RESUME)
    if consent.stands:
        yield from _no_wider(consent)
        yield from _put_right(weighed, consent)


def _against(consent: Resumption, on: date) -> Iterator[Missing]:
    """It goes against one stop-work of this target that stands, was issued before, and is not yet lifted."""
    field, number = "document.resumption.stop_work", consent.number
    if consent.fate in ("void", "revoked"):
        yield Missing.of("gate.resumption_of_void", field, RESUME, number=number)
    elif consent.fate == "lifted":
        yield Missing.of("gate.resumption_of_lifted", field, RESUME, number=number)
    elif not number.strip() or not consent.stands or consent.issued_on is None:
        yield Missing.of("gate.stop_work_missing", field, RESUME)
    elif consent.issued_on > on:
        yield Missing.of(
            "gate.resumption_of_later", field, RESUME, number=number, issued_on=consent.issued_on.isoformat()
        )
    if not consent.of_target:
        yield Missing.of("gate.resumption_of_other_target", field, RESUME, number=number)


def _first_day(consent: Resumption) -> date | None:
    """Return the day on which work was stopped: that of the order, or the later one that it set itself."""
    days = [consent.issued_on, local_date(consent.stopped_at) if consent.stopped_at else None]
    return max((day for day in days if day is not None), default=None)


def _no_wider(consent: Resumption) -> Iterator[Missing]:
    """Nothing is given back that was not stopped, or that was given back before."""
    if consent.full:
        return
    field, held = "document.resumption.parts", consent.holds
    beyond, again = held.beyond(consent.named), held.again(consent.named)
    if beyond:
        yield Missing.of(
            "gate.resumption_too_wide",
            field,
            EXAMINED,
            parts="、".join(beyond),
            number=consent.number,
            stopped="、".join(held.stopped),
        )
    if again:
        yield Missing.of(
            "gate.resumption_again", field, EXAMINED, parts="、".join(again), number=consent.number
        )


def _put_right(weighed: Weighed, consent: Resumption) -> Iterator[Missing]:
    """The findings behind what is resumed came to their end, or the approved exception names each of them."""
    wanted = () if consent.full else consent.named
    concerned = stops.concerning(consent.behind, consent.holds, full=consent.full, wanted=wanted)
    told = own_values(weighed.draft, weighed.template.fields)
    asked = {one.code for one in weighed.template.fields if one.asked(told)}
    left = stops.unnamed(concerned, told.get(EXCEPTION, "") if EXCEPTION in asked else "")
    if left:
        yield Missing.of(
            "gate.resumption_unrectified",
            _mended_at(asked),
            EXAMINED,
            number=consent.number,
            findings="；".join(one.line for one in left),
        )


def _mended_at(asked: set[str]) -> str:
    """Return the field to jump to: the exception where it is asked for, else the choice that asks for it."""
    shown = next((code for code in (EXCEPTION, READINESS) if code in asked), "")
    return f"document.own.{shown}" if shown else "document.resumption.parts"


def service(weighed: Weighed) -> Iterator[Missing]:
    """Matter, document, place and method of a proof of service (民事诉讼法 87)."""
    told = weighed.draft.service
    for field, value, code in (
        ("matter", told and told.matter, "gate.service_matter_missing"),
        ("document", told and told.document, "gate.service_document_missing"),
        ("place", told and told.place, "gate.service_place_missing"),
        ("method", told and told.method in METHODS and told.method, "gate.service_method_missing"),
    ):
        if not value or not value.strip():
            yield Missing.of(code, f"document.service.{field}", SERVICE)
    if told is not None:
        yield from _as_noted(told)


def _as_noted(told: ServiceSubject) -> Iterator[Missing]:
    """The way of serving that is on record; left service with its refusal, and who or what saw it.

    Source: 民事诉讼法 89: ground and day of the refusal, and a witness or photo or video of the course. The
    law names no number of witnesses.
    """
    field, done = "document.service.method", told.done
    if done is None and told.method == "left":
        yield Missing.of("gate.service_left_unnoted", field, LEFT)
    elif told.noted and told.method in METHODS and told.method not in told.noted:
        noted = "、".join(METHOD_LABELS.get(one, one) for one in dict.fromkeys(told.noted))
        yield Missing.of(
            "gate.service_unlike", field, SERVICE, method=METHOD_LABELS[told.method], noted=noted
        )
    if done is None or done.method != "left":
        return
    if told.refused is None:
        yield Missing.of("gate.service_refusal_missing", field, LEFT)
    if not (done.witnesses or done.witness.strip() or done.photos or done.recording.strip()):
        yield Missing.of("gate.service_left_unproven", field, LEFT)


def trace(weighed: Weighed) -> Iterator[Missing]:
    """A plant order names the works supplied, so that its lots can be traced."""
    if not weighed.draft.trace.strip():
        yield Missing.of("gate.trace_missing", "document.trace", "建设工程质量管理条例 48(三)")
