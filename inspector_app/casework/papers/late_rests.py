"""What rests on a late entry: while nothing does, a slip of the keyboard may be made void."""

from inspector_app.casework.base import values
from inspector_app.casework.papers.issued import Issued
from inspector_app.domain.acts import ActKind, bars_voiding
from inspector_app.domain.errors import RuleError
from inspector_app.store.queries import Reads

ON_PAPER = frozenset(
    {
        ActKind.RESUME,
        ActKind.REVOKE,
        ActKind.CORRECT,
        ActKind.COUNTERSIGN,
        ActKind.VIOLATE,
        ActKind.DEFEND,
        ActKind.APPROVE,
    }
)
"""Acts about a document that would hang in the air without it."""

ON_FINDING = frozenset(
    {
        ActKind.REPLY,
        ActKind.RECHECK,
        ActKind.EXTEND,
        ActKind.ASK,
        ActKind.ORDER,
        ActKind.ESCALATE,
        ActKind.SETTLE,
    }
)
"""Acts about a finding that go on from its order."""

NAMING = ("about", "resumes", "service_of", "replaces")
"""Fields by which a document names the one it goes on from."""


def refuse_resting(reads: Reads, told: Issued) -> None:
    """Refuse to make a late entry void on which something rests already.

    Raises:
        RuleError: `late.rested_on`, naming the number and what kind of thing rests on it.
    """
    acts = reads.acts("document", told.id, valid_only=True)
    begun = min((act.order for act in acts if act.kind == ActKind.ISSUE), default=0)
    for act in acts:
        if act.kind in ON_PAPER or (act.kind == ActKind.SERVE and bars_voiding(act.content)):
            raise RuleError("late.rested_on", where=told.id, number=told.number, what=act.kind)
    for finding_id in told.finding_ids:
        for act in reads.acts("finding", finding_id, valid_only=True):
            own = values.text(act.content, "by") == told.id
            if act.kind in ON_FINDING and not own and act.order > begun:
                raise RuleError("late.rested_on", where=told.id, number=told.number, what=act.kind)
    for name in NAMING:
        named = [one.id for one in reads.records("document", where={name: told.id})]
        if "issued" in reads.fates(named).values():
            raise RuleError("late.rested_on", where=told.id, number=told.number, what=name)
