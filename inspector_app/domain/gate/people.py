"""Addressee, officers, approval and the visit itself."""

from collections.abc import Iterator
from datetime import timedelta

from inspector_app.domain import chinese
from inspector_app.domain.documents import Review, Standing
from inspector_app.domain.gate.missing import Missing, Weighed
from inspector_app.domain.inspections import Approval, Recusal
from inspector_app.domain.templates import Sealing

TWO_OFFICERS = "行政处罚法 42"
RECORD = "安全生产法 68"
CONSENT = "行政强制法 18、19"
CALLED_BEFORE = timedelta(days=1)
"""A call about what a visit found lies at most so long before the visit: clocks differ, days do not."""
NO_DAY = "—"
"""Stands where a certificate has no first or last day."""
MOST_COPIED = 20
"""Copies to more recipients belong to a circular, not to an order."""


def addressee(weighed: Weighed) -> Iterator[Missing]:
    """Full legal name and a credit code whose check digit is right (GB 32100-2015)."""
    party = weighed.draft.addressee
    if party is None or not party.name.strip():
        yield Missing.of("gate.addressee_missing", "addressee.name", "行政处罚法 40")
        return
    field = "addressee.credit_code"
    kind = weighed.rules.targets.get(weighed.draft.target.kind)
    if not party.credit_code and kind is not None and party.role in kind.people:
        return  # a natural person has no credit code
    if not party.credit_code:
        yield Missing.of(
            "gate.credit_code_missing", "addressee.credit_code", "GB 32100-2015", name=party.name
        )
    elif not party.credit_code_valid:
        yield Missing.of(
            "gate.credit_code_wrong",
            field,
            "GB 32100-2015",
            name=party.name,
            credit_code=party.credit_code,
        )


def office(weighed: Weighed) -> Iterator[Missing]:
    """The issuing body's name, number prefix and telephone."""
    told = weighed.draft.office
    name, prefix = told.body(weighed.template.body)
    for field, value in (("office.name", name), ("office.prefix", prefix), ("office.phone", told.phone)):
        if not value.strip():
            yield Missing.of("gate.office_incomplete", field, "GB/T 9704-2012 7.2", lacking=field)


def target(weighed: Weighed) -> Iterator[Missing]:
    """The works or plant by name, and the place (安全生产法 68)."""
    if not weighed.draft.target.name.strip():
        yield Missing.of("gate.target_missing", "target.name", RECORD)


def officers(weighed: Weighed) -> Iterator[Missing]:
    """Two officers, each with a certificate valid that day; experts do not count (行政处罚法 42)."""
    named = [one for one in weighed.draft.inspection.officers if not one.expert]
    # One person may hold two certificates, and one certificate may stand in two records: both are one.
    count = min(len({one.id for one in named}), len({one.certificate.strip() or one.id for one in named}))
    if count < 2:
        yield Missing.of("gate.officers_two", "inspection.officers", TWO_OFFICERS, count=count)
    for one in named:
        if not one.certificate.strip():
            yield Missing.of("gate.certificate_missing", "inspection.officers", TWO_OFFICERS, name=one.name)
        elif not one.certified(weighed.on):
            yield Missing.of(
                "gate.certificate_expired",
                "inspection.officers",
                TWO_OFFICERS,
                name=one.name,
                certificate=one.certificate,
                valid_from=one.valid_from.isoformat() if one.valid_from else NO_DAY,
                valid_to=one.valid_to.isoformat() if one.valid_to else NO_DAY,
                on=weighed.on.isoformat(),
            )


def lawful_visit(weighed: Weighed) -> Iterator[Missing]:
    """The visit was approved and announced, certificates were shown, recusal was told."""
    visit = weighed.draft.inspection
    if visit.approval is None or not visit.approval.stands:
        yield Missing.of("gate.approval_missing", "inspection.approval", "国办发〔2024〕54号")
    if not visit.notice.strip() and not visit.notice_waived.strip():
        yield Missing.of("gate.inspection_notice_missing", "inspection.notice", "国办发〔2024〕54号")
    if not visit.credentials_shown:
        yield Missing.of("gate.credentials_not_shown", "inspection.credentials_shown", "安全生产法 67")
    if visit.recusal is Recusal.UNTOLD:
        yield Missing.of("gate.recusal_untold", "inspection.recusal", "行政处罚法 43、55")
    if visit.started is None:
        yield Missing.of("gate.start_missing", "inspection.started", RECORD)


