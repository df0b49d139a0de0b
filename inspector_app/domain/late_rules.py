"""What a late entry is refused for and what it is warned of, each with its field and the rule's source."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import Problem
from inspector_app.domain.late import Around, LatePaper, LateVisit, Seen, plain, tidy
from inspector_app.domain.people import Officer
from inspector_app.domain.templates import ORDERING, Addressed, DocumentKind, DocumentTemplate

LONGEST_NUMBER = 60

RULE_VISIT = "《中华人民共和国安全生产法》第六十八条"
"""The record tells time, place and what was found, and who signed it."""
RULE_OFFICERS = "《中华人民共和国行政处罚法》第四十二条"
RULE_ORDER = "《建设工程安全生产管理条例》第四十三条"
RULE_CONDUCT = "《中华人民共和国行政处罚法》第四十四条"
"""A party is told what it is to answer for before anything is found of it."""


def visit_problems(visit: LateVisit, now: datetime) -> Iterator[Problem]:
    """Yield what stops a visit on paper from being keyed in (安全生产法 68)."""
    yield from author_problems(visit)
    if not visit.officer_ids:
        yield Problem.of("late.no_officer", "late.officers", source=RULE_OFFICERS)
    if visit.started is None:
        yield Problem.of("late.no_time", "late.started", source=RULE_VISIT)
    if visit.ended is None:
        yield Problem.of("late.no_time", "late.ended", source=RULE_VISIT)
    if visit.started is None or visit.ended is None:
        return
    if visit.ended < visit.started:
        yield Problem.of("late.ends_before", "late.ended", source=RULE_VISIT)
    if max(visit.started, visit.ended) > now:
        yield Problem.of("late.visit_to_come", "late.ended", today=local_date(now).isoformat())


def author_problems(visit: LateVisit) -> Iterator[Problem]:
    """Yield what is not told of a paper's origin: an entry nobody answers for proves nothing."""
    if not visit.author.strip():
        yield Problem.of("late.no_author", "late.author")
    if not visit.reason.strip():
        yield Problem.of("late.no_reason", "late.reason")


def twice(papers: Sequence[LatePaper]) -> Iterator[Problem]:
    """Yield the papers of one day that bear the number of another one before them."""
    known: dict[str, int] = {}
    for n, paper in enumerate(papers, start=1):
        number = plain(paper.number)
        if number and number in known:
            told = {"number": tidy(paper.number), "known": tidy(papers[known[number] - 1].number)}
            yield Problem.of("late.number_exists", f"late.papers.{n}.number", **told)
        known.setdefault(number, n)


def finding_problems(
    seen: Iterable[Seen], visited_on: date | None, party_ids: frozenset[str]
) -> Iterator[Problem]:
    """Yield what stops findings of a visit on paper from being keyed in."""
    for one in seen:
        where = f"late.findings.{one.number}"
        if not one.fact.strip():
            yield Problem.of("late.no_fact", f"{where}.fact", number=one.number, source=RULE_VISIT)
        if one.clause_id and not one.clause_known:
            yield Problem.of(
                "late.clause_unknown", f"{where}.clause", number=one.number, clause=one.clause_id
            )
        if visited_on is not None and (one.seen_on is None or one.seen_on > visited_on):
            day = visited_on.isoformat()
            yield Problem.of("late.seen_after_visit", f"{where}.seen_on", number=one.number, day=day)
        if not one.dues:
            yield Problem.of("late.no_party", f"{where}.duties", number=one.number, source=RULE_VISIT)
        for party_id in one.dues:
            if party_id not in party_ids:
                yield Problem.of("late.party_unknown", f"{where}.duties", number=one.number, party=party_id)


def paper_problems(paper: LatePaper, around: Around, where: str) -> Iterator[Problem]:
    """Yield what stops a paper from being keyed in.

    Args:
        where: the field that the paper stands in, e.g. `late.papers.1`.
    """
    yield from _number(paper, around, f"{where}.number")
    yield from _kind(paper, around, f"{where}.kind")
    yield from _recipients(paper, around, where)
    yield from _days(paper, around, where)
    yield from _findings(paper, around, where)
    if paper.kind is DocumentKind.STOP_WORK_NOTICE and not paper.stop_full and not paper.stop_parts.strip():
        yield Problem.of("late.no_parts", f"{where}.stop_parts", source=RULE_ORDER)
    if paper.kind is DocumentKind.CONDUCT_NOTICE:
        yield from _conduct(paper, around, f"{where}.conduct_code")
    if not paper.scans:
        yield Problem.of("late.no_scan", f"{where}.scans")


