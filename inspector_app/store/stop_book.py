"""The stop book: which resumption was told against which stop-work, so that years cost nothing.

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
_WHOLE = "SELECT document_id, by_id FROM stop_book WHERE whole = 1"


def enter(connection: Connection, act_hash: bytes, document_id: str, content: Mapping[str, object]) -> None:
    """Enter a valid act of resumption against a stop-work; entered again it changes nothing."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO stop_book VALUES (?, ?, ?, ?)",
        (act_hash, document_id, str(content.get("by", "")), int(content.get("full") is True)),
    )


def unlifted(connection: Connection) -> list[str]:
    """Return the ids of standing stop-works that no standing resumption lifts as a whole, sorted.

    Those that were given back part by part until none was left are among them: what parts hold is for
    `domain.stops` to say.
    """
    standing = {row[0] for row in connection.exec_driver_sql(_STANDING)}
    given = {row[0] for row in connection.exec_driver_sql(_GIVEN)}
    lifted = {row[0] for row in connection.exec_driver_sql(_WHOLE) if row[1] in given}
    return sorted(standing - lifted)
