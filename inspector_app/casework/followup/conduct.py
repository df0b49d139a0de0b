"""不良行为: a code chosen, the defence noted, the determination begun, made public, shortened, taken down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import scans
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.papers import defences, drafts, issued, subjects
from inspector_app.casework.people import rights
from inspector_app.casework.targets.initials import initials
from inspector_app.domain import conduct
from inspector_app.domain.acts import Act, ActKind, Role
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.conduct import Answer, ConductCode
from inspector_app.domain.deadlines import Deadline, after
from inspector_app.domain.errors import RuleError
from inspector_app.domain.gate.own import SILENT, WAIVED
from inspector_app.domain.parties import ROLE_LABELS, PartyRole
from inspector_app.domain.statistics import REFUSED
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.queries import Reads

PUBLISHED, SHORTENED, TAKEN_DOWN = "published", "shortened", "taken_down"
"""What an act of making public tells, in its field `what`."""

MAY_END = frozenset({Role.SUPERVISOR})
"""Who may let what is public end: shorten its time, or note that it was taken down."""


@dataclass(frozen=True, slots=True)
class Publication:
    """How a determination is public.

    Attributes:
        first, last: both days inclusive; `last` as it was shortened.
        shortened_from: the last day before it was shortened; None when it never was.
        reason, approver: of the shortening.
        taken_down_on: the day on which it was taken down; None while nobody told.
    """

    place: str
    first: date
    last: date
    shortened_from: date | None = None
    reason: str = ""
    approver: str = ""
    taken_down_on: date | None = None


# Codes


def codes(desk: Desk, role: PartyRole) -> tuple[ConductCode, ...]:
    """Return the codes that a party in this role can be found of today, the nation's first."""
    return conduct.listed(desk.rules.conduct, role, desk.today())


def read_letters(desk: Desk) -> None:
    """Read the initials of every code, so that no list that finds by them makes the screen wait for it."""
    for one in desk.rules.conduct.values():
        initials(one.conduct)


def choose(desk: Desk, document_id: str, code: str) -> dict[str, str]:
    """Write a code with its conduct, rule and consequence into a draft, and return what was written.

    Raises:
        RuleError: `document.none`, `document.issued`, `conduct.kind_without_code`, `conduct.code_unknown`,
            `conduct.code_other_role`.
    """
    draft = drafts.draft_of(desk, document_id)
    template = drafts.template_of(desk, draft.kind, draft.target.kind)
    asked = {field.code for field in template.fields}
    if defences.CODE not in asked:
        raise RuleError("conduct.kind_without_code", where=WHERE_CODE, kind=str(draft.kind))
    texts = texts_of(desk, code, draft.addressee.role if draft.addressee is not None else None)
    written = {name: text for name, text in texts.items() if name in asked}
    drafts.change(desk, document_id, **{subjects.OWN + name: text for name, text in written.items()})
    return written


WHERE_CODE = "document.own.conduct_code"


def texts_of(desk: Desk, code: str, role: PartyRole | None) -> dict[str, str]:
    """Return what a code writes into a paper to a party in this role, by own field; None for no party yet.

    Raises:
        RuleError: `conduct.code_unknown`, `conduct.code_other_role`.
    """
    found = desk.rules.conduct.get(code)
    if found is None:
        raise RuleError("conduct.code_unknown", where=WHERE_CODE, given=code)
    if role is not None and not found.fits(role):
        meant = "、".join(ROLE_LABELS[one] for one in found.roles)
        told = {"given": code, "role": ROLE_LABELS[role], "meant": meant}
        raise RuleError("conduct.code_other_role", where=WHERE_CODE, **told)
    return conduct.own_texts(found, desk.rules.options.publication_months)


def earliest_until(desk: Desk) -> Deadline:
    """Return the earliest last day for a defence that a notice issued today may print.

    `certain` is False when it rests on a calendar that is not published yet.
    """
    days = desk.rules.options.defence_days
    return after(desk.today(), days, desk.rules.calendar, working=True)


