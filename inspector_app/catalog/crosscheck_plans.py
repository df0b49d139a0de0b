"""plans.toml against the kinds of target: each cap once, for a kind there is; what stands apart says why."""

from collections.abc import Iterator

from inspector_app.catalog import schema_plans, schema_targets
from inspector_app.catalog.faults import Fault
from inspector_app.catalog.files import Folder


def faults(folder: Folder) -> Iterator[Fault]:
    """Yield what is wrong between the plans and the targets."""
    kinds = {one.part.code: one.part for one in folder.of(schema_targets.TargetFile)}
    for one in folder.of(schema_plans.PlansFile):
        seen: set[tuple[str, str]] = set()
        for n, cap in enumerate(one.part.cap):
            if cap.target not in kinds:
                yield Fault.of("forms.unknown_target", one.name, "cap", n, "target", id=cap.target)
            if (cap.target, cap.risk) in seen:
                named = f"{cap.target} {cap.risk}".strip()
                yield Fault.of("forms.duplicate", one.name, "cap", n, "target", id=named, first=one.name)
            seen.add((cap.target, cap.risk))
            kind = kinds.get(cap.target)
            if cap.risk and kind is not None and one.part.risk_field not in {f.code for f in kind.field}:
                yield Fault.of(
                    "forms.risk_nowhere",
                    one.name,
                    "cap",
                    n,
                    "risk",
                    field=one.part.risk_field,
                    target=cap.target,
                )
        for n, apart in enumerate(one.part.apart):
            if not apart.words and not apart.urgent:
                yield Fault.of("forms.apart_nothing", one.name, "apart", n, "words", reason=apart.reason)