def bare_problems(paper: LatePaper, around: Around, where: str) -> Iterator[Problem]:
    """Yield what stops a paper whose draft the gate weighs beside: number, day, scan, and whom it goes to."""
    template = around.templates.get(paper.kind)
    yield from _number(paper, around, f"{where}.number")
    if template is None or str(paper.kind) not in around.kinds or not _leaves_a_trace(template):
        label = template.label if template else str(paper.kind)
        yield Problem.of("late.kind_unfit", f"{where}.kind", label=label)
    yield from _recipients(paper, around, where)
    yield from _days(paper, around, where)
    if not paper.scans:
        yield Problem.of("late.no_scan", f"{where}.scans")


def _conduct(paper: LatePaper, around: Around, where: str) -> Iterator[Problem]:
    """Yield what is wrong with the code of a conduct notice: its determination may find nothing else."""
    code = paper.conduct_code.strip()
    if not code:
        yield Problem.of("late.no_conduct_code", where, source=RULE_CONDUCT)
    elif around.conduct and code not in around.conduct:
        yield Problem.of("late.conduct_code_unknown", where, given=code)


def _number(paper: LatePaper, around: Around, where: str) -> Iterator[Problem]:
    number = tidy(paper.number)
    if not plain(number):
        yield Problem.of("late.no_number", where)
    elif (
        len(number) > LONGEST_NUMBER
        or not number.replace(" ", "").isprintable()
        or not re.search(r"[\d〇一二三四五六七八九十]", number)
    ):
        yield Problem.of("late.number_strange", where, number=number[:LONGEST_NUMBER], most=LONGEST_NUMBER)
    elif number in around.taken:
        yield Problem.of("late.number_exists", where, number=number, known=around.taken[number])
    elif _to_come(paper, around):
        yield Problem.of("late.number_to_come", where, number=number)


def _to_come(paper: LatePaper, around: Around) -> bool:
    """Tell whether the program would give this number itself one day: then two papers would bear it."""
    # Of whatever kind: keyed in under the wrong one, the number is still what the other's series comes to.
    number = plain(paper.number)
    found = (pattern.fullmatch(number) for pattern in around.own_series.values())
    return any(one is not None and int(one["year"]) >= around.today.year for one in found)


def _kind(paper: LatePaper, around: Around, where: str) -> Iterator[Problem]:
    template = around.templates.get(paper.kind)
    if template is None or str(paper.kind) not in around.kinds or not _leaves_a_trace(template):
        label = template.label if template else str(paper.kind)
        yield Problem.of("late.kind_unfit", where, label=label)
    elif not may_be_late(template):
        yield Problem.of("late.kind_decides", where, label=template.label)


def _leaves_a_trace(template: DocumentTemplate) -> bool:
    """Tell whether a paper of this kind was handed to a company, or let a visit begin."""
    return template.to is Addressed.PARTY or template.kind in INTERNAL


def may_be_late(template: DocumentTemplate) -> bool:
    """Tell whether papers of a kind are keyed in late: those to a company or on file, that stand alone.

    What decides about another document (resumption, revocation, determination, extension) is drafted first,
    so that the gate holds it against that document (`bare_problems`, `gate.late`).
    """
    return _leaves_a_trace(template) and not template.about_needed and template.kind not in DECIDING


INTERNAL = frozenset({DocumentKind.INSPECTION_APPROVAL})
"""Kinds that go to nobody and may yet lie on the table: the approval without which no visit begins."""


DECIDING = frozenset(
    {
        DocumentKind.RESUMPTION_NOTICE,
        DocumentKind.PROOF_OF_SERVICE,
        DocumentKind.RECHECK_OPINION,
        DocumentKind.EXTENSION_DECISION,
        DocumentKind.CONDUCT_DETERMINATION,
        DocumentKind.REVOCATION,
    }
)
"""Kinds that change what another document or its findings came to."""


def _recipients(paper: LatePaper, around: Around, where: str) -> Iterator[Problem]:
    if paper.kind in INTERNAL:
        if paper.addressee_id or paper.copied_ids:
            yield Problem.of("late.goes_to_nobody", f"{where}.addressee")
        return
    if not paper.addressee_id:
        yield Problem.of("late.no_addressee", f"{where}.addressee")
    elif paper.addressee_id not in around.party_ids:
        yield Problem.of("late.not_a_party", f"{where}.addressee", party=paper.addressee_id)
    for one in paper.copied_ids:
        if one not in around.party_ids or one == paper.addressee_id or paper.copied_ids.count(one) > 1:
            yield Problem.of("late.not_a_party", f"{where}.copied", party=one)
            return


