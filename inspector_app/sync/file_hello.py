"""What the first frame of an exchange file says: which second file belongs to it, what its writer lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app import __version__
from inspector_app.domain.errors import DamagedError
from inspector_app.journal import canonical

from . import wire

FILING = ".filing"
"""What the name of the second file ends with."""

MOST_LACKING = 20_000
"""Photos that a file names as lacking at its writer's; what is beyond comes with the next one."""


def filing_beside(path: Path) -> Path:
    """Return where the file of the workspace that is shared by key lies."""
    return path.with_name(path.name + FILING)


@dataclass(frozen=True, slots=True)
class FileHello:
    """The first frame of a file; a program of before these members wrote none of them and reads past them.

    Attributes:
        filing: id of the second file that belongs to this one, 32 hex digits; empty when there is none.
        workspace: which workspace that holds, 32 hex digits: who has another one, or none, misses nothing.
        lacking: names of photos that its writer has entries about and not the photos.
    """

    filing: str = ""
    workspace: str = ""
    lacking: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return it as JSON in canonical form."""
        more: dict[str, object] = {}
        if self.filing:
            more |= {"filing": self.filing, "filing_workspace": self.workspace}
        if self.lacking:
            more["lacking"] = list(self.lacking[:MOST_LACKING])
        return canonical.dump({"v": 1, "program": __version__, **more})

    @staticmethod
    def read(content: bytes) -> "FileHello":
        """Read what a file says.

        Raises:
            DamagedError: `exchange.unreadable`.
        """
        told = wire.load(content)
        filing, lacking = told.get("filing", ""), told.get("lacking", [])
        workspace = wire.read_id(told.get("filing_workspace"), "filing_workspace") if filing else ""
        if not isinstance(lacking, list) or len(lacking) > MOST_LACKING:
            raise DamagedError("exchange.unreadable", where="lacking")
        names = [name for part in _parts(lacking) for name in wire.read_names(part)]
        return FileHello(filing and wire.read_id(filing, "filing"), workspace, tuple(names))


def _parts(names: Sequence[object]) -> list[list[object]]:
    return [list(names[at : at + wire.MOST_NAMES]) for at in range(0, len(names), wire.MOST_NAMES)]
