"""Escalation: which ways are lawful now and why others are not; each begins its paper, prefilled.

The state follows from the paper's issue (papers.consequences); what ended is settled by a supervisor.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import filings, reorders
from inspector_app.casework.papers import drafts, duties, issued, subjects
from inspector_app.casework.people import rights
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain import escalating
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.chinese import day as chinese_day
from inspector_app.domain.duties import Course
from inspector_app.domain.errors import Problem, ProblemsError, RuleError
from inspector_app.domain.filing import TRANSFER, decision_due
from inspector_app.domain.findings import Finding
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import ORDERING, DocumentKind

MAY_SETTLE = frozenset({Role.SUPERVISOR})
MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Way:
    """One way on.

    Attributes:
        why_not: what stands against it now; empty when it is lawful.
        source: the law it rests on.
    """

    kind: DocumentKind
    label: str
    source: str
    why_not: tuple[Missing, ...]

    @property
    def lawful(self) -> bool:
        """Tell whether it is open now."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class _Case:
    found: tuple[Finding, ...]
    courses: dict[str, Course]
    target_id: str
    target_kind: str
    party_id: str


def _case(desk: Desk, finding_ids: Sequence[str], party_id: str) -> _Case:
    records = {one.id: one for one in desk.store.several("finding", list(finding_ids))}
    strange = next((one for one in finding_ids if one not in records), None)
    if strange is not None:
        raise RuleError("finding.none", where=strange)
    found = findings.found_of(desk.store, [records[one] for one in finding_ids])
    known = duties.courses(desk, list(finding_ids))
    visits = {values.text(one.fields, "inspection_id") for one in records.values()}
    target_ids = {inspections.inspection_of(desk.store, one).target_id for one in visits}
    if len(target_ids) > 1:
        raise RuleError("escalation.several_targets", where="document.findings")
    target_id = next(iter(target_ids), "")
    kind = registry.target_of(desk.store, target_id).kind if target_id else ""
    courses = {one: _own(known[one], party_id) for one in finding_ids}
    answers = any(party_id in of for of in known.values())
    return _Case(found, courses, target_id, kind, party_id if answers else "")


def _own(courses: dict[str, Course], party_id: str) -> Course:
    """Return the course of the party's own duty, else the one farthest from its end."""
    if party_id in courses:
        return courses[party_id]
    return min(courses.values(), key=lambda one: (not one.open, not one.state.overdue))


def ways(desk: Desk, finding_ids: Sequence[str], party_id: str) -> tuple[Way, ...]:
    """Return every way on for these findings of one party, from the mildest, each with what is against it.

    Raises:
        RuleError: `finding.none`, `escalation.several_targets`.
    """
    return _ways(desk, _case(desk, finding_ids, party_id))


def _ways(desk: Desk, told: _Case) -> tuple[Way, ...]:
    kind = desk.rules.targets.get(told.target_kind)
    offered = kind.documents if kind else ()
    cases = [
        escalating.Case(
            one.number,
            str(told.courses[one.id].state.word),
            told.courses[one.id].state.overdue,
            one.severity == "major",
        )
        for one in told.found
    ]
    power = desk.rules.options.filing.power
    return tuple(
        Way(one, template.label, source, tuple(escalating.against(one, cases, offered, power)))
        for one, source in escalating.WAYS
        if (template := desk.rules.templates.get(one)) is not None and (one in offered or not offered)
    )