# The defence


def defend(desk: Desk, notice_id: str, answer: Answer, papers: Sequence[Scan] = ()) -> Act:
    """Note a defence on a notice, or that it was given up in writing; several may be noted.

    Args:
        papers: what was handed in, as photos or PDFs.

    Raises:
        RuleError: `document.not_issued`, `document.not_standing`, `conduct.no_notice`, `conduct.unserved`,
            `conduct.defence_before_notice`, `conduct.defence_ahead`, `conduct.defence_after_determination`,
            those of `Answer.problems` and of `scans.look`.
    """
    for problem in answer.problems(papers=len(papers)):
        raise RuleError(problem.code, where=problem.where, **dict(problem.values))
    looked = scans.look(desk, papers)
    with desk.store.transaction(desk.user) as tx:
        issue = standing(tx, notice_id, DocumentKind.CONDUCT_NOTICE)
        _must_be_served(tx, issue, desk.today())
        _must_be_timely(tx, issue, answer, desk.today())
        told: dict[str, object] = {
            "way": answer.way,
            "on": answer.on.isoformat(),
            "by": answer.by,
            "position": answer.position,
            "words": answer.words,
            "heard_by": list(answer.heard_by),
            "scans": scans.fields_of(scans.keep(desk.store, looked)),
        }
        return tx.act(ActKind.DEFEND, "document", notice_id, told)


def standing(reads: Reads, document_id: str, kind: DocumentKind, *, revoked_too: bool = False) -> Act:
    """Return the act by which a notice or a determination that stands was issued.

    Raises:
        RuleError: `document.not_issued`, `conduct.no_notice`, `conduct.no_determination`,
            `document.not_standing`.
    """
    issue = issued.issue_act(reads, document_id)
    if issue is None:
        raise RuleError("document.not_issued", where=document_id)
    number = _number(issue)
    if values.text(issue.content, "kind") != kind:
        notice = kind is DocumentKind.CONDUCT_NOTICE
        code = "conduct.no_notice" if notice else "conduct.no_determination"
        raise RuleError(code, where=document_id, number=number)
    fate = issued.fate(reads, document_id)
    if fate != "issued" and not revoked_too:
        raise RuleError("document.not_standing", where=document_id, number=number, fate=fate)
    return issue


def _number(issue: Act) -> str:
    return values.text(issue.content, "number")


def _must_be_served(reads: Reads, issue: Act, today: date) -> None:
    on = defences.reached_on(reads.acts("document", issue.entity_id, ActKind.SERVE, valid_only=True))
    if on is None or on > today:
        raise RuleError("conduct.unserved", where=issue.entity_id, number=_number(issue))


def _must_be_timely(reads: Reads, issue: Act, answer: Answer, today: date) -> None:
    where, on = "defence.on", answer.on
    begun = values.day(issue.content, "issued_on")
    if begun is not None and on < begun:
        told = {"on": on.isoformat(), "number": _number(issue), "issued_on": begun.isoformat()}
        raise RuleError("conduct.defence_before_notice", where=where, **told)
    if on > today:
        raise RuleError("conduct.defence_ahead", where=where, on=on.isoformat())
    decided = defences.determination(reads, issue.entity_id)
    decided_on = values.day(decided.content, "issued_on") if decided else None
    if decided is not None and decided_on is not None and on > decided_on:
        told = {"on": on.isoformat(), "number": _number(decided), "issued_on": decided_on.isoformat()}
        raise RuleError("conduct.defence_after_determination", where=where, **told)


# The determination


