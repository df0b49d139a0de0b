"""What a left field becomes: the casework function that writes it. Knows no Qt."""

from dataclasses import replace
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import conduct, rechecks
from inspector_app.casework.papers import defences, drafts, recheck, subjects
from inspector_app.casework.visits import check_marks, checks, findings, inspections, results
from inspector_app.domain.checking import NOTHING
from inspector_app.domain.errors import Problem, RuleError
from inspector_app.domain.findings import Finding
from inspector_app.domain.inspections import Approval
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.templates import FieldKind, OwnField
from inspector_app.ui.controls.spot import CHECK_NOTE, MEETING, RECHECK, Spot
from inspector_app.ui.style import typed
from inspector_app.ui.workbench.bench_values import SEEN, SEEN_NOTE

FLAGS = frozenset({"credentials_shown", "stop_full", "resume_full"})
DAYS = frozenset({"reply_due", "resume_start", "seen_on"})
MOMENTS = frozenset({"started", "ended", "stop_start"})
YES = "1"
HEARD, WAIVED = "heard", "waived"


def write(desk: Desk, spot: Spot, told: str) -> None:
    """Write what was typed at a spot into the journal.

    Raises:
        RuleError: `ui.bad_day`, `ui.bad_time`, `ui.unknown_field`, and those of the casework functions.
    """
    if spot.entity == "inspection":
        _write_inspection(desk, spot, told)
    elif spot.entity == "finding":
        _write_finding(desk, spot, told)
    elif spot.entity == "document":
        _write_document(desk, spot, told)
    elif spot.entity == MEETING:
        _meet(desk, spot, told)
    elif spot.entity == CHECK_NOTE:
        _note(desk, spot, told)
    elif spot.entity == RECHECK:
        _note_seen(desk, spot, told)
    else:
        raise RuleError("ui.unknown_field", where=spot.key())


def _meet(desk: Desk, spot: Spot, told: str) -> None:
    """Note a person present, of name, position, company and telephone, a line each."""
    name, position, company, phone = (*told.split("\n"), "", "", "", "")[:4]
    if not name.strip():
        raise RuleError("ui.person_unnamed", where=spot.name)
    person = PersonPresent(name.strip(), position.strip(), company.strip(), phone.strip())
    inspections.meet(desk, spot.id, person)


def _note(desk: Desk, spot: Spot, told: str) -> None:
    """Note what was seen at an item; the spot's name is sheet and item."""
    sheet_id, _, line_id = spot.name.partition("/")
    board = checks.board(desk, spot.id)
    sheet = board.sheet(sheet_id)
    held = sheet.mark(line_id) if sheet is not None else NOTHING
    check_marks.mark(desk, board, sheet_id, line_id, replace(held, note=told.strip()))


def _note_seen(desk: Desk, spot: Spot, told: str) -> None:
    """Note what was seen of an old finding; its result must be there before."""
    finding_id, _, party_id = spot.name.partition(":")
    noted = results.of(desk.store, spot.id)
    seen = next((one for one in noted if (one.finding_id, one.party_id) == (finding_id, party_id)), None)
    if seen is None:
        raise RuleError("ui.recheck_first", where=spot.name)
    rechecks.note(desk, spot.id, finding_id, seen.result, party_id=party_id, note=told.strip())


def _value(desk: Desk, spot: Spot, told: str) -> object:
    """Return the value that the journal holds for a plain field."""
    if spot.name in FLAGS:
        return told == YES
    today, calendar = desk.today(), desk.rules.calendar
    if spot.name in DAYS:
        return values.iso(typed.day(told, today, calendar, where=spot.name))
    if spot.name in MOMENTS:
        return values.iso(typed.moment(told, today, calendar, where=spot.name))
    return told.strip()


def _write_inspection(desk: Desk, spot: Spot, told: str) -> None:
    if spot.name.startswith("approval."):
        known = inspections.inspection_of(desk.store, spot.id).approval
        changed = _approval(desk, known, spot, told)
        inspections.change(desk, spot.id, approval=inspections.approval_fields(changed))
        return
    inspections.change(desk, spot.id, **{spot.name: _value(desk, spot, told)})


def _approval(desk: Desk, known: Approval | None, spot: Spot, told: str) -> Approval:
    known = known or Approval("", None)
    part = spot.name.removeprefix("approval.")
    if part == "at":
        return replace(known, at=typed.moment(told, desk.today(), desk.rules.calendar, where=spot.name))
    # A part that does not exist is a mistake of the program; replace() says so.
    return replace(known, **{part: told.strip()})  # type: ignore[arg-type]