def begin(
    desk: Desk,
    kind: DocumentKind,
    finding_ids: Sequence[str],
    party_id: str,
    *,
    due: date | None = None,
    inspection_id: str = "",
    **fields: object,
) -> str:
    """Begin the paper by which findings go on, prefilled from their course, and return the document's id.

    Args:
        due: of an order, the new last day; left out, today and so many days as were given first.
        inspection_id: the recheck where it was seen; left out, the visit that found it.
        fields: further fields of the document, as `drafts.begin`.

    Raises:
        ProblemsError: `escalation.unlawful`, naming each reason.
        RuleError: those of `ways`, `reorders.begin` and `drafts.begin`.
    """
    told = _case(desk, finding_ids, party_id)
    _refuse_unlawful(desk, kind, told)
    if kind in ORDERING:
        day = due or desk.today() + timedelta(days=_days_first(told))
        return reorders.begin(
            desk, kind, finding_ids, party_id, day, inspection_id=inspection_id, fields=fields
        )
    template = drafts.template_of(desk, kind)
    about = next((one.order_id for one in told.courses.values() if one.order_id), "")
    order = issued.document(desk.store, about) if about else None
    whole: dict[str, object] = {f"own_{code}": text for code, text in _own_fields(desk, kind, told).items()}
    known = {f"own_{one.code}" for one in template.fields}
    whole = {name: value for name, value in whole.items() if name in known}
    if order is not None and order.kind in template.about:
        whole["about"] = about
    visit = inspection_id or _visit(desk, finding_ids)
    return drafts.begin(desk, visit, kind, finding_ids, addressee_id=party_id, **{**whole, **fields})


def _refuse_unlawful(desk: Desk, kind: DocumentKind, told: _Case) -> None:
    way = next((one for one in _ways(desk, told) if one.kind is kind), None)
    if way is None:
        raise RuleError("escalation.unknown_way", where="document.kind", kind=str(kind))
    if way.why_not:
        problems = [Problem(one.code, one.field, one.values) for one in way.why_not]
        raise ProblemsError("escalation.unlawful", problems, where="document.kind")


def file(
    desk: Desk,
    filing: Desk,
    finding_ids: Sequence[str],
    party_id: str,
    matter: str,
    *,
    known_on: date | None = None,
) -> str:
    """Open a case over these findings in the filing workspace and return its id.

    Where the office has no such workspace, the filing form is begun like any other paper; see `begin`.

    Args:
        filing: the same person's desk at the filing workspace (`Session.filing_desk`).
        matter: 案由, one line.
        known_on: the day the clue was found; left out, today.

    Raises:
        ProblemsError: `escalation.unlawful`, naming each reason.
        RuleError: those of `ways` and `filings.open_case`.
    """
    transfer = desk.rules.options.filing.power == TRANSFER
    kind = DocumentKind.TRANSFER_LETTER if transfer else DocumentKind.FILING_FORM
    _refuse_unlawful(desk, kind, _case(desk, finding_ids, party_id))
    return filings.open_case(
        desk, filing, finding_ids, party_id, known_on=known_on or desk.today(), matter=matter
    )


def _days_first(told: _Case) -> int:
    """Return how many days were given first: from the day of the fact to the last day, at least one."""
    spans = [
        (duty.due - one.seen_on).days
        for one in told.found
        for duty in one.obligations
        if duty.due is not None and one.seen_on is not None
    ]
    return max(1, min(spans, default=1))


def _visit(desk: Desk, finding_ids: Sequence[str]) -> str:
    record = desk.store.record("finding", finding_ids[0])
    return values.text(record.fields, "inspection_id") if record is not None else ""


def _own_fields(desk: Desk, kind: DocumentKind, told: _Case) -> dict[str, str]:
    """Return what is known of a kind's own fields; what only a person knows stays open."""
    today = desk.today()
    facts = "；".join(f"{one.location}：{one.fact.rstrip('。')}" for one in told.found)
    history = history_of(desk, [one.id for one in told.found], told.party_id)
    broken = "；".join(dict.fromkeys(desk.rules.cite(one.clause_id) for one in told.found))
    if kind is DocumentKind.CONDUCT_NOTICE:
        return {"conduct": f"{facts}。{history}"}
    if kind is DocumentKind.TRANSFER_LETTER:
        return {"ground": f"涉嫌违反{broken}。{facts}。{history}"}
    if kind is not DocumentKind.FILING_FORM:
        return {}
    terms = desk.rules.options.filing
    decide = decision_due(today, terms.decide, (), desk.rules.calendar)
    return {
        "known_on": today.isoformat(),
        "verify_by": (today + timedelta(days=terms.verify)).isoformat(),
        "decide_by": decide.due.isoformat(),
        "case": f"{facts}。{history}",
        "broken": broken,
    }


