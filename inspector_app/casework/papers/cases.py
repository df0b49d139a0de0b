"""A case from outside as domain values, so that the gate can weigh it without a workspace."""

from datetime import date, datetime, time, timedelta

from inspector_app.casework.papers import subjects
from inspector_app.casework.targets.registry import credit_code_valid
from inspector_app.catalog.case import (
    ApprovalCase,
    Case,
    DocumentCase,
    FindingCase,
    InspectionCase,
    OfficeCase,
    OfficerCase,
    PartyCase,
    ServiceCase,
    day_of,
    moment,
)
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.documents import (
    Defence,
    Draft,
    Office,
    Rechecked,
    Resumption,
    ServiceSubject,
    StopWork,
    Subject,
)
from inspector_app.domain.errors import RuleError
from inspector_app.domain.findings import Finding, Obligation, Severity
from inspector_app.domain.inspections import Approval, Inspection
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.people import Officer, PersonPresent
from inspector_app.domain.rules import Rules
from inspector_app.domain.serving import Service
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import DocumentKind, DocumentTemplate, FieldKind


def kind_named(name: str) -> DocumentKind:
    """Return a document kind by its code.

    Raises:
        RuleError: `case.unknown_kind`.
    """
    try:
        return DocumentKind(name)
    except ValueError as error:
        raise RuleError("case.unknown_kind", where="documents.kind", kind=name) from error


def office_of(told: OfficeCase | None, training: Office) -> Office:
    """Return the case's issuing body, or the training office."""
    if told is None:
        return training
    return Office(told.name, told.prefix, told.review_body, told.phone, told.station, told.station_prefix)


def approval_of(told: ApprovalCase | None, on: date) -> Approval | None:
    """Return an approval; a bare time falls on the day of the visit."""
    if told is None:
        return None
    return Approval(
        told.approver, moment(told.at, on), told.number, told.phone, told.words, told.urgent_reason
    )


def officer_of(told: OfficerCase, index: int) -> Officer:
    """Return an officer of the case; `index` stands for the record it has not got."""
    return Officer(
        f"officer-{index}", told.name, told.certificate, told.valid_from, told.valid_to, told.expert
    )


def party_of(told: PartyCase, index: int) -> Party:
    """Return a company of the case with the verdict on its credit code."""
    return Party(
        id=f"party-{index}",
        role=told.role,
        name=told.name,
        credit_code=told.credit_code,
        credit_code_valid=credit_code_valid(told.credit_code),
        manager=told.manager,
        manager_title=told.manager_title,
        phone=told.phone,
        address=told.address,
    )


def target_of(case: Case) -> Target:
    """Return the case's target."""
    told = case.target
    return Target(
        id="target",
        kind=told.kind,
        name=told.name,
        address=told.address,
        project=told.project,
        parties=tuple(party_of(party, n) for n, party in enumerate(told.parties)),
        fields=tuple(sorted(told.fields.items())),
    )


def inspection_of(case: Case, on: date) -> Inspection:
    """Return the case's visit."""
    told: InspectionCase = case.inspection
    everybody = [officer_of(one, n) for n, one in enumerate(case.officers)]
    return Inspection(
        id="inspection",
        target_id="target",
        officers=tuple(one for one in everybody if not one.expert),
        experts=tuple(one for one in everybody if one.expert),
        started=moment(told.started, on),
        ended=moment(told.ended, on),
        place=told.place or case.target.address,
        source=told.source,
        approval=approval_of(told.approval, on),
        notice=told.notice,
        notice_waived=told.notice_waived,
        credentials_shown=told.credentials_shown,
        recusal=told.recusal,
        present=tuple(PersonPresent(one.name, one.position, one.company, one.phone) for one in told.present),
        scope=told.scope,
        handling=told.handling,
        score=told.score,
        opinion=told.opinion,
        refusal=told.refusal,
        entry_code=told.entry_code,
    )


