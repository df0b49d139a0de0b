"""Ours: the very call that issues a document."""

from collections.abc import Mapping

from inspector_app.documents.bench.notice import Job
from inspector_app.documents.photos import Derivative
from inspector_app.documents.render import render


class Ours:
    """The renderer of this program; its derivatives are kept by `photos` itself."""

    def __init__(self, derivatives: Mapping[str, Derivative]) -> None:
        del derivatives

    def make(self, job: Job) -> bytes:
        """Return the document, PDF/A-3b, with its content inside."""
        return render(job.content, photos=job.photos, qr=job.qr).pdf
