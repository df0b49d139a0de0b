"""Which tone a word of state has; the word itself is always shown beside it."""

from inspector_app.domain.states import DocumentState, InspectionState

TONES: dict[str, str] = {
    InspectionState.DRAFT: "gray",
    InspectionState.APPROVED: "blue",
    InspectionState.UNDER_WAY: "blue",
    InspectionState.TO_SIGN: "amber",
    InspectionState.COMPLETED: "green",
    InspectionState.ARCHIVED: "green",
    InspectionState.VOID: "gray",
    DocumentState.TO_APPROVE: "amber",
    DocumentState.ISSUED: "blue",
    DocumentState.SERVED: "green",
    DocumentState.FULFILLED: "green",
    DocumentState.OVERDUE: "red",
    DocumentState.LIFTED: "green",
    DocumentState.REVOKED: "gray",
}
"""By word; inspections and documents use the same word for the same tone."""


def tone(word: str, *, overdue: bool = False) -> str:
    """Return the tone of a state; overdue is red whatever the state is."""
    return "red" if overdue else TONES.get(word, "gray")
