"""Workbench values made by hand, without a store."""

from typing import Any

from inspector_app.domain.documents import Draft
from inspector_app.ui.workbench.bench_values import Bench, Paper, kinds
from tests.builders import ON, a_draft, an_officer, some_rules


def a_bench(draft: Draft | None = None, **changes: Any) -> Bench:
    """Return the workbench over a draft; left out, over one at which the gate finds nothing."""
    draft = draft or a_draft()
    rules = some_rules()
    told: dict[str, Any] = {
        "inspection": draft.inspection,
        "target": draft.target,
        "state": "进行中",
        "locked": False,
        "today": ON,
        "rules": rules,
        "office": draft.office,
        "staff": (an_officer(1), an_officer(2), an_officer(3)),
        "findings": draft.findings,
        "ordered": frozenset(),
        "kinds": kinds(rules, draft.target),
        "papers": (Paper(draft.id, draft.kind, rules.templates[draft.kind].label),),
        "draft": draft,
    }
    return Bench(**{**told, **changes})
