"""What the public page tells of a document: that it was issued, and what became of it. No names, no places.

Nothing of a verdict is kept. Who has read a code out is told what the acts and the rights say at that moment,
whatever the order in which they came.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Select, select
from sqlalchemy.engine import Connection

from inspector_app.domain.acts import ActKind, bars_voiding
from inspector_app.journal.authority import judge
from inspector_app.journal.entry import Entry
from inspector_app.trust.certificates import Keyring

from .base import Base
from .indexing import CODE_LENGTH, plain_code
from .kept import contents
from .tables import bundle, paper_act, workspace

VALID, VOID, REVOKED, CORRECTED = "valid", "void", "revoked", "corrected"

_WORST_FIRST = (REVOKED, VOID, CORRECTED, VALID)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as everybody may know it.

    Attributes:
        number: as printed.
        kind: a DocumentKind's value.
        label: what that kind is called on the paper.
        issued_on: ISO day.
        fate: `valid`, `void` (before service), `revoked`, or `corrected` in a passage by another document.
        ended_on: ISO day of that; empty while it stands.
        several: others were issued under the same code. A code is the sixty bits of a content's hash: honest
            papers never share one.
    """

    number: str
    kind: str
    label: str
    issued_on: str
    fate: str
    ended_on: str = ""
    several: bool = False


class Papers:
    """Finds documents by the code that they print."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def find(self, code: str) -> Paper | None:
        """Return the document with this code of twelve letters and digits; hyphens do not matter.

        Where several bear it, the one that fared worst is told: else who was ordered to revoke a paper could
        have it called valid again by issuing another one under its code.

        Raises:
            UnavailableError: `hub.database_away`. DamagedError: `hub.database_damaged`.
        """
        plain = plain_code(code)
        if len(plain) != CODE_LENGTH:
            return None
        with self._base.database.reading() as connection:
            ring = self._base.rings.current(connection)
            asked = select(paper_act.c.document_id).where(paper_act.c.code == plain).distinct()
            ids = sorted(connection.execute(asked).scalars())
            told = [paper for each in ids for paper in self._papers(connection, ring, each, plain)]
        worst = min(told, key=lambda each: _WORST_FIRST.index(each.fate), default=None)
        return replace(worst, several=True) if worst is not None and len(told) > 1 else worst

    def as_of(self) -> str:
        """Return when the last bundle came, RFC 3339 in UTC; empty when none did."""
        with self._base.database.reading() as connection:
            return str(connection.execute(last_came(self._base.facts.workspace)).scalar_one_or_none() or "")

    def _papers(self, connection: Connection, ring: Keyring, document_id: str, code: str) -> Iterator[Paper]:
        acts = self._valid(connection, ring, document_id)
        for entry in acts:
            content = entry.fields["content"]
            if entry.fields["kind"] == ActKind.ISSUE and plain_code(str(content.get("code"))) == code:
                kind, label, number, day = (
                    str(content.get(name) or "") for name in ("kind", "label", "number", "issued_on")
                )
                yield Paper(number, kind, label, day, *self._fate(connection, ring, acts))

    def _valid(self, connection: Connection, ring: Keyring, document_id: str) -> list[Entry]:
        """Return a document's acts that have effect, in one order whatever the order of arrival."""
        asked = select(paper_act.c.no, paper_act.c.hash, paper_act.c.raw)
        raws: list[bytes] = []
        by_bundle: dict[int, set[bytes]] = defaultdict(set)
        for row in connection.execute(asked.where(paper_act.c.document_id == document_id)):
            if row.raw is None:
                by_bundle[int(row.no)].add(bytes(row.hash))
            else:
                raws.append(bytes(row.raw))
        for no, hashes in sorted(by_bundle.items()):
            raws += self._raws(connection, no, hashes)
        entries = [Entry.parse(raw) for raw in raws]
        sound = [each for each in entries if judge(each, ring) is None]
        return sorted(sound, key=lambda each: (each.header.wall, each.hash))

    def _raws(self, connection: Connection, no: int, wanted: set[bytes]) -> list[bytes]:
        """Return entries out of a bundle that came to an older program."""
        asked = select(bundle.c.raw).where(
            bundle.c.workspace == self._base.facts.workspace, bundle.c.no == no
        )
        _, raws, hashes = contents(bytes(connection.execute(asked).scalar_one()))
        return [raw for raw, digest in zip(raws, hashes, strict=True) if digest in wanted]

    def _fate(self, connection: Connection, ring: Keyring, acts: list[Entry]) -> tuple[str, str]:
        ended = _ended(acts)
        if ended is not None:
            return ended
        for entry in acts:
            decision = entry.fields["content"].get("by")
            if entry.fields["kind"] == ActKind.CORRECT and isinstance(decision, str):
                others = self._valid(connection, ring, decision)
                if _of_kind(others, ActKind.ISSUE) and _ended(others) is None:
                    return CORRECTED, entry.header.day.isoformat()
        return VALID, ""


def last_came(room: str) -> Select[tuple[str]]:
    """Return the question when a workspace's last bundle came: two rows, found by their keys."""
    last = select(workspace.c.no).where(workspace.c.id == room).scalar_subquery()
    return select(bundle.c.at).where(bundle.c.workspace == room, bundle.c.no == last)


def _ended(acts: Iterable[Entry]) -> tuple[str, str] | None:
    """Return what ended a document, and when: a void has no effect on what was served meanwhile."""
    told = list(acts)
    if revoking := _of_kind(told, ActKind.REVOKE):
        return REVOKED, revoking[0].header.day.isoformat()
    served = any(bars_voiding(each.fields["content"]) for each in _of_kind(told, ActKind.SERVE))
    voiding = _of_kind(told, ActKind.VOID)
    return (VOID, voiding[0].header.day.isoformat()) if voiding and not served else None


def _of_kind(acts: Iterable[Entry], kind: ActKind) -> list[Entry]:
    return [each for each in acts if each.fields["kind"] == kind]
