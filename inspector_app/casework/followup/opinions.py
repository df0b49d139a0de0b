"""复查意见书: begun from the rows of a recheck, its conclusion following from what was seen."""

from collections.abc import Sequence
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import rechecks
from inspector_app.casework.followup.rechecks import Way
from inspector_app.casework.papers import drafts, duties, issued
from inspector_app.casework.visits import results
from inspector_app.domain.documents import RECTIFIED as RECTIFIED_LABEL
from inspector_app.domain.errors import RuleError
from inspector_app.domain.gate.own import FAILED, PASSED
from inspector_app.domain.templates import DocumentKind, OwnField
from inspector_app.store.reading import Record

RECTIFIED = "rectified"


def begin(
    desk: Desk,
    recheck_id: str,
    *,
    order_id: str = "",
    party_id: str = "",
    again: date | None = None,
    conclusion: str = "",
) -> str:
    """Begin the opinion on one order for one party and return the document's id.

    It lists what was seen for this party. Passed when all was rectified; otherwise what failed is ordered
    again by the day given, unless another conclusion is named.

    Args:
        order_id: one of the recheck's orders; left out, the first.
        party_id: left out, whom the order was addressed to.
        again: the last day of the new order (n + 1).
        conclusion: one of the office's choices, in place of the one that follows.

    Raises:
        RuleError: `inspection.none`, `recheck.no_recheck`, `recheck.other_order`, `recheck.nothing_seen`, and
            those of `drafts.begin`.
    """
    recheck = rechecks.recheck_record(desk, recheck_id)
    orders = results.orders_of(recheck)
    about = issued.must_be_issued(desk.store, order_id or orders[0])
    if about.id not in orders:
        raise RuleError("recheck.other_order", where="document.about", number=about.number)
    party = party_id or next((one.party_id for one in about.recipients if one.main), "")
    seen = {
        one.finding_id: one.result
        for one in results.of(desk.store, recheck_id)
        if one.party_id in ("", party) and one.finding_id in about.finding_ids
    }
    wanted = [one for one in about.finding_ids if one in seen or _waits(desk, one, party)]
    if not seen:
        raise RuleError("recheck.nothing_seen", where="recheck.results", number=about.number)
    passed = all(seen.get(one) == RECTIFIED for one in wanted)
    own = _own(desk, recheck, passed=passed, again=again, conclusion=conclusion)
    return drafts.begin(
        desk, recheck_id, DocumentKind.RECHECK_OPINION, wanted, addressee_id=party, about=about.id, **own
    )


def _waits(desk: Desk, finding_id: str, party_id: str) -> bool:
    """Tell whether a finding of the order still wants its result for this party: the gate names it then."""
    course = duties.courses(desk, [finding_id])[finding_id].get(party_id)
    return course is not None and course.open and rechecks.can_tell(course)


def _own(
    desk: Desk, recheck: Record, *, passed: bool, again: date | None, conclusion: str
) -> dict[str, object]:
    fields = drafts.template_of(desk, DocumentKind.RECHECK_OPINION).fields
    on_site = values.text(recheck.fields, "way") != Way.PAPER
    way = _choices(fields, "way")
    told = conclusion or _conclusion(fields, passed=passed)
    asks_day = next((one for one in fields if one.code == "again"), None)
    ordered = asks_day is not None and asks_day.only_when == ("conclusion", told)
    return {
        "own_rechecked_on": results.day_of(recheck, desk.today()).isoformat(),
        "own_way": (way[0] if on_site else way[-1]) if way else "",
        "own_conclusion": told,
        "own_again": values.iso(again) if ordered else "",
    }


def _choices(fields: Sequence[OwnField], code: str) -> tuple[str, ...]:
    return next((one.choices for one in fields if one.code == code), ())


def _conclusion(fields: Sequence[OwnField], *, passed: bool) -> str:
    """Return the first of the office's choices that says so: 不合格 ordered again before any other."""
    wanted = PASSED if passed else FAILED
    return next((one for one in _choices(fields, "conclusion") if one.startswith(wanted)), "")


def standing(desk: Desk, recheck_id: str, order_id: str, party_id: str) -> str:
    """Return the opinion on an order for a party that was begun and is not issued, else nothing."""
    for document_id in _begun(desk, recheck_id):
        record = desk.store.record("document", document_id)
        told = record.fields if record is not None else {}
        if (values.text(told, "about"), values.text(told, "addressee_id")) == (order_id, party_id):
            return document_id
    return ""


def follow(desk: Desk, recheck_id: str) -> None:
    """Let the opinions that are begun conclude from what was seen since.

    One that a person gave another conclusion than the usual keeps it; the gate says where it contradicts.
    """
    usual = [
        _conclusion(drafts.template_of(desk, DocumentKind.RECHECK_OPINION).fields, passed=passed)
        for passed in (True, False)
    ]
    for document_id in _begun(desk, recheck_id):
        draft = drafts.draft_of(desk, document_id)
        seen = [told.label if (told := draft.recheck_of(one.id)) else "" for one in draft.findings]
        told_now = draft.own_value("conclusion")
        wanted = usual[0] if all(label == RECTIFIED_LABEL for label in seen) else usual[1]
        if any(seen) and told_now in usual and told_now != wanted:
            drafts.change(desk, document_id, own_conclusion=wanted)


def _begun(desk: Desk, recheck_id: str) -> list[str]:
    papers = drafts.documents_of(desk.store, recheck_id)
    return [
        one
        for one in papers
        if drafts.kind_of(desk.store, one) is DocumentKind.RECHECK_OPINION
        and issued.issue_act(desk.store, one) is None
    ]
