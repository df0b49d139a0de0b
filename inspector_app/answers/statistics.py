"""`figures --from D --to D`: what the half-year report counts."""

from collections.abc import Iterable
from datetime import date

from inspector_app.answers.answer import Answer
from inspector_app.domain.errors import RuleError
from inspector_app.domain.late import LABEL
from inspector_app.domain.statistics import Figure
from inspector_app.domain.targets import TargetKind
from inspector_app.reports.figures import count
from inspector_app.store.store import Store

NOT_COUNTED = "没有统计（没有立案工作区的钥匙）"


def answer(
    store: Store,
    first: date,
    last: date,
    *,
    filing: Store | None = None,
    unseen: bool = False,
    kinds: Iterable[TargetKind] = (),
) -> Answer:
    """Count a period, both days inclusive.

    Args:
        filing, unseen, kinds: see `reports.figures.count`.

    Raises:
        RuleError: `figures.period_reversed`.
    """
    if last < first:
        raise RuleError("figures.period_reversed", where="--to", first=str(first), last=str(last))
    told = count(store, first, last, filing=filing, unseen=unseen, kinds=kinds)
    data = {
        "figures": [
            {
                "code": one.code,
                "label": one.label,
                "value": one.value,
                "ids": list(one.ids),
                "late": list(one.late),
                "counted": one.counted,
            }
            for one in told
        ],
        "as_of": {journal_id: n for journal_id, (n, _) in store.vector().items()},
    }
    return Answer("figures", data, tuple(_line(one) for one in told))


def _line(told: Figure) -> str:
    """Return a figure in words, with how much of it was keyed in from paper."""
    if not told.counted:
        return f"{told.label}: {NOT_COUNTED}"
    late = f"（其中{LABEL} {len(told.late)}）" if told.late else ""
    return f"{told.label}: {told.value}{late}"