def begin_determination(desk: Desk, notice_id: str, **fields: object) -> str:
    """Begin the determination about a notice, with what the notice said, and return its id.

    What is on record of the defence is written where it leaves no choice: given up, or the time is over and
    nothing was said. What the review came to is never written by itself.

    Args:
        fields: further fields of the document, e.g. `own_review`.

    Raises:
        RuleError: those of `standing`, `document.no_template`.
    """
    issue = standing(desk.store, notice_id, DocumentKind.CONDUCT_NOTICE)
    told = issued.must_be_issued(desk.store, notice_id)
    own = defences.own(issue)
    kept = {subjects.OWN + name: own.get(name, "") for name in (defences.CODE, "conduct", "rule")}
    said = _said(desk, notice_id, issue)
    months = desk.rules.options.publication_months
    code = desk.rules.conduct.get(own.get(defences.CODE, "").strip())
    first = desk.today()
    last = conduct.last_of(first, (code.months if code else 0) or months)
    main = next((one for one in told.recipients if one.main), None)
    return drafts.begin(
        desk,
        told.inspection_id,
        DocumentKind.CONDUCT_DETERMINATION,
        told.finding_ids,
        addressee_id=main.party_id if main else "",
        **{
            "about": notice_id,
            **kept,
            **({"own_defence": said} if said else {}),
            "own_published_from": first.isoformat(),
            "own_published_to": last.isoformat(),
            **fields,
        },
    )


def _said(desk: Desk, notice_id: str, issue: Act) -> str:
    """Return the choice of a determination that follows from the record alone, empty when none does."""
    store = desk.store
    state = defences.state(defences.of(store, notice_id))
    on = defences.reached_on(store.acts("document", notice_id, ActKind.SERVE, valid_only=True))
    options = desk.rules.options
    ends = conduct.answer_ends(on, defences.printed_until(issue), desk.rules.calendar, options.defence_days)
    over = on is not None and ends is not None and ends.overdue(desk.today())
    wanted = WAIVED if state == conduct.WAIVED else SILENT if over and not state else ""
    template = drafts.template_of(desk, DocumentKind.CONDUCT_DETERMINATION)
    choices = next((field.choices for field in template.fields if field.code == "defence"), ())
    return next((one for one in choices if wanted and one.startswith(wanted)), "")


# Made public


