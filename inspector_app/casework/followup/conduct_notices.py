"""A notice of bad conduct begun over findings, and the determination about one that is not issued yet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import conduct, escalation
from inspector_app.casework.papers import issued, subjects
from inspector_app.domain.errors import RuleError
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.templates import DocumentKind


def begin(desk: Desk, finding_ids: Sequence[str], party_id: str, code: str = "") -> tuple[str, str]:
    """Begin a notice over findings of one party, with the earliest last day for a defence filled in.

    Args:
        code: of bad conduct, with what it writes; empty to choose it at the workbench.

    Returns:
        The visit that found it, and the notice's id.

    Raises:
        RuleError: `conduct.nothing_named`, `conduct.code_unknown`, `conduct.code_other_role`, and those of
            `escalation.begin`.
        ProblemsError: `escalation.unlawful`.
    """
    if not finding_ids:
        raise RuleError("conduct.nothing_named", where="conduct.findings")
    texts = conduct.texts_of(desk, code, _role(desk, party_id)) if code else {}
    written: dict[str, Any] = {f"{subjects.OWN}{name}": text for name, text in texts.items()}
    until = conduct.earliest_until(desk).due
    document_id = escalation.begin(
        desk,
        DocumentKind.CONDUCT_NOTICE,
        finding_ids,
        party_id,
        own_defence_until=until.isoformat(),
        **written,
    )
    record = desk.store.record("document", document_id)
    return values.text(record.fields, "inspection_id") if record is not None else "", document_id


def _role(desk: Desk, party_id: str) -> PartyRole | None:
    record = desk.store.record("party", party_id)
    told = values.text(record.fields, "role") if record is not None else ""
    return PartyRole(told) if told in set(PartyRole) else None


def drafted(desk: Desk, notice_id: str) -> tuple[str, str]:
    """Return visit and id of the newest determination about a notice without a number; empty for none."""
    about = desk.store.several("document", [notice_id], "about")
    wanted = DocumentKind.CONDUCT_DETERMINATION
    papers = [one for one in about if values.text(one.fields, "kind") == wanted]
    numbered = issued.documents(desk.store, [one.id for one in papers])
    left = [one for one in papers if one.id not in numbered]
    return (values.text(left[-1].fields, "inspection_id"), left[-1].id) if left else ("", "")


def decided(desk: Desk, notice_id: str) -> tuple[issued.Issued, ...]:
    """Return every determination about a notice that has a number, those too that fell, the oldest first."""
    about = desk.store.several("document", [notice_id], "about")
    wanted = DocumentKind.CONDUCT_DETERMINATION
    told = issued.documents(desk.store, [one.id for one in about])
    own = [one for one in told.values() if one.kind == wanted]
    return tuple(sorted(own, key=lambda one: one.issued_on or date.min))
