"""What this database is: whose workspace, which journal, which machine code, which versions made it."""

from dataclasses import dataclass

import orjson
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import DamagedError, UnavailableError

from .schema import SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Meta:
    """Durable facts of one database.

    Attributes:
        workspace: id of the office's body of data.
        journal_id: random per install, per restore and per detected clone; 32 hex digits.
        machine_code: the laptop's part of every number; never given out twice.
        training: numbers and papers made here are practice.
        code_spent: the machine code may be in use elsewhere; a spare one is needed before issuing.
    """

    workspace: str
    journal_id: str
    machine_code: int
    training: bool
    code_spent: bool = False


def read_all(connection: Connection) -> dict[str, str]:
    """Return every stored fact as text.

    Raises:
        UnavailableError: `store.newer_data` when a newer program made the durable tables.
        DamagedError: `store.database_damaged` when the facts are not there.
    """
    known = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").scalar()
    rows = connection.exec_driver_sql("SELECT key, value FROM meta").fetchall() if known else []
    told = {str(key): str(value) for key, value in rows}
    if not told.keys() >= {"schema_version", "workspace", "journal_id", "machine_code", "root"}:
        raise DamagedError("store.database_damaged", where="meta", reason="meta incomplete")
    if int(told["schema_version"]) > SCHEMA_VERSION:
        raise UnavailableError("store.newer_data", have=SCHEMA_VERSION, needs=int(told["schema_version"]))
    return told


def as_meta(told: dict[str, str]) -> Meta:
    """Return the facts that other rooms may know."""
    return Meta(
        told["workspace"],
        told["journal_id"],
        int(told["machine_code"]),
        told.get("training") == "1",
        told.get("code_spent") == "1",
    )


def root_content(told: dict[str, str]) -> dict[str, object]:
    """Return the root certificate's content."""
    content = orjson.loads(told["root"])
    if not isinstance(content, dict):
        raise DamagedError("store.database_damaged", where="meta", reason="root certificate")
    return content


def write(connection: Connection, **facts: object) -> None:
    """Write facts; a bool is kept as 0 or 1."""
    rows = [(k, str(int(v)) if isinstance(v, bool) else str(v)) for k, v in facts.items()]
    connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)
