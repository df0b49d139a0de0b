"""A paper that was made without the program, at the gate: what still bars it, and what is only warned of.

It was handed over long ago. What it lacks in form (officers, approvals, wording, a seal) is kept with it and
told; but what it decides about another document must be possible in law, or the record would contradict
itself: a resumption wider than its stop-work, a determination before the time for a defence is over.
"""

from collections.abc import Callable
from datetime import date

from inspector_app.domain.documents import Draft
from inspector_app.domain.gate import conduct, kinds, own
from inspector_app.domain.gate.check import CHECKS, check
from inspector_app.domain.gate.missing import Check, Missing, Weighed
from inspector_app.domain.rules import Rules

BINDING: frozenset[Check] = frozenset(
    {
        kinds.resumption,
        own.rechecked,
        own.extension,
        conduct.heard,
        conduct.as_announced,
    }
)
"""Those checks of a kind that hold for paper as well; beside them the own fields and what it is about."""


def weigh_late(
    draft: Draft, rules: Rules, on: date, unprintable: Callable[[str], frozenset[str]]
) -> tuple[tuple[Missing, ...], tuple[Missing, ...]]:
    """Return what bars a paper of that day from being keyed in, and what it lacks beside that.

    Args:
        on: the day on the paper.
        unprintable: see `check`; what no font draws is no matter of a scan.
    """
    template = rules.template_for(draft.kind, draft.target.kind)
    found = check(draft, rules, on, unprintable)
    if template is None:
        return found, ()
    weighed = Weighed(draft, template, rules, on, unprintable)
    checks = [one for one in CHECKS[draft.kind] if one in BINDING]
    bars = tuple(missing for one in (*checks, own.about, own.own_fields) for missing in one(weighed))
    return bars, tuple(one for one in found if one not in bars)