def main_role(case: Case, rules: Rules) -> PartyRole:
    """Return the role that this kind of target's documents are addressed to."""
    kind = rules.targets.get(case.target.kind)
    return kind.main_role if kind else PartyRole.CONTRACTOR


def findings_of(case: Case, target: Target, rules: Rules, on: date) -> tuple[Finding, ...]:
    """Return the case's findings, each an obligation of its party or the main one."""
    role = main_role(case, rules)
    return tuple(_finding(one, n, target, role, on) for n, one in enumerate(case.findings, start=1))


def _finding(told: FindingCase, number: int, target: Target, role: PartyRole, on: date) -> Finding:
    party = target.party(told.party or role)
    due = day_of(told.due, told.days, on)
    duty = Obligation(party.id if party else "", told.measure, due, told.on_the_spot)
    return Finding(
        id=f"finding-{number}",
        number=number,
        location=told.location,
        fact=told.fact,
        clause_id=told.clause,
        severity=told.severity,
        seen_on=told.seen_on or on,
        obligations=(duty,),
        criterion_id=told.criterion,
        item=told.item,
        batch=told.batch,
    )


_WITHOUT_FINDINGS = frozenset(
    {
        DocumentKind.RESUMPTION_NOTICE,
        DocumentKind.PROOF_OF_SERVICE,
        DocumentKind.INSPECTION_APPROVAL,
        DocumentKind.INSPECTION_NOTICE,
        DocumentKind.EXTENSION_DECISION,
        DocumentKind.INTERVIEW_RECORD,
        DocumentKind.REVOCATION,
    }
)


def fitting(kind: DocumentKind, findings: tuple[Finding, ...]) -> tuple[int, ...]:
    """Return the numbers of the findings that a kind is about when the case does not say.

    A rectification notice leaves the major hazards to the stop-work; a resumption, a proof of service,
    a plan of a visit and the like are about something else.
    """
    if kind is DocumentKind.RECTIFICATION_NOTICE:
        return tuple(one.number for one in findings if one.severity is Severity.GENERAL)
    if kind is DocumentKind.STOP_WORK_NOTICE:
        return tuple(one.number for one in findings if one.severity is Severity.MAJOR)
    if kind in _WITHOUT_FINDINGS:
        return ()
    return tuple(one.number for one in findings)


def numbers_of(
    told: DocumentCase | None, kind: DocumentKind, findings: tuple[Finding, ...]
) -> tuple[int, ...]:
    """Return the findings that a document is about, as the case says or as fits.

    Raises:
        RuleError: `case.no_such_finding`.
    """
    if told is None or told.findings is None:
        return fitting(kind, findings)
    known = {one.number for one in findings}
    for number in told.findings:
        if number not in known:
            raise RuleError("case.no_such_finding", where="documents.findings", number=number)
    return tuple(told.findings)


def draft_of(case: Case, kind: DocumentKind, rules: Rules, on: date, training: Office) -> Draft:
    """Return the document of that kind which the case describes, as it would stand at the gate."""
    told = case.document(str(kind))
    day = case.inspection.day or on
    target = target_of(case)
    findings = findings_of(case, target, rules, day)
    wanted = numbers_of(told, kind, findings)
    stop = case.document(str(DocumentKind.STOP_WORK_NOTICE))
    stopped = numbers_of(stop, DocumentKind.STOP_WORK_NOTICE, findings) if stop else ()
    template = rules.template_for(kind, target.kind)
    fields = own_fields(told, template, day)
    main = target.party((told.addressee if told else None) or main_role(case, rules))
    addressee = subjects.addressee(template, {"addressee_id": main.id if main else "", **fields}, target)
    return Draft(
        id="document",
        kind=kind,
        office=office_of(case.office, training),
        target=target,
        inspection=inspection_of(case, day),
        findings=tuple(findings[number - 1] for number in wanted),
        addressee=addressee,
        issue_on=on,
        copied=tuple(party for party in target.parties if party != addressee)
        if template and template.copied
        else (),
        covered=frozenset(findings[number - 1].id for number in stopped),
        reply_due=day_of(told.reply_due, told.reply_days, day) if told else None,
        approval=approval_of(told.approval, day) if told else None,
        stop_work=_stop_work(told, day),
        defence=Defence(told.defence.heard, told.defence.words) if told and told.defence else None,
        resumption=_resumption(told, stop, day),
        service=_service(told, day),
        trace=told.trace if told else "",
        own=subjects.own(fields),
        deadline=subjects.deadline(template, subjects.own(fields)),
        about=_about(told, rules),
        rechecked=_rechecked(case),
    )


