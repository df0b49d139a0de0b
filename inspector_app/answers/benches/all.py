"""Every bench by its name."""

from collections.abc import Callable, Sequence

from inspector_app.answers.benches import (
    after,
    answers,
    edit,
    exchange,
    ledger,
    photo,
    preview,
    screen,
    search,
    start,
)
from inspector_app.answers.benches.contest import Work
from inspector_app.answers.benches.exchange_hub import Admit
from inspector_app.casework.base.desk import Renderer


def makers(
    documents: Callable[[int], Sequence[Work]], renderer: Callable[[], Renderer], admit: Admit
) -> answers.Makers:
    """Return what makes the works of each bench.

    Args:
        documents: the works of the documents room, with so many cold starts.
        renderer: draws documents; this room does not know how a page is drawn.
    """
    return {
        "documents": answers.Bench(lambda extent: documents(min(extent.rounds or 3, 3))),
        "start": answers.Bench(start.works, rounds=15, warm_up=start.WARM_UP),
        "edit": answers.Bench(lambda extent: edit.works(extent, renderer), rounds=200, warm_up=20),
        "photo": answers.Bench(photo.works, rounds=20, warm_up=photo.WARM_UP),
        "preview": answers.Bench(preview.works, rounds=120, warm_up=preview.WARM_UP),
        "casework": answers.Bench(lambda extent: after.works(extent, renderer), rounds=15, warm_up=2),
        "sync": answers.Bench(lambda extent: exchange.works(extent, renderer, admit), rounds=3, warm_up=0),
        "ledger": answers.Bench(lambda extent: ledger.works(extent, renderer), rounds=30, warm_up=3),
        "search": answers.Bench(lambda extent: search.works(extent, renderer), rounds=400, warm_up=20),
        "screen": answers.Bench(screen.works, rounds=1, warm_up=0),
    }
