"""`backup` and `restore`: what was made, what it comes to, and what nobody can know yet."""

from collections.abc import Mapping

from inspector_app.answers.answer import DECIDE, DONE, Answer
from inspector_app.casework.people import restored
from inspector_app.casework.people.restored import Unknown
from inspector_app.casework.people.restores import Outcome
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import Problem
from inspector_app.store.backup import Made


def made(told: Made, messages: Messages, *, same_disk: bool = False, at_hub: bool = False) -> Answer:
    """Say what a backup holds; one on the laptop's own disk is told to be none."""
    data = {
        "file": told.file.name if at_hub else str(told.file),
        "place": "hub" if at_hub else "file",
        "sha256": told.sha256,
        "bytes": told.size,
        "entries": told.facts.entries,
        "blobs": told.blobs,
        "left_out": told.left_out,
        "digest": told.facts.digest,
        "filing": told.filing.to_content() if told.filing is not None else None,
        "reopened": True,
        "removed": list(told.removed),
        "same_disk": same_disk,
    }
    values: dict[str, object] = {"entries": told.facts.entries, "blobs": told.blobs, "out": told.left_out}
    lines = [_said(messages, "backup.made_at_hub" if at_hub else "backup.made", str(told.file), values)]
    if told.left_out:
        lines.append(_said(messages, "backup.left_to_the_hub", "", values))
    if told.filing_closed:
        lines.append(_said(messages, "backup.filing_as_it_is", "", {}))
    if told.removed:
        lines.append(_said(messages, "backup.thinned", "", {"count": len(told.removed)}))
    if same_disk:
        lines.append(_said(messages, "backup.same_disk", str(told.file), {}))
    return Answer("backup", data, tuple(lines))


def brought(
    told: Outcome, folder: str, labels: Mapping[str, str], messages: Messages, *, anew: bool = False
) -> Answer:
    """Say what a laptop was made of, under which code it goes on, and what is missing."""
    data = {
        "digest": told.digest,
        "made": told.made,
        "old_journal": told.old_journal,
        "new_journal": told.new_journal,
        "machine_code": told.machine_code,
        "missing_blobs": list(told.missing_blobs),
        "missing_numbers": [_range(one, labels) for one in told.missing_numbers],
    }
    values = {"made": told.made, "machine_code": told.machine_code}
    named = restored.ranges(told.missing_numbers, _said(messages, "backup.any_kind", "", {}))
    lines = [
        _said(messages, "backup.restored_anew" if anew else "backup.restored", folder, values),
        _said(messages, "backup.numbers_unknown", "", {"ranges": named}),
    ]
    if told.missing_blobs:
        lines.append(_said(messages, "backup.blobs_at_the_hub", "", {"count": len(told.missing_blobs)}))
    errors: tuple[Problem, ...] = (told.filing,) if told.filing is not None else ()
    return Answer("restore", data, tuple(lines), DECIDE if errors else DONE, errors)


def _range(one: Unknown, labels: Mapping[str, str]) -> dict[str, object]:
    return {
        "machine_code": one.machine_code,
        "kind": one.kind,
        "kind_label": labels.get(one.kind, ""),
        "year": one.year or None,
        "from": one.first,
        "after": one.after,
        "workspace": "filing" if one.filing else "main",
    }


def _said(messages: Messages, code: str, where: str, values: Mapping[str, object]) -> str:
    message, remedy = messages.text(code, where, dict(values))
    return f"{message} {remedy}".rstrip()