def own_fields(told: DocumentCase | None, template: DocumentTemplate | None, on: date) -> dict[str, object]:
    """Return a document's own fields as its record holds them; a day may be written +N, counted from `on`."""
    if told is None or template is None:
        return {}
    days = {field.code for field in template.fields if field.kind is FieldKind.DAY}
    return {
        subjects.OWN + code: _counted(value, on) if code in days else value
        for code, value in told.own.items()
    }


def _counted(value: str, on: date) -> str:
    sign, digits = value[:1], value[1:]
    if sign in ("+", "-") and digits.isdecimal() and len(digits) <= 4:
        return (on + timedelta(days=int(sign + digits))).isoformat()
    return value


def _about(told: DocumentCase | None, rules: Rules) -> Subject | None:
    if told is None or told.about is None:
        return None
    named = told.about
    template = rules.templates.get(kind_named(named.kind))
    return Subject(
        document_id=named.number,
        kind=named.kind,
        label=template.label if template else named.kind,
        number=named.number,
        issued_on=named.on,
        due_on=named.due,
        stands=bool(named.number),
        served=named.served,
        until=named.until,
    )


def _rechecked(case: Case) -> tuple[Rechecked, ...]:
    told = case.recheck
    if told is None:
        return ()
    return tuple(
        Rechecked(f"finding-{n}", subjects.RESULT_LABELS[told.results.get(str(n), "rectified")], told.note)
        for n in range(1, len(case.findings) + 1)
    )


def _stop_work(told: DocumentCase | None, on: date) -> StopWork | None:
    if told is None or told.stop_work is None:
        return None
    order = told.stop_work
    return StopWork(order.full, order.parts, moment(order.start, on), order.evacuation, order.conditions)


def _resumption(told: DocumentCase | None, stop: DocumentCase | None, on: date) -> Resumption | None:
    if told is None or told.resumption is None:
        return None
    consent, order = told.resumption, stop.stop_work if stop else None
    return Resumption(
        stop_work_id=consent.stop_work,
        number=consent.stop_work,
        issued_on=consent.stop_work_on,
        stopped_full=order.full if order else False,
        stopped_parts=order.parts if order else "",
        stands=bool(consent.stop_work),
        full=consent.full,
        parts=consent.parts,
        start=day_of(consent.start, consent.days, on),
        verification=consent.verification,
    )


def _service(told: DocumentCase | None, on: date) -> ServiceSubject | None:
    if told is None or told.service is None:
        return None
    case, left = told.service, left_service(told.service, "", on)
    return ServiceSubject(
        matter=case.matter,
        document_id=case.document,
        document=case.document,
        place=case.place,
        method=case.method,
        noted=(left.method,) if left else (),
        done=left,
        refused=left if left and left.refusal else None,
    )


def left_service(case: ServiceCase, recipient_id: str, on: date) -> Service | None:
    """Return the left service (留置) that a case tells of, None for any other way or when it tells nothing.

    Args:
        on: the day of the visit; a case without a time means its noon.
    """
    if case.method != "left" or not (case.refusal or case.witness or case.recording):
        return None
    return Service(
        recipient_id=recipient_id,
        method=case.method,
        at=moment(case.at, on) or datetime.combine(on, time(12), CHINA),
        place=case.place,
        refusal=case.refusal,
        witness=case.witness,
        recorded=bool(case.recording),
        recording=case.recording,
    )