def _days(paper: LatePaper, around: Around, where: str) -> Iterator[Problem]:
    on = paper.issued_on
    if on is None:
        yield Problem.of("late.no_day", f"{where}.issued_on")
        return
    if on > around.today:
        told = {"on": on.isoformat(), "today": around.today.isoformat()}
        yield Problem.of("late.issued_to_come", f"{where}.issued_on", **told)
    if paper.kind in INTERNAL:
        return  # it is approved before anything is seen
    named = [one for one in around.seen if one.number in paper.findings]
    first = max((one.seen_on for one in named if one.seen_on), default=around.visited_on)
    if first is not None and on < first:
        yield Problem.of(
            "late.before_seen", f"{where}.issued_on", on=on.isoformat(), seen_on=first.isoformat()
        )
    # Only what orders sets these days; a recheck or a notice of bad conduct comes when they are over.
    set_days = [one.dues.get(paper.addressee_id) for one in named] if paper.kind in ORDERING else []
    early = [day for day in (paper.due_on, *set_days) if day is not None and day < on]
    if early:
        told = {"due": min(early).isoformat(), "on": on.isoformat()}
        yield Problem.of("late.due_before_issue", f"{where}.due_on", **told)
    if paper.defence_until is not None and paper.defence_until < on:
        told = {"until": paper.defence_until.isoformat(), "on": on.isoformat()}
        yield Problem.of("late.defence_before_issue", f"{where}.defence_until", **told)


def _findings(paper: LatePaper, around: Around, where: str) -> Iterator[Problem]:
    known = {one.number: one for one in around.seen}
    for number in paper.findings:
        if number not in known or paper.findings.count(number) > 1:
            yield Problem.of("late.finding_unknown", f"{where}.findings", number=number)
            return
    if paper.kind in INTERNAL and paper.findings:
        yield Problem.of("late.goes_to_nobody", f"{where}.findings")
    if paper.kind not in ORDERING:
        return
    if not paper.findings:
        yield Problem.of("late.no_findings", f"{where}.findings", source=RULE_ORDER)
    for number in paper.findings:
        dues = known[number].dues
        if paper.addressee_id in around.party_ids and paper.addressee_id not in dues:
            yield Problem.of("late.not_obliged", f"{where}.findings", number=number)
        elif paper.addressee_id in dues and dues[paper.addressee_id] is None and paper.due_on is None:
            yield Problem.of("late.no_due", f"{where}.due_on", number=number, source=RULE_ORDER)
            return


def visit_warnings(officers: Sequence[Officer], on: date) -> Iterator[Problem]:
    """Yield what a visit on paper lacks by law; it is kept with the entry (行政处罚法 42)."""
    certified = [one for one in officers if one.certified(on)]
    if len(certified) < 2:
        told = {"count": len(certified), "on": on.isoformat(), "source": RULE_OFFICERS}
        yield Problem.of("late.one_officer", "late.officers", **told)


def paper_warnings(paper: LatePaper, around: Around, where: str) -> Iterator[Problem]:
    """Yield what a paper lacks by law, or what looks like a slip; it is kept with the entry."""
    on = paper.issued_on
    years = re.findall(r"(?<!\d)(20\d\d)(?!\d)", unicodedata.normalize("NFKC", paper.number))
    if on is not None and years and str(on.year) not in years:
        yield Problem.of("late.other_year", f"{where}.number", number=paper.number, on=on.isoformat())
    for one in around.seen:
        if one.number in paper.findings and not one.clause_id:
            yield Problem.of("late.no_clause", f"late.findings.{one.number}.clause", number=one.number)
        elif one.number in paper.findings and not one.clause_in_force:
            yield Problem.of(
                "late.clause_not_in_force", f"late.findings.{one.number}.clause", number=one.number
            )
    if paper.kind is DocumentKind.STOP_WORK_NOTICE and not paper.approver.strip():
        yield Problem.of("late.no_approval", f"{where}.approval", number=paper.number, source=RULE_ORDER)
    if not (paper.signed and paper.sealed):
        yield Problem.of("late.not_signed", f"{where}.scans", number=paper.number)
