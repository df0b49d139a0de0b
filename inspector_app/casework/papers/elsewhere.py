"""What is not made in the main workspace: the filing form, once the office has a filing workspace.

Its matter would be read by everybody who signs in, and its number would be given twice: each workspace has
numbers of its own.
"""

from inspector_app.casework.people import filing_workspace
from inspector_app.domain.errors import RuleError
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.queries import Reads

CODE, FIELD = "filing.form_elsewhere", "document.kind"
SOURCE = "行政处罚法 50"
"""What becomes known in a case is kept to those who work on it."""


def made_elsewhere(reads: Reads, kind: DocumentKind) -> bool:
    """Tell whether a kind is made in the filing workspace alone; asked of that one, nothing is."""
    return kind is DocumentKind.FILING_FORM and filing_workspace.is_there(reads)


def missing(reads: Reads, kind: DocumentKind) -> tuple[Missing, ...]:
    """Return what stands against a draft that was begun before there was a filing workspace."""
    return (Missing(CODE, FIELD, SOURCE, (("source", SOURCE),)),) if made_elsewhere(reads, kind) else ()


def refuse(reads: Reads, kind: DocumentKind) -> None:
    """Refuse a kind that is made in the filing workspace.

    Raises:
        RuleError: `filing.form_elsewhere` (行政处罚法 50).
    """
    if made_elsewhere(reads, kind):
        raise RuleError(CODE, where=FIELD, source=SOURCE)
