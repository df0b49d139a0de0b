"""误录撤销: what was recorded by mistake and ordered is withdrawn; it stays visible, with the reason."""

from collections.abc import Iterable

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup.escalation import MAY_SETTLE, MOST_WORDS
from inspector_app.casework.papers import duties
from inspector_app.casework.people import rights
from inspector_app.domain.acts import ActKind
from inspector_app.domain.duties import ENDS
from inspector_app.domain.errors import RuleError
from inspector_app.domain.states import FindingState


def withdraw(desk: Desk, finding_ids: Iterable[str], reason: str) -> None:
    """Withdraw findings that were recorded by mistake, for every party that must answer for them.

    The paper that ordered them stays as it was issued: what was served is corrected by a decision of its own
    (更正). What nobody ordered yet is removed instead, see `visits.findings.remove`.

    Raises:
        RuleError: `withdraw.no_right` for anybody but a supervisor, `withdraw.reason_missing`,
            `withdraw.words_long`, `withdraw.nothing_named`, `withdraw.not_ordered`, `withdraw.ended`.
    """
    wanted = list(dict.fromkeys(finding_ids))
    if not rights.holds(desk, MAY_SETTLE):
        raise RuleError("withdraw.no_right", where=desk.user)
    if not reason.strip():
        raise RuleError("withdraw.reason_missing", where="withdraw.reason")
    if len(reason) > MOST_WORDS:
        raise RuleError("withdraw.words_long", where="withdraw.reason", length=len(reason), most=MOST_WORDS)
    if not wanted:
        raise RuleError("withdraw.nothing_named", where="withdraw.findings")
    with desk.store.transaction(desk.user) as tx:
        for finding_id in wanted:
            _refuse_moved(desk, finding_id)
        told: dict[str, object] = {"reason": reason.strip(), "on": desk.today().isoformat()}
        for finding_id in wanted:
            tx.act(ActKind.WITHDRAW, "finding", finding_id, told)


def _refuse_moved(desk: Desk, finding_id: str) -> None:
    """Refuse what nobody ordered, and what came to its end: an end never moves again."""
    record = desk.store.record("finding", finding_id)
    item = values.number(record.fields, "number") if record is not None else 0
    where = f"withdraw.findings.{finding_id}"
    words = {one.state.word for one in duties.courses(desk, [finding_id])[finding_id].values()}
    if record is None or record.deleted or words <= {FindingState.NEW}:
        raise RuleError("withdraw.not_ordered", where=where, item=item)
    if words <= ENDS:
        raise RuleError("withdraw.ended", where=where, item=item, state="、".join(sorted(words)))
