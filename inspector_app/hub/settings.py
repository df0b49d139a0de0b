"""What the hub keeps in mind beside its books: single values by name."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import RuleError

from .database import Database
from .tables import setting

URL = "url"
"""Where laptops reach the hub, as the office told it; stands in enrolment codes and grants."""

SERVED = "url.served"
"""Where the hub was served last, as far as the machine itself knows: counts when nobody told an address."""

LEAST_CODE = "codes.least"
"""The least machine code that may be given; see `machine_codes.left_out`."""

MOST_BACKUPS = "backups.most"
"""Bytes that the backups of all laptops may take at the hub, as the office told it."""

HUB = "hub"
"""The hub's id: a database belongs to one hub."""

FOUNDED = "founded"
"""Set once the hub is there whole: without it, the books are what a founding left that was cut off."""


def get(connection: Connection, name: str) -> str | None:
    """Return a value, None when it was never set."""
    found = connection.execute(select(setting.c.value).where(setting.c.key == name)).scalar_one_or_none()
    return None if found is None else str(found)


def url(connection: Connection) -> str:
    """Return where laptops reach the hub.

    Raises:
        RuleError: `hub.url_unknown`: it was never served, nor told.
    """
    found = get(connection, URL) or get(connection, SERVED)
    if not found:
        raise RuleError("hub.url_unknown", where=URL)
    return found


def put(database: Database, connection: Connection, name: str, value: str) -> None:
    """Set a value."""
    new = database.insert(setting).values(key=name, value=value)
    connection.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
