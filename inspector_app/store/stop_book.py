"""Which stop-works may still hold, found without reading the years of those that were lifted."""

from sqlalchemy.engine import Connection

_STANDING = (
    "SELECT document_id FROM number_book WHERE kind = 'stop_work_notice' AND fate = 'issued'"
    " UNION SELECT document_id FROM late_book WHERE kind = 'stop_work_notice' AND fate = 'issued'"
)
_LIFTED = (
    "SELECT a.entity_id, a.content ->> 'by' FROM act a"
    " WHERE a.kind = 'resume' AND a.refusal IS NULL AND a.content ->> 'full' = 1"
)
_GIVEN = (
    "SELECT document_id FROM number_book WHERE kind = 'resumption_notice' AND fate = 'issued'"
    " UNION SELECT document_id FROM late_book WHERE kind = 'resumption_notice' AND fate = 'issued'"
)


def unlifted(connection: Connection) -> list[str]:
    """Return the ids of standing stop-works that no standing resumption lifts as a whole, sorted.

    Those that were given back part by part until none was left are among them: what parts hold is for
    `domain.stops` to say.
    """
    standing = {row[0] for row in connection.exec_driver_sql(_STANDING)}
    given = {row[0] for row in connection.exec_driver_sql(_GIVEN)}
    lifted = {row[0] for row in connection.exec_driver_sql(_LIFTED) if row[1] in given}
    return sorted(standing - lifted)
