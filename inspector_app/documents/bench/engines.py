"""The engines of the bench by name. Each is imported only when it is asked for, so that a child process
that measures one of them holds nothing of the others."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Protocol

from inspector_app.documents.bench.notice import Job
from inspector_app.documents.photos import Derivative

_ROOM = "inspector_app.documents.bench"


class Engine(Protocol):
    """Makes the notice of a job as a PDF."""

    def make(self, job: Job) -> bytes:
        """Return the bytes of the file."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """Where an engine stands.

    Attributes:
        name: as the table shows it.
        module, maker: what makes it ready.
        needs: package without which it is not there.
        limit: what ours may take at most, as a multiple of its median; 0 for ours.
        told: arguments of the maker.
    """

    name: str
    module: str
    maker: str
    needs: str
    limit: float
    told: tuple[tuple[str, bool], ...] = ()

    @property
    def installed(self) -> bool:
        """Tell whether its package is there."""
        return find_spec(self.needs) is not None

    def ready(self, derivatives: Mapping[str, Derivative]) -> Engine:
        """Return the engine with its fonts read, before its first document."""
        module: Any = importlib.import_module(f"{_ROOM}.{self.module}")
        engine: Engine = getattr(module, self.maker)(derivatives, **dict(self.told))
        return engine


OURS = Known("ours", "with_ours", "Ours", "reportlab", 0.0)
PEERS = (
    Known("typst", "with_typst", "Typst", "typst", 1.1),
    Known("typst PDF/A-3b", "with_typst", "Typst", "typst", 1.1, (("archival", True),)),
    Known("reportlab as everyone writes it", "with_reportlab", "Stock", "reportlab", 1.0),
)
"""The plain PDF of typst is the peer of the promise; the second does all that ours does."""

ALL = {one.name: one for one in (OURS, *PEERS)}