def _write_document(desk: Desk, spot: Spot, told: str) -> None:
    if spot.name.startswith("approval."):
        known = drafts.draft_of(desk, spot.id).approval
        changed = _approval(desk, known, spot, told)
        drafts.change(desk, spot.id, approval=inspections.approval_fields(changed))
    elif spot.name == "defence_heard":
        heard = {HEARD: True, WAIVED: False}.get(told)
        drafts.change(desk, spot.id, defence_heard=heard)
    elif spot.name.partition(":")[0] in (SEEN, SEEN_NOTE):
        _write_seen(desk, spot, told.strip())
    elif spot.name == f"{subjects.OWN}{defences.CODE}" and told.strip() in desk.rules.conduct:
        conduct.choose(desk, spot.id, told.strip())
    elif spot.name.startswith(subjects.OWN):
        drafts.change(desk, spot.id, **{spot.name: _own_value(desk, spot, told)})
    else:
        drafts.change(desk, spot.id, **{spot.name: _value(desk, spot, told)})


def _write_seen(desk: Desk, spot: Spot, told: str) -> None:
    """Note what a recheck saw of a finding; nothing is noted until a result is chosen."""
    name, _, finding_id = spot.name.partition(":")
    draft = drafts.draft_of(desk, spot.id)
    known = draft.recheck_of(finding_id)
    codes = {label: code for code, label in subjects.RESULT_LABELS.items()}
    result = told if name == SEEN else codes.get(known.label, "") if known else ""
    note = told if name == SEEN_NOTE else known.note if known else ""
    if not result:
        raise RuleError("ui.recheck_first", where=spot.name)
    if known is None or (codes.get(known.label), known.note) != (result, note):
        seen = recheck.Result(finding_id, result, note)
        officers = tuple(one.name for one in draft.inspection.officers)
        recheck.recheck(desk, desk.today(), (seen,), officers)


def own_field(desk: Desk, spot: Spot) -> OwnField | None:
    """Return the own field of a document's kind that a spot is, None when the office's forms lost it."""
    template = desk.rules.templates.get(drafts.kind_of(desk.store, spot.id))
    code = spot.name.removeprefix(subjects.OWN)
    return next((one for one in template.fields if one.code == code), None) if template else None


def _own_value(desk: Desk, spot: Spot, told: str) -> str:
    field = own_field(desk, spot)
    if field is not None and field.kind is FieldKind.DAY:
        return values.iso(typed.day(told, desk.today(), desk.rules.calendar, where=field.label))
    return told.strip()


def _write_finding(desk: Desk, spot: Spot, told: str) -> None:
    name, _, party_id = spot.name.partition(":")
    if party_id:
        findings.oblige(desk, spot.id, _duty(desk, spot.id, name, party_id, told))
    elif name == "severity":
        changes: dict[str, object] = {"severity": told}
        if told != "major":
            # A general hazard meets no criterion; one left behind would contradict it at the gate.
            changes["criterion"] = ""
        findings.change(desk, spot.id, **changes)
    elif name == "criterion":
        findings.change(desk, spot.id, criterion=told, severity="major" if told else "general")
    else:
        findings.change(desk, spot.id, **{name: _value(desk, spot, told)})


def doubt(desk: Desk, spot: Spot, told: str) -> Problem | None:
    """Return what should be known of a deadline that was typed at a spot; None where there is nothing."""
    own = spot.entity == "document" and spot.name.startswith(subjects.OWN)
    field = own_field(desk, spot) if own else None
    a_day = spot.name in DAYS or spot.name.startswith("due:") or (field and field.kind is FieldKind.DAY)
    return typed.doubt(told, desk.today(), desk.rules.calendar, where=spot.name) if a_day else None


def finding(desk: Desk, finding_id: str) -> Finding:
    """Return one finding.

    Raises:
        RuleError: `finding.none`.
    """
    record = findings.standing(desk.store, finding_id)
    if record is None:
        raise RuleError("finding.none", where=finding_id)
    return findings.finding_of(desk.store, record)


def _duty(desk: Desk, finding_id: str, name: str, party_id: str, told: str) -> findings.Duty:
    known = finding(desk, finding_id).obligation(party_id)
    duty = findings.Duty(
        party_id,
        known.measure if known else "",
        known.due if known else None,
        on_the_spot=known.on_the_spot if known else False,
    )
    if name == "measure":
        return replace(duty, measure=told.strip())
    if name == "due":
        return replace(duty, due=_due(desk, told))
    if name == "on_the_spot":
        return replace(duty, on_the_spot=told == YES)
    raise RuleError("ui.unknown_field", where=name)


def _due(desk: Desk, told: str) -> date | None:
    return typed.day(told, desk.today(), desk.rules.calendar, where="due")
