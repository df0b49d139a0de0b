"""What every engine of the bench offers."""

from collections.abc import Mapping
from typing import Protocol

from inspector_app.documents.bench.notice import Job
from inspector_app.documents.photos import Derivative


class Engine(Protocol):
    """Makes the notice of a job as a PDF."""

    name: str

    def make(self, job: Job) -> bytes:
        """Return the bytes of the file."""
        ...


class Maker(Protocol):
    """Makes an engine ready: fonts parsed, photos where it reads them."""

    def __call__(self, derivatives: Mapping[str, Derivative]) -> Engine:
        """Return the engine, warm but for the first document."""
        ...
