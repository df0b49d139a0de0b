"""The stop book: which resumption was told against which stop-work, so that years cost nothing.

Beside each act of resumption stands what its notice was signed for: only that lifts anything.

A narrow table beside the acts, whose rows are long: which stop-works may still hold is read from it and from
the number book alone.
"""

from collections.abc import Iterable, Mapping

import orjson
from sqlalchemy.engine import Connection

from inspector_app.domain.acts import Act, ActKind

_STANDING = (
    "SELECT document_id FROM number_book INDEXED BY number_stops"
    " WHERE kind = 'stop_work_notice' AND fate = 'issued'"
    " UNION SELECT document_id FROM late_book WHERE kind = 'stop_work_notice' AND fate = 'issued'"
)
_GIVEN = (
    "SELECT document_id FROM number_book INDEXED BY number_resumptions"
    " WHERE kind = 'resumption_notice' AND fate = 'issued'"
    " UNION SELECT document_id FROM late_book WHERE kind = 'resumption_notice' AND fate = 'issued'"
)
_BOOK = "SELECT document_id, by_id, whole, signed FROM stop_book"
_NOTICE = (
    "SELECT hash, content FROM act WHERE entity = 'document' AND entity_id = ? AND kind = 'issue'"
    " AND refusal IS NULL ORDER BY n, tie, hash"
)
_TOLD = (
    "SELECT hash, entity_id, kind, content FROM act"
    " WHERE kind IN ('issue', 'resume') AND entity = 'document' AND refusal IS NULL"
)
_ENTER = "INSERT OR REPLACE INTO stop_book VALUES (?, ?, ?, ?, ?)"


def enter(connection: Connection, act_hash: bytes, document_id: str, content: Mapping[str, object]) -> None:
    """Enter a valid act of resumption against a stop-work; entered again it changes nothing."""
    told = (act_hash, document_id, str(content.get("by", "")), int(content.get("full") is True), 0)
    connection.exec_driver_sql(_ENTER, told)


def enter_notice(connection: Connection, document_id: str, content: Mapping[str, object]) -> None:
    """Enter what a resumption notice itself says that it gives back, by the first of its valid acts of issue.

    Notices of older versions and late entries name no stop-work in it: they leave no line here.

    Args:
        content: of one of those acts, which stands in the table already.
    """
    if not _gives_back(content):
        return
    connection.exec_driver_sql("DELETE FROM stop_book WHERE by_id = ? AND signed = 1", (document_id,))
    for act_hash, told in connection.exec_driver_sql(_NOTICE, (document_id,)).fetchall():
        first = orjson.loads(told)
        if _gives_back(first):
            line = (act_hash, str(first["resumes"]), document_id, int(first.get("full") is True), 1)
            connection.exec_driver_sql(_ENTER, line)
            return


def rebuild(connection: Connection) -> None:
    """Empty the book and enter every valid act again; needed when rights changed afterwards."""
    connection.exec_driver_sql("DELETE FROM stop_book")
    for act_hash, document_id, kind, told in connection.exec_driver_sql(_TOLD).fetchall():
        content = orjson.loads(told)
        if kind == ActKind.RESUME:
            enter(connection, act_hash, document_id, content)
        else:
            enter_notice(connection, document_id, content)


def lines_of(acts: Iterable[Act]) -> set[tuple[str, str, str, int, int]]:
    """Return what the book must hold, with hex hashes, when these are all acts in their order; for proofs."""
    lines: set[tuple[str, str, str, int, int]] = set()
    told: set[str] = set()
    for act in acts:
        if not act.valid or act.entity != "document":
            continue
        full = int(act.content.get("full") is True)
        if act.kind == ActKind.RESUME:
            lines.add((act.id, act.entity_id, str(act.content.get("by", "")), full, 0))
        elif act.kind == ActKind.ISSUE and act.entity_id not in told and _gives_back(act.content):
            told.add(act.entity_id)
            lines.add((act.id, str(act.content["resumes"]), act.entity_id, full, 1))
    return lines


def unlifted(connection: Connection) -> list[str]:
    """Return the ids of standing stop-works that no standing resumption lifts as a whole, sorted.

    An act that claims more than its notice says lifts nothing. Those that were given back part by part until
    none was left are among them: what parts hold is for `domain.stops` to say.
    """
    standing = {row[0] for row in connection.exec_driver_sql(_STANDING)}
    given = {row[0] for row in connection.exec_driver_sql(_GIVEN)}
    rows = connection.exec_driver_sql(_BOOK).fetchall()
    says = {by: (stop, whole) for stop, by, whole, signed in rows if signed}
    lifted = {
        stop
        for stop, by, whole, signed in rows
        if not signed and by in given and says.get(by, (stop, whole)) == (stop, 1)
    }
    return sorted(standing - lifted)


def _gives_back(content: Mapping[str, object]) -> bool:
    return content.get("kind") == "resumption_notice" and "resumes" in content
