"""Making an approval up (补办): by a supervisor's signed act, or by a scan of the paper that bears it."""

from dataclasses import dataclass
from datetime import datetime, time

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import approvals, debts, issued, returns, submissions
from inspector_app.casework.papers.approvals import MOST_NUMBER, MOST_WORDS
from inspector_app.casework.papers.debts import PURPOSE, Debt
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.visits import owed
from inspector_app.domain.acts import ActKind
from inspector_app.domain.approving import Decision
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import RuleError


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a written approval that was signed on paper."""

    approver: str
    number: str
    at: datetime


def make_up(desk: Desk, record_id: str, number: str, words: str = "") -> None:
    """Make up the approval of an issued document or a visit, by the supervisor's signed act.

    Raises:
        SignInError: `document.not_signed`; `store.no_right` for anybody but a supervisor.
        RuleError: `approving.number_missing`, `approving.words_long`, `approving.no_debt`,
            `approving.made_up_already`, `approving.own` for what one issued or began oneself.
    """
    approvals.refuse_unfit(desk, record_id)
    _check(number, "approval.number", MOST_NUMBER, "approving.number_missing")
    if len(words) > MOST_WORDS:
        raise RuleError("approving.words_long", where="approval.words", length=len(words), most=MOST_WORDS)
    with desk.store.transaction(desk.user) as tx:
        debt = _owing(desk, record_id)
        if _own(desk, debt) and not desk.rules.options.own_approval:
            raise RuleError("approving.own", where=record_id)
        told: dict[str, object] = {
            "decision": str(Decision.MADE_UP),
            "content_sha256": debt.content_sha256,
            "approver": submissions.names(desk.store).get(desk.user, desk.user),
            "number": number.strip(),
            "words": words.strip(),
        }
        tx.act(ActKind.APPROVE, debt.of, record_id, told, desk.signer)
        tx.set(owed.ENTITY, record_id, owed.paid(desk.clock.now()))


def take_in(desk: Desk, record_id: str, raw: bytes, paper: Paper, *, name: str = "") -> str:
    """Keep the scan of a written approval with its document or visit, and return the scan's sha256.

    Args:
        raw: a JPEG, PNG or WEBP photo, or a PDF; see `returns.take_in` for its limits.
        paper: what stands on it; its own time decides whether it came in time.
        name: what its file is called.

    Raises:
        RuleError: `approving.number_missing`, `approving.approver_missing`, `approving.words_long`,
            `approving.no_debt`, `approving.made_up_already`, `approving.paper_too_early`,
            `approving.paper_in_future`, `approving.scan_is_the_document`, `returns.too_large`, and what the
            renderer refuses the file for.
    """
    _check(paper.approver, "approval.approver", MOST_NUMBER, "approving.approver_missing")
    _check(paper.number, "approval.number", MOST_NUMBER, "approving.number_missing")
    kind, pages = returns.inspected(desk, raw, name)
    sha256 = desk.store.put_blob(raw)
    with desk.store.transaction(desk.user) as tx:
        debt = _owing(desk, record_id)
        told_of = issued.document(desk.store, record_id) if debt.of == "document" else None
        _check_time(desk, debt, paper, told_of)
        if told_of is not None and sha256 == told_of.pdf_sha256:
            raise RuleError("approving.scan_is_the_document", where=name, number=told_of.number)
        told: dict[str, object] = {
            "purpose": PURPOSE,
            "sha256": sha256,
            "kind": kind,
            "pages": pages,
            "name": name,
            "approver": paper.approver.strip(),
            "number": paper.number.strip(),
            "at": values.iso(paper.at),
        }
        tx.act(ActKind.ATTACH, debt.of, record_id, told)
        tx.set(owed.ENTITY, record_id, owed.paid(desk.clock.now()))
    return sha256


def _check(told: str, where: str, most: int, missing: str) -> None:
    if not told.strip():
        raise RuleError(missing, where=where)
    if len(told) > most:
        raise RuleError("approving.words_long", where=where, length=len(told), most=most)


def _owing(desk: Desk, record_id: str) -> Debt:
    debt = debts.debt_of(desk, record_id)
    if debt is None:
        raise RuleError("approving.no_debt", where=record_id)
    if debt.paid is not None:
        raise RuleError(
            "approving.made_up_already", where=record_id, by=debt.paid.by, number=debt.paid.number
        )
    return debt


def _own(desk: Desk, debt: Debt) -> bool:
    return desk.user == (debt.user or submissions.author(desk.store, debt.id, debt.of))


def _check_time(desk: Desk, debt: Debt, paper: Paper, told_of: Issued | None) -> None:
    """A paper that makes an approval up is signed after the call or the visit's begin, and by now."""
    first = min(debt.said.at or debt.since, debt.since)
    if told_of is not None and told_of.late and told_of.issued_on is not None:
        # Of a paper only the day is known, and its hours begin with the end of it.
        first = min(first, datetime.combine(told_of.issued_on, time.min, CHINA))
    if paper.at < first:
        at, since = paper.at.isoformat(), first.isoformat()
        raise RuleError("approving.paper_too_early", where="approval.at", at=at, since=since)
    if paper.at > desk.clock.now():
        now = desk.clock.now().isoformat(timespec="minutes")
        raise RuleError("approving.paper_in_future", where="approval.at", at=paper.at.isoformat(), now=now)
