"""What the hub reads in bundles, entered where it is looked up. Inside the transaction that keeps the bundle.

An office's own people write it, and one of them may be a thief with a laptop. So whatever is read whole when
somebody asks is bounded by who wrote it: honest people stay far below these numbers.
"""

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.engine import Connection

from .database import Database
from .indexing import Found, PaperAct
from .tables import ON_A_PAPER, machine_code, paper_act, role_act, share_act

MOST_OF_ONE, MOST_OF_UNKNOWN = 50, 500
"""Acts of one key about one paper, and papers of one key under one code; and of all strangers together."""

MOST_SHARES, MOST_SHARES_UNKNOWN = 10, 50
"""The same of acts about one workspace shared by key; each stands in a bundle that is unpacked to read it."""

MOST_CODES_SEEN = 200
"""Machine codes on papers that one machine brings: it has as many as it was restored and cloned."""


def enter(database: Database, connection: Connection, found: Found, no: int, machine: str, at: str) -> int:
    """Enter what was read in a bundle, and return how many role acts are new.

    Args:
        no: the bundle's place in the log. machine: key id of who signed it.
    """
    roles = sum(database.add(connection, role_act, **each._asdict()) for each in found.roles)
    for each in found.papers:
        if not _too_many(connection, each):
            database.add(connection, paper_act, **each._asdict(), no=no)
    for one in found.shares:
        most = MOST_SHARES if one.signer else MOST_SHARES_UNKNOWN
        if _count(connection, share_act, share_act.c.room == one.room, one.signer) < most:
            database.add(connection, share_act, **one._asdict(), no=no)
    if found.machine_codes:
        _see(database, connection, sorted(found.machine_codes), machine, at)
    return roles


def _too_many(connection: Connection, one: PaperAct) -> bool:
    most = MOST_OF_ONE if one.signer else MOST_OF_UNKNOWN
    about = [paper_act.c.document_id == one.document_id]
    if one.code:
        about.append(paper_act.c.code == one.code)
    return any(_count(connection, paper_act, same, one.signer) >= most for same in about)


def _count(connection: Connection, table: Table, same: ColumnElement[bool], signer: str) -> int:
    asked = select(func.count()).select_from(table).where(same, table.c.signer == signer)
    return int(connection.execute(asked).scalar_one())


def _see(database: Database, connection: Connection, codes: list[int], machine: str, at: str) -> None:
    """Note codes that papers bear: a hub that was put back gave them, as may be, and gives them no more."""
    mine = f"{ON_A_PAPER}{machine}"
    asked = select(func.count()).select_from(machine_code).where(machine_code.c.key == mine)
    left = MOST_CODES_SEEN - int(connection.execute(asked).scalar_one())
    known = set(
        connection.execute(select(machine_code.c.code).where(machine_code.c.code.in_(codes))).scalars()
    )
    for code in [each for each in codes if each not in known][: max(0, left)]:
        database.add(connection, machine_code, code=code, key=mine, at=at)
