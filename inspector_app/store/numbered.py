"""The newest papers of one kind, found in the books of numbers, however many years there are."""

from sqlalchemy.engine import Connection

from .engine import rows


def newest(connection: Connection, kind: str, since: int, most: int) -> list[str]:
    """Return the documents of a kind that bear a number of these years, the newest first; at most so many.

    Late entries (补录) are among them, by the day on their paper.

    Args:
        since: the first year.
    """
    told = rows(
        connection,
        "SELECT document_id FROM (SELECT document_id, year, serial FROM number_book"
        " WHERE kind = ? AND year >= ? ORDER BY year DESC, serial DESC LIMIT ?)"
        " UNION ALL SELECT document_id FROM (SELECT document_id, issued_on FROM late_book"
        " WHERE kind = ? AND issued_on >= ? ORDER BY issued_on DESC LIMIT ?)",
        (kind, since, most, kind, str(since), most),
    )
    return list(dict.fromkeys(str(row[0]) for row in told))