def publish(
    desk: Desk, determination_id: str, place: str, *, first: date | None = None, last: date | None = None
) -> Act:
    """Note where and from when to when a determination is public.

    Args:
        first, last: both days inclusive; left out, those that the determination itself names.

    Raises:
        RuleError: `document.not_issued`, `document.not_standing` of the determination or of its notice,
            `conduct.no_determination`, `conduct.not_upheld`, `conduct.place_missing`,
            `conduct.published_already`, `conduct.published_before`, `conduct.period_unlike`,
            `conduct.period_too_short`, `conduct.period_too_long`.
    """
    if not place.strip():
        raise RuleError("conduct.place_missing", where="publication.place")
    with desk.store.transaction(desk.user) as tx:
        issue = standing(tx, determination_id, DocumentKind.CONDUCT_DETERMINATION)
        if notice_id := values.text(issue.content, "about"):
            standing(tx, notice_id, DocumentKind.CONDUCT_NOTICE)
        own = defences.own(issue)
        if own.get("result", "").startswith(REFUSED):
            raise RuleError("conduct.not_upheld", where="document.own.result", number=_number(issue))
        known = publication(of_publication(tx, determination_id))
        if known is not None:
            days = {"first": known.first.isoformat(), "last": known.last.isoformat()}
            raise RuleError("conduct.published_already", where="publication", number=_number(issue), **days)
        begin, end = _period(desk, issue, own, first, last)
        content: dict[str, object] = {
            "what": PUBLISHED,
            "place": place,
            "from": begin.isoformat(),
            "to": end.isoformat(),
        }
        return tx.act(ActKind.PUBLISH, "document", determination_id, content)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which days a determination may be public.

    Attributes:
        first, last: as it prints them; where it prints none, from today and as long as is usual.
        printed: they are printed: it ends on that very day.
        least, most: the earliest and the latest last day that law allows from `first` on.
    """

    first: date
    last: date
    printed: bool
    least: date
    most: date


def bounds(desk: Desk, determination_id: str) -> Bounds:
    """Return between which days a determination may be public; what `publish` then allows.

    Raises:
        RuleError: those of `standing`.
    """
    own = defences.own(standing(desk.store, determination_id, DocumentKind.CONDUCT_DETERMINATION))
    first, last = iso_day(own.get("published_from", "")), iso_day(own.get("published_to", ""))
    begin = first or desk.today()
    end = last or conduct.last_of(begin, desk.rules.options.publication_months)
    least, most = conduct.last_days(begin)
    return Bounds(begin, end, first is not None and last is not None, least, most)


def shortest(known: Publication, today: date) -> date:
    """Return the earliest last day to which a publication may be shortened now (建市〔2007〕9号)."""
    return max(today, conduct.last_of(known.first, conduct.SHORTENED_MONTHS))


def _period(
    desk: Desk, issue: Act, own: dict[str, str], first: date | None, last: date | None
) -> tuple[date, date]:
    """Return the days for which a determination may be public, or refuse them."""
    printed = iso_day(own.get("published_from", "")), iso_day(own.get("published_to", ""))
    begin = first or printed[0] or desk.today()
    months = desk.rules.options.publication_months
    end = last or printed[1] or conduct.last_of(begin, months)
    issued_on = values.day(issue.content, "issued_on")
    if issued_on is not None and begin < issued_on:
        told = {"given": begin.isoformat(), "issued_on": issued_on.isoformat()}
        raise RuleError("conduct.published_before", where="publication.first", **told)
    # Begun late, it still ends on the day that was decided: the party knows no other.
    _within_law(printed[0] or begin, end, conduct.LEAST_MONTHS, conduct.PERIOD)
    if printed[0] and printed[1] and (end != printed[1] or not printed[0] <= begin <= end):
        raise RuleError(
            "conduct.period_unlike",
            where="publication.last" if end != printed[1] else "publication.first",
            first=begin.isoformat(),
            last=end.isoformat(),
            printed_first=printed[0].isoformat(),
            printed_last=printed[1].isoformat(),
        )
    return begin, end


def _within_law(first: date, last: date, months: int, source: str) -> None:
    least, most = conduct.last_days(first, months)
    where, begin = "publication.last", first.isoformat()
    if last < least:
        told = {"months": months, "least": least.isoformat(), "source": source}
        raise RuleError("conduct.period_too_short", where=where, first=begin, **told)
    if last > most:
        told = {"months": conduct.MOST_MONTHS, "most": most.isoformat()}
        raise RuleError("conduct.period_too_long", where=where, first=begin, **told)


def shorten(desk: Desk, determination_id: str, last: date, *, reason: str, approver: str) -> Act:
    """Note that the time of being public was shortened after repair, to three months at the least.

    Raises:
        RuleError: `conduct.no_right` for anybody but a supervisor; those of `standing`,
            `conduct.reason_missing`, `conduct.approver_missing`, `conduct.not_published`,
            `conduct.taken_down_already`, `conduct.no_shorter`, `conduct.shorten_past`,
            `conduct.period_too_short`.

    Source: 建市〔2007〕9号 (repair that took effect; not less than three months).
    """
    _refuse_others(desk)
    if not reason.strip():
        raise RuleError("conduct.reason_missing", where="publication.reason")
    if not approver.strip():
        raise RuleError("conduct.approver_missing", where="publication.approver")
    with desk.store.transaction(desk.user) as tx:
        issue = standing(tx, determination_id, DocumentKind.CONDUCT_DETERMINATION)
        known = _public(tx, issue)
        where, given = "publication.last", last.isoformat()
        if last >= known.last:
            raise RuleError("conduct.no_shorter", where=where, given=given, last=known.last.isoformat())
        if last < desk.today():
            raise RuleError("conduct.shorten_past", where=where, given=given)
        _within_law(known.first, last, conduct.SHORTENED_MONTHS, conduct.SHORTENING)
        content: dict[str, object] = {
            "what": SHORTENED,
            "to": given,
            "reason": reason,
            "approver": approver,
            "on": desk.today().isoformat(),
        }
        return tx.act(ActKind.PUBLISH, "document", determination_id, content)


def take_down(desk: Desk, determination_id: str, on: date) -> Act:
    """Note that what was public was taken down: after its last day, or once the determination fell.

    Raises:
        RuleError: `conduct.no_right` for anybody but a supervisor; `document.not_issued`,
            `conduct.no_determination`, `conduct.not_published`, `conduct.taken_down_already`,
            `conduct.taken_down_early`, `conduct.taken_down_ahead`.
    """
    _refuse_others(desk)
    with desk.store.transaction(desk.user) as tx:
        kind = DocumentKind.CONDUCT_DETERMINATION
        issue = standing(tx, determination_id, kind, revoked_too=True)
        known = _public(tx, issue)
        where, given = "publication.on", on.isoformat()
        if on > desk.today():
            raise RuleError("conduct.taken_down_ahead", where=where, on=given)
        if on <= known.last and _stands(tx, issue):
            raise RuleError("conduct.taken_down_early", where=where, on=given, last=known.last.isoformat())
        content: dict[str, object] = {"what": TAKEN_DOWN, "on": given}
        return tx.act(ActKind.PUBLISH, "document", determination_id, content)


def may_end(desk: Desk) -> bool:
    """Tell whether the person may shorten the time of being public and note that something was taken down."""
    return rights.holds(desk, MAY_END)


def _refuse_others(desk: Desk) -> None:
    if not may_end(desk):
        raise RuleError("conduct.no_right", where=desk.user)


def _stands(reads: Reads, issue: Act) -> bool:
    """Tell whether a determination and the notice that it is about both stand."""
    notice_id = values.text(issue.content, "about")
    return all(issued.fate(reads, one) == "issued" for one in (issue.entity_id, notice_id) if one)


def _public(reads: Reads, issue: Act) -> Publication:
    known = publication(of_publication(reads, issue.entity_id))
    if known is None:
        raise RuleError("conduct.not_published", where=issue.entity_id, number=_number(issue))
    if known.taken_down_on is not None:
        raise RuleError("conduct.taken_down_already", where=issue.entity_id, number=_number(issue))
    return known


def of_publication(reads: Reads, determination_id: str) -> list[Act]:
    """Return what was told of making a determination public, in the order of acts."""
    return reads.acts("document", determination_id, ActKind.PUBLISH, valid_only=True)


def publication(acts: Sequence[Act]) -> Publication | None:
    """Return how a determination is public by these acts; None when it never was.

    What two laptops told of one determination meets here: the first publication holds, the shortest last
    day, the first day of taking down.
    """
    told = [act.content for act in acts]
    days = [(values.day(one, "from"), values.day(one, "to"), one) for one in told if _what(one) == PUBLISHED]
    whole = [(first, last, one) for first, last, one in days if first is not None and last is not None]
    if not whole:
        return None
    first, decided, content = whole[0]
    shorter = [(values.day(one, "to") or decided, one) for one in told if _what(one) == SHORTENED]
    last, short = min(shorter, key=lambda one: one[0], default=(decided, None))
    down = [day for one in told if _what(one) == TAKEN_DOWN and (day := values.day(one, "on"))]
    shortened = short is not None and last < decided
    return Publication(
        place=values.text(content, "place"),
        first=first,
        last=min(last, decided),
        shortened_from=decided if shortened else None,
        reason=values.text(short, "reason") if short is not None and shortened else "",
        approver=values.text(short, "approver") if short is not None and shortened else "",
        taken_down_on=min(down, default=None),
    )


def _what(told: values.Fields) -> str:
    return values.text(told, "what")
