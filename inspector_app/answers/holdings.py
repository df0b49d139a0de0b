"""`photos`: how many are here, how many only the hub keeps, and what became of those that were to go."""

from inspector_app.answers.answer import Answer
from inspector_app.casework.overview import holdings
from inspector_app.casework.overview.holdings import Dropped
from inspector_app.casework.visits import photos
from inspector_app.catalog.messages import Messages
from inspector_app.store.store import Store


def answer(store: Store, dropped: Dropped | None, messages: Messages) -> Answer:
    """Return where the photos of all visits are; `dropped` where some were to be removed."""
    shots = {str(one.fields.get("sha256", "")) for one in store.records(photos.KIND)} - {""}
    here = sum(store.has_blob(one) for one in shots)
    data: dict[str, object] = {
        "here": here,
        "elsewhere": len(shots) - here,
        "asked": list(holdings.asked(store)),
    }
    counts: dict[str, object] = {"here": here, "elsewhere": len(shots) - here}
    lines = [messages.text("holdings.counted", "", counts)[0]]
    if dropped is not None:
        told: dict[str, object] = {
            "dropped": dropped.dropped,
            "no_receipt": dropped.no_receipt,
            "no_copy": dropped.no_copy,
        }
        data |= told
        lines.insert(0, " ".join(part for part in messages.text("holdings.dropped", "", told) if part))
    return Answer("photos", data, tuple(lines))
