"""The workspaces of a hub: the office's own, and those that are shared by key and only seen veiled.

One that is shared by key is opened once an administrator's act in the office's own workspace names it: so
nobody makes the hub keep things under an id that he invented, and no number of them has to be fixed.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import RuleError
from inspector_app.journal.authority import judge
from inspector_app.journal.entry import Entry
from inspector_app.journal.log import START as EMPTY

from . import kept
from .audit import Audit
from .database import Database
from .facts import Facts
from .keyrings import Keyrings
from .tables import bundle, share_act, workspace


class Rooms:
    """Opens workspaces when something of them comes for the first time; an open one stays open."""

    def __init__(self, database: Database, audit: Audit, facts: Facts, rings: Keyrings) -> None:
        self._database = database
        self._audit = audit
        self._facts = facts
        self._rings = rings
        self._seen: set[str] = set()

    def admit(self, room: str) -> None:
        """See to it that a workspace is open, in a transaction of its own.

        Raises:
            RuleError: `hub.workspace_unknown`: no administrator's act names it.
            UnavailableError: `hub.database_away`. DamagedError: `hub.database_damaged`.
        """
        if room in self._seen:
            return
        with self._database.reading() as connection:
            there = _is_open(connection, room)
            if not there and not self._is_shared(connection, room):
                raise RuleError("hub.workspace_unknown", where=room)
        if not there:
            with self._database.writing() as connection:
                self.open(connection, room)
        self._seen.add(room)

    def open(self, connection: Connection, room: str) -> None:
        """Make the row of a workspace that has none yet, whoever named it."""
        if self._database.add(connection, workspace, id=room, no=0, log=EMPTY, roles=0):
            self._audit.note_in(connection, "workspace_opened", "", "", workspace=room)

    def _is_shared(self, connection: Connection, room: str) -> bool:
        """Tell whether somebody who had the right to it made or shared this workspace."""
        ring = self._rings.current(connection)
        return any(judge(each, ring) is None for each in self._acts(connection, room))

    def _acts(self, connection: Connection, room: str) -> Iterator[Entry]:
        """Yield the acts about a workspace, in the order in which they came."""
        asked = select(share_act.c.no, share_act.c.hash).where(share_act.c.room == room)
        by_bundle: dict[int, set[bytes]] = {}
        for row in connection.execute(asked.order_by(share_act.c.no)):
            by_bundle.setdefault(int(row.no), set()).add(bytes(row.hash))
        for no, wanted in by_bundle.items():
            held = select(bundle.c.raw).where(bundle.c.workspace == self._facts.workspace, bundle.c.no == no)
            _, raws, hashes = kept.contents(bytes(connection.execute(held).scalar_one()))
            yield from (Entry.parse(raw) for raw, each in zip(raws, hashes, strict=True) if each in wanted)


def _is_open(connection: Connection, room: str) -> bool:
    return connection.execute(select(workspace.c.no).where(workspace.c.id == room)).first() is not None