def record(weighed: Weighed) -> Iterator[Missing]:
    """What a written record must hold: from-to, place, persons, scope, handling (安全生产法 68)."""
    visit = weighed.draft.inspection
    if visit.ended is None:
        yield Missing.of("gate.end_missing", "inspection.ended", RECORD)
    elif visit.started is not None and visit.ended < visit.started:
        yield Missing.of("gate.time_reversed", "inspection.ended", RECORD)
    for field, value, code in (
        ("place", visit.place, "gate.place_missing"),
        ("source", visit.source, "gate.source_missing"),
        ("scope", visit.scope, "gate.scope_of_visit_missing"),
        ("handling", visit.handling, "gate.handling_missing"),
    ):
        if not value.strip():
            yield Missing.of(code, f"inspection.{field}", RECORD)
    if not any(person.name.strip() for person in visit.present):
        yield Missing.of("gate.present_missing", "inspection.present", RECORD)


def remedies(weighed: Weighed) -> Iterator[Missing]:
    """Review goes to the district government, which must be named (行政复议法 2023, 20 and 24)."""
    if not weighed.draft.office.review_body.strip():
        yield Missing.of("gate.review_body_missing", "office.review_body", "行政复议法 20、24")


def approval(weighed: Weighed) -> Iterator[Missing]:
    """The leader's approval of the document, in writing or by telephone as the kind demands.

    What was laid before a supervisor in the program says why it does not stand: it waits, was returned, or
    was changed since. An approval given elsewhere after a return stands all the same.
    """
    given, told = weighed.draft.approval, weighed.draft.review
    stands = given is not None and given.stands
    if told is not None and (not stands or _overtaken(given, told)):
        yield _laid(told)
    elif given is None or not given.stands:
        yield Missing.of("gate.document_approval_missing", "document.approval", CONSENT)
    elif weighed.template.approval == "before" and not given.number:
        yield Missing.of("gate.document_approval_not_written", "document.approval", "建质〔2014〕154号")
    else:
        yield from _time_of(given, weighed)


def _overtaken(given: Approval | None, told: Review) -> bool:
    """Tell whether a supervisor returned the draft after the approval that it is said to have."""
    if told.standing is not Standing.RETURNED or given is None or told.at is None:
        return False
    return given.at is None or given.at <= told.at


def _laid(told: Review) -> Missing:
    field, at = "document.approval", chinese.minute(told.at)
    if told.standing is Standing.RETURNED:
        return Missing.of("gate.approval_returned", field, CONSENT, by=told.by, at=at, reason=told.words)
    if told.standing is Standing.LOST:
        return Missing.of("gate.approval_lost", field, CONSENT, by=told.by, at=at, number=told.number)
    if told.standing is Standing.CHANGED:
        return Missing.of("gate.submission_changed", field, CONSENT, at=at)
    return Missing.of("gate.approval_waiting", field, CONSENT, at=at)


def _time_of(given: Approval, weighed: Weighed) -> Iterator[Missing]:
    """Nobody approves tomorrow what is issued today, nor by telephone what nobody had seen yet."""
    if given.at is None:
        return
    began = weighed.draft.inspection.started
    by_phone = bool(given.phone.strip()) and not given.number.strip()
    at, on = chinese.minute(given.at), weighed.on.isoformat()
    if chinese.local_date(given.at) > weighed.on:
        yield Missing.of("gate.approval_after_issue", "document.approval.at", CONSENT, at=at, on=on)
    elif by_phone and began is not None and given.at < began - CALLED_BEFORE:
        start = chinese.minute(began)
        yield Missing.of("gate.phone_approval_too_early", "document.approval.at", CONSENT, at=at, began=start)


def recipients(weighed: Weighed) -> Iterator[Missing]:
    """The foot of the page has room for so many copy recipients and no more."""
    count = len(weighed.draft.copied)
    if count > MOST_COPIED:
        yield Missing.of("gate.recipients_too_many", "target.parties", "", count=count, most=MOST_COPIED)


def seal(weighed: Weighed) -> Iterator[Missing]:
    """A kind with an electronic seal needs that seal at hand."""
    if weighed.template.sealing is Sealing.ELECTRONIC:
        told = weighed.draft.seal
        if told is None or not told.sha256:
            yield Missing.of("gate.seal_missing", "office.seal", "")
