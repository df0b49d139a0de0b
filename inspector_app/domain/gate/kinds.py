"""What single kinds need beyond the rest: stop-work, resumption, service, reply."""

from collections.abc import Iterator

from inspector_app.domain.documents import ServiceSubject
from inspector_app.domain.gate.missing import Missing, Weighed
from inspector_app.domain.serving import METHOD_LABELS, METHODS

STOP = "建设工程安全生产管理条例 43(四)"
RESUME = "安全生产法 65"
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
    if not order.full and not order.parts.strip():
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
    """Names a stop-work that stands, verified on site, wholly or in named parts, from a day on.

    Source: 安全生产法 65.
    """
    consent = weighed.draft.resumption
    if consent is None or not consent.number.strip() or not consent.stands or consent.issued_on is None:
        yield Missing.of("gate.stop_work_missing", "document.resumption.stop_work", RESUME)
        if consent is None:
            return
    if not consent.verification.strip():
        yield Missing.of("gate.verification_missing", "document.resumption.verification", RESUME)
    if not consent.full and not consent.parts.strip():
        yield Missing.of("gate.resumption_scope_missing", "document.resumption.parts", RESUME)
    if consent.start is None:
        yield Missing.of("gate.resumption_start_missing", "document.resumption.start", RESUME)
    elif consent.issued_on is not None and consent.start < consent.issued_on:
        yield Missing.of("gate.resumption_before_stop", "document.resumption.start", RESUME)


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
