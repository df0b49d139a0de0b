"""The stop book: which resumption was told against which stop-work, so that years cost nothing.

Beside each act of resumption stands what its notice was signed for: only that lifts anything.

A narrow table beside the acts, whose rows are long: which stop-works may still hold is read from it and from
the number book alone.
"""

from collections.abc import Mapping

from sqlalchemy.engine import Connection

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
_NOTICE = "SELECT 1 FROM stop_book WHERE by_id = ? AND signed = 1 AND hash <> ?"
_ENTER = "INSERT OR REPLACE INTO stop_book VALUES (?, ?, ?, ?, ?)"


def enter(connection: Connection, act_hash: bytes, document_id: str, content: Mapping[str, object]) -> None:
    """Enter a valid act of resumption against a stop-work; entered again it changes nothing."""
    told = (act_hash, document_id, str(content.get("by", "")), int(content.get("full") is True), 0)
    connection.exec_driver_sql(_ENTER, told)


def enter_notice(
    connection: Connection, act_hash: bytes, document_id: str, content: Mapping[str, object]
) -> None:
    """Enter what a resumption notice itself says that it gives back, from its first valid act of issue.

    Notices of older versions and late entries name no stop-work in it: they leave no line here.
    """
    if content.get("kind") != "resumption_notice" or "resumes" not in content:
        return
    if connection.exec_driver_sql(_NOTICE, (document_id, act_hash)).first() is None:
        told = (act_hash, str(content["resumes"]), document_id, int(content.get("full") is True), 1)
        connection.exec_driver_sql(_ENTER, told)


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
