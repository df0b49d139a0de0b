"""Every bench by its name."""

from inspector_app.answers.benches import answers, edit, photo, preview, screen, start
from inspector_app.documents.bench.works import documents
from inspector_app.documents.render import PdfRenderer


def makers() -> answers.Makers:
    """Return what makes the works of each bench."""
    return {
        "documents": answers.Bench(lambda extent: documents(starts=min(extent.rounds or 3, 3))),
        "start": answers.Bench(start.works, rounds=15, warm_up=start.WARM_UP),
        "edit": answers.Bench(lambda extent: edit.works(extent, PdfRenderer), rounds=200, warm_up=20),
        "photo": answers.Bench(photo.works, rounds=20, warm_up=photo.WARM_UP),
        "preview": answers.Bench(preview.works, rounds=120, warm_up=preview.WARM_UP),
        "screen": answers.Bench(screen.works, rounds=1, warm_up=0),
    }