def history_of(desk: Desk, finding_ids: Sequence[str], party_id: str = "") -> str:
    """Return what was ordered and what was seen since, in one sentence for each paper and recheck, by day.

    What an opinion told that fell was not seen; of one finding the same is counted once.

    Args:
        party_id: whose duties the rechecks are told of; left out, those of all.
    """
    store = desk.store
    ticked = store.several("ticked", list(finding_ids), "finding_id")
    papers = issued.documents(store, {values.text(one.fields, "document_id") for one in ticked})
    told: list[tuple[date, int, str]] = []
    for one in papers.values():
        if one.fate == "issued" and one.kind in {*ORDERING, DocumentKind.RECHECK_OPINION} and one.issued_on:
            until = f"，限{chinese_day(one.due_on)}前（含当日）改正" if one.due_on else ""
            told.append(
                (one.issued_on, 1, f"{chinese_day(one.issued_on)}出具{one.label}（{one.number}）{until}")
            )
    for on, found in _seen(desk, finding_ids, party_id).items():
        labels = [label for _, label in sorted(found, key=lambda one: _ORDER.index(one[1]))]
        counted = "、".join(f"{label}{labels.count(label)}项" for label in dict.fromkeys(labels))
        told.append((on, 0, f"{chinese_day(on)}复查，{counted}"))
    return "；".join(words for _, _, words in sorted(told)) + ("。" if told else "")


_ORDER = tuple(subjects.RESULT_LABELS.values())


def _seen(desk: Desk, finding_ids: Sequence[str], party_id: str) -> dict[date, set[tuple[str, str]]]:
    """Return what rechecks that stand saw, by day: (finding, label)."""
    acts = desk.store.acts_of("finding", finding_ids, ActKind.RECHECK)
    by = {values.text(act.content, "by") for of in acts.values() for act in of} - {""}
    fates = desk.store.fates(by) if by else {}
    told: dict[date, set[tuple[str, str]]] = {}
    for finding_id, of in acts.items():
        for act in of:
            on = values.day(act.content, "on")
            label = subjects.RESULT_LABELS.get(values.text(act.content, "result"), "")
            stands = not (name := values.text(act.content, "by")) or fates.get(name) == "issued"
            own = not party_id or values.text(act.content, "party_id") in ("", party_id)
            if on is not None and label and stands and own:
                told.setdefault(on, set()).add((finding_id, label))
    return told


def settle(desk: Desk, finding_ids: Iterable[str], party_id: str, reason: str, *, by: str = "") -> None:
    """Say that what findings were escalated to came to its end, so that they are closed.

    Args:
        by: the document that ended it, where there is one.

    Raises:
        RuleError: `settle.no_right` for anybody but a supervisor, `settle.reason_missing`,
            `settle.words_long`, `settle.nothing_named`, `settle.not_escalated`, `document.not_issued`.
    """
    wanted = list(dict.fromkeys(finding_ids))
    if not rights.holds(desk, MAY_SETTLE):
        raise RuleError("settle.no_right", where=desk.user)
    if not reason.strip():
        raise RuleError("settle.reason_missing", where="settle.reason")
    if len(reason) > MOST_WORDS:
        raise RuleError("settle.words_long", where="settle.reason", length=len(reason), most=MOST_WORDS)
    if not wanted:
        raise RuleError("settle.nothing_named", where="settle.findings")
    if by:
        issued.must_be_issued(desk.store, by)
    with desk.store.transaction(desk.user) as tx:
        known = duties.courses(desk, wanted)
        numbers = {
            one.id: values.number(one.fields, "number") for one in desk.store.several("finding", wanted)
        }
        for finding_id in wanted:
            own = known[finding_id]
            concerned = [own[party_id]] if party_id in own else [] if party_id else list(own.values())
            if not any(one.state.word == FindingState.ESCALATED for one in concerned):
                raise RuleError(
                    "settle.not_escalated",
                    where=f"settle.findings.{finding_id}",
                    item=numbers.get(finding_id, 0),
                )
        for finding_id in wanted:
            told: dict[str, object] = {
                "party_id": party_id,
                "reason": reason.strip(),
                "by": by,
                "on": desk.today().isoformat(),
            }
            tx.act(ActKind.SETTLE, "finding", finding_id, told)
